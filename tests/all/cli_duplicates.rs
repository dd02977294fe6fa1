//! Duplicates on the command line: the scan, decisions and what they change, JSON, exit status.

use crate::cli::Desk;
use serde_json::{Value, json};

/// The practice district with Anna Smith in it twice.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.write("twice.csv", TWICE);
    let done = desk.json(0, "import roster twice.csv");
    assert_eq!(done["added"], json!(1));
    desk
}

const TWICE: &str = "\
student_number,last_name,first_name,birth_date,gender,ethnicity,school_number,grade,entry_date
2001,Smith,Anna,2014-03-09,F,C,104,05,2020-08-20
";

fn error(said: &Value) -> &str {
    said["error"].as_str().unwrap()
}

/// The pair of Anna and Anna in what `duplicates find` lists.
fn pair(found: &Value) -> Option<Value> {
    let all = found["pairs"].as_array().unwrap().iter();
    all.clone()
        .find(|p| p["a"] == json!("1001") && p["b"] == json!("2001"))
        .cloned()
}

#[test]
fn find_lists_the_pairs_with_bits_band_and_reasons_and_changes_nothing() {
    let desk = desk();
    let before = desk.last_operation();
    let found = desk.json(0, "duplicates find");
    assert_eq!(found["students"], json!(5));
    assert!(found["pairs_compared"].as_u64().unwrap() >= 1);
    assert!(found["seconds"].as_f64().unwrap() >= 0.0);
    let pair = pair(&found).unwrap();
    assert!(pair["bits"].as_f64().unwrap() > -4.0);
    assert!(["very_likely", "check", "possible"].contains(&pair["band"].as_str().unwrap()));
    assert!(!pair["reasons"].as_array().unwrap().is_empty());
    assert_eq!(
        (&pair["a_name"], &pair["returned"]),
        (&json!("Smith, Anna"), &Value::Null)
    );
    assert_eq!((&found["decided"], &found["parked"]), (&json!(0), &json!(0)));
    assert_eq!(desk.json(0, "duplicates find --min-bits 500")["pairs"], json!([]));
    assert_eq!(desk.json(0, "duplicates find --limit 0")["total"], found["total"]);
    assert!(desk.json(0, "duplicates find --min-bits -3.5")["pairs"].is_array());
    desk.json(2, "duplicates find --min-bits nan");
    desk.json(2, "duplicates find --min-bits many");
    assert_eq!(desk.last_operation(), before);
}

#[test]
fn the_list_is_saved_as_a_file_with_the_reasons() {
    let desk = desk();
    let found = desk.json(0, "duplicates find --out pairs.csv");
    assert!(found["file"].as_str().unwrap().ends_with("pairs.csv"));
    let text = desk.read("pairs.csv");
    assert!(
        text.contains("First number") && text.contains("Reasons"),
        "{text}"
    );
    assert!(
        text.contains("1001,\"Smith, Anna\",2001,\"Smith, Anna\","),
        "{text}"
    );
    desk.json(2, "duplicates find --out pairs.pdf");
}

#[test]
fn a_pair_told_apart_is_listed_no_more_until_it_is_revoked() {
    let desk = desk();
    let said = desk.json(2, "duplicates decide 1001 2001 not-same");
    assert!(error(&said).starts_with("Say why"), "{said}");
    let done = desk.json(0, "duplicates decide 2001 1001 not-same --reason cousins");
    assert_eq!(
        (&done["verdict"], &done["reason"]),
        (&json!("not-same"), &json!("cousins"))
    );
    assert_eq!(done["operation"], desk.last_operation());
    let found = desk.json(0, "duplicates find");
    assert_eq!((pair(&found), &found["decided"]), (None, &json!(1)));
    let all = desk.json(0, "duplicates decisions");
    let one = &all["decisions"][0];
    assert_eq!((&one["a"], &one["b"]), (&json!("1001"), &json!("2001")));
    assert_eq!(
        (&one["verdict"], &one["reason"]),
        (&json!("not-same"), &json!("cousins"))
    );
    assert_eq!(
        desk.json(0, "duplicates decisions --find COUSINS")["decisions"],
        all["decisions"]
    );
    assert_eq!(
        desk.json(0, "duplicates decisions --find nobody")["decisions"],
        json!([])
    );
    let again = desk.json(2, "duplicates decide 1001 2001 not-same --reason cousins");
    assert!(error(&again).contains("already"), "{again}");
    desk.json(0, "duplicates revoke 1001 2001");
    assert!(pair(&desk.json(0, "duplicates find")).is_some());
    let gone = desk.json(2, "duplicates revoke 1001 2001");
    assert!(error(&gone).contains("Nothing was decided"), "{gone}");
}

