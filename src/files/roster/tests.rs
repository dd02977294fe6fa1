//! Tests of `roster`.

use super::*;
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::roster::Known;
use crate::domain::roster::RosterColumn::{Field as Col, Part, SchoolName};
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
fn a_row_with_a_cell_left_out_is_held_back() {
    let text = "student_id,last_name,first_name,middle_name,suffix,birth_date,gender,grade,school_id\n\
        1,Smith,Ann,,2014-03-09,F,05,104\n2,Lee,Kim,,,20140309,F,05,104\n3,Ng,Li,,,F,20140309,05,104\n";
    let r = read(text).unwrap();
    let broken = r.rows.iter().map(|r| r.broken.is_some());
    assert_eq!(broken.collect::<Vec<_>>(), [true, false, true]);
}

#[test]
fn a_separator_line_that_does_not_hold_is_passed_over() {
    let r = read(&format!("sep=;\n{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n")).unwrap();
    assert_eq!((r.rows.len(), r.rows[0].file_line), (1, 3));
}

#[test]
fn the_legal_name_counts_and_the_other_fills_in() {
    let r = read("Student_Number,Last_Name,First_Name,DOB,PSCore_Legal_Last_Name,School,School Number\n1,Smith,Ann,3/9/2014,Smythe,Oak,104\n2,Lee,Kim,3/9/2014,,Oak,104\n").unwrap();
    let last = |i: usize| r.rows[i].cell(Col(F::LastName)).to_owned();
    assert_eq!((last(0), last(1)), ("Smythe".into(), "Lee".into()));
    let known = |header: &str| r.columns.iter().find(|c| c.header == header).map(|c| c.known);
    assert_eq!(known("Last_Name"), Some(Known::FillsIn));
    assert_eq!(known("PSCore_Legal_Last_Name"), Some(Known::ByName));
    assert_eq!(r.rows[0].cell(SchoolName), "Oak");
    assert!(r.problems.is_empty(), "{}", warnings(&r));
}

/// What was asked: key, and the answer that counts.
fn asked(r: &Roster) -> Vec<(&str, Option<&str>)> {
    let q = r.questions.iter();
    q.map(|q| (q.key.as_str(), q.answer.as_deref())).collect()
}

fn read_as(text: &str, key: &str, answer: &str) -> Roster {
    let reading = Reading::default().answering(key, answer);
    parse_roster("r.csv", text.as_bytes(), &reading, &mut |_, _| true).unwrap()
}

#[test]
fn two_student_numbers_are_told_apart_and_two_birth_dates_are_asked_about_where_they_differ() {
    let r = read("Student_id,Student_number,Last_name,First_name,DOB\n77,5,A,B,3/9/2014\n").unwrap();
    assert_eq!(r.rows[0].cell(Col(F::Number)), "5");
    assert!(warnings(&r).contains("“Student_number” was taken"));
    let twice = "student_id,last_name,first_name,DOB,birth_date\n1,A,B,3/9/2014,3/9/2014\n";
    let r = read(twice).unwrap();
    assert_eq!(r.rows[0].cell(Col(F::BirthDate)), "3/9/2014");
    assert!(
        warnings(&r).contains("say nothing different; “DOB” was taken"),
        "{}",
        warnings(&r)
    );
    let differ = format!("{twice}2,C,D,3/9/2014,3/10/2014\n");
    let r = read(&differ).unwrap();
    let why = r.unreadable.as_ref().unwrap().to_string();
    assert!(
        why.contains("“DOB” (column 4) and “birth_date” (column 5)") && why.contains("line 3"),
        "{why}"
    );
    assert_eq!(asked(&r), [("column:birth_date", None)]);
    let r = read_as(&differ, "column:birth_date", "birth_date");
    assert_eq!(r.rows[1].cell(Col(F::BirthDate)), "3/10/2014");
    assert!(r.unreadable.is_none() && r.questions[0].is_answered());
    // A header that stands there twice is told apart by its number.
    let r = read("student_id,last_name,first_name,birth_date,grade,grade\n1,A,B,3/9/2014,05,06\n").unwrap();
    assert_eq!(asked(&r), [("column:grade", None)]);
    assert_eq!(r.questions[0].choices[1].name, "grade (column 6)");
}

