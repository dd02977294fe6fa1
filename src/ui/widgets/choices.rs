//! A choice from a list, and a check box.

use egui::{ComboBox, Response, Ui};

use super::{fields::label_above, paint};
use crate::ui::theme::Theme;

/// A list that opens, with its label above; true when another value was chosen.
pub fn choice_field<T: PartialEq + Clone>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    options: &[(T, &str)],
) -> bool {
    let theme = Theme::of(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let above = label_above(ui, label);
        let (response, changed) = list(ui, label, value, options);
        let response = response.labelled_by(above.id);
        paint::focus_ring(ui, &response, theme.size.control_rounding);
        changed
    })
    .inner
}

/// A list that opens, without a label above, for rows of filters; `name` is what assistive technology calls it. True
/// when another value was chosen.
pub fn choice<T: PartialEq + Clone>(ui: &mut Ui, name: &str, value: &mut T, options: &[(T, &str)]) -> bool {
    let theme = Theme::of(ui.ctx());
    ui.scope(|ui| {
        let (response, changed) = list(ui, name, value, options);
        let response = response.accessible_name(name);
        paint::focus_ring(ui, &response, theme.size.control_rounding);
        changed
    })
    .inner
}

fn list<T: PartialEq + Clone>(
    ui: &mut Ui,
    salt: &str,
    value: &mut T,
    options: &[(T, &str)],
) -> (Response, bool) {
    let theme = Theme::of(ui.ctx());
    let shown = options
        .iter()
        .find(|(option, _)| option == value)
        .map_or("", |(_, text)| *text);
    let mut changed = false;
    ui.spacing_mut().interact_size.y = theme.size.control_height;
    ui.spacing_mut().button_padding = egui::vec2(10.0, 7.0);
    let width = ui.available_width();
    let combo = ComboBox::from_id_salt(salt)
        .width(width)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            for (option, text) in options {
                if ui.selectable_label(option == value, *text).clicked() && option != value {
                    *value = option.clone();
                    changed = true;
                }
            }
        });
    (combo.response, changed)
}

/// A check box with its label.
pub fn check(ui: &mut Ui, on: &mut bool, label: &str) -> Response {
    let response = ui.checkbox(on, label);
    paint::focus_ring(ui, &response, 3);
    response
}
