//! Look up by name: whom the search found, and as what each is used.

use super::desk::{Desk, NONE};
use super::start::Typed;
use crate::app::{Card, Command, MergeCommand};
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, card_sized, cell_text, cell_weak, link, pill, search_field, weak,
};
use egui::Ui;

/// Rows in sight before the list scrolls.
const IN_SIGHT: f32 = 4.0;

/// The card.
pub(super) fn card(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, height: f32, query: &mut Typed) {
    card_sized(
        ui,
        height,
        "Look up by name",
        |_| {},
        |ui| {
            query.follow(&desk.merge.query);
            let field = search_field(
                ui,
                "Look up a profile",
                "Name, number, SSID or birth date",
                &mut query.text,
            );
            if field.changed() {
                cx.send(Command::Merge(MergeCommand::LookUp(query.text.clone())));
            }
            let found: Vec<&Card> = desk
                .merge
                .found
                .iter()
                .filter_map(|at| desk.roll.cards().get(*at as usize))
                .map(|card| &**card)
                .collect();
            if found.is_empty() {
                let text = query.text.trim();
                if text.is_empty() {
                    weak(
                        ui,
                        "The Target is the profile imported from the SIS. The Source is the duplicate marked with a D.",
                    );
                } else {
                    weak(
                        ui,
                        &format!("Nobody matches “{text}”. Try fewer letters of the name."),
                    );
                }
                return;
            }
            results(ui, cx, desk, &found);
        },
    );
}

fn results(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, found: &[&Card]) {
    let columns = [
        Column::share("Profile", 170.0, 1.5),
        Column::share("Birth date · school", 130.0, 1.0),
        Column::fixed("Use as", 132.0),
    ];
    let mut spec = TableSpec::new("found", "Profiles found", &columns, found.len());
    spec.row_height = Theme::of(ui.ctx()).size.row_two_lines;
    spec.framed = false;
    spec.height = TableHeight::Exactly(31.0 + spec.row_height * (found.len() as f32).min(IN_SIGHT));
    spec.show(
        ui,
        |row| spoken(desk, found[row]),
        |row, column, ui| {
            let card = found[row];
            let day = card.birth_date.map_or_else(|| NONE.to_owned(), |d| d.to_string());
            match column {
                0 => two(
                    ui,
                    |ui| drop(cell_text(ui, &card.name)),
                    |ui| {
                        weak(ui, &card.number);
                        if card.duplicate {
                            pill(ui, Tone::Warn, "duplicate");
                        }
                        if card.not_integrated {
                            pill(ui, Tone::Neutral, "no link");
                        }
                    },
                ),
                1 => two(
                    ui,
                    |ui| drop(cell_text(ui, &day)),
                    |ui| {
                        cell_weak(ui, desk.school(&card.school));
                    },
                ),
                _ => uses(ui, cx, desk, card),
            }
        },
    );
}

fn uses(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, card: &Card) {
    let send = |command| cx.send(Command::Merge(command));
    let number = || card.number.to_string();
    let name = |side: &str| format!("Use {} ({}) as {side}", card.name, card.number);
    if link(ui, "Target").accessible_name(name("Target")).clicked() {
        send(MergeCommand::SetTarget(number()));
    }
    ui.add_space(8.0);
    if link(ui, "Source").accessible_name(name("Source")).clicked() {
        // The first place that is free, or a new one.
        let sources = &desk.merge.sources;
        let free = sources.iter().position(|s| s.trim().is_empty());
        let at = free.unwrap_or(sources.len());
        if free.is_none() && !sources.is_empty() {
            send(MergeCommand::AddSource);
        }
        send(MergeCommand::SetSource(at, number()));
    }
}

fn spoken(desk: &Desk<'_>, card: &Card) -> String {
    let mut out = format!("{}, number {}", card.name, card.number);
    if let Some(day) = card.birth_date {
        out.push_str(&format!(", born {day}"));
    }
    if !card.school.is_empty() {
        out.push_str(&format!(", {}", desk.school(&card.school)));
    }
    if card.duplicate {
        out.push_str(", duplicate");
    }
    if card.not_integrated {
        out.push_str(", no IntegrationIDT");
    }
    out
}

/// Two lines in one cell.
fn two(ui: &mut Ui, first: impl FnOnce(&mut Ui), second: impl FnOnce(&mut Ui)) {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(4.0);
        first(ui);
        ui.horizontal(second);
    });
}
