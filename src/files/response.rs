//! Reads the state's response files: by header where there is one, by the layout's positions otherwise.

use super::cells::{HUGE, identifier, slipped};
use super::headers::{Columns, Twice, columns, header_position, roster_column, wire_field};
use super::source::{self, Grid};
use super::table::{Expect, Record, is_cut};
use super::text::read_bytes;
use super::{FileError, PROGRESS_STEP, file_name};
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::layout::{Layout, WireField as W};
use crate::domain::problem::{Checked, Problem, Severity, shorten};
use crate::domain::response::{ResponseFile, ResponseLine};
use crate::domain::roster::Reading;
use crate::domain::roster::RosterColumn::{Field as Col, Part};
use crate::domain::student::Field as F;
use std::path::Path;

/// Reads a response file. `progress` hears of (done, total) and stops it by saying `false`.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn read_response(
    path: &Path,
    layout: &Layout,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Checked<ResponseFile>, FileError> {
    parse_response(&file_name(path), &read_bytes(path)?, layout, progress)
}

/// Reads the bytes of a response file.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn parse_response(
    file: &str,
    bytes: &[u8],
    layout: &Layout,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Checked<ResponseFile>, FileError> {
    let known = |c: &str| wire_field(layout, c).is_some();
    let request_columns = layout.request_columns().count();
    let expect = Expect {
        known: &known,
        cells: Some(request_columns..=layout.columns.len()),
    };
    let Grid {
        records,
        ends_whole,
        mut problems,
        ..
    } = source::grid(file, bytes, &expect, &Reading::default(), progress)?;
    let shape = match header_position(&records, 4, known) {
        Some(at) => by_header(file, layout, &records, at, &mut problems)?,
        None => by_position(layout, &records),
    };
    let records = &records[shape.first..];
    let half = records.len() as u64;
    let mut lines = Vec::with_capacity(records.len());
    for (i, record) in records.iter().enumerate() {
        if i.is_multiple_of(PROGRESS_STEP) && !progress(half + i as u64, 2 * half) {
            return Err(FileError::Cancelled);
        }
        let cut = i + 1 == records.len() && !ends_whole;
        lines.push(shape.line(record, cut, cut && is_cut(records)));
    }
    Ok(Checked {
        value: ResponseFile {
            name: file.to_owned(),
            fingerprint: fingerprint(bytes),
            has_marker_column: shape.has_marker_column,
            lines,
        },
        problems,
    })
}

/// Which cell is what, and what a whole line has.
struct Shape {
    /// The first record that is a line.
    first: usize,
    /// What each column holds.
    fields: Vec<Option<W>>,
    /// Its header, for messages.
    names: Vec<String>,
    /// Cells of a whole line; fewer are tolerated from `needed` on.
    whole: usize,
    /// Cells up to the last one that a line cannot do without.
    needed: usize,
    birth_date: Option<usize>,
    has_marker_column: bool,
}

/// What a line cannot do without.
const NEEDED: [W; 5] = [W::Ssid, W::LastName, W::FirstName, W::BirthDate, W::Number];

impl Shape {
    fn new(first: usize, fields: Vec<Option<W>>, names: Vec<String>, has_marker_column: bool) -> Self {
        let at = |w: W| fields.iter().position(|f| *f == Some(w));
        let needed = NEEDED.iter().filter_map(|w| at(*w)).max().map_or(0, |n| n + 1);
        Self {
            first,
            whole: fields.len(),
            needed,
            birth_date: at(W::BirthDate),
            has_marker_column,
            fields,
            names,
        }
    }

