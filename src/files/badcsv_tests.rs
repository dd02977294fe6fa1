//! Damaged files as offices have them (each was seen in the field), and what reading them must give.

use super::*;
use crate::domain::layout::Layout;
use crate::domain::roster::{Roster, RosterColumn};
use crate::domain::student::Field;

const HEAD: &str = "student_id,last_name,first_name,middle_name,suffix,birth_date,gender,ethnicity,grade,school_id,state_id\n";
const ANNA: &str = "00123,Smith,Anna,Marie,,2014-03-09,F,C,05,104,1234567\n";
const JOSE: &str = "00124,Garcia Lopez,Jose,,,2015-11-30,M,H,04,104,\n";
const SEAN: &str = "00125,O'Brien,Sean,Patrick,Jr,2009-07-04,M,C,11,704,0234567\n";

fn roster(bytes: impl AsRef<[u8]>) -> Roster {
    parse_roster("r.csv", bytes.as_ref(), &Default::default(), &mut |_, _| true).unwrap()
}

fn refusal(bytes: impl AsRef<[u8]>) -> String {
    match parse_roster("r.csv", bytes.as_ref(), &Default::default(), &mut |_, _| true) {
        Ok(roster) => roster.unreadable.expect("the file is taken").to_string(),
        Err(e) => e.to_string(),
    }
}

fn rows(lines: &[&str]) -> Roster {
    roster([&[HEAD], lines].concat().concat())
}

/// Rows that can be read and rows that are broken.
fn counts(r: &Roster) -> (usize, usize) {
    let broken = r.rows.iter().filter(|r| r.broken.is_some()).count();
    (r.rows.len() - broken, broken)
}

fn texts(r: &Roster, row: usize, fields: &[Field]) -> Vec<String> {
    fields
        .iter()
        .map(|f| r.rows[row].cell(RosterColumn::Field(*f)).to_owned())
        .collect()
}

fn said(r: &Roster) -> String {
    r.problems.iter().map(|p| format!("{p}\n")).collect()
}

#[test]
fn what_is_accepted_without_a_word() {
    let crlf = format!("{HEAD}{ANNA}{JOSE}{SEAN}").replace('\n', "\r\n");
    let mixed = [
        &HEAD.replace('\n', "\r\n"),
        ANNA,
        &JOSE.replace('\n', "\r\n"),
        SEAN,
    ]
    .concat();
    let friendly = "Student ID,Last Name,First Name,Middle Name,Suffix,Date of Birth,Sex,Race/Ethnicity,Grade Level,School,SSID\n";
    let pipe = format!("{HEAD}{ANNA}{JOSE}").replace(',', "|");
    for (what, text, n) in [
        ("01-utf8-bom", format!("\u{FEFF}{HEAD}{ANNA}{JOSE}"), 2),
        ("15-mixed-eol", mixed, 3),
        ("old Mac", format!("{HEAD}{ANNA}{JOSE}").replace('\n', "\r"), 2),
        (
            "16-no-final-newline",
            format!("{HEAD}{ANNA}{}", JOSE.trim_end()),
            2,
        ),
        ("30-pipe", pipe, 2),
        ("36-header-friendly-names", format!("{friendly}{ANNA}{JOSE}"), 2),
        ("all", crlf, 3),
    ] {
        let r = roster(text);
        assert_eq!(
            (counts(&r), r.problems.len()),
            ((n, 0), 0),
            "{what}: {}",
            said(&r)
        );
        let f = [Field::Number, Field::LastName, Field::BirthDate, Field::Ssid];
        assert_eq!(
            texts(&r, 0, &f),
            ["00123", "Smith", "2014-03-09", "1234567"],
            "{what}"
        );
        assert_eq!(
            r.columns.iter().filter(|c| c.column.is_none()).count(),
            0,
            "{what}"
        );
    }
    // 61: no surname is a missing value.
    let r = rows(&[
        "1,Null,NA,,,2014-03-09,F,C,05,104,\n",
        "2,True,None,,,2014-03-09,F,C,05,104,\n",
    ]);
    assert_eq!(texts(&r, 0, &[Field::LastName, Field::FirstName]), ["Null", "NA"]);
    assert_eq!(
        texts(&r, 1, &[Field::LastName, Field::FirstName]),
        ["True", "None"]
    );
}

#[test]
fn spreadsheets_marks_are_undone() {
    let all = [Field::Number, Field::LastName, Field::FirstName, Field::Ssid];
    // 45, 46: without a word; the apostrophe of a name stays.
    for line in [
        "=\"00123\",Smith,'Aolani,Marie,,2014-03-09,F,C,=\"05\",=\"104\",=\"1234567\"\n",
        "'00123,Smith,'Aolani,Marie,,2014-03-09,F,C,'05,'104,'1234567\n",
    ] {
        let r = rows(&[line]);
        assert_eq!(texts(&r, 0, &all), ["00123", "Smith", "'Aolani", "1234567"]);
        assert!(r.problems.is_empty(), "{}", said(&r));
    }
    // 50: said once for each column.
    let r = rows(&["123.0,Smith,Anna,Marie,,2014-03-09,F,C,5.0,104.0,1234567.0\n"]);
    assert_eq!(texts(&r, 0, &all), ["123", "Smith", "Anna", "1234567"]);
    assert_eq!(r.problems.len(), 4);
    assert!(said(&r).contains("r.csv, line 2, student_id: “.0” at the end of 1 cell was dropped"));
    // 51
    let r = rows(&[
        "00-123,Smith,Anna,Marie,,2014-03-09,F,C,05,104,123-4567\n",
        "\"1,234\",Lee,Kim,,,2014-03-09,F,A,05,104,123 4568\n",
    ]);
    assert_eq!(texts(&r, 0, &all), ["00123", "Smith", "Anna", "1234567"]);
    assert_eq!(texts(&r, 1, &all), ["1234", "Lee", "Kim", "1234568"]);
    assert!(said(&r).contains("Found “00-123”"), "{}", said(&r));
    // 26
    let r = rows(&["00123,“Smith”,“Anna”,Marie,,2014-03-09,F,C,05,104,1234567\n"]);
    assert_eq!(texts(&r, 0, &all), ["00123", "Smith", "Anna", "1234567"]);
    assert!(said(&r).contains("Round quotation marks"));
}

