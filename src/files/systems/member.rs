//! One file of a package as a table whose columns are looked up by name, and what is counted while files are joined.

use super::super::headers::plain;
use super::super::source::Grid;
use super::super::table::{Record, Table};
use super::super::{FileError, PROGRESS_STEP};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::text::count;
use std::collections::HashMap;

/// One file of a package.
#[derive(Debug)]
pub struct Member {
    /// How problems name it: `roster.zip: users.csv`.
    pub label: String,
    /// Its headers as they stand.
    pub names: Vec<String>,
    /// Line of its header.
    pub header_line: u64,
    /// Its records below the header.
    pub records: Vec<Record>,
    /// How many cells a line may have, blank ones at the end counted.
    most_cells: usize,
    /// Whether nothing says that its end is missing.
    ends_whole: bool,
    /// Whether nearly all lines have all their cells: one with fewer has lost some.
    is_even: bool,
}

impl Member {
    /// A table of a package: its first line has the column names.
    ///
    /// # Errors
    /// When it has no line at all.
    pub fn of(label: String, table: Table) -> Result<Self, FileError> {
        let mut records = table.records;
        if records.is_empty() {
            return Err(FileError::refused(&label, "The file is blank."));
        }
        let header = records.remove(0);
        let names = header
            .cells
            .iter()
            .take(header.filled())
            .map(|c| c.trim().to_owned());
        let most = header.cells.len();
        // Some programs end every line with a comma more than the header; in one line alone, cells have slipped.
        let always = records.iter().all(|r| r.cells.len() > most);
        let short = records.iter().filter(|r| r.cells.len() < most).count();
        Ok(Self {
            label,
            is_even: 10 * short <= records.len(),
            names: names.collect(),
            header_line: header.line,
            most_cells: if always { usize::MAX } else { most },
            records,
            ends_whole: table.ends_with_newline,
        })
    }

    /// Where a column stands; names are compared regardless of case, blanks and marks.
    pub fn at(&self, name: &str) -> Option<usize> {
        let name = plain(name);
        self.names.iter().position(|n| plain(n) == name)
    }

    /// Where a column stands that the file cannot do without.
    ///
    /// # Errors
    /// When it is not there.
    pub fn need(&self, name: &str) -> Result<usize, FileError> {
        self.at(name).ok_or_else(|| {
            let found = shorten(&self.names.join(", "), 400);
            FileError::refused_at(
                &self.label,
                self.header_line,
                format!("The file has no column “{name}”, without which it cannot be read. Columns found: {found}."),
            )
        })
    }

    /// Why the row of a line is held back, where its cells cannot be told apart. `is_last`: it is the last line of the file.
    pub fn held(&self, record: &Record, is_last: bool) -> Option<Problem> {
        let fault = self.fault(record, is_last)?;
        Some(and_so(fault, "The row is held back; no cell was moved."))
    }

    /// Why the cells of a line cannot be told apart, where they cannot; what comes of it is said by [`and_so`].
    pub fn fault(&self, record: &Record, is_last: bool) -> Option<Problem> {
        let held =
            |message: String| Problem::at(self.label.as_str(), record.line, "", Severity::Held, message);
        if record.stray_quote {
            return Some(held(
                "Letters follow a closing quotation mark, so the cells cannot be told apart. Write quotation marks inside a cell twice.".into(),
            ));
        }
        let (filled, whole) = (record.filled(), self.names.len());
        if filled > whole || record.cells.len() > self.most_cells {
            let filled = record.cells.len();
            let message =
                format!("The line has {filled} cells, the header {whole}: a comma without quotes in a name?");
            return Some(held(message).found_expected(
                record.cell(record.filled().saturating_sub(1)).trim(),
                "nothing behind the last column",
            ));
        }
        if self.is_even && record.cells.len() < whole && (!is_last || self.ends_whole) {
            return Some(held(format!(
                "The line has {} cells, the header {whole}, and the other lines have all: a cell left out?",
                record.cells.len()
            )));
        }
        if is_last && !self.ends_whole && record.cells.len() < whole {
            return Some(held(format!(
                "The line ends after {} of {whole} cells. The file may be cut off: export it again.",
                record.cells.len()
            )));
        }
        None
    }
}

/// A problem, and what comes of it.
pub fn and_so(problem: Problem, comes_of_it: &str) -> Problem {
    let message = format!("{} {comes_of_it}", problem.message);
    Problem {
        message: message.into(),
        ..problem
    }
}

/// Whether a header is one that the files of packages have beside those of lists; it helps to find the delimiter.
pub fn is_known(header: &str) -> bool {
    matches!(
        plain(header).as_str(),
        "sourcedid"
            | "status"
            | "datelastmodified"
            | "usersourcedid"
            | "orgsourcedid"
            | "propertyname"
            | "value"
            | "type"
            | "role"
    )
}

/// What is said of students whose grade [`is_other_grade`].
pub const OTHER_GRADE: &str = "{} with a grade that a system has made for itself: taken without a grade.";

/// Whether a grade is a system's own, beside the codes of CEDS: `ext:bridge`.
pub fn is_other_grade(text: &str) -> bool {
    text.get(..4).is_some_and(|t| t.eq_ignore_ascii_case("ext:"))
}

/// A cell without blanks around it; empty where there is no such column.
pub fn cell(record: &Record, at: Option<usize>) -> &str {
    at.map_or("", |at| record.cell(at).trim())
}

/// A table that is being joined, named like the file whose lines its problems name.
pub fn grid(file: String) -> Grid {
    Grid {
        file,
        records: Vec::new(),
        ends_whole: true,
        format: None,
        changes_only: false,
        deleted: Vec::new(),
        recognised: Vec::new(),
        problems: Vec::new(),
        questions: Vec::new(),
        held: HashMap::new(),
        elsewhere: None,
    }
}

/// Asks every few rows whether to go on, when all bytes are read.
///
/// # Errors
/// When it is stopped.
pub fn go_on(row: usize, progress: &mut super::Progress<'_>) -> Result<(), FileError> {
    if row.is_multiple_of(PROGRESS_STEP) && !progress(1, 2) {
        return Err(FileError::Cancelled);
    }
    Ok(())
}

/// What is said once for many lines.
#[derive(Debug, Default)]
pub struct Tally(Vec<Told>);

#[derive(Debug)]
struct Told {
    message: &'static str,
    line: u64,
    column: &'static str,
    found: String,
    times: usize,
}

impl Tally {
    /// Counts a line; `message` has `{}` where “3 students” is to stand.
    pub fn add(&mut self, message: &'static str, line: u64, column: &'static str, found: &str) {
        match self.0.iter_mut().find(|t| t.message == message) {
            Some(told) => told.times += 1,
            None => self.0.push(Told {
                message,
                line,
                column,
                found: found.to_owned(),
                times: 1,
            }),
        }
    }

    /// One warning for each message, at the first line it was counted on.
    pub fn problems(self, file: &str) -> Vec<Problem> {
        let say = |t: Told| {
            let message = t.message.replacen("{}", &count(t.times, "row", "rows"), 1);
            Problem::at(file, t.line, t.column, Severity::Warning, message).found_expected(&t.found, "")
        };
        self.0.into_iter().map(say).collect()
    }
}
