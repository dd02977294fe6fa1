//! Files that people and the state make: reading rosters and responses, writing requests and reports.
//!
//! `source` path → one table, by `text` bytes → text (`encoding`), `table` text → records with line numbers, `workbook`, `package`
//! (zips and folders of `systems`) · `headers` header → column · `mapping` how a file is read, kept as a file of its own ·
//! `cells` what a spreadsheet did to a cell · `harmless` what makes a cell harmless for spreadsheets · `roster`,
//! `response` records → what the domain knows · `write` never half a file, never over another · `request` the request
//! file · `problems_book` an import's problems as a workbook · `report` reports as CSV, workbook and printable page.
//!
//! Architecture invariant: knows `domain` and nothing else of ours; no window, no store, no thread.

pub mod cells;
mod encoding;
mod harmless;
pub mod headers;
pub mod mapping;
pub mod package;
pub mod problems_book;
pub mod report;
pub mod request;
pub mod response;
pub mod roster;
pub mod source;
pub mod systems;
pub mod table;
pub mod text;
pub mod workbook;
pub mod write;

#[cfg(test)]
mod badcsv_tests;
#[cfg(test)]
mod roundtrip_tests;

pub use harmless::read as read_cell;
pub use request::{PreparedRequest, prepare_request_file};
pub use response::{parse_response, read_response};
pub use roster::{parse_roster, read_roster};

use crate::domain::problem::{Problem, Severity};
use std::borrow::Cow;
use std::io;
use std::path::Path;

/// Why a file could not be read or written. Each says in plain words what to do.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The system refused.
    #[error("{}", io_sentence(.file, .what, .source))]
    Io {
        /// Name of the file, without its folder.
        file: String,
        /// What was tried: `read` or `written`.
        what: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// The folder to write into is not there.
    #[error(
        "The folder {folder} does not exist or cannot be reached. Create it, connect the drive, or choose another folder."
    )]
    Folder {
        /// The folder.
        folder: String,
    },
    /// The file is refused whole; nothing of it was taken.
    #[error("{0}")]
    Refused(Box<Problem>),
    /// A file of that name is there already and was left as it is.
    #[error("{file} exists already and was not touched. Choose another name.")]
    Exists {
        /// Name of the file.
        file: String,
    },
    /// A person stopped it.
    #[error("Stopped. Nothing was changed.")]
    Cancelled,
}

impl FileError {
    /// A file that is refused whole, with the reason.
    pub fn refused(file: &str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused(Box::new(Problem::of_file(file, Severity::Refused, message)))
    }

    /// A file that is refused whole because of one of its lines.
    pub fn refused_at(file: &str, line: u64, message: impl Into<Cow<'static, str>>) -> Self {
        Self::Refused(Box::new(Problem::at(file, line, "", Severity::Refused, message)))
    }

    pub(crate) fn io(path: &Path, what: &'static str, source: io::Error) -> Self {
        Self::Io {
            file: file_name(path),
            what,
            source,
        }
    }
}

fn io_sentence(file: &str, what: &str, e: &io::Error) -> String {
    // Windows: 32 = sharing violation, 33 = a part of the file is locked.
    if cfg!(windows) && matches!(e.raw_os_error(), Some(32 | 33)) {
        return format!("{file} is open in another program, probably Excel. Close it there and try again.");
    }
    match (e.kind(), what) {
        (io::ErrorKind::NotFound, "read") => {
            format!("{file} was not found. It may have been moved or renamed; choose it again.")
        }
        // Windows says "access denied" also when a file that is to be replaced is open elsewhere.
        (io::ErrorKind::PermissionDenied, "written") => format!(
            "{file} could not be written: this account may not write there, or the file is open in another program. Close it there, or choose another folder."
        ),
        (io::ErrorKind::PermissionDenied, _) => format!(
            "{file} could not be {what}: this account may not open it. Copy it to your own folder, or ask whoever keeps it."
        ),
        (io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded, _) => {
            format!("{file} could not be {what}: the disk is full. Free some space and try again.")
        }
        (io::ErrorKind::ReadOnlyFilesystem, _) => {
            format!("{file} could not be {what}: the disk cannot be written to. Choose another folder.")
        }
        (io::ErrorKind::IsADirectory, _) => format!("{file} is a folder, not a file. Choose a file."),
        _ => format!(
            "{file} could not be {what}: {e}. Try again; if it is on a network drive, check the connection."
        ),
    }
}

/// Name of a file without its folder, for messages.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |n| n.to_string_lossy().into_owned(),
    )
}

/// How many rows pass between two calls of a progress function.
const PROGRESS_STEP: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_says_what_to_do() {
        let say = |kind: io::ErrorKind, what| FileError::Io {
            file: "a.csv".into(),
            what,
            source: kind.into(),
        };
        for (kind, what, has) in [
            (io::ErrorKind::NotFound, "read", "choose it again"),
            (
                io::ErrorKind::PermissionDenied,
                "written",
                "open in another program",
            ),
            (io::ErrorKind::PermissionDenied, "read", "may not open it"),
            (io::ErrorKind::StorageFull, "written", "disk is full"),
            (io::ErrorKind::TimedOut, "read", "network drive"),
        ] {
            let text = say(kind, what).to_string();
            assert!(text.contains(has) && text.starts_with("a.csv"), "{text}");
        }
        if cfg!(windows) {
            let e = FileError::io(Path::new("x/b.csv"), "read", io::Error::from_raw_os_error(32));
            assert!(
                e.to_string()
                    .starts_with("b.csv is open in another program, probably Excel.")
            );
        }
    }
}
