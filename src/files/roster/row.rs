//! The lines below a roster's header: which are students, what stands in them, which of them are broken.

use super::super::cells::{self, HUGE};
use super::super::table::Record;
use super::header::{Header, tidy};
use super::notes::Notes;
use crate::domain::codes::{default_genders, find_code, parse_grade};
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::ids::SchoolCode;
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Cells, RosterColumn, RosterRow};
use crate::domain::student::Field as F;
use RosterColumn::{Field as Col, Part};
use std::sync::Arc;

/// Whether a line may be cut off.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// It is the last line of a file that does not end with a line end.
    pub off: bool,
    /// Its last cell is shorter than in all other lines.
    pub in_its_cell: bool,
}

impl Header {
    /// The header once more, as printed lists have it on every page.
    pub(super) fn is_repeated(&self, record: &Record) -> bool {
        self.has_names
            && record.cells.len() >= self.names.len()
            && self.names.iter().zip(record.cells.iter()).all(|(n, c)| {
                let c = tidy(c);
                // A blank or doubled header is called by its number.
                n.eq_ignore_ascii_case(c)
                    || c.is_empty() && n.starts_with("column ")
                    || !c.is_empty()
                        && n.rsplit_once(" (column ")
                            .is_some_and(|(n, _)| n.eq_ignore_ascii_case(c))
            })
    }

    /// A line that is about no student: totals, a signature, `*** end of report ***`. A line that has a student's
    /// number, or both names, or a birth date is never passed over.
    pub(super) fn is_footer(&self, record: &Record) -> bool {
        let [number, last, first, birth] = self.required.map(|i| record.cell(i).trim());
        let id = cells::identifier(number);
        let words = id.to_ascii_lowercase();
        let is_total = ["total", "totals", "subtotal", "subtotals", "grand total", "count"]
            .iter()
            .filter_map(|w| words.strip_prefix(w))
            .any(|rest| !rest.starts_with(char::is_alphanumeric));
        let looks_like_a_number = id.contains(|c: char| c.is_ascii_digit())
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-., ".contains(c))
            && !is_total
            && id
                .split_whitespace()
                .all(|w| w.contains(|c: char| c.is_ascii_digit()));
        let filled = record.cells.iter().filter(|c| !c.trim().is_empty()).count();
        // Who has a name and a school, a grade or a gender is a student, whatever is missing.
        let is_named = !last.is_empty() || !first.is_empty();
        let is_placed = |(at, column): (usize, &Option<RosterColumn>)| {
            let cell = record.cell(at).trim();
            match column {
                Some(Part(P::Grade)) => parse_grade(cell).is_some(),
                Some(Part(P::School)) => SchoolCode::parse(cell).is_ok(),
                Some(Col(F::Gender)) => find_code(&default_genders(), cell).is_some(),
                _ => false,
            }
        };
        if is_named && !is_total && self.fields.iter().enumerate().any(is_placed) {
            return false;
        }
        let has_names = !last.is_empty() && !first.is_empty();
        birth.is_empty() && (is_total || !has_names) && !looks_like_a_number && filled <= 4
    }

    /// One student; broken when the cells cannot be told apart.
    pub(super) fn row(&self, file: &Arc<str>, record: &Record, cut: Cut, notes: &mut Notes) -> RosterRow {
        let broken = self.broken(file, record, cut).map(Box::new);
        let mut row = RosterRow {
            file_line: record.line,
            cells: match broken {
                Some(_) => Cells::default(),
                None => Cells::with_room(record.cells.as_slice().len(), self.order.len()),
            },
            broken,
        };
        let known = self.order.iter().filter_map(|at| {
            let column = self.fields.get(*at).copied().flatten()?;
            Some((*at, column, record.cell(*at)))
        });
        let undecided = self
            .open
            .iter()
            .filter_map(|o| Some((o.at[0], o.column, o.text(record).ok()?)));
        for (at, column, cell) in known.chain(undecided) {
            // Of a broken row only what names it is kept; nobody shall read a cell that may have slipped.
            if row.broken.is_some() && !matches!(column, Col(F::Number | F::LastName | F::FirstName)) {
                continue;
            }
            let text = notes.clean(cell, column, at, record.line);
            if cells::lost_digits(&text) && is_number(column) {
                if column == Col(F::Phone) {
                    notes.not_taken(at, record.line, &text);
                    continue;
                }
                if row.broken.is_none() {
                    let why = "A spreadsheet shortened this number; its last digits are lost. Export the list again without opening it in a spreadsheet.";
                    let problem =
                        Problem::at(file.clone(), record.line, &self.names[at], Severity::Held, why);
                    row.broken = Some(Box::new(problem.found_expected(&text, "all digits")));
                }
            }
            if text.trim().is_empty() || row.cells.get(column).is_some() {
                continue;
            }
            match text.len() {
                0..=HUGE => row.cells.push(column, &text),
                _ => row.cells.push(column, &shorten(&text, HUGE)),
            }
        }
        row.cells.shrink();
        row
    }

