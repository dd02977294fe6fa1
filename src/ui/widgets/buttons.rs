//! Buttons and links. A disabled one can say why with [`Because::because`].

use egui::{Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::paint;
use crate::ui::theme::Theme;

/// The main button of a card or screen; there should be one at most.
pub fn primary_button(ui: &mut Ui, enabled: bool, text: &str) -> Response {
    any_button(ui, enabled, text, true)
}

/// An ordinary button.
pub fn button(ui: &mut Ui, enabled: bool, text: &str) -> Response {
    any_button(ui, enabled, text, false)
}

fn any_button(ui: &mut Ui, enabled: bool, text: &str, primary: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    paint::enabled_scope(ui, enabled, |ui| {
        // Measured first: a button never is wider than its place, its text is cut instead.
        let padding = Vec2::new(16.0, 0.0);
        let font = theme.font(theme.size.body);
        let room = if ui.layout().is_horizontal() && ui.layout().main_wrap() {
            ui.max_rect().width()
        } else {
            ui.available_width()
        };
        let galley = paint::one_line(
            ui,
            text,
            font,
            Color32::PLACEHOLDER,
            (room - 2.0 * padding.x).max(60.0),
        );
        let size = Vec2::new(
            galley.size().x + 2.0 * padding.x,
            theme.size.control_height.max(galley.size().y + 8.0),
        );
        let elided = galley.elided;
        let (rect, mut response) = ui.allocate_exact_size(size, Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), text));
        if elided {
            response = response.on_hover_text(text);
        }
        if ui.is_rect_visible(rect) {
            let color = &theme.color;
            let pressed = response.is_pointer_button_down_on();
            let (fill, border, ink) = match (ui.is_enabled(), primary) {
                (false, _) => (color.table_header, color.card_border, color.weak_text),
                (true, true) if response.hovered() && !pressed => {
                    (color.accent_hover, color.accent_hover, color.on_accent)
                }
                (true, true) => (color.accent, color.accent, color.on_accent),
                (true, false) if pressed => (color.selected_row, color.accent, color.text),
                (true, false) if response.hovered() => (color.hover, color.weak_text, color.text),
                (true, false) => (color.card, color.control_border, color.text),
            };
            let rounding = theme.size.control_rounding;
            ui.painter().rect(
                rect,
                CornerRadius::same(rounding),
                fill,
                Stroke::new(1.0, border),
                StrokeKind::Inside,
            );
            let place = rect.center() - galley.size() / 2.0;
            ui.painter().galley(place, galley, ink);
            paint::focus_ring(ui, &response, rounding);
        }
        response
    })
}

/// An underlined text that does something.
pub fn link(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let galley = paint::one_line(
        ui,
        text,
        theme.font(theme.size.body),
        Color32::PLACEHOLDER,
        ui.available_width().max(80.0),
    );
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Link, ui.is_enabled(), text));
    if ui.is_rect_visible(rect) {
        let color = if response.hovered() {
            theme.color.accent_hover
        } else {
            theme.color.accent
        };
        ui.painter().galley(rect.min, galley, color);
        ui.painter()
            .hline(rect.x_range(), rect.bottom() - 2.0, Stroke::new(1.0, color));
        paint::focus_ring(ui, &response, 2);
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// Saying why a control is disabled.
pub trait Because {
    /// The reason, shown on hover and told to assistive technology. Does nothing on an
    /// enabled control.
    fn because(self, reason: &str) -> Self;
}

impl Because for Response {
    fn because(self, reason: &str) -> Self {
        if self.enabled() {
            return self;
        }
        self.ctx.accesskit_node_builder(self.id, |node| {
            node.set_description(reason);
        });
        self.on_disabled_hover_text(reason)
    }
}
