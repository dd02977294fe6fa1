//! Merging two profiles of one student: the review of their differences, what each row becomes and why, what blocks it,
//! and the records that come out.
//!
//! *Target*: the profile imported from the SIS; it stays. *Source*: the profile marked with a D; its history moves in,
//! then it is retired: kept, read-only, found by its old number, never deleted. The result depends on these roles only.

mod alike;
mod blockers;
mod choose;
mod companion;
mod diff;
mod enrollments;
mod fields;
mod flags;
mod identifiers;
mod kinds;
mod labels;
mod line;
mod policy;
mod record;
mod review;
mod roles;
mod rows;
#[cfg(test)]
pub(crate) mod tests;
mod warnings;
mod words;

use super::ids::{RowId, StudentKey};
use super::journal::RowChange;
use super::program::{Owned, RowKind};
use super::request::Standing;
use super::student::{Field, Student, Timestamp};
pub use choose::{check_text, group_choices, swap_choices};
pub use diff::{Span, marks};
pub use policy::{Policy, Prefer};
pub use record::{MergeDraft, MergeRecord};
pub use review::{chain, review};
pub use roles::first_is_source;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
pub use warnings::{told_apart, warnings};
pub use words::consequence;

/// A profile with everything it owns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Its record.
    pub student: Student,
    /// Its program data, in the order of row numbers.
    pub rows: Vec<Owned>,
    /// Where it stands with the state.
    pub standing: Standing,
}

/// The groups of the review, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// Names, birth date, gender, ethnicity, language, address, phones, guardians.
    Demographics,
    /// Where the student is and was enrolled.
    Enrollment,
    /// State ID, IntegrationIDT, student numbers.
    Identifiers,
    /// Events and plans of special programs.
    Programs,
    /// Documents and notes.
    Documents,
    /// Photo consent, alerts, custody, state excluded, no show.
    Flags,
}

/// A row of the review.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// A field of the record.
    Field(Field),
    /// The enrollment that counts today.
    CurrentEnrollment,
    /// All others.
    PastEnrollments,
    /// Program data of one kind.
    Rows(RowKind),
}

/// What the merged record takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    /// The Source's.
    Source,
    /// The Target's.
    Target,
    /// Both, equal ones once.
    Both,
    /// Nothing, on purpose.
    Blank,
    /// A text that a person typed.
    Text(String),
}

/// A person's choices, row by row; rows that are not in it follow the policy.
pub type Choices = BTreeMap<Key, Take>;

/// Which profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The duplicate.
    Source,
    /// The one that stays.
    Target,
}

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Both say the same.
    Same,
    /// Both say the same, written differently (case, blanks, accents composed another way); never counts as a difference.
    WrittenDifferently,
    /// Only one side has it.
    OnlyOne(Side),
    /// They differ, and the policy decides.
    Policy,
    /// They differ, and a person has to decide: not decided yet.
    Undecided,
    /// They differ, and a person decided.
    Decided,
    /// It cannot be merged like this; a blocker says why.
    Blocked,
    /// Both are kept.
    BothKept,
    /// A person typed or blanked it.
    Edited,
}

/// One row of the review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub key: Key,
    /// Its group.
    pub group: Group,
    /// What the Source has, as text; several things of a list on a line each.
    pub source: String,
    /// What the Target has.
    pub target: String,
    /// What the merged record will have; `None` while undecided.
    pub merged: Option<String>,
    /// How it stands.
    pub status: Status,
    /// What the merged record takes; `None` while undecided.
    pub take: Option<Take>,
    /// What may be chosen for it.
    pub choices: Vec<TakeKind>,
    /// Whether a person chose it.
    pub chosen: bool,
    /// Why it is as it is, in one sentence.
    pub why: String,
}

/// The kinds of [`Take`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the kind of that name")]
pub enum TakeKind {
    Source,
    Target,
    Both,
    Blank,
    Text,
}

/// What keeps two profiles from being merged. [`Blocker::ways`] lead on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "fields are the students and values that the sentence names"
)]
pub enum Blocker {
    /// Source and Target are one record.
    SameRecord,
    /// A side was merged into another profile before.
    AlreadyMerged {
        side: Side,
        /// The profile that stands for it now.
        survivor: StudentKey,
        name: String,
    },
    /// The Source was merged into this very Target before.
    MergedHere { name: String },
    /// The Sources and the Target would be merged in a circle, or one Source is named twice.
    Circle { number: String },
    /// The Target has no valid State ID.
    NoStateId,
    /// The Target has no IntegrationIDT.
    NoLink,
    /// The State ID that the merged record would have is held by a third student.
    HeldByThird {
        ssid: String,
        holder: StudentKey,
        name: String,
    },
    /// Both have an open plan of the same program: a person says which stays open.
    TwoOpenPlans {
        program: super::program::Program,
        source: String,
        target: String,
    },
    /// A profile was changed since the review was opened.
    Changed { side: Side },
    /// Nobody is signed in who may merge.
    NoRight,
    /// Source and Target look swapped.
    LooksSwapped { why: String },
}

/// A way on from a blocker: the button beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Way {
    /// Choose another Target or Source.
    ChooseAgain,
    /// Use the survivor in place of the merged profile.
    UseSurvivor(Side, StudentKey),
    /// Open the General Student Table at the Target.
    OpenGeneral,
    /// Open a student.
    OpenStudent(StudentKey),
    /// Decide a row.
    Decide(Key),
    /// Look at the review again as the records are now.
    LookAgain,
    /// Sign in.
    SignIn,
    /// Swap Source and Target; the choices go along.
    Swap,
}

/// What a merge is reviewed with.
pub struct Context<'a> {
    /// The district's rules; its merge policy among them.
    pub rules: &'a super::district::Rules,
    /// Today.
    pub today: chrono::NaiveDate,
    /// Now.
    pub now: Timestamp,
    /// Who holds an SSID, of all students.
    pub holder: &'a dyn Fn(&super::ids::Ssid) -> Option<Student>,
    /// The student of a key, retired or not.
    pub student: &'a dyn Fn(StudentKey) -> Option<Student>,
}

/// The review of one Source against the Target (as it is after the Sources before it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// The Source.
    pub source: Profile,
    /// The Target.
    pub target: Profile,
    /// Every row, in the order of groups and of the form.
    pub lines: Vec<Line>,
    /// What blocks it; empty when nothing does.
    pub blockers: Vec<Blocker>,
    /// What would move.
    pub moves: Moves,
    /// What comes out, as far as it is decided: undecided rows hold the Target's value.
    pub merged: Merged,
}

/// How many rows of each kind move from the Source to the Target, and how many are folded as identical.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Moves {
    /// Rows that move.
    pub moved: BTreeMap<RowKind, usize>,
    /// Plans among the events that move.
    pub plans: usize,
    /// Identical rows of which one is kept.
    pub folded: usize,
    /// Rows that stay with the retired profile because a person or the policy chose the Target's.
    pub staying: usize,
}

/// What a merge makes of two profiles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The Target as it will be.
    pub survivor: Student,
    /// The Source as it will be: as it was, and retired.
    pub retired: Student,
    /// Where the survivor stands with the state.
    pub standing: Standing,
    /// What happens to program data.
    pub rows: Vec<RowChange>,
    /// Rows folded into identical ones.
    pub folded: Vec<RowId>,
    /// The program data of the survivor afterwards.
    pub owned: Vec<Owned>,
    /// Whether the state has to be told of a change of name, birth date, gender or ethnicity.
    pub update_due: bool,
}

impl Review {
    /// Rows that wait for a decision.
    pub fn undecided(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|l| l.status.is_open())
    }
}
