//! The General Student Table: its export in, search, one row looked at, imported, refreshed.

use super::Core;
use super::importing::{Read, held_back};
use super::reloading::{let_go, read_general};
use crate::app::command::{Command, GeneralCommand, Tab};
use crate::app::general_roll::GeneralRoll;
use crate::app::notice::{Level, Notice};
use crate::app::state::Origin;
use crate::app::work::{WorkError, general};
use crate::domain::general::Verdict;
use crate::domain::ids::OperationId;
use crate::domain::roster::{Reading, Table, Told};
use crate::store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;

impl Core {
    pub(super) fn run_general(&mut self, command: GeneralCommand) {
        use GeneralCommand as G;
        match command {
            G::Ask => {
                self.ask_for_students("Choose the SIS's export", |path| Command::General(G::Read(path)));
            }
            G::AskFolder => {
                self.ask_for_folder("Choose the folder of the SIS's export", |path| {
                    Command::General(G::Read(path))
                });
            }
            G::Read(path) => self.read_export(path, Reading::default(), Origin::default()),
            G::ReadAs(said) => self.read_export_as(said),
            G::ReadAfresh => {
                if let Some(read) = self.export_read() {
                    self.read_export(read.0, Reading::default(), Origin::afresh());
                }
            }
            G::AskSaveProblems => self.ask_save_problems(Table::General),
            G::SaveProblemsTo(path) => self.save_problems(Table::General, &path),
            G::TakeExport => self.take_export(),
            G::CloseExport => {
                self.give_reading_up(Table::General);
                if let Some(s) = self.session() {
                    let_go(s.general.import.take());
                }
            }
            G::Find(text) => self.find_general(text),
            G::Select(number) => self.select_general(number.as_deref()),
            G::Show(number) => {
                self.command(Command::ShowTab(Tab::GeneralStudentTable));
                self.select_general(Some(&number));
            }
            G::Import(number) => self.import_general(&number),
            G::Refresh(number) => self.refresh_profile(&number),
        }
    }

    /// The export that is being looked at, and where its reading comes from.
    fn export_read(&mut self) -> Option<(PathBuf, Origin)> {
        let import = self.session()?.general.import.as_ref()?;
        Some((import.path.clone(), import.origin.clone()))
    }

    /// Reads the export that is looked at as a person wants it read.
    pub(super) fn read_export_as(&mut self, said: Vec<Told>) {
        if let Some((path, origin)) = self.export_read()
            && let Some(reading) = self.begins_reading(Table::General, said)
        {
            self.read_export(path, reading, origin);
        }
    }

    fn read_export(&mut self, path: PathBuf, reading: Reading, origin: Origin) {
        let Some(store) = self.store() else { return };
        let wanted = self.wanted(Table::General, path, reading, origin);
        let stamp = self.stamp();
        self.start(
            "Reading the SIS's export",
            move |ticket| -> Result<_, WorkError> {
                let (read, roster) = wanted.read(ticket)?;
                Ok((read, general::compare_export(&store, roster, &stamp, ticket)?))
            },
            |core, result| core.looked_at(Table::General, result),
        );
    }

