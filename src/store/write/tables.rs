//! Putting an operation into the tables: indexes, records, program data, everything else, and what the journal keeps.

use super::general::RowEdit;
use super::{Edit, Step, Trail};
use crate::domain::ids::{OperationId, RowId, StudentKey};
use crate::domain::journal::{Change, Operation, RecordChange, RowChange, StudentEntry, differences};
use crate::domain::student::{Field, Student};
use crate::store::error::StoreError;
use crate::store::general::Kept;
use crate::store::read::Reader;
use crate::store::record::{decode, encode};
use crate::store::tables::{self as t, CHUNK};
use redb::{ReadableTable, WriteTransaction};
use std::collections::BTreeMap;

/// Writes one operation: indexes, records, program data, everything else, and what the journal keeps of it.
pub(super) fn write_step(
    txn: &WriteTransaction,
    reader: &Reader,
    operation: &Operation,
    step: &Step<'_>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    write_students(txn, reader, operation.id, &step.students, progress)?;
    write_rows(txn, operation.id, &step.rows)?;
    write_general(txn, reader, operation.id, &step.general, progress)?;
    write_changes(txn, operation.id, &step.changes)?;
    for (request, lines) in &step.sent {
        let mut table = txn.open_table(t::SENT)?;
        for (i, chunk) in lines.chunks(CHUNK).enumerate() {
            table.insert((request.0, i as u32), encode("sent", &chunk)?.as_slice())?;
        }
    }
    write_operation(txn, operation, step.undoes.as_ref())
}

/// What [`t::BY_FORMER`] holds of a record: identifiers it had, and an SSID that is not its own any more.
pub(in crate::store) fn former_index(student: &Student) -> impl Iterator<Item = &str> {
    let lent = student.ssid.as_ref().filter(|_| !student.holds_ssid());
    student
        .former_ids
        .iter()
        .map(|f| f.value.as_str())
        .chain(lent.map(crate::domain::ids::Ssid::as_str))
}

/// The SSID that [`t::BY_SSID`] holds of a record.
fn own_ssid(student: &Student) -> Option<&crate::domain::ids::Ssid> {
    student.ssid.as_ref().filter(|_| student.holds_ssid())
}

/// Indexes, records, standing and journal entries of students. Old index entries go before new ones come, so that two
/// students can swap numbers in one operation; then everything of a student is written at once.
fn write_students(
    txn: &WriteTransaction,
    reader: &Reader,
    operation: OperationId,
    students: &BTreeMap<StudentKey, Edit<'_>>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    let mut indexes = Indexes::open(txn)?;
    let indexed = |e: &Edit<'_>| e.before.is_some() || e.fields.iter().any(|c| Indexes::hold(c.field));
    for (done, (key, edit)) in students.iter().filter(|(_, e)| indexed(e)).enumerate() {
        // The first step is counted below.
        if done % CHUNK == CHUNK - 1 && !progress(0, students.len()) {
            return Err(StoreError::Cancelled);
        }
        if let (Some(before), after) = edit.versions(*key, reader)? {
            indexes.forget(*key, &before, after.as_ref())?;
        }
    }
    let mut table = txn.open_table(t::STUDENTS)?;
    let mut trails = txn.open_table(t::TRAIL)?;
    let mut entries = txn.open_table(t::ENTRIES)?;
    let mut chunk: Vec<StudentEntry> = Vec::with_capacity(CHUNK);
    for (done, (key, edit)) in students.iter().enumerate() {
        if done % CHUNK == 0 && !progress(done, students.len()) {
            return Err(StoreError::Cancelled);
        }
        let (before, after) = edit.versions(*key, reader)?;
        if let Some(after) = &after {
            indexes.learn(*key, before.as_ref(), after)?;
            table.insert(key.0, encode("students", after)?.as_slice())?;
        } else if before.is_some() {
            table.remove(key.0)?;
        }
        let record = match (before, after) {
            (None, None) => None,
            (None, Some(after)) => Some(RecordChange::Added(Box::new(after))),
            (Some(before), None) => Some(RecordChange::Removed(Box::new(before))),
            (Some(before), Some(after)) => Some(RecordChange::Edited(differences(&before, &after))),
        };
        let trail_before: Option<Trail> = trails
            .get(key.0)?
            .map(|v| decode("trail", key.0, v.value()))
            .transpose()?;
        let was = trail_before
            .as_ref()
            .map(|t| t.standing.clone())
            .unwrap_or_default();
        let trail = Trail {
            last: operation,
            standing: edit.standing.clone().unwrap_or_else(|| was.clone()),
        };
        trails.insert(key.0, encode("trail", &trail)?.as_slice())?;
        chunk.push(StudentEntry {
            student: *key,
            previous: trail_before.map(|t| t.last),
            record,
            standing: (trail.standing != was).then_some((was, trail.standing)),
        });
        if chunk.len() == CHUNK {
            flush(&mut entries, operation, &mut chunk)?;
        }
    }
    flush(&mut entries, operation, &mut chunk)
}

