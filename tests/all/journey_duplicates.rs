//! The same student twice, through the screens and on the real store: found, looked at, told apart, taken back, merged.

use crate::desk::Desk;
use egui::Role;
use ssid_desk::app::{Command, DuplicatesCommand, Looking, PairKeys, PairState};
use ssid_desk::domain::matching::Verdict;

fn ready() -> Desk {
    let mut desk = Desk::first_start();
    desk.press(Role::Button, "Open the sample district");
    desk.press(Role::Tab, "Duplicates");
    desk.expect("Looked at 2,744 students at ");
    desk
}

/// The surest pair of which one profile is marked as the duplicate.
fn marked(desk: &mut Desk) -> PairKeys {
    let s = desk.session();
    let marked = |key| s.roll.card(key).is_some_and(|c| c.duplicate);
    let mut pairs: Vec<_> = s
        .duplicates
        .pairs
        .iter()
        .filter(|p| p.state == PairState::Open && marked(p.pair.0) != marked(p.pair.1))
        .collect();
    pairs.sort_by(|x, y| y.bits.total_cmp(&x.bits));
    pairs.first().expect("a marked profile and its twin").pair
}

fn select(desk: &mut Desk, pair: PairKeys) {
    let core = desk.harness.state_mut().core();
    core.send(Command::Duplicates(DuplicatesCommand::Select(Some(pair))));
    desk.settle();
}

fn state(desk: &mut Desk, pair: PairKeys) -> Option<PairState> {
    let pairs = &desk.session().duplicates.pairs;
    pairs.iter().find(|p| p.pair == pair).map(|p| p.state.clone())
}

#[test]
fn found_looked_at_told_apart_taken_back_compared_merged() {
    let mut desk = ready();

    // Found, without being asked for.
    let pair = marked(&mut desk);
    let listed = desk.session().duplicates.pairs.len();
    assert!(listed >= 5, "the sample has duplicates to show: {listed}");
    select(&mut desk, pair);
    desk.expect("that they are one");
    desk.expect("How the total comes about");

    // Told apart: nothing is written before a reason is said.
    let before = desk.session().history.operations.len();
    desk.press(Role::Button, "Not the same student…");
    assert!(desk.is_off("They are two students"));
    desk.press(Role::RadioButton, "Checked with the school");
    desk.press(Role::Button, "They are two students");
    assert_eq!(desk.session().history.operations.len(), before + 1);
    assert_eq!(state(&mut desk, pair), Some(PairState::Decided(Verdict::NotSame)));
    let next = desk.session().duplicates.selected;
    assert_ne!(next, Some(pair), "the next one follows");

    // It is still so when the district is opened again.
    let path = desk.session().path.clone();
    let core = desk.harness.state_mut().core();
    core.send(Command::CloseDistrict);
    core.send(Command::OpenStore(path));
    desk.settle();
    assert_eq!(desk.session().duplicates.looking, Looking::Done);
    assert_eq!(state(&mut desk, pair), Some(PairState::Decided(Verdict::NotSame)));

    // Taken back.
    desk.press_starting(Role::RadioButton, "Decisions 1");
    desk.expect("Checked with the school");
    select(&mut desk, pair);
    desk.press(Role::Button, "Revoke…");
    desk.press(Role::Button, "Take it back");
    assert_eq!(state(&mut desk, pair), Some(PairState::Open));
    desk.press_starting(Role::RadioButton, "Pairs ");

    // Compared: the merge review, with the marked profile as the Source.
    select(&mut desk, pair);
    desk.press(Role::Button, "Compare…");
    desk.expect("Main Menu › Utilities › Students › Merge Student Profiles");
    let s = desk.session();
    let open = s.merge.pair.as_ref().expect("the review is open");
    assert!(open.open);
    assert!(s.roll.card(open.sources[0]).expect("the Source").duplicate);
}
