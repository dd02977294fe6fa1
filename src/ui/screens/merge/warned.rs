//! What a person has to look at once more before a merge is saved, and the question before Save.

use super::side;
use crate::app::OpenMerge;
use crate::domain::text::count;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{confirm, note};
use egui::{Context, Label, RichText, Ui};

/// The warnings, each a line; nothing where there are none.
pub(super) fn show(ui: &mut Ui, open: &OpenMerge) {
    lines(ui, &open.warnings, 0);
}

/// The first warning whole, and how many more there are: it stands where nothing is scrolled out of sight.
pub(super) fn first(ui: &mut Ui, open: &OpenMerge) {
    let shown = open.warnings.len().min(1);
    lines(ui, &open.warnings[..shown], open.warnings.len() - shown);
}

/// The warnings behind the first one.
pub(super) fn others(ui: &mut Ui, open: &OpenMerge) {
    lines(ui, open.warnings.get(1..).unwrap_or_default(), 0);
}

fn lines(ui: &mut Ui, warnings: &[String], more: usize) {
    if warnings.is_empty() {
        return;
    }
    let size = Theme::of(ui.ctx()).size.small + 0.5;
    note(ui, Tone::Warn, |ui| {
        for warning in warnings {
            let text = RichText::new(format!("⚠ {warning}")).size(size);
            let label = ui.add(Label::new(text).wrap());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_role(egui::Role::Alert);
                node.set_label(warning.as_str());
            });
        }
        if more > 0 {
            let below = format!("and {} below", count(more, "more warning", "more warnings"));
            ui.add(Label::new(RichText::new(below).size(size)).wrap());
        }
    });
}

/// The question before Save; `None` while it is open. With warnings the keyboard starts on the answer that saves nothing.
pub(super) fn ask(ctx: &Context, open: &OpenMerge) -> Option<bool> {
    let mut parts = vec![open.consequence.clone(), side::retired(open)];
    let mut tone = Tone::Accent;
    if !open.warnings.is_empty() {
        tone = Tone::Bad;
        let each: Vec<String> = open.warnings.iter().map(|w| format!("⚠ {w}")).collect();
        parts.push(format!("Look at this once more:\n{}", each.join("\n")));
    }
    parts.retain(|part| !part.is_empty());
    confirm(
        ctx,
        tone,
        "Save merged record?",
        &parts.join("\n\n"),
        "Save",
        "Go back",
    )
}
