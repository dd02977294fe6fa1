//! A value with the letters marked in which it differs from another one, and a radio ring beside such a value.

use std::sync::Arc;

use egui::{
    Color32, Galley, Id, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo,
    text::{LayoutJob, TextFormat},
};

use super::paint;
use crate::ui::theme::Theme;

/// From the left edge to the text beside a ring.
pub const RING: f32 = 21.0;
/// Longer values are cut with "…".
const MOST_ROWS: usize = 8;

/// How much a value weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Of less weight: both say the same, or there is nothing.
    Weak,
    /// Ordinary.
    Plain,
    /// Bold: it differs.
    Strong,
}

/// Lays a value out in at most `width` points. Letters that differ (`true`) stand on a tint and are underlined, so that
/// they are seen without colour too.
pub fn diff_text<'a>(
    ui: &Ui,
    parts: impl IntoIterator<Item = (&'a str, bool)>,
    weight: Weight,
    width: f32,
) -> Arc<Galley> {
    let theme = Theme::of(ui.ctx());
    let font = match weight {
        Weight::Strong => theme.strong_font(theme.size.body),
        Weight::Weak | Weight::Plain => theme.font(theme.size.body),
    };
    let color = match weight {
        Weight::Weak => theme.color.weak_text,
        Weight::Plain | Weight::Strong => theme.color.text,
    };
    let mut job = LayoutJob::default();
    job.wrap.max_width = width.max(40.0);
    job.wrap.max_rows = MOST_ROWS;
    for (text, differs) in parts {
        let mut format = TextFormat::simple(font.clone(), color);
        if differs {
            format.background = theme.color.mark;
            format.underline = Stroke::new(1.5, color);
        }
        job.append(text, 0.0, format);
    }
    ui.painter().layout_job(job)
}

/// A value with a radio ring before it, `galley` being laid out [`RING`] points narrower than its place. `name` says
/// whose value of what it is. It is clicked, and pressed by assistive technology, but Tab does not stop at it: keys of
/// the table choose.
pub fn radio_value(
    ui: &Ui,
    place: Rect,
    id: Id,
    chosen: bool,
    enabled: bool,
    name: &str,
    galley: Arc<Galley>,
) -> Response {
    let theme = Theme::of(ui.ctx());
    let size = Vec2::new((galley.size().x + RING + 4.0).min(place.width()), galley.size().y);
    let rect = Rect::from_min_size(place.min, size).expand2(Vec2::new(3.0, 2.0));
    let sense = if enabled { Sense::CLICK } else { Sense::hover() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, enabled, chosen, name));
    if ui.is_rect_visible(rect) {
        if enabled && response.hovered() && !chosen {
            ui.painter().rect_filled(rect, 4, theme.color.hover);
        }
        let line = galley.rows.first().map_or(9.0, |row| row.height() / 2.0);
        let center = place.min + Vec2::new(8.0, line);
        paint::radio_mark(ui.painter(), &theme, center, chosen, enabled);
        ui.painter()
            .galley(place.min + Vec2::new(RING, 0.0), galley, Color32::PLACEHOLDER);
    }
    if enabled {
        response.on_hover_cursor(egui::CursorIcon::PointingHand)
    } else {
        response
    }
}
