//! What dialogs about program data have to know of what became of what they sent.

use crate::domain::ids::StudentKey;
use std::path::PathBuf;

/// Program data in the Student Editor: who writes, and what became of the rows that were sent to be saved.
#[derive(Default)]
pub struct RowsState {
    /// Who is at the computer: the author of a new note.
    pub who: String,
    /// Counts up with every row that was saved.
    pub saved: u64,
    /// Counts up with every row that was not.
    pub refusals: u64,
    /// Why the last one was not saved.
    pub refused: Option<String>,
    /// The file that was chosen last in the system's own dialog.
    pub chosen: Option<ChosenFile>,
}

/// A file that was chosen to be attached.
pub struct ChosenFile {
    /// To whom.
    pub student: StudentKey,
    /// The file.
    pub path: PathBuf,
    /// Counts up with every choice.
    pub times: u64,
}
