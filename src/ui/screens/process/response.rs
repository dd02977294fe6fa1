//! Process Response File from SSID System: Get Response File, the counts, the report, Update SIS System.

use super::questions::Question;
use super::{open_requests, time_text};
use crate::app::work::responses::{CheckedResponse, already_processed};
use crate::app::{Command, Session};
use crate::domain::response::{Outcome, OutcomeKind, Report};
use crate::domain::text::{count, thousands};
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{
    Because, PathEvent, button, card_sized, check, link, note, path_field, pill, primary_button, weak,
};
use egui::{Sides, Ui};
use std::collections::BTreeMap;

/// Draws the card.
pub fn show(ui: &mut Ui, height: f32, cx: &Cx<'_>, session: &Session, asking: &mut Option<Question>) {
    card_sized(
        ui,
        height,
        "Process Response File from SSID System",
        |_| {},
        |ui| {
            let response = &session.process.response;
            let mut path = response.path.clone();
            match path_field(
                ui,
                "Get Response File",
                "RESP_….csv from the SSID System",
                &mut path,
            ) {
                PathEvent::Browse => cx.send(Command::AskResponseFile),
                PathEvent::Edited => cx.send(Command::SetResponseFile(path)),
                PathEvent::None => {}
            }
            if let Some(why) = &response.refused {
                let tone = if response.fits.is_empty() {
                    Tone::Bad
                } else {
                    Tone::Warn
                };
                note(ui, tone, |ui| {
                    ui.label(why);
                    for (id, file) in &response.fits {
                        let what = session.request(*id).map_or_else(
                            || file.clone(),
                            |r| format!("{}: {}, {}", r.function.word(), file, time_text(r.made_at)),
                        );
                        if link(ui, &what).clicked() {
                            cx.send(Command::AnswersRequest(*id));
                        }
                    }
                });
            }
            match &response.checked {
                Some(checked) => compared(ui, cx, session, checked),
                None => {
                    weak(
                        ui,
                        "When the SSID System has processed your request file, download its response file and choose it here.",
                    );
                    ui.add_space(2.0);
                    update_buttons(ui, cx, session, None);
                }
            }
            open_requests::show(ui, cx, session, asking);
        },
    );
}

fn compared(ui: &mut Ui, cx: &Cx<'_>, session: &Session, checked: &CheckedResponse) {
    let report = &checked.report;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 3.5;
        ui.label("Answers the");
        ui.label(strong(report.function.word()));
        ui.label(format!(
            "file of {} ({}).",
            time_text(report.request_made_at),
            count(report.request_lines as usize, "student", "students")
        ));
    });
    counts(ui, &checked.counts);
    for problem in checked.notes.iter().take(3) {
        note(ui, Tone::Warn, |ui| ui.label(problem.to_string()));
    }
    if let Some(at) = report.processed_at {
        note(ui, Tone::Accent, |ui| {
            ui.label(already_processed(&report.file, at))
        });
    } else if let Some(why) = report.incomplete() {
        note(ui, Tone::Warn, |ui| {
            ui.label(why);
            let mut yes = session.process.response.confirmed_incomplete;
            if check(ui, &mut yes, "It is complete: use it as it is").changed() {
                cx.send(Command::ConfirmIncomplete(yes));
            }
        });
    }
    ui.add_space(2.0);
    update_buttons(ui, cx, session, Some(report));
}

/// The counts by what they ask of a person; the kinds of error are in the report.
fn counts(ui: &mut Ui, counts: &BTreeMap<Outcome, u32>) {
    let theme = Theme::of(ui.ctx());
    let n = |o: Outcome| counts.get(&o).copied().unwrap_or(0) as usize;
    let errors = Outcome::ALL
        .into_iter()
        .filter(|o| o.kind() == OutcomeKind::Error)
        .map(n)
        .sum();
    for (text, tone, number) in [
        ("Will receive an SSID", Tone::Ok, n(Outcome::WillBeFilled)),
        ("Updates confirmed", Tone::Ok, n(Outcome::UpdateConfirmed)),
        ("Already the same", Tone::Neutral, n(Outcome::AlreadySame)),
        ("No match at the state", Tone::Neutral, n(Outcome::NoMatch)),
        (
            "Several matches at the state",
            Tone::Warn,
            n(Outcome::SeveralMatches),
        ),
        (
            "Different SSID already here",
            Tone::Warn,
            n(Outcome::DifferentSsid),
        ),
        (
            "Edited since the file was made",
            Tone::Warn,
            n(Outcome::EditedSince),
        ),
        ("Errors", Tone::Bad, errors),
    ] {
        if number == 0 {
            continue;
        }
        Sides::new().height(24.0).shrink_left().show(
            ui,
            |ui| {
                ui.label(text);
            },
            |ui| {
                pill(ui, tone, &thousands(number));
            },
        );
        let line = ui.min_rect().x_range();
        let y = ui.cursor().top() - ui.spacing().item_spacing.y / 2.0;
        ui.painter()
            .hline(line, y, egui::Stroke::new(1.0, theme.color.row_line));
    }
}

fn update_buttons(ui: &mut Ui, cx: &Cx<'_>, session: &Session, report: Option<&Report>) {
    let no_file = "Choose the response file first.";
    if button(ui, report.is_some(), "Response File Error Report")
        .because(no_file)
        .clicked()
    {
        cx.send(Command::OpenReport(true));
    }
    let (why_not, sentence) = update_state(cx, session, report);
    if primary_button(ui, why_not.is_none(), "Update SIS System")
        .because(why_not.as_deref().unwrap_or_default())
        .clicked()
    {
        cx.send(Command::PreviewUpdate(true));
    }
    if !sentence.is_empty() {
        weak(ui, &sentence);
    }
}

/// Why Update SIS System is off, and the sentence beside it.
pub fn update_state(cx: &Cx<'_>, session: &Session, report: Option<&Report>) -> (Option<String>, String) {
    let Some(report) = report else {
        return (Some("Choose the response file first.".into()), String::new());
    };
    if cx.view.busy() {
        return (
            Some("Wait until the work under way is done.".into()),
            String::new(),
        );
    }
    if report.processed_at.is_some() {
        return (
            Some("This response was processed already.".into()),
            "Nothing is left to be changed.".into(),
        );
    }
    if report.incomplete().is_some() && !session.process.response.confirmed_incomplete {
        return (
            Some("The response lacks lines; confirm that it is complete, or download it again.".into()),
            String::new(),
        );
    }
    let checked = session.process.response.checked.as_ref();
    let sentence = match checked.map_or(0, |c| c.changing.len()) {
        0 => "No student record will change; the request is marked as answered.".to_owned(),
        n => format!(
            "{} will change. You can see every change first, and undo it afterwards.",
            count(n, "student record", "student records")
        ),
    };
    (None, sentence)
}
