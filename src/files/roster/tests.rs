//! Tests of `roster`.

use super::*;
use crate::domain::roster::RosterColumn::{Field as Col, SchoolName};
use crate::domain::student::Field as F;

const HEADER: &str = "student_id,last_name,first_name,birth_date,gender,grade,school_id,state_id,phone\n";

fn read(text: &str) -> Result<Roster, FileError> {
    parse_roster("r.csv", text.as_bytes(), &Default::default(), &mut |_, _| true)
}

fn warnings(r: &Roster) -> String {
    r.problems.iter().map(|p| format!("{p}\n")).collect()
}

#[test]
fn totals_and_repeated_headers_are_no_students() {
    let text = format!(
        "{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n{HEADER}2,Lee,Kim,2014-03-10,F,05,104,,\n\nTotal: 2 students\n,,,,,,Count,2\n3,Cut\n"
    );
    let r = read(&text).unwrap();
    let lines: Vec<u64> = r.rows.iter().map(|r| r.file_line).collect();
    assert_eq!(lines, [2, 4, 8]);
    assert!(r.rows[2].broken.is_some());
    let said = warnings(&r);
    assert!(
        said.contains("line 3: The column names come again on 1 line"),
        "{said}"
    );
    assert!(said.contains("line 6: 2 lines about no student"), "{said}");
}

#[test]
fn the_legal_name_counts_and_the_other_fills_in() {
    let r = read("Student_Number,Last_Name,First_Name,DOB,PSCore_Legal_Last_Name,School,School Number\n1,Smith,Ann,3/9/2014,Smythe,Oak,104\n2,Lee,Kim,3/9/2014,,Oak,104\n").unwrap();
    let last = |i: usize| r.rows[i].cell(Col(F::LastName)).to_owned();
    assert_eq!((last(0), last(1)), ("Smythe".into(), "Lee".into()));
    assert_eq!(r.rows[0].cell(SchoolName), "Oak");
    assert!(r.problems.is_empty(), "{}", warnings(&r));
}

#[test]
fn two_student_numbers_are_told_apart_and_two_birth_dates_are_refused() {
    let r = read("Student_id,Student_number,Last_name,First_name,DOB\n77,5,A,B,3/9/2014\n").unwrap();
    assert_eq!(r.rows[0].cell(Col(F::Number)), "5");
    assert!(warnings(&r).contains("“Student_number” was taken"));
    let e = read("student_id,last_name,first_name,DOB,birth_date\n1,A,B,3/9/2014,3/9/2014\n");
    assert!(
        e.unwrap_err()
            .to_string()
            .contains("“DOB” (column 4) and “birth_date” (column 5)")
    );
}

#[test]
fn cells_that_slipped_are_never_read() {
    // One cell too many, hidden by a blank cell at the end.
    let r = read(&format!(
        "{HEADER}1,Smith, Jr,Ann,2014-03-09,F,05,104,,\n2,Lee,Kim,2014-03-09,F,05,104,,,,\n"
    ))
    .unwrap();
    assert!(r.rows[0].broken.as_ref().unwrap().message.contains("slipped"));
    assert!(r.rows[1].broken.is_none());
    assert_eq!(r.rows[0].cell(Col(F::Number)), "1");
}

#[test]
fn the_end_of_a_file_that_is_cut_off_is_held() {
    let r = read(&format!(
        "{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n2,Lee,Kim,2014-03-09,F,0"
    ))
    .unwrap();
    let p = r.rows[1].broken.as_ref().unwrap();
    assert!(
        p.to_string().contains("cut off") && p.place.column.as_deref() == Some("school_id"),
        "{p}"
    );
}

#[test]
fn a_state_id_that_names_the_state_is_no_ssid() {
    let r = read(&format!(
        "{HEADER}1,Smith,Ann,2014-03-09,F,05,104,WA,\n2,Lee,Kim,2014-03-09,F,05,104,WA,\n"
    ))
    .unwrap();
    assert!(r.rows.iter().all(|r| r.cell(Col(F::Ssid)).is_empty()));
    assert!(warnings(&r).contains("Found “WA”"));
    let r = read(&format!(
        "{HEADER}1,Smith,Ann,2014-03-09,F,05,104,WA,\n2,Lee,Kim,2014-03-09,F,05,104,7,\n"
    ));
    assert_eq!(r.unwrap().rows[0].cell(Col(F::Ssid)), "WA");
}

#[test]
fn a_header_without_students_removes_nobody() {
    let r = read(HEADER).unwrap();
    assert!(r.rows.is_empty() && warnings(&r).contains("nobody is removed"));
}

#[test]
fn files_of_the_exchange_are_no_rosters() {
    for text in [
        "File Line Number,SSID,Last Name,First Name,Birth Date,LEA Student Number\n1,1858768,Smith,Ann,2014-03-09,7\n",
        "line,state_id,school_year,last_name,first_name,birth_date,student_id\n1,1858768,2027,Smith,Ann,2014-03-09,7\n",
        "ssid,last_name,first_name,birth_date,student_id,message\n1858768,Smith,Ann,2014-03-09,7,Practice SSID system: found\n",
    ] {
        assert!(
            read(text).unwrap_err().to_string().contains("not a roster"),
            "{text}"
        );
    }
}
