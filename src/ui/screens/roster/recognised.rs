//! What was recognised of the file, on a line, and in a dialog with why, and all that is to be said about the file.

use super::rows::{self, Listed};
use crate::app::ImportState;
use crate::domain::problem::Problem;
use crate::domain::roster::Roster;
use crate::ui::theme::strong;
use crate::ui::widgets::{modal, primary_button, weak};
use egui::{Context, Label, ScrollArea, Ui};

/// The most sentences shown; a file with more has one trouble all over.
const MOST: usize = 40;

/// What stands around the sentences of the dialog: its title, its button and its edges.
const AROUND: f32 = 190.0;

/// `PowerSchool · Encoding: Windows-1252 · Delimiter: tab`.
pub fn line(roster: &Roster) -> String {
    let each = roster.recognised.iter().filter(|r| !r.value.is_empty());
    let each: Vec<String> = each
        .map(|r| match r.what {
            "Format" => r.value.clone(),
            what => format!("{what}: {}", r.value),
        })
        .collect();
    each.join(" · ")
}

/// Shows the dialog; `false` when it was closed.
pub fn show(ctx: &Context, import: &ImportState, listed: &Listed) -> bool {
    let roster = &import.planned.roster;
    let shown = modal(ctx, "How the file was read", |ui| {
        // What closes it stays in sight.
        let room = (ctx.content_rect().height() - AROUND).max(80.0);
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            weak(ui, &import.path.display().to_string());
            ui.add_space(6.0);
            for r in &roster.recognised {
                ui.horizontal_wrapped(|ui| {
                    ui.label(strong(format!("{}:", r.what)));
                    ui.label(&r.value);
                    if !r.why.is_empty() {
                        weak(ui, &r.why);
                    }
                });
            }
            let remarks = listed.remarks(&import.planned.plan);
            if remarks.len() > 0 {
                ui.add_space(8.0);
                said(ui, &import.planned.plan.file, remarks);
            }
        });
        ui.add_space(10.0);
        primary_button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}

/// What is to be said about the file as a whole.
fn said<'a>(ui: &mut Ui, file: &str, remarks: impl ExactSizeIterator<Item = &'a Problem>) {
    ui.label(strong("What is to be said about the file"));
    let more = remarks.len().saturating_sub(MOST);
    for problem in remarks.take(MOST) {
        ui.add(Label::new(format!("· {}", rows::sentence(problem, file, true))).wrap());
    }
    if more > 0 {
        weak(ui, &format!("… and {more} more."));
    }
}
