//! Undo of what an operation did to one student: the record, and where the student stands with the state.

use super::conflicts::Conflicts;
use super::decisions;
use crate::domain::edit::STATE_FIELDS;
use crate::domain::ids::{OperationId, RequestId, RowId, StudentKey};
use crate::domain::journal::{Operation, RecordChange, StudentEntry, What};
use crate::domain::request::{Function, Sent, Standing};
use crate::domain::response::Outcome;
use crate::domain::student::{Field, Student};
use crate::store::error::StoreError;
use crate::store::read::Reader;
use crate::store::write::Writer;
use std::collections::HashSet;

pub(super) fn undo_entry(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: &Operation,
    entry: StudentEntry,
    conflicts: &mut Conflicts,
) -> Result<(), StoreError> {
    let key = entry.student;
    let trail = reader.trail(key)?;
    let current = reader.student(key)?;
    let who = current.as_ref().map_or_else(
        || "A student".to_owned(),
        |s| format!("{} ({})", s.list_name(), s.number),
    );
    let later = match trail.as_ref().filter(|t| t.last != operation.id) {
        Some(t) => reader
            .operation(t.last)?
            .map(|o| format!(" ({})", o.what.sentence()))
            .unwrap_or_default(),
        None => String::new(),
    };
    let standing = trail.map(|t| t.standing).unwrap_or_default();
    if let Some((before, after)) = &entry.standing {
        let withdrawing = matches!(operation.what, What::RequestMade { .. });
        match standing_back(&standing, before, after, withdrawing, &conflicts.withdrawn) {
            Some(back) => {
                writer.stand(key, back);
                if withdrawing {
                    withdraw_of_survivor(writer, reader, operation.id, current.as_ref(), before, after)?;
                }
            }
            None => {
                conflicts.add(format!(
                    "{who} is in a later request or response{later}. Undo that first."
                ));
                return Ok(());
            }
        }
        let retrieve_answer = before.sent.get(&Function::Retrieve) != after.sent.get(&Function::Retrieve);
        let new = standing.sent.get(&Function::New);
        let withdrawn = new.is_some_and(|s| conflicts.withdrawn.contains(&s.request));
        if retrieve_answer && !withdrawn && new != after.sent.get(&Function::New) {
            conflicts.add(format!(
                "{who} is in a New request that relies on it. Undo that request first."
            ));
            return Ok(());
        }
    }
    match (entry.record, current) {
        (None, _) => {}
        (Some(RecordChange::Added(added)), Some(current)) => {
            // What matters is how the student is now: an edit that was undone again is no reason against it.
            let came_with = entry.standing.map(|(_, after)| after).unwrap_or_default();
            if *added == current && standing == came_with {
                if keeps_rows(reader, key, operation.id)? {
                    conflicts.add(format!(
                        "{who} has documents or other program data by now. Take them out first."
                    ));
                } else if conflicts.is_decided(reader, key)? {
                    conflicts.add(decisions::in_the_way(reader, key, &who)?);
                } else {
                    writer.remove(current);
                }
            } else {
                conflicts.add(format!("{who} was changed since{later}. Undo that first."));
            }
        }
        (Some(RecordChange::Added(_)), None) => {
            conflicts.add("A student it added is no longer there.".into())
        }
        (Some(RecordChange::Removed(gone)), None) => {
            match in_the_way(writer, reader, operation.id, None, &gone, conflicts)? {
                Some(why) => conflicts.add(why),
                None => writer.put_back(*gone),
            }
        }
        (Some(RecordChange::Removed(_)), Some(_)) => conflicts.add(format!("{who} is there again.")),
        (Some(RecordChange::Edited(_)), None) => {
            conflicts.add("A student it changed is no longer there.".into());
        }
        (Some(RecordChange::Edited(changes)), Some(current))
            if current.is_retired() && !changes.iter().any(|c| c.field == Field::RetiredInto) =>
        {
            let into = reader.survivor(current)?;
            conflicts.add(format!(
                "{who} was merged into {} ({}) since. Undo that merge first.",
                into.list_name(),
                into.number
            ));
        }
        (Some(RecordChange::Edited(changes)), Some(current)) => {
            if let Some(sent) = standing.sent.get(&Function::Update)
                && sent.answer.is_none()
                && changes.iter().any(|c| STATE_FIELDS.contains(&c.field))
                && conflicts.made_after(reader, sent.request, operation.id)?
            {
                conflicts.add(format!(
                    "{who} is in an Update request that tells the state of this change. Undo that request first."
                ));
                return Ok(());
            }
            let mut back = current.clone();
            let mut since: Vec<&str> = Vec::new();
            for change in changes {
                if current.value(change.field) == change.after {
                    back.put(change.field, change.before);
                } else {
                    since.push(change.field.label());
                }
            }
            if since.is_empty() {
                match in_the_way(writer, reader, operation.id, Some(&current), &back, conflicts)? {
                    Some(why) => conflicts.add(why),
                    None => writer.change(current, back),
                }
            } else {
                if since.contains(&Field::ChangeFlag.label()) && since.len() == 1 {
                    since = vec!["What the state has to be told"];
                }
                // It was reviewed, most likely: the field's name would read “since of” somebody.
                for label in &mut since {
                    if *label == Field::NotInRoster.label() {
                        *label = "The mark “Not in the newest roster”";
                    }
                }
                conflicts.add(format!(
                    "{} of {who} changed since{later}. Undo that first.",
                    since.join(", ")
                ));
            }
        }
    }
    Ok(())
}

