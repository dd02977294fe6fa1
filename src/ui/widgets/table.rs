//! Lists of any length: only the rows in sight are drawn.
//!
//! The table as a whole takes the keyboard focus, not its rows: Tab goes past it in one step
//! and the arrows move the selection. The selection belongs to the caller; the table only
//! answers what was asked for.

use egui::{
    CornerRadius, Id, Layout, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo,
};
use egui_extras::TableBuilder;

use super::{
    table_cells::header_cell,
    table_keys::{self, Asked},
};
use crate::ui::theme::Theme;

/// From a cell's edge to its contents.
const CELL_PADDING: f32 = 8.0;
/// The height of the header.
const HEADER: f32 = 29.0;

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many points.
    Fixed(f32),
    /// A part of what is left, but at least `min` points; parts go by `weight`.
    Share {
        /// The least width.
        min: f32,
        /// How much of the rest.
        weight: f32,
    },
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its width, padding included.
    pub width: Width,
    /// Numbers stand at the right.
    pub right: bool,
    /// A click on the title asks to sort by it.
    pub sortable: bool,
}

impl<'a> Column<'a> {
    /// A column of a fixed width.
    pub const fn fixed(title: &'a str, width: f32) -> Self {
        Self::new(title, Width::Fixed(width))
    }

    /// A column that shares the rest of the width.
    pub const fn share(title: &'a str, min: f32, weight: f32) -> Self {
        Self::new(title, Width::Share { min, weight })
    }

    const fn new(title: &'a str, width: Width) -> Self {
        Self {
            title,
            width,
            right: false,
            sortable: false,
        }
    }

    /// The same, with contents at the right.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// The same, sortable.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }
}

/// How high a table is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableHeight {
    /// All that is left of its place.
    Fill,
    /// As high as its rows: for short lists inside a card.
    Fit,
    /// So many points.
    Exactly(f32),
}

/// What a table shows; [`TableSpec::show`] draws it.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec<'a> {
    /// Tells the tables of one screen apart.
    pub id: &'a str,
    /// What assistive technology calls the table.
    pub name: &'a str,
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// How many rows there are.
    pub rows: usize,
    /// The height of every row: `theme.size.row` or `theme.size.row_two_lines`.
    pub row_height: f32,
    /// The selected row.
    pub selected: Option<usize>,
    /// By which column the rows are sorted, and whether ascending.
    pub sort: Option<(usize, bool)>,
    /// A row to bring into sight, this frame only.
    pub scroll_to: Option<usize>,
    /// The height of the table.
    pub height: TableHeight,
    /// A white card around it; without, it is meant to stand inside a card.
    pub framed: bool,
}

/// What was asked of a table in one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableEvents {
    /// To select this row, by a click or a key.
    pub select: Option<usize>,
    /// To open this row, by a double click or Enter.
    pub open: Option<usize>,
    /// To sort by this column.
    pub sort_by: Option<usize>,
}

impl<'a> TableSpec<'a> {
    /// A framed table that fills its place, with rows of one line.
    pub fn new(id: &'a str, name: &'a str, columns: &'a [Column<'a>], rows: usize) -> Self {
        Self {
            id,
            name,
            columns,
            rows,
            row_height: 33.0,
            selected: None,
            sort: None,
            scroll_to: None,
            height: TableHeight::Fill,
            framed: true,
        }
    }

    /// The same without a frame and as high as its rows, for a short list inside a card.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        self.framed = false;
        self.height = TableHeight::Fit;
        self
    }

    /// The same with a row selected.
    #[must_use]
    pub fn selected(mut self, row: Option<usize>) -> Self {
        self.selected = row;
        self
    }

    /// The same, sorted by a column.
    #[must_use]
    pub fn sorted(mut self, sort: Option<(usize, bool)>) -> Self {
        self.sort = sort;
        self
    }

    /// The same with rows of another height.
    #[must_use]
    pub fn row_height(mut self, points: f32) -> Self {
        self.row_height = points;
        self
    }

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
            TableHeight::Fill => ui.available_height().max(HEADER + self.row_height * 2.0),
            TableHeight::Fit => HEADER + self.row_height * self.rows as f32 + 2.0 * edge,
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
        let header = rect.with_max_y(rect.top() + HEADER);
        let header_round = CornerRadius {
            sw: 0,
            se: 0,
            ..round
        };
        ui.painter()
            .rect_filled(header, header_round, theme.color.table_header);

        let inside = rect.shrink(edge);
        let builder = UiBuilder::new()
            .id_salt(("table", self.id))
            .max_rect(inside)
            .layout(Layout::top_down(egui::Align::Min));
        let mut inner = ui.new_child(builder);
        inner.shrink_clip_rect(inside);
        let events = self.inside(&mut inner, &theme, &focus, &row_name, &mut cell);

        let line = Stroke::new(1.0, theme.color.card_border);
        if self.framed {
            ui.painter()
                .rect_stroke(rect, round, line, StrokeKind::Inside);
        }
        if focus.has_focus() {
            let ring = Stroke::new(2.0, theme.color.focus);
            ui.painter()
                .rect_stroke(rect, round, ring, StrokeKind::Inside);
        }
        events
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
        let body = ui.max_rect().height() - HEADER;
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
        let body = (ui.available_height() - HEADER).max(self.row_height);
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
        let mut table = builder.header(HEADER, |mut row| {
            for (number, column) in self.columns.iter().enumerate() {
                row.col(|ui| {
                    line_below(ui, theme);
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
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
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

/// Shares `room` among the columns, in whole points.
fn widths(columns: &[Column<'_>], room: f32) -> Vec<f32> {
    let mut fixed = 0.0;
    let mut weights = 0.0;
    for column in columns {
        match column.width {
            Width::Fixed(points) => fixed += points,
            Width::Share { min, weight } => {
                fixed += min;
                weights += weight;
            }
        }
    }
    let rest = (room - fixed).max(0.0);
    let mut widths: Vec<f32> = columns
        .iter()
        .map(|column| match column.width {
            Width::Fixed(points) => points.floor(),
            Width::Share { min, weight } => (min + rest * weight / weights.max(0.01)).floor(),
        })
        .collect();
    // What rounding left over, and the rest when nothing shares it, goes to the last column.
    let used: f32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += (room - used).max(0.0);
    }
    widths
}
