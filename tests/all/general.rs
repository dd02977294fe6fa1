//! The General Student Table and Missing IDs as the window works with them, without drawing it.

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use ssid_desk::app::work::{districts, general, missing, rosters, students};
use ssid_desk::app::{
    Command, Core, GeneralCommand as G, GeneralRoll, MissingCommand as M, Phase, ReportKind, Roll, Scripted,
    Session, Setup, Stamp, Tab, Ticket,
};
use ssid_desk::domain::district::School;
use ssid_desk::domain::draft::Draft;
use ssid_desk::domain::general::GeneralRow;
use ssid_desk::domain::ids::{OperationId, SchoolCode, StudentKey, StudentNumber};
use ssid_desk::domain::journal::What;
use ssid_desk::domain::missing::{Cause, Step};
use ssid_desk::domain::student::{Field, Student};
use ssid_desk::store::Store;
use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

const HEAD: &str = "student_number,last_name,first_name,birth_date,gender,school_number,grade,entry_date,state_id,integration_idt\n";
const ANNA: &str = "1001,Smith,Anna,2014-03-09,F,104,05,2020-08-20,1858768,30001\n";
const YARA: &str = "2002,Young,Yara,2015-05-05,F,104,04,2026-08-20,1858770,30002\n";

/// A district with one student, Anna, and a core that has it open.
struct Office {
    core: Core,
    folder: tempfile::TempDir,
    now: Rc<Cell<DateTime<Utc>>>,
}

fn anna() -> Student {
    let mut s = Student::new(StudentKey(0), StudentNumber::parse("1001").unwrap());
    s.last_name = "Smith".into();
    s.first_name = "Anna".into();
    s.birth_date = "2014-03-09".parse().ok();
    s.gender = "F".into();
    s
}

fn start() -> Stamp {
    crate::desk::stamp()
}

/// Adds students, and school 104, to a store.
fn fill(store: &Store, students: &[Student]) {
    let mut writer = store.write().unwrap();
    let code = SchoolCode::parse("104").unwrap();
    writer.school(
        None,
        Some(School {
            code,
            name: "Aspen".into(),
        }),
    );
    for s in students {
        writer.add(s.clone()).unwrap();
    }
    let what = What::SampleMade {
        students: students.len() as u32,
        schools: 1,
    };
    writer
        .commit(what, "test", start().now, &mut |_, _| true)
        .unwrap();
}

impl Office {
    fn new(students: &[Student]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("d.ssiddesk");
        let district = districts::district_of("140", "Test", "2027", false).unwrap();
        let store = districts::create(&path, &district, &start()).unwrap();
        fill(&store, students);
        drop(store);
        let now = Rc::new(Cell::new(start().now));
        let clock = Rc::clone(&now);
        let core = Core::new(Setup {
            data_folder: folder.path().join("data"),
            desktop: Box::new(Scripted::default()),
            clock: Box::new(move || Stamp::at(clock.get(), "registrar")),
            wake: Arc::new(|| ()),
        });
        let mut office = Self { core, folder, now };
        office.send(Command::OpenStore(path));
        office
    }

    fn send(&mut self, command: Command) {
        self.core.send(command);
        self.core.run_until_idle();
    }

    /// Reads an export and takes it, a minute later than what was done before.
    fn import(&mut self, rows: &[&str]) {
        self.now.set(self.now.get() + Duration::minutes(1));
        let path = self.export(rows);
        self.send(Command::General(G::Read(path)));
        self.send(Command::General(G::TakeExport));
        self.now.set(self.now.get() + Duration::minutes(1));
    }

    fn export(&self, rows: &[&str]) -> PathBuf {
        let path = self.folder.path().join("sis.csv");
        std::fs::write(&path, format!("{HEAD}{}", rows.concat())).unwrap();
        path
    }

    fn session(&self) -> &Session {
        match self.core.view().phase {
            Phase::Open(session) => session,
            _ => panic!("no district is open"),
        }
    }

    fn key(&self, number: &str) -> StudentKey {
        let cards = self.session().roll.cards();
        cards
            .iter()
            .find(|c| &*c.number == number)
            .expect("a student")
            .key
    }

    fn last_operation(&self) -> OperationId {
        self.session().history.operations[0].id
    }

    fn notices(&self) -> Vec<String> {
        self.core
            .view()
            .notices
            .iter()
            .map(|n| n.sentence.clone())
            .collect()
    }

