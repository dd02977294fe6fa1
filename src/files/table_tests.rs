//! Tests of `table`.

use super::*;

fn known(cell: &str) -> bool {
    ["number", "last", "first"].contains(&cell)
}

fn table(text: &str) -> Result<Table, FileError> {
    read(
        "f.csv",
        text.to_owned(),
        &Expect {
            known: &known,
            cells: None,
        },
        &mut |_, _| true,
    )
}

fn lines(text: &str) -> Vec<(u64, Vec<String>)> {
    table(text)
        .unwrap()
        .records
        .iter()
        .map(|r| (r.line, r.cells.iter().map(str::to_owned).collect()))
        .collect()
}

#[test]
fn every_delimiter_is_found() {
    for d in [",", "\t", ";", "|"] {
        let text = "number,last,first\n1,Smith,Ann\n2,\"Lee, Jr\",Kim\n".replace(',', d);
        let read = table(&text).unwrap();
        assert_eq!(char::from(read.delimiter).to_string(), d);
        assert_eq!(read.records[1].cells.len(), 3);
    }
    assert_eq!(table("sep=;\na,b;c\n").unwrap().delimiter, b';');
    assert_eq!(lines("sep=;\na,b;c\n"), [(2, vec!["a,b".into(), "c".into()])]);
    // Codes between semicolons do not outweigh the commas.
    assert_eq!(table("1,Smith,H;C;I\n2,Lee,H;A;B\n").unwrap().delimiter, b',');
}

#[test]
fn line_numbers_are_those_of_an_editor() {
    let text = "a,b\r\n\r\n\n1,\"x\r\ny\"\r2,z\n,,\n3,w";
    let read = lines(text);
    let numbers: Vec<u64> = read.iter().map(|r| r.0).collect();
    assert_eq!(numbers, [1, 4, 6, 8]);
    assert_eq!(read[1].1[1], "x\ny");
    assert!(!table(text).unwrap().ends_with_newline);
}

#[test]
fn an_unclosed_quote_names_its_line() {
    let e = table("a,b\n1,\"Smith\n2,Lee\n").unwrap_err();
    assert!(
        e.to_string().starts_with("f.csv, line 2: A quotation mark"),
        "{e}"
    );
    // Closed by the opening quote of another cell far below.
    let e = table("a,b\n1,x\n1,\"Smith\n2,Lee\n3,\"Jones\"\n").unwrap_err();
    assert!(e.to_string().starts_with("f.csv, line 3:"), "{e}");
    assert!(table("a,b\n1,5'2\" tall\n").is_ok());
}

#[test]
fn letters_after_a_closing_quote_mark_the_record() {
    let read = table("a,b\n1,\"Bob\" Smith\n2,\"a \"\"b\"\"\"\n3,\"x\ny\"\n4,\"c\"d\n").unwrap();
    let marked: Vec<bool> = read.records.iter().map(|r| r.stray_quote).collect();
    assert_eq!(marked, [false, true, false, false, true]);
}

#[test]
fn it_can_be_stopped() {
    let e = read(
        "f.csv",
        "a,b\n".to_owned(),
        &Expect {
            known: &known,
            cells: None,
        },
        &mut |_, _| false,
    );
    assert!(matches!(e, Err(FileError::Cancelled)));
    assert!(table("\n \n,,\n").unwrap_err().to_string().contains("blank"));
}

#[test]
fn two_stray_quotes_eat_no_line() {
    for text in [
        "number,last,first\n1,\"Smith,Ann\n2,Lee\",Kim\n3,Ng,Li\n",
        "number,last,first\n1,Smith,\"Ann,\n2,Lee,Kim\n3,Ng,Li 5'2\",\n",
        // Beside addresses with commas of their own.
        "number,last,street\n1,\"Smith,A St\n2,Lee\",B St\n3,Ng,\"3 Main St, Apt 2, Ogden\"\n",
    ] {
        let why = table(text).unwrap_err().to_string();
        assert!(why.contains("line 2") && why.contains("never closed"), "{why}");
    }
    // A cell over several lines is one all the same, whichever column it stands in.
    for text in [
        "number,last,first\n1,\"Smith\nJones\",Ann\n",
        "number,last,first\n1,Smith,\"Ann,\nMarie\"\n",
        "number,last,first\n\"1\n2\",Smith,Ann\n",
        "number,last,note\n1,Smith,\"Jones, Lee, Kim,\nBrown, White, Green\"\n",
    ] {
        assert_eq!(lines(text).len(), 2, "{text}");
    }
}
