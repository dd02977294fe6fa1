//! Dialogs over the page.

use egui::{Context, Frame, Id, Key, Label, Margin, Modal, Modifiers, Role, ScrollArea, Ui};

use super::buttons;
use crate::ui::theme::{Theme, Tone, strong};

/// What came of one frame of a [`modal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialog<R> {
    /// What the body returned.
    pub inner: R,
    /// Escape was pressed: stop showing it.
    pub escaped: bool,
}

/// A dialog in the middle of the window: the rest cannot be reached, the keyboard stays
/// inside, Escape closes it, a click beside it does not (work typed in it would be lost). Its
/// body scrolls when it is higher than the window.
pub fn modal<R>(ctx: &Context, title: &str, body: impl FnOnce(&mut Ui) -> R) -> Dialog<R> {
    sized_modal(ctx, title, 560.0, body)
}

/// A [`modal`] as wide as the window allows, for tables.
pub fn wide_modal<R>(ctx: &Context, title: &str, body: impl FnOnce(&mut Ui) -> R) -> Dialog<R> {
    sized_modal(ctx, title, 1080.0, body)
}

fn sized_modal<R>(ctx: &Context, title: &str, width: f32, body: impl FnOnce(&mut Ui) -> R) -> Dialog<R> {
    let theme = Theme::of(ctx);
    let window = ctx.content_rect();
    let frame = Frame::popup(&ctx.global_style())
        .fill(theme.color.card)
        .corner_radius(theme.size.rounding)
        .inner_margin(Margin::same(18));
    let shown = Modal::new(Id::unique(("dialog", title)))
        .backdrop_color(theme.color.backdrop)
        .frame(frame)
        .show(ctx, |ui| {
            ui.ctx().accesskit_node_builder(ui.unique_id(), |node| {
                node.set_role(Role::Dialog);
                node.set_label(title);
                node.set_modal();
            });
            ui.set_width(width.min(window.width() - 60.0));
            ui.add(Label::new(strong(title).size(theme.size.heading + 2.0)).wrap());
            ui.add_space(6.0);
            let highest = (window.height() - 120.0).max(80.0);
            ScrollArea::vertical()
                .max_height(highest)
                .min_scrolled_height(highest)
                .show(ui, body)
                .inner
        });
    let escaped = shown.is_top_modal
        && !shown.any_popup_open
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    Dialog {
        inner: shown.inner,
        escaped,
    }
}

/// Whether Enter was pressed in a field of a dialog: then its main button is meant, also in a field of several lines, where
/// Shift and Enter begin another one. To be asked before the fields are drawn.
pub fn entered(ui: &Ui) -> bool {
    ui.ctx().text_edit_focused()
        && ui.input_mut(|input| !input.modifiers.shift && input.consume_key(Modifiers::NONE, Key::Enter))
}

/// A question with two buttons; `None` while it is open, then whether it was answered with
/// `yes`. Escape answers with `no`. The keyboard starts on `no` when the tone is `Bad`, on
/// `yes` otherwise.
pub fn confirm(ctx: &Context, tone: Tone, title: &str, sentence: &str, yes: &str, no: &str) -> Option<bool> {
    let started = Id::unique(("confirm-started", title));
    let pass = ctx.cumulative_frame_nr();
    let last: Option<u64> = ctx.data(|data| data.get_temp(started));
    ctx.data_mut(|data| data.insert_temp(started, pass));
    let fresh = last.is_none_or(|last| last + 1 < pass);
    let dialog = sized_modal(ctx, title, 460.0, |ui| {
        ui.add(Label::new(sentence).wrap());
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let (yes, no) = if tone == Tone::Bad {
                (
                    buttons::button(ui, true, yes),
                    buttons::primary_button(ui, true, no),
                )
            } else {
                (
                    buttons::primary_button(ui, true, yes),
                    buttons::button(ui, true, no),
                )
            };
            if fresh {
                if tone == Tone::Bad { &no } else { &yes }.request_focus();
            }
            match (yes.clicked(), no.clicked()) {
                (true, _) => Some(true),
                (false, true) => Some(false),
                (false, false) => None,
            }
        })
        .inner
    });
    if dialog.escaped { Some(false) } else { dialog.inner }
}
