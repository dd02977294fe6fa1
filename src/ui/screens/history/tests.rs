//! Tests of the screen in a window.

use super::super::lists_bench::{Bench, FIRST};
use crate::app::{Command, Tab};
use crate::domain::journal::What;
use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};

const IMPORTED: &str = "Roster first.csv was imported: 3 students added, 0 changed";

/// A second roster that changes one student, taken.
fn with_second_import() -> Bench {
    let mut bench = Bench::at(Tab::History);
    bench.import("second.csv", &FIRST.replace("Begay", "Begaye"));
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    bench
}

#[test]
fn an_operation_says_what_it_changed_and_is_undone_after_a_question() {
    let mut bench = with_second_import();
    bench.click("Roster second.csv was imported: 0 students added, 1 changed");
    assert!(bench.sees("Last name: Begay → Begaye"));
    assert!(bench.sees("Begaye, Dezbah (104398)"));
    bench.click("Undo: 1 student record goes back");
    assert!(bench.sees("1 student record goes back to what it was before."));
    bench.click("Leave it");
    assert!(!bench.session(|s| matches!(s.history.operations[0].what, What::Undone { .. })));
    bench.click("Undo: 1 student record goes back");
    bench.window.get_by_role_and_label(Role::Button, "Undo").click();
    bench.settle();
    bench.session(|s| {
        assert!(matches!(s.history.operations[0].what, What::Undone { .. }));
        assert!(s.history.operations[1].undone_by.is_some());
    });
    assert!(bench.sees("undone"));
    assert!(bench.sees("Last name: Begaye → Begay"));
    bench.click("Roster second.csv was imported: 0 students added, 1 changed");
    assert!(bench.sees("It was undone on Nov 22, 2026"));
    bench.click("Show the undo");
    assert!(bench.sees("Undo"));
}

#[test]
fn what_later_changes_forbid_is_said_instead_of_a_button() {
    let mut bench = with_second_import();
    bench.click(IMPORTED);
    assert!(bench.sees("This cannot be undone. Begaye, Dezbah (104398) was changed since"));
    assert!(
        bench
            .window
            .query_all_by_role(Role::Button)
            .all(|b| !b.accesskit_node().label().is_some_and(|l| l.starts_with("Undo")))
    );
}

#[test]
fn a_request_is_withdrawn_and_its_file_stays() {
    let mut bench = Bench::at(Tab::History);
    let schools = bench.session(|s| s.schools.iter().map(|s| s.code.clone()).collect());
    let folder = bench.folder.path().join("requests");
    std::fs::create_dir(&folder).unwrap();
    bench.send(Command::SelectSchools(schools));
    bench.send(Command::SetRequestFolder(folder.display().to_string()));
    bench.send(Command::CreateRequest);
    bench.send(Command::Dismiss(0));
    let sentence = bench.session(|s| s.history.operations[0].what.sentence());
    assert!(sentence.starts_with("Retrieve request"), "{sentence}");
    bench.click(&sentence);
    bench.click("Withdraw this request");
    assert!(bench.sees("The file in the folder is not deleted"));
    bench.click("Withdraw");
    assert!(bench.sees("withdrawn"));
    assert!(bench.session(|s| s.open_requests().next().is_none()));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
}

#[test]
fn filters_and_search_find_operations() {
    let mut bench = with_second_import();
    bench.click("Imports 2");
    assert!(!bench.sees("District Bear River was set up"));
    bench.click("Settings 1");
    assert!(bench.sees("District Bear River was set up"));
    bench.click("All 3");
    bench.type_into("Search in history", "SECOND");
    assert!(bench.sees("All 1"));
    assert!(!bench.sees(IMPORTED));
    bench.type_into("Search in history", "nothing like it");
    assert!(bench.sees("Nothing like this was done yet"));
}

#[test]
fn everything_is_in_sight_in_a_small_window() {
    let mut bench = Bench::sized(Tab::History, [853.0, 533.0]);
    bench.click(IMPORTED);
    let button = bench
        .window
        .get_by_role_and_label(Role::Button, "Undo: 3 student records go back");
    assert!(button.rect().right() < 853.0 && button.rect().bottom() < 500.0);
    assert!(bench.sees("Added, born 2016-05-02, School 104, grade 05"));
}

#[test]
fn a_move_to_another_school_says_only_what_differs() {
    let mut bench = Bench::at(Tab::History);
    bench.import("moved.csv", &FIRST.replace("F,104,05", "F,108,05"));
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    bench.click("Roster moved.csv was imported: 0 students added, 1 changed");
    assert!(bench.sees("Enrollments: School 104: last day blank → 2026-11-22; new: School 108, grade 05"));
}
