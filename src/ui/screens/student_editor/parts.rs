//! Small things the cards of the form share: fields in a row, a field with what is said about it, times.

use super::typing::Form;
use crate::app::Opened;
use crate::domain::draft::Spot;
use crate::domain::problem::Severity;
use crate::domain::student::{Field, Timestamp};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{text_area, text_field};
use chrono::Local;
use egui::{Align, Layout, Rect, Response, RichText, Ui, UiBuilder, Vec2, pos2};

/// Between two fields of a row.
const GAP: f32 = 10.0;

/// Fields side by side, their widths by weights. Where the narrowest would get less than `min`, they stand in two
/// rows, or more.
pub fn columns(ui: &mut Ui, id: &str, weights: &[f32], min: f32, add: &mut dyn FnMut(usize, &mut Ui)) {
    let total: f32 = weights.iter().sum();
    let room = ui.available_width() - GAP * weights.len().saturating_sub(1) as f32;
    let narrowest = weights.iter().copied().fold(f32::INFINITY, f32::min) / total * room;
    if narrowest < min && weights.len() > 1 {
        let half = weights.len().div_ceil(2);
        columns(ui, id, &weights[..half], min, add);
        columns(ui, id, &weights[half..], min, &mut |n, ui| add(n + half, ui));
        return;
    }
    let start = ui.cursor().min;
    let mut x = start.x;
    let mut used = Rect::from_min_size(start, Vec2::ZERO);
    for (number, weight) in weights.iter().enumerate() {
        let width = (weight / total * room).floor();
        let place = Rect::from_min_size(pos2(x, start.y), Vec2::new(width, f32::INFINITY));
        let mut column = ui.new_child(
            UiBuilder::new()
                .id_salt((id, number))
                .max_rect(place)
                .layout(Layout::top_down(Align::Min)),
        );
        add(number, &mut column);
        used = used.union(column.min_rect());
        x += width + GAP;
    }
    ui.advance_cursor_after_rect(used);
}

/// A field of the record, with what is wrong with it below.
pub fn field(ui: &mut Ui, form: &mut Form, opened: &Opened, field: Field) {
    let said = form.problem(Spot::Field(field), opened);
    let Some(text) = form.draft.text_mut(field) else {
        return;
    };
    let response = field_with(ui, field.label(), text, said.as_ref());
    if form.focus_on == Some(field) {
        form.focus_on = None;
        response.request_focus();
    }
}

/// A field of several lines of the record.
pub fn area(ui: &mut Ui, form: &mut Form, opened: &Opened, field: Field) {
    let said = form.problem(Spot::Field(field), opened);
    let Some(text) = form.draft.text_mut(field) else {
        return;
    };
    text_area(ui, field.label(), text, 3, said.as_ref().map(|(_, m)| m.as_str()));
}

/// A field with what is said about it: in red what keeps it from being saved, in amber what is only unusual.
pub fn field_with(
    ui: &mut Ui,
    label: &str,
    text: &mut String,
    said: Option<&(Severity, String)>,
) -> Response {
    match said {
        Some((Severity::Warning, message)) => {
            let response = text_field(ui, label, text, None);
            say(ui, Tone::Warn, message);
            response
        }
        held => text_field(ui, label, text, held.map(|(_, m)| m.as_str())),
    }
}

/// What is said about a choice or a group of checks, below it.
pub fn said_below(ui: &mut Ui, said: Option<&(Severity, String)>) {
    if let Some((severity, message)) = said {
        let tone = if *severity == Severity::Warning {
            Tone::Warn
        } else {
            Tone::Bad
        };
        say(ui, tone, message);
    }
}

fn say(ui: &mut Ui, tone: Tone, message: &str) {
    let theme = Theme::of(ui.ctx());
    let text = RichText::new(format!("⚠ {message}"))
        .size(theme.size.small + 0.5)
        .color(theme.tone(tone).text);
    ui.label(text);
}

/// A point in time as the office's clock showed it: "Nov 20, 2026, 3:20 PM".
pub fn local_time(at: Timestamp) -> String {
    at.with_timezone(&Local)
        .format("%b %-d, %Y, %-I:%M %p")
        .to_string()
}

/// The day of it: "Nov 20, 2026".
pub fn local_date(at: Timestamp) -> String {
    at.with_timezone(&Local).format("%b %-d, %Y").to_string()
}

/// A value, or a word where there is none.
pub fn or_blank(value: &str) -> &str {
    if value.is_empty() { "blank" } else { value }
}
