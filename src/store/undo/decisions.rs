//! Taking decisions about pairs back: a decision by itself, and those that went along with a merge.

use super::WhyNot;
use crate::domain::dates::local_day;
use crate::domain::ids::{OperationId, StudentKey};
use crate::domain::journal::{Change, RecordChange};
use crate::domain::matching::{Decision, Verdict};
use crate::domain::request::{Function, RequestState};
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

/// What relies on a decision that an undo takes back, a sentence each: a New request without a response was made with one of
/// two students who were told apart by then, and the other has an SSID, or is about to get one.
pub(super) fn relied_on(
    reader: &Reader,
    before: Option<&Decision>,
    after: Option<&Decision>,
) -> Result<Vec<String>, StoreError> {
    let apart = |d: &&Decision| d.verdict == Verdict::NotSame;
    let Some(taken) = after.filter(apart) else {
        return Ok(Vec::new());
    };
    if before.filter(apart).is_some_and(|b| b.seen == taken.seen) {
        // The one before it says the same of the two as they were.
        return Ok(Vec::new());
    }
    let (Some(a), Some(b)) = (reader.student(taken.pair.0)?, reader.student(taken.pair.1)?) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    // Of two in one file the one added later was asked about, as before New.
    for (sent, other) in [(&b, &a), (&a, &b)] {
        let Some(id) = reader.standing(sent.key)?.open(Function::New) else {
            continue;
        };
        let Some(request) = reader.request(id)?.filter(|r| r.state == RequestState::Open) else {
            continue;
        };
        let numbered = other.ssid.is_some() || reader.standing(other.key)?.open(Function::New).is_some();
        // The decision keeps its day through undo and redo, so that it tells better than the journal what came first.
        if !numbered || request.made_at < taken.at {
            continue;
        }
        out.push(format!(
            "Request {} of {} was created with {} ({}), relying on this decision; it has no response yet. Without the decision nothing says any more that {} ({}) is a different person: withdraw the request, or decide again.",
            request.file_name,
            local_day(request.made_at),
            sent.list_name(),
            sent.number,
            other.list_name(),
            other.number
        ));
        break;
    }
    Ok(out)
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
