//! What stands beside users.csv: the manifest, schools, roles, birth dates and races.

use super::super::super::package::Package;
use super::super::super::source::Progress;
use super::super::super::{FileError, headers::plain};
use super::super::member::{Member, Tally, and_so, cell, go_on};
use crate::domain::codes::{Ethnicity, HISPANIC};
use crate::domain::problem::{Problem, Severity};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// The manifest's properties, in small letters.
pub struct Manifest(HashMap<String, String>);

impl Manifest {
    /// Reads manifest.csv; blank when it is not there.
    ///
    /// # Errors
    /// When it is refused whole or stopped.
    pub fn read(package: &mut Package<'_>, progress: &mut Progress<'_>) -> Result<Self, FileError> {
        let mut all = HashMap::new();
        if let Some(file) = package.member("manifest.csv", progress)? {
            for r in &file.records {
                all.insert(r.cell(0).trim().to_lowercase(), r.cell(1).trim().to_owned());
            }
        }
        Ok(Self(all))
    }

    /// What it says of a file: `bulk`, `delta` or `absent`.
    pub fn says(&self, file: &str, what: &str) -> bool {
        let stem = file.trim_end_matches(".csv").to_lowercase();
        self.0
            .get(&format!("file.{stem}"))
            .is_some_and(|v| v.eq_ignore_ascii_case(what))
    }
}

/// The version that the manifest names, when there is one.
///
/// # Errors
/// When it is refused whole.
pub fn version(package: &mut Package<'_>) -> Result<Option<String>, FileError> {
    let manifest = Manifest::read(package, &mut |_, _| true)?;
    Ok(manifest
        .0
        .get("oneroster.version")
        .map(|v| v.trim_start_matches(['v', 'V']).to_owned()))
}

/// Whether a record was deleted in the system that wrote it.
pub fn is_deleted(status: &str) -> bool {
    matches!(plain(status).as_str(), "tobedeleted" | "deleted")
}

/// A school or another unit.
pub struct Org {
    /// Its number, or its ID where it has none.
    pub number: Box<str>,
    /// Its name.
    pub name: Box<str>,
    /// Whether students go to it.
    pub is_school: bool,
}

/// A line of the list of schools whose cells have slipped: nothing of it is taken for the school's number or name. Gives
/// what stands for the number, so that it is asked which school it is and nobody comes to the school of another number.
pub fn slipped_school(id: &str, line: u64, problem: Problem) -> (String, Problem) {
    let number = format!("{id} (line {line})");
    let problem = and_so(problem, "No cell was moved: say in Questions which school it is.");
    let severity = Severity::Warning;
    (number, Problem { severity, ..problem })
}

/// The orgs by their ID; what is wrong with the list is added to the problems.
///
/// # Errors
/// When the file cannot be read.
pub fn orgs(file: &Member, problems: &mut Vec<Problem>) -> Result<HashMap<Box<str>, Org>, FileError> {
    let id = file.need("sourcedId")?;
    let (name, kind, number) = (file.at("name"), file.at("type"), file.at("identifier"));
    let mut out = HashMap::with_capacity(file.records.len());
    let count = file.records.len();
    for (i, r) in file.records.iter().enumerate() {
        let id = r.cell(id).trim();
        if let Some(problem) = file.fault(r, i + 1 == count) {
            let (number, problem) = slipped_school(id, r.line, problem);
            problems.push(problem);
            let org = Org {
                number: number.into(),
                name: Box::default(),
                is_school: true,
            };
            out.insert(id.into(), org);
            continue;
        }
        let number = Some(cell(r, number)).filter(|n| !n.is_empty()).unwrap_or(id);
        let org = Org {
            number: number.into(),
            name: cell(r, name).into(),
            is_school: matches!(plain(cell(r, kind)).as_str(), "school" | ""),
        };
        out.insert(id.into(), org);
    }
    Ok(out)
}

