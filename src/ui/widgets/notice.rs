//! News at the top of a screen, and the strip of a running job.

use egui::{
    Align, CornerRadius, Frame, Label, Layout, Margin, Response, RichText, Role, Sense, Sides, Stroke,
    StrokeKind, Ui, Vec2, WidgetInfo, accesskit::Live,
};

use super::{buttons, paint};
use crate::ui::theme::{Theme, Tone, strong};

/// What was pressed in a [`notice`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeEvent {
    /// Its cross ("Close message").
    Closed,
    /// One of its actions, by number.
    Action(usize),
}

/// A banner with one sentence, and where there are some, a hint what to do, links to do it
/// with, and details that open on request.
pub fn notice(
    ui: &mut Ui,
    tone: Tone,
    sentence: &str,
    details: Option<&str>,
    hint: Option<&str>,
    actions: &[&str],
) -> Option<NoticeEvent> {
    let theme = Theme::of(ui.ctx());
    let of_tone = theme.tone(tone);
    let mut event = None;
    Frame::new()
        .fill(of_tone.fill)
        .stroke(Stroke::new(1.0, of_tone.border))
        .corner_radius(CornerRadius::same(theme.size.control_rounding))
        .inner_margin(Margin::symmetric(12, 9))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                if close_button(ui, &theme).clicked() {
                    event = Some(NoticeEvent::Closed);
                }
                ui.with_layout(Layout::top_down(Align::Min), |ui| {
                    ui.spacing_mut().item_spacing.y = 4.0;
                    let sign = match tone {
                        Tone::Ok => "✔",
                        Tone::Warn | Tone::Bad => "⚠",
                        Tone::Neutral | Tone::Accent => "·",
                    };
                    let text = strong(format!("{sign}  {sentence}")).color(of_tone.text);
                    let label = ui.add(Label::new(text).wrap());
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_role(Role::Alert);
                        node.set_label(sentence);
                        node.set_value(sentence);
                        node.set_live(if tone == Tone::Bad {
                            Live::Assertive
                        } else {
                            Live::Polite
                        });
                    });
                    if hint.is_some() || !actions.is_empty() {
                        ui.horizontal_wrapped(|ui| {
                            if let Some(hint) = hint {
                                ui.label(RichText::new(hint).color(theme.color.text));
                            }
                            for (number, action) in actions.iter().enumerate() {
                                if buttons::link(ui, action).clicked() {
                                    event = Some(NoticeEvent::Action(number));
                                }
                            }
                        });
                    }
                    if let Some(details) = details {
                        show_details(ui, &theme, sentence, details);
                    }
                });
            });
        });
    event
}

/// Lets a screen reader say a sentence when it comes or changes, wherever the keyboard is. It waits until the reader has
/// said what it is at.
pub fn announced(ui: &Ui, label: &Response, sentence: &str) {
    ui.ctx().accesskit_node_builder(label.id, |node| {
        node.set_role(Role::Status);
        node.set_label(sentence);
        node.set_value(sentence);
        node.set_live(Live::Polite);
    });
}

fn show_details(ui: &mut Ui, theme: &Theme, sentence: &str, details: &str) {
    let id = ui.scope_id().with(("details", sentence));
    let mut open = ui.data(|data| data.get_temp(id)).unwrap_or(false);
    let text = if open { "Hide details" } else { "Show details" };
    if buttons::link(ui, text).clicked() {
        open = !open;
        ui.data_mut(|data| data.insert_temp(id, open));
    }
    if open {
        egui::ScrollArea::vertical()
            .id_salt(id)
            .max_height(160.0)
            .show(ui, |ui| {
                let text = RichText::new(details)
                    .size(theme.size.small + 0.5)
                    .color(theme.color.text);
                ui.add(Label::new(text).wrap().selectable(true));
            });
    }
}

fn close_button(ui: &mut Ui, theme: &Theme) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), "Close message"));
    if ui.is_rect_visible(rect) {
        if response.hovered() {
            ui.painter().rect_filled(rect, 4, theme.color.hover);
        }
        paint::cross(ui.painter(), rect, theme.color.text);
        paint::focus_ring(ui, &response, 4);
    }
    response.on_hover_text("Close message")
}

/// A running job: title, bar (moving to and fro while the end is unknown), a line of text and
/// a Cancel button. True when that was pressed.
pub fn progress_strip(ui: &mut Ui, title: &str, fraction: Option<f32>, text: &str) -> bool {
    let theme = Theme::of(ui.ctx());
    let mut cancelled = false;
    Frame::new()
        .fill(theme.color.card)
        .stroke(Stroke::new(1.0, theme.color.card_border))
        .corner_radius(CornerRadius::same(theme.size.rounding))
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            Sides::new().shrink_left().truncate().show(
                ui,
                |ui| {
                    ui.vertical(|ui| {
                        ui.add(Label::new(strong(title)).truncate());
                        bar(ui, &theme, title, fraction);
                        let text = RichText::new(text)
                            .size(theme.size.small + 0.5)
                            .color(theme.color.weak_text);
                        ui.add(Label::new(text).truncate());
                    });
                },
                |ui| {
                    cancelled = buttons::button(ui, true, "Cancel")
                        .accessible_name(format!("Cancel: {title}"))
                        .clicked();
                },
            );
        });
    cancelled
}

fn bar(ui: &mut Ui, theme: &Theme, title: &str, fraction: Option<f32>) {
    let width = (ui.available_width() - 12.0).max(40.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, 8.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, title));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        if let Some(fraction) = fraction {
            node.set_min_numeric_value(0.0);
            node.set_max_numeric_value(100.0);
            node.set_numeric_value(f64::from(fraction.clamp(0.0, 1.0) * 100.0).round());
        }
    });
    let round = CornerRadius::same(4);
    ui.painter().rect(
        rect,
        round,
        theme.tone(Tone::Neutral).fill,
        Stroke::new(1.0, theme.tone(Tone::Neutral).border),
        StrokeKind::Inside,
    );
    let filled = match fraction {
        Some(fraction) => rect.with_max_x(rect.left() + rect.width() * fraction.clamp(0.0, 1.0)),
        None => {
            ui.ctx()
                .request_repaint_after(std::time::Duration::from_millis(40));
            let phase = ui.input(|i| i.time) as f32 * 0.6;
            let start = (phase.fract() * 2.0 - 1.0).abs() * rect.width() * 0.75;
            egui::Rect::from_min_size(
                rect.min + Vec2::new(start, 0.0),
                Vec2::new(rect.width() * 0.25, rect.height()),
            )
        }
    };
    ui.painter().rect_filled(filled, round, theme.color.accent);
}
