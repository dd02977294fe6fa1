//! Settings: the state's dates.

use super::form::{Fields, Problems, Spot, dates_as_text, problem_at};
use crate::domain::dates::StateDate;
use crate::domain::ids::SchoolYear;
use crate::ui::theme::Tone;
use crate::ui::widgets::{Because, button, card, note, text_field, weak};
use egui::{Id, Ui};

/// Draws it.
pub fn show(ui: &mut Ui, fields: &mut Fields, problems: &Problems) {
    card(
        ui,
        "The state's dates",
        |_| {},
        |ui| {
            weak(
                ui,
                "Before each of them all four functions have to be done; SSID Process counts the days.",
            );
            note(ui, Tone::Warn, |ui| {
                ui.label("Check them against the state's calendar: the usual dates are not announced ones.");
            });
            ui.add_space(4.0);
            let mut gone = None;
            for (n, (name, day)) in fields.dates.iter_mut().enumerate() {
                ui.push_id(("date", n), |ui| {
                    let at = |spot| problem_at(problems, spot);
                    let remove = two_fields(
                        ui,
                        (
                            &format!("Date {}: what is due", n + 1),
                            name,
                            at(Spot::DateName(n)),
                        ),
                        (&format!("Date {}: day", n + 1), day, at(Spot::DateDay(n))),
                        0.62,
                        &format!("Remove date {}", n + 1),
                    );
                    if remove {
                        gone = Some(n);
                    }
                });
            }
            if let Some(n) = gone {
                fields.dates.remove(n);
            }
            ui.add_space(6.0);
            ui.horizontal_wrapped(|ui| {
                if button(ui, true, "Add a date").clicked() {
                    fields.dates.push(Default::default());
                }
                let year = SchoolYear::parse(&fields.year);
                let text = match &year {
                    Ok(year) => format!("The usual dates of {}", year.spoken()),
                    Err(_) => "This school year's usual dates".to_owned(),
                };
                let usual =
                    button(ui, year.is_ok(), &text).because("The school year in District cannot be read.");
                if usual.clicked()
                    && let Ok(year) = year
                {
                    fields.dates = dates_as_text(&StateDate::defaults(year));
                }
            });
        },
    );
}

/// Two fields side by side with a button that removes the line; `true` when it was pressed.
pub fn two_fields(
    ui: &mut Ui,
    left: (&str, &mut String, Option<&str>),
    right: (&str, &mut String, Option<&str>),
    share: f32,
    remove: &str,
) -> bool {
    let gap = 10.0;
    let id = Id::unique("remove-width");
    let button_width: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(86.0);
    let room = (ui.available_width().min(620.0) - button_width - 2.0 * gap).max(160.0);
    let mut pressed = false;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = gap;
        for ((label, text, problem), width) in [(left, room * share), (right, room * (1.0 - share))] {
            ui.allocate_ui(egui::vec2(width.floor(), 0.0), |ui| {
                ui.set_width(width.floor());
                text_field(ui, label, text, problem);
            });
        }
        ui.vertical(|ui| {
            // As high as the labels of the fields beside it.
            ui.add_space(19.0);
            let response = button(ui, true, "Remove").accessible_name(remove);
            let width = response.rect.width();
            ui.data_mut(|d| d.insert_temp(id, width));
            pressed = response.clicked();
        });
    });
    pressed
}
