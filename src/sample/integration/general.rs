//! The General Student Table of the sample district: what the SIS exported last.

use super::super::plan::{ONLINE, Plan};
use crate::domain::general::GeneralRow;
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::student::{Enrollment, Student, Timestamp, without_mark};

/// One row for each linked student who is enrolled, and those of children who have no linked profile, by student number.
/// A few of the rows know more than the profile: what the SIS was told last.
pub(super) fn table(
    students: &[Student],
    in_sis: Vec<Student>,
    differing: &[usize],
    plan: &Plan,
    now: Timestamp,
) -> Vec<GeneralRow> {
    let mut told: Vec<(usize, Told)> = Vec::new();
    for (turn, i) in differing
        .iter()
        .step_by((differing.len() / 9).max(1))
        .take(9)
        .enumerate()
    {
        told.push((*i, [Told::Address, Told::Phone, Told::School][turn % 3]));
    }
    let mut rows: Vec<Student> = Vec::with_capacity(students.len() + in_sis.len());
    for (i, s) in students.iter().enumerate() {
        let running = s
            .current_enrollment(plan.today)
            .filter(|e| e.not_ended_by(plan.today));
        if let Some(e) = running
            && !s.integration_idt.is_empty()
        {
            let mut row = exported(s, e);
            if let Some((_, what)) = told.iter().find(|t| t.0 == i) {
                what.put(&mut row, plan);
            }
            rows.push(row);
        }
    }
    for s in &in_sis {
        let all = s.enrollments.iter();
        rows.extend(all.map(|e| exported(s, e)));
    }
    rows.sort_by(|a, b| a.number.cmp(&b.number));
    rows.into_iter()
        .map(|record| GeneralRow { record, seen: now })
        .collect()
}

/// What the SIS was told and Special Programs was not.
#[derive(Clone, Copy)]
enum Told {
    Address,
    Phone,
    School,
}

impl Told {
    fn put(self, row: &mut Student, plan: &Plan) {
        match self {
            Told::Address => row.address = "1450 Cottonwood Lane, Aspen Bench, UT".into(),
            Told::Phone => row.phone = "(435) 555-0190".into(),
            Told::School => {
                for e in &mut row.enrollments {
                    e.school = plan.code(ONLINE);
                    e.entry = plan.first_day(ONLINE);
                }
            }
        }
    }
}

/// What the SIS's export has of a student: nothing that only Special Programs knows.
fn exported(s: &Student, current: &Enrollment) -> Student {
    let number = StudentNumber::parse(without_mark(s.number.as_str()));
    let mut row = Student::new(StudentKey(0), number.unwrap_or_else(|_| s.number.clone()));
    row.last_name.clone_from(&s.last_name);
    row.first_name.clone_from(&s.first_name);
    row.middle_name.clone_from(&s.middle_name);
    row.suffix.clone_from(&s.suffix);
    row.preferred_last_name.clone_from(&s.preferred_last_name);
    row.preferred_first_name.clone_from(&s.preferred_first_name);
    row.birth_date = s.birth_date;
    row.gender.clone_from(&s.gender);
    row.ethnicity.clone_from(&s.ethnicity);
    row.ssid.clone_from(&s.ssid);
    row.provisional_id.clone_from(&s.provisional_id);
    row.integration_idt.clone_from(&s.integration_idt);
    row.guardian.clone_from(&s.guardian);
    row.phone.clone_from(&s.phone);
    row.email.clone_from(&s.email);
    row.address.clone_from(&s.address);
    row.language.clone_from(&s.language);
    row.enrollments = vec![current.clone()];
    row
}