    fn line(&self, record: &Record, cut_off: bool, in_its_cell: bool) -> ResponseLine {
        let in_cell = || {
            let at = record.cells.len().saturating_sub(1);
            format!(
                "{}: found “{}”, which is shorter than in all other lines, at the very end of the file. The file is cut off here: download it again.",
                self.name(at),
                shorten(record.cell(at).trim(), 30)
            )
        };
        let broken = self.broken(record, cut_off).or_else(|| in_its_cell.then(in_cell));
        let mut line = ResponseLine {
            file_line: record.line,
            ..ResponseLine::default()
        };
        for (field, cell) in self.fields.iter().zip(record.cells.iter()) {
            let Some(field) = field else { continue };
            let (place, is_id) = match field {
                W::Line => (&mut line.line, true),
                W::Ssid => (&mut line.ssid, true),
                W::SchoolYear => (&mut line.school_year, true),
                W::LastName => (&mut line.last_name, false),
                W::FirstName => (&mut line.first_name, false),
                W::MiddleName => (&mut line.middle_name, false),
                W::BirthDate => (&mut line.birth_date, true),
                W::Number => (&mut line.number, true),
                W::Status => (&mut line.status, false),
                W::Message => (&mut line.message, false),
                W::Suffix | W::Gender | W::Ethnicity | W::Lea | W::School => continue,
            };
            let cell = if is_id { identifier(cell) } else { cell };
            shorten(cell, HUGE).clone_into(place);
        }
        line.broken = broken;
        line
    }

    fn name(&self, at: usize) -> &str {
        self.names.get(at).map_or("the last column", String::as_str)
    }

    fn broken(&self, record: &Record, cut_off: bool) -> Option<String> {
        let n = record.cells.len();
        let last = record.cells.iter().next_back().unwrap_or("").trim();
        if record.stray_quote {
            return Some(
                "found letters after a closing quotation mark, expected the next cell. The cells cannot be told apart."
                    .into(),
            );
        }
        if let Some((i, cell)) = record.cells.iter().enumerate().find(|(_, c)| c.len() > HUGE) {
            return Some(format!(
                "{}: found a cell of {} characters, expected at most {HUGE}.",
                self.name(i),
                cell.chars().count()
            ));
        }
        let filled = record.filled();
        if filled > self.whole {
            return Some(format!(
                "found {filled} cells, expected {}: one cell too many, “{}” (a comma without quotes in a name?). No cell was moved.",
                self.whole,
                shorten(record.cell(filled - 1).trim(), 30)
            ));
        }
        let holds_no_date = |i: usize| i < self.fields.len() && self.fields[i].is_some();
        if slipped(record, self.birth_date, holds_no_date) {
            let at = self.birth_date.unwrap_or(0);
            return Some(format!(
                "{}: found “{}”, expected a date; the date stands in another column, so the cells have slipped (a comma without quotes in a name, or a cell left out?). No cell was moved.",
                self.name(at),
                shorten(record.cell(at).trim(), 30)
            ));
        }
        if n < self.needed || (cut_off && n < self.whole) {
            return Some(format!(
                "{}: found the end of the line after {n} cells (“{}”), expected {}.{}",
                self.name(n),
                shorten(last, 30),
                self.whole,
                if cut_off {
                    " The file is cut off here: download it again."
                } else {
                    ""
                }
            ));
        }
        None
    }
}

