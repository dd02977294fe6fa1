//! What each student information system calls its columns and files; which of them wrote a file.
//!
//! `member` one file of a package, `state_id` the question where the state's number stands · `oneroster` (and School Data
//! Sync v2, which has the same files), `clever`, `sds` join the files of a package into one table · `powerschool`,
//! `campus`, `edfi` know flat lists · `flat` settles what a flat list says in several columns or by numbers of its own.

mod campus;
mod clever;
mod edfi;
mod flat;
pub mod member;
pub mod oneroster;
mod powerschool;
mod sds;
mod state_id;

use super::FileError;
use super::headers::{plain, roster_column};
use super::package::Package;
use super::source::{Grid, Progress};
use super::table::Record;
use crate::domain::problem::Problem;
use crate::domain::roster::{Format, Reading, Recognised, RosterColumn};

pub use state_id::STATE_ID;

/// Which system's list a header is of, and why that is taken, in words.
pub fn recognise(header: &[&str]) -> (Format, String) {
    let names: Vec<String> = header.iter().map(|h| plain(h)).collect();
    let has = |name: &str| names.iter().any(|n| n == name);
    let found = powerschool::recognise(&has)
        .map(|why| (Format::PowerSchool, why))
        .or_else(|| clever::recognise(&has).map(|why| (Format::Clever, why)))
        .or_else(|| sds::recognise(&has).map(|why| (Format::Sds1, why)))
        .or_else(|| edfi::recognise(&has).map(|why| (Format::EdFi, why)))
        .or_else(|| campus::recognise(header).map(|why| (Format::InfiniteCampus, why)));
    match found {
        Some((format, columns)) => (format, format!("The header has {columns}.")),
        None => (Format::List, String::new()),
    }
}

/// What a header means in the lists of a system, and how surely: 0 is exact.
pub fn column(format: Format, header: &str) -> Option<(RosterColumn, u8)> {
    match format {
        Format::OneRoster11 | Format::OneRoster12 | Format::Sds2 | Format::Sds21 => oneroster::column(header),
        Format::PowerSchool => powerschool::column(header),
        Format::InfiniteCampus => campus::column(header),
        Format::EdFi => edfi::column(header),
        Format::List | Format::Clever | Format::Sds1 => roster_column(header),
    }
    .or_else(|| campus::other_column(format, header))
}

/// Which columns of a header are used together with another one (a city with its street) or by what they say of the row,
/// so that nobody is to be told that they are not used.
pub fn parts(format: Format, header: &[&str]) -> Vec<bool> {
    let names: Vec<String> = header.iter().map(|h| plain(h)).collect();
    flat::parts(format, &names)
}

/// Settles what the lines below a header say in several columns or by numbers of their system: one address, the grade,
/// who is enrolled, one line for each student. Says what was done.
pub fn settle(
    format: Format,
    file: &str,
    records: &mut Vec<Record>,
    header: usize,
    recognised: &mut Vec<Recognised>,
) -> Vec<Problem> {
    flat::settle(format, file, records, header, recognised)
}

/// Which system a package is of, by the names of its files and their headers, and why; `None` when of none.
///
/// # Errors
/// When a file of it cannot be read.
pub fn of_package(package: &mut Package<'_>) -> Result<Option<(Format, String)>, FileError> {
    if let Some(found) = oneroster::of_package(package)? {
        return Ok(Some(found));
    }
    if let Some(found) = clever::of_package(package)? {
        return Ok(Some(found));
    }
    sds::of_package(package)
}

/// Whether a package's students.csv is Clever's by its header alone.
///
/// # Errors
/// When it cannot be read.
pub fn clever_own(package: &mut Package<'_>) -> Result<bool, FileError> {
    clever::is_own(package)
}

/// The files that a package of a format has for us.
pub fn files(format: Format) -> &'static [&'static str] {
    match format {
        Format::OneRoster11 => &["manifest.csv", "users.csv", "orgs.csv", "demographics.csv"],
        Format::OneRoster12 => &[
            "manifest.csv",
            "users.csv",
            "orgs.csv",
            "roles.csv",
            "demographics.csv",
        ],
        Format::Sds2 | Format::Sds21 => &["users.csv", "orgs.csv", "roles.csv", "demographics.csv"],
        Format::Clever => &["students.csv", "schools.csv"],
        Format::Sds1 => &["student.csv", "school.csv"],
        Format::List | Format::PowerSchool | Format::InfiniteCampus | Format::EdFi => &[],
    }
}

/// Joins the files of a package into one table.
///
/// # Errors
/// When one of them is refused whole, one is missing without which nothing can be known, or it is stopped.
pub fn join(
    package: &mut Package<'_>,
    format: Format,
    why: String,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    let mut grid = match format {
        Format::Clever => clever::join(package, progress),
        Format::Sds1 => sds::join(package, progress),
        _ => oneroster::join(package, format, reading, progress),
    }?;
    let files = files(format).iter().filter_map(|f| package.found(f));
    let files: Vec<String> = files.map(str::to_owned).collect();
    grid.format = Some(format);
    grid.recognised.splice(
        0..0,
        [
            Recognised {
                what: "Format",
                value: format.label().to_owned(),
                why,
            },
            Recognised {
                what: "Files",
                value: files.join(", "),
                why: String::new(),
            },
        ],
    );
    Ok(grid)
}
