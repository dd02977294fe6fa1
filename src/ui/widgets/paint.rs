//! What several widgets draw with: laid-out text, the focus ring, marks.

use std::sync::Arc;

use egui::{
    Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui,
    text::LayoutJob,
};

use crate::ui::theme::Theme;

/// A place for one control. A disabled one is not faded as egui does by itself: it chooses
/// weaker colours that can still be read.
pub(super) fn enabled_scope<R>(ui: &mut Ui, enabled: bool, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        if !enabled {
            ui.visuals_mut().disabled_alpha = 1.0;
            ui.disable();
        }
        add(ui)
    })
    .inner
}

/// Text laid out in at most `width` points, over several lines when it is longer.
pub(super) fn wrapped(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    ui.painter().layout(text.to_owned(), font, color, width.max(40.0))
}

/// Text laid out in one line, cut with "…" when longer than `width`.
pub(super) fn one_line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap.max_width = width.max(8.0);
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}

/// The ring that shows keyboard users where they are.
pub(super) fn focus_ring(ui: &Ui, response: &Response, rounding: u8) {
    if response.has_focus() {
        let color = Theme::of(ui.ctx()).color.focus;
        ui.painter().rect_stroke(
            response.rect,
            CornerRadius::same(rounding),
            Stroke::new(2.0, color),
            StrokeKind::Inside,
        );
        ui.painter().rect_stroke(
            response.rect.expand(1.0),
            CornerRadius::same(rounding.saturating_add(1)),
            Stroke::new(1.0, color),
            StrokeKind::Outside,
        );
    }
}

/// A radio ring, filled when chosen.
pub(super) fn radio_mark(painter: &Painter, theme: &Theme, center: Pos2, chosen: bool, enabled: bool) {
    let color = &theme.color;
    if chosen {
        let fill = if enabled { color.accent } else { color.weak_text };
        painter.circle_filled(center, 7.5, fill);
        painter.circle_filled(center, 3.0, color.on_accent);
    } else {
        let ring = if enabled {
            color.weak_text
        } else {
            color.control_border
        };
        painter.circle(center, 7.0, color.card, Stroke::new(1.0, ring));
    }
}

/// A small triangle that points up or down.
pub(super) fn triangle(painter: &Painter, center: Pos2, up: bool, color: Color32) {
    let (dx, dy) = (4.0, if up { -2.5 } else { 2.5 });
    painter.add(Shape::convex_polygon(
        vec![
            Pos2::new(center.x - dx, center.y - dy),
            Pos2::new(center.x + dx, center.y - dy),
            Pos2::new(center.x, center.y + dy),
        ],
        color,
        Stroke::NONE,
    ));
}

/// A cross, for closing.
pub(super) fn cross(painter: &Painter, rect: Rect, color: Color32) {
    let rect = Rect::from_center_size(rect.center(), egui::vec2(9.0, 9.0));
    let stroke = Stroke::new(1.5, color);
    painter.line_segment([rect.left_top(), rect.right_bottom()], stroke);
    painter.line_segment([rect.right_top(), rect.left_bottom()], stroke);
}
