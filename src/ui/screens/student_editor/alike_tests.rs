//! Tests that a new student who looks like a known one is asked about while typed in, and never added unseen.

use super::tests::{Desk, desk};
use crate::app::Command;
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

/// The form of a known student with name and birth date of another one typed over.
fn typed_over(size: [f32; 2]) -> (Desk, Student, Student) {
    let mut desk = desk(size);
    let numbers = desk.numbers(|c| c.facts.missing.is_empty() && c.facts.has_ssid);
    let (own, known) = (
        desk.session().stored(&numbers[1]).unwrap(),
        desk.session().stored(&numbers[0]).unwrap(),
    );
    desk.harness
        .state_mut()
        .core()
        .send(Command::OpenStudent(own.key));
    desk.steps();
    desk.put("Last name", &known.last_name);
    desk.put("First name", &known.first_name);
    desk.put("Birth date", &known.birth_date.unwrap().to_string());
    (desk, own, known)
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

/// The field that has the keyboard, with its label, is in sight above what was found.
fn field_is_in_sight(desk: &Desk, field: &str) {
    let place = desk.harness.get_by_role_and_label(Role::TextInput, field).rect();
    let below = desk
        .harness
        .get_by(|n| {
            n.role() == Role::Status && n.label().is_some_and(|l| l.ends_with('.') || l.ends_with('?'))
        })
        .rect();
    assert!(
        place.bottom() <= below.top() && place.top() >= 60.0,
        "{field} at {place:?}, the look-alikes from {below:?}"
    );
}

#[test]
fn the_field_that_is_typed_in_stays_in_sight_when_somebody_is_found() {
    for size in [[1280.0, 800.0], [853.0, 533.0]] {
        let mut desk = desk(size);
        let number = desk.numbers(|c| c.facts.missing.is_empty() && c.facts.has_ssid)[0].clone();
        let known = desk.session().stored(&number).unwrap();
        desk.press(Role::Button, "Add student");
        desk.put("Last name", &known.last_name);
        let before = top(&desk, "Last name");
        desk.put("First name", &known.first_name);
        assert_eq!(top(&desk, "Last name"), before, "nothing moves while one types");
        desk.put("Birth date", &known.birth_date.unwrap().to_string());
        assert!(desk.sees("Is this student here already?"));
        field_is_in_sight(&desk, "Birth date");
    }
}

fn top(desk: &Desk, field: &str) -> f32 {
    desk.harness
        .get_by_role_and_label(Role::TextInput, field)
        .rect()
        .top()
}

#[test]
fn a_known_student_edited_into_a_copy_of_another_is_warned_of_and_saved_all_the_same() {
    let (mut desk, own, known) = typed_over([1280.0, 800.0]);
    assert!(desk.sees("As typed, this record looks like another student’s. It can be saved all the same."));
    assert!(desk.sees(&format!(
        "This may be {} {} ({})",
        known.first_name, known.last_name, known.number
    )));
    field_is_in_sight(&desk, "Birth date");
    assert!(
        !desk.sees(&format!("Open {}", own.number)),
        "nobody is like themselves"
    );
    assert!(!is_off(&desk, "Save"));
    desk.press(Role::Button, "Save");
    assert_eq!(desk.student().last_name, known.last_name);
    assert!(!desk.sees("As typed, this record looks like"));
}

#[test]
fn what_does_not_tell_students_apart_asks_nothing_about_others() {
    let (mut desk, _, _) = typed_over([1280.0, 800.0]);
    desk.press(Role::Button, "Save");
    desk.put("Phone", "801-555-0199");
    desk.steps();
    assert!(!desk.sees("As typed, this record looks like"));
}

#[test]
fn comparing_leaves_what_was_typed_in_the_form() {
    let (mut desk, own, known) = typed_over([1280.0, 800.0]);
    desk.press(Role::Button, &format!("Compare with {}", known.number));
    let both = [own.key, known.key];
    let pair = desk.session().merge.pair.as_ref().unwrap();
    assert!(both.contains(&pair.target) && both.contains(&pair.sources[0]));
    desk.harness
        .state_mut()
        .core()
        .send(Command::ShowTab(crate::app::Tab::StudentEditor));
    desk.steps();
    assert_eq!(desk.typed("Last name"), known.last_name);
    assert_eq!(desk.session().stored(own.number.as_str()).unwrap(), own);
}

#[test]
fn who_was_told_apart_is_not_named_while_one_of_them_is_edited() {
    let (mut desk, own, known) = typed_over([1280.0, 800.0]);
    desk.press(Role::Button, "Save");
    desk.harness
        .state_mut()
        .core()
        .send(Command::Duplicates(crate::app::DuplicatesCommand::Decide {
            pair: crate::domain::matching::pair_of(own.key, known.key),
            verdict: Verdict::NotSame,
            reason: "Cousins".into(),
        }));
    desk.steps();
    desk.put("Middle name", "Quincy");
    desk.steps();
    let compare = format!("Compare with {}", known.number);
    let asked = desk.harness.query_by_role_and_label(Role::Button, &compare);
    assert!(asked.is_none());
}
