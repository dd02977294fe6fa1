//! A row of the General Student Table beside the profile it belongs to, field by field.

use crate::app::{SelectedRow, Session};
use crate::domain::codes::label_of;
use crate::domain::general::{Compared, SisField, Verdict};
use crate::domain::student::{Field, Student};
use crate::ui::screens::words;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Column, TableSpec, cell_lines, cell_text, cell_weak};
use chrono::NaiveDate;
use egui::Ui;

/// Below this width the lines of the table are higher.
const ROOM: f32 = 620.0;

/// What differs: field, in the SIS, profile, what a refresh does. Below it what both say.
pub fn table(ui: &mut Ui, session: &Session, sis: &SelectedRow, today: NaiveDate) {
    let (same, others): (Vec<&Compared>, Vec<&Compared>) =
        sis.compared.iter().partition(|c| c.verdict == Verdict::Same);
    differences(ui, session, sis, others, today);
    if same.is_empty() {
        return;
    }
    ui.add_space(6.0);
    let lines: Vec<(&str, String)> = same
        .into_iter()
        .map(|c| {
            (
                c.field.label(),
                shown(session, c.field, &sis.row.record, &c.sis, today),
            )
        })
        .collect();
    two_columns(ui, "same", "The same in both", &lines);
}

fn differences(
    ui: &mut Ui,
    session: &Session,
    sis: &SelectedRow,
    mut lines: Vec<&Compared>,
    today: NaiveDate,
) {
    if lines.is_empty() {
        return;
    }
    lines.sort_by_key(|c| c.verdict == Verdict::BlankInSis);
    let columns = [
        Column::share("Differs", 90.0, 1.0),
        Column::share("In the SIS", 100.0, 1.4),
        Column::share("Profile", 100.0, 1.4),
        Column::share("What Refresh does", 110.0, 1.6),
    ];
    let theme = Theme::of(ui.ctx());
    let many = if ui.available_width() < ROOM { 3 } else { 2 };
    let height = theme.size.row_two_lines + if many == 3 { 18.0 } else { 0.0 };
    let row = |c: &Compared| {
        let here = |p| shown(session, c.field, p, &c.here, today);
        (
            shown(session, c.field, &sis.row.record, &c.sis, today),
            sis.profile.as_deref().map(here).unwrap_or_default(),
        )
    };
    let name = "The profile beside the row of the SIS";
    TableSpec::new("compared", name, &columns, lines.len())
        .fitted()
        .row_height(height)
        .show(
            ui,
            |at| {
                let c = lines[at];
                let (there, here) = row(c);
                format!(
                    "{}: in the SIS {}, profile {}. {}",
                    c.field.label(),
                    or_blank(&there),
                    or_blank(&here),
                    does(sis, c)
                )
            },
            |at, column, ui| {
                let c = lines[at];
                let (there, here) = row(c);
                match column {
                    0 => drop(cell_lines(ui, c.field.label(), 2)),
                    1 if there.is_empty() => drop(cell_weak(ui, "blank")),
                    1 => drop(cell_lines(ui, &there, many)),
                    2 if here.is_empty() => drop(cell_weak(ui, "blank")),
                    2 => drop(cell_lines(ui, &here, many)),
                    _ => drop(cell_lines(ui, does(sis, c), many)),
                }
            },
        );
}

/// What a refresh does about a line.
fn does<'a>(sis: &SelectedRow, c: &'a Compared) -> &'a str {
    match &c.verdict {
        Verdict::Taken if !sis.linked => {
            "They differ. Refresh can take the SIS's value once the profile is linked."
        }
        other => other.sentence(),
    }
}

/// The row alone, where no profile belongs to it.
pub fn row_alone(ui: &mut Ui, session: &Session, record: &Student, today: NaiveDate) {
    let fields = crate::domain::general::OWNED
        .into_iter()
        .map(SisField::Field)
        .chain([SisField::Field(Field::Ssid), SisField::Enrollment]);
    let lines: Vec<(&str, String)> = fields
        .map(|f| {
            let text = match f {
                SisField::Field(Field::Ssid) if record.ssid.is_none() => record.provisional_id.clone(),
                SisField::Field(field) => record.text(field),
                SisField::Enrollment => String::new(),
            };
            (f.label(), shown(session, f, record, &text, today))
        })
        .collect();
    two_columns(ui, "row", "In the SIS", &lines);
}

/// Fields with their values, a line each.
fn two_columns(ui: &mut Ui, id: &str, title: &str, lines: &[(&str, String)]) {
    let columns = [Column::fixed("Field", 130.0), Column::share(title, 150.0, 1.0)];
    TableSpec::new(id, title, &columns, lines.len()).fitted().show(
        ui,
        |at| format!("{}: {}", lines[at].0, or_blank(&lines[at].1)),
        |at, column, ui| match column {
            0 => drop(cell_text(ui, lines[at].0)),
            _ if lines[at].1.is_empty() => drop(cell_weak(ui, "blank")),
            _ => drop(cell_text(ui, &lines[at].1)),
        },
    );
}

/// A value as people say it: codes by their labels, schools by their names.
fn shown(session: &Session, field: SisField, of: &Student, text: &str, today: NaiveDate) -> String {
    let rules = &session.district.rules;
    match field {
        SisField::Enrollment => of
            .current_enrollment(today)
            .map(|e| words::enrollment(e, session))
            .unwrap_or_default(),
        SisField::Field(Field::Gender) => label_of(&rules.genders, text).to_owned(),
        SisField::Field(Field::Ethnicity) => words::ethnicity(&of.ethnicity, session),
        SisField::Field(_) => text.to_owned(),
    }
}

fn or_blank(text: &str) -> &str {
    if text.is_empty() { "blank" } else { text }
}
