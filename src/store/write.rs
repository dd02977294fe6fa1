//! One operation: gathered in memory, then committed in one transaction with its indexes and its journal entry.

use super::error::StoreError;
use super::general::Kept;
use super::open::Store;
use super::read::Reader;
use super::record::{decode, encode};
use super::tables::{self as t, CHUNK};
use crate::domain::account::Account;
use crate::domain::district::{District, School};
use crate::domain::ids::{OperationId, RequestId, RowId, StudentKey};
use crate::domain::journal::{
    Change, GeneralChange, Operation, RecordChange, RowChange, StudentEntry, What, differences,
};
use crate::domain::program::Row;
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

/// An operation being gathered, or several that belong into one transaction. Dropped without [`Writer::commit`] it
/// changes nothing.
pub struct Writer<'s> {
    store: &'s Store,
    reader: Reader,
    next_student: Option<u64>,
    next_row: Option<u64>,
    /// Operations that are gathered already, with what they are.
    earlier: Vec<(Step, What)>,
    step: Step,
    content: Vec<(String, Vec<u8>)>,
    accounts: Vec<Account>,
    draft_done: Option<StudentKey>,
}

/// What one operation changes.
#[derive(Default)]
struct Step {
    students: BTreeMap<StudentKey, Edit>,
    changes: Vec<Change>,
    rows: BTreeMap<RowId, RowChange>,
    general: BTreeMap<String, GeneralChange>,
    sent: Vec<(RequestId, Vec<SentLine>)>,
    undoes: Option<Operation>,
}

#[derive(Default)]
struct Edit {
    before: Option<Student>,
    after: Option<Student>,
    standing: Option<Standing>,
    /// Something that the profile owns changes.
    touched: bool,
}

impl Step {
    /// Profiles that it changes: the record, or what it owns; a changed standing alone is not a changed record.
    fn records(&self) -> usize {
        self.students
            .values()
            .filter(|e| e.before.is_some() || e.after.is_some() || e.touched)
            .count()
    }
}

/// A committed operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The operation as it stands in the journal; the last one when there were several.
    pub operation: Operation,
    /// All operations of the transaction, in their order.
    pub operations: Vec<OperationId>,
    /// The students it touched.
    pub touched: Vec<StudentKey>,
}

impl<'s> Writer<'s> {
    pub(super) fn new(store: &'s Store, reader: Reader) -> Self {
        Self {
            store,
            reader,
            next_student: None,
            next_row: None,
            earlier: Vec::new(),
            step: Step::default(),
            content: Vec::new(),
            accounts: Vec::new(),
            draft_done: None,
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
        self.step.students.entry(key).or_default().after = Some(student);
        Ok(key)
    }

    /// Replaces a record; both versions have the same key. A record that this operation added or changed already
    /// keeps what it was in the store, or that it was not there: that is what indexes and undo go back to.
    pub fn change(&mut self, before: Student, after: Student) {
        debug_assert_eq!(before.key, after.key);
        let edit = self.step.students.entry(before.key).or_default();
        if edit.after.is_none() {
            edit.before = Some(before);
        }
        edit.after = Some(after);
    }

    /// Takes a record out: only an undo of an addition does that.
    pub(super) fn remove(&mut self, student: Student) {
        let key = student.key;
        self.step.students.entry(key).or_default().before = Some(student);
    }

    /// Puts a removed record back under its own key.
    pub(super) fn put_back(&mut self, student: Student) {
        let key = student.key;
        self.step.students.entry(key).or_default().after = Some(student);
    }

    /// Ends the operation that was gathered so far; what comes now is another one, in the same transaction. Later
    /// operations see the records as the earlier ones leave them: the caller passes them as `before`.
    pub fn next_operation(&mut self, what: What) {
        self.earlier.push((std::mem::take(&mut self.step), what));
    }

    /// The number that the next row of program data gets.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_row(&mut self) -> Result<RowId, StoreError> {
        let next = match self.next_row {
            Some(n) => n,
            None => self.reader.next_row()?,
        };
        self.next_row = Some(next);
        Ok(RowId(next))
    }

