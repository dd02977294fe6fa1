//! The journal's words: what an operation was, said plainly, and what exactly it changed, so that it can be undone.

mod changes;
mod what;
mod words;

pub use changes::{
    Change, FieldChange, GeneralChange, RecordChange, RowChange, StudentEntry, differences, with_changes,
    without_changes,
};
pub use what::{AccountChange, Saved, What};

use super::ids::OperationId;
use super::student::Timestamp;
use serde::{Deserialize, Serialize};

/// One thing that was done, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its number, in the order of time.
    pub id: OperationId,
    /// When.
    pub at: Timestamp,
    /// Who: the name of the signed-in user of the computer.
    pub who: String,
    /// What.
    pub what: What,
    /// Student records it changed.
    pub students: u32,
    /// The operation it takes back.
    #[serde(default)]
    pub undoes: Option<OperationId>,
    /// The operation that took it back.
    #[serde(default)]
    pub undone_by: Option<OperationId>,
}
