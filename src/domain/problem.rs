//! What is wrong with something a person or a file gave: the place, what stood there, what was expected. Worded here only.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

/// How much a problem stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Taken, and said.
    Warning,
    /// This row or value is held back; the rest goes on.
    Held,
    /// The whole file is refused.
    Refused,
}

/// Where in a file: name, line (first line is 1, as an editor shows it), column as its header or number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// File name without its folder. Shared: a file of a million rows can have a million problems.
    pub file: Arc<str>,
    /// Line of the file where the row begins, from 1.
    pub line: Option<u64>,
    /// The column's header, or `column 3` where there is none.
    pub column: Option<String>,
}

/// One thing wrong, with its place, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Where it stands.
    pub place: Place,
    /// What it stops.
    pub severity: Severity,
    /// What stood there.
    pub found: String,
    /// What should have stood there; may be empty when the message says it all.
    pub expected: Cow<'static, str>,
    /// A plain sentence.
    pub message: Cow<'static, str>,
}

impl Problem {
    /// A problem of the file as a whole.
    pub fn of_file(
        file: impl Into<Arc<str>>,
        severity: Severity,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            place: Place {
                file: file.into(),
                ..Place::default()
            },
            severity,
            found: String::new(),
            expected: Cow::default(),
            message: message.into(),
        }
    }

    /// A problem at a line and column of a file.
    pub fn at(
        file: impl Into<Arc<str>>,
        line: u64,
        column: &str,
        severity: Severity,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let mut problem = Self::of_file(file, severity, message);
        problem.place.line = Some(line);
        problem.place.column = (!column.is_empty()).then(|| column.to_owned());
        problem
    }

    /// Adds what stood there and what was expected.
    #[must_use]
    pub fn found_expected(mut self, found: &str, expected: impl Into<Cow<'static, str>>) -> Self {
        self.found = shorten(found, 60);
        self.expected = expected.into();
        self
    }
}

/// At most `most` characters, with an ellipsis where something was cut.
pub fn shorten(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.file.is_empty() {
            write!(f, "{}", self.place.file)?;
            if let Some(line) = self.place.line {
                write!(f, ", line {line}")?;
            }
            if let Some(column) = &self.place.column {
                write!(f, ", {column}")?;
            }
            f.write_str(": ")?;
        }
        f.write_str(&self.message)?;
        if !self.found.is_empty() {
            write!(f, " Found “{}”", self.found)?;
            if !self.expected.is_empty() {
                write!(f, ", expected {}", self.expected)?;
            }
            f.write_str(".")?;
        }
        Ok(())
    }
}

/// A value that was read together with everything found wrong on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked<T> {
    /// What was read.
    pub value: T,
    /// What is to be said about it; may be empty.
    pub problems: Vec<Problem>,
}

impl<T> Checked<T> {
    /// The worst severity among the problems.
    pub fn worst(&self) -> Option<Severity> {
        self.problems.iter().map(|p| p.severity).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_reads_as_one_sentence_with_its_place() {
        let p = Problem::at(
            "roster.csv",
            12,
            "birth_date",
            Severity::Held,
            "This is not a date.",
        )
        .found_expected("31/31/2014", "a date such as 2014-03-09");
        assert_eq!(
            p.to_string(),
            "roster.csv, line 12, birth_date: This is not a date. Found “31/31/2014”, expected a date such as 2014-03-09."
        );
    }
}
