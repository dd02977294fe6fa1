//! `ssid-desk-cli` as a program: its JSON, its exit status, what it leaves on the disk.

mod look_alikes;
mod programs;

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// A folder with a district in it, and the program run there.
pub struct Desk {
    folder: TempDir,
}

const ROSTER: &str = "\
student_number,last_name,first_name,birth_date,gender,ethnicity,school_number,grade,entry_date
1001,Smith,Anna,2014-03-09,F,C,104,05,2020-08-20
1002,Peña,José,2013-05-01,M,H,104,06,2020-08-20
1003,Jones,Mia,2012-11-30,F,A,108,07,2020-08-20
1004,Lee,Ben,2015-01-02,M,A,108,04,2020-08-20
";

const REGISTRY: &str = "\
ssid,last_name,first_name,middle_name,suffix,birth_date,gender,ethnicity,lea,school,number
1858768,Smith,Anna,,,2014-03-09,F,C,140,104,1001
1858769,Peña,José,,,2013-05-01,M,H,140,104,1002
";

impl Desk {
    /// A folder without a district.
    pub fn empty() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// A practice district with two schools, four students and a registry that knows two of them.
    pub fn new() -> Self {
        let desk = Self::empty();
        desk.json(0, "init --lea 140 --name Test --year 2027 --practice");
        desk.json(0, "schools add 104 Aspen");
        desk.json(0, "schools add 108 Bear");
        desk.write("roster.csv", ROSTER);
        desk.write("reg.csv", REGISTRY);
        std::fs::create_dir(desk.path("out")).unwrap();
        let done = desk.json(0, "import roster roster.csv");
        assert_eq!((&done["added"], &done["refused"]), (&json!(4), &json!(0)));
        desk
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path(name), text).unwrap();
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    fn command<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Command {
        let mut c = Command::new(env!("CARGO_BIN_EXE_ssid-desk-cli"));
        c.current_dir(self.folder.path()).args(words);
        for home in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA", "USERPROFILE"] {
            c.env(home, self.folder.path());
        }
        c
    }

    fn run<'a>(&self, words: impl IntoIterator<Item = &'a str>) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs a command on the district with `--json`; words are parted by blanks, `_` in a word stays.
    pub fn json(&self, exit: i32, line: &str) -> Value {
        self.json_words(exit, &line.split_whitespace().collect::<Vec<_>>())
    }

    /// The same with words that may have blanks in them.
    pub fn words(&self, exit: i32, words: &[&str]) -> Value {
        self.json_words(exit, words)
    }

    /// What a command says to people.
    pub fn text(&self, exit: i32, line: &str) -> String {
        let out = self.run(
            ["--data", "d.ssiddesk"]
                .into_iter()
                .chain(line.split_whitespace()),
        );
        let text = String::from_utf8(out.stdout).unwrap();
        let errors = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(exit), "{line}\n{text}\n{errors}");
        text
    }

    fn json_words(&self, exit: i32, words: &[&str]) -> Value {
        let all = ["--data", "d.ssiddesk", "--json"]
            .into_iter()
            .chain(words.iter().copied());
        let out = self.run(all);
        let text = String::from_utf8(out.stdout).unwrap();
        let errors = String::from_utf8_lossy(&out.stderr).into_owned();
        assert_eq!(out.status.code(), Some(exit), "{words:?}\n{text}\n{errors}");
        let json: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{words:?}: {e}\n{text}"));
        if exit >= 2 {
            assert_eq!(json["exit"], json!(exit), "{text}");
            assert!(json["error"].as_str().is_some_and(|e| !e.is_empty()), "{text}");
        }
        json
    }

    pub fn last_operation(&self) -> Value {
        self.json(0, "history list --limit 1")["operations"][0]["operation"].clone()
    }

    /// Creates a request of a function and has it answered; gives the response file's name.
    fn answered(&self, function: &str, exit: i32) -> String {
        let made = self.json(exit, &format!("request {function} --all --out out"));
        let file = made["file"].as_str().unwrap();
        let given = self.json_words(
            0,
            &[
                "practice",
                "answer",
                file,
                "--registry",
                "reg.csv",
                "--out",
                "out",
            ],
        );
        assert_eq!(given["function"], json!(function));
        assert_eq!(given["lines"], made["lines"]);
        given["file"].as_str().unwrap().to_owned()
    }

    fn ssid(&self, number: &str) -> Value {
        self.json(0, &format!("students show {number}"))["ssid"].clone()
    }
}

