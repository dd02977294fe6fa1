//! Checking a store: every record and all of the journal can be read, and every index says what the records say.

use super::error::StoreError;
use super::open::Store;
use super::read::Reader;
use crate::domain::journal::Change;
use crate::domain::program::Row;
use crate::domain::text::count;
use std::collections::{BTreeMap, HashMap, HashSet};

impl Reader {
    /// Whether every row of program data has an owner that is there, and every document its bytes.
    fn check_rows(&self, problems: &mut Vec<String>) -> Result<(), StoreError> {
        let mut owners: HashMap<u64, u64> = self.owner_entries()?.into_iter().collect();
        self.for_each_row(|owner, id, row| {
            if owners.remove(&id.0) != Some(owner.0) {
                problems.push(format!("Row {} is not in the index of owners.", id.0));
            }
            if self.student(owner)?.is_none() {
                problems.push(format!(
                    "Row {} belongs to record {}, which is not there.",
                    id.0, owner.0
                ));
            }
            if let Row::Document(d) = &row
                && !self.has_content(&d.hash)?
            {
                problems.push(format!("The file of document “{}” is not there.", d.title));
            }
            Ok(())
        })?;
        for (id, owner) in owners {
            problems.push(format!(
                "The index of owners has row {id} of record {owner}, which is not there."
            ));
        }
        Ok(())
    }
}

/// Whether every decision lies under its own pair, and both records are there.
fn check_decisions(
    reader: &Reader,
    keys: &HashSet<u64>,
    problems: &mut Vec<String>,
) -> Result<(), StoreError> {
    for decision in reader.decisions()? {
        let (a, b) = decision.pair;
        if a >= b || reader.decision(decision.pair)?.as_ref() != Some(&decision) {
            problems.push(format!(
                "The decision about records {} and {} is not in its place.",
                a.0, b.0
            ));
        }
        for key in [a, b] {
            if !keys.contains(&key.0) {
                problems.push(format!(
                    "A decision is about record {}, which is not there.",
                    key.0
                ));
            }
        }
    }
    Ok(())
}

/// Reads all that the journal keeps: what cannot be read cannot be undone.
fn check_journal(reader: &Reader) -> Result<(), StoreError> {
    for operation in reader.operations(usize::MAX)? {
        let id = operation.id;
        for change in reader.changes(id)? {
            if let Change::Request(None, Some(made)) = change {
                reader.sent(made.id)?;
            }
        }
        reader.for_each_entry(id, |_| Ok(true))?;
        reader.row_changes(id)?;
        reader.for_each_general_change(id, |_| Ok(()))?;
    }
    Ok(())
}

impl Store {
    /// What is wrong with records and indexes, as plain sentences; empty when all is well. The bytes themselves were
    /// checked when the store was opened.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        let reader = self.read()?;
        let mut problems = Vec::new();
        let (numbers, ssids) = reader.index_entries()?;
        let mut former: HashSet<(String, u64)> = reader.former_entries()?.into_iter().collect();
        let mut numbers: HashMap<String, u64> = numbers.into_iter().collect();
        let mut ssids: HashMap<String, u64> = ssids.into_iter().collect();
        let mut merged: Vec<(u64, u64)> = Vec::new();
        let mut keys: HashSet<u64> = HashSet::new();
        // What was never a school of the district came in with records from before there were any.
        let mut closed = reader.schools_taken_out()?;
        for school in reader.schools()? {
            closed.remove(&school.code);
        }
        let mut nowhere: BTreeMap<String, usize> = BTreeMap::new();
        let walked = reader.for_each_student(|s, _| {
            keys.insert(s.key.0);
            for e in s.enrollments.iter().filter(|e| closed.contains(&e.school)) {
                *nowhere.entry(e.school.to_string()).or_default() += 1;
            }
            merged.extend(s.retired_into.map(|into| (s.key.0, into.0)));
            if numbers.remove(s.number.as_str()) != Some(s.key.0) {
                problems.push(format!("Student number {} is not in the index.", s.number));
            }
            if let Some(ssid) = s.ssid.as_ref().filter(|_| s.holds_ssid())
                && ssids.remove(ssid.as_str()) != Some(s.key.0)
            {
                problems.push(format!("SSID {ssid} is not in the index."));
            }
            let had: HashSet<(String, u64)> = super::write::former_index(&s)
                .map(|id| (id.to_owned(), s.key.0))
                .collect();
            for id in had {
                if !former.remove(&id) {
                    problems.push(format!(
                        "Former identifier {} of record {} is not in the index.",
                        id.0, id.1
                    ));
                }
            }
            Ok(())
        });
        for step in [
            walked,
            reader.check_rows(&mut problems),
            reader.for_each_general(|_| Ok(())),
            reader.accounts().map(drop),
            reader.drafts().map(drop),
            check_decisions(&reader, &keys, &mut problems),
            reader.schools().map(drop),
            reader.requests().map(drop),
            check_journal(&reader),
        ] {
            if let Err(e) = step {
                problems.push(e.to_string());
                return Ok(problems);
            }
        }
        for (school, n) in nowhere {
            problems.push(format!(
                "{} at school {school}, which is not there.",
                count(n, "enrollment is", "enrollments are")
            ));
        }
        for (key, into) in merged {
            if !keys.contains(&into) {
                problems.push(format!(
                    "Record {key} was merged into record {into}, which is not there."
                ));
            }
        }
        for (what, left) in [("Student number", numbers), ("SSID", ssids)] {
            for (id, key) in left {
                problems.push(format!(
                    "{what} {id} is in the index for record {key}, which does not have it."
                ));
            }
        }
        for (id, key) in former {
            problems.push(format!(
                "Former identifier {id} is in the index for record {key}, which does not have it."
            ));
        }
        Ok(problems)
    }
}
