//! Checking a store: every record can be read, and every index says what the records say.

use super::error::StoreError;
use super::open::Store;
use std::collections::{HashMap, HashSet};

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
        let walked = reader.for_each_student(|s, _| {
            if numbers.remove(s.number.as_str()) != Some(s.key.0) {
                problems.push(format!("Student number {} is not in the index.", s.number));
            }
            if let Some(ssid) = &s.ssid
                && ssids.remove(ssid.as_str()) != Some(s.key.0)
            {
                problems.push(format!("SSID {ssid} is not in the index."));
            }
            let had: HashSet<(String, u64)> =
                s.former_ids.iter().map(|f| (f.value.clone(), s.key.0)).collect();
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
            reader.schools().map(drop),
            reader.requests().map(drop),
            reader.operations(usize::MAX).map(drop),
        ] {
            if let Err(e) = step {
                problems.push(e.to_string());
                return Ok(problems);
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
