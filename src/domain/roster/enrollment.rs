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
    if let Some((at, ends)) = ended_by(before, &new, today)
        && let Some(old) = draft.enrollments.get_mut(at)
    {
        old.exit = ends.to_string();
    }
    draft.enrollments.push(new);
}

/// The running enrollment that one which begins elsewhere ends, by its place in the record, and on which day. None when the
/// new one is over itself, or speaks of one that is there.
pub(super) fn ended_by(
    before: &Student,
    new: &EnrollmentDraft,
    today: NaiveDate,
) -> Option<(usize, NaiveDate)> {
    let over = day(&new.exit).is_some_and(|x| x <= today);
    if over || *new == EnrollmentDraft::default() || meant(before, new, today).is_some() {
        return None;
    }
    let old = before.current_enrollment(today).filter(|e| e.exit.is_none())?;
    let at = before.enrollments.iter().position(|e| e == old)?;
    let begins = day(&new.entry).unwrap_or(today);
    Some((at, old.entry.map_or(begins, |e| e.max(begins))))
}

/// Whether two times at one school are two enrollments: the first, from when to when, begins after the other ended, or
/// ended before that began.
pub(super) fn apart(
    one: (Option<NaiveDate>, Option<NaiveDate>),
    other: (Option<NaiveDate>, Option<NaiveDate>),
) -> bool {
    let after = one.0.zip(other.1).is_some_and(|(begins, ended)| begins > ended);
    let earlier = one.1.zip(other.0).is_some_and(|(ends, begun)| ends < begun);
    after || earlier
}

/// The day of a cell; none where it is blank or no date.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    parse_date(text).map(|d| d.day).ok()
}

/// Which enrollment on file a row speaks of: the running one at that school (of a student at two schools it need not be
/// the current one), or one that is over where the row has dates: a list without them speaks of today. None when it begins after the one on file ended (a
/// student who comes back) or ended before that began.
fn meant(before: &Student, new: &EnrollmentDraft, today: NaiveDate) -> Option<usize> {
    let current = before.current_enrollment(today)?;
    let (entry, exit) = (day(&new.entry), day(&new.exit));
    let is_dated = entry.is_some() || exit.is_some();
    let fits = |e: &Enrollment| {
        let here = if new.school.is_empty() {
            e == current
        } else {
            e.school.as_str() == new.school
        };
        let same_time = e.not_ended_by(today)
            || (e == current && (is_dated || new.school.is_empty()))
            || (entry.is_some() && entry == e.entry)
            || (exit.is_some() && exit == e.exit);
        here && same_time && !apart((entry, exit), (e.entry, e.exit))
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
