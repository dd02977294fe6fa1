//! Joins users, orgs, roles and demographics into one table: one row for each student and school.

use super::super::super::package::Package;
use super::super::super::source::{Grid, Progress};
use super::super::super::table::Record;
use super::super::super::{FileError, headers::plain};
use super::super::member::{self, Member, Tally, cell, go_on};
use super::super::state_id::{self, Candidate, IDENTIFIER};
use super::RACES;
use super::people::{Manifest, Org, Person, Role, Roles, demographics, is_deleted, orgs};
use crate::domain::codes::SUFFIXES;
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Format, Reading, Recognised};
use csv::StringRecord;
use std::collections::HashMap;

/// More kinds of user IDs and extension columns than these are not offered.
const MOST_EXTRAS: usize = 12;

const DELETED: &str = "{} marked “tobedeleted” not taken. Who is on file here is listed as no longer in the file; nobody is removed.";
const NO_ROLE: &str =
    "{} of a user without a role in roles.csv passed over: it is not known who is a student.";
const NO_SCHOOL: &str = "{} of a student at no org of the type school: no school was taken.";
const UNKNOWN_ORG: &str = "{} with a school that is not in orgs.csv: its ID was taken for the school number.";
const SUFFIX: &str = "{} with a suffix (Jr, Sr, II …) at the end of familyName: it was taken as the suffix.";
const UNSPECIFIED: &str = "{} with the sex “unspecified”: taken as not known.";
const OTHER: &str = "{} with the sex “other”: taken as “Not listed”.";
const PRESCHOOL: &str = "{} with the grade PR (preschool): taken as PK.";
const NO_PERSON: &str =
    "{} of a student who is not in demographics.csv: birth date, sex and races are not known.";

/// The columns of users.csv.
struct Columns {
    id: usize,
    given: usize,
    family: usize,
    middle: Option<usize>,
    preferred_given: Option<usize>,
    preferred_family: Option<usize>,
    status: Option<usize>,
    role: Option<usize>,
    orgs: Option<usize>,
    primary: Option<usize>,
    grades: Option<usize>,
    identifier: Option<usize>,
    user_ids: Option<usize>,
    /// Columns that are shown as they stand: they may hold the state ID, or a person may map them.
    plain: Vec<usize>,
}

