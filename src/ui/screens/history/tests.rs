//! Tests of the screen in a window.

use super::super::lists_bench::{Bench, FIRST, now};
use crate::app::work::testing;
use crate::app::{Command, Secret, SecurityCommand, Stamp, Tab};
use crate::domain::journal::What;
use crate::store::Store;
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

const MERGED: &str = "O’Brien, Séan (104417) was merged into Begay, Dezbah (104398): 0 rows moved";

/// Two profiles merged; the Target was worked on since when `worked` says so.
fn merged(worked: bool) -> Bench {
    let mut bench = Bench::prepared(Tab::History, [1280.0, 800.0], |path| {
        let store = Store::open(path).unwrap();
        let stamp = Stamp::at(now(), "registrar");
        testing::merge(&store, "104417", "104398", &stamp);
        if worked {
            testing::work_on(&store, "104398", &stamp);
        }
    });
    bench.click(MERGED);
    bench
}

fn sign_in(bench: &mut Bench) {
    bench.click("Sign in to undo");
    bench.type_password("New password", "three blind mice");
    bench.type_password("New password again", "three blind mice");
    bench.window.key_press(egui::Key::Enter);
    bench.settle();
    assert!(bench.sees("Signed in as security administrator admin"));
}

#[test]
fn a_merge_is_undone_by_an_administrator_only_and_the_way_leads_through_the_sign_in() {
    let mut bench = merged(false);
    assert!(bench.sees("Only a security administrator can undo this."));
    assert!(!bench.sees("go back"));
    sign_in(&mut bench);
    bench.click("Undo: 2 student records go back");
    assert!(bench.sees("O’Brien, Séan (104417) is a profile of its own again."));
    bench.window.get_by_role_and_label(Role::Button, "Undo").click();
    bench.settle();
    bench.session(|s| {
        let newest = &s.history.operations[0];
        assert!(matches!(newest.what, What::Undone { .. }));
        assert_eq!(newest.who, "registrar (admin)");
    });
    bench.send(Command::Security(SecurityCommand::SignOut));
    assert!(bench.sees("Sign in to undo"), "the undo of the undo merges again");
}

#[test]
fn what_was_edited_or_added_since_a_merge_is_asked_about() {
    let mut bench = merged(true);
    sign_in(&mut bench);
    bench.click("Undo: 2 student records go back");
    assert!(bench.sees("Keep 801-555-0199 (edited since)"));
    assert!(bench.sees("Called the family"));
    bench.click("Back to blank");
    bench.click("Goes to Source");
    bench.window.get_by_role_and_label(Role::Button, "Undo").click();
    bench.settle();
    bench.session(|s| {
        assert!(matches!(s.history.operations[0].what, What::Undone { .. }));
        let card = |n: &str| s.roll.cards().iter().find(|c| &*c.number == n).map(|c| c.key);
        assert!(card("104417").is_some(), "the Source is listed again");
    });
    let key = bench.session(|s| {
        let of = s.roll.cards().iter().find(|c| &*c.number == "104417");
        of.unwrap().key
    });
    bench.send(Command::OpenStudent(key));
    bench.session(|s| {
        let rows = &s.editor.opened.as_ref().unwrap().rows;
        assert_eq!(rows.len(), 1, "the note went to the Source");
    });
}

#[test]
fn sign_ins_are_found_by_their_filter() {
    let mut bench = Bench::at(Tab::History);
    bench.send(Command::Security(SecurityCommand::FirstPassword {
        password: Secret("three blind mice".into()),
        again: Secret("three blind mice".into()),
    }));
    bench.click("Sign-ins 2");
    assert!(bench.sees("admin signed in as security administrator"));
    assert!(bench.sees("The password of security administrator admin was set"));
}
