//! Merging on the command line: the review as data, Save with a password, and undo.

use crate::cli_signed::Desk;
use serde_json::Value;
use std::fs;

const PASSWORD: &str = "three blind mice";
const APPLY: &str = "merge apply D1001 --target 1001 --reason one-child --password-stdin";
const EXPORT: &str = "student_number,last_name,first_name,birth_date,gender,school_number,grade,entry_date,state_id,integration_idt\n1001,Smith,Anna,2014-03-09,F,104,05,2026-08-20,1858768,30001\n";

/// A district with Anna's marked profile, which has a note and another birth date, and the one from the SIS.
fn two_profiles() -> Desk {
    let desk = Desk::new();
    desk.run(0, "schools add 104 Aspen", "");
    let add = "students add number=1001 last_name=Smith first_name=Anna birth_date=2014-03-19 gender=F";
    desk.run(0, add, "");
    desk.run(0, "missing mark 1001", "");
    desk.run(0, "students notes add D1001 Trains", "");
    fs::write(desk.path().join("sis.csv"), EXPORT).unwrap();
    desk.run(0, "import general sis.csv", "");
    desk.run(0, "general import 1001", "");
    desk
}

fn fields(rows: &Value) -> Vec<&str> {
    let rows = rows.as_array().unwrap();
    rows.iter().map(|r| r["field"].as_str().unwrap()).collect()
}

#[test]
fn a_plan_shows_every_row_and_what_is_undecided_and_changes_nothing() {
    let desk = two_profiles();
    let before = desk.journal();
    let (plan, _) = desk.run(1, "merge plan D1001 --target 1001", "");
    assert_eq!(fields(&plan["undecided"]), ["birth_date"]);
    assert_eq!(plan["blockers"], serde_json::json!([]));
    assert_eq!(plan["moves"]["notes"], 1);
    assert!(fields(&plan["rows"]).contains(&"ssid"));
    let (plan, _) = desk.run(0, "merge plan D1001 --target 1001 --take birth_date=source", "");
    let born = plan["rows"].as_array().unwrap();
    let born = born.iter().find(|r| r["field"] == "birth_date").unwrap();
    assert_eq!(
        (&born["result"], &born["take"]),
        (&"2014-03-19".into(), &"source".into())
    );
    assert_eq!(desk.journal(), before);
}

#[test]
fn a_choice_that_cannot_be_made_is_named_and_nothing_is_merged() {
    let desk = two_profiles();
    let before = desk.journal();
    for (take, said) in [
        (
            "--take birth_date=target --take birth_date=source",
            "chosen twice",
        ),
        ("--take birth_date=target --take birth_date=both", "chosen twice"),
        ("--take birth_date=both", "cannot be chosen like that here"),
        ("--take number=source", "cannot be chosen like that here"),
        ("--take shoe_size=source", "there is no field"),
        ("--take birth_date=2014-03-09", "FIELD==TEXT"),
    ] {
        let error = desk.error(&format!("{APPLY} {take}"), PASSWORD);
        assert!(error.contains(said), "{take}: {error}");
    }
    assert_eq!(desk.journal(), before, "not even a password was set");
}

#[test]
fn save_needs_the_password_and_every_decision_and_can_be_undone_by_an_administrator() {
    let desk = two_profiles();
    let open = desk.error(APPLY, PASSWORD);
    assert!(
        open.contains("1 row still needs a decision: Birth date"),
        "{open}"
    );
    let apply = format!("{APPLY} --take birth_date=target");
    let wrong = desk.error(&apply, "three blind cats\n");
    assert_eq!(wrong, "The account name or the password is wrong.");
    let (source, _) = desk.run(0, "students show D1001", "");
    assert_eq!(source["number"], "D1001");

    let (done, _) = desk.run(0, &apply, PASSWORD);
    assert_eq!(done["survivor"], "1001");
    let operation = &done["operations"][0];
    let (found, _) = desk.run(0, "students show D1001", "");
    assert_eq!(
        (&found["number"], &found["program"][0]["note"]),
        (&"1001".into(), &"Trains".into())
    );
    let (again, _) = desk.run(1, "merge plan D1001 --target 1001", "");
    assert_eq!(again["blockers"][0]["blocker"], "merged_here");

    let undo = format!("history undo {operation}");
    assert!(desk.error(&undo, "").contains("Only a security administrator"));
    desk.run(0, &format!("{undo} --user admin --password-stdin"), PASSWORD);
    assert_eq!(desk.run(0, "students show D1001", "").0, source);
    desk.run(0, "check", "");
}
