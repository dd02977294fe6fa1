//! The dialog in which a row of program data is typed: a new one, or one that is there. It stays open, with what is
//! typed, until the row is saved or the person lets it go.

use crate::app::work::documents::{Description, title_of};
use crate::app::{Command, ProgramCommand, Session};
use crate::domain::ids::StudentKey;
use crate::domain::problem::Severity;
use crate::domain::program::{Document, EventKind, Owned, Row, RowDraft, RowField, RowKind};
use crate::domain::student::Student;
use crate::ui::screens::Cx;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{
    Because, PathEvent, button, choice_field, confirm, modal, note, path_field, primary_button, text_area,
    text_field, weak,
};
use chrono::NaiveDate;
use egui::{Label, Ui};
use std::path::PathBuf;

/// A row that is being typed.
pub struct RowDialog {
    student: StudentKey,
    name: String,
    /// The row as it was when the dialog opened; `None` for a new one.
    before: Option<Owned>,
    clean: RowDraft,
    draft: RowDraft,
    /// The path of the file that is to be attached, and the title that it gave.
    file: Option<(String, String)>,
    /// How often a file had been chosen when that was looked at last.
    chosen: Option<u64>,
    /// Saving was tried, so that every problem is shown.
    tried: bool,
    fresh: bool,
    /// How many rows had been saved and refused when this one was sent.
    sent: Option<(u64, u64)>,
    /// Why it was not saved.
    refused: Option<String>,
    /// Asked before what is typed is let go.
    asking: bool,
}

/// What was pressed.
#[derive(Clone, Copy, PartialEq)]
enum Pressed {
    Save,
    Cancel,
    Browse,
}

impl RowDialog {
    /// A new row of that kind, by `who` where it has an author.
    pub fn add(student: &Student, kind: RowKind, who: &str, today: NaiveDate) -> Self {
        let new = kind == RowKind::Document;
        let draft = if new {
            RowDraft::of_file(Document {
                title: String::new(),
                kind: String::new(),
                date: None,
                file_name: String::new(),
                size: 0,
                hash: String::new(),
                also: Vec::new(),
            })
        } else {
            RowDraft::new(kind, who, today)
        };
        let mut dialog = Self::of(student, None, draft);
        dialog.file = new.then(Default::default);
        dialog
    }

    /// A row that is there.
    pub fn edit(student: &Student, row: &Owned) -> Self {
        Self::of(student, Some(row.clone()), RowDraft::of(&row.row))
    }

    fn of(student: &Student, before: Option<Owned>, draft: RowDraft) -> Self {
        Self {
            student: student.key,
            name: student.list_name(),
            before,
            clean: draft.clone(),
            draft,
            file: None,
            chosen: None,
            tried: false,
            fresh: true,
            sent: None,
            refused: None,
            asking: false,
        }
    }

    /// Whether something is typed in it.
    pub fn dirty(&self) -> bool {
        self.draft != self.clean
            || self
                .file
                .as_ref()
                .is_some_and(|(path, _)| !path.trim().is_empty())
    }

    /// What it is for, and whose row it is.
    pub fn title(&self) -> String {
        let what = match (self.draft.kind(), self.before.is_some()) {
            (RowKind::Event(p), false) => format!("Add event: {}", p.label()),
            (RowKind::Event(p), true) => format!("Edit event: {}", p.label()),
            (RowKind::Document, false) => "Attach document".into(),
            (RowKind::Document, true) => "Edit document".into(),
            (RowKind::Note, false) => "Add note".into(),
            (RowKind::Note, true) => "Edit note".into(),
            (RowKind::Guardian, false) => "Add guardian".into(),
            (RowKind::Guardian, true) => "Edit guardian".into(),
        };
        format!("{what} – {}", self.name)
    }

    /// Draws it; whether it is done with.
    pub fn show(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) -> bool {
        self.follow(session);
        if self.is_saved(session) {
            return true;
        }
        if self.asking {
            let yes = confirm(
                ui.ctx(),
                Tone::Bad,
                "Discard what you typed?",
                "It is not saved.",
                "Discard",
                "Keep typing",
            );
            self.asking = yes.is_none();
            return yes == Some(true);
        }
        let busy = cx.view.busy();
        let dialog = modal(ui.ctx(), &self.title(), |ui| self.body(ui, busy));
        if dialog.escaped {
            self.asking = self.dirty();
            return !self.asking;
        }
        match dialog.inner {
            Some(Pressed::Cancel) => true,
            Some(Pressed::Save) => {
                self.send(cx, session);
                false
            }
            Some(Pressed::Browse) => {
                cx.send(Command::Program(ProgramCommand::AskAttach(self.student)));
                false
            }
            None => false,
        }
    }

