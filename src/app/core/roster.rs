//! Roster in: choose, compare, import.

use super::Core;
use super::importing::{Read, held_back};
use super::reloading::{let_go, roll_after};
use crate::app::command::Command;
use crate::app::notice::{Level, Notice};
use crate::app::state::{ImportState, Origin};
use crate::app::work::rosters::PlannedRoster;
use crate::app::work::{WorkError, rosters};
use crate::domain::roster::{CREATE, Reading, Table, Told, UNKNOWN_SCHOOLS};
use crate::store::StoreError;
use std::path::PathBuf;
use std::sync::Arc;

impl Core {
    pub(super) fn ask_roster(&mut self) {
        self.ask_for_students("Choose a roster file", Command::ReadRoster);
    }

    pub(super) fn ask_roster_folder(&mut self) {
        self.ask_for_folder("Choose the folder of a roster", Command::ReadRoster);
    }

    /// Reads a roster for the first time: as its source was read last time, where it is known.
    pub(super) fn read_roster(&mut self, path: PathBuf) {
        let reading = self.first_reading();
        self.look_at_roster("Reading the roster", path, reading, Origin::default());
    }

    /// Reads the roster that is being looked at as a person wants it read.
    pub(super) fn read_roster_as(&mut self, said: Vec<Told>) {
        let import = self.session().and_then(|s| s.import.as_ref());
        let Some((path, origin)) = import.map(|i| (i.path.clone(), i.origin.clone())) else {
            return;
        };
        if let Some(reading) = self.begins_reading(Table::Students, said) {
            self.look_at_roster("Reading the roster again", path, reading, origin);
        }
    }

    /// Reads it without anything that was chosen.
    pub(super) fn read_roster_afresh(&mut self) {
        let path = self.session().and_then(|s| Some(s.import.as_ref()?.path.clone()));
        if let Some(path) = path {
            let reading = self.first_reading();
            self.look_at_roster("Reading the roster again", path, reading, Origin::afresh());
        }
    }

    /// A district without schools has none to tell apart from unknown ones.
    fn first_reading(&mut self) -> Reading {
        match self.session() {
            Some(s) if s.schools.is_empty() => Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
            _ => Reading::default(),
        }
    }

    fn look_at_roster(&mut self, title: &'static str, path: PathBuf, reading: Reading, origin: Origin) {
        let Some(store) = self.store() else { return };
        let alike = self.session().and_then(|s| s.duplicates.alike.clone());
        let is_looked = alike.is_some();
        let wanted = self.wanted(Table::Students, path, reading, origin);
        let stamp = self.stamp();
        self.start(
            title,
            move |ticket| -> Result<_, WorkError> {
                let (read, roster) = wanted.read(ticket)?;
                let mut planned = rosters::compare(&store, roster, &stamp, ticket)?;
                if let Some(alike) = alike {
                    rosters::look_for_alike(&store, &mut planned, &alike, &stamp, ticket)?;
                }
                Ok((read, planned))
            },
            move |core, result| core.roster_looked_at(is_looked, result),
        );
    }

    /// Shows a compared roster. When the profiles became ready meanwhile, its new students are looked for among them.
    fn roster_looked_at(&mut self, is_looked: bool, result: Result<(Read, PlannedRoster), WorkError>) {
        let is_there = result.is_ok();
        self.looked_at(Table::Students, result);
        let is_ready = self.session().is_some_and(|s| s.duplicates.alike.is_some());
        if is_there && !is_looked && is_ready {
            self.look_at_roster_for_alike();
        }
    }

    /// Compares the roster that is looked at again.
    pub(super) fn compare_roster(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let Some(import) = &s.import else { return };
        let (read, before) = (Read::of(import), Arc::clone(&import.planned));
        let alike = s.duplicates.alike.clone();
        let is_looked = alike.is_some();
        self.start_keeping_notices(
            "Comparing the roster",
            move |ticket| {
                let mut planned = rosters::compare(&store, before.roster.clone(), &stamp, ticket)?;
                if let Some(alike) = alike {
                    rosters::look_for_alike(&store, &mut planned, &alike, &stamp, ticket)?;
                }
                Ok((read, planned))
            },
            move |core, result| {
                // It may have been closed since.
                if core.session().is_some_and(|s| s.import.is_some()) {
                    core.roster_looked_at(is_looked, result);
                }
            },
        );
    }

    /// Looks whether the new students of a roster are here already, when it was compared before the profiles were read:
    /// right after the district was opened.
    pub(super) fn look_at_roster_for_alike(&mut self) {
        let waits = self.session().is_some_and(|s| {
            let few = |i: &ImportState| rosters::can_look_for_alike(&i.planned);
            s.import.as_ref().is_some_and(few)
        });
        if waits && self.job.is_none() {
            self.compare_roster();
        }
    }

    pub(super) fn import_roster(&mut self) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let Some(import) = &s.import else { return };
        let planned = Arc::clone(&import.planned);
        let today = stamp.today;
        self.start(
            "Importing the roster",
            move |ticket| -> Result<_, WorkError> {
                let done = rosters::import(&store, &planned, &stamp, ticket)?;
                let roll = done.as_ref().and_then(|done| roll_after(&store, done, today));
                Ok((done, roll))
            },
            |core, result| match result {
                Ok((Some(done), roll)) => {
                    let import = core.session().and_then(|s| s.import.take());
                    core.remember_source(Table::Students, import.as_ref());
                    let held = import.as_ref().map(|i| held_back(&i.planned)).unwrap_or_default();
                    let_go(import);
                    core.committed(&done, roll);
                    let mut notice = Notice::done(format!("{}.", done.operation.what.sentence()))
                        .hint("You can undo this in History.");
                    if !held.is_empty() {
                        // Not done with: these rows stay to be mended, so the notice stays until it is closed.
                        notice.level = Level::Attention;
                        notice = notice
                            .details(held)
                            .hint("Correct the rows that were held back in the SIS and import again. You can undo this in History.");
                    }
                    core.tell(notice);
                }
                Ok((None, _)) => {
                    core.tell(Notice::new(Level::Info, "The roster says what is here already. Nothing was changed."));
                }
                Err(WorkError::Store(StoreError::Stale)) => {
                    core.tell(Notice::new(
                        Level::Attention,
                        "Records changed since the roster was compared. It is compared again; look at it, then import.",
                    ));
                    core.compare_roster();
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }
}
