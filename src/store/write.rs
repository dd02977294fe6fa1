//! One operation: gathered in memory, then committed in one transaction with its indexes and its journal entry.

use super::error::StoreError;
use super::open::Store;
use super::read::Reader;
use super::record::{decode, encode};
use super::tables::{self as t, CHUNK};
use crate::domain::district::{District, School};
use crate::domain::ids::{OperationId, RequestId, StudentKey};
use crate::domain::journal::{Change, Operation, RecordChange, StudentEntry, What, differences};
use crate::domain::request::{RequestRecord, SentLine, Standing};
use crate::domain::student::{Student, Timestamp};
use redb::{ReadableTable, WriteTransaction};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The last operation on a student, and where the student stands with the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trail {
    pub last: OperationId,
    pub standing: Standing,
}

/// An operation being gathered. Dropped without [`Writer::commit`] it changes nothing.
pub struct Writer<'s> {
    store: &'s Store,
    reader: Reader,
    next_student: Option<u64>,
    students: BTreeMap<StudentKey, Edit>,
    changes: Vec<Change>,
    sent: Vec<(RequestId, Vec<SentLine>)>,
    undoes: Option<Operation>,
}

#[derive(Default)]
struct Edit {
    before: Option<Student>,
    after: Option<Student>,
    standing: Option<Standing>,
}

/// A committed operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The operation as it stands in the journal.
    pub operation: Operation,
    /// The students it touched.
    pub touched: Vec<StudentKey>,
}

impl<'s> Writer<'s> {
    pub(super) fn new(store: &'s Store, reader: Reader) -> Self {
        Self {
            store,
            reader,
            next_student: None,
            students: BTreeMap::new(),
            changes: Vec::new(),
            sent: Vec::new(),
            undoes: None,
        }
    }

