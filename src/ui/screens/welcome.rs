//! First start: look around in the sample district, set up an empty one, or open an existing one.

use super::Cx;
use crate::app::Command;
use crate::domain::ids::SchoolYear;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{
    PathEvent, button, card_row, card_sized, note, path_field, primary_button, text_field, weak,
};
use egui::{ScrollArea, Ui};

/// The first screen.
#[derive(Default)]
pub struct Welcome {
    lea: String,
    name: String,
    year: Option<String>,
    path: String,
}

impl Welcome {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let theme = Theme::of(ui.ctx());
        ScrollArea::vertical().show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.add_space((ui.available_height() * 0.08).min(60.0));
                ui.label(
                    strong(crate::ui::window::PROGRAM)
                        .size(theme.size.title + 9.0)
                        .color(theme.color.accent),
                );
                weak(ui, "The right state ID for every student, once.");
                ui.add_space(18.0);
            });
            let margin = ((ui.available_width() - 1040.0) / 2.0).max(0.0);
            ui.horizontal(|ui| {
                ui.add_space(margin);
                ui.vertical(|ui| {
                    ui.set_width(ui.available_width() - margin);
                    card_row(ui, "ways", &[1.0, 1.0, 1.0], 260.0, |n, height, ui| match n {
                        0 => sample(ui, height, cx),
                        1 => self.new_district(ui, height, cx),
                        _ => self.existing(ui, height, cx),
                    });
                });
            });
        });
    }

    fn new_district(&mut self, ui: &mut Ui, height: f32, cx: &Cx<'_>) {
        let year = self
            .year
            .get_or_insert_with(|| SchoolYear::of(cx.view.today).to_string());
        card_sized(
            ui,
            height,
            "Start an empty district",
            |_| {},
            |ui| {
                weak(ui, "For real work: then import your roster from the SIS.");
                text_field(ui, "LEA number", &mut self.lea, None);
                text_field(ui, "District name", &mut self.name, None);
                text_field(ui, "School year (its end year: 2027 for 2026-27)", year, None);
                ui.add_space(4.0);
                let complete = !self.lea.trim().is_empty() && !self.name.trim().is_empty();
                use crate::ui::widgets::Because;
                if primary_button(ui, complete, "Start district")
                    .because("Fill in LEA number and district name first.")
                    .clicked()
                {
                    cx.send(Command::NewDistrict {
                        lea: self.lea.clone(),
                        name: self.name.clone(),
                        year: year.clone(),
                        practice: false,
                    });
                }
            },
        );
    }

    fn existing(&mut self, ui: &mut Ui, height: f32, cx: &Cx<'_>) {
        card_sized(
            ui,
            height,
            "Open an existing district",
            |_| {},
            |ui| {
                weak(
                    ui,
                    "A district's file ends in .ssiddesk. You can also drop it on this window.",
                );
                if path_field(ui, "District file", "Type or choose the file", &mut self.path)
                    == PathEvent::Browse
                {
                    cx.send(Command::AskOpenStore);
                }
                ui.add_space(4.0);
                if button(ui, !self.path.trim().is_empty(), "Open district").clicked() {
                    cx.send(Command::OpenStore(self.path.trim().into()));
                }
                ui.add_space(8.0);
                note(ui, Tone::Accent, |ui| {
                    weak(
                        ui,
                        &format!("Districts are kept in {}.", cx.view.data_folder.display()),
                    );
                });
            },
        );
    }
}

fn sample(ui: &mut Ui, height: f32, cx: &Cx<'_>) {
    card_sized(
        ui,
        height,
        "Look around in the sample district",
        |_| {},
        |ui| {
            ui.label("About 2,700 made-up students in five schools, and a practice SSID system that answers your request files.");
            ui.add_space(4.0);
            weak(
                ui,
                "Walk through the whole year: Retrieve, New, Update, Verify. Nothing in it is real, and nothing of it can reach a real district.",
            );
            ui.add_space(8.0);
            if primary_button(ui, true, "Open the sample district").clicked() {
                cx.send(Command::OpenSample);
            }
        },
    );
}

/// While a district is being opened.
pub fn opening(ui: &mut Ui, cx: &Cx<'_>) {
    let theme = Theme::of(ui.ctx());
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.35);
        let what = cx.view.job.map_or("Opening the district", |j| j.title);
        ui.label(strong(format!("{what} …")).size(theme.size.heading + 2.0));
        weak(ui, "This takes a moment.");
    });
}
