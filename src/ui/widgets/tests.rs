//! Tests of the widgets: each is found by role and name and works from the keyboard.

use egui::{Key, Role, Ui};
use egui_kittest::{
    Harness,
    kittest::{NodeT, Queryable},
};

use super::*;
use crate::ui::theme::{Look, Theme, Tone};

const LONG_NAME: &str =
    "Nguyễn-Trương Thị Ngọc Ánh Huỳnh Tapuʻeluelu O’Brien de la Peña y Núñez, Ząb\u{301}łocka";

/// A window in which `add` draws with a state.
fn window<'a, S: 'a>(state: S, add: impl FnMut(&mut Ui, &mut S) + 'a) -> Harness<'a, S> {
    Harness::builder()
        .with_size([900.0, 600.0])
        .with_context_setup(|ctx| Theme::apply(Look::Light, 1.0, ctx))
        .build_ui_state(add, state)
}

/// Focuses a control and presses a key.
fn press<S>(harness: &mut Harness<'_, S>, role: Role, name: &str, key: Key) {
    harness.get_by_role_and_label(role, name).focus();
    harness.run_steps(2);
    harness.key_press(key);
    harness.run_steps(3);
}

#[test]
fn buttons_and_links_answer_space_and_enter() {
    let mut harness = window([0; 3], |ui, pressed| {
        pressed[0] += usize::from(primary_button(ui, true, "Create").clicked());
        pressed[1] += usize::from(button(ui, true, "Print").clicked());
        pressed[2] += usize::from(link(ui, "Show them").clicked());
        button(ui, false, "Save").because("One field still needs a decision");
    });
    press(&mut harness, Role::Button, "Create", Key::Enter);
    press(&mut harness, Role::Button, "Print", Key::Space);
    press(&mut harness, Role::Link, "Show them", Key::Enter);
    assert_eq!(*harness.state(), [1, 1, 1]);
    let save = harness.get_by_role_and_label(Role::Button, "Save");
    assert!(save.accesskit_node().is_disabled());
    assert_eq!(
        save.accesskit_node().description().as_deref(),
        Some("One field still needs a decision")
    );
}

#[test]
fn tab_goes_from_control_to_control() {
    let mut harness = window((), |ui, ()| {
        button(ui, true, "One");
        button(ui, false, "Skipped");
        button(ui, true, "Two");
    });
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    assert!(harness.get_by_label("One").is_focused());
    harness.key_press(Key::Tab);
    harness.run_steps(2);
    assert!(harness.get_by_label("Two").is_focused());
}

#[test]
fn a_radio_card_is_chosen_and_a_disabled_one_is_not() {
    let mut harness = window(0, |ui, chosen| {
        let pill = Some((Tone::Accent, "59 students"));
        for (number, title) in ["Retrieve", "New", "Update"].into_iter().enumerate() {
            let enabled = number != 1;
            if radio_card(ui, *chosen == number, title, pill, "What it does.", enabled).clicked() {
                *chosen = number;
            }
        }
    });
    press(&mut harness, Role::RadioButton, "Update", Key::Space);
    assert_eq!(*harness.state(), 2);
    harness.get_by_role_and_label(Role::RadioButton, "New").click();
    harness.run_steps(3);
    assert_eq!(*harness.state(), 2);
}

#[test]
fn a_segment_is_chosen_by_label_and_count() {
    let mut harness = window(0, |ui, at| {
        segmented(ui, "Show", &[("All", 71), ("Errors", 1204)], at);
    });
    press(&mut harness, Role::RadioButton, "Errors 1,204", Key::Enter);
    assert_eq!(*harness.state(), 1);
}

#[test]
fn fields_take_text_and_say_what_is_wrong() {
    let start = (String::new(), String::new(), String::new(), PathEvent::None);
    let mut harness = window(start, |ui, (name, find, path, event)| {
        let problem = name.is_empty().then_some("A last name is needed.");
        text_field(ui, "Last name", name, problem);
        search_field(ui, "Find a student", "Name or number", find);
        match path_field(ui, "File Location", "A folder", path) {
            PathEvent::None => {}
            other => *event = other,
        }
    });
    harness.get_by_label_contains("A last name is needed.");
    for (field, text) in [
        ("Last name", LONG_NAME),
        ("Find a student", "bao"),
        ("File Location", "C:\\SSID"),
    ] {
        harness.get_by_role_and_label(Role::TextInput, field).focus();
        harness.run_steps(2);
        harness
            .get_by_role_and_label(Role::TextInput, field)
            .type_text(text);
        harness.run_steps(3);
    }
    assert!(
        harness
            .query_by_label_contains("A last name is needed.")
            .is_none()
    );
    let (name, find, path, event) = harness.state().clone();
    assert_eq!(
        (name.as_str(), find.as_str(), path.as_str()),
        (LONG_NAME, "bao", "C:\\SSID")
    );
    assert_eq!(event, PathEvent::Edited);
    press(&mut harness, Role::Button, "Browse: File Location", Key::Enter);
    assert_eq!(harness.state().3, PathEvent::Browse);
}

#[test]
fn choices_open_and_change() {
    let mut harness = window((0, false), |ui, (grade, only)| {
        choice_field(ui, "Grade", grade, &[(0, "Kindergarten"), (1, "Grade 1")]);
        check(ui, only, "Only differences");
    });
    press(&mut harness, Role::CheckBox, "Only differences", Key::Space);
    assert!(harness.state().1);
    press(&mut harness, Role::ComboBox, "Grade", Key::Enter);
    harness.get_by_label("Grade 1").click();
    harness.run_steps(3);
    assert_eq!(harness.state().0, 1);
}

#[test]
fn tabs_of_the_bar_are_all_there_however_narrow() {
    for width in [1280.0, 853.0, 400.0] {
        let tabs = ["SSID Process", "Student Editor", "Missing IDs", "History"];
        let mut harness = Harness::builder()
            .with_size([width, 400.0])
            .with_context_setup(|ctx| Theme::apply(Look::Dark, 1.0, ctx))
            .build_ui_state(
                |ui, at: &mut usize| {
                    let right = |ui: &mut Ui| drop(weak(ui, "2026-27 · Sample district"));
                    if let Some(tab) = nav_bar(ui, "SSID Desk", &tabs, *at, right) {
                        *at = tab;
                    }
                },
                0,
            );
        harness.run_steps(2);
        for tab in tabs {
            let place = harness.get_by_role_and_label(Role::Tab, tab).rect();
            assert!(place.left() >= 0.0 && place.right() <= width, "{tab} at {width}");
        }
        press(&mut harness, Role::Tab, "History", Key::Enter);
        assert_eq!(*harness.state(), 3);
    }
}

#[test]
fn a_dialog_keeps_the_keyboard_and_closes_by_escape() {
    let mut harness = window((true, 0), |ui, (open, below)| {
        *below += usize::from(button(ui, true, "Below").clicked());
        if *open {
            let dialog = modal(ui.ctx(), "Student", |ui| {
                for line in 0..100 {
                    ui.label(format!("Line {line}"));
                }
                button(ui, true, "Inside");
            });
            *open = !dialog.escaped;
        }
    });
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Dialog, "Student");
    for _ in 0..4 {
        harness.key_press(Key::Tab);
        harness.run_steps(2);
        assert!(!harness.get_by_label("Below").is_focused());
    }
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(!harness.state().0);
}

