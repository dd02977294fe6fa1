//! What the Duplicates tab asks for.

use super::ReportKind;
use crate::domain::ids::StudentKey;
use crate::domain::matching::Verdict;
use std::path::PathBuf;

/// What the Duplicates tab asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum DuplicatesCommand {
    /// Looks for pairs again, among everybody.
    Scan,
    /// Stops looking.
    StopScan,
    Select(Option<(StudentKey, StudentKey)>),
    /// The pairs in sight: says the reasons of each in a line.
    Explain(Vec<(StudentKey, StudentKey)>),
    /// Opens Merge Student Profiles with the two, in either order; the one that is to stay becomes the Target.
    Compare((StudentKey, StudentKey)),
    /// Decides about a pair, in either order, with the reason in the person's words.
    Decide {
        pair: (StudentKey, StudentKey),
        verdict: Verdict,
        reason: String,
    },
    /// Takes a decision back: the pair is asked about again.
    Revoke((StudentKey, StudentKey)),
    Print(ShownList),
    AskSave(ReportKind, ShownList),
    SaveTo(ReportKind, PathBuf, ShownList),
}

/// A list to be saved or printed as the screen shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct ShownList {
    /// Whether it shows decisions; else pairs.
    pub decisions: bool,
    /// The pairs of its rows, in their order.
    pub pairs: Vec<(StudentKey, StudentKey)>,
    /// Filter and search, in words; empty when everything is shown.
    pub shown: String,
}
