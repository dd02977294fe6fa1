//! The list of missing IDs as a sheet to hand on.

use super::MissingRow;
use crate::app::work::lists::{About, line, school_name};
use crate::domain::district::School;
use crate::domain::missing::{Cause, Who};
use crate::domain::text::thousands;
use crate::files::report::{Sheet, SheetColumn, SheetRow};

/// The list to hand on: grouped by who must act, with school and what is asked for.
pub fn sheet(missing: &[MissingRow], schools: &[School], about: &About<'_>) -> Sheet {
    let mut lines: Vec<(Who, SheetRow)> = Vec::new();
    for row in missing {
        for ask in &row.judged.asks {
            let cells = vec![
                ask.who.label().to_owned(),
                row.name.clone(),
                row.number.clone(),
                row.birth_date.map(|d| d.to_string()).unwrap_or_default(),
                school_name(schools, &row.school).to_owned(),
                row.state_id.clone(),
                row.judged.cause.map_or("not known", Cause::label).to_owned(),
                row.judged.step_label().to_owned(),
                ask.ask.clone(),
            ];
            lines.push((ask.who, line(cells)));
        }
    }
    lines.sort_by_key(|l| l.0);
    Sheet {
        title: "Students missing IntegrationIDT or with a provisional ID".into(),
        facts: about.facts([("Profiles", thousands(missing.len()))]),
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
