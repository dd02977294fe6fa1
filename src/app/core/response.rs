//! Process Response File: Get Response File, the report, Update SIS System.

use super::Core;
use super::reloading::{let_go, roll_after};
use crate::app::command::{Command, ReportKind};
use crate::app::desktop::Kind;
use crate::app::notice::{Level, Notice};
use crate::app::state::{LookedPair, ResponseState};
use crate::app::work::{WorkError, responses};
use crate::domain::ids::StudentKey;
use crate::domain::matching::Person;
use crate::domain::request::Choice;
use crate::domain::text::count;
use crate::files::report::{print_page, save_report};
use crate::store::StoreError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Core {
    pub(super) fn with_response(&mut self, change: impl FnOnce(&mut ResponseState)) {
        if let Some(s) = self.session() {
            change(&mut s.process.response);
        }
    }

    pub(super) fn ask_response_file(&mut self) {
        let practice = self.session().is_some_and(|s| s.district.practice);
        let start = self
            .prefs
            .response_folder
            .clone()
            .or_else(|| self.prefs.folder(practice).cloned());
        self.ask(
            Kind::Open(vec!["csv", "txt"]),
            "Get Response File",
            start,
            |path| Command::SetResponseFile(path.display().to_string()),
        );
    }

    /// Puts a path into Get Response File; a file that is there is compared at once.
    pub(super) fn set_response_file(&mut self, path: String) {
        let file = PathBuf::from(path.trim());
        if let Some(folder) = file.parent().filter(|_| file.is_file()) {
            self.prefs.response_folder = Some(folder.to_owned());
        }
        self.with_response(|r| {
            if r.path != path {
                let generation = r.generation + 1;
                let_go(r.checked.take());
                let nowhere = !path.trim().is_empty() && !file.is_file();
                *r = ResponseState {
                    path,
                    generation,
                    refused: nowhere.then(|| {
                        "There is no file of this name. Type the whole path, or choose the file with the “…” button.".into()
                    }),
                    ..ResponseState::default()
                };
            }
        });
        if file.is_file() {
            self.check_response_keeping_notices();
        }
    }

    /// Compares the response again that is on screen, if one is: what it was compared with has changed.
    pub(super) fn compare_again(&mut self) {
        if self
            .session()
            .is_some_and(|s| s.process.response.checked.is_some())
        {
            self.check_response_keeping_notices();
        }
    }

    pub(super) fn check_response(&mut self) {
        self.clear_done();
        self.check_response_keeping_notices();
    }

    /// Compares the response without clearing what was just told about it; when a job is under way, as soon as that
    /// has ended.
    pub(super) fn check_response_keeping_notices(&mut self) {
        let Some(store) = self.store() else { return };
        let Some(s) = self.session() else { return };
        let path = PathBuf::from(s.process.response.path.trim());
        if path.as_os_str().is_empty() {
            return self.tell(Notice::new(
                Level::Attention,
                "Choose the response file first: the file that came back from the SSID System (RESP_….csv).",
            ));
        }
        let choices = s.process.response.choices.clone();
        let answers = s.process.response.answers;
        let alike = s.duplicates.alike.clone();
        if self.job.is_some() {
            self.after_job.compare = true;
            return;
        }
        let kept = std::mem::take(&mut self.notices);
        let asked = (path.clone(), choices.clone(), answers);
        self.start(
            "Reading the response file",
            move |ticket| match alike {
                Some(alike) => {
                    let explain = |a: &Person, b: &Person| alike.explain(a, b);
                    responses::check_by(&explain, &store, &path, answers, &choices, ticket)
                }
                None => responses::check(&store, &path, answers, &choices, ticket),
            },
            move |core, result| {
                let (path, choices, answers) = asked;
                let wanted = core.session().is_some_and(|s| {
                    let r = &s.process.response;
                    Path::new(r.path.trim()) == path && r.choices == choices && r.answers == answers
                });
                if !wanted {
                    // Another file or another choice came meanwhile: this says nothing of them.
                    core.after_job.compare = true;
                    return;
                }
                let mut refused = None;
                let mut fits = Vec::new();
                match result {
                    Ok(checked) => {
                        let mut chosen = false;
                        core.with_response(|r| {
                            let other = r
                                .checked
                                .as_ref()
                                .is_some_and(|c| c.report.fingerprint != checked.report.fingerprint);
                            if other {
                                // Under the same name lies another file: nothing was chosen or confirmed of that.
                                chosen = !r.choices.is_empty();
                                r.choices.clear();
                                r.confirmed_incomplete = false;
                                r.preview_open = false;
                            }
                            let_go(r.checked.replace(Arc::new(checked)));
                            r.refused = None;
                            r.fits.clear();
                            r.generation += 1;
                        });
                        core.after_job.compare |= chosen;
                    }
                    Err(e) => {
                        refused = Some(e.to_string());
                        if let WorkError::Which { requests, .. } = &e {
                            fits.clone_from(requests);
                            refused = Some(
                                "Neither its name nor what stands in it tells for sure. Which request file does it answer?"
                                    .into(),
                            );
                        }
                        if e.is_cancelled() {
                            core.tell_error(&e);
                        }
                    }
                }
                if refused.is_some() {
                    core.with_response(|r| {
                        let_go(r.checked.take());
                        r.refused = refused;
                        r.fits = fits;
                        r.report_open = false;
                        r.preview_open = false;
                        r.generation += 1;
                    });
                }
            },
        );
        self.notices = kept;
    }

    pub(super) fn compare(&mut self, pair: Option<(StudentKey, StudentKey)>) {
        let (Some(store), today) = (self.store(), self.today) else {
            return;
        };
        let Some(session) = self.session() else { return };
        let look = |pair: (StudentKey, StudentKey)| -> Result<_, StoreError> {
            let reader = store.read()?;
            let (a, b) = (reader.student(pair.0)?, reader.student(pair.1)?);
            Ok(a.zip(b).map(|(a, b)| LookedPair {
                pair,
                why: session.explain(&Person::of(&a, today), &Person::of(&b, today)),
                first: Box::new(a),
                second: Box::new(b),
            }))
        };
        match pair.map(look).transpose() {
            Ok(found) => self.with_response(|r| r.compared = found.flatten()),
            Err(e) => self.tell_error(&e.into()),
        }
    }

    pub(super) fn settle_line(&mut self, line: u32, choice: Option<Choice>) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let response = &mut s.process.response;
        let Some(checked) = response.checked.clone() else {
            return;
        };
        match choice {
            // A processed response: the choice is written at once, as an operation of its own.
            Some(choice) if checked.report.processed_at.is_some() => {
                return self.start(
                    "Settling the line",
                    move |_| responses::settle_line(&store, &checked, line, choice, &stamp),
                    |core, result| {
                        match result {
                            Ok(done) => {
                                core.committed(&done, None);
                                core.tell_done(format!("{}.", done.operation.what.sentence()));
                            }
                            Err(e) => core.tell_error(&e),
                        }
                        core.check_response_keeping_notices();
                    },
                );
            }
            Some(choice) => {
                response.choices.insert(line, choice);
            }
            None => {
                response.choices.remove(&line);
            }
        }
        self.check_response_keeping_notices();
    }

    pub(super) fn apply_response(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let response = &s.process.response;
        let Some(checked) = response.checked.clone() else {
            return;
        };
        let confirmed = response.confirmed_incomplete;
        if self.busy() {
            return;
        }
        self.with_response(|r| r.preview_open = false);
        let today = stamp.today;
        self.start(
            "Updating the SIS system",
            move |ticket| -> Result<_, WorkError> {
                let applied = responses::apply(&store, &checked, confirmed, &stamp, ticket)?;
                let roll = roll_after(&store, &applied.committed, today);
                Ok((applied, roll))
            },
            |core, result| match result {
                Ok((applied, roll)) => {
                    core.committed(&applied.committed, roll);
                    core.tell(
                        Notice::done(format!("{}.", applied.committed.operation.what.sentence())).hint(
                            "The numbers are in the Student Editor now. You can undo this in History.",
                        ),
                    );
                    core.with_response(|r| r.choices.clear());
                    core.check_response_keeping_notices();
                }
                Err(WorkError::Store(StoreError::Stale)) => {
                    core.tell(Notice::new(
                        Level::Attention,
                        "Records changed since the response was compared. It was compared again; look at it, then update.",
                    ));
                    core.check_response_keeping_notices();
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }

    pub(super) fn ask_save_report(&mut self, kind: ReportKind) {
        let start = self
            .prefs
            .report_folder
            .clone()
            .or_else(|| self.prefs.response_folder.clone());
        let Some(s) = self.session() else { return };
        let Some(checked) = &s.process.response.checked else {
            return;
        };
        let stem = checked.report.file.trim_end_matches(".csv").to_owned();
        let (ending, then): (_, fn(PathBuf) -> Command) = match kind {
            ReportKind::Csv => ("csv", |p| Command::SaveReportTo(ReportKind::Csv, p)),
            ReportKind::Excel => ("xlsx", |p| Command::SaveReportTo(ReportKind::Excel, p)),
        };
        let name = format!("Error report {stem}.{ending}");
        self.ask(
            Kind::Save(name),
            "Save the Response File Error Report",
            start,
            then,
        );
    }

    pub(super) fn save_report_to(&mut self, kind: ReportKind, path: &Path) {
        let ending = match kind {
            ReportKind::Csv => "csv",
            ReportKind::Excel => "xlsx",
        };
        let path = super::printing::with_ending(path, ending);
        self.prefs.report_folder = path.parent().map(Path::to_owned);
        let made = self.made_at();
        let Some(s) = self.session() else { return };
        let Some(checked) = s.process.response.checked.clone() else {
            return;
        };
        let district = s.district.name.clone();
        let lines = checked.report.rows.len();
        self.start(
            "Saving the report",
            {
                let path = path.clone();
                move |_| save_report(&path, &checked.report, &district, &made)
            },
            move |core, result| match result {
                Ok(()) => core.tell(
                    Notice::done(format!(
                        "The report was saved as {} with {}.",
                        crate::files::file_name(&path),
                        count(lines, "line", "lines")
                    ))
                    .place(&path),
                ),
                Err(e) => core.tell_error(&e.into()),
            },
        );
    }

    pub(super) fn print_report(&mut self) {
        let made = self.made_at();
        let Some(s) = self.session() else { return };
        let Some(checked) = s.process.response.checked.clone() else {
            return;
        };
        let district = s.district.name.clone();
        let stem = checked.report.file.trim_end_matches(".csv").to_owned();
        self.print(&format!("Error report {stem}"), move || {
            print_page(&checked.report, &district, &made)
        });
    }

    pub(super) fn made_at(&self) -> String {
        self.stamp()
            .now
            .with_timezone(&chrono::Local)
            .format("%b %-d, %Y at %-I:%M %p")
            .to_string()
    }
}
