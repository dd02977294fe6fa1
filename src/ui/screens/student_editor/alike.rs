//! Who a student may be as typed: known students whom a new one looks like, answered before Save, or whom an edited record
//! has become like.

use super::typing::Form;
use crate::app::work::look_alikes::LookAlike;
use crate::app::work::students::Different;
use crate::app::{Command, Opened, PairKeys, Session};
use crate::domain::date::written;
use crate::domain::draft::Draft;
use crate::domain::ids::StudentKey;
use crate::domain::matching::pair_of;
use crate::domain::text::count;
use crate::ui::screens::{Cx, explained};
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{announced, button, link, note, steady, text_field, weak};
use egui::{Id, Label, Rect, Response, ScrollArea, Ui, UiBuilder, Vec2};

/// So many are shown at once; the next take the place of those who were answered.
const SHOWN: usize = 5;
/// So much of the cards stays in sight above: a field with its label and what is said of it.
const CARDS: f32 = 124.0;
/// So many seconds after the last letter it is looked, unless the keyboard leaves the field before.
const PAUSE: f64 = 0.3;

/// What is wished for a student whom the one in the form looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// To see that student's form.
    Open(StudentKey),
    /// To see both in the merge review.
    Compare(PairKeys),
}

/// What was asked, and what was said, of students whom the one in the form looks like. It goes with the form.
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
    /// So high it was in the frame before, under the cards.
    pub height: f32,
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

/// Shows under the cards whom the student looks like as typed, and takes the answers; `room` is what the cards and this have
/// together.
pub fn show(ui: &mut Ui, session: &Session, opened: &Opened, form: &mut Form, room: f32) -> Option<Wish> {
    let (mut wish, mut height) = (None, 0.0);
    if form.looks_around() && (opened.look_alikes.says_something() || !form.alike.said.from.is_empty()) {
        let most = (room - CARDS).clamp(90.0, room.max(90.0));
        let place = ui.available_rect_before_wrap();
        let place = Rect::from_min_size(place.min, Vec2::new(place.width(), most));
        steady(ui, "whom it looks like", |ui| {
            let shown = ui.scope_builder(UiBuilder::new().max_rect(place), |ui| {
                ui.add_space(4.0);
                // However many they are: the cards above and the buttons below stay in reach.
                ScrollArea::vertical()
                    .id_salt("look-alikes")
                    .auto_shrink([false, true])
                    .max_height(most - 4.0)
                    .show(ui, |ui| {
                        wish = asked(ui, opened, form, session);
                        answered(ui, session, &mut form.alike.said);
                    });
            });
            height = shown.response.rect.height() + ui.spacing().item_spacing.y;
        });
    }
    if (height - form.alike.height).abs() > 0.5 {
        // The cards leave it this place from now on; nobody sees the pass in which they did not.
        form.alike.height = height;
        ui.ctx().request_discard("other look-alikes");
    }
    wish
}

/// Those of whom nothing was said yet.
fn asked(ui: &mut Ui, opened: &Opened, form: &mut Form, session: &Session) -> Option<Wish> {
    let open: Vec<&LookAlike> = form.alike.open(opened).collect();
    let (mut wish, mut different) = (None, None);
    if !open.is_empty() {
        let own = form.key();
        let sure = open.iter().any(|f| f.is_asked());
        let (tone, headline) = match (own.is_some(), sure) {
            (true, sure) => (
                if sure { Tone::Warn } else { Tone::Neutral },
                "As typed, this record looks like another student’s. It can be saved all the same.",
            ),
            (false, true) => (Tone::Warn, "Is this student here already? Nothing is saved yet."),
            (false, false) => (
                Tone::Neutral,
                "Possibly here already. It can be saved all the same.",
            ),
        };
        note(ui, tone, |ui| {
            let label = ui.add(Label::new(strong(headline)).wrap());
            announced(ui, &label, headline);
            for known in open.iter().take(SHOWN) {
                ui.push_id(known.student.key, |ui| {
                    one(ui, session, (own, known), &mut wish, &mut different);
                });
            }
            if open.len() > SHOWN {
                weak(ui, &format!("and {} more", open.len() - SHOWN));
            }
        });
        ui.add_space(2.0);
    } else if opened.look_alikes.later {
        let again = match form.base {
            Some(_) => "Whether this is another one too is looked at as soon as they are.",
            None => "Whether this one is here already is looked at again when you save.",
        };
        note(ui, Tone::Neutral, |ui| {
            weak(ui, &format!("The students are still being read. {again}"));
        });
    }
    if let Some(key) = different {
        form.alike.said.from.push(key);
    }
    wish
}

/// One student whom `own`, or a new one, looks like.
fn one(
    ui: &mut Ui,
    session: &Session,
    (own, known): (Option<StudentKey>, &LookAlike),
    wish: &mut Option<Wish>,
    different: &mut Option<StudentKey>,
) {
    let s = &known.student;
    let who = format!("{} ({})", natural_name(s), s.number);
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        explained::band_pill(ui, Some(known.band));
        let may = if known.is_asked() {
            "This may be"
        } else {
            "Possibly"
        };
        let before = format!("{may} {who}{}: ", words(session, s));
        explained::sentence(ui, &before, &known.says);
    });
    ui.horizontal_wrapped(|ui| {
        let open = in_sight(button(ui, true, "Open that student"));
        if open.accessible_name(format!("Open {}", s.number)).clicked() {
            *wish = Some(Wish::Open(s.key));
        }
        let Some(own) = own else {
            let other = in_sight(button(ui, true, "It is a different person"));
            let name = format!("{} is a different person", s.number);
            if other.accessible_name(name).clicked() {
                *different = Some(s.key);
            }
            return;
        };
        let compare = in_sight(button(ui, true, "Compare…"))
            .accessible_name(format!("Compare with {}", s.number))
            .on_hover_text("Compares the two as they are saved. What you typed stays in the form.");
        if compare.clicked() {
            *wish = Some(Wish::Compare(pair_of(own, s.key)));
        }
    });
}

/// The button, scrolled to when the keyboard comes to it.
fn in_sight(button: Response) -> Response {
    if button.gained_focus() {
        button.scroll_to_me(None);
    }
    button
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
        out.push_str(&format!(", born {}", written(day)));
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
