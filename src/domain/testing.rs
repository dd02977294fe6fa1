//! What the domain's tests share: a few students and a store in memory.

use super::district::Rules;
use super::ids::{LeaNumber, RequestId, SchoolCode, SchoolYear, Ssid, StudentKey, StudentNumber};
use super::request::{Function, RequestRecord, RequestState, Scope, SentLine, file_name};
use super::response::Directory;
use super::student::{Enrollment, Student, Timestamp};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::convert::Infallible;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Noon of a day.
pub fn noon(text: &str) -> Timestamp {
    day(text).and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn school(code: &str) -> SchoolCode {
    SchoolCode::parse(code).unwrap()
}

pub fn ssid(text: &str) -> Ssid {
    Ssid::parse(text).unwrap()
}

pub fn enrolled(code: &str, entry: &str, exit: &str) -> Enrollment {
    Enrollment {
        school: school(code),
        grade: "05".into(),
        entry: (!entry.is_empty()).then(|| day(entry)),
        exit: (!exit.is_empty()).then(|| day(exit)),
    }
}

/// A student with everything the state matches on, running at school 104.
pub fn student(key: u64, number: &str, last: &str, first: &str) -> Student {
    let mut s = Student::new(StudentKey(key), StudentNumber::parse(number).unwrap());
    s.last_name = last.into();
    s.first_name = first.into();
    s.birth_date = Some(day("2014-03-09"));
    s.gender = "F".into();
    s.ethnicity.races = vec!["C".into()];
    s.enrollments = vec![enrolled("104", "2026-08-20", "")];
    s
}

pub fn with_ssid(mut s: Student, number: &str) -> Student {
    s.ssid = Some(ssid(number));
    s
}

pub fn anna() -> Student {
    student(1, "00123", "Smith", "Anna")
}

pub fn jose() -> Student {
    student(2, "00124", "Garcia Lopez", "Jose")
}

pub fn sean() -> Student {
    student(3, "00125", "O'Brien", "Sean")
}

/// A store in memory.
#[derive(Default)]
pub struct Desk {
    pub students: Vec<Student>,
    pub open_updates: Vec<StudentKey>,
}

impl Desk {
    pub fn of(students: &[Student]) -> Self {
        Self {
            students: students.to_vec(),
            open_updates: Vec::new(),
        }
    }
    /// Who is linked to the SIS by which IntegrationIDT.
    pub fn links(&self) -> std::collections::HashMap<String, crate::domain::roster::Linked> {
        use crate::domain::roster::Linked;
        let linked = self.students.iter().filter(|s| !s.integration_idt.is_empty());
        linked
            .map(|s| (s.integration_idt.clone(), Linked::of(s)))
            .collect()
    }
    fn find(&self, is: impl Fn(&Student) -> bool) -> Result<Option<Student>, Infallible> {
        Ok(self.students.iter().find(|s| is(s)).cloned())
    }
    /// The profile that stands for one that was merged away.
    fn standing_for(&self, student: Option<Student>) -> Option<Student> {
        let student = student?;
        let into = student
            .retired_into
            .and_then(|k| self.students.iter().find(|s| s.key == k));
        Some(into.cloned().unwrap_or(student))
    }
}

impl Directory for Desk {
    type Error = Infallible;
    fn by_number(&self, number: &str) -> Result<Option<Student>, Infallible> {
        let found = self.find(|s| StudentNumber::parse(number).is_ok_and(|n| n == s.number))?;
        Ok(self.standing_for(found))
    }
    fn by_ssid(&self, ssid: &Ssid) -> Result<Option<Student>, Infallible> {
        self.find(|s| s.ssid.as_ref() == Some(ssid))
    }
    fn by_key(&self, key: StudentKey) -> Result<Option<Student>, Infallible> {
        let found = self.find(|s| s.key == key)?;
        Ok(self.standing_for(found))
    }
    fn in_open_update(&self, key: StudentKey) -> Result<bool, Infallible> {
        Ok(self.open_updates.contains(&key))
    }
}

/// The snapshot of a request with these students, in this order.
pub fn sent(students: &[Student]) -> Vec<SentLine> {
    students
        .iter()
        .zip(1..)
        .map(|(s, line)| SentLine::of(line, s, &school("104")))
        .collect()
}

/// An open request made on 2026-09-10 for school 104.
pub fn request(id: u64, function: Function, lines: usize) -> RequestRecord {
    let lea = LeaNumber::parse("140").unwrap();
    RequestRecord {
        id: RequestId(id),
        function,
        made_at: noon("2026-09-10"),
        file_name: file_name(&lea, day("2026-09-10"), id as u32),
        lea,
        year: SchoolYear(2027),
        folder: String::new(),
        scope: Scope {
            schools: vec![school("104")],
            ..Scope::default()
        },
        lines: lines as u32,
        held_back: 0,
        overridden: 0,
        state: RequestState::Open,
        settled: BTreeMap::new(),
    }
}

pub fn rules() -> Rules {
    Rules::default()
}
