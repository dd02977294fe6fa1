//! Several files that belong together, as a zip or a folder: OneRoster, Clever, School Data Sync.
//!
//! Nothing is unpacked to the disk. A zip is read up to a limit that no list of students reaches, so that one made to
//! fill the memory is refused.

use super::headers::roster_column;
use super::source::{self, Grid, Progress};
use super::{FileError, file_name, systems};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Format, Reading, Recognised, RosterColumn};
use crate::domain::student::Field;
use contents::{EXPECT, LISTS, ends_in};
use std::io::Cursor;
use std::path::Path;
use zip::ZipArchive;

mod contents;

pub use contents::Package;

/// What the known packages consist of, for messages.
const EXPECTED: &str = "one list of students, or the files of OneRoster (users.csv, orgs.csv, demographics.csv), Clever (students.csv, schools.csv) or School Data Sync (Student.csv, School.csv; users.csv, orgs.csv, roles.csv)";

/// Files of packages that have nothing of students, but may be the one that somebody chooses.
const OTHER_FILES: [&str; 5] = [
    "enrollments.csv",
    "academicSessions.csv",
    "classes.csv",
    "courses.csv",
    "StudentEnrollment.csv",
];

/// Whether a file is a zip of lists, and its name does not claim to be text. A workbook is a zip too, of other things.
pub fn is_zip(file: &str, bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
    if !begins || ends_in(file, &LISTS) {
        return false;
    }
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return true;
    };
    !archive
        .file_names()
        .flatten()
        .any(|n| n == "[Content_Types].xml" || n == "mimetype")
}

/// Reads a folder.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_folder(path: &Path, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    Package::folder(path)?.read(reading, progress)
}

/// Reads a zip.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_zip(
    file: &str,
    bytes: &[u8],
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    Package::zip(file, bytes)?.read(reading, progress)
}

/// Reads a single file of a package together with those that lie beside it: `users.csv` alone says neither who is a
/// student nor when they were born. `None` when the file is none of a package.
///
/// # Errors
/// When the package is refused whole or stopped.
pub fn open_beside(
    path: &Path,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Option<Grid>, FileError> {
    let chosen = file_name(path);
    let is_of = |f| systems::files(f).iter().any(|n| n.eq_ignore_ascii_case(&chosen));
    let is_other = OTHER_FILES.iter().any(|n| n.eq_ignore_ascii_case(&chosen));
    let wanted = is_other || Format::ALL.into_iter().any(is_of);
    let Some(folder) = path.parent().filter(|_| wanted) else {
        return Ok(None);
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // What else lies in the folder may be anything; the file itself is read as a list then.
    let Ok(mut package) = Package::of_folder(folder, &chosen) else {
        return Ok(None);
    };
    let found = match systems::of_package(&mut package) {
        Ok(Some((format, why))) if is_other || is_of(format) => (format, why),
        _ => return Ok(None),
    };
    if reading.format.is_some_and(|f| f != found.0) {
        return Ok(None);
    }
    let is_said = reading.format == Some(found.0);
    if found.0 == Format::Clever && !is_said && !systems::clever_own(&mut package)? {
        return Ok(None);
    }
    package.problems.clear();
    let mut grid = package.join(found, reading, progress)?;
    grid.recognised.push(Recognised {
        what: "Chosen file",
        value: chosen,
        why: "It is one of several that belong together; those that lie beside it were read too.".into(),
    });
    Ok(Some(grid))
}

impl Package<'_> {
    fn read(mut self, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
        let found = match reading.format {
            Some(format) if systems::files(format).is_empty() => None,
            Some(format) => Some((format, "A person said so.".to_owned())),
            None => systems::of_package(&mut self)?,
        };
        match found {
            Some(found) => self.join(found, reading, progress),
            None => self.one_list(reading, progress),
        }
    }

    fn join(
        mut self,
        (format, why): (Format, String),
        reading: &Reading,
        progress: &mut Progress<'_>,
    ) -> Result<Grid, FileError> {
        let mut grid = systems::join(&mut self, format, why, reading, progress)?;
        grid.problems.splice(0..0, self.problems);
        Ok(grid)
    }

    /// The one list that is there, or the only one that has students in it.
    fn one_list(mut self, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
        let mut lists: Vec<usize> = (0..self.entries.len()).collect();
        let several = lists.len() > 1;
        if several {
            let mut of_students = Vec::new();
            for at in lists {
                if self.first_lines(at)?.iter().any(|line| is_of_students(line)) {
                    of_students.push(at);
                }
            }
            lists = of_students;
        }
        let [at] = lists[..] else {
            return Err(self.unknown());
        };
        let bytes = self.whole(at)?;
        let mut grid = source::grid(&self.label(at), &bytes, &EXPECT, reading, progress)?;
        let why = if several {
            "It is the only list there with students’ numbers, names and birth dates.".to_owned()
        } else {
            "It is the only list there.".to_owned()
        };
        grid.recognised.insert(
            0,
            Recognised {
                what: "Files",
                value: self.entries[at].name.clone(),
                why,
            },
        );
        Ok(grid)
    }

    fn unknown(&self) -> FileError {
        let mut found: Vec<&str> = self.entries.iter().map(|e| e.name.as_str()).collect();
        found.extend(self.others.iter().map(String::as_str));
        let found = if found.is_empty() {
            "nothing".to_owned()
        } else {
            shorten(&found.join(", "), 400)
        };
        FileError::Refused(Box::new(Problem::of_file(
            self.file(),
            Severity::Refused,
            format!("It is no package of lists that is known. Found: {found}. Expected: {EXPECTED}."),
        )))
    }
}

/// Whether a line has the names of the columns that a list of students cannot do without.
fn is_of_students(line: &[String]) -> bool {
    let has = |wanted| {
        line.iter()
            .any(|c| roster_column(c).is_some_and(|(found, _)| found == wanted))
    };
    [Field::Number, Field::LastName, Field::FirstName, Field::BirthDate]
        .into_iter()
        .all(|f| has(RosterColumn::Field(f)))
}
