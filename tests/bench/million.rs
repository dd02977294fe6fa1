//! Files of a million rows: seconds and the most memory of each import, in a process of its own. Linux only.
//!
//! `cargo bench --bench figures -- --rows 1000000` makes a list of so many made-up students who all have an SSID, so that a
//! changed name raises everybody's change flag, and a second list with other last names. Promised for a million: 2 GB.

use super::memory::{begin_child, most_so_far};
use ssid_desk::app::work::{districts, general, rosters};
use ssid_desk::app::{Stamp, Ticket};
use ssid_desk::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use ssid_desk::store::Store;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

/// The most memory that is promised for a million rows, in MB.
const PROMISED: u64 = 2_000;

const HEADER: &str = "student_id,last_name,first_name,middle_name,birth_date,gender,ethnicity,grade,school_id,state_id,phone,address,parent_name";

/// How many rows are asked for; none where these figures are not meant.
pub fn rows() -> Option<usize> {
    let mut arguments = std::env::args().skip_while(|a| a != "--rows");
    arguments.nth(1)?.parse().ok()
}

/// A list of so many students; `ending` is put behind every last name.
fn write_list(path: &Path, rows: usize, ending: &str) {
    const FIRST: [&str; 8] = ["Ava", "Liam", "Mia", "Noah", "Zoe", "Owen", "Ivy", "Eli"];
    let letter = |n: usize| char::from(b'a' + (n % 26) as u8);
    let mut out = BufWriter::new(File::create(path).unwrap());
    writeln!(out, "{HEADER}").unwrap();
    for n in 0..rows {
        let last: String = [n, n / 26, n / 676, n / 17_576].map(letter).iter().collect();
        let (year, month, day) = (2008 + n % 14, 1 + n % 12, 1 + n % 28);
        writeln!(
            out,
            "{},N{last}{ending},{},Q,{year}-{month:02}-{day:02},{},C,{:02},{},{},801-555-{:04},{n} Elm Street,Pat N{last}",
            1_000_000 + n,
            FIRST[n % FIRST.len()],
            ["F", "M"][n % 2],
            1 + n % 12,
            100 + n % 40,
            2_000_000 + n,
            n % 10_000,
        )
        .unwrap();
    }
    out.flush().unwrap();
}

/// Imports a file into a district's store: what a process of its own does.
pub fn import(what: &str, store: &Store, file: &Path, stamp: &Stamp) {
    let ticket = Ticket::default();
    let reading = Reading::default().answering(UNKNOWN_SCHOOLS, CREATE);
    let begun = Instant::now();
    let roster = rosters::read(file, &reading, &ticket).unwrap();
    if what == "general" {
        let planned = general::compare_export(store, roster, stamp, &ticket).unwrap();
        general::take_export(store, &planned, stamp, &ticket).unwrap();
    } else {
        let planned = rosters::compare(store, roster, stamp, &ticket).unwrap();
        rosters::import(store, &planned, stamp, &ticket).unwrap();
    }
    print!("{:>7.1} s ", begun.elapsed().as_secs_f64());
}

/// Measures it and prints it.
pub fn print(rows: usize) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    write_list(&at("first.csv"), rows, "");
    write_list(&at("second.csv"), rows, "x");
    let district = districts::district_of("140", "Bench", "2027", false).unwrap();
    drop(Store::create(&at("district.ssiddesk"), &district).unwrap());
    println!(
        "{rows} rows, {} MB of CSV; promised for a million: {PROMISED} MB at most\n",
        { std::fs::metadata(at("first.csv")).unwrap().len() / 1_000_000 }
    );
    for (what, file, name) in [
        ("roster", "first.csv", "roster, everybody new"),
        ("roster", "first.csv", "roster, everybody the same"),
        ("roster", "second.csv", "roster, everybody changed and flagged"),
        ("general", "first.csv", "General Student Table, every row new"),
        (
            "general",
            "first.csv",
            "General Student Table, every row the same",
        ),
        (
            "general",
            "second.csv",
            "General Student Table, every row changed",
        ),
    ] {
        let said = begin_child(what, &at("district.ssiddesk"), &at(file));
        println!("{name:<44} {said}");
    }
}

/// The end of a line about a process: the most memory it had.
pub fn peak() -> String {
    format!("{:>6} MB", most_so_far())
}
