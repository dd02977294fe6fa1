//! The identifiers of the trade as types of their own: SSID, student number, LEA and school numbers, school year.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::sync::Arc;

/// Why a text is not the identifier it should be: what was expected, in words for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{found}” is not {expected}")]
pub struct NotAnId {
    /// The text as it stood there.
    pub found: String,
    /// What should have stood there, e.g. "an SSID: 1 to 10 digits".
    pub expected: &'static str,
}

fn refuse<T>(found: &str, expected: &'static str) -> Result<T, NotAnId> {
    Err(NotAnId {
        found: found.to_owned(),
        expected,
    })
}

/// What an SSID looks like, for messages.
pub const SSID_FORM: &str = "an SSID: digits only, 1 to 10 of them";

/// The state's number for a student (Utah: SSID; Alabama: State ID). Text of 1 to 10 digits;
/// leading zeros are kept as received and count, so `0234567` and `234567` are two numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Ssid(String);

impl Ssid {
    /// Reads an SSID; blanks around it are dropped, anything inside but digits is refused.
    ///
    /// # Errors
    /// When it is empty, longer than 10, or holds anything but digits (`1.86E+06`, `No Records Found.`).
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let t = text.trim();
        if (1..=10).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(t.to_owned()))
        } else {
            refuse(text, SSID_FORM)
        }
    }
    /// Whether it is a row of zeros, which stands for no number.
    pub fn is_nothing(&self) -> bool {
        self.0.bytes().all(|b| b == b'0')
    }
    /// The digits as received.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// How many digits it has.
    pub fn digits(&self) -> usize {
        self.0.len()
    }
}

/// The district's own number for a student: digits and capital letters, unique in the district.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct StudentNumber(String);

impl StudentNumber {
    /// Reads a student number; small letters become capitals, blanks around it are dropped.
    ///
    /// # Errors
    /// When it is empty, longer than 20, or holds anything but digits and letters A–Z.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let t = text.trim().to_ascii_uppercase();
        if (1..=20).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_alphanumeric()) {
            Ok(Self(t))
        } else {
            refuse(text, "a student number: digits and capital letters, at most 20")
        }
    }
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number of a school within the state, as text: `104`, `0012`. Cheap to clone: every enrollment carries one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SchoolCode(Arc<str>);

impl SchoolCode {
    /// Reads a school number.
    ///
    /// # Errors
    /// When it is empty, longer than 20, or holds anything but letters, digits, `-`, `_` and `.`.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let t = text.trim();
        if code_like(t, 20) {
            Ok(Self(t.into()))
        } else {
            refuse(text, "a school number, e.g. 104")
        }
    }
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The state's number for the district (local education agency), as text; part of request file names.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LeaNumber(String);

impl LeaNumber {
    /// Reads a LEA number.
    ///
    /// # Errors
    /// When it is empty, longer than 12, or holds anything but letters, digits and `-`
    /// (it becomes part of a file name).
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let t = text.trim();
        if code_like(t, 12) && !t.contains(['_', '.']) {
            Ok(Self(t.to_owned()))
        } else {
            refuse(text, "a LEA number, e.g. 140")
        }
    }
    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn code_like(t: &str, most: usize) -> bool {
    (1..=most).contains(&t.len())
        && t.bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
}

macro_rules! text_id {
    ($($name:ident),*) => {$(
        impl TryFrom<String> for $name {
            type Error = NotAnId;
            fn try_from(s: String) -> Result<Self, NotAnId> { Self::parse(&s) }
        }
        impl From<$name> for String {
            fn from(v: $name) -> String { v.0.to_string() }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(&self.0) }
        }
    )*};
}
text_id!(Ssid, StudentNumber, SchoolCode, LeaNumber);

/// The END year of a school year: 2026-27 is `2027` (source: the state's response layout, column School Year).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SchoolYear(pub u16);

impl SchoolYear {
    /// Reads `2027`, `2026-27` or `2026-2027`.
    ///
    /// # Errors
    /// When it is none of these or outside 1990 to 2100.
    pub fn parse(text: &str) -> Result<Self, NotAnId> {
        let t = text.trim();
        let year = match t.split_once('-') {
            None => t.parse().ok(),
            Some((a, b)) => a
                .parse::<u16>()
                .ok()
                .and_then(|a| a.checked_add(1))
                .filter(|end| b == end.to_string() || b == format!("{:02}", end % 100)),
        };
        match year {
            Some(y) if (1990..=2100).contains(&y) => Ok(Self(y)),
            _ => refuse(text, "a school year: its end year, e.g. 2027 for 2026-27"),
        }
    }
    /// The school year a day falls in; years turn over on July 1.
    pub fn of(day: chrono::NaiveDate) -> Self {
        use chrono::Datelike;
        Self((day.year() + i32::from(day.month() >= 7)).clamp(1990, 2100) as u16)
    }
    /// `2026-27`, as schools say it.
    pub fn spoken(self) -> String {
        format!("{}-{:02}", self.0 - 1, self.0 % 100)
    }
}

impl fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(pub u64);
    };
}
key!(
    /// A student record's own key inside one store. Never shown, never reused, survives every change of number.
    StudentKey
);
key!(
    /// One row of program data (an event, a document, a note, a guardian), counted from 1 inside one store. It keeps its
    /// number when a merge moves it to another profile.
    RowId
);
key!(
    /// A request file made by this district, counted from 1.
    RequestId
);
key!(
    /// An operation in the journal, counted from 1 in the order of time.
    OperationId
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ssid_is_one_to_ten_digits_and_keeps_its_zeros() {
        assert_eq!(Ssid::parse(" 0234567 ").unwrap().as_str(), "0234567");
        for bad in [
            "",
            "1.86E+06",
            "No Records Found.",
            "123 456",
            "12345678901",
            "12a",
        ] {
            assert!(Ssid::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_school_year_is_its_end_year() {
        assert_eq!(SchoolYear::parse("2026-27").unwrap(), SchoolYear(2027));
        assert_eq!(SchoolYear::parse("2027").unwrap().spoken(), "2026-27");
        assert!(SchoolYear::parse("2026-28").is_err());
        assert!(SchoolYear::parse("65535-36").is_err());
        let day = |y, m, d| chrono::NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(SchoolYear::of(day(2026, 11, 22)), SchoolYear(2027));
        assert_eq!(SchoolYear::of(day(2027, 6, 30)), SchoolYear(2027));
    }
}
