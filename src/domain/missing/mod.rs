//! Profiles that are not integrated with the SIS: why, how far each has come, what blocks it and who must act.

mod apart;
mod candidates;
mod judge;
mod mark;
mod stage;
mod step;

pub use apart::ToldApart;
pub use candidates::{Candidate, Common, SisIndex};
pub use judge::{Case, Judged, Known, cause_of, judge, judge_merged};
pub use mark::{MarkRefusal, marked, unmarked};
use serde::{Deserialize, Serialize};
pub use stage::{Progress, Reached, Stage, stages};
pub use step::{Block, Step, Who};

/// Why a profile has no IntegrationIDT, or only a provisional ID (source: the five causes of *How to Resolve Missing
/// IntegrationIDT/Provisional ID*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Added by hand in Special Programs.
    AddedByHand,
    /// A transfer envelope was received before the enrollment was complete in the SIS.
    TransferEnvelope,
    /// An inactive student with historical data from the SETS migration, active again.
    Migrated,
    /// A no-show at the start of the school year.
    NoShow,
    /// A provisional ID was assigned before the enrollment was complete in the SIS.
    Provisional,
}

impl Cause {
    /// All five, in the order of the document.
    pub const ALL: [Cause; 5] = [
        Cause::AddedByHand,
        Cause::TransferEnvelope,
        Cause::Migrated,
        Cause::NoShow,
        Cause::Provisional,
    ];
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Cause::AddedByHand => "added_by_hand",
            Cause::TransferEnvelope => "transfer_envelope",
            Cause::Migrated => "migrated",
            Cause::NoShow => "no_show",
            Cause::Provisional => "provisional",
        }
    }
    /// As it is said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Cause::AddedByHand => "Added by hand",
            Cause::TransferEnvelope => "Transfer envelope before enrollment",
            Cause::Migrated => "Migrated inactive, now active",
            Cause::NoShow => "No show",
            Cause::Provisional => "Provisional ID",
        }
    }
    /// The cause of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.name() == name)
    }
}

#[cfg(test)]
mod tests;
