//! Students as a list to save: a roster that this program, and any spreadsheet, reads again.

use super::WorkError;
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::draft::EnrollmentPart;
use crate::domain::response::PRACTICE_MARK;
use crate::domain::student::Field;
use crate::files::report::{Sheet, SheetColumn, SheetRow, save_sheet};
use crate::store::{Store, StoreError};
use std::path::Path;

/// Saves every student, `.csv` or `.xlsx` by the ending: a row each, with the enrollment that counts today. A practice
/// district's list says so in a column of its own, by which a real district refuses it.
/// Returns how many rows it has.
///
/// # Errors
/// Another ending, what the store or the disk says, or the ticket is cancelled.
pub fn students(store: &Store, path: &Path, stamp: &Stamp, ticket: &Ticket) -> Result<usize, WorkError> {
    let reader = store.read()?;
    let district = reader.district()?;
    let mut columns: Vec<SheetColumn> = Field::TYPED
        .iter()
        .map(|f| SheetColumn::text(header(*f), 16))
        .collect();
    columns.extend(EnrollmentPart::ALL.map(|p| SheetColumn::text(part_header(p), 12)));
    if district.practice {
        columns.push(SheetColumn::text(PRACTICE_MARK, 12));
    }
    let mut sheet = Sheet {
        title: "Students".into(),
        facts: vec![
            ("District".into(), district.name),
            ("School year".into(), district.year.spoken()),
            ("Day".into(), stamp.today.to_string()),
        ],
        columns,
        ..Sheet::default()
    };
    ticket.phase("Listing students");
    let total = reader.count()? as u64;
    reader.for_each_student(|s, _| {
        if sheet.rows.len().is_multiple_of(1024) && !ticket.step(sheet.rows.len() as u64, total) {
            return Err(StoreError::Cancelled);
        }
        if s.is_retired() {
            // The profile that it was merged into stands for it.
            return Ok(());
        }
        let mut cells: Vec<String> = Field::TYPED.iter().map(|f| s.text(*f)).collect();
        let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
        match s.current_enrollment(stamp.today) {
            Some(e) => cells.extend([e.school.to_string(), e.grade.clone(), day(e.entry), day(e.exit)]),
            None => cells.extend(std::iter::repeat_n(String::new(), EnrollmentPart::ALL.len())),
        }
        if district.practice {
            cells.push("practice".into());
        }
        sheet.rows.push(SheetRow { cells, kind: None });
        Ok(())
    })?;
    ticket.phase("Writing the file");
    save_sheet(path, &sheet)?;
    Ok(sheet.rows.len())
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
