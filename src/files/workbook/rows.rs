//! Cells of a sheet, one after the other, become records.

use super::heard::Heard;
use super::marks::Marks;
use crate::files::table::{Record, just_its_room};
use csv::StringRecord;

/// So many cells of one sheet are read, blanks between them counted: no list of students has more.
const MOST_CELLS: usize = 60_000_000;

/// So far to the right a line is filled up with blanks.
const FILLED_UP: usize = 512;

/// After so many lines it is said how far reading is.
pub(super) const LINES_PER_STEP: usize = 256;

/// Why reading a sheet ended early.
#[derive(Debug)]
pub(super) enum Stop {
    /// The workbook does not hold together.
    Damaged,
    /// It is larger than any list of students.
    TooLarge,
    /// A person stopped it.
    Cancelled,
    /// A cell of that line has a NUL byte in its text; and of which sheet, where that is known.
    Nul(u64, String),
    /// A cell has an error that the reader does not know, and nobody knows where.
    UnknownError,
    /// A formula, nobody knows where, has no result in the file.
    NoResult,
    /// Enough was seen.
    Enough,
}

impl Stop {
    /// Whether it is about a cell of this sheet: the others can be read.
    pub(super) fn is_of_a_cell(&self) -> bool {
        matches!(self, Self::Nul(..) | Self::UnknownError | Self::NoResult)
    }
}

/// What is said about numbers that a spreadsheet did not keep whole: the first cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LongNumber {
    pub(super) line: u64,
    pub(super) column: usize,
    pub(super) found: String,
}

/// Gathers the cells of a sheet as records; blank lines are left out.
pub(super) struct Rows<'h, 'f> {
    /// What was gathered.
    pub(super) records: Vec<Record>,
    /// The first numbers of each column that were not kept whole.
    pub(super) long: Vec<LongNumber>,
    /// How many rows the sheet says it has; may be wrong.
    pub(super) expected: u64,
    /// Hidden rows and columns, and merged cells; whoever reads a sheet notes them.
    pub(super) marks: Marks,
    most: usize,
    line: u64,
    lines: usize,
    row: StringRecord,
    blank: bool,
    width: usize,
    cells: usize,
    heard: &'h Heard<'f>,
}

impl<'h, 'f> Rows<'h, 'f> {
    /// Gathers at most so many records.
    pub(super) fn new(most: usize, heard: &'h Heard<'f>) -> Self {
        Self {
            records: Vec::new(),
            long: Vec::new(),
            expected: 0,
            marks: Marks::default(),
            most,
            line: 0,
            lines: 0,
            row: StringRecord::new(),
            blank: true,
            width: 0,
            cells: 0,
            heard,
        }
    }

    /// Takes a cell; they come line by line and from left to right. Lines count from 1, columns from 0.
    pub(super) fn cell(&mut self, line: u64, column: usize, text: &str) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        if text.contains('\0') {
            // No spreadsheet writes one: the text is cut off or is of something else, as in a text file.
            return Err(Stop::Nul(line, String::new()));
        }
        if line != self.line {
            if line < self.line {
                return Err(Stop::Damaged);
            }
            self.end_line()?;
            self.line = line;
        }
        let gap = column.checked_sub(self.row.len()).ok_or(Stop::Damaged)?;
        self.blanks(gap)?;
        self.blank &= text.trim().is_empty();
        self.row.push_field(text);
        Ok(())
    }

    /// Notes a number that was not kept whole.
    pub(super) fn long_number(&mut self, line: u64, column: usize, found: &str) {
        if !self.long.iter().any(|l| l.column == column) {
            self.long.push(LongNumber {
                line,
                column,
                found: found.to_owned(),
            });
        }
    }

    fn blanks(&mut self, n: usize) -> Result<(), Stop> {
        self.cells = self.cells.saturating_add(n + 1);
        if self.cells > MOST_CELLS {
            return Err(Stop::TooLarge);
        }
        for _ in 0..n {
            self.row.push_field("");
        }
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), Stop> {
        if self.row.is_empty() {
            return Ok(());
        }
        if !self.blank {
            // Sheets keep no blank cells at the end of a line; a list has them.
            let gap = self.width.min(FILLED_UP).saturating_sub(self.row.len());
            self.blanks(gap)?;
            self.width = self.width.max(self.row.len());
            self.records.push(Record {
                line: self.line,
                cells: just_its_room(&self.row),
                stray_quote: false,
            });
        }
        self.row.clear();
        self.blank = true;
        if self.records.len() >= self.most {
            return Err(Stop::Enough);
        }
        self.lines += 1;
        if self.lines.is_multiple_of(LINES_PER_STEP) {
            self.heard.step(self.line, 2 * self.expected.max(self.line))?;
        }
        Ok(())
    }

    /// Ends the last line. Enough is as good as all.
    pub(super) fn end(mut self, read: Result<(), Stop>) -> Result<Self, Stop> {
        match read.and_then(|()| self.end_line()) {
            Ok(()) | Err(Stop::Enough) => Ok(self),
            Err(stop) => Err(stop),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_huge_cell_takes_no_room_in_the_lines_below_it() {
        let mut listener = |_, _| true;
        let heard = Heard::new(&mut listener);
        let mut rows = Rows::new(usize::MAX, &heard);
        let huge = "x".repeat(1 << 20);
        for line in 1..=50 {
            let text = if line == 2 { &huge } else { "Anna" };
            rows.cell(line, 0, text).unwrap();
        }
        let mut records = rows.end(Ok(())).unwrap().records;
        assert_eq!(records[1].cell(0), huge, "the cell itself is there whole");
        // A line with room for the huge cell takes half of it without moving.
        let cells = &mut records[9].cells;
        let stood_at = cells.as_slice().as_ptr();
        cells.push_field(&huge[..1 << 19]);
        assert_ne!(cells.as_slice().as_ptr(), stood_at);
    }
}