/// A student's time at an org.
#[derive(Debug, Default, Clone)]
pub struct Role {
    /// The org's ID.
    pub org: Box<str>,
    /// First day.
    pub begins: Box<str>,
    /// Last day.
    pub ends: Box<str>,
    /// Grade, where roles have one.
    pub grade: Box<str>,
    /// Whether it is the student's main role.
    pub is_primary: bool,
}

/// Days between two terms at one school that are one enrollment: the holidays.
const HOLIDAYS: i64 = 45;

/// Joins the terms of a student at one school that follow each other: School Data Sync has a role for each session. Who was
/// at another school in between has left and come back.
fn join_terms(roles: &mut Vec<Role>) {
    let day = |text: &str| text.get(..10)?.parse::<NaiveDate>().ok();
    let follows = |a: &Role, b: &Role| {
        let (Some(ends), Some(begins)) = (day(&a.ends), day(&b.begins)) else {
            return false;
        };
        a.org == b.org && (0..=HOLIDAYS).contains(&(begins - ends).num_days()) && (a.grade == b.grade)
    };
    let elsewhere = |roles: &[Role], a: &Role, b: &Role| {
        let (left, back) = (day(&a.ends), day(&b.begins));
        roles.iter().any(|r| {
            r.org != a.org
                && day(&r.begins).is_none_or(|begins| Some(begins) < back)
                && day(&r.ends).is_none_or(|ends| Some(ends) > left)
        })
    };
    let mut at = 0;
    while at < roles.len() {
        let goes_on = |other: &usize| {
            let (a, b) = (&roles[at], &roles[*other]);
            *other != at && follows(a, b) && !elsewhere(roles, a, b)
        };
        let next = (0..roles.len()).find(goes_on);
        match next {
            Some(next) => {
                let later = roles.remove(next);
                at -= usize::from(next < at);
                roles[at].ends = later.ends;
                roles[at].is_primary |= later.is_primary;
            }
            None => at += 1,
        }
    }
    roles.sort_by_key(|r| !r.is_primary);
}

/// Who has which roles.
#[derive(Default)]
pub struct Roles {
    /// The student roles of a user, the primary ones first; of terms at one school that follow each other, one.
    pub of: HashMap<Box<str>, Vec<Role>>,
    /// Users who have a role of another kind.
    pub others: HashSet<Box<str>>,
    /// Users whose role as a student was deleted.
    pub deleted: HashSet<Box<str>>,
    /// Users of whom a line cannot be read, and why.
    pub broken: HashMap<Box<str>, Problem>,
}

impl Roles {
    /// Whether a user is known to be no student.
    pub fn is_another(&self, id: &str) -> bool {
        !id.is_empty()
            && self.others.contains(id)
            && !self.of.contains_key(id)
            && !self.broken.contains_key(id)
    }

    /// Reads roles.csv. Gives what is wrong with lines of which nobody knows whose they are.
    ///
    /// # Errors
    /// When it cannot be read or is stopped.
    pub fn read(file: Member, progress: &mut Progress<'_>) -> Result<(Self, Vec<Problem>), FileError> {
        let (user, role) = (file.need("userSourcedId")?, file.need("role")?);
        let (org, status) = (file.at("orgSourcedId"), file.at("status"));
        let (begins, ends) = (
            file.at("beginDate").or_else(|| file.at("roleStartDate")),
            file.at("endDate").or_else(|| file.at("roleEndDate")),
        );
        let primary = file.at("roleType").or_else(|| file.at("isPrimary"));
        let grade = file.at("grade");
        let has_sessions = file.at("sessionSourcedId").is_some();
        let mut out = Self::default();
        let mut problems = Vec::new();
        let count = file.records.len();
        for (i, r) in file.records.iter().enumerate() {
            go_on(i, progress)?;
            let id = r.cell(user).trim();
            if let Some(problem) = file.fault(r, i + 1 == count) {
                match id.is_empty() {
                    true => problems.push(of_nobody(problem)),
                    false => drop(out.broken.insert(id.into(), problem)),
                }
            } else if !r.cell(role).trim().eq_ignore_ascii_case("student") {
                out.others.insert(id.into());
            } else if is_deleted(cell(r, status)) {
                out.deleted.insert(id.into());
            } else {
                let held = Role {
                    org: cell(r, org).into(),
                    begins: cell(r, begins).into(),
                    ends: cell(r, ends).into(),
                    grade: cell(r, grade).into(),
                    is_primary: false,
                };
                let is_primary = matches!(plain(cell(r, primary)).as_str(), "primary" | "true" | "1" | "yes");
                let all: &mut Vec<Role> = out.of.entry(id.into()).or_default();
                let first_other = all.iter().take_while(|r| r.is_primary).count();
                let held = Role { is_primary, ..held };
                all.insert(if is_primary { first_other } else { all.len() }, held);
            }
        }
        if has_sessions {
            for roles in out.of.values_mut().filter(|r| r.len() > 1) {
                join_terms(roles);
            }
        }
        Ok((out, problems))
    }
}

