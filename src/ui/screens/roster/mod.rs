//! A roster or an export of the SIS before it is taken, in steps: what its columns hold, what is asked about it, what
//! each row would do; and the button that does it.

mod changes;
mod columns;
mod detail;
mod purpose;
mod questions;
mod recognised;
mod rows;
mod tally;
#[cfg(test)]
mod tests;

use super::Cx;
use crate::app::{ImportState, Session};
use crate::domain::roster::Fate;
use crate::domain::text::{count, thousands};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, FocusWish, breadcrumb, button, link, note, page_title, pill, primary_button, search_field,
    sections_wishing, weak,
};
use changes::Changes;
use columns::Columns;
use egui::{Align, Label, Layout, Ui};
pub use purpose::{EXPORT, Purpose, ROSTER};
use rows::Listed;
use tally::Tally;

/// The steps, in their order.
const COLUMNS: usize = 0;
const QUESTIONS: usize = 1;
const CHANGES: usize = 2;

/// From this height on the first thing to be said about the file stands above its rows.
const ROOM_FOR_A_NOTE: f32 = 330.0;

/// The screen's own state.
#[derive(Default)]
pub struct RosterScreen {
    step: usize,
    search: String,
    listed: Listed,
    columns: Columns,
    changes: Changes,
    reading_open: bool,
    /// A file has come to be looked at: its steps take the keyboard.
    focus: FocusWish,
}

impl RosterScreen {
    /// Whether a file was looked at here.
    pub fn had_a_file(&self) -> bool {
        self.listed.has_begun()
    }

