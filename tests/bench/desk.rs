//! The district that figures are measured on, in the stages of one walk: fresh, asked, applied.
//!
//! It is the sample district at full size, with three things changed so that a request has a line for every student:
//! nobody has an SSID, everybody has what the state matches on, and everybody is enrolled. The practice registry knows
//! each of them once, so that the response fills every record.

use ssid_desk::app::work::districts::{fill_sample, registry_path};
use ssid_desk::app::work::requests::{self, Created, Order};
use ssid_desk::app::work::{practice, responses};
use ssid_desk::app::{Stamp, Ticket};
use ssid_desk::domain::codes::default_genders;
use ssid_desk::domain::ids::OperationId;
use ssid_desk::domain::request::{Function, Scope};
use ssid_desk::domain::student::Student;
use ssid_desk::practice::{Person, Registry};
use ssid_desk::sample::{self, SampleDistrict};
use ssid_desk::store::Store;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// How far the walk has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Schools, and no students.
    Empty,
    /// All students, nobody asked for.
    Fresh,
    /// A Retrieve request with every student lies in the folder, and its response.
    Asked,
    /// The response has been applied.
    Applied,
}

/// The district in all its stages.
pub struct Desk {
    folder: TempDir,
    /// Its students.
    pub students: Vec<Student>,
    /// Who and when.
    pub stamp: Stamp,
    /// The response file.
    pub response: PathBuf,
    /// The operation that applied it.
    pub applied: OperationId,
    /// All schools.
    pub scope: Scope,
}

/// A copy of a stage, on the disk and open.
pub struct Copy {
    /// The store.
    pub store: Store,
    /// Its folder; gone when this is dropped.
    pub folder: TempDir,
}

impl Desk {
    /// Walks once through all stages.
    pub fn new(size: usize) -> Self {
        let now = "2026-11-22T18:00:00Z".parse().unwrap();
        let stamp = Stamp::at(now, "bench");
        let mut made = sample::make(sample::SEED, stamp.today, stamp.now, size);
        prepare(&mut made, &stamp);
        let mut desk = Self {
            folder: TempDir::new().unwrap(),
            response: PathBuf::new(),
            applied: OperationId(0),
            scope: Scope {
                schools: made.schools.iter().map(|s| s.code.clone()).collect(),
                ..Scope::default()
            },
            stamp,
            students: Vec::new(),
        };
        let students = std::mem::take(&mut made.students);
        let programs = std::mem::take(&mut made.programs);
        let store = Store::create(&desk.path(Stage::Empty), &made.district).unwrap();
        fill_sample(&store, &made, &desk.stamp, &Ticket::default()).unwrap();
        drop(store);
        (made.students, made.programs) = (students, programs);
        let store = Store::create(&desk.path(Stage::Fresh), &made.district).unwrap();
        fill_sample(&store, &made, &desk.stamp, &Ticket::default()).unwrap();
        drop(store);
        let registry = Registry::new(made.registry);
        registry.save(&registry_path(&desk.path(Stage::Fresh))).unwrap();
        desk.ask();
        desk.apply();
        desk.students = made.students;
        desk
    }

    fn ask(&mut self) {
        let path = self.path(Stage::Asked);
        std::fs::copy(self.path(Stage::Fresh), &path).unwrap();
        std::fs::copy(registry_path(&self.path(Stage::Fresh)), registry_path(&path)).unwrap();
        let store = Store::open(&path).unwrap();
        let created = self.create(&store, self.folder.path());
        self.response = practice::send(&store, created.request.id).unwrap().file;
    }

    fn apply(&mut self) {
        let path = self.path(Stage::Applied);
        std::fs::copy(self.path(Stage::Asked), &path).unwrap();
        let store = Store::open(&path).unwrap();
        let ticket = Ticket::default();
        let checked = self.check(&store);
        let done = responses::apply(&store, &checked, false, &self.stamp, &ticket).unwrap();
        assert_eq!(
            done.filled, checked.report.request_lines,
            "every line fills a record"
        );
        self.applied = done.committed.operation.id;
    }

    /// Creates a Retrieve request for all schools.
    pub fn create(&self, store: &Store, folder: &Path) -> Created {
        let order = Order {
            function: Function::Retrieve,
            scope: self.scope.clone(),
            override_retrieve: false,
            answers: Default::default(),
            folder: folder.to_owned(),
        };
        requests::create(store, &order, &self.stamp, &Ticket::default()).unwrap()
    }

    /// Compares the response with a store of the stage [`Stage::Asked`].
    pub fn check(&self, store: &Store) -> responses::CheckedResponse {
        responses::check(store, &self.response, None, &BTreeMap::new(), &Ticket::default()).unwrap()
    }

    /// The file of a stage.
    pub fn path(&self, stage: Stage) -> PathBuf {
        self.folder.path().join(match stage {
            Stage::Empty => "empty.ssiddesk",
            Stage::Fresh => "fresh.ssiddesk",
            Stage::Asked => "asked.ssiddesk",
            Stage::Applied => "applied.ssiddesk",
        })
    }

    /// A folder for files that are thrown away.
    pub fn scratch(&self) -> TempDir {
        TempDir::new_in(self.folder.path()).unwrap()
    }

    /// A copy of a stage in a folder of its own, with its registry where it has one. It has reached the disk, so that
    /// nobody pays for it later.
    pub fn copy_file(&self, stage: Stage) -> (TempDir, PathBuf) {
        let folder = self.scratch();
        let (from, to) = (self.path(stage), folder.path().join("district.ssiddesk"));
        std::fs::copy(&from, &to).unwrap();
        if registry_path(&from).is_file() {
            std::fs::copy(registry_path(&from), registry_path(&to)).unwrap();
        }
        File::open(&to).unwrap().sync_all().unwrap();
        (folder, to)
    }

    /// A copy of a stage, opened.
    pub fn copy(&self, stage: Stage) -> Copy {
        let (folder, path) = self.copy_file(stage);
        Copy {
            store: Store::open(&path).unwrap(),
            folder,
        }
    }

    /// A stage to look at only.
    pub fn look(&self, stage: Stage) -> Store {
        Store::open(&self.path(stage)).unwrap()
    }
}

/// Makes every student one line of a Retrieve request, known to the registry exactly once.
fn prepare(made: &mut SampleDistrict, stamp: &Stamp) {
    let genders = default_genders();
    let mut seen = HashSet::new();
    for s in &mut made.students {
        s.ssid = None;
        s.change_flag = None;
        s.duplicate = false;
        s.no_show = false;
        s.state_excluded = false;
        if s.gender.is_empty() {
            s.gender.clone_from(&genders[0].code);
        }
        let mut day = s.birth_date.unwrap_or(stamp.today);
        while !seen.insert((s.last_name.to_lowercase(), s.first_name.to_lowercase(), day)) {
            day = day.pred_opt().unwrap();
        }
        s.birth_date = Some(day);
        if let Some(e) = s.enrollments.last_mut() {
            e.exit = None;
        }
    }
    made.registry = made
        .students
        .iter()
        .zip(1_000_000..)
        .map(|(s, n)| person(s, n))
        .collect();
}

fn person(s: &Student, ssid: u32) -> Person {
    Person {
        ssid: ssid.to_string(),
        last_name: s.last_name.clone(),
        first_name: s.first_name.clone(),
        birth_date: s.birth_date,
        gender: s.gender.clone(),
        lea: sample::LEA.to_owned(),
        number: s.number.to_string(),
        ..Person::default()
    }
}
