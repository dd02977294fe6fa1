//! The state's response files: whole-file checks, the outcome of every line, and what a line may write.
//!
//! Rules and outcomes as `design/ssid-exchange.md` decided them. A line is matched by last name, first name and
//! LEA student number, case-blind and trimmed (source: Infinite Campus's import page); File Line Number and School
//! Year are cross-checks against the snapshot of the request.

mod apply;
mod clashes;
mod evaluate;
mod find;
mod judge;
mod likely;
mod says;

use super::district::Rules;
use super::ids::{RequestId, Ssid, StudentKey};
use super::layout::Layout;
use super::matching::{Explanation, Person};
use super::request::{Choice, Function, RequestRecord, SentLine};
use super::student::{Student, Timestamp};
use super::text::{count, match_key};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use apply::apply_row;
pub use evaluate::evaluate;
pub use find::{find_request, likely_requests};
pub use likely::{Likeness, Other};

/// How a line of a response went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The student receives the SSID.
    WillBeFilled,
    /// Nothing to do: it is so already.
    AlreadySame,
    /// The state took the change over; the change flag is cleared.
    UpdateConfirmed,
    /// The state does not know the student.
    NoMatch,
    /// The state knows several.
    SeveralMatches,
    /// The student has another SSID here; held until a person settles it.
    DifferentSsid,
    /// Another student here has that SSID; refused.
    HeldByAnother,
    /// What stands in the SSID column is no SSID; refused.
    NotAnSsid,
    /// No student here has that name and number; refused.
    StudentNotFound,
    /// More than one student here could be meant; refused.
    SeveralStudents,
    /// The student was edited after the file was made; the change flag stays.
    EditedSince,
    /// The line cannot be read; refused.
    Unreadable,
}

impl Outcome {
    /// All, in the order of the report's filter.
    pub const ALL: [Outcome; 12] = [
        Outcome::WillBeFilled,
        Outcome::UpdateConfirmed,
        Outcome::AlreadySame,
        Outcome::NoMatch,
        Outcome::SeveralMatches,
        Outcome::DifferentSsid,
        Outcome::EditedSince,
        Outcome::HeldByAnother,
        Outcome::NotAnSsid,
        Outcome::StudentNotFound,
        Outcome::SeveralStudents,
        Outcome::Unreadable,
    ];

    /// As it stands in the report.
    pub fn label(self) -> &'static str {
        match self {
            Outcome::WillBeFilled => "Will be filled",
            Outcome::AlreadySame => "Already the same",
            Outcome::UpdateConfirmed => "Update confirmed",
            Outcome::NoMatch => "No match",
            Outcome::SeveralMatches => "Several matches",
            Outcome::DifferentSsid => "Different SSID",
            Outcome::HeldByAnother => "Held by another",
            Outcome::NotAnSsid => "Not an SSID",
            Outcome::StudentNotFound => "Student not found",
            Outcome::SeveralStudents => "Several students",
            Outcome::EditedSince => "Edited since",
            Outcome::Unreadable => "Cannot be read",
        }
    }

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::WillBeFilled => "will_be_filled",
            Outcome::AlreadySame => "already_same",
            Outcome::UpdateConfirmed => "update_confirmed",
            Outcome::NoMatch => "no_match",
            Outcome::SeveralMatches => "several_matches",
            Outcome::DifferentSsid => "different_ssid",
            Outcome::HeldByAnother => "held_by_another",
            Outcome::NotAnSsid => "not_an_ssid",
            Outcome::StudentNotFound => "student_not_found",
            Outcome::SeveralStudents => "several_students",
            Outcome::EditedSince => "edited_since",
            Outcome::Unreadable => "unreadable",
        }
    }

    /// Which kind of attention it asks for.
    pub fn kind(self) -> OutcomeKind {
        match self {
            Outcome::WillBeFilled | Outcome::UpdateConfirmed => OutcomeKind::Writes,
            Outcome::AlreadySame | Outcome::NoMatch => OutcomeKind::Nothing,
            Outcome::SeveralMatches | Outcome::DifferentSsid | Outcome::EditedSince => OutcomeKind::Decide,
            Outcome::HeldByAnother
            | Outcome::NotAnSsid
            | Outcome::StudentNotFound
            | Outcome::SeveralStudents
            | Outcome::Unreadable => OutcomeKind::Error,
        }
    }
}

