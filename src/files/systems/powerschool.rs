//! PowerSchool's export of students: tab by default, one line for each student.

use super::super::headers::{plain, roster_column};
use crate::domain::roster::RosterColumn;
use crate::domain::student::Field;

/// Columns that only PowerSchool calls so.
const OWN: [&str; 9] = [
    "Enroll_Status",
    "Grade_Level",
    "State_StudentNumber",
    "FedEthnicity",
    "FTEID",
    "PSCore_Legal_Last_Name",
    "PSCore_Legal_First_Name",
    "Sched_NextYearGrade",
    "DCID",
];

/// What of a header is PowerSchool's, when it is PowerSchool's.
pub fn recognise(has: &dyn Fn(&str) -> bool) -> Option<String> {
    let own: Vec<&str> = OWN.into_iter().filter(|n| has(&plain(n))).collect();
    // `Grade_Level` and `State_StudentNumber` alone stand in other lists too.
    let is = has("enrollstatus") && own.len() > 1 || own.len() > 2 && has("studentnumber");
    is.then(|| format!("{}, as PowerSchool has them", own.join(", ")))
}

/// What a column holds.
pub fn column(header: &str) -> Option<(RosterColumn, u8)> {
    match plain(header).as_str() {
        // PowerSchool's own IDs of its records; the student's number is Student_Number.
        "id" | "dcid" | "studentsdcid" => None,
        // Where the mail goes is not where a student lives.
        "mailingstreet" => None,
        "fedethnicity" => Some((RosterColumn::Field(Field::Ethnicity), 2)),
        _ => roster_column(header),
    }
}
