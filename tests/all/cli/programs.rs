//! Program data on the command line: events, documents, notes, guardians, and profiles that were merged.

use super::Desk;
use serde_json::json;
use ssid_desk::domain::journal::What;
use ssid_desk::store::Store;

#[test]
fn program_data_is_added_listed_closed_and_taken_out() {
    let desk = Desk::new();
    let plan = desk.json(
        0,
        "students events add 1001 --program special_education --kind plan --date 8/20/2026 --case-manager Ruiz",
    );
    assert_eq!(plan["row"]["kind"], json!("special_education"));
    assert_eq!(
        plan["row"]["text"],
        json!("IEP 2026-08-20, case manager Ruiz, open")
    );
    let note = desk.json_words(0, &["students", "notes", "add", "1001", "Called home."]);
    let guardian = [
        "students",
        "guardians",
        "add",
        "1001",
        "Ana Smith",
        "--relation",
        "Mother",
    ];
    desk.json_words(0, &guardian);
    let shown = desk.json(0, "students show 1001");
    let kinds: Vec<&str> = shown["program"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|r| r["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["special_education", "notes", "guardians"]);
    assert_eq!(
        desk.json(0, "students programs list 1001")["program"],
        shown["program"]
    );

    let closed = desk.json(
        0,
        &format!("students events close {} --date 2026-11-01", plan["id"]),
    );
    assert_eq!(closed["row"]["open"], json!(false));
    desk.json(
        2,
        &format!("students events close {} --date 2026-11-01", plan["id"]),
    );
    let gone = desk.json(0, &format!("students programs remove {}", note["id"]));
    desk.json(0, &format!("history undo {}", gone["operation"]));
    let rows = desk.json(0, "students programs list 1001");
    assert_eq!(rows["program"].as_array().unwrap().len(), 3);
    assert_eq!(desk.json(0, "check")["ok"], json!(true));
}

#[test]
fn what_cannot_be_is_refused_with_the_field_and_nothing_is_written() {
    let desk = Desk::new();
    let before = desk.json(0, "history list")["operations"].clone();
    let event = "students events add 1001 --program gifted --kind";
    let wrong = desk.json(2, &format!("{event} plan --date 31/08/2026"));
    assert_eq!(wrong["problems"][0]["field"], json!("date"));
    let wrong = desk.json(
        2,
        &format!("{event} review --date 2026-08-20 --closed 2026-08-21"),
    );
    assert_eq!(wrong["problems"][0]["field"], json!("closed"));
    desk.json(2, &format!("{event} plan --date 2026-08-20 --until 2026-08-19"));
    desk.json(
        2,
        "students events add 1001 --program sports --kind plan --date 2026-08-20",
    );
    desk.json(
        2,
        "students events add 9999 --program gifted --kind plan --date 2026-08-20",
    );
    desk.json_words(2, &["students", "notes", "add", "1001", " "]);
    desk.json(2, "students documents attach 1001 none.pdf");
    std::fs::write(desk.path("large.bin"), vec![0; 25 * 1024 * 1024 + 1]).unwrap();
    let large = desk.json(2, "students documents attach 1001 large.bin");
    assert!(large["error"].as_str().unwrap().contains("26,214,401 bytes"));
    assert_eq!(desk.json(0, "history list")["operations"], before);
}

#[test]
fn a_document_comes_back_as_it_was_and_nothing_is_written_over() {
    let desk = Desk::new();
    desk.write("IEP signed.pdf", "signed\r\n");
    let words = [
        "students",
        "documents",
        "attach",
        "1001",
        "IEP signed.pdf",
        "--kind",
        "IEP",
    ];
    let done = desk.json_words(0, &words);
    assert_eq!(done["row"]["title"], json!("IEP signed"));
    assert_eq!(done["row"]["size"], json!(8));
    let id = done["id"].to_string();
    let saved = desk.json(0, &format!("students documents save {id} out.pdf"));
    assert_eq!(saved["hash"], done["row"]["hash"]);
    assert_eq!(desk.read("out.pdf"), "signed\r\n");
    desk.json(2, &format!("students documents save {id} out.pdf"));
    desk.json(2, "students documents save 999 other.pdf");
}

#[test]
fn the_new_fields_are_set_and_shown_and_a_provisional_id_is_no_ssid() {
    let desk = Desk::new();
    let set = desk.json(
        0,
        "students set 1003 ssid=P-17 photo_consent=no alerts=Peanuts language=Spanish address_from=8/1/2026",
    );
    assert!(
        set["changed"]
            .as_array()
            .unwrap()
            .contains(&json!("photo_consent"))
    );
    let shown = desk.json(0, "students show 1003");
    assert_eq!(
        (&shown["ssid"], &shown["ssid_status"]),
        (&json!("P-17"), &json!("provisional"))
    );
    assert_eq!(
        (&shown["photo_consent"], &shown["address_from"]),
        (&json!(false), &json!("2026-08-01"))
    );
    desk.json(2, "students set 1003 photo_consent=perhaps");
    let marked = desk.json(0, "students set 1003 number=D1003");
    assert_eq!(marked["notes"], json!(["Marked as the duplicate profile."]));
    let shown = desk.json(0, "students show 1003");
    assert_eq!(
        (&shown["duplicate"], &shown["former_numbers"]),
        (&json!(true), &json!(["1003"]))
    );
    let added = desk.json(0, "students add number=3001 last_name=New");
    assert_eq!(added["student"]["added_by_hand"], json!(true));
}

#[test]
fn a_number_that_was_merged_shows_the_survivor_and_its_profile_cannot_be_changed() {
    let desk = Desk::new();
    desk.json(0, "students set 1003 number=D1003");
    let store = Store::open(&desk.path("d.ssiddesk")).unwrap();
    let mut writer = store.write().unwrap();
    let source = writer.reader().student_by_number("D1003").unwrap().unwrap();
    let target = writer.reader().student_by_number("1004").unwrap().unwrap();
    let (mut retired, mut survivor) = (source.clone(), target.clone());
    retired.retired_into = Some(target.key);
    survivor.former_ids.push(ssid_desk::domain::student::FormerId {
        kind: ssid_desk::domain::student::IdKind::Number,
        value: "D1003".into(),
        until: Default::default(),
    });
    let now = survivor.former_ids[0].until;
    writer.change(source, retired);
    writer.change(target, survivor);
    let what = What::SettingsChanged {
        what: "merged".into(),
    };
    writer.commit(what, "pat", now, &mut |_, _| true).unwrap();
    drop(store);

    let shown = desk.json(0, "students show D1003");
    assert_eq!(
        (&shown["number"], &shown["retired_into"]),
        (&json!("1004"), &json!(null))
    );
    assert_eq!(shown["former_numbers"], json!(["D1003", "1003"]));
    let kept = desk.json(0, "students show D1003 --record");
    assert_eq!(
        (&kept["number"], &kept["retired_into"]),
        (&json!("D1003"), &json!("1004"))
    );
    for line in [
        "students set D1003 phone=801",
        "students withdraw D1003 --date 2026-11-20",
    ] {
        let said = desk.json(2, line)["error"].as_str().unwrap().to_owned();
        assert!(
            said.contains("cannot be changed") && said.contains("(1004)"),
            "{said}"
        );
    }
    // What arrives for it later lands on the profile that stands for it, and that is said.
    let note = desk.json_words(0, &["students", "notes", "add", "D1003", "Called home."]);
    assert_eq!(note["student"], json!("1004"));
    assert!(note["note"].as_str().unwrap().contains("D1003 was merged into"));
}
