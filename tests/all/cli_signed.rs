//! Signing in on the command line: the password comes on standard input, and nothing is done without the right.

use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use tempfile::TempDir;

const FIRST: &str = "three blind mice";

/// A new district, and the command line at work on it.
pub struct Desk(TempDir);

impl Desk {
    pub fn new() -> Self {
        let desk = Self(TempDir::new().unwrap());
        desk.run(0, "init --lea 140 --name Test --year 2027", "");
        desk
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs a command with that standard input; gives its JSON and what it told beside it.
    pub fn run(&self, exit: i32, line: &str, stdin: &str) -> (Value, String) {
        let mut c = Command::new(env!("CARGO_BIN_EXE_ssid-desk-cli"));
        c.current_dir(self.0.path())
            .args(["--data", "d.ssiddesk", "--json"])
            .args(line.split_whitespace())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        for home in ["HOME", "XDG_DATA_HOME", "LOCALAPPDATA", "APPDATA", "USERPROFILE"] {
            c.env(home, self.0.path());
        }
        let mut child = c.spawn().unwrap();
        // It may refuse its arguments before it reads.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let out = child.wait_with_output().unwrap();
        let text = String::from_utf8(out.stdout).unwrap();
        let told = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(exit), "{line}\n{text}\n{told}");
        let json = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{line}: {e}\n{text}"));
        (json, told)
    }

    pub fn error(&self, line: &str, stdin: &str) -> String {
        self.run(2, line, stdin).0["error"].as_str().unwrap().to_owned()
    }

    pub fn journal(&self) -> Vec<String> {
        let (json, _) = self.run(0, "history list", "");
        let list = json["operations"].as_array().unwrap();
        list.iter()
            .map(|o| o["what"].as_str().unwrap().to_owned())
            .collect()
    }
}

#[test]
fn the_first_use_of_admin_sets_its_password_and_says_so() {
    let desk = Desk::new();
    let (list, _) = desk.run(0, "administrators list", "");
    assert_eq!(list, json!({ "administrators": [], "first_use": true }));
    let add = "administrators add lee --user admin --password-stdin";
    assert!(desk.error(add, "short\nanything else\n").contains("5 characters"));
    assert_eq!(desk.journal().len(), 1, "nothing was written");
    let (done, told) = desk.run(0, add, &format!("{FIRST}\r\nanother password\n"));
    assert!(told.contains("The password of admin was not set yet"), "{told}");
    let names: Vec<&Value> = done["administrators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|a| &a["name"])
        .collect();
    assert_eq!(names, ["admin", "lee"]);
    assert_eq!(
        desk.journal()[..3],
        [
            "Security administrator lee was added",
            "admin signed in as security administrator",
            "The password of security administrator admin was set",
        ]
    );
    let (listed, _) = desk.run(0, "administrators list", "");
    assert!(!listed.to_string().contains("argon2"), "no hash leaves the store");
}

#[test]
fn a_wrong_password_changes_nothing_and_stands_in_the_journal() {
    let desk = Desk::new();
    let add = "administrators add lee --user admin --password-stdin";
    desk.run(0, add, &format!("{FIRST}\nanother password\n"));
    let before = desk.journal().len();
    let close = "administrators close lee --user admin --password-stdin";
    let wrong = desk.error(close, "three blind cats\n");
    assert_eq!(wrong, "The account name or the password is wrong.");
    let unknown = desk.error("administrators close lee --user nobody --password-stdin", "x\n");
    assert_eq!(unknown, wrong);
    let journal = desk.journal();
    assert_eq!(journal.len(), before + 2);
    assert_eq!(journal[1], "Signing in as admin was refused: wrong password");
    assert!(
        desk.error(close, "")
            .contains("Standard input ended where the password was expected")
    );
    assert!(
        desk.error(close, &"x".repeat(5_000))
            .contains("longer than a password can be")
    );
    // Without the flag there is no other way to give a password.
    desk.run(2, "administrators close lee --user admin", "");
    desk.run(0, close, FIRST);
    assert!(desk.error(close, FIRST).contains("The account lee is closed."));
    let last = desk.error("administrators close admin --user admin --password-stdin", FIRST);
    assert!(last.contains("last account"), "{last}");
}

#[test]
fn undo_says_when_there_is_nothing_to_decide() {
    let desk = Desk::new();
    desk.run(0, "schools add 104 Aspen", "");
    let (list, _) = desk.run(0, "history list --limit 1", "");
    let id = &list["operations"][0]["operation"];
    let said = desk.error(&format!("history undo {id} --back phone"), "");
    assert!(
        said.contains("it was not edited since, so there is nothing to decide"),
        "{said}"
    );
    let said = desk.error(&format!("history undo {id} --back shoe_size"), "");
    assert!(said.contains("there is no field of this name"), "{said}");
    let said = desk.error(&format!("history undo {id} --to-source 7"), "");
    assert!(said.contains("no row of this number"), "{said}");
    let (done, _) = desk.run(0, &format!("history undo {id}"), "");
    assert_eq!((&done["undoes"], &done["questions"]), (id, &json!([])));
}
