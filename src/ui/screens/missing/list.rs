//! The profiles: filtered by step and cause, searched, selected.

use crate::app::{Command, MissingCommand, MissingRow, Session};
use crate::domain::missing::{Cause, Step};
use crate::domain::text::search_key;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableSpec, cell_lines, cell_text, cell_weak, choice, empty_state, pill, search_field, segmented,
};
use egui::{Key, Modifiers, Ui};
use std::path::PathBuf;

/// The filters by step, behind "All".
const STEPS: [Step; 5] = [Step::Mark, Step::InSis, Step::Import, Step::Merge, Step::Refresh];
/// Below this width number and cause stand in the student's cell.
const ALL_COLUMNS: f32 = 500.0;

/// Which causes are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Why {
    #[default]
    Every,
    Known(Cause),
    NotKnown,
}

impl Why {
    fn admits(self, row: &MissingRow) -> bool {
        match self {
            Why::Every => true,
            Why::Known(cause) => row.judged.cause == Some(cause),
            Why::NotKnown => row.judged.cause.is_none(),
        }
    }
}

/// What a list was made from: district, rows, filters, search.
type From = (PathBuf, u64, usize, Why, String);

/// The list's own throw-away state.
#[derive(Default)]
pub struct List {
    step: usize,
    why: Why,
    search: String,
    made_from: Option<From>,
    shown: Vec<usize>,
    /// All, and each of [`STEPS`], with the search and the cause in force.
    counts: [usize; STEPS.len() + 1],
    /// The choices of causes, with how many there are of each.
    whys: Vec<(Why, String)>,
}

/// How a step is shown.
pub fn tone(step: Step) -> Tone {
    match step {
        Step::Mark => Tone::Warn,
        Step::InSis => Tone::Neutral,
        Step::Import | Step::Merge | Step::Refresh => Tone::Accent,
        Step::Done => Tone::Ok,
    }
}

/// A cause as the list shows it.
pub fn cause(row: &MissingRow) -> &'static str {
    row.judged.cause.map_or("Not known", Cause::label)
}

impl List {
    /// The filters by step, over list and detail.
    pub fn filters(&mut self, ui: &mut Ui, session: &Session) {
        self.make(session);
        let mut options = vec![("All", self.counts[0])];
        options.extend(STEPS.iter().zip(&self.counts[1..]).map(|(s, n)| (s.label(), *n)));
        segmented(ui, "Step", &options, &mut self.step);
        ui.add_space(4.0);
        self.make(session);
    }

    /// Search, cause and the list itself.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        ui.horizontal(|ui| {
            let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
            ui.spacing_mut().text_edit_width = half;
            let field = search_field(
                ui,
                "Find a profile in this list",
                "Name, number or ID",
                &mut self.search,
            );
            if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
                field.request_focus();
            }
            let options: Vec<(Why, &str)> = self.whys.iter().map(|(w, t)| (*w, t.as_str())).collect();
            choice(ui, "Cause", &mut self.why, &options);
        });
        ui.add_space(2.0);
        self.make(session);
        if self.shown.is_empty() {
            return empty_state(
                ui,
                "No profile is listed",
                "Choose “All” and every cause, or empty the search field.",
            );
        }
        self.table(ui, cx, session);
    }

    fn table(&self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let rows = &session.missing.rows;
        let shown = &self.shown;
        let wide = ui.available_width() >= ALL_COLUMNS;
        let columns = if wide {
            vec![
                Column::share("Student", 130.0, 0.7),
                Column::fixed("Number", 82.0),
                Column::share("Why", 220.0, 0.3),
                Column::fixed("Step", 138.0),
            ]
        } else {
            vec![Column::share("Student", 120.0, 1.0), Column::fixed("Step", 142.0)]
        };
        let theme = Theme::of(ui.ctx());
        let selected = session.missing.selected.and_then(|key| {
            shown
                .iter()
                .position(|n| rows.get(*n).is_some_and(|r| r.key == key))
        });
        let at = |row: usize| shown.get(row).and_then(|n| rows.get(*n));
        let height = if wide {
            theme.size.row
        } else {
            theme.size.row_two_lines
        };
        let events = TableSpec::new("missing", "Profiles that need work", &columns, shown.len())
            .selected(selected)
            .row_height(height)
            .show(
                ui,
                |row| at(row).map_or_else(String::new, spoken),
                |row, column, ui| {
                    let Some(row) = at(row) else { return };
                    match (column, wide) {
                        (0, true) => drop(cell_text(ui, &row.name)),
                        (0, false) => {
                            ui.vertical(|ui| {
                                ui.spacing_mut().item_spacing.y = 1.0;
                                ui.add_space(6.0);
                                cell_text(ui, &row.name);
                                cell_weak(ui, &format!("{} · {}", row.number, cause(row)));
                            });
                        }
                        (1, true) => drop(cell_text(ui, &row.number)),
                        (2, true) => drop(cell_lines(ui, cause(row), 1)),
                        _ => drop(pill(ui, tone(row.judged.step), row.judged.step_label())),
                    }
                },
            );
        if let Some(row) = events.select.or(events.open).and_then(at) {
            cx.send(Command::Missing(MissingCommand::Select(Some(row.key))));
        }
    }

    /// Lists the profiles that pass; anew only when something changed.
    fn make(&mut self, session: &Session) {
        let missing = &session.missing;
        let same = self
            .made_from
            .as_ref()
            .is_some_and(|(path, generation, step, why, search)| {
                *generation == missing.generation
                    && *step == self.step
                    && *why == self.why
                    && *search == self.search
                    && *path == session.path
            });
        if same {
            return;
        }
        let key = search_key(self.search.trim());
        self.counts = [0; STEPS.len() + 1];
        self.shown.clear();
        let mut causes = [0_usize; Cause::ALL.len() + 2];
        for (n, row) in missing.rows.iter().enumerate() {
            let text = format!("{} {} {}", row.name, row.number, row.state_id);
            if !key.is_empty() && !search_key(&text).contains(&key) {
                continue;
            }
            let step = STEPS.iter().position(|s| *s == row.judged.step).map(|n| n + 1);
            let of_step = self.step == 0 || step == Some(self.step);
            if of_step {
                causes[0] += 1;
                let at = Cause::ALL.iter().position(|c| row.judged.cause == Some(*c));
                causes[at.map_or(Cause::ALL.len() + 1, |n| n + 1)] += 1;
            }
            if self.why.admits(row) {
                self.counts[0] += 1;
                if let Some(step) = step {
                    self.counts[step] += 1;
                }
                if of_step {
                    self.shown.push(n);
                }
            }
        }
        let mut whys = vec![(Why::Every, "Every cause")];
        whys.extend(Cause::ALL.map(|c| (Why::Known(c), c.label())));
        whys.push((Why::NotKnown, "Not known"));
        self.whys = whys
            .into_iter()
            .zip(causes)
            .map(|((why, label), n)| (why, format!("{label} ({n})")))
            .collect();
        self.made_from = Some((
            session.path.clone(),
            missing.generation,
            self.step,
            self.why,
            self.search.clone(),
        ));
    }
}

fn spoken(row: &MissingRow) -> String {
    format!(
        "{}, number {}. Why: {}. Step: {}",
        row.name,
        row.number,
        cause(row),
        row.judged.step_label()
    )
}
