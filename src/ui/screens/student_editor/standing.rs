//! Notes at the top of the form: what the state still has, where the student stands with it, who looks alike.

use super::parts::{local_date, or_blank};
use super::typing::Form;
use crate::app::{Opened, Session};
use crate::domain::ids::StudentKey;
use crate::domain::request::{Function, Standing};
use crate::domain::student::Student;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{button, link, note, weak};
use egui::{Label, Ui};

/// What was pressed in the note about students who look alike.
pub enum Alike {
    /// One of them is to be opened.
    Open(StudentKey),
    /// It is someone else.
    Different,
    /// Back to the form.
    Back,
}

/// The fields of which the state still has an older value.
pub fn change_note(ui: &mut Ui, student: &Student) {
    let Some(flag) = student.change_flag.as_ref().filter(|f| !f.old.is_empty()) else {
        return;
    };
    note(ui, Tone::Warn, |ui| {
        let each: Vec<String> = flag
            .old
            .iter()
            .map(|(field, old)| format!("{} {}", field.label(), or_blank(old)))
            .collect();
        ui.add(Label::new(strong(format!("The state still has: {}", each.join(", ")))).wrap());
        weak(
            ui,
            &format!(
                "Changed on {}; the student goes into the next Update SSID Records file{}.",
                local_date(flag.since),
                if student.is_changed() {
                    ""
                } else {
                    " once the SSID is back"
                }
            ),
        );
    });
}

/// Where the student stands with the state: one line for each function that had them.
pub fn standing_note(ui: &mut Ui, session: &Session, student: &Student, standing: &Standing) {
    let mut lines: Vec<String> = Function::ALL
        .into_iter()
        .filter_map(|f| standing.sent.get(&f).map(|sent| (f, sent)))
        .map(|(f, sent)| {
            let answer = match sent.answer {
                Some(answer) => answer.label().to_lowercase().replace("ssid", "SSID"),
                None if f == Function::Verify => "checked in the SSID System".into(),
                None => "no response processed yet".into(),
            };
            format!("{}: sent {}, {answer}", f.word(), local_date(sent.at))
        })
        .collect();
    if lines.is_empty() {
        lines.push("Not in any request file yet".into());
    }
    if let Some(card) = session.roll.card(student.key) {
        if student.state_excluded || student.no_show {
            let why = if student.no_show {
                "no show"
            } else {
                "state excluded"
            };
            lines.push(format!("Left out of request files: {why}"));
        } else if !card.facts.missing.is_empty() {
            lines.push(format!(
                "Cannot be sent yet, missing: {}",
                card.facts.missing.label()
            ));
        }
    }
    note(ui, Tone::Accent, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for line in lines {
            ui.add(Label::new(line).wrap());
        }
    });
}

/// A new student looks like students who are there.
pub fn look_alikes(
    ui: &mut Ui,
    session: &Session,
    opened: &Opened,
    form: &Form,
    today: chrono::NaiveDate,
) -> Option<Alike> {
    let asked = form.sent.as_ref() == Some(&form.draft);
    if opened.look_alikes.is_empty() || !asked || form.base.is_some() {
        return None;
    }
    let mut pressed = None;
    note(ui, Tone::Warn, |ui| {
        ui.add(Label::new(strong("Is this student here already? Nothing was saved yet.")).wrap());
        for known in &opened.look_alikes {
            ui.push_id(known.key, |ui| {
                ui.horizontal_wrapped(|ui| {
                    if link(ui, &known.list_name()).clicked() {
                        pressed = Some(Alike::Open(known.key));
                    }
                    ui.label(alike_words(session, known, today));
                });
            });
        }
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| {
            if button(ui, true, "This is a different person: add").clicked() {
                pressed = Some(Alike::Different);
            }
            if button(ui, true, "Back to the form").clicked() {
                pressed = Some(Alike::Back);
            }
        });
    });
    pressed
}

fn alike_words(session: &Session, known: &Student, today: chrono::NaiveDate) -> String {
    let mut words = vec![format!("number {}", known.number)];
    if let Some(day) = known.birth_date {
        words.push(format!("born {day}"));
    }
    if let Some(e) = known.current_enrollment(today) {
        words.push(session.school_name(e.school.as_str()).to_owned());
    }
    words.push(match &known.ssid {
        Some(ssid) => format!("SSID {ssid}"),
        None => "no SSID".into(),
    });
    words.join(", ")
}
