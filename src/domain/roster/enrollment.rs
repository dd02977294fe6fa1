//! What a row says about where a student is enrolled.

use super::{RosterColumn, RosterRow};
use crate::domain::date::parse_date;
use crate::domain::draft::{CheckContext, Draft, EnrollmentDraft, EnrollmentPart};
use crate::domain::student::{Enrollment, Student};

/// The enrollment as the row has it.
pub(super) fn enrollment_of(row: &RosterRow) -> EnrollmentDraft {
    let part = |p| row.cell(RosterColumn::Part(p)).trim().to_owned();
    EnrollmentDraft {
        school: part(EnrollmentPart::School),
        grade: part(EnrollmentPart::Grade),
        entry: part(EnrollmentPart::Entry),
        exit: part(EnrollmentPart::Exit),
    }
}

/// Puts a row's school, grade and dates into the draft. The same school as now updates that enrollment; another one
/// ends the running enrollment (on the new entry date, or today) and begins a new one.
pub(super) fn put_enrollment(
    draft: &mut Draft,
    before: Option<&Student>,
    row: &RosterRow,
    check: &CheckContext<'_>,
) {
    let new = enrollment_of(row);
    if new == EnrollmentDraft::default() {
        return;
    }
    let current = before.and_then(|s| s.current_enrollment(check.today));
    let same_school = |e: &Enrollment| new.school.is_empty() || e.school.as_str() == new.school;
    let has_one = before.is_some_and(|s| !s.enrollments.is_empty());
    if !has_one || current.is_some_and(same_school) {
        let place = draft.current(before, check.today);
        for (to, from) in [
            (&mut place.school, new.school),
            (&mut place.grade, new.grade),
            (&mut place.entry, new.entry),
            (&mut place.exit, new.exit),
        ] {
            if !from.is_empty() {
                *to = from;
            }
        }
        return;
    }
    if let Some(old) = current.filter(|e| e.exit.is_none()) {
        let begins = parse_date(&new.entry).map(|d| d.day).unwrap_or(check.today);
        let ends = old.entry.map_or(begins, |e| e.max(begins));
        draft.current(before, check.today).exit = ends.to_string();
    }
    draft.enrollments.push(new);
}