/// Who is found by which identifier.
struct Indexes<'t> {
    by_number: redb::Table<'t, &'static str, u64>,
    by_ssid: redb::Table<'t, &'static str, u64>,
    by_former: redb::Table<'t, (&'static str, u64), ()>,
}

impl<'t> Indexes<'t> {
    /// Whether a student is found by this field, or it says whether the SSID is the profile's own.
    fn hold(field: Field) -> bool {
        matches!(
            field,
            Field::Number | Field::Ssid | Field::FormerIds | Field::Duplicate | Field::RetiredInto
        )
    }

    fn open(txn: &'t WriteTransaction) -> Result<Self, StoreError> {
        Ok(Self {
            by_number: txn.open_table(t::BY_NUMBER)?,
            by_ssid: txn.open_table(t::BY_SSID)?,
            by_former: txn.open_table(t::BY_FORMER)?,
        })
    }

    /// Takes out what a student is not found by any more.
    fn forget(
        &mut self,
        key: StudentKey,
        before: &Student,
        after: Option<&Student>,
    ) -> Result<(), StoreError> {
        if after.is_none_or(|a| a.number != before.number) {
            self.by_number.remove(before.number.as_str())?;
        }
        if let Some(ssid) = own_ssid(before)
            && after.and_then(own_ssid) != Some(ssid)
        {
            self.by_ssid.remove(ssid.as_str())?;
        }
        if after.is_none_or(|a| !former_index(a).eq(former_index(before))) {
            for id in former_index(before) {
                self.by_former.remove((id, key.0))?;
            }
        }
        Ok(())
    }

    /// Puts in what a student is found by from now on.
    fn learn(
        &mut self,
        key: StudentKey,
        before: Option<&Student>,
        after: &Student,
    ) -> Result<(), StoreError> {
        if before.is_none_or(|b| b.number != after.number)
            && let Some(holder) = self.by_number.insert(after.number.as_str(), key.0)?
        {
            return Err(StoreError::NumberTaken {
                number: after.number.to_string(),
                holder: StudentKey(holder.value()),
            });
        }
        if let Some(ssid) = own_ssid(after)
            && before.and_then(own_ssid) != Some(ssid)
            && let Some(holder) = self.by_ssid.insert(ssid.as_str(), key.0)?
        {
            return Err(StoreError::SsidTaken {
                ssid: ssid.to_string(),
                holder: StudentKey(holder.value()),
            });
        }
        if before.is_none_or(|b| !former_index(b).eq(former_index(after))) {
            for id in former_index(after) {
                self.by_former.insert((id, key.0), ())?;
            }
        }
        Ok(())
    }
}

fn flush(
    entries: &mut redb::Table<'_, (u64, u64), &'static [u8]>,
    operation: OperationId,
    chunk: &mut Vec<StudentEntry>,
) -> Result<(), StoreError> {
    if let Some(first) = chunk.first() {
        entries.insert(
            (operation.0, first.student.0),
            encode("entries", chunk)?.as_slice(),
        )?;
        chunk.clear();
    }
    Ok(())
}

/// Rows leave their old owners before they come to new ones, so that no order among them matters.
fn write_rows(
    txn: &WriteTransaction,
    operation: OperationId,
    rows: &BTreeMap<RowId, RowChange>,
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let mut owned = txn.open_table(t::OWNED)?;
    let mut owners = txn.open_table(t::OWNER)?;
    for (id, change) in rows {
        if let Some((owner, _)) = &change.before {
            owned.remove((owner.0, id.0))?;
        }
        match &change.after {
            Some((owner, row)) => {
                owned.insert((owner.0, id.0), encode("owned", row)?.as_slice())?;
                owners.insert(id.0, owner.0)?;
            }
            None => drop(owners.remove(id.0)?),
        }
    }
    let list: Vec<&RowChange> = rows.values().collect();
    let mut journal = txn.open_table(t::ROW_CHANGES)?;
    for (i, chunk) in list.chunks(CHUNK).enumerate() {
        journal.insert((operation.0, i as u32), encode("row_changes", &chunk)?.as_slice())?;
    }
    Ok(())
}

