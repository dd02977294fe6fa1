//! Program data of a profile: events, documents, notes and guardians come, change and go, each as one operation. How a
//! document comes in and goes out is in [`super::documents`].

use super::{WorkError, said};
use crate::app::stamp::Stamp;
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::journal::{RowChange, Saved, What};
use crate::domain::program::{Owned, Row, RowKind, retired_sentence};
use crate::domain::student::Student;
use crate::store::{Committed, Reader, Store, StoreError, Writer};

/// A row that was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// Its number.
    pub id: RowId,
    /// What is unusual about it all the same, as sentences.
    pub warnings: Vec<String>,
    /// The journal entry.
    pub committed: Committed,
}

/// The profile of a key, which can be changed.
///
/// # Errors
/// When it is not there any more, or retired: it says into whom it was merged.
pub fn changeable(reader: &Reader, key: StudentKey) -> Result<Student, WorkError> {
    let Some(student) = reader.student(key)? else {
        return Err(StoreError::Stale.into());
    };
    if student.is_retired() {
        let survivor = reader.survivor(student.clone())?;
        return said(retired_sentence(&student, &survivor));
    }
    Ok(student)
}

/// Adds a row to a profile. A document comes with its file: see [`super::documents::attach`].
///
/// # Errors
/// When the profile is retired or not there, or it cannot be saved.
pub fn add(store: &Store, owner: StudentKey, row: Row, stamp: &Stamp) -> Result<Added, WorkError> {
    if row.kind() == RowKind::Document {
        return said("A document is added by attaching its file.");
    }
    let mut writer = store.write()?;
    let student = changeable(writer.reader(), owner)?;
    let what = saved(&student, &row, Saved::Added);
    let warnings = second_open_plan(&writer.reader().rows(owner)?, &row);
    let id = writer.add_row(owner, row)?;
    Ok(Added {
        id,
        warnings,
        committed: commit(writer, what, stamp)?,
    })
}

/// A student has one open plan of a program at a time: the one that is open beside a new one has to be closed.
fn second_open_plan(rows: &[Owned], new: &Row) -> Vec<String> {
    let Row::Event(new) = new else {
        return Vec::new();
    };
    let open = |o: &&Owned| matches!(&o.row, Row::Event(e) if new.is_open_plan() && e.is_open_plan() && e.program == new.program);
    rows.iter()
        .filter(open)
        .map(|o| {
            format!(
                "{} is open as well. Close it, or take the new one out.",
                o.row.label()
            )
        })
        .collect()
}

/// Changes a row; `before` is the row as it was when its form was opened. `None` when nothing differed.
///
/// # Errors
/// [`StoreError::Stale`] when the store has another row there by now; when the profile is retired, when the row would
/// become something of another kind, or a document would get another file.
pub fn change(
    store: &Store,
    owner: StudentKey,
    before: &Owned,
    after: Row,
    stamp: &Stamp,
) -> Result<Option<Committed>, WorkError> {
    let mut writer = store.write()?;
    let student = as_it_was(writer.reader(), owner, before)?;
    let fits = match (&before.row, &after) {
        (Row::Document(b), Row::Document(a)) => {
            (&a.hash, a.size, &a.file_name) == (&b.hash, b.size, &b.file_name)
        }
        (Row::Event(_), Row::Event(_))
        | (Row::Note(_), Row::Note(_))
        | (Row::Guardian(_), Row::Guardian(_)) => true,
        _ => false,
    };
    if !fits {
        return said("What is kept cannot become something else. Add a new one, and take this one out.");
    }
    if before.row == after {
        return Ok(None);
    }
    let what = saved(&student, &after, Saved::Changed);
    writer.row(RowChange {
        id: before.id,
        before: Some((owner, before.row.clone())),
        after: Some((owner, after)),
    });
    Ok(Some(commit(writer, what, stamp)?))
}

/// Takes a row out. The bytes of a document stay in the store, so that this can be undone.
///
/// # Errors
/// [`StoreError::Stale`] when the store has another row there by now; when the profile is retired.
pub fn remove(store: &Store, owner: StudentKey, row: &Owned, stamp: &Stamp) -> Result<Committed, WorkError> {
    let mut writer = store.write()?;
    let student = as_it_was(writer.reader(), owner, row)?;
    let what = saved(&student, &row.row, Saved::Removed);
    writer.row(RowChange {
        id: row.id,
        before: Some((owner, row.row.clone())),
        after: None,
    });
    commit(writer, what, stamp)
}

/// The row is still what the form showed, and its profile can be changed.
fn as_it_was(reader: &Reader, owner: StudentKey, row: &Owned) -> Result<Student, WorkError> {
    let student = changeable(reader, owner)?;
    match reader.row(row.id)? {
        Some((of, now)) if of == owner && now == row.row => Ok(student),
        _ => Err(StoreError::Stale.into()),
    }
}

pub(super) fn saved(student: &Student, row: &Row, how: Saved) -> What {
    What::RowSaved {
        name: student.list_name(),
        number: student.number.to_string(),
        row: row.named(),
        how,
    }
}

pub(super) fn commit(writer: Writer<'_>, what: What, stamp: &Stamp) -> Result<Committed, WorkError> {
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

#[cfg(test)]
#[path = "programs_tests.rs"]
mod tests;
