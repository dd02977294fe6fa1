//! A path to one table of students, whatever lies there: a text, a workbook, or a package of several files.

use super::table::{self, Expect, Record};
use super::text::{Decoded, decode, read_bytes};
use super::{FileError, file_name, package, workbook};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Elsewhere, Format, Question, Reading, Recognised};
use std::collections::HashMap;
use std::path::Path;

/// Hears of (done, total) and stops the work by saying `false`.
pub type Progress<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// One table of a file: records with the file's own line numbers, the header among them.
#[derive(Debug)]
pub struct Grid {
    /// How problems name the file: without its folder; `roster.zip: users.csv` for one of a package.
    pub file: String,
    /// Its records; blank ones are left out.
    pub records: Vec<Record>,
    /// Whether nothing says that the end is missing: a text without a last line end may be cut off.
    pub ends_whole: bool,
    /// What it is, where the file itself says so; otherwise the header does.
    pub format: Option<Format>,
    /// Whether it says that it has changes only (OneRoster's delta): who does not stand in it has not gone.
    pub changes_only: bool,
    /// Student numbers of those whom it marks as deleted (OneRoster's `tobedeleted`): they have no records.
    pub deleted: Vec<String>,
    /// What was recognised so far.
    pub recognised: Vec<Recognised>,
    /// What is to be said about it so far.
    pub problems: Vec<Problem>,
    /// What is asked once about it so far. While one has no answer, every row is held back.
    pub questions: Vec<Question>,
    /// Why the row of a line is held back already: its cells could not be told apart before files were joined.
    pub held: HashMap<u64, Problem>,
    /// Where what is said of persons stands, when it stands in another file of the package.
    pub elsewhere: Option<Elsewhere>,
}

/// Opens a file or folder and cuts it into one table. `progress` hears of bytes, as the first half of the work.
///
/// # Errors
/// When it cannot be opened, is refused whole, or is stopped.
pub fn open(
    path: &Path,
    expect: &Expect<'_>,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    if path.is_dir() {
        return package::open_folder(path, reading, progress);
    }
    if let Some(grid) = package::open_beside(path, reading, progress)? {
        return Ok(grid);
    }
    table_of(&file_name(path), read_bytes(path)?, expect, reading, progress)
}

/// The table of a file's bytes; its name's ending says what it claims to be.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn grid(
    file: &str,
    bytes: &[u8],
    expect: &Expect<'_>,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    table_of(file, bytes.to_vec(), expect, reading, progress)
}

/// The endings of workbooks.
const WORKBOOKS: [&str; 5] = [".xlsx", ".xls", ".xlsm", ".xlsb", ".ods"];

/// [`grid`] of bytes that are let go as soon as the text is read.
fn table_of(
    file: &str,
    bytes: Vec<u8>,
    expect: &Expect<'_>,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    if workbook::is_workbook(file, &bytes) {
        return workbook::read(file, &bytes, expect, reading, progress);
    }
    if package::is_zip(file, &bytes) {
        return package::open_zip(file, &bytes, reading, progress);
    }
    let Decoded {
        text,
        encoding,
        mut problems,
    } = decode(file, bytes)?;
    let name = file.to_ascii_lowercase();
    if WORKBOOKS.iter().any(|w| name.ends_with(w)) {
        problems.push(Problem::of_file(
            file,
            Severity::Warning,
            "The file's name is that of a workbook, but it is a text file. It was read as text.",
        ));
    }
    let table = table::read(file, text, expect, progress)?;
    let delimiter = match table.delimiter {
        b'\t' => "tab".to_owned(),
        b',' => "comma".to_owned(),
        b';' => "semicolon".to_owned(),
        d => char::from(d).to_string(),
    };
    let delimiter = Recognised {
        what: "Delimiter",
        value: delimiter,
        why: table.why,
    };
    Ok(Grid {
        file: file.to_owned(),
        records: table.records,
        ends_whole: table.ends_with_newline,
        format: None,
        changes_only: false,
        deleted: Vec::new(),
        recognised: vec![encoding, delimiter],
        problems,
        questions: Vec::new(),
        held: HashMap::new(),
        elsewhere: None,
    })
}
