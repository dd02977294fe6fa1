//! The profiles that were looked up, side by side, before their differences are reviewed.

use super::blockers::{self, Lead};
use super::desk::{Desk, NONE, facts_of};
use super::warned;
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::Profile;
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Because, Column, TableSpec, button, card as titled, cell_text, cell_weak, pill, primary_button, weak,
};
use egui::{Align, Rect, Ui};

/// The height of a row: lower than usual, that all is seen at once.
const ROW: f32 = 28.0;

/// The card; the answer is a row that a person wants to decide. When the profiles were looked up just now, it comes into
/// sight, and its way on takes the keyboard.
pub(super) fn card(
    ui: &mut Ui,
    cx: &Cx<'_>,
    desk: &Desk<'_>,
    open: &OpenMerge,
    arriving: bool,
) -> Option<Lead> {
    let top = ui.cursor().min;
    let send = |command| cx.send(Command::Merge(command));
    let ready = !blockers::is_hopeless(open);
    // In the line of the title, so that the way on is in sight however small the window.
    let go_on = |ui: &mut Ui| {
        let review = primary_button(ui, ready, "Click here to Merge differences")
            .because("These profiles cannot be merged with each other; the sentence below says why.");
        if review.clicked() {
            send(MergeCommand::OpenReview);
        }
        if arriving && ready {
            review.request_focus();
        }
        if button(ui, true, "Swap Source and Target").clicked() {
            send(MergeCommand::Swap);
        }
    };
    let decide = titled(ui, "These profiles", go_on, |ui| {
        let decide = blockers::show(ui, cx, open);
        warned::show(ui, open);
        table(ui, desk, open);
        if !open.consequence.is_empty() {
            ui.add_space(4.0);
            weak(ui, &open.consequence);
        }
        decide
    });
    if arriving {
        let card = Rect::from_min_max(top, ui.min_rect().max);
        // All of it, and where it does not fit, its top with the way on.
        let align = (card.height() > ui.clip_rect().height()).then_some(Align::Min);
        ui.scroll_to_rect(card, align);
    }
    decide
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
    let mut spec = TableSpec::new("pair", "The profiles to merge", &columns, rows).fitted();
    spec.row_height = ROW;
    spec.show(
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
