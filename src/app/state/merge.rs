//! What the Merge Student Profiles tab shows.

use crate::app::command::Tab;
use crate::domain::ids::{OperationId, StudentKey};
use crate::domain::matching::Explanation;
use crate::domain::merge::{Choices, Review};

/// The Merge Student Profiles tab.
pub struct MergeState {
    /// Target ID as typed.
    pub target: String,
    /// Source IDs as typed; there is always one.
    pub sources: Vec<String>,
    /// Look-up: what was typed.
    pub query: String,
    /// Whom it found, as positions in the roll, at most a screenful.
    pub found: Vec<u32>,
    /// What keeps the profiles from being looked up, as a sentence.
    pub problem: Option<String>,
    /// The tab that the profiles were chosen on, when it is another one: leaving the review leads back there.
    pub came_from: Option<Tab>,
    /// The profiles that were looked up, and their review.
    pub pair: Option<OpenMerge>,
    /// Merges that were begun and not saved.
    pub drafts: Vec<DraftLine>,
    /// The rehearsal over all pairs that are ready.
    pub rehearsal: Option<Rehearsal>,
}

impl Default for MergeState {
    fn default() -> Self {
        Self {
            target: String::new(),
            sources: vec![String::new()],
            query: String::new(),
            found: Vec::new(),
            problem: None,
            came_from: None,
            pair: None,
            drafts: Vec::new(),
            rehearsal: None,
        }
    }
}

/// Profiles that are being merged.
pub struct OpenMerge {
    /// The Target.
    pub target: StudentKey,
    /// The Sources, in their order.
    pub sources: Vec<StudentKey>,
    /// A person's choices for each Source.
    pub choices: Vec<Choices>,
    /// The review of each Source; blockers of the whole merge stand in the first.
    pub reviews: Vec<Review>,
    /// The Source whose review is shown.
    pub shown: usize,
    /// Whether the review is open (Click here to Merge differences).
    pub open: bool,
    /// Only rows that differ are shown.
    pub only_differences: bool,
    /// Whether the preview of Save is shown.
    pub preview: bool,
    /// The reason, as typed.
    pub reason: String,
    /// Choices as they were before, for Ctrl+Z; the newest last.
    pub before: Vec<Vec<Choices>>,
    /// Choices taken back, for Ctrl+Y; the newest last.
    pub after: Vec<Vec<Choices>>,
    /// The last operation on each profile when it was reviewed: the Sources, then the Target.
    pub seen: Vec<OperationId>,
    /// What Save will do, in plain words.
    pub consequence: String,
    /// What a person has to look at once more before saving, a sentence each.
    pub warnings: Vec<String>,
    /// Why each Source and the Target may be one student.
    pub likely: Vec<Explanation>,
    /// Counts up whenever the reviews are made anew.
    pub generation: u64,
}

/// A merge that was begun and not saved, as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// The Target.
    pub target: StudentKey,
    /// `D104417 → 104417, Nuñez, Maria Elena`.
    pub title: String,
    /// Who prepared it, and when.
    pub by: String,
}

/// All pairs that are ready to be merged, gone through without changing anything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rehearsal {
    /// One for each pair.
    pub pairs: Vec<RehearsedPair>,
}

/// One pair of the rehearsal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RehearsedPair {
    /// The Source.
    pub source: StudentKey,
    /// The Target.
    pub target: StudentKey,
    /// `Last, First (D104417) → (104417)`.
    pub title: String,
    /// How many rows wait for a decision.
    pub undecided: usize,
    /// What blocks it, as sentences; empty when nothing does.
    pub blockers: Vec<String>,
    /// The last operation on Source and Target when it was gone through.
    pub seen: Vec<OperationId>,
    /// What Save would do.
    pub consequence: String,
    /// What a person has to look at once more before saving, a sentence each.
    pub warnings: Vec<String>,
}

impl RehearsedPair {
    /// Whether it can be merged without a decision, and nothing about it is unusual.
    pub fn is_clean(&self) -> bool {
        self.undecided == 0 && self.blockers.is_empty() && self.warnings.is_empty()
    }
}

impl OpenMerge {
    /// The review shown.
    pub fn review(&self) -> Option<&Review> {
        self.reviews.get(self.shown)
    }

    /// Rows that wait for a decision, in all reviews.
    pub fn undecided(&self) -> usize {
        self.reviews.iter().map(|r| r.undecided().count()).sum()
    }

    /// Whether anything blocks it.
    pub fn is_blocked(&self) -> bool {
        self.reviews.iter().any(|r| !r.blockers.is_empty())
    }
}