#[test]
fn a_column_with_the_whole_name_is_named_where_both_names_are_missing() {
    let r = read("Student ID,Student Name,DOB\n1,\"A, B\",2014-03-09\n").unwrap();
    let why = r.unreadable.unwrap().to_string();
    assert!(
        why.contains("“Student Name” holds both names: export them in columns of their own."),
        "{why}"
    );
    let r = read("Student ID,Name,First Name,DOB\n1,A,B,2014-03-09\n").unwrap();
    assert!(
        r.unreadable
            .is_none_or(|p| !p.to_string().contains("holds both names"))
    );
}

#[test]
fn lines_on_which_two_columns_differ_wait_for_the_answer_and_the_others_do_not() {
    let text = "student_id,last_name,first_name,birth_date,ssid,state_id\n1,A,B,3/9/2014,1858768,1858768\n\
        2,C,D,3/9/2014,1858769,1858770\n3,E,F,3/9/2014,,1858771\n4,G,H,3/9/2014,,\n";
    let r = read(text).unwrap();
    assert_eq!(asked(&r), [("column:ssid", None)]);
    let ssids: Vec<&str> = r.rows.iter().map(|r| r.cell(Col(F::Ssid))).collect();
    assert_eq!(ssids, ["1858768", "", "1858771", ""]);
    let waits: Vec<String> = r
        .rows
        .iter()
        .filter_map(|r| Some(r.broken.as_ref()?.to_string()))
        .collect();
    assert_eq!(waits.len(), 1);
    assert!(
        waits[0].starts_with("r.csv, line 3, ssid: The row waits for an answer: Two columns mean the same")
            && waits[0].contains("1858769 / 1858770"),
        "{}",
        waits[0]
    );
    // What databases write for nothing says nothing else.
    let nulls = "student_id,last_name,first_name,birth_date,grade,grade\n1,A,B,3/9/2014,NULL,06\n2,C,D,3/9/2015,05,N/A\n";
    let r = read(nulls).unwrap();
    assert!(asked(&r).is_empty());
    let grades: Vec<&str> = r.rows.iter().map(|r| r.cell(Part(P::Grade))).collect();
    assert_eq!(grades, ["06", "05"]);
    let r = read_as(text, "column:ssid", "state_id");
    assert_eq!(r.rows[1].cell(Col(F::Ssid)), "1858770");
    assert!(r.rows.iter().all(|r| r.broken.is_none()));
}

#[test]
fn a_state_id_column_that_is_not_sure_is_asked_about() {
    let text = "student_id,last_name,first_name,birth_date,uniqid,locker\n1,A,B,3/9/2014,1858768,12\n";
    let r = read(text).unwrap();
    assert_eq!(
        (r.rows[0].cell(Col(F::Ssid)), asked(&r)),
        ("1858768", vec![("state-id", Some("uniqid"))])
    );
    let names: Vec<&str> = r.questions[0].choices.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["uniqid", "locker", "none"]);
    assert_eq!(read_as(text, "state-id", "none").rows[0].cell(Col(F::Ssid)), "");
    assert_eq!(
        read_as(text, "state-id", "locker").rows[0].cell(Col(F::Ssid)),
        "12"
    );
}

