//! The SIS's export: compared with the General Student Table, then taken in one transaction.

use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::app::work::WorkError;
use crate::app::work::rosters::{PlannedRoster, compare_with, settle_cells};
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use crate::domain::journal::What;
use crate::domain::response::Directory;
use crate::domain::roster::{Fate, Outcome, Roster, Table};
use crate::domain::student::Student;
use crate::store::{Committed, Exported, Reader, Store, StoreError};
use std::collections::HashMap;

/// The General Student Table as what an export is compared with.
struct SisTable<'a> {
    reader: &'a Reader,
    /// State ID → the row that has it; of several the first.
    by_state_id: HashMap<Ssid, String>,
}

impl<'a> SisTable<'a> {
    fn read(reader: &'a Reader, ticket: &Ticket) -> Result<Self, StoreError> {
        ticket.phase("Reading the General Student Table");
        let total = reader.general_count()? as u64;
        let mut by_state_id = HashMap::new();
        let mut done = 0;
        reader.for_each_general(|row| {
            done += 1;
            if done % 1024 == 0 && !ticket.step(done, total) {
                return Err(StoreError::Cancelled);
            }
            if let Some(ssid) = row.record.ssid {
                by_state_id
                    .entry(ssid)
                    .or_insert_with(|| row.record.number.to_string());
            }
            Ok(())
        })?;
        Ok(Self { reader, by_state_id })
    }
}

impl Directory for SisTable<'_> {
    type Error = StoreError;
    fn by_number(&self, number: &str) -> Result<Option<Student>, StoreError> {
        Ok(self.reader.general(number)?.map(|r| r.record))
    }
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, StoreError> {
        match self.by_state_id.get(ssid) {
            Some(number) => self.by_number(number),
            None => Ok(None),
        }
    }
    fn by_key(&self, _: StudentKey) -> Result<Option<Student>, StoreError> {
        // Rows have no key.
        Ok(None)
    }
    fn in_open_update(&self, _: StudentKey) -> Result<bool, StoreError> {
        Ok(false)
    }
}

/// Compares the SIS's export, read by [`crate::app::work::rosters::read`], with the General Student Table. Nothing is written yet.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn compare_export(
    store: &Store,
    mut roster: Roster,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<PlannedRoster, WorkError> {
    let reader = store.read()?;
    settle_cells(&reader, &mut roster, Table::General, stamp)?;
    let table = SisTable::read(&reader, ticket)?;
    let (mut plan, in_file) = compare_with(&reader, &table, &roster, Table::General, stamp, ticket)?;
    if in_file.can_tell() {
        ticket.phase("Looking who is no longer in the file");
        let total = reader.general_count()? as u64;
        let mut done = 0;
        reader.for_each_general(|row| {
            done += 1;
            if done % 512 == 0 && !ticket.step(done, total) {
                return Err(StoreError::Cancelled);
            }
            plan.gone.extend(in_file.gone(&row.record, stamp.today));
            Ok(())
        })?;
        plan.gone
            .sort_by(|a, b| (&a.name, &a.number).cmp(&(&b.name, &b.number)));
    }
    Ok(PlannedRoster {
        roster,
        plan,
        base: reader.last_change()?,
    })
}

/// Takes a compared export into the General Student Table, in one operation. No profile is touched. Rows that say what
/// stands there already are seen now. `None` when no row was taken.
///
/// # Errors
/// [`StoreError::Stale`] when anything was saved since it was compared; what the store says.
pub fn take_export(
    store: &Store,
    planned: &PlannedRoster,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Option<Committed>, WorkError> {
    let mut writer = store.write()?;
    if writer.reader().last_change()? != planned.base {
        return Err(StoreError::Stale.into());
    }
    let counts = planned.plan.counts();
    if counts.refused == counts.rows || planned.plan.outcome() == Outcome::Reject {
        return Ok(None);
    }
    ticket.phase("Preparing the changes");
    let total = planned.plan.rows.len() as u64;
    // A further line of a student is in the first one's record already.
    for (i, row) in planned.plan.rows.iter().enumerate() {
        if i % 1024 == 0 && !ticket.step(i as u64, total) {
            return Err(StoreError::Cancelled.into());
        }
        let Ok(number) = StudentNumber::parse(&row.number) else {
            continue;
        };
        let exported = match &row.fate {
            Fate::Refused => continue,
            Fate::Added(new) => Exported::New(new),
            Fate::Changed(_, changes) => Exported::Known(changes),
            Fate::Same => Exported::Known(&[]),
        };
        writer.exported(number, exported, stamp.now);
    }
    let what = What::GeneralImported {
        file: planned.plan.file.to_string(),
        added: counts.added as u32,
        changed: counts.changed as u32,
        refused: counts.refused as u32,
    };
    ticket.phase("Saving");
    Ok(Some(writer.commit(
        what,
        &stamp.who,
        stamp.now,
        &mut |d, t| ticket.step(d as u64, t as u64),
    )?))
}