    /// Draws it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        session: &Session,
        import: &ImportState,
        purpose: &Purpose,
    ) {
        if self.listed.begin(import, purpose) {
            self.step = first_step(&self.listed.tally);
            (self.columns, self.changes) = Default::default();
            self.reading_open = false;
            self.search.clear();
            self.focus = FocusWish::open();
        }
        breadcrumb(ui, purpose.crumbs);
        let (search, step) = (&mut self.search, self.step);
        let file = &import.planned.roster.file;
        page_title(
            ui,
            purpose.title,
            |ui| drop(pill(ui, Tone::Accent, file)),
            |ui| {
                if step == CHANGES {
                    ui.spacing_mut().text_edit_width = 250.0;
                    search_field(ui, purpose.find, "Find a name or number", search);
                }
            },
        );
        self.what_was_read(ui, import);
        if import.is_as_last_time() {
            as_last_time(ui, cx, purpose);
        }
        self.steps(ui, cx, purpose);
        ui.add_space(4.0);
        let below = Theme::of(ui.ctx()).size.control_height + 18.0;
        let height = (ui.available_height() - below).max(140.0);
        let top = ui.cursor().top();
        let wanted = match self.step {
            COLUMNS => self.columns.show(ui, import, height),
            QUESTIONS => questions::show(ui, import, height),
            _ => {
                self.changes(ui, session, import, purpose, height);
                None
            }
        };
        if let Some(wanted) = wanted {
            cx.send((purpose.read_as)(wanted));
        }
        // The buttons stand at the bottom whatever the step has to show.
        ui.add_space((top + height + 4.0 - ui.cursor().top()).max(4.0));
        self.buttons(ui, cx, import, purpose);
        if self.reading_open {
            self.reading_open = recognised::show(ui.ctx(), import, &self.listed);
        }
    }

    /// One line about the file.
    fn what_was_read(&mut self, ui: &mut Ui, import: &ImportState) {
        let roster = &import.planned.roster;
        let t = &self.listed.tally;
        let unused = t.columns - t.used;
        let rows = match roster.unreadable {
            Some(_) => "No row can be read yet".to_owned(),
            None => format!("{} read", count(roster.rows.len(), "row", "rows")),
        };
        let mut said = format!("{rows}, {} used", count(t.used, "column", "columns"));
        if unused > 0 {
            said.push_str(&format!(", {} not used", thousands(unused)));
        }
        // In a small window the sentence beside the button says it as well.
        let beside = match ui.available_width() < 900.0 {
            true => "",
            false => " Nothing has been changed yet.",
        };
        let recognised = recognised::line(roster);
        let remarks = self.listed.remarks(&import.planned.plan).len();
        ui.horizontal_wrapped(|ui| {
            weak(ui, &format!("{recognised} · {said}.{beside}"));
            if remarks > 0 {
                pill(ui, Tone::Warn, &count(remarks, "remark", "remarks"));
            }
            self.reading_open |= link(ui, "How the file was read").clicked();
        });
    }

    /// The steps, how far each is, and the list of problems to save.
    fn steps(&mut self, ui: &mut Ui, cx: &Cx<'_>, purpose: &Purpose) {
        let t = self.listed.tally;
        let columns = match t.guessed {
            0 => format!("Columns {}", thousands(t.columns)),
            n => format!("Columns: {} guessed", thousands(n)),
        };
        let questions = match (t.questions, t.open()) {
            (0, _) => "Questions: none".to_owned(),
            (n, 0) => format!("Questions: {} answered", thousands(n)),
            (_, open) => format!("Questions: {} open", thousands(open)),
        };
        let changes = format!("What changes: {}", count(t.rows, "row", "rows"));
        let changes = if t.unreadable {
            "What changes".to_owned()
        } else {
            changes
        };
        ui.horizontal(|ui| {
            ui.scope(|ui| {
                let texts = [columns.as_str(), &questions, &changes];
                sections_wishing(ui, "Steps", &texts, &mut self.step, &mut self.focus);
            });
            if t.problems > 0 {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if link(ui, "Save the problems as a workbook …").clicked() {
                        cx.send((purpose.save_problems)());
                    }
                });
            }
        });
    }

    fn changes(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        import: &ImportState,
        purpose: &Purpose,
        height: f32,
    ) {
        let top = ui.cursor().top();
        if height >= ROOM_FOR_A_NOTE {
            self.remark(ui, import);
        }
        let rest = height - (ui.cursor().top() - top);
        let listed = (&mut self.listed, self.search.as_str());
        self.changes.show(ui, (import, purpose), session, listed, rest);
    }

    /// The first thing to be said about the file as a whole, and a way to the others.
    fn remark(&mut self, ui: &mut Ui, import: &ImportState) {
        let mut remarks = self.listed.remarks(&import.planned.plan);
        let Some(first) = remarks.next() else { return };
        note(ui, Tone::Warn, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(rows::sentence(first, &import.planned.plan.file, true));
                if remarks.len() > 0 {
                    let text = format!("Show {} more", thousands(remarks.len()));
                    self.reading_open |= link(ui, &text).clicked();
                }
            });
        });
        ui.add_space(2.0);
    }

    fn buttons(&self, ui: &mut Ui, cx: &Cx<'_>, import: &ImportState, purpose: &Purpose) {
        let t = &self.listed.tally;
        let busy = cx.view.busy();
        let unreadable = t.unreadable;
        let reason = match (busy, t.held) {
            (true, _) => "Wait until the work under way has ended.",
            _ if unreadable && t.unanswered > 0 => {
                "Answer first, in the step Questions, which column is meant."
            }
            _ if unreadable => "Say first what the columns hold.",
            (_, 0) => purpose.nothing,
            _ => purpose.all_held,
        };
        let sentence = match unreadable {
            true => "Nothing can be taken before it is said which column holds what.".to_owned(),
            false => purpose.will_happen(t),
        };
        ui.horizontal(|ui| {
            let possible = purpose.writes(t, &import.planned.plan) && !busy && !unreadable;
            if primary_button(ui, possible, &purpose.button(t))
                .because(reason)
                .clicked()
            {
                cx.send((purpose.take)());
            }
            if button(ui, !busy, "Cancel").clicked() {
                cx.send((purpose.close)());
            }
            ui.vertical(|ui| {
                ui.add_space(1.0);
                let theme = Theme::of(ui.ctx());
                let text = egui::RichText::new(sentence)
                    .size(theme.size.small + 0.5)
                    .color(theme.color.weak_text);
                ui.set_min_height(theme.size.control_height);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add(Label::new(text).wrap());
                });
            });
        });
    }
}

/// Where a file is looked at first: where somebody has to say something.
fn first_step(tally: &Tally) -> usize {
    if tally.unreadable && tally.unanswered > 0 {
        // Which of two columns holds what: one press there says it.
        QUESTIONS
    } else if tally.unreadable || tally.guessed > 0 {
        COLUMNS
    } else if tally.open() > 0 {
        QUESTIONS
    } else {
        CHANGES
    }
}

/// Says that the file was read as an earlier one of its source.
fn as_last_time(ui: &mut Ui, cx: &Cx<'_>, purpose: &Purpose) {
    ui.horizontal_wrapped(|ui| {
        pill(ui, Tone::Accent, "As last time");
        weak(
            ui,
            "What was said of an earlier file of this source holds for this one too.",
        );
        if link(ui, "Read it as if for the first time").clicked() {
            cx.send((purpose.afresh)());
        }
    });
}

/// How a row's fate is shown.
fn fate(fate: &Fate) -> (Tone, &'static str) {
    match fate {
        Fate::Added(_) => (Tone::Ok, "Added"),
        Fate::Changed(..) => (Tone::Accent, "Changed"),
        Fate::Same => (Tone::Neutral, "Same"),
        Fate::Refused => (Tone::Bad, "Held back"),
    }
}
