//! The review: what its keys, cells and buttons send, and when it can be saved.

use super::bench::{Bench, world};
use super::engine_states::by_engine;
use super::states::{decided, line, lines, open, review, undecided};
use crate::app::{
    Command, DuplicatesCommand, GeneralCommand, MergeCommand as M, MergeState, SecurityCommand, Tab,
};
use crate::domain::ids::StudentKey;
use crate::domain::matching::Verdict;
use crate::domain::merge::{Blocker, Group, Key as Row, Side, Status, Take};
use crate::domain::program::{Program, RowKind};
use crate::domain::student::Field;
use crate::ui::theme::Look;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

const BIRTH: Row = Row::Field(Field::BirthDate);

fn state(blockers: Vec<Blocker>) -> MergeState {
    MergeState {
        pair: Some(open(vec![review(lines(), blockers)])),
        ..MergeState::default()
    }
}

#[test]
fn an_undecided_row_keeps_save_off_and_is_named() {
    let mut bench = Bench::new(world(undecided()));
    let why = "1 field still needs a decision: Birth date";
    assert_eq!(bench.disabled("Save merged record").as_deref(), Some(why));
    assert!(bench.sees("1 of 8 differences to decide"));
    assert!(bench.selected().starts_with("Birth date: differ, you decide"));
    bench.press_with(Modifiers::COMMAND, Key::Enter);
    assert!(!bench.sees("Save merged record?"));
    assert!(bench.sent().is_empty());
}

#[test]
fn save_wants_a_reason_and_a_security_administrator() {
    let mut without = decided();
    without.pair.as_mut().unwrap().reason = " ".into();
    let bench = Bench::new(world(without));
    let why = bench.disabled("Save merged record").unwrap();
    assert!(why.starts_with("Give a reason first"), "{why}");

    let mut nobody = world(decided());
    nobody.signed_in = None;
    let mut bench = Bench::new(nobody);
    let why = bench.disabled("Save merged record").unwrap();
    assert_eq!(why, "Sign in as security administrator to save.");
    bench.click(Role::Button, "Sign in");
    let asked = Command::Security(SecurityCommand::AskSignIn(true));
    assert_eq!(bench.sent_all(), [asked]);
}

#[test]
fn every_side_is_a_radio_button_with_a_name_of_its_own() {
    let mut bench = Bench::new(world(undecided()));
    let last = Row::Field(Field::LastName);
    bench.click(Role::RadioButton, "Last name: Source Nuñez-Ortiz");
    assert_eq!(bench.sent(), [M::Choose(last, Some(Take::Source))]);
    assert!(bench.selected().starts_with("Last name: differ, policy decides."));
    bench.click(Role::Link, "Last name: Target");
    assert_eq!(bench.sent(), [M::Choose(last, Some(Take::Target))]);
    assert!(bench.sees("Gender: same. Source Female, Target Female, merged record Female"));
    bench.click(Role::Link, "Demographics: all from Source");
    bench.click(Role::Button, "Programs from Source");
    assert_eq!(
        bench.sent(),
        [
            M::ChooseGroup(Group::Demographics, Side::Source),
            M::ChooseGroup(Group::Programs, Side::Source)
        ]
    );
}

#[test]
fn a_persons_choice_can_go_back_to_the_policy() {
    let mut bench = Bench::new(world(decided()));
    for key in [Key::Home, Key::ArrowDown, Key::ArrowDown, Key::ArrowDown] {
        bench.press(key);
    }
    bench.click(Role::Link, "Birth date: back to the policy");
    assert_eq!(bench.sent(), [M::Choose(BIRTH, None)]);
}

