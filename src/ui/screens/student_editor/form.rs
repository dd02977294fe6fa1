//! The form of one student: its title, its notes, the cards in a scrolling column, its buttons at the foot.

use super::alike::{self, Wish};
use super::dialogs::Withdrawal;
use super::program::Asked;
use super::row_dialog::RowDialog;
use super::standing::{
    change_note, merged_note, not_in_roster_note, protection_note, retired_note, standing_note,
};
use super::title::title;
use super::typing::Form;
use super::{Next, StudentEditor, cards, enrollments, history, program};
use crate::app::{Command, DuplicatesCommand, Opened, ProgramCommand, Session};
use crate::domain::draft::Spot;
use crate::domain::student::Student;
use crate::domain::text::thousands;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, button, link, note, primary_button, sections, weak};
use egui::{Id, Label, ScrollArea, Sides, Ui, UiBuilder};

/// The buttons at the foot, with the space above them.
const FOOT: f32 = 46.0;
/// So many reasons are said above the form; the others stand at their fields.
const SAID: usize = 3;

/// Why a retired profile is not changed.
const RETIRED: &str =
    "This profile was merged into another; it is kept for the record and cannot be changed.";

/// Draws one card of the form.
type DrawCard<'a> = &'a mut dyn FnMut(&mut Ui, &mut Form);

impl StudentEditor {
    /// The form.
    pub(super) fn form(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, opened: &Opened) {
        let Some(mut form) = self.form.take() else { return };
        let mut next = None;
        title(ui, &form, &mut next);
        ui.add_space(2.0);
        // Above the cards, so that it is in sight wherever one has scrolled to.
        ui.scope(|ui| {
            stopping_note(ui, opened, &form);
        });
        ui.scope(|ui| {
            if let Some(student) = opened.student.as_deref() {
                next = retired_note(ui, opened).map(Next::Open).or(next);
                protection_note(ui, student);
                if !student.is_retired() && not_in_roster_note(ui, student, form.dirty(), cx.view.busy()) {
                    cx.send(Command::Reviewed(Box::new(student.clone())));
                }
            }
        });
        let to_history = std::mem::take(&mut self.show_history);
        if to_history || form.focus_on.is_some() {
            self.programs = false;
        }
        self.parts(ui, opened);
        let room = ui.available_height() - FOOT;
        // Below the cards: nothing that is typed in moves when somebody is found.
        let height = (room - form.alike.height).max(80.0);
        let id = form.key().map_or(0, |k| k.0);
        let mut asked = None;
        ui.push_id(("student", id, self.programs), |ui| {
            ScrollArea::vertical()
                .auto_shrink(false)
                .max_height(height)
                .show(ui, |ui| {
                    // The bar stands beside the cards, not on them.
                    ui.set_max_width(ui.available_width() - 4.0);
                    if self.programs {
                        asked = program::section(ui, opened, cx.view.today);
                    } else {
                        let merged = merged_note(ui, opened);
                        next = merged.map(Next::Open).or(next);
                        self.record(ui, session, opened, &mut form, to_history);
                    }
                    self.sight.keep(ui);
                });
        });
        match alike::show(ui, session, opened, &mut form, room) {
            Some(Wish::Open(key)) => next = Some(Next::Open(key)),
            Some(Wish::Compare(pair)) => cx.send(Command::Duplicates(DuplicatesCommand::Compare(pair))),
            None => {}
        }
        let save = self.foot(ui, cx, &form, opened, &mut next);
        form.check(&self.schools.check(session, cx.view.today), session.generation);
        if form.looks_around() {
            form.alike.follow(ui, cx, session, &form.draft);
        }
        self.form = Some(form);
        if save {
            self.save(cx, Some(opened));
        }
        if let Some(asked) = asked {
            self.asked_of_program(cx, session, opened, asked);
        }
        if let Some(next) = next {
            self.go(cx, next);
        }
    }

    /// Which part of the profile is shown.
    fn parts(&mut self, ui: &mut Ui, opened: &Opened) {
        let programs = match opened.rows.len() {
            0 => "Program data".to_owned(),
            n => format!("Program data {}", thousands(n)),
        };
        let mut part = usize::from(self.programs);
        if sections(ui, "Part of the profile", &["Record", &programs], &mut part) {
            self.programs = part == 1;
        }
        ui.add_space(4.0);
    }

    /// The cards of the record.
    fn record(&mut self, ui: &mut Ui, session: &Session, opened: &Opened, form: &mut Form, to_history: bool) {
        let gap = Theme::of(ui.ctx()).size.gap;
        let between = gap - ui.spacing().item_spacing.y - 2.0;
        notes(ui, session, opened, form);
        let id = form.key().map_or(0, |k| k.0);
        let retired = is_retired(form);
        let cards: [DrawCard<'_>; 7] = [
            &mut |ui, form| cards::legal_name(ui, form, opened),
            &mut |ui, form| cards::preferred_name(ui, form, opened),
            &mut |ui, form| cards::person(ui, form, opened, session),
            &mut |ui, form| cards::identifiers(ui, form, opened),
            &mut |ui, form| enrollments::enrollments(ui, form, opened, &self.schools),
            &mut |ui, form| cards::flags(ui, form, opened),
            &mut |ui, form| cards::contact(ui, form, opened),
        ];
        for (number, card) in cards.into_iter().enumerate() {
            ui.add_space(between);
            // The keyboard stays in its field when notes above come and go.
            let own = UiBuilder::new().scope_id(Id::unique(("student form", id, number)));
            ui.scope_builder(own, |ui| {
                if retired {
                    // To be read, not typed into: as dark as anywhere.
                    ui.visuals_mut().disabled_alpha = 1.0;
                    ui.disable();
                }
                card(ui, form);
            });
        }
        if !opened.history.is_empty() {
            ui.add_space(between);
            history::card_of(ui, &opened.history, &mut self.all_history, to_history);
        }
    }

