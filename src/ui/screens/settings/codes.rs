//! Settings: the lists of gender and ethnicity codes.

use super::dates::two_fields;
use super::form::{Fields, Problems, Spot, problem_at};
use crate::ui::theme::Theme;
use crate::ui::widgets::{button, card, weak};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, fields: &mut Fields, problems: &Problems) {
    list(
        ui,
        "Gender codes",
        "Gender",
        "A code that is taken out stays in the records that have it.",
        &mut fields.genders,
        |n| problem_at(problems, Spot::Gender(n)),
    );
    ui.add_space(Theme::of(ui.ctx()).size.gap - ui.spacing().item_spacing.y);
    list(
        ui,
        "Ethnicity and race codes",
        "Ethnicity",
        "H means Hispanic or Latino, which is asked apart from the races; every other code is a race.",
        &mut fields.ethnicities,
        |n| problem_at(problems, Spot::Ethnicity(n)),
    );
}

fn list<'p>(
    ui: &mut Ui,
    title: &str,
    one: &str,
    hint: &str,
    codes: &mut Vec<(String, String)>,
    problem: impl Fn(usize) -> Option<&'p str>,
) {
    card(
        ui,
        title,
        |_| {},
        |ui| {
            weak(ui, hint);
            let mut gone = None;
            for (n, (code, label)) in codes.iter_mut().enumerate() {
                ui.push_id((one, n), |ui| {
                    let remove = two_fields(
                        ui,
                        (&format!("{one} {}: code", n + 1), code, problem(n)),
                        (&format!("{one} {}: what it means", n + 1), label, None),
                        0.34,
                        &format!("Remove {} {}", one.to_lowercase(), n + 1),
                    );
                    if remove {
                        gone = Some(n);
                    }
                });
            }
            if let Some(n) = gone {
                codes.remove(n);
            }
            ui.add_space(6.0);
            if button(ui, true, &format!("Add {}", article(one))).clicked() {
                codes.push(Default::default());
            }
        },
    );
}

fn article(one: &str) -> String {
    let lower = one.to_lowercase();
    if lower.starts_with('e') {
        format!("an {lower}")
    } else {
        format!("a {lower}")
    }
}
