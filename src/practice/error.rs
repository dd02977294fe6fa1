//! Why the practice SSID system could not answer, as sentences for the person who asked.

use crate::domain::problem::Problem;
use std::path::Path;

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum PracticeError {
    /// A file cannot be read.
    #[error("{file} cannot be read: {source}")]
    Read {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file cannot be written.
    #[error("{file} cannot be written: {source}")]
    Write {
        /// The file.
        file: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// Another file of that name is there.
    #[error("{file} is there already and says something else. Move it away first; nothing was written.")]
    Exists {
        /// The file.
        file: String,
    },
    /// The request or registry file is not what it should be: each problem with its line and column.
    #[error("{}", in_words(.0))]
    Bad(Vec<Problem>),
}

impl PracticeError {
    pub(super) fn read(path: &Path, source: std::io::Error) -> Self {
        Self::Read {
            file: path.display().to_string(),
            source,
        }
    }
    pub(super) fn write(path: &Path, source: std::io::Error) -> Self {
        Self::Write {
            file: path.display().to_string(),
            source,
        }
    }
}

/// The name of a file without its folder.
pub(super) fn file_name(path: &Path) -> String {
    path.file_name()
        .map(|n| n.to_string_lossy().into_owned())
        .unwrap_or_default()
}

fn in_words(problems: &[Problem]) -> String {
    let first = problems.first().map(ToString::to_string).unwrap_or_default();
    match problems.len() {
        0 | 1 => first,
        2 => format!("{first} One more problem was found."),
        n => format!("{first} {} more problems were found.", n - 1),
    }
}
