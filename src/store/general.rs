//! What the journal keeps of a change to a row of the General Student Table.
//!
//! A nightly import sees nearly every row again unchanged. Of such a row only the two times are kept: whole rows, before
//! and after, would let a district's file grow by the size of the table every night.

use super::error::StoreError;
use super::read::Reader;
use crate::domain::general::GeneralRow;
use crate::domain::ids::StudentNumber;
use crate::domain::journal::GeneralChange;
use crate::domain::student::{Student, Timestamp};
use serde::{Deserialize, Serialize};

/// A change as it lies in the journal.
#[derive(Serialize, Deserialize)]
pub(super) enum Kept {
    /// The row before and after.
    Whole(Box<GeneralChange>),
    /// The row was seen again, and said the same.
    Seen {
        number: StudentNumber,
        before: Timestamp,
        after: Timestamp,
    },
}

impl Kept {
    /// What is kept of a change.
    pub fn of(change: GeneralChange) -> Self {
        match (&change.before, &change.after) {
            (Some(before), Some(after)) if before.record == after.record => Kept::Seen {
                number: after.record.number.clone(),
                before: before.seen,
                after: after.seen,
            },
            _ => Kept::Whole(Box::new(change)),
        }
    }

    /// The change, as undo needs it. What a row that was only seen again said is what it says now; when it was changed
    /// since, its time is another one, and that is how undo knows.
    pub fn change(self, reader: &Reader) -> Result<GeneralChange, StoreError> {
        let (number, before, after) = match self {
            Kept::Whole(change) => return Ok(*change),
            Kept::Seen {
                number,
                before,
                after,
            } => (number, before, after),
        };
        let record = match reader.general(number.as_str())? {
            Some(row) => row.record,
            // It was taken out since: a blank row stands for what it said.
            None => Student::new(crate::domain::ids::StudentKey(0), number),
        };
        let at = |seen| {
            Some(GeneralRow {
                record: record.clone(),
                seen,
            })
        };
        Ok(GeneralChange {
            before: at(before),
            after: at(after),
        })
    }
}
