//! Tests of `report`.

use super::*;
use crate::domain::ids::RequestId;
use crate::domain::request::Function;
use crate::domain::response::{Action, Outcome};

fn row(line: u64, name: &str, ssid: &str, outcome: Outcome, message: &str) -> ReportRow {
    ReportRow {
        file_line: line,
        line: None,
        student: None,
        name: name.into(),
        number: "00123".into(),
        birth_date: "2016-05-02".into(),
        ssid_here: String::new(),
        ssid_in_response: ssid.into(),
        outcome,
        message: message.into(),
        others: vec![],
        action: Action::None,
        choice: None,
    }
}

fn report() -> Report {
    Report {
        request: RequestId(1),
        function: Function::Retrieve,
        request_file: "REQ_140_20261120_0001.csv".into(),
        request_made_at: "2026-11-20T10:00:00Z".parse().unwrap(),
        request_lines: 3,
        file: "RESP_140_20261120_0001.csv".into(),
        fingerprint: "0".into(),
        rows: vec![
            row(2, "Chen, Wei", "0234567", Outcome::WillBeFilled, ""),
            row(
                3,
                "=1+1, <b>Ann</b>",
                "1.86E+06",
                Outcome::NotAnSsid,
                "Download it & again, \"please\"",
            ),
        ],
        unanswered: vec![3],
        processed_at: None,
    }
}

#[test]
fn csv_opens_right_in_excel_and_runs_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.CSV");
    save_report(&path, &report(), "Sample district", "2026-11-22 10:00").unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(
        text,
        "\u{FEFF}Line,Student,Number,Birth date,SSID here,SSID in response,Result,What to do\r\n\
         2,\"Chen, Wei\",00123,2016-05-02,,0234567,Will be filled,\r\n\
         3,\"'=1+1, <b>Ann</b>\",00123,2016-05-02,,1.86E+06,Not an SSID,\"Download it & again, \"\"please\"\"\"\r\n"
    );
}

#[test]
fn a_workbook_is_written_and_other_endings_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.xlsx");
    save_report(&path, &report(), "Sample district", "2026-11-22 10:00").unwrap();
    save_report(&path, &report(), "Sample district", "2026-11-22 10:01").unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"PK\x03\x04") && bytes.len() > 3000);
    save_sheet(&folder.path().join("empty.xlsx"), &Sheet::default()).unwrap();
    let e = save_report(&folder.path().join("r.pdf"), &report(), "", "").unwrap_err();
    assert!(e.to_string().contains(".xlsx"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn the_page_is_escaped_and_has_problems_first() {
    let page = print_page(&report(), "Sample <district>", "2026-11-22 10:00");
    assert!(page.contains("Sample &lt;district&gt;") && page.contains("@media print"));
    assert!(page.contains("&lt;b&gt;Ann&lt;/b&gt;") && !page.contains("<b>Ann"));
    assert!(page.find("1.86E+06").unwrap() < page.find("0234567").unwrap());
    assert!(page.contains("The response answers 2 of 3 lines"));
    assert!(page.contains("<span class=\"t error\">Not an SSID</span>"));
    assert!(!page.contains("http"));
}
