//! Merge differences: the review of the pair, row by row, and Save.

use super::blockers::Lead;
use super::desk::Desk;
use super::facts;
use super::foot::why_not_save;
use super::grid::{Asked, Edit, Grid, table_id};
use super::head::{BESIDE, head, sources};
use super::rows::{Row, rows};
use super::{lists, preview, warned, words};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::ids::StudentKey;
use crate::domain::merge::{Key, Review, Take};
use crate::domain::student::Student;
use crate::ui::screens::Cx;
use crate::ui::screens::not_same::{NotSame, NotSameAnswer};
use crate::ui::widgets::weak;
use egui::Ui;

/// The review's own throw-away state.
#[derive(Default)]
pub(super) struct ReviewScreen {
    made_from: Option<(StudentKey, StudentKey, u64, bool)>,
    pub(super) rows: Vec<Row>,
    pub(super) selected: Option<Key>,
    /// The row that a button leads to, until it is there.
    lead: Option<Lead>,
    /// The selected row is brought into sight.
    pub(super) scroll: bool,
    pub(super) edit: Option<Edit>,
    listing: Option<Key>,
    pub(super) explaining: bool,
    /// The question why the two are not one student, while it is open.
    pub(super) not_same: Option<NotSame>,
    pub(super) confirming: bool,
    /// Whether a field had the keyboard at the end of the last frame.
    pub(super) typed_in: bool,
    pub(super) reason: String,
    seen_reason: String,
    /// Why the last key did nothing.
    pub(super) cannot: Option<String>,
    /// Save was asked for while it could not be.
    pub(super) refused: bool,
    /// Ctrl+Enter was pressed, and taken before the screen was drawn.
    pub(super) save_pressed: bool,
    /// In a narrow window: the panel stands in the table's place.
    pub(super) why_shown: bool,
    /// The table takes the keyboard as soon as no dialog has it.
    refocus: bool,
    previewed: bool,
    /// The frame in which it was drawn last.
    drawn: Option<u64>,
}

