//! What a person said of a candidate: that it is another child.

use crate::domain::dates::local_day;
use crate::domain::ids::StudentKey;
use crate::domain::matching::Decision;
use crate::domain::student::Student;
use chrono::NaiveDate;

/// A decision that a profile and the one that a candidate's row belongs to are two students.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldApart {
    /// The two profiles, as the decision keeps them.
    pub pair: (StudentKey, StudentKey),
    /// The other profile's student number.
    pub number: String,
    /// The day of the decision.
    pub on: NaiveDate,
    /// The reason in the person's words.
    pub reason: String,
}

impl ToldApart {
    /// A decision, as it stands beside a candidate whose row belongs to `other`.
    pub fn of(decision: &Decision, other: &Student) -> Self {
        Self {
            pair: decision.pair,
            number: other.number.to_string(),
            on: local_day(decision.at),
            reason: decision.reason.clone(),
        }
    }

    /// `told apart from 104417 on 2026-09-11: “Cousins or namesakes”`.
    pub fn words(&self) -> String {
        let mut out = format!("told apart from {} on {}", self.number, self.on);
        if !self.reason.is_empty() {
            out.push_str(&format!(": “{}”", self.reason));
        }
        out
    }
}
