//! The pairs, and what was decided about pairs, as files to hand on.

use super::{FoundPair, PairState, Remembered};
use crate::app::work::lists::{About, line, school_name};
use crate::domain::date::written;
use crate::domain::district::School;
use crate::domain::matching::{Band, Verdict, odds};
use crate::domain::text::thousands;
use crate::files::report::{Sheet, SheetColumn, SheetRow};
use chrono::Local;

/// Pairs as a list to hand on, each with its reasons in one line.
pub fn sheet<'a>(
    pairs: impl Iterator<Item = (&'a FoundPair, String)>,
    schools: &[School],
    about: &About<'_>,
) -> Sheet {
    let rows: Vec<SheetRow> = pairs
        .map(|(pair, reasons)| {
            let mut cells = vec![
                pair.numbers.0.clone(),
                pair.names.0.clone(),
                pair.numbers.1.clone(),
                pair.names.1.clone(),
            ];
            let both = &pair.known;
            cells.extend(
                both.iter()
                    .map(|k| k.born.map_or_else(String::new, |d| d.to_string())),
            );
            cells.extend(both.iter().map(|k| k.ssid.clone()));
            cells.extend(both.iter().map(|k| school_name(schools, &k.school).to_owned()));
            cells.extend([
                pair.band.map_or("Unlikely", Band::label).to_owned(),
                odds(pair.bits),
                format!("{:.1}", pair.bits),
                reasons,
                standing(&pair.state),
            ]);
            line(cells)
        })
        .collect();
    Sheet {
        title: "Pairs of profiles that may be one student".into(),
        facts: about.facts([("Pairs", thousands(rows.len()))]),
        columns: vec![
            SheetColumn::text("First number", 14),
            SheetColumn::text("First student", 30),
            SheetColumn::text("Second number", 14),
            SheetColumn::text("Second student", 30),
            SheetColumn::text("First birth date", 14),
            SheetColumn::text("Second birth date", 14),
            SheetColumn::text("First SSID", 14),
            SheetColumn::text("Second SSID", 14),
            SheetColumn::text("First school", 24),
            SheetColumn::text("Second school", 24),
            SheetColumn::text("How likely", 12),
            SheetColumn::text("Odds that they are one", 22),
            SheetColumn::text("Bits", 8),
            SheetColumn::text("Reasons", 80),
            SheetColumn::text("What was decided", 60),
        ],
        rows,
        ..Sheet::default()
    }
}

/// What was decided about a pair; empty when nobody did.
fn standing(state: &PairState) -> String {
    match state {
        PairState::Open => String::new(),
        PairState::Returned(why) => format!("Came back. {why}"),
        PairState::Parked(until) => format!("Parked until {}", written(*until)),
        PairState::Decided(verdict) => decided(*verdict),
    }
}

/// A verdict as a cell says it: `Not the same student`.
fn decided(verdict: Verdict) -> String {
    match verdict {
        Verdict::Same => "The same student".into(),
        Verdict::NotSame => "Not the same student".into(),
        Verdict::Parked { until } => format!("Parked until {}", written(until)),
    }
}

/// Decisions as a list to hand on: when, by whom, what and why, about which two.
pub fn decisions_sheet(decisions: &[Remembered], about: &About<'_>) -> Sheet {
    let rows: Vec<SheetRow> = decisions
        .iter()
        .map(|told| {
            let d = &told.decision;
            let since = if told.merged { "merged since" } else { "" };
            line(vec![
                d.at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string(),
                d.by.clone(),
                decided(d.verdict),
                d.reason.clone(),
                told.numbers.0.clone(),
                told.names.0.clone(),
                told.numbers.1.clone(),
                told.names.1.clone(),
                since.to_owned(),
            ])
        })
        .collect();
    Sheet {
        title: "Decisions about pairs of profiles".into(),
        facts: about.facts([("Decisions", thousands(rows.len()))]),
        columns: vec![
            SheetColumn::text("When", 18),
            SheetColumn::text("Who", 20),
            SheetColumn::text("Decision", 24),
            SheetColumn::text("Reason", 60),
            SheetColumn::text("First number", 14),
            SheetColumn::text("First student", 30),
            SheetColumn::text("Second number", 14),
            SheetColumn::text("Second student", 30),
            SheetColumn::text("Since", 14),
        ],
        rows,
        ..Sheet::default()
    }
}
