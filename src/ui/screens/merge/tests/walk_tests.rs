//! What somebody meets who walks through the screen: a narrow window, a new pair, the message beside Save, the order of
//! the preview.

use super::bench::{Bench, world};
use super::states::{CLOSES, decided, line, lines, open, review, undecided};
use crate::app::{Command, MergeCommand as M, MergeState, Tab};
use crate::domain::ids::StudentKey;
use crate::domain::merge::{Blocker, Group, Key as Row, Status, Take};
use crate::domain::program::{Program, RowKind};
use crate::ui::theme::Look;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

fn narrow(merge: MergeState) -> Bench {
    Bench::sized(world(merge), [853.0, 420.0], Look::Light)
}

/// A merge with so many special education events from the Source, an open plan the last of them.
fn with_events(events: usize) -> MergeState {
    let mut each: Vec<String> = (1..events)
        .map(|n| format!("IEP 20{n:02}-09-15, closed 20{n:02}-12-01"))
        .collect();
    each.push("IEP 2026-01-10, open".into());
    let mut all = lines();
    all[9] = line(
        Row::Rows(RowKind::Event(Program::SpecialEducation)),
        Group::Programs,
        Status::BothKept,
        (&each.join("\n"), "Eligibility 2024-09-03"),
        Some(Take::Both),
    );
    MergeState {
        pair: Some(open(vec![review(all, Vec::new())])),
        ..MergeState::default()
    }
}

#[test]
fn in_a_narrow_window_reason_and_buttons_stay_in_sight_and_the_rest_is_behind_a_switch() {
    let mut state = decided();
    state.pair.as_mut().unwrap().warnings = vec![CLOSES.into()];
    state.pair.as_mut().unwrap().reviews[0].blockers = vec![Blocker::NoLink];
    let mut bench = narrow(state);
    let all_in_sight = |bench: &Bench| {
        for label in [
            "Save merged record",
            "Preview before and after",
            "Leave, keep the draft",
        ] {
            let rect = bench.window.get_by_role_and_label(Role::Button, label).rect();
            assert!(rect.right() < 853.0 && rect.bottom() <= 420.0, "{label} {rect:?}");
        }
        let reason = bench
            .window
            .get_by_role_and_label(Role::TextInput, "Reason")
            .rect();
        assert!(reason.bottom() <= 420.0, "{reason:?}");
    };
    all_in_sight(&bench);
    let table = bench
        .window
        .get_by_role_and_label(Role::Grid, "Differences")
        .rect();
    assert!(table.height() > 200.0, "{table:?}");
    assert!(!bench.sees(CLOSES));
    bench.click(Role::RadioButton, "Why · blocked");
    all_in_sight(&bench);
    assert!(bench.sees(CLOSES));
    bench.click(Role::Button, "Open General Student Table");
    bench.click(Role::RadioButton, "Table");
    assert!(!bench.sees(CLOSES));
}

#[test]
fn in_a_narrow_window_a_key_that_does_nothing_says_why() {
    let mut bench = narrow(undecided());
    assert!(bench.sees("1 field still needs a decision: Birth date"));
    bench.press(Key::X);
    assert!(bench.sees("Birth date cannot be left blank."));
}

#[test]
fn a_way_to_a_row_leaves_the_panel_of_a_narrow_window() {
    let plans = Blocker::TwoOpenPlans {
        program: Program::SpecialEducation,
        source: "IEP 2025-09-15".into(),
        target: "IEP 2026-01-10".into(),
    };
    let mut state = undecided();
    state.pair.as_mut().unwrap().reviews[0].blockers = vec![plans];
    let mut bench = narrow(state);
    bench.click(Role::RadioButton, "Why · blocked");
    bench.click(Role::Button, "Choose which IEP stays open");
    assert!(bench.selected().starts_with("Special education"));
    assert!(bench.table_has_keyboard());
}

