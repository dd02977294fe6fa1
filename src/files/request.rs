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

/// A request file that is written whole but does not have its name yet; gone when dropped.
pub struct PreparedRequest {
    beside: Beside,
    path: PathBuf,
}

impl PreparedRequest {
    /// The path it will have.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// When a file of that name appeared meanwhile (it is left as it is), or the system refuses. Then there is no
    /// request file.
    pub fn keep(self) -> Result<PathBuf, FileError> {
        match self.beside.keep_as(&self.path)? {
            None => Ok(self.path),
            Some(_) => Err(FileError::Exists {
                file: super::file_name(&self.path),
            }),
        }
    }
}

/// Writes a request file beside the first free name from `first` on: CRLF, UTF-8 without BOM, quotes only where they
/// are needed. `progress` hears of (lines done, lines) and stops it by saying `false`.
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
pub fn prepare_request_file(
    folder: &Path,
    name: &dyn Fn(u32) -> String,
    first: u32,
    layout: &Layout,
    header_row: bool,
    lea: &LeaNumber,
    year: SchoolYear,
    lines: &[SentLine],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<PreparedRequest, FileError> {
    let names = first..=first.saturating_add(MOST_NAMES);
    let Some(path) = names.map(|n| folder.join(name(n))).find(|p| !p.exists()) else {
        return Err(FileError::Exists { file: name(first) });
    };
    let beside = Beside::write(&path, |out| {
        write_lines(out, layout, header_row, lea, year, lines, progress)
    })?;
    Ok(PreparedRequest { beside, path })
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
