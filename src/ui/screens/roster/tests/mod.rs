//! Tests of the screen in a window: what is told before anything is written, and that the button writes just that.

mod alike;
mod columns;
mod problems;
mod questions;
mod remembered;
mod rows;

use crate::app::Tab;
use crate::domain::journal::What;
use crate::ui::screens::lists_bench::{Bench, FIRST};
use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};

const SECOND: &str = "student_number,last_name,first_name,birth_date,gender,school,grade,locker
104398,Begaye,Dezbah,2016-05-02,F,104,05,1
104417,O’Brien,Séan,2014-12-03,M,104,07,2
104600,Lee,Ana,31/31/2014,F,104,05,3
104601,Tran,Bảo,2014-03-09,M,999,05,4
104602,Chen,Wei,2014-03-10,F,104,05,5
";

/// Goes to a step, whatever stands behind its name.
fn step(bench: &mut Bench, name: &str) {
    let name = name.to_owned();
    let at = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
        n.role() == Role::RadioButton && n.label().is_some_and(|l| l.starts_with(&name))
    };
    bench.window.get_by(at).click();
    bench.settle();
}

/// Presses the control of that role and name.
fn press(bench: &mut Bench, role: Role, name: &str) {
    bench.window.get_by_role_and_label(role, name).click();
    bench.settle();
}

#[test]
fn each_row_says_what_happens_and_why_not() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    step(&mut bench, "What changes");
    assert!(bench.sees("5 rows read, 7 columns used, 1 not used"));
    assert!(bench.sees("locker"));
    assert!(bench.sees("Last name: Begay → Begaye"));
    assert!(bench.sees("There is no day 31"));
    assert!(bench.sees("No school of this district has this number."));
    assert!(bench.sees("1 student added, 1 student changed; 1 row here already, 2 rows held back."));
    bench.click("Held back 2");
    assert!(!bench.sees("Begaye"));
    bench.click("All 5");
    bench.type_into("Find a student in this roster", "tran");
    assert!(bench.sees("Tran, Bảo"));
    assert!(!bench.sees("Chen, Wei"));
}

#[test]
fn unknown_schools_are_created_when_wanted_and_the_import_is_one_operation() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    bench.click("A new school: create 999");
    assert!(bench.sees("Will be written: 1 school created, 2 students added, 1 student changed"));
    bench.click("Import 3 students");
    bench.session(|s| {
        assert!(s.import.is_none());
        assert_eq!((s.schools.len(), s.roll.cards().len()), (3, 5));
        let what = &s.history.operations[0].what;
        assert!(
            matches!(
                what,
                What::RosterImported {
                    added: 2,
                    changed: 1,
                    ..
                }
            ),
            "{what:?}"
        );
    });
}

#[test]
fn many_unknown_schools_are_created_by_one_press_and_asked_about_again_by_another() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import(
        "many.csv",
        &SECOND.replace(",104,05,3", ",777,05,3").replace("31/31", "03/19"),
    );
    assert!(bench.sees("Questions: 2 open"));
    press(&mut bench, Role::Button, "Create all 2 schools");
    assert!(bench.sees("Questions: none"));
    assert!(bench.sees("2 new schools will be created."));
    assert!(bench.sees("Will be written: 2 schools created, 3 students added"));
    press(&mut bench, Role::Button, "Ask about each school");
    assert!(bench.sees("Questions: 2 open"));
}

#[test]
fn a_roster_that_changes_nothing_cannot_be_imported_and_is_closed() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("again.csv", FIRST);
    assert!(bench.sees("Nothing would change; 3 rows here already."));
    let button = bench.window.get_by_role_and_label(Role::Button, "Import");
    assert!(button.accesskit_node().is_disabled());
    bench.click("Cancel");
    assert!(bench.session(|s| s.import.is_none()));
}

#[test]
fn how_the_file_was_read_can_be_looked_up() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    bench.click("How the file was read");
    assert!(bench.sees("Delimiter:"));
    assert!(bench.sees("What is to be said about the file"));
    bench.click("Close");
    assert!(!bench.sees("What is to be said about the file"));
}

#[test]
fn another_roster_in_its_place_is_listed_anew() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    step(&mut bench, "What changes");
    bench.click("Held back 2");
    bench.click("Cancel");
    bench.import("second.csv", &SECOND[..SECOND.find("104602").unwrap()]);
    step(&mut bench, "What changes");
    assert!(bench.sees("All 4"));
    bench.import("third.csv", FIRST);
    assert!(bench.sees("All 3"));
    assert!(bench.sees("Nuñez, Maria Elena"));
}

#[test]
fn the_buttons_are_in_sight_in_a_small_window() {
    let mut bench = Bench::sized(Tab::StudentEditor, [853.0, 533.0]);
    bench.import("second.csv", SECOND);
    for label in ["Import 2 students", "Cancel"] {
        let place = bench.window.get_by_role_and_label(Role::Button, label).rect();
        assert!(
            place.bottom() < 503.0 && place.right() < 853.0,
            "{label}: {place}"
        );
    }
}

/// What has the keyboard, by its name.
fn focused(bench: &Bench) -> Option<String> {
    let node = bench.window.query_by(|n| n.is_focused())?;
    node.accesskit_node().label()
}

#[test]
fn the_keyboard_goes_to_the_steps_of_a_file_and_back_to_the_list_after_it() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.type_into("Find a student", "Beg");
    bench.import("second.csv", SECOND);
    assert_eq!(focused(&bench).as_deref(), Some("Questions: 1 open"));
    // Comparing it again with an answer leaves the keyboard where it is.
    bench.window.get_by_label("A new school: create 999").focus();
    bench.settle();
    let card = focused(&bench);
    bench.import("second.csv", SECOND);
    assert_eq!(focused(&bench), card);
    let take = bench
        .window
        .get_by_role_and_label(Role::Button, "Import 2 students");
    take.focus();
    bench.window.run_steps(2);
    bench.window.key_press(egui::Key::Enter);
    bench.settle();
    assert!(bench.session(|s| s.import.is_none()));
    assert_eq!(focused(&bench).as_deref(), Some("Find a student"));
}
