//! Every damaged file of `tests/badcsv` has the outcome that `EXPECT.jsonl` says, through the functions of the program.

use ssid_desk::app::Ticket;
use ssid_desk::app::work::requests::{Order, create};
use ssid_desk::app::work::rosters::PlannedRoster;
use ssid_desk::app::work::{WorkError, districts, responses, rosters};
use ssid_desk::domain::district::School;
use ssid_desk::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use ssid_desk::domain::journal::What;
use ssid_desk::domain::request::{Function, Scope};
use ssid_desk::domain::response::Outcome as Answer;
use ssid_desk::domain::roster::{Outcome, Reading};
use ssid_desk::domain::student::{ChangeFlag, Enrollment, Field, Student};
use ssid_desk::store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// One line of `EXPECT.jsonl`.
#[derive(serde::Deserialize)]
struct Expected {
    file: String,
    kind: String,
    outcome: String,
    good: usize,
    held: usize,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/badcsv")
}

fn expected(kind: &str) -> Vec<Expected> {
    let text = std::fs::read_to_string(folder().join("EXPECT.jsonl")).unwrap();
    text.lines()
        .map(|l| serde_json::from_str::<Expected>(l).unwrap())
        .filter(|e| e.kind == kind)
        .collect()
}

fn student(number: &str, last: &str, first: &str, middle: &str, born: &str, gender: &str) -> Student {
    let mut s = Student::new(StudentKey(0), StudentNumber::parse(number).unwrap());
    s.last_name = last.into();
    s.first_name = first.into();
    s.middle_name = middle.into();
    s.birth_date = born.parse().ok();
    s.gender = gender.into();
    s.enrollments.push(Enrollment {
        school: SchoolCode::parse("104").unwrap(),
        grade: "05".into(),
        entry: "2025-08-20".parse().ok(),
        exit: None,
    });
    s
}

fn anna() -> Student {
    student("00123", "Smith", "Anna", "Marie", "2014-03-09", "F")
}

fn jose() -> Student {
    student("00124", "Garcia Lopez", "Jose", "", "2015-11-30", "M")
}

fn with_ssid(mut s: Student, ssid: &str) -> Student {
    s.ssid = Ssid::parse(ssid).ok();
    s
}

/// A district of 2025-26 with schools 104, 108 and 704, and these students.
fn store(students: &[Student]) -> Store {
    let district = districts::district_of("140", "Test", "2026", false).unwrap();
    let store = Store::in_memory(&district).unwrap();
    let mut writer = store.write().unwrap();
    for (code, name) in [("104", "Aspen"), ("108", "Birch"), ("704", "Cedar High")] {
        let code = SchoolCode::parse(code).unwrap();
        let name = name.into();
        writer.school(None, Some(School { code, name }));
    }
    for s in students {
        writer.add(s.clone()).unwrap();
    }
    let what = What::SampleMade {
        students: students.len() as u32,
        schools: 3,
    };
    writer
        .commit(what, "test", crate::desk::stamp().now, &mut |_, _| true)
        .unwrap();
    store
}

/// Who has to be here already for what `EXPECT.md` says of a file.
fn known(file: &str) -> Vec<Student> {
    match &file[..2] {
        "80" => vec![with_ssid(anna(), "1234567")],
        _ => Vec::new(),
    }
}

fn plan(store: &Store, path: &Path, reading: &Reading) -> Result<PlannedRoster, WorkError> {
    let ticket = Ticket::default();
    let roster = rosters::read(path, reading, &ticket)?;
    rosters::compare(store, roster, &crate::desk::stamp(), &ticket)
}

/// What came of a roster: outcome, rows taken, rows held, and all that was said.
fn roster(file: &str, reading: &Reading) -> (Outcome, usize, usize, String) {
    let planned = match plan(&store(&known(file)), &folder().join(file), reading) {
        Ok(planned) => planned,
        Err(e) => return (Outcome::Reject, 0, 0, e.to_string()),
    };
    if let Some(why) = &planned.roster.unreadable {
        return (Outcome::Reject, 0, 0, why.to_string());
    }
    let (plan, c) = (&planned.plan, planned.plan.counts());
    let mut said: String = plan.problems.iter().map(|p| format!("{p}\n")).collect();
    for q in &plan.questions {
        let place = format!(
            "{}, {}",
            q.place.line.unwrap_or(0),
            q.place.column.as_deref().unwrap_or("")
        );
        let answer = q.answer.as_deref().unwrap_or("nobody");
        said += &format!(
            "[{} at {place}: {answer}] {} Found “{}”.\n",
            q.key, q.sentence, q.found
        );
    }
    for r in &planned.roster.recognised {
        said += &format!("{}: {} ({})\n", r.what, r.value, r.why);
    }
    (plan.outcome(), c.added + c.changed + c.same, c.refused, said)
}

