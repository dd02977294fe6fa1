//! Taking a merge back, also weeks later and after edits: what still has its merged value goes back, blank or not; what
//! was edited since is asked about, and kept unless a person says otherwise.

use super::conflicts::Conflicts;
use super::{UndoAnswers, UndoQuestion, WhyNot};
use crate::domain::edit::{STATE_FIELDS, settle_flag};
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::journal::{Change, Operation, RowChange, What};
use crate::domain::merge::MergeRecord;
use crate::domain::program::{Owned, Row};
use crate::domain::request::{Function, Standing};
use crate::domain::student::{Enrollment, Field, FieldValue, FormerId, Student, Timestamp};
use crate::store::error::StoreError;
use crate::store::read::Reader;
use crate::store::write::Writer;
use std::collections::HashSet;

/// Gathers what takes a merge back; the questions it raises are answered by `answers`, or by their defaults.
pub(super) fn undo_merge(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: &Operation,
    merge: &MergeRecord,
    answers: &UndoAnswers,
    now: Timestamp,
    conflicts: &mut Conflicts,
) -> Result<Result<Vec<UndoQuestion>, WhyNot>, StoreError> {
    let (source_key, target_key) = (merge.source.key, merge.target.key);
    let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
    let (Some(source), Some(target)) = (reader.student(source_key)?, reader.student(target_key)?) else {
        return Ok(Err(WhyNot("One of the two profiles is no longer there.".into())));
    };
    if source.retired_into != Some(target_key) {
        return Ok(Err(WhyNot(format!(
            "{} is no longer merged into {}.",
            named(&source),
            named(&target)
        ))));
    }
    if let Some(next) = target.retired_into {
        let into = reader
            .student(next)?
            .map_or_else(|| "another profile".into(), |s| named(&s));
        return Ok(Err(WhyNot(format!(
            "{} was itself merged into {into} since. Undo that merge first.",
            named(&target)
        ))));
    }
    if let Some(later) = later_merge(reader, operation, target_key)? {
        return Ok(Err(WhyNot(format!(
            "{} came later ({}). Undo that merge first.",
            later.what.sentence(),
            later.at.format("%Y-%m-%d")
        ))));
    }
    let mut questions = Vec::new();
    let district = reader.district()?;
    let standing = reader.standing(target_key)?;
    let told = match standing.sent.get(&Function::Update) {
        Some(sent) => conflicts.made_after(reader, sent.request, operation.id)?,
        None => false,
    };
    let mut back = fields_back(merge, &target, answers, &mut questions);
    if target.change_flag == merge.merged.change_flag && !told {
        back.change_flag = merge.target.change_flag.clone();
    } else if STATE_FIELDS.into_iter().any(|f| !back.same(&target, f)) {
        // The state has heard of the merged values, or may have: it has to hear of the old ones now.
        back.change_flag = target.change_flag.clone();
        settle_flag(&target, &mut back, &district.rules, now, told);
    }
    let entry = reader.entry(operation.id, target_key)?;
    if let Some((before, after)) = entry.and_then(|e| e.standing) {
        writer.stand(target_key, standing_back(&standing, &before, &after));
    }
    writer.change(source, merge.source.clone());
    writer.change(target, back);
    rows_back(writer, reader, operation, merge, answers, &mut questions)?;
    Ok(Ok(questions))
}

/// Why a merge that was taken back cannot be put in force again by undoing that: what came to the Source since would stay
/// behind with the retired profile, and the Target would have two open plans of one program. A new merge asks about both.
pub(super) fn no_redo(reader: &Reader, undoing: &Operation) -> Result<Option<WhyNot>, StoreError> {
    let merges = |o: &Operation| matches!(o.what, What::ProfilesMerged { .. });
    let mut redone = false;
    let mut root = undoing.clone();
    while let Some(undone) = root.undoes {
        let Some(before) = reader.operation(undone)? else {
            break;
        };
        (root, redone) = (before, !redone);
    }
    if !redone || !merges(&root) {
        return Ok(None);
    }
    let changes = reader.changes(root.id)?;
    let Some(merge) = changes.iter().find_map(|c| match c {
        Change::Merge(m) => Some(m),
        _ => None,
    }) else {
        return Ok(None);
    };
    let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
    let last = reader.last_on(merge.source.key)?;
    if last != undoing.id {
        let name = reader.student(merge.source.key)?.as_ref().map(named);
        let later = reader.operation(last)?.map(|o| o.what.sentence());
        return Ok(Some(WhyNot(format!(
            "{} was changed since the merge was undone ({}). Merge the two profiles again instead: the review shows what is there now.",
            name.unwrap_or_else(|| named(&merge.source)),
            later.unwrap_or_default()
        ))));
    }
    let coming = reader.row_changes(undoing.id)?;
    let came: HashSet<RowId> = coming.iter().map(|c| c.id).collect();
    let owned = reader.rows(merge.target.key)?;
    for change in &coming {
        let Some((owner, Row::Event(plan))) = &change.before else {
            continue;
        };
        let other = |o: &&Owned| {
            !came.contains(&o.id)
                && matches!(&o.row, Row::Event(e) if e.program == plan.program && e.is_open_plan())
        };
        if *owner == merge.target.key
            && plan.is_open_plan()
            && let Some(other) = owned.iter().find(other)
        {
            let program = plan.program;
            return Ok(Some(WhyNot(format!(
                "{} has an open {} by now: {}. Merge the two profiles again instead, and choose which stays open.",
                reader
                    .student(merge.target.key)?
                    .as_ref()
                    .map_or_else(|| named(&merge.target), named),
                program.plan(),
                other.row.label()
            ))));
        }
    }
    Ok(None)
}

