//! The theme told to egui's own widgets: text sizes, spacing, strokes.

use egui::{
    Color32, CornerRadius, FontFamily, FontId, Margin, Stroke, Style, TextStyle, Vec2, Visuals,
    style::{ScrollStyle, Selection, WidgetVisuals},
};

use super::{Look, Theme, Tone};

/// Writes the theme into an egui style.
pub(super) fn fill_in(style: &mut Style, theme: &Theme) {
    let size = &theme.size;
    let proportional = |points| FontId::new(points, FontFamily::Proportional);
    style.text_styles = [
        (TextStyle::Small, proportional(size.small)),
        (TextStyle::Body, proportional(size.body)),
        (TextStyle::Button, proportional(size.body)),
        (TextStyle::Heading, theme.strong_font(size.heading)),
        (
            TextStyle::Monospace,
            FontId::new(size.body, FontFamily::Monospace),
        ),
    ]
    .into();

    style.spacing.item_spacing = Vec2::new(8.0, 6.0);
    style.spacing.button_padding = Vec2::new(14.0, 7.0);
    style.spacing.interact_size = Vec2::new(34.0, 22.0);
    style.spacing.icon_width = 18.0;
    style.spacing.icon_width_inner = 10.0;
    style.spacing.icon_spacing = 8.0;
    style.spacing.combo_width = 120.0;
    style.spacing.text_edit_width = 260.0;
    style.spacing.tooltip_width = 420.0;
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(16);
    // Always in sight and of its own width; grey by opacity, since a handle in the colour of
    // the cards could not be seen on them.
    let faint = if theme.look == Look::HighContrast {
        0.9
    } else {
        0.35
    };
    style.spacing.scroll = ScrollStyle {
        floating: true,
        bar_width: 10.0,
        bar_inner_margin: 4.0,
        floating_width: 8.0,
        floating_allocated_width: 10.0,
        handle_min_length: 28.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: faint,
        active_handle_opacity: faint,
        interact_handle_opacity: 0.6_f32.max(faint),
        ..ScrollStyle::solid()
    };

    // A click on a cell's text has to reach its row.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    style.visuals = visuals(theme);
}

fn visuals(theme: &Theme) -> Visuals {
    let color = &theme.color;
    let mut visuals = match theme.look {
        Look::Light => Visuals::light(),
        Look::Dark | Look::HighContrast => Visuals::dark(),
    };
    let rounding = CornerRadius::same(theme.size.control_rounding);
    let widget = |fill: Color32, border: Stroke, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: border,
        fg_stroke: Stroke::new(1.5, text),
        corner_radius: rounding,
        expansion: 0.0,
    };
    let border = Stroke::new(1.0, color.control_border);
    let focus = Stroke::new(2.0, color.focus);
    let widgets = &mut visuals.widgets;
    widgets.noninteractive = widget(color.card, Stroke::new(1.0, color.card_border), color.text);
    widgets.inactive = widget(color.card, border, color.text);
    widgets.hovered = widget(color.hover, Stroke::new(1.0, color.accent), color.text);
    // egui shows keyboard focus as `active`: this is the focus ring of its own widgets.
    widgets.active = widget(color.hover, focus, color.text);
    widgets.open = widget(color.hover, Stroke::new(1.0, color.accent), color.text);
    visuals.selection = Selection {
        bg_fill: color.selected_row,
        stroke: Stroke::new(2.0, color.accent),
    };
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(color.weak_text);
    visuals.hyperlink_color = color.accent;
    visuals.faint_bg_color = color.table_header;
    visuals.extreme_bg_color = color.card;
    visuals.text_edit_bg_color = Some(color.card);
    visuals.code_bg_color = color.table_header;
    visuals.warn_fg_color = theme.tone(Tone::Warn).text;
    visuals.error_fg_color = theme.tone(Tone::Bad).text;
    visuals.window_fill = color.card;
    visuals.window_stroke = Stroke::new(1.0, color.card_border);
    visuals.window_corner_radius = CornerRadius::same(theme.size.rounding);
    visuals.menu_corner_radius = rounding;
    visuals.panel_fill = color.page;
    visuals.text_cursor.stroke = Stroke::new(1.5, color.text);
    visuals.interact_cursor = None;
    visuals.striped = false;
    visuals.slider_trailing_fill = true;
    visuals
}
