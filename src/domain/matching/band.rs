//! How sure the engine is that two records are one student.

use serde::{Deserialize, Serialize};

/// From so many bits on a pair is *very likely*.
pub(super) const VERY_LIKELY: f32 = 12.0;
/// From so many bits on a person should look.
pub(super) const CHECK: f32 = 4.0;
/// From so many bits on a pair is shown.
pub(super) const POSSIBLE: f32 = -4.0;

/// How sure the engine is that two records are one student. (Source of the limits: matching.md, "Bands".)
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// −4 to +4 bits: as likely not.
    Possible,
    /// +4 to +12 bits: a person should look. Also whatever a rule raises, as two children with one State ID.
    Check,
    /// +12 bits and more: fewer than one in four thousand is expected to be two children.
    VeryLikely,
}

impl Band {
    /// All, the surest first.
    pub const ALL: [Band; 3] = [Band::VeryLikely, Band::Check, Band::Possible];

    /// The band of a total in bits; `None` below −4: not shown unless a rule raises it.
    pub fn of(bits: f32) -> Option<Self> {
        match bits {
            b if b >= VERY_LIKELY => Some(Band::VeryLikely),
            b if b >= CHECK => Some(Band::Check),
            b if b >= POSSIBLE => Some(Band::Possible),
            _ => None,
        }
    }

    /// Where it begins, in bits.
    pub fn least(self) -> f32 {
        match self {
            Band::VeryLikely => VERY_LIKELY,
            Band::Check => CHECK,
            Band::Possible => POSSIBLE,
        }
    }

    /// As it is called on screen.
    pub fn label(self) -> &'static str {
        match self {
            Band::VeryLikely => "Very likely",
            Band::Check => "Check",
            Band::Possible => "Possible",
        }
    }
}
