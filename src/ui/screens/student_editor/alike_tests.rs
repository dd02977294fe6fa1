//! Tests that a new student who looks like a known one is asked about while typed in, and never added unseen.

use super::tests::{Desk, desk};
use crate::domain::matching::Verdict;
use crate::domain::student::Student;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;

/// A new form with name and birth date of a known student typed in.
fn typed(size: [f32; 2]) -> (Desk, Student) {
    let mut desk = desk(size);
    let number = desk.numbers(|c| c.facts.missing.is_empty() && c.facts.has_ssid)[0].clone();
    let known = desk.session().stored(&number).unwrap();
    desk.press(Role::Button, "Add student");
    desk.put("Last name", &known.last_name);
    assert!(
        !desk.sees("Is this student here already?"),
        "a last name says nothing"
    );
    desk.put("First name", &known.first_name);
    desk.put("Birth date", &known.birth_date.unwrap().to_string());
    (desk, known)
}

fn is_off(desk: &Desk, button: &str) -> bool {
    use egui_kittest::kittest::NodeT;
    desk.harness
        .get_by_role_and_label(Role::Button, button)
        .accesskit_node()
        .is_disabled()
}

#[test]
fn who_it_may_be_stands_beside_the_form_before_anything_is_saved() {
    let (mut desk, known) = typed([1280.0, 800.0]);
    assert!(desk.sees("Is this student here already?"));
    assert!(desk.sees(&format!(
        "This may be {} {} ({}), born {}",
        known.first_name,
        known.last_name,
        known.number,
        known.birth_date.unwrap()
    )));
    assert!(is_off(&desk, "Save new student"));
    assert!(desk.sees("Say first whether this is the student above."));
    desk.put("Student number", "990001");
    desk.key(Modifiers::COMMAND, Key::S);
    assert_eq!(desk.session().roll.cards().len(), 200, "nothing was saved");

    // Typing somebody else takes it away.
    desk.put("Last name", "Quetzalcoatl");
    desk.put("First name", "Wilhelmina");
    assert!(!desk.sees("Is this student here already?"));
    assert!(!is_off(&desk, "Save new student"));
}

#[test]
fn a_different_person_is_saved_with_what_was_said_and_can_be_undone() {
    let (mut desk, known) = typed([1280.0, 800.0]);
    desk.put("Student number", "990001");
    desk.press(Role::Button, &format!("{} is a different person", known.number));
    assert!(!desk.sees("Is this student here already?"));
    assert!(desk.sees(&format!(
        "A different person: {} ({})",
        known.list_name(),
        known.number
    )));
    desk.press(
        Role::Link,
        &format!("Ask again whether {} is a different person", known.number),
    );
    assert!(desk.sees("Is this student here already?"));
    desk.press(Role::Button, &format!("{} is a different person", known.number));
    desk.put("How you know (optional, kept with the decision)", "cousins");
    desk.press(Role::Button, "Save new student");
    let new = desk.student();
    assert_eq!(new.number.as_str(), "990001");
    assert!(desk.sees("was added"));
    let decided = desk.decisions();
    assert_eq!(decided.len(), 1);
    assert_eq!(
        (decided[0].pair, decided[0].verdict),
        ((known.key, new.key), Verdict::NotSame)
    );
    assert_eq!(
        decided[0].reason,
        "Said to be a different person when the student was added: cousins"
    );
}

#[test]
fn opening_the_known_student_asks_what_becomes_of_what_was_typed() {
    let (mut desk, known) = typed([1280.0, 800.0]);
    desk.press(Role::Button, &format!("Open {}", known.number));
    assert!(desk.sees("Save changes to"));
    assert!(desk.sees("It cannot be saved now. Say first whether"));
    assert!(
        desk.harness
            .query_by_role_and_label(Role::Button, "Save")
            .is_none(),
        "no dead button"
    );
    desk.press(Role::Button, "Keep what I typed");
    assert_eq!(desk.typed("Last name"), known.last_name);
    desk.press(Role::Button, &format!("Open {}", known.number));
    desk.press(Role::Button, "Discard");
    assert_eq!(desk.student().key, known.key);
}

#[test]
fn adding_another_student_asks_what_becomes_of_the_new_one() {
    let (mut desk, known) = typed([1280.0, 800.0]);
    desk.press(Role::Button, "Add student");
    assert!(desk.sees("Save changes to"));
    desk.press(Role::Button, "Keep what I typed");
    assert_eq!(desk.typed("Last name"), known.last_name);
    desk.press(Role::Button, "Add student");
    desk.press(Role::Button, "Discard");
    assert_eq!(desk.typed("Last name"), "");
}

#[test]
fn in_a_narrow_window_the_answers_can_be_reached() {
    let (desk, known) = typed([853.0, 533.0]);
    for name in [
        format!("Open {}", known.number),
        format!("{} is a different person", known.number),
        "Save new student".into(),
    ] {
        let place = desk.harness.get_by_role_and_label(Role::Button, &name).rect();
        assert!(
            place.left() >= 0.0 && place.right() <= 853.0 && place.bottom() <= 533.0,
            "{name} at {place:?}"
        );
    }
}
