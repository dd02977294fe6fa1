//! What a further row of a student says about where the student is enrolled: another enrollment, or more of one that is there.

use super::super::RosterRow;
use super::super::enrollment::{apart, day, ended_by, enrollment_of};
use super::again::alike;
use crate::domain::district::Rules;
use crate::domain::draft::{Draft, EnrollmentDraft, EnrollmentPart};
use crate::domain::roster::RosterColumn;
use crate::domain::student::Student;
use chrono::NaiveDate;

/// A part of an enrollment of which a row above says something else, and what.
pub(super) struct Otherwise {
    pub part: EnrollmentPart,
    /// The line of the file that says it.
    pub line: u64,
    pub there: String,
}

/// The rows of a student above a further one.
pub(super) struct Above<'a> {
    /// What came of them.
    pub record: &'a Student,
    /// The record that is here.
    pub before: Option<&'a Student>,
    /// The rows, the one that counts first.
    pub rows: Vec<&'a RosterRow>,
    pub rules: &'a Rules,
    pub today: NaiveDate,
}

impl Above<'_> {
    /// The record with what the row says of an enrollment; none when it says nothing new. A blank wipes nothing. What is
    /// on file, or was ended only because the student begins elsewhere, goes by the row; what a row above says stays.
    ///
    /// # Errors
    /// When a row above says otherwise.
    pub(super) fn with(&self, row: &RosterRow) -> Result<Option<Draft>, Otherwise> {
        let new = enrollment_of(row);
        if new.school.is_empty() {
            return Ok(None);
        }
        let ended = self.ended();
        let mut draft = Draft::of(self.record);
        let Some(at) = self.place(&new, ended) else {
            draft.enrollments.push(new);
            return Ok(Some(draft));
        };
        let place = &mut draft.enrollments[at];
        let is_ended = self.record.enrollments[at]
            .exit
            .is_some_and(|exit| ended == Some((at, exit)));
        let mut changes = false;
        if is_ended {
            // The student goes to both schools.
            place.exit.clear();
            changes = true;
        }
        for (part, said, here) in [
            (EnrollmentPart::Grade, new.grade, &mut place.grade),
            (EnrollmentPart::Entry, new.entry, &mut place.entry),
            (EnrollmentPart::Exit, new.exit, &mut place.exit),
        ] {
            if said.is_empty() || self.are_alike(part, &said, here) {
                continue;
            }
            if let Some((line, there)) = self.said(part, &new.school, here) {
                return Err(Otherwise { part, line, there });
            }
            *here = said;
            changes = true;
        }
        Ok(changes.then_some(draft))
    }

    /// The enrollment that was ended only because the first row begins another one, and the day.
    fn ended(&self) -> Option<(usize, NaiveDate)> {
        ended_by(self.before?, &enrollment_of(self.rows.first()?), self.today)
    }

    /// Which enrollment of the record the row speaks of: the same time at the same school.
    fn place(&self, new: &EnrollmentDraft, ended: Option<(usize, NaiveDate)>) -> Option<usize> {
        let (entry, exit) = (day(&new.entry), day(&new.exit));
        let all = &self.record.enrollments;
        let left = |at: usize| all[at].exit.filter(|x| ended != Some((at, *x)));
        let runs = |at: usize| left(at).is_none_or(|x| x >= self.today);
        let began = |at: usize| entry.is_some() && entry == all[at].entry;
        (0..all.len())
            .filter(|at| all[*at].school.as_str() == new.school)
            .filter(|at| runs(*at) || began(*at) || exit.is_some() && exit == left(*at))
            .filter(|at| !apart((entry, exit), (all[*at].entry, left(*at))))
            .max_by_key(|at| (began(*at), runs(*at), all[*at].entry))
    }

    fn are_alike(&self, part: EnrollmentPart, a: &str, b: &str) -> bool {
        alike(RosterColumn::Part(part), a, b, self.rules)
    }

    /// What a row above says of this part of an enrollment at that school, where it is what stands in the record, and its
    /// line.
    fn said(&self, part: EnrollmentPart, school: &str, stands: &str) -> Option<(u64, String)> {
        let at_school = |r: &&&RosterRow| enrollment_of(r).school == school;
        let cells = self.rows.iter().filter(at_school);
        cells
            .map(|r| (r.file_line, r.cell(RosterColumn::Part(part)).trim()))
            .find(|(_, cell)| !cell.is_empty() && self.are_alike(part, cell, stands))
            .map(|(line, cell)| (line, cell.to_owned()))
    }
}
