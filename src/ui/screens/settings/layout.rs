//! Settings: the columns of request and response files.

use super::super::Cx;
use crate::app::{Command, Session};
use crate::domain::layout::Layout;
use crate::domain::request::Function;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, Column, TableSpec, button, card, cell_text, cell_weak, note, pill, weak};
use egui::Ui;
use std::sync::LazyLock;

/// The layout that ships with the program, read once.
static DEFAULT: LazyLock<Layout> = LazyLock::new(Layout::utah_default);

/// Draws it.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
    let layout = &session.district.layout;
    let default = *layout == *DEFAULT;
    let busy = cx.view.busy();
    card(
        ui,
        "File layout",
        |ui| drop(pill(ui, Tone::Neutral, if default { "default" } else { "own" })),
        |ui| {
            ui.horizontal_wrapped(|ui| {
                weak(ui, "In use:");
                ui.label(strong(layout.name.as_str()));
            });
            if default {
                note(ui, Tone::Warn, |ui| {
                    ui.label("This is the default layout, check it against your SSID site. The state's own file specification is not public.");
                });
            }
            weak(
                ui,
                "A layout is a small text file. Save a copy, change it with a text editor, then choose it here.",
            );
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                if button(ui, true, "Save a copy …").clicked() {
                    cx.send(Command::AskSaveLayout);
                }
                if button(ui, !busy, "Choose a layout file …").clicked() {
                    cx.send(Command::AskLayout);
                }
                let back = button(ui, !busy && !default, "Use the default layout").because(if default {
                    "It is in use."
                } else {
                    "Wait until the work under way has ended."
                });
                if back.clicked() {
                    let mut district = session.district.clone();
                    district.layout = DEFAULT.clone();
                    cx.send(Command::SaveSettings(Box::new(district)));
                }
            });
            ui.add_space(8.0);
            columns(ui, layout);
        },
    );
}

fn columns(ui: &mut Ui, layout: &Layout) {
    let columns = [
        Column::fixed("No.", 44.0).right(),
        Column::share("Column", 150.0, 2.0),
        Column::fixed("Longest", 72.0).right(),
        Column::share("Needed for", 150.0, 2.0),
        Column::share("More", 130.0, 1.6),
    ];
    let list = &layout.columns;
    let mut spec = TableSpec::new("layout", "Columns of the layout", &columns, list.len()).fitted();
    spec.row_height = Theme::of(ui.ctx()).size.row - 4.0;
    spec.show(
        ui,
        |n| format!("Column {}: {}", n + 1, list[n].header),
        |n, at, ui| {
            let c = &list[n];
            match at {
                0 => drop(cell_text(ui, &(n + 1).to_string())),
                1 => drop(cell_text(ui, &c.header)),
                2 => drop(match c.max {
                    Some(max) => cell_text(ui, &max.to_string()),
                    None => cell_weak(ui, "any"),
                }),
                3 if c.required_for.len() == Function::ALL.len() => drop(cell_text(ui, "all four")),
                3 => {
                    let each: Vec<&str> = c.required_for.iter().map(|f| f.word()).collect();
                    cell_text(ui, &each.join(", "));
                }
                _ => drop(cell_text(ui, &more(c))),
            }
        },
    );
}

fn more(c: &crate::domain::layout::Column) -> String {
    let mut parts = Vec::new();
    if c.response_only {
        parts.push("responses only".to_owned());
    }
    if let Some(format) = &c.date_format {
        let example = chrono::NaiveDate::from_ymd_opt(2014, 3, 9)
            .map(|d| d.format(format).to_string())
            .unwrap_or_default();
        parts.push(format!("as {example}"));
    }
    let codes = c.codes.iter().map(|(ours, theirs)| format!("{ours} is {theirs}"));
    parts.extend(codes);
    parts.join(", ")
}
