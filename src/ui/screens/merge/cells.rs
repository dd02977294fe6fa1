//! The cells of the table of differences.

use super::columns::inside_of;
use super::desk::NONE;
use super::grid::{Asked, Edit};
use super::rows::{Merged, Row, Shown};
use crate::domain::merge::{Side, Take, TakeKind};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{RING, Weight, diff_text, link, pill, radio_value};
use egui::{Galley, Id, Key, Label, Rect, Role, Sense, TextEdit, Ui, Vec2, WidgetInfo};
use std::sync::Arc;

/// Room for the pencil at the right of the merged value.
pub(super) const PENCIL: f32 = 24.0;
/// The height of the choice of both below a merged value.
const BOTH: f32 = 22.0;

/// How a side is called.
pub(super) fn side_word(side: Side) -> &'static str {
    match side {
        Side::Source => "Source",
        Side::Target => "Target",
    }
}

/// The cell of a side.
pub(super) struct Cell<'a> {
    pub row: &'a Row,
    pub side: Side,
    pub place: Rect,
    pub inside: Rect,
    pub id: Id,
}

impl Cell<'_> {
    /// Draws it.
    pub fn show(&self, ui: &mut Ui, text: Arc<Galley>, asked: &mut Vec<Asked>) {
        let theme = Theme::of(ui.ctx());
        let (shown, kind, take) = match self.side {
            Side::Source => (&self.row.source, TakeKind::Source, Take::Source),
            Side::Target => (&self.row.target, TakeKind::Target, Take::Target),
        };
        let taken = self.row.takes(self.side) && !self.row.same;
        if taken {
            let tint = self.place.with_max_y(self.place.bottom() - 1.0);
            ui.painter().rect_filled(tint, 0, theme.color.chosen);
        }
        let word = side_word(self.side);
        let said = match shown {
            Shown::Nothing => NONE.to_owned(),
            Shown::Text(parts) => parts.iter().map(|p| p.text.as_str()).collect(),
            Shown::List(lines) => lines.join("; "),
            Shown::Folded(words) => words.replace('\n', "; "),
        };
        let name = format!("{}: {word} {said}", self.row.label);
        let height = text.size().y;
        let free = (self.inside.height() - height).max(0.0) / 2.0;
        let folded = matches!(shown, Shown::Folded(_));
        let top = if folded { 0.0 } else { free };
        let place = self.inside.translate(Vec2::new(0.0, top));
        let ring = self.row.allows(kind) && !self.row.same;
        if ring {
            let chosen = self.row.take.as_ref() == Some(&take);
            if radio_value(ui, place, self.id, chosen, true, &name, text).clicked() {
                asked.push(Asked::Select(self.row.key));
                asked.push(Asked::Choose(self.row.key, take));
            }
        } else {
            value(ui, place, self.id, &name, text);
        }
        if folded {
            let left = if ring { RING } else { 0.0 };
            let below = Rect::from_min_size(
                place.min + Vec2::new(left, height + 2.0),
                Vec2::new(self.inside.width() - left, 20.0),
            );
            inside_of(ui, (self.row.key, word, "show"), below, |ui| {
                let name = format!("{}: show them", self.row.label);
                let name = format!("{name} ({word})");
                if link(ui, "Show").accessible_name(name).clicked() {
                    asked.push(Asked::Select(self.row.key));
                    asked.push(Asked::List(self.row.key));
                }
            });
        }
    }
}

/// A value that cannot be chosen.
fn value(ui: &Ui, place: Rect, id: Id, name: &str, text: Arc<Galley>) {
    let rect = Rect::from_min_size(place.min, text.size());
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    if ui.is_rect_visible(rect) {
        ui.painter()
            .galley(rect.min, text, Theme::of(ui.ctx()).color.text);
    }
}

/// The merged value, laid out.
pub(super) fn merged_text(ui: &Ui, row: &Row, room: f32) -> Arc<Galley> {
    let (text, weight) = match (&row.merged, &row.take) {
        (Merged::Open | Merged::Blocked, _) => (" ", Weight::Plain),
        (Merged::Nothing, Some(Take::Blank)) if row.chosen => ("blank on purpose", Weight::Weak),
        (Merged::Nothing, Some(Take::Blank)) => ("left blank", Weight::Weak),
        (Merged::Nothing, _) => (NONE, Weight::Weak),
        (Merged::Text(text), _) if row.same => (text.as_str(), Weight::Weak),
        (Merged::Text(text), _) => (text.as_str(), Weight::Plain),
    };
    diff_text(ui, [(text, false)], weight, room)
}

/// What stands below a merged value: the choice of both, where there is one.
pub(super) fn below_merged(row: &Row) -> f32 {
    if offers_both(row) { BOTH } else { 0.0 }
}

fn offers_both(row: &Row) -> bool {
    row.allows(TakeKind::Both) && !row.same
}

