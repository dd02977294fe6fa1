//! Request files for the SSID system: who is in them, who is held back and why, and the lines that go out.

use super::codes::Ethnicity;
use super::ids::{LeaNumber, OperationId, RequestId, SchoolCode, SchoolYear, StudentKey};
use super::layout::{Column, Layout, WireField};
use super::response::Outcome;
use super::student::{Enrollment, Student, Timestamp};
use super::text::has_lost_letter;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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

/// The headers of the manual's function table.
pub const MANUAL_HEADERS: [&str; 6] = [
    "Function",
    "When performed",
    "SIS request file contents",
    "What SSID system does",
    "SSID response file contents",
    "“Process Response File” accomplishes",
];

/// The manual's function table, word for word: the built-in help.
pub const MANUAL_TABLE: [[&str; 6]; 4] = [
    [
        "Retrieve",
        "After all students are entered *",
        "All students without an SSID number",
        "Checks for existing SSID numbers",
        "SSID numbers tied to students in Request File",
        "Populates Student Editor with existing SSID numbers",
    ],
    [
        "New",
        "After “Retrieve” response file has been processed by SIS *",
        "All students without an SSID number",
        "Assigns SSID numbers to all",
        "SSID numbers for students who did not have one before",
        "Populates Student Editor with new SSID numbers",
    ],
    [
        "Update",
        "As needed *",
        "All students having changes in their names, birth date, ethnicity, and gender",
        "Updates the SSID system to match the SIS system",
        "Marker in each record that has been updated",
        "Tells SIS that updates have been made in SSID System for these students",
    ],
    [
        "Verify",
        "Before testing preprints, Oct 1, Dec 1, and Yearend Clearinghouse files are created *",
        "All students with an SSID number",
        "Verifies all SSID numbers for matching names, LEA data, birth date, gender",
        "No response file.",
        "N/A. All corrections are made directly in SSID System",
    ],
];

/// The note under the manual's function table.
pub const MANUAL_NOTE: &str = "*Note: All four functions should be run before testing preprints, October 1, December 1, and Clearinghouse files are created to ensure that SSID numbers are correct. In addition, Retrieve, New, and Update functions should be performed as described above.";

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

/// Something the state matches on that a student lacks, or has in a form it cannot take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No last name.
    LastName,
    /// No first name.
    FirstName,
    /// No birth date.
    BirthDate,
    /// No gender.
    Gender,
    /// A letter of the name was lost before it came here.
    LostLetter,
    /// A text is longer than the state takes.
    TooLong,
}

impl Missing {
    /// All, in the order they are named.
    pub const ALL: [Missing; 6] = [
        Missing::LastName,
        Missing::FirstName,
        Missing::BirthDate,
        Missing::Gender,
        Missing::LostLetter,
        Missing::TooLong,
    ];
    /// In words: what is to be filled in.
    pub fn label(self) -> &'static str {
        match self {
            Missing::LastName => "last name",
            Missing::FirstName => "first name",
            Missing::BirthDate => "birth date",
            Missing::Gender => "gender",
            Missing::LostLetter => "a letter of the name was lost (“?”)",
            Missing::TooLong => "a text is longer than the state takes",
        }
    }
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Missing::LastName => "last_name",
            Missing::FirstName => "first_name",
            Missing::BirthDate => "birth_date",
            Missing::Gender => "gender",
            Missing::LostLetter => "lost_letter",
            Missing::TooLong => "too_long",
        }
    }
}

/// A set of [`Missing`], small enough to keep for every student.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MissingSet(u8);

impl MissingSet {
    /// What a student lacks for a request under a layout.
    pub fn of(student: &Student, layout: &Layout) -> Self {
        let mut set = Self::default();
        for (is, what) in [
            (student.last_name.is_empty(), Missing::LastName),
            (student.first_name.is_empty(), Missing::FirstName),
            (student.birth_date.is_none(), Missing::BirthDate),
            (student.gender.is_empty(), Missing::Gender),
            (
                has_lost_letter(&student.last_name)
                    || has_lost_letter(&student.first_name)
                    || has_lost_letter(&student.middle_name),
                Missing::LostLetter,
            ),
            (too_long(student, layout), Missing::TooLong),
        ] {
            if is {
                set.0 |= 1 << what as u8;
            }
        }
        set
    }
    /// Whether nothing is missing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// What is in it.
    pub fn iter(self) -> impl Iterator<Item = Missing> {
        Missing::ALL
            .into_iter()
            .filter(move |m| self.0 & (1 << *m as u8) != 0)
    }
    /// In words: "birth date, gender".
    pub fn label(self) -> String {
        let each: Vec<&str> = self.iter().map(Missing::label).collect();
        each.join(", ")
    }
}

fn too_long(student: &Student, layout: &Layout) -> bool {
    layout.request_columns().any(|c| {
        c.max.is_some_and(|max| {
            let text = match c.field {
                WireField::LastName => &student.last_name,
                WireField::FirstName => &student.first_name,
                WireField::MiddleName => &student.middle_name,
                WireField::Suffix => &student.suffix,
                WireField::Gender => return coded(c, &student.gender).chars().count() > max,
                WireField::Number => return student.number.as_str().chars().count() > max,
                _ => return false,
            };
            text.len() > max && text.chars().count() > max
        })
    })
}

