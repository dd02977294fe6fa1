//! What arrives for a profile after it was merged away lands on the profile that stands for it.

use ssid_desk::app::work::requests::{Order, create};
use ssid_desk::app::work::{districts, responses, rosters};
use ssid_desk::app::{Stamp, Ticket};
use ssid_desk::domain::ids::{SchoolCode, StudentKey};
use ssid_desk::domain::journal::What;
use ssid_desk::domain::request::{Function, Scope};
use ssid_desk::domain::response::Outcome;
use ssid_desk::domain::roster::{CREATE, Reading, UNKNOWN_SCHOOLS};
use ssid_desk::domain::student::Student;
use ssid_desk::store::Store;
use std::collections::BTreeMap;
use std::path::Path;

const ROSTER: &str = "\
student_number,last_name,first_name,birth_date,gender,ethnicity,school_number,grade,entry_date
D1001,Smith,Anna,2014-03-09,F,C,104,05,2020-08-20
1001,Smith,Anna,2014-03-09,F,C,104,05,2020-08-20
1002,Jones,Mia,2012-11-30,F,A,104,07,2020-08-20
";

/// A district with D1001, 1001 and 1002, and the roster they came from.
fn district(folder: &Path) -> Store {
    let district = districts::district_of("140", "Test", "2027", false).unwrap();
    let store = Store::in_memory(&district).unwrap();
    take(&store, folder, ROSTER);
    store
}

fn stamp() -> Stamp {
    crate::desk::stamp()
}

/// Imports a roster, and says what it said.
fn take(store: &Store, folder: &Path, text: &str) -> Vec<String> {
    let path = folder.join("roster.csv");
    std::fs::write(&path, text).unwrap();
    let ticket = Ticket::default();
    let roster = rosters::read(
        &path,
        &Reading::default().answering(UNKNOWN_SCHOOLS, CREATE),
        &ticket,
    )
    .unwrap();
    let planned = rosters::compare(store, roster, &stamp(), &ticket).unwrap();
    rosters::import(store, &planned, &stamp(), &ticket).unwrap();
    planned.plan.problems.iter().map(ToString::to_string).collect()
}

fn student(store: &Store, number: &str) -> Student {
    store.read().unwrap().student_by_number(number).unwrap().unwrap()
}

/// D1001 merged into 1001: of the merge only the mark on the record.
fn merge(store: &Store) -> StudentKey {
    let (source, target) = (student(store, "D1001"), student(store, "1001"));
    let mut writer = store.write().unwrap();
    let after = Student {
        retired_into: Some(target.key),
        duplicate: true,
        ..source.clone()
    };
    writer.change(source, after);
    let what = What::StudentEdited {
        name: "Smith, Anna".into(),
        number: "D1001".into(),
        fields: Vec::new(),
    };
    writer
        .commit(what, "admin", stamp().now, &mut |_, _| true)
        .unwrap();
    target.key
}

#[test]
fn a_roster_row_under_the_old_number_changes_the_survivor_and_not_its_number() {
    let folder = tempfile::tempdir().unwrap();
    let store = district(folder.path());
    let target = merge(&store);
    let retired = student(&store, "D1001");
    let head = ROSTER.lines().next().unwrap();
    let said = take(
        &store,
        folder.path(),
        &format!("{head}\nD1001,Smith-Jones,Anna,2014-03-09,F,C,104,05,2020-08-20\n"),
    );
    assert_eq!(
        said,
        [
            "roster.csv, line 2, student number: D1001 was merged into 1001; the row is taken for that student."
        ]
    );
    let survivor = student(&store, "1001");
    assert_eq!(
        (survivor.key, survivor.last_name.as_str()),
        (target, "Smith-Jones")
    );
    assert_eq!(
        student(&store, "D1001"),
        retired,
        "the merged profile is kept as it was"
    );
}

#[test]
fn an_answer_under_the_old_number_is_applied_to_the_survivor() {
    let folder = tempfile::tempdir().unwrap();
    let store = district(folder.path());
    let ticket = Ticket::default();
    let order = Order {
        function: Function::Retrieve,
        scope: Scope {
            schools: vec![SchoolCode::parse("104").unwrap()],
            ..Scope::default()
        },
        folder: folder.path().to_owned(),
        override_retrieve: false,
        answers: Default::default(),
    };
    let made = create(&store, &order, &stamp(), &ticket).unwrap();
    let sent = store.read().unwrap().sent(made.request.id).unwrap();
    assert_eq!(sent.len(), 3);
    merge(&store);
    let response = folder.path().join(made.request.file_name.replace("REQ", "RESP"));
    let mut text = "File Line Number,SSID,Last Name,First Name,LEA Student Number,Message\n".to_owned();
    // The old number is answered with an SSID; the line of the survivor itself is left out.
    for line in sent.iter().filter(|l| l.number != "1001") {
        text.push_str(&format!(
            "{0},18587{0:02},{1},{2},{3},\n",
            line.line, line.last_name, line.first_name, line.number
        ));
    }
    std::fs::write(&response, text).unwrap();
    let checked = responses::check(&store, &response, None, &BTreeMap::new(), &ticket).unwrap();
    let row = checked
        .report
        .rows
        .iter()
        .find(|r| r.message.contains("merged"))
        .expect("a note");
    assert_eq!(row.outcome, Outcome::WillBeFilled);
    responses::apply(&store, &checked, true, &stamp(), &ticket).unwrap();
    assert!(student(&store, "1001").ssid.is_some());
    assert_eq!(student(&store, "D1001").ssid, None);
    assert!(student(&store, "1002").ssid.is_some());
}
