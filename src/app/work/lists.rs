//! How what a screen lists becomes a sheet to hand on: what stands above it, its lines, and the file.

use super::WorkError;
use crate::domain::district::School;
use crate::files::report::{Sheet, SheetRow, save_sheet};
use std::path::Path;

/// What stands above a list, beside what the list itself has to say.
pub struct About<'a> {
    /// The district's name.
    pub district: &'a str,
    /// When it was made.
    pub made: &'a str,
    /// Which part of everything it shows: filter and search; empty when there is nothing to say.
    pub shown: &'a str,
}

impl About<'_> {
    /// The lines above the list: the district, the list's own, which part is shown, and when it was made.
    pub fn facts<'n>(&self, own: impl IntoIterator<Item = (&'n str, String)>) -> Vec<(String, String)> {
        let mut out = vec![("District", self.district.to_owned())];
        out.extend(own);
        if !self.shown.is_empty() {
            out.push(("Shown", self.shown.to_owned()));
        }
        out.push(("Made", self.made.to_owned()));
        out.into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    }
}

/// A line of a list that is not coloured.
pub fn line(cells: Vec<String>) -> SheetRow {
    SheetRow { cells, kind: None }
}

/// A school as a list calls it: by its name, or by its number when it is not known.
pub fn school_name<'a>(schools: &'a [School], code: &'a str) -> &'a str {
    let known = schools.iter().find(|s| s.code.as_str() == code);
    known.map_or(code, |s| &s.name)
}

/// Saves a list, `.csv` or `.xlsx` by the ending.
///
/// # Errors
/// Another ending; what the disk says.
pub fn save(path: &Path, sheet: &Sheet) -> Result<(), WorkError> {
    Ok(save_sheet(path, sheet)?)
}
