//! The journal's words: what an operation was, said plainly, and what exactly it changed, so that it can be undone.

use super::district::{District, School};
use super::general::GeneralRow;
use super::ids::{OperationId, RequestId, RowId, SchoolCode, StudentKey};
use super::matching::{Decision, Verdict};
use super::merge::MergeRecord;
use super::missing::Cause;
use super::program::Row;
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
    /// A row of program data was added, changed or taken out.
    RowSaved {
        name: String,
        number: String,
        /// The row as one line.
        row: String,
        how: Saved,
    },
    /// A D was put in front of a student number, and the duplicate mark set; or both taken away.
    DuplicateMarked {
        name: String,
        /// The number before.
        number: String,
        /// The number after.
        marked: String,
    },
    CauseSet {
        name: String,
        number: String,
        cause: Option<Cause>,
    },
    GeneralImported {
        file: String,
        added: u32,
        changed: u32,
        refused: u32,
    },
    /// A row of the General Student Table was imported: as a new profile, or linked to one that was there.
    ProfileImported {
        name: String,
        number: String,
        integration_idt: String,
        linked: bool,
    },
    ProfileRefreshed {
        name: String,
        number: String,
        fields: Vec<Field>,
    },
    ProfilesMerged {
        /// The Source: name and number.
        source: String,
        source_number: String,
        /// The Target: name and number.
        target: String,
        target_number: String,
        /// Rows that moved.
        moved: u32,
        /// Identical rows of which one was kept.
        folded: u32,
        /// Whether an Update request is due because of it.
        update_due: bool,
        reason: String,
    },
    MergeRefused {
        source: String,
        target: String,
        why: String,
    },
    /// Somebody without the right wanted to take an operation back.
    UndoRefused {
        operation: OperationId,
        sentence: String,
    },
    /// A person decided whether two profiles are one student.
    PairDecided {
        /// The two: name and number.
        a: String,
        a_number: String,
        b: String,
        b_number: String,
        verdict: Verdict,
        reason: String,
    },
    /// A decision about two profiles was taken back: they are asked about again.
    PairRevoked {
        a: String,
        a_number: String,
        b: String,
        b_number: String,
        /// What had been decided.
        verdict: Verdict,
    },
    AccountSaved {
        account: String,
        how: AccountChange,
    },
    SignedIn {
        account: String,
    },
    SignInRefused {
        account: String,
        why: String,
    },
    SignedOut {
        account: String,
        /// Nobody had touched the program for the time the district set.
        idle: bool,
    },
    Undone {
        operation: OperationId,
        sentence: String,
    },
}

/// What was done to a row of program data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what was done")]
pub enum Saved {
    Added,
    Changed,
    Removed,
}

impl Saved {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Saved::Added => "added",
            Saved::Changed => "changed",
            Saved::Removed => "taken out",
        }
    }
}

