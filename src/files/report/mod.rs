//! Reports to save and to print: the Response File Error Report and any other list of students.

mod html;
mod xlsx;

pub use html::print_sheet;

use super::harmless::in_csv;
use super::write::{Stop, replace};
use super::{FileError, file_name};
use crate::domain::response::{OutcomeKind, Report, ReportRow};
use crate::domain::text::thousands;
use std::io::Write;
use std::path::Path;

/// A list ready to be saved or printed, whatever it is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its title.
    pub title: String,
    /// What it is about, as name and value: district, file, day.
    pub facts: Vec<(String, String)>,
    /// What has to be read before the list; may be empty.
    pub notice: String,
    /// Its columns.
    pub columns: Vec<SheetColumn>,
    /// The column that is tinted by the rows' kind.
    pub tinted: Option<usize>,
    /// Its rows.
    pub rows: Vec<SheetRow>,
    /// Rows by outcome.
    pub counts: Vec<(String, usize)>,
}

/// A column of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetColumn {
    /// Its header.
    pub header: String,
    /// Its width in a workbook, in characters.
    pub width: u16,
    /// Whether it counts something. Identifiers count nothing: they are text and keep their zeros.
    pub counts: bool,
}

impl SheetColumn {
    /// A column of text.
    pub fn text(header: &str, width: u16) -> Self {
        Self {
            header: header.to_owned(),
            width,
            counts: false,
        }
    }
    /// A column of counts or line numbers.
    pub fn number(header: &str, width: u16) -> Self {
        Self {
            counts: true,
            ..Self::text(header, width)
        }
    }
}

/// A row of a [`Sheet`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// What it asks for; decides the tint, and the place in print.
    pub kind: Option<OutcomeKind>,
}

impl Sheet {
    /// The Response File Error Report as a list, in the order of the response file.
    pub fn of_report(report: &Report, district: &str, made_at_local: &str) -> Self {
        let fact = |name: &str, value: String| (name.to_owned(), value);
        let processed = if report.processed_at.is_some() {
            "processed"
        } else {
            "nothing has been changed yet"
        };
        Self {
            title: "Response File Error Report".into(),
            facts: vec![
                fact("District", district.to_owned()),
                fact("Function", report.function.label().to_owned()),
                fact("Response file", report.file.clone()),
                fact("Request file", report.request_file.clone()),
                fact("Lines in request", thousands(report.request_lines as usize)),
                fact("Lines in response", thousands(report.rows.len())),
                fact("State", processed.to_owned()),
                fact("Made", made_at_local.to_owned()),
            ],
            notice: report.incomplete().unwrap_or_default(),
            columns: vec![
                SheetColumn::number("Line", 7),
                SheetColumn::text("Student", 30),
                SheetColumn::text("Number", 12),
                SheetColumn::text("Birth date", 12),
                SheetColumn::text("SSID here", 13),
                SheetColumn::text("SSID in response", 22),
                SheetColumn::text("Result", 18),
                SheetColumn::text("What to do", 80),
            ],
            tinted: Some(6),
            rows: report.rows.iter().map(report_row).collect(),
            counts: report
                .counts()
                .into_iter()
                .map(|(outcome, n)| (outcome.label().to_owned(), n as usize))
                .collect(),
        }
    }
}

fn report_row(row: &ReportRow) -> SheetRow {
    SheetRow {
        cells: vec![
            row.file_line.to_string(),
            row.name.clone(),
            row.number.clone(),
            row.birth_date.clone(),
            row.ssid_here.clone(),
            row.ssid_in_response.clone(),
            row.outcome.label().to_owned(),
            row.message.clone(),
        ],
        kind: Some(row.outcome.kind()),
    }
}

/// Saves the Response File Error Report where a person chose: `.csv`, `.xlsx` or `.html`, by the ending.
///
/// # Errors
/// Another ending, or what [`replace`] says.
pub fn save_report(
    path: &Path,
    report: &Report,
    district: &str,
    made_at_local: &str,
) -> Result<(), FileError> {
    save_sheet(path, &Sheet::of_report(report, district, made_at_local))
}

/// The Response File Error Report as a page to print, lines with a problem first.
pub fn print_page(report: &Report, district: &str, made_at_local: &str) -> String {
    print_sheet(&Sheet::of_report(report, district, made_at_local))
}

/// Saves a list where a person chose: `.csv`, `.xlsx` or `.html`, by the ending.
///
/// # Errors
/// Another ending, or what [`replace`] says.
pub fn save_sheet(path: &Path, sheet: &Sheet) -> Result<(), FileError> {
    let ending = path
        .extension()
        .map(|e| e.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    match ending.as_str() {
        "csv" => replace(path, |out| write_csv(out, sheet)),
        "xlsx" if sheet.rows.len() > xlsx::MOST_ROWS => Err(FileError::refused(
            &file_name(path),
            format!(
                "A workbook has room for {} rows, the list has {}. Save it as .csv.",
                thousands(xlsx::MOST_ROWS),
                thousands(sheet.rows.len())
            ),
        )),
        "xlsx" => {
            let bytes = xlsx::workbook(sheet)
                .map_err(|e| FileError::io(path, "written", std::io::Error::other(e.to_string())))?;
            replace(path, |out| Ok(out.write_all(&bytes)?))
        }
        "html" | "htm" => replace(path, |out| Ok(out.write_all(print_sheet(sheet).as_bytes())?)),
        _ => Err(FileError::refused(
            &file_name(path),
            "A report is saved as .xlsx (Excel), .csv or .html. Give the name one of these endings.",
        )),
    }
}

/// UTF-8 with a BOM: without it Excel takes the bytes for Windows-1252 and damages names.
fn write_csv(out: &mut dyn Write, sheet: &Sheet) -> Result<(), Stop> {
    out.write_all(b"\xEF\xBB\xBF")?;
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(out);
    csv.write_record(sheet.columns.iter().map(|c| in_csv(&c.header).into_owned()))?;
    for row in &sheet.rows {
        csv.write_record(row.cells.iter().map(|c| in_csv(c).into_owned()))?;
    }
    csv.flush()?;
    Ok(())
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
