//! Tests of the screen in a window.

use crate::app::{Command, GeneralCommand, Tab};
use crate::domain::journal::What;
use crate::domain::student::Student;
use crate::ui::screens::lists_bench::Bench;
use egui::{Key, Role};
use egui_kittest::kittest::{NodeT, Queryable};

/// What the SIS says of the district's students and of two more: one that has no profile, one that has no State ID.
pub const EXPORT: &str =
    "student_number,last_name,first_name,birth_date,gender,school,grade,state_id,integrationidt,phone
104398,Begay,Dezbah,2016-05-02,F,104,05,1900001,IDT1,
104502,Nuñez,Maria Elena,2015-01-30,F,108,06,1900002,IDT2,801-555-0100
104600,Lee,Ana,2014-02-03,F,104,05,1900003,IDT3,
104601,Tran,Bảo,2014-03-09,M,104,05,,IDT4,
";

/// Has the SIS's export read, without taking it.
pub fn read(bench: &mut Bench, name: &str, text: &str) {
    let file = bench.folder.path().join(name);
    std::fs::write(&file, text).unwrap();
    bench.send(Command::General(GeneralCommand::Read(file)));
}

/// Takes the SIS's export.
pub fn take(bench: &mut Bench, name: &str, text: &str) {
    read(bench, name, text);
    bench.send(Command::General(GeneralCommand::TakeExport));
    while !bench.window.state_mut().core().view().notices.is_empty() {
        bench.send(Command::Dismiss(0));
    }
}

/// Presses the button with this label.
pub fn press(bench: &mut Bench, label: &str) {
    bench.window.get_by_role_and_label(Role::Button, label).click();
    bench.settle();
}

/// What stands in the store of a student number.
pub fn student(bench: &mut Bench, number: &str) -> Option<Student> {
    bench.session(|s| s.stored(number))
}

fn is_disabled(bench: &Bench, label: &str) -> bool {
    let button = bench.window.get_by_role_and_label(Role::Button, label);
    button.accesskit_node().is_disabled()
}

fn at(size: [f32; 2]) -> Bench {
    let mut bench = Bench::sized(Tab::GeneralStudentTable, size);
    take(&mut bench, "sis.csv", EXPORT);
    bench
}

fn with_rows() -> Bench {
    at([1280.0, 800.0])
}

#[test]
fn an_export_is_looked_at_before_it_is_taken() {
    let mut bench = Bench::at(Tab::GeneralStudentTable);
    assert!(bench.sees("The General Student Table is empty"));
    read(&mut bench, "sis.csv", EXPORT);
    assert!(bench.sees("Main Menu › Utilities › Students › General Student Table › Import from SIS"));
    assert!(bench.sees("Will be written: 4 rows added."));
    assert!(bench.sees("No profile is changed."));
    bench.session(|s| assert!(s.general.rows.cards().is_empty()));
    press(&mut bench, "Cancel");
    assert!(bench.sees("The General Student Table is empty"));
    read(&mut bench, "sis.csv", EXPORT);
    press(&mut bench, "Import 4 rows");
    bench.session(|s| {
        assert_eq!(s.general.rows.cards().len(), 4);
        assert!(matches!(
            s.history.operations[0].what,
            What::GeneralImported { added: 4, .. }
        ));
    });
    // The same export again: its rows are known to have stood in it.
    read(&mut bench, "again.csv", EXPORT);
    assert!(bench.sees("4 rows marked as seen again, otherwise the same."));
    assert!(!is_disabled(&bench, "Import 4 rows"));
}

#[test]
fn rows_are_found_while_typing_and_shown_beside_their_profile() {
    let mut bench = with_rows();
    assert!(bench.sees("4 of 4 rows"));
    bench.type_into("Find a student in the SIS", "nunez");
    assert!(bench.sees("1 of 4 rows"));
    assert!(!bench.sees("Lee, Ana"));
    bench.window.key_press(Key::Enter);
    bench.settle();
    assert!(bench.sees("Profile not linked"));
    assert!(bench.sees("Phone: in the SIS 801-555-0100, profile blank."));
    bench.type_into("Find a student in the SIS", "nothing like it");
    assert!(bench.sees("Nobody matches “nothing like it”"));
}

