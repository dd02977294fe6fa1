//! Reads rosters: lists of students as offices export, edit and glue them together.

use super::headers::plain;
use super::source::{self, Grid, Progress};
use super::table::{Expect, Record, is_cut};
use super::{FileError, PROGRESS_STEP, systems};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::response::PRACTICE_MARK;
use crate::domain::roster::{Format, MappedColumn, Meaning, Reading, Recognised, Roster, RosterColumn};
use header::{Header, Lines};
use notes::Notes;
use row::Cut;
use std::path::Path;
use std::sync::Arc;

mod find;
mod guess;
mod header;
mod notes;
mod rivals;
mod row;

/// What a column means by its name, and how surely: 0 is exact.
type Meant = Option<(RosterColumn, u8)>;

/// Reads a roster as a person wants it read. `progress` hears of (done, total) and stops it by saying `false`.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn read_roster(path: &Path, reading: &Reading, progress: &mut Progress<'_>) -> Result<Roster, FileError> {
    let grid = open_table(path, reading, progress)?;
    of_grid(grid, reading, progress)
}

/// A roster as the table that it is, for whoever needs its lines as they stand there.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn open_table(path: &Path, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    let known = |c: &str| find::is_known(c, reading);
    source::open(path, &expect(&known), reading, progress)
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
    let known = |c: &str| find::is_known(c, reading);
    of_grid(
        source::grid(file, bytes, &expect(&known), reading, progress)?,
        reading,
        progress,
    )
}

/// What a roster is expected to look like.
fn expect<'a>(known: &'a dyn Fn(&str) -> bool) -> Expect<'a> {
    Expect { known, cells: None }
}

/// Takes a table for a roster: the second half of the work.
fn of_grid(grid: Grid, reading: &Reading, progress: &mut Progress<'_>) -> Result<Roster, FileError> {
    let Grid {
        file,
        mut records,
        mut problems,
        mut recognised,
        mut questions,
        mut held,
        elsewhere,
        deleted,
        ends_whole,
        ..
    } = grid;
    // What is asked about the file as a whole holds every row while it has no answer.
    let of_file = questions.len();
    let found = find::header_line(&file, &records, reading);
    if let Some(refused) = of_the_exchange(&file, &records, found.at) {
        return Err(refused);
    }
    let header_cells: Vec<&str> = found
        .at
        .map_or_else(Vec::new, |at| records[at].cells.iter().collect());
    let (by_header, why) = systems::recognise(&header_cells);
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
    if let Some(at) = found.at {
        problems.extend(systems::settle(format, &file, &mut records, at, &mut recognised));
    }
    recognised.push(found.recognised);
    questions.extend(found.question);
    let mut roster = Roster {
        reading: reading.clone(),
        format,
        recognised,
        columns: Vec::new(),
        questions: Vec::new(),
        complete: !grid.changes_only,
        deleted,
        elsewhere: elsewhere.map(Arc::new),
        unreadable: None,
        rows: Arc::default(),
        problems: Vec::new(),
        file: file.into(),
    };
    let first = found.at.map_or(0, |at| at + 1);
    let lines = Lines {
        header: found.at.map(|at| &records[at]),
        has_titles: first > 1,
        guess: found.strange,
        records: &records[first..],
    };
    let header = Header::read(&roster, &lines, &mut questions, &mut problems);
    roster.questions = questions;
    let header = match header {
        Ok(header) => header,
        Err(not_mapped) => {
            let (columns, problem) = *not_mapped;
            roster.columns = with_samples(columns, lines.records);
            problems.extend(not_there(&roster));
            problems.push(problem.clone());
            roster.unreadable = Some(problem);
            roster.problems = problems;
            return Ok(roster);
        }
    };
    roster.columns = with_samples(header.columns(), lines.records);
    problems.extend(not_there(&roster));
    let n = records.len() - first;
    let all = n as u64;
    let mut notes = Notes::default();
    // A blank cell at the end of the last line is a cell that may be blank.
    let has_end = |r: &Record| !r.cell(r.cells.len().saturating_sub(1)).trim().is_empty();
    let cut_in_its_cell = !ends_whole && lines.records.last().is_some_and(has_end) && is_cut(lines.records);
    let mut rows = Vec::with_capacity(n);
    // Each record is let go as soon as its row is made: a large file lies in memory once.
    for (i, record) in records.into_iter().skip(first).enumerate() {
        if i.is_multiple_of(PROGRESS_STEP) && !progress(all + i as u64, 2 * all) {
            return Err(FileError::Cancelled);
        }
        if header.is_repeated(&record) {
            notes.header_again(record.line);
        } else if header.is_footer(&record) && !held.contains_key(&record.line) {
            notes.no_student(&record);
        } else {
            let is_last = i + 1 == n;
            let cut = Cut {
                off: is_last && !ends_whole,
                in_its_cell: is_last && cut_in_its_cell,
            };
            let mut row = header.row(&roster.file, &record, cut, &mut notes);
            if let Some(problem) = held.remove(&record.line) {
                row.broken = Some(Box::new(problem));
            }
            rows.push(row);
        }
    }
    if rows.is_empty() {
        problems.push(Problem::of_file(
            roster.file.clone(),
            Severity::Warning,
            "No student stands in the file. Nothing is added, and nobody is removed.",
        ));
    }
    problems.extend(notes::drop_state_names(&roster.file, &mut rows));
    roster.rows = Arc::new(rows);
    hold_for_answers(&mut roster, of_file);
    problems.extend(notes.problems(&roster.file, &header.names));
    roster.problems = problems;
    Ok(roster)
}

