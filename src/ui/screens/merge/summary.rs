//! The profiles that were looked up, side by side, before their differences are reviewed.

use super::blockers;
use super::desk::{Desk, NONE, facts_of};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::{Key, Profile};
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Because, Column, TableSpec, button, card as titled, cell_text, cell_weak, pill, primary_button, weak,
};
use egui::Ui;

/// The card; the answer is a row that a person wants to decide.
pub(super) fn card(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) -> Option<Key> {
    let send = |command| cx.send(Command::Merge(command));
    titled(
        ui,
        "These profiles",
        |_| {},
        |ui| {
            table(ui, desk, open);
            ui.add_space(6.0);
            let decide = blockers::show(ui, cx, open);
            if !open.consequence.is_empty() {
                weak(ui, &open.consequence);
            }
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                let ready = !blockers::is_hopeless(open);
                let review = primary_button(ui, ready, "Click here to Merge differences")
                    .because("These profiles cannot be merged with each other; the sentence above says why.");
                if review.clicked() {
                    send(MergeCommand::OpenReview);
                }
                if button(ui, true, "Swap Source and Target").clicked() {
                    send(MergeCommand::Swap);
                }
            });
            decide
        },
    )
}

fn table(ui: &mut Ui, desk: &Desk<'_>, open: &OpenMerge) {
    let Some(first) = open.reviews.first() else {
        return;
    };
    let mut profiles: Vec<(String, &Profile)> = vec![("Target".into(), &first.target)];
    for (n, review) in open.reviews.iter().enumerate() {
        let title = if open.reviews.len() == 1 {
            "Source".to_owned()
        } else {
            format!("Source {}", n + 1)
        };
        profiles.push((title, &review.source));
    }
    let facts: Vec<_> = profiles.iter().map(|(_, p)| facts_of(desk, p)).collect();
    let mut columns = vec![Column::fixed("", 130.0)];
    columns.extend(profiles.iter().map(|(t, _)| Column::share(t, 150.0, 1.0)));
    let rows = facts.first().map_or(0, |f| f.len());
    TableSpec::new("pair", "The profiles to merge", &columns, rows)
        .fitted()
        .show(
            ui,
            |row| {
                let each: Vec<String> = profiles
                    .iter()
                    .zip(&facts)
                    .map(|((title, _), f)| format!("{title} {}", or_none(&f[row].1)))
                    .collect();
                format!("{}: {}", facts[0][row].0, each.join(", "))
            },
            |row, column, ui| {
                let Some(at) = column.checked_sub(1) else {
                    return drop(cell_weak(ui, facts[0][row].0));
                };
                let (label, text) = &facts[at][row];
                if text.is_empty() {
                    cell_weak(ui, NONE);
                } else {
                    cell_text(ui, text);
                }
                if *label == "Number" && profiles[at].1.student.duplicate {
                    pill(ui, Tone::Warn, "duplicate");
                }
            },
        );
}

fn or_none(text: &str) -> &str {
    if text.is_empty() { NONE } else { text }
}
