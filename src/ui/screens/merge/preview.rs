//! Before and after: the merged record beside both profiles, before anything is saved.

use super::desk::{Desk, NONE};
use super::rows::{differs, said};
use super::{warned, words};
use crate::app::{Command, MergeCommand, OpenMerge};
use crate::domain::merge::Line;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, button, cell_lines, cell_weak, note, primary_button, wide_modal,
};
use egui::{Context, Label};

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
        let lines = &review.lines;
        let mut spec = TableSpec::new("before-after", "Before and after", &columns, lines.len());
        spec.row_height = Theme::of(ui.ctx()).size.row_two_lines - 6.0;
        let room = (ctx.content_rect().height() - 300.0).max(130.0);
        spec.height = TableHeight::Exactly((31.0 + spec.row_height * lines.len() as f32 + 2.0).min(room));
        spec.show(
            ui,
            |row| {
                let l = &lines[row];
                format!(
                    "{}: Source {}, Target {}, after {}",
                    l.key.label(),
                    say(l, &l.source),
                    say(l, &l.target),
                    after(l)
                )
            },
            |row, column, ui| {
                let l = &lines[row];
                let text = match column {
                    0 => return drop(cell_weak(ui, l.key.label())),
                    1 if l.source.is_empty() => NONE.into(),
                    1 => say(l, &l.source),
                    2 if l.target.is_empty() => NONE.into(),
                    2 => say(l, &l.target),
                    _ => after(l),
                };
                if differs(l) && text != NONE {
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
