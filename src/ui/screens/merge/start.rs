//! The page on which Target and Sources are chosen, with what was begun before and what is ready.

use super::blockers::Lead;
use super::desk::Desk;
use super::drafts::{self, Asking};
use super::{lookup, summary};
use crate::app::{Command, MergeCommand};
use crate::ui::screens::Cx;
use crate::ui::screens::sign_in::signed_in_line;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, breadcrumb, button, card_row, card_sized, link, note, page_title, primary_button, text_field,
};
use egui::{ScrollArea, Ui};

/// The least width of each of two cards that stand beside each other.
const LEAST_CARD: f32 = 380.0;
/// Room for "Remove" beside a field.
const REMOVE: f32 = 74.0;

/// The page's own throw-away state.
#[derive(Default)]
pub(super) struct Start {
    target: Typed,
    sources: Vec<Typed>,
    pub(super) query: Typed,
    pub(super) asking: Option<Asking>,
    /// The frame in which it was drawn last.
    drawn: Option<u64>,
    /// Whether profiles stood on it then.
    had_pair: bool,
    /// Merge Profiles was pressed while the profiles were of this generation.
    awaiting: Option<u64>,
}

/// A text as it stands in its field, and as the core had it when the field took it over.
#[derive(Default)]
pub(super) struct Typed {
    pub text: String,
    seen: String,
}

impl Typed {
    /// Takes the core's text over where it became another one.
    pub fn follow(&mut self, text: &str) {
        if self.seen != text {
            text.clone_into(&mut self.seen);
            text.clone_into(&mut self.text);
        }
    }
}

impl Start {
    /// Draws it; the answer is a row that a person wants to decide in the review.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>) -> Option<Lead> {
        let arriving = self.arriving(desk);
        let opened = self.opened(ui) && !arriving;
        breadcrumb(
            ui,
            &["Main Menu", "Utilities", "Students", "Merge Student Profiles"],
        );
        page_title(
            ui,
            "Merge Student Profiles",
            |_| {},
            |ui| signed_in_line(ui, cx, desk.signed_in),
        );
        ui.add_space(2.0);
        let mut decide = None;
        ScrollArea::vertical()
            .id_salt("merge-start")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - ui.spacing().scroll.allocated_width());
                let gap = Theme::of(ui.ctx()).size.gap;
                card_row(ui, "profiles", &[1.0, 1.15], LEAST_CARD, |n, height, ui| {
                    if n == 0 {
                        card_sized(
                            ui,
                            height,
                            "Profiles to merge",
                            |_| {},
                            |ui| {
                                self.profiles(ui, cx, desk, opened);
                            },
                        );
                    } else {
                        lookup::card(ui, cx, desk, height, &mut self.query);
                    }
                });
                if let Some(open) = &desk.merge.pair {
                    ui.add_space(gap - 6.0);
                    decide = summary::card(ui, cx, desk, open, arriving);
                }
                ui.add_space(gap - 6.0);
                let asking = &mut self.asking;
                if desk.merge.rehearsal.is_some() {
                    // Its list needs the whole width.
                    drafts::rehearsal(ui, cx, desk, 0.0, asking);
                    if !desk.merge.drafts.is_empty() {
                        ui.add_space(gap - 6.0);
                        drafts::drafts(ui, cx, desk, 0.0, asking);
                    }
                    return;
                }
                card_row(ui, "others", &[1.0, 1.15], LEAST_CARD, |n, height, ui| {
                    if n == 0 {
                        drafts::drafts(ui, cx, desk, height, asking);
                    } else {
                        drafts::rehearsal(ui, cx, desk, height, asking);
                    }
                });
            });
        drafts::questions(ui.ctx(), cx, desk, &mut self.asking);
        // A pass that is drawn again has not been seen yet.
        if !ui.ctx().will_discard() {
            self.had_pair = desk.merge.pair.is_some();
            if arriving {
                self.awaiting = None;
            }
        }
        decide
    }

    /// Whether the profiles were looked up just now.
    fn arriving(&self, desk: &Desk<'_>) -> bool {
        let pair = desk.merge.pair.as_ref();
        pair.is_some_and(|pair| !self.had_pair || self.awaiting.is_some_and(|was| was != pair.generation))
    }

    /// Whether the page was not there in the frame before.
    fn opened(&mut self, ui: &Ui) -> bool {
        let frame = ui.ctx().cumulative_frame_nr();
        let last = self.drawn.replace(frame);
        last.is_none_or(|last| last + 1 < frame)
    }

    fn profiles(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, opened: bool) {
        let send = |command| cx.send(Command::Merge(command));
        let merge = desk.merge;
        let mut enter = false;
        let entered = |ui: &Ui, field: &egui::Response| {
            field.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Enter))
        };
        self.target.follow(&merge.target);
        let field = text_field(ui, "Target ID", &mut self.target.text, None)
            .on_hover_text("The profile imported from the SIS; it stays. Student number or State ID.");
        if opened {
            field.request_focus();
        }
        if field.changed() {
            send(MergeCommand::SetTarget(self.target.text.clone()));
        }
        enter |= entered(ui, &field);
        // There is always one Source, also before the core has made its place.
        let count = merge.sources.len().max(1);
        self.sources.resize_with(count, Typed::default);
        for (n, typed) in self.sources.iter_mut().enumerate() {
            typed.follow(merge.sources.get(n).map_or("", String::as_str));
            let label = if count == 1 {
                "Source ID".to_owned()
            } else {
                format!("Source ID {}", n + 1)
            };
            ui.horizontal(|ui| {
                let beside = if count > 1 { REMOVE } else { 0.0 };
                let width = ui.available_width() - beside;
                let field = ui
                    .scope(|ui| {
                        ui.set_width(width);
                        text_field(ui, &label, &mut typed.text, None)
                    })
                    .inner
                    .on_hover_text("The duplicate, marked with a D; its history moves into the Target.");
                if field.changed() {
                    send(MergeCommand::SetSource(n, typed.text.clone()));
                }
                enter |= entered(ui, &field);
                if count > 1 {
                    let name = format!("Remove {label}");
                    let remove = ui.vertical(|ui| {
                        // Below the label, beside the field.
                        ui.add_space(28.0);
                        link(ui, "Remove").accessible_name(name)
                    });
                    if remove.inner.clicked() {
                        send(MergeCommand::RemoveSource(n));
                    }
                }
            });
        }
        if let Some(problem) = &merge.problem {
            note(ui, Tone::Bad, |ui| {
                let label = ui.add(egui::Label::new(problem).wrap());
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_role(egui::Role::Alert);
                    node.set_label(problem.as_str());
                });
            });
        }
        let filled =
            !self.target.text.trim().is_empty() && self.sources.iter().any(|s| !s.text.trim().is_empty());
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            let why = if cx.view.busy() {
                "Wait until the work under way has ended."
            } else {
                "Give a Target ID and a Source ID first, or look them up by name."
            };
            let ready = filled && !cx.view.busy();
            let pressed = primary_button(ui, ready, "Merge Profiles").because(why).clicked();
            if pressed || (enter && ready) {
                self.awaiting = Some(merge.pair.as_ref().map_or(0, |pair| pair.generation));
                send(MergeCommand::MergeProfiles);
            }
            if button(ui, true, "Add another Source").clicked() {
                send(MergeCommand::AddSource);
            }
        });
    }
}
