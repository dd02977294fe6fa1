//! The question before an undo; for a merge also what becomes of what was edited or added since.

use crate::app::{Command, UndoAnswers, UndoPlan, UndoQuestion};
use crate::domain::ids::OperationId;
use crate::domain::journal::What;
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{Because, button, confirm, modal, primary_button, radio_card, weak};
use egui::{Context, Label, Role, Ui, UiBuilder};

/// An undo that is being asked about.
pub struct Undo {
    id: OperationId,
    /// What was answered so far; everything else has its default.
    answers: UndoAnswers,
    /// Whether the dialog is drawn for the first time.
    fresh: bool,
}

impl Undo {
    /// The undo of an operation.
    pub fn of(id: OperationId) -> Self {
        Self {
            id,
            answers: UndoAnswers::default(),
            fresh: true,
        }
    }

    /// The operation.
    pub fn id(&self) -> OperationId {
        self.id
    }

    /// Draws the question; `false` when it was answered.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>, plan: &UndoPlan) -> bool {
        let answer = if plan.questions.is_empty() {
            confirm_undo(ctx, plan)
        } else {
            self.with_questions(ctx, cx, plan)
        };
        match answer {
            Some(true) if self.answers == UndoAnswers::default() => cx.send(Command::Undo(self.id)),
            Some(true) => cx.send(Command::UndoWith(self.id, self.answers.clone())),
            Some(false) => {}
            None => return true,
        }
        false
    }

    fn with_questions(&mut self, ctx: &Context, cx: &Cx<'_>, plan: &UndoPlan) -> Option<bool> {
        let dialog = modal(ctx, "Undo this merge?", |ui| {
            ui.add(Label::new(sentence(plan)).wrap());
            ui.add_space(6.0);
            weak(
                ui,
                "The Target was worked on since. Say what becomes of that; as it stands nothing of it is lost.",
            );
            for question in &plan.questions {
                ui.add_space(6.0);
                self.question(ui, question);
            }
            ui.add_space(10.0);
            ui.horizontal_wrapped(|ui| {
                let sure =
                    button(ui, !cx.view.busy(), "Undo").because("Wait until the work under way has ended.");
                let stay = primary_button(ui, true, "Leave it");
                if std::mem::take(&mut self.fresh) {
                    stay.request_focus();
                }
                match (sure.clicked(), stay.clicked()) {
                    (true, _) => Some(true),
                    (false, true) => Some(false),
                    (false, false) => None,
                }
            })
            .inner
        });
        if dialog.escaped { Some(false) } else { dialog.inner }
    }

    fn question(&mut self, ui: &mut Ui, question: &UndoQuestion) {
        let (label, choices, other) = match question {
            UndoQuestion::Field {
                field, before, now, ..
            } => (
                field.label().to_owned(),
                [
                    (format!("Keep {} (edited since)", or_blank(now)), ""),
                    (format!("Back to {}", or_blank(before)), "As before the merge."),
                ],
                self.answers.back.contains(field),
            ),
            UndoQuestion::Row { id, label } => (
                format!("{label} (added since)"),
                [
                    ("Stays with Target".to_owned(), ""),
                    ("Goes to Source".to_owned(), ""),
                ],
                self.answers.to_source.contains(id),
            ),
        };
        let group = UiBuilder::new()
            .id_salt(&label)
            .accessibility_role(Role::RadioGroup)
            .accessibility_label(&label);
        let chosen = ui
            .scope_builder(group, |ui| {
                ui.add(Label::new(strong(&label)).wrap());
                let [(keep, k), (go, g)] = &choices;
                let keep = radio_card(ui, !other, keep, None, k, true).clicked();
                let go = radio_card(ui, other, go, None, g, true).clicked();
                if keep { Some(false) } else { go.then_some(true) }
            })
            .inner;
        let Some(other) = chosen else { return };
        match (question, other) {
            (UndoQuestion::Field { field, .. }, true) => drop(self.answers.back.insert(*field)),
            (UndoQuestion::Field { field, .. }, false) => drop(self.answers.back.remove(field)),
            (UndoQuestion::Row { id, .. }, true) => drop(self.answers.to_source.insert(*id)),
            (UndoQuestion::Row { id, .. }, false) => drop(self.answers.to_source.remove(id)),
        }
    }
}

fn or_blank(value: &str) -> &str {
    if value.is_empty() { "blank" } else { value }
}

/// The question before an undo; `None` while it is open.
fn confirm_undo(ctx: &Context, plan: &UndoPlan) -> Option<bool> {
    let o = &plan.operation;
    if let What::RequestMade { file, lines, .. } = &o.what {
        let sentence = format!(
            "{file} stays on record as withdrawn, and {} can be sent again. The file in the folder is not deleted: if it has not gone to the state, do not send it.",
            count(*lines as usize, "student", "students")
        );
        return confirm(
            ctx,
            Tone::Bad,
            "Withdraw this request?",
            &sentence,
            "Withdraw",
            "Keep it",
        );
    }
    confirm(ctx, Tone::Bad, "Undo this?", &sentence(plan), "Undo", "Leave it")
}

/// What the undo would do, in words.
fn sentence(plan: &UndoPlan) -> String {
    let o = &plan.operation;
    let what = match plan.students {
        0 => "What it changed goes back to what it was before.".to_owned(),
        1 => "1 student record goes back to what it was before.".to_owned(),
        n => format!(
            "{} go back to what they were before.",
            count(n, "student record", "student records")
        ),
    };
    let gone = match &o.what {
        What::RosterImported { added, .. } if *added > 0 => format!(
            " {} that it added will be taken out again.",
            count(*added as usize, "student", "students")
        ),
        What::StudentAdded { name, .. } => format!(" {name} will be taken out again."),
        What::ProfilesMerged {
            source,
            source_number,
            ..
        } => format!(" {source} ({source_number}) is a profile of its own again."),
        _ => String::new(),
    };
    let mut out = format!(
        "{}.\n\n{what}{gone} The undo stands in History too, and can itself be undone.",
        o.what.sentence()
    );
    for warning in &plan.warnings {
        out.push_str(&format!("\n\n{warning}"));
    }
    out
}
