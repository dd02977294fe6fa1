//! The rows of the General Student Table that may be the student, how likely each is, and why.

use super::actions::Asked;
use crate::app::{Command, MissingCommand, MissingRow, Session};
use crate::domain::missing::Candidate;
use crate::domain::student::Student;
use crate::ui::screens::Cx;
use crate::ui::screens::general::WAIT;
use crate::ui::screens::{explained, likely};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{Because, Column, TableSpec, cell_lines, link, note, weak};
use egui::{Label, Ui};

/// Below this width the school stands in the student's cell.
const ALL_COLUMNS: f32 = 560.0;

/// Draws them; a click or an arrow looks at another one. The answer is what was asked for about the one looked at.
pub fn show(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow) -> Option<Asked> {
    ui.label(strong("Candidates in the SIS"));
    let all = &row.candidates;
    if all.is_empty() {
        weak(
            ui,
            "No row of the General Student Table has the IntegrationIDT, the State ID or the number of this profile, and none is like it.",
        );
        return None;
    }
    let looked_at = session.missing.sis.as_ref().map(|s| s.row.record.number.as_str());
    let selected = all.iter().position(|c| Some(c.number.as_str()) == looked_at);
    table(ui, cx, session, all, selected);
    selected
        .and_then(|n| all.get(n))
        .and_then(|c| chosen(ui, cx, session, row, c))
}

/// How likely the row looked at is, what speaks against it, and that it can be said to be another child.
fn chosen(ui: &mut Ui, cx: &Cx<'_>, session: &Session, row: &MissingRow, c: &Candidate) -> Option<Asked> {
    ui.add_space(4.0);
    let warning = match (&c.decided, &c.doubt) {
        (Some(told), _) => Some(format!("{} was {}.", row.number, told.words())),
        (None, Some(doubt)) => Some(format!("{} ({}): {doubt}.", c.name, c.number)),
        (None, None) => None,
    };
    if let Some(warning) = warning {
        note(ui, Tone::Warn, |ui| {
            ui.add(Label::new(format!("⚠ {warning}")).wrap());
        });
    }
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        if session.missing.why.is_some() && link(ui, "Compare them field by field").clicked() {
            asked = Some(Asked::Why);
        }
        if c.decided.is_some() {
            let pressed = ui.add_enabled_ui(!cx.view.busy(), |ui| {
                link(ui, "Take the decision back…").because(WAIT).clicked()
            });
            if pressed.inner {
                asked = Some(Asked::Revoke);
            }
        } else {
            let own = session.missing.sis.as_ref().is_some_and(|s| s.profile.is_some());
            let why_not = match other_profile(session, row) {
                Some(_) if cx.view.busy() => Some(WAIT.to_owned()),
                Some(_) => None,
                None if own => Some(format!("Row {} belongs to this profile itself.", c.number)),
                None => Some(format!(
                    "{} has no profile in this program yet, so there is nothing to tell apart. Import it first.",
                    c.number
                )),
            };
            let pressed = ui.add_enabled_ui(why_not.is_none(), |ui| {
                link(ui, "Not the same student…")
                    .because(why_not.as_deref().unwrap_or_default())
                    .clicked()
            });
            if pressed.inner {
                asked = Some(Asked::NotSame);
            }
        }
    });
    if let Some(why) = &session.missing.why {
        ui.label(strong(format!("Why {} may be the student", c.number)));
        likely::in_words(ui, why);
    }
    asked
}

/// The profile that the row looked at belongs to, when it is another one than the profile that waits.
pub fn other_profile<'a>(session: &'a Session, row: &MissingRow) -> Option<&'a Student> {
    let sis = session.missing.sis.as_ref()?;
    sis.profile.as_deref().filter(|p| p.key != row.key)
}

fn table(ui: &mut Ui, cx: &Cx<'_>, session: &Session, all: &[Candidate], selected: Option<usize>) {
    let wide = ui.available_width() >= ALL_COLUMNS;
    let student = Column::share("Student", 130.0, 1.0);
    let sure = Column::fixed("How sure", 92.0);
    let why = Column::share("Why", 120.0, 1.2);
    let columns = if wide {
        vec![student, Column::share("School", 80.0, 0.7), sure, why]
    } else {
        vec![student, sure, why]
    };
    let theme = Theme::of(ui.ctx());
    let events = TableSpec::new("candidates", "Candidates in the SIS", &columns, all.len())
        .fitted()
        .selected(selected)
        .row_height(theme.size.row_two_lines + 18.0)
        .show(
            ui,
            |n| spoken(session, &all[n]),
            |n, column, ui| {
                let c = &all[n];
                match (column, wide) {
                    (0, _) => drop(cell_lines(ui, &student_cell(session, c, wide), 3)),
                    (1, true) => drop(cell_lines(ui, session.school_name(&c.school), 2)),
                    (1, false) | (2, true) => explained::band_pill(ui, c.band),
                    _ => drop(cell_lines(ui, &why_cell(c), 3)),
                }
            },
        );
    if let Some(c) = events.select.or(events.open).and_then(|n| all.get(n)) {
        cx.send(Command::Missing(MissingCommand::LookAt(c.number.clone())));
    }
}

/// Name, number and birth date, and the school where it has no column.
fn student_cell(session: &Session, c: &Candidate, wide: bool) -> String {
    let born = c
        .birth_date
        .map_or_else(|| "born: not known".to_owned(), |d| format!("born {d}"));
    let mut out = format!("{}\n{} · {born}", c.name, c.number);
    if !wide && !c.school.is_empty() {
        out.push('\n');
        out.push_str(session.school_name(&c.school));
    }
    out
}

/// The reasons, and that there is a doubt or a decision.
fn why_cell(c: &Candidate) -> String {
    match (&c.decided, &c.doubt) {
        (Some(told), _) => told.words(),
        (None, Some(_)) => format!("⚠ {}", c.sentence()),
        (None, None) => c.sentence(),
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
    out.push_str(&format!(". {}. Why: {}", likely::label(c.band), c.sentence()));
    match (&c.decided, &c.doubt) {
        (Some(told), _) => out.push_str(&format!(". {}", told.words())),
        (None, Some(doubt)) => out.push_str(&format!(". Doubt: {doubt}")),
        (None, None) => {}
    }
    out
}
