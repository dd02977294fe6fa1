//! Tests of comparing a roster with the store; what they share.

use super::*;
use crate::domain::district::Rules;
use crate::domain::ids::StudentKey;
use crate::domain::journal::{FieldChange, with_changes};
use crate::domain::problem::Severity;
use crate::domain::student::{FieldValue, Student};
use crate::domain::testing::{Desk, anna, day, enrolled, noon, rules, school, ssid, student, with_ssid};
use std::collections::BTreeSet;

mod again;
mod asking;
mod enrollments;
mod general;
mod gone;
mod identifiers;
mod rows;

const HEADERS: [RosterColumn; 9] = [
    RosterColumn::Field(Field::Number),
    RosterColumn::Field(Field::LastName),
    RosterColumn::Field(Field::FirstName),
    RosterColumn::Field(Field::BirthDate),
    RosterColumn::Field(Field::Gender),
    RosterColumn::Part(EnrollmentPart::School),
    RosterColumn::Part(EnrollmentPart::Entry),
    RosterColumn::Part(EnrollmentPart::Exit),
    RosterColumn::Field(Field::Ssid),
];

/// A roster from lines `number,last,first,birth date,gender,school,entry,exit,ssid`.
fn roster(lines: &[&str]) -> Roster {
    let rows = lines.iter().zip(2..).map(|(text, file_line)| RosterRow {
        file_line,
        cells: HEADERS
            .into_iter()
            .zip(text.split(','))
            .filter(|(_, t)| !t.is_empty())
            .collect(),
        broken: None,
    });
    Roster {
        file: "roster.csv".into(),
        reading: Reading::default(),
        format: Format::List,
        recognised: Vec::new(),
        columns: Vec::new(),
        questions: Vec::new(),
        complete: true,
        deleted: Vec::new(),
        elsewhere: None,
        unreadable: None,
        rows: Arc::new(rows.collect()),
        problems: Vec::new(),
    }
}

/// A plan, who was here when it was made, and who stands in the file.
#[derive(Debug)]
struct Planned {
    plan: Plan,
    here: Vec<Student>,
    in_file: InFile,
}

impl std::ops::Deref for Planned {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        &self.plan
    }
}

fn planned_with(roster: &Roster, desk: &Desk, rules: &Rules, create_schools: bool) -> Planned {
    let mut roster = roster.clone();
    if create_schools {
        roster.reading = roster.reading.answering(UNKNOWN_SCHOOLS, CREATE);
    }
    let schools: BTreeSet<SchoolCode> = ["104", "108", "704"].map(school).into();
    let cx = PlanContext {
        table: Table::Students,
        check: CheckContext {
            rules,
            schools: &schools,
            today: day("2026-09-10"),
            from_file: true,
        },
        school_names: BTreeMap::from([(school("104"), "Elm Elementary".to_owned())]),
        links: desk.links(),
        now: noon("2026-09-10"),
    };
    let (plan, in_file) = plan(&roster, &cx, desk, |_| Ok(())).unwrap();
    let here = desk.students.clone();
    Planned { plan, here, in_file }
}

fn planned(lines: &[&str], students: &[Student]) -> Planned {
    planned_with(&roster(lines), &Desk::of(students), &rules(), false)
}

fn after(plan: &Planned, row: usize) -> Student {
    match &plan.rows[row].fate {
        Fate::Added(s) => s.student(),
        Fate::Changed(key, changes) => {
            let before = plan.here.iter().find(|s| s.key == *key).unwrap();
            with_changes(before.clone(), changes)
        }
        other => panic!("row {row} is {other:?}: {:?}", plan.problems),
    }
}

fn changed_fields(plan: &Plan, row: usize) -> Vec<Field> {
    match &plan.rows[row].fate {
        Fate::Changed(_, changes) => changes.iter().map(|c| c.field).collect(),
        other => panic!("row {row} is {other:?}: {:?}", plan.problems),
    }
}

/// The only problem, which holds a row.
fn held(plan: &Plan, row: usize) -> String {
    assert_eq!(plan.rows[row].fate, Fate::Refused);
    let held: Vec<String> = plan
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Held)
        .map(ToString::to_string)
        .collect();
    assert_eq!(held.len(), 1, "{held:?}");
    held[0].clone()
}

const ANNA: &str = "00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,";

/// The roster with the columns it is laid out by, answered as a person would.
fn asked(lines: &[&str], students: &[Student], answers: &[(&str, &str)]) -> Planned {
    let mut roster = roster(lines);
    roster.columns = HEADERS
        .into_iter()
        .map(|c| MappedColumn {
            header: format!("the {}", c.name()),
            column: Some(c),
            known: Known::ByName,
            samples: Vec::new(),
        })
        .collect();
    for (key, answer) in answers {
        roster.reading = roster.reading.answering(key, answer);
    }
    planned_with(&roster, &Desk::of(students), &rules(), false)
}

fn keys(plan: &Planned) -> Vec<&str> {
    plan.questions.iter().map(|q| q.key.as_str()).collect()
}
