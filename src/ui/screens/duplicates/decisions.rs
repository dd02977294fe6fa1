//! What was decided about pairs: who, when and why; searched, selected, taken back.

use super::rows::{Rows, select};
use crate::app::{PairKeys, Remembered, Session, ShownList};
use crate::domain::date::written;
use crate::domain::matching::Verdict;
use crate::ui::screens::{Cx, words};
use crate::ui::theme::Theme;
use crate::ui::widgets::{Column, TableSpec, cell_lines, cell_text, cell_weak, empty_state, search_field};
use egui::{Key, Modifiers, Ui};
use std::path::PathBuf;

/// The view's own throw-away state.
#[derive(Default)]
pub struct Decisions {
    search: String,
    /// What the list was made from: district, decisions, search.
    made_from: Option<(PathBuf, u64, String)>,
    shown: Vec<usize>,
    /// The pairs of them, and which of them is looked at.
    pub(super) rows: Rows,
}

impl Decisions {
    /// Draws search and list.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        ui.spacing_mut().text_edit_width = ui.available_width();
        let hint = "Name, number, reason or who decided";
        let field = search_field(ui, "Find a decision", hint, &mut self.search);
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
            field.request_focus();
        }
        ui.add_space(2.0);
        self.make(session);
        self.rows.follow(cx, session);
        let all = &session.duplicates.decisions;
        if all.is_empty() {
            empty_state(
                ui,
                "Nothing was decided yet",
                "What you decide about a pair is remembered here, and can be taken back.",
            );
            return;
        }
        if self.shown.is_empty() {
            empty_state(ui, "No decision is listed", "Empty the search field.");
            return;
        }
        self.table(ui, cx, session);
    }

    /// What is listed, to be saved or printed.
    pub fn shown(&self) -> ShownList {
        let search = self.search.trim();
        ShownList {
            decisions: true,
            pairs: self.rows.pairs().to_vec(),
            shown: if search.is_empty() {
                String::new()
            } else {
                format!("found by “{search}”")
            },
        }
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let all = &session.duplicates.decisions;
        let columns = [
            Column::share("Profiles", 150.0, 1.0),
            Column::share("Decision and reason", 150.0, 1.0),
            Column::fixed("When, by whom", 122.0),
        ];
        let at = |row: usize| self.shown.get(row).and_then(|n| all.get(*n));
        let selected = self.rows.at(session);
        let scroll_to = self.rows.take_scroll(selected);
        let theme = Theme::of(ui.ctx());
        let mut spec = TableSpec::new("decisions", "Decisions", &columns, self.shown.len())
            .selected(selected)
            .row_height(theme.size.row_two_lines);
        spec.scroll_to = scroll_to;
        let events = spec.show(
            ui,
            |row| at(row).map_or_else(String::new, |r| spoken(session, r)),
            |row, column, ui| {
                let Some(r) = at(row) else { return };
                if column == 1 {
                    cell_lines(ui, &what(r), 2);
                    return;
                }
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 1.0;
                    ui.add_space(6.0);
                    if column == 0 {
                        cell_text(ui, &format!("{} · {}", r.names.0, r.numbers.0));
                        cell_text(ui, &format!("{} · {}", r.names.1, r.numbers.1));
                    } else {
                        cell_text(ui, &words::when(r.decision.at, session.today));
                        cell_weak(ui, &r.decision.by);
                    }
                });
            },
        );
        if let Some(r) = events.select.or(events.open).and_then(at) {
            select(cx, Some(pair_of(r)));
        }
    }

    fn make(&mut self, session: &Session) {
        let of = &session.duplicates;
        let same = self.made_from.as_ref().is_some_and(|(path, generation, search)| {
            *generation == of.generation && *search == self.search && *path == session.path
        });
        if same {
            return;
        }
        let only_records = self
            .made_from
            .as_ref()
            .is_some_and(|(path, _, search)| *search == self.search && *path == session.path);
        let hit = |n: &usize| of.decisions[*n].matches(&self.search);
        self.shown = (0..of.decisions.len()).filter(hit).collect();
        let order = self.shown.iter().map(|n| pair_of(&of.decisions[*n])).collect();
        self.rows.fill(order, only_records);
        self.made_from = Some((session.path.clone(), of.generation, self.search.clone()));
    }
}

fn pair_of(r: &Remembered) -> PairKeys {
    r.decision.pair
}

/// `Not the same student: twins`.
fn what(r: &Remembered) -> String {
    let verdict = match r.decision.verdict {
        Verdict::Same => "The same student".to_owned(),
        Verdict::NotSame => "Not the same student".to_owned(),
        Verdict::Parked { until } => format!("Parked until {}", written(until)),
    };
    let merged = if r.merged { " (merged since)" } else { "" };
    match r.decision.reason.as_str() {
        "" => format!("{verdict}{merged}"),
        reason => format!("{verdict}{merged}: {reason}"),
    }
}

fn spoken(session: &Session, r: &Remembered) -> String {
    format!(
        "{}, number {} and {}, number {}. {}. {}, {}",
        r.names.0,
        r.numbers.0,
        r.names.1,
        r.numbers.1,
        what(r),
        words::when(r.decision.at, session.today),
        r.decision.by
    )
}
