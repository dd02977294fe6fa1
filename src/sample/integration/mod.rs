//! The Special Programs side of the sample district: program data, the General Student Table, and the profiles that are
//! not integrated with the SIS, at every step of the way back.

mod courses;
#[cfg(test)]
pub(super) mod export;
mod general;
mod pairs;
mod paper;
mod rows;
#[cfg(test)]
mod tests;
mod waiting;

use super::plan::{Fate, Plan};
use super::registry::person;
use super::{Makings, SampleDistrict, written};
use crate::domain::codes::Ethnicity;
use crate::domain::general::GeneralRow;
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use crate::domain::program::Row;
use crate::domain::student::{Enrollment, Student, Timestamp};
use crate::domain::text::{match_key, tidy};
use crate::practice::Person;
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, HashMap};

/// What the sample district has beside its students' records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Programs {
    /// Program data and whose it is, in the order in which it is kept.
    pub rows: Vec<(StudentKey, Row)>,
    /// The bytes of documents by their hash.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The General Student Table, by student number.
    pub general: Vec<GeneralRow>,
}

/// Gives the district its program data, its profiles that are not integrated, and the General Student Table.
///
/// Nothing here throws dice, and nobody who is in a request file is added or taken out: the numbers of the SSID Process
/// stay as they are. The profiles take the places of students who left the district, and their records at the state go.
pub(super) fn integrate(made: &mut SampleDistrict, makings: &Makings, now: Timestamp) {
    let mut making = Making::new(made, makings);
    pairs::make(&mut making);
    waiting::make(&mut making);
    courses::make(&mut making, makings);
    let in_sis = std::mem::take(&mut making.in_sis);
    let differing = making.plain.clone();
    let mut programs = std::mem::take(&mut making.out);
    programs.general = general::table(&made.students, in_sis, &differing, &makings.plan, now);
    made.programs = programs;
    made.registry
        .sort_by(|a, b| (a.ssid.len(), &a.ssid).cmp(&(b.ssid.len(), &b.ssid)));
}

/// A child that is not in the SSID Process: who it is.
struct Child {
    last: &'static str,
    first: &'static str,
    gender: &'static str,
    /// How many years before the school year begins, month, day.
    born: (i32, u32, u32),
    race: &'static str,
    hispanic: bool,
    guardian: &'static str,
    phone: &'static str,
    address: &'static str,
    language: &'static str,
}

/// The district while profiles and program data are put into it.
struct Making<'a> {
    students: &'a mut Vec<Student>,
    registry: &'a mut Vec<Person>,
    plan: &'a Plan,
    /// Places of students who left the district, to be taken by profiles; the next one last.
    left: Vec<usize>,
    /// The same of students who never came.
    absent: Vec<usize>,
    /// Enrolled students about whom everybody agrees and with whom nothing is to be shown yet.
    plain: Vec<usize>,
    /// What the SIS has of children who have no linked profile.
    in_sis: Vec<Student>,
    /// State IDs and links handed out to them.
    handed_out: u64,
    out: Programs,
}

impl<'a> Making<'a> {
    fn new(made: &'a mut SampleDistrict, makings: &'a Makings) -> Self {
        let with = |fate: Fate| -> Vec<usize> {
            let all = makings.slots.iter().enumerate();
            all.rev()
                .filter(|(_, s)| s.fate == fate)
                .map(|(i, _)| i)
                .collect()
        };
        Self {
            left: with(Fate::TransferredOut),
            absent: with(Fate::NoShow),
            plain: plain(made, makings),
            students: &mut made.students,
            registry: &mut made.registry,
            plan: &makings.plan,
            in_sis: Vec::new(),
            handed_out: 0,
            out: Programs::default(),
        }
    }

