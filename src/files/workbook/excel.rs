//! Excel workbooks: .xlsx and .xlsm, and the old .xls.

use super::days;
use super::excel_parts::parts_of_sheets;
use super::heard::{Bytes, Heard};
use super::marks::Found;
use super::old_formats::Formats;
use super::rows::{Rows, Stop};
use super::shown::{self, Shows};
use super::{Book, Listed, Refused};
use crate::files::cells::{NOT_CALCULATED, SOME_ERROR, is_spreadsheet_error};
use calamine::{
    Cell, Data, DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError,
};
use std::collections::HashMap;

impl From<XlsxError> for Stop {
    fn from(_: XlsxError) -> Self {
        Self::Damaged
    }
}

/// A workbook of today's Excel.
pub(super) struct New<'b> {
    book: Xlsx<Bytes<'b, 'b>>,
    sheets: Vec<Listed>,
    /// By sheet.
    found: HashMap<String, Found>,
}

impl<'b> New<'b> {
    /// Opens it. What was found of its sheets is by the names of their parts.
    pub(super) fn open(
        bytes: &'b [u8],
        mut found: HashMap<String, Found>,
        heard: &'b Heard<'b>,
    ) -> Result<Self, Refused> {
        let book = Xlsx::new(Bytes::new(bytes, heard)).map_err(|e| match e {
            XlsxError::Password => Refused::Password,
            _ => Refused::Damaged,
        })?;
        let sheets = listed(book.sheets_metadata());
        if !found.is_empty() {
            let parts = parts_of_sheets(bytes).unwrap_or_default().into_iter();
            found = parts
                .filter_map(|(name, part)| Some((name, found.remove(&part)?)))
                .collect();
        }
        Ok(Self { book, sheets, found })
    }
}

impl Book for New<'_> {
    fn sheets(&self) -> &[Listed] {
        &self.sheets
    }

    fn read(&mut self, name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        let none = Found::default();
        let (marks, results) = self.found.get(name).unwrap_or(&none);
        rows.marks = marks.clone();
        if results.missing.are_not_all() {
            return Err(Stop::NoResult);
        }
        let mut cells = self.book.worksheet_cells_reader(name)?;
        rows.expected = u64::from(cells.dimensions().end.0) + 1;
        let formats: Vec<Shows> = cells
            .styles()
            .iter()
            .map(|s| {
                s.number_format
                    .as_ref()
                    .map_or_else(Shows::default, |f| Shows::of(&f.format_code))
            })
            .collect();
        let plain = Shows::default();
        let mut text = String::new();
        let mut last = None;
        loop {
            let (cell, style) = match cells.next_cell_with_style_id() {
                Ok(Some(next)) => next,
                Ok(None) => return Ok(()),
                // An error that this reader does not know by name is an error all the same; it does not say where.
                Err(XlsxError::CellError(error)) => {
                    let (line, column) = results.errors.next(last).ok_or(Stop::UnknownError)?;
                    let known = is_spreadsheet_error(&error);
                    rows.cell(line, column, if known { &error } else { SOME_ERROR })?;
                    last = Some((line, column));
                    continue;
                }
                Err(e) => return Err(e.into()),
            };
            let (line, column) = place(&cell);
            last = Some((line, column));
            match cell.get_value() {
                DataRef::Empty if results.missing.has((line, column)) => {
                    rows.cell(line, column, NOT_CALCULATED)?;
                }
                DataRef::Empty => {}
                DataRef::String(s) => rows.cell(line, column, s)?,
                DataRef::SharedString(s) => rows.cell(line, column, s)?,
                DataRef::DateTimeIso(s) => rows.cell(line, column, &days::day_of_iso(s))?,
                DataRef::DurationIso(s) => rows.cell(line, column, s)?,
                DataRef::Bool(b) => rows.cell(line, column, truth(*b))?,
                DataRef::Error(e) => rows.cell(line, column, &e.to_string())?,
                DataRef::Int(n) => rows.cell(line, column, &n.to_string())?,
                DataRef::Float(n) => number(
                    *n,
                    formats.get(style).unwrap_or(&plain),
                    (line, column),
                    &mut text,
                    rows,
                )?,
                DataRef::DateTime(d) => date(
                    d,
                    formats.get(style).unwrap_or(&plain),
                    (line, column),
                    &mut text,
                    rows,
                )?,
            }
        }
    }
}

