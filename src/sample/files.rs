//! The files of `sample_files/`, made from the sample district: for the test that keeps them current, and nothing else.

use super::walk::Walk;
use super::*;
use crate::domain::district::School;
use crate::domain::ids::{SchoolCode, Ssid, StudentKey};
use crate::domain::request::{Function, MissingSet};
use crate::domain::student::Field;
use crate::domain::text::match_key;
use crate::practice::Registry;
use std::collections::{BTreeMap, BTreeSet};

const SCHOOL: &str = "120";
const SCHOOL_NAME: &str = "Red Gate School";

/// Name and bytes of each file.
pub(super) fn all(whole: &SampleDistrict) -> BTreeMap<String, Vec<u8>> {
    let small = small_school(whole);
    let mut out = BTreeMap::from([
        ("roster_red_gate.csv".to_owned(), roster(&small.students)),
        (
            "practice_registry.csv".to_owned(),
            Registry::new(small.registry.clone()).csv(),
        ),
    ]);
    let mut walk = Walk::new(small);
    let [retrieve, answer] = walk.run(Function::Retrieve).files;
    let damaged = answer.0.replace(".csv", "_damaged.csv");
    out.insert(damaged, damage(&answer.1));
    out.extend([retrieve, answer]);
    out.extend(walk.run(Function::Update).files);
    let [_, found] = walk.run(Function::Verify).files;
    out.extend([found]);
    out
}

/// What the state has under this student's last name, first name, birth date and gender.
fn like<'a>(d: &'a SampleDistrict, s: &'a Student) -> impl Iterator<Item = &'a Person> {
    let name = (match_key(&s.last_name), match_key(&s.first_name));
    d.registry.iter().filter(move |p| {
        p.birth_date == s.birth_date
            && p.gender == s.gender
            && (match_key(&p.last_name), match_key(&p.first_name)) == name
    })
}

/// Sixty students of all kinds, moved to one school with all grades.
fn small_school(d: &SampleDistrict) -> SampleDistrict {
    let mut chosen: Vec<&Student> = Vec::new();
    let mut left = BTreeMap::from([
        ("missing", 2),
        ("no records", 4),
        ("several", 2),
        ("held", 2),
        ("found", 9),
        ("changed", 21),
    ]);
    let special =
        |s: &&Student| !s.no_show && !s.state_excluded && (s.ssid.is_none() || s.change_flag.is_some());
    for s in d.students.iter().filter(special) {
        let found: Vec<&Person> = like(d, s).collect();
        let holder = found
            .first()
            .and_then(|p| d.students.iter().find(|o| ssid(o) == p.ssid));
        let kind = match found[..] {
            _ if s.change_flag.is_some() => "changed",
            _ if !MissingSet::of(s, &d.district.layout).is_empty() => "missing",
            [] => "no records",
            [_] if holder.is_some() => "held",
            [_] => "found",
            _ => "several",
        };
        let Some(n @ 1..) = left.get_mut(kind).map(|n| &mut *n) else {
            continue;
        };
        *n -= 1;
        chosen.push(s);
        chosen.extend(holder.filter(|_| kind == "held"));
    }
    let plain = d
        .students
        .iter()
        .filter(|s| s.ssid.is_some() && s.change_flag.is_none());
    for s in plain.step_by(37) {
        if chosen.len() < 60 && !chosen.iter().any(|c| c.key == s.key) {
            chosen.push(s);
        }
    }
    chosen.sort_by_key(|s| s.key);
    let code = SchoolCode::parse(SCHOOL).unwrap();
    let ten = d.registry.len() - 10;
    let mut wanted: BTreeSet<&str> = d.registry[ten..].iter().map(|p| p.ssid.as_str()).collect();
    for s in &chosen {
        wanted.insert(ssid(s));
        wanted.extend(like(d, s).map(|p| p.ssid.as_str()));
    }
    let numbers: BTreeSet<&str> = chosen.iter().map(|s| s.number.as_str()).collect();
    let registry = d.registry.iter().filter(|p| {
        wanted.contains(p.ssid.as_str()) || (p.lea == LEA && numbers.contains(p.number.as_str()))
    });
    let registry = registry.map(|p| {
        let mut p = p.clone();
        if p.lea == LEA {
            p.school = SCHOOL.to_owned();
        }
        p
    });
    SampleDistrict {
        district: d.district.clone(),
        schools: vec![School {
            code: code.clone(),
            name: SCHOOL_NAME.to_owned(),
        }],
        registry: registry.collect(),
        programs: Programs::default(),
        students: chosen
            .iter()
            .enumerate()
            .map(|(i, s)| {
                let mut s = (*s).clone();
                s.key = StudentKey(i as u64 + 1);
                s.enrollments = s.enrollments.last().cloned().into_iter().collect();
                for e in &mut s.enrollments {
                    (e.school, e.exit) = (code.clone(), None);
                }
                s
            })
            .collect(),
    }
}

fn ssid(s: &Student) -> &str {
    s.ssid.as_ref().map_or("none", Ssid::as_str)
}

fn csv_of(rows: impl IntoIterator<Item = Vec<String>>) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .flexible(true)
        .from_writer(Vec::new());
    for row in rows {
        out.write_record(row).unwrap();
    }
    out.into_inner().unwrap()
}

fn roster(students: &[Student]) -> Vec<u8> {
    const FIELDS: [(&str, Field); 14] = [
        ("Student Number", Field::Number),
        ("SSID", Field::Ssid),
        ("Last Name", Field::LastName),
        ("First Name", Field::FirstName),
        ("Middle Name", Field::MiddleName),
        ("Suffix", Field::Suffix),
        ("Preferred First Name", Field::PreferredFirstName),
        ("Birth Date", Field::BirthDate),
        ("Gender", Field::Gender),
        ("Ethnicity", Field::Ethnicity),
        ("Guardian", Field::Guardian),
        ("Phone", Field::Phone),
        ("Email", Field::Email),
        ("Address", Field::Address),
    ];
    let mut header: Vec<String> = FIELDS.iter().map(|f| f.0.to_owned()).collect();
    header.extend(["School Number", "School Name", "Grade", "Entry Date"].map(str::to_owned));
    let rows = students.iter().map(|s| {
        let mut row: Vec<String> = FIELDS.iter().map(|f| s.text(f.1)).collect();
        let e = &s.enrollments[0];
        let entry = e.entry.map(|d| d.to_string()).unwrap_or_default();
        row.extend([SCHOOL.to_owned(), SCHOOL_NAME.to_owned(), e.grade.clone(), entry]);
        row
    });
    csv_of(std::iter::once(header).chain(rows))
}

/// A response as it comes back from a spreadsheet and a broken download.
fn damage(response: &[u8]) -> Vec<u8> {
    let mut rows: Vec<Vec<String>> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(response)
        .records()
        .map(|r| r.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let mut found = rows.iter_mut().filter(|r| r[13] == "F");
    let mut next = || found.next().unwrap();
    next()[1] = "1.86E+06".into();
    next()[1].insert(3, ' ');
    next()[2] = "2026".into();
    next()[12] = "999999".into();
    next().truncate(5);
    csv_of(rows)
}
