//! What the two imports share, rosters into the student records and exports of the SIS into the General Student Table:
//! which files are offered, how a known source is read, what came of reading, and the list of problems.

use super::Core;
use super::printing::with_ending;
use super::reloading::let_go;
use crate::app::command::{Command, GeneralCommand};
use crate::app::desktop::Kind;
use crate::app::job::Ticket;
use crate::app::notice::{Level, Notice};
use crate::app::sources::{self, Source};
use crate::app::state::{ImportState, Origin};
use crate::app::work::rosters::PlannedRoster;
use crate::app::work::{WorkError, exports, rosters};
use crate::domain::problem::Severity;
use crate::domain::roster::{Reading, Roster, Table, Told};
use crate::domain::text::thousands;
use crate::files::file_name;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The endings of files with students.
const ENDINGS: [&str; 8] = ["csv", "txt", "tsv", "tab", "xlsx", "xls", "ods", "zip"];

/// A file to be read, and what is known of how.
pub(super) struct Wanted {
    into: Table,
    path: PathBuf,
    reading: Reading,
    origin: Origin,
    known: Vec<Source>,
}

/// A file that was read, and where its reading came from.
pub(super) struct Read {
    path: PathBuf,
    origin: Origin,
}

impl Read {
    /// The file that is looked at.
    pub(super) fn of(import: &ImportState) -> Self {
        Self {
            path: import.path.clone(),
            origin: import.origin.clone(),
        }
    }
}

impl Wanted {
    /// Reads it. A file of a source that is known is read as last time, but for what is said now; a reading that does not
    /// fit the file after all is given up.
    pub(super) fn read(self, ticket: &Ticket) -> Result<(Read, Roster), WorkError> {
        let Self {
            into,
            path,
            reading,
            mut origin,
            known,
        } = self;
        let is_looked_up = !origin.afresh && origin.remembered.is_none();
        let name = file_name(&path);
        let likely = sources::by_file(&known, into, &name).filter(|_| is_looked_up);
        if let Some(source) = likely {
            let both = sources::overlaid(&source.reading, &reading);
            if let Some(roster) = tried(&path, &both, ticket)?
                && source.is_of(into, &roster)
            {
                origin.remembered = Some(source.reading.clone());
                return Ok((Read { path, origin }, roster));
            }
        }
        let mut roster = rosters::read(&path, &reading, ticket)?;
        if is_looked_up && let Some(source) = sources::of(&known, into, &roster) {
            let both = sources::overlaid(&source.reading, &reading);
            if let Some(again) = tried(&path, &both, ticket)? {
                roster = again;
                origin.remembered = Some(source.reading.clone());
            }
        }
        Ok((Read { path, origin }, roster))
    }
}

/// A file by a reading that was right for another; nothing when it is not right for this one.
fn tried(path: &Path, reading: &Reading, ticket: &Ticket) -> Result<Option<Roster>, WorkError> {
    match rosters::read(path, reading, ticket) {
        Ok(roster) => Ok(Some(roster)),
        Err(e) if e.is_cancelled() => Err(e),
        Err(_) => Ok(None),
    }
}

impl Core {
    pub(super) fn ask_for_students(
        &mut self,
        title: &'static str,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        let start = self.prefs.roster_folder.clone();
        self.ask(Kind::Open(ENDINGS.to_vec()), title, start, then);
    }

    pub(super) fn ask_for_folder(
        &mut self,
        title: &'static str,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        let start = self.prefs.roster_folder.clone();
        self.ask(Kind::Folder, title, start, then);
    }

    /// What is needed to read a file. Remembers its folder for the next dialog.
    pub(super) fn wanted(&mut self, into: Table, path: PathBuf, reading: Reading, origin: Origin) -> Wanted {
        self.prefs.roster_folder = path.parent().map(Path::to_owned);
        Wanted {
            into,
            path,
            reading,
            origin,
            known: self.prefs.sources.clone(),
        }
    }

    /// How a file is read with what a person says now, on top of what was said just before and is not shown yet. `None` when
    /// it waits for the job under way.
    pub(super) fn begins_reading(&mut self, into: Table, said: Vec<Told>) -> Option<Reading> {
        let waiting = self.after_job.reading.take().filter(|r| r.0 == into);
        let under_way = || self.reading.clone().filter(|r| r.0 == into);
        let latest = match waiting.or_else(under_way) {
            Some((_, reading)) => reading,
            None => {
                let shown = self.import_mut(into).and_then(|i| i.as_ref());
                shown
                    .map(|i| i.planned.roster.reading.clone())
                    .unwrap_or_default()
            }
        };
        let reading = latest.saying(said);
        if self.job.is_some() {
            self.after_job.reading = Some((into, reading));
            return None;
        }
        self.reading = Some((into, reading.clone()));
        Some(reading)
    }

