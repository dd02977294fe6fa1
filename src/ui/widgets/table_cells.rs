//! What stands in the cells of a table: texts that are cut with "…" and shown whole on hover,
//! and the titles of the columns.

use egui::{
    Color32, FontId, Label, Response, Role, Sense, Ui, Vec2, WidgetInfo, accesskit::SortDirection,
    text::LayoutJob,
};

use super::{paint, table_spec::Column};
use crate::ui::theme::Theme;

/// One line of text.
pub fn cell_text(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    lines(ui, text, 1, theme.font(theme.size.body), theme.color.text)
}

/// One line of text of less weight ("none").
pub fn cell_weak(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    lines(ui, text, 1, theme.font(theme.size.body), theme.color.weak_text)
}

/// Text of less weight over at most `max` lines.
pub fn cell_weak_lines(ui: &mut Ui, text: &str, max: usize) -> Response {
    let theme = Theme::of(ui.ctx());
    lines(ui, text, max, theme.font(theme.size.body), theme.color.weak_text)
}

/// Text over at most `max` lines, for tables with higher rows.
pub fn cell_lines(ui: &mut Ui, text: &str, max: usize) -> Response {
    let theme = Theme::of(ui.ctx());
    lines(ui, text, max, theme.font(theme.size.body), theme.color.text)
}

fn lines(ui: &mut Ui, text: &str, max: usize, font: FontId, color: Color32) -> Response {
    if text.is_empty() {
        return ui.allocate_response(Vec2::ZERO, Sense::hover());
    }
    let mut job = LayoutJob::simple(text.to_owned(), font, color, ui.available_width().max(8.0));
    job.wrap.max_rows = max.max(1);
    job.wrap.break_anywhere = max <= 1;
    let galley = ui.painter().layout_job(job);
    // A `Label` shows the whole text on hover by itself when it was cut.
    ui.add(Label::new(galley))
}

/// The title of a column; when it can be sorted by, a button that says how it is sorted.
/// True when pressed.
pub(super) fn header_cell(ui: &mut Ui, column: &Column<'_>, sorted: Option<bool>) -> bool {
    let theme = Theme::of(ui.ctx());
    let font = theme.strong_font(theme.size.small);
    let arrow = if sorted.is_some() { 14.0 } else { 0.0 };
    let room = ui.available_width();
    let mut job = LayoutJob::simple(
        column.title.to_owned(),
        font,
        Color32::PLACEHOLDER,
        (room - arrow).max(8.0),
    );
    job.wrap.max_rows = column.title.lines().count().max(1);
    job.wrap.break_anywhere = true;
    if column.right {
        job.halign = egui::Align::RIGHT;
    }
    let galley = ui.painter().layout_job(job);
    let spoken = column.title.replace('\n', " ");
    let sense = if column.sortable {
        Sense::click()
    } else {
        Sense::hover()
    };
    let elided = galley.elided;
    let size = Vec2::new(
        (galley.size().x + arrow).min(room.max(0.0)),
        galley.size().y + 4.0,
    );
    let (rect, mut response) = ui.allocate_exact_size(size, sense);
    if !column.title.is_empty() {
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, ui.is_enabled(), &spoken));
        ui.ctx().accesskit_node_builder(response.id, |node| {
            if let Some(ascending) = sorted {
                node.set_sort_direction(if ascending {
                    SortDirection::Ascending
                } else {
                    SortDirection::Descending
                });
            }
        });
    }
    if ui.is_rect_visible(rect) {
        let ink = if response.hovered() && column.sortable {
            theme.color.text
        } else {
            theme.color.weak_text
        };
        // A galley aligned right hangs to the left of its position.
        let hang = galley.rect.min.x;
        let end = rect.left() + galley.size().x;
        let top = rect.center().y - galley.size().y / 2.0;
        let place = egui::pos2(rect.left() - hang, top);
        ui.painter().galley(place, galley, ink);
        if let Some(ascending) = sorted {
            let at = egui::pos2(end + 8.0, rect.center().y);
            paint::triangle(ui.painter(), at, ascending, ink);
        }
        paint::focus_ring(ui, &response, 3);
    }
    if elided {
        response = response.on_hover_text(spoken);
    }
    if column.sortable {
        response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    }
    response.clicked()
}
