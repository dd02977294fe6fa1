//! What screens may look at: the open district, what is chosen, what was found. Only [`super::Core`] changes it.

mod before_new;
mod duplicates;
mod general;
mod import;
mod merge;
mod missing;
mod program;
mod security;

use super::command::StudentSort;
use super::job::Running;
use super::notice::Notice;
use super::prefs::Prefs;
use super::roll::{Counts, Roll, Tally};
use super::work::look_alikes::LookAlike;
use super::work::requests::Created;
use super::work::responses::CheckedResponse;
use crate::domain::dates::DateStatus;
use crate::domain::district::{District, School};
use crate::domain::draft::DraftProblem;
use crate::domain::ids::{RequestId, SchoolCode};
use crate::domain::journal::{Change, GeneralChange, Operation, RowChange, StudentEntry};
use crate::domain::matching::{Explanation, Matcher, Person};
use crate::domain::program::Owned;
use crate::domain::request::{Choice, Function, Readiness, RequestRecord, RequestState, Scope, Standing};
use crate::domain::student::Student;
use crate::store::{HistoryItem, Store, UndoPlan, WhyNot};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use before_new::{BeforeNew, LookedFor};
pub(in crate::app) use duplicates::Pending;
pub use duplicates::{Counted, DuplicatesState, ListedPair, LookedPair, Looking, PairKeys, PairTally};
pub use general::{GeneralState, SelectedRow};
pub use import::ImportState;
pub(in crate::app) use import::Origin;
pub use merge::{DraftLine, MergeState, OpenMerge, Rehearsal, RehearsedPair};
pub use missing::MissingState;
pub use program::{ChosenFile, RowsState};
pub use security::{Administrator, SecurityState, Waiting};

/// Where the program is.
pub enum Phase {
    /// No district is open: the first screen.
    Welcome,
    /// A district is being opened or made.
    Opening,
    /// A district is open.
    Open(Box<Session>),
}

/// An open district.
pub struct Session {
    pub(super) store: Arc<Store>,
    /// Its file.
    pub path: PathBuf,
    /// The district and its settings.
    pub district: District,
    /// Its schools, by number.
    pub schools: Vec<School>,
    /// Its requests, oldest first.
    pub requests: Vec<RequestRecord>,
    /// Its students.
    pub roll: Arc<Roll>,
    /// Counts per school.
    pub counts: HashMap<SchoolCode, Counts>,
    /// The day all of this is as of.
    pub today: NaiveDate,
    /// The SSID Process screen.
    pub process: ProcessState,
    /// The Student Editor.
    pub editor: EditorState,
    /// History.
    pub history: HistoryState,
    /// The General Student Table.
    pub general: GeneralState,
    /// Missing IDs.
    pub missing: MissingState,
    /// Duplicates.
    pub duplicates: DuplicatesState,
    /// Merge Student Profiles.
    pub merge: MergeState,
    /// Who is signed in as security administrator.
    pub security: SecurityState,
    /// A roster being looked at before it is taken.
    pub import: Option<ImportState>,
    /// Counts up whenever records changed, so that lists know when to be remade.
    pub generation: u64,
}

impl Session {
    /// The name of a school; its number where it is not known.
    pub fn school_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.schools
            .iter()
            .find(|s| s.code.as_str() == code)
            .map_or(code, |s| &s.name)
    }

    /// Why two persons may be one: by the district's own weights as soon as its students were read, until then by those
    /// that the program ships with.
    pub fn explain(&self, a: &Person, b: &Person) -> Explanation {
        match &self.duplicates.alike {
            Some(alike) => alike.explain(a, b),
            None => Matcher::default().explain(a, b),
        }
    }

    /// What stands in the store of a student number, for tests of what the screens write.
    #[cfg(test)]
    pub fn stored(&self, number: &str) -> Option<Student> {
        self.store.read().ok()?.student_by_number(number).ok()?
    }

    /// What was decided about pairs, for tests of what the screens write.
    #[cfg(test)]
    pub fn decisions(&self) -> Vec<crate::domain::matching::Decision> {
        self.store.read().and_then(|r| r.decisions()).unwrap_or_default()
    }

    /// Requests whose response is still to come, newest first.
    pub fn open_requests(&self) -> impl Iterator<Item = &RequestRecord> {
        self.requests
            .iter()
            .rev()
            .filter(|r| r.state == RequestState::Open)
    }

    /// The request of a number.
    pub fn request(&self, id: RequestId) -> Option<&RequestRecord> {
        self.requests.iter().find(|r| r.id == id)
    }
}

/// The SSID Process screen.
pub struct ProcessState {
    /// Selected schools and options.
    pub scope: Scope,
    /// The effective date as typed.
    pub effective: String,
    /// What is wrong with it; nothing is created then.
    pub effective_problem: Option<&'static str>,
    /// The chosen function.
    pub function: Function,
    /// New only: the explicit override.
    pub override_retrieve: bool,
    /// File Location.
    pub folder: String,
    /// What the functions would do now.
    pub tally: Tally,
    /// The name the next file gets.
    pub next_file: String,
    /// The state's dates for the selected schools.
    pub dates: Vec<DateStatus>,
    /// Whether the list of those who cannot be sent is open.
    pub listing_not_sent: bool,
    /// Those who cannot be sent by the chosen function: position in the roll and reason.
    pub not_sent: Vec<(u32, Readiness)>,
    /// Look-alikes before New.
    pub before_new: BeforeNew,
    /// The request created last in this session.
    pub created: Option<Created>,
    /// Process Response File.
    pub response: ResponseState,
}