/// A later merge into the same Target that is still in force: chains are taken back newest first.
fn later_merge(
    reader: &Reader,
    operation: &Operation,
    target: StudentKey,
) -> Result<Option<Operation>, StoreError> {
    for later in reader.operations(usize::MAX)? {
        if later.id <= operation.id {
            break;
        }
        if later.undone_by.is_some() || !matches!(later.what, What::ProfilesMerged { .. }) {
            continue;
        }
        for change in reader.changes(later.id)? {
            if matches!(&change, Change::Merge(m) if m.target.key == target) {
                return Ok(Some(later));
            }
        }
    }
    Ok(None)
}

/// The Target with every field that still has its merged value as it was before.
fn fields_back(
    merge: &MergeRecord,
    now: &Student,
    answers: &UndoAnswers,
    questions: &mut Vec<UndoQuestion>,
) -> Student {
    let mut back = now.clone();
    for field in Field::ALL {
        if field == Field::ChangeFlag || merge.target.same(&merge.merged, field) {
            continue;
        }
        let (before, merged, current) = (
            merge.target.value(field),
            merge.merged.value(field),
            now.value(field),
        );
        let value = match (before, merged, current) {
            (FieldValue::Enrollments(b), FieldValue::Enrollments(m), FieldValue::Enrollments(n)) => {
                let one = |x: &Enrollment, y: &Enrollment| (&x.school, x.entry) == (&y.school, y.entry);
                FieldValue::Enrollments(list_back(&b, &m, n, one))
            }
            (FieldValue::FormerIds(b), FieldValue::FormerIds(m), FieldValue::FormerIds(n)) => {
                let one = |x: &FormerId, y: &FormerId| (x.kind, &x.value) == (y.kind, &y.value);
                FieldValue::FormerIds(list_back(&b, &m, n, one))
            }
            (before, merged, current) if current == merged => before,
            (before, _, current) if current == before => before,
            (before, merged, current) => {
                questions.push(UndoQuestion::Field {
                    field,
                    before: before.text(),
                    merged: merged.text(),
                    now: current.text(),
                });
                if answers.back.contains(&field) {
                    before
                } else {
                    current
                }
            }
        };
        back.put(field, value);
    }
    back
}

/// A list without what the merge put in, with what it took out, and with everything that came or went since. Untouched
/// since, it is the list of before in its very order. `one` says whether two entries are about the same thing: what was
/// edited since stays as it is, and does not come back beside itself.
fn list_back<T: Clone + PartialEq>(
    before: &[T],
    merged: &[T],
    now: Vec<T>,
    one: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    if now == merged {
        return before.to_vec();
    }
    let mut out: Vec<T> = now
        .into_iter()
        .filter(|x| before.contains(x) || !merged.contains(x))
        .collect();
    let lost = before.iter().filter(|x| !merged.contains(x));
    for x in lost {
        let edited = |y: &T| one(x, y) && !before.contains(y) && !merged.contains(y);
        if !out.contains(x) && !out.iter().any(edited) {
            out.push(x.clone());
        }
    }
    out
}

/// The functions in which the Target still stands as the merge left it go back to how it stood before.
fn standing_back(now: &Standing, before: &Standing, after: &Standing) -> Standing {
    let mut back = now.clone();
    for f in Function::ALL {
        let (b, a) = (before.sent.get(&f), after.sent.get(&f));
        if b != a && now.sent.get(&f) == a {
            match b {
                Some(sent) => drop(back.sent.insert(f, *sent)),
                None => drop(back.sent.remove(&f)),
            }
        }
    }
    back
}

fn rows_back(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: &Operation,
    merge: &MergeRecord,
    answers: &UndoAnswers,
    questions: &mut Vec<UndoQuestion>,
) -> Result<(), StoreError> {
    let mut put = |id: RowId, before: Option<(StudentKey, Row)>, after: Option<(StudentKey, Row)>| {
        if before != after {
            writer.row(RowChange { id, before, after });
        }
    };
    for change in reader.row_changes(operation.id)? {
        let current = reader.row(change.id)?;
        let back = match (&change.before, &current) {
            // As the merge left it.
            (before, current) if *current == change.after => before.clone(),
            // Edited since: it goes back to its owner as it is now.
            (Some((owner, _)), Some((_, row))) => Some((*owner, row.clone())),
            // Taken out since, or new with the merge and edited since: it stays like that.
            (_, current) => current.clone(),
        };
        put(change.id, current, back);
    }
    for owned in reader.rows(merge.target.key)? {
        if owned.id < merge.rows_from {
            continue;
        }
        questions.push(UndoQuestion::Row {
            id: owned.id,
            label: format!("{}: {}", owned.row.kind().label(), owned.row.label()),
        });
        if answers.to_source.contains(&owned.id) {
            let before = Some((merge.target.key, owned.row.clone()));
            put(owned.id, before, Some((merge.source.key, owned.row)));
        }
    }
    Ok(())
}
