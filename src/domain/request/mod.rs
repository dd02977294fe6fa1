//! Request files for the SSID system: who is in them, who is held back and why, and the lines that go out.

mod facts;
mod manual;

use super::codes::Ethnicity;
use super::ids::{LeaNumber, OperationId, RequestId, SchoolCode, SchoolYear, StudentKey};
use super::layout::{Column, WireField};
use super::response::Outcome;
use super::student::{Student, Timestamp};
use super::text::match_key;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use facts::{Facts, Missing, MissingSet, Readiness};
pub use manual::{MANUAL_HEADERS, MANUAL_NOTE, MANUAL_TABLE};

/// The four functions of the SSID Process (source: the manual).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Retrieve SSID Numbers.
    Retrieve,
    /// New SSID Numbers.
    New,
    /// Update SSID Records.
    Update,
    /// Verify SSID Numbers.
    Verify,
}

impl Function {
    /// All four, in the order in which they are run.
    pub const ALL: [Function; 4] = [
        Function::Retrieve,
        Function::New,
        Function::Update,
        Function::Verify,
    ];

    /// One word: Retrieve, New, Update, Verify.
    pub fn word(self) -> &'static str {
        match self {
            Function::Retrieve => "Retrieve",
            Function::New => "New",
            Function::Update => "Update",
            Function::Verify => "Verify",
        }
    }

    /// As it stands on the screen of the manual.
    pub fn label(self) -> &'static str {
        match self {
            Function::Retrieve => "Retrieve SSID Numbers",
            Function::New => "New SSID Numbers",
            Function::Update => "Update SSID Records",
            Function::Verify => "Verify SSID Numbers",
        }
    }

    /// What it does, for the screen.
    pub fn explanation(self) -> &'static str {
        match self {
            Function::Retrieve => {
                "Students without an SSID; finds those the state already knows. After all students are entered."
            }
            Function::New => "Students still without an SSID after Retrieve; the state assigns new numbers.",
            Function::Update => "Students whose name, birth date, ethnicity or gender changed here.",
            Function::Verify => {
                "Everyone with an SSID. Correct what it finds in the SSID System; there is no response to process."
            }
        }
    }
}

/// Which enrollments a request looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The selected schools.
    pub schools: Vec<SchoolCode>,
    /// Only enrollments that hold on this day, when set.
    pub effective: Option<NaiveDate>,
    /// Also inactive and transferred-out students.
    pub include_inactive: bool,
}

/// A request file that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRecord {
    /// Its number in this store.
    pub id: RequestId,
    /// What it asks for.
    pub function: Function,
    /// When it was made.
    pub made_at: Timestamp,
    /// The district's number in it.
    pub lea: LeaNumber,
    /// The school year in it.
    pub year: SchoolYear,
    /// `REQ_140_20261122_0001.csv`.
    pub file_name: String,
    /// The folder it was written to.
    pub folder: String,
    /// Whom it looked at.
    pub scope: Scope,
    /// Students in it.
    pub lines: u32,
    /// Students who should have been in it and could not be sent.
    pub held_back: u32,
    /// Students sent although their Retrieve response was not processed, by explicit override.
    pub overridden: u32,
    /// Where it stands.
    pub state: RequestState,
    /// Held lines of its response that a person settled: line → choice.
    #[serde(default)]
    pub settled: BTreeMap<u32, Choice>,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestState {
    /// Made; the response has not been processed.
    Open,
    /// Its response has been processed.
    Processed {
        /// When.
        at: Timestamp,
        /// The response file's name.
        response_file: String,
        /// A fingerprint of the response file's bytes.
        fingerprint: String,
        /// Lines by outcome.
        counts: BTreeMap<Outcome, u32>,
        /// The journal's number of it.
        operation: OperationId,
    },
    /// A Verify request whose errors have all been corrected in the SSID System, as a person said.
    Checked {
        /// When.
        at: Timestamp,
    },
    /// Taken back before it was answered.
    Withdrawn {
        /// When.
        at: Timestamp,
    },
}

/// How a held line (different SSID) was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Choice {
    /// Keep the SSID that is here.
    Here,
    /// Use the one of the response.
    Response,
}

/// Where a student stands with the state: the last request of each function that had them, and its answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Function → what was last sent.
    #[serde(default)]
    pub sent: BTreeMap<Function, Sent>,
}

/// A student's line in a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// The request.
    pub request: RequestId,
    /// When it was made.
    pub at: Timestamp,
    /// What came back, once it was processed.
    #[serde(default)]
    pub answer: Option<Outcome>,
    /// Whom the state was asked about: [`asked_about`] of the line as it was sent; `None` where that is not known.
    #[serde(default)]
    pub asked: Option<u64>,
}

