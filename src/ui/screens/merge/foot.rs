//! The foot of the review: the reason, Save and why it cannot be pressed, and the buttons that are never out of sight.

use super::blockers;
use super::desk::Desk;
use super::review::ReviewScreen;
use crate::app::{Command, MergeCommand, OpenMerge, SecurityCommand};
use crate::domain::merge::Status;
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{Because, button, note, primary_button, steady, text_field, weak};
use egui::{Label, RichText, TextEdit, Ui, Vec2};

/// Most rows named in one sentence.
const NAMED: usize = 3;

/// Why it cannot be saved; `None` when it can.
pub(super) fn why_not_save(cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, reason: &str) -> Option<String> {
    if cx.view.busy() {
        return Some("Wait until the work under way has ended.".into());
    }
    let of = |status: Status| -> Vec<&str> {
        let lines = open.reviews.iter().flat_map(|r| &r.lines);
        lines
            .filter(|l| l.status == status)
            .map(|l| l.key.label())
            .collect()
    };
    let undecided = of(Status::Undecided);
    if !undecided.is_empty() {
        let verb = if undecided.len() == 1 { "needs" } else { "need" };
        return Some(named(&undecided, &format!("still {verb} a decision")));
    }
    if let Some(blocker) = blockers::blockers(open).next() {
        return Some(blocker.sentence());
    }
    let blocked = of(Status::Blocked);
    if !blocked.is_empty() {
        let verb = if blocked.len() == 1 { "is" } else { "are" };
        return Some(named(&blocked, &format!("{verb} blocked")));
    }
    if reason.trim().is_empty() {
        return Some("Give a reason first: it stands in History beside the merge.".into());
    }
    if desk.signed_in.is_none() {
        return Some("Sign in as security administrator to save.".into());
    }
    None
}

/// `2 fields are blocked: Birth date, Phone`.
fn named(labels: &[&str], what: &str) -> String {
    let more = if labels.len() > NAMED { " …" } else { "" };
    format!(
        "{} {what}: {}{more}",
        count(labels.len(), "field", "fields"),
        labels[..labels.len().min(NAMED)].join(", ")
    )
}

impl ReviewScreen {
    /// Below one another, at the foot of the panel.
    pub(super) fn foot(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        let reason = steady(ui, "merge-reason", |ui| {
            text_field(ui, "Reason", &mut self.reason, None)
        });
        if reason.changed() {
            cx.send(Command::Merge(MergeCommand::SetReason(self.reason.clone())));
        }
        // After the field: what was typed just now counts.
        let why = self.why_not(cx, desk, open);
        self.save(ui, cx, desk, open, why.as_deref());
        sign_in(ui, cx, desk);
        if let Some(why) = &why {
            if self.refused {
                note(ui, Tone::Warn, |ui| ui.add(Label::new(why).wrap()));
            } else {
                weak(ui, why);
            }
        }
        others(ui, cx);
    }

    /// In two lines, at the foot of a narrow window.
    pub(super) fn narrow_foot(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        let theme = Theme::of(ui.ctx());
        let mut why = None;
        // As high as the field from the start, so that its label stands in the middle.
        let line = Vec2::new(ui.available_width(), theme.size.control_height);
        let across = egui::Layout::left_to_right(egui::Align::Center);
        ui.allocate_ui_with_layout(line, across, |ui| {
            let label = weak(ui, "Reason");
            let width = (ui.available_width() * 0.5).max(80.0);
            let reason = steady(ui, "merge-reason", |ui| {
                ui.add(
                    TextEdit::singleline(&mut self.reason)
                        .font(theme.font(theme.size.body))
                        .align(egui::Align2::LEFT_CENTER)
                        .margin(egui::Margin::symmetric(10, 4))
                        .min_size(Vec2::new(0.0, theme.size.control_height))
                        .desired_width(width),
                )
                .labelled_by(label.id)
            });
            if reason.changed() {
                cx.send(Command::Merge(MergeCommand::SetReason(self.reason.clone())));
            }
            why = self.why_not(cx, desk, open);
            // What the last key could not do is said here: the panel that says it is out of sight.
            let said = self.cannot.as_deref().filter(|_| !self.why_shown);
            if let Some(text) = said.or(why.as_deref()) {
                let loud = said.is_some() || self.refused;
                let color = if loud {
                    theme.tone(Tone::Warn).text
                } else {
                    theme.color.weak_text
                };
                let text = RichText::new(text).size(theme.size.small + 0.5).color(color);
                ui.add(Label::new(text).truncate());
            }
        });
        ui.horizontal(|ui| {
            self.save(ui, cx, desk, open, why.as_deref());
            sign_in(ui, cx, desk);
            others(ui, cx);
        });
    }

    /// Why it cannot be saved, with the reason as it is typed.
    fn why_not(&mut self, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) -> Option<String> {
        let why = why_not_save(cx, desk, open, &self.reason);
        self.refused &= why.is_some();
        why
    }

    fn save(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, why: Option<&str>) {
        let save = primary_button(ui, why.is_none(), "Save merged record").on_hover_text("Ctrl+Enter");
        if save.because(why.unwrap_or_default()).clicked() {
            self.ask_to_save(cx, desk, open);
        }
    }
}

fn sign_in(ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>) {
    if desk.signed_in.is_none() && button(ui, true, "Sign in").clicked() {
        cx.send(Command::Security(SecurityCommand::AskSignIn(true)));
    }
}

fn others(ui: &mut Ui, cx: &Cx<'_>) {
    if button(ui, true, "Preview before and after").clicked() {
        cx.send(Command::Merge(MergeCommand::Preview(true)));
    }
    if button(ui, true, "Leave, keep the draft").clicked() {
        cx.send(Command::Merge(MergeCommand::Leave));
    }
}
