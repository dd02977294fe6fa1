//! The table of differences: groups as header rows, Source and Target beside each other, the merged record at the right.

use super::cells::{self, Cell};
use super::rows::{Row, Shown, glyph};
use crate::domain::merge::{Group, Key, Side, Take, TakeKind};
use crate::ui::theme::{Theme, strong};
use crate::ui::widgets::{RING, Weight, diff_text, link, weak};
use egui::{
    EventFilter, Galley, Id, Label, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    Vec2, WidgetInfo,
};
use std::sync::Arc;

/// From a cell's edge to its contents.
const PADDING: Vec2 = Vec2::new(9.0, 7.0);
/// The least height of a row: a label and its status below it.
const LEAST_ROW: f32 = 46.0;
/// The height of a group's row.
const GROUP_ROW: f32 = 30.0;
/// The height of the header.
const HEADER: f32 = 30.0;

/// What was asked of the table.
pub(super) enum Asked {
    /// To select a row.
    Select(Key),
    /// To take something for a row.
    Choose(Key, Take),
    /// To take a side for a group.
    Group(Group, Side),
    /// To type into the merged record.
    Edit(Key),
    /// To take what was typed.
    Typed(Key, String),
    /// To leave it as it was.
    LeaveEdit,
    /// To show a long list whole.
    List(Key),
}

/// A merged value that is being typed.
pub(super) struct Edit {
    pub key: Key,
    pub text: String,
    /// Whether the field has had the keyboard.
    pub begun: bool,
}

/// What the table shows.
pub(super) struct Grid<'a> {
    pub rows: &'a [Row],
    pub selected: Option<Key>,
    /// Whether the selected row is brought into sight.
    pub scroll: bool,
    /// The headers of the columns of both sides.
    pub titles: (&'a str, &'a str),
    /// Says what is wrong with a typed value.
    pub check: &'a dyn Fn(Key, &str) -> Option<String>,
}

/// The identity of the table, which has the keyboard focus as a whole.
pub(super) fn table_id() -> Id {
    Id::unique("merge-differences")
}

/// The four columns.
#[derive(Clone, Copy)]
struct Columns {
    left: f32,
    widths: [f32; 4],
}

impl Columns {
    fn of(place: Rect) -> Self {
        let field = (place.width() * 0.19).clamp(128.0, 190.0);
        let rest = place.width() - field;
        let side = (rest * 0.355).floor();
        Self {
            left: place.left(),
            widths: [field, side, side, rest - 2.0 * side],
        }
    }

    fn cell(&self, column: usize, top: f32, height: f32) -> Rect {
        let left = self.left + self.widths[..column].iter().sum::<f32>();
        Rect::from_min_size(egui::pos2(left, top), Vec2::new(self.widths[column], height))
    }

    fn room(&self, column: usize) -> f32 {
        self.widths[column] - 2.0 * PADDING.x
    }
}

