//! History: an operation looked at, whether it can be undone, and undo.

use super::Core;
use super::reloading::roll_after;
use crate::app::notice::{Level, Notice};
use crate::app::state::{SHOWN_ENTRIES, SelectedOperation};
use crate::app::work::{WorkError, history};
use crate::domain::ids::OperationId;
use crate::domain::journal::{Change, RecordChange};
use crate::store::{Store, StoreError, UndoAnswers};

/// Most operations listed on screen, newest first.
pub const SHOWN: usize = 2_000;

/// Operations on at most this many students are looked through at once; larger ones in a job.
const AT_ONCE: u32 = 200;

impl Core {
    pub(super) fn select_operation(&mut self, id: Option<OperationId>) {
        let Some(store) = self.store() else { return };
        let Some(id) = id else {
            if let Some(s) = self.session() {
                s.history.selected = None;
            }
            return;
        };
        match look(&store, id) {
            Ok(Some(selected)) => {
                let students = selected.operation.students;
                let undone = selected.operation.undone_by.is_some();
                // To take a school out every student is asked whether they are enrolled there, and the rows of the General
                // Student Table are not counted among the students.
                let adds_school = selected
                    .changes
                    .iter()
                    .any(|c| matches!(c, Change::School(None, _)));
                let is_large = adds_school || selected.general.len() > AT_ONCE as usize;
                if let Some(s) = self.session() {
                    s.history.selected = Some(selected);
                }
                if undone || students <= AT_ONCE && !is_large {
                    let now = self.stamp().now;
                    let plan = store.can_undo(id, now, &mut |_, _| true);
                    self.undo_known(id, plan);
                } else if self.job.is_some() {
                    self.after_job.look = true;
                } else {
                    let now = self.stamp().now;
                    self.start(
                        "Looking whether it can be undone",
                        move |ticket| store.can_undo(id, now, &mut |d, t| ticket.step(d as u64, t as u64)),
                        move |core, plan| core.undo_known(id, plan),
                    );
                }
            }
            Ok(None) => {}
            Err(e) => self.tell_error(&e.into()),
        }
    }

    fn undo_known(
        &mut self,
        id: OperationId,
        plan: Result<Result<crate::store::UndoPlan, crate::store::WhyNot>, StoreError>,
    ) {
        match plan {
            Ok(plan) => {
                if let Some(selected) = self.session().and_then(|s| s.history.selected.as_mut())
                    && selected.operation.id == id
                {
                    selected.undo = Some(plan);
                }
            }
            Err(StoreError::Cancelled) => {}
            Err(e) => self.tell_error(&e.into()),
        }
    }

    /// Looks at the selected operation again: what is possible may have changed.
    pub(super) fn refresh_selected_operation(&mut self) {
        let id = self
            .session()
            .and_then(|s| s.history.selected.as_ref())
            .map(|o| o.operation.id);
        if id.is_some() {
            self.select_operation(id);
        }
    }

    pub(super) fn undo(&mut self, id: OperationId, answers: UndoAnswers) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        let today = stamp.today;
        let administrator = self.administrator().map(str::to_owned);
        self.start(
            "Undoing",
            move |ticket| -> Result<_, WorkError> {
                let mut progress = |d, t| ticket.step(d as u64, t as u64);
                let administrator = administrator.as_deref();
                let done = history::undo(&store, id, &answers, administrator, &stamp, &mut progress)?;
                let roll = roll_after(&store, &done, today);
                Ok((done, roll))
            },
            |core, result| match result {
                Ok((done, roll)) => {
                    core.committed(&done, roll);
                    core.tell(
                        Notice::new(Level::Done, format!("{}.", done.operation.what.sentence()))
                            .hint("The undo stands in History too, and can itself be undone."),
                    );
                    core.select_operation(Some(done.operation.id));
                    core.compare_again();
                }
                Err(e) => {
                    // A refusal stands in History.
                    core.reload(&[], None);
                    core.tell_error(&e);
                }
            },
        );
    }
}

fn look(store: &Store, id: OperationId) -> Result<Option<SelectedOperation>, StoreError> {
    let reader = store.read()?;
    let Some(operation) = reader.operation(id)? else {
        return Ok(None);
    };
    let mut entries = Vec::new();
    reader.for_each_entry(id, |entry| {
        let name = match &entry.record {
            Some(RecordChange::Added(s) | RecordChange::Removed(s)) => {
                format!("{} ({})", s.list_name(), s.number)
            }
            _ => reader.student(entry.student)?.map_or_else(
                || "A student who is no longer here".to_owned(),
                |s| format!("{} ({})", s.list_name(), s.number),
            ),
        };
        entries.push((name, entry));
        Ok(entries.len() < SHOWN_ENTRIES)
    })?;
    Ok(Some(SelectedOperation {
        changes: reader.changes(id)?,
        rows: reader.first_row_changes(id, SHOWN_ENTRIES)?,
        general: reader.first_general_changes(id, SHOWN_ENTRIES)?,
        needs_right: history::needs_right(&reader, &operation)?,
        operation,
        entries,
        undo: None,
    }))
}
