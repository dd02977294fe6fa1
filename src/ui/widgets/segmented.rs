//! A row of joined buttons of which one is pressed: filters with their counts.

use egui::{
    Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
};

use super::{paint, wish::FocusWish};
use crate::ui::theme::Theme;

/// Shows each label with its count; true when the choice has changed. Flows onto a second
/// line when there is no room. Spoken as radio buttons ("Errors 2") in a group called `name`.
pub fn segmented(ui: &mut Ui, name: &str, options: &[(&str, usize)], selected: &mut usize) -> bool {
    let texts: Vec<String> = options
        .iter()
        .map(|(label, count)| format!("{label} {}", thousands(*count)))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    sections(ui, name, &texts, selected)
}

/// The same without counts: the parts of a page of which one is shown.
pub fn sections(ui: &mut Ui, name: &str, texts: &[&str], selected: &mut usize) -> bool {
    sections_wishing(ui, name, texts, selected, &mut FocusWish::default())
}

/// The same; the selected one has a wish for the keyboard.
pub fn sections_wishing(
    ui: &mut Ui,
    name: &str,
    texts: &[&str],
    selected: &mut usize,
    wish: &mut FocusWish,
) -> bool {
    let theme = Theme::of(ui.ctx());
    let before = *selected;
    let group = UiBuilder::new()
        .id_salt(name)
        .accessibility_role(Role::RadioGroup)
        .accessibility_label(name);
    ui.scope_builder(group, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::new(-1.0, 4.0);
            for (number, text) in texts.iter().enumerate() {
                let response = segment(ui, &theme, text, number == *selected, number, texts.len());
                if response.clicked() {
                    *selected = number;
                }
                if number == *selected {
                    wish.at(ui, &response);
                }
            }
        });
    });
    *selected != before
}

fn segment(ui: &mut Ui, theme: &Theme, text: &str, on: bool, number: usize, of: usize) -> Response {
    let color = &theme.color;
    let font = theme.font(theme.size.small + 0.5);
    let room = ui.max_rect().width() - 24.0;
    let galley = paint::one_line(ui, text, font, Color32::PLACEHOLDER, room);
    let size = Vec2::new(galley.size().x + 23.0, 30.0_f32.max(galley.size().y + 8.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), on, text));
    if ui.is_rect_visible(rect) {
        let (fill, border, ink) = match (on, response.hovered()) {
            (true, _) => (color.accent, color.accent, color.on_accent),
            (false, true) => (color.hover, color.control_border, color.text),
            (false, false) => (color.card, color.control_border, color.text),
        };
        let round = theme.size.control_rounding - 2;
        let (left, right) = (
            if number == 0 { round } else { 0 },
            if number + 1 == of { round } else { 0 },
        );
        let corners = CornerRadius {
            nw: left,
            sw: left,
            ne: right,
            se: right,
        };
        let stroke = Stroke::new(1.0, border);
        ui.painter().rect(rect, corners, fill, stroke, StrokeKind::Inside);
        let place = rect.center() - galley.size() / 2.0;
        ui.painter().galley(place, galley, ink);
        paint::focus_ring(ui, &response, round);
    }
    response
}

/// 1204 as "1,204".
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
