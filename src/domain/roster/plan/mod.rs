//! What each row of a roster would do.
//!
//! `row` one row · `again` a number that stands in the file more than once, or was merged away · `further` what another row
//! of a student says of enrollments · `identifiers` whose SSID
//! and IntegrationIDT are free · `lacking` new students whom the state could not tell apart.

use super::asking::{Blanks, School, Schools};
use super::gone::InFile;
use super::{Fate, Plan, PlanContext, PlannedRow, Roster, RosterColumn, RosterRow};
use crate::domain::draft::{CheckContext, DraftProblem, EnrollmentPart, Spot};
use crate::domain::ids::{SchoolCode, Ssid, StudentNumber};
use crate::domain::problem::{Problem, Severity};
use crate::domain::response::Directory;
use crate::domain::student::{Field, list_name};
use crate::domain::text::count;
use again::Positions;
use lacking::Lacking;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

mod again;
mod further;
mod identifiers;
mod lacking;
mod row;

/// The column of the student number.
const NUMBER: RosterColumn = RosterColumn::Field(Field::Number);

/// The column of the school.
const SCHOOL: RosterColumn = RosterColumn::Part(EnrollmentPart::School);

/// Compares a roster with the store. A student is known by the student number; a blank cell never wipes what is on
/// file unless a person said so; a different SSID is never overwritten. Beside the plan: who stands in the file, by which
/// [`InFile::gone`] tells who does not.
///
/// # Errors
/// When the store cannot be read or `progress` stops it.
pub fn plan<D: Directory>(
    roster: &Roster,
    cx: &PlanContext<'_>,
    directory: &D,
    mut progress: impl FnMut(usize) -> Result<(), D::Error>,
) -> Result<(Plan, InFile), D::Error> {
    let mut planning = Planning::of(roster, cx, directory);
    let mut all: BTreeSet<SchoolCode> = cx.check.schools.clone();
    let mut schools = Schools::default();
    let mut needed: BTreeSet<SchoolCode> = BTreeSet::new();
    for (position, row) in roster.rows.iter().enumerate() {
        if position % 512 == 0 {
            progress(position)?;
        }
        if let Some(problem) = &row.broken {
            planning.plan.problems.push((**problem).clone());
            planning.push(row, Fate::Refused);
            continue;
        }
        let school = schools.of(row, roster, cx, &mut all, &mut planning.plan.new_schools);
        let row = match school {
            Some(School::Unknown) => {
                planning.hold_unknown_school(row);
                planning.push(row, Fate::Refused);
                continue;
            }
            Some(School::Meant(code)) => Cow::Owned(row.with_school(&code)),
            Some(School::Here(_)) | None => Cow::Borrowed(row),
        };
        let check = CheckContext {
            schools: &all,
            ..cx.check
        };
        let fate = planning.judge(&row, position, &check)?;
        if fate != Fate::Refused && !planning.plan.new_schools.is_empty() {
            needed.extend(SchoolCode::parse(row.cell(SCHOOL).trim()));
        }
        planning.push(&row, fate);
    }
    let Planning {
        mut plan,
        blanks,
        mut in_file,
        lacking,
        returned,
        ..
    } = planning;
    // A school of which every row is held back for another reason is not created: its number may be a slipped cell.
    plan.new_schools.retain(|code, _| needed.contains(code));
    if roster.complete {
        in_file.schools = schools.here();
    }
    plan.problems.extend(lacking.said(roster, &plan));
    if let (n, Some(line)) = returned {
        let students = count(
            n,
            "student stands in the file who has",
            "students stand in the file who have",
        );
        let message = format!(
            "{students} left the school here, and no entry date stands there: a new enrollment is begun. The first stands in line {line}."
        );
        plan.problems
            .push(Problem::of_file(plan.file.clone(), Severity::Warning, message));
    }
    if let Some(line) = in_file.keeps_from_telling() {
        plan.say_nobodys(line);
    }
    plan.questions.extend(schools.questions(roster, cx));
    plan.questions.extend(blanks.and_then(|b| b.question(roster)));
    Ok((plan, in_file))
}