impl ReviewScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        let Some(review) = open.review() else {
            return;
        };
        let frame = ui.ctx().cumulative_frame_nr();
        if self.drawn.replace(frame).is_none_or(|last| last + 1 < frame) {
            self.refocus = true;
        }
        self.make(desk, open, review);
        self.follow(open);
        let pressed = self.keys(ui, cx, open);
        head(ui, cx, desk, open, review, &mut self.why_shown);
        if open.reviews.len() > 1 {
            sources(ui, cx, open);
        }
        ui.add_space(2.0);
        let wide = ui.available_width() >= BESIDE;
        if wide {
            self.beside(ui, cx, desk, open, review);
        } else {
            self.narrow(ui, cx, desk, open, review);
        }
        // A pass that is drawn again has not been seen yet.
        self.scroll &= ui.ctx().will_discard();
        if pressed.save {
            self.ask_to_save(cx, desk, open);
        }
        self.dialogs(ui, cx, desk, open, review);
        self.give_back_keyboard(ui, open);
        self.typed_in = ui.ctx().text_edit_focused();
    }

    /// Selects a row, from a button that leads to it.
    pub fn lead_to(&mut self, lead: Lead) {
        self.lead = Some(lead);
    }

    /// The review is not shown: the next one is made anew.
    pub fn forget(&mut self) {
        self.made_from = None;
        self.why_shown = false;
    }

    /// Goes to the row that a button led to, once its review is shown, and hands the keyboard to the table.
    fn follow(&mut self, open: &OpenMerge) {
        let Some(lead) = self.lead.filter(|lead| lead.source == open.shown) else {
            return;
        };
        self.lead = None;
        if self.row(lead.key).is_some() {
            self.selected = Some(lead.key);
            self.scroll = true;
            self.why_shown = false;
            self.refocus = true;
        }
    }

    /// When a dialog was closed, the table has the keyboard again. As long as a dialog is in front nothing else can have
    /// it, and it is in front until the frame after.
    fn give_back_keyboard(&mut self, ui: &Ui, open: &OpenMerge) {
        self.refocus |= std::mem::replace(&mut self.previewed, open.preview) && !open.preview;
        if !self.refocus {
            return;
        }
        if self.edit.is_none() && ui.memory(|m| m.top_modal_layer().is_none()) {
            ui.memory_mut(|m| m.request_focus(table_id()));
            self.refocus = false;
        }
        ui.ctx().request_repaint();
    }

    /// Whether a dialog of its own is in front.
    pub(super) fn has_dialog(&self) -> bool {
        self.confirming || self.explaining || self.listing.is_some() || self.not_same.is_some()
    }

    pub(super) fn row(&self, key: Key) -> Option<&Row> {
        self.rows.iter().find(|r| r.key == key)
    }

    pub(super) fn selected_row(&self) -> Option<&Row> {
        self.selected.and_then(|key| self.row(key))
    }

    /// Makes the rows anew when the review is another one or was made anew.
    fn make(&mut self, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
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
        self.cannot = None;
        let say = |key, text: &str| words::say(desk, key, text);
        let at = self
            .selected
            .and_then(|key| self.rows.iter().position(|r| r.key == key));
        self.rows = rows(review, open.only_differences, &say);
        if another {
            self.edit = None;
            self.refused = false;
            self.selected = None;
            self.reason.clone_from(&open.reason);
            self.refocus = true;
        }
        if another || self.selected_row().is_none() {
            // A row that the filter took away leaves its place to the next one.
            let near = at
                .filter(|_| !another)
                .and_then(|at| self.rows.get(at.min(self.rows.len().saturating_sub(1))));
            let rows = &self.rows;
            let first = rows.iter().find(|r| r.status.is_open());
            let first = first.or_else(|| rows.iter().find(|r| !r.same));
            self.selected = near.or(first).or(rows.first()).map(|r| r.key);
            self.scroll = true;
        }
    }

    pub(super) fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>, review: &Review, height: f32) {
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

    /// Opens the question why the Source that is shown and the Target are not one student.
    pub(super) fn ask_not_same(&mut self, open: &OpenMerge) {
        let Some(review) = open.review() else { return };
        let (a, b) = (&review.source.student, &review.target.student);
        let who = |s: &Student| format!("{} ({})", s.list_name(), s.number);
        self.not_same = Some(NotSame::new((a.key, b.key), who(a), who(b)));
    }

    /// Opens the question before Save, or says why it cannot be saved.
    pub(super) fn ask_to_save(&mut self, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
        match why_not_save(cx, desk, open, &self.reason) {
            None => self.confirming = true,
            Some(_) => self.refused = true,
        }
    }

    fn dialogs(&mut self, ui: &Ui, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge, review: &Review) {
        let ctx = ui.ctx();
        if open.preview {
            preview::show(ctx, cx, desk, open);
        }
        if self.explaining {
            self.explaining = facts::dialog(ctx, open);
            self.refocus |= !self.explaining;
        }
        if let Some(question) = &mut self.not_same {
            let answer = question.show(ctx, cx);
            if answer != NotSameAnswer::Open {
                self.not_same = None;
                self.refocus = true;
            }
            if answer == NotSameAnswer::Decided {
                // Two students are not merged; what was chosen so far stays as a draft.
                cx.send(Command::Merge(MergeCommand::Leave));
            }
        }
        if let Some(key) = self.listing
            && !lists::dialog(ctx, desk, review, key)
        {
            self.listing = None;
            self.refocus = true;
        }
        if self.confirming {
            match warned::ask(ctx, open) {
                Some(true) => {
                    self.confirming = false;
                    cx.send(Command::Merge(MergeCommand::Save));
                }
                Some(false) => {
                    self.confirming = false;
                    self.refocus = true;
                }
                None => {}
            }
        }
    }
}
