//! Tests of `response`.

use super::*;

fn read(text: &str) -> Result<Checked<ResponseFile>, FileError> {
    parse_response(
        "RESP_140_20261120_0001.csv",
        text.as_bytes(),
        &Layout::utah_default(),
        &mut |_, _| true,
    )
}

const HEADED: &str = "line,state_id,school_year,last_name,first_name,middle_name,birth_date,gender,student_id,status,message\r\n";

#[test]
fn fingerprints_are_those_of_the_standard() {
    assert_eq!(fingerprint(b""), "6c62272e07bb014262b821756295c58d");
    assert_eq!(fingerprint(b"a"), "d228cb696f1a8caf78912b704e4a8964");
}

#[test]
fn a_roster_is_no_response() {
    let roster = "student_id,last_name,first_name,birth_date,grade,state_id\n1,A,B,2016-05-02,05,1858768\n";
    let Err(FileError::Refused(why)) = read(roster) else {
        panic!("a roster was taken for a response")
    };
    assert!(
        why.to_string().contains(
            "line 1: This looks like a roster, not like the state's response: it has a column “grade”"
        ),
        "{why}"
    );
    // A response that leaves its own columns out is one all the same.
    assert!(read("student_id,last_name,first_name,birth_date,state_id\n1,A,B,2016-05-02,1858768\n").is_ok());
}

#[test]
fn by_position_with_and_without_the_states_columns() {
    let row = "1,1858768,2027,Begay,Dezbah,,,2016-05-02,F,I,140,104,104398";
    let r = read(&format!("{row}\r\n")).unwrap();
    let line = &r.value.lines[0];
    assert_eq!((line.ssid.as_str(), line.number.as_str()), ("1858768", "104398"));
    assert_eq!(line.birth_date, "2016-05-02");
    assert!(!r.value.has_marker_column && line.broken.is_none());
    let r = read(&format!("{row},U,Updated\r\n{row}\r\n")).unwrap();
    assert!(r.value.has_marker_column);
    assert_eq!(r.value.lines[0].message, "Updated");
    assert!(r.value.lines.iter().all(|l| l.broken.is_none()));
}

#[test]
fn a_bare_comma_in_a_name_moves_no_cell_and_is_no_marker_column() {
    let r = read("1,1858768,2027,Smith, Jr,Ann,,,2016-05-02,F,I,140,104,104398\r\n").unwrap();
    assert!(!r.value.has_marker_column);
    assert!(
        r.value.lines[0]
            .broken
            .as_deref()
            .unwrap()
            .contains("one cell too many")
    );
    let r = read(&format!(
        "{HEADED}1,1858768,2027,Smith, Jr,Ann,,2016-05-02,F,104398,\r\n"
    ))
    .unwrap();
    assert!(
        r.value.lines[0]
            .broken
            .as_deref()
            .unwrap()
            .contains("birth_date: found")
    );
}

#[test]
fn a_line_that_is_cut_off_is_broken() {
    let r = read(&format!(
        "{HEADED}1,1,2027,A,B,,2016-05-02,F,9,A,\r\n2,2,2027,GARCIA LOPE"
    ))
    .unwrap();
    assert!(r.value.lines[0].broken.is_none());
    let why = r.value.lines[1].broken.as_deref().unwrap();
    assert!(
        why.contains("first_name: found the end of the line after 4 cells (“GARCIA LOPE”), expected 11"),
        "{why}"
    );
    // Blank cells at the end may be left out of a whole line.
    let r = read(&format!("{HEADED}1,1,2027,A,B,,2016-05-02,F,9\r\n")).unwrap();
    assert!(r.value.lines[0].broken.is_none());
}

#[test]
fn excels_marks_are_undone_on_identifiers_only() {
    let r = read(&format!(
        "{HEADED}'1,=\"0234567\",2027,'Aolani,B,,2016-05-02,F,'00123,A,\r\n"
    ))
    .unwrap();
    let l = &r.value.lines[0];
    assert_eq!(
        (l.line.as_str(), l.ssid.as_str(), l.number.as_str()),
        ("1", "0234567", "00123")
    );
    assert_eq!(l.last_name, "'Aolani");
}

#[test]
fn a_file_that_is_no_response_is_refused_with_its_columns() {
    let e = read("SIS ID,Name,Status,Grade,Gender,Line,School\n1,a,b,c,d,1,2\n")
        .unwrap_err()
        .to_string();
    assert!(
        e.contains("no column for Last Name, First Name") && e.contains("SIS ID"),
        "{e}"
    );
    let e = read("line,ssid,state_id,last_name,first_name,student_id\n1,1,1,a,b,3\n")
        .unwrap_err()
        .to_string();
    assert!(e.contains("“ssid” (column 2) and “state_id” (column 3)"), "{e}");
}

#[test]
fn titles_above_the_header_are_passed_over() {
    let r = read(&format!(
        "SSID System\r\n\r\n{HEADED}1,1,2027,A,B,,2016-05-02,F,9,A,\r\n"
    ))
    .unwrap();
    assert_eq!(r.value.lines[0].file_line, 4);
    assert!(r.problems[0].message.contains("line 3"));
}

#[test]
fn a_number_that_is_cut_off_at_the_end_of_the_file_is_not_taken() {
    let head = "student_id,last_name,first_name,birth_date,state_id\n1,A,B,2016-05-02,1007654320\n2,C,D,2016-05-02,1007654321\n\
        3,E,F,2016-05-02,1007654322\n4,G,H,2016-05-02,";
    for (cut, is_broken) in [
        ("10076543", true),
        ("", true),
        ("1007654323", false),
        ("10076543\n", false),
    ] {
        let lines = read(&format!("{head}{cut}")).unwrap().value.lines;
        assert_eq!(lines[3].broken.is_some(), is_broken, "{cut:?}");
    }
}

#[test]
fn a_new_number_beside_the_blank_one_of_the_request_is_the_number() {
    let text = "Line,SSID,New SSID,School Year,Last Name,First Name,Birth Date,Student Number\n1,,1858768,2027,A,B,2016-05-02,1\n";
    assert_eq!(read(text).unwrap().value.lines[0].ssid, "1858768");
    let both = text.replace("1,,1858768", "1,1858760,1858768");
    assert_eq!(read(&both).unwrap().value.lines[0].ssid, "1858760");
}
