//! What a person decided about a pair, and when the pair is asked about again.

use super::Band;
use crate::domain::ids::StudentKey;
use crate::domain::student::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a person decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One student: to be merged.
    Same,
    /// Two students.
    NotSame,
    /// Not decided; asked about again on that day.
    Parked {
        /// The day.
        until: NaiveDate,
    },
}

/// A decision about a pair. It hangs on the records' own keys, so that editing a number never loses it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The two records, the smaller key first.
    pub pair: (StudentKey, StudentKey),
    /// What was decided.
    pub verdict: Verdict,
    /// Why, in the person's words; may be empty for [`Verdict::Same`] and [`Verdict::Parked`].
    #[serde(default)]
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The total then, in tenths of a bit.
    pub tenths: i32,
    /// The band then; `None` when the pair was not shown.
    #[serde(default)]
    pub band: Option<Band>,
}
