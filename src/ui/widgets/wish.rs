//! A control's wish for the keyboard when the screen before it has gone, with the control that had it.

use egui::{Response, Ui};

/// How many passes a wish is good for: in the first one egui does not know yet that the control which had the keyboard has
/// gone.
const PASSES: u8 = 2;

/// The wish for the keyboard of a control that is to have it unless another one has. Without it Tab would begin at the top
/// of the window.
#[derive(Debug, Default)]
pub struct FocusWish {
    passes: u8,
}

impl FocusWish {
    /// A wish that is open.
    pub fn open() -> Self {
        Self { passes: PASSES }
    }

    /// Gives the keyboard to a control when no other has it. To be called in every pass.
    pub fn at(&mut self, ui: &Ui, control: &Response) {
        if self.passes == 0 {
            return;
        }
        self.passes -= 1;
        if ui.memory(|m| m.focused().is_none() && m.top_modal_layer().is_none()) {
            control.request_focus();
            self.passes = 0;
        } else {
            ui.ctx().request_repaint();
        }
    }
}
