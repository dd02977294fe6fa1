//! Any error or result → a level, a sentence, details and a hint: what the person is told, worded in one place.

use super::work::WorkError;
use crate::domain::response::Refusal;
use crate::files::FileError;
use crate::store::{StoreError, WhyNot};

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It is done.
    Done,
    /// It is worth knowing.
    Info,
    /// Something needs a person.
    Attention,
    /// It was not done; nothing was changed.
    Failed,
}

/// Something to tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// How it is meant.
    pub level: Level,
    /// One plain sentence.
    pub sentence: String,
    /// More lines, shown when asked for.
    pub details: Option<String>,
    /// What to do.
    pub hint: Option<String>,
    /// A file or folder it speaks of, with a button that opens it.
    pub place: Option<std::path::PathBuf>,
}

impl Notice {
    /// A notice of one sentence.
    pub fn new(level: Level, sentence: impl Into<String>) -> Self {
        Self {
            level,
            sentence: sentence.into(),
            details: None,
            hint: None,
            place: None,
        }
    }
    /// Something that is done.
    pub fn done(sentence: impl Into<String>) -> Self {
        Self::new(Level::Done, sentence)
    }
    /// Something that was not done.
    pub fn failed(sentence: impl Into<String>) -> Self {
        Self::new(Level::Failed, sentence)
    }
    /// Adds what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Adds the file or folder it speaks of.
    #[must_use]
    pub fn place(mut self, place: &std::path::Path) -> Self {
        self.place = Some(place.to_owned());
        self
    }
    /// Adds more lines.
    #[must_use]
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }
}

impl From<&WorkError> for Notice {
    fn from(e: &WorkError) -> Self {
        let level = match e {
            WorkError::Store(StoreError::Cancelled) | WorkError::File(FileError::Cancelled) => Level::Info,
            WorkError::Refused(Refusal::NoRequest { .. })
            | WorkError::Why(WhyNot(_))
            | WorkError::LookAlikes(_) => Level::Attention,
            _ => Level::Failed,
        };
        Notice::new(level, e.to_string())
    }
}
