//! The list of missing IDs to hand on: saved or printed.

use super::MissingRow;
use crate::app::work::WorkError;
use crate::domain::missing::{Cause, Who};
use crate::domain::text::thousands;
use crate::files::report::{Sheet, SheetColumn, SheetRow, print_sheet, save_sheet};
use std::path::Path;

/// The list to hand on: grouped by who must act, with school and what is asked for.
pub fn sheet(missing: &[MissingRow], district: &str, school: &dyn Fn(&str) -> String, made: &str) -> Sheet {
    let mut lines: Vec<(Who, SheetRow)> = Vec::new();
    for row in missing {
        for ask in &row.judged.asks {
            let cells = vec![
                ask.who.label().to_owned(),
                row.name.clone(),
                row.number.clone(),
                row.birth_date.map(|d| d.to_string()).unwrap_or_default(),
                school(&row.school),
                row.state_id.clone(),
                row.judged.cause.map_or("not known", Cause::label).to_owned(),
                row.judged.step_label().to_owned(),
                ask.ask.clone(),
            ];
            lines.push((ask.who, SheetRow { cells, kind: None }));
        }
    }
    lines.sort_by_key(|l| l.0);
    let fact = |name: &str, value: String| (name.to_owned(), value);
    Sheet {
        title: "Students missing IntegrationIDT or with a provisional ID".into(),
        facts: vec![
            fact("District", district.to_owned()),
            fact("Profiles", thousands(missing.len())),
            fact("Made", made.to_owned()),
        ],
        columns: vec![
            SheetColumn::text("Who must act", 24),
            SheetColumn::text("Student", 30),
            SheetColumn::text("Number", 12),
            SheetColumn::text("Birth date", 12),
            SheetColumn::text("School", 22),
            SheetColumn::text("State ID", 13),
            SheetColumn::text("Why", 24),
            SheetColumn::text("Step", 18),
            SheetColumn::text("What is asked for", 80),
        ],
        counts: Who::ALL
            .into_iter()
            .map(|who| {
                (
                    who.label().to_owned(),
                    lines.iter().filter(|l| l.0 == who).count(),
                )
            })
            .filter(|c| c.1 > 0)
            .collect(),
        rows: lines.into_iter().map(|l| l.1).collect(),
        ..Sheet::default()
    }
}

/// Saves the list, `.csv` or `.xlsx` by the ending.
///
/// # Errors
/// Another ending; what the disk says.
pub fn save(path: &Path, sheet: &Sheet) -> Result<(), WorkError> {
    Ok(save_sheet(path, sheet)?)
}

/// The list as a page to print.
pub fn page(sheet: &Sheet) -> String {
    print_sheet(sheet)
}
