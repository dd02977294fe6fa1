//! What exactly an operation changed, before and after, so that it can be undone.

use crate::domain::district::{District, School};
use crate::domain::general::GeneralRow;
use crate::domain::ids::{OperationId, RowId, StudentKey};
use crate::domain::matching::Decision;
use crate::domain::merge::MergeRecord;
use crate::domain::program::Row;
use crate::domain::request::{RequestRecord, Standing};
use crate::domain::student::{Field, FieldValue, Student};
use serde::{Deserialize, Serialize};

/// What happened to a student record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordChange {
    /// It came into the store.
    Added(Box<Student>),
    /// It left the store: only an undo of an addition does that.
    Removed(Box<Student>),
    /// Fields changed.
    Edited(Vec<FieldChange>),
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// Its exact value before.
    pub before: FieldValue,
    /// Its exact value after.
    pub after: FieldValue,
}

/// The fields in which two versions of a record differ.
pub fn differences(before: &Student, after: &Student) -> Vec<FieldChange> {
    let mut out: Vec<FieldChange> = Field::ALL
        .into_iter()
        .filter(|f| !before.same(after, *f))
        .map(|field| FieldChange {
            field,
            before: before.value(field),
            after: after.value(field),
        })
        .collect();
    // Mostly it is one field, and an import holds a list for everybody it changes.
    out.shrink_to_fit();
    out
}

/// A record with these changes made.
pub fn with_changes(mut record: Student, changes: &[FieldChange]) -> Student {
    for change in changes {
        record.put(change.field, change.after.clone());
    }
    record
}

/// The record as it was before these changes were made.
pub fn without_changes(mut record: Student, changes: &[FieldChange]) -> Student {
    for change in changes.iter().rev() {
        record.put(change.field, change.before.clone());
    }
    record
}

/// Everything an operation did to one student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentEntry {
    /// Whose.
    pub student: StudentKey,
    /// The operation that touched the student before this one.
    pub previous: Option<OperationId>,
    /// What happened to the record.
    pub record: Option<RecordChange>,
    /// Where the student stood with the state, before and after.
    pub standing: Option<(Standing, Standing)>,
}

/// What an operation changed beside students.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A school: before and after.
    School(Option<School>, Option<School>),
    /// A request: before and after.
    Request(Option<Box<RequestRecord>>, Option<Box<RequestRecord>>),
    /// The district and its settings: before and after.
    District(Box<District>, Box<District>),
    /// What was decided about a pair: before and after.
    Decision(Option<Box<Decision>>, Option<Box<Decision>>),
    /// Two profiles were merged. Never the whole of what the operation did: records and rows have entries of their own.
    Merge(Box<MergeRecord>),
}

/// What happened to a row of program data: whose it was and what it said, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The row.
    pub id: RowId,
    /// Before; `None` when it was not there.
    pub before: Option<(StudentKey, Row)>,
    /// After; `None` when it is no longer there.
    pub after: Option<(StudentKey, Row)>,
}

/// What happened to a row of the General Student Table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralChange {
    /// Before; `None` when it was not there.
    pub before: Option<GeneralRow>,
    /// After; `None` when it is no longer there.
    pub after: Option<GeneralRow>,
}

impl GeneralChange {
    /// The student number that is the row's key.
    pub fn number(&self) -> Option<&str> {
        let row = self.after.as_ref().or(self.before.as_ref())?;
        Some(row.record.number.as_str())
    }
}
