//! The Response File Error Report: every line of the response with its outcome and what to do; held lines are settled here.

mod compare;
mod row;

use super::Cx;
use super::not_same::{NotSame, NotSameAnswer};
use super::process::preview;
use crate::app::{Command, ReportKind, Session};
use crate::domain::response::{Outcome, OutcomeKind, Report, ReportRow};
use crate::domain::student::Student;
use crate::domain::text::{count, search_key};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, TableHeight, TableSpec, breadcrumb, button, empty_state, page_title, pill, primary_button,
    search_field, segmented, weak,
};
use egui::{Sides, Ui};

/// The screen's throw-away state.
#[derive(Default)]
pub struct ReportScreen {
    filter: usize,
    query: String,
    sort: Option<(usize, bool)>,
    selected: Option<usize>,
    shown: Shown,
    /// The question why two records are two students, while it is open.
    not_same: Option<NotSame>,
}

/// The lines in sight, remade only when the report, the filter, the search or the order changed.
#[derive(Default)]
struct Shown {
    made_for: Option<MadeFor>,
    rows: Vec<u32>,
    filters: Vec<(Filter, usize)>,
}

/// The report's generation, the filter, the search and the order that a list was made for.
type MadeFor = (u64, usize, String, Option<(usize, bool)>);

/// Which lines are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filter {
    All,
    One(Outcome),
    Errors,
}

impl Filter {
    fn label(self) -> &'static str {
        match self {
            Filter::All => "All",
            Filter::One(o) => o.label(),
            Filter::Errors => "Errors",
        }
    }
    fn takes(self, row: &ReportRow) -> bool {
        match self {
            Filter::All => true,
            Filter::One(o) => row.outcome == o,
            Filter::Errors => row.outcome.kind() == OutcomeKind::Error,
        }
    }
}

impl ReportScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let Some(checked) = &session.process.response.checked else {
            empty_state(
                ui,
                "No response is open",
                "Choose a response file on the SSID Process screen.",
            );
            if button(ui, true, "Back").clicked() {
                cx.send(Command::OpenReport(false));
            }
            return;
        };
        let report = &checked.report;
        self.remake(report, session.process.response.generation);
        head(ui, cx, report);
        self.filters(ui);
        ui.add_space(2.0);
        self.table(ui, cx, report);
        ui.add_space(4.0);
        foot(ui, cx, session, report);
        self.compare(ui, cx, session);
        if session.process.response.preview_open {
            preview::show(ui.ctx(), cx, session);
        }
    }

    /// The two records over the screen, and the question why they are two students.
    fn compare(&mut self, ui: &Ui, cx: &Cx<'_>, session: &Session) {
        if let Some(question) = &mut self.not_same {
            if question.show(ui.ctx(), cx) != NotSameAnswer::Open {
                self.not_same = None;
            }
        } else if let Some(pair) = &session.process.response.compared
            && compare::show(ui.ctx(), cx, pair)
        {
            let who = |s: &Student| format!("{} ({})", s.list_name(), s.number);
            self.not_same = Some(NotSame::new(pair.pair, who(&pair.first), who(&pair.second)));
        }
    }

    fn remake(&mut self, report: &Report, generation: u64) {
        let wanted = (generation, self.filter, self.query.clone(), self.sort);
        if self.shown.made_for.as_ref() == Some(&wanted) {
            return;
        }
        let counts = report.counts();
        let errors = report
            .rows
            .iter()
            .filter(|r| r.outcome.kind() == OutcomeKind::Error)
            .count();
        let mut filters = vec![(Filter::All, report.rows.len())];
        for outcome in Outcome::ALL
            .into_iter()
            .filter(|o| o.kind() != OutcomeKind::Error)
        {
            if let Some(n) = counts.get(&outcome) {
                filters.push((Filter::One(outcome), *n as usize));
            }
        }
        if errors > 0 {
            filters.push((Filter::Errors, errors));
        }
        if self.filter >= filters.len() {
            self.filter = 0;
        }
        let filter = filters[self.filter].0;
        let words: Vec<String> = search_key(&self.query.replace(',', " "))
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        let found = |row: &ReportRow| {
            words.is_empty() || {
                let text = search_key(&format!(
                    "{} {} {} {} {}",
                    row.name, row.number, row.birth_date, row.ssid_here, row.ssid_in_response
                ));
                words.iter().all(|w| text.contains(w.as_str()))
            }
        };
        let mut rows: Vec<u32> = (0..)
            .zip(&report.rows)
            .filter(|(_, row)| filter.takes(row) && found(row))
            .map(|(at, _)| at)
            .collect();
        let row = |at: &u32| &report.rows[*at as usize];
        match self.sort {
            None => {
                // What needs a person comes first; the order of the file within.
                rows.sort_by_key(|at| match row(at).outcome.kind() {
                    OutcomeKind::Error => 0,
                    OutcomeKind::Decide => 1,
                    OutcomeKind::Nothing => 2,
                    OutcomeKind::Writes => 3,
                });
            }
            Some((column, ascending)) => {
                row::sort(&mut rows, column, row);
                if !ascending {
                    rows.reverse();
                }
            }
        }
        self.shown = Shown {
            made_for: Some((generation, self.filter, self.query.clone(), self.sort)),
            rows,
            filters,
        };
        self.selected = None;
    }

    fn filters(&mut self, ui: &mut Ui) {
        let choices: Vec<(&str, usize)> = self.shown.filters.iter().map(|(f, n)| (f.label(), *n)).collect();
        let narrow = ui.available_width() < 1000.0;
        if narrow {
            segmented(ui, "Show", &choices, &mut self.filter);
            search_field(
                ui,
                "Find a student",
                "Find a student in this report",
                &mut self.query,
            );
            return;
        }
        Sides::new().shrink_left().show(
            ui,
            |ui| {
                segmented(ui, "Show", &choices, &mut self.filter);
            },
            |ui| {
                search_field(
                    ui,
                    "Find a student",
                    "Find a student in this report",
                    &mut self.query,
                );
            },
        );
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, report: &Report) {
        let theme = Theme::of(ui.ctx());
        let rows = &self.shown.rows;
        let columns = row::columns();
        let mut spec = TableSpec::new("report", "Lines of the response", &columns, rows.len())
            .row_height(theme.size.row_two_lines)
            .selected(self.selected)
            .sorted(self.sort);
        spec.height = TableHeight::Exactly((ui.available_height() - 46.0).max(140.0));
        // Who looks at both records comes back to this line.
        let mut left_from = None;
        let events = spec.show(
            ui,
            |at| row::spoken(&report.rows[rows[at] as usize]),
            |at, column, ui| {
                if row::cell(ui, cx, report, &report.rows[rows[at] as usize], column) {
                    left_from = Some(at);
                }
            },
        );
        let selected = left_from.or(events.select);
        if selected.is_some() {
            self.selected = selected;
        }
        if let Some(column) = events.sort_by {
            self.sort = match self.sort {
                Some((c, true)) if c == column => Some((column, false)),
                Some((c, false)) if c == column => None,
                _ => Some((column, true)),
            };
        }
        if let Some(key) = events.open.and_then(|at| report.rows[rows[at] as usize].student) {
            cx.send(Command::OpenStudent(key));
        }
    }
}

