//! The rows of the General Student Table that may be the student, and why.

use crate::app::{Command, MissingCommand, MissingRow, Session};
use crate::domain::missing::Candidate;
use crate::ui::screens::Cx;
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Column, TableSpec, cell_lines, cell_text, cell_weak, note, weak};
use egui::{Label, Ui};

/// Below this width number and birth date stand in the student's cell.
const ALL_COLUMNS: f32 = 520.0;

/// Draws them; a click or an arrow looks at another one.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) {
    ui.label(strong("Candidates in the SIS"));
    let all = &row.candidates;
    if all.is_empty() {
        weak(
            ui,
            "No row of the General Student Table has the IntegrationIDT, the State ID, the number, or the name and birth date of this profile.",
        );
        return;
    }
    let looked_at = session.missing.sis.as_ref().map(|s| s.row.record.number.as_str());
    let selected = all.iter().position(|c| Some(c.number.as_str()) == looked_at);
    table(ui, cx, session, all, selected);
    let doubt = selected
        .and_then(|n| all.get(n))
        .and_then(|c| Some((c, c.doubt?)));
    if let Some((c, doubt)) = doubt {
        ui.add_space(4.0);
        note(ui, Tone::Warn, |ui| {
            ui.add(Label::new(format!("⚠ {} ({}): {doubt}.", c.name, c.number)).wrap());
        });
    }
}

fn table(ui: &mut Ui, cx: &Cx<'_>, session: &Session, all: &[Candidate], selected: Option<usize>) {
    let wide = ui.available_width() >= ALL_COLUMNS;
    let columns = if wide {
        vec![
            Column::share("Student", 110.0, 1.0),
            Column::fixed("Number", 78.0),
            Column::fixed("Birth date", 96.0),
            Column::share("School", 80.0, 0.7),
            Column::share("Why", 110.0, 1.0),
        ]
    } else {
        vec![
            Column::share("Student", 130.0, 1.2),
            Column::share("Why", 110.0, 1.0),
        ]
    };
    let theme = Theme::of(ui.ctx());
    let lines = if wide { 2 } else { 3 };
    let events = TableSpec::new("candidates", "Candidates in the SIS", &columns, all.len())
        .fitted()
        .selected(selected)
        .row_height(theme.size.row_two_lines + if wide { 0.0 } else { 18.0 })
        .show(
            ui,
            |n| spoken(session, &all[n]),
            |n, column, ui| {
                let c = &all[n];
                let born = c.birth_date.map(|d| d.to_string()).unwrap_or_default();
                match (column, wide) {
                    (0, true) => drop(cell_lines(ui, &c.name, 2)),
                    (0, false) => {
                        let school = session.school_name(&c.school);
                        let text = format!("{}\n{} · {born}\n{school}", c.name, c.number);
                        cell_lines(ui, &text, lines);
                    }
                    (1, true) => drop(cell_text(ui, &c.number)),
                    (2, true) if born.is_empty() => drop(cell_weak(ui, "none")),
                    (2, true) => drop(cell_text(ui, &born)),
                    (3, true) => drop(cell_lines(ui, session.school_name(&c.school), 2)),
                    _ => drop(cell_lines(ui, &why(c), lines)),
                }
            },
        );
    if let Some(c) = events.select.or(events.open).and_then(|n| all.get(n)) {
        cx.send(Command::Missing(MissingCommand::LookAt(c.number.clone())));
    }
}

/// The reasons, and that there is a doubt.
fn why(c: &Candidate) -> String {
    let reasons = c.reasons.join(", ");
    match c.doubt {
        Some(_) => format!("⚠ {reasons}"),
        None => reasons,
    }
}

fn spoken(session: &Session, c: &Candidate) -> String {
    let mut out = format!("{}, number {}", c.name, c.number);
    if let Some(d) = c.birth_date {
        out.push_str(&format!(", born {d}"));
    }
    if !c.school.is_empty() {
        out.push_str(&format!(", {}", session.school_name(&c.school)));
    }
    out.push_str(&format!(". Why: {}", c.reasons.join(", ")));
    if let Some(doubt) = c.doubt {
        out.push_str(&format!(". Doubt: {doubt}"));
    }
    out
}
