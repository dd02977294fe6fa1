//! Roster in: choose, compare, import.

use super::Core;
use super::reloading::{let_go, roll_after};
use crate::app::command::Command;
use crate::app::desktop::Kind;
use crate::app::notice::{Level, Notice};
use crate::app::state::ImportState;
use crate::app::work::rosters::PlannedRoster;
use crate::app::work::{WorkError, rosters};
use crate::domain::problem::Severity;
use crate::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use crate::store::StoreError;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Core {
    pub(super) fn ask_roster(&mut self) {
        let start = self.prefs.roster_folder.clone();
        self.ask(
            Kind::Open(vec!["csv", "txt", "tsv"]),
            "Choose a roster file",
            start,
            Command::ReadRoster,
        );
    }

    /// Reads the roster that is being looked at as a person wants it read.
    pub(super) fn read_roster_as(&mut self, reading: Reading) {
        let path = self.session().and_then(|s| Some(s.import.as_ref()?.path.clone()));
        if let Some(path) = path {
            self.read_roster(path, Some(reading));
        }
    }

    pub(super) fn read_roster(&mut self, path: PathBuf, reading: Option<Reading>) {
        let Some(store) = self.store() else { return };
        self.prefs.roster_folder = path.parent().map(Path::to_owned);
        let stamp = self.stamp();
        let reading = reading.unwrap_or_else(|| match self.session() {
            // A district without schools has none to tell apart from unknown ones.
            Some(s) if s.schools.is_empty() => Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
            _ => Reading::default(),
        });
        let alike = self.session().and_then(|s| s.duplicates.alike.clone());
        self.start(
            "Reading the roster",
            {
                let path = path.clone();
                move |ticket| -> Result<_, WorkError> {
                    let roster = rosters::read(&path, &reading, ticket)?;
                    let mut planned = rosters::compare(&store, roster, &stamp, ticket)?;
                    if let Some(alike) = alike {
                        rosters::look_for_alike(&store, &mut planned, &alike, &stamp, ticket)?;
                    }
                    Ok(planned)
                }
            },
            move |core, result| core.planned(path, result),
        );
    }

    fn planned(&mut self, path: PathBuf, result: Result<rosters::PlannedRoster, WorkError>) {
        match result {
            Ok(planned) => {
                self.imports += 1;
                let generation = self.imports;
                if let Some(s) = self.session() {
                    let before = s.import.replace(ImportState {
                        path,
                        planned: Arc::new(planned),
                        generation,
                    });
                    let_go(before);
                }
            }
            Err(e) => self.tell_error(&e),
        }
    }

    fn compare_roster(&mut self, path: PathBuf, before: Arc<PlannedRoster>) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        self.start(
            "Comparing the roster",
            move |ticket| rosters::compare(&store, before.roster.clone(), &stamp, ticket),
            move |core, result| core.planned(path, result),
        );
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
                let roll = match &done {
                    Some(done) => roll_after(&store, done, today)?,
                    None => None,
                };
                Ok((done, roll))
            },
            |core, result| match result {
                Ok((Some(done), roll)) => {
                    let import = core.session().and_then(|s| s.import.take());
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
                    if let Some(s) = core.session()
                        && let Some(import) = &s.import
                    {
                        let (path, before) = (import.path.clone(), Arc::clone(&import.planned));
                        core.compare_roster(path, before);
                    }
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }
}

/// Most held-back rows that a notice lists.
const LISTED: usize = 200;

/// Why rows were held back, a line each.
pub(super) fn held_back(planned: &rosters::PlannedRoster) -> String {
    let held = planned
        .plan
        .problems
        .iter()
        .filter(|p| p.severity >= Severity::Held);
    let lines: Vec<String> = held.take(LISTED).map(ToString::to_string).collect();
    lines.join("\n")
}
