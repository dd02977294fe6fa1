//! Student Editor: the list of students beside the form of one of them.
//!
//! What is typed lives here as a draft until it is saved, taken back, or asked about; it is never dropped silently.

mod alike;
#[cfg(test)]
mod alike_tests;
mod cards;
mod dialogs;
mod enrollments;
mod form;
#[cfg(test)]
mod hand_on_tests;
mod history;
mod list;
mod parts;
mod program;
#[cfg(test)]
mod program_tests;
mod row_dialog;
mod sight;
mod standing;
#[cfg(test)]
mod tests;
mod title;
mod typing;
#[cfg(test)]
mod typing_tests;

use super::Cx;
use crate::app::{Command, Opened, ReportKind, Session};
use crate::domain::ids::StudentKey;
use crate::domain::program::Owned;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Because, FocusWish, breadcrumb, button, link, page_title};
use dialogs::Withdrawal;
use egui::{Align, Id, Key, Layout, Modifiers, Rect, Ui, UiBuilder};
use list::SelectedRow;
use row_dialog::RowDialog;
use sight::Sight;
use typing::{Form, Schools};

/// Below this width there is room for the list or the form, not for both.
const BOTH: f32 = 900.0;

/// Where to go from the form that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// To a student.
    Open(StudentKey),
    /// To an empty form.
    New,
    /// To no form.
    Close,
}

/// The screen.
#[derive(Default)]
pub struct StudentEditor {
    query: String,
    seen_query: String,
    focus_search: bool,
    search_wish: FocusWish,
    search_had_focus: bool,
    /// The search changed: the list begins at its top again.
    to_top: bool,
    row: SelectedRow,
    /// The row the arrows are on where the list stands alone.
    cursor: Option<usize>,
    schools: Schools,
    form: Option<Form>,
    /// Forms with something typed that is not saved, while another one is open.
    parked: Vec<Form>,
    /// In a narrow window: the form stands in front of the list.
    form_in_front: bool,
    /// Asked before the form with unsaved changes is left.
    asking: Option<Next>,
    /// Asked before what was typed is taken back.
    asking_revert: bool,
    /// Where to go once the form is saved, and the frame in which saving was asked for.
    then: Option<(Next, u64)>,
    withdrawal: Option<Withdrawal>,
    /// Program data is shown instead of the record.
    programs: bool,
    /// The row of program data that is being added or edited.
    row_dialog: Option<RowDialog>,
    /// Asked before a row of program data is taken out.
    removal: Option<(StudentKey, Owned)>,
    all_history: bool,
    show_history: bool,
    /// What had the keyboard in the frame before, and where the cards were seen.
    sight: Sight,
}

/// The ways to hand on the list as it is shown.
fn hand_on(ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
    let some = !session.editor.found.is_empty();
    let why = match some {
        true => "Wait for what is under way, or cancel it.",
        false => "No student is listed.",
    };
    for (text, command) in [
        ("Save as CSV…", Command::AskSaveStudents(ReportKind::Csv)),
        ("Save as Excel…", Command::AskSaveStudents(ReportKind::Excel)),
        ("Save as OneRoster…", Command::AskSaveOneRoster),
    ] {
        if button(ui, some && !cx.view.busy(), text).because(why).clicked() {
            cx.send(command);
        }
    }
}

impl StudentEditor {
    /// The students whose forms, and the rows whose dialogs, have something typed that is not saved.
    pub fn unsaved(&self) -> Vec<String> {
        let forms = self.form.iter().filter(|f| f.dirty()).chain(&self.parked);
        let rows = self.row_dialog.iter().filter(|d| d.dirty());
        forms.map(Form::title).chain(rows.map(RowDialog::title)).collect()
    }

