//! The problems of an import as a workbook to hand on: the rows with a problem as they stand in the file, the cells
//! marked, each with what is wrong with it.

use super::harmless::in_workbook;
use super::headers::roster_column;
use super::source::Grid;
use super::table::Record;
use super::write::replace;
use super::{FileError, PROGRESS_STEP};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Fate, MappedColumn, Plan, Roster, SaidOf};
use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, IgnoreError, Note, Workbook, Worksheet, XlsxError,
};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

mod about;

use about::about;

/// What Excel takes in one cell, with room to spare.
const MOST_CHARS: usize = 32_000;
/// So many rows are listed: what Excel has, without the header.
const MOST_ROWS: usize = 1_048_575;
/// So many cells get a note; a workbook with more of them hardly opens. The sentence stands in front in any case.
const MOST_NOTES: usize = 5_000;
/// Columns in front of the file's own.
const FRONT: [(&str, f64); 3] = [("Line", 7.0), ("What happens", 26.0), ("Why", 80.0)];

/// What became of a workbook of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows of the file that it lists.
    pub rows: usize,
    /// What else it says, on its second sheet: about the file as a whole, and the questions.
    pub others: usize,
}

/// A row that is listed: what happens to it and what is wrong with it, with the column where that is known.
struct Marked<'a> {
    happens: String,
    problems: Vec<(Option<usize>, &'a Problem)>,
}

/// Writes the problems of a compared file to where a person chose. `grid` is the file, opened again; `roster` is what was
/// read of it.
///
/// # Errors
/// What the disk says, or when `progress` stops it.
pub fn write(
    to: &Path,
    grid: &Grid,
    roster: &Roster,
    plan: &Plan,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Written, FileError> {
    let (rows, others) = sorted(roster, plan);
    let mut book = Workbook::new();
    let failed = |e: XlsxError| FileError::io(to, "written", std::io::Error::other(e.to_string()));
    let mut done = 0;
    let all = rows.len() as u64;
    let records: HashMap<u64, &Record> = grid
        .records
        .iter()
        .filter(|r| rows.contains_key(&r.line))
        .map(|r| (r.line, r))
        .collect();
    let mut page = Rows::begin(book.add_worksheet(), roster).map_err(failed)?;
    for (line, marked) in rows.iter().take(MOST_ROWS) {
        if done % PROGRESS_STEP == 0 && !progress(done as u64, all) {
            return Err(FileError::Cancelled);
        }
        done += 1;
        page.row(*line, marked, records.get(line).copied())
            .map_err(failed)?;
    }
    page.end(roster.columns.len()).map_err(failed)?;
    let others_said = about(
        book.add_worksheet(),
        &others,
        plan,
        rows.len().saturating_sub(done),
    )
    .map_err(failed)?;
    let bytes = book.save_to_buffer().map_err(failed)?;
    replace(to, |out| Ok(std::io::Write::write_all(out, &bytes)?))?;
    Ok(Written {
        rows: done,
        others: others_said,
    })
}

/// What is said of each row, by line, and what is said of the file.
fn sorted<'a>(roster: &Roster, plan: &'a Plan) -> (BTreeMap<u64, Marked<'a>>, Vec<&'a Problem>) {
    let fates: HashMap<u64, &Fate> = plan.rows.iter().map(|r| (r.file_line, &r.fate)).collect();
    let new = |fate: &Fate| Marked {
        happens: happens(fate),
        problems: Vec::new(),
    };
    let mut rows: BTreeMap<u64, Marked<'_>> = BTreeMap::new();
    let mut others = Vec::new();
    for row in plan.rows.iter().filter(|r| r.fate == Fate::Refused) {
        rows.insert(row.file_line, new(&row.fate));
    }
    let said = SaidOf::new(roster, plan);
    for problem in &plan.problems {
        let is_here = problem.place.file == plan.file;
        let column = problem.place.column.as_deref().filter(|_| is_here);
        let at = column.and_then(|c| position(&roster.columns, c));
        let mut is_of_a_row = false;
        for line in said.lines(problem) {
            if let Some(fate) = fates.get(&line) {
                let row = rows.entry(line).or_insert_with(|| new(fate));
                row.problems.push((at, problem));
                is_of_a_row = true;
            }
        }
        if !is_of_a_row {
            others.push(problem);
        }
    }
    (rows, others)
}

/// The column that a problem names: by its header, or by what it holds.
fn position(columns: &[MappedColumn], name: &str) -> Option<usize> {
    let means = || {
        let (meant, _) = roster_column(name)?;
        columns.iter().position(|c| c.column == Some(meant))
    };
    let holds = |c: &MappedColumn| c.column.is_some_and(|c| c.label().eq_ignore_ascii_case(name));
    columns
        .iter()
        .position(|c| c.header == name)
        .or_else(|| columns.iter().position(holds))
        .or_else(means)
}

fn happens(fate: &Fate) -> String {
    match fate {
        Fate::Added(_) => "Added".into(),
        Fate::Changed(_, fields) => {
            let names: Vec<&str> = fields.iter().map(|f| f.field.label()).collect();
            format!("Changed: {}", names.join(", "))
        }
        Fate::Same => "Nothing differs".into(),
        Fate::Refused => "Held back".into(),
    }
}

/// The tint of a cell with a problem: as in reports.
fn tint(severity: Severity) -> Color {
    match severity {
        Severity::Warning => Color::RGB(0xFFF3CC),
        Severity::Held | Severity::Refused => Color::RGB(0xFDE4E4),
    }
}

/// How high a line is, in points, and the highest row that Excel has.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;

/// Text that a spreadsheet keeps as it is.
fn text() -> Format {
    Format::new().set_num_format("@").set_align(FormatAlign::Top)
}

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_background_color(Color::RGB(0xDCE6F2))
        .set_border_bottom(FormatBorder::Thin)
}

