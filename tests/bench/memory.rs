//! The most memory that the long work takes, each in a process of its own. Linux only: it reads /proc.

use super::desk::{Desk, Stage};
use super::million;
use ssid_desk::app::work::requests::{self, Order};
use ssid_desk::app::work::responses;
use ssid_desk::app::{Roll, Stamp, Ticket};
use ssid_desk::domain::request::{Function, Scope};
use ssid_desk::store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHILD: &str = "--memory-of";

/// Whether this process is to do one thing and say how much memory it took.
pub fn is_child() -> bool {
    std::env::args().nth(1).is_some_and(|a| a == CHILD)
}

/// Does it.
pub fn child() {
    let arguments: Vec<String> = std::env::args().skip(2).collect();
    let [what, store, file] = arguments.as_slice() else {
        return;
    };
    let stamp = Stamp::at("2026-11-22T18:00:00Z".parse().unwrap(), "bench");
    let store = Store::open(Path::new(store)).unwrap();
    let ticket = Ticket::default();
    let most = most_so_far();
    match what.as_str() {
        "create" => {
            let schools = store.read().unwrap().schools().unwrap();
            let order = Order {
                function: Function::Retrieve,
                scope: Scope {
                    schools: schools.into_iter().map(|s| s.code).collect(),
                    ..Scope::default()
                },
                override_retrieve: false,
                answers: Default::default(),
                folder: PathBuf::from(file),
            };
            requests::create(&store, &order, &stamp, &ticket).unwrap();
        }
        "apply" => {
            let none = BTreeMap::new();
            let checked = responses::check(&store, Path::new(file), None, &none, &ticket).unwrap();
            responses::apply(&store, &checked, false, &stamp, &ticket).unwrap();
        }
        "roster" | "general" => {
            million::import(what, &store, Path::new(file), &stamp);
            return println!("{}", million::peak());
        }
        _ => drop(Roll::read(&store.read().unwrap(), stamp.today, &mut |_, _| true).unwrap()),
    }
    println!(
        "{:>5} MB, of these {most} MB after opening the file",
        most_so_far()
    );
}

/// Does one thing in a process of its own, and gives what it says of it.
pub fn begin_child(what: &str, store: &Path, file: &Path) -> String {
    let program = std::env::current_exe().unwrap();
    let out = Command::new(program)
        .arg(CHILD)
        .arg(what)
        .args([store, file])
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).unwrap().trim_end().to_owned()
}

/// The most memory this process has had so far, in megabytes of a million bytes.
pub fn most_so_far() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    let number = line.split_whitespace().nth(1).and_then(|n| n.parse::<u64>().ok());
    number.unwrap_or_default() * 1024 / 1_000_000
}

/// Prints the most memory that each takes.
pub fn print(desk: &Desk) {
    if !cfg!(target_os = "linux") {
        return;
    }
    println!("\nMost memory of a process that does nothing else\n");
    for (what, stage, name) in [
        ("roll", Stage::Asked, "read the roll of students"),
        ("create", Stage::Fresh, "Create Retrieve for all schools"),
        ("apply", Stage::Asked, "compare and apply the response"),
    ] {
        let (folder, store) = desk.copy_file(stage);
        let file = if what == "apply" {
            desk.response.as_path()
        } else {
            folder.path()
        };
        println!("{name:<58} {}", begin_child(what, &store, file));
    }
}
