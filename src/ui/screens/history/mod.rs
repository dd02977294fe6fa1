//! History: every operation in plain words, newest first, with undo where later changes do not forbid it.

mod detail;
#[cfg(test)]
mod tests;
mod undo;

use super::beside::{beside, halves};
use super::{Cx, words};
use crate::app::{Command, Session};
use crate::domain::ids::OperationId;
use crate::domain::journal::{Operation, What};
use crate::domain::text::{search_key, thousands};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Column, TableSpec, breadcrumb, cell_lines, cell_text, cell_weak, empty_state, page_title, pill,
    search_field, segmented, weak,
};
use egui::Ui;
use std::path::PathBuf;

/// The filters and the words of [`What::word`] they stand for; none for all.
const FILTERS: [(&str, &[&str]); 10] = [
    ("All", &[]),
    ("Imports", &["import"]),
    ("Edits", &["edit"]),
    ("Requests", &["request"]),
    ("Responses", &["response"]),
    ("Merges", &["merge"]),
    ("Duplicates", &["duplicates"]),
    ("Undo", &["undo"]),
    ("Settings", &["settings", "district"]),
    ("Sign-ins", &["security"]),
];

/// Below this width the list goes without "Who", which stands beside it anyway, and has higher rows.
const ROOM_FOR_WHO: f32 = 620.0;

/// The screen's own state.
#[derive(Default)]
pub struct History {
    filter: usize,
    search: String,
    listed: Listed,
    detail: detail::Detail,
    /// The undo about which the question is open.
    asking: Option<undo::Undo>,
}

/// The operations that pass filter and search, and what that was made from.
#[derive(Default)]
struct Listed {
    made_from: Option<(PathBuf, Option<OperationId>, usize, String)>,
    shown: Vec<usize>,
    counts: [usize; FILTERS.len()],
}

impl History {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        breadcrumb(ui, &["Main Menu", "History"]);
        let search = &mut self.search;
        page_title(
            ui,
            "History",
            |_| {},
            |ui| {
                ui.spacing_mut().text_edit_width = 250.0;
                search_field(ui, "Search in history", "A name, number or file", search);
            },
        );
        self.listed.make(session, self.filter, &self.search);
        let options: Vec<(&str, usize)> = FILTERS
            .iter()
            .zip(self.listed.counts)
            .map(|((label, _), n)| (*label, n))
            .collect();
        segmented(ui, "Kind of operation", &options, &mut self.filter);
        ui.add_space(4.0);
        self.listed.make(session, self.filter, &self.search);

        let (left, right) = halves(ui, 0.56);
        beside(ui, "list", left, |ui| self.list(ui, cx, session));
        beside(ui, "detail", right, |ui| {
            if self.detail.show(ui, cx, session) {
                let selected = session.history.selected.as_ref();
                self.asking = selected.map(|s| undo::Undo::of(s.operation.id));
            }
        });
        ui.advance_cursor_after_rect(left.union(right));
        self.ask(ui, cx, session);
    }

    fn list(&self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let shown = &self.listed.shown;
        let operations = &session.history.operations;
        if shown.is_empty() {
            return empty_state(
                ui,
                "Nothing like this was done yet",
                "Choose “All”, or empty the search.",
            );
        }
        let older = operations.last().is_some_and(|o| o.id.0 > 1);
        let with_who = ui.available_width() >= ROOM_FOR_WHO;
        let mut columns = vec![
            Column::fixed("When", if with_who { 150.0 } else { 126.0 }),
            Column::share("What", 170.0, 3.0),
            Column::fixed("Students", 78.0).right(),
        ];
        if with_who {
            columns.insert(2, Column::fixed("Who", 112.0));
        }
        let theme = Theme::of(ui.ctx());
        let at = session
            .history
            .selected
            .as_ref()
            .and_then(|s| shown.iter().position(|n| operations[*n].id == s.operation.id));
        let mut spec = TableSpec::new("history", "Operations, newest first", &columns, shown.len())
            .selected(at)
            .row_height(theme.size.row_two_lines + if with_who { 0.0 } else { 18.0 });
        if older {
            spec.height = crate::ui::widgets::TableHeight::Exactly((ui.available_height() - 24.0).max(120.0));
        }
        let events = spec.show(
            ui,
            |row| spoken(&operations[shown[row]], cx.view.today),
            |row, column, ui| {
                let o = &operations[shown[row]];
                match (column, with_who) {
                    (0, _) => when_cell(ui, o, cx.view.today),
                    (1, _) => drop(cell_lines(ui, &o.what.sentence(), if with_who { 2 } else { 3 })),
                    (2, true) => drop(cell_text(ui, &o.who)),
                    _ => match students(o) {
                        0 => drop(cell_weak(ui, "–")),
                        n => drop(cell_text(ui, &thousands(n))),
                    },
                }
            },
        );
        if older {
            let n = thousands(operations.len());
            weak(ui, &format!("The newest {n} operations are listed."));
        }
        if let Some(row) = events.select.or(events.open) {
            cx.send(Command::SelectOperation(Some(operations[shown[row]].id)));
        }
    }

    /// The question before an undo.
    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) {
        let Some(asking) = &mut self.asking else { return };
        let selected = session.history.selected.as_ref();
        let plan = selected
            .filter(|s| s.operation.id == asking.id())
            .and_then(|s| s.undo.as_ref()?.as_ref().ok());
        let Some(plan) = plan else {
            self.asking = None;
            return;
        };
        if !asking.show(ui.ctx(), cx, plan) {
            self.asking = None;
        }
    }
}

impl Listed {
    fn make(&mut self, session: &Session, filter: usize, search: &str) {
        let operations = &session.history.operations;
        let newest = operations.first().map(|o| o.id);
        let same = self
            .made_from
            .as_ref()
            .is_some_and(|(p, n, f, s)| *p == session.path && *n == newest && *f == filter && s == search);
        if same {
            return;
        }
        let key = search_key(search.trim());
        self.counts = [0; FILTERS.len()];
        self.shown.clear();
        for (at, o) in operations.iter().enumerate() {
            let found = key.is_empty()
                || search_key(&o.what.sentence()).contains(&key)
                || search_key(&o.who).contains(&key);
            if !found {
                continue;
            }
            for (n, (_, words)) in FILTERS.iter().enumerate() {
                if words.is_empty() || words.contains(&o.what.word()) {
                    self.counts[n] += 1;
                    if n == filter {
                        self.shown.push(at);
                    }
                }
            }
        }
        self.made_from = Some((session.path.clone(), newest, filter, search.to_owned()));
    }
}

fn when_cell(ui: &mut Ui, o: &Operation, today: chrono::NaiveDate) {
    let text = words::when(o.at, today);
    if o.undone_by.is_none() {
        cell_text(ui, &text);
        return;
    }
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(5.0);
        cell_weak(ui, &text);
        pill(ui, Tone::Neutral, undone_word(&o.what));
    });
}

/// The students an operation is about: those in a request, else those whose records it changed.
fn students(o: &Operation) -> usize {
    match &o.what {
        What::RequestMade { lines, .. } => *lines as usize,
        _ => o.students as usize,
    }
}

/// What an operation that was taken back is marked with.
fn undone_word(what: &What) -> &'static str {
    match what {
        What::RequestMade { .. } => "withdrawn",
        _ => "undone",
    }
}

fn spoken(o: &Operation, today: chrono::NaiveDate) -> String {
    let mut s = format!("{}: {}", words::when(o.at, today), o.what.sentence());
    if o.undone_by.is_some() {
        s.push_str(&format!(", {}", undone_word(&o.what)));
    }
    s
}
