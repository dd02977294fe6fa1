//! The keyboard of the tab: letters and arrows belong to the list, unless something is typed or asked.

use super::DuplicatesScreen;
use super::detail::Wish;
use crate::app::Session;
use crate::ui::screens::Cx;
use egui::{Key, Modifiers, Ui};

impl DuplicatesScreen {
    /// Reads the keys; nothing while a dialog is in front or a field is typed in.
    pub(super) fn keys(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) -> Option<Wish> {
        let dialog = ui.memory(|m| m.top_modal_layer().is_some()) || ui.ctx().any_popup_open();
        if dialog || self.asking.is_some() || ui.ctx().text_edit_focused() {
            return None;
        }
        let one = |key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key));
        let mut wish = None;
        // Not N: in the merge review that is the next undecided field.
        for (key, wanted) in [
            (Key::Delete, Wish::NotSame),
            (Key::P, Wish::Park),
            (Key::C, Wish::Compare),
        ] {
            if one(key) {
                wish = Some(wanted);
            }
        }
        // Enter and the arrows belong to what has the keyboard; the table reads them itself.
        let free = ui.memory(|m| m.focused().is_none());
        if free && one(Key::Enter) {
            wish = Some(Wish::Compare);
        }
        // Several presses of one key can arrive in one frame when a frame is slow.
        let times = |key| ui.input_mut(|i| i.count_and_consume_key(Modifiers::NONE, key)) as isize;
        // The list is gone through by rows; pages are turned of the pane beside it, which is longer than the window.
        self.pane.turn(times(Key::PageDown) - times(Key::PageUp));
        let mut by = times(Key::J) - times(Key::K);
        if free {
            by += times(Key::ArrowDown) - times(Key::ArrowUp);
        }
        if by != 0 {
            self.rows_mut().step(cx, session, by);
        }
        if free && one(Key::Home) {
            self.rows_mut().end(cx, false);
        }
        if free && one(Key::End) {
            self.rows_mut().end(cx, true);
        }
        wish
    }
}
