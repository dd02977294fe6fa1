//! The General Student Table and Missing IDs on the command line: JSON, exit status, what they change and what not.

use crate::cli::Desk;
use serde_json::{Value, json};

const EXPORT: &str = "\
student_number,last_name,first_name,birth_date,gender,school_number,grade,entry_date,state_id,integration_idt
1001,Smith,Anna,2014-03-09,F,104,05,2020-08-20,1858768,30001
2002,Young,Yara,2015-05-05,F,104,04,2026-08-20,1858770,30002
2003,Gray,Gil,2015-06-06,M,104,04,2026-08-20,P-0017,30003
2004,West,Will,2015-07-07,M,999,04,2026-08-20,1858771,30004
";

/// A practice district with four students and the SIS's export beside it.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("sis.csv", EXPORT);
    desk
}

fn profile(list: &Value, number: &str) -> Value {
    let all = list["profiles"].as_array().unwrap();
    all.iter()
        .find(|p| p["number"] == json!(number))
        .unwrap_or_else(|| panic!("{number} is not in {list:#}"))
        .clone()
}

#[test]
fn import_general_fills_the_table_and_touches_no_student() {
    let desk = desk();
    let before = desk.json(0, "students list");
    let dry = desk.json(0, "import general sis.csv --dry-run");
    assert_eq!((&dry["added"], &dry["operation"]), (&json!(4), &Value::Null));
    assert_eq!(desk.json(0, "general find smith")["total"], json!(0));
    let done = desk.json(0, "import general sis.csv");
    assert_eq!((&done["rows"], &done["added"]), (&json!(4), &json!(4)));
    let again = desk.json(0, "import general sis.csv");
    assert_eq!((&again["same"], &again["changed"]), (&json!(4), &json!(0)));
    assert_eq!(desk.json(0, "students list"), before);
    let found = desk.json(0, "general find smith");
    assert_eq!(found["rows"][0]["integration_idt"], json!("30001"));
    assert_eq!(
        desk.json(0, "schools list")["schools"].as_array().unwrap().len(),
        2
    );
}

#[test]
fn a_row_that_cannot_be_read_is_held_back_and_the_rest_is_taken() {
    let desk = desk();
    desk.write("bad.csv", &EXPORT.replace("2015-05-05", "5th of May"));
    let done = desk.json(1, "import general bad.csv");
    assert_eq!((&done["added"], &done["refused"]), (&json!(3), &json!(1)));
    assert_eq!(done["problems"][0]["line"], json!(3));
    desk.json(2, "import general not-there.csv");
}

#[test]
fn an_import_makes_a_profile_or_links_the_one_that_is_here_and_can_be_undone() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    let made = desk.json(0, "general import 2002");
    assert_eq!(
        (&made["linked"], &made["last_name"]),
        (&json!(false), &json!("Young"))
    );
    assert_eq!(made["integration_idt"], json!("30002"));
    let linked = desk.json(0, "general import 1001");
    assert_eq!(
        (&linked["linked"], &linked["ssid"]),
        (&json!(true), &json!("1858768"))
    );
    let operation = desk.last_operation();
    desk.json(0, &format!("history undo {operation}"));
    assert_eq!(desk.json(0, "students show 1001")["integration_idt"], Value::Null);
}

#[test]
fn an_import_that_is_refused_says_why_and_changes_nothing() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    let before = desk.last_operation();
    for (number, why) in [
        ("2003", "only the provisional ID P-0017"),
        ("2004", "number 999"),
        ("7777", "no row with student number 7777"),
    ] {
        let said = desk.json(2, &format!("general import {number}"));
        assert!(said["error"].as_str().unwrap().contains(why), "{said}");
    }
    desk.json(0, "general import 1001");
    let twice = desk.json(2, "general import 1001");
    assert!(twice["error"].as_str().unwrap().contains("already"));
    assert_ne!(desk.last_operation(), before);
}