/// A workbook of Excel before 2007.
pub(super) struct Old<'b> {
    book: Xls<Bytes<'b, 'b>>,
    sheets: Vec<Listed>,
    formats: Formats,
}

impl<'b> Old<'b> {
    /// Opens it; all of its sheets are read then.
    pub(super) fn open(bytes: &'b [u8], heard: &'b Heard<'b>) -> Result<Self, Refused> {
        // Looked at first: the reader makes room for as many cells as a damaged file says it has.
        let formats = Formats::read(bytes)?;
        let book = Xls::new(Bytes::new(bytes, heard)).map_err(|e| match e {
            XlsError::Password => Refused::Password,
            _ => Refused::Damaged,
        })?;
        let sheets = listed(book.sheets_metadata());
        Ok(Self {
            book,
            sheets,
            formats,
        })
    }
}

impl Book for Old<'_> {
    fn sheets(&self) -> &[Listed] {
        &self.sheets
    }

    fn read(&mut self, name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        let at = self.book.sheets_metadata().iter().position(|s| s.name == name);
        rows.marks = self.formats.marks(at);
        let range = self.book.worksheet_range(name).map_err(|_| Stop::Damaged)?;
        let (Some(start), Some(end)) = (range.start(), range.end()) else {
            return Ok(());
        };
        rows.expected = u64::from(end.0) + 1;
        let unknown = Shows::unknown();
        let mut text = String::new();
        for (row, column, value) in range.used_cells() {
            let (line, column) = (u64::from(start.0) + row as u64 + 1, start.1 as usize + column);
            match value {
                Data::Empty => {}
                Data::String(s) | Data::DurationIso(s) => rows.cell(line, column, s)?,
                Data::DateTimeIso(s) => rows.cell(line, column, &days::day_of_iso(s))?,
                Data::Bool(b) => rows.cell(line, column, truth(*b))?,
                Data::Error(e) => rows.cell(line, column, &e.to_string())?,
                Data::Int(n) => number(
                    *n as f64,
                    self.formats.of(at, line, column).unwrap_or(&unknown),
                    (line, column),
                    &mut text,
                    rows,
                )?,
                Data::Float(n) => number(
                    *n,
                    self.formats.of(at, line, column).unwrap_or(&unknown),
                    (line, column),
                    &mut text,
                    rows,
                )?,
                Data::DateTime(d) => date(d, &unknown, (line, column), &mut text, rows)?,
            }
        }
        Ok(())
    }
}

fn listed(sheets: &[calamine::Sheet]) -> Vec<Listed> {
    sheets
        .iter()
        .filter(|s| s.typ == SheetType::WorkSheet)
        .map(|s| Listed {
            name: s.name.clone(),
            hidden: s.visible != SheetVisible::Visible,
        })
        .collect()
}

fn place<T: calamine::CellType>(cell: &Cell<T>) -> (u64, usize) {
    let (row, column) = cell.get_position();
    (u64::from(row) + 1, column as usize)
}

/// How Excel writes what is true.
fn truth(is: bool) -> &'static str {
    if is { "TRUE" } else { "FALSE" }
}

fn number(
    value: f64,
    shows: &Shows,
    (line, column): (u64, usize),
    text: &mut String,
    rows: &mut Rows<'_, '_>,
) -> Result<(), Stop> {
    text.clear();
    if !value.is_finite() {
        // No number is there, whatever the file says.
        return rows.cell(line, column, "#NUM!");
    }
    if !shown::number(value, shows, text) {
        rows.long_number(line, column, text);
    }
    rows.cell(line, column, text)
}

fn date(
    value: &ExcelDateTime,
    shows: &Shows,
    (line, column): (u64, usize),
    text: &mut String,
    rows: &mut Rows<'_, '_>,
) -> Result<(), Stop> {
    text.clear();
    days::date(value, shows, text);
    rows.cell(line, column, text)
}
