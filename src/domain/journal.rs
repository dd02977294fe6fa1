//! The journal's words: what an operation was, said plainly, and what exactly it changed, so that it can be undone.

use super::district::{District, School};
use super::ids::{OperationId, RequestId, SchoolCode, StudentKey};
use super::request::{Choice, Function, RequestRecord, Standing};
use super::student::{Field, FieldValue, Student, Timestamp};
use super::text::count;
use serde::{Deserialize, Serialize};

/// One thing that was done, in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operation {
    /// Its number, in the order of time.
    pub id: OperationId,
    /// When.
    pub at: Timestamp,
    /// Who: the name of the signed-in user of the computer.
    pub who: String,
    /// What.
    pub what: What,
    /// Student records it changed.
    pub students: u32,
    /// The operation it takes back.
    #[serde(default)]
    pub undoes: Option<OperationId>,
    /// The operation that took it back.
    #[serde(default)]
    pub undone_by: Option<OperationId>,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is said in words by `sentence`")]
pub enum What {
    StoreMade {
        name: String,
    },
    SampleMade {
        students: u32,
        schools: u32,
    },
    RosterImported {
        file: String,
        added: u32,
        changed: u32,
        refused: u32,
    },
    StudentAdded {
        name: String,
        number: String,
    },
    StudentEdited {
        name: String,
        number: String,
        fields: Vec<Field>,
    },
    StudentWithdrawn {
        name: String,
        number: String,
        day: String,
    },
    SchoolSaved {
        code: SchoolCode,
        name: String,
    },
    SettingsChanged {
        what: String,
    },
    RequestMade {
        request: RequestId,
        function: Function,
        file: String,
        lines: u32,
        overridden: u32,
    },
    ResponseApplied {
        request: RequestId,
        function: Function,
        file: String,
        filled: u32,
        confirmed: u32,
        replaced: u32,
    },
    LineSettled {
        request: RequestId,
        line: u32,
        name: String,
        number: String,
        choice: Choice,
        ssid: String,
    },
    VerifyChecked {
        request: RequestId,
        file: String,
    },
    Undone {
        operation: OperationId,
        sentence: String,
    },
}

impl What {
    /// What was done, as one plain sentence.
    pub fn sentence(&self) -> String {
        let n = |n: &u32, one, many| count(*n as usize, one, many);
        match self {
            What::StoreMade { name } => format!("District {name} was set up"),
            What::SampleMade { students, schools } => format!(
                "The sample district was made: {} in {}",
                n(students, "student", "students"),
                n(schools, "school", "schools")
            ),
            What::RosterImported {
                file,
                added,
                changed,
                refused,
            } => {
                let mut s = format!(
                    "Roster {file} was imported: {} added, {} changed",
                    n(added, "student", "students"),
                    super::text::thousands(*changed as usize)
                );
                if *refused > 0 {
                    s.push_str(&format!(", {} held back", n(refused, "row", "rows")));
                }
                s
            }
            What::StudentAdded { name, number } => format!("{name} ({number}) was added"),
            What::StudentEdited { name, number, fields } => {
                let each: Vec<&str> = fields.iter().map(|f| f.label()).collect();
                format!("{name} ({number}) was edited: {}", each.join(", "))
            }
            What::StudentWithdrawn { name, number, day } => {
                format!("{name} ({number}) was withdrawn on {day}")
            }
            What::SchoolSaved { code, name } => format!("School {code}, {name}, was saved"),
            What::SettingsChanged { what } => format!("Settings were changed: {what}"),
            What::RequestMade {
                function,
                file,
                lines,
                overridden,
                ..
            } => {
                let mut s = format!(
                    "{} request {file} was created with {}",
                    function.word(),
                    n(lines, "student", "students")
                );
                if *overridden > 0 {
                    s.push_str(&format!(
                        "; {} sent by override, without a processed Retrieve response",
                        n(overridden, "student was", "students were")
                    ));
                }
                s
            }
            What::ResponseApplied {
                function,
                file,
                filled,
                confirmed,
                replaced,
                ..
            } => {
                let mut parts = Vec::new();
                if *filled > 0 || (*confirmed == 0 && *replaced == 0) {
                    parts.push(format!("{} received an SSID", n(filled, "student", "students")));
                }
                if *confirmed > 0 {
                    parts.push(format!("{} confirmed", n(confirmed, "update", "updates")));
                }
                if *replaced > 0 {
                    parts.push(format!("{} replaced", n(replaced, "SSID", "SSIDs")));
                }
                format!(
                    "{} response {file} was applied: {}",
                    function.word(),
                    parts.join(", ")
                )
            }
            What::LineSettled {
                line,
                name,
                number,
                choice,
                ssid,
                ..
            } => match choice {
                Choice::Here => {
                    format!("Line {line} was settled: {name} ({number}) keeps SSID {ssid}")
                }
                Choice::Response => {
                    format!("Line {line} was settled: {name} ({number}) uses SSID {ssid}")
                }
            },
            What::VerifyChecked { file, .. } => {
                format!("Verify file {file} was marked as checked: no errors left in the SSID System")
            }
            What::Undone { sentence, .. } => format!("Undone: {sentence}"),
        }
    }

    /// A word for filters and for the command line.
    pub fn word(&self) -> &'static str {
        match self {
            What::StoreMade { .. } | What::SampleMade { .. } => "district",
            What::RosterImported { .. } => "import",
            What::StudentAdded { .. } | What::StudentEdited { .. } | What::StudentWithdrawn { .. } => "edit",
            What::SchoolSaved { .. } | What::SettingsChanged { .. } => "settings",
            What::RequestMade { .. } | What::VerifyChecked { .. } => "request",
            What::ResponseApplied { .. } | What::LineSettled { .. } => "response",
            What::Undone { .. } => "undo",
        }
    }
}

/// What happened to a student record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordChange {
    /// It came into the store.
    Added(Box<Student>),
    /// It left the store: only an undo of an addition does that.
    Removed(Box<Student>),
    /// Fields changed.
    Edited(Vec<FieldChange>),
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Which field.
    pub field: Field,
    /// Its exact value before.
    pub before: FieldValue,
    /// Its exact value after.
    pub after: FieldValue,
}

/// The fields in which two versions of a record differ.
pub fn differences(before: &Student, after: &Student) -> Vec<FieldChange> {
    Field::ALL
        .into_iter()
        .filter(|f| !before.same(after, *f))
        .map(|field| FieldChange {
            field,
            before: before.value(field),
            after: after.value(field),
        })
        .collect()
}

/// Everything an operation did to one student.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StudentEntry {
    /// Whose.
    pub student: StudentKey,
    /// The operation that touched the student before this one.
    pub previous: Option<OperationId>,
    /// What happened to the record.
    pub record: Option<RecordChange>,
    /// Where the student stood with the state, before and after.
    pub standing: Option<(Standing, Standing)>,
}

/// What an operation changed beside students.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A school: before and after.
    School(Option<School>, Option<School>),
    /// A request: before and after.
    Request(Option<Box<RequestRecord>>, Option<Box<RequestRecord>>),
    /// The district and its settings: before and after.
    District(Box<District>, Box<District>),
}
