//! The merge screen.

use super::Cx;
use crate::app::Session;
use egui::Ui;

/// The screen's own throw-away state.
#[derive(Default)]
pub struct MergeScreen {}

impl MergeScreen {
    /// Draws it.
    pub fn show(&mut self, _ui: &mut Ui, _cx: &Cx<'_>, _session: &Session) {}
}
