//! A choice as a whole card: ring, bold title, pill, a sentence or two.

use egui::{
    Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2,
};

use super::paint;
use crate::ui::theme::{Theme, Tone};

/// Left of the title: the ring and its space.
const INDENT: f32 = 38.0;
/// Right of the text.
const RIGHT: f32 = 12.0;
/// Above and below.
const ABOVE: f32 = 9.0;

/// One choice of several; the whole card is the radio button. The pill stands after the
/// title, or below it when there is no room.
pub fn radio_card(
    ui: &mut Ui,
    selected: bool,
    title: &str,
    pill: Option<(Tone, &str)>,
    body_text: &str,
    enabled: bool,
) -> Response {
    let theme = Theme::of(ui.ctx());
    let size = &theme.size;
    let color = &theme.color;
    let ink = if enabled { color.text } else { color.weak_text };
    let width = ui.available_width().max(120.0);
    let room = width - INDENT - RIGHT;

    let title_text = paint::wrapped(ui, title, theme.strong_font(size.body), ink, room);
    let pill_text = pill.map(|(tone, text)| {
        let font = theme.font(size.small);
        let galley = paint::one_line(ui, text, font, Color32::PLACEHOLDER, room - 18.0);
        (tone, galley)
    });
    let body = paint::wrapped(ui, body_text, theme.font(size.small + 0.5), color.weak_text, room);

    let mut title_height = title_text.size().y;
    let pill_at = pill_text.as_ref().map(|(_, galley)| {
        let pill_size = galley.size() + Vec2::new(18.0, 3.0);
        let beside = title_text.size().x + 8.0;
        if title_text.rows.len() == 1 && beside + pill_size.x <= room {
            let down = (title_height - pill_size.y) / 2.0;
            Rect::from_min_size(pos2(beside, down), pill_size)
        } else {
            let below = Rect::from_min_size(pos2(0.0, title_height + 1.0), pill_size);
            title_height = below.bottom() + 1.0;
            below
        }
    });
    let body_height = if body_text.is_empty() {
        0.0
    } else {
        body.size().y + 1.0
    };
    let wanted = Vec2::new(width, title_height + body_height + 2.0 * ABOVE);

    paint::enabled_scope(ui, enabled, |ui| {
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), selected, title));
        let told = match pill {
            Some((_, text)) => format!("{text}. {body_text}"),
            None => body_text.to_owned(),
        };
        ui.ctx().accesskit_node_builder(response.id, |node| {
            node.set_description(told);
        });
        if ui.is_rect_visible(rect) {
            let (fill, border) = match (selected, response.hovered() && ui.is_enabled()) {
                (true, _) => (color.accent_soft, color.accent),
                (false, true) => (color.hover, color.control_border),
                (false, false) => (color.card, color.card_border),
            };
            let painter = ui.painter();
            painter.rect(
                rect,
                CornerRadius::same(size.control_rounding + 1),
                fill,
                Stroke::new(1.0, border),
                StrokeKind::Inside,
            );
            let corner = rect.min + Vec2::new(INDENT, ABOVE);
            let first_line = title_text.rows.first().map_or(9.0, |row| row.height() / 2.0);
            let ring = pos2(rect.left() + 20.5, corner.y + first_line);
            paint::radio_mark(painter, &theme, ring, selected, ui.is_enabled());
            painter.galley(corner, title_text, ink);
            if let (Some((tone, galley)), Some(at)) = (pill_text, pill_at) {
                let of_tone = theme.tone(tone);
                let at = at.translate(corner.to_vec2());
                painter.rect(
                    at,
                    CornerRadius::same((at.height() / 2.0) as u8),
                    of_tone.fill,
                    Stroke::new(1.0, of_tone.border),
                    StrokeKind::Inside,
                );
                painter.galley(at.min + Vec2::new(9.0, 1.5), galley, of_tone.text);
            }
            painter.galley(corner + Vec2::new(0.0, title_height + 1.0), body, ink);
            paint::focus_ring(ui, &response, size.control_rounding + 1);
        }
        response
    })
}
