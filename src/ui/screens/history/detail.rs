//! The selected operation: what it was, what exactly it changed, whether it can be undone.

use super::super::sign_in::signed_in_line;
use super::super::{Cx, words};
use super::{students, undone_word};
use crate::app::{Command, SecurityCommand, Session, UndoPlan};
use crate::domain::ids::OperationId;
use crate::domain::journal::{Operation, RecordChange, StudentEntry, What};
use crate::domain::student::Student;
use crate::domain::text::count;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{
    Because, Column, TableHeight, TableSpec, button, cell_lines, empty_state, link, note, plain_card, weak,
};
use egui::{Label, ScrollArea, Ui};
use std::path::PathBuf;

/// The least height of the list of changes.
const LEAST_TABLE: f32 = 180.0;

/// The right side of History.
#[derive(Default)]
pub struct Detail {
    made_from: Option<(PathBuf, OperationId, u64)>,
    lines: Vec<Line>,
}

/// One change: whose or of what (only on its first line), and what.
struct Line {
    subject: String,
    first: bool,
    change: String,
}

impl Detail {
    /// Draws it; `true` when the undo button was pressed.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) -> bool {
        let height = ui.available_height().floor();
        plain_card(ui, height, |ui| {
            let room = height - 2.0 * Theme::of(ui.ctx()).size.card_padding - 2.0;
            if session.history.selected.is_none() {
                empty_state(
                    ui,
                    "No operation is selected",
                    "Select one in the list to see what exactly it changed, and to undo it.",
                );
                return false;
            }
            self.make(session);
            // Scrolls only where messages above leave too little room.
            ScrollArea::vertical()
                .id_salt("operation")
                .max_height(room)
                .min_scrolled_height(room)
                .show(ui, |ui| self.contents(ui, cx, session, room))
                .inner
        })
    }

    fn contents(&self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, room: f32) -> bool {
        let Some(selected) = &session.history.selected else {
            return false;
        };
        let o = &selected.operation;
        let top = ui.cursor().top();
        let sentence = strong(format!("{}.", o.what.sentence()));
        ui.add(Label::new(sentence).wrap());
        let mut by = format!("{} · {}", words::when_exactly(o.at), o.who);
        if students(o) > 0 {
            by.push_str(&format!(" · {}", count(students(o), "student", "students")));
        }
        weak(ui, &by);
        ui.add_space(4.0);
        let asked = undo_place(ui, cx, session, o);
        ui.add_space(6.0);
        let more = students(o).saturating_sub(selected.entries.len());
        let rest = if more > 0 { 26.0 } else { 0.0 };
        let left = room - (ui.cursor().top() - top) - rest - 1.0;
        self.table(ui, left.max(LEAST_TABLE));
        if more > 0 {
            weak(ui, &format!("… and {} more", count(more, "student", "students")));
        }
        asked
    }

    fn make(&mut self, session: &Session) {
        let Some(selected) = &session.history.selected else {
            return;
        };
        let from = (session.path.clone(), selected.operation.id, session.generation);
        if self.made_from.as_ref() == Some(&from) {
            return;
        }
        self.lines.clear();
        for change in &selected.changes {
            let (subject, said) = words::other_change(change, session);
            push(&mut self.lines, &subject, said);
        }
        for (name, entry) in &selected.entries {
            push(&mut self.lines, name, entry_words(entry, session));
        }
        let named = |key| {
            let known = selected.entries.iter().find(|(_, e)| e.student == key);
            known.map_or_else(|| "Another student".to_owned(), |(name, _)| name.clone())
        };
        for change in &selected.rows {
            let (subject, said) = words::row_change(change, named);
            push(&mut self.lines, &subject, vec![said]);
        }
        for change in &selected.general {
            let (subject, said) = words::general_change(change, session);
            push(&mut self.lines, &subject, said);
        }
        self.made_from = Some(from);
    }

    fn table(&self, ui: &mut Ui, height: f32) {
        if self.lines.is_empty() {
            weak(ui, "It changed no records.");
            return;
        }
        let lines = &self.lines;
        let columns = [
            Column::share("Whose", 130.0, 2.0),
            Column::share("Change", 190.0, 3.0),
        ];
        let mut spec = TableSpec::new("changes", "Changes", &columns, lines.len());
        spec.framed = false;
        spec.height = TableHeight::Exactly(height);
        spec.row_height = Theme::of(ui.ctx()).size.row_two_lines - 4.0;
        spec.show(
            ui,
            |row| format!("{}: {}", lines[row].subject, lines[row].change),
            |row, column, ui| match column {
                0 if lines[row].first => drop(cell_lines(ui, &lines[row].subject, 2)),
                0 => {}
                _ => drop(cell_lines(ui, &lines[row].change, 2)),
            },
        );
    }
}

