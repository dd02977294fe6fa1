//! How the file was read: which column was taken for what, and all that is to be said about it.

use super::rows;
use crate::app::ImportState;
use crate::domain::roster::RosterColumn;
use crate::ui::theme::strong;
use crate::ui::widgets::{Column, TableSpec, cell_text, cell_weak, modal, primary_button, weak};
use egui::{Context, Label};

/// The most sentences shown; a file with more has one trouble all over.
const MOST: usize = 40;

/// Shows it; `false` when it was closed.
pub fn show(ctx: &Context, import: &ImportState) -> bool {
    let roster = &import.planned.roster;
    let shown = modal(ctx, "How the file was read", |ui| {
        weak(ui, &import.path.display().to_string());
        ui.add_space(6.0);
        for problem in roster.problems.iter().take(MOST) {
            ui.add(Label::new(format!("· {}", rows::sentence(problem, true))).wrap());
        }
        if roster.problems.len() > MOST {
            weak(ui, &format!("… and {} more.", roster.problems.len() - MOST));
        }
        if !roster.problems.is_empty() {
            ui.add_space(8.0);
        }
        ui.label(strong("Columns"));
        let columns = [
            Column::share("In the file", 160.0, 1.0),
            Column::share("Taken for", 160.0, 1.0),
        ];
        TableSpec::new("columns", "Columns of the file", &columns, roster.columns.len())
            .fitted()
            .show(
                ui,
                |n| {
                    let c = &roster.columns[n];
                    format!(
                        "{}: {}",
                        c.header,
                        c.column.map_or("not used", RosterColumn::label)
                    )
                },
                |n, at, ui| {
                    let c = &roster.columns[n];
                    match (at, c.column) {
                        (0, _) => drop(cell_text(ui, &c.header)),
                        (_, Some(column)) => drop(cell_text(ui, column.label())),
                        (_, None) => drop(cell_weak(ui, "not used")),
                    }
                },
            );
        ui.add_space(10.0);
        primary_button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}
