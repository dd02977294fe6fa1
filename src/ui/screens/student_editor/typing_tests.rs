//! Tests that what is typed is not lost, in a wide window and in a narrow one.

use super::tests::desk;
use crate::app::Command;
use crate::domain::student::Field;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;

#[test]
fn what_is_typed_is_never_lost_silently() {
    let mut desk = desk([1280.0, 800.0]);
    let numbers = desk.numbers(|c| c.facts.missing.is_empty());
    desk.open(&numbers[0]);
    desk.put("Guardian", "Someone Else");

    // Another tab and back.
    desk.press(Role::Tab, "History");
    desk.press(Role::Tab, "Student Editor");
    assert_eq!(desk.typed("Guardian"), "Someone Else");

    // Another student: asked; stay, then save.
    desk.open(&numbers[1]);
    assert!(desk.sees("Save changes to"));
    desk.press(Role::Button, "Stay");
    assert_eq!(desk.student().number.as_str(), numbers[0]);
    assert_eq!(desk.typed("Guardian"), "Someone Else");
    desk.press(Role::Button, "Add student");
    desk.press_in_dialog("Save");
    assert!(desk.sees("New student"));
    desk.open(&numbers[0]);
    assert_eq!(desk.student().guardian, "Someone Else");

    // Opened from elsewhere while something is typed: kept aside.
    desk.put("Phone", "801-555-0101");
    let other = desk
        .session()
        .roll
        .cards()
        .iter()
        .find(|c| *c.number == *numbers[1]);
    let other = other.unwrap().key;
    desk.harness.state_mut().core().send(Command::OpenStudent(other));
    desk.steps();
    assert_eq!(desk.student().number.as_str(), numbers[1]);
    assert!(desk.sees("Not saved yet: "));
    desk.press(Role::Link, "Go back to it");
    assert_eq!(desk.typed("Phone"), "801-555-0101");

    // Discard.
    desk.open(&numbers[1]);
    desk.press(Role::Button, "Discard");
    assert_eq!(desk.student().number.as_str(), numbers[1]);
    desk.open(&numbers[0]);
    assert_ne!(desk.typed("Phone"), "801-555-0101");
}

#[test]
fn what_is_the_same_but_for_blanks_counts_as_saved() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| c.birth_date.is_some())[0].clone();
    desk.open(&number);
    let day = desk.student().birth_date.unwrap();
    desk.put("Birth date", &day.format("%m/%d/%Y").to_string());
    desk.key(Modifiers::COMMAND, Key::S);
    assert!(!desk.sees("Not saved yet"));
    assert_eq!(desk.typed("Birth date"), day.to_string());
}

#[test]
fn a_record_changed_elsewhere_keeps_what_is_typed_here() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| c.facts.missing.is_empty())[0].clone();
    desk.open(&number);
    desk.put("Guardian", "Someone Else");
    let base = desk.student();
    let mut draft = crate::domain::draft::Draft::of(&base);
    draft.put(Field::Phone, "801-555-0102");
    desk.harness.state_mut().core().send(Command::SaveStudent {
        base: Some(Box::new(base)),
        draft: Box::new(draft),
        different: Default::default(),
    });
    desk.steps();
    assert!(desk.sees("changed elsewhere meanwhile"));
    assert_eq!(desk.typed("Guardian"), "Someone Else");
    assert_eq!(desk.typed("Phone"), "801-555-0102");
    desk.key(Modifiers::COMMAND, Key::S);
    let after = desk.student();
    assert_eq!(
        (after.guardian.as_str(), after.phone.as_str()),
        ("Someone Else", "801-555-0102")
    );
}

#[test]
fn escape_takes_back_after_asking() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| !c.ssid.is_empty())[0].clone();
    desk.open(&number);
    let before = desk.typed("Address");
    desk.put("Address", "Elsewhere");
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.sees("Take back your changes to"));
    desk.press(Role::Button, "Keep what I typed");
    assert_eq!(desk.typed("Address"), "Elsewhere");
    desk.press(Role::Button, "Take back");
    desk.press_in_dialog("Take back");
    assert_eq!(desk.typed("Address"), before);
}

#[test]
fn in_a_narrow_window_the_form_takes_over_and_nothing_is_cut_off() {
    let mut desk = desk([853.0, 533.0]);
    let number = desk.numbers(|c| c.facts.changed)[0].clone();
    desk.open(&number);
    assert!(
        desk.harness
            .query_by_role_and_label(Role::Grid, "Students")
            .is_none()
    );
    for name in ["Save", "Take back", "Withdraw …"] {
        let place = desk.harness.get_by_role_and_label(Role::Button, name).rect();
        assert!(
            place.left() >= 0.0 && place.right() <= 853.0 && place.bottom() <= 533.0,
            "{name} at {place:?}"
        );
    }
    for node in desk.harness.query_all_by_role(Role::TextInput) {
        let place = node.rect();
        assert!(place.left() >= 0.0 && place.right() <= 853.0, "{place:?}");
    }
    // Whatever has the keyboard is in sight.
    desk.harness
        .get_by_role_and_label(Role::Button, "Add enrollment")
        .focus();
    desk.steps();
    desk.harness.run_steps(30);
    let place = desk
        .harness
        .get_by_role_and_label(Role::Button, "Add enrollment")
        .rect();
    assert!(place.top() > 60.0 && place.bottom() < 500.0, "{place:?}");
    desk.put("Guardian", "Someone Else");
    desk.press(Role::Link, "Back to the list");
    assert!(
        desk.harness
            .query_by_role_and_label(Role::Grid, "Students")
            .is_some()
    );
    desk.key(Modifiers::NONE, Key::Enter);
    assert_eq!(desk.typed("Guardian"), "Someone Else");
}
