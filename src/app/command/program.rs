//! What the program data of a profile asks for: events, documents, notes, guardians.

use crate::app::work::documents::Description;
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::program::{Owned, Row};
use std::path::PathBuf;

/// What the program data of a profile asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum ProgramCommand {
    Add {
        student: StudentKey,
        row: Box<Row>,
    },
    /// `before` is the row as it was when its form was opened.
    Change {
        student: StudentKey,
        before: Box<Owned>,
        after: Box<Row>,
    },
    Remove {
        student: StudentKey,
        row: Box<Owned>,
    },
    /// Choose a file to attach.
    AskAttach(StudentKey),
    /// The file that was chosen; its dialog asks for title, kind and date before anything is written.
    ChoseFile(StudentKey, PathBuf),
    /// Attaches a file as a document.
    Attach {
        student: StudentKey,
        file: PathBuf,
        about: Box<Description>,
    },
    /// Writes a document's bytes to a file and opens it in the system's own program.
    OpenDocument(RowId),
    AskSaveDocument(RowId),
    SaveDocumentTo(RowId, PathBuf),
}
