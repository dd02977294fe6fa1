//! Settings: the district itself.

use super::form::{Fields, Problems, Spot, problem_at};
use crate::app::Session;
use crate::domain::ids::SchoolYear;
use crate::ui::theme::Tone;
use crate::ui::widgets::{card, note, text_field, weak};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, session: &Session, fields: &mut Fields, problems: &Problems) {
    card(
        ui,
        "District",
        |_| {},
        |ui| {
            ui.set_max_width(ui.available_width().min(460.0));
            let at = |spot| problem_at(problems, spot);
            text_field(ui, "LEA number", &mut fields.lea, at(Spot::Lea));
            weak(
                ui,
                "The state's number for the district. It is part of the name of every request file.",
            );
            ui.add_space(4.0);
            text_field(ui, "District name", &mut fields.name, at(Spot::Name));
            ui.add_space(4.0);
            text_field(ui, "School year", &mut fields.year, at(Spot::Year));
            let spoken = SchoolYear::parse(&fields.year).map_or_else(
                |_| "Its end year, e.g. 2027 for 2026-27.".to_owned(),
                |year| {
                    format!(
                        "Its end year: {year} is {}. When it changes, look at the state's dates too.",
                        year.spoken()
                    )
                },
            );
            weak(ui, &spoken);
            if session.district.practice {
                ui.add_space(6.0);
                note(ui, Tone::Warn, |ui| {
                    ui.label("This is a practice district: its SSIDs come from the practice SSID system and are not real. It stays one, and none of its numbers can get into a real district.");
                });
            }
        },
    );
}
