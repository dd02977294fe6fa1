//! The list of sections at the left.

use super::form::{Problems, Spot};
use crate::ui::theme::Theme;
use egui::{CornerRadius, Role, Sense, Stroke, StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo};

/// The sections of Settings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Section {
    #[default]
    District,
    Schools,
    Dates,
    Rules,
    Codes,
    Layout,
    Merging,
    Administrators,
    Look,
    Data,
}

impl Section {
    const ALL: [Section; 10] = [
        Section::District,
        Section::Schools,
        Section::Dates,
        Section::Rules,
        Section::Codes,
        Section::Layout,
        Section::Merging,
        Section::Administrators,
        Section::Look,
        Section::Data,
    ];

    /// As it is called.
    pub fn label(self) -> &'static str {
        match self {
            Section::District => "District",
            Section::Schools => "Schools",
            Section::Dates => "The state's dates",
            Section::Rules => "Rules",
            Section::Codes => "Code lists",
            Section::Layout => "File layout",
            Section::Merging => "Merging",
            Section::Administrators => "Security administrators",
            Section::Look => "Look",
            Section::Data => "Data",
        }
    }

    /// Where a field is to be found.
    pub fn of(spot: Spot) -> Self {
        match spot {
            Spot::Lea | Spot::Name | Spot::Year => Section::District,
            Spot::DateName(_) | Spot::DateDay(_) => Section::Dates,
            Spot::Gender(_) | Spot::Ethnicity(_) => Section::Codes,
            Spot::IdleMinutes => Section::Merging,
        }
    }
}

/// Draws the list; marks sections in which something is wrong.
pub fn list(ui: &mut Ui, at: &mut Section, problems: &Problems) {
    let group = UiBuilder::new()
        .id_salt("sections")
        .accessibility_role(Role::TabList)
        .accessibility_label("Sections of Settings");
    ui.scope_builder(group, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for section in Section::ALL {
            let wrong = problems.iter().any(|(s, _)| Section::of(*s) == section);
            if item(ui, section.label(), section == *at, wrong) {
                *at = section;
            }
        }
    });
}

fn item(ui: &mut Ui, label: &str, on: bool, wrong: bool) -> bool {
    let theme = Theme::of(ui.ctx());
    // Lower than a button, so that all of them are in sight in a small window.
    let size = Vec2::new(ui.available_width(), theme.size.control_height - 6.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, true, label));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(on);
        if wrong {
            node.set_description("Something here cannot be saved yet.");
        }
    });
    if ui.is_rect_visible(rect) {
        let color = &theme.color;
        let (fill, ink) = match (on, response.hovered()) {
            (true, _) => (color.selected_row, color.accent),
            (false, true) => (color.hover, color.text),
            (false, false) => (color.page, color.text),
        };
        let round = CornerRadius::same(theme.size.control_rounding);
        ui.painter().rect_filled(rect, round, fill);
        let font = if on {
            theme.strong_font(theme.size.body)
        } else {
            theme.font(theme.size.body)
        };
        let start = rect.left_center() + Vec2::new(12.0, 0.0);
        ui.painter()
            .text(start, egui::Align2::LEFT_CENTER, label, font, ink);
        if wrong {
            let end = rect.right_center() - Vec2::new(10.0, 0.0);
            let red = theme.tone(crate::ui::theme::Tone::Bad).text;
            let font = theme.font(theme.size.body);
            ui.painter().text(end, egui::Align2::RIGHT_CENTER, "⚠", font, red);
        }
        if response.has_focus() {
            let ring = Stroke::new(2.0, color.focus);
            ui.painter().rect_stroke(rect, round, ring, StrokeKind::Inside);
        }
    }
    response.clicked()
}
