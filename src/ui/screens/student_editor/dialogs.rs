//! What is asked over the screen: save before leaving, take back, withdraw.

use super::{Next, StudentEditor, alike};
use crate::app::{Command, ProgramCommand, Session};
use crate::domain::date::{DATE_FORM, parse_date};
use crate::domain::student::Student;
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{button, confirm, modal, primary_button, text_field};
use egui::Ui;

/// Withdrawing a student.
pub struct Withdrawal {
    base: Box<Student>,
    day: String,
    fresh: bool,
}

impl Withdrawal {
    /// On a day, to begin with.
    pub fn of(base: &Student, day: chrono::NaiveDate) -> Self {
        Self {
            base: Box::new(base.clone()),
            day: day.to_string(),
            fresh: true,
        }
    }
}

/// What was answered before leaving.
enum Answer {
    Save,
    Discard,
    Stay,
}

impl StudentEditor {
    /// Draws the dialog that is open, if any.
    pub(super) fn dialogs(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) {
        if let Some(next) = self.asking {
            self.ask(ui, cx, session, next);
        } else if self.asking_revert {
            self.ask_revert(ui);
        } else if self.withdrawal.is_some() {
            self.withdraw(ui, cx);
        } else if self.removal.is_some() {
            self.ask_remove(ui, cx);
        } else if let Some(dialog) = &mut self.row_dialog
            && dialog.show(ui, cx, session)
        {
            self.row_dialog = None;
        }
    }

    /// Asks before a row of program data is taken out.
    fn ask_remove(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some((student, row)) = &self.removal else {
            return;
        };
        let title = format!("Remove {}?", row.row.named());
        let sentence = "It is taken out of the profile. History can bring it back.";
        if let Some(yes) = confirm(ui.ctx(), Tone::Bad, &title, sentence, "Remove", "Keep") {
            if yes {
                cx.send(Command::Program(ProgramCommand::Remove {
                    student: *student,
                    row: Box::new(row.clone()),
                }));
            }
            self.removal = None;
        }
    }

    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session, next: Next) {
        let Some(form) = &self.form else {
            self.asking = None;
            return;
        };
        let title = format!("Save changes to {}?", form.title());
        let alike = form.unanswered(session.editor.opened.as_ref());
        // What cannot be saved yet is not offered to be: staying is the way on then.
        let why_not = (alike > 0).then(|| alike::why_not(alike));
        let dialog = modal(ui.ctx(), &title, |ui| {
            ui.label("What you typed is not saved yet.");
            if let Some(why) = &why_not {
                ui.add(egui::Label::new(format!("It cannot be saved now. {why}")).wrap());
            }
            ui.add_space(10.0);
            let mut answer = None;
            ui.horizontal_wrapped(|ui| {
                if why_not.is_some() {
                    if primary_button(ui, true, "Keep what I typed").clicked() {
                        answer = Some(Answer::Stay);
                    }
                } else if primary_button(ui, !cx.view.busy(), "Save").clicked() {
                    answer = Some(Answer::Save);
                }
                if button(ui, true, "Discard").clicked() {
                    answer = Some(Answer::Discard);
                }
                if why_not.is_none() && button(ui, true, "Stay").clicked() {
                    answer = Some(Answer::Stay);
                }
            });
            answer
        });
        let answer = if dialog.escaped {
            Some(Answer::Stay)
        } else {
            dialog.inner
        };
        let Some(answer) = answer else { return };
        self.asking = None;
        match answer {
            Answer::Save => {
                if self.save(cx, session.editor.opened.as_ref()) {
                    self.then = Some((next, ui.ctx().cumulative_frame_nr()));
                }
            }
            Answer::Discard => {
                if let Some(form) = &mut self.form {
                    form.revert();
                }
                self.leave(cx, next);
            }
            Answer::Stay => {}
        }
    }

    /// Asks before what was typed is taken back.
    fn ask_revert(&mut self, ui: &Ui) {
        let Some(form) = self.form.as_mut().filter(|f| f.dirty()) else {
            self.asking_revert = false;
            return;
        };
        let title = format!("Take back your changes to {}?", form.title());
        let sentence = "Every field goes back to what is saved.";
        if let Some(yes) = confirm(
            ui.ctx(),
            Tone::Bad,
            &title,
            sentence,
            "Take back",
            "Keep what I typed",
        ) {
            self.asking_revert = false;
            if yes {
                form.revert();
            }
        }
    }

    fn withdraw(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some(w) = &mut self.withdrawal else { return };
        let day = parse_date(&w.day).map(|d| d.day);
        let problem = day.as_ref().err().map(|m| format!("{m} Write {DATE_FORM}."));
        let title = format!("Withdraw {}", w.base.list_name());
        let dialog = modal(ui.ctx(), &title, |ui| {
            ui.label("Every enrollment that runs on that day ends with it. The record, its SSID and its history stay.");
            ui.add_space(6.0);
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width().min(300.0));
                let field = text_field(ui, "Last day at school", &mut w.day, problem.as_deref());
                if std::mem::take(&mut w.fresh) {
                    field.request_focus();
                }
            });
            ui.add_space(10.0);
            ui.horizontal_wrapped(|ui| {
                if primary_button(ui, day.is_ok() && !cx.view.busy(), "Withdraw").clicked() {
                    return Some(true);
                }
                button(ui, true, "Cancel").clicked().then_some(false)
            })
            .inner
        });
        match (dialog.escaped, dialog.inner, day) {
            (false, Some(true), Ok(day)) => {
                if let Some(w) = self.withdrawal.take() {
                    cx.send(Command::Withdraw { base: w.base, day });
                }
            }
            (true, ..) | (_, Some(_), _) => self.withdrawal = None,
            (false, None, _) => {}
        }
    }
}
