//! What stands in the way of an undo, student by student, and what is asked of the store once for all of them.

use crate::domain::ids::{OperationId, RequestId, SchoolCode, StudentKey};
use crate::domain::text::count;
use crate::store::error::StoreError;
use crate::store::read::Reader;
use crate::store::write::Writer;
use std::collections::{BTreeSet, HashMap, HashSet};

#[derive(Default)]
pub(super) struct Conflicts {
    students: usize,
    first: String,
    /// Requests that were withdrawn.
    pub(super) withdrawn: HashSet<RequestId>,
    /// Which operation made each request, once that is asked.
    made: Option<HashMap<RequestId, OperationId>>,
    /// Pairs that the operation itself decided about: taken back with it.
    pub(super) own_pairs: HashSet<(StudentKey, StudentKey)>,
    /// Everybody whom another decision is about, once that is asked.
    decided: Option<HashSet<StudentKey>>,
    /// Schools that were taken out and are not there when the undo is done, once that is asked.
    taken_out: Option<BTreeSet<SchoolCode>>,
    /// IntegrationIDT → whose it is now, once that is asked. The store has no index of it.
    links: Option<HashMap<String, StudentKey>>,
}

impl Conflicts {
    /// Whether a request was made after an operation.
    pub(super) fn made_after(
        &mut self,
        reader: &Reader,
        request: RequestId,
        operation: OperationId,
    ) -> Result<bool, StoreError> {
        let made = match self.made.take() {
            Some(made) => made,
            None => reader.requests_made()?,
        };
        let after = made.get(&request).is_none_or(|by| *by > operation);
        self.made = Some(made);
        Ok(after)
    }
    /// Whether somebody decided about a profile and another one.
    pub(super) fn is_decided(&mut self, reader: &Reader, key: StudentKey) -> Result<bool, StoreError> {
        let decided = match self.decided.take() {
            Some(decided) => decided,
            None => reader.decided_beside(&self.own_pairs)?,
        };
        let is = decided.contains(&key);
        self.decided = Some(decided);
        Ok(is)
    }

    /// Whether a school was taken out and is not there when the undo is done.
    pub(super) fn is_taken_out(
        &mut self,
        writer: &Writer<'_>,
        reader: &Reader,
        code: &SchoolCode,
    ) -> Result<bool, StoreError> {
        let taken_out = match self.taken_out.take() {
            Some(taken_out) => taken_out,
            None => &reader.schools_taken_out()? - &writer.schools()?,
        };
        let is = taken_out.contains(code);
        self.taken_out = Some(taken_out);
        Ok(is)
    }

    /// Who is linked to the SIS by an IntegrationIDT now.
    pub(super) fn linked(&mut self, reader: &Reader, idt: &str) -> Result<Option<StudentKey>, StoreError> {
        let links = match self.links.take() {
            Some(links) => links,
            None => {
                let mut links = HashMap::new();
                reader.for_each_student(|s, _| {
                    if !s.integration_idt.is_empty() && !s.duplicate && !s.is_retired() {
                        links.insert(s.integration_idt, s.key);
                    }
                    Ok(())
                })?;
                links
            }
        };
        let holder = links.get(idt).copied();
        self.links = Some(links);
        Ok(holder)
    }

    pub(super) fn add(&mut self, what: String) {
        if self.students == 0 {
            self.first = what;
        }
        self.students += 1;
    }
    pub(super) fn sentence(self) -> Option<String> {
        match self.students {
            0 => None,
            1 => Some(self.first),
            n => Some(format!(
                "{} So for {}.",
                self.first,
                count(n - 1, "other student", "other students")
            )),
        }
    }
}
