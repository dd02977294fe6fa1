//! Reading a store as it was at one moment: students, requests, the journal. What profiles own and what lies beside them is
//! read in `owned`, decisions about pairs in `decisions`, what relies on one in `relied`.

mod decisions;
mod owned;
mod relied;

use crate::domain::district::{District, School};
use crate::domain::ids::{OperationId, RequestId, SchoolCode, Ssid, StudentKey};
use crate::domain::journal::{Change, Operation, StudentEntry};
use crate::domain::request::{Function, RequestRecord, SentLine, Standing};
use crate::domain::response::Directory;
use crate::domain::student::{FormerId, IdKind, Student};
use crate::store::error::StoreError;
use crate::store::record::decode;
use crate::store::tables as t;
use crate::store::write::Trail;
use redb::{ReadOnlyTable, ReadTransaction, ReadableTable, ReadableTableMetadata};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The store at one moment.
pub struct Reader {
    meta: ReadOnlyTable<&'static str, &'static [u8]>,
    students: ReadOnlyTable<u64, &'static [u8]>,
    by_number: ReadOnlyTable<&'static str, u64>,
    by_ssid: ReadOnlyTable<&'static str, u64>,
    by_former: ReadOnlyTable<(&'static str, u64), ()>,
    trail: ReadOnlyTable<u64, &'static [u8]>,
    schools: ReadOnlyTable<&'static str, &'static [u8]>,
    requests: ReadOnlyTable<u64, &'static [u8]>,
    sent: ReadOnlyTable<(u64, u32), &'static [u8]>,
    operations: ReadOnlyTable<u64, &'static [u8]>,
    changes: ReadOnlyTable<u64, &'static [u8]>,
    entries: ReadOnlyTable<(u64, u64), &'static [u8]>,
    owned: ReadOnlyTable<(u64, u64), &'static [u8]>,
    owner: ReadOnlyTable<u64, u64>,
    content: ReadOnlyTable<&'static str, &'static [u8]>,
    row_changes: ReadOnlyTable<(u64, u32), &'static [u8]>,
    general: ReadOnlyTable<&'static str, &'static [u8]>,
    general_changes: ReadOnlyTable<(u64, u32), &'static [u8]>,
    accounts: ReadOnlyTable<&'static str, &'static [u8]>,
    drafts: ReadOnlyTable<u64, &'static [u8]>,
    decisions: ReadOnlyTable<(u64, u64), &'static [u8]>,
}

/// The entries of an index: identifier and student key.
pub(in crate::store) type Index = Vec<(String, u64)>;

/// One thing that happened to a student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryItem {
    /// The operation.
    pub operation: Operation,
    /// What it did to the student.
    pub entry: StudentEntry,
}

/// The first and the last keys of a table, at most so many of each.
fn ends<V: redb::Value + 'static>(
    table: &ReadOnlyTable<&'static str, V>,
    most: usize,
) -> Result<Vec<String>, StoreError> {
    let mut out = Vec::with_capacity(2 * most);
    let others = (table.len()? as usize).saturating_sub(most);
    for item in table.iter()?.take(most) {
        out.push(item?.0.value().to_owned());
    }
    for item in table.iter()?.rev().take(others.min(most)) {
        out.push(item?.0.value().to_owned());
    }
    Ok(out)
}

impl Reader {
    pub(in crate::store) fn new(txn: ReadTransaction) -> Result<Self, StoreError> {
        Ok(Self {
            meta: txn.open_table(t::META)?,
            students: txn.open_table(t::STUDENTS)?,
            by_number: txn.open_table(t::BY_NUMBER)?,
            by_ssid: txn.open_table(t::BY_SSID)?,
            by_former: txn.open_table(t::BY_FORMER)?,
            trail: txn.open_table(t::TRAIL)?,
            schools: txn.open_table(t::SCHOOLS)?,
            requests: txn.open_table(t::REQUESTS)?,
            sent: txn.open_table(t::SENT)?,
            operations: txn.open_table(t::OPERATIONS)?,
            changes: txn.open_table(t::CHANGES)?,
            entries: txn.open_table(t::ENTRIES)?,
            owned: txn.open_table(t::OWNED)?,
            owner: txn.open_table(t::OWNER)?,
            content: txn.open_table(t::CONTENT)?,
            row_changes: txn.open_table(t::ROW_CHANGES)?,
            general: txn.open_table(t::GENERAL)?,
            general_changes: txn.open_table(t::GENERAL_CHANGES)?,
            accounts: txn.open_table(t::ACCOUNTS)?,
            drafts: txn.open_table(t::DRAFTS)?,
            decisions: txn.open_table(t::DECISIONS)?,
        })
    }

