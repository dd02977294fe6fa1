//! Runs commands. The only place that changes what screens see.

mod background;
mod before_new;
mod comparing;
mod dispatch;
mod district;
mod duplicates;
mod editor;
mod general;
mod history;
mod importing;
mod jobs;
mod looking;
mod merge;
mod missing;
#[cfg(test)]
mod new_day_tests;
mod pairs_list;
mod printing;
mod process;
mod program;
mod reloading;
mod response;
mod roster;
mod security;
#[cfg(test)]
mod security_tests;
mod settings;
mod students_list;
mod telling;

use super::command::Command;
use super::desktop::Desktop;
use super::job::Running;
use super::notice::Notice;
use super::prefs::Prefs;
use super::stamp::Stamp;
use super::state::{Phase, Session, View};
use crate::domain::roster::{Reading, Table};
use crate::store::Store;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What a core is made of.
pub struct Setup {
    /// Where districts and preferences lie.
    pub data_folder: PathBuf,
    /// Native dialogs.
    pub desktop: Box<dyn Desktop>,
    /// Who and when.
    pub clock: Box<dyn Fn() -> Stamp>,
    /// Wakes the window when something arrived.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

enum Inbox {
    Command(Command),
    Then(Box<dyn FnOnce(&mut Core) + Send>),
}

/// The program without its window.
pub struct Core {
    to: Sender<Inbox>,
    inbox: Receiver<Inbox>,
    data_folder: PathBuf,
    desktop: Box<dyn Desktop>,
    clock: Box<dyn Fn() -> Stamp>,
    wake: Arc<dyn Fn() + Send + Sync>,
    prefs: Prefs,
    /// The preferences as they lie on the disk.
    saved_prefs: Prefs,
    phase: Phase,
    job: Option<Running>,
    /// Whether a native dialog is open.
    asking: bool,
    notices: Vec<Notice>,
    today: chrono::NaiveDate,
    /// Rosters compared so far, so that no two of them look the same to a screen.
    imports: u64,
    /// What waits for the job under way to end.
    after_job: AfterJob,
    /// How the file that is looked at is read by the job under way.
    reading: Option<(Table, Reading)>,
    /// The draft of the open merge that is still to be kept.
    draft_slot: Arc<std::sync::Mutex<Option<crate::domain::merge::MergeDraft>>>,
    /// Counts drafts that were thrown away, so that one that is just being kept is not kept all the same.
    drafts_thrown: Arc<std::sync::atomic::AtomicU64>,
    /// Background work started so far, so that reports of work that was given up are told from others.
    runs: u64,
}

/// What was asked for while a job was under way, and is done when it has ended.
#[derive(Default)]
struct AfterJob {
    /// Compare the response: its path or a choice changed, or records did.
    compare: bool,
    /// Look whether the selected operation can be undone.
    look: bool,
    /// Read the General Student Table anew: rows of it changed.
    general: bool,
    /// Look for missing IDs again: records changed while they are shown, or they are shown now.
    missing: bool,
    /// Compare the roster that is looked at again: it was compared on another day.
    roster: bool,
    /// The same of the SIS's export.
    export: bool,
    /// Read the file that is looked at once more: something was answered while an earlier answer was under way.
    reading: Option<(Table, Reading)>,
}

impl Core {
    /// A core without a district.
    pub fn new(setup: Setup) -> Self {
        let (to, inbox) = channel();
        let prefs = Prefs::load(&setup.data_folder);
        let today = (setup.clock)().today;
        Self {
            to,
            inbox,
            data_folder: setup.data_folder,
            desktop: setup.desktop,
            clock: setup.clock,
            wake: setup.wake,
            saved_prefs: prefs.clone(),
            prefs,
            phase: Phase::Welcome,
            job: None,
            asking: false,
            notices: Vec::new(),
            today,
            imports: 0,
            after_job: AfterJob::default(),
            reading: None,
            draft_slot: Arc::default(),
            drafts_thrown: Arc::default(),
            runs: 0,
        }
    }

    /// Where screens send commands.
    pub fn sender(&self) -> impl Fn(Command) + Clone + use<> {
        let to = self.to.clone();
        move |command| {
            // The receiver lives as long as the window.
            let _ = to.send(Inbox::Command(command));
        }
    }

    /// Puts a command into the inbox.
    pub fn send(&self, command: Command) {
        let _ = self.to.send(Inbox::Command(command));
    }

    /// Runs everything that has arrived. Returns whether anything had.
    pub fn run(&mut self) -> bool {
        self.new_day();
        let mut any = self.watch_sign_in();
        while let Ok(item) = self.inbox.try_recv() {
            any = true;
            self.take(item);
        }
        self.look_before_new();
        any
    }

    /// Runs until no job is under way, nothing goes on in the background and nothing has arrived: for tests.
    pub fn run_until_idle(&mut self) {
        loop {
            self.run();
            if self.job.is_none() && !self.in_background() {
                return;
            }
            match self.inbox.recv() {
                Ok(item) => self.take(item),
                Err(_) => return,
            }
        }
    }

    fn take(&mut self, item: Inbox) {
        match item {
            Inbox::Command(command) => self.command(command),
            Inbox::Then(then) => then(self),
        }
    }

    /// What screens see.
    pub fn view(&self) -> View<'_> {
        View {
            phase: &self.phase,
            prefs: &self.prefs,
            notices: &self.notices,
            job: self.job.as_ref(),
            today: self.today,
            data_folder: &self.data_folder,
        }
    }

    /// Whether choices were made that are not written down yet.
    pub fn has_unsaved_prefs(&self) -> bool {
        self.prefs != self.saved_prefs
    }

    /// Writes down what is remembered between starts, when it is not what was written before.
    pub fn save_prefs(&mut self) {
        if !self.has_unsaved_prefs() {
            return;
        }
        // Once, whatever comes of it: a full disk is not told every second.
        self.saved_prefs = self.prefs.clone();
        if let Err(e) = self.prefs.save(&self.data_folder) {
            self.tell(Notice::failed(format!(
                "Your choices (folders, look) could not be remembered: {e}"
            )));
        }
    }

    fn stamp(&self) -> Stamp {
        (self.clock)()
    }

    fn session(&mut self) -> Option<&mut Session> {
        match &mut self.phase {
            Phase::Open(session) => Some(session),
            _ => None,
        }
    }

    fn store(&mut self) -> Option<Arc<Store>> {
        self.session().map(|s| Arc::clone(&s.store))
    }
}