#[test]
fn encodings_that_are_glued_together_or_lost() {
    let mixed = [
        HEAD.as_bytes(),
        b"1,Pe\xC3\xB1a,A,,,2014-03-09\n2,Nu\xF1ez,Jos\xE9,,,2014-03-09\n",
    ]
    .concat();
    let r = roster(mixed);
    assert_eq!(texts(&r, 0, &[Field::LastName]), ["Peña"]);
    assert_eq!(
        texts(&r, 1, &[Field::LastName, Field::FirstName]),
        ["Nuñez", "José"]
    );
    assert!(said(&r).contains("line 3"));
    // 06: the letter is lost; the domain holds the row.
    let r = rows(&["1,Pe\u{FFFD}a,A,,,2014-03-09\n"]);
    assert!(crate::domain::text::has_lost_letter(
        &texts(&r, 0, &[Field::LastName])[0]
    ));
}

#[test]
fn rows_that_cannot_be_read_are_held_with_their_line() {
    // 20
    let r = rows(&[
        "00123,Smith,Anna,Marie,,2014-03-09,F,C,05,104\n",
        "00124,Garcia Lopez,Jose\n",
    ]);
    assert_eq!(counts(&r), (1, 1));
    let p = r.rows[1].broken.as_ref().unwrap().to_string();
    assert!(
        p.starts_with("r.csv, line 3, middle_name: The line ends after 3 of 11 cells."),
        "{p}"
    );
    // 21
    let r = rows(&[
        "00123,Smith, Jr,Anna,Marie,,2014-03-09,F,C,05,104,1234567\n",
        JOSE,
    ]);
    assert_eq!(counts(&r), (1, 1));
    assert_eq!(texts(&r, 0, &[Field::BirthDate, Field::Ssid]), ["", ""]);
    // 41: unknown columns are named once.
    let r = roster(format!(
        "{},transport,lunch\n{},Bus 12,Y\n{},,N\n",
        HEAD.trim_end(),
        ANNA.trim_end(),
        JOSE.trim_end()
    ));
    assert_eq!(counts(&r), (2, 0));
    assert_eq!(r.problems.len(), 1);
    assert!(said(&r).contains("“transport”, “lunch”"));
}

#[test]
fn titles_are_passed_over_and_said() {
    let title = "Canyon School District - Roster\nRun: 9/2/2025 8:14 AM,,,,,,,,,,\n\n";
    let r = roster(format!("{title}{HEAD}{ANNA}{JOSE}"));
    assert_eq!(counts(&r), (2, 0));
    assert_eq!(r.rows[0].file_line, 5);
    assert!(said(&r).contains("line 4"), "{}", said(&r));
}

#[test]
fn files_that_are_refused_whole_say_why() {
    for (what, text, has) in [
        (
            "10-nul-bytes",
            format!("{HEAD}{}\0\0\0\n{JOSE}", ANNA.trim_end()),
            "line 2: The file has NUL bytes",
        ),
        (
            "11-is-an-xlsx",
            "PK\u{3}\u{4}[Content_Types].xml".into(),
            "save it as “CSV UTF-8”",
        ),
        (
            "25-unclosed-quote",
            format!("{HEAD}00123,\"Smith,Anna,2014-03-09\n{JOSE}{SEAN}"),
            "line 2: A quotation mark",
        ),
        (
            "40-missing-required-column",
            format!("{}{ANNA}", HEAD.replace("birth_date,", "")),
            "no column for: Birth date. Columns found: student_id, last_name",
        ),
    ] {
        let e = refusal(text);
        assert!(e.contains(has), "{what}: {e}");
    }
}

#[test]
fn responses() {
    const HEAD: &str = "line,state_id,school_year,last_name,first_name,middle_name,birth_date,gender,student_id,status,message\r\n";
    let read = |rows: &str| {
        let text = format!("{HEAD}{rows}");
        parse_response(
            "RESP.csv",
            text.as_bytes(),
            &Layout::utah_default(),
            &mut |_, _| true,
        )
        .unwrap()
    };
    // 85, 86, 90, 91, 95: read as they are; the domain judges them.
    let r = read(
        "1,1234567,2026,SMITH,ANNA,MARIE,03/09/2014,F,00123,A,\r\n2,234567,2026,GARCIA LOPEZ,JOSE,,11/30/2015,M,00124,A,\r\n",
    );
    assert!(r.problems.is_empty() && r.value.has_marker_column);
    assert_eq!(r.value.lines[1].ssid, "234567");
    assert_eq!(r.value.lines[1].birth_date, "11/30/2015");
    // 96, 101
    let r = read("1,,2026,SMITH,ANNA,MARIE,03/09/2014,F,00123,E,Near match: 3 candidates\r\n");
    assert_eq!(r.value.lines[0].message, "Near match: 3 candidates");
    // 100
    let r = read("1,1234567,2026,SMITH,ANNA,MARIE,03/09/2014,F,00123,A,\r\n2,0234567,2026,GARCIA LOPE");
    let broken: Vec<bool> = r.value.lines.iter().map(|l| l.broken.is_some()).collect();
    assert_eq!(broken, [false, true]);
}