    fn take_export(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let Some(import) = &s.general.import else { return };
        let planned = Arc::clone(&import.planned);
        let today = stamp.today;
        self.start(
            "Importing the SIS's export",
            move |ticket| -> Result<_, WorkError> {
                let done = general::take_export(&store, &planned, &stamp, ticket)?;
                // What is saved is saved: this part cannot be cancelled any more, and its failure is none of the import.
                let rows = done
                    .as_ref()
                    .and_then(|_| read_general(&store, today, &crate::app::Ticket::default()).ok());
                Ok((done, rows))
            },
            |core, result| match result {
                Ok((Some(done), rows)) => {
                    let import = core.session().and_then(|s| s.general.import.take());
                    core.remember_source(Table::General, import.as_ref());
                    let held = import.as_ref().map(|i| held_back(&i.planned)).unwrap_or_default();
                    let_go(import);
                    match rows {
                        Some(rows) => core.general_read(rows),
                        None => core.after_job.general = true,
                    }
                    core.committed(&done, None);
                    let mut notice = Notice::done(format!("{}.", done.operation.what.sentence()))
                        .hint("No profile was changed. You can undo this in History.");
                    if !held.is_empty() {
                        notice.level = Level::Attention;
                        notice = notice
                            .details(held)
                            .hint("Correct the rows that were held back in the SIS and import again. No profile was changed.");
                    }
                    core.tell(notice);
                }
                Ok((None, _)) => core.tell(Notice::new(
                    Level::Info,
                    "No row of the export can be taken. Nothing was changed.",
                )),
                Err(WorkError::Store(StoreError::Stale)) => {
                    core.tell(Notice::new(
                        Level::Attention,
                        "Records changed since the export was compared. It is compared again; look at it, then import.",
                    ));
                    core.compare_export_again();
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }

    /// Compares the SIS's export that is looked at again.
    pub(super) fn compare_export_again(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let Some(import) = &s.general.import else { return };
        let (read, before) = (Read::of(import), Arc::clone(&import.planned));
        self.start_keeping_notices(
            "Comparing the SIS's export",
            move |ticket| {
                let planned = general::compare_export(&store, before.roster.clone(), &stamp, ticket)?;
                Ok((read, planned))
            },
            |core, result| {
                // It may have been closed since.
                if core.session().is_some_and(|s| s.general.import.is_some()) {
                    core.looked_at(Table::General, result);
                }
            },
        );
    }

    /// Takes the rows as they were read.
    pub(super) fn general_read(&mut self, (rows, as_of): (GeneralRoll, OperationId)) {
        let Some(s) = self.session() else { return };
        let_go(std::mem::replace(&mut s.general.rows, Arc::new(rows)));
        s.general.as_of = as_of;
        s.general.found = s.general.rows.find(&s.general.query, None);
        s.general.generation += 1;
    }

    /// Reads the rows anew, without clearing what was just told; when a job is under way, as soon as that has ended.
    pub(super) fn read_general_again(&mut self) {
        let Some(store) = self.store() else { return };
        if self.job.is_some() {
            self.after_job.general = true;
            return;
        }
        let today = self.today;
        self.start_keeping_notices(
            "Reading the General Student Table",
            move |ticket| read_general(&store, today, ticket),
            |core, result| match result {
                Ok(read) => {
                    core.general_read(read);
                    core.refresh_general(false);
                    if core.prefs.tab == Tab::MissingIds {
                        core.look_for_missing();
                    }
                }
                Err(StoreError::Cancelled) => core.after_job.general = true,
                Err(e) => core.tell_error(&e.into()),
            },
        );
    }

    /// After an operation: the row looked at as it is now; and all rows, when some of them changed.
    pub(super) fn refresh_general(&mut self, changed: bool) {
        if changed {
            self.read_general_again();
        }
        let number = self
            .session()
            .and_then(|s| s.general.selected.as_ref())
            .map(|r| r.row.record.number.to_string());
        if number.is_some() {
            self.select_general(number.as_deref());
        }
    }

    fn find_general(&mut self, text: String) {
        let Some(s) = self.session() else { return };
        let g = &mut s.general;
        g.found = g.rows.find(&text, Some((&g.query, &g.found)));
        g.query = text;
        g.generation += 1;
    }

    fn select_general(&mut self, number: Option<&str>) {
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let looked = match number {
            Some(number) => general::look(&s.store, &s.roll, number, &stamp),
            None => Ok(None),
        };
        match looked {
            Ok(selected) => s.general.selected = selected,
            Err(e) => self.tell_error(&e.into()),
        }
    }

    fn import_general(&mut self, number: &str) {
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let Some(s) = self.session() else { return };
        match general::import(&s.store, &s.roll, number, &stamp) {
            Ok(done) => {
                self.clear_done();
                self.committed(&done.committed, None);
                let hint = if done.linked {
                    "The profile has its IntegrationIDT and State ID now; nothing else was changed. You can undo this in History."
                } else {
                    "The profile was made from the SIS's data. If another profile of the student has program data, merge it into this one (Missing IDs). You can undo this in History."
                };
                self.tell(Notice::done(format!("{}.", done.committed.operation.what.sentence())).hint(hint));
            }
            Err(e) => self.tell_error(&e),
        }
    }

    fn refresh_profile(&mut self, number: &str) {
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let Some(s) = self.session() else { return };
        match general::refresh_profile(&s.store, &s.roll, number, &stamp) {
            Ok(done) => {
                self.clear_done();
                let kept: Vec<String> = done
                    .refreshed
                    .compared
                    .iter()
                    .filter_map(|c| match &c.verdict {
                        Verdict::Kept(why) => Some(format!("{}: {why}", c.field.label())),
                        _ => None,
                    })
                    .collect();
                let mut notice = match &done.committed {
                    Some(done) => {
                        self.committed(done, None);
                        Notice::done(format!("{}.", done.operation.what.sentence()))
                    }
                    None => Notice::new(
                        Level::Info,
                        "The profile says what the SIS says. Nothing was changed.",
                    ),
                };
                if !kept.is_empty() {
                    notice.level = Level::Attention;
                    notice = notice.hint(kept.join(" "));
                } else if done.refreshed.after.is_changed() {
                    notice = notice.hint("The state has to be told of a change: the student is due in the next Update SSID Records file.");
                }
                self.tell(notice);
            }
            Err(e) => self.tell_error(&e),
        }
    }
}
