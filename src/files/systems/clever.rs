//! Clever: students.csv and schools.csv. A student repeats for each contact.

use super::super::FileError;
use super::super::headers::plain;
use super::super::package::Package;
use super::super::source::{Grid, Progress};
use super::super::table::Record;
use super::sds::join_with_schools;
use crate::domain::roster::{Format, Recognised};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What of a header is Clever's, when it is Clever's.
pub fn recognise(has: &dyn Fn(&str) -> bool) -> Option<String> {
    // Clever's own ID of a student stands beside the student's number; plain lists have one of them.
    let is = has("schoolid") && has("studentid") && (has("studentnumber") || has("hispaniclatino"));
    is.then(|| "School_id, Student_id and Student_number, as Clever has them".to_owned())
}

/// Whether a package is Clever's, and why.
///
/// # Errors
/// When a file of it cannot be read.
pub fn of_package(package: &mut Package<'_>) -> Result<Option<(Format, String)>, FileError> {
    let header: Vec<String> = package.header("students.csv")?.iter().map(|h| plain(h)).collect();
    let has = |name: &str| header.iter().any(|h| h == name);
    let has_schools = package.found("schools.csv").is_some() && has("schoolid") && has("studentid");
    Ok((has_schools || recognise(&has).is_some()).then(|| {
        (
            Format::Clever,
            "students.csv has School_id and Student_id.".to_owned(),
        )
    }))
}

/// Whether the header of a students.csv that was chosen alone is Clever's own; with any schools.csv beside it, it may be a
/// plain list.
///
/// # Errors
/// When it cannot be read.
pub fn is_own(package: &mut Package<'_>) -> Result<bool, FileError> {
    let header: Vec<String> = package.header("students.csv")?.iter().map(|h| plain(h)).collect();
    Ok(recognise(&|name: &str| header.iter().any(|h| h == name)).is_some())
}

/// Joins students.csv with schools.csv.
///
/// # Errors
/// When a file of it is refused whole, students.csv is missing, or it is stopped.
pub fn join(package: &mut Package<'_>, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    join_with_schools(
        package,
        ("students.csv", "School_id"),
        ("schools.csv", "School_id", "School_number", "School_name"),
        progress,
    )
}

/// Lines of the same student for several contacts.
#[derive(Default)]
pub struct Contacts {
    /// What a line says but for the contact, hashed → where the lines that were kept stand.
    kept: HashMap<u64, Vec<usize>>,
    again: usize,
}

impl Contacts {
    /// Whether a line says the same of a student as one before it, but for the contact. The first contact counts.
    pub fn has_again(
        &mut self,
        r: &Record,
        student: usize,
        contact: &[usize],
        records: &mut [Record],
    ) -> bool {
        let student = r.cell(student).trim();
        if student.is_empty() {
            return false;
        }
        let same = |other: &Record| {
            let cells = r.cells.len().max(other.cells.len());
            (0..cells).all(|at| contact.contains(&at) || other.cell(at).trim() == r.cell(at).trim())
        };
        let mut hash = DefaultHasher::new();
        for at in (0..r.filled()).filter(|at| !contact.contains(at)) {
            let cell = r.cell(at).trim();
            if !cell.is_empty() {
                (at, cell).hash(&mut hash);
            }
        }
        let kept = self.kept.entry(hash.finish()).or_default();
        let Some(before) = kept.iter().copied().find(|at| same(&records[*at])) else {
            kept.push(records.len());
            return false;
        };
        let without = |at: &usize| records[before].cell(*at).trim().is_empty();
        if contact.iter().all(without) {
            records[before].cells = r.cells.clone();
        }
        self.again += 1;
        true
    }

    /// Says how many lines there were more.
    pub fn say(&self, recognised: &mut Vec<Recognised>) {
        if self.again > 0 {
            recognised.push(Recognised {
                what: "Contacts",
                value: format!("{} lines more", self.again),
                why: "A student stands there once for each contact; the first contact counts.".into(),
            });
        }
    }
}