    /// Adds a row of program data to a profile.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn add_row(&mut self, owner: StudentKey, row: Row) -> Result<RowId, StoreError> {
        let id = self.next_row()?;
        self.next_row = Some(id.0 + 1);
        self.row(RowChange {
            id,
            before: None,
            after: Some((owner, row)),
        });
        Ok(id)
    }

    /// Changes, moves, takes out or puts back a row of program data. A row that is changed twice in one operation is one
    /// change.
    pub fn row(&mut self, change: RowChange) {
        for (owner, _) in change.before.iter().chain(&change.after) {
            self.step.students.entry(*owner).or_default().touched = true;
        }
        match self.step.rows.get_mut(&change.id) {
            Some(known) => known.after = change.after,
            None => drop(self.step.rows.insert(change.id, change)),
        }
    }

    /// Keeps the bytes of a document under their hash.
    pub fn content(&mut self, hash: String, bytes: Vec<u8>) {
        self.content.push((hash, bytes));
    }

    /// Changes a row of the General Student Table.
    pub fn general(&mut self, change: GeneralChange) {
        let Some(number) = change.number().map(str::to_owned) else {
            return;
        };
        match self.step.general.get_mut(&number) {
            Some(known) => known.after = change.after,
            None => drop(self.step.general.insert(number, change)),
        }
    }

    /// Adds an administrator's account or replaces it. It is not in the journal: nothing brings an old password back.
    pub fn account(&mut self, account: Account) {
        self.accounts.push(account);
    }

    /// Takes the draft of a Target out in the same transaction: its merge is saved.
    pub fn draft_done(&mut self, target: StudentKey) {
        self.draft_done = Some(target);
    }

    /// Sets where a student stands with the state.
    pub fn stand(&mut self, key: StudentKey, standing: Standing) {
        self.step.students.entry(key).or_default().standing = Some(standing);
    }

    /// Adds or changes a school. A thing that is changed twice in one operation is one change, so that it can be undone.
    pub fn school(&mut self, before: Option<School>, after: Option<School>) {
        let code = |s: &Option<School>| s.as_ref().map(|s| s.code.clone());
        let this = code(&before).or(code(&after));
        for change in &mut self.step.changes {
            if let Change::School(b, a) = change
                && code(b).or(code(a)) == this
            {
                *a = after;
                return;
            }
        }
        self.step.changes.push(Change::School(before, after));
    }

    /// Changes the district or its settings.
    pub fn district(&mut self, before: District, after: District) {
        for change in &mut self.step.changes {
            if let Change::District(_, a) = change {
                **a = after;
                return;
            }
        }
        self.step
            .changes
            .push(Change::District(Box::new(before), Box::new(after)));
    }

    /// The number the next request gets.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn next_request(&self) -> Result<RequestId, StoreError> {
        self.reader.next_request()
    }

    /// Keeps what the journal has to know of a merge.
    pub fn merge(&mut self, record: crate::domain::merge::MergeRecord) {
        self.step.changes.push(Change::Merge(Box::new(record)));
    }

    /// Adds or changes a request.
    pub fn request(&mut self, before: Option<RequestRecord>, after: Option<RequestRecord>) {
        let this = before.as_ref().or(after.as_ref()).map(|r| r.id);
        for change in &mut self.step.changes {
            if let Change::Request(b, a) = change
                && b.as_ref().or(a.as_ref()).map(|r| r.id) == this
            {
                *a = after.map(Box::new);
                return;
            }
        }
        self.step
            .changes
            .push(Change::Request(before.map(Box::new), after.map(Box::new)));
    }

    /// Keeps the snapshot of a new request's lines.
    pub fn sent(&mut self, request: RequestId, lines: Vec<SentLine>) {
        self.step.sent.push((request, lines));
    }

    pub(super) fn undoing(&mut self, operation: Operation) {
        self.step.undoes = Some(operation);
    }

    /// A school that this operation takes out, and a student who would still be enrolled there.
    pub(super) fn closed_on(&self) -> Result<Option<(School, Student)>, StoreError> {
        let closing: Vec<&School> = self
            .step
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
        self.step
            .students
            .values()
            .filter_map(|e| e.after.as_ref())
            .for_each(&mut look);
        let touched = |e: &Edit| e.before.is_some() || e.after.is_some();
        self.reader.for_each_student(|s, _| {
            if !self.step.students.get(&s.key).is_some_and(touched) {
                look(&s);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// How many profiles the operation would change.
    pub fn records(&self) -> usize {
        self.step.records()
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
        let mut steps = self.earlier;
        steps.push((self.step, what));
        let mut operations = Vec::with_capacity(steps.len());
        let mut touched = std::collections::BTreeSet::new();
        let mut last = None;
        for ((step, what), id) in steps.into_iter().zip(now.0 + 1..) {
            let operation = Operation {
                id: OperationId(id),
                at,
                who: who.to_owned(),
                what,
                students: step.records() as u32,
                undoes: step.undoes.as_ref().map(|o| o.id),
                undone_by: None,
            };
            write_step(&txn, &operation, &step, progress)?;
            operations.push(operation.id);
            touched.extend(step.students.into_keys());
            last = Some(operation);
        }
        {
            let mut meta = txn.open_table(t::META)?;
            if let Some(next) = self.next_student {
                meta.insert("next_student", encode("meta", &next)?.as_slice())?;
            }
            if let Some(next) = self.next_row {
                meta.insert("next_row", encode("meta", &next)?.as_slice())?;
            }
        }
        for (hash, bytes) in &self.content {
            txn.open_table(t::CONTENT)?
                .insert(hash.as_str(), bytes.as_slice())?;
        }
        for account in &self.accounts {
            txn.open_table(t::ACCOUNTS)?
                .insert(account.name.as_str(), encode("accounts", account)?.as_slice())?;
        }
        if let Some(target) = self.draft_done {
            txn.open_table(t::DRAFTS)?.remove(target.0)?;
        }
        txn.commit()?;
        // There is always the operation that `what` names.
        let operation = last.ok_or(StoreError::Stale)?;
        Ok(Committed {
            operation,
            operations,
            touched: touched.into_iter().collect(),
        })
    }
}

/// Writes one operation: indexes, records, program data, everything else, and what the journal keeps of it.
fn write_step(
    txn: &WriteTransaction,
    operation: &Operation,
    step: &Step,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    write_indexes(txn, &step.students)?;
    write_students(txn, operation.id, &step.students, progress)?;
    write_rows(txn, operation.id, &step.rows)?;
    write_general(txn, operation.id, &step.general, progress)?;
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
pub(super) fn former_index(student: &Student) -> impl Iterator<Item = &str> {
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
        if let Some(ssid) = own_ssid(before)
            && after.and_then(own_ssid) != Some(ssid)
        {
            by_ssid.remove(ssid.as_str())?;
        }
        if after.is_none_or(|a| !former_index(a).eq(former_index(before))) {
            for id in former_index(before) {
                by_former.remove((id, key.0))?;
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
        if let Some(ssid) = own_ssid(after)
            && before.and_then(own_ssid) != Some(ssid)
            && let Some(holder) = by_ssid.insert(ssid.as_str(), key.0)?
        {
            return Err(StoreError::SsidTaken {
                ssid: ssid.to_string(),
                holder: StudentKey(holder.value()),
            });
        }
        if before.is_none_or(|b| !former_index(b).eq(former_index(after))) {
            for id in former_index(after) {
                by_former.insert((id, key.0), ())?;
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
    operation: OperationId,
    general: &BTreeMap<String, GeneralChange>,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    if general.is_empty() {
        return Ok(());
    }
    let mut table = txn.open_table(t::GENERAL)?;
    let mut journal = txn.open_table(t::GENERAL_CHANGES)?;
    let list: Vec<(&String, &GeneralChange)> = general.iter().collect();
    for (i, chunk) in list.chunks(CHUNK).enumerate() {
        if !progress(i * CHUNK, list.len()) {
            return Err(StoreError::Cancelled);
        }
        for (number, change) in chunk {
            match &change.after {
                Some(row) => {
                    table.insert(number.as_str(), encode("general", row)?.as_slice())?;
                }
                None => drop(table.remove(number.as_str())?),
            }
        }
        let changes: Vec<Kept> = chunk.iter().map(|c| Kept::of(c.1)).collect();
        journal.insert(
            (operation.0, i as u32),
            encode("general_changes", &changes)?.as_slice(),
        )?;
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
            // A request is never taken out: its number and file name stay used. Of a merge, records and rows are written
            // as such; this is only what the journal keeps.
            Change::School(None, None) | Change::Request(_, None) | Change::Merge(_) => {}
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
