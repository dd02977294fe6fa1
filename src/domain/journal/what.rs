//! What can be done: every kind of operation, with what has to be known to say it in words.

use crate::domain::ids::{OperationId, RequestId, SchoolCode};
use crate::domain::matching::Verdict;
use crate::domain::missing::Cause;
use crate::domain::request::{Choice, Function};
use crate::domain::student::Field;
use serde::{Deserialize, Serialize};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is said in words by `sentence`")]
pub enum What {
    StoreMade {
        name: String,
    },
    SampleMade {
        students: u32,
        schools: u32,
    },
    RosterImported {
        file: String,
        added: u32,
        changed: u32,
        refused: u32,
        /// Students who were marked for review, because they no longer stand in it.
        #[serde(default)]
        gone: u32,
    },
    StudentAdded {
        name: String,
        number: String,
    },
    StudentEdited {
        name: String,
        number: String,
        fields: Vec<Field>,
    },
    /// Somebody looked at a student who was not in the newest roster.
    StudentReviewed {
        name: String,
        number: String,
    },
    StudentWithdrawn {
        name: String,
        number: String,
        day: String,
    },
    SchoolSaved {
        code: SchoolCode,
        name: String,
    },
    SettingsChanged {
        what: String,
    },
    RequestMade {
        request: RequestId,
        function: Function,
        file: String,
        lines: u32,
        overridden: u32,
    },
    ResponseApplied {
        request: RequestId,
        function: Function,
        file: String,
        filled: u32,
        confirmed: u32,
        replaced: u32,
    },
    LineSettled {
        request: RequestId,
        line: u32,
        name: String,
        number: String,
        choice: Choice,
        ssid: String,
    },
    VerifyChecked {
        request: RequestId,
        file: String,
    },
    /// A row of program data was added, changed or taken out.
    RowSaved {
        name: String,
        number: String,
        /// The row as one line.
        row: String,
        how: Saved,
    },
    /// A D was put in front of a student number, and the duplicate mark set; or both taken away.
    DuplicateMarked {
        name: String,
        /// The number before.
        number: String,
        /// The number after.
        marked: String,
    },
    CauseSet {
        name: String,
        number: String,
        cause: Option<Cause>,
    },
    GeneralImported {
        file: String,
        added: u32,
        changed: u32,
        refused: u32,
    },
    /// A row of the General Student Table was imported: as a new profile, or linked to one that was there.
    ProfileImported {
        name: String,
        number: String,
        integration_idt: String,
        linked: bool,
    },
    ProfileRefreshed {
        name: String,
        number: String,
        fields: Vec<Field>,
    },
    ProfilesMerged {
        /// The Source: name and number.
        source: String,
        source_number: String,
        /// The Target: name and number.
        target: String,
        target_number: String,
        /// Rows that moved.
        moved: u32,
        /// Identical rows of which one was kept.
        folded: u32,
        /// Whether an Update request is due because of it.
        update_due: bool,
        reason: String,
    },
    MergeRefused {
        source: String,
        target: String,
        why: String,
    },
    /// Somebody without the right wanted to take an operation back.
    UndoRefused {
        operation: OperationId,
        sentence: String,
    },
    /// A person decided whether two profiles are one student.
    PairDecided {
        /// The two: name and number.
        a: String,
        a_number: String,
        b: String,
        b_number: String,
        verdict: Verdict,
        reason: String,
    },
    /// A decision about two profiles was taken back: they are asked about again.
    PairRevoked {
        a: String,
        a_number: String,
        b: String,
        b_number: String,
        /// What had been decided.
        verdict: Verdict,
    },
    AccountSaved {
        account: String,
        how: AccountChange,
    },
    SignedIn {
        account: String,
    },
    SignInRefused {
        account: String,
        why: String,
    },
    SignedOut {
        account: String,
        /// Nobody had touched the program for the time the district set.
        idle: bool,
    },
    Undone {
        operation: OperationId,
        sentence: String,
    },
}

/// What was done to a row of program data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what was done")]
pub enum Saved {
    Added,
    Changed,
    Removed,
}

impl Saved {
    /// In words.
    pub fn word(self) -> &'static str {
        match self {
            Saved::Added => "added",
            Saved::Changed => "changed",
            Saved::Removed => "taken out",
        }
    }
}

/// What was done to an administrator's account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is what was done")]
pub enum AccountChange {
    Added,
    PasswordSet,
    Closed,
}

impl What {
    /// Whether it only says what happened: no record, row or setting was changed by it.
    pub fn changes_nothing(&self) -> bool {
        matches!(
            self,
            What::AccountSaved { .. }
                | What::SignedIn { .. }
                | What::SignInRefused { .. }
                | What::SignedOut { .. }
                | What::MergeRefused { .. }
                | What::UndoRefused { .. }
        )
    }

    /// Whether it only says what a person thinks of a pair: no record, row or setting was changed by it.
    pub fn is_about_a_pair(&self) -> bool {
        matches!(self, What::PairDecided { .. } | What::PairRevoked { .. })
    }

    /// Whether only a security administrator may take it back.
    pub fn needs_right(&self) -> bool {
        matches!(self, What::ProfilesMerged { .. })
    }

    /// A word for filters and for the command line.
    pub fn word(&self) -> &'static str {
        match self {
            What::StoreMade { .. } | What::SampleMade { .. } => "district",
            What::RosterImported { .. } => "import",
            What::StudentAdded { .. }
            | What::StudentEdited { .. }
            | What::StudentWithdrawn { .. }
            | What::StudentReviewed { .. }
            | What::RowSaved { .. }
            | What::DuplicateMarked { .. }
            | What::CauseSet { .. } => "edit",
            What::GeneralImported { .. } | What::ProfileImported { .. } | What::ProfileRefreshed { .. } => {
                "import"
            }
            What::ProfilesMerged { .. } | What::MergeRefused { .. } | What::UndoRefused { .. } => "merge",
            What::PairDecided { .. } | What::PairRevoked { .. } => "duplicates",
            What::AccountSaved { .. }
            | What::SignedIn { .. }
            | What::SignInRefused { .. }
            | What::SignedOut { .. } => "security",
            What::SchoolSaved { .. } | What::SettingsChanged { .. } => "settings",
            What::RequestMade { .. } | What::VerifyChecked { .. } => "request",
            What::ResponseApplied { .. } | What::LineSettled { .. } => "response",
            What::Undone { .. } => "undo",
        }
    }
}
