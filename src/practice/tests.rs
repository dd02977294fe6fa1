//! The rules of the practice SSID system, one example each.

use super::*;
use crate::domain::layout::UTAH_DEFAULT;
use chrono::NaiveDate;

const HEADER: &str = "File Line Number,SSID,School Year,Last Name,First Name,Middle Name,Suffix,Birth Date,Gender,Ethnicity,LEA Number,School Number,LEA Student Number";

fn person(ssid: &str, last: &str, first: &str, day: &str, number: &str) -> Person {
    Person {
        ssid: ssid.into(),
        last_name: last.into(),
        first_name: first.into(),
        birth_date: NaiveDate::parse_from_str(day, "%Y-%m-%d").ok(),
        gender: "F".into(),
        ethnicity: "C".into(),
        lea: "140".into(),
        school: "104".into(),
        number: number.into(),
        ..Person::default()
    }
}

fn registry() -> Registry {
    Registry::new(vec![
        person("1858768", "Nuñez", "Ana", "2014-03-09", "104001"),
        person("1858769", "Begay", "Kai", "2013-01-02", "104002"),
        person("1858770", "Begay", "Kai", "2013-01-02", "104003"),
        person("0234567", "O’Brien", "Nora", "2012-05-06", "104004"),
    ])
}

fn line(n: u32, ssid: &str, last: &str, first: &str, day: &str, number: &str) -> String {
    format!("{n},{ssid},2027,{last},{first},,,{day},F,C,140,104,{number}")
}

fn read(function: Function, lines: &[String]) -> RequestFile {
    let text = format!("{HEADER}\r\n{}\r\n", lines.join("\r\n"));
    read_request(
        "REQ_140_20261120_0001.csv",
        text.as_bytes(),
        function,
        &Layout::utah_default(),
    )
    .unwrap()
}

fn one(function: Function, line: String, registry: &mut Registry) -> (Verdict, String, String) {
    let mut given = answer(&read(function, &[line]), registry).lines.remove(0);
    let words = given.message.split_off(PRACTICE_MARK.len());
    assert_eq!(given.message, PRACTICE_MARK);
    (given.verdict, given.ssid, words)
}

#[test]
fn retrieve_finds_by_name_birth_date_and_gender_whatever_the_case() {
    let mut r = registry();
    let (verdict, ssid, _) = one(
        Function::Retrieve,
        line(1, "", "NUÑEZ", " ana ", "2014-03-09", "999"),
        &mut r,
    );
    assert_eq!((verdict, ssid.as_str()), (Verdict::Found, "1858768"));
    // The asking district has the student now.
    assert_eq!(r.by_ssid("1858768").unwrap().number, "999");
    assert_eq!(r.by_ssid("1858768").unwrap().last_name, "Nuñez");
    for other in [
        line(1, "", "Nunez", "Ana", "2014-03-09", "1"),
        line(1, "", "Nuñez", "Ana", "2014-09-03", "1"),
        line(1, "", "Nuñez", "Ana", "2014-03-09", "1").replace(",F,", ",M,"),
    ] {
        let (verdict, ssid, _) = one(Function::Retrieve, other, &mut r);
        assert_eq!(
            (verdict, ssid.as_str()),
            (Verdict::NoRecords, "No Records Found.")
        );
    }
}

#[test]
fn retrieve_does_not_choose_among_several() {
    let mut r = registry();
    let (verdict, ssid, words) = one(
        Function::Retrieve,
        line(1, "", "Begay", "Kai", "2013-01-02", "7"),
        &mut r,
    );
    assert_eq!(
        (verdict, ssid.as_str()),
        (Verdict::Several, "Multiple Records Found.")
    );
    assert!(words.contains("1858769, 1858770"), "{words}");
    assert_eq!(r.csv(), registry().csv());
}

