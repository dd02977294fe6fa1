//! What is kept of a merge: in the journal once it is saved, and as a draft until then.

use super::Choices;
use crate::domain::ids::{OperationId, RowId, StudentKey};
use crate::domain::request::Standing;
use crate::domain::student::{Student, Timestamp};
use serde::{Deserialize, Serialize};

/// What the journal keeps of a merge beside the changed records and rows: enough to take it back weeks later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeRecord {
    /// The Source as it was, blanks included.
    pub source: Student,
    /// The Target as it was, blanks included.
    pub target: Student,
    /// The Target as it came out.
    pub merged: Student,
    /// Where the Source and the Target stood with the state.
    pub standings: (Standing, Standing),
    /// What was chosen by a person, row by row.
    pub choices: Choices,
    /// Rows that moved.
    pub moved: Vec<RowId>,
    /// Rows folded into identical ones.
    pub folded: Vec<RowId>,
    /// The first number that no row had yet: rows from here on were added later.
    pub rows_from: RowId,
    /// The reason given.
    pub reason: String,
}

/// A merge that was begun and not saved. It survives closing the program, and anyone may go on with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergeDraft {
    /// The Target; there is one draft for each.
    pub target: StudentKey,
    /// The Sources, in their order.
    pub sources: Vec<StudentKey>,
    /// Choices for each Source.
    pub choices: Vec<Choices>,
    /// The reason as typed so far.
    pub reason: String,
    /// The last operation on each profile when it was reviewed: the Sources, then the Target.
    pub seen: Vec<OperationId>,
    /// When it was kept.
    pub at: Timestamp,
    /// Who prepared it.
    pub who: String,
}