#[test]
fn a_question_starts_on_the_safe_answer() {
    let mut harness = window(None, |ui, answer: &mut Option<bool>| {
        if answer.is_none() {
            *answer = confirm(ui.ctx(), Tone::Bad, "Undo?", "58 records.", "Undo", "Keep");
        }
    });
    harness.run_steps(3);
    assert!(harness.get_by_role_and_label(Role::Button, "Keep").is_focused());
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert_eq!(*harness.state(), Some(false));
}

#[test]
fn news_and_jobs_can_be_ended() {
    let mut harness = window((0, 0), |ui, (closed, cancelled)| {
        let details = Some("line 3: 6 columns instead of 7");
        let pressed = notice(
            ui,
            Tone::Bad,
            "Not read.",
            details,
            Some("Try again."),
            &["Open folder"],
        );
        *closed += usize::from(pressed == Some(NoticeEvent::Closed));
        *cancelled += usize::from(progress_strip(ui, "Reading", Some(0.4), "4 of 10"));
        empty_state(ui, "No students yet", "Import a roster.");
    });
    press(&mut harness, Role::Link, "Show details", Key::Enter);
    harness.get_by_label_contains("line 3");
    press(&mut harness, Role::Button, "Close message", Key::Enter);
    press(&mut harness, Role::Button, "Cancel: Reading", Key::Space);
    assert_eq!(*harness.state(), (1, 1));
    harness.get_by_role_and_label(Role::ProgressIndicator, "Reading");
}

#[test]
fn long_names_break_nothing_in_any_place_and_look() {
    for (look, width) in [(Look::Light, 900.0), (Look::HighContrast, 220.0)] {
        let mut harness = Harness::builder()
            .with_size([width, 900.0])
            .with_context_setup(move |ctx| Theme::apply(look, 1.0, ctx))
            .build_ui(|ui| {
                breadcrumb(ui, &[LONG_NAME, LONG_NAME]);
                page_title(ui, LONG_NAME, |_| {}, |ui| drop(button(ui, true, "Print")));
                card_row(ui, "cards", &[1.0, 2.0], 150.0, |_, height, ui| {
                    card_sized(
                        ui,
                        height,
                        LONG_NAME,
                        |_| {},
                        |ui| {
                            pill(ui, Tone::Ok, LONG_NAME);
                            radio_card(
                                ui,
                                true,
                                LONG_NAME,
                                Some((Tone::Warn, LONG_NAME)),
                                LONG_NAME,
                                true,
                            );
                            note(ui, Tone::Accent, |ui| drop(link(ui, LONG_NAME)));
                        },
                    );
                });
                button(ui, true, LONG_NAME);
                notice(ui, Tone::Warn, LONG_NAME, None, Some(LONG_NAME), &[LONG_NAME]);
                progress_strip(ui, LONG_NAME, None, LONG_NAME);
            });
        harness.run_steps(4);
        assert!(harness.get_all_by_role_and_label(Role::Button, LONG_NAME).count() == 1);
    }
}
