//! Questions: what is asked once about the whole file, each with what is suggested until a person has said it.

use crate::app::ImportState;
use crate::domain::problem::Place;
use crate::domain::roster::{CREATE, Question, Told, UNKNOWN_SCHOOLS};
use crate::domain::text::count;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{
    button, card_row, choice, empty_state, pill, plain_card, primary_button, radio_card, steady, weak,
};
use egui::{Label, Role, ScrollArea, Ui, UiBuilder};

/// The most answers that stand side by side; more are a list that opens.
const CARDS: usize = 4;

/// Draws them, `height` high; the reading that a person wants instead.
pub fn show(ui: &mut Ui, import: &ImportState, height: f32) -> Option<Vec<Told>> {
    let questions = &import.planned.plan.questions;
    if questions.is_empty() && import.planned.roster.unreadable.is_some() {
        empty_state(
            ui,
            "Nothing can be asked yet",
            "Say first, in the step Columns, which column holds what.",
        );
        return None;
    }
    let top = ui.cursor().top();
    let mut wanted = schools(ui, import);
    if questions.is_empty()
        && !import
            .planned
            .roster
            .reading
            .answers
            .contains_key(UNKNOWN_SCHOOLS)
    {
        empty_state(
            ui,
            "Nothing is asked about this file",
            "What it says can be read one way only. Look at the changes.",
        );
        return wanted;
    }
    let suggested = import.suggested().count();
    if suggested > 1 {
        ui.horizontal_wrapped(|ui| {
            if button(ui, true, "Take all suggestions").clicked() {
                wanted = Some(import.suggestions());
            }
            weak(
                ui,
                &format!(
                    "{suggested} questions go by what is suggested, until you say otherwise.{}",
                    without_answer(import)
                ),
            );
        });
        ui.add_space(2.0);
    }
    let rest = (height - (ui.cursor().top() - top)).max(100.0);
    let mut given = None;
    steady(ui, "questions", |ui| {
        ScrollArea::vertical()
            .id_salt("questions")
            .auto_shrink([false, false])
            .max_height(rest)
            .min_scrolled_height(rest)
            .show(ui, |ui| {
                for question in questions {
                    // Named by its key: an answer may add or take away questions above it.
                    let answer = steady(ui, ("question", &question.key), |ui| one(ui, question, import));
                    given = given
                        .take()
                        .or(answer.map(|a| vec![Told::Answer(question.key.clone(), a)]));
                    ui.add_space(4.0);
                }
            });
    });
    wanted.or(given)
}

/// How many questions have neither an answer nor a suggestion: they may stand below what is seen.
fn without_answer(import: &ImportState) -> String {
    match import.unanswered().count() {
        0 => String::new(),
        1 => " 1 has no answer yet.".to_owned(),
        n => format!(" {n} have no answer yet."),
    }
}

/// All schools that are not known at once: a district's first file may have dozens. Or what was said of all of them, and
/// a way back to being asked about each.
fn schools(ui: &mut Ui, import: &ImportState) -> Option<Vec<Told>> {
    let mut wanted = None;
    let reading = &import.planned.roster.reading;
    let said = reading.answers.get(UNKNOWN_SCHOOLS).map(String::as_str);
    let is_new = |q: &&Question| q.key.starts_with("school:") && q.choices.iter().any(|c| c.name == CREATE);
    let new: Vec<_> = import.unanswered().filter(is_new).collect();
    if said.is_some() {
        let sentence = match (said, import.planned.plan.new_schools.len()) {
            (Some(CREATE), 0) => "Schools that are not known are created; this file has none.".to_owned(),
            (Some(CREATE), n) => format!("{} will be created.", count(n, "new school", "new schools")),
            _ => "The rows of schools that are not known are held back.".to_owned(),
        };
        ui.horizontal_wrapped(|ui| {
            if button(ui, true, "Ask about each school").clicked() {
                wanted = Some(vec![Told::TakenBack(UNKNOWN_SCHOOLS.into())]);
            }
            weak(ui, &sentence);
        });
        ui.add_space(2.0);
    } else if new.len() > 1 {
        ui.horizontal_wrapped(|ui| {
            let all = format!("Create all {}", count(new.len(), "school", "schools"));
            if primary_button(ui, true, &all).clicked() {
                wanted = Some(vec![Told::Answer(UNKNOWN_SCHOOLS.into(), CREATE.into())]);
            }
            weak(
                ui,
                "These numbers are no schools of this district yet. Or say below which school each is.",
            );
        });
        ui.add_space(2.0);
    }
    wanted
}

