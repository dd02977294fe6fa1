//! The next export of the SIS, for `sample_files/` and tests: grade 6 of Bear River Middle and the children of the
//! Missing IDs list, with what the SIS was told since. For tests only.

use super::waiting::{WHITEHORSE, YOUNG};
use super::{Child, Making};
use crate::domain::ids::Ssid;
use crate::domain::student::{Enrollment, Field, Student};
use crate::sample::plan::{ASPEN, BEAR_RIVER, CEDAR, Plan};
use crate::sample::{Makings, SampleDistrict};

/// The day of the export, as its name has it.
pub(in crate::sample) const NAME: &str = "general/ps_sis_export_2026-11-23.csv";

const FIELDS: [(&str, Field); 15] = [
    ("Student Number", Field::Number),
    ("State ID", Field::Ssid),
    ("IntegrationIDT", Field::IntegrationIdt),
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

/// The file's bytes.
pub(in crate::sample) fn next(made: &SampleDistrict, makings: &Makings) -> Vec<u8> {
    let mut copy = made.clone();
    let making = Making::new(&mut copy, makings);
    let middle = makings.plan.code(BEAR_RIVER);
    let mut rows: Vec<Student> = made
        .programs
        .general
        .iter()
        .map(|r| r.record.clone())
        .filter(|s| {
            let sixth = |e: &Enrollment| e.school == middle && e.grade == Plan::grade(6);
            s.number.as_str() < "104001" || s.enrollments.iter().any(sixth)
        })
        .collect();
    for (turn, row) in rows.iter_mut().enumerate() {
        match turn {
            40 => row.address = "88 Pine Hollow Road, Bear Hollow, UT".into(),
            80 => row.phone = "(801) 555-0177".into(),
            120 => row.guardian = "Teresa Whitlock".into(),
            160 => row.email = "t.whitlock@example.org".into(),
            _ => {}
        }
        if row.number.as_str() == "103733" {
            (row.ssid, row.provisional_id) = (state_id(1), String::new());
        }
    }
    let mut enrolled = |number: &str, child: &Child, nth: u64, (site, grade): (usize, i64)| {
        let mut s = making.child(number, child);
        s.ssid = state_id(nth);
        s.integration_idt = (2_982_000 + nth).to_string();
        s.enrollments = vec![making.now_at(site, grade)];
        rows.push(s);
    };
    enrolled("103120", &WHITEHORSE, 2, (CEDAR, 10));
    enrolled("103122", &YOUNG, 3, (ASPEN, 3));
    rows.sort_by(|a, b| a.number.cmp(&b.number));
    csv_of(made, &rows)
}

/// State IDs that the state assigned last.
fn state_id(nth: u64) -> Option<Ssid> {
    Ssid::parse(&(1_199_100 + nth).to_string()).ok()
}

fn csv_of(made: &SampleDistrict, rows: &[Student]) -> Vec<u8> {
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut header: Vec<&str> = FIELDS.iter().map(|f| f.0).collect();
    header.extend(["School Number", "School Name", "Grade", "Entry Date"]);
    out.write_record(header).unwrap();
    for s in rows {
        let mut cells: Vec<String> = FIELDS.iter().map(|f| s.text(f.1)).collect();
        if s.ssid.is_none() {
            // The SIS has one column for both.
            cells[1].clone_from(&s.provisional_id);
        }
        let e = &s.enrollments[0];
        let school = made.schools.iter().find(|school| school.code == e.school);
        cells.push(e.school.to_string());
        cells.push(school.unwrap().name.clone());
        cells.push(e.grade.clone());
        cells.push(e.entry.unwrap().to_string());
        out.write_record(cells).unwrap();
    }
    out.into_inner().unwrap()
}
