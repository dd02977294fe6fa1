//! Select Schools: highlight one, several or all, with their counts; and the options that narrow or widen a request.

use crate::app::{Command, Session};
use crate::domain::ids::SchoolCode;
use crate::domain::text::{count, thousands};
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Column, TableHeight, TableSpec, card_sized, cell_text, cell_weak, check, link, note, steady, text_field,
    weak,
};
use egui::Ui;
use std::collections::BTreeSet;

/// Schools shown before the list scrolls.
const SHOWN: usize = 8;

/// The card's throw-away state.
#[derive(Default)]
pub struct Schools {
    cursor: Option<usize>,
}

impl Schools {
    /// Draws the card.
    pub fn show(&mut self, ui: &mut Ui, height: f32, cx: &Cx<'_>, session: &Session) {
        let chosen: BTreeSet<SchoolCode> = session.process.scope.schools.iter().cloned().collect();
        let all = chosen.len() == session.schools.len();
        card_sized(
            ui,
            height,
            "Select Schools",
            |ui| {
                if session.schools.is_empty() {
                    return;
                }
                if link(ui, if all { "Select none" } else { "Select all" }).clicked() {
                    let schools = if all {
                        BTreeSet::new()
                    } else {
                        session.schools.iter().map(|s| s.code.clone()).collect()
                    };
                    cx.send(Command::SelectSchools(schools));
                }
                weak(ui, &format!("{} of {} ·", chosen.len(), session.schools.len()));
            },
            |ui| {
                if session.schools.is_empty() {
                    note(ui, Tone::Accent, |ui| {
                        weak(
                            ui,
                            "There are no schools yet. Import a roster in the Student Editor, or add schools in Settings.",
                        );
                    });
                    return;
                }
                self.list(ui, cx, session, &chosen);
                not_sent_note(ui, cx, session);
                ui.add_space(2.0);
                self.options(ui, cx, session);
            },
        );
    }

    fn list(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, chosen: &BTreeSet<SchoolCode>) {
        let columns = [
            Column::share("School", 110.0, 1.0),
            Column::fixed("No\nSSID", 50.0).right(),
            Column::fixed("Changed", 71.0).right(),
            Column::fixed("With\nSSID", 58.0).right(),
        ];
        let schools = &session.schools;
        let marked: Vec<bool> = schools.iter().map(|s| chosen.contains(&s.code)).collect();
        let counts = |row: usize| {
            session
                .counts
                .get(&schools[row].code)
                .copied()
                .unwrap_or_default()
        };
        let mut spec = TableSpec::new("schools", "Schools", &columns, schools.len())
            .fitted()
            .marked(&marked);
        if schools.len() > SHOWN {
            spec.height = TableHeight::Exactly(45.0 + SHOWN as f32 * spec.row_height);
        }
        let mut toggled = None;
        let events = spec.show(
            ui,
            |row| {
                let (s, c) = (&schools[row], counts(row));
                format!(
                    "{} {}, {}, {} without SSID, {} changed, {} with SSID",
                    s.code,
                    s.name,
                    if marked[row] { "selected" } else { "not selected" },
                    c.no_ssid,
                    c.changed,
                    c.with_ssid
                )
            },
            |row, column, ui| {
                let c = counts(row);
                let number = |ui: &mut Ui, n: usize| match n {
                    0 => cell_weak(ui, "0"),
                    n => cell_text(ui, &thousands(n)),
                };
                match column {
                    0 => {
                        let mut on = marked[row];
                        if check(ui, &mut on, &schools[row].name).changed() {
                            toggled = Some(row);
                        }
                    }
                    1 => drop(number(ui, c.no_ssid)),
                    2 => drop(number(ui, c.changed)),
                    _ => drop(number(ui, c.with_ssid)),
                }
            },
        );
        self.cursor = events.select.or(self.cursor);
        if let Some(row) = toggled.or(events.select).or(events.open) {
            let mut now = chosen.clone();
            let code = &schools[row].code;
            if !now.remove(code) {
                now.insert(code.clone());
            }
            cx.send(Command::SelectSchools(now));
        }
    }

    fn options(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let scope = &session.process.scope;
        let mut inactive = scope.include_inactive;
        if check(ui, &mut inactive, "Include inactive and transferred-out students").changed() {
            cx.send(Command::SetIncludeInactive(inactive));
        }
        let mut effective = session.process.effective.clone();
        let problem = session.process.effective_problem;
        let typed = steady(ui, "effective date", |ui| {
            text_field(
                ui,
                "Effective date, e.g. 10/1/2026 (blank: enrolled now)",
                &mut effective,
                problem,
            )
        });
        if typed.changed() {
            cx.send(Command::SetEffective(effective));
        }
    }
}

/// Who cannot be sent by the chosen function, one click from the list.
fn not_sent_note(ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
    let p = &session.process;
    let held = p.tally.held_back[p.function as usize];
    let waiting = if p.function == crate::domain::request::Function::New {
        p.tally.waiting + p.tally.undecided + p.tally.in_new
    } else {
        0
    };
    if held + waiting == 0 {
        return;
    }
    ui.add_space(2.0);
    note(ui, Tone::Accent, |ui| {
        if held > 0 {
            weak(
                ui,
                &format!(
                    "{} something the state matches on, such as birth date or gender, and cannot be sent.",
                    count(
                        held,
                        "student of these schools lacks",
                        "students of these schools lack"
                    )
                ),
            );
        }
        if waiting > 0 {
            weak(
                ui,
                &format!(
                    "{} before New: Retrieve has not answered, or its answer needs a decision.",
                    count(waiting, "student waits", "students wait")
                ),
            );
        }
        if link(ui, "Show them").clicked() {
            cx.send(Command::ListNotSent(true));
        }
    });
}
