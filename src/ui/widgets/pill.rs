//! A small tinted label: a count, a state.

use egui::{Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::paint;
use crate::ui::theme::{Theme, Tone};

/// Space between a pill's text and its ends.
const PADDING: Vec2 = Vec2::new(9.0, 1.5);

/// A pill, as wide as its text; cut with "…" when there is no room, whole on hover.
pub fn pill(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let wraps = ui.layout().is_horizontal() && ui.layout().main_wrap();
    let room = if wraps {
        ui.max_rect().width()
    } else {
        ui.available_width()
    };
    let galley = paint::one_line(
        ui,
        text,
        theme.font(theme.size.small),
        Color32::PLACEHOLDER,
        (room - 2.0 * PADDING.x).max(24.0),
    );
    let elided = galley.elided;
    let (rect, response) = ui.allocate_exact_size(galley.size() + 2.0 * PADDING, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    if ui.is_rect_visible(rect) {
        let of_tone = theme.tone(tone);
        ui.painter().rect(
            rect,
            CornerRadius::same((rect.height() / 2.0) as u8),
            of_tone.fill,
            Stroke::new(1.0, of_tone.border),
            StrokeKind::Inside,
        );
        ui.painter().galley(rect.min + PADDING, galley, of_tone.text);
    }
    if elided {
        response.on_hover_text(text)
    } else {
        response
    }
}