/// A roster while its rows are gone through, and what the earlier ones took.
struct Planning<'a, D> {
    roster: &'a Roster,
    cx: &'a PlanContext<'a>,
    directory: &'a D,
    plan: Plan,
    /// Student number → position of the row that counts for it.
    taken: HashMap<StudentNumber, usize>,
    /// Position of the row that counts for a student → the further rows of the student that are taken.
    further: HashMap<usize, Vec<usize>>,
    /// SSID → position of the row that took it.
    ssids: HashMap<Ssid, usize>,
    /// IntegrationIDT → position of the row that has it.
    links: HashMap<Box<str>, usize>,
    /// Blank cells of known students, from the first row that has a student number on.
    blanks: Option<Blanks>,
    /// Where student numbers stand in the file.
    positions: Positions,
    /// Who stands in the file.
    in_file: InFile,
    /// How many students stand in a list without dates who had left the school here, and the first line.
    returned: (usize, Option<u64>),
    /// New students without what the state tells them apart by.
    lacking: Lacking,
}

impl<'a, D> Planning<'a, D> {
    fn of(roster: &'a Roster, cx: &'a PlanContext<'a>, directory: &'a D) -> Self {
        let mut plan = Plan {
            file: roster.file.clone(),
            problems: roster.problems.clone(),
            questions: roster.questions.clone(),
            ..Plan::default()
        };
        plan.rows.reserve_exact(roster.rows.len());
        Self {
            roster,
            cx,
            directory,
            plan,
            taken: HashMap::with_capacity(roster.rows.len()),
            further: HashMap::new(),
            ssids: HashMap::new(),
            links: HashMap::new(),
            blanks: None,
            positions: Positions::of(roster),
            in_file: InFile::of(roster),
            returned: (0, None),
            lacking: Lacking::default(),
        }
    }

    fn push(&mut self, row: &RosterRow, fate: Fate) {
        let f = |f| row.cell(RosterColumn::Field(f));
        self.plan.rows.push(PlannedRow {
            file_line: row.file_line,
            number: f(Field::Number).trim().to_owned(),
            name: list_name(
                f(Field::LastName).trim(),
                f(Field::FirstName).trim(),
                f(Field::MiddleName).trim(),
                f(Field::Suffix).trim(),
            ),
            fate,
        });
    }

    /// Says something about a row.
    fn say(
        &mut self,
        row: &RosterRow,
        column: &str,
        severity: Severity,
        message: impl Into<Cow<'static, str>>,
    ) {
        let problem = Problem::at(self.plan.file.clone(), row.file_line, column, severity, message);
        self.plan.problems.push(problem);
    }

    /// Holds a row back, and says why.
    fn held(&mut self, row: &RosterRow, column: &str, message: impl Into<Cow<'static, str>>) -> Fate {
        self.say(row, column, Severity::Held, message);
        Fate::Refused
    }

    /// Holds a row back for what is wrong in its cells.
    fn held_for(&mut self, row: &RosterRow, problems: Vec<DraftProblem>) -> Fate {
        for p in problems {
            let (column, found) = spot_cell(row, p.spot);
            let message = p.message + &self.beside(row, p.spot);
            let problem = Problem::at(
                self.plan.file.clone(),
                row.file_line,
                &column,
                p.severity,
                message,
            );
            self.plan.problems.push(problem.found_expected(&found, ""));
        }
        Fate::Refused
    }

    /// Where a draft's cell stands, when it stands in another file of the package.
    fn beside(&self, row: &RosterRow, spot: Spot) -> String {
        let Spot::Field(field) = spot else {
            return String::new();
        };
        let elsewhere = self.roster.elsewhere.as_ref();
        elsewhere
            .and_then(|e| e.said(RosterColumn::Field(field), row.file_line))
            .unwrap_or_default()
    }

    fn hold_unknown_school(&mut self, row: &RosterRow) {
        let text = row.cell(SCHOOL).trim();
        *self.plan.unknown_schools.entry(text.to_owned()).or_insert(0) += 1;
        let message = match SchoolCode::parse(text) {
            _ if self.roster.reading.holds_school(text) => {
                "No school of this district has this number, and it was answered that its rows are held back."
            }
            Ok(_) => {
                "No school of this district has this number. The row waits for the answer which school it is."
            }
            Err(_) => "This is not a school number. The row waits for the answer which school it is.",
        };
        let problem = Problem::at(
            self.plan.file.clone(),
            row.file_line,
            "school",
            Severity::Held,
            message,
        );
        self.plan
            .problems
            .push(problem.found_expected(text, "the number of a school of this district"));
    }
}

/// The column of a draft's problem, and what stands there in the row.
fn spot_cell(row: &RosterRow, spot: Spot) -> (String, String) {
    let (label, column) = match spot {
        Spot::Field(f) => (f.label(), RosterColumn::Field(f)),
        Spot::Enrollment(_, p) => (p.label(), RosterColumn::Part(p)),
    };
    (label.to_owned(), row.cell(column).trim().to_owned())
}