    fn step(&self, number: &str) -> Step {
        let rows = &self.session().missing.rows;
        rows.iter()
            .find(|r| r.number == number)
            .expect("a row")
            .judged
            .step
    }
}

#[test]
fn an_export_is_seen_before_it_is_taken_and_can_be_undone() {
    let mut office = Office::new(&[anna()]);
    let path = office.export(&[ANNA, YARA]);
    let before = office.last_operation();
    office.send(Command::General(G::Read(path)));
    let import = office.session().general.import.as_ref().expect("a preview");
    assert_eq!(import.planned.plan.counts().added, 2);
    assert_eq!(office.last_operation(), before, "nothing is written yet");
    office.send(Command::General(G::TakeExport));
    let g = &office.session().general;
    assert!(g.import.is_none());
    let names: Vec<&str> = g.rows.cards().iter().map(|c| &*c.name).collect();
    assert_eq!(names, ["Smith, Anna", "Young, Yara"]);
    assert_eq!(g.found, [0, 1]);
    assert_eq!(office.session().roll.cards().len(), 1, "no profile was made");
    assert!(
        office.notices()[0].contains("2 rows added"),
        "{:?}",
        office.notices()
    );
    office.send(Command::Undo(office.last_operation()));
    assert!(office.session().general.rows.cards().is_empty());
    assert!(
        office.notices()[0].starts_with("Undone"),
        "{:?}",
        office.notices()
    );
}

#[test]
fn rows_that_say_the_same_are_seen_again_and_counted_as_the_same() {
    let mut office = Office::new(&[]);
    office.import(&[ANNA, YARA]);
    let first = office.session().general.rows.cards()[0].seen;
    let path = office.export(&[ANNA]);
    office.send(Command::General(G::Read(path)));
    let counts = office
        .session()
        .general
        .import
        .as_ref()
        .unwrap()
        .planned
        .plan
        .counts();
    assert_eq!((counts.same, counts.changed), (1, 0));
    office.send(Command::General(G::TakeExport));
    let cards = office.session().general.rows.cards();
    assert!(cards[0].seen > first);
    assert_eq!(cards[1].seen, first, "a row that the export leaves out is kept");
}

#[test]
fn an_import_that_only_saw_rows_again_can_be_undone_until_they_change() {
    let mut office = Office::new(&[]);
    office.import(&[ANNA]);
    let first = office.session().general.rows.cards()[0].seen;
    office.import(&[ANNA]);
    let again = office.last_operation();
    office.import(&[&ANNA.replace("Anna", "Anne")]);
    let changed = office.last_operation();
    office.send(Command::Undo(again));
    assert_eq!(
        office.last_operation(),
        changed,
        "the row was imported again since"
    );
    office.send(Command::Undo(changed));
    office.send(Command::Undo(again));
    let card = &office.session().general.rows.cards()[0];
    assert_eq!((&*card.name, card.seen), ("Smith, Anna", first));
}

#[test]
fn two_lines_of_one_student_are_one_row_with_both_schools() {
    let mut office = Office::new(&[]);
    let second = ANNA.replace(",104,", ",108,");
    office.import(&[ANNA, &second]);
    office.send(Command::General(G::Show("1001".into())));
    let row = &office.session().general.selected.as_ref().unwrap().row;
    assert_eq!(row.record.enrollments.len(), 2);
    office.import(&[&ANNA.replace("Anna", "Anne"), &second.replace("Anna", "Anne")]);
    let row = &office.session().general.selected.as_ref().unwrap().row;
    assert_eq!(
        row.record.first_name, "Anne",
        "the second line does not bring the old row back"
    );
}

#[test]
fn a_row_is_found_as_it_is_typed_and_shown_beside_its_profile() {
    let mut office = Office::new(&[anna()]);
    office.import(&[ANNA, YARA]);
    for text in ["y", "yo", "you", "young 2015"] {
        office.send(Command::General(G::Find(text.into())));
        let g = &office.session().general;
        assert!(g.found.contains(&1), "{text}");
    }
    assert_eq!(office.session().general.found, [1]);
    office.send(Command::General(G::Show("1001".into())));
    assert_eq!(office.core.view().prefs.tab, Tab::GeneralStudentTable);
    let row = office.session().general.selected.as_ref().unwrap();
    assert!(row.profile.is_some() && !row.linked);
    assert!(row.import.is_ok());
    assert!(row.compared.iter().any(|c| c.differs()));
}