#[test]
fn a_new_pair_starts_with_what_it_has_to_decide() {
    let mut bench = Bench::new(world(undecided()));
    bench.press(Key::End);
    assert!(bench.selected().starts_with("Section 504"));
    let pair = bench.window.state_mut().merge.pair.as_mut().unwrap();
    pair.reviews[0].source.student.key = StudentKey(7);
    bench.settle();
    assert!(bench.selected().starts_with("Birth date"), "{}", bench.selected());
    bench.press(Key::End);
    let mut other = decided();
    other.pair.as_mut().unwrap().reviews[0].lines.remove(0);
    other.pair.as_mut().unwrap().reviews[0].source.student.key = StudentKey(8);
    bench.window.state_mut().merge = other;
    bench.settle();
    assert!(bench.selected().starts_with("First name"), "{}", bench.selected());
}

#[test]
fn an_open_plan_is_seen_also_in_a_list_that_is_cut() {
    let mut bench = Bench::new(world(with_events(12)));
    assert!(bench.sees("Special education: Source 12 events; IEP 2026-01-10, open"));
    bench.press(Key::End);
    bench.click(Role::Link, "Special education: show them (Source)");
    assert!(bench.sees("Source: IEP 2026-01-10, open. Target: Eligibility 2024-09-03"));
}

#[test]
fn the_message_beside_save_is_that_of_this_moment() {
    let mut state = decided();
    state.pair.as_mut().unwrap().reason = String::new();
    let mut world = world(state);
    world.signed_in = None;
    let mut bench = Bench::new(world);
    bench.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(bench.sees("Give a reason first"));
    // What is typed counts before it is kept.
    let field = bench.window.get_by_role_and_label(Role::TextInput, "Reason");
    field.focus();
    bench.settle();
    let field = bench.window.get_by_role_and_label(Role::TextInput, "Reason");
    field.type_text("same child");
    bench.settle();
    assert!(!bench.sees("Give a reason first"));
    assert!(bench.sees("Sign in as security administrator to save."));
    bench.window.state_mut().signed_in = Some("admin".into());
    bench.settle();
    assert!(!bench.sees("Sign in as security administrator"));
    assert_eq!(bench.disabled("Save merged record"), None);
}

#[test]
fn before_and_after_begins_with_what_differs() {
    let mut state = decided();
    state.pair.as_mut().unwrap().preview = true;
    let bench = Bench::sized(world(state), [1280.0, 1300.0], Look::Light);
    let top = |label: &str| {
        let mut all = bench.window.query_all_by_role(Role::Row);
        let node = all.find(|n| n.accesskit_node().label().is_some_and(|l| l.starts_with(label)));
        node.map(|n| n.rect().top()).unwrap_or_default()
    };
    let heading = top("The same in both");
    assert!(heading > 0.0);
    assert!(top("Section 504: Source blank") < heading);
    assert!(top("Gender: Source Female, Target Female, after") > heading);
}

#[test]
fn the_table_has_the_keyboard_again_when_a_dialog_was_closed() {
    let mut bench = Bench::new(world(undecided()));
    assert!(bench.table_has_keyboard());
    bench.press(Key::F4);
    assert!(!bench.table_has_keyboard());
    bench.press(Key::Escape);
    assert!(bench.table_has_keyboard());
    assert!(bench.sent().is_empty());
    bench.press(Key::T);
    assert_eq!(bench.sent().len(), 1);
    assert!(bench.sees("N or F8 next undecided"));
}

#[test]
fn ctrl_enter_does_not_press_the_tab_that_has_the_keyboard() {
    let mut bench = crate::ui::screens::lists_bench::Bench::at(Tab::StudentEditor);
    let keys = bench.session(|s| s.roll.cards().iter().map(|c| c.key).collect::<Vec<_>>());
    bench.send(Command::Merge(M::Start {
        target: keys[0],
        sources: vec![keys[1]],
    }));
    bench.send(Command::Merge(M::OpenReview));
    assert!(bench.sees("Merge differences"));
    bench.window.get_by_role_and_label(Role::Tab, "History").focus();
    bench.settle();
    bench.window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    bench.settle();
    assert!(bench.sees("Merge differences"), "the review is still there");
    bench.window.get_by_role_and_label(Role::Tab, "History").focus();
    bench.settle();
    bench.window.key_press(Key::Enter);
    bench.settle();
    assert!(!bench.sees("Merge differences"), "Enter alone presses the tab");
}
