//! Settings: where the district's data lies.

use super::super::Cx;
use super::Question;
use crate::app::work::districts::sample_path;
use crate::app::{Command, Session};
use crate::domain::text::count;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Because, button, card, weak};
use egui::{Label, RichText, Ui};

/// Draws it; answers with the question that a button leads to.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, unsaved: bool) -> Option<Question> {
    let mut question = None;
    let idle = !cx.view.busy();
    let wait = "Wait until the work under way has ended.";
    card(
        ui,
        "Data",
        |_| {},
        |ui| {
            weak(ui, "Everything of this district lies in one file:");
            ui.add(
                Label::new(session.path.display().to_string())
                    .wrap()
                    .selectable(true),
            );
            let n = count(session.roll.cards().len(), "student", "students");
            weak(
                ui,
                &format!(
                    "{n}, with every operation since it was set up. It is on this computer only; copy it while the program is closed."
                ),
            );
            ui.add_space(4.0);
            ui.horizontal_wrapped(|ui| {
                if let Some(folder) = session.path.parent()
                    && button(ui, true, "Open folder").clicked()
                {
                    cx.send(Command::Show(folder.to_owned()));
                }
                if button(ui, idle, "Close this district").because(wait).clicked() {
                    if unsaved {
                        question = Some(Question::CloseUnsaved);
                    } else {
                        cx.send(Command::CloseDistrict);
                    }
                }
            });
        },
    );
    if session.path == sample_path(cx.view.data_folder) {
        ui.add_space(Theme::of(ui.ctx()).size.gap - ui.spacing().item_spacing.y);
        card(
            ui,
            "Sample district",
            |_| {},
            |ui| {
                let text = RichText::new(
                    "Made-up students for practice. Starting afresh brings back the first day; what you did is kept beside it.",
                );
                ui.add(Label::new(text).wrap());
                ui.add_space(4.0);
                if button(ui, idle, "Start the sample district afresh")
                    .because(wait)
                    .clicked()
                {
                    question = Some(Question::Restart);
                }
            },
        );
    }
    question
}
