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
    // `ComboBox` makes a salt of its salt.
    let id = ui.make_persistent_id(egui::IdSalt::new(salt));
    let open = id.with("open by keyboard");
    let was_open: Option<bool> = ui.data(|d| d.get_temp(open));
    let by_keyboard = was_open.unwrap_or_else(|| ui.memory(|m| m.has_focus(id)));
    let combo = ComboBox::from_id_salt(salt)
        .width(width)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            // Measured only: nothing can be scrolled to or take the keyboard yet.
            let is_measured = ui.is_sizing_pass();
            let mut chosen = None;
            for (option, text) in options {
                let entry = ui.selectable_label(option == value, *text);
                if was_open.is_none() && option == value && !is_measured {
                    // It opens at what holds, with the keyboard on it.
                    entry.scroll_to_me(Some(egui::Align::Center));
                    if by_keyboard {
                        entry.request_focus();
                    }
                } else if entry.gained_focus() {
                    entry.scroll_to_me(None);
                }
                if entry.clicked() {
                    chosen = Some(option);
                }
            }
            if let Some(option) = chosen {
                // The mouse closes it anyway, the keyboard would leave it open.
                ui.close();
                changed = option != value;
                *value = option.clone();
            }
            (!is_measured).then_some(chosen.is_some())
        });
    match (was_open, combo.inner) {
        (None, Some(Some(false))) => {
            ui.data_mut(|d| d.insert_temp(open, by_keyboard));
        }
        (Some(by_keyboard), None | Some(Some(true))) => {
            ui.data_mut(|d| d.remove::<bool>(open));
            if by_keyboard {
                combo.response.request_focus();
            }
        }
        _ => {}
    }
    (combo.response, changed)
}

/// A check box with its label.
pub fn check(ui: &mut Ui, on: &mut bool, label: &str) -> Response {
    let response = ui.checkbox(on, label);
    paint::focus_ring(ui, &response, 3);
    response
}
