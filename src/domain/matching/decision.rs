//! What a person decided about a pair, and when the pair is asked about again.

use super::{Band, Explanation, Person, Prints};
use crate::domain::date::written;
use crate::domain::dates::local_day;
use crate::domain::ids::StudentKey;
use crate::domain::student::Timestamp;
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// A decided pair comes back when its total rose by so many tenths of a bit. (Source: matching.md, "Remembered".)
const ROSE: i32 = 30;

/// A pair that is parked without a day is asked about again after so many days.
const PARKED_FOR: Days = Days::new(14);

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

impl Verdict {
    /// Parked without a day of one's own: for two weeks.
    pub fn parked(today: NaiveDate) -> Self {
        Self::Parked {
            until: today.checked_add_days(PARKED_FOR).unwrap_or(today),
        }
    }

    /// What was decided, in words that stand after "decided:".
    pub fn words(self) -> String {
        match self {
            Verdict::Same => "the same student".into(),
            Verdict::NotSame => "not the same student".into(),
            Verdict::Parked { until } => format!("parked until {}", written(until)),
        }
    }

    /// A word for the command line: `same`, `not-same`, `park`.
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::NotSame => "not-same",
            Verdict::Parked { .. } => "park",
        }
    }

    /// Why it cannot be decided like this, as a sentence; `None` when it can. That two are not the same student needs a
    /// reason: it is what the next person reads when the pair comes back.
    pub fn refusal(self, reason: &str, today: NaiveDate) -> Option<&'static str> {
        match self {
            Verdict::NotSame if reason.trim().is_empty() => Some(
                "Say why these are two students: the reason is kept, and read again if the pair comes back.",
            ),
            Verdict::Parked { until } if until <= today => {
                Some("A pair is parked until a day after today; on that day it is asked about again.")
            }
            _ => None,
        }
    }
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
    /// What the person saw of the two records, in the order of the pair.
    pub seen: (Prints, Prints),
}

/// Whether a decision still stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does: the pair is not asked about.
    Holds,
    /// The pair is asked about again, for the reason in this sentence, which quotes the decision.
    Returns(String),
}

/// Two records as the key of a decision: the smaller key first.
pub fn pair_of(a: StudentKey, b: StudentKey) -> (StudentKey, StudentKey) {
    (a.min(b), a.max(b))
}

/// A total as decisions keep it: in tenths of a bit.
pub fn tenths(bits: f32) -> i32 {
    (bits * 10.0).round() as i32
}

impl Decision {
    /// A decision about two records as they are now, in either order.
    pub fn about(
        (a, left): (StudentKey, &Person),
        (b, right): (StudentKey, &Person),
        verdict: Verdict,
        reason: &str,
        (by, at): (&str, Timestamp),
        now: &Explanation,
    ) -> Self {
        let (left, right) = (Prints::of(left), Prints::of(right));
        Self {
            pair: pair_of(a, b),
            verdict,
            reason: reason.to_owned(),
            by: by.to_owned(),
            at,
            tenths: tenths(now.total),
            band: now.band,
            seen: if a <= b { (left, right) } else { (right, left) },
        }
    }

    /// Whether it is about a record.
    pub fn concerns(&self, key: StudentKey) -> bool {
        self.pair.0 == key || self.pair.1 == key
    }

    /// The same decision once `from` was merged into `to`: it follows to the survivor with everything that was seen, for
    /// who was told apart from the one is told apart from the other. `None` when it is not about `from`, or is about these
    /// two themselves: then it stays as it is, as history.
    pub fn moved(&self, from: StudentKey, to: StudentKey) -> Option<Self> {
        let (other, mine, theirs) = match self.pair {
            (a, b) if a == from => (b, self.seen.0, self.seen.1),
            (a, b) if b == from => (a, self.seen.1, self.seen.0),
            _ => return None,
        };
        (other != to).then(|| Self {
            pair: pair_of(to, other),
            seen: if to <= other {
                (mine, theirs)
            } else {
                (theirs, mine)
            },
            ..self.clone()
        })
    }

    /// Whether it is the same decision, wherever merges took it: by whom, when, what and why.
    pub fn is_copy_of(&self, other: &Self) -> bool {
        let what = |d: &Self| (d.verdict, d.at, d.tenths, d.band);
        what(self) == what(other) && self.by == other.by && self.reason == other.reason
    }

    /// Whether it still stands, with the two records as they are now, in the order of the pair, and what the engine says
    /// of them. Nobody else is looked at: a third student never brings a pair back.
    ///
    /// A pair decided to be one student only waits for its merge, and holds. Any other comes back when what was compared
    /// changed *and* the total rose by 3 bits, the band rose, or State ID or student number agree that did not before; a
    /// parked pair also on its day.
    pub fn standing(&self, a: &Person, b: &Person, now: &Explanation, today: NaiveDate) -> Standing {
        if self.verdict == Verdict::Same {
            return Standing::Holds;
        }
        let is = (Prints::of(a), Prints::of(b));
        let changed = Prints::changed(self.seen, is);
        let agree = Prints::agree_now(self.seen, is);
        let rise = tenths(now.total) - self.tenths;
        let rose = rise >= ROSE || now.band > self.band || !agree.is_empty();
        let due = matches!(self.verdict, Verdict::Parked { until } if until <= today);
        let back = !changed.is_empty() && rose;
        if !due && !back {
            return Standing::Holds;
        }
        let mut said = self.quote();
        if due {
            said.push_str(" That day has come.");
        }
        if !changed.is_empty() {
            said.push_str(&format!(" Since then: {} changed", changed.join(", ")));
            if !agree.is_empty() {
                said.push_str(&format!(", {} now agree", agree.join(" and ")));
                if agree.len() == 1 {
                    said.push('s');
                }
            }
            match rise {
                0 => {}
                r if r > 0 => said.push_str(&format!(", {} bits more", bits(r))),
                r => said.push_str(&format!(", {} bits less", bits(-r))),
            }
            if now.band > self.band {
                let label = |b: Option<Band>| b.map_or("not shown", Band::label);
                said.push_str(&format!(
                    ", “{}” instead of “{}”",
                    label(now.band),
                    label(self.band)
                ));
            }
            said.push('.');
        }
        Standing::Returns(said)
    }

    /// The decision in one sentence: "On 2026-10-03 registrar said: not the same student: different mothers."
    pub fn quote(&self) -> String {
        let mut out = format!("On {} {} ", written(local_day(self.at)), self.by);
        match self.verdict {
            Verdict::Parked { until } => {
                out.push_str(&format!("parked the pair until {}", written(until)));
            }
            verdict => out.push_str(&format!("said: {}", verdict.words())),
        }
        let reason = self.reason.trim();
        if !reason.is_empty() {
            out.push_str(&format!(": {reason}"));
        }
        if !out.ends_with(['.', '!', '?']) {
            out.push('.');
        }
        out
    }
}

fn bits(tenths: i32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

#[cfg(test)]
#[path = "decision_tests.rs"]
mod tests;
