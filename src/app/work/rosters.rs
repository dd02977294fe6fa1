//! Roster in: read, compared with the store, then taken in one transaction.

use super::{WorkError, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::district::School;
use crate::domain::draft::CheckContext;
use crate::domain::ids::{OperationId, StudentKey};
use crate::domain::journal::What;
use crate::domain::problem::Severity;
use crate::domain::response::{Directory, PRACTICE_MARK};
use crate::domain::roster::{Fate, Plan, PlanContext, Reading, Roster, RosterColumn, Table, plan};
use crate::domain::student::Field;
use crate::domain::text::match_key;
use crate::files::read_roster;
use crate::files::report::{Sheet, SheetColumn, SheetRow, save_sheet};
use crate::store::{Committed, Reader, Store, StoreError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// A roster compared with the store. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRoster {
    /// The file as it was read.
    pub roster: Roster,
    /// What it would do.
    pub plan: Plan,
    /// The newest operation when it was compared.
    pub base: OperationId,
}

/// Reads a roster file or folder as a person wants it read.
///
/// # Errors
/// When it cannot be read, is refused whole, or the ticket is cancelled.
pub fn read(path: &Path, reading: &Reading, ticket: &Ticket) -> Result<Roster, WorkError> {
    ticket.phase("Reading the file");
    Ok(read_roster(path, reading, &mut |d, t| ticket.step(d, t))?)
}

/// Compares a roster with the store.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn compare(
    store: &Store,
    roster: Roster,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<PlannedRoster, WorkError> {
    let reader = store.read()?;
    let plan = compare_with(&reader, &reader, &roster, Table::Students, stamp, ticket)?;
    Ok(PlannedRoster {
        roster,
        plan,
        base: reader.last_change()?,
    })
}

/// Compares a file with the table it goes into, which `directory` looks up.
///
/// # Errors
/// When the store cannot be read, the file is of a practice district and this is none, or the ticket is cancelled.
pub(super) fn compare_with<D: Directory<Error = StoreError>>(
    reader: &Reader,
    directory: &D,
    roster: &Roster,
    into: Table,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Plan, WorkError> {
    let district = reader.district()?;
    if !district.practice && is_practice(roster) {
        return said(format!(
            "{} comes from a practice district. Its SSIDs are not real, and this is not a practice district. Nothing was changed.",
            roster.file
        ));
    }
    let rules = district.rules;
    let schools = reader.schools()?.into_iter().map(|s| s.code).collect();
    let cx = PlanContext {
        table: into,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today: stamp.today,
            from_file: true,
        },
        links: links(reader, roster, into)?,
        now: stamp.now,
    };
    ticket.phase("Comparing");
    let total = roster.rows.len() as u64;
    Ok(plan(roster, &cx, directory, |done| {
        if ticket.step(done as u64, total) {
            Ok(())
        } else {
            Err(StoreError::Cancelled)
        }
    })?)
}

/// Who is linked to the SIS by which IntegrationIDT, when a file for the student records has such a column.
fn links(
    reader: &Reader,
    roster: &Roster,
    table: Table,
) -> Result<HashMap<String, (StudentKey, String)>, StoreError> {
    let mut out = HashMap::new();
    let column = Some(RosterColumn::Field(Field::IntegrationIdt));
    if table != Table::Students || !roster.columns.iter().any(|c| c.column == column) {
        return Ok(out);
    }
    reader.for_each_student(|s, _| {
        if !s.integration_idt.is_empty() && !s.duplicate && !s.is_retired() {
            let name = format!("{} ({})", s.list_name(), s.number);
            out.insert(s.integration_idt, (s.key, name));
        }
        Ok(())
    })?;
    Ok(out)
}

/// Whether it is the list of a practice district's students, whose SSIDs are not real.
fn is_practice(roster: &Roster) -> bool {
    let mark = match_key(PRACTICE_MARK);
    roster.columns.iter().any(|c| match_key(&c.header) == mark)
}

/// Takes a compared roster: schools first, then students, in one transaction. `None` when it would change nothing.
///
/// # Errors
/// [`StoreError::Stale`] when anything was saved since it was compared; what the store says.
pub fn import(
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
    if counts.added + counts.changed == 0 && planned.plan.new_schools.is_empty() {
        return Ok(None);
    }
    for (code, name) in &planned.plan.new_schools {
        let school = School {
            code: code.clone(),
            name: name.clone(),
        };
        writer.school(None, Some(school));
    }
    ticket.phase("Preparing the changes");
    let total = planned.plan.rows.len() as u64;
    for (i, row) in planned.plan.rows.iter().enumerate() {
        if i % 1024 == 0 && !ticket.step(i as u64, total) {
            return Err(StoreError::Cancelled.into());
        }
        match &row.fate {
            Fate::Added(student) => {
                writer.add((**student).clone())?;
            }
            Fate::Changed(after, _) => {
                if let Some(before) = writer.reader().student(after.key)? {
                    writer.change(before, (**after).clone());
                }
            }
            Fate::Same | Fate::Refused => {}
        }
    }
    let what = What::RosterImported {
        file: planned.plan.file.clone(),
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

/// Saves what is wrong with a compared roster where a person chose, `.xlsx` or `.csv` by the ending: a line each, with the
/// place, what stood there and what was expected. Returns where it was saved.
///
/// # Errors
/// Another ending, what the disk says, or the ticket is cancelled.
pub fn save_problems(
    path: &Path,
    planned: &PlannedRoster,
    to: &Path,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<PathBuf, WorkError> {
    ticket.phase("Listing the problems");
    let problems = &planned.plan.problems;
    let mut sheet = Sheet {
        title: "Problems of a file".into(),
        facts: vec![
            ("File".into(), path.display().to_string()),
            ("Day".into(), stamp.today.to_string()),
        ],
        columns: vec![
            SheetColumn::number("Line", 8),
            SheetColumn::text("File", 24),
            SheetColumn::text("Column", 20),
            SheetColumn::text("What stood there", 30),
            SheetColumn::text("What was expected", 30),
            SheetColumn::text("What became of it", 14),
            SheetColumn::text("Problem", 90),
        ],
        ..Sheet::default()
    };
    for (i, p) in problems.iter().enumerate() {
        if i % 1024 == 0 && !ticket.step(i as u64, problems.len() as u64) {
            return Err(StoreError::Cancelled.into());
        }
        let became = match p.severity {
            Severity::Warning => "Taken",
            Severity::Held => "Held back",
            Severity::Refused => "File refused",
        };
        let cells = [
            p.place.line.map(|n| n.to_string()).unwrap_or_default(),
            p.place.file.clone(),
            p.place.column.clone().unwrap_or_default(),
            p.found.clone(),
            p.expected.clone(),
            became.to_owned(),
            p.message.clone(),
        ];
        sheet.rows.push(SheetRow {
            cells: cells.into(),
            kind: None,
        });
    }
    ticket.phase("Writing the file");
    save_sheet(to, &sheet)?;
    Ok(to.to_owned())
}
