//! The top of a screen, and what stands where there is nothing to show.

use egui::{Label, Layout, Response, RichText, Sides, Ui};

use crate::ui::theme::{Theme, strong};

/// A place whose controls keep the keyboard whatever comes and goes above it. egui counts the controls before one to
/// tell it from others; here the counting begins anew. `name` has to be the only one of its kind on the screen.
pub fn steady<R>(ui: &mut Ui, name: impl egui::AsIdSalt, add: impl FnOnce(&mut Ui) -> R) -> R {
    let id = egui::Id::unique("steady").with(egui::IdSalt::new(name));
    ui.scope_builder(egui::UiBuilder::new().scope_id(id), add).inner
}

/// Small text of less weight, over several lines when long.
pub fn weak(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui.ctx());
    ui.label(
        RichText::new(text)
            .size(theme.size.small + 0.5)
            .color(theme.color.weak_text),
    )
}

/// Where in the program one is: "Main Menu › Enrollment › SSID Process".
pub fn breadcrumb(ui: &mut Ui, parts: &[&str]) {
    let text = parts.join(" › ");
    weak(ui, &text);
}

/// The title of a screen with pills beside it and buttons at the right end, the first one
/// right-most.
pub fn page_title(ui: &mut Ui, text: &str, beside: impl FnOnce(&mut Ui), right: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui.ctx());
    Sides::new().height(theme.size.control_height).shrink_left().show(
        ui,
        |ui| {
            let title = strong(text).size(theme.size.title);
            let label = ui.add(Label::new(title).truncate());
            ui.ctx().accesskit_node_builder(label.id, |node| {
                node.set_role(egui::Role::Heading);
                node.set_label(text);
                node.set_level(1);
            });
            beside(ui);
        },
        right,
    );
}

/// Says in the middle of an empty place that there is nothing, and what to do.
pub fn empty_state(ui: &mut Ui, title: &str, sentence: &str) {
    let theme = Theme::of(ui.ctx());
    ui.with_layout(Layout::top_down(egui::Align::Center), |ui| {
        ui.add_space((ui.available_height().min(320.0) * 0.3).max(16.0));
        ui.set_max_width(ui.available_width().min(520.0));
        ui.label(strong(title).size(theme.size.heading + 1.0));
        let sentence = RichText::new(sentence).color(theme.color.weak_text);
        ui.add(Label::new(sentence).wrap());
        ui.add_space(16.0);
    });
}