    fn broken(&self, file: &Arc<str>, record: &Record, cut: Cut) -> Option<Problem> {
        let held = |at: Option<usize>, message: String| {
            let column = at.and_then(|i| self.names.get(i)).map_or("", String::as_str);
            Problem::at(file.clone(), record.line, column, Severity::Held, message)
        };
        if record.stray_quote {
            return Some(held(
                None,
                "Letters follow a closing quotation mark, so the cells cannot be told apart. Write quotation marks inside a cell twice.".into(),
            ));
        }
        if let Some((i, cell)) = record.cells.iter().enumerate().find(|(_, c)| c.len() > HUGE) {
            let n = cell.chars().count();
            return Some(held(
                Some(i),
                format!("A cell of {n} characters cannot be right."),
            ));
        }
        let no_result = |at: usize| record.cell(at) == cells::NOT_CALCULATED;
        let is_used = |at: usize| self.fields[at].is_some() || self.open.iter().any(|o| o.at.contains(&at));
        if let Some(at) = (0..self.names.len())
            .find(|at| is_used(*at) && (no_result(*at) || cells::is_spreadsheet_error(record.cell(*at))))
        {
            let why = if no_result(at) {
                "The formula in this cell has no result in the file. Open the file in Excel or LibreOffice, save it, and choose it again."
            } else {
                "A formula of the spreadsheet gave an error here. Correct the cell in the spreadsheet."
            };
            return Some(held(Some(at), why.into()).found_expected(record.cell(at).trim(), ""));
        }
        let (n, whole, filled) = (record.cells.len(), self.names.len(), record.filled());
        if filled > whole {
            let why = format!(
                "The line has {filled} cells, the header {whole}: a comma without quotes in a name? The row is held back; no cell was moved."
            );
            return Some(
                held(None, why)
                    .found_expected(record.cell(filled - 1).trim(), "nothing behind the last column"),
            );
        }
        let birth = self.required[3];
        let holds_no_date = |i: usize| {
            i >= whole || matches!(self.fields[i], Some(c) if !matches!(c, Part(P::Entry | P::Exit)))
        };
        if cells::slipped(record, Some(birth), holds_no_date) {
            let why = "The date stands in another column, so the cells have slipped: a comma without quotes in a name, or a cell left out? The row is held back; no cell was moved.";
            return Some(
                held(Some(birth), why.into()).found_expected(blank(record.cell(birth)), "the birth date"),
            );
        }
        if n < self.needed || (cut.off && n < whole) {
            let why = format!(
                "The line ends after {n} of {whole} cells.{}",
                if cut.off {
                    " The file may be cut off: export it again."
                } else {
                    ""
                }
            );
            let last = record.cells.iter().next_back().unwrap_or("");
            let expected = format!(
                "{} and what follows",
                self.names.get(n).map_or("a cell", String::as_str)
            );
            return Some(held(Some(n), why).found_expected(blank(last), expected));
        }
        if cut.in_its_cell {
            let why = "The cell is shorter than in all other lines, at the very end of the file. The file is cut off here: export it again.";
            return Some(
                held(n.checked_sub(1), why.into())
                    .found_expected(blank(record.cell(n.saturating_sub(1)).trim()), "the whole cell"),
            );
        }
        self.open.iter().find_map(|open| {
            let why = open.text(record).err()?;
            let found: Vec<&str> = open.at.iter().map(|at| record.cell(*at).trim()).collect();
            Some(held(Some(open.at[0]), why).found_expected(&found.join(" / "), "the same in both"))
        })
    }
}

/// Whether a column holds numbers whose every digit counts.
fn is_number(column: RosterColumn) -> bool {
    matches!(
        column,
        Col(F::Number | F::Ssid | F::IntegrationIdt | F::Phone) | Part(P::School)
    )
}

fn blank(cell: &str) -> &str {
    if cell.trim().is_empty() {
        "(blank)"
    } else {
        cell.trim()
    }
}
