//! Undo: an operation of its own that puts back what an earlier one changed, where later changes do not forbid it.

mod beside;
mod conflicts;
mod decisions;
mod entry;
mod merge;

use self::beside::{numbers_at_the_state, undo_change, undo_general, undo_rows};
use self::conflicts::Conflicts;
use self::entry::undo_entry;
use super::error::StoreError;
use super::open::Store;
use super::write::{Committed, Writer};
use crate::domain::ids::{OperationId, RowId};
use crate::domain::journal::{Change, Operation, What};
use crate::domain::request::{RequestRecord, RequestState};
use crate::domain::student::{Field, Timestamp};
use std::collections::BTreeSet;

/// Why an operation cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WhyNot(
    /// A plain sentence.
    pub String,
);

/// An undo that is possible, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The operation to undo.
    pub operation: Operation,
    /// Student records that go back.
    pub students: usize,
    /// What a person may decide about it; without an answer each has its default.
    pub questions: Vec<UndoQuestion>,
    /// What a person has to know before it, a sentence each: what was done relying on it. None of it stands in the way.
    pub warnings: Vec<String>,
}

/// What taking a merge back asks, because something was edited or added since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoQuestion {
    /// A field of the Target was edited since. Default: it stays as it is now.
    Field {
        /// Which.
        field: Field,
        /// What it was before the merge.
        before: String,
        /// What the merge made of it.
        merged: String,
        /// What it is now.
        now: String,
    },
    /// A row of program data was added since. Default: it stays with the Target.
    Row {
        /// Which.
        id: RowId,
        /// In words.
        label: String,
    },
}

/// Answers to [`UndoQuestion`]s that differ from their defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoAnswers {
    /// Fields that go back to what they were before the merge, though they were edited since.
    pub back: BTreeSet<Field>,
    /// Rows added since that go to the Source.
    pub to_source: BTreeSet<RowId>,
}

impl Store {
    /// Whether an operation can be undone now, and why not. Looks at every record it changed.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn can_undo(
        &self,
        id: OperationId,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Result<UndoPlan, WhyNot>, StoreError> {
        Ok(
            prepare(self, id, &UndoAnswers::default(), now, progress)?.map(|ready| UndoPlan {
                students: ready.writer.records(),
                operation: ready.operation,
                questions: ready.questions,
                warnings: ready.warnings,
            }),
        )
    }

    /// Undoes an operation: all of it or nothing.
    ///
    /// # Errors
    /// As [`Writer::commit`]; the inner error says why it cannot be undone.
    pub fn undo(
        &self,
        id: OperationId,
        answers: &UndoAnswers,
        who: &str,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Result<Committed, WhyNot>, StoreError> {
        let (mut writer, operation) = match prepare(self, id, answers, now, progress)? {
            Ok(ready) => (ready.writer, ready.operation),
            Err(why) => return Ok(Err(why)),
        };
        let sentence = operation.what.quoted();
        let what = What::Undone {
            operation: id,
            sentence,
        };
        writer.undoing(operation);
        match writer.commit(what, who, now, progress) {
            Ok(done) => Ok(Ok(done)),
            Err(StoreError::NumberTaken { number, .. }) => Ok(Err(WhyNot(format!(
                "Student number {number} belongs to another student since. Change that first."
            )))),
            Err(StoreError::SsidTaken { ssid, .. }) => Ok(Err(WhyNot(format!(
                "SSID {ssid} is held by another student since. Change that first."
            )))),
            Err(e) => Err(e),
        }
    }
}

struct Ready<'s> {
    writer: Writer<'s>,
    operation: Operation,
    questions: Vec<UndoQuestion>,
    warnings: Vec<String>,
}

fn prepare<'s>(
    store: &'s Store,
    id: OperationId,
    answers: &UndoAnswers,
    now: Timestamp,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Result<Ready<'s>, WhyNot>, StoreError> {
    let mut writer = store.write()?;
    let reader = store.read()?;
    let Some(operation) = reader.operation(id)? else {
        return Ok(Err(WhyNot(format!(
            "There is no operation {} in the journal.",
            id.0
        ))));
    };
    if let Some(by) = operation.undone_by {
        return Ok(Err(WhyNot(format!(
            "It is already undone, by operation {}.",
            by.0
        ))));
    }
    if matches!(operation.what, What::StoreMade { .. } | What::SampleMade { .. }) {
        return Ok(Err(WhyNot(
            "The district was set up with it; that cannot be undone.".into(),
        )));
    }
    if operation.what.changes_nothing() {
        return Ok(Err(WhyNot(
            "It changed no record; there is nothing to undo.".into(),
        )));
    }
    let withdrawn = |r: &RequestRecord| matches!(r.state, RequestState::Withdrawn { .. });
    let mut conflicts = Conflicts::default();
    conflicts.withdrawn = reader
        .requests()?
        .iter()
        .filter(|r| withdrawn(r))
        .map(|r| r.id)
        .collect();
    let changes = reader.changes(id)?;
    if let Some(Change::Merge(record)) = changes.iter().find(|c| matches!(c, Change::Merge(_))) {
        let questions = merge::undo_merge(
            &mut writer,
            &reader,
            &operation,
            record,
            answers,
            now,
            &mut conflicts,
        )?;
        if questions.is_ok() {
            let pair = (record.source.key, record.target.key);
            decisions::back_from_merge(&mut writer, &reader, &changes, pair)?;
        }
        return Ok(questions.map(|questions| Ready {
            writer,
            operation,
            questions,
            warnings: Vec::new(),
        }));
    }
    let mut warnings = Vec::new();
    for change in changes {
        if let Change::Decision(before, after) = &change {
            warnings.extend(decisions::relied_on(
                &reader,
                before.as_deref(),
                after.as_deref(),
            )?);
        }
        if let Change::Request(Some(before), _) = &change
            && !withdrawn(before)
        {
            // This undo opens it again.
            conflicts.withdrawn.remove(&before.id);
        }
        if let Change::Decision(None, Some(made)) = &change {
            conflicts.own_pairs.insert(made.pair);
        }
        if let Some(why) = numbers_at_the_state(&reader, &change)? {
            return Ok(Err(why));
        }
        if let Err(why) = undo_change(&mut writer, &reader, id, change, now)? {
            return Ok(Err(why));
        }
    }
    if let Some(why) = merge::no_redo(&reader, &operation)? {
        return Ok(Err(why));
    }
    undo_rows(&mut writer, &reader, id, &mut conflicts)?;
    undo_general(&mut writer, &reader, id, &mut conflicts, progress)?;
    let (mut done, total) = (0, operation.students as usize);
    let mut cancelled = false;
    reader.for_each_entry(id, |entry| {
        done += 1;
        if done % 512 == 0 && !progress(done, total.max(done)) {
            cancelled = true;
            return Ok(false);
        }
        undo_entry(&mut writer, &reader, &operation, entry, &mut conflicts)?;
        Ok(true)
    })?;
    if cancelled {
        return Err(StoreError::Cancelled);
    }
    if let Some(why) = conflicts.sentence() {
        return Ok(Err(WhyNot(why)));
    }
    Ok(match writer.closed_on()? {
        Some((school, s)) => Err(WhyNot(format!(
            "School {}, {}, has students by now: {} ({}). Undo or change that first.",
            school.code,
            school.name,
            s.list_name(),
            s.number
        ))),
        None => Ok(Ready {
            writer,
            operation,
            questions: Vec::new(),
            warnings,
        }),
    })
}