impl Grid<'_> {
    /// Draws it, `height` points high.
    pub fn show(&self, ui: &mut Ui, height: f32, edit: &mut Option<Edit>) -> Vec<Asked> {
        let theme = Theme::of(ui.ctx());
        let (_, place) = ui.allocate_space(Vec2::new(ui.available_width(), height.floor()));
        let focus = ui.interact(place, table_id(), Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Grid, true, "Differences"));
        if focus.has_focus() {
            let filter = EventFilter {
                vertical_arrows: true,
                horizontal_arrows: true,
                escape: true,
                ..EventFilter::default()
            };
            ui.memory_mut(|m| m.set_focus_lock_filter(table_id(), filter));
        }
        let round = theme.size.rounding;
        ui.painter().rect_filled(place, round, theme.color.card);
        let inside = place.shrink(1.0);
        let mut inner = ui.new_child(
            UiBuilder::new()
                .id_salt("differences")
                .max_rect(inside)
                .layout(Layout::top_down(egui::Align::Min)),
        );
        inner.shrink_clip_rect(inside);
        let asked = self.inside(&mut inner, edit);
        let (width, color) = if focus.has_focus() {
            (2.0, theme.color.focus)
        } else {
            (1.0, theme.color.card_border)
        };
        ui.painter()
            .rect_stroke(place, round, Stroke::new(width, color), StrokeKind::Inside);
        asked
    }

    fn inside(&self, ui: &mut Ui, edit: &mut Option<Edit>) -> Vec<Asked> {
        let theme = Theme::of(ui.ctx());
        let bar = ui.spacing().scroll.allocated_width();
        let place = ui.max_rect();
        let columns = Columns::of(place.with_max_x(place.right() - bar));
        let header = place.with_max_y(place.top() + HEADER);
        ui.painter().rect_filled(header, 0, theme.color.table_header);
        line_below(ui, header);
        for (n, title) in ["Field", self.titles.0, self.titles.1, "Merged record"]
            .into_iter()
            .enumerate()
        {
            let cell = columns.cell(n, header.top(), HEADER).shrink2(PADDING);
            let text = strong(title).size(theme.size.small).color(theme.color.weak_text);
            inside_of(ui, ("header", n), cell, |ui| {
                ui.add(Label::new(text).truncate());
            });
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.advance_cursor_after_rect(header);
        let mut asked = Vec::new();
        ScrollArea::vertical()
            .id_salt("rows")
            .auto_shrink(false)
            .show(ui, |ui| {
                let mut group = None;
                for row in self.rows {
                    if group != Some(row.group) {
                        group = Some(row.group);
                        self.group(ui, columns, row.group, &mut asked);
                    }
                    self.row(ui, columns, row, edit, &mut asked);
                }
            });
        if asked.iter().any(|a| matches!(a, Asked::Select(_))) && edit.is_none() {
            ui.memory_mut(|m| m.request_focus(table_id()));
        }
        asked
    }

    /// The row of a group: its name, and what is taken for all of it.
    fn group(&self, ui: &mut Ui, columns: Columns, group: Group, asked: &mut Vec<Asked>) {
        let theme = Theme::of(ui.ctx());
        let (_, place) = ui.allocate_space(Vec2::new(ui.available_width(), GROUP_ROW));
        ui.painter().rect_filled(place, 0, theme.color.table_header);
        line_below(ui, place);
        let first = columns
            .cell(0, place.top(), GROUP_ROW)
            .shrink2(Vec2::new(PADDING.x, 4.0));
        let of = |kind| {
            self.rows
                .iter()
                .any(|r| r.group == group && !r.same && r.allows(kind))
        };
        inside_of(ui, (group.name(), "name"), first, |ui| {
            let heading = ui.add(Label::new(strong(group.label())).truncate());
            ui.ctx().accesskit_node_builder(heading.id, |node| {
                node.set_role(Role::Heading);
                node.set_label(group.label());
            });
        });
        for (n, side, kind, text) in [
            (1, Side::Source, TakeKind::Source, "All from Source"),
            (2, Side::Target, TakeKind::Target, "All from Target"),
        ] {
            let cell = columns
                .cell(n, place.top(), GROUP_ROW)
                .shrink2(Vec2::new(PADDING.x, 4.0));
            if of(kind) {
                inside_of(ui, (group.name(), n), cell, |ui| {
                    let name = format!("{}: all from {}", group.label(), cells::side_word(side));
                    if link(ui, text).accessible_name(name).clicked() {
                        asked.push(Asked::Group(group, side));
                    }
                });
            }
        }
    }

    fn row(&self, ui: &mut Ui, columns: Columns, row: &Row, edit: &mut Option<Edit>, asked: &mut Vec<Asked>) {
        let theme = Theme::of(ui.ctx());
        let selected = self.selected == Some(row.key);
        let edited = edit.as_ref().filter(|e| e.key == row.key);
        let problem = edited.and_then(|e| (self.check)(row.key, &e.text));
        let texts = [
            side_text(
                ui,
                row,
                &row.source,
                row.allows(TakeKind::Source),
                columns.room(1),
            ),
            side_text(
                ui,
                row,
                &row.target,
                row.allows(TakeKind::Target),
                columns.room(2),
            ),
        ];
        let merged = cells::merged_text(ui, row, columns.room(3) - cells::PENCIL);
        let merged_height = match &problem {
            _ if edited.is_none() => merged.size().y + cells::below_merged(row),
            Some(text) => {
                let small = theme.font(theme.size.small);
                let red = ui
                    .painter()
                    .layout(text.clone(), small, theme.color.text, columns.room(3));
                theme.size.control_height + red.size().y + 6.0
            }
            None => theme.size.control_height,
        };
        let highest = texts
            .iter()
            .map(|t| t.size().y)
            .fold(merged_height, f32::max)
            .max(if row.is_folded() { 40.0 } else { 0.0 });
        let height = (highest + 2.0 * PADDING.y).max(LEAST_ROW).ceil();
        let (_, place) = ui.allocate_space(Vec2::new(ui.available_width(), height));
        let id = table_id().with(row.key);
        let whole = ui.interact(place, id, Sense::CLICK);
        whole.widget_info(|| WidgetInfo::labeled(Role::Row, true, &row.spoken));
        ui.ctx().accesskit_node_builder(id, |node| {
            node.set_selected(selected);
            node.set_description(row.why.as_str());
        });
        if selected {
            ui.ctx().accesskit_node_builder(table_id(), |node| {
                node.set_active_descendant(id.accesskit_id());
            });
            if self.scroll {
                ui.scroll_to_rect(place.expand2(Vec2::new(0.0, GROUP_ROW)), None);
            }
        }
        if whole.clicked() {
            asked.push(Asked::Select(row.key));
        }
        if whole.double_clicked() && row.allows(TakeKind::Text) {
            asked.push(Asked::Edit(row.key));
        }
        if selected {
            ui.painter().rect_filled(place, 0, theme.color.selected_row);
        } else if whole.hovered() {
            ui.painter().rect_filled(place, 0, theme.color.hover);
        }
        line_below(ui, place);
        let cell = |n| columns.cell(n, place.top(), height);
        self.field(ui, cell(0), row);
        for (n, (side, text)) in [Side::Source, Side::Target].into_iter().zip(texts).enumerate() {
            let drawn = Cell {
                row,
                side,
                place: cell(n + 1),
                inside: cell(n + 1).shrink2(PADDING),
                id: id.with(cells::side_word(side)),
            };
            drawn.show(ui, text, asked);
        }
        let inside = cell(3).shrink2(PADDING);
        match edit.as_mut().filter(|e| e.key == row.key) {
            Some(e) => cells::edit(ui, row, inside, e, problem.as_deref(), asked),
            None => {
                let near = selected || whole.contains_pointer();
                cells::merged(ui, row, inside, id, merged, near, asked);
            }
        }
    }

    /// The name of the field, with the status below it.
    fn field(&self, ui: &mut Ui, place: Rect, row: &Row) {
        let theme = Theme::of(ui.ctx());
        let (sign, tone) = glyph(row.status);
        let inside = place.shrink2(Vec2::new(PADDING.x, 4.0));
        let mut ui = ui.new_child(
            UiBuilder::new()
                .id_salt((row.key, "field"))
                .max_rect(inside)
                .layout(Layout::top_down(egui::Align::Min)),
        );
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add(Label::new(row.label).truncate().selectable(false));
        let mut text = egui::RichText::new(format!("{sign} {}", row.status.label())).size(theme.size.small);
        text = text.color(if row.status.is_open() {
            theme.tone(tone).text
        } else {
            theme.color.weak_text
        });
        let status = ui.add(Label::new(text).truncate().selectable(false));
        if !row.why.is_empty() {
            status.on_hover_ui(|ui| {
                weak(ui, &row.why);
            });
        }
    }
}