    fn meta<T: serde::de::DeserializeOwned>(&self, key: &'static str) -> Result<T, StoreError> {
        match self.meta.get(key)? {
            Some(v) => decode("meta", key, v.value()),
            None => Err(StoreError::Record {
                table: "meta",
                key: key.into(),
                why: "it is missing".into(),
            }),
        }
    }

    /// The district.
    ///
    /// # Errors
    /// When the store cannot be read; so for every method here.
    pub fn district(&self) -> Result<District, StoreError> {
        self.meta("district")
    }

    pub(in crate::store) fn next_student(&self) -> Result<u64, StoreError> {
        self.meta("next_student")
    }

    pub(in crate::store) fn next_row(&self) -> Result<u64, StoreError> {
        match self.meta.get("next_row")? {
            Some(v) => decode("meta", "next_row", v.value()),
            // A store that never had a row.
            None => Ok(1),
        }
    }

    /// How many student records there are, retired ones among them.
    pub fn count(&self) -> Result<usize, StoreError> {
        Ok(self.students.len()? as usize)
    }

    /// The student of a key.
    pub fn student(&self, key: StudentKey) -> Result<Option<Student>, StoreError> {
        self.students
            .get(key.0)?
            .map(|v| decode("students", key.0, v.value()))
            .transpose()
    }

    /// The first and the last student numbers of the list, at most so many of each.
    pub fn some_numbers(&self, most: usize) -> Result<Vec<String>, StoreError> {
        ends(&self.by_number, most)
    }

    /// The student who has this number.
    pub fn student_by_number(&self, number: &str) -> Result<Option<Student>, StoreError> {
        match self.by_number.get(number)? {
            Some(k) => self.student(StudentKey(k.value())),
            None => Ok(None),
        }
    }

    /// The student who has this SSID.
    pub fn student_by_ssid(&self, ssid: &str) -> Result<Option<Student>, StoreError> {
        match self.by_ssid.get(ssid)? {
            Some(k) => self.student(StudentKey(k.value())),
            None => Ok(None),
        }
    }

    /// Students who had this identifier before.
    pub fn students_by_former(&self, id: &str) -> Result<Vec<Student>, StoreError> {
        let mut out = Vec::new();
        for item in self.by_former.range((id, 0)..=(id, u64::MAX))? {
            out.extend(self.student(StudentKey(item?.0.value().1))?);
        }
        Ok(out)
    }

    /// The student that a person means: by student number, by SSID, or by a former identifier. A profile that was merged
    /// into another is answered with that one.
    pub fn find(&self, id: &str) -> Result<Option<Student>, StoreError> {
        match self.find_record(id)? {
            Some(s) => self.survivor(s).map(Some),
            None => Ok(None),
        }
    }

    /// As [`Self::find`], but a retired profile is answered as itself.
    pub fn find_record(&self, id: &str) -> Result<Option<Student>, StoreError> {
        let id = id.trim();
        let upper = id.to_ascii_uppercase();
        if let Some(s) = self.student_by_number(&upper)? {
            return Ok(Some(s));
        }
        if let Some(s) = self.student_by_ssid(id)? {
            return Ok(Some(s));
        }
        let mut former = self.students_by_former(id)?;
        if former.is_empty() {
            former = self.students_by_former(&upper)?;
        }
        // Of a profile and those that were merged into it, the profile is meant.
        let mut found: Option<Student> = None;
        for s in former {
            let s = self.survivor(s)?;
            match &found {
                Some(other) if other.key != s.key => return Ok(None),
                _ => found = Some(s),
            }
        }
        Ok(found)
    }

    /// The profile that stands for a student: the one it was merged into, and so on; itself when it was not merged.
    pub fn survivor(&self, mut student: Student) -> Result<Student, StoreError> {
        let mut seen = Vec::new();
        while let Some(next) = student.retired_into {
            seen.push(student.key);
            match self.student(next)? {
                Some(s) if !seen.contains(&s.key) => student = s,
                _ => break,
            }
        }
        Ok(student)
    }

    /// Calls `each` with every student and where they stand with the state, in the order of their keys.
    pub fn for_each_student(
        &self,
        mut each: impl FnMut(Student, Standing) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut trails = self.trail.iter()?;
        let mut ahead = trails.next().transpose()?;
        for item in self.students.iter()? {
            let (k, v) = item?;
            let key = k.value();
            let mut standing = Standing::default();
            while let Some((tk, tv)) = &ahead {
                let at = tk.value();
                if at > key {
                    break;
                }
                if at == key {
                    standing = decode::<Trail>("trail", key, tv.value())?.standing;
                }
                ahead = trails.next().transpose()?;
            }
            each(decode("students", key, v.value())?, standing)?;
        }
        Ok(())
    }