/// Everything that decides whether a student is in a request file; kept for every student in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether there is an SSID.
    pub has_ssid: bool,
    /// Whether the change flag is up.
    pub changed: bool,
    /// State excluded, no show, or retired by a merge: never in a file.
    pub left_out: bool,
    /// What the state matches on and the student lacks.
    pub missing: MissingSet,
    /// Where the student stands with the state.
    pub standing: Standing,
    /// Enrollments.
    pub enrollments: Box<[Enrollment]>,
}

impl Facts {
    /// The facts of a student.
    pub fn of(student: &Student, standing: &Standing, layout: &Layout) -> Self {
        Self {
            has_ssid: student.ssid.is_some(),
            changed: student.change_flag.is_some(),
            left_out: student.state_excluded || student.no_show || student.retired_into.is_some(),
            missing: MissingSet::of(student, layout),
            standing: standing.clone(),
            enrollments: student.enrollments.clone().into_boxed_slice(),
        }
    }

    /// The enrollment that puts the student into a scope: at a selected school, and, unless inactive students
    /// are asked for, not ended (or holding on the effective date). The latest start counts.
    pub fn enrollment_in(&self, scope: &Scope, today: NaiveDate) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .filter(|e| scope.schools.contains(&e.school))
            .filter(|e| {
                scope.include_inactive
                    || match scope.effective {
                        Some(day) => e.holds_on(day),
                        None => e.not_ended_by(today),
                    }
            })
            .max_by_key(|e| (e.exit.is_none(), e.entry, e.exit))
    }

    /// Whether the function is about a student at all, whatever the scope (source: the function table).
    pub fn concerned_by(&self, function: Function) -> bool {
        !self.left_out
            && match function {
                Function::Retrieve | Function::New => !self.has_ssid,
                Function::Update => self.has_ssid && self.changed,
                Function::Verify => self.has_ssid,
            }
    }

    /// Whether the function still has to be run for this student: what the ticks before the state's dates count.
    /// Unlike [`Self::readiness`], a student whom Retrieve has answered is not due for Retrieve again, and New is
    /// due for everyone without an SSID even while it waits for Retrieve.
    pub fn still_due(&self, function: Function) -> bool {
        self.concerned_by(function)
            && self.missing.is_empty()
            && (function != Function::Retrieve
                || self
                    .standing
                    .sent
                    .get(&function)
                    .is_none_or(|s| s.answer.is_none()))
    }

    /// Whether the student goes into a request file of a function now, and why not.
    pub fn readiness(&self, function: Function) -> Readiness {
        if !self.concerned_by(function) {
            return Readiness::NotConcerned;
        }
        if !self.missing.is_empty() {
            return Readiness::HeldBack(self.missing);
        }
        if function == Function::New {
            if let Some(request) = self.standing.open(Function::New) {
                return Readiness::AlreadyInNew(request);
            }
            return match self.standing.sent.get(&Function::Retrieve) {
                None => Readiness::RetrieveFirst,
                Some(Sent {
                    answer: None,
                    request,
                    ..
                }) => Readiness::AwaitsRetrieve(*request),
                Some(Sent {
                    answer: Some(Outcome::NoMatch),
                    ..
                }) => Readiness::Ready,
                Some(Sent {
                    answer: Some(outcome),
                    ..
                }) => Readiness::Undecided(*outcome),
            };
        }
        Readiness::Ready
    }
}

/// Whether a student goes into a request file of a function now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// Goes in.
    Ready,
    /// The function is not about this student.
    NotConcerned,
    /// Lacks what the state matches on.
    HeldBack(MissingSet),
    /// New waits: the student was in no Retrieve request yet.
    RetrieveFirst,
    /// New waits: the Retrieve response is not processed yet.
    AwaitsRetrieve(RequestId),
    /// New waits: Retrieve's answer needs a person's decision.
    Undecided(Outcome),
    /// Already in a New request without a response: a second one could make a second SSID.
    AlreadyInNew(RequestId),
}

impl Readiness {
    /// Whether the explicit override of New sends the student all the same. Never while another New request is
    /// open: that is how a child gets two numbers.
    pub fn can_be_overridden(self) -> bool {
        matches!(
            self,
            Readiness::RetrieveFirst | Readiness::AwaitsRetrieve(_) | Readiness::Undecided(_)
        )
    }

    /// Why the student does not go in, as a short sentence; empty when they do.
    pub fn why_not(self) -> String {
        match self {
            Readiness::Ready | Readiness::NotConcerned => String::new(),
            Readiness::HeldBack(set) => format!("Missing: {}", set.label()),
            Readiness::RetrieveFirst => "Not in a Retrieve request yet".into(),
            Readiness::AwaitsRetrieve(_) => "Retrieve response not processed yet".into(),
            Readiness::Undecided(o) => {
                format!("Retrieve answered “{}”: needs a decision first", o.label())
            }
            Readiness::AlreadyInNew(_) => "Already in a New request that has no response yet".into(),
        }
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
#[path = "request_tests.rs"]
mod tests;
