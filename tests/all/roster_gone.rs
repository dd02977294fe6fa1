//! What a roster does to a store as a whole: who is no longer in it, what undo gives back, and that our own export says
//! what is here.

use proptest::prelude::*;
use ssid_desk::app::work::{districts, exports, rosters, students};
use ssid_desk::app::{Alike, Stamp, Ticket};
use ssid_desk::domain::district::School;
use ssid_desk::domain::journal::What;
use ssid_desk::domain::roster::{Answers, BLANK_CELLS, CREATE, KEEP, Outcome, Reading, UNKNOWN_SCHOOLS};
use ssid_desk::domain::student::Student;
use ssid_desk::store::{Committed, Store, UndoAnswers};
use std::path::Path;

const HEAD: &str =
    "student_number,last_name,first_name,birth_date,gender,ethnicity,school_number,grade,entry_date\n";
const ANNA: &str = "1001,Smith,Anna,2014-03-09,F,C,104,05,2020-08-20\n";
const MIA: &str = "1002,Jones,Mia,2012-11-30,F,A,104,07,2020-08-20\n";
const YARA: &str = "1003,Young,Yara,2013-11-30,F,A,108,06,2020-08-20\n";

fn store() -> Store {
    Store::in_memory(&districts::district_of("140", "Test", "2027", false).unwrap()).unwrap()
}

fn stamp() -> Stamp {
    crate::desk::stamp()
}

fn creating() -> Reading {
    Reading::default().answering(UNKNOWN_SCHOOLS, CREATE)
}

fn planned(store: &Store, path: &Path) -> rosters::PlannedRoster {
    let roster = rosters::read(path, &creating(), &Ticket::default()).unwrap();
    rosters::compare(store, roster, &stamp(), &Ticket::default()).unwrap()
}

fn take(store: &Store, folder: &Path, text: &str) -> Option<Committed> {
    let path = folder.join("roster.csv");
    std::fs::write(&path, text).unwrap();
    rosters::import(store, &planned(store, &path), &stamp(), &Ticket::default()).unwrap()
}

fn all(store: &Store) -> (Vec<Student>, Vec<School>) {
    let reader = store.read().unwrap();
    let mut out = Vec::new();
    reader
        .for_each_student(|s, _| {
            out.push(s);
            Ok(())
        })
        .unwrap();
    (out, reader.schools().unwrap())
}

fn undo(store: &Store, done: &Committed) {
    let go = &mut |_, _| true;
    let answers = UndoAnswers::default();
    let undone = store.undo(done.operation.id, &answers, "test", stamp().now, go);
    undone.unwrap().unwrap();
}

fn marked(store: &Store) -> Vec<String> {
    let (students, _) = all(store);
    let marked = students.into_iter().filter(|s| s.not_in_roster.is_some());
    marked.map(|s| s.number.to_string()).collect()
}

#[test]
fn nobody_is_marked_while_a_row_does_not_say_whom_it_means() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    take(&store, folder.path(), &format!("{HEAD}{ANNA}{MIA}"));
    let shortened = MIA.replace("1002", "1.002E+03");
    take(&store, folder.path(), &format!("{HEAD}{ANNA}{shortened}"));
    assert_eq!(marked(&store), [""; 0]);
}

#[test]
fn who_is_no_longer_in_the_file_is_marked_and_nobody_is_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    take(&store, folder.path(), &format!("{HEAD}{ANNA}{MIA}{YARA}"));
    let before = all(&store);
    // A file of school 104 alone says nothing about school 108.
    let done = take(&store, folder.path(), &format!("{HEAD}{ANNA}")).unwrap();
    assert_eq!(marked(&store), ["1002"]);
    assert!(matches!(
        done.operation.what,
        What::RosterImported {
            gone: 1,
            changed: 0,
            ..
        }
    ));
    assert!(
        done.operation
            .what
            .sentence()
            .contains("1 student no longer in it marked for review")
    );
    let mia = store.read().unwrap().student_by_number("1002").unwrap().unwrap();
    assert_eq!(
        (mia.not_in_roster, &mia.change_flag),
        (Some(stamp().today), &None)
    );
    // Once more: she is marked already, and nothing is written.
    assert!(take(&store, folder.path(), &format!("{HEAD}{ANNA}")).is_none());
    undo(&store, &done);
    assert_eq!(all(&store), before, "the import is taken back as a whole");

    take(&store, folder.path(), &format!("{HEAD}{ANNA}"));
    let again = take(&store, folder.path(), &format!("{HEAD}{ANNA}{MIA}")).unwrap();
    assert!(marked(&store).is_empty(), "she stands in the file again");
    undo(&store, &again);
    assert_eq!(marked(&store), ["1002"]);
    let mia = store.read().unwrap().student_by_number("1002").unwrap().unwrap();
    let reviewed = students::reviewed(&store, &mia, &stamp()).unwrap();
    assert!(marked(&store).is_empty(), "somebody looked");
    undo(&store, &reviewed.committed.unwrap());
    assert_eq!(marked(&store), ["1002"]);
    let left = students::withdraw(&store, &mia, stamp().today, &stamp()).unwrap();
    assert!(marked(&store).is_empty(), "it is known that she left");
    undo(&store, &left.committed.unwrap());
    assert_eq!(marked(&store), ["1002"]);
}