/// Process Response File from SSID System.
#[derive(Default)]
pub struct ResponseState {
    /// Get Response File, as typed or chosen.
    pub path: String,
    /// The compared response.
    pub checked: Option<Arc<CheckedResponse>>,
    /// Why it was refused whole.
    pub refused: Option<String>,
    /// The requests it may answer, where that is not sure: a person says which.
    pub fits: Vec<(RequestId, String)>,
    /// The request that a person said it answers.
    pub answers: Option<RequestId>,
    /// Lines settled in the report, not written yet.
    pub choices: BTreeMap<u32, Choice>,
    /// Whether the person confirmed that a response with missing lines is complete.
    pub confirmed_incomplete: bool,
    /// Whether the Response File Error Report is shown.
    pub report_open: bool,
    /// Whether the preview of Update SIS System is shown.
    pub preview_open: bool,
    /// Two records shown side by side: the student of a line, and who else could be meant.
    pub compared: Option<LookedPair>,
    /// Counts up with every comparison.
    pub generation: u64,
}

/// The Student Editor.
#[derive(Default)]
pub struct EditorState {
    /// The search as typed.
    pub query: String,
    /// How the list is sorted.
    pub sort: StudentSort,
    /// Whether only students are listed who are not in the newest roster.
    pub only_not_in_roster: bool,
    /// How many students are not in it.
    pub not_in_roster: usize,
    /// Whom it found: positions in the roll.
    pub found: Vec<u32>,
    /// The student in the form.
    pub opened: Option<Opened>,
    /// What became of program data that was sent to be saved.
    pub rows: RowsState,
}

/// A student in the form.
pub struct Opened {
    /// The record as it is; `None` for a new student.
    pub student: Option<Box<Student>>,
    /// Where the student stands with the state.
    pub standing: Standing,
    /// Program data: events, documents, notes, guardians, in the order in which they came.
    pub rows: Vec<Owned>,
    /// Profiles that were merged into this one.
    pub merged_from: Vec<Student>,
    /// The profile this one was merged into, when it is retired.
    pub survivor: Option<Box<Student>>,
    /// What happened to the record, newest first.
    pub history: Vec<HistoryItem>,
    /// What kept it from being saved.
    pub problems: Vec<DraftProblem>,
    /// Whom the student looks like as typed.
    pub look_alikes: TypedAlike,
    /// Counts up whenever the form has to be filled anew.
    pub generation: u64,
}

/// Whom the student looks like who is being typed in.
#[derive(Default)]
pub struct TypedAlike {
    /// Known students, the surest first.
    pub found: Vec<LookAlike>,
    /// The students are still being read: it is looked when they are, and when a new one is saved.
    pub later: bool,
}

impl TypedAlike {
    /// Whether there is anything to tell.
    pub fn says_something(&self) -> bool {
        self.later || !self.found.is_empty()
    }
}

/// History.
#[derive(Default)]
pub struct HistoryState {
    /// Operations, newest first.
    pub operations: Vec<Operation>,
    /// The operation looked at.
    pub selected: Option<SelectedOperation>,
}

/// An operation looked at.
pub struct SelectedOperation {
    /// The operation.
    pub operation: Operation,
    /// What it did to students, at most [`SHOWN_ENTRIES`], with their names.
    pub entries: Vec<(String, StudentEntry)>,
    /// What it changed beside students.
    pub changes: Vec<Change>,
    /// What it did to program data, at most about [`SHOWN_ENTRIES`].
    pub rows: Vec<RowChange>,
    /// What it did to the General Student Table, at most about [`SHOWN_ENTRIES`].
    pub general: Vec<GeneralChange>,
    /// Whether only a security administrator may undo it.
    pub needs_right: bool,
    /// Whether it can be undone; `None` while that is being found out.
    pub undo: Option<Result<UndoPlan, WhyNot>>,
}

/// Most students listed for an operation on screen.
pub const SHOWN_ENTRIES: usize = 500;

/// Everything a screen sees, borrowed for one frame.
pub struct View<'a> {
    /// Where the program is.
    pub phase: &'a Phase,
    /// Remembered choices.
    pub prefs: &'a Prefs,
    /// What is to be told, oldest first.
    pub notices: &'a [Notice],
    /// The job under way.
    pub job: Option<&'a Running>,
    /// Today.
    pub today: NaiveDate,
    /// Where districts lie unless another place is chosen.
    pub data_folder: &'a Path,
}

impl View<'_> {
    /// Whether a job is under way, so that nothing else can be started.
    pub fn busy(&self) -> bool {
        self.job.is_some()
    }
}
