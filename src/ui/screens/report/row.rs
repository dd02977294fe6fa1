//! One line of the report: its cells, its sentence, what can be done with it.

use crate::app::{Command, DuplicatesCommand};
use crate::domain::ids::StudentKey;
use crate::domain::request::Choice;
use crate::domain::response::{Other, Outcome, OutcomeKind, Report, ReportRow};
use crate::ui::screens::{Cx, explained};
use crate::ui::theme::Tone;
use crate::ui::widgets::{Column, cell_lines, cell_text, cell_weak, link, pill};
use egui::Ui;

/// The columns, as in the manual's report.
pub fn columns() -> [Column<'static>; 8] {
    [
        Column::fixed("Line", 54.0).right().sortable(),
        Column::share("Student", 170.0, 1.4).sortable(),
        Column::fixed("Number", 80.0).sortable(),
        Column::fixed("Birth date", 94.0).sortable(),
        Column::fixed("SSID here", 86.0).sortable(),
        Column::share("SSID in response", 124.0, 0.5).sortable(),
        Column::fixed("Result", 140.0).sortable(),
        Column::share("What to do", 280.0, 3.0),
    ]
}

/// Sorts positions of lines by a column.
pub fn sort<'r>(rows: &mut [u32], column: usize, row: impl Fn(&u32) -> &'r ReportRow) {
    match column {
        0 => rows.sort_by_key(|at| row(at).file_line),
        1 => rows.sort_by_cached_key(|at| crate::domain::text::search_key(&row(at).name)),
        2 => rows.sort_by_key(|at| (row(at).number.len(), &row(at).number)),
        3 => rows.sort_by_key(|at| &row(at).birth_date),
        4 => rows.sort_by_key(|at| (row(at).ssid_here.len(), &row(at).ssid_here)),
        5 => rows.sort_by_key(|at| &row(at).ssid_in_response),
        _ => rows.sort_by_key(|at| row(at).outcome.label()),
    }
}

/// The tone of an outcome's pill.
fn tone(outcome: Outcome) -> Tone {
    match outcome.kind() {
        OutcomeKind::Writes => Tone::Ok,
        OutcomeKind::Nothing => Tone::Neutral,
        OutcomeKind::Decide => Tone::Warn,
        OutcomeKind::Error => Tone::Bad,
    }
}

/// The line as one spoken sentence.
pub fn spoken(row: &ReportRow) -> String {
    format!(
        "Line {}, {}, {}: {}. {}",
        row.file_line,
        row.name,
        row.number,
        row.outcome.label(),
        row.message
    )
}

/// Draws a cell; `true` when the way to both records was pressed.
pub fn cell(ui: &mut Ui, cx: &Cx<'_>, report: &Report, row: &ReportRow, column: usize) -> bool {
    match column {
        0 => {
            let whole = match row.line {
                Some(n) => format!("Line {} of {}, File Line Number {n}", row.file_line, report.file),
                None => format!("Line {} of {}", row.file_line, report.file),
            };
            cell_text(ui, &row.file_line.to_string()).on_hover_text(whole);
        }
        1 => {
            cell_lines(ui, &row.name, 2);
        }
        2 => {
            cell_text(ui, &row.number);
        }
        3 => {
            cell_text(ui, &row.birth_date);
        }
        4 if row.ssid_here.is_empty() => {
            cell_weak(ui, "none");
        }
        4 => {
            cell_text(ui, &row.ssid_here);
        }
        5 => {
            cell_lines(ui, &row.ssid_in_response, 2);
        }
        6 => {
            pill(ui, tone(row.outcome), row.outcome.label());
        }
        _ => return what_to_do(ui, cx, row),
    }
    false
}

fn what_to_do(ui: &mut Ui, cx: &Cx<'_>, row: &ReportRow) -> bool {
    let settle = row.outcome == Outcome::DifferentSsid && row.line.is_some();
    let compare = row.to_compare();
    if !settle && compare.is_none() {
        cell_lines(ui, &row.message, 2);
        return false;
    }
    let mut left = false;
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(5.0);
        // One line stands above the links: what to choose, or the first sentence; the whole of it on hover.
        let first = if settle {
            &row.message
        } else {
            row.message.split_inclusive(". ").next().unwrap_or_default()
        };
        cell_lines(ui, first.trim(), 1).on_hover_text(&row.message);
        ui.horizontal(|ui| {
            if let Some((key, other)) = compare {
                left = beside(ui, cx, row, key, other);
            }
            if let Some(line) = row.line.filter(|_| settle) {
                choices(ui, cx, row, line);
            }
        });
    });
    left
}

/// Below this width the way on has no room beside the band, which the whole sentence says too.
const ROOM_FOR_BAND: f32 = 290.0;

/// How likely the other student is the same child, and the way to both records: straight to the merge when that is very
/// likely. `true` when it was pressed.
fn beside(ui: &mut Ui, cx: &Cx<'_>, row: &ReportRow, key: StudentKey, other: &Other) -> bool {
    let roomy = ui.available_width() >= ROOM_FOR_BAND;
    if let Some(likeness) = &other.likeness
        && row.student.is_some()
        && roomy
    {
        explained::one_child_pill(ui, likeness.band);
    }
    let pair = (key, other.key);
    let same = row.student.is_some() && other.is_same_child();
    let mut left = false;
    if same && link(ui, "Compare and merge…").clicked() {
        left = true;
        cx.send(Command::Duplicates(DuplicatesCommand::Compare(pair)));
    }
    if !same && link(ui, "Compare the two").clicked() {
        left = true;
        cx.send(Command::Compare(Some(pair)));
    }
    if roomy
        && row.outcome == Outcome::HeldByAnother
        && other.likeness.as_ref().is_some_and(|l| l.band.is_none())
    {
        cell_weak(ui, "or ask the SSID help desk").on_hover_text(&row.message);
    }
    left
}

fn choices(ui: &mut Ui, cx: &Cx<'_>, row: &ReportRow, line: u32) {
    let mut offer = |choice: Choice, text: String| {
        if row.choice != Some(choice) && link(ui, &text).clicked() {
            cx.send(Command::SettleLine {
                line,
                choice: Some(choice),
            });
        }
    };
    offer(Choice::Here, format!("Keep {}", row.ssid_here));
    offer(Choice::Response, format!("Use {}", row.ssid_in_response));
}