#[test]
fn a_pair_told_apart_comes_back_with_the_decision_when_the_numbers_agree_but_for_the_d() {
    let desk = desk();
    desk.json(0, "duplicates decide 1001 2001 not-same --reason cousins");
    desk.json(0, "students set 1002 first_name=Anna");
    desk.json(0, "students set 2001 phone=801-555-0100");
    assert_eq!(
        pair(&desk.json(0, "duplicates find")),
        None,
        "nothing that speaks for it"
    );
    desk.json(0, "students set 2001 number=D1001");
    let found = desk.json(0, "duplicates find");
    let back = found["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .find(|p| p["b"] == json!("D1001"));
    let said = back.unwrap()["returned"].as_str().unwrap();
    assert!(
        said.contains("said: not the same student: cousins. Since then: student number, phone changed, student number now agrees"),
        "{said}"
    );
}

#[test]
fn a_decision_is_in_the_journal_and_is_undone_there() {
    let desk = desk();
    desk.json(0, "duplicates decide 1001 2001 same");
    let listed = desk.json(0, "history list --limit 1");
    let operation = &listed["operations"][0];
    assert_eq!(
        operation["what"],
        json!("Smith, Anna (1001) and Smith, Anna (2001): the same student")
    );
    assert_eq!(operation["kind"], json!("duplicates"));
    desk.json(0, &format!("history undo {}", operation["operation"]));
    assert_eq!(desk.json(0, "duplicates decisions")["decisions"], json!([]));
    desk.json(0, &format!("history undo {}", desk.last_operation()));
    assert_eq!(desk.json(0, "duplicates decisions")["total"], json!(1));
}

#[test]
fn a_parked_pair_has_a_day_to_come() {
    let desk = desk();
    desk.json(2, "duplicates decide 1001 2001 park --until 2020-01-01");
    desk.json(2, "duplicates decide 1001 2001 park --until someday");
    desk.json(2, "duplicates decide 1001 2001 same --until 2999-01-01");
    let done = desk.json(0, "duplicates decide 1001 2001 park --until 2999-01-01");
    assert_eq!(done["until"], json!("2999-01-01"));
    let found = desk.json(0, "duplicates find");
    assert_eq!((pair(&found), &found["parked"]), (None, &json!(1)));
    // Without a day there is one all the same.
    let done = desk.json(0, "duplicates decide 1001 2001 park");
    assert!(done["until"].as_str().is_some());
}

#[test]
fn who_is_meant_is_found_as_everywhere_and_a_wrong_pair_is_refused() {
    let desk = desk();
    desk.json(0, "students set 2001 number=3001");
    desk.json(0, "students set 1001 ssid=1858768");
    desk.json(0, "duplicates decide 1858768 2001 same");
    assert_eq!(
        desk.json(0, "duplicates decisions")["decisions"][0]["b"],
        json!("3001")
    );
    let self_pair = desk.json(2, "duplicates decide 1001 1858768 same");
    assert!(error(&self_pair).contains("one and the same"), "{self_pair}");
    desk.json(2, "duplicates decide 1001 4711 same");
    desk.json(2, "duplicates decide 1001 2001 maybe");
    desk.json(2, "duplicates");
}

#[test]
fn the_review_of_a_merge_says_that_the_two_were_told_apart() {
    let desk = desk();
    desk.json(0, "duplicates decide 1001 2001 not-same --reason cousins");
    let plan = desk.json(1, "merge plan 2001 --target 1001");
    let warned = plan["warnings"][0].as_str().unwrap();
    assert!(
        warned.contains("were told apart") && warned.contains("cousins"),
        "{warned}"
    );
}

#[test]
fn decisions_are_in_a_backup() {
    let desk = desk();
    desk.json(0, "duplicates decide 1001 2001 same");
    let before = desk.json(0, "duplicates decisions");
    desk.json(0, "backup copy.ssiddesk");
    desk.json(0, "duplicates revoke 1001 2001");
    desk.json(0, "restore copy.ssiddesk");
    assert_eq!(desk.json(0, "duplicates decisions"), before);
    assert_eq!(desk.json(0, "check")["ok"], json!(true));
}
