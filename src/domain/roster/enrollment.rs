//! What a row says about where a student is enrolled.

use super::{RosterColumn, RosterRow};
use crate::domain::date::parse_date;
use crate::domain::draft::{CheckContext, Draft, EnrollmentDraft, EnrollmentPart};
use crate::domain::student::{Enrollment, Student};
use chrono::NaiveDate;

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

/// Puts a row's school, grade and dates into the draft.
pub(super) fn put_enrollment(
    draft: &mut Draft,
    before: Option<&Student>,
    row: &RosterRow,
    check: &CheckContext<'_>,
) {
    take_enrollment(draft, before, enrollment_of(row), check.today);
}

/// Puts what an import says of a school, grade and dates into the draft of `before`. What is said about an enrollment
/// that is there updates it, and a blank wipes nothing. Another one is begun; unless it is over itself, it ends the
/// running enrollment (on the new entry date, or today).
pub fn take_enrollment(draft: &mut Draft, before: Option<&Student>, new: EnrollmentDraft, today: NaiveDate) {
    if new == EnrollmentDraft::default() {
        return;
    }
    let Some(before) = before.filter(|s| !s.enrollments.is_empty()) else {
        draft.enrollments.push(new);
        return;
    };
    if let Some(place) = meant(before, &new, today).and_then(|at| draft.enrollments.get_mut(at)) {
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
    let over = day(&new.exit).is_some_and(|x| x < today);
    if !over && let Some(old) = before.current_enrollment(today).filter(|e| e.exit.is_none()) {
        let begins = day(&new.entry).unwrap_or(today);
        let ends = old.entry.map_or(begins, |e| e.max(begins));
        draft.current(Some(before), today).exit = ends.to_string();
    }
    draft.enrollments.push(new);
}

fn day(text: &str) -> Option<NaiveDate> {
    parse_date(text).map(|d| d.day).ok()
}

/// Which enrollment on file a row speaks of: the running one at that school (of a student at two schools it need not be
/// the current one), or one that is over where the row's dates say so. None when it begins after the one on file ended (a
/// student who comes back) or ended before that began.
fn meant(before: &Student, new: &EnrollmentDraft, today: NaiveDate) -> Option<usize> {
    let current = before.current_enrollment(today)?;
    let (entry, exit) = (day(&new.entry), day(&new.exit));
    let apart = |e: &Enrollment| {
        let after = entry.zip(e.exit).is_some_and(|(begins, ended)| begins > ended);
        let earlier = exit.zip(e.entry).is_some_and(|(ends, begun)| ends < begun);
        after || earlier
    };
    let fits = |e: &Enrollment| {
        let here = if new.school.is_empty() {
            e == current
        } else {
            e.school.as_str() == new.school
        };
        let same_time = e.not_ended_by(today)
            || e == current
            || (entry.is_some() && entry == e.entry)
            || (exit.is_some() && exit == e.exit);
        here && same_time && !apart(e)
    };
    (0..before.enrollments.len())
        .filter(|at| fits(&before.enrollments[*at]))
        .max_by_key(|at| {
            let e = &before.enrollments[*at];
            (
                entry.is_some() && entry == e.entry,
                e.not_ended_by(today),
                e.entry,
            )
        })
}

/// A further row of the same student: with its school added, or with the enrollment there kept that an earlier row of
/// the file took for left. None when it says nothing new.
pub(super) fn second_enrollment(
    student: &Student,
    before: Option<&Student>,
    row: &RosterRow,
) -> Option<Draft> {
    let new = enrollment_of(row);
    if new.school.is_empty() {
        return None;
    }
    let mut draft = Draft::of(student);
    let Some(at) = student
        .enrollments
        .iter()
        .position(|e| e.school.as_str() == new.school && e.exit.is_none())
        .or_else(|| {
            student
                .enrollments
                .iter()
                .position(|e| e.school.as_str() == new.school)
        })
    else {
        draft.enrollments.push(new);
        return Some(draft);
    };
    let was = before?.enrollments.get(at)?;
    if was.exit.is_some() || student.enrollments[at].exit.is_none() || !new.exit.is_empty() {
        return None;
    }
    draft.enrollments[at].exit.clear();
    Some(draft)
}
