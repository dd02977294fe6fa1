//! Settings: the look. Each choice holds at once and for this computer; there is nothing to save.

use super::super::Cx;
use crate::app::Command;
use crate::ui::theme::{Look, strong};
use crate::ui::widgets::{Because, button, card, radio_card, weak};
use egui::Ui;

/// The smallest and largest size of text, in tenths.
const SIZES: std::ops::RangeInclusive<i32> = 8..=16;

/// Draws it.
pub fn show(ui: &mut Ui, cx: &Cx<'_>) {
    card(
        ui,
        "Look",
        |_| {},
        |ui| {
            weak(
                ui,
                "Holds at once, on this computer only; there is nothing to save.",
            );
            ui.add_space(4.0);
            let now = Look::by_name(&cx.view.prefs.look);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width().min(460.0));
                for look in Look::ALL {
                    let said = match look {
                        Look::Light => "Dark text on white cards.",
                        Look::Dark => "Light text on dark grey cards.",
                        Look::HighContrast => "White on black with full borders, for weak eyes.",
                    };
                    if radio_card(ui, look == now, look.label(), None, said, true).clicked() {
                        cx.send(Command::SetLook(look.label().to_owned()));
                    }
                }
            });
            ui.add_space(10.0);
            ui.label(strong("Size of text"));
            let tenths = (cx.view.prefs.text_scale * 10.0).round() as i32;
            let set = |tenths: i32| cx.send(Command::SetTextScale(tenths as f32 / 10.0));
            ui.horizontal_wrapped(|ui| {
                let smaller =
                    button(ui, tenths > *SIZES.start(), "Smaller").because("This is the smallest size.");
                if smaller.clicked() {
                    set((tenths - 1).max(*SIZES.start()));
                }
                if button(ui, tenths < *SIZES.end(), "Larger")
                    .because("This is the largest size.")
                    .clicked()
                {
                    set((tenths + 1).min(*SIZES.end()));
                }
                if button(ui, tenths != 10, "Usual size")
                    .because("This is the usual size.")
                    .clicked()
                {
                    set(10);
                }
                weak(ui, &format!("{} % of the usual size", tenths * 10));
            });
        },
    );
}
