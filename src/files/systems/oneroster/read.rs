//! Joins users, orgs, roles and demographics into one table: one row for each student and school.

use super::super::super::package::Package;
use super::super::super::source::{Grid, Progress};
use super::super::super::table::Record;
use super::super::super::{FileError, headers::plain};
use super::super::member::{self, Member, Tally, cell, go_on};
use super::super::state_id::{self, Candidate, IDENTIFIER};
use super::people::{Manifest, OWN_SUFFIX, Org, People, Role, Roles, demographics, is_deleted, orgs};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Format, Reading, Recognised};
use std::collections::HashMap;

/// More kinds of user IDs and extension columns than these are not offered.
const MOST_EXTRAS: usize = 12;

/// The columns of users.csv.
pub(super) struct Columns {
    pub(super) id: usize,
    pub(super) given: usize,
    pub(super) family: usize,
    pub(super) middle: Option<usize>,
    pub(super) suffix: Option<usize>,
    pub(super) preferred_given: Option<usize>,
    pub(super) preferred_family: Option<usize>,
    pub(super) status: Option<usize>,
    pub(super) role: Option<usize>,
    pub(super) orgs: Option<usize>,
    pub(super) primary: Option<usize>,
    pub(super) grades: Option<usize>,
    pub(super) identifier: Option<usize>,
    pub(super) user_ids: Option<usize>,
    /// Columns that are shown as they stand: they may hold the state ID, or a person may map them.
    pub(super) plain: Vec<usize>,
}

impl Columns {
    fn of(file: &Member) -> Result<Self, FileError> {
        let is_extra =
            |n: &str| n.to_ascii_lowercase().starts_with("metadata.") && plain(n) != plain(OWN_SUFFIX);
        let extras = (0..file.names.len())
            .filter(|i| is_extra(&file.names[*i]))
            .take(MOST_EXTRAS);
        let shown = ["userMasterIdentifier", "email", "phone"]
            .into_iter()
            .filter_map(|n| file.at(n));
        Ok(Self {
            id: file.need("sourcedId")?,
            given: file.need("givenName")?,
            family: file.need("familyName")?,
            middle: file.at("middleName"),
            suffix: file.at(OWN_SUFFIX),
            preferred_given: file.at("preferredGivenName"),
            preferred_family: file.at("preferredFamilyName"),
            status: file.at("status"),
            role: file.at("role"),
            orgs: file.at("orgSourcedIds").or_else(|| file.at("orgSourcedId")),
            primary: file.at("primaryOrgSourcedId"),
            grades: file.at("grades").or_else(|| file.at("grade")),
            identifier: file.at("identifier"),
            user_ids: file.at("userIds"),
            plain: shown.chain(extras).collect(),
        })
    }
}

/// The IDs of a user by their kind: `{StateID:1234567},{LDAP:anna}`.
pub(super) fn user_ids(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.split('{').filter_map(|part| {
        let (kind, id) = part.split('}').next()?.split_once(':')?;
        Some((kind.trim(), id.trim()))
    })
}

/// Joins a package.
///
/// # Errors
/// When a file of it is refused whole, users.csv is missing, or it is stopped.
pub fn join(
    package: &mut Package<'_>,
    format: Format,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    let manifest = Manifest::read(package, progress)?;
    let mut missing = Vec::new();
    let mut org_problems = Vec::new();
    let schools = match package.member("orgs.csv", progress)? {
        Some(file) => orgs(&file, &mut org_problems)?,
        None => {
            missing.push("orgs.csv is not there: the IDs of the schools were taken for their numbers.");
            HashMap::new()
        }
    };
    let mut of_persons = None;
    let people = match package.member("demographics.csv", progress)? {
        Some(file) => {
            of_persons = Some(file.label.clone());
            Some(demographics(file, &mut org_problems, progress)?)
        }
        None => {
            missing.push("demographics.csv is not there: birth dates, sex and races were not read.");
            None
        }
    };
    let mut problems = Vec::new();
    let users_have_role = package.header("users.csv")?.iter().any(|h| plain(h) == "role");
    let roles = match package.member("roles.csv", progress)? {
        // A manifest may name the wrong version: where users have no role, theirs stand there.
        Some(file) if format != Format::OneRoster11 || !users_have_role => {
            let (roles, broken) = Roles::read(file, progress)?;
            problems.extend(broken);
            Some(roles)
        }
        _ => None,
    };
    let Some(users) = package.member("users.csv", progress)? else {
        return Err(no_users(package, format));
    };
    let columns = Columns::of(&users)?;
    if roles.is_none() && columns.role.is_none() {
        return Err(FileError::refused(
            package.file(),
            "roles.csv is not there, so it cannot be known who of users.csv is a student. Choose the folder or zip that has all files.",
        ));
    }
    let mut grid = member::grid(users.label.clone());
    grid.changes_only = manifest.says("users.csv", "delta");
    for message in missing {
        problems.push(Problem::of_file(package.file(), Severity::Warning, message));
    }
    grid.problems = problems;
    grid.problems.extend(org_problems);
    let mut joining = Joining {
        columns,
        roles,
        schools,
        people,
        demographics: of_persons,
        tally: Tally::default(),
        candidates: Vec::new(),
        number: None,
        dates: false,
        changes_only: grid.changes_only,
    };
    joining.look(&users, progress)?;
    let label = users.label.clone();
    grid.questions
        .extend(state_id::ask(&label, &joining.candidates, reading));
    if joining.number.is_none() {
        grid.recognised.push(Recognised {
            what: "Student number",
            value: "sourcedId".into(),
            why: "No student has an identifier.".into(),
        });
    }
    joining.rows(users, &mut grid, progress)?;
    grid.problems.extend(joining.tally.problems(&label));
    if grid.changes_only {
        grid.recognised.push(Recognised {
            what: "Content",
            value: "Changes only".into(),
            why: "manifest.csv says file.users delta.".into(),
        });
    }
    Ok(grid)
}