fn head(ui: &mut Ui, cx: &Cx<'_>, report: &Report) {
    breadcrumb(
        ui,
        &[
            "Main Menu",
            "Enrollment",
            "SSID Process",
            "Response File Error Report",
        ],
    );
    page_title(
        ui,
        "Response File Error Report",
        |ui| {
            pill(ui, Tone::Accent, &report.file);
        },
        |ui| {
            let free = !cx.view.busy();
            if button(ui, free, "Print").clicked() {
                cx.send(Command::PrintReport);
            }
            if button(ui, free, "Save as CSV").clicked() {
                cx.send(Command::AskSaveReport(ReportKind::Csv));
            }
            if button(ui, free, "Save as Excel").clicked() {
                cx.send(Command::AskSaveReport(ReportKind::Excel));
            }
        },
    );
}

fn foot(ui: &mut Ui, cx: &Cx<'_>, session: &Session, report: &Report) {
    let (why_not, _) = super::process::update_state(cx, session, Some(report));
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, why_not.is_none(), "Update SIS System")
            .because(why_not.as_deref().unwrap_or_default())
            .clicked()
        {
            cx.send(Command::PreviewUpdate(true));
        }
        if button(ui, true, "Back").clicked() {
            cx.send(Command::OpenReport(false));
        }
        let checked = session.process.response.checked.as_ref();
        let writes = checked.map_or(0, |c| c.changing.len());
        let rest = report.rows.len() - writes;
        let sentence = match (&why_not, report.processed_at) {
            (_, Some(_)) => "This response was processed already; nothing is left to be changed.".to_owned(),
            (Some(why), None) => why.clone(),
            (None, None) => format!(
                "{} will change; {} nothing. Nothing has been changed yet.",
                count(writes, "record", "records"),
                count(rest, "line changes", "lines change")
            ),
        };
        weak(ui, &sentence);
    });
}
