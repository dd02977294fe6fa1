//! Help: the function table of the SSID Process manual, word for word.

use crate::domain::request::{MANUAL_HEADERS, MANUAL_NOTE, MANUAL_TABLE};
use crate::ui::theme::{Theme, strong};
use crate::ui::widgets::{primary_button, weak, wide_modal};
use egui::{Context, Grid, Label, Ui};

/// Shows the help; `false` when it was closed.
pub fn show(ctx: &Context) -> bool {
    let shown = wide_modal(ctx, "“SSID Process” screen", |ui| {
        table(ui);
        ui.add_space(8.0);
        weak(ui, MANUAL_NOTE);
        ui.add_space(4.0);
        weak(
            ui,
            "Keys: Ctrl+1 to Ctrl+4 go to the tabs. In a list the arrows move, Enter opens. Every place for a file takes a typed path, the “…” button, or a file dropped on the window.",
        );
        ui.add_space(10.0);
        primary_button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}

fn table(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let first = 70.0;
    let rest = ((ui.available_width() - first) / 5.0 - 12.0).max(80.0);
    Grid::new("manual")
        .num_columns(6)
        .spacing([12.0, 10.0])
        .striped(true)
        .show(ui, |ui| {
            for (i, header) in MANUAL_HEADERS.iter().enumerate() {
                ui.vertical(|ui| {
                    ui.set_width(if i == 0 { first } else { rest });
                    ui.add(Label::new(strong(*header).size(theme.size.small)).wrap());
                });
            }
            ui.end_row();
            for row in &MANUAL_TABLE {
                for (i, cell) in row.iter().enumerate() {
                    ui.vertical(|ui| {
                        ui.set_width(if i == 0 { first } else { rest });
                        if i == 0 {
                            ui.label(strong(*cell));
                        } else {
                            ui.add(Label::new(*cell).wrap());
                        }
                    });
                }
                ui.end_row();
            }
        });
}