/// Says which columns a person gave a meaning that the file does not have: the mapping may be of another file.
fn not_there(roster: &Roster) -> Option<Problem> {
    let here = |header: &&String| roster.columns.iter().any(|c| c.header == **header);
    let used = roster
        .reading
        .columns
        .iter()
        .filter(|(_, m)| **m != Meaning::NotUsed);
    let missing: Vec<String> = used
        .map(|(header, _)| header)
        .filter(|header| !here(header))
        .map(|header| format!("“{}”", shorten(header, 40)))
        .collect();
    let message = format!(
        "The mapping names columns that the file does not have: {}. Is it the mapping of another file?",
        shorten(&missing.join(", "), 400)
    );
    (!missing.is_empty()).then(|| Problem::of_file(roster.file.clone(), Severity::Warning, message))
}

/// Holds every row back while one of the first questions, which are about the whole file, has no answer, not even a
/// suggested one.
fn hold_for_answers(roster: &mut Roster, of_file: usize) {
    let Some(open) = roster.questions.iter().take(of_file).find(|q| q.answer.is_none()) else {
        return;
    };
    for row in Arc::make_mut(&mut roster.rows)
        .iter_mut()
        .filter(|r| r.broken.is_none())
    {
        let message = format!("The row waits for an answer: {}", open.sentence);
        let column = open.place.column.as_deref().unwrap_or("");
        let problem = Problem::at(
            roster.file.clone(),
            row.file_line,
            column,
            Severity::Held,
            message,
        );
        row.broken = Some(Box::new(problem));
    }
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
fn of_the_exchange(file: &str, records: &[Record], header: Option<usize>) -> Option<FileError> {
    let names: Vec<String> = header.map_or_else(Vec::new, |at| records[at].cells.iter().map(plain).collect());
    let has = |name: &str| names.iter().any(|n| n == name);
    let is_mark = |cell: &str| {
        cell.trim_start()
            .get(..PRACTICE_MARK.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(PRACTICE_MARK))
    };
    let of_practice = || {
        let below = &records[header.map_or(0, |at| at + 1)..];
        below.iter().any(|r| r.cells.iter().any(is_mark))
    };
    let is = has("filelinenumber")
        || has("line") && has("schoolyear")
        || header.is_none() && guess::is_of_the_exchange(records)
        || of_practice();
    is.then(|| {
        FileError::refused(
            file,
            "This is a request or response file of the SSID System, not a roster. Responses are taken by Process Response File.",
        )
    })
}

/// The cells of a line as one text.
fn cells_of(record: &Record) -> String {
    let cells: Vec<&str> = record.cells.iter().map(str::trim).collect();
    cells.join(", ")
}

#[cfg(test)]
mod tests;
