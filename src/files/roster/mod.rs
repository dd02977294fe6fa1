//! Reads rosters: lists of students as offices export, edit and glue them together.

use super::headers::{header_position, plain, roster_column};
use super::source::{self, Grid, Progress};
use super::table::{Expect, Record};
use super::{FileError, PROGRESS_STEP, systems};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::response::PRACTICE_MARK;
use crate::domain::roster::{Format, MappedColumn, Reading, Recognised, Roster};
use header::Header;
use notes::Notes;
use std::path::Path;

mod header;
mod notes;

/// Reads a roster as a person wants it read. `progress` hears of (done, total) and stops it by saying `false`.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn read_roster(path: &Path, reading: &Reading, progress: &mut Progress<'_>) -> Result<Roster, FileError> {
    let grid = source::open(path, &EXPECT, reading, progress)?;
    of_grid(grid, reading, progress)
}

/// Reads the bytes of a roster.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn parse_roster(
    file: &str,
    bytes: &[u8],
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Roster, FileError> {
    let grid = source::grid(file, bytes, &EXPECT, reading, progress)?;
    of_grid(grid, reading, progress)
}

/// What a roster is expected to look like, for whoever opens one as a table.
pub const EXPECT: Expect<'static> = Expect {
    known: &|c| roster_column(c).is_some(),
    cells: None,
};

/// Takes a table for a roster: the second half of the work.
fn of_grid(grid: Grid, reading: &Reading, progress: &mut Progress<'_>) -> Result<Roster, FileError> {
    let Grid {
        file,
        mut records,
        mut problems,
        mut recognised,
        questions,
        mut held,
        ..
    } = grid;
    // A header that a person has given a meaning is as known as any.
    let known = |c: &str| roster_column(c).is_some() || reading.columns.contains_key(c.trim());
    let Some(at) = header_position(&records, 2, known) else {
        return Err(no_header(&file, &records[0]));
    };
    if let Some(refused) = of_the_exchange(&file, &records, at) {
        return Err(refused);
    }
    let cells: Vec<&str> = records[at].cells.iter().collect();
    let (by_header, why) = systems::recognise(&cells);
    let format = reading.format.or(grid.format).unwrap_or(by_header);
    fits(&file, format, grid.format.unwrap_or(by_header))?;
    if !recognised.iter().any(|r| r.what == "Format") {
        let value = format.label().to_owned();
        recognised.insert(
            0,
            Recognised {
                what: "Format",
                value,
                why,
            },
        );
    }
    problems.extend(systems::settle(format, &file, &mut records, at, &mut recognised));
    let mut roster = Roster {
        reading: reading.clone(),
        format,
        recognised,
        columns: Vec::new(),
        questions,
        complete: !grid.changes_only,
        unreadable: None,
        rows: Vec::new(),
        problems: Vec::new(),
        file,
    };
    let header = match Header::read(&roster, &records[at], at > 0, &mut problems)? {
        Ok(header) => header,
        Err((columns, problem)) => {
            roster.columns = with_samples(columns, &records[at + 1..]);
            problems.push(problem.clone());
            roster.unreadable = Some(problem);
            roster.problems = problems;
            return Ok(roster);
        }
    };
    let records = &records[at + 1..];
    let all = records.len() as u64;
    let mut notes = Notes::default();
    roster.rows.reserve(records.len());
    for (i, record) in records.iter().enumerate() {
        if i.is_multiple_of(PROGRESS_STEP) && !progress(all + i as u64, 2 * all) {
            return Err(FileError::Cancelled);
        }
        if header.is_repeated(record) {
            notes.header_again(record.line);
        } else if header.is_footer(record) {
            notes.no_student(record);
        } else {
            let cut_off = i + 1 == records.len() && !grid.ends_whole;
            let mut row = header.row(&roster.file, record, cut_off, &mut notes);
            if let Some(problem) = held.remove(&record.line) {
                row.broken = Some(problem);
            }
            roster.rows.push(row);
        }
    }
    if roster.rows.is_empty() {
        problems.push(Problem::of_file(
            &roster.file,
            Severity::Warning,
            "The file has a header and no students. Nothing is added, and nobody is removed.",
        ));
    }
    problems.extend(notes::drop_state_names(&roster.file, &mut roster.rows));
    hold_for_answers(&mut roster);
    problems.extend(notes.problems(&roster.file, &header.names));
    roster.columns = with_samples(header.columns(), records);
    roster.problems = problems;
    Ok(roster)
}

/// A format that a person chose is not forced upon a file that looks like another one.
fn fits(file: &str, format: Format, seen: Format) -> Result<(), FileError> {
    if format.fits(seen) {
        return Ok(());
    }
    let (chosen, seen) = (format.label(), seen.label());
    let message = format!(
        "The file cannot be read as {chosen}: it looks like {seen}. Choose that format, or let it be recognised."
    );
    Err(FileError::refused(file, message))
}

/// Holds every row back while a question about the whole file has no answer, not even a suggested one.
fn hold_for_answers(roster: &mut Roster) {
    let Some(open) = roster.questions.iter().find(|q| q.answer.is_none()) else {
        return;
    };
    for row in roster.rows.iter_mut().filter(|r| r.broken.is_none()) {
        let message = format!("The row waits for an answer: {}", open.sentence);
        let column = open.place.column.as_deref().unwrap_or("");
        row.broken = Some(Problem::at(
            &roster.file,
            row.file_line,
            column,
            Severity::Held,
            message,
        ));
    }
}

/// How many different texts of a column are shown.
const SAMPLES: usize = 3;

/// How many lines are looked at for them.
const SAMPLE_LINES: usize = 200;

/// Columns with the first different texts that stand in them.
fn with_samples(mut columns: Vec<MappedColumn>, records: &[Record]) -> Vec<MappedColumn> {
    for (at, column) in columns.iter_mut().enumerate() {
        for record in records.iter().take(SAMPLE_LINES) {
            let cell = record.cell(at).trim();
            if !cell.is_empty() && !column.samples.iter().any(|s| s == cell) {
                column.samples.push(shorten(cell, 60));
                if column.samples.len() == SAMPLES {
                    break;
                }
            }
        }
    }
    columns
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
