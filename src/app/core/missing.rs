//! Missing IDs: looked for when they are shown; marks, causes, and the list to hand on.

use super::Core;
use crate::app::command::{Command, MissingCommand, ReportKind};
use crate::app::notice::Notice;
use crate::app::work::general;
use crate::app::work::lists::About;
use crate::app::work::missing::{self, Missing};
use crate::domain::ids::StudentKey;
use crate::domain::missing::Cause;
use crate::files::report::{Sheet, print_sheet};
use crate::store::{Committed, StoreError};
use std::path::Path;
use std::sync::Arc;

/// So many profiles are looked at at once; more of them in a job.
const AT_ONCE: usize = 300;

impl Core {
    pub(super) fn run_missing(&mut self, command: MissingCommand) {
        use MissingCommand as M;
        match command {
            M::Select(key) => {
                if let Some(s) = self.session() {
                    s.missing.selected = key;
                    s.missing.sis = None;
                }
                self.look_beside(None);
            }
            M::LookAt(number) => self.look_beside(Some(number)),
            M::Mark(key) => self.set_mark(key, true),
            M::Unmark(key) => self.set_mark(key, false),
            M::SetCause(key, cause) => self.set_cause(key, cause),
            M::Print => self.print_missing(),
            M::AskSave(kind) => {
                let title = "Save the list of missing IDs";
                self.ask_save_list(kind, "Missing IDs", title, move |p| {
                    Command::Missing(M::SaveTo(kind, p))
                });
            }
            M::SaveTo(kind, path) => self.save_missing(kind, &path),
        }
    }

    /// Looks for the profiles again: at once when they are few, in a job when they are not.
    pub(super) fn look_for_missing(&mut self) {
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let (store, roll, general) = (
            Arc::clone(&s.store),
            Arc::clone(&s.roll),
            Arc::clone(&s.general.rows),
        );
        if missing::extent(&roll, &general) <= AT_ONCE {
            let found = missing::look(&store, &roll, &general, &stamp, &crate::app::Ticket::default());
            return self.missing_found(found);
        }
        if self.job.is_some() {
            self.after_job.missing = true;
            return;
        }
        self.start_keeping_notices(
            "Looking for missing IDs",
            move |ticket| missing::look(&store, &roll, &general, &stamp, ticket),
            Self::missing_found,
        );
    }

    fn missing_found(&mut self, found: Result<Missing, StoreError>) {
        match found {
            Ok(found) => {
                let Some(s) = self.session() else { return };
                let m = &mut s.missing;
                m.open = Some(found.rows.len());
                m.done_today = found.done_today;
                m.not_used = found.not_used;
                m.rows = Arc::new(found.rows);
                m.selected = m.selected.filter(|key| m.rows.iter().any(|r| r.key == *key));
                m.generation += 1;
                let before = m.sis.as_ref().map(|r| r.row.record.number.to_string());
                let still = before.filter(|n| {
                    m.selected_row()
                        .is_some_and(|r| r.candidates.iter().any(|c| c.number == *n))
                });
                self.look_beside(still);
            }
            Err(StoreError::Cancelled) => {}
            Err(e) => self.tell_error(&e.into()),
        }
    }

    /// Looks at a row of the General Student Table beside the profile, without a number at the one that the next step is
    /// about; and at what a mark would change.
    fn look_beside(&mut self, number: Option<String>) {
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let (store, roll) = (&s.store, &s.roll);
        let looked = match (s.missing.selected_row(), number) {
            (None, _) => Ok(None),
            (Some(row), number) => number
                .or_else(|| row.sis_row.clone())
                .map(|n| {
                    let why = missing::explain(store, &s.general.rows, row.key, &n, stamp.today)?;
                    Ok((general::look(store, roll, &n, &stamp)?, why))
                })
                .transpose(),
        };
        s.missing.mark = s
            .missing
            .selected_row()
            .filter(|row| !row.merged)
            .map(|row| missing::preview_mark(store, row.key, &stamp).map_err(|e| e.to_string()));
        match looked {
            Ok(found) => (s.missing.sis, s.missing.why) = found.unwrap_or_default(),
            Err(e) => {
                let e: StoreError = e;
                self.tell_error(&e.into());
            }
        }
    }

    fn set_mark(&mut self, key: StudentKey, yes: bool) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let done = if yes {
            missing::mark(&store, key, &stamp)
        } else {
            missing::unmark(&store, key, &stamp)
        };
        match done {
            Ok(done) => self.missing_done(&done),
            Err(e) => self.tell_error(&e),
        }
    }

    fn set_cause(&mut self, key: StudentKey, cause: Option<Cause>) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        match missing::set_cause(&store, key, cause, &stamp) {
            Ok(Some(done)) => self.missing_done(&done),
            Ok(None) => {}
            Err(e) => self.tell_error(&e),
        }
    }

    fn missing_done(&mut self, done: &Committed) {
        self.clear_done();
        self.committed(done, None);
        self.tell(
            Notice::done(format!("{}.", done.operation.what.sentence()))
                .hint("You can undo this in History."),
        );
    }

    /// The list as it is shown, ready to be saved or printed.
    fn missing_sheet(&mut self) -> Option<Sheet> {
        let made = self.made_at();
        let s = self.session()?;
        let about = About {
            district: &s.district.name,
            made: &made,
            shown: "",
        };
        Some(missing::sheet(&s.missing.rows, &s.schools, &about))
    }

    fn save_missing(&mut self, kind: ReportKind, path: &Path) {
        let Some(sheet) = self.missing_sheet() else { return };
        self.save_list(kind, path, "The list of missing IDs was saved.", move |_| {
            Ok(sheet)
        });
    }

    fn print_missing(&mut self) {
        let Some(sheet) = self.missing_sheet() else { return };
        self.print("Missing IDs", move || print_sheet(&sheet));
    }
}
