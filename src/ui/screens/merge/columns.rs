//! The columns of the table of differences, and how values are laid out in them.

use super::desk::NONE;
use super::rows::{Row, Shown};
use crate::ui::theme::Theme;
use crate::ui::widgets::{RING, Weight, diff_text};
use egui::{Galley, Layout, Rect, Stroke, Ui, UiBuilder, Vec2};
use std::sync::Arc;

/// From a cell's edge to its contents.
pub(super) const PADDING: Vec2 = Vec2::new(9.0, 7.0);

/// The four columns.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    left: f32,
    widths: [f32; 4],
}

impl Columns {
    pub fn of(place: Rect) -> Self {
        let field = (place.width() * 0.19).clamp(160.0, 190.0);
        let rest = place.width() - field;
        let side = (rest * 0.355).floor();
        Self {
            left: place.left(),
            widths: [field, side, side, rest - 2.0 * side],
        }
    }

    pub fn cell(&self, column: usize, top: f32, height: f32) -> Rect {
        let left = self.left + self.widths[..column].iter().sum::<f32>();
        Rect::from_min_size(egui::pos2(left, top), Vec2::new(self.widths[column], height))
    }

    pub fn room(&self, column: usize) -> f32 {
        self.widths[column] - 2.0 * PADDING.x
    }
}

/// What a side has, laid out.
pub(super) fn side_text(ui: &Ui, row: &Row, shown: &Shown, ring: bool, room: f32) -> Arc<Galley> {
    let room = if ring && !row.same { room - RING } else { room };
    let weight = match shown {
        Shown::Nothing => Weight::Weak,
        _ if row.same => Weight::Weak,
        // A text beside another text: the two are to be compared, also where one has no letter of its own.
        Shown::Text(_) if row.is_compared() => Weight::Strong,
        _ => Weight::Plain,
    };
    match shown {
        Shown::Nothing => diff_text(ui, [(NONE, false)], weight, room),
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
pub(super) fn line_below(ui: &Ui, place: Rect) {
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
