//! Help: for the SSID Process the function table of its manual, word for word; for Missing IDs and merging the procedure;
//! for Duplicates what the bands mean.

mod duplicates;
mod procedure;

use crate::app::Tab;
use crate::domain::request::{MANUAL_HEADERS, MANUAL_NOTE, MANUAL_TABLE};
use crate::ui::theme::{Theme, strong};
use crate::ui::widgets::{primary_button, weak, wide_modal};
use egui::{Context, Grid, Label, Ui};

/// Shows the help for the tab that is open; `false` when it was closed.
pub fn show(ctx: &Context, tab: Tab) -> bool {
    let merging = matches!(
        tab,
        Tab::GeneralStudentTable | Tab::MissingIds | Tab::MergeStudentProfiles
    );
    let title = match tab {
        Tab::Duplicates => "Profiles that may be one student",
        _ if merging => "How to resolve a missing IntegrationIDT or a provisional ID",
        _ => "“SSID Process” screen",
    };
    let shown = wide_modal(ctx, title, |ui| {
        if merging {
            procedure::show(ui);
        } else if tab == Tab::Duplicates {
            duplicates::show(ui);
        } else {
            table(ui);
            ui.add_space(8.0);
            weak(ui, MANUAL_NOTE);
            ui.add_space(4.0);
            weak(ui, KEYS);
        }
        ui.add_space(10.0);
        primary_button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}

const KEYS: &str = "Keys: Ctrl+1 to Ctrl+7 go to the tabs, Ctrl+8 to Settings. In a list the arrows move, Enter opens. Every place for a file takes a typed path, the “…” button, or a file dropped on the window. On the tabs for Missing IDs and merging, Help shows their procedure; on Duplicates, what the bands mean.";

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

/// A table of keys and what they do, two pairs in a line.
fn keys(ui: &mut Ui, title: &str, keys: &[(&str, &str)]) {
    let small = Theme::of(ui.ctx()).size.small;
    ui.label(strong(title));
    Grid::new(title)
        .num_columns(4)
        .spacing([16.0, 2.0])
        .show(ui, |ui| {
            for pair in keys.chunks(2) {
                for (key, does) in pair {
                    ui.label(strong(*key).size(small));
                    ui.label(*does);
                }
                ui.end_row();
            }
        });
}
