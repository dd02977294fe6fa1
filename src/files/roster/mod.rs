//! Reads rosters: lists of students as offices export, edit and glue them together.

use super::headers::{header_position, plain, roster_column};
use super::table::{self, Expect, Record};
use super::text::{decode, read_bytes};
use super::{FileError, PROGRESS_STEP, file_name};
use crate::domain::problem::{Checked, Problem, Severity};
use crate::domain::response::PRACTICE_MARK;
use crate::domain::roster::Roster;
use header::Header;
use notes::Notes;
use std::path::Path;

mod header;
mod notes;

/// Reads a roster. `progress` hears of (done, total) and stops it by saying `false`.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn read_roster(path: &Path, progress: &mut dyn FnMut(u64, u64) -> bool) -> Result<Roster, FileError> {
    parse_roster(&file_name(path), &read_bytes(path)?, progress)
}

/// Reads the bytes of a roster.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn parse_roster(
    file: &str,
    bytes: &[u8],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Roster, FileError> {
    let Checked {
        value: text,
        mut problems,
    } = decode(file, bytes)?;
    let known = |c: &str| roster_column(c).is_some();
    let expect = Expect {
        known: &known,
        cells: None,
    };
    let table = table::read(file, &text, &expect, progress)?;
    let Some(at) = header_position(&table.records, 2, known) else {
        return Err(no_header(file, &table.records[0]));
    };
    if let Some(refused) = of_the_exchange(file, &table.records, at) {
        return Err(refused);
    }
    let header = Header::read(file, &table.records[at], at > 0, &mut problems)?;
    let half = text.len() as u64;
    let records = &table.records[at + 1..];
    let mut notes = Notes::default();
    let mut rows = Vec::with_capacity(records.len());
    for (i, record) in records.iter().enumerate() {
        if i.is_multiple_of(PROGRESS_STEP)
            && !progress(half + half * i as u64 / records.len() as u64, 2 * half)
        {
            return Err(FileError::Cancelled);
        }
        if header.is_repeated(record) {
            notes.header_again(record.line);
        } else if header.is_footer(record) {
            notes.no_student(record);
        } else {
            let cut_off = i + 1 == records.len() && !table.ends_with_newline;
            rows.push(header.row(file, record, cut_off, &mut notes));
        }
    }
    if rows.is_empty() {
        problems.push(Problem::of_file(
            file,
            Severity::Warning,
            "The file has a header and no students. Nothing is added, and nobody is removed.",
        ));
    }
    problems.extend(notes::drop_state_names(file, &mut rows));
    problems.extend(notes.problems(file, &header.names));
    Ok(Roster {
        file: file.to_owned(),
        columns: header.names.into_iter().zip(header.fields).collect(),
        rows,
        problems,
    })
}

/// A request or response of the SSID System has names and numbers too, and is no roster: its SSIDs come in by Process
/// Response File, which compares them, and those of the practice SSID system never into a real district.
fn of_the_exchange(file: &str, records: &[Record], header: usize) -> Option<FileError> {
    let names: Vec<String> = records[header].cells.iter().map(plain).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let is_mark = |cell: &str| {
        cell.trim_start()
            .get(..PRACTICE_MARK.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(PRACTICE_MARK))
    };
    let of_practice = || records[header + 1..].iter().any(|r| r.cells.iter().any(is_mark));
    let is = has("filelinenumber") || has("line") && has("schoolyear") || of_practice();
    is.then(|| {
        FileError::refused(
            file,
            "This is a request or response file of the SSID System, not a roster. Responses are taken by Process Response File.",
        )
    })
}

fn no_header(file: &str, first: &Record) -> FileError {
    let cells: Vec<&str> = first.cells.iter().collect();
    FileError::Refused(Box::new(
        Problem::at(
            file,
            first.line,
            "",
            Severity::Refused,
            "The file has no line with column names, so it cannot be known which cell is what. Put names such as student_id, last_name, first_name, birth_date above the first student.",
        )
        .found_expected(&cells.join(", "), "column names"),
    ))
}

#[cfg(test)]
mod tests;
