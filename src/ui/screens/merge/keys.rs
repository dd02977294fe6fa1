//! The keyboard of the review. Letters and arrows belong to the table; while a field is typed in, only Ctrl+Enter and
//! the keys that no text needs.

use super::grid::{Edit, table_id};
use super::review::ReviewScreen;
use super::rows::Row;
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::{Take, TakeKind};
use crate::ui::screens::Cx;
use egui::{Key, Modifiers, Ui};

/// What stands beside the counter.
pub(super) const HINTS: &str =
    "↑↓ field · ← Source · → Target · B both · X blank · F2 edit · N or F8 next undecided";

/// Keys in plain letters and what they ask for.
const CHOICES: [(Key, TakeKind); 6] = [
    (Key::ArrowLeft, TakeKind::Source),
    (Key::S, TakeKind::Source),
    (Key::ArrowRight, TakeKind::Target),
    (Key::T, TakeKind::Target),
    (Key::B, TakeKind::Both),
    (Key::X, TakeKind::Blank),
];

/// What the keys asked for that the page does itself.
#[derive(Default)]
pub(super) struct Pressed {
    /// Ctrl+Enter.
    pub save: bool,
}

impl ReviewScreen {
    /// Reads the keys; nothing while a dialog is in front.
    pub(super) fn keys(&mut self, ui: &Ui, cx: &Cx<'_>, open: &OpenMerge) -> Pressed {
        let mut pressed = Pressed::default();
        let before = std::mem::take(&mut self.save_pressed);
        let dialog = ui.memory(|m| m.top_modal_layer().is_some()) || ui.ctx().any_popup_open();
        if dialog || self.has_dialog() || open.preview {
            if self.confirming {
                // Holding the keys down must not press Save in the question.
                ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter));
            }
            return pressed;
        }
        let typing = ui.ctx().text_edit_focused();
        let one = |modifiers, key| ui.input_mut(|i| i.consume_key(modifiers, key));
        let send = |command| cx.send(Command::Merge(command));
        let now = one(Modifiers::COMMAND, Key::Enter);
        pressed.save = (now || before) && self.edit.is_none();
        if one(Modifiers::SHIFT, Key::F8) {
            self.step_undecided(cx, open, true);
        }
        if one(Modifiers::NONE, Key::F8) {
            self.step_undecided(cx, open, false);
        }
        if one(Modifiers::NONE, Key::F3) {
            send(MergeCommand::OnlyDifferences(!open.only_differences));
        }
        if one(Modifiers::NONE, Key::F4) {
            self.explaining = true;
        }
        if one(Modifiers::NONE, Key::F6) {
            send(MergeCommand::Swap);
        }
        if one(Modifiers::NONE, Key::F2) && self.edit.is_none() {
            self.choose(cx, TakeKind::Text);
        }
        // Escape takes the keyboard from a field before anything here is asked: that press is spent.
        if !typing && !self.typed_in && one(Modifiers::NONE, Key::Escape) {
            send(MergeCommand::Leave);
        }
        if typing {
            return pressed;
        }
        if one(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z) || one(Modifiers::COMMAND, Key::Y) {
            send(MergeCommand::TakeAgain);
        }
        if one(Modifiers::COMMAND, Key::Z) {
            send(MergeCommand::TakeBack);
        }
        self.letters(ui, cx, open);
        pressed
    }

    /// Takes Ctrl+Enter before the tabs are drawn: it would press the one that has the keyboard.
    pub(super) fn keys_before(&mut self, ui: &Ui) {
        let dialog = ui.memory(|m| m.top_modal_layer().is_some()) || ui.ctx().any_popup_open();
        if !dialog && ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Enter)) {
            self.save_pressed = true;
        }
    }

    fn letters(&mut self, ui: &Ui, cx: &Cx<'_>, open: &OpenMerge) {
        if ui.input(|i| i.modifiers.alt || i.modifiers.shift) {
            return;
        }
        // Arrows move from control to control unless the table has the keyboard, or nothing has.
        let arrows = ui.memory(|m| m.focused().is_none_or(|id| id == table_id()));
        let one = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        for (key, kind) in CHOICES {
            let arrow = matches!(key, Key::ArrowLeft | Key::ArrowRight);
            if (arrows || !arrow) && one(key) {
                self.choose(cx, kind);
            }
        }
        if one(Key::N) {
            self.step_undecided(cx, open, false);
        }
        if !arrows {
            return;
        }
        // Several presses of one key can arrive in one frame when a frame is slow.
        let times = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key));
        for _ in 0..times(Key::ArrowDown) {
            self.step(1);
        }
        for _ in 0..times(Key::ArrowUp) {
            self.step(-1);
        }
        if one(Key::Home) {
            self.select_at(0);
        }
        if one(Key::End) {
            self.select_at(self.rows.len().saturating_sub(1));
        }
    }

    /// Takes something for the selected row, or says why that cannot be taken.
    pub(super) fn choose(&mut self, cx: &Cx<'_>, kind: TakeKind) {
        let Some(row) = self.selected_row() else {
            return;
        };
        if !row.allows(kind) {
            self.cannot = Some(cannot(row, kind));
            return;
        }
        let key = row.key;
        let take = match kind {
            TakeKind::Source => Take::Source,
            TakeKind::Target => Take::Target,
            TakeKind::Both => Take::Both,
            TakeKind::Blank => Take::Blank,
            TakeKind::Text => return self.begin_edit(key),
        };
        self.cannot = None;
        cx.send(Command::Merge(MergeCommand::Choose(key, Some(take))));
    }

    /// Opens the field of a row with what it has now.
    pub(super) fn begin_edit(&mut self, key: crate::domain::merge::Key) {
        self.selected = Some(key);
        self.scroll = true;
        self.why_shown = false;
        self.cannot = None;
        let text = self.row(key).map(|r| r.typed.clone()).unwrap_or_default();
        self.edit = Some(Edit {
            key,
            text,
            begun: false,
        });
    }

    fn at(&self) -> Option<usize> {
        self.rows.iter().position(|r| Some(r.key) == self.selected)
    }

    fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        let next = self.at().map_or(0, |at| at.saturating_add_signed(by).min(last));
        self.select_at(next);
    }

    fn select_at(&mut self, at: usize) {
        if let Some(row) = self.rows.get(at) {
            self.selected = Some(row.key);
            self.scroll = true;
            self.cannot = None;
        }
    }

    /// To the next or previous row that waits for a decision, around the end, and on to another Source.
    pub(super) fn step_undecided(&mut self, cx: &Cx<'_>, open: &OpenMerge, back: bool) {
        let n = self.rows.len();
        let from = self.at();
        let found = (1..=n)
            .map(|d| match (from, back) {
                (Some(at), false) => (at + d) % n,
                (Some(at), true) => (at + n - d) % n,
                (None, false) => d - 1,
                (None, true) => n - d,
            })
            .find(|at| self.rows[*at].status.is_open());
        if let Some(at) = found {
            return self.select_at(at);
        }
        let elsewhere = (open.reviews.iter().enumerate())
            .position(|(n, r)| n != open.shown && r.undecided().next().is_some());
        match elsewhere {
            Some(n) => cx.send(Command::Merge(MergeCommand::ShowSource(n))),
            None => self.cannot = Some("Every difference is decided.".into()),
        }
    }
}

fn cannot(row: &Row, kind: TakeKind) -> String {
    let label = row.label;
    match kind {
        TakeKind::Source => format!("{label}: the Source’s cannot be taken."),
        TakeKind::Target => format!("{label}: the Target’s cannot be taken."),
        TakeKind::Both => format!("{label}: only one of the two can be kept."),
        TakeKind::Blank => format!("{label} cannot be left blank."),
        TakeKind::Text => format!("{label} cannot be typed."),
    }
}
