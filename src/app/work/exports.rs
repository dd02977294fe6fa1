//! Students as a list to save: a roster that this program, and any spreadsheet, reads again.

use super::{WorkError, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::draft::EnrollmentPart;
use crate::domain::ids::StudentKey;
use crate::domain::response::PRACTICE_MARK;
use crate::domain::student::{Field, Student};
use crate::files::file_name;
use crate::files::report::{Sheet, SheetColumn, SheetRow, save_sheet};
use crate::files::systems::oneroster::{self, Export};
use crate::store::{Reader, Store, StoreError};
use chrono::NaiveDate;
use std::path::Path;

/// A list is not saved over the district's own file, whatever ending that has.
///
/// # Errors
/// When both are one file.
pub fn not_the_district(store: &Store, to: &Path) -> Result<(), WorkError> {
    let real = |p: &Path| p.canonicalize().ok();
    match (store.path().and_then(real), real(to)) {
        (Some(district), Some(to)) if district == to => said(format!(
            "{} is the district's own file. Choose another name.",
            file_name(&to)
        )),
        _ => Ok(()),
    }
}

/// Saves every student, `.csv`, `.xlsx` or OneRoster 1.2 (`.zip`) by the ending. Returns how many students it has.
///
/// # Errors
/// Another ending, what the store or the disk says, or the ticket is cancelled.
pub fn students(store: &Store, path: &Path, stamp: &Stamp, ticket: &Ticket) -> Result<usize, WorkError> {
    not_the_district(store, path)?;
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) {
        return one_roster(store, None, path, stamp, ticket);
    }
    let sheet = students_sheet(store, None, "", stamp, ticket)?;
    ticket.phase("Writing the file");
    save_sheet(path, &sheet)?;
    Ok(sheet.rows.len())
}

/// Saves students as OneRoster 1.2, a zip: all of them, or those that are `shown`. A file of that name is replaced.
/// Returns how many students it has.
///
/// # Errors
/// What the store or the disk says, or the ticket is cancelled.
pub fn one_roster(
    store: &Store,
    shown: Option<&[StudentKey]>,
    path: &Path,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<usize, WorkError> {
    not_the_district(store, path)?;
    let reader = store.read()?;
    let (district, schools) = (reader.district()?, reader.schools()?);
    ticket.phase("Listing students");
    let mut students = Vec::new();
    each_listed(&reader, shown, ticket, |s| students.push(s))?;
    ticket.phase("Writing the file");
    let export = Export {
        lea: &district.lea,
        district: &district.name,
        year: district.year,
        schools: &schools,
        today: stamp.today,
        practice: district.practice,
        replace: true,
    };
    oneroster::write(path, &students, &export, &mut |d, t| ticket.step(d, t))?;
    Ok(students.len())
}

/// Hands over the students, all of them or those that are shown in their order; for a retired profile stands the one that
/// it was merged into.
fn each_listed(
    reader: &Reader,
    shown: Option<&[StudentKey]>,
    ticket: &Ticket,
    mut take: impl FnMut(Student),
) -> Result<(), StoreError> {
    let total = match shown {
        Some(shown) => shown.len(),
        None => reader.count()?,
    };
    let mut done = 0usize;
    let mut each = |s: Student| {
        if done.is_multiple_of(512) && !ticket.step(done as u64, total as u64) {
            return Err(StoreError::Cancelled);
        }
        done += 1;
        if !s.is_retired() {
            take(s);
        }
        Ok(())
    };
    match shown {
        None => reader.for_each_student(|s, _| each(s))?,
        Some(shown) => {
            for key in shown {
                if let Some(s) = reader.student(*key)? {
                    each(s)?;
                }
            }
        }
    }
    Ok(())
}

/// Students as a list to save: a row each, with the enrollment that counts today; all of them, or those that are `shown`
/// in their order, with what shows them in words. A practice district's list says so in a column of its own, by which a
/// real district refuses it.
///
/// # Errors
/// What the store says, or the ticket is cancelled.
pub fn students_sheet(
    store: &Store,
    shown: Option<&[StudentKey]>,
    words: &str,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Sheet, WorkError> {
    let reader = store.read()?;
    let district = reader.district()?;
    let practice = district.practice;
    let mut columns: Vec<SheetColumn> = Field::TYPED
        .iter()
        .map(|f| SheetColumn::text(header(*f), 16))
        .collect();
    columns.extend(EnrollmentPart::ALL.map(|p| SheetColumn::text(part_header(p), 12)));
    if practice {
        columns.push(SheetColumn::text(PRACTICE_MARK, 12));
    }
    let mut facts = vec![
        ("District".into(), district.name),
        ("School year".into(), district.year.spoken()),
        ("Day".into(), stamp.today.to_string()),
    ];
    if !words.is_empty() {
        facts.push(("Shown".into(), words.to_owned()));
    }
    let mut rows = Vec::new();
    ticket.phase("Listing students");
    each_listed(&reader, shown, ticket, |s| {
        rows.push(line(&s, practice, stamp.today))
    })?;
    Ok(Sheet {
        title: "Students".into(),
        facts,
        columns,
        rows,
        ..Sheet::default()
    })
}

fn line(s: &Student, practice: bool, today: NaiveDate) -> SheetRow {
    let mut cells: Vec<String> = Field::TYPED.iter().map(|f| s.text(*f)).collect();
    let day = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
    match s.current_enrollment(today) {
        Some(e) => cells.extend([e.school.to_string(), e.grade.clone(), day(e.entry), day(e.exit)]),
        None => cells.extend(std::iter::repeat_n(String::new(), EnrollmentPart::ALL.len())),
    }
    if practice {
        cells.push("practice".into());
    }
    SheetRow { cells, kind: None }
}

/// `number` alone says too little above a column of a file.
fn header(field: Field) -> &'static str {
    match field {
        Field::Number => "student_number",
        f => f.name(),
    }
}

fn part_header(part: EnrollmentPart) -> &'static str {
    match part {
        EnrollmentPart::School => "school_number",
        p => p.name(),
    }
}