/// What the state finds a student by (last name, first name, birth date, gender), as one number: it tells whether
/// an answer is still about the student as they are now. Case and blanks do not count.
pub fn asked_about(student: &Student) -> u64 {
    print_of(
        &student.last_name,
        &student.first_name,
        student.birth_date,
        &student.gender,
    )
}

/// FNV-1a, the same on every machine and in every version.
fn print_of(last: &str, first: &str, birth: Option<NaiveDate>, gender: &str) -> u64 {
    let birth = birth.map(|d| d.to_string()).unwrap_or_default();
    let text = [match_key(last), match_key(first), birth, match_key(gender)].join("\u{1f}");
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, b| {
        (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3)
    })
}

impl Standing {
    /// The open request of a function that has this student.
    pub fn open(&self, function: Function) -> Option<RequestId> {
        self.sent
            .get(&function)
            .filter(|s| s.answer.is_none())
            .map(|s| s.request)
    }
}

/// The values of a student as they were sent: the snapshot kept of each line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentLine {
    /// The line's number, from 1.
    pub line: u32,
    /// Whose line it is.
    pub student: StudentKey,
    /// Student number.
    pub number: String,
    /// SSID; empty in Retrieve and New.
    pub ssid: String,
    /// Legal last name.
    pub last_name: String,
    /// Legal first name.
    pub first_name: String,
    /// Legal middle name.
    pub middle_name: String,
    /// Suffix.
    pub suffix: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Gender code, ours.
    pub gender: String,
    /// Ethnicity, ours.
    pub ethnicity: Ethnicity,
    /// The school's number.
    pub school: SchoolCode,
}

impl SentLine {
    /// The line of a student.
    pub fn of(line: u32, student: &Student, school: &SchoolCode) -> Self {
        Self {
            line,
            student: student.key,
            number: student.number.to_string(),
            ssid: student.ssid.as_ref().map(ToString::to_string).unwrap_or_default(),
            last_name: student.last_name.clone(),
            first_name: student.first_name.clone(),
            middle_name: student.middle_name.clone(),
            suffix: student.suffix.clone(),
            birth_date: student.birth_date,
            gender: student.gender.clone(),
            ethnicity: student.ethnicity.clone(),
            school: school.clone(),
        }
    }

    /// Whom this line asks the state about, as [`asked_about`].
    pub fn asked_about(&self) -> u64 {
        print_of(&self.last_name, &self.first_name, self.birth_date, &self.gender)
    }

    /// What stands in a column of the file for this line.
    pub fn cell(&self, column: &Column, lea: &LeaNumber, year: SchoolYear) -> String {
        match column.field {
            WireField::Line => self.line.to_string(),
            WireField::Ssid => self.ssid.clone(),
            WireField::SchoolYear => year.to_string(),
            WireField::LastName => self.last_name.clone(),
            WireField::FirstName => self.first_name.clone(),
            WireField::MiddleName => self.middle_name.clone(),
            WireField::Suffix => self.suffix.clone(),
            WireField::BirthDate => self
                .birth_date
                .map(|d| {
                    d.format(column.date_format.as_deref().unwrap_or("%Y-%m-%d"))
                        .to_string()
                })
                .unwrap_or_default(),
            WireField::Gender => coded(column, &self.gender).to_owned(),
            WireField::Ethnicity if column.codes.is_empty() => self.ethnicity.text(),
            WireField::Ethnicity => {
                let text = self.ethnicity.text();
                let each: Vec<&str> = text.split(';').map(|c| coded(column, c)).collect();
                each.join(";")
            }
            WireField::Lea => lea.to_string(),
            WireField::School => self.school.to_string(),
            WireField::Number => self.number.clone(),
            WireField::Status | WireField::Message => String::new(),
        }
    }
}

fn coded<'a>(column: &'a Column, code: &'a str) -> &'a str {
    column.codes.get(code).map_or(code, String::as_str)
}

/// `REQ_140_20261122_0001.csv` (source: PowerSchool's Utah pages).
pub fn file_name(lea: &LeaNumber, day: NaiveDate, number: u32) -> String {
    format!("REQ_{lea}_{}_{number:04}.csv", day.format("%Y%m%d"))
}

/// The response's name that belongs to a request's: RESP for REQ.
pub fn response_name(request: &str) -> String {
    request
        .strip_prefix("REQ")
        .map_or_else(|| format!("RESP_{request}"), |rest| format!("RESP{rest}"))
}

#[cfg(test)]
#[path = "../request_tests.rs"]
mod tests;
