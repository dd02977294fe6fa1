//! Tests of `settle`.

use super::*;
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::roster::{Format, Known, MappedColumn, Reading};
use crate::domain::student::Field as F;
use RosterColumn::{Field as Col, Part};
use std::sync::Arc;

/// A roster of one column.
fn roster(column: RosterColumn, cells: &[&str], reading: Reading) -> Roster {
    let row = |(line, text): (u64, &&str)| RosterRow {
        file_line: line,
        cells: [(column, *text)].into_iter().collect(),
        broken: None,
    };
    Roster {
        file: "r.csv".into(),
        reading,
        format: Format::List,
        recognised: Vec::new(),
        columns: vec![MappedColumn {
            header: "the column".into(),
            column: Some(column),
            known: Known::ByName,
            samples: Vec::new(),
        }],
        questions: Vec::new(),
        complete: true,
        deleted: Vec::new(),
        elsewhere: None,
        unreadable: None,
        rows: Arc::new((2..).zip(cells).map(row).collect()),
        problems: Vec::new(),
    }
}

/// Numbers of students who are here.
const HERE: [&str; 3] = ["04711", "04712", "4713"];

/// What stands in the cells afterwards, `held` where the row is held; and the answer of the question, if one was asked.
fn settled(
    column: RosterColumn,
    cells: &[&str],
    reading: Reading,
    digits: Option<usize>,
) -> (Vec<String>, Option<String>) {
    let rules = Rules::default();
    let facts = Facts {
        today: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        rules: &rules,
        number_digits: digits,
        is_here: &|number| HERE.contains(&number),
    };
    let mut r = roster(column, cells, reading);
    settle(&mut r, &facts);
    let once = r.clone();
    settle(&mut r, &facts);
    assert_eq!(r, once, "a second time does nothing more");
    let text = |row: &RosterRow| match row.broken {
        Some(_) => "held".to_owned(),
        None => row.cell(column).to_owned(),
    };
    let answer = r
        .questions
        .first()
        .map(|q| q.answer.clone().unwrap_or("nobody".into()));
    (r.rows.iter().map(text).collect(), answer)
}

#[test]
fn the_order_that_a_person_said_counts_where_no_date_of_the_file_tells() {
    let said = || Reading::default().answering("date-order", "day-first");
    let birth = Col(F::BirthDate);
    let (texts, answer) = settled(birth, &["9/3/2014", "2015-11-30"], said(), None);
    assert_eq!(texts, ["2014-03-09", "2015-11-30"]);
    assert_eq!(answer.as_deref(), Some("day-first"));
    // A file that says otherwise is read as it says.
    let (texts, _) = settled(birth, &["9/3/2014", "11/30/2015"], said(), None);
    assert_eq!(texts, ["9/3/2014", "11/30/2015"]);
    // One slip among many is held.
    let mut many = vec!["9/3/2014"; 40];
    many.push("11/30/2015");
    let (texts, _) = settled(birth, &many, said(), None);
    assert_eq!((&*texts[0], &*texts[40]), ("2014-03-09", "held"));
}

fn check(column: RosterColumn, cells: &[&str], become_: &[&str], answer: Option<&str>) {
    let (texts, given) = settled(column, cells, Reading::default(), None);
    assert_eq!(
        (
            texts.iter().map(String::as_str).collect::<Vec<_>>(),
            given.as_deref()
        ),
        (become_.to_vec(), answer)
    );
}

fn answered(column: RosterColumn, cells: &[&str], key: &str, answer: &str) -> Vec<String> {
    settled(column, cells, Reading::default().answering(key, answer), None).0
}

#[test]
fn a_two_digit_year_is_read_by_age_and_held_where_no_age_fits() {
    let born = Col(F::BirthDate);
    check(
        born,
        &["3/9/14", "2015-11-30", "11/30/85"],
        &["2014-03-09", "2015-11-30", "held"],
        Some("by-age"),
    );
    check(born, &["3/19/85", "3/9/70"], &["held", "held"], Some("nobody"));
    assert_eq!(
        answered(born, &["3/9/85", "3/9/14"], "century", "1900"),
        ["1985-03-09", "1914-03-09"]
    );
    check(
        Part(P::Entry),
        &["8/20/25", "9/1/98"],
        &["2025-08-20", "1998-09-01"],
        None,
    );
}