fn no_users(package: &Package<'_>, format: Format) -> FileError {
    FileError::refused(
        package.file(),
        format!(
            "users.csv is not there, without which {} cannot be read.",
            format.label()
        ),
    )
}

/// A join on its way.
pub(super) struct Joining {
    pub(super) columns: Columns,
    pub(super) roles: Option<Roles>,
    pub(super) schools: HashMap<Box<str>, Org>,
    pub(super) people: Option<People>,
    /// How problems name the file that they come from.
    pub(super) demographics: Option<String>,
    pub(super) tally: Tally,
    pub(super) candidates: Vec<Candidate>,
    /// The column of the student number; the ID where there is none.
    pub(super) number: Option<usize>,
    /// Whether roles have days.
    pub(super) dates: bool,
    /// Whether the package has changes only.
    pub(super) changes_only: bool,
}

impl Joining {
    /// Whether a row is a student's, as far as it can be known; says nothing.
    pub(super) fn is_student(&self, r: &Record) -> bool {
        if is_deleted(cell(r, self.columns.status)) {
            return false;
        }
        match &self.roles {
            Some(roles) => roles.of.contains_key(r.cell(self.columns.id).trim()),
            None => plain(cell(r, self.columns.role)) == "student",
        }
    }

    /// Looks through all students first: which columns may hold the state ID, and which the student number.
    fn look(&mut self, users: &Member, progress: &mut Progress<'_>) -> Result<(), FileError> {
        let c = &self.columns;
        let mut kinds: Vec<Candidate> = Vec::new();
        let mut shown: Vec<Candidate> = c
            .plain
            .iter()
            .map(|at| Candidate::new(users.names[*at].clone()))
            .collect();
        let mut identifier = Candidate::new(IDENTIFIER.to_owned());
        for (i, r) in users.records.iter().enumerate() {
            go_on(i, progress)?;
            if !self.is_student(r) {
                continue;
            }
            for (kind, id) in user_ids(cell(r, c.user_ids)) {
                let name = || format!("userIds: {kind}");
                let at = kinds.iter().position(|k| k.name[9..].eq_ignore_ascii_case(kind));
                match at {
                    Some(at) => kinds[at].see(id, r.line),
                    None if kinds.len() < MOST_EXTRAS => {
                        kinds.push(Candidate::new(name()));
                        if let Some(k) = kinds.last_mut() {
                            k.see(id, r.line);
                        }
                    }
                    None => {}
                }
            }
            for (seen, at) in shown.iter_mut().zip(&c.plain) {
                seen.see(cell(r, Some(*at)), r.line);
            }
            identifier.see(cell(r, c.identifier), r.line);
        }
        // A column in which no student has anything is not shown.
        let mut filled = shown.iter().map(|s| s.rows > 0);
        self.columns.plain.retain(|_| filled.next().unwrap_or(false));
        self.number = self.columns.identifier.filter(|_| identifier.rows > 0);
        kinds.extend(shown.into_iter().filter(|s| s.rows > 0));
        if identifier.rows > 0 {
            kinds.push(identifier);
        }
        self.candidates = kinds;
        let has_days = |r: &Role| !r.begins.is_empty() || !r.ends.is_empty();
        self.dates = self
            .roles
            .as_ref()
            .is_some_and(|r| r.of.values().flatten().any(has_days));
        Ok(())
    }
}
