//! A roster or an export of the SIS before it is taken: what was read, what each row would do, and the button that does
//! it.

mod purpose;
mod reading;
mod rows;
#[cfg(test)]
mod tests;

use super::Cx;
use crate::app::{Command, ImportState, Session};
use crate::domain::roster::{CREATE, Fate, HOLD, UNKNOWN_SCHOOLS};
use crate::domain::text::{count, thousands};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, Column, TableHeight, TableSpec, breadcrumb, button, cell_lines, cell_text, check, empty_state,
    link, note, page_title, pill, primary_button, search_field, segmented, weak,
};
use egui::{Label, Ui};
pub use purpose::{EXPORT, Purpose, ROSTER};
use rows::{FILTERS, Listed};

/// The most school numbers named in a line.
const NAMED_SCHOOLS: usize = 6;

/// The screen's own state.
#[derive(Default)]
pub struct RosterScreen {
    filter: usize,
    search: String,
    selected: Option<usize>,
    listed: Listed,
    reading_open: bool,
}

impl RosterScreen {
    /// Draws it.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        cx: &Cx<'_>,
        session: &Session,
        import: &ImportState,
        purpose: &Purpose,
    ) {
        if self.listed.begin(import) {
            (self.filter, self.selected, self.reading_open) = (0, None, false);
            self.search.clear();
        }
        breadcrumb(ui, purpose.crumbs);
        let search = &mut self.search;
        let file = &import.planned.roster.file;
        page_title(
            ui,
            purpose.title,
            |ui| drop(pill(ui, Tone::Accent, file)),
            |ui| {
                ui.spacing_mut().text_edit_width = 250.0;
                search_field(ui, purpose.find, "Find a name or number", search);
            },
        );
        self.what_was_read(ui, import);
        self.schools(ui, cx, import);
        let options: Vec<(&str, usize)> = FILTERS.iter().copied().zip(self.listed.counts).collect();
        if segmented(ui, "Rows", &options, &mut self.filter) {
            self.selected = None;
        }
        if self.listed.select(import, self.filter, &self.search) {
            self.selected = None;
        }
        ui.add_space(4.0);
        let below = Theme::of(ui.ctx()).size.control_height + 16.0;
        self.table(
            ui,
            (import, purpose),
            session,
            (ui.available_height() - below).max(120.0),
        );
        ui.add_space(4.0);
        self.buttons(ui, cx, import, purpose);
        if self.reading_open {
            self.reading_open = reading::show(ui.ctx(), import);
        }
    }

    /// One line about the file, and its first problem where it has any.
    fn what_was_read(&mut self, ui: &mut Ui, import: &ImportState) {
        let roster = &import.planned.roster;
        let used = roster.columns.iter().filter(|c| c.column.is_some()).count();
        let unused = roster.columns.len() - used;
        let mut said = format!(
            "{} read, {} used",
            count(roster.rows.len(), "row", "rows"),
            count(used, "column", "columns")
        );
        if unused > 0 {
            said.push_str(&format!(", {} not used", thousands(unused)));
        }
        ui.horizontal_wrapped(|ui| {
            weak(ui, &format!("{said}. Nothing has been changed yet."));
            self.reading_open |= link(ui, "How the file was read").clicked();
        });
        let Some(first) = roster.problems.first() else {
            return;
        };
        note(ui, Tone::Warn, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(rows::sentence(first, true));
                let more = roster.problems.len() - 1;
                if more > 0 {
                    let text = format!("Show {} more", thousands(more));
                    self.reading_open |= link(ui, &text).clicked();
                }
            });
        });
        ui.add_space(2.0);
    }

    /// Schools that are not known: whether the import creates them, and what in the file is no school number.
    fn schools(&self, ui: &mut Ui, cx: &Cx<'_>, import: &ImportState) {
        let numbers = &self.listed.new_schools;
        let label = match &numbers[..] {
            [] => None,
            [one] => Some(format!("Create the school that is not known: {one}")),
            many => Some(format!(
                "Create the {} schools that are not known: {}",
                thousands(many.len()),
                named(many)
            )),
        };
        if let Some(label) = label {
            let reading = &import.planned.roster.reading;
            let mut yes = reading.creates_schools();
            ui.add_enabled_ui(!cx.view.busy(), |ui| {
                if check(ui, &mut yes, &label).changed() {
                    let answer = if yes { CREATE } else { HOLD };
                    cx.send(Command::ReadRosterAs(
                        reading.clone().answering(UNKNOWN_SCHOOLS, answer),
                    ));
                }
            });
            ui.add_space(2.0);
        }
        let others = &self.listed.no_schools;
        if !others.is_empty() {
            let verb = if others.len() == 1 {
                "is not a school number"
            } else {
                "are not school numbers"
            };
            note(ui, Tone::Warn, |ui| {
                ui.label(format!("In the school column, {} {verb}.", named(others)));
            });
        }
    }

    fn table(
        &mut self,
        ui: &mut Ui,
        (import, purpose): (&ImportState, &Purpose),
        session: &Session,
        height: f32,
    ) {
        let shown = &self.listed.shown;
        if shown.is_empty() {
            ui.allocate_ui(egui::vec2(ui.available_width(), height), |ui| {
                ui.set_min_height(height);
                empty_state(ui, "No row is listed", "Choose “All”, or empty the search field.");
            });
            return;
        }
        let columns = [
            Column::fixed("Line", 64.0).right(),
            Column::fixed("Number", 96.0),
            Column::share("Student", 130.0, 1.0),
            Column::fixed("What happens", 108.0),
            Column::share("What changes, or why not", 260.0, 3.0),
        ];
        let rows = &import.planned.plan.rows;
        let lines = if ui.available_width() < 900.0 { 3 } else { 2 };
        let mut spec = TableSpec::new("roster", purpose.table, &columns, shown.len())
            .selected(self.selected)
            .row_height(Theme::of(ui.ctx()).size.row_two_lines + if lines == 3 { 18.0 } else { 0.0 });
        spec.height = TableHeight::Exactly(height);
        let listed = &self.listed;
        let events = spec.show(
            ui,
            |at| {
                let n = shown[at];
                let row = &rows[n];
                let why = listed.explanation(n, import, session);
                format!(
                    "Line {}: {}, {}. {why}",
                    row.file_line,
                    row.name,
                    fate(&row.fate).1
                )
            },
            |at, column, ui| {
                let n = shown[at];
                let row = &rows[n];
                match column {
                    0 => drop(cell_text(ui, &thousands(row.file_line as usize))),
                    1 => drop(cell_text(ui, &row.number)),
                    2 => drop(cell_lines(ui, &row.name, 2)),
                    3 => {
                        let (tone, word) = fate(&row.fate);
                        pill(ui, tone, word);
                    }
                    _ => drop(cell_lines(ui, &listed.explanation(n, import, session), lines)),
                }
            },
        );
        if events.select.is_some() {
            self.selected = events.select;
        }
    }

    fn buttons(&self, ui: &mut Ui, cx: &Cx<'_>, import: &ImportState, purpose: &Purpose) {
        let [_, _, _, _, held] = self.listed.counts;
        let students = purpose.taken(self.listed.counts);
        let (one, many) = purpose.noun;
        let new_schools = import.planned.plan.new_schools.len();
        let something = students + new_schools > 0;
        let busy = cx.view.busy();
        let text = match (students, new_schools) {
            (0, 0) => "Import".to_owned(),
            (0, n) => format!("Create {}", count(n, "school", "schools")),
            _ => format!("Import {}", count(students, one, many)),
        };
        let reason = match (busy, held) {
            (true, _) => "Wait until the work under way has ended.",
            (_, 0) => purpose.nothing,
            _ => purpose.all_held,
        };
        let sentence = purpose.will_happen(new_schools, self.listed.counts);
        ui.horizontal(|ui| {
            if primary_button(ui, something && !busy, &text)
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
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(text).wrap());
                });
            });
        });
    }
}

fn named(codes: &[String]) -> String {
    let mut s = codes[..codes.len().min(NAMED_SCHOOLS)].join(", ");
    if codes.len() > NAMED_SCHOOLS {
        s.push_str(&format!(" and {} more", thousands(codes.len() - NAMED_SCHOOLS)));
    }
    s
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