/// What an outcome asks of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OutcomeKind {
    /// The line changes a record.
    Writes,
    /// Nothing is to be done.
    Nothing,
    /// A person has to decide or look.
    Decide,
    /// The line is refused.
    Error,
}

/// A response file as it was read, before anything was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseFile {
    /// Its name without the folder.
    pub name: String,
    /// A fingerprint of its bytes.
    pub fingerprint: String,
    /// Whether it has a Status or Message column: where an Update response carries its marker.
    pub has_marker_column: bool,
    /// Its lines, in their order.
    pub lines: Vec<ResponseLine>,
}

/// One line of a response as text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the text of the column of that name")]
pub struct ResponseLine {
    /// Line of the file, from 1, as an editor shows it.
    pub file_line: u64,
    pub line: String,
    pub ssid: String,
    pub school_year: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub birth_date: String,
    pub number: String,
    pub status: String,
    pub message: String,
    /// Why the line cannot be read, when it cannot: column and sentence.
    pub broken: Option<String>,
}

/// What marks every message of the practice SSID system.
pub const PRACTICE_MARK: &str = "Practice SSID system";

impl ResponseFile {
    /// Whether the practice SSID system wrote it.
    pub fn is_practice(&self) -> bool {
        let mark = match_key(PRACTICE_MARK);
        self.lines
            .iter()
            .any(|l| match_key(&l.message).starts_with(&mark) || match_key(&l.status) == "practice")
    }
}

/// Looks students up in the store.
pub trait Directory {
    /// Why a look-up can fail.
    type Error;
    /// The student with that number.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_number(&self, number: &str) -> Result<Option<Student>, Self::Error>;
    /// The student with that SSID.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, Self::Error>;
    /// The student with that key.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, Self::Error>;
    /// Whether an Update request with this student is made and not yet answered.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn in_open_update(&self, key: StudentKey) -> Result<bool, Self::Error>;
}

/// Why a response file is refused whole. Nothing of it is applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It answers no request made here.
    #[error("{file} answers no request file that was made here. Nothing was changed.")]
    NoRequest {
        /// The file.
        file: String,
    },
    /// It is one of the request files.
    #[error(
        "{file} is a request file, not the state's response. Send it to the SSID System, then choose the file that comes back (RESP_….csv)."
    )]
    IsRequest {
        /// The file.
        file: String,
    },
    /// It bears the name of a response, and says nothing that the request did not say.
    #[error(
        "{file} has no SSID and no message in any line: it says no more than the request file did. Download the response from the SSID System again. If it comes out the same, ask the help desk for one with a status or a message in each line."
    )]
    SaysNothing {
        /// The file.
        file: String,
    },
    /// Verify has no response.
    #[error(
        "{file} belongs to a Verify file. Verify has no response to process: correct what it found in the SSID System."
    )]
    Verify {
        /// The file.
        file: String,
    },
    /// The request was withdrawn.
    #[error("{file} answers {request}, which was withdrawn here. Undo the withdrawal in History first.")]
    Withdrawn {
        /// The file.
        file: String,
        /// The request's file name.
        request: String,
    },
    /// Practice numbers do not go into a real district.
    #[error(
        "{file} comes from the practice SSID system. Its numbers are not real, and this is not a practice district. Nothing was changed."
    )]
    Practice {
        /// The file.
        file: String,
    },
    /// An Update response without any place for a marker.
    #[error(
        "{file} has no Status and no Message column, so nothing in it says which records were updated. Check the layout in Settings against your SSID site."
    )]
    NoMarkerColumn {
        /// The file.
        file: String,
    },
    /// No lines.
    #[error("{file} has no lines. Download it again from the SSID System.")]
    Empty {
        /// The file.
        file: String,
    },
}