#[test]
fn import_links_a_profile_and_refresh_then_takes_the_rest() {
    let mut office = Office::new(&[anna()]);
    office.import(&[ANNA]);
    office.send(Command::General(G::Show("1001".into())));
    office.send(Command::General(G::Import("1001".into())));
    let row = office.session().general.selected.as_ref().unwrap();
    assert!(
        row.linked && row.would_refresh(),
        "the school is still to be taken"
    );
    office.send(Command::General(G::Refresh("1001".into())));
    let row = office.session().general.selected.as_ref().unwrap();
    assert!(!row.would_refresh());
    let profile = row.profile.as_ref().unwrap();
    assert_eq!(profile.enrollments.len(), 1);
    let at = office.last_operation();
    office.send(Command::General(G::Refresh("1001".into())));
    assert_eq!(
        office.last_operation(),
        at,
        "nothing differed, nothing was written"
    );
}

/// A store with these students, and Anna's row in the General Student Table.
fn store_with(students: &[Student]) -> Store {
    let district = districts::district_of("140", "Test", "2027", false).unwrap();
    let store = Store::in_memory(&district).unwrap();
    fill(&store, students);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sis.csv");
    std::fs::write(&path, format!("{HEAD}{ANNA}")).unwrap();
    let ticket = Ticket::default();
    let roster = rosters::read(&path, &Default::default(), &ticket).unwrap();
    let planned = general::compare_export(&store, roster, &start(), &ticket).unwrap();
    general::take_export(&store, &planned, &start(), &ticket).unwrap();
    store
}

/// Another child, with an IntegrationIDT.
fn adams(integration_idt: &str) -> Student {
    let mut s = anna();
    s.number = StudentNumber::parse("3003").unwrap();
    s.last_name = "Adams".into();
    s.birth_date = "2012-01-02".parse().ok();
    s.integration_idt = integration_idt.into();
    s
}

#[test]
fn the_data_of_one_child_is_not_refreshed_into_the_profile_of_another() {
    let refused = |store: &Store| {
        let before = profiles(store);
        let roll = Roll::read(&store.read().unwrap(), start().today, &mut |_, _| true).unwrap();
        let said = general::refresh_profile(store, &roll, "1001", &start()).unwrap_err();
        assert_eq!(profiles(store), before);
        said.to_string()
    };
    // Anna is not linked yet, and somebody typed her IntegrationIDT into the form of Adams.
    let said = refused(&store_with(&[anna(), adams("30001")]));
    assert!(
        said.contains("Adams, Anna (3003)") && said.contains("two children"),
        "{said}"
    );
    // Both have it.
    let mut linked = anna();
    linked.integration_idt = "30001".into();
    let said = refused(&store_with(&[linked, adams("30001")]));
    assert!(said.contains("Two profiles have IntegrationIDT 30001"), "{said}");
}

#[test]
fn a_marked_duplicate_with_the_same_integration_idt_is_not_the_one_that_is_refreshed() {
    let mut linked = anna();
    linked.integration_idt = "30001".into();
    linked.phone = "801-555-0100".into();
    let mut duplicate = adams("30001");
    duplicate.duplicate = true;
    let store = store_with(&[linked, duplicate]);
    let roll = Roll::read(&store.read().unwrap(), start().today, &mut |_, _| true).unwrap();
    let done = general::refresh_profile(&store, &roll, "1001", &start()).unwrap();
    assert_eq!(done.refreshed.after.number.as_str(), "1001");
}

#[test]
fn an_integration_idt_that_another_profile_has_is_not_saved() {
    let mut linked = anna();
    linked.integration_idt = "30001".into();
    let store = store_with(&[linked, adams("")]);
    let save = |idt: &str| {
        let base = store.read().unwrap().student_by_number("3003").unwrap().unwrap();
        let mut draft = Draft::of(&base);
        draft.put(Field::IntegrationIdt, idt);
        students::save(&store, Some(&base), &draft, &start()).map_err(|e| e.to_string())
    };
    let refused = save("30001").unwrap_err();
    assert!(
        refused.contains("30001 belongs to Smith, Anna (1001)"),
        "{refused}"
    );
    save("30003").unwrap();
}