#[test]
fn a_list_without_column_names_is_read_by_what_stands_in_it() {
    let text = "104,00123,Smith,Ann,3/9/2014,F,05\n104,00124,Lee,Kim,3/10/2014,M,04\n108,00125,Young,Yara,3/11/2015,F,03\n";
    let r = read(text).unwrap();
    assert_eq!(asked(&r), [("header-line", Some("none"))]);
    let cells = |column| r.rows[0].cell(column);
    assert_eq!(
        [
            cells(Col(F::Number)),
            cells(Col(F::LastName)),
            cells(Col(F::FirstName)),
            cells(Part(P::School)),
            cells(Part(P::Grade))
        ],
        ["00123", "Smith", "Ann", "104", "05"]
    );
    assert!(r.columns.iter().all(|c| c.known == Known::Guessed));
    assert_eq!(r.columns[0].header, "column 1");
    // A title above them is no student, and keeps nothing from being told.
    let titled = read(&format!("Students of Aspen Elementary\n{text}")).unwrap();
    assert_eq!(titled.rows.len(), 3);
    assert_eq!(titled.rows[0].cells, r.rows[0].cells);
    assert!(
        warnings(&titled).contains("line 1: 1 line about no student"),
        "{}",
        warnings(&titled)
    );
    // Who says that the first line has the names loses no other line.
    let r = read_as(text, "header-line", "1");
    assert!(r.questions[0].is_answered() && r.rows.len() != 3);
    // Where it cannot be told, nothing is taken.
    let r = read("a,b\nc,d\n").unwrap();
    assert!(r.unreadable.is_some() && r.rows.is_empty());
}

#[test]
fn strange_column_names_are_no_student() {
    let text = "Nummer,Nachname,Vorname,Geburtstag,Schule\n00123,Smith,Ann,3/9/2014,104\n00124,Lee,Kim,3/10/2014,104\n";
    let r = read(text).unwrap();
    assert_eq!(asked(&r), [("header-line", Some("1"))]);
    assert_eq!(r.rows.len(), 2);
    assert_eq!(
        (r.columns[3].header.as_str(), r.columns[3].column),
        ("Geburtstag", Some(Col(F::BirthDate)))
    );
}

#[test]
fn the_line_of_the_column_names_can_be_chosen() {
    let text = format!("Oak School\n\n{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n");
    let r = read(&text).unwrap();
    assert_eq!(asked(&r), [("header-line", Some("3"))]);
    let names: Vec<&str> = r.questions[0].choices.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["1", "3", "4", "none"]);
    let line = r.recognised.iter().find(|r| r.what == "Header line").unwrap();
    assert_eq!(
        (line.value.as_str(), line.why.as_str()),
        ("line 3", "it has 9 known column names")
    );
}

#[test]
fn numbers_that_a_spreadsheet_shortened_are_held() {
    let r = read(&format!(
        "{HEADER}1.23457E+09,Smith,Ann,2014-03-09,F,05,104,,\n2,Lee,Kim,2014-03-09,F,05,104,,8.01555E+09\n"
    ))
    .unwrap();
    let p = r.rows[0].broken.as_ref().unwrap().to_string();
    assert!(
        p.starts_with("r.csv, line 2, student_id: A spreadsheet shortened") && p.contains("1.23457E+09"),
        "{p}"
    );
    assert_eq!(
        (r.rows[1].broken.as_ref(), r.rows[1].cell(Col(F::Phone))),
        (None, "")
    );
    assert!(
        warnings(&r).contains("line 3, phone: A spreadsheet shortened 1 cell"),
        "{}",
        warnings(&r)
    );
}

#[test]
fn a_text_with_the_name_of_a_workbook_is_read_and_said() {
    let text = format!("{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n");
    let r = parse_roster("r.xls", text.as_bytes(), &Reading::default(), &mut |_, _| true).unwrap();
    assert!(r.rows.len() == 1 && warnings(&r).contains("read as text"));
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
        "1,1858768,2026,SMITH,ANN,03/09/2014,F,00123\n2,1858769,2026,LEE,KIM,03/10/2014,F,00124\n",
        "ssid,last_name,first_name,birth_date,student_id,message\n1858768,Smith,Ann,2014-03-09,7,Practice SSID system: found\n",
    ] {
        assert!(
            read(text).unwrap_err().to_string().contains("not a roster"),
            "{text}"
        );
    }
}

