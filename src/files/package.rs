//! Several files that belong together, as a zip or a folder: OneRoster, Clever, School Data Sync.

use super::source::{Grid, Progress};
use super::{FileError, file_name};
use crate::domain::roster::Reading;
use std::path::Path;

/// Whether a file is a zip of lists, and its name does not claim to be text.
pub fn is_zip(_file: &str, _bytes: &[u8]) -> bool {
    false
}

/// Reads a folder.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_folder(path: &Path, _reading: &Reading, _progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    Err(FileError::refused(&file_name(path), "Folders are not read yet."))
}

/// Reads a zip.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_zip(
    file: &str,
    _bytes: &[u8],
    _reading: &Reading,
    _progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    Err(FileError::refused(file, "Zips are not read yet."))
}
