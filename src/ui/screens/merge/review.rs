//! Merge differences: the review of the pair, row by row, and Save.

use super::desk::Desk;
use super::facts::{self, Fact};
use super::grid::{Asked, Edit, Grid, table_id};
use super::head::{BESIDE, head, sources};
use super::rows::{Row, rows};
use super::{lists, preview, side, warned, words};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::ids::StudentKey;
use crate::domain::merge::{Key, Review, Take};
use crate::ui::screens::Cx;
use crate::ui::theme::Theme;
use crate::ui::widgets::weak;
use egui::{Align, Layout, Rect, ScrollArea, Ui, UiBuilder, Vec2};

/// The width of the panel beside the table.
const PANEL: f32 = 292.0;
/// The least height of the table above the panel.
const LEAST_TABLE: f32 = 250.0;

/// The review's own throw-away state.
#[derive(Default)]
pub(super) struct ReviewScreen {
    made_from: Option<(StudentKey, StudentKey, u64, bool)>,
    pub(super) rows: Vec<Row>,
    pub(super) facts: Vec<Fact>,
    pub(super) selected: Option<Key>,
    /// The selected row is brought into sight.
    pub(super) scroll: bool,
    pub(super) edit: Option<Edit>,
    listing: Option<Key>,
    pub(super) explaining: bool,
    pub(super) confirming: bool,
    /// Whether a field had the keyboard at the end of the last frame.
    pub(super) typed_in: bool,
    pub(super) reason: String,
    seen_reason: String,
    /// Why the last key did nothing.
    pub(super) cannot: Option<String>,
}