    /// Takes over the file that was chosen, and why the row was not saved.
    fn follow(&mut self, session: &Session) {
        let rows = &session.editor.rows;
        let times = rows.chosen.as_ref().map_or(0, |c| c.times);
        let news = self.chosen.is_some_and(|seen| seen != times);
        self.chosen = Some(times);
        if news
            && let Some(chosen) = rows.chosen.as_ref().filter(|c| c.student == self.student)
            && let Some((path, _)) = &mut self.file
        {
            *path = chosen.path.display().to_string();
            self.title_from_path();
        }
        if let Some((_, refusals)) = self.sent
            && rows.refusals != refusals
        {
            self.sent = None;
            self.refused.clone_from(&rows.refused);
        }
    }

    fn is_saved(&self, session: &Session) -> bool {
        self.sent
            .is_some_and(|(saved, _)| session.editor.rows.saved != saved)
    }

    /// The title is the file's name unless a person typed another one.
    fn title_from_path(&mut self) {
        let Some((path, given)) = &mut self.file else {
            return;
        };
        if self.draft.text(RowField::Title) == given {
            *given = match path.trim() {
                "" => String::new(),
                path => title_of(std::path::Path::new(path)),
            };
            self.draft.put(RowField::Title, given);
        }
    }

    fn body(&mut self, ui: &mut Ui, busy: bool) -> Option<Pressed> {
        let mut pressed = None;
        if let Some(refused) = &self.refused {
            note(ui, Tone::Bad, |ui| {
                ui.add(Label::new(strong(refused.as_str())).wrap());
            });
            ui.add_space(6.0);
        }
        if let Some((path, _)) = &mut self.file {
            let event = path_field(ui, "File", "Up to 25 MB", path);
            if event == PathEvent::Browse {
                pressed = Some(Pressed::Browse);
            }
            if self.tried && path.trim().is_empty() {
                note(ui, Tone::Bad, |ui| drop(ui.label("Choose the file to attach.")));
            }
            if event == PathEvent::Edited {
                self.title_from_path();
            }
            ui.add_space(4.0);
        }
        if matches!(self.draft.kind(), RowKind::Event(_)) {
            self.event_choice(ui);
        }
        let problems = self
            .draft
            .read()
            .map_or_else(|problems| problems, |(_, warnings)| warnings);
        for (at, field) in self.draft.fields().iter().enumerate() {
            let label = self.draft.label(*field);
            let show = self.tried || !self.draft.text(*field).trim().is_empty();
            let problem = problems.iter().find(|p| p.field == *field && show);
            let held = problem.filter(|p| p.severity >= Severity::Held);
            let held = held.map(|p| p.message.as_str());
            let text = self.draft.text_mut(*field);
            let response = if *field == RowField::Text {
                text_area(ui, label, text, 4, held)
            } else {
                text_field(ui, label, text, held)
            };
            if let Some(unusual) = problem.filter(|p| p.severity < Severity::Held) {
                weak(ui, &unusual.message);
            }
            if at == 0 && self.file.is_none() && std::mem::take(&mut self.fresh) {
                response.request_focus();
            }
            ui.add_space(2.0);
        }
        ui.add_space(8.0);
        ui.horizontal_wrapped(|ui| {
            let word = if self.file.is_some() { "Attach" } else { "Save" };
            let why = if busy {
                "Wait for what is under way, or cancel it."
            } else {
                "Nothing was changed."
            };
            let new = self.before.is_none();
            if primary_button(ui, !busy && (new || self.dirty()), word)
                .because(why)
                .clicked()
            {
                pressed = Some(Pressed::Save);
            }
            if button(ui, true, "Cancel").clicked() {
                pressed = Some(Pressed::Cancel);
            }
        });
        pressed
    }

    fn event_choice(&mut self, ui: &mut Ui) {
        let RowKind::Event(program) = self.draft.kind() else {
            return;
        };
        let options = EventKind::ALL.map(|kind| (kind, kind.label(program)));
        let mut kind = self.draft.event;
        if choice_field(ui, "Event", &mut kind, &options) {
            self.draft.set_event(kind);
        }
        ui.add_space(2.0);
    }

    /// Sends the row to be saved, when it can be.
    fn send(&mut self, cx: &Cx<'_>, session: &Session) {
        self.tried = true;
        self.refused = None;
        let Ok((row, _)) = self.draft.read() else { return };
        let student = self.student;
        let command = match (&self.file, &self.before, row) {
            (Some((path, _)), _, Row::Document(d)) => {
                if path.trim().is_empty() {
                    return;
                }
                ProgramCommand::Attach {
                    student,
                    file: PathBuf::from(path.trim()),
                    about: Box::new(Description {
                        title: d.title,
                        kind: d.kind,
                        date: d.date,
                    }),
                }
            }
            (_, Some(before), after) => ProgramCommand::Change {
                student,
                before: Box::new(before.clone()),
                after: Box::new(after),
            },
            (_, None, row) => ProgramCommand::Add {
                student,
                row: Box::new(row),
            },
        };
        let rows = &session.editor.rows;
        self.sent = Some((rows.saved, rows.refusals));
        cx.send(Command::Program(command));
    }
}