#[test]
fn new_assigns_fresh_numbers_and_refuses_whom_it_knows() {
    let mut r = registry();
    let lines = [
        line(1, "", "Trần", "Ngọc", "2015-04-04", "11"),
        line(2, "", "Nuñez", "Ana", "2014-03-09", "104001"),
        line(3, "", "Fifita", "ʻAna", "2015-04-04", "12"),
        line(4, "", "Trần", "Ngọc", "2015-04-04", "13"),
    ];
    let given = answer(&read(Function::New, &lines), &mut r);
    let got: Vec<(Verdict, &str)> = given.lines.iter().map(|l| (l.verdict, l.ssid.as_str())).collect();
    assert_eq!(
        got,
        [
            (Verdict::Assigned, "1858771"),
            (Verdict::Refused, ""),
            (Verdict::Assigned, "1858772"),
            (Verdict::Refused, ""),
        ]
    );
    assert!(
        given.lines[1]
            .message
            .ends_with("already has a record; use Retrieve")
    );
    assert_eq!(r.by_ssid("1858772").unwrap().first_name, "ʻAna");
    let again = answer(&read(Function::Retrieve, &lines[..1]), &mut r);
    assert_eq!(again.lines[0].ssid, "1858771");
}

#[test]
fn fresh_numbers_go_round_at_the_end_and_never_meet_one_that_is_there() {
    let mut r = Registry::new(vec![
        person("9999999", "A", "B", "2014-01-01", "1"),
        person("1000000", "C", "D", "2014-01-01", "2"),
    ]);
    let (_, ssid, _) = one(
        Function::New,
        line(1, "", "New", "Child", "2015-01-01", "3"),
        &mut r,
    );
    assert_eq!(ssid, "1000001");
    let (_, ssid, _) = one(
        Function::New,
        line(1, "", "New", "Child", "2015-01-01", "3"),
        &mut Registry::default(),
    );
    assert_eq!(ssid, "1000000");
}

#[test]
fn update_takes_over_and_marks() {
    let mut r = registry();
    let changed = line(1, "1858768", "Nuñez Ortiz", "Ana", "2014-09-03", "104001");
    let (verdict, ssid, words) = one(Function::Update, changed, &mut r);
    assert_eq!(
        (verdict, ssid.as_str(), words.as_str()),
        (Verdict::Updated, "1858768", ": Updated")
    );
    assert_eq!(r.by_ssid("1858768").unwrap().last_name, "Nuñez Ortiz");
    let lines = [line(1, "", "Nuñez Ortiz", "Ana", "2014-09-03", "104001")];
    assert_eq!(
        answer(&read(Function::Retrieve, &lines), &mut r).lines[0].ssid,
        "1858768"
    );
}

#[test]
fn update_says_when_the_ssid_is_unknown_another_or_anothers() {
    let before = registry().csv();
    for (asked, verdict, ssid) in [
        (
            line(1, "7777777", "Nobody", "Known", "2014-03-09", "55"),
            Verdict::NoRecords,
            "No Records Found.",
        ),
        (
            line(1, "7777777", "Nuñez Ortiz", "Ana", "2014-03-09", "104001"),
            Verdict::DifferentSsid,
            "1858768",
        ),
        (
            line(1, "1858770", "Nuñez", "Ana", "2011-01-01", "104001"),
            Verdict::DifferentSsid,
            "1858768",
        ),
        (
            line(1, "1858768", "Latu", "Sina", "2011-01-01", "104009"),
            Verdict::Refused,
            "",
        ),
        (
            line(1, "234567", "O’Brien", "Nora", "2012-05-06", "77"),
            Verdict::NoRecords,
            "No Records Found.",
        ),
    ] {
        let mut r = registry();
        let got = one(Function::Update, asked, &mut r);
        assert_eq!((got.0, got.1.as_str()), (verdict, ssid));
        assert_eq!(r.csv(), before, "nothing was taken over");
    }
}

