//! The page on which the profiles are chosen.

use super::bench::{Bench, world};
use super::states::start_page;
use crate::app::{MergeCommand as M, MergeState};
use crate::domain::ids::StudentKey;
use crate::domain::merge::Blocker;
use egui::{Key, Role};
use egui_kittest::kittest::{NodeT, Queryable};

fn type_into(bench: &mut Bench, field: &str, text: &str) {
    let role = Role::TextInput;
    bench.window.get_by_role_and_label(role, field).focus();
    bench.settle();
    bench.window.get_by_role_and_label(role, field).type_text(text);
    bench.settle();
}

#[test]
fn both_ids_are_typed_and_enter_looks_them_up() {
    let mut bench = Bench::new(world(MergeState::default()));
    assert!(bench.disabled("Merge Profiles").is_some());
    type_into(&mut bench, "Target ID", "104417");
    type_into(&mut bench, "Source ID", "D104417");
    bench.press(Key::Enter);
    assert_eq!(
        bench.sent(),
        [
            M::SetTarget("104417".into()),
            M::SetSource(0, "D104417".into()),
            M::MergeProfiles
        ]
    );
    assert!(bench.disabled("Merge Profiles").is_none());
    bench.click(Role::Button, "Add another Source");
    type_into(&mut bench, "Look up a profile", "nun");
    assert_eq!(bench.sent(), [M::AddSource, M::LookUp("nun".into())]);
}

#[test]
fn the_profiles_stand_side_by_side_with_what_blocks_them_before_the_review() {
    let mut bench = Bench::new(world(start_page()));
    assert!(bench.sees("Birth date: Target 2014-12-03, Source 2014-03-12"));
    assert!(bench.sees("The Target has no IntegrationIDT"));
    bench.click(Role::Button, "Click here to Merge differences");
    bench.click(Role::Link, "Remove Source ID 2");
    assert_eq!(bench.sent(), [M::OpenReview, M::RemoveSource(1)]);
}

#[test]
fn profiles_that_cannot_be_merged_are_not_reviewed() {
    let mut state = start_page();
    state.pair.as_mut().unwrap().reviews[0].blockers = vec![Blocker::SameRecord];
    let bench = Bench::new(world(state));
    assert!(bench.sees("Source and Target are the same record."));
    assert!(bench.disabled("Click here to Merge differences").is_some());
}

#[test]
fn what_keeps_profiles_from_being_looked_up_is_said() {
    let bench = Bench::new(world(MergeState {
        problem: Some("No student has the number 999.".into()),
        ..MergeState::default()
    }));
    assert!(bench.sees("No student has the number 999."));
}

#[test]
fn a_draft_is_opened_and_thrown_away_only_after_a_question() {
    let mut bench = Bench::sized(
        world(start_page()),
        [1280.0, 1300.0],
        crate::ui::theme::Look::Light,
    );
    let title = "D104417 → 104417, Nuñez, Maria Elena";
    bench.click(Role::Link, &format!("Open {title}"));
    assert_eq!(bench.sent(), [M::OpenDraft(StudentKey(2))]);
    bench.click(Role::Link, &format!("Throw away {title}"));
    assert!(bench.sent().is_empty());
    bench.click(Role::Button, "Keep it");
    assert!(bench.sent().is_empty());
    bench.click(Role::Link, &format!("Throw away {title}"));
    bench.click(Role::Button, "Throw away");
    assert_eq!(bench.sent(), [M::DropDraft(StudentKey(2))]);
}

#[test]
fn the_rehearsal_counts_and_the_clean_pairs_are_merged_only_after_a_question() {
    let mut bench = Bench::sized(
        world(start_page()),
        [1280.0, 1300.0],
        crate::ui::theme::Look::Light,
    );
    assert!(bench.sees("1 has no conflict, 2 need a look, 1 is blocked."));
    assert!(bench.sees("(D104394) → (104394): IEP 2025-09-15 is closed"));
    assert!(bench.sees("? look"));
    bench.click(Role::Link, "Review Begay, Dezbah (D104392) → (104392)");
    let start = M::Start {
        target: StudentKey(22),
        sources: vec![StudentKey(12)],
    };
    assert_eq!(bench.sent(), [start, M::OpenReview]);
    bench.click(Role::Button, "Merge the 1 clean one");
    assert!(bench.sent().is_empty());
    assert!(bench.sees("Merge 1 pair?"));
    bench.click(Role::Button, "Merge 1 pair");
    assert_eq!(bench.sent(), [M::MergeClean]);

    let mut nobody = world(start_page());
    nobody.signed_in = None;
    let bench = Bench::sized(nobody, [1280.0, 1300.0], crate::ui::theme::Look::Light);
    let why = bench.disabled("Merge the 1 clean one");
    assert_eq!(
        why.as_deref(),
        Some("Sign in as security administrator to merge.")
    );
}

#[test]
fn the_page_fits_a_small_window() {
    let bench = Bench::sized(world(start_page()), [853.0, 440.0], crate::ui::theme::Look::Light);
    for node in bench.window.query_all_by_role(Role::Button) {
        let label = node.accesskit_node().label();
        assert!(node.rect().right() < 853.0, "{label:?}");
    }
}

#[test]
fn who_was_looked_up_is_used_as_target_or_source() {
    let mut window = crate::ui::screens::lists_bench::Bench::at(crate::app::Tab::StudentEditor);
    let roll = window.session(|s| std::sync::Arc::clone(&s.roll));
    let mut world = world(MergeState {
        query: "b".into(),
        found: vec![0, 2],
        sources: vec!["D104417".into()],
        ..MergeState::default()
    });
    world.roll = roll;
    let mut bench = Bench::new(world);
    assert!(bench.sees("Begay, Dezbah, number 104398, born 2016-05-02"));
    bench.click(Role::Link, "Use Begay, Dezbah (104398) as Target");
    bench.click(Role::Link, "Use O’Brien, Séan (104417) as Source");
    assert_eq!(
        bench.sent(),
        [
            M::SetTarget("104398".into()),
            M::AddSource,
            M::SetSource(1, "104417".into())
        ]
    );
}

#[test]
fn target_id_has_the_keyboard_first_and_then_the_way_to_the_review() {
    let mut bench = Bench::sized(
        world(MergeState::default()),
        [853.0, 440.0],
        crate::ui::theme::Look::Light,
    );
    assert!(bench.has_keyboard(Role::TextInput, "Target ID"));
    bench.window.state_mut().merge = start_page();
    bench.window.run_steps(40);
    let go_on = "Click here to Merge differences";
    assert!(bench.has_keyboard(Role::Button, go_on));
    let rect = bench.window.get_by_role_and_label(Role::Button, go_on).rect();
    assert!(
        rect.top() > 0.0 && rect.bottom() < 220.0,
        "the summary is in sight: {rect:?}"
    );
    bench.press(Key::Enter);
    assert_eq!(bench.sent(), [M::OpenReview]);
}
