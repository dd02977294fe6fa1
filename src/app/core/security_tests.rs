//! What the sign-in promises while the program runs, by a clock that the test moves.

use super::{Core, Setup};
use crate::app::work::{districts, testing};
use crate::app::{Command, Phase, Scripted, Secret, SecurityCommand, SecurityState, Session, Stamp};
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::journal::What;
use crate::domain::merge::{Group, Prefer};
use crate::domain::roster::{CREATE, Told, UNKNOWN_SCHOOLS};
use crate::domain::student::Student;
use crate::store::{Store, UndoAnswers};
use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

const PASSWORD: &str = "three blind mice";

pub(super) struct Desk {
    pub(super) core: Core,
    clock: Rc<Cell<i64>>,
    pub(super) path: PathBuf,
    _folder: TempDir,
}

fn at(second: i64) -> Stamp {
    let now = chrono::DateTime::from_timestamp(1_795_000_000 + second, 0).unwrap();
    Stamp::at(now, "registrar")
}

impl Desk {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d.ssiddesk");
        let district = districts::district_of("140", "Bear River", "2027", true).unwrap();
        drop(districts::create(&path, &district, &at(0)).unwrap());
        let clock = Rc::new(Cell::new(0));
        let core = Core::new(Setup {
            data_folder: folder.path().to_owned(),
            desktop: Box::new(Scripted::default()),
            clock: {
                let clock = Rc::clone(&clock);
                Box::new(move || at(clock.get()))
            },
            wake: Arc::new(|| {}),
        });
        let mut desk = Self {
            core,
            clock,
            path: path.clone(),
            _folder: folder,
        };
        desk.send(Command::OpenStore(path));
        desk
    }

    /// With the first password set, and signed in.
    fn signed_in() -> Self {
        let mut desk = Self::new();
        desk.security(SecurityCommand::FirstPassword {
            password: Secret(PASSWORD.into()),
            again: Secret(PASSWORD.into()),
        });
        assert_eq!(desk.core.administrator(), Some("admin"));
        desk
    }

    pub(super) fn send(&mut self, command: Command) {
        self.core.send(command);
        self.core.run_until_idle();
    }

    fn security(&mut self, command: SecurityCommand) {
        self.send(Command::Security(command));
    }

    fn sign_in(&mut self, password: &str) {
        self.security(SecurityCommand::SignIn {
            account: "admin".into(),
            password: Secret(password.into()),
        });
    }

    /// Lets time pass, and the program look at the clock.
    pub(super) fn later(&mut self, seconds: i64) {
        self.clock.set(self.clock.get() + seconds);
        self.core.run_until_idle();
    }

    pub(super) fn session(&self) -> &Session {
        match self.core.view().phase {
            Phase::Open(session) => session,
            _ => panic!("no district is open"),
        }
    }

    fn state(&self) -> &SecurityState {
        &self.session().security
    }

    fn newest(&self) -> (What, String) {
        let o = &self.session().history.operations[0];
        (o.what.clone(), o.who.clone())
    }

    pub(super) fn told(&self, part: &str) -> bool {
        self.core.view().notices.iter().any(|n| n.sentence.contains(part))
    }
}

#[test]
fn whoever_does_not_touch_the_program_for_ten_minutes_is_signed_out() {
    let mut desk = Desk::signed_in();
    desk.later(599);
    assert_eq!(desk.core.administrator(), Some("admin"));
    assert_eq!(
        desk.core.wakes_in(),
        Some(Duration::from_secs(1)),
        "the window wakes for it"
    );
    desk.core.touched();
    assert_eq!(desk.core.wakes_in(), Some(Duration::from_secs(600)));
    desk.later(599);
    assert_eq!(desk.core.administrator(), Some("admin"));
    desk.later(1);
    assert_eq!(desk.core.administrator(), None);
    let out = What::SignedOut {
        account: "admin".into(),
        idle: true,
    };
    assert_eq!(desk.newest().0, out);
    assert!(desk.told("admin was signed out: nobody touched the program for 10 minutes."));
    assert_eq!(desk.core.wakes_in(), None);
    desk.core.touched();
    assert_eq!(desk.core.administrator(), None, "a touch brings nobody back");
}

#[test]
fn a_district_can_leave_its_administrators_signed_in_and_a_clock_put_back_changes_nothing() {
    let mut desk = Desk::signed_in();
    desk.later(-3_000);
    assert_eq!(desk.core.administrator(), Some("admin"));
    desk.later(599);
    assert_eq!(desk.core.administrator(), Some("admin"));
    let mut district = desk.session().district.clone();
    district.rules.idle_minutes = 0;
    desk.send(Command::SaveSettings(Box::new(district)));
    assert_eq!(desk.newest().1, "registrar (admin)");
    desk.later(500_000);
    assert_eq!(desk.core.administrator(), Some("admin"));
    assert_eq!(desk.core.wakes_in(), None);
}

