//! Roster in: read, compared with the store, then taken in one transaction.

use super::{WorkError, said};
use crate::app::alike::Alike;
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::district::School;
use crate::domain::draft::CheckContext;
use crate::domain::ids::OperationId;
use crate::domain::journal::What;
use crate::domain::matching::{Band, Person};
use crate::domain::problem::{Problem, Severity};
use crate::domain::response::{Directory, PRACTICE_MARK};
use crate::domain::roster::{
    Facts, Fate, InFile, Linked, LooksLike, Outcome, Plan, PlanContext, Reading, Roster, RosterColumn,
    RosterRow, Table, fixed_digits, plan, settle,
};
use crate::domain::student::{Field, Student};
use crate::domain::text::{count, match_key};
use crate::files::problems_book::{self, Written};
use crate::files::read_roster;
use crate::files::roster::open_table;
use crate::store::{Committed, Reader, Store, StoreError};
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

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
    ticket.phase_in_percent("Reading the file");
    Ok(read_roster(path, reading, &mut |d, t| ticket.step(d, t))?)
}

/// Compares a roster with the store.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn compare(
    store: &Store,
    mut roster: Roster,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<PlannedRoster, WorkError> {
    let reader = store.read()?;
    settle_cells(&reader, &mut roster, Table::Students, stamp)?;
    let (mut plan, in_file) = compare_with(&reader, &reader, &roster, Table::Students, stamp, ticket)?;
    if in_file.can_tell() {
        ticket.phase("Looking who is no longer in the file");
        let total = reader.count()? as u64;
        let mut done = 0;
        reader.for_each_student_besides(&in_file.known, |student| {
            done += 1;
            if done % 512 == 0 && !ticket.step(done, total) {
                return Err(StoreError::Cancelled);
            }
            plan.gone.extend(in_file.gone(&student, stamp.today));
            Ok(())
        })?;
        plan.gone
            .sort_by(|a, b| (&a.name, &a.number).cmp(&(&b.name, &b.number)));
        plan.ask_whether_complete(in_file.known.len(), &roster.reading.answers);
    }
    Ok(PlannedRoster {
        roster,
        plan,
        base: reader.last_change()?,
    })
}

/// How many student numbers are looked at to learn how many digits they have, from each end of the list.
const NUMBERS_LOOKED_AT: usize = 100;

