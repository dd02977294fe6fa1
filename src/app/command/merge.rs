//! What the Merge Student Profiles tab asks for.

use crate::domain::ids::StudentKey;
use crate::domain::merge::{Group, Key, Side, Take};
use std::path::PathBuf;

/// What the Merge Student Profiles tab asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "each is named for the button or key that sends it; fields are what was chosen"
)]
pub enum MergeCommand {
    /// Target ID as typed: a student number, a State ID or a former number.
    SetTarget(String),
    /// Source ID as typed, by its place.
    SetSource(usize, String),
    AddSource,
    RemoveSource(usize),
    /// Look up by name: what was typed; results stand in the state.
    LookUp(String),
    /// Merge Profiles: looks the profiles up and says what would be merged.
    MergeProfiles,
    /// The same, with profiles chosen elsewhere (Missing IDs, History, a way on).
    Start {
        target: StudentKey,
        sources: Vec<StudentKey>,
    },
    /// Click here to Merge differences.
    OpenReview,
    /// Leaves the review; the draft is kept.
    Leave,
    /// Shows the review of another Source.
    ShowSource(usize),
    /// A person's choice for a row of the review shown; `None` goes back to the policy.
    Choose(Key, Option<Take>),
    /// All from one side for a group: never blanks a filled value.
    ChooseGroup(Group, Side),
    Swap,
    TakeBack,
    TakeAgain,
    OnlyDifferences(bool),
    SetReason(String),
    /// The records changed meanwhile: look at the review again as they are now.
    LookAgain,
    /// Uses the survivor in place of a profile that was merged before.
    UseSurvivor(Side, StudentKey),
    /// Shows what Save will do, before and after.
    Preview(bool),
    PrintSheet,
    AskSaveSheet,
    SaveSheetTo(PathBuf),
    /// Save: one transaction.
    Save,
    OpenDraft(StudentKey),
    DropDraft(StudentKey),
    /// Goes through all pairs that are ready to be merged; changes nothing.
    Rehearse,
    CloseRehearsal,
    /// Merges the pairs of the rehearsal that need no decision, each undoable alone.
    MergeClean,
}