fn by_header(
    file: &str,
    layout: &Layout,
    records: &[Record],
    at: usize,
    problems: &mut Vec<Problem>,
) -> Result<Shape, FileError> {
    let header = &records[at];
    let names: Vec<&str> = header.cells.iter().take(header.filled()).map(str::trim).collect();
    let any_will_do = |w| matches!(w, W::Status | W::Message);
    let meant: Vec<_> = names.iter().map(|c| wire_field(layout, c)).collect();
    let Columns {
        mut fields,
        passed_over,
    } = columns(&meant, any_will_do).map_err(|Twice(a, b)| {
            FileError::refused_at(
                file,
                header.line,
                format!(
                    "Two columns mean the same: “{}” (column {}) and “{}” (column {}). Remove or rename one of them.",
                    names[a],
                    a + 1,
                    names[b],
                    b + 1
                ),
            )
        })?;
    // A new number may stand beside the column in which the blank one of the request comes back.
    let is_filled = |column: usize| {
        records[at + 1..]
            .iter()
            .any(|r| !r.cell(column).trim().is_empty())
    };
    for (surer, other) in passed_over {
        if fields[surer] == Some(W::Ssid) && !is_filled(surer) && is_filled(other) {
            fields.swap(surer, other);
        }
    }
    let has = |w: W| fields.contains(&Some(w));
    let marker = has(W::Status) || has(W::Message);
    if !marker
        && !has(W::Line)
        && !has(W::SchoolYear)
        && let Some(name) = names.iter().find(|n| is_of_a_roster(n))
    {
        return Err(FileError::refused_at(
            file,
            header.line,
            format!(
                "This looks like a roster, not like the state's response: it has a column “{}”, and none for the File Line Number, School Year, Status or Message. Rosters are taken by Import roster, in the Student Editor.",
                shorten(name, 40)
            ),
        ));
    }
    let mut missing: Vec<&str> = [(W::LastName, "Last Name"), (W::FirstName, "First Name")]
        .into_iter()
        .filter(|(w, _)| !has(*w))
        .map(|(_, name)| name)
        .collect();
    if !has(W::Ssid) && !marker {
        missing.push("SSID");
    }
    if !has(W::Number) && !has(W::Line) {
        missing.push("LEA Student Number");
    }
    if !missing.is_empty() {
        return Err(FileError::refused_at(
            file,
            header.line,
            format!(
                "The file has no column for {}. Columns found: {}. Is it the state's response? If its columns have other names, write them into the layout in Settings.",
                missing.join(", "),
                shorten(&names.join(", "), 400)
            ),
        ));
    }
    if at > 0 {
        problems.push(Problem::at(
            file,
            header.line,
            "",
            Severity::Warning,
            format!(
                "The header was found on line {}; the lines above it were passed over.",
                header.line
            ),
        ));
    }
    let unknown: Vec<String> = names
        .iter()
        .zip(&fields)
        .filter(|(n, f)| f.is_none() && !n.is_empty())
        .map(|(n, _)| format!("“{}”", shorten(n, 40)))
        .collect();
    if !unknown.is_empty() {
        problems.push(Problem::at(
            file,
            header.line,
            "",
            Severity::Warning,
            format!(
                "Columns that are not used: {}.",
                shorten(&unknown.join(", "), 400)
            ),
        ));
    }
    let names = names.into_iter().map(str::to_owned).collect();
    Ok(Shape::new(at + 1, fields, names, marker))
}

/// Whether a column is one that rosters have and no response has.
fn is_of_a_roster(header: &str) -> bool {
    let column = roster_column(header).map(|c| c.0);
    matches!(
        column,
        Some(Part(P::Grade | P::Entry | P::Exit) | Col(F::Guardian | F::Phone | F::Email | F::Address))
    )
}

fn by_position(layout: &Layout, records: &[Record]) -> Shape {
    let sent: Vec<_> = layout.request_columns().collect();
    let answered: Vec<_> = layout.columns.iter().filter(|c| c.response_only).collect();
    // Without a header, Status and Message come after the columns of the request, wherever the layout lists them;
    // a line that has more cells because a name has a bare comma in it is no sign of them.
    let birth = sent.iter().position(|c| c.field == W::BirthDate);
    let no_date = |i: usize| sent.get(i).is_some_and(|c| c.field != W::BirthDate);
    let more = records
        .iter()
        .any(|r| r.cells.len() > sent.len() && !slipped(r, birth, no_date));
    let fields = sent
        .iter()
        .chain(answered.iter().filter(|_| more))
        .map(|c| Some(c.field))
        .collect();
    let names = sent.iter().chain(&answered).map(|c| c.header.clone()).collect();
    Shape::new(0, fields, names, more && !answered.is_empty())
}

/// FNV-1a with 128 bits, as hex: the same on every machine and in every version, which `std`'s hashes are not.
/// Tells one file from another; it is no protection against forgery.
pub fn fingerprint(bytes: &[u8]) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013B;
    let hash = bytes
        .iter()
        .fold(0x6C62_272E_07BB_0142_62B8_2175_6295_C58D_u128, |hash, b| {
            (hash ^ u128::from(*b)).wrapping_mul(PRIME)
        });
    format!("{hash:032x}")
}

#[cfg(test)]
#[path = "response_tests.rs"]
mod tests;