#[test]
fn each_blocker_has_buttons_that_lead_on() {
    let swapped = || Blocker::LooksSwapped {
        why: "the Target has the D".into(),
    };
    let bench = Bench::new(world(state(vec![swapped()])));
    assert!(bench.sees("Source and Target look swapped: the Target has the D"));
    let sends = |blocker: Blocker, button: &str| {
        let mut bench = Bench::new(world(state(vec![blocker])));
        bench.click(Role::Button, button);
        bench.sent_all()
    };
    let merge = Command::Merge;
    assert_eq!(sends(swapped(), "Swap Source and Target"), [merge(M::Swap)]);
    assert_eq!(
        sends(Blocker::NoLink, "Open General Student Table"),
        [Command::General(GeneralCommand::Show("104417".into()))]
    );
    let changed = Blocker::Changed { side: Side::Target };
    assert_eq!(sends(changed, "Look at the review again"), [merge(M::LookAgain)]);
    assert_eq!(
        sends(Blocker::NoRight, "Sign in as a security administrator"),
        [Command::Security(SecurityCommand::AskSignIn(true))]
    );
    let merged = Blocker::AlreadyMerged {
        side: Side::Source,
        survivor: StudentKey(7),
        name: "118842".into(),
    };
    assert_eq!(
        sends(merged, "Use 118842 instead"),
        [merge(M::UseSurvivor(Side::Source, StudentKey(7)))]
    );
    let third = Blocker::HeldByThird {
        ssid: "1904417".into(),
        holder: StudentKey(9),
        name: "Begay, Dezbah (104398)".into(),
    };
    assert_eq!(
        sends(third, "Open Begay, Dezbah (104398)"),
        [Command::OpenStudent(StudentKey(9))]
    );
    assert_eq!(
        sends(Blocker::SameRecord, "Choose other profiles"),
        [merge(M::Leave), Command::ShowTab(Tab::MergeStudentProfiles)]
    );
}

#[test]
fn a_blocker_about_a_row_leads_to_that_row() {
    let plans = Blocker::TwoOpenPlans {
        program: Program::SpecialEducation,
        source: "IEP 2025-09-15".into(),
        target: "IEP 2026-01-10".into(),
    };
    let mut bench = Bench::new(world(state(vec![plans])));
    bench.click(Role::Button, "Choose which IEP stays open");
    assert!(bench.selected().starts_with("Special education"));
}

#[test]
fn a_thousand_documents_are_folded_and_shown_on_request() {
    let documents: Vec<String> = (0..1000).map(|n| format!("Scan {n:04}.pdf")).collect();
    let mut all = lines();
    all.push(line(
        Row::Rows(RowKind::Document),
        Group::Documents,
        Status::BothKept,
        (&documents.join("\n"), "Consent.pdf"),
        Some(Take::Both),
    ));
    let mut bench = Bench::new(world(MergeState {
        pair: Some(open(vec![review(all, Vec::new())])),
        ..MergeState::default()
    }));
    bench.press(Key::End);
    assert!(bench.sees("Documents: Source 1,000 documents"));
    assert!(!bench.sees("Scan 0003.pdf"));
    bench.click(Role::Link, "Documents: show them (Source)");
    assert!(bench.sees("Source: Scan 0003.pdf"));
    let drawn = bench.window.query_all_by_label_contains("Scan ").count();
    assert!(drawn < 120, "only what is in sight is drawn, not {drawn}");
    bench.press(Key::Escape);
    assert!(!bench.sees("Scan 0003.pdf"));
    assert!(bench.sent().is_empty());
}

#[test]
fn several_sources_are_reviewed_one_after_the_other() {
    let mut pair = open(vec![
        review(decided().pair.unwrap().reviews.remove(0).lines, Vec::new()),
        review(lines(), Vec::new()),
    ]);
    pair.reviews[1].source.student.key = StudentKey(5);
    let mut bench = Bench::new(world(MergeState {
        pair: Some(pair),
        ..MergeState::default()
    }));
    bench.click(Role::RadioButton, "Source 2 of 2 · D104417 · to decide: 1");
    bench.press(Key::N);
    assert_eq!(bench.sent(), [M::ShowSource(1), M::ShowSource(1)]);
}

#[test]
fn why_the_two_may_be_one_student_is_said_with_how_sure_that_is() {
    let bench = Bench::new(world(undecided()));
    assert!(bench.sees("Why these may be one student"));
    assert!(bench.sees(" bits)"));
}

#[test]
fn two_students_are_remembered_as_two_and_the_review_is_left() {
    let mut bench = Bench::sized(world(undecided()), [1280.0, 1200.0], Look::Light);
    bench.click(Role::Button, "Not the same student…");
    assert!(bench.sees("Nuñez-Ortiz, Mariela (D104417)"));
    assert!(
        bench.disabled("They are two students").is_some(),
        "a reason is needed"
    );
    bench.press(egui::Key::Escape);
    assert!(bench.sent_all().is_empty(), "nothing is remembered unasked");
    bench.click(Role::Button, "Not the same student…");
    bench.click(Role::RadioButton, "Twins");
    bench.click(Role::Button, "They are two students");
    let sent = bench.sent_all();
    let decided = Command::Duplicates(DuplicatesCommand::Decide {
        pair: (StudentKey(1), StudentKey(2)),
        verdict: Verdict::NotSame,
        reason: "Twins".into(),
    });
    assert_eq!(sent, [decided, Command::Merge(M::Leave)]);
}

