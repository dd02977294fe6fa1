//! SSID Process: schools, functions, options, Create, and sending to the practice SSID system.

use super::Core;
use super::reloading::roll_after;
use crate::app::desktop::Kind;
use crate::app::notice::{Level, Notice};
use crate::app::state::{ProcessState, Session};
use crate::app::work::before_new::Answers;
use crate::app::work::requests::{self, Order};
use crate::app::work::{WorkError, practice};
use crate::domain::date::parse_date;
use crate::domain::dates::{local_day, statuses};
use crate::domain::ids::{RequestId, SchoolCode};
use crate::domain::journal::What;
use crate::domain::request::{Function, RequestRecord, file_name};
use crate::domain::text::count;
use std::collections::BTreeSet;
use std::path::PathBuf;

impl Session {
    /// Makes counts and ticks anew; after every change of records, schools, function or options.
    pub(crate) fn recount(&mut self) {
        self.counts = self.roll.by_school(self.today);
        let known: BTreeSet<&SchoolCode> = self.schools.iter().map(|s| &s.code).collect();
        self.process.scope.schools.retain(|s| known.contains(s));
        self.retally();
    }

    fn retally(&mut self) {
        let p = &mut self.process;
        p.tally = self.roll.tally(&p.scope, self.today);
        p.dates = statuses(
            &self.district.dates,
            &p.scope.schools,
            &self.requests,
            p.tally.due,
            self.today,
        );
        p.not_sent = if p.listing_not_sent {
            self.roll.not_sent(p.function, &p.scope, self.today)
        } else {
            Vec::new()
        };
        self.name_next_file();
    }

    /// The name of the next file: the next number of the day that is free in the folder.
    fn name_next_file(&mut self) {
        let p = &mut self.process;
        let made_today = |r: &&RequestRecord| local_day(r.made_at) == self.today;
        let first = self.requests.iter().filter(made_today).count() as u32 + 1;
        let folder = std::path::Path::new(p.folder.trim());
        let name = |n| file_name(&self.district.lea, self.today, n);
        let free = |n: &u32| p.folder.trim().is_empty() || !folder.join(name(*n)).exists();
        p.next_file = name((first..first + 50).find(free).unwrap_or(first));
    }
}

impl Core {
    pub(super) fn with_process(&mut self, change: impl FnOnce(&mut ProcessState)) {
        if let Some(s) = self.session() {
            change(&mut s.process);
            s.retally();
        }
    }

    pub(super) fn select_schools(&mut self, schools: BTreeSet<SchoolCode>) {
        self.with_process(|p| p.scope.schools = schools.into_iter().collect());
        self.remember_schools();
    }

    pub(super) fn set_effective(&mut self, text: String) {
        let typed = text.trim();
        let read = if typed.is_empty() {
            Ok(None)
        } else {
            parse_date(typed).map(|d| Some(d.day))
        };
        self.with_process(|p| {
            p.effective_problem = read.is_err().then_some("Write a date such as 10/1/2026.");
            p.scope.effective = read.unwrap_or(None);
            p.effective = text;
        });
    }

    pub(super) fn ask_request_folder(&mut self) {
        let practice = self.session().is_some_and(|s| s.district.practice);
        let start = self.prefs.folder(practice).cloned();
        self.ask(Kind::Folder, "File Location", start, |path| {
            super::Command::SetRequestFolder(path.display().to_string())
        });
    }

    pub(super) fn set_request_folder(&mut self, folder: String) {
        let path = PathBuf::from(folder.trim());
        // Nobody is counted anew for a folder: it is typed letter by letter.
        let Some(s) = self.session() else { return };
        s.process.folder = folder;
        s.name_next_file();
        let practice = s.district.practice;
        *self.prefs.folder_mut(practice) = (!path.as_os_str().is_empty()).then_some(path);
    }