/// The merged value, with the pencil where it can be typed.
pub(super) fn merged(
    ui: &mut Ui,
    row: &Row,
    inside: Rect,
    id: Id,
    text: Arc<Galley>,
    near: bool,
    asked: &mut Vec<Asked>,
) {
    let theme = Theme::of(ui.ctx());
    let height = text.size().y + below_merged(row);
    let top = inside.top() + (inside.height() - height).max(0.0) / 2.0;
    let line = Rect::from_min_size(
        egui::pos2(inside.left(), top),
        Vec2::new(inside.width() - PENCIL, text.size().y),
    );
    match row.merged {
        Merged::Open => inside_of(ui, (row.key, "decide"), line, |ui| {
            pill(ui, Tone::Warn, "decide").on_hover_text(&row.why);
        }),
        Merged::Blocked => inside_of(ui, (row.key, "blocked"), line, |ui| {
            pill(ui, Tone::Bad, "blocked").on_hover_text(&row.why);
        }),
        Merged::Nothing | Merged::Text(_) => {
            if ui.is_rect_visible(line) {
                ui.painter().galley(line.min, text, theme.color.text);
            }
        }
    }
    if offers_both(row) {
        let place = Rect::from_min_size(
            egui::pos2(inside.left(), line.bottom() + 4.0),
            Vec2::new(inside.width(), BOTH - 4.0),
        );
        let words = diff_text(
            ui,
            [(row.words_for_both(), false)],
            Weight::Weak,
            place.width() - RING,
        );
        let chosen = row.take == Some(Take::Both);
        let name = format!("{}: {}", row.label, row.words_for_both().to_lowercase());
        if radio_value(ui, place, id.with("both"), chosen, true, &name, words).clicked() {
            asked.push(Asked::Select(row.key));
            asked.push(Asked::Choose(row.key, Take::Both));
        }
    }
    if near && row.allows(TakeKind::Text) {
        let place = Rect::from_min_size(
            egui::pos2(inside.right() - PENCIL + 2.0, line.center().y - 11.0),
            Vec2::splat(22.0),
        );
        pencil(ui, row, place, id.with("pencil"), asked);
    }
}

fn pencil(ui: &Ui, row: &Row, place: Rect, id: Id, asked: &mut Vec<Asked>) {
    let theme = Theme::of(ui.ctx());
    let name = format!("Edit {}", row.label);
    let response = ui.interact(place, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let (fill, ink) = if response.hovered() {
        (theme.color.card, theme.color.accent)
    } else {
        (egui::Color32::TRANSPARENT, theme.color.weak_text)
    };
    ui.painter().rect_filled(place, 4, fill);
    ui.painter().text(
        place.center(),
        egui::Align2::CENTER_CENTER,
        "✎",
        theme.font(theme.size.body + 2.0),
        ink,
    );
    if response
        .on_hover_text("Type another value (F2)")
        .on_hover_cursor(egui::CursorIcon::PointingHand)
        .clicked()
    {
        asked.push(Asked::Select(row.key));
        asked.push(Asked::Edit(row.key));
    }
}

/// The field in which a merged value is typed. Enter takes it, Escape leaves it; going elsewhere takes it too, unless it
/// cannot be used.
pub(super) fn edit(
    ui: &mut Ui,
    row: &Row,
    inside: Rect,
    edit: &mut Edit,
    problem: Option<&str>,
    asked: &mut Vec<Asked>,
) {
    let theme = Theme::of(ui.ctx());
    let mut ui = ui.new_child(
        egui::UiBuilder::new()
            .id_salt((row.key, "edit"))
            .max_rect(inside)
            .layout(egui::Layout::top_down(egui::Align::Min)),
    );
    let field = ui
        .add(
            TextEdit::singleline(&mut edit.text)
                .font(theme.font(theme.size.body))
                .margin(egui::Margin::symmetric(8, 4))
                .min_size(Vec2::new(0.0, theme.size.control_height))
                .align(egui::Align2::LEFT_CENTER)
                .desired_width(inside.width()),
        )
        .accessible_name(format!("{}: merged record", row.label));
    if let Some(problem) = problem {
        ui.ctx().accesskit_node_builder(field.id, |node| {
            node.set_invalid(egui::accesskit::Invalid::True);
            node.set_description(problem);
        });
        let red = theme.tone(Tone::Bad).text;
        let text = egui::RichText::new(problem).size(theme.size.small).color(red);
        ui.add(Label::new(text).wrap());
    }
    if !std::mem::replace(&mut edit.begun, true) {
        field.request_focus();
        return;
    }
    if !field.lost_focus() {
        return;
    }
    let (enter, escape) = ui.input(|i| (i.key_pressed(Key::Enter), i.key_pressed(Key::Escape)));
    match (escape, problem.is_some()) {
        (true, _) => asked.push(Asked::LeaveEdit),
        // What cannot be used is kept under the eyes of the person who typed it.
        (false, true) if enter => field.request_focus(),
        (false, true) => asked.push(Asked::LeaveEdit),
        (false, false) => asked.push(Asked::Typed(row.key, edit.text.clone())),
    }
}
