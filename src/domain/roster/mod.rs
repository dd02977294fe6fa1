//! A roster against the store: which students it adds, changes, leaves alone, and which rows are held back and why.

mod enrollment;
mod plan;

use super::draft::{CheckContext, EnrollmentPart};
use super::ids::{SchoolCode, StudentKey};
use super::journal::FieldChange;
use super::problem::Problem;
use super::student::{Field, Student, Timestamp};
use std::collections::{BTreeMap, HashMap};

pub use enrollment::take_enrollment;
pub use plan::plan;

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

/// One row of a roster: its cells by column, blanks left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RosterRow {
    /// Line of the file where the row begins, from 1.
    pub file_line: u64,
    /// What stands in it.
    pub cells: Vec<(RosterColumn, String)>,
    /// Why it cannot be read at all, when it cannot.
    pub broken: Option<Problem>,
}

impl RosterRow {
    /// The text of a column; empty when blank or absent.
    pub fn cell(&self, column: RosterColumn) -> &str {
        self.cells.iter().find(|c| c.0 == column).map_or("", |c| &c.1)
    }
}

/// A roster file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roster {
    /// Its name without the folder.
    pub file: String,
    /// Header → what it was taken for; `None` where the column is not used.
    pub columns: Vec<(String, Option<RosterColumn>)>,
    /// Its rows.
    pub rows: Vec<RosterRow>,
    /// What is to be said about the file as a whole.
    pub problems: Vec<Problem>,
}

/// What a roster would do, before anything is written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// The file.
    pub file: String,
    /// Its rows in their order.
    pub rows: Vec<PlannedRow>,
    /// Schools it would create: number → name.
    pub new_schools: BTreeMap<SchoolCode, String>,
    /// Schools that are not known and not created: number as written → rows held back.
    pub unknown_schools: BTreeMap<String, u32>,
    /// What is to be said, with places.
    pub problems: Vec<Problem>,
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
    Added(Box<Student>),
    /// A known student changes: the record after, and the fields that differ.
    Changed(Box<Student>, Vec<FieldChange>),
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
}

/// Which table a file goes into.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
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
    /// Whether schools that are not known are created.
    pub create_schools: bool,
    /// Who is linked to the SIS by which IntegrationIDT; blank when the file has none of them.
    pub links: HashMap<String, (StudentKey, String)>,
    /// Now.
    pub now: Timestamp,
}

#[cfg(test)]
#[path = "../roster_tests.rs"]
mod tests;