impl Columns {
    fn of(file: &Member) -> Result<Self, FileError> {
        let is_extra = |n: &str| n.to_ascii_lowercase().starts_with("metadata.");
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
fn user_ids(text: &str) -> impl Iterator<Item = (&str, &str)> {
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
    let schools = match package.member("orgs.csv", progress)? {
        Some(file) => orgs(&file)?,
        None => {
            missing.push("orgs.csv is not there: the IDs of the schools were taken for their numbers.");
            HashMap::new()
        }
    };
    let people = match package.member("demographics.csv", progress)? {
        Some(file) => Some(demographics(file, progress)?),
        None => {
            missing.push("demographics.csv is not there: birth dates, sex and races were not read.");
            None
        }
    };
    let mut problems = Vec::new();
    let roles = match package.member("roles.csv", progress)? {
        Some(file) if format != Format::OneRoster11 => {
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
    let mut joining = Joining {
        columns,
        roles,
        schools,
        people,
        tally: Tally::default(),
        candidates: Vec::new(),
        number: None,
        dates: false,
    };
    joining.look(&users, progress)?;
    let label = users.label.clone();
    grid.questions
        .extend(state_id::ask(&label, &joining.candidates, reading));
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

struct Joining {
    columns: Columns,
    roles: Option<Roles>,
    schools: HashMap<Box<str>, Org>,
    people: Option<HashMap<Box<str>, Person>>,
    tally: Tally,
    candidates: Vec<Candidate>,
    /// The column of the student number; the ID where there is none.
    number: Option<usize>,
    /// Whether roles have days.
    dates: bool,
}

impl Joining {
    /// Whether a row is a student's, as far as it can be known; says nothing.
    fn is_student(&self, r: &Record) -> bool {
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

    /// Fills the table.
    fn rows(
        &mut self,
        mut users: Member,
        grid: &mut Grid,
        progress: &mut Progress<'_>,
    ) -> Result<(), FileError> {
        let state_id = grid.questions.first().and_then(|q| q.answer.clone());
        let state_in_identifier = state_id.as_deref() == Some(IDENTIFIER);
        let kinds: Vec<String> = self
            .candidates
            .iter()
            .filter_map(|c| c.name.strip_prefix("userIds: ").map(str::to_owned))
            .collect();
        let mut header: Vec<&str> = Vec::new();
        let by_number = self.number.is_some() && !state_in_identifier;
        header.push(if by_number { IDENTIFIER } else { "sourcedId" });
        header.extend(["familyName", "givenName", "middleName", "suffix"]);
        header.extend([
            "preferredFamilyName",
            "preferredGivenName",
            "birthDate",
            "sex",
            RACES,
        ]);
        header.extend(["grades", "school number", "school name"]);
        if self.dates {
            header.extend(["entry date", "exit date"]);
        }
        if state_in_identifier {
            header.push(IDENTIFIER);
        }
        let kind_names: Vec<String> = kinds.iter().map(|k| format!("userIds: {k}")).collect();
        header.extend(kind_names.iter().map(String::as_str));
        header.extend(self.columns.plain.iter().map(|at| users.names[*at].as_str()));
        grid.records.push(Record {
            line: users.header_line,
            cells: StringRecord::from(header),
            stray_quote: false,
        });
        let records = std::mem::take(&mut users.records);
        let count = records.len();
        for (i, r) in records.into_iter().enumerate() {
            go_on(i, progress)?;
            let id = r.cell(self.columns.id).trim();
            if !self.is_student(&r) {
                self.passed_over(&r, id);
                continue;
            }
            let number = if by_number { cell(&r, self.number) } else { id };
            let person = self.people.as_mut().map(|p| p.remove(id));
            let broken = users.fault(&r, i + 1 == count).or_else(|| {
                let person = person.as_ref()?.as_ref()?;
                person.broken.as_deref().cloned()
            });
            if let Some(problem) = broken {
                grid.held.insert(r.line, problem);
                let cells = [
                    number,
                    cell(&r, Some(self.columns.family)),
                    cell(&r, Some(self.columns.given)),
                ];
                grid.records.push(Record {
                    line: r.line,
                    cells: StringRecord::from(&cells[..]),
                    stray_quote: false,
                });
                continue;
            }
            if matches!(person, Some(None)) {
                self.tally.add(NO_PERSON, r.line, "sourcedId", id);
            }
            let person = person.flatten().unwrap_or_default();
            let sex = self.sex(&person, r.line);
            for role in self.schools_of(&r, id) {
                let mut cells = StringRecord::with_capacity(160, 16);
                cells.push_field(number);
                self.names(&r, &mut cells);
                cells.push_field(&person.birth);
                cells.push_field(sex);
                cells.push_field(&person.races);
                self.school(&role, &r, &mut cells);
                if state_in_identifier {
                    cells.push_field(cell(&r, self.columns.identifier));
                }
                for kind in &kinds {
                    let mut ids = user_ids(cell(&r, self.columns.user_ids));
                    let id = ids.find(|(k, _)| k.eq_ignore_ascii_case(kind));
                    cells.push_field(id.map_or("", |i| i.1));
                }
                for at in &self.columns.plain {
                    cells.push_field(cell(&r, Some(*at)));
                }
                grid.records.push(Record {
                    line: r.line,
                    cells,
                    stray_quote: false,
                });
            }
        }
        Ok(())
    }

    fn passed_over(&mut self, r: &Record, id: &str) {
        let status = cell(r, self.columns.status);
        let named = match &self.roles {
            Some(roles) => roles.of.contains_key(id),
            None => plain(cell(r, self.columns.role)) == "student",
        };
        if is_deleted(status) && named {
            self.tally.add(DELETED, r.line, "status", status);
        } else if let Some(roles) = &self.roles
            && !is_deleted(status)
            && !named
            && !roles.others.contains(id)
            && self.columns.role.is_none()
        {
            // Guardians need no role in School Data Sync; who has demographics is no guardian.
            let known = self.people.as_ref().is_some_and(|p| p.contains_key(id));
            if known || !cell(r, self.columns.grades).is_empty() {
                self.tally.add(NO_ROLE, r.line, "sourcedId", id);
            }
        }
    }

    fn sex<'a>(&mut self, person: &'a Person, line: u64) -> &'a str {
        match plain(&person.sex).as_str() {
            "unspecified" => {
                self.tally.add(UNSPECIFIED, line, "sex", &person.sex);
                ""
            }
            "other" => {
                self.tally.add(OTHER, line, "sex", &person.sex);
                "Not listed"
            }
            _ => &person.sex,
        }
    }

    /// Family name without its suffix, given and middle name, suffix, preferred names.
    fn names(&mut self, r: &Record, cells: &mut StringRecord) {
        let family = r.cell(self.columns.family).trim();
        let (last, suffix) = split_suffix(family);
        if !suffix.is_empty() {
            self.tally.add(SUFFIX, r.line, "familyName", family);
        }
        cells.push_field(last);
        cells.push_field(r.cell(self.columns.given).trim());
        cells.push_field(cell(r, self.columns.middle));
        cells.push_field(suffix);
        cells.push_field(cell(r, self.columns.preferred_family));
        cells.push_field(cell(r, self.columns.preferred_given));
    }

    /// Where a student goes to school: the roles at schools, or one without a school.
    fn schools_of(&mut self, r: &Record, id: &str) -> Vec<Role> {
        let mut roles = match self.roles.as_mut() {
            Some(roles) => roles.of.get(id).cloned().unwrap_or_default(),
            None => {
                let all = cell(r, self.columns.orgs).split(',').map(str::trim);
                let role = |org: &str| Role {
                    org: org.into(),
                    ..Role::default()
                };
                all.filter(|o| !o.is_empty()).map(role).collect()
            }
        };
        let primary = cell(r, self.columns.primary);
        roles.sort_by_key(|role| !primary.is_empty() && &*role.org != primary);
        let known = !self.schools.is_empty();
        let grade = roles.iter().map(|r| r.grade.clone()).find(|g| !g.is_empty());
        roles.retain(|role| {
            !role.org.is_empty() && self.schools.get(&role.org).is_none_or(|org| org.is_school)
        });
        if known && let Some(role) = roles.iter().find(|role| !self.schools.contains_key(&role.org)) {
            self.tally.add(UNKNOWN_ORG, r.line, "orgSourcedId", &role.org);
        }
        if roles.is_empty() {
            self.tally.add(NO_SCHOOL, r.line, "orgSourcedId", "");
            roles.push(Role {
                grade: grade.unwrap_or_default(),
                ..Role::default()
            });
        }
        roles
    }

    fn school(&mut self, role: &Role, r: &Record, cells: &mut StringRecord) {
        let grade = match cell(r, self.columns.grades) {
            "" => &role.grade,
            grade => grade,
        };
        if grade.eq_ignore_ascii_case("PR") {
            self.tally.add(PRESCHOOL, r.line, "grades", grade);
            cells.push_field("PK");
        } else {
            cells.push_field(grade);
        }
        let org = self.schools.get(&role.org);
        cells.push_field(org.map_or(&*role.org, |o| &o.number));
        cells.push_field(org.map_or("", |o| &o.name));
        if self.dates {
            cells.push_field(&role.begins);
            cells.push_field(&role.ends);
        }
    }
}

/// `Garcia Jr.` and `Garcia, Jr` as `Garcia` and `Jr`.
fn split_suffix(family: &str) -> (&str, &'static str) {
    let Some((rest, last)) = family.rsplit_once([' ', ',']) else {
        return (family, "");
    };
    let last = last.trim_end_matches('.');
    let rest = rest.trim_end_matches([' ', ',']);
    match SUFFIXES.iter().find(|s| s.eq_ignore_ascii_case(last)) {
        Some(suffix) if !rest.is_empty() => (rest, suffix),
        _ => (family, ""),
    }
}
