//! One operation: gathered in memory, then committed in one transaction with its indexes and its journal entry.

mod decisions;
mod general;
mod tables;

use crate::domain::account::Account;
use crate::domain::district::{District, School};
use crate::domain::ids::{OperationId, RequestId, RowId, SchoolCode, StudentKey, StudentNumber};
use crate::domain::journal::{
    Change, FieldChange, GeneralChange, Operation, RowChange, What, with_changes, without_changes,
};
use crate::domain::matching::Decision;
use crate::domain::program::Row;
use crate::domain::request::{RequestRecord, SentLine, Standing};
use crate::domain::student::{Packed, Student, Timestamp};
use crate::store::error::StoreError;
use crate::store::open::Store;
use crate::store::read::Reader;
use crate::store::record::encode;
use crate::store::tables as t;
pub use general::Exported;
use general::RowEdit;
use redb::ReadableTable;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
pub(in crate::store) use tables::former_index;
use tables::write_step;

/// The last operation on a student, and where the student stands with the state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Trail {
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
    earlier: Vec<(Step<'s>, What)>,
    step: Step<'s>,
    content: Vec<(String, Vec<u8>)>,
    accounts: Vec<Account>,
    draft_done: Option<StudentKey>,
    /// Decisions as the operations gathered so far leave them.
    decisions: BTreeMap<(StudentKey, StudentKey), Option<Decision>>,
}

/// What one operation changes.
#[derive(Default)]
struct Step<'s> {
    students: BTreeMap<StudentKey, Edit<'s>>,
    changes: Vec<Change>,
    rows: BTreeMap<RowId, RowChange>,
    general: BTreeMap<String, RowEdit<'s>>,
    sent: Vec<(RequestId, Vec<SentLine>)>,
    undoes: Option<Operation>,
}

#[derive(Default)]
struct Edit<'s> {
    /// Packed, as `after` is: an import may add a million.
    before: Option<Packed>,
    after: Option<Packed>,
    /// Instead of both: what changes in the record that the store has. An import may change a million.
    fields: &'s [FieldChange],
    standing: Option<Standing>,
    /// Something that the profile owns changes.
    touched: bool,
}

impl Edit<'_> {
    /// Whether the record itself changes.
    fn is_of_record(&self) -> bool {
        self.before.is_some() || self.after.is_some() || !self.fields.is_empty()
    }

    /// The record before and after.
    fn versions(
        &self,
        key: StudentKey,
        reader: &Reader,
    ) -> Result<(Option<Student>, Option<Student>), StoreError> {
        if self.fields.is_empty() {
            let student = |p: &Option<Packed>| p.as_ref().map(Packed::student);
            return Ok((student(&self.before), student(&self.after)));
        }
        let before = reader.student(key)?;
        let after = before.clone().map(|b| with_changes(b, self.fields));
        Ok((before, after))
    }
}