#[test]
fn a_refresh_reports_each_field_and_writes_only_what_differs() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    desk.json(2, "general refresh 1001");
    desk.json(0, "general import 1001");
    let same = desk.json(0, "general refresh 1001");
    assert_eq!((&same["differs"], &same["operation"]), (&json!([]), &Value::Null));
    desk.write("sis.csv", &EXPORT.replace("Smith,Anna", "Smith-Jones,Anna"));
    desk.json(0, "import general sis.csv");
    let done = desk.json(0, "general refresh 1001");
    assert_eq!(done["differs"][0]["field"], json!("last_name"));
    assert_eq!(
        (&done["differs"][0]["here"], &done["differs"][0]["sis"]),
        (&json!("Smith"), &json!("Smith-Jones"))
    );
    assert_eq!(done["flagged"], json!(true), "the state has to be told");
    assert_eq!(
        desk.json(0, "students show 1001")["last_name"],
        json!("Smith-Jones")
    );
}

#[test]
fn a_district_without_the_sis_table_is_not_shown_a_list_of_errors() {
    let desk = Desk::new();
    let list = desk.json(0, "missing list");
    assert_eq!((&list["not_used"], &list["profiles"]), (&json!(true), &json!([])));
    assert_eq!(desk.json(0, "status")["missing_ids"], json!(0));
}

#[test]
fn the_pipeline_goes_from_the_mark_to_the_merge() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    assert_eq!(desk.json(0, "status")["missing_ids"], json!(4));
    let p = profile(&desk.json(0, "missing list"), "1001");
    assert_eq!((&p["step"], &p["link"]), (&json!("mark"), &json!("1001")));
    let first = &p["candidates"][0];
    assert_eq!(first["equal"], json!(["number", "name_and_birth_date"]));
    assert_eq!(first["band"], json!("very_likely"));
    assert!(first["bits"].as_f64().is_some_and(|b| b >= 12.0));
    assert!(first["reasons"].as_array().is_some_and(|r| !r.is_empty()));
    let marked = desk.json(0, "missing mark 1001");
    assert_eq!(
        (&marked["number"], &marked["duplicate"]),
        (&json!("D1001"), &json!(true))
    );
    desk.json(2, "missing mark D1001");
    assert_eq!(
        profile(&desk.json(0, "missing list"), "D1001")["step"],
        json!("import")
    );
    let made = desk.json(0, "general import 1001");
    assert_eq!(made["linked"], json!(false));
    let p = profile(&desk.json(0, "missing list"), "D1001");
    assert_eq!((&p["step"], &p["target"]), (&json!("merge"), &json!("1001")));
    assert_eq!(p["who"], json!("security_administrator"));
    let refused = desk.json(2, "missing unmark D1001");
    assert!(
        refused["error"].as_str().unwrap().contains("1001 belongs to"),
        "{refused}"
    );
}

#[test]
fn a_mark_is_taken_away_and_a_cause_is_set_and_forgotten() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    desk.json(0, "missing mark 1002");
    assert_eq!(desk.json(0, "missing unmark D1002")["number"], json!("1002"));
    desk.json(0, "missing cause 1002 transfer_envelope");
    let p = profile(&desk.json(0, "missing list"), "1002");
    assert_eq!(
        (&p["cause"], &p["cause_by_hand"]),
        (&json!("transfer_envelope"), &json!(true))
    );
    desk.json(0, "missing cause 1002 not_known");
    assert_eq!(
        profile(&desk.json(0, "missing list"), "1002")["cause"],
        Value::Null
    );
    desk.json(2, "missing cause 1002 because");
    desk.json(2, "missing mark 4711");
}

#[test]
fn the_list_is_saved_with_who_must_act_and_the_school() {
    let desk = desk();
    desk.json(0, "import general sis.csv");
    desk.json(0, "missing mark 1002");
    desk.json(0, "missing list --out list.csv");
    let text = desk.read("list.csv");
    assert!(text.contains("Who must act"), "{text}");
    assert!(text.contains("D1002") && text.contains("Aspen"), "{text}");
    desk.json(0, "missing list --out list.xlsx");
    assert!(desk.path("list.xlsx").is_file());
    desk.json(2, "missing list --out list.pdf");
}