fn cell(said: &str) -> String {
    shorten(&in_workbook(said), MOST_CHARS)
}

/// Makes a row high enough for a wrapped text: not every spreadsheet does it by itself, and lines would lie over each other.
fn fit(page: &mut Worksheet, row: u32, said: &str, width: f64) -> Result<(), XlsxError> {
    // Proportional letters: a column holds about its width of them, words are not cut.
    let fits = (width * 0.9) as usize;
    let lines: usize = said
        .lines()
        .map(|l| l.chars().count().div_ceil(fits.max(1)))
        .sum();
    if lines > 1 {
        page.set_row_height(row, (LINE * lines as f64).min(HIGHEST))?;
    }
    Ok(())
}

/// So many columns of a list have room on the sheet: Excel has 16,384.
const MOST_COLUMNS: usize = 16_384 - FRONT.len();

/// A column of a sheet.
fn column_at(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

/// The sheet of the rows.
struct Rows<'w> {
    page: &'w mut Worksheet,
    /// The file whose rows they are.
    file: &'w str,
    next: u32,
    notes: usize,
    text: Format,
    wrapped: Format,
    number: Format,
}

impl<'w> Rows<'w> {
    fn begin(page: &'w mut Worksheet, roster: &'w Roster) -> Result<Self, XlsxError> {
        page.set_name("Rows with problems")?;
        let head = head();
        for (at, (name, width)) in FRONT.iter().enumerate() {
            page.write_string_with_format(0, column_at(at), *name, &head)?;
            page.set_column_width(column_at(at), *width)?;
        }
        for (at, column) in roster.columns.iter().enumerate().take(MOST_COLUMNS) {
            let at = column_at(FRONT.len() + at);
            page.write_string_with_format(0, at, cell(&column.header), &head)?;
            page.set_column_width(at, 16)?;
        }
        page.set_freeze_panes(1, 1)?;
        Ok(Self {
            page,
            file: &roster.file,
            next: 1,
            notes: 0,
            text: text(),
            wrapped: text().set_text_wrap(),
            number: Format::new().set_align(FormatAlign::Top),
        })
    }

    fn row(&mut self, line: u64, marked: &Marked<'_>, record: Option<&Record>) -> Result<(), XlsxError> {
        let at = self.next;
        self.next += 1;
        self.page
            .write_number_with_format(at, 0, line as f64, &self.number)?;
        self.page
            .write_string_with_format(at, 1, cell(&marked.happens), &self.text)?;
        let is_here = |p: &Problem| &*p.place.file == self.file;
        let say = |p: &Problem| if is_here(p) { sentence(p) } else { p.to_string() };
        let why: Vec<String> = marked.problems.iter().map(|(_, p)| say(p)).collect();
        self.page
            .write_string_with_format(at, 2, cell(&why.join("\n")), &self.wrapped)?;
        fit(self.page, at, &why.join("\n"), FRONT[2].1)?;
        let Some(record) = record else { return Ok(()) };
        for (column, said) in record.cells.iter().enumerate().take(MOST_COLUMNS) {
            if !said.is_empty() {
                let column = column_at(FRONT.len() + column);
                self.page
                    .write_string_with_format(at, column, cell(said), &self.text)?;
            }
        }
        let worst = marked.problems.iter().map(|(_, p)| p.severity).max();
        let mut of_cells: BTreeMap<usize, Vec<&Problem>> = BTreeMap::new();
        for (column, problem) in &marked.problems {
            if let Some(column) = column {
                of_cells.entry(*column).or_default().push(problem);
            }
        }
        for (column, problems) in of_cells.iter().filter(|c| *c.0 < MOST_COLUMNS) {
            let said = record.cell(*column);
            let severity = problems
                .iter()
                .map(|p| p.severity)
                .max()
                .unwrap_or(Severity::Warning);
            let format = text().set_background_color(tint(severity));
            let column = column_at(FRONT.len() + column);
            self.page
                .write_string_with_format(at, column, cell(said), &format)?;
            if self.notes < MOST_NOTES {
                self.notes += 1;
                let said: Vec<String> = problems.iter().map(|p| sentence(p)).collect();
                let note = Note::new(shorten(&said.join("\n"), MOST_CHARS))
                    .set_author("SSID Desk")
                    .add_author_prefix(false);
                self.page.insert_note(at, column, &note)?;
            }
        }
        // No cell of its own: the row's number is marked.
        if let Some(worst) = worst.filter(|_| of_cells.is_empty()) {
            let format = self.number.clone().set_background_color(tint(worst));
            self.page.write_number_with_format(at, 0, line as f64, &format)?;
        }
        Ok(())
    }

    fn end(self, columns: usize) -> Result<(), XlsxError> {
        let last = column_at(FRONT.len() + columns).saturating_sub(1);
        self.page.autofilter(0, 0, self.next.saturating_sub(1), last)?;
        // No green corner on every number: they are text on purpose.
        self.page.ignore_error_range(
            0,
            0,
            self.next.saturating_sub(1),
            last,
            IgnoreError::NumberStoredAsText,
        )?;
        self.page.set_landscape();
        self.page.set_print_fit_to_pages(1, 0);
        self.page.set_repeat_rows(0, 0)?;
        Ok(())
    }
}

/// A problem without its place, which the sheet shows.
fn sentence(problem: &Problem) -> String {
    let mut out = problem.message.to_string();
    if !problem.found.is_empty() {
        out.push_str(&format!(" Found “{}”", problem.found));
        if !problem.expected.is_empty() {
            out.push_str(&format!(", expected {}", problem.expected));
        }
        out.push('.');
    }
    out
}
