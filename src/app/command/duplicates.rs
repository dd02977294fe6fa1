//! What the Duplicates tab asks for.

use crate::domain::ids::StudentKey;
use crate::domain::matching::Verdict;

/// What the Duplicates tab asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum DuplicatesCommand {
    /// Looks for pairs again, among everybody.
    Scan,
    /// Stops looking.
    StopScan,
    Select(Option<(StudentKey, StudentKey)>),
    /// Decides about a pair, with the reason in the person's words.
    Decide {
        pair: (StudentKey, StudentKey),
        verdict: Verdict,
        reason: String,
    },
    /// Takes a decision back: the pair is asked about again.
    Revoke((StudentKey, StudentKey)),
}
