//! Clever: students.csv and schools.csv. A student repeats for each contact.

use super::super::FileError;
use super::super::headers::plain;
use super::super::package::Package;
use super::super::source::{Grid, Progress};
use super::sds::join_with_schools;
use crate::domain::roster::Format;

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
