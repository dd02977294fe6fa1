//! What the General Student Table tab asks for.

use crate::domain::roster::Told;
use std::path::PathBuf;

/// What the General Student Table tab asks for. Rows are named by their student number.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum GeneralCommand {
    /// Import from SIS…: choose an export.
    Ask,
    /// The same for an export that is a folder of files.
    AskFolder,
    Read(PathBuf),
    /// Reads the export that is being looked at again, as a person wants it read.
    ReadAs(Vec<Told>),
    /// Reads it without what was chosen now or for an earlier file of the same source.
    ReadAfresh,
    AskSaveProblems,
    SaveProblemsTo(PathBuf),
    /// Takes the compared export.
    TakeExport,
    CloseExport,
    Find(String),
    /// Shows a row beside the profile it belongs to.
    Select(Option<String>),
    /// Shows the tab with this row selected.
    Show(String),
    /// Makes or links the profile, after the person has seen what will change.
    Import(String),
    /// Takes the SIS-owned fields again, after the person has seen what differs.
    Refresh(String),
}