#[test]
fn closing_the_district_or_the_program_signs_out() {
    let mut desk = Desk::signed_in();
    desk.send(Command::CloseDistrict);
    let newest = |path: &PathBuf| {
        let store = Store::open(path).unwrap();
        store.read().unwrap().operations(1).unwrap().remove(0).what
    };
    let out = What::SignedOut {
        account: "admin".into(),
        idle: false,
    };
    assert_eq!(newest(&desk.path), out);
    desk.send(Command::OpenStore(desk.path.clone()));
    assert_eq!(desk.core.administrator(), None);
    desk.sign_in(PASSWORD);
    assert!(matches!(desk.newest().0, What::SignedIn { .. }));
    let Desk {
        core, path, _folder, ..
    } = desk;
    drop(core);
    assert_eq!(newest(&path), out);
}

#[test]
fn a_wait_after_wrong_passwords_counts_down_and_then_lets_the_right_one_in() {
    let mut desk = Desk::signed_in();
    desk.security(SecurityCommand::SignOut);
    desk.security(SecurityCommand::AskSignIn(true));
    for _ in 0..3 {
        desk.sign_in("three blind cats");
        assert_eq!(
            desk.state().problem.as_deref(),
            Some("The account name or the password is wrong.")
        );
    }
    desk.later(1);
    desk.sign_in("three blind cats");
    let seconds = |desk: &Desk| desk.state().waiting.as_ref().map(|w| w.seconds);
    assert_eq!(seconds(&desk), Some(2));
    assert_eq!(desk.core.wakes_in(), Some(Duration::from_secs(1)));
    desk.later(1);
    assert_eq!(seconds(&desk), Some(1));
    desk.sign_in(PASSWORD);
    assert_eq!(desk.core.administrator(), None, "not even the right one yet");
    assert!(matches!(desk.newest().0, What::SignInRefused { .. }));
    desk.later(1);
    assert_eq!(seconds(&desk), None);
    desk.sign_in(PASSWORD);
    assert_eq!(desk.core.administrator(), Some("admin"));
    assert!(!desk.state().asking, "the dialog closes");
}

#[test]
fn the_merge_policy_is_an_administrators_to_change_and_to_change_back() {
    let mut desk = Desk::new();
    let mut district = desk.session().district.clone();
    district
        .rules
        .merge
        .groups
        .insert(Group::Demographics, Prefer::Decide);
    desk.send(Command::SaveSettings(Box::new(district.clone())));
    assert!(desk.told("Only a security administrator can change how profiles are merged"));
    assert_eq!(desk.session().history.operations.len(), 1, "nothing was saved");
    let mut desk = Desk::signed_in();
    desk.send(Command::SaveSettings(Box::new(district)));
    let changed = desk.session().history.operations[0].id;
    desk.security(SecurityCommand::SignOut);
    desk.send(Command::Undo(changed));
    assert!(desk.told("Only a security administrator can undo a change of how profiles are merged"));
    desk.sign_in(PASSWORD);
    desk.send(Command::Undo(changed));
    assert!(desk.session().district.rules.merge.groups.is_empty());
    assert_eq!(desk.newest().1, "registrar (admin)");
}

#[test]
fn a_roster_or_report_that_was_compared_before_a_sign_in_still_holds_after_it() {
    let mut desk = Desk::new();
    let file = desk.path.with_file_name("r.csv");
    std::fs::write(
        &file,
        "student_number,last_name,first_name,birth_date,gender,school,grade\n1,Lee,Ann,2016-05-02,F,104,05\n",
    )
    .unwrap();
    desk.send(Command::ReadRoster(file));
    desk.send(Command::ReadRosterAs(vec![Told::Answer(
        UNKNOWN_SCHOOLS.into(),
        CREATE.into(),
    )]));
    desk.security(SecurityCommand::FirstPassword {
        password: Secret(PASSWORD.into()),
        again: Secret(PASSWORD.into()),
    });
    desk.send(Command::ImportRoster);
    assert!(matches!(desk.newest().0, What::RosterImported { added: 1, .. }));
}

#[test]
fn a_merge_and_the_undo_of_its_undo_need_an_administrator() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("d.ssiddesk");
    let district = districts::district_of("140", "Bear River", "2027", true).unwrap();
    let store = districts::create(&path, &district, &at(0)).unwrap();
    for number in ["1", "2"] {
        let student = Student::new(StudentKey(0), StudentNumber::parse(number).unwrap());
        let mut writer = store.write().unwrap();
        writer.add(student).unwrap();
        let what = What::StudentAdded {
            name: "Lee, Ann".into(),
            number: number.into(),
        };
        writer
            .commit(what, "registrar", at(0).now, &mut |_, _| true)
            .unwrap();
    }
    let merge = testing::merge(&store, "2", "1", &at(1));
    let undo = |id, by: Option<&str>| {
        crate::app::work::history::undo(&store, id, &UndoAnswers::default(), by, &at(2), &mut |_, _| true)
    };
    let said = undo(merge, None).unwrap_err().to_string();
    assert_eq!(
        said,
        "Only a security administrator can undo a merge. Sign in first."
    );
    let undone = undo(merge, Some("admin")).unwrap().operation;
    assert_eq!(undone.who, "registrar (admin)");
    assert!(undo(undone.id, None).is_err(), "it would merge again");
    let again = undo(undone.id, Some("admin")).unwrap().operation;
    assert!(undo(again.id, None).is_err());
    undo(merge, Some("admin")).unwrap();
    let said = undo(merge, Some("admin")).unwrap_err().to_string();
    assert!(said.contains("already undone"), "{said}");
}