impl ReviewScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        let Some(review) = open.review() else {
            return;
        };
        self.make(ui, desk, open, review);
        let pressed = self.keys(ui, cx, open);
        head(ui, cx, desk, open, review);
        if open.reviews.len() > 1 {
            sources(ui, cx, open);
        }
        ui.add_space(2.0);
        let wide = ui.available_width() >= BESIDE;
        if wide {
            self.beside(ui, cx, desk, open, review);
        } else {
            self.below(ui, cx, desk, open, review);
        }
        self.scroll = false;
        if pressed.save {
            self.ask_to_save(cx, desk, open);
        }
        self.dialogs(ui, cx, desk, open, review);
        self.typed_in = ui.ctx().text_edit_focused();
    }

    /// Selects a row, from a button that leads to it.
    pub fn lead_to(&mut self, key: Key) {
        self.selected = Some(key);
        self.scroll = true;
    }

    /// Whether a dialog of its own is in front.
    pub(super) fn has_dialog(&self) -> bool {
        self.confirming || self.explaining || self.listing.is_some()
    }

    pub(super) fn row(&self, key: Key) -> Option<&Row> {
        self.rows.iter().find(|r| r.key == key)
    }

    pub(super) fn selected_row(&self) -> Option<&Row> {
        self.selected.and_then(|key| self.row(key))
    }

    /// Makes the rows anew when the review is another one or was made anew.
    fn make(&mut self, ui: &Ui, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
        if open.reason != self.seen_reason {
            self.seen_reason.clone_from(&open.reason);
            self.reason.clone_from(&open.reason);
        }
        let (source, target) = (review.source.student.key, review.target.student.key);
        let from = (source, target, open.generation, open.only_differences);
        if self.made_from == Some(from) {
            return;
        }
        let another = self.made_from.is_none_or(|(s, t, ..)| (s, t) != (source, target));
        self.made_from = Some(from);
        let say = |key, text: &str| words::say(desk, key, text);
        let at = self
            .selected
            .and_then(|key| self.rows.iter().position(|r| r.key == key));
        self.rows = rows(review, open.only_differences, &say);
        self.facts = facts::facts(desk, &review.source.student, &review.target.student);
        if another {
            self.edit = None;
            self.cannot = None;
            self.reason.clone_from(&open.reason);
            ui.memory_mut(|m| m.request_focus(table_id()));
        }
        if another || self.selected_row().is_none() {
            // A row that the filter took away leaves its place to the next one.
            let near = at
                .filter(|_| !another)
                .and_then(|at| self.rows.get(at.min(self.rows.len().saturating_sub(1))));
            let first = self.rows.iter().find(|r| r.status.is_open());
            let asked = self.selected.filter(|key| self.row(*key).is_some());
            self.selected = asked
                .or(near.or(first).map(|r| r.key))
                .or(self.rows.first().map(|r| r.key));
            self.scroll = true;
        }
    }

    fn beside(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
        let gap = Theme::of(ui.ctx()).size.gap;
        let whole = ui.available_rect_before_wrap();
        let table = whole.with_max_x(whole.right() - PANEL - gap);
        let panel = Rect::from_min_max(egui::pos2(table.right() + gap, whole.top()), whole.max);
        ui.advance_cursor_after_rect(whole);
        part(ui, "table", table, |ui| {
            self.table(ui, cx, desk, review, table.height());
        });
        part(ui, "panel", panel, |ui| {
            self.panel(ui, cx, desk, open, Some(panel.height()));
        });
    }

    fn below(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
        let height = (ui.available_height() - 64.0).max(LEAST_TABLE);
        ScrollArea::vertical()
            .id_salt("review")
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - ui.spacing().scroll.allocated_width());
                self.table(ui, cx, desk, review, height);
                ui.add_space(10.0);
                self.panel(ui, cx, desk, open, None);
            });
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, review: &Review, height: f32) {
        let (source, target) = (&review.source.student, &review.target.student);
        let titles = (
            format!(
                "Source profile · {}{}",
                source.number,
                if source.duplicate { " (duplicate)" } else { "" }
            ),
            format!(
                "Target profile · {}{}",
                target.number,
                if target.integration_idt.is_empty() {
                    ""
                } else {
                    " (from SIS)"
                }
            ),
        );
        let grid = Grid {
            rows: &self.rows,
            selected: self.selected,
            scroll: self.scroll,
            titles: (&titles.0, &titles.1),
            check: &|key, text| words::check(desk, review, key, text),
        };
        let mut asked = grid.show(ui, height, &mut self.edit);
        if self.rows.is_empty() {
            weak(ui, "The two profiles do not differ. F3 shows all rows.");
        }
        for what in asked.drain(..) {
            self.act(ui, cx, what);
        }
    }

    fn act(&mut self, ui: &Ui, cx: &Cx<'_>, what: Asked) {
        let send = |command| cx.send(Command::Merge(command));
        match what {
            Asked::Select(key) => {
                self.selected = Some(key);
                self.cannot = None;
            }
            Asked::Choose(key, take) => send(MergeCommand::Choose(key, Some(take))),
            Asked::Group(group, side) => send(MergeCommand::ChooseGroup(group, side)),
            Asked::Edit(key) => self.begin_edit(key),
            Asked::Typed(key, text) => {
                self.edit = None;
                let unchanged = self.row(key).is_some_and(|r| r.typed == text && r.take.is_some());
                if !unchanged {
                    send(MergeCommand::Choose(key, Some(Take::Text(text))));
                }
                ui.memory_mut(|m| m.request_focus(table_id()));
            }
            Asked::LeaveEdit => {
                self.edit = None;
                ui.memory_mut(|m| m.request_focus(table_id()));
            }
            Asked::List(key) => self.listing = Some(key),
        }
    }

    /// Opens the question before Save, or says why it cannot be saved.
    pub(super) fn ask_to_save(&mut self, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        match side::why_not_save(cx, desk, open, &self.reason) {
            None => self.confirming = true,
            Some(why) => self.cannot = Some(why),
        }
    }

    fn dialogs(&mut self, ui: &Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
        let ctx = ui.ctx();
        if open.preview {
            preview::show(ctx, cx, desk, open);
        }
        if self.explaining {
            self.explaining = facts::dialog(ctx, &self.facts);
        }
        if let Some(key) = self.listing
            && !lists::dialog(ctx, desk, review, key)
        {
            self.listing = None;
        }
        if self.confirming {
            match warned::ask(ctx, open) {
                Some(true) => {
                    self.confirming = false;
                    cx.send(Command::Merge(MergeCommand::Save));
                }
                Some(false) => self.confirming = false,
                None => {}
            }
        }
    }
}

/// Draws into a part of the place.
fn part(ui: &mut Ui, id: &str, place: Rect, add: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(
        UiBuilder::new()
            .id_salt(id)
            .max_rect(place)
            .layout(Layout::top_down(Align::Min)),
    );
    part.shrink_clip_rect(place.expand2(Vec2::splat(2.0)));
    add(&mut part);
}