#[test]
fn verify_lists_what_differs_and_changes_nothing() {
    let mut r = registry();
    let lines = [
        line(1, "1858768", "nuñez", "Ana", "2014-03-09", "104001"),
        line(2, "0234567", "O'Brien", "Nora", "2012-06-05", "104004"),
        line(3, "7777777", "Begay", "Kai", "2013-01-02", "104002"),
        line(4, "7777778", "Nobody", "Known", "2013-01-02", "9"),
    ];
    let given = answer(&read(Function::Verify, &lines), &mut r);
    let got: Vec<[&str; 4]> = given
        .mismatches
        .iter()
        .map(|m| {
            [
                m.ssid.as_str(),
                m.field,
                m.in_your_file.as_str(),
                m.in_the_system.as_str(),
            ]
        })
        .collect();
    assert_eq!(
        got,
        [
            ["0234567", "Last Name", "O'Brien", "O’Brien"],
            ["0234567", "Birth Date", "2012-06-05", "2012-05-06"],
            ["7777777", "SSID", "7777777", "1858769"],
            ["7777778", "SSID", "7777778", "No Records Found."],
        ]
    );
    let text = String::from_utf8(given.verify_csv()).unwrap();
    assert!(text.starts_with(
        "SSID,LEA Student Number,Field,In Your File,In the SSID System,Message\r\n0234567,104004,Last Name,"
    ));
    assert!(
        text.lines()
            .skip(1)
            .all(|l| l.contains(&format!(",{PRACTICE_MARK}: ")))
    );
    assert_eq!(r.csv(), registry().csv());
}

#[test]
fn a_response_repeats_the_request_and_adds_status_and_message() {
    let mut r = registry();
    let asked = read(
        Function::Retrieve,
        &[line(1, "", "NUÑEZ", "Ana", "2014-03-09", "104001")],
    );
    let given = answer(&asked, &mut r);
    let text = String::from_utf8(given.response_csv(&asked, &Layout::utah_default())).unwrap();
    assert_eq!(
        text,
        format!(
            "{HEADER},Status,Message\r\n1,1858768,2027,NUÑEZ,Ana,,,2014-03-09,F,C,140,104,104001,F,Practice SSID system: SSID found\r\n"
        )
    );
}

#[test]
fn a_practice_answer_is_never_without_its_mark() {
    let bare = UTAH_DEFAULT
        .split("[[column]]")
        .filter(|c| !c.contains("response_only"))
        .collect::<Vec<_>>();
    let head = UTAH_DEFAULT.split("[[column]]").next().unwrap();
    let layout = Layout::parse(&format!("{head}[[column]]{}", bare.join("[[column]]"))).unwrap();
    let text = line(1, "", "Nuñez", "Ana", "2014-03-09", "104001");
    let asked = read_request(
        "REQ_1.csv",
        format!("{text}\r\n").as_bytes(),
        Function::Retrieve,
        &layout,
    )
    .unwrap();
    assert!(!asked.has_header);
    let given = answer(&asked, &mut registry());
    let text = String::from_utf8(given.response_csv(&asked, &layout)).unwrap();
    assert!(
        text.ends_with(",104001,Practice SSID system: SSID found\r\n"),
        "{text}"
    );
}

#[test]
fn codes_and_dates_are_read_as_the_layout_writes_them() {
    let text = UTAH_DEFAULT.replace("%Y-%m-%d", "%m/%d/%Y").replace(
        "field = \"gender\"",
        "field = \"gender\"\ncodes = { F = \"2\", M = \"1\" }",
    );
    let layout = Layout::parse(&text).unwrap();
    let asked = line(1, "", "Nuñez", "Ana", "03/09/2014", "104001").replace(",F,", ",2,");
    let asked = read_request(
        "REQ_1.csv",
        format!("\u{feff}{asked}").as_bytes(),
        Function::Retrieve,
        &layout,
    )
    .unwrap();
    assert_eq!(answer(&asked, &mut registry()).lines[0].verdict, Verdict::Found);
    assert_eq!(asked.lines[0].cell(crate::domain::layout::WireField::Gender), "2");
}