#[test]
fn the_day_comes_first_only_where_dates_say_so() {
    let born = Col(F::BirthDate);
    check(
        born,
        &["3/9/2014", "11/30/2015"],
        &["3/9/2014", "11/30/2015"],
        None,
    );
    check(
        born,
        &["31/03/2014", "03/09/2014"],
        &["2014-03-31", "2014-09-03"],
        Some("day-first"),
    );
    // Mixed: what reads only one way is read, what reads both ways waits for an answer.
    check(
        born,
        &["31/03/2014", "03/31/2014", "3/9/2014"],
        &["2014-03-31", "03/31/2014", "held"],
        Some("nobody"),
    );
    let answer = answered(
        born,
        &["31/03/2014", "03/31/2014", "3/9/2014"],
        "date-order",
        "day-first",
    );
    assert_eq!(answer, ["2014-03-31", "held", "2014-09-03"]);
    // One typing error among many does not stop the rest.
    let mut many = vec!["3/25/2014"; 30];
    many.push("25/3/2014");
    let (texts, given) = settled(born, &many, Reading::default(), None);
    assert_eq!((texts[0].as_str(), texts[30].as_str()), ("3/25/2014", "held"));
    assert_eq!(given.as_deref(), Some("month-first"));
}

#[test]
fn dates_of_which_none_tells_are_asked_about_once_unless_the_system_puts_the_month_first() {
    let dates = ["3/9/2014", "4/5/2015"];
    check(Col(F::BirthDate), &dates, &dates, Some("month-first"));
    assert_eq!(
        answered(Col(F::BirthDate), &dates, "date-order", "day-first"),
        ["2014-09-03", "2015-05-04"]
    );
    // One date that tells is enough.
    check(
        Col(F::BirthDate),
        &["3/9/2014", "11/30/2015"],
        &["3/9/2014", "11/30/2015"],
        None,
    );
    let mut of_powerschool = roster(Col(F::BirthDate), &dates, Reading::default());
    of_powerschool.format = Format::PowerSchool;
    let facts = Facts {
        today: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        rules: &Rules::default(),
        number_digits: None,
        is_here: &|_| false,
    };
    settle(&mut of_powerschool, &facts);
    assert_eq!(of_powerschool.questions, []);
}

#[test]
fn a_number_of_zeros_alone_lost_none() {
    check(Col(F::Ssid), &["1234567", "0"], &["1234567", "0"], None);
}

#[test]
fn excels_days_and_times_become_days_and_are_said_once() {
    let born = Col(F::BirthDate);
    let rules = Rules::default();
    let facts = Facts {
        today: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
        rules: &rules,
        number_digits: None,
        is_here: &|_| false,
    };
    let mut r = roster(
        born,
        &[
            "41707",
            "41708",
            "2014-03-09T07:00:00.000Z",
            "3/9/2014 0:00",
            "no date",
        ],
        Reading::default(),
    );
    settle(&mut r, &facts);
    let texts: Vec<&str> = r.rows.iter().map(|r| r.cell(born)).collect();
    assert_eq!(
        texts,
        [
            "2014-03-09",
            "2014-03-10",
            "2014-03-09",
            "3/9/2014 0:00",
            "no date"
        ]
    );
    let said: Vec<String> = r.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "r.csv, line 2, the column: Excel's numbers of days stand in 2 cells; this was read as 2014-03-09. Found “41707”.",
            "r.csv, line 4, the column: The time in 1 cell was dropped; the day as written was kept, here 2014-03-09. Found “2014-03-09T07:00:00.000Z”."
        ]
    );
}

#[test]
fn lost_zeros_are_put_back_only_where_it_is_sure_that_they_are_lost() {
    let number = Col(F::Number);
    check(
        number,
        &["00123", "00124", "125"],
        &["00123", "00124", "00125"],
        Some("pad"),
    );
    check(number, &["00123", "1234"], &["00123", "1234"], None);
    check(number, &["00123", "0124", "125"], &["00123", "0124", "125"], None);
    check(
        number,
        &["10123", "10124", "10125", "10126", "9999", "10127"],
        &["10123", "10124", "10125", "10126", "9999", "10127"],
        Some("as-written"),
    );
    assert_eq!(
        answered(number, &["00123", "00124", "125"], "lost-zeros", "hold"),
        ["00123", "00124", "held"]
    );
    let (texts, _) = settled(number, &["123", "A7"], Reading::default(), Some(5));
    assert_eq!(texts, ["00123", "A7"]);
    let ssid = Col(F::Ssid);
    check(
        ssid,
        &["1234567", "234567", "P-17"],
        &["1234567", "0234567", "P-17"],
        Some("pad"),
    );
    check(ssid, &["1234567890"], &["1234567890"], None);
    check(
        ssid,
        &["123456", "123457", "123458", "123459", "123460"],
        &["123456", "123457", "123458", "123459", "123460"],
        None,
    );
}

