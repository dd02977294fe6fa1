//! Stub.
use super::Cx;
use crate::app::Session;
use egui::Ui;
/// Stub.
#[derive(Default)]
pub struct Settings {}
impl Settings {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, _cx: &Cx<'_>, _session: &Session) {
        ui.label("Settings");
    }
}