#[test]
fn every_damaged_roster_has_the_outcome_that_is_expected_of_it() {
    let mut wrong = String::new();
    for e in expected("roster") {
        let (outcome, good, held, said) = roster(&e.file, &Reading::default());
        let counted = outcome == Outcome::Reject || (good, held) == (e.good, e.held);
        if outcome.name() != e.outcome || !counted {
            wrong += &format!(
                "{}: {} {good}/{held}, expected {} {}/{}\n{said}\n",
                e.file,
                outcome.name(),
                e.outcome,
                e.good,
                e.held
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn at(school: &str, mut s: Student) -> Student {
    s.enrollments[0].school = SchoolCode::parse(school).unwrap();
    s
}

/// What has to be said about a file: place, what stood there, what became of it.
const SAID: &[(&str, &[&str])] = &[
    ("05", &["line 3: The file mixes two encodings"]),
    (
        "06",
        &[
            "line 2, Last name: A letter of this name was lost",
            "Found “Pe\u{FFFD}a”",
        ],
    ),
    ("10", &["line 2: The file has NUL bytes"]),
    ("11", &["Excel workbook", "CSV UTF-8"]),
    (
        "20",
        &[
            "line 3, middle_name: The line ends after 3 of 11 cells",
            "expected middle_name",
        ],
    ),
    (
        "21",
        &[
            "line 2",
            "The line has 12 cells, the header 11",
            "no cell was moved",
        ],
    ),
    (
        "25",
        &["line 2: A quotation mark opens a cell on this line and is never closed"],
    ),
    (
        "26",
        &["line 2, last_name: Round quotation marks around 1 cell were dropped, here for “Smith”"],
    ),
    (
        "30",
        &["Delimiter: | (with it, one line has 11 known column names)"],
    ),
    (
        "31",
        &[
            "[header-line at 4, : 4]",
            "line 4: The column names were found on line 4",
            "Header line: line 4",
        ],
    ),
    ("35", &["[header-line at 1, : none]", "Found “00123, Smith, Anna"]),
    (
        "36",
        &[
            "Encoding: UTF-8 (it has plain letters only)",
            "Header line: line 1",
        ],
    ),
    (
        "40",
        &["line 1: The file has no column for: Birth date. Columns found: student_id, last_name"],
    ),
    ("41", &["line 1: Columns that are not used: “transport”, “lunch”"]),
    (
        "50",
        &[
            "line 2, student_id: “.0” at the end of 1 cell was dropped, here for 123",
            "line 2, grade: “.0”",
        ],
    ),
    (
        "51",
        &[
            "line 2, student_id: Dashes, blanks and commas in 2 cells",
            "Found “00-123”",
        ],
    ),
    (
        "55",
        &[
            "line 2, birth_date: Excel's numbers of days stand in 1 cell; this was read as 2014-03-09. Found “41707”",
        ],
    ),
    (
        "56",
        &[
            "line 4, birth_date: The time in 1 cell was dropped",
            "here 2014-03-09",
        ],
    ),
    (
        "60",
        &[
            "line 2, Grade: “5-Apr” is not a grade",
            "A spreadsheet may have made a date of it",
        ],
    ),
    (
        "65",
        &[
            "[grade-numbers at 4, grade: kg]",
            "line 4, grade: The number of the grade in 1 cell was read as KG. Found “0”",
            "line 14, Grade: “99” is not a grade",
        ],
    ),
    ("71", &["line 3, SSID: SSID 1234567 is held by line 2 (00123)"]),
    (
        "75",
        &[
            "line 2, last_name: Letters or signs that are not Latin stand in 3 cells",
            "Latin letters only",
        ],
    ),
    ("76", &["line 2, Last name: The state takes at most 100 letters"]),
    (
        "204",
        &[
            "line 2: The file is not in UTF-8; it was read as Mac Roman",
            "Peña",
        ],
    ),
    ("205", &["line 2: Letters in this file were damaged"]),
    ("210", &["line 4, Birth date"]),
    ("212", &["line 5: 2 lines about no student", "Total students: 2"]),
    ("213", &["line 4: The column names come again on 1 line"]),
    (
        "218",
        &[
            "line 2, state_id: A spreadsheet shortened this number",
            "1.23457E+09",
        ],
    ),
    (
        "226",
        &[
            "line 2, last_name: Characters that cannot be seen were dropped from 2 cells, here for “Smith”",
            "line 3, birth_date: Characters that cannot be seen",
        ],
    ),
    ("228", &["line 2: Letters follow a closing quotation mark"]),
];

#[test]
fn every_message_names_the_place_what_stood_there_and_what_became_of_it() {
    let mut wrong = String::new();
    for (number, must) in SAID {
        let of = |e: &&Expected| e.file.starts_with(&format!("{number}-"));
        let all = expected("roster");
        let file = &all.iter().find(of).unwrap().file;
        let (.., said) = roster(file, &Reading::default());
        for words in must.iter().filter(|w| !said.contains(**w)) {
            wrong += &format!("{file} does not say “{words}”, but:\n{said}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_refused_file_changes_nothing_and_blank_cells_wipe_nothing() {
    let store = store(&known("80"));
    let before = store.read().unwrap().student_by_number("00123").unwrap();
    for file in ["10-nul-bytes.csv", "11-is-an-xlsx.csv", "25-unclosed-quote.csv"] {
        assert!(
            plan(&store, &folder().join(file), &Reading::default()).is_err(),
            "{file}"
        );
    }
    assert_eq!(store.read().unwrap().student_by_number("00123").unwrap(), before);
    let planned = plan(
        &store,
        &folder().join("80-update-blank-cells.csv"),
        &Reading::default(),
    )
    .unwrap();
    rosters::import(&store, &planned, &crate::desk::stamp(), &Ticket::default()).unwrap();
    let after = store.read().unwrap().student_by_number("00123").unwrap().unwrap();
    let before = before.unwrap();
    assert_eq!(
        (&after.middle_name, after.birth_date, &after.gender, &after.ssid),
        (
            &before.middle_name,
            before.birth_date,
            &before.gender,
            &before.ssid
        )
    );
}

/// Who is in the request that a response answers. Requests are ordered by school, so the lines are 1, 2, 3.
fn asked(file: &str) -> (Vec<Student>, Function) {
    let sean = student("00125", "O'Brien", "Sean", "Patrick", "2014-03-09", "M");
    let one_or_two = vec![anna(), at("108", jose())];
    match file.split('-').next().unwrap() {
        "90" => (vec![anna()], Function::Retrieve),
        "96" => ([one_or_two, vec![at("704", sean)]].concat(), Function::Retrieve),
        "101" => {
            let mut s = with_ssid(anna(), "1234567");
            s.last_name = "Smith-Jones".into();
            s.change_flag = Some(ChangeFlag {
                since: crate::desk::stamp().now,
                old: BTreeMap::from([(Field::LastName, "Smith".into())]),
            });
            (vec![s], Function::Update)
        }
        _ => (one_or_two, Function::Retrieve),
    }
}

/// What came of a response: outcome, lines taken, lines held, and all that was said.
fn response(file: &str) -> (Outcome, usize, usize, String) {
    let (students, function) = asked(file);
    let store = store(&students);
    let (folder_of_request, ticket) = (tempfile::tempdir().unwrap(), Ticket::default());
    let order = Order {
        function,
        scope: Scope {
            schools: ["104", "108", "704"]
                .map(|s| SchoolCode::parse(s).unwrap())
                .into(),
            ..Scope::default()
        },
        folder: folder_of_request.path().to_owned(),
        override_retrieve: false,
        answers: Default::default(),
    };
    let made = create(&store, &order, &crate::desk::stamp(), &ticket).unwrap();
    if file.starts_with("95") {
        // Since the request was made, somebody typed in another SSID.
        let mut writer = store.write().unwrap();
        let before = writer.reader().student_by_number("00123").unwrap().unwrap();
        let (name, number) = (before.list_name(), "00123".to_owned());
        writer.change(before.clone(), with_ssid(before, "1234567"));
        let what = What::StudentEdited {
            name,
            number,
            fields: Vec::new(),
        };
        let now = crate::desk::stamp().now;
        writer.commit(what, "test", now, &mut |_, _| true).unwrap();
    }
    let path = folder().join(file);
    let checked = match responses::check(&store, &path, Some(made.request.id), &BTreeMap::new(), &ticket) {
        Ok(checked) => checked,
        Err(e) => return (Outcome::Reject, 0, 0, e.to_string()),
    };
    let report = &checked.report;
    let taken = [Answer::WillBeFilled, Answer::UpdateConfirmed, Answer::AlreadySame];
    let good = report.rows.iter().filter(|r| taken.contains(&r.outcome)).count();
    let held = report.rows.len() - good;
    let mut said: String = checked.notes.iter().map(|p| format!("{p}\n")).collect();
    for r in &report.rows {
        said += &format!(
            "{} {}: {} {}\n",
            r.file_line,
            r.number,
            r.outcome.name(),
            r.message
        );
    }
    let outcome = match report.incomplete() {
        Some(why) => {
            said += &why;
            Outcome::Ask
        }
        None if held > 0 => Outcome::Partial,
        None if checked.notes.is_empty() => Outcome::Accept,
        None => Outcome::Warn,
    };
    (outcome, good, held, said)
}

#[test]
fn every_damaged_response_has_the_outcome_that_is_expected_of_it() {
    let mut wrong = String::new();
    for e in expected("response") {
        let (outcome, good, held, said) = response(&e.file);
        if outcome.name() != e.outcome || (good, held) != (e.good, e.held) {
            wrong += &format!(
                "{}: {} {good}/{held}, expected {} {}/{}\n{said}\n",
                e.file,
                outcome.name(),
                e.outcome,
                e.good,
                e.held
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
