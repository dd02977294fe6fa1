//! Why two profiles may be one student, as the engine explains it.

use crate::app::OpenMerge;
use crate::domain::matching::Explanation;
use crate::ui::screens::likely;
use crate::ui::widgets::weak;
use egui::{Context, Ui};

/// The explanation of the pair that is shown.
pub(super) fn of(open: &OpenMerge) -> Option<&Explanation> {
    open.likely.get(open.shown)
}

/// The short list in the panel: how sure, what speaks for one student, what against.
pub(super) fn list(ui: &mut Ui, open: &OpenMerge) {
    match of(open) {
        Some(why) => likely::in_words(ui, why),
        None => drop(weak(ui, "They were not compared yet.")),
    }
}

/// Field by field with what each adds, over the screen; `true` while it stays open.
pub(super) fn dialog(ctx: &Context, open: &OpenMerge) -> bool {
    of(open).is_some_and(|why| likely::dialog(ctx, why))
}
