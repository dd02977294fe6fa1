//! A student as typed: the form of the Student Editor, a row of a roster, a `FIELD=VALUE` of the command line.
//! One place reads and checks what people write into each field.

mod read;

pub use read::yes_or_no;

use super::district::Rules;
use super::ids::SchoolCode;
use super::problem::Severity;
use super::student::{Field, Student};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// The text of every field as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    texts: [String; Field::TYPED.len()],
    /// Enrollments as typed.
    pub enrollments: Vec<EnrollmentDraft>,
}

/// One enrollment as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the text of the field of that name")]
pub struct EnrollmentDraft {
    pub school: String,
    pub grade: String,
    pub entry: String,
    pub exit: String,
}

/// A part of an enrollment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EnrollmentPart {
    /// The school's number.
    School,
    /// The grade.
    Grade,
    /// First day.
    Entry,
    /// Last day.
    Exit,
}

impl EnrollmentPart {
    /// All four.
    pub const ALL: [Self; 4] = [Self::School, Self::Grade, Self::Entry, Self::Exit];
    /// Its name on the command line and in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::School => "school",
            Self::Grade => "grade",
            Self::Entry => "entry_date",
            Self::Exit => "exit_date",
        }
    }
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::School => "School",
            Self::Grade => "Grade",
            Self::Entry => "Entry date",
            Self::Exit => "Exit date",
        }
    }
}

/// Where in a draft something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Spot {
    /// A field.
    Field(Field),
    /// A part of the enrollment at that position.
    Enrollment(usize, EnrollmentPart),
}

/// Something wrong with a draft: [`Severity::Warning`] can be saved, [`Severity::Held`] cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftProblem {
    /// Where.
    pub spot: Spot,
    /// Whether it can be saved.
    pub severity: Severity,
    /// A plain sentence.
    pub message: String,
}

/// What a draft is checked against.
pub struct CheckContext<'a> {
    /// The district's rules.
    pub rules: &'a Rules,
    /// Schools of the district.
    pub schools: &'a BTreeSet<SchoolCode>,
    /// Today.
    pub today: NaiveDate,
    /// Whether codes, dates and grades may come in the forms of files (Excel's day numbers, `2014-03-09T00:00`).
    pub from_file: bool,
}

fn slot(field: Field) -> Option<usize> {
    Field::TYPED.iter().position(|f| *f == field)
}

impl Default for Draft {
    fn default() -> Self {
        let mut draft = Self {
            texts: std::array::from_fn(|_| String::new()),
            enrollments: Vec::new(),
        };
        draft.put(Field::StateExcluded, "no");
        draft.put(Field::NoShow, "no");
        draft
    }
}

impl Draft {
    /// The record as it would be typed.
    pub fn of(student: &Student) -> Self {
        Self {
            texts: Field::TYPED.map(|f| student.text(f)),
            enrollments: student
                .enrollments
                .iter()
                .map(|e| EnrollmentDraft {
                    school: e.school.to_string(),
                    grade: e.grade.clone(),
                    entry: e.entry.map(|d| d.to_string()).unwrap_or_default(),
                    exit: e.exit.map(|d| d.to_string()).unwrap_or_default(),
                })
                .collect(),
        }
    }

    /// The text of a field; empty for fields that are not typed.
    pub fn text(&self, field: Field) -> &str {
        slot(field).map_or("", |i| &self.texts[i])
    }

    /// The text of a field, to type into; `None` for fields that are not typed.
    pub fn text_mut(&mut self, field: Field) -> Option<&mut String> {
        slot(field).map(|i| &mut self.texts[i])
    }

    /// Puts a text into a field; fields that are not typed are left alone.
    pub fn put(&mut self, field: Field, text: &str) {
        if let Some(place) = self.text_mut(field) {
            text.clone_into(place);
        }
    }

    /// The enrollment that counts today in `student`, by position; the first place of an empty list otherwise.
    pub fn current(&mut self, student: Option<&Student>, today: NaiveDate) -> &mut EnrollmentDraft {
        let at = student
            .and_then(|s| {
                let current = s.current_enrollment(today)?;
                s.enrollments.iter().position(|e| e == current)
            })
            .unwrap_or(0);
        if self.enrollments.is_empty() {
            self.enrollments.push(EnrollmentDraft::default());
        }
        let at = at.min(self.enrollments.len() - 1);
        &mut self.enrollments[at]
    }
}

#[cfg(test)]
#[path = "../draft_tests.rs"]
mod tests;