    /// Calls `each` with every student but these, in the order of their keys.
    ///
    /// # Errors
    /// When the store cannot be read, or what `each` says.
    pub fn for_each_student_besides(
        &self,
        known: &HashSet<StudentKey>,
        mut each: impl FnMut(Student) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for item in self.students.iter()? {
            let (k, v) = item?;
            if !known.contains(&StudentKey(k.value())) {
                each(decode("students", k.value(), v.value())?)?;
            }
        }
        Ok(())
    }

    pub(in crate::store) fn trail(&self, key: StudentKey) -> Result<Option<Trail>, StoreError> {
        self.trail
            .get(key.0)?
            .map(|v| decode("trail", key.0, v.value()))
            .transpose()
    }

    /// Where a student stands with the state.
    pub fn standing(&self, key: StudentKey) -> Result<Standing, StoreError> {
        Ok(self.trail(key)?.map(|t| t.standing).unwrap_or_default())
    }

    /// Every school, in the order of their numbers.
    pub fn schools(&self) -> Result<Vec<School>, StoreError> {
        let mut out = Vec::new();
        for item in self.schools.iter()? {
            let (k, v) = item?;
            out.push(decode("schools", k.value(), v.value())?);
        }
        Ok(out)
    }

    /// The school of a number.
    pub fn school(&self, code: &SchoolCode) -> Result<Option<School>, StoreError> {
        self.schools
            .get(code.as_str())?
            .map(|v| decode("schools", code, v.value()))
            .transpose()
    }

    /// Every request, oldest first.
    pub fn requests(&self) -> Result<Vec<RequestRecord>, StoreError> {
        let mut out = Vec::new();
        for item in self.requests.iter()? {
            let (k, v) = item?;
            out.push(decode("requests", k.value(), v.value())?);
        }
        Ok(out)
    }

    /// The request of a number.
    pub fn request(&self, id: RequestId) -> Result<Option<RequestRecord>, StoreError> {
        self.requests
            .get(id.0)?
            .map(|v| decode("requests", id.0, v.value()))
            .transpose()
    }

    pub(in crate::store) fn next_request(&self) -> Result<RequestId, StoreError> {
        Ok(RequestId(self.requests.last()?.map_or(0, |(k, _)| k.value()) + 1))
    }

    /// The snapshot of a request's lines, in their order.
    pub fn sent(&self, id: RequestId) -> Result<Vec<SentLine>, StoreError> {
        let mut out = Vec::new();
        for item in self.sent.range((id.0, 0)..=(id.0, u32::MAX))? {
            let (k, v) = item?;
            let chunk: Vec<SentLine> = decode("sent", format!("{:?}", k.value()), v.value())?;
            out.extend(chunk);
        }
        Ok(out)
    }