#[test]
fn the_review_fits_a_small_window_and_every_look() {
    for look in [Look::Light, Look::Dark, Look::HighContrast] {
        let bench = Bench::sized(world(state(vec![Blocker::NoLink])), [853.0, 440.0], look);
        for role in [Role::Button, Role::RadioButton, Role::Link] {
            for node in bench.window.query_all_by_role(role) {
                let label = node.accesskit_node().label();
                assert!(node.rect().right() < 853.0, "{label:?}");
                assert!(label.is_some_and(|l| !l.is_empty()), "{role:?} has a name");
            }
        }
        assert!(bench.disabled("Save merged record").is_some());
    }
}

#[test]
fn what_the_engine_reviewed_is_said_in_words() {
    let mut bench = Bench::new(world(by_engine(1000)));
    assert!(bench.sees("Birth date: differ, you decide"));
    let why = bench.disabled("Save merged record").unwrap();
    assert!(why.contains("Birth date"), "{why}");
    assert!(bench.sees("1,000 documents"));
    assert!(bench.sees("D104417 will open 104417"));
    bench.press(Key::End);
    bench.press(Key::F8);
    assert!(bench.selected().contains("you decide"));
}

#[test]
fn what_blocks_a_merge_stays_inside_the_panel_beside_the_table() {
    let why = "the Source 104417 comes from the SIS and the Target D104417 is the duplicate";
    let blockers = || {
        vec![
            Blocker::NoStateId,
            Blocker::NoLink,
            Blocker::NoRight,
            Blocker::LooksSwapped { why: why.into() },
            Blocker::HeldByThird {
                ssid: "1904417".into(),
                holder: StudentKey(9),
                name: "Begay-Montgomery-Featherstonehaugh, Dezbah Anastasia (104398)".into(),
            },
        ]
    };
    for width in [1280.0, 1040.0] {
        let bench = Bench::sized(world(state(blockers())), [width, 713.0], Look::Light);
        // The window's margin, the card's border and padding.
        let edge = width - 12.0 - 10.0;
        for role in [Role::Button, Role::Label, Role::Alert, Role::Link] {
            for node in bench.window.query_all_by_role(role) {
                let (rect, label) = (node.rect(), node.accesskit_node().label());
                let in_panel = rect.left() > width - 12.0 - 292.0 && rect.top() > 110.0;
                assert!(!in_panel || rect.right() <= edge, "{role:?} {label:?} {rect:?}");
            }
        }
    }
}

#[test]
fn the_first_warning_stands_whole_over_what_scrolls_with_the_count_of_the_rest() {
    let mut state = decided();
    state.pair.as_mut().unwrap().warnings = vec![
        "The two were told apart on 2026-11-20: twins.".into(),
        "Both are linked to the SIS.".into(),
        "Both have an open request.".into(),
    ];
    let bench = Bench::new(world(state));
    assert!(bench.sees("and 2 more warnings below"));
    let first = bench.window.get_by_label_contains("The two were told apart");
    let save = bench
        .window
        .get_by_role_and_label(Role::Button, "Save merged record");
    assert!(first.rect().top() > 0.0 && first.rect().bottom() < save.rect().top());
    assert!(bench.sees("Both are linked to the SIS."));
}

#[test]
fn the_head_names_both_students_and_a_blocked_field_is_not_to_decide() {
    let mut state = decided();
    state.pair.as_mut().unwrap().reviews[0].lines[3].status = Status::Blocked;
    let bench = Bench::new(world(state));
    assert!(bench.sees("Nuñez-Ortiz, Mariela (D104417) → Nuñez, Maria Elena (104417)"));
    assert!(bench.sees("✗ 1 field blocked"));
    assert_eq!(
        bench.disabled("Save merged record").as_deref(),
        Some("1 field is blocked: Birth date")
    );
}
