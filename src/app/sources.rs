//! Sources of rosters: how a file is read whose like was imported before. A source is known by its format and its column
//! names, apart for each table.

use crate::domain::roster::{Format, Reading, Roster, Table};
use serde::{Deserialize, Deserializer, Serialize};

/// A source that was imported before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Which table its files go into.
    pub into: Table,
    /// The format of its files.
    pub format: Format,
    /// Its column names, sorted.
    pub headers: Vec<String>,
    /// The name of the file that was imported last.
    pub file: String,
    /// How that was read, as far as it holds for the next one.
    pub reading: Reading,
}

/// Most sources remembered; the one that was not used for longest goes first.
const MOST: usize = 60;

impl Source {
    /// Whether a file is of this source. Files without column names look alike whoever made them, so their name has to be
    /// the same as well.
    pub fn is_of(&self, into: Table, roster: &Roster) -> bool {
        self.into == into
            && self.format == roster.format
            && self.headers == headers(roster)
            && (is_named(roster) || *self.file == *roster.file)
    }
}

/// The source of a file.
pub fn of<'a>(sources: &'a [Source], into: Table, roster: &Roster) -> Option<&'a Source> {
    sources.iter().rev().find(|s| s.is_of(into, roster))
}

/// The source whose last file had this name: the likeliest one, before the file is read.
pub fn by_file<'a>(sources: &'a [Source], into: Table, file: &str) -> Option<&'a Source> {
    sources.iter().rev().find(|s| s.into == into && s.file == file)
}

/// Remembers how a file was read that was imported just now; forgets its source when there is nothing to remember.
pub fn remember(sources: &mut Vec<Source>, into: Table, roster: &Roster) {
    sources.retain(|s| !s.is_of(into, roster));
    let reading = roster.reading.lasting();
    if reading != Reading::default() {
        sources.push(Source {
            into,
            format: roster.format,
            headers: headers(roster),
            file: roster.file.to_string(),
            reading,
        });
    }
    let too_many = sources.len().saturating_sub(MOST);
    sources.drain(..too_many);
}

/// An earlier reading, and what is said now where the two differ.
pub fn overlaid(earlier: &Reading, now: &Reading) -> Reading {
    let mut both = earlier.clone();
    both.format = now.format.or(both.format);
    both.columns
        .extend(now.columns.iter().map(|(header, m)| (header.clone(), *m)));
    both.answers
        .extend(now.answers.iter().map(|(k, a)| (k.clone(), a.clone())));
    both
}

fn headers(roster: &Roster) -> Vec<String> {
    let mut headers: Vec<String> = roster.columns.iter().map(|c| c.header.clone()).collect();
    headers.sort();
    headers
}

/// Whether the columns have names of their own.
fn is_named(roster: &Roster) -> bool {
    let mut columns = roster.columns.iter().enumerate();
    columns.any(|(at, c)| c.header != format!("column {}", at + 1))
}

/// Reads remembered sources. One that a newer or older program wrote differently is left out; the others count.
pub fn lenient<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Source>, D::Error> {
    let each = Vec::<toml::Value>::deserialize(from)?;
    Ok(each.into_iter().filter_map(|v| v.try_into().ok()).collect())
}

#[cfg(test)]
#[path = "sources_tests.rs"]
mod tests;