fn write_general(
    txn: &WriteTransaction,
    reader: &Reader,
    operation: OperationId,
    general: &BTreeMap<String, RowEdit<'_>>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    if general.is_empty() {
        return Ok(());
    }
    let mut table = txn.open_table(t::GENERAL)?;
    let mut journal = txn.open_table(t::GENERAL_CHANGES)?;
    let mut left = general.iter().peekable();
    for i in 0.. {
        if left.peek().is_none() {
            break;
        }
        if !progress(i as usize * CHUNK, general.len()) {
            return Err(StoreError::Cancelled);
        }
        let mut changes = Vec::with_capacity(CHUNK);
        for (number, edit) in left.by_ref().take(CHUNK) {
            let change = edit.change(number, reader)?;
            if change.before == change.after {
                continue;
            }
            match &change.after {
                Some(row) => {
                    table.insert(number.as_str(), encode("general", row)?.as_slice())?;
                }
                None => drop(table.remove(number.as_str())?),
            }
            changes.push(Kept::of(change));
        }
        if changes.is_empty() {
            continue;
        }
        journal.insert((operation.0, i), encode("general_changes", &changes)?.as_slice())?;
    }
    Ok(())
}

fn write_changes(
    txn: &WriteTransaction,
    operation: OperationId,
    changes: &[Change],
) -> Result<(), StoreError> {
    if changes.is_empty() {
        return Ok(());
    }
    for change in changes {
        match change {
            Change::School(_, Some(school)) => {
                txn.open_table(t::SCHOOLS)?
                    .insert(school.code.as_str(), encode("schools", school)?.as_slice())?;
            }
            Change::School(Some(school), None) => {
                txn.open_table(t::SCHOOLS)?.remove(school.code.as_str())?;
            }
            Change::Request(_, Some(request)) => {
                txn.open_table(t::REQUESTS)?
                    .insert(request.id.0, encode("requests", request)?.as_slice())?;
            }
            Change::District(_, district) => {
                txn.open_table(t::META)?
                    .insert("district", encode("meta", district)?.as_slice())?;
            }
            Change::Decision(_, Some(decision)) => {
                let (a, b) = decision.pair;
                txn.open_table(t::DECISIONS)?
                    .insert((a.0, b.0), encode("decisions", decision)?.as_slice())?;
            }
            Change::Decision(Some(decision), None) => {
                let (a, b) = decision.pair;
                txn.open_table(t::DECISIONS)?.remove((a.0, b.0))?;
            }
            // A request is never taken out: its number and file name stay used. Of a merge, records and rows are written
            // as such; this is only what the journal keeps.
            Change::School(None, None)
            | Change::Decision(None, None)
            | Change::Request(_, None)
            | Change::Merge(_) => {}
        }
    }
    txn.open_table(t::CHANGES)?
        .insert(operation.0, encode("changes", &changes)?.as_slice())?;
    Ok(())
}

fn write_operation(
    txn: &WriteTransaction,
    operation: &Operation,
    undoes: Option<&Operation>,
) -> Result<(), StoreError> {
    let mut table = txn.open_table(t::OPERATIONS)?;
    table.insert(operation.id.0, encode("operations", operation)?.as_slice())?;
    // Taking an operation back brings the one that it took back into force again, and so on down the chain.
    let (mut next, mut by) = (undoes.map(|o| o.id), Some(operation.id));
    while let Some(id) = next {
        let old: Option<Operation> = table
            .get(id.0)?
            .map(|v| decode("operations", id.0, v.value()))
            .transpose()?;
        let Some(mut old) = old else { break };
        old.undone_by = by;
        table.insert(id.0, encode("operations", &old)?.as_slice())?;
        by = if by.is_some() { None } else { Some(id) };
        next = old.undoes;
    }
    Ok(())
}
