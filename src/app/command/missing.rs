//! What the Missing IDs tab asks for.

use super::ReportKind;
use crate::domain::ids::StudentKey;
use crate::domain::missing::Cause;
use std::path::PathBuf;

/// What the Missing IDs tab asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum MissingCommand {
    Select(Option<StudentKey>),
    /// Shows another row of the General Student Table beside the profile looked at, by its student number.
    LookAt(String),
    /// Puts the D in front of the student number and sets the mark.
    Mark(StudentKey),
    /// Takes both away again.
    Unmark(StudentKey),
    SetCause(StudentKey, Option<Cause>),
    Print,
    AskSave(ReportKind),
    SaveTo(ReportKind, PathBuf),
}
