//! What changes: the rows of the file by what they do, and who no longer stands in it; the selected one in full beside.

use super::purpose::Purpose;
use super::rows::{FILTERS, GONE, Listed};
use super::{detail, fate};
use crate::app::{ImportState, Session};
use crate::domain::roster::{COMPLETE, PART};
use crate::domain::text::thousands;
use crate::ui::screens::beside::{beside, halves};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableEvents, TableHeight, TableSpec, cell_lines, cell_text, empty_state, pill, segmented,
};
use egui::{Rect, Ui};

/// From this width on the list says what changes though a row is shown beside it.
const ROOM_FOR_WHY: f32 = 640.0;

/// The step's own throw-away state.
#[derive(Default)]
pub struct Changes {
    filter: usize,
    selected: Option<usize>,
}

impl Changes {
    /// Draws it, `height` high.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        (import, purpose): (&ImportState, &Purpose),
        session: &Session,
        (listed, search): (&mut Listed, &str),
        height: f32,
    ) {
        let top = ui.cursor().top();
        let options: Vec<(&str, usize)> = FILTERS.iter().copied().zip(listed.counts()).collect();
        if segmented(ui, "Rows", &options, &mut self.filter) {
            self.selected = None;
        }
        if listed.select(import, self.filter, search) {
            self.selected = None;
        }
        ui.add_space(4.0);
        let rest = (height - (ui.cursor().top() - top)).max(120.0);
        let place = ui.available_rect_before_wrap();
        let place = place.with_max_y(place.top() + rest);
        let Some(row) = self.selected.and_then(|at| listed.shown.get(at)).copied() else {
            beside(ui, "rows of the file", place, |ui| {
                self.list(ui, (import, purpose), session, listed);
            });
            ui.advance_cursor_after_rect(place);
            return;
        };
        let (left, right) = halves(ui, 0.56);
        let cut = |half: Rect| half.with_max_y(place.bottom());
        beside(ui, "rows of the file", cut(left), |ui| {
            self.list(ui, (import, purpose), session, listed);
        });
        beside(ui, "row of the file", cut(right), |ui| {
            let closed = if self.filter == GONE {
                detail::gone(ui, &import.planned.plan.gone[row], purpose.marks_gone, session)
            } else {
                detail::row(ui, row, import, session, listed)
            };
            if closed {
                self.selected = None;
            }
        });
        ui.advance_cursor_after_rect(place);
    }

    fn list(
        &mut self,
        ui: &mut Ui,
        (import, purpose): (&ImportState, &Purpose),
        session: &Session,
        listed: &Listed,
    ) {
        if listed.shown.is_empty() {
            let plan = &import.planned.plan;
            if let Some(line) = plan.nobodys.filter(|_| self.filter == GONE) {
                let sentence = format!(
                    "Line {line} does not say whom it means and may be anybody's. Correct it in the SIS, export again, and choose that file."
                );
                return empty_state(ui, "The file cannot tell who is missing", &sentence);
            }
            let (title, sentence) = match self.filter {
                _ if import.planned.roster.unreadable.is_some() => (
                    "No row can be read yet",
                    "Say first, in the step Columns, which column holds what.",
                ),
                GONE if plan
                    .questions
                    .iter()
                    .any(|q| q.key == COMPLETE && q.answer.as_deref() == Some(PART)) =>
                {
                    (
                        "Nobody is marked",
                        "The file is taken as a list of some students. If it lists everybody, say so in the step Questions.",
                    )
                }
                GONE if listed.tally.gone == 0 && !import.planned.roster.complete => (
                    "The file lists changes only",
                    "Who does not stand in it has not changed. Nobody is ever deleted by a file.",
                ),
                GONE if listed.tally.gone == 0 => (
                    "Nobody is missing from the file",
                    "Everybody enrolled at the schools in it stands in it. Nobody is ever deleted by a file.",
                ),
                _ => ("No row is listed", "Choose “All”, or empty the search field."),
            };
            return empty_state(ui, title, sentence);
        }
        let events = if self.filter == GONE {
            self.gone(ui, (import, purpose), session, listed)
        } else {
            self.rows(ui, (import, purpose), session, listed)
        };
        if events.select.is_some() {
            self.selected = events.select;
        }
    }

    fn rows(
        &self,
        ui: &mut Ui,
        (import, purpose): (&ImportState, &Purpose),
        session: &Session,
        listed: &Listed,
    ) -> TableEvents {
        let shown = &listed.shown;
        let all = [
            Column::fixed("Line", 64.0).right(),
            Column::fixed("Number", 96.0),
            Column::share("Student", 130.0, 1.0),
            Column::fixed("What happens", 108.0),
            Column::share("What changes, or why not", 260.0, 3.0),
        ];
        let width = ui.available_width();
        let with_why = self.selected.is_none() || width >= ROOM_FOR_WHY;
        let columns = if with_why { &all[..] } else { &all[..4] };
        let rows = &import.planned.plan.rows;
        let size = &Theme::of(ui.ctx()).size;
        let (lines, row_height) = match (with_why, width < 900.0) {
            (false, _) => (1, size.row),
            (true, true) => (3, size.row_two_lines + 18.0),
            (true, false) => (2, size.row_two_lines),
        };
        let mut spec = TableSpec::new("roster", purpose.table, columns, shown.len())
            .selected(self.selected)
            .row_height(row_height);
        spec.height = TableHeight::Exactly(ui.available_height());
        spec.show(
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
                    2 => drop(cell_lines(ui, &row.name, lines.min(2))),
                    3 => {
                        let (tone, word) = match listed.alike(n, &import.planned.plan) {
                            Some(_) => (Tone::Warn, "Looks alike"),
                            None => fate(&row.fate),
                        };
                        pill(ui, tone, word);
                    }
                    _ => drop(cell_lines(ui, &listed.explanation(n, import, session), lines)),
                }
            },
        )
    }

    fn gone(
        &self,
        ui: &mut Ui,
        (import, purpose): (&ImportState, &Purpose),
        session: &Session,
        listed: &Listed,
    ) -> TableEvents {
        let shown = &listed.shown;
        let columns = [
            Column::fixed("Number", 96.0),
            Column::share("Student", 140.0, 1.0),
            Column::share("School", 140.0, 1.0),
            Column::fixed("What happens", 150.0),
        ];
        let gone = &import.planned.plan.gone;
        let name = "Students who are no longer in the file";
        let mut spec = TableSpec::new("gone", name, &columns, shown.len()).selected(self.selected);
        spec.height = TableHeight::Exactly(ui.available_height());
        spec.show(
            ui,
            |at| {
                let g = &gone[shown[at]];
                format!(
                    "{}, number {}, {}. {}",
                    g.name,
                    g.number,
                    session.school_name(&g.school),
                    detail::mark(g, purpose.marks_gone)
                )
            },
            |at, column, ui| {
                let g = &gone[shown[at]];
                match column {
                    0 => drop(cell_text(ui, &g.number)),
                    1 => drop(cell_text(ui, &g.name)),
                    2 => drop(cell_text(ui, session.school_name(&g.school))),
                    _ => drop(pill(ui, Tone::Warn, detail::mark(g, purpose.marks_gone))),
                }
            },
        )
    }
}