/// What keeps a record from going back: a school that is no longer there, or an identifier that went to somebody else.
fn in_the_way(
    writer: &Writer<'_>,
    reader: &Reader,
    operation: OperationId,
    now: Option<&Student>,
    back: &Student,
    conflicts: &mut Conflicts,
) -> Result<Option<String>, StoreError> {
    let who = format!("{} ({})", back.list_name(), back.number);
    for e in &back.enrollments {
        let is_new = now.is_none_or(|n| n.enrollments.iter().all(|x| x.school != e.school));
        if is_new && conflicts.is_taken_out(writer, reader, &e.school)? {
            return Ok(Some(format!(
                "{who} is enrolled at school {} by it, which is no longer there. Put the school back first.",
                e.school
            )));
        }
    }
    // Whom the operation gave the identifier as well gives it back by this very undo.
    let another = |s: &Student, field: Field| -> Result<bool, StoreError> {
        let entry = reader.entry(operation, s.key)?;
        let gives_back = match entry.and_then(|e| e.record) {
            Some(RecordChange::Edited(changes)) => changes.iter().any(|c| c.field == field),
            Some(RecordChange::Added(_) | RecordChange::Removed(_)) => true,
            None => false,
        };
        Ok(s.key != back.key && !gives_back)
    };
    let belongs = |what: &str, id: &str, to: &Student| {
        let (name, number) = (to.list_name(), &to.number);
        Ok(Some(format!(
            "{what} {id} belongs to {name} ({number}) since. Change that first."
        )))
    };
    if now.is_none_or(|n| n.number != back.number)
        && let Some(other) = reader.student_by_number(back.number.as_str())?
        && another(&other, Field::Number)?
    {
        return belongs("Student number", back.number.as_str(), &other);
    }
    if let Some(ssid) = back.ssid.as_ref().filter(|_| back.holds_ssid())
        && now.is_none_or(|n| n.ssid != back.ssid)
        && let Some(other) = reader.student_by_ssid(ssid.as_str())?
        && another(&other, Field::Ssid)?
    {
        return belongs("SSID", ssid.as_str(), &other);
    }
    let links = !back.integration_idt.is_empty() && !back.duplicate && !back.is_retired();
    if links
        && now.is_none_or(|n| n.integration_idt != back.integration_idt)
        && let Some(other) = conflicts.linked(reader, &back.integration_idt)?
        && let Some(other) = reader.student(other)?
        && another(&other, Field::IntegrationIdt)?
    {
        return belongs("IntegrationIDT", &back.integration_idt, &other);
    }
    Ok(None)
}

/// A request that went along with a merge is withdrawn for the survivor too: nothing waits for its response any more.
fn withdraw_of_survivor(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: OperationId,
    merged: Option<&Student>,
    before: &Standing,
    after: &Standing,
) -> Result<(), StoreError> {
    let Some(merged) = merged.filter(|s| s.is_retired()) else {
        return Ok(());
    };
    let survivor = reader.survivor(merged.clone())?.key;
    // The survivor's own line in the request has an entry of its own.
    if survivor == merged.key || reader.entry(operation, survivor)?.is_some() {
        return Ok(());
    }
    let standing = reader.standing(survivor)?;
    let mine = |f: &Function| after.sent.get(f) != before.sent.get(f);
    let carried = Standing {
        sent: standing
            .sent
            .iter()
            .filter(|(f, sent)| mine(f) && after.sent.get(f) == Some(sent))
            .map(|(f, sent)| (*f, *sent))
            .collect(),
    };
    if carried == Standing::default() {
        return Ok(());
    }
    let nothing = Standing::default();
    if let Some(back) = standing_back(&standing, &nothing, &carried, true, &HashSet::new()) {
        writer.stand(survivor, back);
    }
    Ok(())
}

/// The standing with the operation's functions put back; `None` when one of them changed since.
///
/// A New request that is withdrawn leaves its students to Retrieve: it may have reached the state all the same. Any
/// request that is withdrawn leaves students alone who are in a later request by now; and nobody goes back to
/// waiting for a request that was itself withdrawn.
fn standing_back(
    current: &Standing,
    before: &Standing,
    after: &Standing,
    withdrawing: bool,
    withdrawn: &HashSet<RequestId>,
) -> Option<Standing> {
    let mut back = current.clone();
    for f in Function::ALL {
        let (b, a) = (before.sent.get(&f), after.sent.get(&f));
        if b == a {
            continue;
        }
        let now = current.sent.get(&f);
        if now != a {
            let later = now.map(|s| s.request) > a.map(|s| s.request);
            if withdrawing && later {
                continue;
            }
            return None;
        }
        match b {
            // Whether the file reached the state is not known here: only a Retrieve can tell what it made of it.
            _ if withdrawing && f == Function::New => {
                let asked = a.map(|a| Sent {
                    answer: Some(Outcome::Unreadable),
                    ..*a
                });
                asked.and_then(|asked| back.sent.insert(f, asked))
            }
            Some(sent) if sent.answer.is_some() || !withdrawn.contains(&sent.request) => {
                back.sent.insert(f, *sent)
            }
            _ => back.sent.remove(&f),
        };
    }
    Some(back)
}

/// Whether a profile that an undo would take out owns program data that stays.
fn keeps_rows(reader: &Reader, key: StudentKey, id: OperationId) -> Result<bool, StoreError> {
    let came: HashSet<RowId> = reader.row_changes(id)?.into_iter().map(|c| c.id).collect();
    Ok(reader.rows(key)?.iter().any(|r| !came.contains(&r.id)))
}