    /// A day so many years before the one in which the school year begins.
    fn day(&self, years: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.plan.end_year - 1 - years, month, day).unwrap_or(self.plan.today)
    }

    /// The same for something that has happened: yesterday when the day is still to come.
    fn past(&self, years: i32, month: u32, day: u32) -> NaiveDate {
        let yesterday = self.plan.today.checked_sub_days(Days::new(1));
        self.day(years, month, day)
            .min(yesterday.unwrap_or(self.plan.today))
    }

    /// A whole school year at a school, so many years ago.
    fn year_at(&self, site: usize, grade: i64, years: i32) -> Enrollment {
        Enrollment {
            school: self.plan.code(site),
            grade: Plan::grade(grade).to_owned(),
            entry: Some(self.day(years, 8, 20)),
            exit: Some(self.day(years - 1, 6, 3)),
        }
    }

    /// The enrollment of this school year.
    fn now_at(&self, site: usize, grade: i64) -> Enrollment {
        Enrollment {
            school: self.plan.code(site),
            grade: Plan::grade(grade).to_owned(),
            entry: self.plan.first_day(site),
            exit: None,
        }
    }

    /// A State ID that nobody has; below all that are handed out to students of the SSID Process.
    fn state_id(&mut self) -> Option<Ssid> {
        self.handed_out += 1;
        Ssid::parse(&(1_190_000 + self.handed_out * 117).to_string()).ok()
    }

    /// An IntegrationIDT that nobody has.
    fn link(&mut self) -> String {
        self.handed_out += 1;
        (2_981_213 + self.handed_out * 7).to_string()
    }

    /// An enrolled student of a school and grade for the Target of a merge; the one of the wished number if possible.
    fn target(&mut self, site: usize, grade: i64, wished: &str) -> Option<usize> {
        let (code, grade) = (self.plan.code(site), Plan::grade(grade));
        let fits = |i: &usize| {
            let all = &self.students[*i].enrollments;
            all.iter().any(|e| e.school == code && e.grade == grade)
        };
        let is_wished = |i: &usize| self.students[*i].number.as_str() == wished && fits(i);
        let at = self
            .plain
            .iter()
            .position(is_wished)
            .or_else(|| self.plain.iter().position(fits))?;
        Some(self.plain.remove(at))
    }

    /// The profile of the same child that was marked as the duplicate: the same person, and nothing from the SIS.
    fn duplicate_of(&self, target: usize) -> Student {
        let t = &self.students[target];
        let mut s = Student::new(t.key, marked(t.number.as_str()));
        s.duplicate = true;
        s.last_name.clone_from(&t.last_name);
        s.first_name.clone_from(&t.first_name);
        s.middle_name.clone_from(&t.middle_name);
        s.birth_date = t.birth_date;
        s.gender.clone_from(&t.gender);
        s.ethnicity.clone_from(&t.ethnicity);
        s.guardian.clone_from(&t.guardian);
        s.phone.clone_from(&t.phone);
        s.email.clone_from(&t.email);
        s.address.clone_from(&t.address);
        s
    }

    /// The record of a child of its own.
    fn child(&self, number: &str, child: &Child) -> Student {
        let mut s = Student::new(StudentKey(0), written(StudentNumber::parse(number)));
        self.dress(&mut s, child);
        s
    }

    /// Makes a record that of another child; number, identifiers and enrollments stay.
    fn dress(&self, s: &mut Student, child: &Child) {
        s.last_name = tidy(child.last);
        s.first_name = tidy(child.first);
        s.middle_name.clear();
        s.preferred_first_name.clear();
        s.preferred_last_name.clear();
        s.gender = child.gender.to_owned();
        s.birth_date = Some(self.day(child.born.0, child.born.1, child.born.2));
        s.ethnicity = Ethnicity {
            hispanic: child.hispanic,
            races: vec![child.race.to_owned()],
        };
        s.guardian = tidy(child.guardian);
        s.phone = child.phone.to_owned();
        s.email.clear();
        s.address = child.address.to_owned();
        s.language = child.language.to_owned();
    }

    /// Puts a profile into the place of a student who left; `None` when the district is too small to have one.
    fn place(&mut self, profile: Student) -> Option<StudentKey> {
        let at = self.left.pop()?;
        Some(self.put(at, profile))
    }

    /// Puts a profile into the place of a student who never came.
    fn place_absent(&mut self, profile: Student) -> Option<StudentKey> {
        let at = self.absent.pop()?;
        Some(self.put(at, profile))
    }

    fn put(&mut self, at: usize, mut profile: Student) -> StudentKey {
        let old = &mut self.students[at];
        if let Some(ssid) = &old.ssid {
            self.registry.retain(|p| p.ssid != ssid.as_str());
        }
        profile.key = old.key;
        *old = profile;
        old.key
    }

    /// Makes an enrolled student another child, here and at the state.
    fn rename(&mut self, target: usize, child: &Child) {
        let mut s = self.students[target].clone();
        self.dress(&mut s, child);
        for p in &mut *self.registry {
            if s.ssid.as_ref().is_some_and(|id| id.as_str() == p.ssid) {
                *p = person(&s, &p.school);
            }
        }
        self.students[target] = s;
    }

    /// Lets the state know a child under its State ID.
    fn known_at_the_state(&mut self, s: &Student) {
        let school = s.enrollments.last().map_or("", |e| e.school.as_str());
        self.registry.push(person(s, school));
    }

    /// Puts a child into the SIS under a number: enrolled, linked, and with a State ID where there is one.
    fn enroll_in_sis(&mut self, number: &str, child: &Child, ssid: Option<Ssid>, at: Enrollment) -> Student {
        let mut s = self.child(number, child);
        s.ssid = ssid;
        s.integration_idt = self.link();
        s.enrollments = vec![at];
        if s.ssid.is_some() {
            self.known_at_the_state(&s);
        }
        self.in_sis.push(s.clone());
        s
    }
}

/// The student number with the D of a duplicate in front.
fn marked(number: &str) -> StudentNumber {
    written(StudentNumber::parse(&format!("D{number}")))
}

/// Enrolled students with an SSID whom the state has as they are here, and nobody else of their name and birth date.
fn plain(made: &SampleDistrict, makings: &Makings) -> Vec<usize> {
    let known: HashMap<&str, &Person> = made.registry.iter().map(|p| (p.ssid.as_str(), p)).collect();
    let mut children: HashMap<(String, String, Option<NaiveDate>), usize> = HashMap::new();
    let child = |s: &Student| (match_key(&s.last_name), match_key(&s.first_name), s.birth_date);
    for s in &made.students {
        *children.entry(child(s)).or_default() += 1;
    }
    let agrees = |s: &Student| {
        let person_there = s.ssid.as_ref().and_then(|ssid| known.get(ssid.as_str()));
        person_there.is_some_and(|p| {
            let here = s.enrollments.iter().all(|e| e.school.as_str() == p.school);
            here && **p == person(s, &p.school)
        })
    };
    let all = made.students.iter().enumerate();
    all.filter(|(i, s)| {
        makings.slots[*i].fate == Fate::Active
            && !makings.fixed[*i]
            && s.change_flag.is_none()
            && s.birth_date.is_some()
            && !s.gender.is_empty()
            && s.suffix.is_empty()
            && s.enrollments.len() == 1
            && children[&child(s)] == 1
            && agrees(s)
    })
    .map(|(i, _)| i)
    .collect()
}