#[test]
fn missing_ids_are_looked_for_when_they_are_shown_and_after_each_step() {
    let mut office = Office::new(&[anna()]);
    office.import(&[ANNA]);
    assert_eq!(office.session().missing.open, None, "not before they are shown");
    office.send(Command::ShowTab(Tab::MissingIds));
    assert_eq!(office.session().missing.open, Some(1));
    let key = office.key("1001");
    office.send(Command::Missing(M::Select(Some(key))));
    office.send(Command::Missing(M::SetCause(key, Some(Cause::NoShow))));
    let row = office.session().missing.selected_row().unwrap();
    assert_eq!((row.judged.cause, row.cause_by_hand), (Some(Cause::NoShow), true));
    office.send(Command::Missing(M::Mark(key)));
    assert_eq!(office.step("D1001"), Step::Import);
    office.send(Command::General(G::Import("1001".into())));
    assert_eq!(office.step("D1001"), Step::Merge);
    office.send(Command::Undo(office.last_operation()));
    office.send(Command::ShowTab(Tab::MissingIds));
    office.send(Command::Missing(M::Unmark(key)));
    assert_eq!(office.step("1001"), Step::Mark);
    office.send(Command::General(G::Import("1001".into())));
    let m = &office.session().missing;
    assert_eq!((m.open, m.done_today), (Some(0), 1), "linked and done");
}

#[test]
fn a_merge_is_open_until_a_later_export_says_the_same() {
    let mut old = anna();
    old.number = StudentNumber::parse("D1001").unwrap();
    old.duplicate = true;
    let mut office = Office::new(&[old]);
    office.import(&[ANNA]);
    office.send(Command::General(G::Import("1001".into())));
    let (source, target) = (office.key("D1001"), office.key("1001"));
    office.send(Command::CloseDistrict);
    // The merge itself is another part of the program: here it is only its mark on the record.
    let store = Store::open(&office.folder.path().join("d.ssiddesk")).unwrap();
    let mut writer = store.write().unwrap();
    let before = writer.reader().student(source).unwrap().unwrap();
    let after = Student {
        retired_into: Some(target),
        ..before.clone()
    };
    writer.change(before, after);
    let what = What::ProfilesMerged {
        source: "Smith, Anna".into(),
        source_number: "D1001".into(),
        target: "Smith, Anna".into(),
        target_number: "1001".into(),
        moved: 0,
        folded: 0,
        update_due: false,
        reason: "same child".into(),
    };
    writer
        .commit(what, "admin", office.now.get(), &mut |_, _| true)
        .unwrap();
    drop(store);
    let path = office.folder.path().join("d.ssiddesk");
    office.send(Command::ShowTab(Tab::MissingIds));
    office.send(Command::OpenStore(path));
    let row = office.session().missing.rows[0].clone();
    assert!(row.merged && row.judged.blocked);
    assert_eq!(row.judged.step, Step::Refresh);
    office.import(&[&ANNA.replace("Anna", "Anne")]);
    let row = &office.session().missing.rows[0];
    assert!(!row.judged.blocked, "the SIS says otherwise: refresh");
    office.send(Command::General(G::Refresh("1001".into())));
    let m = &office.session().missing;
    assert_eq!((m.open, m.done_today), (Some(0), 1));
}

#[test]
fn the_list_of_missing_ids_is_saved_under_the_chosen_kind() {
    let mut office = Office::new(&[anna()]);
    office.import(&[YARA]);
    office.send(Command::ShowTab(Tab::MissingIds));
    let path = office.folder.path().join("list");
    office.send(Command::Missing(M::SaveTo(ReportKind::Csv, path)));
    let text = std::fs::read_to_string(office.folder.path().join("list.csv")).unwrap();
    assert!(
        text.contains("1001") && text.contains("Clerk / registrar"),
        "{text}"
    );
}

#[test]
fn many_missing_ids_are_looked_for_in_a_job_and_the_notice_stays() {
    let students: Vec<Student> = (0..400)
        .map(|i| Student {
            number: StudentNumber::parse(&(5000 + i).to_string()).unwrap(),
            ..anna()
        })
        .collect();
    let mut office = Office::new(&students);
    office.import(&[ANNA]);
    office.send(Command::ShowTab(Tab::MissingIds));
    assert_eq!(office.session().missing.open, Some(400));
    let key = office.key("5000");
    office.send(Command::Missing(M::Mark(key)));
    assert_eq!(office.step("D5000"), Step::Import);
    assert!(
        office.notices()[0].contains("marked as the duplicate"),
        "{:?}",
        office.notices()
    );
}

/// Every profile of a store, with where it stands with the state.
fn profiles(store: &Store) -> Vec<String> {
    let mut all = Vec::new();
    let reader = store.read().unwrap();
    reader
        .for_each_student(|s, standing| {
            all.push(format!("{s:?} {standing:?}"));
            Ok(())
        })
        .unwrap();
    all
}