fn refused(function: Function, text: &[u8]) -> String {
    match read_request("REQ_1.csv", text, function, &Layout::utah_default()) {
        Err(PracticeError::Bad(problems)) => problems.iter().map(|p| format!("{p}\n")).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_that_is_not_one_is_refused_with_line_and_column() {
    let good = line(1, "", "Nuñez", "Ana", "2014-03-09", "104001");
    for (text, said) in [
        (
            format!("{HEADER}\r\n{}", good.replace("2014-03-09", "3/9/2014")),
            "REQ_1.csv, line 2, Birth Date: This is not a date. Found “3/9/2014”",
        ),
        (
            format!("{HEADER}\r\n{}", good.replace("Nuñez", " ")),
            "line 2, Last Name: It is blank; Retrieve needs it.",
        ),
        (
            format!("{HEADER}\r\n{good}\r\n{good}"),
            "line 3, File Line Number: Line 2 of the file has this number already.",
        ),
        (
            format!("{good}\r\n2,,2027,Cut"),
            "line 2: The line is cut off or too long. Found “4 columns”, expected 13.",
        ),
        (
            format!("{HEADER},Status\r\n{good},"),
            "line 1, Status: Only responses have this column",
        ),
        (
            format!("{}\r\n{good}", HEADER.replace("Gender", "Sex")),
            "line 1, Gender: This column is missing.",
        ),
        (
            line(1, "1858768", "Nuñez", "Ana", "2014-03-09", "104001"),
            "line 1, SSID: A Retrieve file asks for SSIDs; it has none. Found “1858768”",
        ),
        (String::new(), "REQ_1.csv: The file has no lines."),
    ] {
        let got = refused(Function::Retrieve, text.as_bytes());
        assert!(got.contains(said), "{got}");
    }
    let got = refused(Function::Update, good.as_bytes());
    assert!(
        got.contains("line 1, SSID: It is blank; Update needs it."),
        "{got}"
    );
    assert!(refused(Function::Retrieve, b"1,,2027,Nu\xf1ez").contains("not UTF-8"));
}

#[test]
fn answering_a_file_writes_the_response_and_never_over_another() {
    let folder = tempfile::tempdir().unwrap();
    let (request, people) = (
        folder.path().join("REQ_140_20261120_0001.csv"),
        folder.path().join("registry.csv"),
    );
    let text = format!("{HEADER}\r\n{}", line(1, "", "Trần", "Ngọc", "2015-04-04", "11"));
    std::fs::write(&request, text).unwrap();
    let out = folder.path().join("answers");
    let layout = Layout::utah_default();
    let ask = |function| answer_file(&request, function, &layout, &people, &out);
    let retrieved = ask(Function::Retrieve).unwrap();
    assert_eq!(retrieved.file, out.join("RESP_140_20261120_0001.csv"));
    assert_eq!(retrieved.counts, BTreeMap::from([(Verdict::NoRecords, 1)]));
    // The same question has the same answer; that is no reason to refuse.
    assert_eq!(ask(Function::Retrieve).unwrap(), retrieved);
    // Another answer under that name is not written, and the registry stays as it was.
    assert!(matches!(ask(Function::New), Err(PracticeError::Exists { .. })));
    assert!(Registry::load(&people).unwrap().people().is_empty());
    std::fs::remove_file(&retrieved.file).unwrap();
    assert_eq!(ask(Function::New).unwrap().counts[&Verdict::Assigned], 1);
    assert_eq!(Registry::load(&people).unwrap().people()[0].ssid, "1000000");
    let names: Vec<_> = std::fs::read_dir(&out)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(names, ["RESP_140_20261120_0001.csv"], "no temporary files stay");
    assert_eq!(
        answer_name("REQ_140_20261120_0001.csv", Function::Verify),
        "VERIFY_140_20261120_0001.csv"
    );
}

#[test]
fn the_registry_file_comes_back_as_it_was_and_says_where_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("registry.csv");
    let r = registry();
    r.save(&path).unwrap();
    let again = Registry::load(&path).unwrap();
    assert_eq!(again.people(), r.people());
    assert_eq!(again.by_ssid("0234567").unwrap().first_name, "Nora");
    let text = String::from_utf8(r.csv()).unwrap();
    for (wrong, said) in [
        (
            text.replace("1858769", "1.86E+06"),
            "line 3, ssid: This is not an SSID.",
        ),
        (
            text.replace("1858769", "1858768"),
            "Line 2 has this SSID already.",
        ),
        (
            text.replace("2012-05-06", "May"),
            "line 5, birth_date: This is not a date.",
        ),
        (
            text.replacen("ssid,", "SSN,", 1),
            "line 1: This is not a practice registry.",
        ),
        (
            format!("{text}1,2\r\n"),
            "line 6: The line is cut off or too long.",
        ),
    ] {
        std::fs::write(&path, wrong).unwrap();
        let got = Registry::load(&path).unwrap_err().to_string();
        assert!(got.contains(said), "{got}");
    }
}
