//! Microsoft School Data Sync v1: Student.csv and School.csv. (v2 has the files of OneRoster.)

use super::super::FileError;
use super::super::headers::plain;
use super::super::package::Package;
use super::super::source::{Grid, Progress};
use super::super::table::Record;
use super::member::{self, Tally, cell, go_on};
use super::oneroster::slipped_school;
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::Format;
use std::collections::HashMap;

/// What of a header is School Data Sync's, when it is.
pub fn recognise(has: &dyn Fn(&str) -> bool) -> Option<String> {
    (has("sisid") && has("schoolsisid"))
        .then(|| "SIS ID and School SIS ID, as Microsoft School Data Sync has them".to_owned())
}

/// Whether a package is of School Data Sync v1, and why.
///
/// # Errors
/// When a file of it cannot be read.
pub fn of_package(package: &mut Package<'_>) -> Result<Option<(Format, String)>, FileError> {
    let header: Vec<String> = package.header("Student.csv")?.iter().map(|h| plain(h)).collect();
    let has = |name: &str| header.iter().any(|h| h == name);
    Ok(recognise(&has).map(|_| {
        (
            Format::Sds1,
            "Student.csv has SIS ID and School SIS ID.".to_owned(),
        )
    }))
}

/// Joins Student.csv with School.csv.
///
/// # Errors
/// When a file of it is refused whole, Student.csv is missing, or it is stopped.
pub fn join(package: &mut Package<'_>, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    join_with_schools(
        package,
        ("Student.csv", "School SIS ID"),
        ("School.csv", "SIS ID", "School Number", "Name"),
        progress,
    )
}

const UNKNOWN_SCHOOL: &str =
    "{} with a school that is not in the list of schools: its ID was taken for the school number.";

/// Joins a list of students (its name, its column of the school's ID) with one of schools (its name, its columns of ID,
/// number and name): the number stands in place of the ID, the name behind the last column.
///
/// # Errors
/// When a file is refused whole, the students are missing, or it is stopped.
pub fn join_with_schools(
    package: &mut Package<'_>,
    (students, school_id): (&str, &str),
    (schools, id, number, name): (&str, &str, &str, &str),
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    let mut known: HashMap<String, (String, String)> = HashMap::new();
    let list = package.member(schools, progress)?;
    let has_list = list.is_some();
    let mut of_schools = Vec::new();
    if let Some(list) = list {
        let (id, number, name) = (list.need(id)?, list.at(number), list.at(name));
        let count = list.records.len();
        for (i, r) in list.records.iter().enumerate() {
            let id = r.cell(id).trim();
            if let Some(problem) = list.fault(r, i + 1 == count) {
                let (number, problem) = slipped_school(id, r.line, problem);
                of_schools.push(problem);
                known.insert(id.to_owned(), (number, String::new()));
                continue;
            }
            let number = Some(cell(r, number)).filter(|n| !n.is_empty()).unwrap_or(id);
            known.insert(id.to_owned(), (number.to_owned(), cell(r, name).to_owned()));
        }
    }
    let Some(mut list) = package.member(students, progress)? else {
        return Err(FileError::refused(
            package.file(),
            format!("{students} is not there, without which no students can be read."),
        ));
    };
    let mut grid = member::grid(list.label.clone());
    grid.problems.append(&mut of_schools);
    if !has_list {
        let message = format!("{schools} is not there: the IDs of the schools were taken for their numbers.");
        let said = Problem::of_file(package.file(), Severity::Warning, message);
        grid.problems.push(said);
    }
    let (school, password) = (list.at(school_id), list.at("Password"));
    let mut tally = Tally::default();
    let header = Record {
        line: list.header_line,
        cells: list
            .names
            .iter()
            .map(String::as_str)
            .chain(["School name"])
            .collect(),
        stray_quote: false,
    };
    grid.records.push(header);
    let records = std::mem::take(&mut list.records);
    let (count, whole) = (records.len(), list.names.len());
    for (i, mut r) in records.into_iter().enumerate() {
        go_on(i, progress)?;
        if let Some(problem) = list.held(&r, i + 1 == count) {
            grid.held.insert(r.line, problem);
            // What its cells say is settled no further.
            r.stray_quote = true;
            r.cells.truncate(whole);
            grid.records.push(r);
            continue;
        }
        let id = cell(&r, school);
        let org = known.get(id);
        if org.is_none() && has_list && !id.is_empty() {
            tally.add(UNKNOWN_SCHOOL, r.line, "school", id);
        }
        let cells = (0..whole)
            .map(|at| match org {
                // Passwords are nobody's business here, not even as samples of a column.
                _ if Some(at) == password => "",
                Some((number, _)) if Some(at) == school => number.as_str(),
                _ => r.cell(at),
            })
            .chain([org.map_or("", |o| o.1.as_str())])
            .collect();
        grid.records.push(Record {
            line: r.line,
            cells,
            stray_quote: false,
        });
    }
    grid.problems.extend(tally.problems(&grid.file));
    Ok(grid)
}
