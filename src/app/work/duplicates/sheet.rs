//! The worklist as a file to hand on.

use super::{FoundPair, PairState};
use crate::app::work::WorkError;
use crate::domain::matching::Band;
use crate::domain::text::thousands;
use crate::files::report::{Sheet, SheetColumn, SheetRow, save_sheet};
use std::path::Path;

/// Pairs as a list to hand on, each with its reasons in one line.
pub fn sheet<'a>(pairs: impl Iterator<Item = (&'a FoundPair, String)>, district: &str, made: &str) -> Sheet {
    let rows: Vec<SheetRow> = pairs
        .map(|(pair, reasons)| SheetRow {
            cells: vec![
                pair.numbers.0.clone(),
                pair.names.0.clone(),
                pair.numbers.1.clone(),
                pair.names.1.clone(),
                format!("{:.1}", pair.bits),
                pair.band.map_or("", Band::label).to_owned(),
                reasons,
                match &pair.state {
                    PairState::Returned(why) => why.clone(),
                    _ => String::new(),
                },
            ],
            kind: None,
        })
        .collect();
    let fact = |name: &str, value: String| (name.to_owned(), value);
    Sheet {
        title: "Pairs of profiles that may be one student".into(),
        facts: vec![
            fact("District", district.to_owned()),
            fact("Pairs", thousands(rows.len())),
            fact("Made", made.to_owned()),
        ],
        columns: vec![
            SheetColumn::text("First number", 14),
            SheetColumn::text("First student", 30),
            SheetColumn::text("Second number", 14),
            SheetColumn::text("Second student", 30),
            SheetColumn::text("Bits", 8),
            SheetColumn::text("Band", 12),
            SheetColumn::text("Reasons", 80),
            SheetColumn::text("Why it came back", 80),
        ],
        rows,
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