    /// The store as the operation found it.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// Adds a student under a new key, which it gets.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn add(&mut self, mut student: Student) -> Result<StudentKey, StoreError> {
        let next = match self.next_student {
            Some(n) => n,
            None => self.reader.next_student()?,
        };
        self.next_student = Some(next + 1);
        student.key = StudentKey(next);
        let key = student.key;
        self.students.entry(key).or_default().after = Some(student);
        Ok(key)
    }

    /// Replaces a record; both versions have the same key. A record that this operation added or changed already
    /// keeps what it was in the store, or that it was not there: that is what indexes and undo go back to.
    pub fn change(&mut self, before: Student, after: Student) {
        debug_assert_eq!(before.key, after.key);
        let edit = self.students.entry(before.key).or_default();
        if edit.after.is_none() {
            edit.before = Some(before);
        }
        edit.after = Some(after);
    }

    /// Takes a record out: only an undo of an addition does that.
    pub(super) fn remove(&mut self, student: Student) {
        let key = student.key;
        self.students.entry(key).or_default().before = Some(student);
    }

    /// Puts a removed record back under its own key.
    pub(super) fn put_back(&mut self, student: Student) {
        let key = student.key;
        self.students.entry(key).or_default().after = Some(student);
    }

    /// Sets where a student stands with the state.
    pub fn stand(&mut self, key: StudentKey, standing: Standing) {
        self.students.entry(key).or_default().standing = Some(standing);
    }

    /// Adds or changes a school. A thing that is changed twice in one operation is one change, so that it can be undone.
    pub fn school(&mut self, before: Option<School>, after: Option<School>) {
        let code = |s: &Option<School>| s.as_ref().map(|s| s.code.clone());
        let this = code(&before).or(code(&after));
        for change in &mut self.changes {
            if let Change::School(b, a) = change
                && code(b).or(code(a)) == this
            {
                *a = after;
                return;
            }
        }
        self.changes.push(Change::School(before, after));
    }

    /// Changes the district or its settings.
    pub fn district(&mut self, before: District, after: District) {
        for change in &mut self.changes {
            if let Change::District(_, a) = change {
                **a = after;
                return;
            }
        }
        self.changes
            .push(Change::District(Box::new(before), Box::new(after)));
    }

    /// The number the next request gets.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_request(&self) -> Result<RequestId, StoreError> {
        self.reader.next_request()
    }

    /// Adds or changes a request.
    pub fn request(&mut self, before: Option<RequestRecord>, after: Option<RequestRecord>) {
        let this = before.as_ref().or(after.as_ref()).map(|r| r.id);
        for change in &mut self.changes {
            if let Change::Request(b, a) = change
                && b.as_ref().or(a.as_ref()).map(|r| r.id) == this
            {
                *a = after.map(Box::new);
                return;
            }
        }
        self.changes
            .push(Change::Request(before.map(Box::new), after.map(Box::new)));
    }

    /// Keeps the snapshot of a new request's lines.
    pub fn sent(&mut self, request: RequestId, lines: Vec<SentLine>) {
        self.sent.push((request, lines));
    }

    pub(super) fn undoing(&mut self, operation: Operation) {
        self.undoes = Some(operation);
    }

    /// A school that this operation takes out, and a student who would still be enrolled there.
    pub(super) fn closed_on(&self) -> Result<Option<(School, Student)>, StoreError> {
        let closing: Vec<&School> = self
            .changes
            .iter()
            .filter_map(|c| match c {
                Change::School(Some(school), None) => Some(school),
                _ => None,
            })
            .collect();
        let mut found = None;
        if closing.is_empty() {
            return Ok(found);
        }
        let mut look = |s: &Student| {
            let school = closing
                .iter()
                .find(|c| s.enrollments.iter().any(|e| e.school == c.code));
            if let (None, Some(school)) = (&found, school) {
                found = Some(((*school).clone(), s.clone()));
            }
        };
        self.students
            .values()
            .filter_map(|e| e.after.as_ref())
            .for_each(&mut look);
        let touched = |e: &Edit| e.before.is_some() || e.after.is_some();
        self.reader.for_each_student(|s, _| {
            if !self.students.get(&s.key).is_some_and(touched) {
                look(&s);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// How many student records would change; a changed standing alone is not a changed record.
    pub fn records(&self) -> usize {
        self.students
            .values()
            .filter(|e| e.before.is_some() || e.after.is_some())
            .count()
    }

    /// Writes everything in one transaction. `progress` is asked now and then and can stop it; after the last record
    /// it is not asked any more.
    ///
    /// # Errors
    /// [`StoreError::Stale`] when another operation was committed since this one began,
    /// [`StoreError::NumberTaken`] and [`StoreError::SsidTaken`] when two students would have one identifier,
    /// [`StoreError::Cancelled`], and what the disk says. Nothing is changed then.
    pub fn commit(
        self,
        what: What,
        who: &str,
        at: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Committed, StoreError> {
        let txn = self.store.db.begin_write()?;
        let base = self.reader.last_operation()?;
        let now = OperationId(
            txn.open_table(t::OPERATIONS)?
                .last()?
                .map_or(0, |(k, _)| k.value()),
        );
        if base != now {
            return Err(StoreError::Stale);
        }
        let operation = Operation {
            id: OperationId(now.0 + 1),
            at,
            who: who.to_owned(),
            what,
            students: self.records() as u32,
            undoes: self.undoes.as_ref().map(|o| o.id),
            undone_by: None,
        };
        write_indexes(&txn, &self.students)?;
        write_students(&txn, operation.id, &self.students, progress)?;
        write_changes(&txn, operation.id, &self.changes)?;
        for (request, lines) in &self.sent {
            let mut table = txn.open_table(t::SENT)?;
            for (i, chunk) in lines.chunks(CHUNK).enumerate() {
                table.insert((request.0, i as u32), encode("sent", &chunk)?.as_slice())?;
            }
        }
        if let Some(next) = self.next_student {
            txn.open_table(t::META)?
                .insert("next_student", encode("meta", &next)?.as_slice())?;
        }
        write_operation(&txn, &operation, self.undoes.as_ref())?;
        txn.commit()?;
        Ok(Committed {
            operation,
            touched: self.students.into_keys().collect(),
        })
    }
}

/// Old index entries go before new ones come, so that two students can swap numbers in one operation.
fn write_indexes(txn: &WriteTransaction, students: &BTreeMap<StudentKey, Edit>) -> Result<(), StoreError> {
    let mut by_number = txn.open_table(t::BY_NUMBER)?;
    let mut by_ssid = txn.open_table(t::BY_SSID)?;
    let mut by_former = txn.open_table(t::BY_FORMER)?;
    for (key, edit) in students {
        let Some(before) = &edit.before else { continue };
        let after = edit.after.as_ref();
        if after.is_none_or(|a| a.number != before.number) {
            by_number.remove(before.number.as_str())?;
        }
        if let Some(ssid) = &before.ssid
            && after.is_none_or(|a| a.ssid != before.ssid)
        {
            by_ssid.remove(ssid.as_str())?;
        }
        if after.is_none_or(|a| a.former_ids != before.former_ids) {
            for f in &before.former_ids {
                by_former.remove((f.value.as_str(), key.0))?;
            }
        }
    }
    for (key, edit) in students {
        let Some(after) = &edit.after else { continue };
        let before = edit.before.as_ref();
        if before.is_none_or(|b| b.number != after.number)
            && let Some(holder) = by_number.insert(after.number.as_str(), key.0)?
        {
            return Err(StoreError::NumberTaken {
                number: after.number.to_string(),
                holder: StudentKey(holder.value()),
            });
        }
        if let Some(ssid) = &after.ssid
            && before.is_none_or(|b| b.ssid != after.ssid)
            && let Some(holder) = by_ssid.insert(ssid.as_str(), key.0)?
        {
            return Err(StoreError::SsidTaken {
                ssid: ssid.to_string(),
                holder: StudentKey(holder.value()),
            });
        }
        if before.is_none_or(|b| b.former_ids != after.former_ids) {
            for f in &after.former_ids {
                by_former.insert((f.value.as_str(), key.0), ())?;
            }
        }
    }
    Ok(())
}

fn write_students(
    txn: &WriteTransaction,
    operation: OperationId,
    students: &BTreeMap<StudentKey, Edit>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    let mut table = txn.open_table(t::STUDENTS)?;
    let mut trails = txn.open_table(t::TRAIL)?;
    let mut entries = txn.open_table(t::ENTRIES)?;
    let mut chunk: Vec<StudentEntry> = Vec::with_capacity(CHUNK);
    for (done, (key, edit)) in students.iter().enumerate() {
        if done % CHUNK == 0 && !progress(done, students.len()) {
            return Err(StoreError::Cancelled);
        }
        let record = match (&edit.before, &edit.after) {
            (None, None) => None,
            (None, Some(after)) => Some(RecordChange::Added(Box::new(after.clone()))),
            (Some(before), None) => Some(RecordChange::Removed(Box::new(before.clone()))),
            (Some(before), Some(after)) => Some(RecordChange::Edited(differences(before, after))),
        };
        match (&edit.after, &record) {
            (Some(after), _) => {
                table.insert(key.0, encode("students", after)?.as_slice())?;
            }
            (None, Some(_)) => {
                table.remove(key.0)?;
            }
            (None, None) => {}
        }
        let before: Option<Trail> = trails
            .get(key.0)?
            .map(|v| decode("trail", key.0, v.value()))
            .transpose()?;
        let was = before.as_ref().map(|t| t.standing.clone()).unwrap_or_default();
        let trail = Trail {
            last: operation,
            standing: edit.standing.clone().unwrap_or_else(|| was.clone()),
        };
        trails.insert(key.0, encode("trail", &trail)?.as_slice())?;
        chunk.push(StudentEntry {
            student: *key,
            previous: before.map(|t| t.last),
            record,
            standing: (trail.standing != was).then_some((was, trail.standing)),
        });
        if chunk.len() == CHUNK {
            flush(&mut entries, operation, &mut chunk)?;
        }
    }
    flush(&mut entries, operation, &mut chunk)
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
            // A request is never taken out: its number and file name stay used.
            Change::School(None, None) | Change::Request(_, None) => {}
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
