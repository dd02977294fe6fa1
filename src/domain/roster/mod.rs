//! A roster against the store: which students it adds, changes, leaves alone, and which rows are held back and why.

mod asking;
mod cells;
mod enrollment;
mod gone;
mod plan;
mod reading;
mod said;
mod settle;

use super::draft::{CheckContext, EnrollmentPart};
use super::ids::{SchoolCode, StudentKey, StudentNumber};
use super::journal::FieldChange;
use super::problem::{Problem, Severity};
use super::student::{Field, Packed, Student, Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

pub use cells::Cells;
pub use enrollment::take_enrollment;
pub use gone::InFile;
pub use plan::plan;
pub use reading::{
    Answers, BLANK_CELLS, By, CLEAR, COMPLETE, CREATE, Choice, EVERYBODY, Format, HOLD, KEEP, Known,
    MappedColumn, Meaning, Outcome, PART, Question, Reading, Recognised, Told, UNKNOWN_SCHOOLS, school_key,
};
pub use said::SaidOf;
pub use settle::{Facts, fixed_digits, settle};

/// What a column of a roster holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RosterColumn {
    /// A field of the student.
    Field(Field),
    /// A part of the current enrollment.
    Part(EnrollmentPart),
    /// The school's name, for schools that are not known yet.
    SchoolName,
}

impl RosterColumn {
    /// Every column that a roster can have, in the order in which they are offered.
    pub fn all() -> impl Iterator<Item = Self> {
        let fields = Field::TYPED.into_iter().map(Self::Field);
        let parts = EnrollmentPart::ALL.into_iter().map(Self::Part);
        fields.chain(parts).chain([Self::SchoolName])
    }

    /// Its name in saved mappings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Field(f) => f.name(),
            Self::Part(p) => p.name(),
            Self::SchoolName => "school_name",
        }
    }

    /// Whether a student may well have several of it, of which any will do: a list with two phone numbers, or with a line
    /// for each guardian, is not asked about.
    pub fn any_will_do(self) -> bool {
        matches!(
            self,
            Self::Field(
                Field::Guardian | Field::Phone | Field::Email | Field::Address | Field::PreferredFirstName
            )
        )
    }

    /// The column of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::all().find(|c| c.name() == name)
    }

    /// What it holds, within a sentence: `birth date`, `SSID`.
    pub fn in_sentence(self) -> String {
        let label = self.label();
        match label.chars().nth(1) {
            Some(second) if second.is_uppercase() => label.to_owned(),
            _ if label.starts_with("IntegrationIDT") => label.to_owned(),
            _ => label.to_lowercase(),
        }
    }

    /// What it holds, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::Field(f) => f.label(),
            Self::Part(p) => p.label(),
            Self::SchoolName => "School name",
        }
    }
}

/// One row of a roster: its cells by column, blanks left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Line of the file where the row begins, from 1.
    pub file_line: u64,
    /// What stands in it.
    pub cells: Cells,
    /// Why it cannot be read at all, when it cannot. Boxed: hardly a row has it, and rows are many.
    pub broken: Option<Box<Problem>>,
}

impl RosterRow {
    /// The text of a column; empty when blank or absent.
    pub fn cell(&self, column: RosterColumn) -> &str {
        self.cells.get(column).unwrap_or("")
    }

    /// Puts another text into a cell that has one.
    pub fn put(&mut self, column: RosterColumn, text: &str) {
        self.cells.replace(column, Some(text));
    }

    /// The row as if this school stood in it.
    fn with_school(&self, school: &SchoolCode) -> Self {
        let mut row = self.clone();
        let column = RosterColumn::Part(EnrollmentPart::School);
        row.cells.replace(column, None);
        row.cells.push(column, school.as_str());
        row
    }
}

/// What a package says of persons in a file beside its list of students: OneRoster's demographics.csv.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// How problems name the file.
    pub file: Arc<str>,
    /// Line of the list → line there, in the order of the list.
    pub lines: Vec<(u32, u32)>,
}

impl Elsewhere {
    /// Where a column's cell of a row stands, in words: ` It stands in demographics.csv, line 12.`
    fn said(&self, column: RosterColumn, line: u64) -> Option<String> {
        let is_there = matches!(
            column,
            RosterColumn::Field(Field::BirthDate | Field::Gender | Field::Ethnicity)
        );
        let line = u32::try_from(line).ok().filter(|_| is_there)?;
        let at = self.lines.binary_search_by_key(&line, |l| l.0).ok()?;
        Some(format!(" It stands in {}, line {}.", self.file, self.lines[at].1))
    }
}

/// A roster file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// Its name without the folder.
    pub file: Arc<str>,
    /// How it was to be read, with what was answered.
    pub reading: Reading,
    /// What it is.
    pub format: Format,
    /// What was recognised, and by what.
    pub recognised: Vec<Recognised>,
    /// Its columns, and what each was taken for.
    pub columns: Vec<MappedColumn>,
    /// What is asked once about it.
    pub questions: Vec<Question>,
    /// Whether who does not stand in it has gone: a complete list, not one of changes only.
    pub complete: bool,
    /// Student numbers of those whom the file itself marks as deleted, e.g. OneRoster's `tobedeleted`: they have no rows.
    pub deleted: Vec<String>,
    /// Where what is said of persons stands, when it stands in another file of the package.
    pub elsewhere: Option<Arc<Elsewhere>>,
    /// Why nothing can be taken before a person says which column is what; `rows` are blank then.
    pub unreadable: Option<Problem>,
    /// Its rows. Shared: comparing them again, with another answer, must not take a second copy of a large file.
    pub rows: Arc<Vec<RosterRow>>,
    /// What is to be said about the file as a whole.
    pub problems: Vec<Problem>,
}

