//! Writes request files for the SSID system.

use super::write::{Beside, Stop};
use super::{FileError, PROGRESS_STEP};
use crate::domain::ids::{LeaNumber, SchoolYear};
use crate::domain::layout::{Column, Layout};
use crate::domain::request::SentLine;
use std::io::Write;
use std::path::{Path, PathBuf};

/// So many names are tried before it is given up.
const MOST_NAMES: u32 = 10_000;

/// Writes a request file under the first free name from `first` on and gives its path: CRLF, UTF-8 without BOM,
/// quotes only where they are needed. `progress` hears of (lines done, lines) and stops it by saying `false`.
///
/// Cells stay as they are, also those that begin with `=`, `+`, `-` or `@`: they can only be names, and the state
/// must receive the name. Only reports, which are made to be opened in a spreadsheet, make them harmless.
///
/// # Errors
/// When the folder is missing, the system refuses, or it is stopped. Then there is no file.
#[expect(
    clippy::too_many_arguments,
    reason = "all that stands in a request file and where it goes"
)]
pub fn create_request_file(
    folder: &Path,
    name: &dyn Fn(u32) -> String,
    first: u32,
    layout: &Layout,
    header_row: bool,
    lea: &LeaNumber,
    year: SchoolYear,
    lines: &[SentLine],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<PathBuf, FileError> {
    let mut number = first;
    let mut path = folder.join(name(number));
    let mut beside = Beside::write(&path, |out| {
        write_lines(out, layout, header_row, lea, year, lines, progress)
    })?;
    loop {
        // Asked first, so that no write is tried on a file that a person has open.
        if !path.exists() {
            match beside.keep_as(&path)? {
                None => return Ok(path),
                Some(back) => beside = back,
            }
        }
        number = number.saturating_add(1);
        let next = folder.join(name(number));
        if number - first > MOST_NAMES || next == path {
            return Err(FileError::Exists {
                file: super::file_name(&path),
            });
        }
        path = next;
    }
}

fn write_lines(
    out: &mut dyn Write,
    layout: &Layout,
    header_row: bool,
    lea: &LeaNumber,
    year: SchoolYear,
    lines: &[SentLine],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), Stop> {
    let columns: Vec<&Column> = layout.request_columns().collect();
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(out);
    if header_row {
        csv.write_record(columns.iter().map(|c| &c.header))?;
    }
    for (i, line) in lines.iter().enumerate() {
        if i.is_multiple_of(PROGRESS_STEP) && !progress(i as u64, lines.len() as u64) {
            return Err(Stop::Cancelled);
        }
        csv.write_record(columns.iter().map(|c| line.cell(c, lea, year)))?;
    }
    csv.flush()?;
    Ok(())
}
