//! What the list of look-alikes before New asks for.

use crate::domain::ids::StudentKey;

/// What the list of look-alikes before New asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum BeforeNewCommand {
    /// Shows the list, or puts it away.
    Show(bool),
    /// They are different persons: written down, with why, as the person says it.
    Different {
        pair: (StudentKey, StudentKey),
        why: String,
    },
    /// Leaves a student out of the next New file, or puts the student back in.
    LeaveOut { student: StudentKey, yes: bool },
    /// Leads to the merge of the two: who would be sent goes into whom they look like.
    Compare { sent: StudentKey, known: StudentKey },
}
