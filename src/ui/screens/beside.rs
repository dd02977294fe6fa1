//! A list and what is selected in it, side by side.

use crate::ui::theme::Theme;
use egui::{Align, Id, Layout, Rect, Ui, UiBuilder, pos2};

/// The rest of the place in two: the left part gets `share` of the width.
pub fn halves(ui: &Ui, share: f32) -> (Rect, Rect) {
    let gap = Theme::of(ui.ctx()).size.gap;
    let place = ui.available_rect_before_wrap();
    let middle = place.left() + ((place.width() - gap) * share).floor();
    (
        Rect::from_min_max(place.min, pos2(middle, place.bottom())),
        Rect::from_min_max(pos2(middle + gap, place.top()), place.max),
    )
}

/// Draws into a part of the place. It is a place of its own name, so that the keyboard stays where it is when the other
/// part, or something above, comes and goes.
pub fn beside(ui: &mut Ui, id: &str, place: Rect, add: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new()
        .scope_id(Id::unique(("beside", id)))
        .max_rect(place)
        .layout(Layout::top_down(Align::Min));
    let mut part = ui.new_child(builder);
    part.shrink_clip_rect(place.expand(2.0));
    add(&mut part);
}
