//! Tests that the list is handed on by its buttons as it is shown, and can be read again by who gets it.

use crate::app::{Kind, Tab};
use crate::domain::roster::{Format, Reading};
use crate::files::read_roster;
use crate::ui::screens::lists_bench::Bench;
use egui::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::PathBuf;

const BUTTONS: [(&str, &str); 3] = [
    ("Save as CSV…", "students.csv"),
    ("Save as Excel…", "students.xlsx"),
    ("Save as OneRoster…", "students.zip"),
];

/// Saves by a button into a file that a person chose.
fn save(bench: &mut Bench, button: &str, name: &str) -> PathBuf {
    let file = bench.folder.path().join(name);
    bench.desktop.answer(Some(&file));
    let button = bench.window.get_by_role_and_label(Role::Button, button);
    button.click();
    bench.settle();
    file
}

/// The student numbers that a program reads from a file.
fn numbers(file: &std::path::Path) -> (Format, Vec<String>) {
    let roster = read_roster(file, &Reading::default(), &mut |_, _| true).unwrap();
    let number = crate::domain::student::Field::Number;
    let number = crate::domain::roster::RosterColumn::Field(number);
    let rows = roster.rows.iter();
    let all = rows.map(|r| r.cell(number).to_owned());
    (roster.format, all.collect())
}

#[test]
fn who_is_listed_is_saved_for_spreadsheets_and_other_systems_and_read_again() {
    let mut bench = Bench::at(Tab::StudentEditor);
    for (button, name) in BUTTONS {
        let (_, all) = numbers(&save(&mut bench, button, name));
        assert_eq!(all, ["104398", "104502", "104417"], "{button}");
        assert!(bench.sees("saved"), "{button}");
    }
    let (format, _) = numbers(&bench.folder.path().join("students.zip"));
    assert_eq!(format, Format::OneRoster12);
    assert!(bench.sees("3 students were saved as OneRoster 1.2."));
    let asked = bench.desktop.asked();
    assert_eq!(asked[2].kind, Kind::Save("Students OneRoster.zip".into()));
}

#[test]
fn only_who_is_found_is_saved_and_nothing_where_nobody_is() {
    let mut bench = Bench::at(Tab::StudentEditor);
    bench.type_into("Find a student", "begay");
    for (button, name) in BUTTONS {
        let (_, found) = numbers(&save(&mut bench, button, name));
        assert_eq!(found, ["104398"], "{button}");
    }
    assert!(bench.sees("1 student was saved as OneRoster 1.2."));
    bench.type_into("Find a student", "nobody of that name");
    for (button, _) in BUTTONS {
        let button = bench.window.get_by_role_and_label(Role::Button, button);
        assert!(button.accesskit_node().is_disabled());
    }
}
