//! Where the parts of the review stand: the panel beside the table, or in a narrow window in its place, with Save at the
//! foot in either.

use super::desk::Desk;
use super::review::ReviewScreen;
use crate::app::OpenMerge;
use crate::domain::merge::Review;
use crate::ui::screens::Cx;
use crate::ui::theme::Theme;
use egui::{Align, Layout, Rect, Ui, UiBuilder, Vec2};

/// The width of the panel beside the table.
const PANEL: f32 = 292.0;
/// Between the table and the foot of a narrow window.
const ABOVE_FOOT: f32 = 6.0;

impl ReviewScreen {
    /// The table with the panel beside it.
    pub(super) fn beside(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        desk: &Desk<'_>,
        open: &OpenMerge,
        review: &Review,
    ) {
        let gap = Theme::of(ui.ctx()).size.gap;
        let whole = ui.available_rect_before_wrap();
        let table = whole.with_max_x(whole.right() - PANEL - gap);
        let panel = Rect::from_min_max(egui::pos2(table.right() + gap, whole.top()), whole.max);
        ui.advance_cursor_after_rect(whole);
        part(ui, "table", table, |ui| {
            self.table(ui, cx, desk, review, table.height());
        });
        part(ui, "panel", panel, |ui| {
            self.panel(ui, cx, desk, open, panel.height());
        });
    }

    /// The table, or what stands beside it elsewhere, over the foot, which is always in sight.
    pub(super) fn narrow(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        desk: &Desk<'_>,
        open: &OpenMerge,
        review: &Review,
    ) {
        let whole = ui.available_rect_before_wrap();
        // The foot is measured in one frame and kept free in the next.
        let id = ui.scope_id().with("narrow-foot");
        let height: f32 = ui.data(|d| d.get_temp(id)).unwrap_or(76.0);
        let foot = whole.with_min_y(whole.bottom() - height);
        let upper = whole.with_max_y((foot.top() - ABOVE_FOOT).max(whole.top()));
        ui.advance_cursor_after_rect(whole);
        part(ui, "upper", upper, |ui| {
            if self.why_shown {
                self.why(ui, cx, open, upper.height());
            } else {
                self.table(ui, cx, desk, review, upper.height());
            }
        });
        let mut measured = height;
        part(ui, "foot", foot, |ui| {
            self.narrow_foot(ui, cx, desk, open);
            measured = ui.min_rect().height();
        });
        if (measured - height).abs() > 0.5 {
            ui.data_mut(|d| d.insert_temp(id, measured));
            ui.ctx().request_discard("the foot of the review");
        }
    }
}

/// Draws into a part of the place.
fn part(ui: &mut Ui, id: &str, place: Rect, add: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(
        UiBuilder::new()
            .id_salt(id)
            .max_rect(place)
            .layout(Layout::top_down(Align::Min)),
    );
    part.shrink_clip_rect(place.expand2(Vec2::splat(2.0)));
    add(&mut part);
}