/// What a roster would do, before anything is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The file.
    pub file: Arc<str>,
    /// Its rows in their order.
    pub rows: Vec<PlannedRow>,
    /// Schools it would create: number → name.
    pub new_schools: BTreeMap<SchoolCode, String>,
    /// Schools that are not known and not created: number as written → rows held back.
    pub unknown_schools: BTreeMap<String, u32>,
    /// What is to be said, with places.
    pub problems: Vec<Problem>,
    /// What is asked once about the file: what reading it raised, then what comparing it did.
    pub questions: Vec<Question>,
    /// Students here who no longer stand in the file, by name. Nobody is deleted: those who are not marked for review
    /// yet will be. Of the General Student Table: its rows that are not in this export; nothing is written for them.
    pub gone: Vec<Gone>,
    /// The first line that does not say whom it means, where that keeps a complete file from telling who has gone.
    pub nobodys: Option<u64>,
    /// Rows that add a student who looks like one who is here, where that was looked for.
    pub look_alikes: Vec<LooksLike>,
}

/// A student here who no longer stands in a complete roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The student.
    pub key: StudentKey,
    /// Student number.
    pub number: String,
    /// Name.
    pub name: String,
    /// The school that the student goes to, as of today.
    pub school: String,
    /// Whether the file itself says that they are deleted.
    pub named: bool,
    /// Since when they are marked for review, when an earlier roster left them out already.
    pub since: Option<NaiveDate>,
}

/// A row that adds a student, and the known one that the new one looks like most.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LooksLike {
    /// Position of the row in the plan.
    pub row: usize,
    /// The known student …
    pub key: StudentKey,
    /// … their number …
    pub number: String,
    /// … and their name.
    pub name: String,
}

/// One row and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRow {
    /// Line of the file.
    pub file_line: u64,
    /// Student number as written.
    pub number: String,
    /// Name as written.
    pub name: String,
    /// What happens.
    pub fate: Fate,
}

/// What a row would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// A new student.
    Added(Packed),
    /// A known student changes: whose record, and the fields that differ. In the General Student Table nobody has a key.
    Changed(StudentKey, Vec<FieldChange>),
    /// Nothing differs.
    Same,
    /// Held back; the plan's problems say why.
    Refused,
}

/// Rows by fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each counts the fate of that name")]
pub struct Counts {
    pub rows: usize,
    pub added: usize,
    pub changed: usize,
    pub same: usize,
    pub refused: usize,
}

impl Plan {
    /// How many rows are added, changed, the same, refused.
    pub fn counts(&self) -> Counts {
        let mut c = Counts {
            rows: self.rows.len(),
            ..Counts::default()
        };
        for row in &self.rows {
            *match row.fate {
                Fate::Added(_) => &mut c.added,
                Fate::Changed(..) => &mut c.changed,
                Fate::Same => &mut c.same,
                Fate::Refused => &mut c.refused,
            } += 1;
        }
        c
    }

    /// How many students would be marked for review who are not yet.
    pub fn newly_gone(&self) -> usize {
        self.to_mark().count()
    }

    /// Those who are marked now, and were not before.
    pub fn to_mark(&self) -> impl Iterator<Item = &Gone> {
        self.gone.iter().filter(|g| g.since.is_none())
    }

    /// Whether taking it would write nothing into the student records.
    pub fn changes_nothing(&self) -> bool {
        let counts = self.counts();
        counts.added + counts.changed + self.newly_gone() == 0 && self.new_schools.is_empty()
    }

    /// What became of the file as a whole: the worst that is to be said about it. What a person answered is no question
    /// any more; that it may list a part only takes nothing from what stands in it.
    pub fn outcome(&self) -> Outcome {
        let refused = self.rows.iter().any(|r| r.fate == Fate::Refused);
        let worst = self.problems.iter().map(|p| p.severity).max();
        if worst == Some(Severity::Refused) {
            Outcome::Reject
        } else if self
            .questions
            .iter()
            .any(|q| !q.is_answered() && q.key != COMPLETE)
        {
            Outcome::Ask
        } else if refused {
            Outcome::Partial
        } else if worst.is_some() {
            Outcome::Warn
        } else {
            Outcome::Accept
        }
    }
}

/// Which table a file goes into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Table {
    /// The student records.
    #[default]
    Students,
    /// The General Student Table. It is the SIS's own data: what looks wrong in it is said and taken all the same, schools
    /// are kept as they stand, and what only the state or Special Programs is told of a change does not arise.
    General,
}

/// What the plan is made against.
pub struct PlanContext<'a> {
    /// Which table the file goes into.
    pub table: Table,
    /// How rows are checked; `schools` are those that exist.
    pub check: CheckContext<'a>,
    /// Names of the schools that exist.
    pub school_names: BTreeMap<SchoolCode, String>,
    /// Who has which IntegrationIDT in the table; blank when the file has none of them.
    pub links: HashMap<String, Linked>,
    /// Now.
    pub now: Timestamp,
}

/// A student who has an IntegrationIDT.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The record; 0 of a row of the General Student Table, which has none.
    pub key: StudentKey,
    /// The student number.
    pub number: StudentNumber,
    /// The name as lists have it.
    pub name: String,
}

impl Linked {
    /// Of a student here, or of a row of the General Student Table.
    pub fn of(student: &Student) -> Self {
        Self {
            key: student.key,
            number: student.number.clone(),
            name: student.list_name(),
        }
    }
}

#[cfg(test)]
mod tests;
