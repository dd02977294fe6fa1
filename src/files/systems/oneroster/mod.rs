//! OneRoster 1.1 and 1.2, read leniently and written strictly; and School Data Sync v2, which has the same files.
//!
//! A student is a user with the role student; the school an org of type school; birth date, sex and races stand in
//! demographics.csv. Decided here:
//!
//! * The dates of enrollments.csv are those of classes: a class of the second term begins in January, and every class
//!   ends in June. They say nothing of a student's first and last day at a school and are not read. Entry and exit come
//!   from the role at the school (1.2, School Data Sync), where they are given.
//! * E-mail and phone of a user are the student's own, not the household's; a person can map them.
//! * The student number is `identifier`, or `sourcedId` where no student has one or where it is the state ID.

mod people;
mod read;
mod rows;
mod write;

pub use people::slipped_school;

use super::super::FileError;
use super::super::headers::{plain, roster_column};
use super::super::package::Package;
use super::state_id::{IDENTIFIER, says_state_id};
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::roster::Format;
use crate::domain::roster::RosterColumn::{self, Field as Col, Part};
use crate::domain::student::Field as F;
pub use read::join;
pub use write::{Export, write};

/// The column of races and ethnicity of the joined table.
const RACES: &str = "race and ethnicity";

/// What a column of the joined table holds.
pub fn column(header: &str) -> Option<(RosterColumn, u8)> {
    let exact = match header {
        IDENTIFIER => Col(F::Number),
        "sourcedId" => return Some((Col(F::Number), 1)),
        "familyName" => Col(F::LastName),
        "givenName" => Col(F::FirstName),
        "middleName" => Col(F::MiddleName),
        "preferredFamilyName" => Col(F::PreferredLastName),
        "preferredGivenName" => Col(F::PreferredFirstName),
        "sex" => Col(F::Gender),
        "grades" => Part(P::Grade),
        RACES => Col(F::Ethnicity),
        "suffix" | "birthDate" | "school number" | "school name" | "entry date" | "exit date" => {
            return roster_column(header);
        }
        _ if says_state_id(header) => Col(F::Ssid),
        _ => return None,
    };
    Some((exact, 0))
}

/// Whether a package is one of these, and why.
///
/// # Errors
/// When a file of it cannot be read.
pub fn of_package(package: &mut Package<'_>) -> Result<Option<(Format, String)>, FileError> {
    let users = package.header("users.csv")?;
    let has = |header: &[String], name: &str| header.iter().any(|h| plain(h) == name);
    if !has(&users, "sourcedid") {
        return Ok(None);
    }
    let version = people::version(package)?;
    if let Some(version) = version {
        let why = format!("manifest.csv says oneroster.version {version}.");
        match version.as_str() {
            v if v.starts_with("1.2") => return Ok(Some((Format::OneRoster12, why))),
            v if v.starts_with("1.") => return Ok(Some((Format::OneRoster11, why))),
            _ => {}
        }
    }
    for (name, shown) in [("orgsourcedids", "orgSourcedIds"), ("role", "role")] {
        if has(&users, name) {
            let why = format!("users.csv has the column {shown}.");
            return Ok(Some((Format::OneRoster11, why)));
        }
    }
    if !has(&users, "givenname") {
        return Ok(None);
    }
    let roles = package.header("roles.csv")?;
    if has(&roles, "roletype") || has(&users, "usermasteridentifier") || roles.is_empty() {
        let why = "users.csv has no column role; roles are in roles.csv.".to_owned();
        return Ok(Some((Format::OneRoster12, why)));
    }
    let more = [
        "academicSessions.csv",
        "courses.csv",
        "demographics.csv",
        "userFlags.csv",
        "relationships.csv",
    ];
    Ok(Some(
        match more.into_iter().find(|f| package.found(f).is_some()) {
            Some(file) => (
                Format::Sds21,
                format!("roles.csv has no column roleType, and {file} is there."),
            ),
            None => (Format::Sds2, "roles.csv has no column roleType.".to_owned()),
        },
    ))
}