#[test]
fn a_header_and_no_students_marks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    take(&store, folder.path(), &format!("{HEAD}{ANNA}{MIA}"));
    assert!(take(&store, folder.path(), HEAD).is_none());
    assert!(marked(&store).is_empty());
}

#[test]
fn a_new_student_who_looks_like_one_who_is_here_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    take(&store, folder.path(), &format!("{HEAD}{ANNA}{MIA}"));
    let path = folder.path().join("roster.csv");
    let copy = ANNA.replace("1001", "2001");
    let other = "2002,Zimmer,Otto,2011-01-05,M,C,104,08,2020-08-20\n";
    std::fs::write(&path, format!("{HEAD}{ANNA}{MIA}{copy}{other}")).unwrap();
    let mut planned = planned(&store, &path);
    let reader = store.read().unwrap();
    let alike = Alike::read(&reader, stamp().today, &|_, _| true).unwrap();
    rosters::look_for_alike(&store, &mut planned, &alike, &stamp(), &Ticket::default()).unwrap();
    let plan = &planned.plan;
    assert_eq!(plan.counts().added, 2, "both are added all the same");
    let found: Vec<(usize, &str)> = plan
        .look_alikes
        .iter()
        .map(|l| (l.row, l.number.as_str()))
        .collect();
    assert_eq!(found, [(2, "1001")]);
    let said = plan.problems[0].to_string();
    assert!(
        said.contains("1 of the 2 students added looks like students who are here"),
        "{said}"
    );
    assert_eq!(plan.outcome(), Outcome::Warn);
}

#[test]
fn an_import_that_is_cancelled_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = store();
    let path = folder.path().join("roster.csv");
    std::fs::write(&path, format!("{HEAD}{ANNA}{MIA}")).unwrap();
    let planned = planned(&store, &path);
    let ticket = Ticket::default();
    ticket.cancel();
    assert!(rosters::import(&store, &planned, &stamp(), &ticket).is_err());
    assert_eq!(all(&store), (Vec::new(), Vec::new()));
}

/// Rows of a roster: few numbers, so that they meet; names as they are.
fn rows() -> impl Strategy<Value = String> {
    let name = "[A-Z][a-zñé]{1,6}( [A-Z][a-z]{1,4}|-[A-Z][a-z]{1,4}|'[a-z]{1,3})?";
    let row = (0..9u32, name, name, 1..29u32, 0..4u32, "(|C|A|H;C)", 0..12u32);
    proptest::collection::vec(row, 0..10).prop_map(|rows| {
        rows.into_iter()
            .map(|(n, last, first, d, school, race, grade)| {
                format!(
                    "00{n},{last},{first},2014-03-{d:02},F,{race},10{school},{:02},2026-08-{d:02}\n",
                    grade + 1
                )
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Each import is one operation; taken back, the store is what it was: students, marks and schools.
    #[test]
    fn undo_of_an_import_gives_back_the_store_before(first in rows(), second in rows()) {
        let folder = tempfile::tempdir().unwrap();
        let store = store();
        let mut steps = Vec::new();
        for text in [first, second] {
            let before = all(&store);
            if let Some(done) = take(&store, folder.path(), &format!("{HEAD}{text}")) {
                steps.push((before, done));
            } else {
                prop_assert_eq!(all(&store), before);
            }
        }
        for (before, done) in steps.into_iter().rev() {
            undo(&store, &done);
            prop_assert_eq!(all(&store), before);
        }
    }

    /// What was exported says what is here, and nobody has gone; an answer about blank cells makes no difference to it.
    #[test]
    fn our_own_export_imported_again_changes_nothing(text in rows()) {
        let folder = tempfile::tempdir().unwrap();
        let store = store();
        take(&store, folder.path(), &format!("{HEAD}{text}"));
        let before = all(&store);
        let path = folder.path().join("students.csv");
        let n = exports::students(&store, &path, &stamp(), &Ticket::default()).unwrap();
        prop_assume!(n > 0);
        let plain = planned(&store, &path).plan;
        prop_assert_eq!(plain.counts().same, n, "{:?}", plain.problems);
        prop_assert!(plain.gone.is_empty() && plain.changes_nothing());
        let answers = Answers::from([(BLANK_CELLS.to_owned(), KEEP.to_owned())]);
        let reading = Reading { answers, ..Reading::default() };
        let roster = rosters::read(&path, &reading, &Ticket::default()).unwrap();
        let answered = rosters::compare(&store, roster, &stamp(), &Ticket::default()).unwrap();
        prop_assert_eq!(answered.plan.counts(), plain.counts());
        prop_assert_eq!(all(&store), before);
    }
}
