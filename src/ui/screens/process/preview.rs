//! The preview of Update SIS System: every change, before anything is written.

use crate::app::{Command, Session};
use crate::domain::response::{Action, Outcome, Report, ReportRow};
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, button, cell_text, note, primary_button, weak, wide_modal,
};
use egui::Context;

/// Shows it over the screen.
pub fn show(ctx: &Context, cx: &Cx<'_>, session: &Session) {
    let Some(checked) = &session.process.response.checked else {
        return;
    };
    let report = &checked.report;
    let changing = &checked.changing;
    let row_at = |at: usize| &report.rows[changing[at] as usize];
    let shown = wide_modal(ctx, "Update SIS System", |ui| {
        ui.label(summary(report, changing.len()));
        ui.add_space(6.0);
        if !changing.is_empty() {
            let columns = [
                Column::fixed("Line", 64.0).right(),
                Column::share("Student", 200.0, 2.0),
                Column::fixed("Number", 100.0),
                Column::fixed("Birth date", 104.0),
                Column::share("What changes", 240.0, 3.0),
            ];
            let mut spec = TableSpec::new("changes", "Changes", &columns, changing.len());
            let room = ctx.content_rect().height() - 330.0;
            spec.height =
                TableHeight::Exactly((31.0 + changing.len() as f32 * 33.0 + 2.0).min(room.max(130.0)));
            spec.show(
                ui,
                |row| {
                    let r = row_at(row);
                    format!("{}, {}: {}", r.name, r.number, what(r))
                },
                |row, column, ui| {
                    let r = row_at(row);
                    cell_text(
                        ui,
                        &match column {
                            0 => r.file_line.to_string(),
                            1 => r.name.clone(),
                            2 => r.number.clone(),
                            3 => r.birth_date.clone(),
                            _ => what(r),
                        },
                    );
                },
            );
        }
        let broken: u32 = [Outcome::Unreadable, Outcome::NotAnSsid]
            .iter()
            .filter_map(|o| checked.counts.get(o))
            .sum();
        if broken > 0 {
            ui.add_space(6.0);
            note(ui, Tone::Warn, |ui| {
                ui.label(format!(
                    "{} cannot be used. If the file is damaged, cancel and download it again: a response is processed only once.",
                    count(broken as usize, "line", "lines")
                ))
            });
        }
        ui.add_space(8.0);
        weak(
            ui,
            "Everything is written in one step. You can undo it in History.",
        );
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if primary_button(ui, !cx.view.busy(), "Update SIS System").clicked() {
                cx.send(Command::ApplyResponse);
            }
            button(ui, true, "Cancel").clicked()
        })
        .inner
    });
    if shown.escaped || shown.inner {
        cx.send(Command::PreviewUpdate(false));
    }
}

fn summary(report: &Report, changing: usize) -> String {
    let rest = report.rows.len() - changing;
    let mut s = match changing {
        0 => "No student record will change. The request is marked as answered, so that the next function can follow.".to_owned(),
        n => format!("{} will change.", count(n, "student record", "student records")),
    };
    if changing > 0 && rest > 0 {
        s.push_str(&format!(
            " {} nothing; the Response File Error Report says why.",
            count(rest, "line changes", "lines change")
        ));
    }
    s
}

fn what(row: &ReportRow) -> String {
    let mut s = match &row.action {
        Action::Fill(ssid) if row.ssid_here.is_empty() => format!("SSID: none → {ssid}"),
        Action::Fill(ssid) => format!("SSID: {} → {ssid}", row.ssid_here),
        Action::ClearFlag => "Change flag cleared: the state has taken the change over".into(),
        Action::None => String::new(),
    };
    if row.choice.is_none() && !row.message.is_empty() {
        s.push_str(&format!(". {}", row.message));
    }
    s
}
