//! The rows of the joined table: one for each student and school, and what is said of them.

use super::super::super::source::{Grid, Progress};
use super::super::super::table::Record;
use super::super::super::{FileError, headers::plain};
use super::super::member::{Member, OTHER_GRADE, and_so, cell, go_on, is_other_grade};
use super::super::state_id::IDENTIFIER;
use super::RACES;
use super::people::{People, Person, Role, is_deleted, of_nobody};
use super::read::{Joining, user_ids};
use crate::domain::codes::SUFFIXES;
use crate::domain::problem::Problem;
use crate::domain::roster::Elsewhere;
use csv::StringRecord;
use std::collections::HashSet;

const DELETED: &str = "{} marked “tobedeleted” not taken. Who is on file here is listed as no longer in the file; nobody is removed.";
const ROLE_DELETED: &str = "{} of a user whose role as a student is marked “tobedeleted” in roles.csv not taken. Who is on file here is listed as no longer in the file; nobody is removed.";
const CHANGES_NO_ROLE: &str = "{} of a user who is not in roles.csv passed over: this package has changes only, and it is not known who of them is a student. Import a whole export (bulk) to take what changed.";
const MANY_GRADES: &str = "{} with several grades: taken without a grade.";
const NO_ROLE: &str =
    "{} of a user without a role in roles.csv passed over: it is not known who is a student.";
const NO_SCHOOL: &str = "{} of a student at no org of the type school: no school was taken.";
const UNKNOWN_ORG: &str = "{} with a school that is not in orgs.csv: its ID was taken for the school number.";
const SUFFIX: &str = "{} with a suffix (Jr, Sr, II …) at the end of familyName: it was taken as the suffix.";
const UNSPECIFIED: &str = "{} with the sex “unspecified”: taken as not known.";
const OTHER: &str = "{} with the sex “other”: taken as “Not listed”.";
const NO_PERSON: &str =
    "{} of a student who is not in demographics.csv: birth date, sex and races are not known.";

impl Joining {
    /// Fills the table.
    pub(super) fn rows(
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
        let people = self.people.take();
        let nobody = Person::default();
        let mut lines = Vec::new();
        let mut met: HashSet<String> = HashSet::new();
        let records = std::mem::take(&mut users.records);
        let count = records.len();
        for (i, r) in records.into_iter().enumerate() {
            go_on(i, progress)?;
            let id = r.cell(self.columns.id).trim();
            let number = if by_number { cell(&r, self.number) } else { id };
            // A line whose cells have slipped may say another role than the user's, but not than roles.csv.
            let is_other = self.roles.as_ref().is_some_and(|roles| roles.is_another(id));
            let fault = users.held(&r, i + 1 == count).filter(|_| !is_other);
            let role_fault = self.roles.as_ref().and_then(|roles| roles.broken.get(id));
            if fault.is_none() && role_fault.is_none() && !self.is_student(&r) {
                if self.passed_over(&r, id, people.as_ref()) {
                    grid.deleted.push(number.to_owned());
                }
                continue;
            }
            let person = people.as_ref().map(|p| p.get(id));
            let of_person = || {
                let problem = person.flatten()?.broken.as_deref()?;
                Some(row_held(problem, number, &users.label, r.line))
            };
            let of_role = || Some(row_held(role_fault?, number, &users.label, r.line));
            let broken = fault.or_else(of_role).or_else(of_person);
            if role_fault.is_some() {
                met.insert(id.to_owned());
            }
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
            let person = person.flatten().unwrap_or(&nobody);
            if let (Ok(line), Ok(there @ 1..)) = (u32::try_from(r.line), u32::try_from(person.line)) {
                lines.push((line, there));
            }
            let sex = self.sex(person, r.line);
            let family = r.cell(self.columns.family).trim();
            if self.columns.suffix.is_none() && !split_suffix(family).1.is_empty() {
                self.tally.add(SUFFIX, r.line, "familyName", family);
            }
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
        let broken = self.roles.take().map(|roles| roles.broken).unwrap_or_default();
        let of_others = broken.into_iter().filter(|(id, _)| !met.contains(&**id));
        let mut of_others: Vec<Problem> = of_others.map(|(_, problem)| of_nobody(problem)).collect();
        of_others.sort_by_key(|problem| problem.place.line);
        grid.problems.append(&mut of_others);
        if let Some(file) = self.demographics.take() {
            grid.elsewhere = Some(Elsewhere {
                file: file.into(),
                lines,
            });
        }
        Ok(())
    }

    /// Says why a user is not taken, as far as that is to be said; gives whether it is a student marked as deleted.
    fn passed_over(&mut self, r: &Record, id: &str, people: Option<&People>) -> bool {
        let status = cell(r, self.columns.status);
        let named = match &self.roles {
            Some(roles) => roles.of.contains_key(id),
            None => plain(cell(r, self.columns.role)) == "student",
        };
        let ended = self
            .roles
            .as_ref()
            .is_some_and(|roles| roles.deleted.contains(id));
        if named && is_deleted(status) {
            self.tally.add(DELETED, r.line, "status", "tobedeleted");
            return true;
        }
        if ended && !named {
            self.tally.add(ROLE_DELETED, r.line, "sourcedId", id);
            return true;
        }
        if let Some(roles) = &self.roles
            && !is_deleted(status)
            && !named
            && !roles.others.contains(id)
            && self.columns.role.is_none()
        {
            // Guardians need no role in School Data Sync; who has demographics is no guardian.
            if self.changes_only {
                self.tally.add(CHANGES_NO_ROLE, r.line, "sourcedId", id);
                return false;
            }
            let known = people.is_some_and(|p| p.contains_key(id));
            if known || !cell(r, self.columns.grades).is_empty() {
                self.tally.add(NO_ROLE, r.line, "sourcedId", id);
            }
        }
        false
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
    fn names(&self, r: &Record, cells: &mut StringRecord) {
        let family = r.cell(self.columns.family).trim();
        let (last, suffix) = match self.columns.suffix.map(|at| r.cell(at).trim()) {
            // What this program wrote says itself what is the suffix.
            Some(suffix) => {
                let last = family.strip_suffix(suffix).map_or(family, str::trim_end);
                (
                    if suffix.is_empty() || last.is_empty() {
                        family
                    } else {
                        last
                    },
                    suffix,
                )
            }
            None => split_suffix(family),
        };
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
        if grade.contains(',') {
            self.tally.add(MANY_GRADES, r.line, "grades", grade);
            cells.push_field("");
        } else if is_other_grade(grade) {
            self.tally.add(OTHER_GRADE, r.line, "grades", grade);
            cells.push_field("");
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

/// A problem of another file of the package, with the row that is held back for it.
fn row_held(problem: &Problem, number: &str, users: &str, line: u64) -> Problem {
    let held = format!("The row of {number} ({users}, line {line}) is held back.");
    and_so(problem.clone(), &held)
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
