//! Look-alikes on the command line: whoever is added, and whoever goes to New, although they look like a known student.

use super::Desk;
use serde_json::json;

const AGAIN: &str = "last_name=Smith first_name=Anna birth_date=2014-03-09 gender=F school=104 grade=05";

/// Anna has an SSID; her profile stands here once more without one.
fn with_a_second_anna() -> Desk {
    let desk = Desk::new();
    desk.json(0, "students set 1001 ssid=1858768");
    desk.json(
        0,
        &format!("students add number=3001 {AGAIN} --different-person --reason cousins"),
    );
    let decisions = desk.json(0, "duplicates decisions");
    let made = &decisions["decisions"][0];
    assert_eq!(
        made["reason"],
        json!("Said to be a different person when the student was added: cousins"),
    );
    desk
}

#[test]
fn a_look_alike_is_listed_with_bits_band_and_reasons_and_needs_a_word() {
    let desk = Desk::new();
    let refused = desk.json(2, &format!("students add number=3001 {AGAIN}"));
    let like = &refused["look_alikes"][0];
    assert_eq!(like["number"], json!("1001"));
    assert!(like["bits"].as_f64().unwrap() >= 4.0, "{like}");
    assert!(["check", "very_likely"].contains(&like["band"].as_str().unwrap()));
    assert!(!like["reasons"].as_array().unwrap().is_empty());
    assert!(refused["error"].as_str().unwrap().contains("--different-person"));
    desk.json(2, "students show 3001");

    let mut words: Vec<&str> = ["students", "add", "number=3001"].into();
    words.extend(AGAIN.split_whitespace());
    words.extend(["--different-person", "--reason", "Her mother came in."]);
    let added = desk.json_words(0, &words);
    let decisions = desk.json(0, "duplicates decisions");
    assert!(
        decisions["decisions"][0]["reason"]
            .as_str()
            .unwrap()
            .ends_with(": Her mother came in."),
        "{decisions}"
    );
    // One operation: the undo leaves neither.
    desk.json(0, &format!("history undo {}", added["operation"]));
    let decisions = desk.json(0, "duplicates decisions");
    assert_eq!(decisions["decisions"], json!([]));
    assert_eq!(desk.json(0, "check")["ok"], json!(true));
}

#[test]
fn nobody_is_called_a_different_person_without_a_reason() {
    let desk = Desk::new();
    let before = desk.last_operation();
    let add = format!("students add number=3001 {AGAIN} --different-person");
    let new = "request new --all --out out --override --different-person 1001";
    for command in [add.as_str(), new] {
        for reason in [None, Some("  ")] {
            let mut words: Vec<&str> = command.split_whitespace().collect();
            words.extend(reason.iter().flat_map(|r| ["--reason", r]));
            let refused = desk.json_words(2, &words);
            let why = refused["error"].as_str().unwrap();
            assert!(
                why.starts_with("--different-person needs --reason TEXT."),
                "{why}"
            );
        }
    }
    assert_eq!(desk.last_operation(), before);
}

#[test]
fn new_sends_whoever_was_said_to_be_a_different_person_when_added() {
    let desk = with_a_second_anna();
    let made = desk.json(0, "request new --all --out out --override");
    assert_eq!((&made["lines"], &made["held_back"]), (&json!(4), &json!([])));
}

#[test]
fn new_holds_back_whoever_looks_like_a_student_with_an_ssid_until_somebody_says_otherwise() {
    let desk = with_a_second_anna();
    desk.json(0, "duplicates revoke 1001 3001");
    let made = desk.json(1, "request new --all --out out --override");
    assert_eq!(made["lines"], json!(3));
    let held = &made["held_back"][0];
    assert_eq!(held["number"], json!("3001"));
    assert_eq!(
        held["missing"],
        json!(["looks like 1001 Smith, Anna, SSID 1858768"])
    );
    assert_eq!(held["look_alikes"][0]["like"], json!("1001"));
    assert!(held["look_alikes"][0]["bits"].as_f64().unwrap() >= 4.0);

    // Nobody else is left: the same list, and nothing is written.
    let before = desk.last_operation();
    let refused = desk.json(2, "request new --all --out out --override");
    assert_eq!(refused["held_back"][0]["number"], json!("3001"));
    desk.json(
        2,
        "request new --all --out out --different-person 9999 --reason cousins",
    );
    assert_eq!(desk.last_operation(), before);

    let mut words: Vec<&str> = "request new --all --out out --override --different-person 3001"
        .split_whitespace()
        .collect();
    words.extend(["--reason", "Two girls, two mothers."]);
    let sent = desk.json_words(1, &words);
    assert_eq!(sent["lines"], json!(1));
    assert_eq!(sent["different_persons"][0]["number"], json!("3001"));
    assert_eq!(sent["held_back"], json!([]));
    let decisions = desk.json(0, "duplicates decisions");
    assert_eq!(
        decisions["decisions"][0]["reason"],
        json!("Said to be a different person before New: Two girls, two mothers.")
    );
    // Withdrawn, they are not asked about again.
    desk.json(0, &format!("history undo {}", sent["operation"]));
    assert_eq!(
        desk.json(0, "duplicates decisions")["decisions"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}
