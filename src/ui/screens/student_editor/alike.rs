//! Who a new student may be: known students whom what is typed looks like, asked while it is typed, answered before Save.

use super::typing::Form;
use crate::app::work::look_alikes::LookAlike;
use crate::app::work::students::Different;
use crate::app::{Command, Opened, Session};
use crate::domain::draft::Draft;
use crate::domain::ids::StudentKey;
use crate::domain::text::count;
use crate::ui::screens::{Cx, explained};
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{button, link, note, text_field, weak};
use egui::{Id, Label, ScrollArea, Ui};

/// So many are shown at once; the next take the place of those who were answered.
const SHOWN: usize = 5;
/// What the parts, the first card of the form and its buttons need below.
const BELOW: f32 = 216.0;
/// So many seconds after the last letter it is looked, unless the keyboard leaves the field before.
const PAUSE: f64 = 0.3;

/// What was asked, and what was said, of students whom the new one looks like. It goes with the form.
#[derive(Default)]
pub struct Asked {
    /// What was looked for last, in which state of the records, and whether they had been read.
    of: Option<(Draft, u64, bool)>,
    /// What was typed last, and when.
    typed: Option<(Draft, f64)>,
    /// What had the keyboard then.
    focus: Option<Id>,
    /// What was said.
    pub said: Different,
}

impl Asked {
    /// Students of whom nobody has said yet that they are different persons, the surest first.
    pub fn open<'a>(&'a self, opened: &'a Opened) -> impl Iterator<Item = &'a LookAlike> {
        let found = opened.look_alikes.found.iter();
        found.filter(|f| !self.said.from.contains(&f.student.key))
    }

    /// Asks when something else is typed, or the records changed: once the typing pauses or the keyboard moves on.
    pub fn follow(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session, draft: &Draft) {
        let state = (session.generation, session.duplicates.alike.is_some());
        let same = |(d, generation, ready): &(Draft, u64, bool)| (*generation, *ready) == state && d == draft;
        if self.of.as_ref().is_some_and(same) {
            return;
        }
        let (now, focus) = (ui.input(|i| i.time), ui.memory(|m| m.focused()));
        match &self.typed {
            Some((typed, since)) if typed == draft => {
                if now - since < PAUSE && focus == self.focus {
                    ui.request_repaint_after_secs((PAUSE - (now - since)) as f32);
                    return;
                }
            }
            _ => {
                self.typed = Some((draft.clone(), now));
                self.focus = focus;
                ui.request_repaint_after_secs(PAUSE as f32);
                return;
            }
        }
        self.of = Some((draft.clone(), state.0, state.1));
        cx.send(Command::LookForAlike(Box::new(draft.clone())));
    }
}

/// Shows whom the new student looks like, and takes the answers. Whom the person wants to open, if any.
pub fn show(ui: &mut Ui, session: &Session, opened: &Opened, form: &mut Form) -> Option<StudentKey> {
    if form.base.is_some() || !form.dirty() {
        return None;
    }
    let height = (ui.available_height() - BELOW).max(90.0);
    // However many they are: the form below and its buttons stay in reach.
    ScrollArea::vertical()
        .id_salt("look-alikes")
        .auto_shrink([false, true])
        .max_height(height)
        .show(ui, |ui| {
            let pressed = asked(ui, opened, form, session);
            answered(ui, session, &mut form.alike.said);
            pressed
        })
        .inner
}

/// Those of whom nothing was said yet.
fn asked(ui: &mut Ui, opened: &Opened, form: &mut Form, session: &Session) -> Option<StudentKey> {
    let open: Vec<&LookAlike> = form.alike.open(opened).collect();
    let (mut pressed, mut different) = (None, None);
    if !open.is_empty() {
        note(ui, Tone::Warn, |ui| {
            ui.add(Label::new(strong("Is this student here already? Nothing is saved yet.")).wrap());
            for known in open.iter().take(SHOWN) {
                ui.push_id(known.student.key, |ui| {
                    one(ui, session, known, &mut pressed, &mut different);
                });
            }
            if open.len() > SHOWN {
                weak(ui, &format!("and {} more", open.len() - SHOWN));
            }
        });
        ui.add_space(2.0);
    } else if opened.look_alikes.later {
        note(ui, Tone::Neutral, |ui| {
            weak(
                ui,
                "The students are still being read. Whether this one is here already is looked at again when you save.",
            );
        });
    }
    if let Some(key) = different {
        form.alike.said.from.push(key);
    }
    pressed
}

/// One student whom the new one looks like.
fn one(
    ui: &mut Ui,
    session: &Session,
    known: &LookAlike,
    pressed: &mut Option<StudentKey>,
    different: &mut Option<StudentKey>,
) {
    let s = &known.student;
    let who = format!("{} ({})", natural_name(s), s.number);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        explained::band_pill(ui, Some(known.band));
        let text = format!(
            "This may be {who}{}: {}.",
            words(session, s),
            known.says.sentence()
        );
        ui.add(Label::new(text).wrap());
    });
    ui.horizontal_wrapped(|ui| {
        let open = button(ui, true, "Open that student");
        if open.accessible_name(format!("Open {}", s.number)).clicked() {
            *pressed = Some(s.key);
        }
        let other = button(ui, true, "It is a different person");
        let name = format!("{} is a different person", s.number);
        if other.accessible_name(name).clicked() {
            *different = Some(s.key);
        }
    });
}

/// Those who are different persons, and why.
fn answered(ui: &mut Ui, session: &Session, said: &mut Different) {
    if said.from.is_empty() {
        return;
    }
    let mut back = None;
    note(ui, Tone::Neutral, |ui| {
        for key in &said.from {
            let Some(card) = session.roll.card(*key) else {
                continue;
            };
            ui.push_id(key, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(format!("A different person: {} ({})", card.name, card.number));
                    if link(ui, "ask again")
                        .accessible_name(format!("Ask again whether {} is a different person", card.number))
                        .clicked()
                    {
                        back = Some(*key);
                    }
                });
            });
        }
        text_field(
            ui,
            "How you know (optional, kept with the decision)",
            &mut said.why,
            None,
        );
    });
    ui.add_space(2.0);
    if let Some(key) = back {
        said.from.retain(|k| *k != key);
    }
}

/// "Robert Nuñez Jr", as it is spoken.
fn natural_name(s: &crate::domain::student::Student) -> String {
    let parts = [&s.first_name, &s.last_name, &s.suffix];
    let parts: Vec<&str> = parts
        .into_iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(" ")
}

/// ", born 2014-03-09, Lincoln Elementary, SSID 1858768".
fn words(session: &Session, s: &crate::domain::student::Student) -> String {
    let mut out = String::new();
    if let Some(day) = s.birth_date {
        out.push_str(&format!(", born {day}"));
    }
    if let Some(e) = s.current_enrollment(session.today) {
        out.push_str(&format!(", {}", session.school_name(e.school.as_str())));
    }
    match &s.ssid {
        Some(ssid) => out.push_str(&format!(", SSID {ssid}")),
        None => out.push_str(", no SSID"),
    }
    out
}

/// Why a new student cannot be saved yet, when somebody is like them.
pub fn why_not(open: usize) -> String {
    format!(
        "Say first whether this is {} above.",
        if open == 1 {
            "the student".to_owned()
        } else {
            format!("one of the {}", count(open, "student", "students"))
        }
    )
}