    /// Cancels the job under way. When it reads a file anew, what was said of the file goes with it, and what was said since.
    pub(super) fn cancel_job(&mut self) {
        if self.reading.take().is_some() {
            self.after_job.reading = None;
        }
        if let Some(job) = &self.job {
            job.ticket.cancel();
        }
    }

    /// Reads a file no further that is looked at no more.
    pub(super) fn give_reading_up(&mut self, into: Table) {
        if self.reading.as_ref().is_some_and(|r| r.0 == into) {
            self.cancel_job();
        }
        if self.after_job.reading.as_ref().is_some_and(|r| r.0 == into) {
            self.after_job.reading = None;
        }
    }

    fn import_mut(&mut self, into: Table) -> Option<&mut Option<ImportState>> {
        let s = self.session()?;
        Some(match into {
            Table::Students => &mut s.import,
            Table::General => &mut s.general.import,
        })
    }

    /// Shows a file that was read and compared. One that was refused, or whose reading was stopped, leaves what is shown
    /// as it is.
    pub(super) fn looked_at(&mut self, into: Table, result: Result<(Read, PlannedRoster), WorkError>) {
        self.reading = None;
        let (read, planned) = match result {
            Ok(looked) => looked,
            Err(e) => return self.tell(refusal(&e)),
        };
        self.imports += 1;
        let import = ImportState {
            path: read.path,
            planned: Arc::new(planned),
            origin: read.origin,
            generation: self.imports,
        };
        if let Some(shown) = self.import_mut(into) {
            let_go(shown.replace(import));
        }
    }

    /// Keeps how a file was read that was imported just now.
    pub(super) fn remember_source(&mut self, into: Table, import: Option<&ImportState>) {
        if let Some(import) = import {
            sources::remember(&mut self.prefs.sources, into, &import.planned.roster);
        }
    }

    pub(super) fn ask_save_problems(&mut self, into: Table) {
        let Some(Some(import)) = self.import_mut(into) else {
            return;
        };
        let name = import.path.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{name} problems.xlsx");
        let start = self.prefs.report_folder.clone();
        self.ask(
            Kind::Save(name),
            "Save the problems as a workbook",
            start,
            move |path| match into {
                Table::Students => Command::SaveProblemsTo(path),
                Table::General => Command::General(GeneralCommand::SaveProblemsTo(path)),
            },
        );
    }

    pub(super) fn save_problems(&mut self, into: Table, to: &Path) {
        let to = with_ending(to, "xlsx");
        let Some(Some(import)) = self.import_mut(into) else {
            return;
        };
        let (path, planned) = (import.path.clone(), Arc::clone(&import.planned));
        let Some(store) = self.store() else { return };
        self.prefs.report_folder = to.parent().map(Path::to_owned);
        self.start(
            "Saving the problems",
            move |ticket| -> Result<_, WorkError> {
                exports::not_the_district(&store, &to)?;
                rosters::save_problems(&path, &planned, &to, ticket)?;
                Ok(to)
            },
            |core, result| match result {
                Ok(saved) => core.tell(
                    Notice::done(format!("The problems were saved as {}.", file_name(&saved)))
                        .hint("Correct the rows in the SIS, export again, and import that file.")
                        .place(&saved),
                ),
                Err(e) => core.tell_error(&e),
            },
        );
    }
}

/// What is told of a file that was not taken.
fn refusal(e: &WorkError) -> Notice {
    let notice = Notice::from(e);
    if matches!(e, WorkError::File(_)) && notice.level == Level::Failed {
        return notice.hint("Nothing was changed. Correct it in the program that the file comes from, export it again, and choose the new file.");
    }
    notice
}

/// Most held-back rows that a notice lists.
const LISTED: usize = 200;

/// Why rows were held back, a line each.
pub(super) fn held_back(planned: &PlannedRoster) -> String {
    let held = planned
        .plan
        .problems
        .iter()
        .filter(|p| p.severity >= Severity::Held);
    let mut held = held.peekable();
    let mut lines: Vec<String> = held.by_ref().take(LISTED).map(ToString::to_string).collect();
    if held.peek().is_some() {
        lines.push(format!("… and {} more.", thousands(held.count())));
    }
    lines.join("\n")
}
