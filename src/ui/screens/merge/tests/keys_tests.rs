//! The keyboard of the review.

use super::bench::{Bench, world};
use super::states::{CLOSES, decided, undecided};
use crate::app::MergeCommand as M;
use crate::domain::merge::{Key as Row, Take};
use crate::domain::program::{Program, RowKind};
use crate::domain::student::Field;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable;

const BIRTH: Row = Row::Field(Field::BirthDate);

#[test]
fn saving_is_asked_with_what_it_does_and_pressed_deliberately() {
    let mut bench = Bench::new(world(decided()));
    assert!(bench.sees("8 differences, none to decide"));
    bench.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(bench.sees("D104417 is retired, not deleted"));
    bench.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(bench.sent().is_empty(), "the keys held down do not save");
    bench.click(Role::Button, "Go back");
    assert!(bench.sent().is_empty());
    bench.click(Role::Button, "Save merged record");
    bench.press(Key::Enter);
    assert_eq!(bench.sent(), [M::Save]);
}

#[test]
fn what_is_unusual_is_said_before_saving_and_enter_goes_back() {
    let mut state = decided();
    state.pair.as_mut().unwrap().warnings = vec![CLOSES.into()];
    let mut bench = Bench::new(world(state));
    assert!(bench.sees(CLOSES));
    bench.click(Role::Button, "Save merged record");
    assert!(bench.sees("Look at this once more"));
    bench.press(Key::Enter);
    assert!(!bench.sees("Look at this once more"));
    assert!(bench.sent().is_empty(), "the safe answer had the keyboard");
    bench.click(Role::Button, "Save merged record");
    bench.click(Role::Button, "Save");
    assert_eq!(bench.sent(), [M::Save]);
}

#[test]
fn keys_choose_a_side_for_the_selected_row() {
    let mut bench = Bench::new(world(undecided()));
    for (key, take) in [
        (Key::ArrowLeft, Take::Source),
        (Key::S, Take::Source),
        (Key::ArrowRight, Take::Target),
        (Key::T, Take::Target),
    ] {
        bench.press(key);
        assert_eq!(bench.sent(), [M::Choose(BIRTH, Some(take))], "{key:?}");
    }
    bench.press(Key::B);
    assert!(bench.sent().is_empty());
    assert!(bench.sees("Birth date: only one of the two can be kept."));
    bench.press(Key::X);
    assert!(bench.sees("Birth date cannot be left blank."));
    bench.press(Key::ArrowUp);
    bench.press(Key::X);
    let middle = Row::Field(Field::MiddleName);
    assert_eq!(bench.sent(), [M::Choose(middle, Some(Take::Blank))]);
    bench.press(Key::End);
    bench.press(Key::B);
    let plans = Row::Rows(RowKind::Event(Program::Section504));
    assert_eq!(bench.sent(), [M::Choose(plans, Some(Take::Both))]);
}

#[test]
fn keys_go_from_row_to_row_and_to_the_next_undecided_one() {
    let mut bench = Bench::new(world(undecided()));
    bench.press(Key::ArrowDown);
    assert!(bench.selected().starts_with("Gender"));
    bench.press(Key::Home);
    assert!(bench.selected().starts_with("Last name"));
    bench.press(Key::ArrowUp);
    assert!(bench.selected().starts_with("Last name"));
    for (modifiers, key) in [
        (Modifiers::NONE, Key::N),
        (Modifiers::NONE, Key::F8),
        (Modifiers::SHIFT, Key::F8),
    ] {
        bench.press(Key::End);
        bench.press_with(modifiers, key);
        assert!(bench.selected().starts_with("Birth date"), "{key:?}");
    }
    assert!(bench.sent().is_empty());
    let mut bench = Bench::new(world(decided()));
    bench.press(Key::N);
    assert!(bench.sees("Every difference is decided."));
}

#[test]
fn function_keys_filter_swap_take_back_and_leave() {
    let mut bench = Bench::new(world(undecided()));
    bench.press(Key::F3);
    bench.press(Key::F6);
    bench.press_with(Modifiers::COMMAND, Key::Z);
    bench.press_with(Modifiers::COMMAND, Key::Y);
    bench.press_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert_eq!(
        bench.sent(),
        [
            M::OnlyDifferences(true),
            M::Swap,
            M::TakeBack,
            M::TakeAgain,
            M::TakeAgain
        ]
    );
    bench.press(Key::F4);
    assert!(bench.sees("Two records taken by chance: "));
    assert!(bench.sees("Last name: "));
    assert!(bench.sees("Total: "));
    bench.press(Key::S);
    bench.press(Key::Escape);
    assert!(bench.sent().is_empty(), "the dialog has the keys");
    bench.press(Key::Escape);
    assert_eq!(bench.sent(), [M::Leave]);
}

#[test]
fn letters_typed_into_the_reason_choose_nothing() {
    let mut bench = Bench::new(world(undecided()));
    bench
        .window
        .get_by_role_and_label(Role::TextInput, "Reason")
        .focus();
    bench.settle();
    for key in [
        Key::S,
        Key::T,
        Key::B,
        Key::X,
        Key::N,
        Key::ArrowLeft,
        Key::ArrowDown,
    ] {
        bench.press(key);
    }
    bench
        .window
        .get_by_role_and_label(Role::TextInput, "Reason")
        .type_text("stbxn");
    bench.settle();
    assert_eq!(bench.sent(), [M::SetReason("stbxn".into())]);
    assert!(bench.selected().starts_with("Birth date"));
    bench.press(Key::Escape);
    assert!(bench.sent().is_empty(), "Escape leaves the field only");
}

#[test]
fn the_merged_value_is_typed_checked_taken_or_left() {
    let mut bench = Bench::new(world(undecided()));
    bench.press(Key::F2);
    let name = "Birth date: merged record";
    let all = |bench: &mut Bench, text: &str| {
        bench.press_with(Modifiers::COMMAND, Key::A);
        let field = bench.window.get_by_role_and_label(Role::TextInput, name);
        field.type_text(text);
        bench.settle();
    };
    all(&mut bench, "31/31/2014");
    assert!(bench.sees("31/31/2014") || bench.sees("no day 31"));
    bench.press(Key::Enter);
    assert!(bench.sent().is_empty(), "what cannot be read is not taken");
    all(&mut bench, "2014-12-04");
    bench.press(Key::Enter);
    let typed = Take::Text("2014-12-04".into());
    assert_eq!(bench.sent(), [M::Choose(BIRTH, Some(typed))]);
    bench.click(Role::Button, "Edit Birth date");
    all(&mut bench, "2014-12-05");
    bench.press(Key::Escape);
    assert!(bench.sent().is_empty());
    assert!(!bench.sees(name));
    bench.press(Key::T);
    assert_eq!(bench.sent(), [M::Choose(BIRTH, Some(Take::Target))]);
}
