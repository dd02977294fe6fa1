//! Tests of the step What changes.

use super::{Bench, SECOND, press, step};
use crate::app::Tab;
use egui::{Key, Role};
use egui_kittest::kittest::Queryable;

#[test]
fn a_selected_row_says_field_by_field_what_changes() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    step(&mut bench, "What changes");
    bench.click("Changed 1");
    bench
        .window
        .get_by_role_and_label(Role::Grid, "Rows of the roster")
        .focus();
    bench.window.run_steps(2);
    bench.window.key_press(Key::ArrowDown);
    bench.settle();
    assert!(bench.sees("What changes: before → after"));
    assert!(bench.sees("· Last name: Begay → Begaye"));
    assert!(bench.sees("Line 2 · number 104398"));
    press(&mut bench, Role::Link, "Close");
    assert!(!bench.sees("What changes: before → after"));
}

#[test]
fn a_row_that_is_held_back_says_what_stood_where_and_what_was_expected() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    step(&mut bench, "What changes");
    bench.click("Held back 2");
    bench.click("Tran, Bảo");
    assert!(bench.sees("Nothing of this row is taken."));
    assert!(bench.sees("Found: “999”"));
    assert!(bench.sees("Expected: the number of a school of this district"));
    bench.click("All 5");
    bench.click("Chen, Wei");
    assert!(bench.sees("A new student"));
    assert!(bench.sees("· Last name: Chen"));
}

#[test]
fn who_is_no_longer_in_the_file_has_a_list_of_their_own() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.import("second.csv", SECOND);
    step(&mut bench, "What changes");
    let name = "No longer in the file 0";
    bench
        .window
        .get_by_role_and_label(Role::RadioButton, name)
        .click();
    bench.settle();
    assert!(bench.sees("Nobody is missing from the file"));

    // A row without a number may be anybody's.
    bench.import("third.csv", &format!("{SECOND},Doe,Jo,2014-03-12,F,104,05,6\n"));
    step(&mut bench, "What changes");
    assert!(bench.sees("Line 7 does not say whom it means"));
    press(&mut bench, Role::RadioButton, name);
    assert!(bench.sees("The file cannot tell who is missing"));
}