    /// Opens the dialog, or sends the command, that a button of the program data stands for.
    fn asked_of_program(&mut self, cx: &Cx<'_>, session: &Session, opened: &Opened, asked: Asked) {
        let Some(student) = opened.student.as_deref() else {
            return;
        };
        let row = |id| opened.rows.iter().find(|o| o.id == id);
        match asked {
            Asked::Add(kind) => {
                let who = &session.editor.rows.who;
                self.row_dialog = Some(RowDialog::add(student, kind, who, cx.view.today));
            }
            Asked::Edit(id) => self.row_dialog = row(id).map(|row| RowDialog::edit(student, row)),
            Asked::Remove(id) => self.removal = row(id).map(|row| (student.key, row.clone())),
            Asked::Open(id) => cx.send(Command::Program(ProgramCommand::OpenDocument(id))),
            Asked::SaveAs(id) => cx.send(Command::Program(ProgramCommand::AskSaveDocument(id))),
        }
    }

    /// Save, take back, withdraw; whether it is to be saved.
    fn foot(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        form: &Form,
        opened: &Opened,
        next: &mut Option<Next>,
    ) -> bool {
        let (dirty, busy) = (form.dirty(), cx.view.busy());
        let wait = "Wait for what is under way, or cancel it.";
        let (mut save, mut take_back) = (false, false);
        ui.add_space(6.0);
        let height = Theme::of(ui.ctx()).size.control_height;
        Sides::new().height(height).shrink_left().show(
            ui,
            |ui| {
                let nothing = "Nothing was changed.";
                let nothing = if is_retired(form) { RETIRED } else { nothing };
                let alike = form.unanswered(Some(opened));
                let first = alike::why_not(alike);
                let (word, why) = match (form.base.is_some(), busy) {
                    (true, false) => ("Save", nothing),
                    (false, false) if dirty && alike > 0 => ("Save new student", first.as_str()),
                    (false, false) => ("Save new student", "Fill in the form first."),
                    (true, true) => ("Save", wait),
                    (false, true) => ("Save new student", wait),
                };
                save = primary_button(ui, dirty && !busy && alike == 0, word)
                    .because(why)
                    .on_hover_text("Ctrl+S")
                    .clicked();
                take_back = button(ui, dirty, "Take back").because(nothing).clicked();
                if form.base.is_none() && !(dirty && alike == 0) {
                    // Why it is grey is read beside it, not only when one points at it.
                    let color = Theme::of(ui.ctx()).color.weak_text;
                    ui.add(Label::new(egui::RichText::new(why).color(color)).truncate());
                } else if dirty {
                    weak(ui, "Not saved yet");
                }
            },
            |ui| {
                if !opened.history.is_empty() {
                    let n = opened.history.len();
                    if link(ui, &format!("History ({n})")).clicked() {
                        self.show_history = true;
                    }
                    ui.add_space(6.0);
                }
                if let Some(student) = form.base.as_deref() {
                    self.withdraw_button(ui, cx, student, dirty);
                } else if button(ui, true, "Cancel").clicked() {
                    *next = Some(Next::Close);
                }
            },
        );
        self.asking_revert |= take_back;
        save
    }

    fn withdraw_button(&mut self, ui: &mut Ui, cx: &Cx<'_>, student: &Student, dirty: bool) {
        let runs = student
            .enrollments
            .iter()
            .any(|e| e.not_ended_by(cx.view.today) && e.exit.is_none_or(|x| x > cx.view.today));
        let runs = runs && !student.is_retired();
        let why = if student.is_retired() {
            RETIRED
        } else if dirty {
            "Save what you typed first, or take it back."
        } else if runs {
            "Wait for what is under way, or cancel it."
        } else {
            "No enrollment of this student runs."
        };
        if button(ui, runs && !dirty && !cx.view.busy(), "Withdraw …")
            .because(why)
            .clicked()
        {
            self.withdrawal = Some(Withdrawal::of(student, cx.view.today));
        }
    }
}

fn is_retired(form: &Form) -> bool {
    form.base.as_deref().is_some_and(Student::is_retired)
}

/// What keeps the form from being saved, once that was tried.
fn stopping_note(ui: &mut Ui, opened: &Opened, form: &Form) {
    let stopping = form.stopping(opened);
    if stopping.is_empty() {
        return;
    }
    note(ui, Tone::Bad, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(strong("Not saved yet. Put this right first:")).wrap());
        for p in stopping.iter().take(SAID) {
            let name = match p.spot {
                Spot::Field(f) => f.label().to_owned(),
                Spot::Enrollment(at, part) => format!("Enrollment {}, {}", at + 1, part.label()),
            };
            let text = if p.message.starts_with(&name) {
                p.message.clone()
            } else {
                format!("{name}: {}", p.message)
            };
            ui.add(Label::new(text).wrap());
        }
        if stopping.len() > SAID {
            ui.label(format!("and {} more", stopping.len() - SAID));
        }
    });
}

/// What is to be said about the form as a whole.
fn notes(ui: &mut Ui, session: &Session, opened: &Opened, form: &Form) {
    if form.carried_over && form.dirty() {
        note(ui, Tone::Warn, |ui| {
            ui.label("This record was changed elsewhere meanwhile. What you typed is kept and not saved yet; look over the other fields.");
        });
    }
    if let Some(student) = opened.student.as_deref().filter(|s| !s.is_retired()) {
        change_note(ui, student);
        standing_note(ui, session, student, &opened.standing);
    }
}
