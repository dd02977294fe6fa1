//! What is told about a sheet beside its cells: numbers that were not kept whole, hidden rows and columns, merged cells.

use super::marks::{Marks, Merged, cell_name};
use super::rows::LongNumber;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::{count, thousands};
use crate::files::table::Record;

/// A sheet that was read.
pub(super) struct Sheet<'s> {
    pub(super) file: &'s str,
    /// Its lines with anything in them, in their order.
    pub(super) records: &'s [Record],
    /// Which of them is the header.
    pub(super) header: Option<usize>,
}

impl Sheet<'_> {
    /// Everything that is told.
    pub(super) fn told(&self, long: &[LongNumber], marks: &Marks) -> Vec<Problem> {
        let long = long.iter().map(|l| self.long_number(l));
        let mut all: Vec<Problem> = long.collect();
        all.extend(self.hidden_rows(marks));
        all.extend(self.hidden_columns(marks));
        all.extend(self.merged(marks));
        all
    }

    fn column(&self, at: usize) -> String {
        match self.header.map(|h| self.records[h].cell(at).trim()) {
            None | Some("") => format!("column {}", at + 1),
            Some(name) => name.to_owned(),
        }
    }

    /// The lines below the header.
    fn body(&self) -> &[Record] {
        &self.records[self.header.map_or(0, |h| h + 1)..]
    }

    fn long_number(&self, long: &LongNumber) -> Problem {
        Problem::at(
            self.file,
            long.line,
            &self.column(long.column),
            Severity::Warning,
            "Spreadsheets keep 15 digits of a number; the last digits here may be wrong. Compare with the list it came from, and keep such numbers as text.",
        )
        .found_expected(&long.found, "")
    }

    fn hidden_rows(&self, marks: &Marks) -> Option<Problem> {
        let mut lines = self.body().iter().map(|r| r.line).filter(|l| marks.hides_row(*l));
        let first = lines.next()?;
        let said = match 1 + lines.count() {
            1 => "1 row is hidden in this sheet (a filter?). It was read like the others.".to_owned(),
            n => format!(
                "{} rows are hidden in this sheet (a filter?), the first is line {first}. They were read like the others.",
                thousands(n)
            ),
        };
        let mend = "To leave hidden rows out, copy the rows that are shown into a new workbook, save it and choose that file.";
        Some(Problem::at(
            self.file,
            first,
            "",
            Severity::Warning,
            format!("{said} {mend}"),
        ))
    }

    fn hidden_columns(&self, marks: &Marks) -> Option<Problem> {
        if !marks.hides_columns() {
            return None;
        }
        let body = self.body();
        let width = body.iter().map(|r| r.cells.len()).max().unwrap_or(0);
        let mut filled = vec![false; width];
        for r in body {
            for (is, cell) in filled.iter_mut().zip(r.cells.iter()) {
                *is |= !cell.trim().is_empty();
            }
        }
        let mut hidden = (0..width).filter(|at| filled[*at] && marks.hides_column(*at));
        let first = hidden.next()?;
        let said = match 1 + hidden.count() {
            1 => "This column is hidden in the sheet. It was read like the others.".to_owned(),
            n => format!(
                "{} columns are hidden in this sheet, this is the first. They were read like the others.",
                thousands(n)
            ),
        };
        let line = self.header.map_or(body.first()?.line, |h| self.records[h].line);
        Some(Problem::at(
            self.file,
            line,
            &self.column(first),
            Severity::Warning,
            format!(
                "{said} If it should not count, delete it in the spreadsheet or say under Columns that it is not used."
            ),
        ))
    }

    /// Merged cells that reach into the lines below the header: titles above are merged as a matter of course.
    fn merged(&self, marks: &Marks) -> Option<Problem> {
        let at_header = self.header.map(|h| self.records[h].line);
        let text = |line: u64, column: usize| {
            let at = self.records.binary_search_by_key(&line, |r| r.line).ok()?;
            Some(self.records[at].cell(column).trim()).filter(|t| !t.is_empty())
        };
        let tells = |m: &&Merged| {
            // Where no header is known, merged cells of one line may be a title.
            at_header.map_or(m.lines.0 < m.lines.1, |h| m.lines.1 > h)
                && text(m.lines.0, m.columns.0).is_some()
        };
        let mut all: Vec<&Merged> = marks.merged().iter().filter(tells).collect();
        all.sort_by_key(|m| (m.lines.0, m.columns.0));
        let first = *all.first()?;
        let range = format!(
            "{}:{}",
            cell_name(first.lines.0, first.columns.0),
            cell_name(first.lines.1, first.columns.1)
        );
        let said = match all.len() {
            1 => format!("The cells {range} are merged"),
            n => format!(
                "{} are merged in this sheet, the first is {range}",
                count(n, "range of cells", "ranges of cells")
            ),
        };
        let others = match all.iter().find(|m| self.beneath(m)) {
            Some(m) => format!(
                "the others were read as blank, or as what is kept beneath it and not shown, as in {}:{}",
                cell_name(m.lines.0, m.columns.0),
                cell_name(m.lines.1, m.columns.1)
            ),
            None => "the others were read as blank".to_owned(),
        };
        let message = format!(
            "{said}. Only the first of merged cells holds what they show, {others}. Unmerge them in the spreadsheet, fill in every cell, save it and choose the file again."
        );
        let (line, column) = (first.lines.0, self.column(first.columns.0));
        let found = text(line, first.columns.0).unwrap_or_default();
        Some(Problem::at(self.file, line, &column, Severity::Warning, message).found_expected(found, ""))
    }

    /// Whether cells that others cover have a text all the same.
    fn beneath(&self, merged: &Merged) -> bool {
        let from = self.records.partition_point(|r| r.line < merged.lines.0);
        let lines = self.records[from..]
            .iter()
            .take_while(|r| r.line <= merged.lines.1);
        let (left, right) = merged.columns;
        lines.into_iter().any(|r| {
            (left..=right.min(r.cells.len()))
                .any(|at| (r.line, at) != (merged.lines.0, left) && !r.cell(at).trim().is_empty())
        })
    }
}
