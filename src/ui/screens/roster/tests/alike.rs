//! Tests that a student whom a roster adds is compared with those who are here, and that the screen says so.

use super::{Bench, press, step};
use crate::app::{Command, Tab};
use egui::Role;
use egui_kittest::kittest::Queryable;

/// A student who is here under another number, and one whom nobody knows.
const AGAIN: &str = "student_number,last_name,first_name,birth_date,gender,school,grade
999001,Begay,Dezbah,2016-05-02,F,104,05
999002,Chen,Wei,2014-03-10,F,104,05
";

#[test]
fn a_new_student_who_looks_like_a_known_one_is_marked_named_and_taken_all_the_same() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("again.csv", AGAIN);
    step(&mut bench, "What changes");
    assert!(bench.sees("1 of the 2 students added looks like students who are here."));
    assert!(bench.sees("Looks alike"));
    let sentence = "is added and looks like Begay, Dezbah (104398), who is here.";
    assert!(bench.sees(sentence));
    let row = |n: &egui_kittest::kittest::AccessKitNode<'_>| {
        n.role() == Role::Row
            && n.label()
                .is_some_and(|l| l.starts_with("Line 2: Begay, Dezbah, Added."))
    };
    bench.window.get_by(row).click_accesskit();
    bench.settle();
    assert!(bench.sees("Looks like Begay, Dezbah (104398)"));
    assert!(bench.sees("Compare the two after the import: they may be one student."));
    press(&mut bench, Role::Button, "Import 2 students");
    bench.session(|s| assert_eq!(s.roll.cards().len(), 5));
}

#[test]
fn who_looks_alike_is_still_said_when_records_changed_before_the_import() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("again.csv", AGAIN);
    // Something else is saved while the roster is looked at.
    bench.send(Command::SaveSchool {
        code: "777".to_owned(),
        name: "Oak".to_owned(),
    });
    press(&mut bench, Role::Button, "Import 2 students");
    assert!(bench.sees("Records changed since the roster was compared."));
    step(&mut bench, "What changes");
    assert!(bench.sees("Looks alike"));
}
