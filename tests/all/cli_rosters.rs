//! Imports on the command line: how a file is read is said, questions are answered by options, a refused file changes
//! nothing.

use crate::cli::Desk;
use serde_json::{Value, json};

fn counts(v: &Value) -> Value {
    json!([v["rows"], v["added"], v["changed"], v["same"], v["refused"]])
}

/// Names of a list's members, by a key of each.
fn all<'a>(list: &'a Value, key: &str) -> Vec<&'a Value> {
    list.as_array().unwrap().iter().map(|v| &v[key]).collect()
}

/// A file with a header that only a person can read.
const ODD: &str =
    "Pupil,Sur,Given,Born,Shoe size\n1001,Smyth,Anna,2014-03-09,31\n3001,New,Nora,2015-01-01,29\n";
const ODD_COLUMNS: [&str; 8] = [
    "--column",
    "Pupil=number",
    "--column",
    "Sur=last_name",
    "--column",
    "Given=first_name",
    "--column",
    "Born=birth_date",
];

#[test]
fn what_was_recognised_and_every_change_is_said_before_anything_is_written() {
    let desk = Desk::new();
    desk.write(
        "r.csv",
        "student_number,last_name,first_name,birth_date,transport\n1001,Smyth,Anna,2014-03-09,bus\n1002,Peña,José,2013-05-01,\n",
    );
    let before = desk.last_operation();
    let dry = desk.json(0, "import roster r.csv --dry-run");
    assert_eq!(counts(&dry), json!([2, 0, 1, 1, 0]));
    assert_eq!(
        (&dry["outcome"], &dry["format"]),
        (&json!("warn"), &json!("list"))
    );
    assert!(
        all(&dry["recognised"], "what").contains(&&json!("Format")),
        "{dry:#}"
    );
    assert_eq!(
        dry["columns"][0],
        json!({ "header": "student_number", "column": "number", "known": "by_name", "samples": ["1001", "1002"] })
    );
    assert_eq!(dry["columns"][4]["column"], Value::Null);
    let change = &dry["changes"][0];
    assert_eq!(json!([change["line"], change["number"]]), json!([2, "1001"]));
    assert_eq!(
        change["fields"][0],
        json!({ "field": "last_name", "before": "Smith", "after": "Smyth" })
    );
    assert_eq!(desk.last_operation(), before);
    let done = desk.json(0, "import roster r.csv");
    assert_eq!(counts(&done), counts(&dry));
    assert_eq!(done.get("changes"), None);
    assert_eq!(desk.json(0, "students show 1001")["last_name"], json!("Smyth"));
}

#[test]
fn a_refused_file_says_which_columns_it_has_and_changes_nothing() {
    let desk = Desk::new();
    let before = desk.last_operation();
    desk.write(
        "odd.csv",
        "student_number,last_name,first_name,Born\n1001,Smyth,Anna,2014-03-09\n",
    );
    for table in ["roster", "general"] {
        let no = desk.json(2, &format!("import {table} odd.csv"));
        assert_eq!(no["outcome"], json!("reject"));
        assert_eq!(no["problems"][0]["line"], json!(1));
        assert_eq!(no["problems"][0]["severity"], json!("refused"));
        let born = &no["columns"][3];
        assert_eq!((&born["header"], &born["column"]), (&json!("Born"), &Value::Null));
        assert_eq!(born["samples"], json!(["2014-03-09"]));
    }
    desk.write("page.csv", "<!DOCTYPE html><html></html>");
    let page = desk.json(2, "import roster page.csv");
    assert_eq!(
        json!([page["outcome"], page["problems"][0]["file"]]),
        json!(["reject", "page.csv"])
    );
    let gone = desk.json(2, "import roster gone.csv");
    assert_eq!(
        (&gone["outcome"], &gone["problems"]),
        (&json!("reject"), &json!([]))
    );
    assert_eq!(desk.last_operation(), before);
}