/// The Response File Error Report: every line with its outcome, before anything is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The request it answers.
    pub request: RequestId,
    /// What was asked for.
    pub function: Function,
    /// Name of the request file.
    pub request_file: String,
    /// When the request was made.
    pub request_made_at: Timestamp,
    /// Lines of the request.
    pub request_lines: u32,
    /// Name of the response file.
    pub file: String,
    /// Fingerprint of the response file.
    pub fingerprint: String,
    /// The lines, in the order of the file.
    pub rows: Vec<ReportRow>,
    /// Lines of the request that the response does not answer.
    pub unanswered: Vec<u32>,
    /// When it was processed, if it was: then nothing more is written but lines settled since.
    pub processed_at: Option<Timestamp>,
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportRow {
    /// Line of the response file, from 1.
    pub file_line: u64,
    /// The request's line it answers.
    pub line: Option<u32>,
    /// The student here, when exactly one was found.
    pub student: Option<StudentKey>,
    /// Name as the response has it, or as here when found.
    pub name: String,
    /// Student number as the response has it.
    pub number: String,
    /// Birth date here.
    pub birth_date: String,
    /// SSID here; empty when none.
    pub ssid_here: String,
    /// What stands in the response's SSID column, or its message where that is blank.
    pub ssid_in_response: String,
    /// How it went.
    pub outcome: Outcome,
    /// What to do, in one sentence; may be empty.
    pub message: String,
    /// Who else could be meant, or who holds the SSID; the likeliest to be the student of the line first.
    pub others: Vec<Other>,
    /// What the line writes.
    pub action: Action,
    /// How a person settled it, when the outcome is [`Outcome::DifferentSsid`].
    pub choice: Option<Choice>,
}

/// What a line writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Nothing.
    None,
    /// Puts the SSID in; replaces another one only when a person chose so.
    Fill(Ssid),
    /// Clears the change flag; where the student was edited after the file was made, the flag stays up for just those
    /// fields, with what was sent as what the state has.
    ClearFlag,
}

impl ReportRow {
    /// The two records that a person has to compare: the student of the line and who may be the same child, or where the
    /// line names nobody, the two likeliest.
    pub fn to_compare(&self) -> Option<(StudentKey, &Other)> {
        match (self.student, self.others.as_slice()) {
            (Some(student), [other, ..]) => Some((student, other)),
            (None, [first, second, ..]) => Some((first.key, second)),
            _ => None,
        }
    }

    /// Whether it changes a record for the person to see, as [`Report::changing`] says.
    pub fn changes(&self) -> bool {
        self.action != Action::None && self.outcome != Outcome::EditedSince
    }
}

impl Report {
    /// Lines by outcome; outcomes without lines are left out.
    pub fn counts(&self) -> BTreeMap<Outcome, u32> {
        let mut out = BTreeMap::new();
        for row in &self.rows {
            *out.entry(row.outcome).or_insert(0) += 1;
        }
        out
    }

    /// The lines that change a record for the person to see. A student who was edited since keeps the change flag, so
    /// that line is not among them.
    pub fn changing(&self) -> impl Iterator<Item = &ReportRow> {
        self.rows.iter().filter(|r| r.changes())
    }

    /// How many records Update SIS System would change.
    pub fn writes(&self) -> usize {
        self.changing().count()
    }

    /// What has to be confirmed before it is applied: the response lacks lines of the request.
    pub fn incomplete(&self) -> Option<String> {
        (!self.unanswered.is_empty()).then(|| {
            format!(
                "The response answers {} of {} in the request file; {} missing. It may be cut off: download it again, or confirm that it is complete.",
                (self.request_lines as usize).saturating_sub(self.unanswered.len()),
                count(self.request_lines as usize, "line", "lines"),
                if self.unanswered.len() == 1 {
                    format!("line {} is", self.unanswered[0])
                } else {
                    format!("{} are", self.unanswered.len())
                }
            )
        })
    }
}

/// What is known beside the response file itself.
pub struct Context<'a> {
    /// The request it answers.
    pub request: &'a RequestRecord,
    /// The snapshot of the request's lines, by line number.
    pub sent: &'a [SentLine],
    /// The district's rules.
    pub rules: &'a Rules,
    /// The layout.
    pub layout: &'a Layout,
    /// Lines settled in the report now, beside those settled before.
    pub choices: &'a BTreeMap<u32, Choice>,
    /// Whether this district may take practice numbers.
    pub practice: bool,
    /// Why two persons may be one.
    pub explain: &'a dyn Fn(&Person, &Person) -> Explanation,
}

#[cfg(test)]
#[path = "../response_tests.rs"]
mod tests;
