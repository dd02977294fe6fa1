//! What makes a text harmless in a spreadsheet, and how it is read again: the one place that knows both.
//!
//! A name or a message comes from someone else's file, and `=HYPERLINK(…)` in it must stay letters when somebody opens
//! what we saved in Excel. Whatever is written here reads back as the same text, in CSV and in workbooks:
//!
//! * CSV: a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return gets an apostrophe in front. A number
//!   below zero is no formula and stays. (Line ends inside a cell of a CSV file read back as line feeds, whoever wrote
//!   them.)
//! * Workbook: cells are written as text, which no spreadsheet runs. Only a text that reading would take for one of the
//!   above gets an apostrophe.
//!
//! Zeros in front of a number: in a workbook they stay, since the cell is text. In CSV they stand in the file, but Excel
//! drops them when it opens one by a double click. Writing `="00123"` would keep them there and break the file for every
//! other program that reads it (the SIS, the state's, a script), so CSV has plain cells, and a list that is to be opened
//! in Excel is best saved as a workbook.

use std::borrow::Cow;

/// A text behind its apostrophes is one that a spreadsheet would run.
fn would_run(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

fn with_apostrophe(cell: &str) -> Cow<'_, str> {
    Cow::Owned(format!("'{cell}"))
}

/// A text as a cell of a CSV file.
pub fn in_csv(text: &str) -> Cow<'_, str> {
    let digits = |n: &str| n.bytes().all(|b| b.is_ascii_digit() || b == b'.') && n.parse::<f64>().is_ok();
    if would_run(text) && !text.strip_prefix('-').is_some_and(digits) {
        with_apostrophe(text)
    } else {
        Cow::Borrowed(text)
    }
}

/// A text as a text cell of a workbook.
pub fn in_workbook(text: &str) -> Cow<'_, str> {
    if read(text) == text {
        Cow::Borrowed(text)
    } else {
        with_apostrophe(text)
    }
}

/// What a cell says, without what spreadsheets and we put around it: `="00123"`, Excel's way of saying "this is text",
/// as `00123`; `'+1 801…`, ours in CSV, as `+1 801…`.
pub fn read(cell: &str) -> &str {
    if let Some(rest) = cell.trim_start_matches(' ').strip_prefix('\'')
        && would_run(rest)
    {
        return rest;
    }
    cell.trim()
        .strip_prefix("=\"")
        .and_then(|t| t.strip_suffix('"'))
        .filter(|inside| !inside.contains('"'))
        .unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_that_runs_is_written() {
        for text in [
            "=1+1",
            "+1 801 555 0101",
            "-",
            "-=1",
            "@SUM(A1)",
            "\tx",
            "\rx",
            "=\"00123\"",
        ] {
            assert_eq!(in_csv(text), format!("'{text}"));
        }
        for text in ["", "-5", "-1.5", "00123", "O'Brien", "'Aolani", "a=b"] {
            assert_eq!(in_csv(text), text);
            assert_eq!(in_workbook(text), text);
        }
        assert_eq!(in_workbook("=1+1"), "=1+1");
        assert_eq!(in_workbook("=\"00123\""), "'=\"00123\"");
        assert_eq!(read("=\"00123\""), "00123");
        assert_eq!(read(" '+18015550101"), "+18015550101");
        assert_eq!(read("'Aolani"), "'Aolani");
        assert_eq!(read("=1+1"), "=1+1");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_back_the_same(text in "['=+@\\-\t\r\" 0-9.a]{0,6}|\\PC{0,12}") {
            prop_assume!(text.trim_matches(' ') == text);
            let (csv, workbook) = (in_csv(&text), in_workbook(&text));
            prop_assert_eq!(read(&csv), &text);
            prop_assert_eq!(read(&workbook), &text);
        }
    }
}
