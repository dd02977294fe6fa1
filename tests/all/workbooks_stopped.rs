//! Reading a workbook can be stopped at any moment, and says all the while that it goes on.

use rust_xlsxwriter::{Format, Workbook};
use ssid_desk::domain::roster::Reading;
use ssid_desk::files::{FileError, parse_roster};
use std::path::Path;

/// A workbook of so many students; below them, so many rows that have borders and nothing else.
fn students(n: u32, blank: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    for (column, name) in (0..).zip(["student_id", "last_name", "first_name", "birth_date"]) {
        page.write_string(0, column, name).unwrap();
    }
    for row in 1..=n {
        let (number, last, first) = (format!("{row:06}"), format!("Smith{row}"), format!("Anna{row}"));
        for (column, text) in (0..).zip([number.as_str(), &last, &first, "2014-03-09"]) {
            page.write_string(row, column, text).unwrap();
        }
    }
    let lines = Format::new().set_border(rust_xlsxwriter::FormatBorder::Thin);
    for row in n + 1..=n + blank {
        for column in 0..4 {
            page.write_blank(row, column, &lines).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// How often it is said that reading goes on.
fn times(file: &str, bytes: &[u8]) -> usize {
    let mut n = 0;
    parse_roster(file, bytes, &Reading::default(), &mut |_, _| {
        n += 1;
        true
    })
    .unwrap();
    n
}

/// Stops at the call of a number. Gives how often it was called all the same.
fn stop_at(file: &str, bytes: &[u8], at: usize) -> usize {
    let mut n = 0;
    let stopped = parse_roster(file, bytes, &Reading::default(), &mut |_, _| {
        n += 1;
        n < at
    });
    assert!(
        matches!(stopped, Err(FileError::Cancelled)),
        "{file}: stopped at {at} of its calls: {stopped:?}"
    );
    n
}

#[test]
fn a_stop_is_a_stop_at_every_moment_of_reading_whatever_is_read_just_then() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/workbooks");
    let read = |file: &str| (file.to_owned(), std::fs::read(folder.join(file)).unwrap());
    for (file, bytes) in [
        read("roster.xlsx"),
        read("roster.ods"),
        read("roster.xls"),
        ("many.xlsx".to_owned(), students(3000, 0)),
    ] {
        let all = times(&file, &bytes);
        for at in 1..=all {
            assert_eq!(
                stop_at(&file, &bytes, at),
                at,
                "{file}: nothing is read after the stop"
            );
        }
    }
}

#[test]
fn while_a_workbook_is_read_it_is_said_often_that_it_goes_on() {
    for n in [1000, 4000] {
        let mut said = Vec::new();
        parse_roster(
            "r.xlsx",
            &students(n, 0),
            &Reading::default(),
            &mut |done, all| {
                said.push(done as f64 / all as f64);
                true
            },
        )
        .unwrap();
        assert!(said.is_sorted(), "it never goes backwards: {said:?}");
        // Reading is the first half of the work.
        said.retain(|share| (0.0..=0.5).contains(share));
        said.dedup();
        let expected = n as usize / 256;
        assert!(said.len() >= expected, "{n} rows: {} times", said.len());
    }
}

#[test]
fn rows_with_borders_and_nothing_else_are_read_with_a_word_too() {
    let (few, many) = (students(10, 0), students(10, 60_000));
    assert!(times("r.xlsx", &many) > times("r.xlsx", &few) + 20);
}
