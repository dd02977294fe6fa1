//! The card "History of this record": what happened to it, when, by whom.

use super::parts::{local_time, or_blank};
use crate::app::HistoryItem;
use crate::domain::journal::RecordChange;
use crate::domain::student::FieldValue;
use crate::domain::text::thousands;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{card, link, pill, weak};
use egui::{Align, Label, Ui};

/// So many are shown until all are asked for.
const FIRST: usize = 8;

/// The card, newest first; brought into sight when asked for.
pub fn card_of(ui: &mut Ui, history: &[HistoryItem], all: &mut bool, into_sight: bool) {
    card(
        ui,
        "History of this record",
        |ui| drop(weak(ui, "newest first")),
        |ui| {
            if into_sight {
                ui.scroll_to_cursor(Some(Align::Min));
            }
            let shown = if *all {
                history.len()
            } else {
                history.len().min(FIRST)
            };
            for (at, item) in history.iter().take(shown).enumerate() {
                if at > 0 {
                    line(ui);
                }
                ui.push_id(item.operation.id, |ui| one(ui, item));
            }
            if shown < history.len() {
                line(ui);
                if link(ui, &format!("Show all {}", thousands(history.len()))).clicked() {
                    *all = true;
                }
            }
        },
    );
}

/// A thin line between two things of a card.
pub fn line(ui: &mut Ui) {
    let theme = Theme::of(ui.ctx());
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 7.0), egui::Sense::hover());
    let stroke = egui::Stroke::new(1.0, theme.color.row_line);
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

fn one(ui: &mut Ui, item: &HistoryItem) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let operation = &item.operation;
    ui.horizontal_wrapped(|ui| {
        weak(ui, &format!("{} · {}", local_time(operation.at), operation.who));
        if operation.undone_by.is_some() {
            pill(ui, Tone::Neutral, "undone");
        }
    });
    ui.add(Label::new(strong(format!("{}.", operation.what.sentence()))).wrap());
    match &item.entry.record {
        Some(RecordChange::Added(_)) => drop(weak(ui, "The record came into the district.")),
        Some(RecordChange::Removed(_)) => drop(weak(ui, "The record was taken out again.")),
        Some(RecordChange::Edited(changes)) => {
            for c in changes {
                let text = format!("{}: {} → {}", c.field.label(), said(&c.before), said(&c.after));
                ui.add(Label::new(text).wrap());
            }
        }
        None => {}
    }
}

fn said(value: &FieldValue) -> String {
    match value {
        FieldValue::ChangeFlag(None) => "none".into(),
        value => or_blank(&value.text()).to_owned(),
    }
}