#[test]
fn columns_are_said_once_and_kept_as_a_mapping() {
    let desk = Desk::new();
    desk.write("odd.csv", ODD);
    let words = ["import", "roster", "odd.csv"].into_iter().chain(ODD_COLUMNS);
    let words: Vec<&str> = words.chain(["--dry-run", "--write-map", "m.toml"]).collect();
    let dry = desk.words(0, &words);
    assert_eq!(counts(&dry), json!([2, 1, 1, 0, 0]));
    assert_eq!(dry["columns"][3]["known"], json!("chosen"));
    let map = desk.read("m.toml");
    assert!(
        map.contains("Born = \"birth_date\"") && map.contains("\"Shoe size\" = \"-\""),
        "{map}"
    );
    let done = desk.json(0, "import roster odd.csv --map m.toml");
    assert_eq!(counts(&done), counts(&dry));
    // The arguments count more than the mapping.
    let other = desk.words(
        0,
        &[
            "import",
            "roster",
            "odd.csv",
            "--map",
            "m.toml",
            "--column",
            "Shoe size=phone",
            "--dry-run",
        ],
    );
    assert_eq!(counts(&other), json!([2, 0, 2, 0, 0]));
    // What cannot be read yet leaves a mapping to fill in.
    desk.write(
        "new.csv",
        &ODD.replace("Pupil", "student_number")
            .replace("Sur,", "last_name,"),
    );
    desk.json(2, "import roster new.csv --write-map new.toml");
    let map = desk.read("new.toml");
    assert!(
        map.contains("student_number = \"number\"") && map.contains("Born = \"-\""),
        "{map}"
    );
}

#[test]
fn a_mapping_or_an_argument_that_is_wrong_is_refused_with_what_there_is() {
    let desk = Desk::new();
    desk.write("m.toml", "format = \"list\"\n[columns]\nDOB = \"birthday\"\n");
    let no = desk.json(2, "import roster roster.csv --map m.toml");
    assert!(
        no["error"]
            .as_str()
            .unwrap()
            .starts_with("m.toml, line 3, column 7: "),
        "{no:#}"
    );
    assert_eq!(no["problems"][0]["line"], json!(3));
    desk.write("m.toml", "[answers]\ncentruy = \"2000\"\n");
    for (line, has) in [
        ("--map m.toml", "Questions: century, "),
        ("--map gone.toml", "not found"),
        ("--answer centruy=2000", "Questions: century, "),
        ("--answer century", "expected KEY=ANSWER"),
        ("--answer schools=make", "Answers: create, hold."),
        ("--century 1800", "[possible values: 1900, 2000, by-age]"),
        ("--format excel", "oneroster-1.2"),
        (
            "--format oneroster-1.2",
            "cannot be read as OneRoster 1.2: it looks like List",
        ),
        ("--column DOB=birthday", "Fields: number, last_name"),
        ("--column DOB", "expected HEADER=FIELD"),
        (
            "--column DOB=birth_date",
            "has no column “DOB”. Columns: student_number, ",
        ),
        ("--state-id Other", "“Other” is no answer to state-id: "),
        ("--answer sheet=Students", "sheet is not asked about roster.csv"),
        // Not asked about this file, and wrong on the day it is asked.
        (
            "--answer lost-zeros=add",
            "“add” is no answer to lost-zeros. Answers: pad, as-written, hold.",
        ),
        (
            "--century 1900 --answer century=2000",
            "century is answered twice, with 2000 and with 1900.",
        ),
        (
            "--create-schools --answer schools=hold",
            "schools is answered twice",
        ),
        ("--write-map roster.csv", "it is no mapping. It was left as it is"),
    ] {
        let no = desk.json(2, &format!("import roster roster.csv {line}"));
        assert!(no["error"].as_str().unwrap().contains(has), "{line}: {no:#}");
    }
    desk.json(0, "import roster roster.csv --format list");
    desk.json(0, "import roster roster.csv --format powerschool --dry-run");
}