#[test]
fn whether_zeros_are_lost_is_told_by_the_students_who_are_here() {
    let number = |cells: &[&str]| settled(Col(F::Number), cells, Reading::default(), Some(5)).1;
    let shorter = ["4811", "4812", "4813", "4814", "4815"];
    assert_eq!(
        number(&shorter).as_deref(),
        Some("as-written"),
        "another numbering"
    );
    let known = ["4711", "4712", "4813", "4814", "4815"];
    assert_eq!(
        number(&known).as_deref(),
        Some("pad"),
        "students here have them with a zero"
    );
    assert_eq!(
        number(&["4713", "14713"]).as_deref(),
        Some("as-written"),
        "a student here has it so"
    );
}

#[test]
fn grades_of_0_and_minus_1_are_asked_about() {
    let grade = Part(P::Grade);
    check(
        grade,
        &["0", "-1", "K", "05"],
        &["KG", "PK", "K", "05"],
        Some("kg"),
    );
    assert_eq!(answered(grade, &["0", "-1"], "grade-numbers", "pk"), ["PK", "PK"]);
    assert_eq!(
        answered(grade, &["0", "1"], "grade-numbers", "hold"),
        ["held", "1"]
    );
}

#[test]
fn an_apostrophe_before_a_name_stays_unless_every_name_has_one() {
    let last = Col(F::LastName);
    check(
        last,
        &["'Aolani", "Smith", "O'Brien"],
        &["'Aolani", "Smith", "O'Brien"],
        Some("keep"),
    );
    check(
        last,
        &["'Smith", "'Lee", "'Young"],
        &["Smith", "Lee", "Young"],
        Some("drop"),
    );
    check(
        last,
        &["Иванов", "Peña", "ʻAna"],
        &["Иванов", "Peña", "ʻAna"],
        None,
    );
}

#[test]
fn the_width_of_the_numbers_here_is_known_only_where_all_have_it() {
    let fixed = |numbers: &[&str]| fixed_digits(numbers.iter().copied());
    assert_eq!(fixed(&["00123", "00124", "10125", "10126", "10127"]), Some(5));
    assert_eq!(fixed(&["10123", "10124"]), None);
    assert_eq!(fixed(&["00123", "00124", "10125", "10126", "1012"]), None);
}

#[test]
fn an_apostrophe_is_a_spreadsheets_mark_where_a_whole_column_has_one() {
    let (last, first) = (Col(F::LastName), Col(F::FirstName));
    let answer = |rows: &[(&str, &str)]| {
        let mut roster = roster(last, &vec![""; rows.len()], Reading::default());
        for (row, (l, f)) in Arc::make_mut(&mut roster.rows).iter_mut().zip(rows) {
            row.cells = [(last, *l), (first, *f)].into_iter().collect();
        }
        super::names::settle(&mut roster);
        roster.questions[0].answer.clone().unwrap_or_default()
    };
    let hawaiian = [
        ("'Aolani", "'Iolana"),
        ("'Ahuna", "'Ewa"),
        ("Cc", "Kix"),
        ("Dd", "Kix"),
    ];
    assert_eq!(answer(&hawaiian), "keep", "two of four, though four cells");
    assert_eq!(
        answer(&[("'Lee", "Ann"), ("'Young", "Bob"), ("'Ng", "Cid")]),
        "drop"
    );
}

#[test]
fn each_number_of_a_grade_is_said_with_what_became_of_it() {
    let mut roster = roster(Part(P::Grade), &["0", "-1", "-1"], Reading::default());
    super::grades::settle(&mut roster);
    let said: Vec<&str> = roster.problems.iter().map(|p| &*p.message).collect();
    assert_eq!(
        said,
        [
            "The number of the grade in 1 cell was read as KG.",
            "The number of the grade in 2 cells was read as PK."
        ]
    );
}

#[test]
fn a_name_in_the_letters_of_another_code_page_or_of_a_web_page_is_said_and_kept() {
    let said = |name: &str| {
        let rules = Rules::default();
        let facts = Facts {
            today: NaiveDate::from_ymd_opt(2026, 11, 20).unwrap(),
            rules: &rules,
            number_digits: None,
            is_here: &|_| false,
        };
        let mut r = roster(Col(F::LastName), &[name], Reading::default());
        settle(&mut r, &facts);
        assert_eq!(r.rows[0].cell(Col(F::LastName)), name);
        r.problems
            .iter()
            .any(|p| p.message.contains("Signs that stand in no name"))
    };
    for name in [
        "Pe¤a",
        "Jos‚",
        "Mu¢oz",
        "Pe&ntilde;a",
        "O&#39;Brien",
        "O&#x27;Brien",
    ] {
        assert!(said(name), "{name}");
    }
    for name in [
        "Peña",
        "O’Brien",
        "D´Angelo",
        "ʻAolani",
        "Lee & Kay",
        "Smith; R&D",
        "=cmd|calc",
        "Peñ·a",
        "PeÃ±a",
    ] {
        assert!(!said(name), "{name}");
    }
}
