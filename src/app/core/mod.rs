//! Runs commands. The only place that changes what screens see.

mod background;
mod before_new;
mod comparing;
mod district;
mod duplicates;
mod editor;
mod general;
mod history;
mod looking;
mod merge;
mod missing;
mod pairs_list;
mod printing;
mod process;
mod program;
mod response;
mod roster;
mod security;
#[cfg(test)]
mod security_tests;
mod settings;

use super::command::{Command, Tab};
use super::desktop::{Ask, Desktop, Kind};
use super::general_roll::GeneralRoll;
use super::job::{Running, Ticket};
use super::notice::{Level, Notice};
use super::prefs::Prefs;
use super::roll::Roll;
use super::stamp::Stamp;
use super::state::{Phase, Session, View};
use super::work::WorkError;
use crate::domain::ids::OperationId;
use crate::store::{Committed, Store, StoreError, UndoAnswers};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

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
}

/// More changed students than this are read anew in the job instead of one by one in the window.
const FEW: usize = 300;

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

    /// Tells something; the same sentence is not told twice at once.
    fn tell(&mut self, notice: Notice) {
        let done = notice.level == Level::Done;
        // A new result takes the place of the one before.
        self.notices.retain(|n| {
            n.sentence != notice.sentence && !(done && matches!(n.level, Level::Done | Level::Info))
        });
        if self.notices.len() >= 4 {
            self.notices.remove(0);
        }
        self.notices.push(notice);
    }

    fn tell_error(&mut self, e: &WorkError) {
        self.tell(e.into());
    }

    /// Forgets results that a new step makes old; failures and what needs a person stay.
    fn clear_done(&mut self) {
        self.notices
            .retain(|n| !matches!(n.level, Level::Done | Level::Info | Level::Failed));
    }

    fn ask(
        &mut self,
        kind: Kind,
        title: &'static str,
        start: Option<PathBuf>,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        if self.asking {
            // One native dialog at a time; the open one may stand behind the window.
            return;
        }
        self.asking = true;
        let to = self.to.clone();
        let wake = Arc::clone(&self.wake);
        let answered = move |answer: Option<PathBuf>| {
            let _ = to.send(Inbox::Then(Box::new(move |core| {
                core.asking = false;
                if let Some(path) = answer {
                    core.command(then(path));
                }
            })));
            wake();
        };
        self.desktop.ask(&Ask { kind, title, start }, Box::new(answered));
    }

    /// Whether a job is under way; says so when it is.
    fn busy(&mut self) -> bool {
        let Some(job) = &self.job else { return false };
        let sentence = format!("“{}” is still under way. Wait for it, or cancel it.", job.title);
        self.tell(Notice::new(Level::Info, sentence));
        true
    }

    /// Starts a job on a thread of its own; `then` runs here when it has ended.
    fn start<T: Send + 'static>(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
        then: impl FnOnce(&mut Core, T) + Send + 'static,
    ) {
        if self.busy() {
            return;
        }
        self.clear_done();
        let ticket = Ticket::default();
        self.job = Some(Running {
            title,
            ticket: ticket.clone(),
            since: Instant::now(),
        });
        let to = self.to.clone();
        let wake = Arc::clone(&self.wake);
        let run = move || {
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&ticket)));
            let message: Box<dyn FnOnce(&mut Core) + Send> = Box::new(move |core: &mut Core| {
                core.job = None;
                match result {
                    Ok(result) => then(core, result),
                    Err(_) => core.broken(title),
                }
                core.go_on();
            });
            let _ = to.send(Inbox::Then(message));
            wake();
        };
        if let Err(e) = std::thread::Builder::new().name(title.to_owned()).spawn(run) {
            self.job = None;
            self.tell(Notice::failed(format!("“{title}” could not be started: {e}.")));
        }
    }

    /// Starts a job that follows from something just told, which stays told.
    fn start_keeping_notices<T: Send + 'static>(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
        then: impl FnOnce(&mut Core, T) + Send + 'static,
    ) {
        let kept = std::mem::take(&mut self.notices);
        self.start(title, work, then);
        // What starting it told comes after.
        let told = std::mem::replace(&mut self.notices, kept);
        self.notices.extend(told);
    }

    /// Does what waited for a job to end.
    fn go_on(&mut self) {
        if self.job.is_none() && std::mem::take(&mut self.after_job.general) {
            self.read_general_again();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.missing) {
            self.look_for_missing();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.compare) {
            let there = self
                .session()
                .is_some_and(|s| std::path::Path::new(s.process.response.path.trim()).is_file());
            if there {
                self.check_response_keeping_notices();
            }
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.look) {
            self.refresh_selected_operation();
        }
        self.compare_on();
    }

    fn broken(&mut self, title: &str) {
        if matches!(self.phase, Phase::Opening) {
            self.phase = Phase::Welcome;
        }
        self.tell(
            Notice::failed(format!(
                "“{title}” stopped because of a fault in the program. Nothing was saved."
            ))
            .hint("Your records are safe. Please report it with what you did."),
        );
    }

    /// A new day changes who is enrolled and what is due.
    fn new_day(&mut self) {
        let today = self.stamp().today;
        // A job under way is waited for: who is enrolled is read anew then, and not left as of yesterday.
        if today != self.today && self.job.is_none() {
            self.today = today;
            if let Some(store) = self.store() {
                self.start(
                    "Turning to the new day",
                    move |ticket| read_roll(&store, today, ticket),
                    move |core, roll| match roll {
                        Ok(roll) => {
                            if let Some(s) = core.session() {
                                s.today = today;
                            }
                            core.after_job.general = true;
                            core.reload(&[], Some(roll));
                        }
                        Err(e) => core.tell_error(&e.into()),
                    },
                );
            }
        }
    }

    /// Takes a finished operation into what screens see.
    fn committed(&mut self, done: &Committed, roll: Option<Roll>) {
        self.reload(&done.touched, roll);
    }

    fn reload(&mut self, touched: &[crate::domain::ids::StudentKey], roll: Option<Roll>) {
        if let Err(e) = self.try_reload(touched, roll) {
            self.tell_error(&e.into());
        }
    }

    fn try_reload(
        &mut self,
        touched: &[crate::domain::ids::StudentKey],
        roll: Option<Roll>,
    ) -> Result<(), StoreError> {
        let Phase::Open(session) = &mut self.phase else {
            return Ok(());
        };
        // Without a list of whom it touched, a whole new roll means that anybody may be another one now.
        let anybody = roll.is_some() && touched.is_empty();
        let reader = session.store.read()?;
        session.district = reader.district()?;
        session.schools = reader.schools()?;
        session.requests = reader.requests()?;
        session.history.operations = reader.operations(history::SHOWN)?;
        session.security.follow(reader.accounts()?);
        match roll {
            Some(roll) => let_go(std::mem::replace(&mut session.roll, Arc::new(roll))),
            None => Arc::make_mut(&mut session.roll).refresh(&reader, touched, session.today)?,
        }
        session.generation += 1;
        session.recount();
        session.find_again();
        let general = reader.general_changed_since(session.general.as_of)?;
        self.compare_touched(touched, anybody);
        self.refresh_opened(touched);
        self.review_again();
        self.refresh_general(general);
        if self.prefs.tab == Tab::MissingIds {
            self.look_for_missing();
        }
        // Elsewhere it is looked at when History is shown again.
        if self.prefs.tab == Tab::History {
            self.refresh_selected_operation();
        }
        Ok(())
    }

    fn command(&mut self, command: Command) {
        use Command as C;
        match command {
            C::ShowTab(tab) => {
                if self.prefs.tab != tab {
                    // What was done on the tab before has been read there.
                    self.notices
                        .retain(|n| !matches!(n.level, Level::Done | Level::Info));
                }
                self.prefs.tab = tab;
                match tab {
                    Tab::History => self.refresh_selected_operation(),
                    Tab::MergeStudentProfiles => self.list_drafts(),
                    _ => {}
                }
                if tab == Tab::MissingIds {
                    self.look_for_missing();
                }
            }
            C::CancelJob => {
                if let Some(job) = &self.job {
                    job.ticket.cancel();
                }
            }
            C::Dismiss(at) => {
                if at < self.notices.len() {
                    self.notices.remove(at);
                }
            }
            C::Tell(notice) => self.tell(notice),
            C::Show(path) => self.show(&path),

            C::OpenSample => self.open_sample(),
            C::RestartSample => self.restart_sample(),
            C::NewDistrict {
                lea,
                name,
                year,
                practice,
            } => self.new_district(&lea, &name, &year, practice),
            C::AskOpenStore => {
                let start = Some(self.data_folder.clone());
                self.ask(
                    Kind::Open(vec![crate::store::EXTENSION]),
                    "Open a district",
                    start,
                    C::OpenStore,
                );
            }
            C::OpenStore(path) => self.open_store(path),
            C::CloseDistrict => self.close_district(),

            C::SelectSchools(schools) => self.select_schools(schools),
            C::ChooseFunction(function) => self.with_process(|p| p.function = function),
            C::SetEffective(text) => self.set_effective(text),
            C::SetIncludeInactive(yes) => self.with_process(|p| p.scope.include_inactive = yes),
            C::SetOverride(yes) => self.with_process(|p| p.override_retrieve = yes),
            C::ListNotSent(open) => self.with_process(|p| p.listing_not_sent = open),
            C::AskRequestFolder => self.ask_request_folder(),
            C::SetRequestFolder(folder) => self.set_request_folder(folder),
            C::BeforeNew(command) => self.run_before_new(command),
            C::CreateRequest => self.create_request(),
            C::SendToPractice(id) => self.send_to_practice(id),
            C::MarkChecked(id) => self.mark_checked(id),
            C::WithdrawRequest(id) => self.withdraw_request(id),

            C::AskResponseFile => self.ask_response_file(),
            C::SetResponseFile(path) => self.set_response_file(path),
            C::AnswersRequest(id) => {
                self.with_response(|r| r.answers = Some(id));
                self.check_response();
            }
            C::CheckResponse => self.check_response(),
            C::OpenReport(open) => self.with_response(|r| r.report_open = open),
            C::SettleLine { line, choice } => self.settle_line(line, choice),
            C::ConfirmIncomplete(yes) => self.with_response(|r| r.confirmed_incomplete = yes),
            C::Compare(pair) => self.compare(pair),
            C::PreviewUpdate(open) => self.with_response(|r| r.preview_open = open),
            C::ApplyResponse => self.apply_response(),
            C::AskSaveReport(kind) => self.ask_save_report(kind),
            C::PrintReport => self.print_report(),

            C::AskRoster => self.ask_roster(),
            C::ReadRoster(path) => self.read_roster(path, None),
            C::ReadRosterAs(reading) => self.read_roster_as(reading),
            C::ImportRoster => self.import_roster(),
            C::CloseRoster => {
                if let Some(s) = self.session() {
                    let_go(s.import.take());
                }
            }

            C::FindStudents(text) => self.find_students(text),
            C::SortStudents(sort) => self.sort_students(sort),
            C::OpenStudent(key) => self.open_student(key),
            C::NewStudent => self.new_student(),
            C::CloseStudent => {
                if let Some(s) = self.session() {
                    s.editor.opened = None;
                }
            }
            C::SaveStudent {
                base,
                draft,
                different,
            } => self.save_student(base.as_deref(), &draft, &different),
            C::LookForAlike(draft) => self.look_for_alike(&draft),
            C::Withdraw { base, day } => self.withdraw(&base, day),

            C::Program(command) => self.run_program(command),
            C::General(command) => self.run_general(command),
            C::Missing(command) => self.run_missing(command),
            C::Duplicates(command) => self.run_duplicates(command),
            C::Merge(command) => self.run_merge(command),
            C::Security(command) => self.run_security(command),

            C::SelectOperation(id) => self.select_operation(id),
            C::Undo(id) => self.undo(id, UndoAnswers::default()),
            C::UndoWith(id, answers) => self.undo(id, answers),

            C::SaveSettings(district) => self.save_settings(&district),
            C::SaveSchool { code, name } => self.save_school(&code, &name),
            C::AskLayout => self.ask(
                Kind::Open(vec!["toml"]),
                "Choose a layout file",
                Some(self.data_folder.clone()),
                C::ReadLayout,
            ),
            C::ReadLayout(path) => self.read_layout(&path),
            C::AskSaveLayout => self.ask_save_layout(),
            C::SaveReportTo(kind, path) => self.save_report_to(kind, &path),
            C::SaveLayoutTo(path) => self.save_layout_to(&path),
            C::SetLook(look) => self.prefs.look = look,
            C::SetTextScale(scale) => self.prefs.text_scale = scale.clamp(0.8, 2.0),
        }
    }
}

