//! The steps of the procedure, and who takes them.

use serde::{Deserialize, Serialize};

/// The step that comes next (source: *How to Resolve Missing IntegrationIDT*, steps 1 to 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Put a D in front of the student number.
    Mark,
    /// The student has to be in the SIS, with a valid State ID.
    InSis,
    /// Import the row from the General Student Table.
    Import,
    /// Merge the profiles.
    Merge,
    /// Refresh the profile from the SIS, and check that both say the same.
    Refresh,
    /// Nothing is left to do.
    Done,
}

impl Step {
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Step::Mark => "mark",
            Step::InSis => "in_sis",
            Step::Import => "import",
            Step::Merge => "merge",
            Step::Refresh => "refresh",
            Step::Done => "done",
        }
    }
    /// As the list shows it: the step of the document and a word.
    pub fn label(self) -> &'static str {
        match self {
            Step::Mark => "1 · mark D",
            Step::InSis => "2 · not in SIS yet",
            Step::Import => "2 · import",
            Step::Merge => "3 · merge",
            Step::Refresh => "4 · refresh",
            Step::Done => "done",
        }
    }
}

/// Who must act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// The SIS administrator or data manager: State IDs and what the export has.
    SisAdministrator,
    /// The clerk or registrar: enrollment, marks, imports.
    Clerk,
    /// The security administrator: merging.
    SecurityAdministrator,
}

impl Who {
    /// All three, in the order of the printed list.
    pub const ALL: [Who; 3] = [Who::SisAdministrator, Who::Clerk, Who::SecurityAdministrator];
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Who::SisAdministrator => "sis_administrator",
            Who::Clerk => "clerk",
            Who::SecurityAdministrator => "security_administrator",
        }
    }
    /// As it is said on screen.
    pub fn label(self) -> &'static str {
        match self {
            Who::SisAdministrator => "SIS administrator / data manager",
            Who::Clerk => "Clerk / registrar",
            Who::SecurityAdministrator => "Security administrator",
        }
    }
}

/// Something that somebody has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Who.
    pub who: Who,
    /// What, in one sentence.
    pub ask: String,
}
