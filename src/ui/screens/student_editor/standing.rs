//! Notes at the top of the form: what the state still has, where the student stands with it.

use super::parts::{local_date, or_blank};
use crate::app::{Opened, Session};
use crate::domain::date::written;
use crate::domain::ids::StudentKey;
use crate::domain::journal::{RecordChange, What};
use crate::domain::problem::shorten;
use crate::domain::request::{Function, Standing};
use crate::domain::student::{Field, Student};
use crate::domain::text::tidy;
use crate::ui::theme::{Tone, strong};
use crate::ui::widgets::{Because, button, link, note, weak};
use egui::{Label, Ui};

/// So many letters of an alert stand at the top; the whole of it is on the card of flags.
const AT_THE_TOP: usize = 220;

/// What staff have to know at once, at the top of the form.
pub fn protection_note(ui: &mut Ui, student: &Student) {
    let each = [("Alert", &student.alerts), ("Custody", &student.custody)];
    if each.iter().all(|(_, text)| text.is_empty()) {
        return;
    }
    note(ui, Tone::Warn, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (word, text) in each.into_iter().filter(|(_, text)| !text.is_empty()) {
            let short = shorten(&tidy(text), AT_THE_TOP);
            ui.add(Label::new(strong(format!("⚠ {word}: {short}"))).wrap())
                .on_hover_text(text);
        }
    });
    ui.add_space(2.0);
}

/// The profile was merged into another: which, since when, and a way there.
pub fn retired_note(ui: &mut Ui, opened: &Opened) -> Option<StudentKey> {
    let survivor = opened.survivor.as_deref()?;
    let merged = opened.history.iter().find(|item| {
        matches!(item.operation.what, What::ProfilesMerged { .. })
            && item.operation.undone_by.is_none()
            && matches!(&item.entry.record, Some(RecordChange::Edited(changes))
                if changes.iter().any(|c| c.field == Field::RetiredInto))
    });
    let on = merged.map_or_else(String::new, |item| {
        format!(" on {}", local_date(item.operation.at))
    });
    let mut pressed = None;
    note(ui, Tone::Warn, |ui| {
        let name = survivor.list_name();
        let text = format!(
            "Merged into {name} ({}){on}; kept for the record.",
            survivor.number
        );
        ui.add(Label::new(strong(text)).wrap());
        ui.add_space(2.0);
        if button(ui, true, &format!("Open {}", survivor.number))
            .on_hover_text(&name)
            .clicked()
        {
            pressed = Some(survivor.key);
        }
    });
    ui.add_space(2.0);
    pressed
}

/// The profiles that were merged into this one, each with a way there.
pub fn merged_note(ui: &mut Ui, opened: &Opened) -> Option<StudentKey> {
    if opened.merged_from.is_empty() {
        return None;
    }
    let mut pressed = None;
    note(ui, Tone::Neutral, |ui| {
        for source in &opened.merged_from {
            ui.push_id(source.key, |ui| {
                ui.horizontal_wrapped(|ui| {
                    ui.label(format!("Merged from {}", source.number));
                    if link(ui, "open")
                        .accessible_name(format!("Open {}", source.number))
                        .clicked()
                    {
                        pressed = Some(source.key);
                    }
                });
            });
        }
    });
    pressed
}

/// The student is not in the newest roster. Whether somebody says that it was looked at.
pub fn not_in_roster_note(ui: &mut Ui, student: &Student, dirty: bool, busy: bool) -> bool {
    let Some(since) = student.not_in_roster else {
        return false;
    };
    let mut pressed = false;
    note(ui, Tone::Warn, |ui| {
        let text = format!("Not in the newest roster, since {}", written(since));
        ui.add(Label::new(strong(text)).wrap());
        weak(
            ui,
            "Did the student leave? Then press Withdraw. If not, say that you looked; a roster that has the student again takes this away as well.",
        );
        ui.add_space(2.0);
        let why = if dirty {
            "Save or discard what you typed first."
        } else {
            "Wait until the work under way has ended."
        };
        pressed = button(ui, !dirty && !busy, "Reviewed").because(why).clicked();
    });
    ui.add_space(2.0);
    pressed
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
