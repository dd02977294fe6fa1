//! The card of enrollments: rows of school, grade, entry and exit that are added, edited and removed.

use super::parts::{columns, field_with, said_below};
use super::typing::{Form, Schools};
use crate::app::Opened;
use crate::domain::codes::{GRADES, grade_label};
use crate::domain::draft::{EnrollmentDraft, EnrollmentPart as Part, Spot};
use crate::ui::theme::Theme;
use crate::ui::widgets::{button, card, choice_field, link, weak};
use egui::{Role, Ui, UiBuilder};

/// The card.
pub fn enrollments(ui: &mut Ui, form: &mut Form, opened: &Opened, schools: &Schools) {
    card(
        ui,
        "Enrollments",
        |_| {},
        |ui| {
            let mut remove = None;
            // In one place, so that the keyboard stays on the button below when a row comes or goes.
            ui.scope(|ui| {
                if schools.names.is_empty() {
                    weak(
                        ui,
                        "This district has no schools yet. Import a roster, or add schools in Settings.",
                    );
                } else if form.draft.enrollments.is_empty() {
                    weak(ui, "This student is enrolled nowhere.");
                }
                for at in 0..form.draft.enrollments.len() {
                    let name = format!("Enrollment {}", at + 1);
                    let group = UiBuilder::new()
                        .id_salt(("enrollment", at))
                        .accessibility_role(Role::Group)
                        .accessibility_label(name);
                    ui.scope_builder(group, |ui| {
                        if row(ui, form, opened, schools, at) {
                            remove = Some(at);
                        }
                    });
                }
            });
            if let Some(at) = remove {
                form.draft.enrollments.remove(at);
            }
            if button(ui, !schools.names.is_empty(), "Add enrollment").clicked() {
                form.draft.enrollments.push(EnrollmentDraft::default());
            }
        },
    );
}

/// One row; whether it is to be removed.
fn row(ui: &mut Ui, form: &mut Form, opened: &Opened, schools: &Schools, at: usize) -> bool {
    let mut remove = false;
    let said = |form: &Form, part| form.problem(Spot::Enrollment(at, part), opened);
    columns(
        ui,
        "row",
        &[2.6, 0.9, 1.25, 1.25, 0.75],
        62.0,
        &mut |n, ui| match n {
            0 => {
                school(ui, form, schools, at);
                said_below(ui, said(form, Part::School).as_ref());
            }
            1 => {
                grade(ui, form, at);
                said_below(ui, said(form, Part::Grade).as_ref());
            }
            2 | 3 => {
                let part = if n == 2 { Part::Entry } else { Part::Exit };
                let said = said(form, part);
                if let Some(typed) = form.draft.enrollments.get_mut(at) {
                    let text = if n == 2 { &mut typed.entry } else { &mut typed.exit };
                    field_with(ui, part.label(), text, said.as_ref());
                }
            }
            _ => {
                // At the height of the fields beside it, which have their labels above.
                let theme = Theme::of(ui.ctx());
                ui.add_space(theme.size.small + theme.size.control_height / 2.0);
                remove = link(ui, "Remove").clicked();
            }
        },
    );
    remove
}

fn school(ui: &mut Ui, form: &mut Form, schools: &Schools, at: usize) {
    let Some(typed) = form.draft.enrollments.get_mut(at) else {
        return;
    };
    let now = typed.school.clone();
    let mut options: Vec<(&str, &str)> = Vec::with_capacity(schools.names.len() + 1);
    if now.is_empty() {
        options.push(("", "Choose a school"));
    }
    options.extend(schools.names.iter().map(|(c, n)| (c.as_str(), n.as_str())));
    if !options.iter().any(|(code, _)| *code == now) {
        options.push((&now, &now));
    }
    let mut chosen = now.as_str();
    if choice_field(ui, Part::School.label(), &mut chosen, &options) {
        typed.school = chosen.to_owned();
    }
}

fn grade(ui: &mut Ui, form: &mut Form, at: usize) {
    let Some(typed) = form.draft.enrollments.get_mut(at) else {
        return;
    };
    let now = typed.grade.clone();
    let mut options: Vec<(&str, &str)> = vec![("", "–")];
    options.extend(GRADES.map(|g| (g, grade_label(g))));
    if !options.iter().any(|(code, _)| *code == now) {
        options.push((&now, &now));
    }
    let mut chosen = now.as_str();
    if choice_field(ui, Part::Grade.label(), &mut chosen, &options) {
        typed.grade = chosen.to_owned();
    }
}
