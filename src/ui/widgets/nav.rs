//! The bar at the top of the window: the program's name, the tabs, something at the right.

use egui::{
    Align, Color32, Layout, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo, pos2,
};

use super::paint;
use crate::ui::theme::Theme;

/// The height of the bar when everything stands in one line.
pub const NAV_BAR_HEIGHT: f32 = 43.0;
/// Left and right of the whole bar.
const EDGE: f32 = 16.0;
/// The least room on either side of a tab's text.
const LEAST_PADDING: f32 = 4.0;

/// Draws the bar and answers which tab was asked for. What `right` adds first stands
/// right-most. When there is no room for all in one
/// line, the tabs draw closer, the name and larger letters give way, and then the tabs flow onto further lines below.
pub fn nav_bar(
    ui: &mut Ui,
    program_name: &str,
    tabs: &[&str],
    selected: usize,
    right: impl FnOnce(&mut Ui),
) -> Option<usize> {
    let theme = Theme::of(ui.ctx());
    let width = ui.available_width();
    let bold = theme.strong_font(theme.size.heading);
    let text_width = |text: &str, font| {
        paint::wrapped(ui, text, font, Color32::PLACEHOLDER, 400.0)
            .size()
            .x
    };
    let name_width = text_width(program_name, bold.clone());
    // The selected tab is bold: measured so, that nothing moves when another is chosen.
    let tabs_width = |size: f32| -> f32 {
        let of = |tab: &&str| text_width(tab, theme.font(size)).max(text_width(tab, theme.strong_font(size)));
        tabs.iter().map(of).sum()
    };
    let right_id = ui.scope_id().with("nav-right");
    let right_width: f32 = ui.data(|data| data.get_temp(right_id)).unwrap_or(200.0);
    // Where there is little room the name of the program gives way first, then the size of the letters.
    let with_name = EDGE + name_width + 12.0;
    let small = theme.size.small + 0.5;
    let around = |(left, size): (f32, f32)| {
        (width - left - right_width - EDGE - 12.0 - tabs_width(size)) / (2.0 * tabs.len().max(1) as f32)
    };
    let ways = [
        (with_name, theme.size.heading),
        (EDGE - 5.0, theme.size.heading),
        (EDGE - 5.0, small),
        (EDGE - 5.0, small - 1.0),
    ];
    let fits = ways.into_iter().find(|way| around(*way) >= LEAST_PADDING);
    let one_line = fits.is_some();
    let (left, size) = fits.unwrap_or(ways[0]);
    let padding = if one_line {
        around((left, size)).min(13.0)
    } else {
        9.0
    };

    let top = ui.cursor().min;
    let line = Rect::from_min_size(top, Vec2::new(width, NAV_BAR_HEIGHT));
    let background = ui.painter().add(egui::Shape::Noop);
    if left >= with_name {
        ui.painter().text(
            pos2(top.x + EDGE, line.center().y),
            egui::Align2::LEFT_CENTER,
            program_name,
            bold,
            theme.color.accent,
        );
    }

    let place = if one_line {
        let end = line.right() - right_width - EDGE;
        Rect::from_min_max(pos2(top.x + left, top.y), pos2(end, line.bottom()))
    } else {
        let start = pos2(top.x + EDGE - padding, line.bottom() - 8.0);
        Rect::from_min_max(start, pos2(line.right() - EDGE, f32::INFINITY))
    };
    let height = if one_line { NAV_BAR_HEIGHT } else { 34.0 };
    let mut chosen = None;
    let list = UiBuilder::new()
        .max_rect(place)
        .layout(Layout::left_to_right(Align::Min).with_main_wrap(!one_line))
        .accessibility_role(Role::TabList)
        .accessibility_label(program_name);
    let mut tab_ui = ui.new_child(list);
    tab_ui.spacing_mut().item_spacing = Vec2::ZERO;
    for (number, tab) in tabs.iter().enumerate() {
        if one_tab(
            &mut tab_ui,
            (&theme, size),
            tab,
            number == selected,
            padding,
            height,
        )
        .clicked()
        {
            chosen = Some(number);
        }
    }
    let bottom = line.bottom().max(tab_ui.min_rect().bottom());

    let end = Rect::from_min_max(
        pos2(top.x + left, top.y),
        pos2(line.right() - EDGE, line.bottom()),
    );
    let mut right_ui = ui.new_child(
        UiBuilder::new()
            .id_salt("right")
            .max_rect(end)
            .layout(Layout::right_to_left(Align::Center)),
    );
    right(&mut right_ui);
    let measured = right_ui.min_rect().width();
    if (measured - right_width).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(right_id, measured));
        ui.ctx().request_discard("the right end of the bar");
    }

    let whole = Rect::from_min_max(top, pos2(line.right(), bottom));
    let fill = egui::epaint::RectShape::filled(whole, 0, theme.color.card);
    ui.painter().set(background, fill);
    let border = Stroke::new(1.0, theme.color.card_border);
    ui.painter().hline(whole.x_range(), whole.bottom() - 0.5, border);
    ui.advance_cursor_after_rect(whole);
    chosen.filter(|number| *number != selected)
}

fn one_tab(
    ui: &mut Ui,
    (theme, size): (&Theme, f32),
    text: &str,
    selected: bool,
    padding: f32,
    height: f32,
) -> Response {
    let measure = |font| paint::wrapped(ui, text, font, Color32::PLACEHOLDER, 400.0);
    let (plain, bold) = (measure(theme.font(size)), measure(theme.strong_font(size)));
    let width = plain.size().x.max(bold.size().x) + 2.0 * padding;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), text));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(selected);
    });
    if ui.is_rect_visible(rect) {
        let (galley, ink) = match (selected, response.hovered()) {
            (true, _) => (bold, theme.color.accent),
            (false, true) => (plain, theme.color.text),
            (false, false) => (plain, theme.color.weak_text),
        };
        if selected {
            let mark = rect.with_min_y(rect.bottom() - 2.5);
            ui.painter().rect_filled(mark, 0, theme.color.accent);
        }
        let place = rect.center() - galley.size() / 2.0;
        ui.painter().galley(place, galley, ink);
        if response.has_focus() {
            paint::focus_ring(
                ui,
                &response.clone().with_new_rect(rect.shrink2(Vec2::new(1.0, 4.0))),
                4,
            );
        }
    }
    response
}