/// One question; the answer that was given.
fn one(ui: &mut Ui, question: &Question, import: &ImportState) -> Option<String> {
    plain_card(ui, 0.0, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add(Label::new(strong(&question.sentence)).wrap());
            let (tone, state) = state(question, import);
            pill(ui, tone, state);
        });
        let hangs = hangs_on(question);
        if !hangs.is_empty() {
            weak(ui, &hangs);
        }
        ui.add_space(4.0);
        let group = UiBuilder::new()
            .id_salt("answers")
            .accessibility_role(Role::RadioGroup)
            .accessibility_label(question.sentence.as_str());
        ui.scope_builder(group, |ui| {
            if question.choices.len() <= CARDS {
                cards(ui, question)
            } else {
                list(ui, question)
            }
        })
        .inner
    })
}

/// What stands beside the question, in a word or two.
fn state(question: &Question, import: &ImportState) -> (Tone, &'static str) {
    if import.is_remembered_answer(question) {
        (Tone::Accent, "As last time")
    } else if question.is_answered() {
        (Tone::Ok, "Answered")
    } else if question.answer.is_some() {
        (Tone::Warn, "Suggested, not confirmed")
    } else {
        (Tone::Bad, "No answer yet")
    }
}

/// Where it comes up, what stood there, and how many rows hang on it.
fn hangs_on(question: &Question) -> String {
    let Place { line, column, .. } = &question.place;
    let mut place = Vec::new();
    place.extend(line.map(|n| format!("line {n}")));
    place.extend(column.clone());
    let mut parts = Vec::new();
    match (place.is_empty(), question.found.is_empty()) {
        (false, false) => parts.push(format!("First at {}: “{}”", place.join(", "), question.found)),
        (false, true) => parts.push(format!("First at {}", place.join(", "))),
        (true, false) => parts.push(format!("There is “{}”", question.found)),
        (true, true) => {}
    }
    if question.rows > 0 {
        let hang = if question.rows == 1 { "hangs" } else { "hang" };
        parts.push(format!("{} {hang} on it", count(question.rows, "row", "rows")));
    }
    parts.join(" · ")
}

fn is_suggested(question: &Question, name: &str) -> bool {
    !question.is_answered() && question.answer.as_deref() == Some(name)
}

fn cards(ui: &mut Ui, question: &Question) -> Option<String> {
    let mut given = None;
    let weights = vec![1.0; question.choices.len()];
    card_row(ui, "answers", &weights, 190.0, |n, _, ui| {
        let Some(c) = question.choices.get(n) else { return };
        let is_on = question.answer.as_deref() == Some(c.name.as_str());
        let mark = is_suggested(question, &c.name).then_some((Tone::Warn, "Suggested"));
        let card = radio_card(ui, is_on, &c.label, mark, "", true);
        if card.gained_focus() {
            card.scroll_to_me(None);
        }
        if card.clicked() {
            given = Some(c.name.clone());
        }
    });
    given
}

fn list(ui: &mut Ui, question: &Question) -> Option<String> {
    let mut value = question.answer.clone();
    let mut options: Vec<(Option<String>, &str)> = Vec::with_capacity(question.choices.len() + 1);
    if value.is_none() {
        options.push((None, "Choose …"));
    }
    options.extend(
        question
            .choices
            .iter()
            .map(|c| (Some(c.name.clone()), c.label.as_str())),
    );
    ui.horizontal(|ui| {
        let chosen = ui
            .scope(|ui| {
                ui.set_max_width((ui.available_width() - 130.0).clamp(160.0, 420.0));
                choice(ui, &question.sentence, &mut value, &options)
            })
            .inner;
        let confirmed = !question.is_answered()
            && question.answer.is_some()
            && primary_button(ui, true, "Confirm").clicked();
        value.filter(|_| chosen || confirmed)
    })
    .inner
}
