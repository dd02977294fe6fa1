//! Taking decisions about pairs back: a decision by itself, and those that went along with a merge.

use super::WhyNot;
use crate::domain::ids::{OperationId, StudentKey};
use crate::domain::journal::{Change, RecordChange};
use crate::domain::matching::{Decision, Verdict};
use crate::domain::student::Student;
use crate::store::error::StoreError;
use crate::store::read::Reader;
use crate::store::write::Writer;

type Kept = Option<Box<Decision>>;

/// Puts a decision back as it was before, or says why not: something else was decided since, or one of the two was merged
/// and the decision went along, or stayed behind as history.
pub(super) fn back(
    writer: &mut Writer<'_>,
    reader: &Reader,
    id: OperationId,
    before: Kept,
    after: Kept,
) -> Result<Option<WhyNot>, StoreError> {
    let Some(pair) = before.as_ref().or(after.as_ref()).map(|d| d.pair) else {
        return Ok(None);
    };
    let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
    let mut names = Vec::new();
    for key in [pair.0, pair.1] {
        let removed = || -> Result<_, StoreError> {
            // Whom the operation took out comes back with this undo.
            Ok(reader.entry(id, key)?.and_then(|e| match e.record {
                Some(RecordChange::Removed(student)) => Some(*student),
                _ => None,
            }))
        };
        let there = match reader.student(key)? {
            Some(student) => Some(student),
            None => removed()?,
        };
        let Some(student) = there else {
            return Ok(Some(WhyNot("A student it was about is no longer there.".into())));
        };
        if student.is_retired() {
            let who = named(&student);
            let into = reader.survivor(student)?;
            return Ok(Some(WhyNot(format!(
                "{who} was merged into {} since. Undo that merge first.",
                named(&into)
            ))));
        }
        names.push(named(&student));
    }
    if reader.decision(pair)?.as_ref() != after.as_deref() {
        return Ok(Some(WhyNot(format!(
            "Something else was decided about {} since. Undo that first.",
            names.join(" and ")
        ))));
    }
    writer.decision(after.map(|d| *d), before.map(|d| *d));
    Ok(None)
}

/// What relies on a decision that an undo takes back ([`Reader::relied_on`]), unless the one before it says the same of the
/// two as they were.
pub(super) fn relied_on(
    reader: &Reader,
    before: Option<&Decision>,
    after: Option<&Decision>,
) -> Result<Vec<String>, StoreError> {
    let same =
        |taken: &Decision| before.is_some_and(|b| b.verdict == Verdict::NotSame && b.seen == taken.seen);
    let Some(taken) = after.filter(|taken| !same(taken)) else {
        return Ok(Vec::new());
    };
    match (reader.student(taken.pair.0)?, reader.student(taken.pair.1)?) {
        (Some(a), Some(b)) => reader.relied_on(taken, (&a, &b)),
        _ => Ok(Vec::new()),
    }
}

/// Why a profile about which something was decided cannot be taken out, and what to do first: a decision about a profile
/// that was merged since is history, and can be revoked only when that merge is undone.
pub(super) fn in_the_way(reader: &Reader, key: StudentKey, who: &str) -> Result<String, StoreError> {
    for decision in reader.decisions_of(key)? {
        let (a, b) = decision.pair;
        if let Some(other) = reader
            .student(if a == key { b } else { a })?
            .filter(Student::is_retired)
        {
            let into = reader.survivor(other.clone())?;
            return Ok(format!(
                "It was decided whether {who} and {} ({}) are one student, and the latter was merged into {} ({}) since. Undo that merge first, then revoke the decision.",
                other.list_name(),
                other.number,
                into.list_name(),
                into.number
            ));
        }
    }
    Ok(format!(
        "It was decided whether {who} and another profile are one student. Revoke that decision first."
    ))
}

/// Decisions that went along with a merge go back to the Source, wherever the other student's record is by now: that one
/// may have been merged since. What was decided anew about the survivor since stays with it, and the Source has its own
/// again; what was revoked since stays revoked.
pub(super) fn back_from_merge(
    writer: &mut Writer<'_>,
    reader: &Reader,
    changes: &[Change],
    (source, target): (StudentKey, StudentKey),
) -> Result<(), StoreError> {
    let went: Vec<(&Decision, Decision)> = changes
        .iter()
        .filter_map(|c| match c {
            Change::Decision(Some(before), None) => Some((&**before, before.moved(source, target)?)),
            _ => None,
        })
        .collect();
    if went.is_empty() {
        return Ok(());
    }
    let mut about = reader.decisions_of(target)?;
    // Several that were made in one stroke may be copies of one another: each takes the one where it went first, then
    // whichever is left. What was taken is nobody else's.
    let (mut left, mut taken) = (Vec::new(), Vec::new());
    for (before, after) in went {
        match about
            .iter()
            .position(|d| d.pair == after.pair && d.is_copy_of(before))
        {
            Some(at) => taken.push(about.swap_remove(at)),
            None => left.push((before, after)),
        }
    }
    for (before, after) in left {
        if let Some(at) = about.iter().position(|d| d.is_copy_of(before)) {
            taken.push(about.swap_remove(at));
        } else if about.iter().any(|d| d.pair == after.pair) && reader.decision(before.pair)?.is_none() {
            writer.decision(None, Some(before.clone()));
        }
    }
    for now in taken {
        if let Some(back) = now.moved(target, source)
            && reader.decision(back.pair)?.is_none()
        {
            writer.decision(Some(now), None);
            writer.decision(None, Some(back));
        }
    }
    Ok(())
}
