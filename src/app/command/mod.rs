//! Everything a screen can ask for, as plain data.

mod before_new;
mod duplicates;
mod general;
mod merge;
mod missing;
mod program;
mod security;

use super::notice::Notice;
use super::work::students::Different;
use crate::domain::district::District;
use crate::domain::draft::Draft;
use crate::domain::ids::{OperationId, RequestId, SchoolCode, StudentKey};
use crate::domain::request::{Choice, Function};
use crate::domain::roster::Told;
use crate::domain::student::Student;
use crate::store::UndoAnswers;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::path::PathBuf;

pub use before_new::BeforeNewCommand;
pub use duplicates::{DuplicatesCommand, ShownList};
pub use general::GeneralCommand;
pub use merge::MergeCommand;
pub use missing::MissingCommand;
pub use program::ProgramCommand;
pub use security::{Secret, SecurityCommand};

/// The tabs of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tab {
    /// SSID Process.
    #[default]
    SsidProcess,
    /// Student Editor.
    StudentEditor,
    /// General Student Table.
    GeneralStudentTable,
    /// Missing IDs.
    MissingIds,
    /// Duplicates.
    Duplicates,
    /// Merge Student Profiles.
    MergeStudentProfiles,
    /// History.
    History,
    /// Settings.
    Settings,
}

impl Tab {
    /// All, in the order in which they stand.
    pub const ALL: [Tab; 8] = [
        Tab::SsidProcess,
        Tab::StudentEditor,
        Tab::GeneralStudentTable,
        Tab::MissingIds,
        Tab::Duplicates,
        Tab::MergeStudentProfiles,
        Tab::History,
        Tab::Settings,
    ];

    /// As it is called.
    pub fn label(self) -> &'static str {
        match self {
            Tab::SsidProcess => "SSID Process",
            Tab::StudentEditor => "Student Editor",
            Tab::GeneralStudentTable => "General Student Table",
            Tab::MissingIds => "Missing IDs",
            Tab::Duplicates => "Duplicates",
            Tab::MergeStudentProfiles => "Merge Student Profiles",
            Tab::History => "History",
            Tab::Settings => "Settings",
        }
    }
}

/// What a screen asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(
    missing_docs,
    reason = "each is named for the button that sends it; fields are what was chosen"
)]
pub enum Command {
    // Anywhere.
    ShowTab(Tab),
    CancelJob,
    Dismiss(usize),
    Tell(Notice),
    Show(PathBuf),

    // First start.
    OpenSample,
    /// The sample district as on the first day; the one before is kept beside.
    RestartSample,
    NewDistrict {
        lea: String,
        name: String,
        year: String,
        practice: bool,
    },
    AskOpenStore,
    OpenStore(PathBuf),
    CloseDistrict,

    // SSID Process.
    SelectSchools(BTreeSet<SchoolCode>),
    ChooseFunction(Function),
    /// Only enrollments that hold on that day, as typed; blank = enrolled now.
    SetEffective(String),
    SetIncludeInactive(bool),
    SetOverride(bool),
    AskRequestFolder,
    SetRequestFolder(String),
    CreateRequest,
    ListNotSent(bool),
    /// Look-alikes before New.
    BeforeNew(BeforeNewCommand),
    AskResponseFile,
    SetResponseFile(String),
    CheckResponse,
    /// Says which request the response answers, when that is not sure.
    AnswersRequest(RequestId),
    OpenReport(bool),
    SettleLine {
        line: u32,
        choice: Option<Choice>,
    },
    ConfirmIncomplete(bool),
    /// Shows two records side by side: the one of a line, and the one that holds its SSID.
    Compare(Option<(StudentKey, StudentKey)>),
    /// Shows what Update SIS System would change.
    PreviewUpdate(bool),
    ApplyResponse,
    /// Asks where the students that are shown shall be saved as a list.
    AskSaveStudents(ReportKind),
    SaveStudentsTo(ReportKind, PathBuf),
    AskSaveOneRoster,
    SaveOneRosterTo(PathBuf),
    AskSaveReport(ReportKind),
    SaveReportTo(ReportKind, PathBuf),
    PrintReport,
    SendToPractice(RequestId),
    MarkChecked(RequestId),
    WithdrawRequest(RequestId),

    // Roster in.
    AskRoster,
    /// OneRoster, School Data Sync and Clever come as a folder of files.
    AskRosterFolder,
    ReadRoster(PathBuf),
    /// Reads the roster that is being looked at again, as a person wants it read.
    ReadRosterAs(Vec<Told>),
    /// Reads it without what was chosen now or for an earlier file of the same source.
    ReadRosterAfresh,
    AskSaveProblems,
    SaveProblemsTo(PathBuf),
    ImportRoster,
    CloseRoster,

    // Student Editor.
    FindStudents(String),
    SortStudents(StudentSort),
    OpenStudent(StudentKey),
    NewStudent,
    CloseStudent,
    /// Saves the form; `base` is the record as it was when the form was opened.
    SaveStudent {
        base: Option<Box<Student>>,
        draft: Box<Draft>,
        /// What was said of the students whom a new one looks like.
        different: Different,
    },
    /// Looks whom a student looks like while a new one is typed in, or what tells a known one from others is edited.
    LookForAlike(Box<Draft>),
    /// Lists only students who are not in the newest roster, or everybody.
    ListNotInRoster(bool),
    /// Somebody looked at a student who is not in the newest roster.
    Reviewed(Box<Student>),
    Withdraw {
        base: Box<Student>,
        day: NaiveDate,
    },

    // Program data of a profile.
    Program(ProgramCommand),

    // General Student Table.
    General(GeneralCommand),

    // Missing IDs.
    Missing(MissingCommand),

    // Duplicates.
    Duplicates(DuplicatesCommand),

    // Merge Student Profiles.
    Merge(MergeCommand),

    // Signing in as security administrator.
    Security(SecurityCommand),

    // History.
    SelectOperation(Option<OperationId>),
    Undo(OperationId),
    /// Takes a merge back, with answers to what was edited or added since.
    UndoWith(OperationId, UndoAnswers),

    // Settings.
    SaveSettings(Box<District>),
    SaveSchool {
        code: String,
        name: String,
    },
    AskLayout,
    ReadLayout(PathBuf),
    AskSaveLayout,
    SaveLayoutTo(PathBuf),
    SetLook(String),
    SetTextScale(f32),
}

/// How the report is saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// A CSV file.
    Csv,
    /// An Excel workbook.
    Excel,
}

/// How the list of students is sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StudentSort {
    /// By what.
    pub by: SortBy,
    /// Largest first.
    pub descending: bool,
}

/// What the list of students is sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "each is a column of the list")]
pub enum SortBy {
    #[default]
    Name,
    Number,
    BirthDate,
    School,
    Grade,
    Ssid,
}