/// What a side has, laid out.
fn side_text(ui: &Ui, row: &Row, shown: &Shown, ring: bool, room: f32) -> Arc<Galley> {
    let room = if ring && !row.same { room - RING } else { room };
    let weight = match shown {
        Shown::Nothing => Weight::Weak,
        _ if row.same => Weight::Weak,
        Shown::Text(parts) if parts.iter().any(|p| p.differs) => Weight::Strong,
        _ => Weight::Plain,
    };
    match shown {
        Shown::Nothing => diff_text(ui, [(super::desk::NONE, false)], weight, room),
        Shown::Text(parts) => diff_text(
            ui,
            parts.iter().map(|p| (p.text.as_str(), p.differs)),
            weight,
            room,
        ),
        Shown::List(lines) => {
            let text = lines.join("\n");
            diff_text(ui, [(text.as_str(), false)], weight, room)
        }
        Shown::Folded(words) => diff_text(ui, [(words.as_str(), false)], weight, room),
    }
}

/// The line under a row.
fn line_below(ui: &Ui, place: Rect) {
    let theme = Theme::of(ui.ctx());
    let stroke = Stroke::new(1.0, theme.color.row_line);
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, stroke);
}

/// Draws into a place, in one line.
pub(super) fn inside_of(ui: &mut Ui, salt: impl egui::AsIdSalt, place: Rect, add: impl FnOnce(&mut Ui)) {
    let mut part = ui.new_child(
        UiBuilder::new()
            .id_salt(salt)
            .max_rect(place)
            .layout(Layout::left_to_right(egui::Align::Center)),
    );
    add(&mut part);
}
