//! What the program can do, without a window: commands, the [`Core`] that runs them, jobs with progress and cancel,
//! the desktop trait for native dialogs, notices.
//!
//! A screen borrows a [`View`] and sends [`Command`]s; nothing else changes what is shown. Short work runs at once,
//! long work in a job on a named thread whose result comes back through the same inbox.

mod alike;
mod command;
mod core;
mod desktop;
mod general_roll;
mod job;
mod notice;
mod prefs;
mod roll;
mod sources;
mod stamp;
mod state;
pub mod work;

pub use crate::store::{HistoryItem, UndoAnswers, UndoPlan, UndoQuestion, WhyNot};
pub use alike::{Alike, AlikeProfile};
pub use command::{
    BeforeNewCommand, Command, DuplicatesCommand, GeneralCommand, MergeCommand, MissingCommand,
    ProgramCommand, ReportKind, Secret, SecurityCommand, ShownList, SortBy, StudentSort, Tab,
};
pub use core::{Core, Setup};
pub use desktop::{Answer, Ask, Desktop, Kind, Scripted};
pub use general_roll::GeneralRoll;
pub use job::Ticket;
pub use notice::{Level, Notice};
pub use prefs::Prefs;
pub use roll::{Card, Counts, Roll, Tally};
pub use sources::Source;
pub use stamp::Stamp;
pub use state::BeforeNew;
pub use state::Opened;
pub use state::{Administrator, SecurityState, Waiting};
pub use state::{ChosenFile, RowsState};
pub use state::{Counted, DuplicatesState, ListedPair, LookedPair, Looking, PairKeys, PairTally};
pub use state::{DraftLine, MergeState, OpenMerge, Rehearsal, RehearsedPair};
pub use state::{EditorState, HistoryState, ImportState, Phase, ProcessState, ResponseState, Session, View};
pub use state::{GeneralState, MissingState, SelectedRow};
pub use work::duplicates::{PairState, Remembered};
pub use work::missing::MissingRow;
