//! A long list of a row, whole: Source and Target beside each other.

use super::desk::Desk;
use super::rows::is_open_plan;
use super::words;
use crate::domain::merge::{Key, Review};
use crate::ui::widgets::{Column, TableHeight, TableSpec, button, cell_text, cell_weak, wide_modal};
use egui::Context;

/// Shows it over the screen; `true` while it stays open.
pub(super) fn dialog(ctx: &Context, desk: &Desk<'_>, review: &Review, key: Key) -> bool {
    let Some(line) = review.lines.iter().find(|l| l.key == key) else {
        return false;
    };
    let (source, target) = (
        words::say(desk, key, &line.source),
        words::say(desk, key, &line.target),
    );
    let mut sides: [Vec<&str>; 2] = [source.lines().collect(), target.lines().collect()];
    for side in &mut sides {
        // Open plans first: of a list that scrolls, the first lines are seen.
        side.sort_by_key(|line| !is_open_plan(key, line));
    }
    let rows = sides[0].len().max(sides[1].len());
    let shown = wide_modal(ctx, key.label(), |ui| {
        let titles = [
            format!("Source profile: {}", sides[0].len()),
            format!("Target profile: {}", sides[1].len()),
        ];
        let columns = [
            Column::share(&titles[0], 160.0, 1.0),
            Column::share(&titles[1], 160.0, 1.0),
        ];
        let mut spec = TableSpec::new("whole-list", key.label(), &columns, rows);
        let room = (ctx.content_rect().height() - 230.0).max(130.0);
        spec.height = TableHeight::Exactly((31.0 + rows as f32 * 33.0 + 2.0).min(room));
        let at = |row: usize, side: usize| sides[side].get(row).copied().unwrap_or_default();
        spec.show(
            ui,
            |row| match (at(row, 0), at(row, 1)) {
                (s, "") => format!("Source: {s}"),
                ("", t) => format!("Target: {t}"),
                (s, t) => format!("Source: {s}. Target: {t}"),
            },
            |row, column, ui| match at(row, column) {
                "" => drop(cell_weak(ui, "")),
                text => drop(cell_text(ui, text)),
            },
        );
        ui.add_space(10.0);
        button(ui, true, "Close").clicked()
    });
    !(shown.escaped || shown.inner)
}
