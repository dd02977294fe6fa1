//! OpenDocument spreadsheets (.ods): what their cells hold, and what they show of it.

use super::heard::{Bytes, Heard};
use super::open_cell::Held;
use super::rows::{Rows, Stop};
use super::{Book, Listed, Refused};
use memchr::memmem;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::{BufReader, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// More rows and columns than a spreadsheet has; who says so repeats nothing.
const MOST_REPEATS: u64 = 1 << 20;

/// An OpenDocument spreadsheet.
pub(super) struct Ods<'b> {
    zip: ZipArchive<Bytes<'b, 'b>>,
    sheets: Vec<Listed>,
}

type Content<'z, 'b> = Reader<BufReader<ZipFile<'z, Bytes<'b, 'b>>>>;

/// The texts of the spreadsheet, from their beginning.
fn content<'z, 'b>(zip: &'z mut ZipArchive<Bytes<'b, 'b>>) -> Result<Content<'z, 'b>, Stop> {
    let part = zip.by_name("content.xml").map_err(|_| Stop::Damaged)?;
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, part));
    reader.config_mut().expand_empty_elements = true;
    Ok(reader)
}

fn attribute(e: &BytesStart<'_>, name: &str) -> Result<Option<String>, Stop> {
    match e.try_get_attribute(name) {
        Ok(None) => Ok(None),
        Ok(Some(a)) => match a.normalized_value(quick_xml::XmlVersion::Implicit1_0) {
            Ok(value) => Ok(Some(value.into_owned())),
            Err(_) => Err(Stop::Damaged),
        },
        Err(_) => Err(Stop::Damaged),
    }
}

/// How often a cell or row stands there.
fn repeats(e: &BytesStart<'_>, name: &str) -> Result<u64, Stop> {
    Ok(match attribute(e, name)? {
        None => 1,
        Some(n) => n.parse::<u64>().map_err(|_| Stop::Damaged)?.min(MOST_REPEATS),
    })
}

/// Whether a row or column is hidden, by a filter or by hand.
fn is_hidden(e: &BytesStart<'_>) -> Result<bool, Stop> {
    let visibility = attribute(e, "table:visibility")?;
    Ok(matches!(visibility.as_deref(), Some("collapse" | "filter")))
}

/// Whether it is a note, a drawing of any kind, or how a word is spoken.
fn is_aside(name: &str) -> bool {
    name.starts_with("draw:") || matches!(name, "office:annotation" | "text:ruby-text")
}

impl<'b> Ods<'b> {
    /// Opens it and lists its sheets.
    pub(super) fn open(bytes: &'b [u8], heard: &'b Heard<'b>) -> Result<Self, Refused> {
        let mut zip = ZipArchive::new(Bytes::new(bytes, heard)).map_err(|_| Refused::Damaged)?;
        if let Ok(mut manifest) = zip.by_name("META-INF/manifest.xml") {
            let mut text = Vec::new();
            manifest.read_to_end(&mut text).map_err(|_| Refused::Damaged)?;
            if memmem::find(&text, b"encryption-data").is_some() {
                return Err(Refused::Password);
            }
        }
        let sheets = list(&mut zip).map_err(|_| Refused::Damaged)?;
        Ok(Self { zip, sheets })
    }
}

