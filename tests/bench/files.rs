//! Files in: a roster of every student, and how much of reading it is our own.

use super::desk::{Desk, Stage};
use super::peers::PLAIN_WRITE;
use super::table::{Figures, figure};
use criterion::Criterion;
use ssid_desk::app::Ticket;
use ssid_desk::app::work::rosters;
use ssid_desk::domain::roster::Roster;
use ssid_desk::domain::student::{Field, Student};
use std::path::Path;

const CSV: &str = "peer: the roster's records cut by the csv crate";
const FIELDS: [Field; 11] = [
    Field::Number,
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::BirthDate,
    Field::Gender,
    Field::Ethnicity,
    Field::Guardian,
    Field::Phone,
    Field::Email,
    Field::Address,
];
const HEADER: &str = "student_number,last_name,first_name,middle_name,birth_date,gender,ethnicity,guardian,phone,email,address,school_number,grade,entry_date";

/// Writes a roster with a row for each student.
pub fn write_roster(path: &Path, students: &[Student]) {
    let mut out = csv::Writer::from_path(path).unwrap();
    out.write_record(HEADER.split(',')).unwrap();
    for s in students {
        let mut row: Vec<String> = FIELDS.iter().map(|f| s.text(*f)).collect();
        match s.enrollments.last() {
            Some(e) => {
                let entry = e.entry.map(|d| d.to_string()).unwrap_or_default();
                row.extend([e.school.to_string(), e.grade.clone(), entry]);
            }
            None => row.extend([String::new(), String::new(), String::new()]),
        }
        out.write_record(row).unwrap();
    }
    out.flush().unwrap();
}

/// The same student under another first name.
fn renamed_once(mut student: Student) -> Student {
    student.first_name.push_str(" Lee");
    student
}

fn cut(path: &Path) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_path(path).unwrap();
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).unwrap() {
        cells += record.len();
    }
    cells
}

/// Measures it.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let folder = desk.scratch();
    let path = folder.path().join("roster.csv");
    write_roster(&path, &desk.students);
    let ticket = Ticket::default();
    figures.measure(c, figure(CSV), || (), |()| cut(&path));
    let read = || rosters::read(&path, &Default::default(), &ticket).unwrap();
    figures.measure(c, figure("read a roster").beside(CSV), || (), |()| read());
    let roster = read();
    let again = |_: &mut ()| roster.clone();
    let compare = |store: &_, roster: Roster| rosters::compare(store, roster, &desk.stamp, &ticket).unwrap();
    let empty = desk.copy(Stage::Empty);
    figures.measure(
        c,
        figure("compare it, everybody new"),
        || Some(again(&mut ())),
        |roster| roster.take().map(|r| compare(&empty.store, r)),
    );
    let planned = compare(&empty.store, roster.clone());
    assert_eq!(
        planned.plan.counts().added,
        desk.students.len(),
        "every row adds a student"
    );
    drop(empty);
    figures.measure(
        c,
        figure("take it, everybody new").beside(PLAIN_WRITE),
        || desk.copy(Stage::Empty),
        |copy| rosters::import(&copy.store, &planned, &desk.stamp, &ticket).unwrap(),
    );
    drop(planned);
    figures.measure(
        c,
        figure("read it, compare it and take it, everybody new").under(4_000),
        || desk.copy(Stage::Empty),
        |copy| {
            let planned = compare(&copy.store, read());
            rosters::import(&copy.store, &planned, &desk.stamp, &ticket).unwrap()
        },
    );
    let renamed = folder.path().join("renamed.csv");
    let others: Vec<Student> = desk.students.iter().cloned().map(renamed_once).collect();
    write_roster(&renamed, &others);
    figures.measure(
        c,
        figure("read it, compare it and take it, everybody changed").under(4_000),
        || desk.copy(Stage::Fresh),
        |copy| {
            let roster = rosters::read(&renamed, &Default::default(), &ticket).unwrap();
            let planned = compare(&copy.store, roster);
            rosters::import(&copy.store, &planned, &desk.stamp, &ticket).unwrap()
        },
    );
    let full = desk.look(Stage::Fresh);
    figures.measure(
        c,
        figure("compare it, everybody known"),
        || Some(again(&mut ())),
        |roster| roster.take().map(|r| compare(&full, r)),
    );
}
