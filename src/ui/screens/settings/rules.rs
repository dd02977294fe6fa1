//! Settings: rules the district sets for itself.

use super::form::Fields;
use crate::ui::theme::strong;
use crate::ui::widgets::{card, check, choice_field, weak};
use egui::Ui;

/// Draws it.
pub fn show(ui: &mut Ui, fields: &mut Fields) {
    card(
        ui,
        "Rules",
        |_| {},
        |ui| {
            let lengths: Vec<(Option<u8>, String)> = std::iter::once((None, "Any length".to_owned()))
                .chain((1..=10).map(|n| (Some(n), format!("{n} digits"))))
                .collect();
            let options: Vec<(Option<u8>, &str)> = lengths.iter().map(|(n, t)| (*n, t.as_str())).collect();
            ui.scope(|ui| {
                ui.set_max_width(260.0);
                choice_field(ui, "Usual length of an SSID", &mut fields.ssid_digits, &options);
            });
            weak(
                ui,
                "An SSID of another length is taken, with a warning. Utah's have 7 digits.",
            );
            ui.add_space(10.0);
            ui.label(strong("Change flag"));
            check(
                ui,
                &mut fields.ethnicity_raises_flag,
                "A change of ethnicity raises the change flag",
            );
            weak(
                ui,
                "The manual's text leaves ethnicity out (“name, birth date, or gender”); its table of functions has it. With it, more students are in the Update file; nothing is lost.",
            );
            ui.add_space(10.0);
            ui.label(strong("Request files"));
            check(
                ui,
                &mut fields.header_row,
                "Request files begin with a header row",
            );
            weak(
                ui,
                "Ask your SSID site which it takes. Responses are read with or without one.",
            );
        },
    );
}