fn list<'b>(zip: &mut ZipArchive<Bytes<'b, 'b>>) -> Result<Vec<Listed>, Stop> {
    let mut reader = content(zip)?;
    let (mut buf, mut sheets, mut hidden) = (Vec::new(), Vec::new(), HashSet::new());
    let (mut style, mut depth) = (None, 0);
    loop {
        buf.clear();
        match reader.read_event_into(&mut buf).map_err(|_| Stop::Damaged)? {
            Event::Start(e) => match e.name().as_ref() {
                "style:style" => style = attribute(&e, "style:name")?,
                "style:table-properties" if attribute(&e, "table:display")?.as_deref() == Some("false") => {
                    hidden.extend(style.take());
                }
                "table:table" => {
                    depth += 1;
                    if depth == 1 {
                        let hidden = attribute(&e, "table:style-name")?.is_some_and(|s| hidden.contains(&s));
                        let name = attribute(&e, "table:name")?.unwrap_or_default();
                        sheets.push(Listed { name, hidden });
                    }
                }
                _ => {}
            },
            Event::End(e) if e.name().as_ref() == "table:table" => depth -= 1,
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

impl Book for Ods<'_> {
    fn sheets(&self) -> &[Listed] {
        &self.sheets
    }

    fn read(&mut self, name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        let at = self.sheets.iter().position(|s| s.name == name);
        let mut reader = content(&mut self.zip)?;
        let mut sheet = Sheet::default();
        let (mut buf, mut seen, mut depth) = (Vec::new(), 0, 0);
        loop {
            buf.clear();
            match reader.read_event_into(&mut buf).map_err(|_| Stop::Damaged)? {
                Event::Start(e) => match e.name().as_ref() {
                    "table:table" => {
                        depth += 1;
                        seen += usize::from(depth == 1);
                    }
                    // A sheet inside a cell is no part of the list.
                    _ if depth != 1 || Some(seen - 1) != at => {}
                    name => sheet.start(name, &e, rows)?,
                },
                Event::End(e) => match e.name().as_ref() {
                    "table:table" => {
                        depth -= 1;
                        if depth == 0 && Some(seen - 1) == at {
                            return Ok(());
                        }
                    }
                    _ if depth != 1 || Some(seen - 1) != at => {}
                    name => sheet.end(name, rows)?,
                },
                Event::Text(t) if depth == 1 => sheet.text(&t.xml10_content()),
                Event::CData(t) if depth == 1 => sheet.text(&t.xml10_content()),
                Event::GeneralRef(r) if depth == 1 => sheet.reference(&r)?,
                Event::Eof => return Err(Stop::Damaged),
                _ => {}
            }
        }
    }
}

/// Where reading a sheet stands.
#[derive(Default)]
struct Sheet {
    /// The line that is read, from 1, and how often it stands there.
    line: u64,
    line_repeats: u64,
    /// How many columns were told of so far.
    columns: usize,
    /// The lines that it was read for so far have these cells: column and text.
    cells: Vec<(usize, String, bool)>,
    column: usize,
    cell: Held,
    /// Inside something whose words are no words of the cell.
    aside: usize,
    in_paragraph: usize,
}

impl Sheet {
    fn start(&mut self, name: &str, e: &BytesStart<'_>, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        match name {
            _ if is_aside(name) => self.aside += 1,
            _ if self.aside > 0 => {}
            "table:table-row" => {
                self.line += self.line_repeats.max(1);
                self.line_repeats = repeats(e, "table:number-rows-repeated")?;
                self.column = 0;
                self.cells.clear();
                if is_hidden(e)? {
                    let last = self.line + self.line_repeats.max(1) - 1;
                    rows.marks.hide_rows(self.line, last);
                }
            }
            "table:table-column" => {
                let n = repeats(e, "table:number-columns-repeated")?.max(1) as usize;
                if is_hidden(e)? {
                    rows.marks.hide_columns(self.columns, self.columns + n - 1);
                }
                self.columns += n;
            }
            "table:table-cell" | "table:covered-table-cell" => {
                if e.contains("-spanned") {
                    let down = repeats(e, "table:number-rows-spanned")?.max(1);
                    let across = repeats(e, "table:number-columns-spanned")?.max(1);
                    let lines = (self.line, self.line + down - 1);
                    rows.marks
                        .merge(lines, (self.column, self.column + across as usize - 1));
                }
                let value = [
                    "office:date-value",
                    "office:value",
                    "office:boolean-value",
                    "office:time-value",
                    "office:string-value",
                ];
                let mut held = Held {
                    repeats: repeats(e, "table:number-columns-repeated")?,
                    kind: attribute(e, "office:value-type")?.unwrap_or_default(),
                    formula: attribute(e, "table:formula")?.is_some(),
                    ..Held::default()
                };
                for name in value {
                    if let Some(value) = attribute(e, name)? {
                        held.value = value;
                        break;
                    }
                }
                if attribute(e, "calcext:value-type")?.as_deref() == Some("error") {
                    held.kind = "error".to_owned();
                }
                self.cell = held;
            }
            "text:p" => {
                self.in_paragraph += 1;
                self.cell.paragraphs += 1;
                if self.cell.paragraphs > 1 {
                    self.cell.shown.push('\n');
                }
            }
            "text:s" => {
                let n = repeats(e, "text:c")?.min(1000) as usize;
                self.cell.shown.extend(std::iter::repeat_n(' ', n));
            }
            "text:tab" => self.cell.shown.push('\t'),
            "text:line-break" => self.cell.shown.push('\n'),
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.in_paragraph > 0 && self.aside == 0 {
            self.cell.shown.push_str(text);
        }
    }

    fn reference(&mut self, r: &quick_xml::events::BytesRef<'_>) -> Result<(), Stop> {
        if let Ok(Some(letter)) = r.resolve_char_ref() {
            self.text(letter.encode_utf8(&mut [0; 4]));
            return Ok(());
        }
        match quick_xml::escape::resolve_xml_entity(r.as_ref()) {
            Some(text) => self.text(text),
            None => return Err(Stop::Damaged),
        }
        Ok(())
    }

    fn end(&mut self, name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        match name {
            _ if is_aside(name) => self.aside = self.aside.saturating_sub(1),
            _ if self.aside > 0 => {}
            "text:p" => self.in_paragraph = self.in_paragraph.saturating_sub(1),
            "table:table-cell" | "table:covered-table-cell" => self.end_cell()?,
            "table:table-row" => self.end_row(rows)?,
            _ => {}
        }
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), Stop> {
        let held = std::mem::take(&mut self.cell);
        let (text, kept) = held.said();
        let n = held.repeats as usize;
        if !text.is_empty() {
            if self.column + n > MOST_REPEATS as usize {
                return Err(Stop::TooLarge);
            }
            for at in 0..n {
                self.cells.push((self.column + at, text.clone(), kept));
            }
        }
        self.column += n;
        Ok(())
    }

    fn end_row(&mut self, rows: &mut Rows<'_, '_>) -> Result<(), Stop> {
        if self.cells.is_empty() {
            return Ok(());
        }
        for line in self.line..self.line + self.line_repeats {
            for (column, text, kept) in &self.cells {
                if !kept {
                    rows.long_number(line, *column, text);
                }
                rows.cell(line, *column, text)?;
            }
        }
        Ok(())
    }
}
