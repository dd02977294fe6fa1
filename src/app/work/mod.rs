//! What the program can do, as plain functions over a store. The window runs them in jobs, `ssid-desk-cli` calls
//! them one after the other; both get the same results and the same errors.

pub mod backups;
pub mod before_new;
pub(crate) mod different;
pub mod districts;
pub mod documents;
pub mod duplicates;
pub mod exports;
pub mod general;
pub mod history;
pub mod lists;
pub mod look_alikes;
pub mod merges;
pub mod missing;
mod passwords;
pub mod practice;
pub mod programs;
pub mod requests;
pub mod responses;
pub mod rosters;
pub mod security;
#[cfg(test)]
mod security_tests;
pub mod students;
#[cfg(test)]
pub mod testing;

use crate::domain::ids::RequestId;
use crate::domain::response::Refusal;
use crate::files::FileError;
use crate::practice::PracticeError;
use crate::store::{StoreError, WhyNot};

/// Why something was not done. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A file.
    #[error(transparent)]
    File(#[from] FileError),
    /// A response that is refused whole.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// A response that fits several requests equally well, or one only in part.
    #[error("Neither the name of {file} nor what stands in it tells for sure which request file it answers. Say which one it answers: {}.", .requests.iter().map(|r| format!("{} (request {})", r.1, r.0.0)).collect::<Vec<_>>().join(", "))]
    Which {
        /// The response file.
        file: String,
        /// The requests, with their file names.
        requests: Vec<(RequestId, String)>,
    },
    /// An undo that is not possible.
    #[error("It cannot be undone. {0}")]
    Why(#[from] WhyNot),
    /// The practice SSID system.
    #[error(transparent)]
    Practice(#[from] PracticeError),
    /// A New file would have students who look like others, of whom nobody has said anything yet.
    #[error("{} like students who have an SSID already, or are about to get one. Say of each whether it is a different person, or leave it out of this file.", crate::domain::text::count(before_new::students(.0), "student looks", "students look"))]
    LookAlikes(Vec<before_new::AskedPair>),
    /// Anything else, as a sentence.
    #[error("{0}")]
    Said(String),
}

impl WorkError {
    /// Whether the user cancelled it.
    pub fn is_cancelled(&self) -> bool {
        matches!(
            self,
            WorkError::Store(StoreError::Cancelled) | WorkError::File(FileError::Cancelled)
        )
    }
}

/// A sentence as an error.
pub(crate) fn said<T>(sentence: impl Into<String>) -> Result<T, WorkError> {
    Err(WorkError::Said(sentence.into()))
}