    /// The list's search takes the keyboard, when no other control has it.
    pub fn focus_search(&mut self) {
        self.search_wish = FocusWish::open();
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        // Looked at first: the key that closes a list or a dialog is not meant for the form.
        let covered = ui.memory(|m| m.top_modal_layer().is_some()) || egui::Popup::is_any_open(ui.ctx());
        self.schools.follow(session);
        self.follow(cx, session);
        self.go_on_after_saving(ui, cx);
        let narrow = ui.available_width() < BOTH;
        if narrow && self.form.is_some() && ui.input(|i| i.modifiers.command && i.key_pressed(Key::F)) {
            self.form_in_front = false;
        }
        let alone = narrow && self.form.is_some() && self.form_in_front;
        ui.horizontal(|ui| {
            breadcrumb(ui, &["Main Menu", "Enrollment", "Student Editor"]);
            if alone {
                ui.add_space(8.0);
                if link(ui, "Back to the list").clicked() {
                    self.form_in_front = false;
                    self.focus_search = true;
                }
            } else {
                // Beside the title there is no room for these at 150 %.
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    hand_on(ui, cx, session)
                });
            }
        });
        if !alone {
            page_title(
                ui,
                "Student Editor",
                |_| {},
                |ui| {
                    if button(ui, true, "Add student").clicked() {
                        self.go(cx, Next::New);
                    }
                    if button(ui, !cx.view.busy(), "Import roster …")
                        .because("Wait for what is under way, or cancel it.")
                        .clicked()
                    {
                        cx.send(Command::AskRoster);
                    }
                    if button(ui, !cx.view.busy(), "Import folder …")
                        .because("Wait for what is under way, or cancel it.")
                        .on_hover_text(
                            "OneRoster, School Data Sync or Clever: a folder of files that belong together",
                        )
                        .clicked()
                    {
                        cx.send(Command::AskRosterFolder);
                    }
                },
            );
            ui.add_space(2.0);
        }
        self.sides(ui, cx, session, narrow, alone);
        self.dialogs(ui, cx, session);
        if !covered {
            self.keys(ui, cx, session);
        }
    }

    /// The list at the left, the form at the right, or one of them. Each is a place of its own name, so that the
    /// keyboard stays where it is when the other, or a notice above, comes and goes.
    fn sides(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, narrow: bool, alone: bool) {
        let gap = Theme::of(ui.ctx()).size.gap;
        let whole = ui.available_rect_before_wrap();
        let opened = session.editor.opened.as_ref().filter(|_| !narrow || alone);
        let left = match opened {
            None => whole.width(),
            Some(_) if alone => 0.0,
            Some(_) => (whole.width() * 0.42).floor(),
        };
        let place = |name: &str, rect: Rect| {
            UiBuilder::new()
                .scope_id(Id::unique(("student editor", name)))
                .max_rect(rect)
                .layout(Layout::top_down(Align::Min))
        };
        if !alone {
            let rect = whole.with_max_x(whole.left() + left);
            let mut side = ui.new_child(place("list", rect));
            self.list(&mut side, cx, session, narrow);
        }
        if let Some(opened) = opened {
            let start = if alone { 0.0 } else { left + gap };
            let rect = whole.with_min_x(whole.left() + start);
            let mut side = ui.new_child(place("form", rect));
            self.form(&mut side, cx, session, opened);
        }
        ui.advance_cursor_after_rect(whole);
    }

    /// Takes over what the core has opened, keeping what is typed.
    fn follow(&mut self, cx: &Cx<'_>, session: &Session) {
        let opened = session.editor.opened.as_ref();
        let key = |o: &Opened| o.student.as_ref().map(|s| s.key);
        let check = self.schools.check(session, cx.view.today);
        match (&self.form, opened) {
            (None, None) => return,
            (Some(f), Some(o))
                if f.path == session.path && f.generation == o.generation && f.key() == key(o) =>
            {
                if let Some(form) = &mut self.form {
                    form.check(&check, session.generation);
                    if form.sent.is_some() && form.is_saved_as(o.student.as_deref(), &check) {
                        // Nothing but blanks or the writing of a date differed.
                        form.revert();
                    }
                    form.show_refusal(o);
                }
                return;
            }
            _ => {}
        }
        let mut same = None;
        let mut another = true;
        if let Some(form) = self.form.take() {
            let here = form.path == session.path;
            another = !here || opened.map(key) != Some(form.key());
            let saved = here && form.is_saved_as(opened.and_then(|o| o.student.as_deref()), &check);
            if form.dirty() && !saved {
                if another {
                    self.parked.push(form);
                } else {
                    same = Some(form);
                }
            }
        }
        let Some(opened) = opened else { return };
        let mut parked = self.parked.iter();
        let at = parked.position(|f| f.path == session.path && f.key() == key(opened));
        let kept = same.or_else(|| at.map(|at| self.parked.remove(at)));
        let mut form = match kept {
            Some(form) => form.carry_over(opened, &self.schools),
            None => Form::of(session, opened, &self.schools),
        };
        form.check(&check, session.generation);
        self.form = Some(form);
        if another {
            self.form_in_front = true;
            self.all_history = false;
            self.withdrawal = None;
            self.removal = None;
        }
    }

    /// Leaves the form for something else, after asking when something typed is not saved.
    fn go(&mut self, cx: &Cx<'_>, next: Next) {
        if let Some(form) = &self.form {
            // Another new student is not the new one that is typed in.
            let another = next == Next::New && form.dirty();
            if !another && next == form.key().map_or(Next::New, Next::Open) {
                self.form_in_front = true;
                return;
            }
            if form.dirty() {
                self.asking = Some(next);
                return;
            }
        }
        self.leave(cx, next);
    }

    fn leave(&mut self, cx: &Cx<'_>, next: Next) {
        cx.send(match next {
            Next::Open(key) => Command::OpenStudent(key),
            Next::New => Command::NewStudent,
            Next::Close => Command::CloseStudent,
        });
    }

    /// Goes where the person wanted to once the form is saved; stays when it was not.
    fn go_on_after_saving(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some((next, asked)) = self.then else { return };
        let saved = self.form.as_ref().is_none_or(|f| !f.dirty());
        if saved {
            self.then = None;
            self.leave(cx, next);
        } else if ui.ctx().cumulative_frame_nr() > asked + 1 {
            self.then = None;
        }
    }

    /// Sends the form to be saved, unless it is known that it cannot be. Whether it was sent.
    fn save(&mut self, cx: &Cx<'_>, opened: Option<&Opened>) -> bool {
        let Some(form) = &mut self.form else { return false };
        if cx.view.busy() || !form.send() {
            return false;
        }
        if form.unanswered(opened) > 0 {
            return false;
        }
        cx.send(Command::SaveStudent {
            base: form.base.clone(),
            draft: Box::new(form.draft.clone()),
            different: form.alike.said.clone(),
        });
        true
    }

    /// Ctrl+S saves, Escape takes back what was typed.
    fn keys(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) {
        if !self.form.as_ref().is_some_and(Form::dirty) {
            return;
        }
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::S)) {
            self.save(cx, session.editor.opened.as_ref());
        }
        if !self.search_had_focus && ui.input(|i| i.key_pressed(Key::Escape)) {
            self.asking_revert = true;
        }
    }
}