#[test]
fn the_arrows_go_from_row_to_row() {
    let mut bench = with_rows();
    bench
        .window
        .get_by_role_and_label(Role::Grid, "Rows of the General Student Table")
        .focus();
    bench.window.run_steps(2);
    for (key, number) in [
        (Key::ArrowDown, "104398"),
        (Key::ArrowDown, "104600"),
        (Key::End, "104601"),
        (Key::ArrowUp, "104502"),
    ] {
        bench.window.key_press(key);
        bench.settle();
        let at = bench.session(|s| {
            s.general
                .selected
                .as_ref()
                .map(|r| r.row.record.number.to_string())
        });
        assert_eq!(at.as_deref(), Some(number));
    }
    press_link(&mut bench, "Close");
    assert!(bench.session(|s| s.general.selected.is_none()));
}

fn press_link(bench: &mut Bench, label: &str) {
    bench.window.get_by_role_and_label(Role::Link, label).click();
    bench.settle();
}

#[test]
fn a_profile_is_linked_after_its_changes_were_shown_and_then_refreshed() {
    let mut bench = with_rows();
    bench.send(Command::General(GeneralCommand::Select(Some("104502".into()))));
    assert!(bench.sees("Import links the profile Nuñez, Maria Elena (104502) to this row"));
    assert!(is_disabled(&bench, "Refresh"));
    press(&mut bench, "Import");
    assert!(bench.sees("· IntegrationIDT: blank → IDT2"));
    assert!(student(&mut bench, "104502").unwrap().integration_idt.is_empty());
    press(&mut bench, "Leave it");
    assert!(!bench.sees("· IntegrationIDT: blank → IDT2"));
    press(&mut bench, "Import");
    press(&mut bench, "Link the profile");
    let linked = student(&mut bench, "104502").unwrap();
    assert_eq!(
        (linked.integration_idt.as_str(), linked.phone.as_str()),
        ("IDT2", "")
    );

    assert!(bench.sees("Linked"));
    assert!(is_disabled(&bench, "Import"));
    assert!(bench.sees("Refresh takes the SIS's data: Phone"));
    press(&mut bench, "Refresh");
    assert!(bench.sees("· Phone: blank → 801-555-0100"));
    assert_eq!(student(&mut bench, "104502").unwrap().phone, "");
    press(&mut bench, "Take the SIS's values");
    assert_eq!(student(&mut bench, "104502").unwrap().phone, "801-555-0100");
    assert!(bench.sees("The profile is linked and says what the SIS says."));
    let what = bench.session(|s| s.history.operations[0].what.clone());
    assert!(matches!(what, What::ProfileRefreshed { .. }), "{what:?}");
}

#[test]
fn a_new_profile_is_made_and_a_row_without_a_state_id_says_why_not() {
    let mut bench = with_rows();
    bench.click("Lee, Ana");
    assert!(bench.sees("Import makes a new profile from this row."));
    press(&mut bench, "Import");
    assert!(bench.sees("· Last name: Lee"));
    press(&mut bench, "Make the profile");
    assert_eq!(student(&mut bench, "104600").unwrap().integration_idt, "IDT3");
    press_link(&mut bench, "Open Lee, Ana (104600) in the Student Editor");
    assert!(bench.sees("Legal name"));

    bench.send(Command::ShowTab(Tab::GeneralStudentTable));
    bench.click("Tran, Bảo");
    assert!(bench.sees("has no State ID in the SIS. Ask the SIS administrator / data manager"));
    assert!(is_disabled(&bench, "Import"));
}

#[test]
fn everything_is_in_sight_in_a_small_window() {
    let mut bench = at([853.0, 533.0]);
    bench.click("Begay, Dezbah");
    for label in ["Import", "Refresh", "Import from SIS…"] {
        let place = bench.window.get_by_role_and_label(Role::Button, label).rect();
        assert!(
            place.left() > 0.0 && place.right() < 853.0 && place.bottom() < 503.0,
            "{label}: {place}"
        );
    }
    read(&mut bench, "again.csv", EXPORT);
    for label in ["Import 4 rows", "Cancel"] {
        let place = bench.window.get_by_role_and_label(Role::Button, label).rect();
        assert!(
            place.right() < 853.0 && place.bottom() < 503.0,
            "{label}: {place}"
        );
    }
}