/// Lets go of something large on a thread of its own: to give a hundred thousand records back takes longer than a
/// frame may.
fn let_go<T: Send + 'static>(large: T) {
    // Without a thread it is let go of here.
    let _ = std::thread::Builder::new()
        .name("letting go".into())
        .spawn(move || drop(large));
}

/// Reads the roll within a job.
fn read_roll(store: &Store, today: chrono::NaiveDate, ticket: &Ticket) -> Result<Roll, StoreError> {
    ticket.phase("Reading the students");
    Roll::read(&store.read()?, today, &mut |d, t| ticket.step(d as u64, t as u64))
}

/// Reads the General Student Table within a job, with the newest operation that is in it.
fn read_general(
    store: &Store,
    today: chrono::NaiveDate,
    ticket: &Ticket,
) -> Result<(GeneralRoll, OperationId), StoreError> {
    ticket.phase("Reading the General Student Table");
    let reader = store.read()?;
    let roll = GeneralRoll::read(&reader, today, &mut |d, t| ticket.step(d as u64, t as u64))?;
    Ok((roll, reader.last_operation()?))
}

/// Reads the roll anew after an operation that touched many, so that the window need not.
fn roll_after(store: &Store, done: &Committed, today: chrono::NaiveDate) -> Result<Option<Roll>, StoreError> {
    if done.touched.len() <= FEW {
        return Ok(None);
    }
    // What is saved is saved: this part cannot be cancelled any more.
    Ok(Some(read_roll(store, today, &Ticket::default())?))
}
