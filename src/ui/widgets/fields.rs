//! Fields for typing.

use egui::{Color32, Margin, Response, Stroke, TextEdit, Ui, Vec2};

use crate::ui::theme::Theme;

/// A one-line field in the program's own size, without a label.
pub(super) fn bare_field(ui: &mut Ui, value: &mut String, hint: &str, width: f32) -> Response {
    any_field(ui, value, hint, width, false)
}

fn any_field(ui: &mut Ui, value: &mut String, hint: &str, width: f32, masked: bool) -> Response {
    let theme = Theme::of(ui.ctx());
    let height = theme.size.control_height;
    ui.add(
        TextEdit::singleline(value)
            .password(masked)
            .hint_text(egui::RichText::new(hint).color(theme.color.weak_text))
            .font(theme.font(theme.size.body))
            .text_color(theme.color.text)
            .align(egui::Align2::LEFT_CENTER)
            .margin(Margin::symmetric(10, 4))
            .min_size(Vec2::new(0.0, height))
            .desired_width(width.max(20.0)),
    )
}

/// The label over a field.
pub(super) fn label_above(ui: &mut Ui, label: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    let text = egui::RichText::new(label)
        .size(theme.size.small + 0.5)
        .color(theme.color.weak_text);
    ui.label(text)
}

/// A field that filters or finds; `name` is what assistive technology calls it. Escape
/// empties it.
pub fn search_field(ui: &mut Ui, name: &str, hint: &str, text: &mut String) -> Response {
    let width = ui.available_width().min(ui.spacing().text_edit_width);
    let mut response = bare_field(ui, text, hint, width).accessible_name(name);
    let escaped = response.lost_focus() && ui.input(|i| i.key_pressed(egui::Key::Escape));
    if escaped && !text.is_empty() {
        text.clear();
        response.mark_changed();
    }
    response
}

/// A field with its label above and, when something is wrong with what is typed, a red
/// sentence below.
pub fn text_field(ui: &mut Ui, label: &str, value: &mut String, problem: Option<&str>) -> Response {
    labelled_field(ui, label, value, problem, false)
}

/// A [`text_field`] for a password: what is typed is shown as dots, cannot be copied and is not read out.
pub fn password_field(ui: &mut Ui, label: &str, value: &mut String, problem: Option<&str>) -> Response {
    labelled_field(ui, label, value, problem, true)
}

fn labelled_field(
    ui: &mut Ui,
    label: &str,
    value: &mut String,
    problem: Option<&str>,
    masked: bool,
) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let above = label_above(ui, label);
        let width = ui.available_width();
        let response = any_field(ui, value, "", width, masked).labelled_by(above.id);
        if let Some(problem) = problem {
            let red = theme.tone(crate::ui::theme::Tone::Bad).text;
            invalid(ui, &response, problem, red);
            let text = egui::RichText::new(format!("⚠ {problem}"))
                .size(theme.size.small + 0.5)
                .color(red);
            ui.label(text);
        }
        response
    })
    .inner
}

/// A field of several lines with its label above and, when something is wrong with what is typed, a red sentence below.
/// The Tab key leads on to the next field.
pub fn text_area(
    ui: &mut Ui,
    label: &str,
    value: &mut String,
    rows: usize,
    problem: Option<&str>,
) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        let above = label_above(ui, label);
        let response = ui
            .add(
                TextEdit::multiline(value)
                    .font(theme.font(theme.size.body))
                    .text_color(theme.color.text)
                    .margin(Margin::symmetric(10, 6))
                    .desired_rows(rows)
                    .desired_width(ui.available_width()),
            )
            .labelled_by(above.id);
        if let Some(problem) = problem {
            let red = theme.tone(crate::ui::theme::Tone::Bad).text;
            invalid(ui, &response, problem, red);
            let text = egui::RichText::new(format!("⚠ {problem}"))
                .size(theme.size.small + 0.5)
                .color(red);
            ui.label(text);
        }
        response
    })
    .inner
}

/// Marks a field as wrongly filled, to the eye and to assistive technology.
fn invalid(ui: &Ui, response: &Response, problem: &str, red: Color32) {
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_invalid(egui::accesskit::Invalid::True);
        node.set_description(problem);
    });
    if !response.has_focus() {
        ui.painter().rect_stroke(
            response.rect,
            Theme::of(ui.ctx()).size.control_rounding,
            Stroke::new(1.5, red),
            egui::StrokeKind::Inside,
        );
    }
}