    pub(super) fn create_request(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        if let Some(problem) = s.process.effective_problem {
            return self.tell(Notice::new(
                Level::Attention,
                format!("The effective date cannot be read. {problem}"),
            ));
        }
        let folder = s.process.folder.trim();
        if folder.is_empty() {
            return self.tell(
                Notice::new(
                    Level::Attention,
                    "Choose a File Location first: the folder for the request file.",
                )
                .hint("It is best to have one folder for these files and to use it every year."),
            );
        }
        let order = Order {
            function: s.process.function,
            scope: s.process.scope.clone(),
            override_retrieve: s.process.override_retrieve && s.process.function == Function::New,
            folder: PathBuf::from(folder),
            answers: Answers {
                left_out: s.process.before_new.left_out.clone(),
                ..Answers::default()
            },
        };
        let today = stamp.today;
        self.start(
            "Creating the request file",
            move |ticket| -> Result<_, WorkError> {
                let created = requests::create(&store, &order, &stamp, ticket)?;
                let roll = roll_after(&store, &created.committed, today);
                Ok((created, roll))
            },
            |core, result| match result {
                Ok((created, roll)) => {
                    core.committed(&created.committed, roll);
                    let mut notice = Notice::done(format!(
                        "{} was created with {}.",
                        created.request.file_name,
                        count(created.request.lines as usize, "student", "students")
                    ))
                    .place(&created.path);
                    if created.request.function == Function::Verify {
                        notice = notice.hint("Send it to the SSID System and correct there what it finds.");
                    } else {
                        notice = notice.hint(
                            "Send it to the SSID System. When it is processed there, download the response file and choose it under Get Response File.",
                        );
                    }
                    if !created.not_sent.is_empty() {
                        notice = notice.details(format!(
                            "{} not in the file. The list under “Show them” says why.",
                            count(created.not_sent.len(), "student is", "students are")
                        ));
                    }
                    core.tell(notice);
                    core.with_process(|p| {
                        p.before_new.left_out.clear();
                        p.override_retrieve = false;
                        p.created = Some(created);
                    });
                }
                Err(e) => {
                    core.tell_error(&e);
                    if let WorkError::LookAlikes(pairs) = e {
                        core.asked_before_new(pairs);
                    }
                }
            },
        );
    }

    pub(super) fn send_to_practice(&mut self, id: RequestId) {
        let Some(store) = self.store() else { return };
        self.start(
            "Practice SSID system",
            move |ticket| {
                ticket.phase("The practice SSID system answers");
                practice::send(&store, id)
            },
            move |core, result| match result {
                Ok(answer) => {
                    let verify = core
                        .session()
                        .and_then(|s| s.request(id))
                        .is_some_and(|r| r.function == Function::Verify);
                    let name = crate::files::file_name(&answer.file);
                    if verify {
                        core.tell(
                            Notice::new(
                                Level::Info,
                                format!(
                                    "Practice: Verify found {}; they are listed in {name}.",
                                    count(answer.mismatches, "difference", "differences")
                                ),
                            )
                            .hint("Correct them in the SSID System (or here, then send an Update), then mark the request as checked.")
                            .place(&answer.file),
                        );
                    } else {
                        core.tell(
                            Notice::done(format!(
                                "Practice: the SSID system answered {}. The response is {name}.",
                                count(answer.lines, "line", "lines")
                            ))
                            .place(&answer.file),
                        );
                        core.set_response_file(answer.file.display().to_string());
                        core.check_response_keeping_notices();
                    }
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }

    /// Withdraws an open request: the undo of its creation. The file in the folder stays.
    pub(super) fn withdraw_request(&mut self, id: RequestId) {
        let made = self.session().and_then(|s| {
            s.history
                .operations
                .iter()
                .find(|o| matches!(o.what, What::RequestMade { request, .. } if request == id))
                .map(|o| o.id)
        });
        match made {
            Some(operation) => self.undo(operation, crate::store::UndoAnswers::default()),
            None => self.tell(Notice::new(
                Level::Attention,
                "The request is too old to be listed here; it can be withdrawn with ssid-desk-cli history undo.",
            )),
        }
    }

    pub(super) fn mark_checked(&mut self, id: RequestId) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        match requests::mark_checked(&store, id, &self.stamp()) {
            Ok(done) => {
                self.committed(&done, None);
                self.tell_done(format!("{}.", done.operation.what.sentence()));
            }
            Err(e) => self.tell_error(&e),
        }
    }
}
