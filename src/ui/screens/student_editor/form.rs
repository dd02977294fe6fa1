//! The form of one student: its title, its notes, the cards in a scrolling column, its buttons at the foot.

use super::dialogs::Withdrawal;
use super::standing::{Alike, change_note, look_alikes, standing_note};
use super::typing::Form;
use super::{Next, StudentEditor, cards, enrollments, history};
use crate::app::{Opened, Session};
use crate::domain::draft::Spot;
use crate::domain::student::{Field, Student};
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, button, link, note, pill, primary_button, weak};
use egui::{Align, Id, Label, Layout, ScrollArea, Sides, Ui, UiBuilder};

/// The buttons at the foot, with the space above them.
const FOOT: f32 = 46.0;
/// So many reasons are said above the form; the others stand at their fields.
const SAID: usize = 3;

/// Draws one card of the form.
type DrawCard<'a> = &'a mut dyn FnMut(&mut Ui, &mut Form);

impl StudentEditor {
    /// The form.
    pub(super) fn form(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, opened: &Opened) {
        let Some(mut form) = self.form.take() else { return };
        let mut next = None;
        let mut alike = None;
        title(ui, &form, &mut next);
        ui.add_space(2.0);
        // Above the cards, so that it is in sight wherever one has scrolled to.
        ui.scope(|ui| {
            if !stopping_note(ui, opened, &form) {
                alike = look_alikes(ui, session, opened, &form, cx.view.today);
            }
        });
        let height = (ui.available_height() - FOOT).max(80.0);
        let id = form.key().map_or(0, |k| k.0);
        let to_history = std::mem::take(&mut self.show_history);
        ui.push_id(("student", id), |ui| {
            ScrollArea::vertical()
                .auto_shrink(false)
                .max_height(height)
                .show(ui, |ui| {
                    // The bar stands beside the cards, not on them.
                    ui.set_max_width(ui.available_width() - 4.0);
                    let gap = Theme::of(ui.ctx()).size.gap;
                    let between = gap - ui.spacing().item_spacing.y - 2.0;
                    notes(ui, session, opened, &form);
                    let cards: [DrawCard<'_>; 7] = [
                        &mut |ui, form| cards::legal_name(ui, form, opened),
                        &mut |ui, form| cards::preferred_name(ui, form, opened),
                        &mut |ui, form| cards::person(ui, form, opened, session),
                        &mut |ui, form| cards::identifiers(ui, form, opened),
                        &mut |ui, form| enrollments::enrollments(ui, form, opened, &self.schools),
                        &mut |ui, form| cards::flags(ui, form),
                        &mut |ui, form| cards::contact(ui, form, opened),
                    ];
                    for (number, card) in cards.into_iter().enumerate() {
                        ui.add_space(between);
                        // The keyboard stays in its field when notes above come and go.
                        let own = UiBuilder::new().scope_id(Id::unique(("student form", id, number)));
                        ui.scope_builder(own, |ui| card(ui, &mut form));
                    }
                    if !opened.history.is_empty() {
                        ui.add_space(between);
                        history::card_of(ui, &opened.history, &mut self.all_history, to_history);
                    }
                    keep_focus_in_sight(ui, &mut self.focused);
                });
        });
        let save = self.foot(ui, cx, &form, opened, &mut next);
        form.check(&self.schools.check(session, cx.view.today), session.generation);
        self.form = Some(form);
        if save {
            self.save(cx, false);
        }
        match alike {
            Some(Alike::Different) => drop(self.save(cx, true)),
            Some(Alike::Open(key)) => next = Some(Next::Open(key)),
            Some(Alike::Back) => {
                if let Some(form) = &mut self.form {
                    form.sent = None;
                    form.focus_on = Some(Field::LastName);
                }
            }
            None => {}
        }
        if let Some(next) = next {
            self.go(cx, next);
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
                let (word, why) = match (form.base.is_some(), busy) {
                    (true, false) => ("Save", nothing),
                    (false, false) => ("Save new student", "Fill in the form first."),
                    (true, true) => ("Save", wait),
                    (false, true) => ("Save new student", wait),
                };
                save = primary_button(ui, dirty && !busy, word)
                    .because(why)
                    .on_hover_text("Ctrl+S")
                    .clicked();
                take_back = button(ui, dirty, "Take back").because(nothing).clicked();
                if dirty {
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
        let why = if dirty {
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

/// The name with its pills, and a way to close the form.
fn title(ui: &mut Ui, form: &Form, next: &mut Option<Next>) {
    let theme = Theme::of(ui.ctx());
    let name = form.title();
    Sides::new().height(theme.size.control_height).shrink_left().show(
        ui,
        |ui| {
            // Pills keep their width; a long name gives way.
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let room = (ui.available_width() - pills_room(form)).max(120.0);
                ui.scope(|ui| {
                    ui.set_max_width(room);
                    let text = strong(name.as_str()).size(theme.size.title - 1.0);
                    let label = ui.add(Label::new(text).truncate());
                    ui.ctx().accesskit_node_builder(label.id, |node| {
                        node.set_role(egui::Role::Heading);
                        node.set_label(name.as_str());
                    });
                });
                pills(ui, form);
            });
        },
        |ui| {
            if link(ui, "Close").clicked() {
                *next = Some(Next::Close);
            }
        },
    );
}

fn pills_room(form: &Form) -> f32 {
    match form.base.as_deref() {
        Some(s) if s.change_flag.is_some() => 290.0,
        Some(_) => 120.0,
        None => 0.0,
    }
}

fn pills(ui: &mut Ui, form: &Form) {
    let Some(student) = form.base.as_deref() else {
        return;
    };
    match &student.ssid {
        Some(ssid) => pill(ui, Tone::Ok, &format!("SSID {ssid}")),
        None => pill(ui, Tone::Warn, "No SSID"),
    };
    if student.is_changed() {
        pill(ui, Tone::Accent, "Changed: due for Update");
    }
}

/// What keeps the form from being saved, once that was tried.
fn stopping_note(ui: &mut Ui, opened: &Opened, form: &Form) -> bool {
    let stopping = form.stopping(opened);
    if stopping.is_empty() {
        return false;
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
    true
}

/// Scrolls to what the keyboard has gone to.
fn keep_focus_in_sight(ui: &Ui, seen: &mut Option<Id>) {
    let now = ui.memory(|m| m.focused());
    if now == *seen {
        return;
    }
    *seen = now;
    if let Some(response) = now.and_then(|id| ui.ctx().read_response(id))
        && response.interact_rect.height() + 0.5 < response.rect.height()
    {
        // With its label above and what may be said below.
        let mut place = response.rect.expand2(egui::vec2(0.0, 28.0));
        place.max.y += 28.0;
        ui.scroll_to_rect(place, None);
    }
}

/// What is to be said about the form as a whole.
fn notes(ui: &mut Ui, session: &Session, opened: &Opened, form: &Form) {
    if form.carried_over && form.dirty() {
        note(ui, Tone::Warn, |ui| {
            ui.label("This record was changed elsewhere meanwhile. What you typed is kept and not saved yet; look over the other fields.");
        });
    }
    if let Some(student) = opened.student.as_deref() {
        change_note(ui, student);
        standing_note(ui, session, student, &opened.standing);
    }
}