/// What was done to an administrator's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what was done")]
pub enum AccountChange {
    Added,
    PasswordSet,
    Closed,
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
            What::RowSaved {
                name,
                number,
                row,
                how,
            } => format!("{name} ({number}): {row} was {}", how.word()),
            What::DuplicateMarked { name, number, marked } => {
                if marked.len() >= number.len() {
                    format!("{name} ({number}) was marked as the duplicate: {marked}")
                } else {
                    format!("{name} ({number}) is no longer marked as a duplicate: {marked}")
                }
            }
            What::CauseSet { name, number, cause } => {
                let cause = cause.map_or("not known", Cause::label);
                format!("{name} ({number}): the cause of the missing ID was set: {cause}")
            }
            What::GeneralImported {
                file,
                added,
                changed,
                refused,
            } => {
                let mut s = format!(
                    "{file} was imported into the General Student Table: {} added, {} changed",
                    n(added, "row", "rows"),
                    super::text::thousands(*changed as usize)
                );
                if *refused > 0 {
                    s.push_str(&format!(", {} held back", n(refused, "row", "rows")));
                }
                s
            }
            What::ProfileImported {
                name,
                number,
                integration_idt,
                linked,
            } => {
                let how = if *linked { "linked to" } else { "imported from" };
                format!(
                    "{name} ({number}) was {how} the General Student Table (IntegrationIDT {integration_idt})"
                )
            }
            What::ProfileRefreshed { name, number, fields } => {
                let each: Vec<&str> = fields.iter().map(|f| f.label()).collect();
                format!(
                    "{name} ({number}) was refreshed from the General Student Table: {}",
                    each.join(", ")
                )
            }
            What::ProfilesMerged {
                source,
                source_number,
                target,
                target_number,
                moved,
                folded,
                ..
            } => {
                let mut s = format!(
                    "{source} ({source_number}) was merged into {target} ({target_number}): {} moved",
                    n(moved, "row", "rows")
                );
                if *folded > 0 {
                    s.push_str(&format!(
                        ", {} kept once",
                        n(folded, "identical row", "identical rows")
                    ));
                }
                s
            }
            What::MergeRefused { source, target, why } => {
                format!("Merging {source} into {target} was refused: {why}")
            }
            What::UndoRefused { sentence, .. } => {
                format!("Undoing “{sentence}” was refused: nobody was signed in as security administrator")
            }
            What::PairDecided {
                a,
                a_number,
                b,
                b_number,
                verdict,
                reason,
            } => {
                let mut s = format!("{a} ({a_number}) and {b} ({b_number}): {}", verdict.words());
                if !reason.is_empty() {
                    s.push_str(&format!(": {reason}"));
                }
                s
            }
            What::PairRevoked {
                a,
                a_number,
                b,
                b_number,
                verdict,
            } => format!("Took back {}", decision_about(a, a_number, b, b_number, *verdict)),
            What::AccountSaved { account, how } => match how {
                AccountChange::Added => format!("Security administrator {account} was added"),
                AccountChange::PasswordSet => {
                    format!("The password of security administrator {account} was set")
                }
                AccountChange::Closed => {
                    format!("The account of security administrator {account} was closed")
                }
            },
            What::SignedIn { account } => format!("{account} signed in as security administrator"),
            What::SignInRefused { account, why } => format!("Signing in as {account} was refused: {why}"),
            What::SignedOut { account, idle } => {
                let why = if *idle { " after idle time" } else { "" };
                format!("{account} signed out{why}")
            }
            What::Undone { sentence, .. } => format!("Undone: {sentence}"),
        }
    }

    /// What an undo of it quotes: its sentence, or of a decision about a pair words that cannot be taken for the decision
    /// itself.
    pub fn quoted(&self) -> String {
        match self {
            What::PairDecided {
                a,
                a_number,
                b,
                b_number,
                verdict,
                ..
            } => decision_about(a, a_number, b, b_number, *verdict),
            What::PairRevoked {
                a,
                a_number,
                b,
                b_number,
                verdict,
            } => format!(
                "taking back {}",
                decision_about(a, a_number, b, b_number, *verdict)
            ),
            What::Undone { sentence, .. } => format!("the undo of “{sentence}”"),
            what => what.sentence(),
        }
    }

    /// Whether it only says what happened: no record, row or setting was changed by it.
    pub fn changes_nothing(&self) -> bool {
        matches!(
            self,
            What::AccountSaved { .. }
                | What::SignedIn { .. }
                | What::SignInRefused { .. }
                | What::SignedOut { .. }
                | What::MergeRefused { .. }
                | What::UndoRefused { .. }
        )
    }

    /// Whether it only says what a person thinks of a pair: no record, row or setting was changed by it.
    pub fn is_about_a_pair(&self) -> bool {
        matches!(self, What::PairDecided { .. } | What::PairRevoked { .. })
    }

    /// Whether only a security administrator may take it back.
    pub fn needs_right(&self) -> bool {
        matches!(self, What::ProfilesMerged { .. })
    }

    /// A word for filters and for the command line.
    pub fn word(&self) -> &'static str {
        match self {
            What::StoreMade { .. } | What::SampleMade { .. } => "district",
            What::RosterImported { .. } => "import",
            What::StudentAdded { .. }
            | What::StudentEdited { .. }
            | What::StudentWithdrawn { .. }
            | What::RowSaved { .. }
            | What::DuplicateMarked { .. }
            | What::CauseSet { .. } => "edit",
            What::GeneralImported { .. } | What::ProfileImported { .. } | What::ProfileRefreshed { .. } => {
                "import"
            }
            What::ProfilesMerged { .. } | What::MergeRefused { .. } | What::UndoRefused { .. } => "merge",
            What::PairDecided { .. } | What::PairRevoked { .. } => "duplicates",
            What::AccountSaved { .. }
            | What::SignedIn { .. }
            | What::SignInRefused { .. }
            | What::SignedOut { .. } => "security",
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
    /// What was decided about a pair: before and after.
    Decision(Option<Box<Decision>>, Option<Box<Decision>>),
    /// Two profiles were merged. Never the whole of what the operation did: records and rows have entries of their own.
    Merge(Box<MergeRecord>),
}

/// What happened to a row of program data: whose it was and what it said, before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowChange {
    /// The row.
    pub id: RowId,
    /// Before; `None` when it was not there.
    pub before: Option<(StudentKey, Row)>,
    /// After; `None` when it is no longer there.
    pub after: Option<(StudentKey, Row)>,
}

/// What happened to a row of the General Student Table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralChange {
    /// Before; `None` when it was not there.
    pub before: Option<GeneralRow>,
    /// After; `None` when it is no longer there.
    pub after: Option<GeneralRow>,
}

impl GeneralChange {
    /// The student number that is the row's key.
    pub fn number(&self) -> Option<&str> {
        let row = self.after.as_ref().or(self.before.as_ref())?;
        Some(row.record.number.as_str())
    }
}

/// `the decision “not the same student” about A (1) and B (2)`.
fn decision_about(a: &str, a_number: &str, b: &str, b_number: &str, verdict: Verdict) -> String {
    format!(
        "the decision “{}” about {a} ({a_number}) and {b} ({b_number})",
        verdict.words()
    )
}