fn table(store: &Store) -> Vec<GeneralRow> {
    let mut all = Vec::new();
    let reader = store.read().unwrap();
    reader
        .for_each_general(|row| {
            all.push(row);
            Ok(())
        })
        .unwrap();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever an export says, no profile changes, each row that is not held back is seen, and undo gives the table back.
    #[test]
    fn an_export_never_changes_a_profile(
        rows in proptest::collection::vec((998..1006u32, "[A-C]{0,2}", 0..4u32, "(|P-[12]|18587[0-3])", "(|3[0-3])"), 0..12),
        again in proptest::collection::vec((998..1006u32, "[A-C]{0,2}", 0..4u32, "(|P-[12]|18587[0-3])", "(|3[0-3])"), 0..12),
    ) {
        let district = districts::district_of("140", "Test", "2027", false).unwrap();
        let store = Store::in_memory(&district).unwrap();
        let students: Vec<Student> = (1000..1004)
            .map(|n| Student { number: StudentNumber::parse(&n.to_string()).unwrap(), ..anna() })
            .collect();
        fill(&store, &students);
        let before = profiles(&store);
        let folder = tempfile::tempdir().unwrap();
        for (i, rows) in [rows, again].into_iter().enumerate() {
            let text: String = rows
                .iter()
                .map(|(n, last, d, id, idt)| format!("{n},{last},Ann,2014-03-1{d},F,10{d},05,2026-08-2{d},{id},{idt}\n"))
                .collect();
            let path = folder.path().join("sis.csv");
            std::fs::write(&path, format!("{HEAD}{text}")).unwrap();
            let stamp = Stamp::at(start().now + Duration::minutes(i as i64), "test");
            let was = table(&store);
            let ticket = Ticket::default();
            let roster = rosters::read(&path, &Default::default(), &ticket).unwrap();
            let planned = general::compare_export(&store, roster, &stamp, &ticket).unwrap();
            let done = general::take_export(&store, &planned, &stamp, &ticket).unwrap();
            prop_assert_eq!(&profiles(&store), &before);
            let is = table(&store);
            prop_assert!(is.iter().all(|r| r.record.change_flag.is_none() && r.record.key == StudentKey(0)));
            if let Some(done) = done {
                let undone = store
                    .undo(done.operation.id, &Default::default(), "test", stamp.now, &mut |_, _| true)
                    .unwrap();
                prop_assert!(undone.is_ok());
                prop_assert_eq!(&table(&store), &was);
                let back = store.read().unwrap().last_operation().unwrap();
                store.undo(back, &Default::default(), "test", stamp.now, &mut |_, _| true).unwrap().unwrap();
                prop_assert_eq!(&table(&store), &is);
            }
        }
        // Whatever stands in the table, looking for missing IDs has an answer for each profile.
        let reader = store.read().unwrap();
        let roll = Roll::read(&reader, start().today, &mut |_, _| true).unwrap();
        let general = GeneralRoll::read(&reader, start().today, &mut |_, _| true).unwrap();
        let found = missing::look(&store, &roll, &general, &start(), &Ticket::default()).unwrap();
        prop_assert_eq!(found.rows.len(), if found.not_used { 0 } else { 4 });
        prop_assert!(found.rows.iter().all(|r| !r.judged.asks.is_empty()));
    }
}

#[test]
fn zeros_that_an_export_lost_are_known_by_the_table_that_it_goes_into() {
    let folder = tempfile::tempdir().unwrap();
    let (stamp, ticket) = (start(), Ticket::default());
    let district = districts::district_of("140", "Empty", "2027", false).unwrap();
    let store = districts::create(&folder.path().join("a.ssid"), &district, &stamp).unwrap();
    fill(&store, &[]);
    let path = folder.path().join("sis.csv");
    let read = |digits: usize| {
        let row = |n: u32| format!("{n:0>digits$},Smith,Anna{n},2014-03-09,F,104,05,2020-08-20,,\n");
        let rows: String = (101..120).map(row).collect();
        std::fs::write(&path, format!("{HEAD}{rows}")).unwrap();
        let roster = rosters::read(&path, &Default::default(), &ticket).unwrap();
        general::compare_export(&store, roster, &stamp, &ticket).unwrap()
    };
    general::take_export(&store, &read(5), &stamp, &ticket)
        .unwrap()
        .unwrap();
    let again = read(3);
    assert_eq!(again.plan.questions[0].key, "lost-zeros");
    assert_eq!((again.plan.counts().added, again.plan.counts().same), (0, 19));
}
