//! White cards on the grey page, rows of cards of equal height, and soft notes.

use egui::{CornerRadius, Frame, Id, Layout, Margin, Rect, Stroke, Ui, UiBuilder, Vec2};

use crate::ui::theme::{Theme, Tone, strong};

/// The frame of a card.
fn frame(theme: &Theme) -> Frame {
    Frame::new()
        .fill(theme.color.card)
        .stroke(Stroke::new(1.0, theme.color.card_border))
        .corner_radius(CornerRadius::same(theme.size.rounding))
        .inner_margin(Margin::same(theme.size.card_padding as i8))
}

/// A card with a bold title, something small at the right end of the title's line (what is
/// added first stands right-most), and a body. As wide as its place and as high as its contents.
pub fn card<R>(ui: &mut Ui, title: &str, right: impl FnOnce(&mut Ui), body: impl FnOnce(&mut Ui) -> R) -> R {
    card_sized(ui, 0.0, title, right, body)
}

/// A [`card`] at least `min_height` high, its frame included: what [`card_row`] hands out.
pub fn card_sized<R>(
    ui: &mut Ui,
    min_height: f32,
    title: &str,
    right: impl FnOnce(&mut Ui),
    body: impl FnOnce(&mut Ui) -> R,
) -> R {
    plain_card(ui, min_height, |ui| {
        let theme = Theme::of(ui.ctx());
        egui::Sides::new().shrink_left().truncate().show(
            ui,
            |ui| {
                let text = strong(title).size(theme.size.heading);
                let label = ui.add(egui::Label::new(text));
                ui.ctx().accesskit_node_builder(label.id, |node| {
                    node.set_role(egui::Role::Heading);
                    node.set_label(title);
                });
            },
            right,
        );
        ui.add_space(4.0);
        body(ui)
    })
}

/// A card without a title.
pub fn plain_card<R>(ui: &mut Ui, min_height: f32, body: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui.ctx());
    let outside = ui.scope_id();
    frame(&theme)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let top = ui.cursor().top();
            let inner = ui.scope(body).inner;
            let around = 2.0 * theme.size.card_padding + 2.0;
            let natural = (ui.min_rect().bottom() - top + around).ceil();
            ui.data_mut(|data| data.insert_temp(natural_height(outside), natural));
            let bottom = (top + min_height - around).max(top);
            ui.expand_to_include_y(bottom);
            inner
        })
        .inner
}

/// Where a card leaves its natural height for the row it stands in.
fn natural_height(column: Id) -> Id {
    column.with("card-natural-height")
}

/// Cards side by side, all as high as the highest. Widths go by `weights`; when a card would
/// get less than `min_width`, the cards stand below one another instead. `add` is called with
/// the number of the card and the height to hand to [`card_sized`]; one card per call.
pub fn card_row(
    ui: &mut Ui,
    id: &str,
    weights: &[f32],
    min_width: f32,
    mut add: impl FnMut(usize, f32, &mut Ui),
) {
    let gap = Theme::of(ui.ctx()).size.gap;
    let total: f32 = weights.iter().sum();
    let count = weights.len();
    let room = ui.available_width() - gap * count.saturating_sub(1) as f32;
    let smallest = weights.iter().copied().fold(f32::INFINITY, f32::min) / total * room;
    if count == 0 {
        return;
    }
    if smallest < min_width {
        for number in 0..count {
            if number > 0 {
                ui.add_space(gap - ui.spacing().item_spacing.y);
            }
            ui.push_id((id, number), |ui| add(number, 0.0, ui));
        }
        return;
    }

    let height_id = ui.scope_id().with(id).with("row-height");
    let height: f32 = ui.data(|data| data.get_temp(height_id)).unwrap_or(0.0);
    let mut highest: f32 = 0.0;
    let start = ui.cursor().min;
    let mut x = start.x;
    let mut used = Rect::from_min_size(start, Vec2::ZERO);
    for (number, weight) in weights.iter().enumerate() {
        let width = (weight / total * room).floor();
        let place = Rect::from_min_size(egui::pos2(x, start.y), Vec2::new(width, f32::INFINITY));
        let mut column = ui.new_child(
            UiBuilder::new()
                .id_salt((id, number))
                .max_rect(place)
                .layout(Layout::top_down(egui::Align::Min)),
        );
        add(number, height, &mut column);
        let natural: f32 = column
            .data(|data| data.get_temp(natural_height(column.scope_id())))
            .unwrap_or(0.0);
        highest = highest.max(natural);
        used = used.union(column.min_rect());
        x += width + gap;
    }
    ui.advance_cursor_after_rect(used);
    if (highest - height).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(height_id, highest));
        ui.ctx().request_discard("cards of equal height");
    }
}

/// A soft box for a sentence or two.
pub fn note<R>(ui: &mut Ui, tone: Tone, body: impl FnOnce(&mut Ui) -> R) -> R {
    let theme = Theme::of(ui.ctx());
    let of_tone = theme.tone(tone);
    let fill = if tone == Tone::Accent {
        theme.color.accent_soft
    } else {
        of_tone.fill
    };
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(
            1.0,
            if of_tone.border == of_tone.fill {
                fill
            } else {
                of_tone.border
            },
        ))
        .corner_radius(CornerRadius::same(theme.size.control_rounding))
        .inner_margin(Margin::symmetric(10, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let visuals = &mut ui.style_mut().visuals;
            visuals.widgets.noninteractive.fg_stroke.color = theme.color.text;
            body(ui)
        })
        .inner
}