/// A line that cannot be read and for which no row is held back.
pub fn of_nobody(problem: Problem) -> Problem {
    let severity = Severity::Warning;
    and_so(Problem { severity, ..problem }, "Nothing was taken of it.")
}

/// What demographics.csv says of a user.
#[derive(Debug, Default)]
pub struct Person {
    /// Birth date as written.
    pub birth: Box<str>,
    /// Sex as written.
    pub sex: Box<str>,
    /// Races and ethnicity as this program writes them.
    pub races: Box<str>,
    /// The line; 0 where nothing is said.
    pub line: u64,
    /// Why the line cannot be read, when it cannot.
    pub broken: Option<Box<Problem>>,
}

/// The columns of races in their order, and what this program writes for each.
pub const RACE_COLUMNS: [(&str, &str); 5] = [
    ("americanIndianOrAlaskaNative", "I"),
    ("asian", "A"),
    ("blackOrAfricanAmerican", "B"),
    ("nativeHawaiianOrOtherPacificIslander", "P"),
    ("white", "C"),
];
/// The column of two or more races, and its code.
pub const TWO_OR_MORE: (&str, &str) = ("demographicRaceTwoOrMoreRaces", "M");
/// The column of Hispanic or Latino.
pub const HISPANIC_COLUMN: &str = "hispanicOrLatinoEthnicity";

fn is_true(text: &str) -> bool {
    matches!(plain(text).as_str(), "true" | "yes" | "1" | "y" | "t")
}

/// What the codes are together, from the names of the columns that are true. “Two or more races” counts where the races
/// themselves are not named.
fn races_of(has: impl Fn(&str) -> bool) -> String {
    let mut races = Ethnicity {
        hispanic: has(HISPANIC_COLUMN),
        races: RACE_COLUMNS
            .iter()
            .filter(|(name, _)| has(name))
            .map(|(_, code)| (*code).to_owned())
            .collect(),
    };
    if races.races.is_empty() && has(TWO_OR_MORE.0) {
        races.races.push(TWO_OR_MORE.1.to_owned());
    }
    races.races.sort();
    races.text()
}

/// Demographics by the user's ID.
pub type People = HashMap<Box<str>, Person>;

