//! What a workbook hides and merges is said: nobody who looks at the sheet sees it.

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use ssid_desk::domain::problem::{Problem, Severity};
use ssid_desk::domain::roster::{Reading, Roster, RosterColumn};
use ssid_desk::domain::student::Field as F;
use ssid_desk::files::{parse_roster, read_roster};
use std::path::Path;

const NAMES: [&str; 6] = [
    "student_id",
    "last_name",
    "first_name",
    "birth_date",
    "gender",
    "school_id",
];

fn parse(bytes: &[u8]) -> Roster {
    parse_roster("r.xlsx", bytes, &Reading::default(), &mut |_, _| true).unwrap()
}

/// A workbook with its header in a line and so many students below, changed by `change`.
fn list(header: u32, students: u32, change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), header, students);
    change(&mut book.worksheets_mut()[0]);
    book.save_to_buffer().unwrap()
}

fn fill(page: &mut Worksheet, header: u32, students: u32) {
    for (column, name) in (0..).zip(NAMES) {
        page.write_string(header, column, name).unwrap();
    }
    for n in 1..=students {
        let number = format!("{n:05}");
        let cells = [&number, "Smith", "Anna", "2014-03-09", "F", "104"];
        for (column, text) in (0..).zip(cells) {
            page.write_string(header + n, column, text).unwrap();
        }
    }
}

/// What is said with some words in it: exactly one thing.
fn one<'r>(roster: &'r Roster, words: &str) -> &'r Problem {
    let said: Vec<&Problem> = roster
        .problems
        .iter()
        .filter(|p| p.message.contains(words))
        .collect();
    assert_eq!(said.len(), 1, "{words}: {:?}", roster.problems);
    assert_eq!(said[0].severity, Severity::Warning);
    said[0]
}

fn is_said(roster: &Roster, words: &str) -> bool {
    roster.problems.iter().any(|p| p.message.contains(words))
}

#[test]
fn rows_that_are_hidden_by_a_filter_or_by_hand_are_counted_and_the_first_is_named() {
    let bytes = list(0, 20, |page| {
        page.autofilter(0, 0, 20, 5).unwrap();
        for row in [6, 7, 8, 12] {
            page.set_row_hidden(row).unwrap();
        }
        // Nothing stands there.
        page.set_row_hidden(40).unwrap();
    });
    let roster = parse(&bytes);
    assert_eq!(roster.rows.len(), 20, "they are read like the others");
    let said = one(&roster, "hidden");
    assert_eq!(said.place.line, Some(7));
    let sentence = said.to_string();
    assert!(sentence.starts_with("r.xlsx, line 7: 4 rows are hidden in this sheet (a filter?), the first is line 7. They were read like the others."), "{sentence}");

    let one_row = parse(&list(0, 3, |page| {
        page.set_row_hidden(2).unwrap();
    }));
    assert!(
        one(&one_row, "hidden")
            .to_string()
            .starts_with("r.xlsx, line 3: 1 row is hidden")
    );
}

#[test]
fn a_hidden_column_with_something_in_it_is_named() {
    let roster = parse(&list(0, 3, |page| {
        page.set_column_hidden(3).unwrap();
        page.set_column_hidden(5).unwrap();
        // Everything to the right, as people do to tidy a sheet up.
        page.set_column_range_hidden(8, 16_383).unwrap();
    }));
    let said = one(&roster, "hidden");
    assert_eq!(
        (said.place.line, said.place.column.as_deref()),
        (Some(1), Some("birth_date"))
    );
    assert!(said.message.starts_with("2 columns are hidden"), "{said}");
    assert!(
        roster
            .rows
            .iter()
            .all(|r| r.cell(RosterColumn::Field(F::BirthDate)) == "2014-03-09"),
        "it is read"
    );
}

#[test]
fn a_sheet_that_hides_nothing_of_the_list_says_nothing_of_it() {
    let plain = |page: &mut Worksheet| {
        page.set_row_height(3, 30).unwrap();
        page.write_string(
            0,
            0,
            "Students: hidden=\"1\" <row r=\"3\" hidden=\"1\"> mergeCell",
        )
        .unwrap();
        page.merge_range(1, 0, 1, 5, "of the district", &Format::new())
            .unwrap();
        page.set_row_hidden(0).unwrap();
        page.set_column_hidden(7).unwrap();
    };
    let roster = parse(&list(2, 3, plain));
    assert_eq!(roster.rows.len(), 3);
    assert!(
        !is_said(&roster, "hidden") && !is_said(&roster, "merged"),
        "{:?}",
        roster.problems
    );
}

#[test]
fn hidden_rows_of_another_sheet_are_not_said_of_this_one() {
    let mut book = Workbook::new();
    let notes = book.add_worksheet();
    notes.set_name("Notes & more").unwrap();
    notes.write_string(0, 0, "about").unwrap();
    notes.write_string(5, 0, "nobody").unwrap();
    notes.set_row_hidden(5).unwrap();
    let students = book.add_worksheet();
    students.set_name("Kinder & \"Garten\"").unwrap();
    fill(students, 0, 9);
    students.set_row_hidden(4).unwrap();
    let roster = parse(&book.save_to_buffer().unwrap());
    assert_eq!(one(&roster, "hidden").place.line, Some(5));
}

#[test]
fn merged_cells_of_students_are_said_with_their_range_and_not_filled_in() {
    let roster = parse(&list(0, 20, |page| {
        page.merge_range(4, 5, 13, 5, "108", &Format::new()).unwrap();
    }));
    let said = one(&roster, "merged").to_string();
    assert!(
        said.starts_with("r.xlsx, line 5, school_id: The cells F5:F14 are merged."),
        "{said}"
    );
    assert!(
        said.contains("the others were read as blank") && said.ends_with("Found “108”."),
        "{said}"
    );

    let roster = parse(&list(0, 20, |page| {
        for row in [9, 3] {
            page.merge_range(row, 1, row, 2, "Lee, Kim", &Format::new())
                .unwrap();
        }
    }));
    let said = one(&roster, "merged");
    assert!(
        said.message
            .starts_with("2 ranges of cells are merged in this sheet, the first is B4:C4."),
        "{said}"
    );
    let row = roster.rows.iter().find(|r| r.file_line == 4).unwrap();
    assert_eq!(
        row.cell(RosterColumn::Field(F::FirstName)),
        "",
        "nothing is filled in"
    );
}

#[test]
fn what_libreoffice_hides_and_merges_is_said_for_every_kind_of_workbook() {
    for ending in ["xlsx", "ods", "xls"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/workbooks/filtered.{ending}"));
        let roster = read_roster(&path, &Reading::default(), &mut |_, _| true).unwrap();
        assert_eq!(roster.rows.len(), 8, "{ending}");
        let file = format!("filtered.{ending}");
        let rows = one(&roster, "rows are hidden").to_string();
        assert!(
            rows.starts_with(&format!("{file}, line 7: 3 rows are hidden")),
            "{rows}"
        );
        let column = one(&roster, "column is hidden").to_string();
        assert!(
            column.starts_with(&format!("{file}, line 2, gender: ")),
            "{column}"
        );
        let merged = one(&roster, "are merged").to_string();
        assert!(
            merged.starts_with(&format!("{file}, line 4, school_id: The cells F4:F6 are merged.")),
            "{merged}"
        );
        assert!(merged.ends_with("Found “104”."), "{merged}");
    }
}
