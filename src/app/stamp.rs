//! Who does something and when: what every operation in the journal carries.

use crate::domain::dates::local_day;
use crate::domain::student::Timestamp;
use chrono::NaiveDate;

/// Who and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// Now.
    pub now: Timestamp,
    /// Today, where the office is.
    pub today: NaiveDate,
    /// The signed-in user of the computer.
    pub who: String,
}

impl Stamp {
    /// A stamp of a point in time.
    pub fn at(now: Timestamp, who: &str) -> Self {
        Self {
            now,
            today: local_day(now),
            who: who.to_owned(),
        }
    }

    /// The same, for what somebody does with the right of a security administrator: "registrar (admin)".
    #[must_use]
    pub fn as_administrator(&self, account: &str) -> Self {
        Self {
            who: format!("{} ({account})", self.who),
            ..self.clone()
        }
    }

    /// Now, by the computer's clock, by its signed-in user.
    pub fn now() -> Self {
        Self::at(chrono::Utc::now(), &user())
    }
}

fn user() -> String {
    ["USERNAME", "USER", "LOGNAME"]
        .iter()
        .find_map(|v| std::env::var(v).ok())
        .filter(|u| !u.trim().is_empty())
        .unwrap_or_else(|| "unknown user".into())
}
