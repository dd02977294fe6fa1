//! A row of the file in full: what changes field by field, what is wrong with it and where; or a student who no longer
//! stands in the file.

use super::fate;
use super::rows::{Listed, sentence};
use crate::app::{ImportState, Session};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Fate, Gone};
use crate::domain::text::thousands;
use crate::ui::screens::words;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{card, link, note, pill, weak};
use egui::{Label, ScrollArea, Ui};

/// Draws a row; `true` when it was closed.
pub fn row(ui: &mut Ui, at: usize, import: &ImportState, session: &Session, listed: &Listed) -> bool {
    let plan = &import.planned.plan;
    let Some(row) = plan.rows.get(at) else {
        return true;
    };
    let title = match row.name.is_empty() {
        true => "A row without a name",
        false => &row.name,
    };
    framed(ui, title, |ui| {
        ui.horizontal_wrapped(|ui| {
            let (tone, word) = fate(&row.fate);
            pill(ui, tone, word);
            if let Some(like) = listed.alike(at, plan) {
                pill(
                    ui,
                    Tone::Warn,
                    &format!("Looks like {} ({})", like.name, like.number),
                );
            }
            let number = match row.number.is_empty() {
                true => String::new(),
                false => format!(" · number {}", row.number),
            };
            weak(ui, &format!("Line {}{number}", thousands(row.file_line as usize)));
        });
        ui.add_space(4.0);
        for problem in listed.problems(row, plan) {
            show_problem(ui, problem, &plan.file);
        }
        match &row.fate {
            Fate::Added(student) => {
                ui.label(strong("A new student"));
                for line in words::filled(&student.student(), session) {
                    bullet(ui, &line);
                }
            }
            Fate::Changed(_, changes) => {
                ui.label(strong("What changes: before → after"));
                for change in changes {
                    bullet(ui, &words::field_change(change, session));
                }
            }
            Fate::Same => drop(ui.label("The row says what is here already.")),
            Fate::Refused => drop(ui.label("Nothing of this row is taken.")),
        }
    })
}

/// Draws a student who has gone; `true` when it was closed.
pub fn gone(ui: &mut Ui, gone: &Gone, marks: bool, session: &Session) -> bool {
    framed(ui, &gone.name, |ui| {
        ui.horizontal_wrapped(|ui| {
            pill(ui, Tone::Warn, mark(gone, marks));
            let school = session.school_name(&gone.school);
            weak(ui, &format!("number {} · {school}", gone.number));
        });
        ui.add_space(4.0);
        let why = if gone.named {
            "Stands here, and the file marks the student as deleted."
        } else {
            "Stands here and no longer in the file."
        };
        let then = match gone.since {
            _ if !marks => "Nothing is written for it, and nobody is deleted.".to_owned(),
            Some(since) => format!(
                "Marked for review since {since}, by an earlier file that left the student out; the mark stays as it is, and nobody is deleted."
            ),
            None => {
                "The mark asks somebody to look; nothing else is changed, and nobody is deleted.".to_owned()
            }
        };
        ui.add(Label::new(format!("{why} {then}")).wrap());
    })
}

/// What happens to somebody who has gone, in a word or two. `marks` says whether this import marks anybody.
pub fn mark(gone: &Gone, marks: bool) -> &'static str {
    match gone.since {
        _ if !marks => "Nothing",
        Some(_) => "Marked before",
        None => "Marked for review",
    }
}

fn framed(ui: &mut Ui, title: &str, body: impl FnOnce(&mut Ui)) -> bool {
    let mut closed = false;
    let highest = ui.available_height() - 70.0;
    card(
        ui,
        title,
        |ui| closed = link(ui, "Close").clicked(),
        |ui| {
            ScrollArea::vertical()
                .id_salt("row")
                .auto_shrink([false, false])
                .max_height(highest.max(60.0))
                .min_scrolled_height(highest.max(60.0))
                .show(ui, body);
        },
    );
    closed
}

/// A problem with its place, what stood there and what was expected.
fn show_problem(ui: &mut Ui, problem: &Problem, file: &str) {
    let tone = match problem.severity {
        Severity::Warning => Tone::Warn,
        Severity::Held | Severity::Refused => Tone::Bad,
    };
    note(ui, tone, |ui| {
        let mut said = problem.clone();
        let found = std::mem::take(&mut said.found);
        let expected = std::mem::take(&mut said.expected);
        ui.add(Label::new(sentence(&said, file, false)).wrap());
        if !found.is_empty() {
            ui.add(Label::new(format!("Found: “{found}”")).wrap());
        }
        if !expected.is_empty() {
            ui.add(Label::new(format!("Expected: {expected}")).wrap());
        }
    });
    ui.add_space(4.0);
}

fn bullet(ui: &mut Ui, line: &str) {
    ui.add(Label::new(format!("· {line}")).wrap());
}
