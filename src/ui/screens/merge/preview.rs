//! Before and after: the merged record beside both profiles, before anything is saved.

use super::desk::{Desk, NONE};
use super::rows::{differs, said};
use super::{warned, words};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::Line;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, button, cell_lines, cell_weak, note, primary_button, wide_modal,
};
use egui::{Context, Label};

/// What stands above the rows that stay as they are.
const SAME: &str = "The same in both";

/// Whether a row differs, or is changed by the merge.
fn stands_first(line: &Line) -> bool {
    differs(line) || line.merged.as_ref() != Some(&line.target)
}

/// The rows that differ or change, then those that do not, with a heading between them.
fn in_order(lines: &[Line]) -> Vec<Option<&Line>> {
    let (first, same): (Vec<&Line>, Vec<&Line>) = lines.iter().partition(|l| stands_first(l));
    let mut out: Vec<Option<&Line>> = first.into_iter().map(Some).collect();
    if !same.is_empty() {
        out.push(None);
        out.extend(same.into_iter().map(Some));
    }
    out
}

/// Shows it over the screen.
pub(super) fn show(ctx: &Context, cx: &Cx<'_>, desk: &Desk<'_>, open: &OpenMerge) {
    let Some(review) = open.review() else {
        return;
    };
    let send = |command| cx.send(Command::Merge(command));
    let say = |line: &Line, text: &str| said(line.key, &words::say(desk, line.key, text));
    let after = |line: &Line| {
        line.merged
            .as_ref()
            .map_or_else(|| "not decided yet".to_owned(), |text| say(line, text))
    };
    let shown = wide_modal(ctx, "Before and after", |ui| {
        warned::show(ui, open);
        note(ui, Tone::Accent, |ui| {
            ui.add(Label::new(&open.consequence).wrap());
        });
        ui.add_space(6.0);
        let (source, target) = (&review.source.student, &review.target.student);
        let titles = [
            format!("Source before · {}", source.number),
            format!("Target before · {}", target.number),
            format!("Target after · {}", review.merged.survivor.number),
        ];
        let columns = [
            Column::fixed("Field", 140.0),
            Column::share(&titles[0], 150.0, 1.0),
            Column::share(&titles[1], 150.0, 1.0),
            Column::share(&titles[2], 150.0, 1.0),
        ];
        let lines = in_order(&review.lines);
        let mut spec = TableSpec::new("before-after", "Before and after", &columns, lines.len());
        spec.row_height = Theme::of(ui.ctx()).size.row_two_lines - 6.0;
        let room = (ctx.content_rect().height() - 300.0).max(130.0);
        spec.height = TableHeight::Exactly((31.0 + spec.row_height * lines.len() as f32 + 2.0).min(room));
        spec.show(
            ui,
            |row| {
                let Some(l) = lines[row] else {
                    return SAME.to_owned();
                };
                format!(
                    "{}: Source {}, Target {}, after {}",
                    l.key.label(),
                    say(l, &l.source),
                    say(l, &l.target),
                    after(l)
                )
            },
            |row, column, ui| {
                let Some(l) = lines[row] else {
                    if column == 0 {
                        ui.add(Label::new(strong(SAME)).truncate());
                    }
                    return;
                };
                let text = match column {
                    0 => return drop(cell_weak(ui, l.key.label())),
                    1 if l.source.is_empty() => NONE.into(),
                    1 => say(l, &l.source),
                    2 if l.target.is_empty() => NONE.into(),
                    2 => say(l, &l.target),
                    _ => after(l),
                };
                if stands_first(l) && text != NONE {
                    cell_lines(ui, &text, 2);
                } else {
                    cell_weak(ui, &text);
                }
            },
        );
        ui.add_space(10.0);
        ui.horizontal_wrapped(|ui| {
            let close = primary_button(ui, true, "Close").clicked();
            if button(ui, true, "Print").clicked() {
                send(MergeCommand::PrintSheet);
            }
            if button(ui, true, "Save a copy …").clicked() {
                send(MergeCommand::AskSaveSheet);
            }
            close
        })
        .inner
    });
    if shown.escaped || shown.inner {
        send(MergeCommand::Preview(false));
    }
}
