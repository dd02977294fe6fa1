//! New students without a name, birth date or gender, by which the state tells students apart: they are taken, and it is said.

use super::super::{Plan, Roster, RosterColumn};
use crate::domain::problem::{Problem, Severity};
use crate::domain::student::{Field, Student};
use crate::domain::text::count;

/// What the state tells students apart by that a student can be added without.
const NEEDED: [Field; 4] = [Field::LastName, Field::FirstName, Field::BirthDate, Field::Gender];

/// Positions of the rows that add such a student, by what is missing.
#[derive(Default)]
pub(super) struct Lacking([Vec<u32>; NEEDED.len()]);

impl Lacking {
    /// Looks at a student whom the row at this position adds.
    pub(super) fn note(&mut self, new: &Student, position: usize) {
        for (rows, field) in self.0.iter_mut().zip(NEEDED) {
            if new.text(field).is_empty() {
                rows.extend(u32::try_from(position));
            }
        }
    }

    /// What is to be said: row by row where the file has the column filled for others, once where it has not.
    pub(super) fn said(&self, roster: &Roster, plan: &Plan) -> Vec<Problem> {
        let mut out = Vec::new();
        for (rows, field) in self.0.iter().zip(NEEDED).filter(|(rows, _)| !rows.is_empty()) {
            let label = field.label();
            let what = label.to_lowercase();
            let column = RosterColumn::Field(field);
            if roster.rows.iter().any(|r| !r.cell(column).trim().is_empty()) {
                let lines = rows.iter().filter_map(|at| plan.rows.get(*at as usize));
                out.extend(lines.map(|row| {
                    let message = format!(
                        "The new student has no {what}, and is not sent to the state before it is filled in."
                    );
                    Problem::at(
                        plan.file.clone(),
                        row.file_line,
                        label,
                        Severity::Warning,
                        message,
                    )
                    .found_expected("(blank)", format!("a {what}"))
                }));
            } else {
                let students = count(rows.len(), "new student has", "new students have");
                out.push(Problem::of_file(
                    plan.file.clone(),
                    Severity::Warning,
                    format!(
                        "The file says no {what}: {students} none, and cannot be sent to the state before it is filled in."
                    ),
                ));
            }
        }
        out
    }
}
