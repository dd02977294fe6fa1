//! The question before something is written: what will change, line by line, and the two buttons.

use super::WAIT;
use crate::app::{Command, GeneralCommand, SelectedRow, Session};
use crate::domain::general::{ImportPlan, Verdict};
use crate::domain::ids::StudentNumber;
use crate::ui::screens::{Cx, words};
use crate::ui::theme::Tone;
use crate::ui::widgets::{Because, button, modal, note, primary_button};
use egui::{Context, Label};

/// What can be done with a row of the General Student Table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Makes a profile from it, or links the one that is here.
    Import,
    /// Takes the fields that the SIS owns again.
    Refresh,
}

/// A deed that is asked about.
pub struct Asking {
    deed: Deed,
    number: StudentNumber,
    fresh: bool,
}

impl Asking {
    /// The question about a row.
    pub fn new(deed: Deed, sis: &SelectedRow) -> Self {
        Self {
            deed,
            number: sis.row.record.number.clone(),
            fresh: true,
        }
    }

    /// Draws it; `false` when it was answered, or there is nothing left to ask.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>, session: &Session, sis: &SelectedRow) -> bool {
        if sis.row.record.number != self.number {
            return false;
        }
        let Some(question) = (match self.deed {
            Deed::Import => import_question(session, sis),
            Deed::Refresh => refresh_question(session, sis),
        }) else {
            return false;
        };
        let number = self.number.to_string();
        match question.show(ctx, cx, &mut self.fresh) {
            None => return true,
            Some(false) => {}
            Some(true) => cx.send(Command::General(match self.deed {
                Deed::Import => GeneralCommand::Import(number),
                Deed::Refresh => GeneralCommand::Refresh(number),
            })),
        }
        false
    }
}

/// A question with what will change.
pub struct Question<'a> {
    /// The title.
    pub title: String,
    /// What will happen, in a sentence.
    pub sentence: String,
    /// What changes, a line each.
    pub lines: Vec<String>,
    /// What does not, and why.
    pub kept: Vec<String>,
    /// The button that does it.
    pub yes: &'a str,
}

impl Question<'_> {
    /// Draws it; `None` while it is open, then whether it shall be done.
    pub fn show(&self, ctx: &Context, cx: &Cx<'_>, fresh: &mut bool) -> Option<bool> {
        let dialog = modal(ctx, &self.title, |ui| {
            ui.add(Label::new(&self.sentence).wrap());
            ui.add_space(6.0);
            for line in &self.lines {
                ui.add(Label::new(format!("· {line}")).wrap());
            }
            if !self.kept.is_empty() {
                ui.add_space(6.0);
                note(ui, Tone::Warn, |ui| {
                    for line in &self.kept {
                        ui.add(Label::new(line).wrap());
                    }
                });
            }
            ui.add_space(10.0);
            ui.horizontal_wrapped(|ui| {
                let sure = primary_button(ui, !cx.view.busy(), self.yes).because(WAIT);
                let stay = button(ui, true, "Leave it");
                if std::mem::take(fresh) {
                    sure.request_focus();
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
}

fn import_question<'a>(session: &Session, sis: &SelectedRow) -> Option<Question<'a>> {
    let record = &sis.row.record;
    let who = format!("{} ({})", record.list_name(), record.number);
    Some(match sis.import.as_ref().ok()? {
        ImportPlan::New(after) => Question {
            title: format!("Import {who}?"),
            sentence: "A new profile is made with what the SIS says:".into(),
            lines: words::filled(after, session),
            kept: Vec::new(),
            yes: "Make the profile",
        },
        ImportPlan::Link { before, changes, .. } => Question {
            title: format!("Link {} ({})?", before.list_name(), before.number),
            sentence: "The profile is linked to its row of the SIS. This changes, and nothing else:".into(),
            lines: changes.iter().map(|c| words::field_change(c, session)).collect(),
            kept: Vec::new(),
            yes: "Link the profile",
        },
    })
}

fn refresh_question<'a>(session: &Session, sis: &SelectedRow) -> Option<Question<'a>> {
    let profile = sis.profile.as_deref().filter(|_| sis.would_refresh())?;
    let kept = sis.compared.iter().filter_map(|c| match &c.verdict {
        Verdict::Kept(why) => Some(format!("{} stays as it is. {why}", c.field.label())),
        _ => None,
    });
    Some(Question {
        title: format!("Refresh {} ({})?", profile.list_name(), profile.number),
        sentence: "The profile takes what the SIS says:".into(),
        lines: sis
            .changes
            .iter()
            .map(|c| words::field_change(c, session))
            .collect(),
        kept: kept.collect(),
        yes: "Take the SIS's values",
    })
}
