//! A file or folder: typed, pasted, or asked for with the "…" button.

use egui::{Ui, Vec2};

use super::{
    buttons,
    fields::{bare_field, label_above},
};

/// What happened to a [`path_field`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathEvent {
    /// Nothing.
    None,
    /// The text was changed.
    Edited,
    /// The "…" button was pressed: show the system's own dialog.
    Browse,
}

/// A path with its label above and a "…" button named "Browse: {label}" at the right.
pub fn path_field(ui: &mut Ui, label: &str, hint: &str, path: &mut String) -> PathEvent {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 3.0);
        let above = label_above(ui, label);
        ui.horizontal(|ui| {
            let width = ui.available_width() - 44.0 - ui.spacing().item_spacing.x;
            let field = bare_field(ui, path, hint, width).labelled_by(above.id);
            if !path.is_empty() && !field.has_focus() {
                field.clone().on_hover_text(path.as_str());
            }
            let browse = buttons::button(ui, true, "…")
                .accessible_name(format!("Browse: {label}"))
                .on_hover_text(format!("Browse: {label}"));
            if browse.clicked() {
                PathEvent::Browse
            } else if field.changed() {
                PathEvent::Edited
            } else {
                PathEvent::None
            }
        })
        .inner
    })
    .inner
}