#[test]
fn a_whole_year_of_the_four_functions() {
    let desk = Desk::new();
    let early = desk.json(2, "request new --all --out out");
    assert_eq!(early["waiting"].as_array().unwrap().len(), 4);
    assert_eq!(std::fs::read_dir(desk.path("out")).unwrap().count(), 0);

    let response = desk.answered("retrieve", 0);
    assert_eq!(
        desk.json(0, "status")["open_requests"][0]["function"],
        json!("retrieve")
    );
    let before = desk.last_operation();
    let report = desk.json(0, &format!("response check {response} --report report.csv"));
    assert_eq!(report["counts"], json!({ "will_be_filled": 2, "no_match": 2 }));
    assert_eq!(
        (&report["processed_at"], &report["incomplete"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(report["lines"][0]["outcome"], json!("will_be_filled"));
    assert!(desk.path("report.csv").is_file());
    assert_eq!(desk.last_operation(), before, "check changes nothing");
    let applied = desk.json(0, &format!("response apply {response}"));
    assert_eq!(
        (&applied["written"], &applied["counts"]),
        (&json!(2), &report["counts"])
    );
    assert_eq!(desk.ssid("1001"), json!("1858768"));

    let after = desk.last_operation();
    let again = desk.json(2, &format!("response apply {response}"));
    assert!(again["error"].as_str().unwrap().contains("already processed"));
    assert_eq!((&again["written"], desk.last_operation()), (&json!(0), after));

    let response = desk.answered("new", 0);
    assert_eq!(
        desk.json(0, &format!("response apply {response}"))["written"],
        json!(2)
    );
    let counts = desk.json(0, "status");
    assert_eq!(
        (&counts["with_ssid"], &counts["without_ssid"]),
        (&json!(4), &json!(0))
    );

    let set = desk.json(0, "students set 1001 last_name=Smith-Jones phone=801-555-0101");
    assert_eq!(set["changed"], json!(["last_name", "phone"]));
    assert_eq!(
        (&set["flagged"], &set["student"]["changed"]),
        (&json!(true), &json!(true))
    );
    assert_eq!(set["change_flag"]["old"], json!({ "last_name": "Smith" }));
    assert_eq!(desk.json(0, "students list --changed")["total"], json!(1));
    let response = desk.answered("update", 0);
    let applied = desk.json(0, &format!("response apply {response}"));
    assert_eq!(applied["counts"], json!({ "update_confirmed": 1 }));
    assert_eq!(desk.json(0, "students show 1001")["changed"], json!(false));

    let made = desk.json(0, "request verify --all --out out");
    assert_eq!(made["lines"], json!(4));
    let (id, file) = (&made["request"], made["file"].as_str().unwrap());
    let list = desk.json_words(
        0,
        &[
            "practice",
            "answer",
            file,
            "--registry",
            "reg.csv",
            "--out",
            "out",
        ],
    );
    assert_eq!(list["mismatches"], json!(0));
    desk.json(0, "students set 1002 first_name=Joseph");
    desk.json(0, "request verify --all --out out");
    let made = desk.json(0, "request list")["requests"][4].clone();
    let list = desk.json_words(
        1,
        &[
            "practice",
            "answer",
            made["file"].as_str().unwrap(),
            "--registry",
            "reg.csv",
            "--out",
            "out",
        ],
    );
    assert_eq!(list["mismatches"], json!(1), "differing asks for a person");
    let refused = desk.json(2, &format!("response check {}", list["file"].as_str().unwrap()));
    assert!(
        refused["error"]
            .as_str()
            .unwrap()
            .contains("no response to process"),
        "{refused}"
    );
    desk.json(0, &format!("request checked {id}"));
    desk.json(2, &format!("request checked {id}"));
    let states: Vec<Value> = desk.json(0, "request list")["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["state"].clone())
        .collect();
    assert_eq!(
        json!(states),
        json!(["processed", "processed", "processed", "checked", "open"])
    );
    assert_eq!(desk.json(0, "check")["ok"], json!(true));
}

#[test]
fn who_lacks_something_is_held_back_by_name() {
    let desk = Desk::new();
    desk.json(0, "students set 1004 gender= birth_date=");
    let made = desk.json(1, "request retrieve --school 108,104 --out out");
    assert_eq!(made["lines"], json!(3));
    assert_eq!(
        made["held_back"],
        json!([{ "number": "1004", "name": "Lee, Ben", "missing": ["birth_date", "gender"] }])
    );
    desk.json(2, "request retrieve --school 999 --out out");
    desk.json(2, "request retrieve --out out");
    desk.json(2, "request retrieve --all --out nowhere");
    desk.json(2, "request verify --all --out out");
    let over = desk.json(1, "request new --all --out out --override");
    assert_eq!(over["overridden"], json!(3));
}

/// The response to a Retrieve request that gives student 1001 another SSID than the one entered here meanwhile.
fn held(desk: &Desk) -> (String, Value) {
    let response = desk.answered("retrieve", 0);
    desk.json(0, "students set 1001 ssid=1777777");
    let report = desk.json(1, &format!("response check {response}"));
    let lines = report["lines"].as_array().unwrap();
    let line = lines
        .iter()
        .find(|l| l["outcome"] == json!("different_ssid"))
        .unwrap();
    assert_eq!(
        (&line["ssid_here"], &line["settled"]),
        (&json!("1777777"), &Value::Null)
    );
    (response, line["line"].clone())
}

#[test]
fn a_held_line_is_decided_before_or_after_the_response_is_applied() {
    let before = Desk::new();
    let (response, line) = held(&before);
    let decided = before.json(0, &format!("response decide {response} --line {line} --use here"));
    assert_eq!(decided["settled"], json!("here"));
    before.json(0, &format!("response apply {response}"));
    assert_eq!(before.ssid("1001"), json!("1777777"));

    let after = Desk::new();
    let (response, line) = held(&after);
    assert_eq!(
        after.json(1, &format!("response apply {response}"))["written"],
        json!(1)
    );
    assert_eq!(after.ssid("1001"), json!("1777777"));
    after.json(2, &format!("response decide {response} --line 99 --use response"));
    after.json(
        0,
        &format!("response decide {response} --line {line} --use response"),
    );
    assert_eq!(after.ssid("1001"), json!("1858768"));
    assert_eq!(after.json(0, "students show 1777777")["number"], json!("1001"));
    let operation = after.last_operation();
    after.json(0, &format!("history undo {operation}"));
    assert_eq!(after.ssid("1001"), json!("1777777"));
}

#[test]
fn a_response_that_lacks_lines_waits_for_a_person() {
    let desk = Desk::new();
    let response = desk.answered("retrieve", 0);
    let text = desk.read(&response);
    let cut: Vec<&str> = text.lines().take(4).collect();
    desk.write(&response, &(cut.join("\r\n") + "\r\n"));
    let report = desk.json(1, &format!("response check {response}"));
    assert!(report["incomplete"].as_str().unwrap().contains("3 of 4"));
    let refused = desk.json(2, &format!("response apply {response}"));
    assert_eq!(refused["written"], json!(0));
    desk.json(1, &format!("response apply {response} --accept-missing-lines"));
    desk.json(2, "response check roster.csv --request 77");
    desk.json(2, "response check nothing.csv");
}

#[test]
fn a_dry_run_changes_nothing_and_unknown_schools_are_held_back_or_created() {
    let desk = Desk::new();
    desk.write(
        "more.csv",
        "student_number,last_name,first_name,birth_date,school_number\n1001,Smyth,Anna,2014-03-09,104\n2001,New,Child,2016-01-01,777\n",
    );
    let before = desk.last_operation();
    let dry = desk.json(1, "import roster more.csv --dry-run");
    let counts = |v: &Value| json!([v["rows"], v["added"], v["changed"], v["same"], v["refused"]]);
    assert_eq!(counts(&dry), json!([2, 0, 1, 0, 1]));
    assert_eq!((&dry["operation"], desk.last_operation()), (&Value::Null, before));
    let problem = &dry["problems"][0];
    assert_eq!(
        json!([problem["line"], problem["severity"], problem["found"]]),
        json!([3, "held", "777"])
    );
    let held = desk.json(1, "import roster more.csv");
    assert_eq!(counts(&held), counts(&dry));
    desk.json(2, "students show 2001");
    let made = desk.json(0, "import roster more.csv --create-schools");
    assert_eq!(counts(&made), json!([2, 1, 0, 1, 0]));
    assert_eq!(made["new_schools"][0]["code"], json!("777"));
    desk.json(0, &format!("history undo {}", made["operation"]));
    desk.json(2, "students show 2001");
    desk.json(2, "history undo 999");
    desk.json(2, "import roster gone.csv");
}

#[test]
fn students_are_set_added_found_and_withdrawn_as_in_the_editor() {
    let desk = Desk::new();
    desk.json(0, "students set 1001 ssid=1858768");
    let refused = desk.json(2, "students set 1002 ssid=1858768");
    assert_eq!(refused["problems"][0]["field"], json!("ssid"));
    assert!(refused["error"].as_str().unwrap().contains("Smith, Anna"));
    for bad in [
        "nothing=1",
        "last_name",
        "change_flag=",
        "grade=99",
        "birth_date=3/9/14",
        "school=5",
    ] {
        desk.json(2, &format!("students set 1002 {bad}"));
    }
    desk.json(2, "students set 1002 grade=07 grade=08");
    let moved = desk.json(0, "students set 1002 school=108 grade=7 entry_date=9/1/2020");
    assert_eq!(moved["changed"], json!(["school", "grade", "entry_date"]));
    assert_eq!(
        json!([moved["school"], moved["grade"], moved["entry_date"]]),
        json!(["108", "07", "2020-09-01"])
    );
    assert_eq!(moved["enrollments"].as_array().unwrap().len(), 1);
    assert_eq!(desk.json(0, "students set 1002 grade=07")["changed"], json!([]));

    let number = desk.json(0, "students set 1004 number=2004");
    assert_eq!(number["former_numbers"], json!(["1004"]));
    assert_eq!(desk.json(0, "students show 1004")["number"], json!("2004"));

    let twin = "students add number=3001 last_name=Smith first_name=Anna birth_date=2014-03-09 gender=F";
    let alike = desk.json(2, twin);
    assert_eq!(alike["look_alikes"][0]["number"], json!("1001"));
    let added = desk.json(
        0,
        &format!("{twin} school=104 --different-person --reason cousins"),
    );
    assert_eq!(added["ssid_status"], json!("none"));
    assert_eq!(added["retired_into"], Value::Null);
    desk.json(2, "students add number=3001 last_name=Other");

    assert_eq!(
        desk.json_words(0, &["students", "list", "--find", "pena jose"])["total"],
        json!(1)
    );
    let some = desk.json(0, "students list --school 108 --missing-ssid --limit 1");
    assert_eq!(
        (&some["total"], some["students"].as_array().unwrap().len()),
        (&json!(3), 1)
    );
    desk.json(2, "students list --school 999");

    let gone = desk.json(0, "students withdraw 1003 --date 2026-01-15");
    assert_eq!(
        (&gone["exit_date"], &gone["changed"]),
        (&json!("2026-01-15"), &json!(["exit_date"]))
    );
    desk.json(2, "students withdraw 1003 --date 2026-01-16");
    desk.json(2, "students withdraw 1003 --date tomorrow");
}

#[test]
fn an_export_comes_back_as_the_same_students() {
    let desk = Desk::new();
    desk.json(0, "students set 1001 phone=+18015550101 last_name=-Smith");
    assert_eq!(desk.json(0, "students export all.csv")["rows"], json!(4));
    let same = desk.json(0, "import roster all.csv");
    assert_eq!(
        json!([same["same"], same["changed"], same["refused"]]),
        json!([4, 0, 0])
    );
    desk.json(0, "students export all.xlsx");
    assert_eq!(&std::fs::read(desk.path("all.xlsx")).unwrap()[..2], b"PK");
    desk.json(2, "students export all.pdf");
}

#[test]
fn a_practice_districts_list_stays_out_of_a_real_district() {
    let desk = Desk::new();
    desk.json(0, "students export all.csv");
    std::fs::rename(desk.path("d.ssiddesk"), desk.path("practice.ssiddesk")).unwrap();
    desk.json(0, "init --lea 140 --name Real --year 2027");
    let no = desk.json(2, "import roster all.csv --create-schools");
    assert!(no["error"].as_str().unwrap().contains("practice district"));
    assert_eq!(desk.json(0, "status")["students"], json!(0));
    desk.json(0, "students export real.csv");
    assert!(!desk.read("real.csv").contains("Practice"));
}

#[test]
fn a_child_corrected_after_retrieve_is_retrieved_again_before_new() {
    let desk = Desk::new();
    let response = desk.answered("retrieve", 0);
    desk.json(0, &format!("response apply {response}"));
    desk.json(0, "students set 1003 birth_date=2012-11-03");
    let new = desk.json(1, "request new --all --out out");
    assert_eq!(new["lines"], json!(1));
    assert_eq!(new["waiting"][0]["number"], json!("1003"));
    assert_eq!(
        desk.json(0, "request retrieve --all --out out")["lines"],
        json!(2)
    );
}

#[test]
fn retrieves_response_downloaded_again_does_not_answer_new() {
    let desk = Desk::empty();
    desk.json(0, "init --lea 140 --name Test --year 2027 --practice");
    desk.json(0, "schools add 104 Aspen");
    desk.json(0, "schools add 108 Bear");
    desk.write("roster.csv", ROSTER);
    desk.json(0, "import roster roster.csv");
    std::fs::create_dir(desk.path("out")).unwrap();
    desk.write("reg.csv", REGISTRY.lines().next().unwrap());
    let response = desk.answered("retrieve", 0);
    desk.json(0, &format!("response apply {response}"));
    // Nobody was found, so that New sends the same students on the same lines.
    assert_eq!(desk.json(0, "request new --all --out out")["lines"], json!(4));
    for name in ["RESP_again (1).csv", "download.csv"] {
        std::fs::copy(desk.path(&response), desk.path(name)).unwrap();
        let done = desk.json_words(2, &["response", "apply", name]);
        assert_eq!(done["function"], json!("retrieve"), "{name}: {done}");
    }
    let again = desk.json(2, "request new --all --out out");
    assert_eq!(again["waiting"].as_array().unwrap().len(), 4, "New is still open");
}

#[test]
fn the_practice_system_says_what_it_cannot_tell() {
    let desk = Desk::new();
    let made = desk.json(0, "request retrieve --all --out out");
    let file = made["file"].as_str().unwrap();
    let words = [
        "--json",
        "practice",
        "answer",
        file,
        "--registry",
        "new.csv",
        "--out",
        "out",
    ];
    let out = desk.run(words);
    assert_eq!(out.status.code(), Some(2));
    let said: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert!(said["error"].as_str().unwrap().contains("--function"));
    assert!(!desk.path("new.csv").exists());
    let out = desk.run(words.into_iter().chain(["--function", "new"]));
    assert_eq!(out.status.code(), Some(0));
    assert!(
        desk.path("new.csv").is_file(),
        "a registry is made where there is none"
    );
}

#[test]
fn a_real_district_takes_no_practice_numbers() {
    let desk = Desk::empty();
    desk.json(0, "init --lea 140 --name Real --year 2026-27");
    desk.json(2, "init --lea 140 --name Real --year 2027");
    desk.write("roster.csv", ROSTER);
    desk.write("reg.csv", REGISTRY);
    std::fs::create_dir(desk.path("out")).unwrap();
    desk.json(0, "import roster roster.csv --create-schools");
    let response = desk.answered("retrieve", 0);
    let refused = desk.json(2, &format!("response apply {response}"));
    assert!(refused["error"].as_str().unwrap().contains("practice"));
    assert_eq!(desk.ssid("1001"), Value::Null);
    let round_about = desk.json(2, &format!("import roster {response}"));
    assert!(round_about["error"].as_str().unwrap().contains("not a roster"));
    assert_eq!(desk.ssid("1001"), Value::Null);
}

#[test]
fn a_store_that_cannot_be_used_is_status_3_and_left_alone() {
    let desk = Desk::empty();
    desk.json(3, "status");
    let nothing = desk.run(["--json", "status"]);
    assert_eq!(
        nothing.status.code(),
        Some(3),
        "no --data, and no district was ever opened"
    );
    desk.write("d.ssiddesk", "this is no district");
    for line in [
        "status",
        "check",
        "students list",
        "history undo 1",
        "backup b.ssiddesk",
    ] {
        desk.json(3, line);
    }
    assert_eq!(desk.json(3, "check")["ok"], json!(false));
    assert_eq!(desk.read("d.ssiddesk"), "this is no district");
    assert!(!desk.path("b.ssiddesk").exists());

    let desk = Desk::new();
    let open = ssid_desk::store::Store::open(&desk.path("d.ssiddesk")).unwrap();
    let said = desk.json(3, "students set 1001 last_name=X");
    assert!(said["error"].as_str().unwrap().contains("another copy"));
    drop(open);
    assert_eq!(desk.json(0, "students show 1001")["last_name"], json!("Smith"));
}

#[test]
fn a_backup_is_restored_and_the_file_before_is_kept() {
    let desk = Desk::new();
    assert_eq!(desk.json(0, "backup b.ssiddesk")["students"], json!(4));
    desk.json(2, "backup b.ssiddesk");
    desk.json(2, "backup nowhere/b.ssiddesk");
    desk.json(0, "students set 1001 last_name=Later");
    desk.write("bad.ssiddesk", "no backup");
    desk.json(3, "restore bad.ssiddesk");
    desk.json(3, "restore gone.ssiddesk");
    assert_eq!(desk.json(0, "students show 1001")["last_name"], json!("Later"));
    let done = desk.json(0, "restore b.ssiddesk");
    assert_eq!(desk.json(0, "students show 1001")["last_name"], json!("Smith"));
    let kept = done["kept"].as_str().unwrap();
    let name = Path::new(kept).file_name().unwrap().to_str().unwrap();
    assert!(
        name.starts_with("before-restore ") && name.ends_with(" d.ssiddesk"),
        "{name}"
    );
    let out = desk.run(["--data", kept, "--json", "students", "show", "1001"]);
    let old: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(old["last_name"], json!("Later"));
    assert_eq!(desk.json(0, "check")["ok"], json!(true));
}

#[test]
fn help_stands_on_every_level_and_wrong_words_are_status_2() {
    let desk = Desk::empty();
    let mut levels = vec![Vec::<String>::new()];
    let mut seen = 0;
    while let Some(level) = levels.pop() {
        let words = level.iter().map(String::as_str).chain(["--help"]);
        let out = desk.run(words);
        let text = String::from_utf8(out.stdout).unwrap();
        assert!(out.status.success() && text.contains("Usage:"), "{level:?}");
        seen += 1;
        let commands = text.split("Commands:\n").nth(1).unwrap_or_default();
        for line in commands.lines().take_while(|l| l.starts_with("  ")) {
            let word = line.split_whitespace().next().unwrap();
            assert!(
                line.split_whitespace().count() > 2,
                "{level:?} {word} says what it does"
            );
            if word != "help" {
                levels.push(level.iter().cloned().chain([word.to_owned()]).collect());
            }
        }
    }
    assert!(seen > 25, "{seen} levels");
    for line in [
        "",
        "nonsense",
        "students",
        "students show",
        "--limit",
        "status extra",
        "history undo x",
    ] {
        desk.json(2, line);
    }
    let help = desk.json(0, "students set --help");
    assert!(help["help"].as_str().unwrap().contains("preferred_first_name"));
    assert!(desk.json(0, "--version")["version"].is_string());
}

#[test]
fn the_sample_district_is_whole_and_a_closed_pipe_is_no_crash() {
    let desk = Desk::empty();
    let made = desk.json(0, "sample");
    assert_eq!(json!([made["students"], made["schools"]]), json!([2744, 5]));
    desk.json(2, "sample");
    assert_eq!(
        desk.json(0, "schools list")["schools"].as_array().unwrap().len(),
        5
    );
    let mut child = desk
        .command(["--data", "d.ssiddesk", "students", "list"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let out = child.wait_with_output().unwrap();
    assert_eq!(
        (
            out.status.code(),
            String::from_utf8_lossy(&out.stderr).into_owned()
        ),
        (Some(0), String::new())
    );
}
