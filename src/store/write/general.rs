//! Changes to rows of the General Student Table, in little room: an export may bring a million.

use crate::domain::general::GeneralRow;
use crate::domain::journal::{FieldChange, GeneralChange, with_changes};
use crate::domain::student::{Packed, Timestamp};
use crate::store::error::StoreError;
use crate::store::read::Reader;

/// What an export says of a row.
#[derive(Debug, Clone, Copy)]
pub enum Exported<'s> {
    /// It is new.
    New(&'s Packed),
    /// The store has it, and these fields change; none where it says the same.
    Known(&'s [FieldChange]),
}

/// How a row changes.
pub(super) enum RowEdit<'s> {
    /// Before and after.
    Versions(Option<Row>, Option<Row>),
    /// As an export says, seen at that time; the row before is the one that the store has.
    Exported(Exported<'s>, Timestamp),
}

/// A row, packed.
pub(super) struct Row {
    record: Packed,
    seen: Timestamp,
}

impl Row {
    fn of(row: GeneralRow) -> Self {
        Self {
            record: Packed::of(row.record),
            seen: row.seen,
        }
    }

    fn row(&self) -> GeneralRow {
        GeneralRow {
            record: self.record.student(),
            seen: self.seen,
        }
    }
}

impl RowEdit<'_> {
    pub(super) fn of(change: GeneralChange) -> Self {
        Self::Versions(change.before.map(Row::of), change.after.map(Row::of))
    }

    /// The change, of the row with that number.
    pub(super) fn change(&self, number: &str, reader: &Reader) -> Result<GeneralChange, StoreError> {
        let (exported, seen) = match self {
            Self::Versions(before, after) => {
                return Ok(GeneralChange {
                    before: before.as_ref().map(Row::row),
                    after: after.as_ref().map(Row::row),
                });
            }
            Self::Exported(exported, seen) => (exported, *seen),
        };
        let before = reader.general(number)?;
        let record = match exported {
            Exported::New(record) => Some(record.student()),
            Exported::Known(changes) => before.as_ref().map(|b| with_changes(b.record.clone(), changes)),
        };
        let after = record.map(|record| GeneralRow { record, seen });
        Ok(GeneralChange { before, after })
    }
}
