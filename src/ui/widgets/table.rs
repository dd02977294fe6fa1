//! Lists of any length: only the rows in sight are drawn.
//!
//! The table as a whole takes the keyboard focus, not its rows: Tab goes past it in one step
//! and the arrows move the selection. The selection belongs to the caller; the table only
//! answers what was asked for.

use egui::{
    CornerRadius, Id, Layout, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    Vec2, WidgetInfo,
};
use egui_extras::TableBuilder;

use super::{
    table_cells::header_cell,
    table_keys::{self, Asked},
    table_spec::{TableEvents, TableHeight, TableSpec, widths},
};
use crate::ui::theme::Theme;

/// From a cell's edge to its contents.
const CELL_PADDING: f32 = 8.0;
/// The height of a header of one line …
const HEADER: f32 = 29.0;
/// … and of each further line.
const HEADER_LINE: f32 = 16.0;

impl TableSpec<'_> {
    /// Draws the table. `row_name` is the sentence spoken for a row; `cell` draws the cell of
    /// a row and column, mostly with [`super::cell_text`]. Both are called for the rows in
    /// sight only.
    pub fn show(
        self,
        ui: &mut Ui,
        row_name: impl Fn(usize) -> String,
        mut cell: impl FnMut(usize, usize, &mut Ui),
    ) -> TableEvents {
        let theme = Theme::of(ui.ctx());
        let edge = if self.framed { 1.0 } else { 0.0 };
        let height = match self.height {
            TableHeight::Fill => ui
                .available_height()
                .max(self.header_height() + self.row_height * 2.0),
            TableHeight::Fit => self.header_height() + self.row_height * self.rows as f32 + 2.0 * edge,
            TableHeight::Exactly(points) => points,
        };
        let size = Vec2::new(ui.available_width(), height.floor());
        let id = ui.unique_id().with(("table", self.id));
        let (_, rect) = ui.allocate_space(size);
        let focus = ui.interact(rect, id, Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Grid, ui.is_enabled(), self.name));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_row_count(self.rows);
            node.set_column_count(self.columns.len());
        });

        let round = CornerRadius::same(if self.framed { theme.size.rounding } else { 0 });
        if self.framed {
            ui.painter().rect_filled(rect, round, theme.color.card);
        }
        let header = rect.with_max_y(rect.top() + self.header_height());
        let header_round = CornerRadius {
            sw: 0,
            se: 0,
            ..round
        };
        ui.painter()
            .rect_filled(header, header_round, theme.color.table_header);

        ui.painter().hline(
            rect.x_range(),
            header.bottom() - 0.5,
            Stroke::new(1.0, theme.color.row_line),
        );
        let inside = rect
            .shrink2(Vec2::new(edge, 0.0))
            .with_max_y(rect.bottom() - edge);
        let builder = UiBuilder::new()
            .id_salt(("table", self.id))
            .max_rect(inside)
            .layout(Layout::top_down(egui::Align::Min));
        let mut inner = ui.new_child(builder);
        inner.shrink_clip_rect(inside);
        let events = self.inside(&mut inner, &theme, &focus, &row_name, &mut cell);

        let line = Stroke::new(1.0, theme.color.card_border);
        if self.framed {
            ui.painter().rect_stroke(rect, round, line, StrokeKind::Inside);
        }
        if focus.has_focus() {
            let ring = Stroke::new(2.0, theme.color.focus);
            ui.painter().rect_stroke(rect, round, ring, StrokeKind::Inside);
        }
        events
    }

    fn header_height(&self) -> f32 {
        let lines = self.columns.iter().map(|column| column.title.lines().count());
        HEADER + HEADER_LINE * lines.max().unwrap_or(1).saturating_sub(1) as f32
    }

    fn inside(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        focus: &Response,
        row_name: &dyn Fn(usize) -> String,
        cell: &mut dyn FnMut(usize, usize, &mut Ui),
    ) -> TableEvents {
        let bar = ui.spacing().scroll.allocated_width();
        let body = ui.max_rect().height() - self.header_height();
        let scrolls = self.row_height * self.rows as f32 > body + 0.5;
        let room = ui.max_rect().width() - if scrolls { bar } else { 0.0 };
        let widths = widths(self.columns, room);
        let whole: f32 = widths.iter().sum::<f32>() + if scrolls { bar } else { 0.0 };
        if whole <= ui.max_rect().width() + 0.5 {
            return self.grid(ui, theme, focus, &widths, row_name, cell);
        }
        ScrollArea::horizontal()
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(whole);
                self.grid(ui, theme, focus, &widths, row_name, cell)
            })
            .inner
    }

    fn grid(
        &self,
        ui: &mut Ui,
        theme: &Theme,
        focus: &Response,
        widths: &[f32],
        row_name: &dyn Fn(usize) -> String,
        cell: &mut dyn FnMut(usize, usize, &mut Ui),
    ) -> TableEvents {
        let mut events = TableEvents::default();
        let body = (ui.available_height() - self.header_height()).max(self.row_height);
        let in_sight = (body / self.row_height).floor() as usize;
        let asked = table_keys::read(ui, focus.id, self.rows, self.selected, in_sight);
        match asked {
            Some(Asked::Select(row)) => events.select = Some(row),
            Some(Asked::Open(row)) => events.open = Some(row),
            None => {}
        }

        let spacing = ui.spacing().item_spacing;
        ui.spacing_mut().item_spacing = Vec2::ZERO;
        ui.visuals_mut().widgets.hovered.bg_fill = theme.color.hover;
        // Clickable but not focusable: Tab shall not stop at every cell.
        let mut builder = TableBuilder::new(ui)
            .id_salt(self.id)
            .sense(Sense::CLICK)
            .striped(false)
            .auto_shrink([false, false])
            .min_scrolled_height(body)
            .max_scroll_height(body)
            .vscroll(self.height != TableHeight::Fit)
            .animate_scrolling(false)
            .cell_layout(Layout::left_to_right(egui::Align::Center));
        for width in widths {
            builder = builder.column(egui_extras::Column::exact(*width));
        }
        if let Some(row) = events.select.or(self.scroll_to) {
            builder = builder.scroll_to_row(row, None);
        }
        let mut table = builder.header(self.header_height(), |mut row| {
            for (number, column) in self.columns.iter().enumerate() {
                row.col(|ui| {
                    let sorted = self.sort.filter(|(by, _)| *by == number).map(|(_, up)| up);
                    padded(ui, spacing, column.right, |ui| {
                        if header_cell(ui, column, sorted) {
                            events.sort_by = Some(number);
                        }
                    });
                });
            }
        });
        table.ui_mut().spacing_mut().item_spacing = Vec2::ZERO;
        table.body(|table_body| {
            table_body.rows(self.row_height, self.rows, |mut row| {
                let index = row.index();
                let selected = self.selected == Some(index);
                for (number, column) in self.columns.iter().enumerate() {
                    row.col(|ui| {
                        if selected {
                            let place = ui.max_rect();
                            ui.painter().rect_filled(place, 0, theme.color.selected_row);
                        }
                        line_below(ui, theme);
                        padded(ui, spacing, column.right, |ui| cell(index, number, ui));
                    });
                }
                let response = row.response();
                self.tell(&response, focus.id, index, selected, &row_name(index));
                if response.clicked() {
                    focus.request_focus();
                    events.select = Some(index);
                }
                if response.double_clicked() {
                    events.open = Some(index);
                }
            });
        });
        events
    }

    /// Tells assistive technology about a row.
    fn tell(&self, row: &Response, table: Id, index: usize, selected: bool, name: &str) {
        row.widget_info(|| WidgetInfo::labeled(Role::Row, true, name));
        row.ctx.accesskit_node_builder(row.id, |node| {
            node.set_selected(selected);
            node.set_row_index(index);
        });
        if selected {
            row.ctx.accesskit_node_builder(table, |node| {
                node.set_active_descendant(row.id.accesskit_id());
            });
        }
    }
}

/// The line under a cell.
fn line_below(ui: &Ui, theme: &Theme) {
    let place = ui.max_rect();
    let stroke = Stroke::new(1.0, theme.color.row_line);
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, stroke);
}

/// The inside of a cell.
fn padded(ui: &mut Ui, spacing: Vec2, right: bool, add: impl FnOnce(&mut Ui)) {
    let place = Rect::from_min_max(
        ui.max_rect().min + Vec2::new(CELL_PADDING, 0.0),
        ui.max_rect().max - Vec2::new(CELL_PADDING, 1.0),
    );
    let layout = if right {
        Layout::right_to_left(egui::Align::Center)
    } else {
        Layout::left_to_right(egui::Align::Center)
    };
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place).layout(layout));
    inner.spacing_mut().item_spacing = spacing;
    add(&mut inner);
}
