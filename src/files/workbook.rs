//! Reads workbooks: Excel (.xlsx, .xls) and OpenDocument (.ods), the first sheet with a header that is known.

use super::FileError;
use super::source::{Grid, Progress};
use super::table::Expect;
use crate::domain::roster::Reading;

/// Whether a file is a workbook by its first bytes, and its name does not claim to be text.
pub fn is_workbook(_file: &str, _bytes: &[u8]) -> bool {
    false
}

/// Reads the sheet of a workbook that has students.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn read(
    file: &str,
    _bytes: &[u8],
    _expect: &Expect<'_>,
    _reading: &Reading,
    _progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    Err(FileError::refused(file, "Workbooks are not read yet."))
}