#[test]
fn an_answer_to_what_is_not_asked_is_said_and_does_no_harm() {
    let desk = Desk::new();
    let done = desk.json(
        0,
        "import roster roster.csv --century by-age --blank-cells keep --dry-run",
    );
    assert_eq!(
        done["unused_answers"],
        json!(["century=by-age", "blank-cells=keep"])
    );
    let text = desk.text(0, "import roster roster.csv --century by-age --dry-run");
    assert!(
        text.contains("Not asked about this file, so the answer was not used: century=by-age"),
        "{text}"
    );
}

#[test]
fn a_mapping_of_another_file_takes_no_column_away_and_is_said() {
    let desk = Desk::new();
    desk.write(
        "m.toml",
        "[columns]\nNachname = \"last_name\"\nGeschlecht = \"gender\"\n",
    );
    let dry = desk.json(0, "import roster roster.csv --map m.toml --dry-run");
    let plain = desk.json(0, "import roster roster.csv --dry-run");
    assert_eq!(dry["columns"], plain["columns"]);
    let said = dry["problems"].to_string();
    assert!(
        said.contains("columns that the file does not have: “Geschlecht”, “Nachname”."),
        "{said}"
    );
}

#[test]
fn problems_are_saved_as_a_list_or_a_workbook() {
    let desk = Desk::new();
    desk.write(
        "bad.csv",
        "student_number,last_name,first_name,birth_date\n1001,Smith,Anna,31/31/2014\n1002,Peña,José,2013-05-01\n",
    );
    let done = desk.json(1, "import roster bad.csv --problems p.xlsx");
    assert_eq!(counts(&done), json!([2, 0, 0, 1, 1]));
    assert_eq!(done["outcome"], json!("partial"));
    assert_eq!(&std::fs::read(desk.path("p.xlsx")).unwrap()[..2], b"PK");
    desk.json(2, "import roster bad.csv --problems p.pdf");
}

#[test]
fn people_read_what_was_taken_for_what_and_what_changes() {
    let desk = Desk::new();
    desk.write(
        "r.csv",
        "id,last,first,dob,school\n1001,Smyth,Anna,2014-03-09,104\n5001,New,Nora,2015-01-01,777\n",
    );
    let text = desk.text(1, "import roster r.csv --dry-run");
    for has in [
        "Nothing was written. r.csv: 2 rows, 0 added, 1 changed, 0 the same, 1 held back",
        "Column “id” was taken for: Student number (number).",
        "line 3",
        "Line 2: 1001 Smyth, Anna",
        "    Last name: Smith → Smyth",
    ] {
        assert!(text.contains(has), "{has}\n{text}");
    }
}

#[test]
fn a_short_file_can_be_said_to_list_everybody_and_a_column_has_one_meaning() {
    let desk = Desk::new();
    let row = |n: u32| format!("{n},Long,Lee{n},2014-03-09,104\n");
    let head = "student_number,last_name,first_name,birth_date,school\n";
    desk.write(
        "all.csv",
        &format!("{head}{}", (5000..5040).map(row).collect::<String>()),
    );
    desk.json(0, "import roster all.csv --create-schools");
    desk.write("few.csv", &format!("{head}{}", row(5000)));
    let asked = desk.json(0, "import roster few.csv --dry-run");
    assert!(
        all(&asked["questions"], "key").contains(&&json!("complete")),
        "{asked:#}"
    );
    assert_eq!(asked["gone"], json!([]));
    let said = desk.json(0, "import roster few.csv --dry-run --answer complete=everybody");
    assert!(said["gone"].as_array().unwrap().len() >= 39, "{said:#}");
    let twice = desk.json(
        2,
        "import roster few.csv --dry-run --column school=grade --column school=school",
    );
    assert!(
        twice["error"].as_str().unwrap().contains("two meanings"),
        "{twice:#}"
    );
}
