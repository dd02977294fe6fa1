//! The panel beside the table: what blocks, the selected row, what Save will do, and why the two may be one student.

use super::desk::Desk;
use super::review::ReviewScreen;
use super::rows::glyph;
use super::{blockers, facts, warned};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::TakeKind;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{button, link, note, pill, plain_card};
use egui::{Label, ScrollArea, Ui};

impl ReviewScreen {
    /// Draws it: the buttons stand at its foot and the rest scrolls.
    pub(super) fn panel(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, height: f32) {
        plain_card(ui, height.floor(), |ui| {
            let top = ui.cursor().top();
            warned::first(ui, open);
            let room = height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0 - (ui.cursor().top() - top);
            // The foot is measured in one frame and kept free in the next.
            let id = ui.scope_id().with("foot-height");
            let foot: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(210.0);
            let upper = (room - foot - 8.0).max(90.0);
            ScrollArea::vertical()
                .id_salt("upper")
                .auto_shrink(false)
                .max_height(upper)
                .min_scrolled_height(upper)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width() - 4.0);
                    warned::others(ui, open);
                    self.upper(ui, cx, open);
                });
            ui.add_space(8.0 - ui.spacing().item_spacing.y);
            let top = ui.cursor().top();
            self.foot(ui, cx, desk, open);
            let measured = ui.min_rect().bottom() - top;
            if (measured - foot).abs() > 0.5 {
                ui.data_mut(|d| d.insert_temp(id, measured));
                ui.ctx().request_discard("the foot of the panel");
            }
        });
    }

    /// What stands above the foot, alone: in a narrow window it takes the table's place.
    pub(super) fn why(&mut self, ui: &mut Ui, cx: &Cx<'_>, open: &OpenMerge, height: f32) {
        plain_card(ui, height.floor(), |ui| {
            let room = (height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0).max(40.0);
            ScrollArea::vertical()
                .id_salt("why")
                .auto_shrink(false)
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| {
                    ui.set_width(ui.available_width() - 4.0);
                    warned::show(ui, open);
                    self.upper(ui, cx, open);
                });
        });
    }

    fn upper(&mut self, ui: &mut Ui, cx: &Cx<'_>, open: &OpenMerge) {
        if let Some(lead) = blockers::show(ui, cx, open) {
            self.lead_to(lead);
        }
        self.selected_part(ui, cx);
        ui.add_space(4.0);
        note(ui, Tone::Accent, |ui| {
            let size = Theme::of(ui.ctx()).size.small + 0.5;
            let small = |text: &str| Label::new(egui::RichText::new(text).size(size)).wrap();
            if !open.consequence.is_empty() {
                ui.add(small(&open.consequence));
            }
            ui.add(small(&retired(open)));
        });
        ui.add_space(6.0);
        heading(ui, "Why these may be one student");
        ui.horizontal_wrapped(|ui| {
            if link(ui, "Compare them (F4)").clicked() {
                self.explaining = true;
            }
            if button(ui, true, "Not the same student…").clicked() {
                self.ask_not_same(open);
            }
        });
        facts::list(ui, open);
    }

    /// The selected row: how it stands and why, and what can be taken.
    fn selected_part(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let Some(row) = self.selected_row() else {
            return;
        };
        heading(ui, row.label);
        let (sign, tone) = glyph(row.status);
        pill(ui, tone, &format!("{sign} {}", row.status.label()));
        ui.add(Label::new(&row.why).wrap());
        let mut pressed = None;
        let (key, chosen) = (row.key, row.chosen);
        let label = row.label;
        let allowed: Vec<(TakeKind, &str)> = WAYS.into_iter().filter(|(kind, _)| row.allows(*kind)).collect();
        ui.horizontal_wrapped(|ui| {
            for (kind, words) in allowed {
                let name = format!("{label}: {words}");
                if link(ui, words).accessible_name(name).clicked() {
                    pressed = Some(kind);
                }
            }
            if chosen {
                let name = format!("{label}: back to the policy");
                if link(ui, "Back to the policy").accessible_name(name).clicked() {
                    cx.send(Command::Merge(MergeCommand::Choose(key, None)));
                }
            }
        });
        if let Some(kind) = pressed {
            self.choose(cx, kind);
        }
        if let Some(why) = &self.cannot {
            note(ui, Tone::Warn, |ui| ui.add(Label::new(why).wrap()));
        }
    }
}

/// What can be taken for a row, as links.
const WAYS: [(TakeKind, &str); 5] = [
    (TakeKind::Source, "Source"),
    (TakeKind::Target, "Target"),
    (TakeKind::Both, "Both"),
    (TakeKind::Blank, "Leave blank"),
    (TakeKind::Text, "Edit (F2)"),
];

/// `After saving, D104417 is retired, not deleted. The merge can be undone from History.`
pub(super) fn retired(open: &OpenMerge) -> String {
    let numbers: Vec<&str> = open
        .reviews
        .iter()
        .map(|r| r.source.student.number.as_str())
        .collect();
    let are = if numbers.len() == 1 { "is" } else { "are" };
    format!(
        "After saving, {} {are} retired, not deleted. The merge can be undone from History.",
        numbers.join(", ")
    )
}

fn heading(ui: &mut Ui, text: &str) {
    let label = ui.add(Label::new(strong(text)).wrap());
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(egui::Role::Heading);
        node.set_label(text);
    });
}