#[test]
fn columns_that_mean_the_same_fill_in_what_the_other_leaves_blank_and_nothing_is_asked() {
    let r = read(
        "student_id,last_name,first_name,birth_date,grade,grade,Phone,Home Phone\n\
        1,A,B,3/9/2014,05,,,801-555-0101\n2,C,D,3/9/2014,,06,801-555-0102,801-555-0103\n",
    )
    .unwrap();
    assert!(r.questions.is_empty(), "{:?}", r.questions);
    let cells = |column| -> Vec<&str> { r.rows.iter().map(|r| r.cell(column)).collect() };
    assert_eq!(cells(Part(P::Grade)), ["05", "06"]);
    assert_eq!(cells(Col(F::Phone)), ["801-555-0101", "801-555-0102"]);
    let said = warnings(&r);
    assert!(
        said.contains("“grade” was taken, and “grade (column 6)” where it is blank"),
        "{said}"
    );
    assert!(
        said.contains("“Phone” was taken, and “Home Phone” where it is blank"),
        "{said}"
    );
    // A name of which each line has one of two columns is a name.
    let r = read("student_id,Last Name,Surname,first_name,birth_date\n1,A,,B,3/9/2014\n2,,C,D,3/9/2014\n")
        .unwrap();
    let last: Vec<&str> = r.rows.iter().map(|r| r.cell(Col(F::LastName))).collect();
    assert_eq!(last, ["A", "C"]);
}

#[test]
fn a_student_without_a_number_is_held_and_no_footer() {
    let text = format!(
        "{HEADER}1,Smith,Ann,2014-03-09,F,05,104,,\n,Bbb,,,F,,104,,\n,,Kim,,,05,104,,\nTotal for Aspen,1 student,,,,05,104,,\nTotals,3\nGrand total,2,F: 1\nPrinted by,Clerk\n"
    );
    let r = read(&text).unwrap();
    let lines: Vec<u64> = r.rows.iter().map(|r| r.file_line).collect();
    assert_eq!(lines, [2, 3, 4]);
    assert!(
        warnings(&r).contains("4 lines about no student (totals, notes) passed over: lines 5, 6, 7, 8."),
        "{}",
        warnings(&r)
    );
}

#[test]
fn a_school_column_of_numbers_is_no_name_of_a_school() {
    let read = |school: &str| {
        read(&format!(
            "student_id,last_name,first_name,birth_date,School,School ID\n1,A,B,3/9/2014,{school},901\n"
        ))
        .unwrap()
    };
    assert_eq!(read("77").rows[0].cell(SchoolName), "");
    assert_eq!(read("Oak").rows[0].cell(SchoolName), "Oak");
}

#[test]
fn a_last_line_that_is_cut_inside_its_last_cell_is_held() {
    let text = "student_id,last_name,first_name,birth_date,state_id\n1,A,B,3/9/2014,1858768\n2,C,D,3/9/2014,1858769\n\
        3,E,F,3/9/2014,1858770\n4,G,H,3/9/2014,18587";
    let broken = |text: &str| read(text).unwrap().rows[3].broken.as_ref().map(|p| p.to_string());
    let why = broken(text).unwrap();
    assert!(
        why.contains("line 5, state_id: The cell is shorter than in all other lines"),
        "{why}"
    );
    assert_eq!(
        broken(&format!("{text}71")),
        None,
        "many programs write no line end"
    );
    assert_eq!(broken(&format!("{text}\n")), None);
    // What may be blank or of any length tells nothing.
    let blank = text.strip_suffix("18587").unwrap();
    assert_eq!(broken(blank), None);
    let grades = "student_id,last_name,first_name,birth_date,grade\n1,A,B,3/9/2014,10\n2,C,D,3/9/2014,11\n\
        3,E,F,3/9/2014,12\n4,G,H,3/9/2014,9";
    assert_eq!(broken(grades), None);
}

#[test]
fn a_header_with_remarks_is_not_taken_for_itself_in_a_line_of_initials() {
    let r = read("Student Number (required),Last Name (required),First Name (required),Birth Date (MM/DD/YYYY)\n1,A,B,3/9/2014\nS,L,F,B\n").unwrap();
    assert_eq!(r.rows.len(), 2);
}
