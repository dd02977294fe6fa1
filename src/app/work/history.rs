//! Undo, with the right that it needs: only a security administrator takes back a merge.

use super::{WorkError, said};
use crate::app::stamp::Stamp;
use crate::domain::ids::OperationId;
use crate::domain::journal::{Change, Operation, What};
use crate::store::{Committed, Reader, Store, StoreError, UndoAnswers};

/// What is said to somebody without the right.
const NO_RIGHT: &str = "Only a security administrator can undo a merge. Sign in first.";
/// The same of the settings that only an administrator changes.
const NO_RIGHT_TO_SETTINGS: &str = "Only a security administrator can undo a change of how profiles are merged and when an administrator is signed out. Sign in first.";

/// Whether only a security administrator may take an operation back: a merge, a change of what protects merges, or the
/// undo of either.
///
/// # Errors
/// When the store cannot be read.
pub fn needs_right(reader: &Reader, operation: &Operation) -> Result<bool, StoreError> {
    Ok(refusal(reader, operation)?.is_some())
}

/// What is said to somebody without the right to undo it; `None` when anybody may.
fn refusal(reader: &Reader, operation: &Operation) -> Result<Option<&'static str>, StoreError> {
    let mut operation = operation.clone();
    while let Some(undone) = operation.undoes {
        match reader.operation(undone)? {
            Some(undone) => operation = undone,
            None => break,
        }
    }
    if operation.what.needs_right() {
        return Ok(Some(NO_RIGHT));
    }
    let guarded = reader.changes(operation.id)?.iter().any(
        |c| matches!(c, Change::District(before, after) if before.rules.is_guarded_change(&after.rules)),
    );
    Ok(guarded.then_some(NO_RIGHT_TO_SETTINGS))
}

/// Undoes an operation: all of it or nothing. `administrator` is the account that is signed in; `progress` is asked now
/// and then and can stop it.
///
/// # Errors
/// When it needs a right that nobody signed in for, when later changes forbid it, and what the store says.
pub fn undo(
    store: &Store,
    id: OperationId,
    answers: &UndoAnswers,
    administrator: Option<&str>,
    stamp: &Stamp,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Committed, WorkError> {
    let reader = store.read()?;
    let guarded = match reader.operation(id)? {
        Some(operation) => refusal(&reader, &operation)?.map(|why| (why, operation)),
        // The store says that there is none.
        None => None,
    };
    drop(reader);
    let who = match (guarded, administrator) {
        (None, _) => stamp.who.clone(),
        (Some(_), Some(account)) => stamp.as_administrator(account).who,
        (Some((why, operation)), None) => {
            // Every refusal stands in the journal.
            let what = What::UndoRefused {
                operation: id,
                sentence: operation.what.sentence(),
            };
            store
                .write()?
                .commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
            return said(why);
        }
    };
    Ok(store.undo(id, answers, &who, stamp.now, progress)??)
}
