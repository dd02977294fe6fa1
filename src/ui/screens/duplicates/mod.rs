//! The Duplicates tab: pairs of profiles that may be one student, what speaks for and against, and what was decided.

use super::Cx;
use crate::app::Session;
use egui::Ui;

/// The Duplicates tab.
#[derive(Default)]
pub struct DuplicatesScreen {}

impl DuplicatesScreen {
    /// Draws the tab.
    pub fn show(&mut self, ui: &mut Ui, _cx: &Cx<'_>, _session: &Session) {
        ui.heading("Duplicates");
    }
}