impl Step<'_> {
    /// Profiles that it changes: the record, or what it owns; a changed standing alone is not a changed record.
    fn records(&self) -> usize {
        self.students
            .values()
            .filter(|e| e.is_of_record() || e.touched)
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
    pub(in crate::store) fn new(store: &'s Store, reader: Reader) -> Self {
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
            decisions: BTreeMap::new(),
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
    pub fn add(&mut self, student: Student) -> Result<StudentKey, StoreError> {
        self.add_packed(Packed::of(student))
    }

    /// As [`Self::add`], for a record that is packed already.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn add_packed(&mut self, mut student: Packed) -> Result<StudentKey, StoreError> {
        let next = match self.next_student {
            Some(n) => n,
            None => self.reader.next_student()?,
        };
        self.next_student = Some(next + 1);
        let key = StudentKey(next);
        student.set_key(key);
        self.step.students.entry(key).or_default().after = Some(student);
        Ok(key)
    }

    /// Replaces a record; both versions have the same key. A record that this operation added or changed already
    /// keeps what it was in the store, or that it was not there: that is what indexes and undo go back to.
    pub fn change(&mut self, before: Student, after: Student) {
        debug_assert_eq!(before.key, after.key);
        let edit = self.step.students.entry(before.key).or_default();
        if edit.after.is_none() {
            let in_store = without_changes(before, std::mem::take(&mut edit.fields));
            edit.before = Some(Packed::of(in_store));
        }
        edit.after = Some(Packed::of(after));
    }

    /// As [`Self::change`], by what changes in the record that the store has, which has to be there: who gathers them has
    /// seen to it that nothing was saved since they were compared. The changes are not copied, and the record is read again
    /// when it is written.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn change_fields(&mut self, key: StudentKey, changes: &'s [FieldChange]) -> Result<(), StoreError> {
        let steps = self.earlier.iter().map(|(step, _)| step).chain([&self.step]);
        let known = steps.rev().filter_map(|step| step.students.get(&key));
        let edit = known.into_iter().find(|edit| edit.is_of_record());
        match edit {
            None => self.step.students.entry(key).or_default().fields = changes,
            Some(edit) => {
                if let (_, Some(now)) = edit.versions(key, &self.reader)? {
                    let after = with_changes(now.clone(), changes);
                    self.change(now, after);
                }
            }
        }
        Ok(())
    }

    /// Takes a record out: only an undo of an addition does that.
    pub(in crate::store) fn remove(&mut self, student: Student) {
        let key = student.key;
        self.step.students.entry(key).or_default().before = Some(Packed::of(student));
    }

    /// Puts a removed record back under its own key.
    pub(in crate::store) fn put_back(&mut self, student: Student) {
        let key = student.key;
        self.step.students.entry(key).or_default().after = Some(Packed::of(student));
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

    /// Changes a row of the General Student Table. A row that is changed twice in one operation is one change.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn general(&mut self, mut change: GeneralChange) -> Result<(), StoreError> {
        let Some(number) = change.number().map(str::to_owned) else {
            return Ok(());
        };
        if let Some(known) = self.step.general.get(&number) {
            change.before = known.change(&number, &self.reader)?.before;
        }
        self.step.general.insert(number, RowEdit::of(change));
        Ok(())
    }

    /// Takes what an export says of a row, seen at that time. Nothing is copied, and the row is read when it is written.
    /// The first that an operation takes of a number counts.
    pub fn exported(&mut self, number: StudentNumber, exported: Exported<'s>, seen: Timestamp) {
        let edit = RowEdit::Exported(exported, seen);
        self.step.general.entry(number.to_string()).or_insert(edit);
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

    /// Keeps what the journal has to know of a merge. Decisions about the Source follow to the Target.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn merge(&mut self, record: crate::domain::merge::MergeRecord) -> Result<(), StoreError> {
        self.decisions_follow(record.source.key, record.target.key)?;
        self.step.changes.push(Change::Merge(Box::new(record)));
        Ok(())
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

    pub(in crate::store) fn undoing(&mut self, operation: Operation) {
        self.step.undoes = Some(operation);
    }

    /// The schools as the operation leaves them.
    pub(in crate::store) fn schools(&self) -> Result<BTreeSet<SchoolCode>, StoreError> {
        let mut all: BTreeSet<SchoolCode> = self.reader.schools()?.into_iter().map(|s| s.code).collect();
        for change in &self.step.changes {
            if let Change::School(before, after) = change {
                if let Some(before) = before {
                    all.remove(&before.code);
                }
                all.extend(after.as_ref().map(|a| a.code.clone()));
            }
        }
        Ok(all)
    }

    /// A school that this operation takes out, and a student who would still be enrolled there.
    pub(in crate::store) fn closed_on(&self) -> Result<Option<(School, Student)>, StoreError> {
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
        for (key, edit) in &self.step.students {
            if let (_, Some(after)) = edit.versions(*key, &self.reader)? {
                look(&after);
            }
        }
        self.reader.for_each_student(|s, _| {
            if !self.step.students.get(&s.key).is_some_and(Edit::is_of_record) {
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
            write_step(&txn, &self.reader, &operation, &step, progress)?;
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
