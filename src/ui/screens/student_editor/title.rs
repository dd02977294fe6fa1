//! The title of the form: the name, how the student stands in a word or two, and a way to close it.

use super::Next;
use super::typing::Form;
use crate::domain::student::{SsidStatus, Student};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{link, pill};
use egui::{Align, Label, Layout, Sides, Ui};

/// The name with its pills, and a way to close the form.
pub fn title(ui: &mut Ui, form: &Form, next: &mut Option<Next>) {
    let theme = Theme::of(ui.ctx());
    let name = form.title();
    Sides::new().height(theme.size.control_height).shrink_left().show(
        ui,
        |ui| {
            // Pills keep their width; a long name gives way.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let room = (ui.available_width() - pills_room(form)).max(120.0);
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    let text = strong(name.as_str()).size(theme.size.title - 1.0);
                    let label = ui.add(Label::new(text).truncate());
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_role(egui::Role::Heading);
                        node.set_label(name.as_str());
                    });
                });
                pills(ui, form);
            });
        },
        |ui| {
            if link(ui, "Close").clicked() {
                *next = Some(Next::Close);
            }
        },
    );
}

/// The room that the pills take beside the name, by their letters.
fn pills_room(form: &Form) -> f32 {
    form.base.as_deref().map_or(0.0, |student| {
        let each = words(student);
        each.iter()
            .map(|(_, text)| text.chars().count() as f32 * 7.0 + 26.0)
            .sum()
    })
}

fn pills(ui: &mut Ui, form: &Form) {
    let Some(student) = form.base.as_deref() else {
        return;
    };
    for (tone, text) in words(student) {
        pill(ui, tone, &text);
    }
}

/// Where the student stands, in a word or two each.
fn words(student: &Student) -> Vec<(Tone, String)> {
    let mut out = vec![match &student.ssid {
        Some(ssid) => (Tone::Ok, format!("SSID {ssid}")),
        None => (Tone::Warn, "No SSID".into()),
    }];
    if student.ssid_status() == SsidStatus::Provisional {
        out.push((Tone::Accent, "provisional".into()));
    }
    if student.duplicate {
        out.push((Tone::Warn, "Duplicate (D)".into()));
    }
    if student.is_retired() {
        out.push((Tone::Neutral, "Merged".into()));
    } else if student.is_changed() {
        out.push((Tone::Accent, "Changed: due for Update".into()));
    }
    out
}
