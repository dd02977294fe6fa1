//! Why two records may be one student, as a part of other screens: how sure that is and the reasons; whole in a dialog.

use super::explained;
use crate::domain::matching::{Band, Explanation};
use crate::ui::widgets::{button, weak, wide_modal};
use egui::{Context, ScrollArea, Ui};

/// A band as it is called on screen; `None` is below the last one.
pub fn label(band: Option<Band>) -> &'static str {
    band.map_or("Unlikely", Band::label)
}

/// The band and the chance in one line, then what speaks for one student and what against.
pub fn in_words(ui: &mut Ui, why: &Explanation) {
    ui.horizontal_wrapped(|ui| {
        explained::band_pill(ui, why.band);
        weak(ui, &explained::total(why.total));
    });
    explained::reasons(ui, why);
}

/// The same with every comparison and what it adds, over the screen; `true` while it stays open.
pub fn dialog(ctx: &Context, why: &Explanation) -> bool {
    let shown = wide_modal(ctx, "Why these may be one student", |ui| {
        in_words(ui, why);
        ui.add_space(6.0);
        let room = (ctx.content_rect().height() - 330.0).max(130.0);
        ScrollArea::vertical()
            .id_salt("waterfall")
            .max_height(room)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 6.0);
                explained::waterfall(ui, why);
            });
        ui.add_space(4.0);
        weak(
            ui,
            "Each bit more doubles the odds that the two are one student. What one of them does not have adds nothing.",
        );
        ui.add_space(10.0);
        button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}