/// Reads demographics.csv.
///
/// # Errors
/// When the file cannot be read or is stopped.
pub fn demographics(
    file: Member,
    problems: &mut Vec<Problem>,
    progress: &mut Progress<'_>,
) -> Result<People, FileError> {
    let id = match file.at("userSourcedId") {
        Some(id) => id,
        None => file.need("sourcedId")?,
    };
    let (birth, sex, status) = (file.at("birthDate"), file.at("sex"), file.at("status"));
    let (own_sex, own_races) = (file.at(OWN_GENDER), file.at(OWN_ETHNICITY));
    let [ethnicity, race] = CODES.map(|name| file.at(name));
    let flags: Vec<(&str, usize)> = RACE_COLUMNS
        .iter()
        .map(|c| c.0)
        .chain([TWO_OR_MORE.0, HISPANIC_COLUMN])
        .filter_map(|name| Some((name, file.at(name)?)))
        .collect();
    let mut tally = Tally::default();
    let mut out: People = HashMap::with_capacity(file.records.len());
    let count = file.records.len();
    for (i, r) in file.records.iter().enumerate() {
        go_on(i, progress)?;
        let key = r.cell(id).trim();
        if is_deleted(cell(r, status)) {
            continue;
        }
        let mut person = Person {
            birth: cell(r, birth).into(),
            line: r.line,
            ..Person::default()
        };
        person.broken = file.fault(r, i + 1 == count).map(Box::new);
        let own = cell(r, own_sex);
        person.sex = if own.is_empty() { cell(r, sex) } else { own }.into();
        let own = cell(r, own_races);
        person.races = if own.is_empty() {
            let listed = |name: &str| {
                let codes = cell(r, ethnicity).split(',').chain(cell(r, race).split(','));
                codes.into_iter().any(|c| plain(c) == plain(name))
            };
            let flagged = |name: &str| flags.iter().any(|(n, at)| *n == name && is_true(r.cell(*at)));
            let has_codes = ethnicity.is_some() || race.is_some();
            let unknown = |at: Option<usize>| {
                let mut codes = cell(r, at).split(',').map(str::trim);
                codes.find(|c| !c.is_empty() && !is_known_race(c))
            };
            let unknown = CODES.into_iter().zip([ethnicity, race].map(unknown));
            if let Some((column, code)) = unknown.into_iter().find_map(|(name, code)| Some((name, code?))) {
                tally.add(UNKNOWN_RACE, r.line, column, code);
            }
            races_of(|name| flagged(name) || has_codes && listed(name)).into()
        } else {
            own.into()
        };
        if let Some(first) = out.get_mut(key) {
            if (&first.birth, &first.sex, &first.races) != (&person.birth, &person.sex, &person.races) {
                let message =
                    "This user stands in the file twice, with different birth dates, sexes or races.";
                first.broken = Some(Box::new(Problem::at(
                    file.label.as_str(),
                    r.line,
                    "sourcedId",
                    Severity::Held,
                    message,
                )));
            }
        } else {
            out.insert(key.into(), person);
        }
    }
    problems.extend(tally.problems(&file.label));
    Ok(out)
}

/// The columns of School Data Sync with the names of races and ethnicity.
const CODES: [&str; 2] = ["ethnicityCodes", "raceCodes"];

const UNKNOWN_RACE: &str = "{} with a code of race or ethnicity that is not known: taken without it.";

/// Whether a code of School Data Sync is one of OneRoster's names, or says that nothing is said.
fn is_known_race(code: &str) -> bool {
    let known = RACE_COLUMNS
        .iter()
        .map(|c| c.0)
        .chain([TWO_OR_MORE.0, HISPANIC_COLUMN]);
    let nothing = [
        "notHispanicOrLatino",
        "notHispanicOrLatinoEthnicity",
        "unknown",
        "none",
    ];
    known.chain(nothing).any(|name| plain(name) == plain(code))
}

/// Our own extension column in users.csv: the suffix of the family name, blank where there is none.
pub const OWN_SUFFIX: &str = "metadata.ssiddesk.suffix";
/// Our own extension columns: codes that OneRoster has no words for.
pub const OWN_GENDER: &str = "metadata.ssiddesk.gender";
/// The same for races and ethnicity.
pub const OWN_ETHNICITY: &str = "metadata.ssiddesk.ethnicity";

/// What OneRoster writes for the codes of races and ethnicity: the five races in their order, two or more, Hispanic.
pub fn race_flags(ethnicity: &Ethnicity) -> [bool; 7] {
    let has = |code: &str| ethnicity.races.iter().any(|r| r == code);
    let mut out = [false; 7];
    for (at, (_, code)) in RACE_COLUMNS.iter().enumerate() {
        out[at] = has(code);
    }
    out[5] = has(TWO_OR_MORE.1) || ethnicity.races.len() > 1;
    out[6] = ethnicity.hispanic;
    debug_assert_eq!(HISPANIC, "H");
    out
}
