//! The table of differences: groups as header rows, Source and Target beside each other, the merged record at the right.

use super::cells::{self, Cell};
use super::columns::{Columns, PADDING, inside_of, line_below, side_text};
use super::rows::{Row, glyph};
use crate::domain::merge::{Group, Key, Side, Take, TakeKind};
use crate::ui::theme::{Theme, strong};
use crate::ui::widgets::{link, weak};
use egui::{
    EventFilter, Id, Label, Layout, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2,
    WidgetInfo,
};

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
        // Of rows that offer no side alone, the Source's come in beside the Target's own.
        let of = |row: &Row, side| match side {
            Side::Source => row.has(side) && (row.allows(TakeKind::Source) || row.allows(TakeKind::Both)),
            Side::Target => row.has(side) && row.allows(TakeKind::Target),
        };
        let any = |side| {
            self.rows
                .iter()
                .any(|r| r.group == group && !r.same && of(r, side))
        };
        inside_of(ui, (group.name(), "name"), first, |ui| {
            let heading = ui.add(Label::new(strong(group.label())).truncate());
            ui.ctx().accesskit_node_builder(heading.id, |node| {
                node.set_role(Role::Heading);
                node.set_label(group.label());
            });
        });
        for (n, side, text) in [
            (1, Side::Source, "All from Source"),
            (2, Side::Target, "All from Target"),
        ] {
            let cell = columns
                .cell(n, place.top(), GROUP_ROW)
                .shrink2(Vec2::new(PADDING.x, 4.0));
            if any(side) {
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
        // Below a folded list stands the link that shows it.
        let folded = if row.is_folded() { 22.0 } else { 0.0 };
        let highest = texts
            .iter()
            .map(|t| t.size().y + folded)
            .fold(merged_height, f32::max);
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