/// Settles what is asked about a file's cells, by today, the district's rules, and the numbers of the table it goes into
/// and of the student records.
pub(super) fn settle_cells(
    reader: &Reader,
    roster: &mut Roster,
    into: Table,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let mut numbers = reader.some_numbers(NUMBERS_LOOKED_AT)?;
    if into == Table::General {
        numbers.extend(reader.some_general_numbers(NUMBERS_LOOKED_AT)?);
    }
    let failed = Cell::new(None);
    let look_up = |number: &str| {
        let in_table = into == Table::General && reader.general(number)?.is_some();
        Ok(in_table || reader.student_by_number(number)?.is_some())
    };
    let is_here = |number: &str| {
        look_up(number).unwrap_or_else(|e| {
            failed.set(Some(e));
            false
        })
    };
    let facts = Facts {
        today: stamp.today,
        rules: &reader.district()?.rules,
        number_digits: fixed_digits(numbers.iter().map(String::as_str)),
        is_here: &is_here,
    };
    settle(roster, &facts);
    match failed.take() {
        Some(e) => Err(e),
        None => Ok(()),
    }
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
) -> Result<(Plan, InFile), WorkError> {
    let district = reader.district()?;
    if !district.practice && is_practice(roster) {
        return said(format!(
            "{} comes from a practice district. Its SSIDs are not real, and this is not a practice district. Nothing was changed.",
            roster.file
        ));
    }
    let rules = district.rules;
    let school_names: BTreeMap<_, _> = reader.schools()?.into_iter().map(|s| (s.code, s.name)).collect();
    let schools = school_names.keys().cloned().collect();
    let cx = PlanContext {
        table: into,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today: stamp.today,
            from_file: true,
        },
        school_names,
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

/// Who has which IntegrationIDT in the table that a file goes into, when the file has such a column.
fn links(reader: &Reader, roster: &Roster, table: Table) -> Result<HashMap<String, Linked>, StoreError> {
    let mut out = HashMap::new();
    let column = Some(RosterColumn::Field(Field::IntegrationIdt));
    if !roster.columns.iter().any(|c| c.column == column) {
        return Ok(out);
    }
    let mut add = |s: &Student| {
        if !s.integration_idt.is_empty() {
            out.insert(s.integration_idt.clone(), Linked::of(s));
        }
        Ok(())
    };
    match table {
        Table::Students => reader.for_each_student(|s, _| match s.duplicate || s.is_retired() {
            true => Ok(()),
            false => add(&s),
        })?,
        Table::General => reader.for_each_general(|row| add(&row.record))?,
    }
    Ok(out)
}

/// Most added students who are looked at for known ones they look like: a district's first roster adds everybody, and who
/// of them may be one student is what Duplicates finds.
const LOOKED_AT: usize = 2_000;

/// Whether a compared roster adds students, and few enough to look for known ones they look like.
pub fn can_look_for_alike(planned: &PlannedRoster) -> bool {
    (1..=LOOKED_AT).contains(&planned.plan.counts().added)
}

/// Says of the students whom a compared roster adds that they look like students who are here, at least as surely as the
/// band that asks before a student is added by hand. Nothing is held back for it.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn look_for_alike(
    store: &Store,
    planned: &mut PlannedRoster,
    alike: &Alike,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<(), WorkError> {
    if !can_look_for_alike(planned) || alike.count() == 0 {
        return Ok(());
    }
    let plan = &mut planned.plan;
    let added = plan.counts().added;
    ticket.phase("Looking whether the new students are here already");
    let reader = store.read()?;
    let mut done = 0;
    for (at, row) in plan.rows.iter().enumerate() {
        let Fate::Added(new) = &row.fate else { continue };
        if done % 16 == 0 && !ticket.step(done, added as u64) {
            return Err(StoreError::Cancelled.into());
        }
        done += 1;
        let person = Person::of(&new.student(), stamp.today);
        let Some(known) = alike.like(&person, None, Band::Check).first().copied() else {
            continue;
        };
        // Somebody may have been merged away since the engine took the students over.
        let Some(known) = reader.student(known.key)?.filter(|s| !s.is_retired()) else {
            continue;
        };
        plan.problems.push(Problem::at(
            plan.file.clone(),
            row.file_line,
            "",
            Severity::Warning,
            format!(
                "{} ({}) is added and looks like {} ({}), who is here. Compare the two after the import: they may be one student.",
                row.name,
                row.number,
                known.list_name(),
                known.number
            ),
        ));
        plan.look_alikes.push(LooksLike {
            row: at,
            key: known.key,
            number: known.number.to_string(),
            name: known.list_name(),
        });
    }
    if !plan.look_alikes.is_empty() {
        let (n, of) = (plan.look_alikes.len(), count(added, "student", "students"));
        let verb = if n == 1 { "looks" } else { "look" };
        // Behind what reading said of the file, before what is said of its rows.
        plan.problems.insert(
            planned.roster.problems.len(),
            Problem::of_file(
                plan.file.clone(),
                Severity::Warning,
                format!("{n} of the {of} added {verb} like students who are here."),
            ),
        );
    }
    Ok(())
}

/// Whether it is the list of a practice district's students, whose SSIDs are not real.
fn is_practice(roster: &Roster) -> bool {
    let mark = match_key(PRACTICE_MARK);
    roster.columns.iter().any(|c| {
        // OneRoster has columns of a program's own behind this word.
        let header = c.header.strip_prefix("metadata.").unwrap_or(&c.header);
        match_key(header) == mark
    })
}

/// Saves the problems of a compared file as a workbook: its rows with a problem as they stand in the file, the cells
/// marked, and what is to be said about the file as a whole. The file is read again for that.
///
/// # Errors
/// When the file cannot be read any more or has changed since it was compared, what the disk says, or the ticket is
/// cancelled.
pub fn save_problems(
    path: &Path,
    planned: &PlannedRoster,
    to: &Path,
    ticket: &Ticket,
) -> Result<Written, WorkError> {
    let was = &planned.roster;
    let real = |p: &Path| p.canonicalize().unwrap_or_else(|_| p.to_owned());
    if real(path) == real(to) {
        return said("The problems cannot be saved over the file that they are about. Choose another name.");
    }
    let changed = || {
        said(format!(
            "{} has changed since it was compared, so its problems cannot be shown in it. Choose the file again.",
            was.file
        ))
    };
    ticket.phase_in_percent("Reading the file again");
    let again = read_roster(path, &was.reading, &mut |d, t| ticket.step(d, t))?;
    // What comparing settles is said after what reading found.
    let same = again.columns == was.columns
        && was.problems.starts_with(&again.problems)
        && same_rows(&again.rows, &was.rows);
    if !same {
        return changed();
    }
    // Only one of the two is held at a time: such a file may have a million rows.
    drop(again);
    let grid = open_table(path, &was.reading, &mut |d, t| ticket.step(d, t))?;
    ticket.phase("Writing the workbook");
    Ok(problems_book::write(
        to,
        &grid,
        was,
        &planned.plan,
        &mut |d, t| ticket.step(d, t),
    )?)
}

/// Whether two readings of a file gave the same rows. Comparing settles cells (a date's century, lost zeros, an apostrophe
/// before a name) and holds rows back whose cells wait for an answer: rows differ by that alone.
fn same_rows(again: &[RosterRow], was: &[RosterRow]) -> bool {
    let names = [Field::LastName, Field::FirstName, Field::MiddleName].map(RosterColumn::Field);
    let bare = |name: &str| match_key(name.trim_start_matches('\''));
    again.len() == was.len()
        && again.iter().zip(was).all(|(a, b)| {
            a.file_line == b.file_line
                && (a.broken.is_none() || a.broken == b.broken)
                && a.cells.len() == b.cells.len()
                && names.iter().all(|n| bare(a.cell(*n)) == bare(b.cell(*n)))
        })
}

/// Takes a compared roster: schools first, then students, then the marks of those who have gone, in one transaction.
/// `None` when it would change nothing, and when the file is refused whole.
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
    if planned.plan.changes_nothing() || planned.plan.outcome() == Outcome::Reject {
        return Ok(None);
    }
    let counts = planned.plan.counts();
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
                writer.add_packed(student.clone())?;
            }
            Fate::Changed(key, changes) => {
                writer.change_fields(*key, changes)?;
            }
            Fate::Same | Fate::Refused => {}
        }
    }
    for gone in planned.plan.to_mark() {
        if let Some(before) = writer.reader().student(gone.key)? {
            let after = Student {
                not_in_roster: Some(stamp.today),
                ..before.clone()
            };
            writer.change(before, after);
        }
    }
    let what = What::RosterImported {
        file: planned.plan.file.to_string(),
        added: counts.added as u32,
        changed: counts.changed as u32,
        refused: counts.refused as u32,
        gone: planned.plan.newly_gone() as u32,
    };
    ticket.phase("Saving");
    Ok(Some(writer.commit(
        what,
        &stamp.who,
        stamp.now,
        &mut |d, t| ticket.step(d as u64, t as u64),
    )?))
}