fn push(lines: &mut Vec<Line>, subject: &str, said: Vec<String>) {
    for (n, change) in said.into_iter().enumerate() {
        lines.push(Line {
            subject: subject.to_owned(),
            first: n == 0,
            change,
        });
    }
}

fn entry_words(entry: &StudentEntry, session: &Session) -> Vec<String> {
    let mut out = Vec::new();
    match &entry.record {
        Some(RecordChange::Added(s)) => out.push(format!("Added{}", about(s, session))),
        Some(RecordChange::Removed(s)) => out.push(format!("Taken out again{}", about(s, session))),
        Some(RecordChange::Edited(changes)) => {
            out.extend(changes.iter().map(|c| words::field_change(c, session)));
        }
        None => {}
    }
    if let Some((before, after)) = &entry.standing {
        out.extend(words::standing_changes(before, after, session));
    }
    out
}

fn about(s: &Student, session: &Session) -> String {
    let mut out = String::new();
    if let Some(day) = s.birth_date {
        out.push_str(&format!(", born {day}"));
    }
    if let Some(e) = s.enrollments.last() {
        out.push_str(&format!(", {}", words::enrollment(e, session)));
    }
    if let Some(ssid) = &s.ssid {
        out.push_str(&format!(", SSID {ssid}"));
    }
    out
}

/// The undo button, or why there is none; `true` when it was pressed.
fn undo_place(ui: &mut Ui, cx: &Cx<'_>, session: &Session, o: &Operation) -> bool {
    if let Some(by) = o.undone_by {
        let later = session.history.operations.iter().find(|l| l.id == by);
        note(ui, Tone::Neutral, |ui| {
            let said = later.map_or_else(
                || format!("It is {}.", undone_word(&o.what)),
                |l| {
                    format!(
                        "It was {} on {} by {}.",
                        undone_word(&o.what),
                        words::when_exactly(l.at),
                        l.who
                    )
                },
            );
            weak(ui, &said);
            if later.is_some() && link(ui, "Show the undo").clicked() {
                cx.send(Command::SelectOperation(Some(by)));
            }
        });
        return false;
    }
    let undo = session.history.selected.as_ref().and_then(|s| s.undo.as_ref());
    let guarded = session.history.selected.as_ref().is_some_and(|s| s.needs_right);
    if guarded && session.security.signed_in.is_some() {
        signed_in_line(ui, cx, session.security.signed_in.as_deref());
    }
    match undo {
        Some(Ok(_)) if needs_sign_in(session) => {
            weak(ui, "Only a security administrator can undo this.");
            if button(ui, !cx.view.busy(), "Sign in to undo")
                .because("Wait until the work under way has ended.")
                .clicked()
            {
                cx.send(Command::Security(SecurityCommand::AskSignIn(true)));
            }
            false
        }
        Some(Ok(plan)) => button(ui, !cx.view.busy(), &button_text(plan))
            .because("Wait until the work under way has ended.")
            .clicked(),
        Some(Err(why)) => {
            note(ui, Tone::Warn, |ui| {
                ui.add(Label::new(format!("This cannot be undone. {why}")).wrap());
            });
            false
        }
        None if cx.view.busy() => {
            weak(ui, "Looking whether it can be undone …");
            false
        }
        None => {
            if button(ui, true, "Look whether it can be undone").clicked() {
                cx.send(Command::SelectOperation(Some(o.id)));
            }
            false
        }
    }
}

/// Whether the selected operation waits for somebody with the right to undo it.
fn needs_sign_in(session: &Session) -> bool {
    let guarded = session.history.selected.as_ref().is_some_and(|s| s.needs_right);
    guarded && session.security.signed_in.is_none()
}

fn button_text(plan: &UndoPlan) -> String {
    if matches!(plan.operation.what, What::RequestMade { .. }) {
        return "Withdraw this request".into();
    }
    match plan.students {
        0 if matches!(plan.operation.what, What::Undone { .. }) => "Undo this undo".into(),
        0 => "Undo".into(),
        1 => "Undo: 1 student record goes back".into(),
        n => format!("Undo: {} go back", count(n, "student record", "student records")),
    }
}
