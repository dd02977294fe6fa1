//! Opening, making and closing districts.

use super::Core;
use super::reloading::{read_general, read_roll};
use crate::app::job::Ticket;
use crate::app::notice::{Level, Notice};
use crate::app::roll::{Roll, Tally};
use crate::app::state::{
    DuplicatesState, EditorState, GeneralState, HistoryState, MergeState, MissingState, Phase, ProcessState,
    ResponseState, SecurityState, Session,
};
use crate::app::work::{WorkError, districts};
use crate::domain::request::{Function, Scope};
use crate::store::{Store, StoreError};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl Core {
    pub(super) fn open_sample(&mut self) {
        let path = districts::sample_path(&self.data_folder);
        if path.exists() {
            return self.open_store(path);
        }
        let stamp = self.stamp();
        self.opening("Making the sample district", path, move |path, ticket| {
            districts::create_sample(path, crate::sample::SIZE, &stamp, ticket)
        });
    }

    pub(super) fn restart_sample(&mut self) {
        let path = districts::sample_path(&self.data_folder);
        let is_open = matches!(&self.phase, Phase::Open(s) if s.path == path);
        if self.job.is_some() {
            return;
        }
        if is_open {
            self.sign_out(false);
            self.let_go_of_profiles();
            self.phase = Phase::Welcome;
        }
        let registry = districts::registry_path(&path);
        let stamp = self.stamp().now.format("%Y%m%d-%H%M%S").to_string();
        let mut moved: Vec<(&PathBuf, PathBuf)> = Vec::new();
        for old in [&path, &registry] {
            if !old.exists() {
                continue;
            }
            let name = old
                .file_name()
                .map(|n| n.to_string_lossy().into_owned())
                .unwrap_or_default();
            let aside = old.with_file_name(format!("before {stamp} {name}"));
            if let Err(e) = std::fs::rename(old, &aside) {
                // Both or neither: a district without its registry would be answered by one that knows nobody.
                let back = |(from, to): (&PathBuf, PathBuf)| std::fs::rename(to, from).is_err();
                let left = moved.into_iter().any(back);
                let mut notice = Notice::failed(format!(
                    "The old sample district could not be put aside: {e}."
                ))
                .hint("The registry of the practice SSID system may be open in another program, such as Excel. Close it there and try again.");
                if left {
                    notice = notice.details(format!(
                        "A part of it stays beside it, as a file that begins with “before {stamp}”."
                    ));
                }
                // Opening clears what was told before.
                self.open_store(path.clone());
                return self.tell(notice);
            }
            moved.push((old, aside));
        }
        self.open_sample();
    }

    pub(super) fn new_district(&mut self, lea: &str, name: &str, year: &str, practice: bool) {
        let district = match districts::district_of(lea, name, year, practice) {
            Ok(district) => district,
            Err(e) => return self.tell_error(&e),
        };
        let path = districts::district_path(&self.data_folder, &district.lea, &district.name);
        let stamp = self.stamp();
        // An empty district begins with its roster.
        self.prefs.tab = crate::app::Tab::StudentEditor;
        self.opening("Setting up the district", path, move |path, _| {
            districts::create(path, &district, &stamp)
        });
    }

    pub(super) fn open_store(&mut self, path: PathBuf) {
        if let Phase::Open(session) = &self.phase
            && session.path == path
        {
            return;
        }
        self.opening("Opening the district", path, |path, ticket| {
            ticket.phase("Checking the file");
            Ok(Store::open(path)?)
        });
    }

    pub(super) fn close_district(&mut self) {
        if self.job.is_none() {
            self.remember_schools();
            self.keep_draft_now();
            self.sign_out(false);
            self.let_go_of_profiles();
            self.phase = Phase::Welcome;
            self.prefs.store = None;
            self.notices.clear();
        }
    }

    /// Gives the profiles made ready for comparing back beside what goes on: for a million that takes longer than a
    /// window may wait.
    fn let_go_of_profiles(&mut self) {
        if let Some(s) = self.session() {
            let alike = s.duplicates.alike.take();
            std::thread::spawn(move || drop(alike));
        }
    }

    fn opening(
        &mut self,
        title: &'static str,
        path: PathBuf,
        make: impl FnOnce(&Path, &Ticket) -> Result<Store, WorkError> + Send + 'static,
    ) {
        if self.busy() {
            return;
        }
        self.remember_schools();
        self.sign_out(false);
        self.let_go_of_profiles();
        self.phase = Phase::Opening;
        self.notices.clear();
        let today = self.stamp().today;
        let work = {
            let path = path.clone();
            move |ticket: &Ticket| -> Result<_, WorkError> {
                let store = make(&path, ticket)?;
                let roll = read_roll(&store, today, ticket)?;
                let general = read_general(&store, today, ticket)?;
                Ok((store, roll, general))
            }
        };
        self.start(title, work, move |core, result| match result {
            Ok((store, roll, general)) => {
                core.opened(path, store, roll);
                core.general_read(general);
                if core.prefs.tab == crate::app::Tab::MissingIds {
                    core.look_for_missing();
                }
            }
            Err(e) => {
                core.phase = Phase::Welcome;
                if core.prefs.store.as_ref() == Some(&path) {
                    core.prefs.store = None;
                }
                core.tell_error(&e);
            }
        });
    }

    fn opened(&mut self, path: PathBuf, store: Store, roll: Roll) {
        match self.session_of(path.clone(), store, roll) {
            Ok(session) => {
                self.phase = Phase::Open(Box::new(session));
                self.after_job = super::AfterJob::default();
                self.prefs.store = Some(path);
                // Merges that were begun before the program was closed wait on their tab.
                self.list_drafts();
                self.save_prefs();
                self.look_for_duplicates();
            }
            Err(e) => {
                self.phase = Phase::Welcome;
                self.tell_error(&e.into());
            }
        }
    }

    fn session_of(&self, path: PathBuf, store: Store, roll: Roll) -> Result<Session, StoreError> {
        let reader = store.read()?;
        let district = reader.district()?;
        let schools = reader.schools()?;
        let selected: Vec<_> = schools
            .iter()
            .map(|s| s.code.clone())
            .filter(|c| self.prefs.schools.iter().any(|p| p == c.as_str()))
            .collect();
        let folder = self
            .prefs
            .folder(district.practice)
            .map(|f| f.display().to_string())
            .unwrap_or_default();
        let operations = reader.operations(super::history::SHOWN)?;
        let mut security = SecurityState::default();
        security.follow(reader.accounts()?);
        let mut session = Session {
            process: ProcessState {
                scope: Scope {
                    schools: selected,
                    ..Scope::default()
                },
                effective: String::new(),
                effective_problem: None,
                function: Function::Retrieve,
                override_retrieve: false,
                folder,
                tally: Tally::default(),
                next_file: String::new(),
                dates: Vec::new(),
                listing_not_sent: false,
                not_sent: Vec::new(),
                before_new: Default::default(),
                created: None,
                response: ResponseState::default(),
            },
            editor: EditorState::default(),
            history: HistoryState {
                operations,
                selected: None,
            },
            requests: reader.requests()?,
            store: Arc::new(store),
            path,
            district,
            schools,
            roll: Arc::new(roll),
            counts: HashMap::new(),
            today: self.today,
            general: GeneralState::default(),
            missing: MissingState::default(),
            duplicates: DuplicatesState::default(),
            merge: MergeState::default(),
            security,
            import: None,
            generation: 1,
        };
        session.recount();
        session.find_again();
        Ok(session)
    }

    pub(super) fn remember_schools(&mut self) {
        if let Phase::Open(s) = &self.phase {
            self.prefs.schools = s.process.scope.schools.iter().map(ToString::to_string).collect();
        }
    }

    /// Tells that something is done.
    pub(super) fn tell_done(&mut self, sentence: impl Into<String>) {
        self.tell(Notice::new(Level::Done, sentence));
    }
}