    /// Another profile that is linked to the SIS record of an IntegrationIDT, neither marked as a duplicate nor merged away.
    /// There is no index of it: this looks at every student.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn linked_beside(
        &self,
        integration_idt: &str,
        besides: &[StudentKey],
    ) -> Result<Option<Student>, StoreError> {
        let mut found = None;
        if integration_idt.is_empty() {
            return Ok(found);
        }
        self.for_each_student(|s, _| {
            let stands = !s.duplicate && !s.is_retired() && !besides.contains(&s.key);
            if found.is_none() && stands && s.integration_idt == integration_idt {
                found = Some(s);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The number of the newest operation; 0 in a new store.
    pub fn last_operation(&self) -> Result<OperationId, StoreError> {
        Ok(OperationId(self.operations.last()?.map_or(0, |(k, _)| k.value())))
    }

    /// The number of the newest operation that changed something: what was compared before a sign-in still holds
    /// after it, and after a decision about a pair.
    pub fn last_change(&self) -> Result<OperationId, StoreError> {
        for item in self.operations.iter()?.rev() {
            let (k, v) = item?;
            let operation: Operation = decode("operations", k.value(), v.value())?;
            if !operation.what.changes_nothing() && !operation.what.is_about_a_pair() {
                return Ok(operation.id);
            }
        }
        Ok(OperationId(0))
    }

    /// Operations, newest first, at most `limit`.
    pub fn operations(&self, limit: usize) -> Result<Vec<Operation>, StoreError> {
        let mut out = Vec::new();
        for item in self.operations.iter()?.rev().take(limit) {
            let (k, v) = item?;
            out.push(decode("operations", k.value(), v.value())?);
        }
        Ok(out)
    }

    /// The operation of a number.
    pub fn operation(&self, id: OperationId) -> Result<Option<Operation>, StoreError> {
        self.operations
            .get(id.0)?
            .map(|v| decode("operations", id.0, v.value()))
            .transpose()
    }

    /// What an operation changed beside students.
    pub fn changes(&self, id: OperationId) -> Result<Vec<Change>, StoreError> {
        match self.changes.get(id.0)? {
            Some(v) => decode("changes", id.0, v.value()),
            None => Ok(Vec::new()),
        }
    }

    /// Which operation made each request. A clock can be put back; numbers of operations cannot.
    pub(in crate::store) fn requests_made(&self) -> Result<HashMap<RequestId, OperationId>, StoreError> {
        let mut out = HashMap::new();
        for item in self.changes.iter()? {
            let (k, v) = item?;
            let changes: Vec<Change> = decode("changes", k.value(), v.value())?;
            for change in changes {
                if let Change::Request(None, Some(made)) = change {
                    out.insert(made.id, OperationId(k.value()));
                }
            }
        }
        Ok(out)
    }

    /// Schools that some operation took out, whether or not they were put back.
    pub(in crate::store) fn schools_taken_out(&self) -> Result<BTreeSet<SchoolCode>, StoreError> {
        let mut out = BTreeSet::new();
        for item in self.changes.iter()? {
            let (k, v) = item?;
            let changes: Vec<Change> = decode("changes", k.value(), v.value())?;
            out.extend(changes.into_iter().filter_map(|c| match c {
                Change::School(Some(school), None) => Some(school.code),
                _ => None,
            }));
        }
        Ok(out)
    }

    /// Calls `each` with what an operation did to students, chunk by chunk, until it says `false`.
    pub fn for_each_entry(
        &self,
        id: OperationId,
        mut each: impl FnMut(StudentEntry) -> Result<bool, StoreError>,
    ) -> Result<(), StoreError> {
        for item in self.entries.range((id.0, 0)..=(id.0, u64::MAX))? {
            let (k, v) = item?;
            let chunk: Vec<StudentEntry> = decode("entries", format!("{:?}", k.value()), v.value())?;
            for entry in chunk {
                if !each(entry)? {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// What an operation did to one student.
    pub fn entry(&self, id: OperationId, key: StudentKey) -> Result<Option<StudentEntry>, StoreError> {
        let Some(item) = self.entries.range((id.0, 0)..=(id.0, key.0))?.next_back() else {
            return Ok(None);
        };
        let (k, v) = item?;
        let chunk: Vec<StudentEntry> = decode("entries", format!("{:?}", k.value()), v.value())?;
        Ok(chunk.into_iter().find(|e| e.student == key))
    }

    /// What happened to a student, newest first.
    pub fn history_of(&self, key: StudentKey, limit: usize) -> Result<Vec<HistoryItem>, StoreError> {
        let mut out = Vec::new();
        let mut next = self.trail(key)?.map(|t| t.last);
        while let Some(id) = next
            && out.len() < limit
        {
            let (Some(operation), Some(entry)) = (self.operation(id)?, self.entry(id, key)?) else {
                break;
            };
            next = entry.previous;
            out.push(HistoryItem { operation, entry });
        }
        Ok(out)
    }

    /// Everything in the indexes of numbers and SSIDs.
    pub(in crate::store) fn index_entries(&self) -> Result<(Index, Index), StoreError> {
        let list = |table: &ReadOnlyTable<&'static str, u64>| -> Result<Index, StoreError> {
            let mut out = Vec::new();
            for item in table.iter()? {
                let (k, v) = item?;
                out.push((k.value().to_owned(), v.value()));
            }
            Ok(out)
        };
        Ok((list(&self.by_number)?, list(&self.by_ssid)?))
    }

    pub(in crate::store) fn former_entries(&self) -> Result<Index, StoreError> {
        let mut out = Vec::new();
        for item in self.by_former.iter()? {
            let (entry, _) = item?;
            let (id, key) = entry.value();
            out.push((id.to_owned(), key));
        }
        Ok(out)
    }
}

impl Directory for Reader {
    type Error = StoreError;
    /// A number of a profile that was merged into another lands on that one.
    fn by_number(&self, number: &str) -> Result<Option<Student>, StoreError> {
        let number = number.trim().to_ascii_uppercase();
        if let Some(s) = self.student_by_number(&number)? {
            return self.survivor(s).map(Some);
        }
        // A number that a retired profile had before it was marked.
        for s in self.students_by_former(&number)? {
            let had = |f: &FormerId| f.kind == IdKind::Number && f.value == number;
            if s.is_retired() && s.former_ids.iter().any(had) {
                return self.survivor(s).map(Some);
            }
        }
        Ok(None)
    }
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, StoreError> {
        self.student_by_ssid(ssid.as_str())
    }
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, StoreError> {
        match self.student(key)? {
            Some(s) => self.survivor(s).map(Some),
            None => Ok(None),
        }
    }
    fn in_open_update(&self, key: StudentKey) -> Result<bool, StoreError> {
        Ok(self.standing(key)?.open(Function::Update).is_some())
    }
}
