//! What the store promises, in plain words: each test's name is one promise.

mod crash;
mod decisions;
mod kept;
mod model;
mod opening;
mod owned;
mod undoing;
mod writing;

use super::*;
use crate::domain::codes::Ethnicity;
use crate::domain::district::{District, School};
use crate::domain::general::GeneralRow;
use crate::domain::ids::{
    LeaNumber, OperationId, RequestId, SchoolCode, SchoolYear, Ssid, StudentKey, StudentNumber,
};
use crate::domain::journal::What;
use crate::domain::matching::{Decision, Person, Prints, Verdict, pair_of};
use crate::domain::program::Owned;
use crate::domain::request::{Function, RequestRecord, RequestState, Scope, Sent, SentLine, Standing};
use crate::domain::response::Outcome;
use crate::domain::student::{Enrollment, Student, Timestamp};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Second `n` of the tests' own time.
fn at(n: i64) -> Timestamp {
    Timestamp::from_timestamp(1_795_000_000 + n, 0).unwrap()
}

fn district() -> District {
    District::new(
        LeaNumber::parse("140").unwrap(),
        "Cedar Valley School District",
        SchoolYear::parse("2026")
            .or_else(|_| SchoolYear::parse("2026-2027"))
            .unwrap(),
        false,
    )
}

fn ssid(n: u64) -> Option<Ssid> {
    Some(Ssid::parse(&n.to_string()).unwrap())
}

fn number(n: u64) -> StudentNumber {
    StudentNumber::parse(&n.to_string()).unwrap()
}

fn code(text: &str) -> SchoolCode {
    SchoolCode::parse(text).unwrap()
}

fn school(text: &str) -> School {
    School {
        code: code(text),
        name: format!("School {text}"),
    }
}

/// A student with everything that a request needs.
fn student(n: u64) -> Student {
    let mut s = Student::new(StudentKey(0), number(n));
    s.last_name = format!("Last{n}");
    s.first_name = format!("First{n}");
    s.birth_date = NaiveDate::from_ymd_opt(2014, 3, 9);
    s.gender = "F".into();
    s.ethnicity = Ethnicity {
        hispanic: n.is_multiple_of(2),
        races: vec!["C".into()],
    };
    s.enrollments.push(Enrollment {
        school: code("104"),
        grade: "05".into(),
        entry: NaiveDate::from_ymd_opt(2026, 8, 20),
        exit: None,
    });
    s
}

fn added() -> What {
    What::RosterImported {
        file: "roster.csv".into(),
        added: 0,
        changed: 0,
        refused: 0,
        gone: 0,
    }
}

fn edited() -> What {
    What::StudentEdited {
        name: "Last, First".into(),
        number: "1".into(),
        fields: Vec::new(),
    }
}

fn go(_: usize, _: usize) -> bool {
    true
}

fn write<'s>(
    store: &'s Store,
    second: i64,
    what: What,
    gather: impl FnOnce(&mut Writer<'s>),
) -> Result<Committed, StoreError> {
    let mut writer = store.write()?;
    gather(&mut writer);
    writer.commit(what, "Ada", at(second), &mut go)
}

/// Adds students of these numbers and gives their keys.
fn add(store: &Store, second: i64, numbers: impl IntoIterator<Item = u64>) -> Vec<StudentKey> {
    let mut keys = Vec::new();
    write(store, second, added(), |w| {
        keys.extend(numbers.into_iter().map(|n| w.add(student(n)).unwrap()));
    })
    .unwrap();
    keys
}

/// Changes one student.
fn edit(
    store: &Store,
    second: i64,
    key: StudentKey,
    change: impl FnOnce(&mut Student),
) -> Result<OperationId, StoreError> {
    let before = store.read()?.student(key)?.unwrap();
    let mut after = before.clone();
    change(&mut after);
    write(store, second, edited(), |w| w.change(before, after)).map(|c| c.operation.id)
}

fn request_record(id: RequestId, function: Function, second: i64, lines: u32) -> RequestRecord {
    RequestRecord {
        id,
        function,
        made_at: at(second),
        lea: LeaNumber::parse("140").unwrap(),
        year: district().year,
        file_name: format!("REQ_140_20261122_{:04}.csv", id.0),
        folder: "SSID files".into(),
        scope: Scope::default(),
        lines,
        held_back: 0,
        overridden: 0,
        state: RequestState::Open,
        settled: BTreeMap::new(),
    }
}

/// Makes a request about students: its record, their standing, and the lines as they were sent.
fn request(store: &Store, second: i64, function: Function, keys: &[StudentKey]) -> (RequestId, OperationId) {
    let mut writer = store.write().unwrap();
    let id = writer.next_request().unwrap();
    let mut lines = Vec::new();
    for key in keys {
        let s = writer.reader().student(*key).unwrap().unwrap();
        let mut standing = writer.reader().standing(*key).unwrap();
        lines.push(SentLine::of(lines.len() as u32 + 1, &s, &code("104")));
        standing.sent.insert(
            function,
            Sent {
                request: id,
                at: at(second),
                answer: None,
                asked: None,
            },
        );
        writer.stand(*key, standing);
    }
    writer.request(
        None,
        Some(request_record(id, function, second, keys.len() as u32)),
    );
    writer.sent(id, lines);
    let what = What::RequestMade {
        request: id,
        function,
        file: format!("REQ_140_20261122_{:04}.csv", id.0),
        lines: keys.len() as u32,
        overridden: 0,
    };
    (
        id,
        writer
            .commit(what, "Ada", at(second), &mut go)
            .unwrap()
            .operation
            .id,
    )
}

/// Applies answers to a request: students receive an SSID, or none when the state does not know them.
fn answer(
    store: &Store,
    second: i64,
    id: RequestId,
    answers: &[(StudentKey, Option<Ssid>)],
) -> Result<OperationId, StoreError> {
    let mut writer = store.write()?;
    let before = writer.reader().request(id)?.unwrap();
    let (function, mut filled) = (before.function, 0);
    for (key, ssid) in answers {
        let mut standing = writer.reader().standing(*key)?;
        if let Some(sent) = standing.sent.get_mut(&function) {
            sent.answer = Some(match (function, ssid) {
                (Function::Update, _) => Outcome::UpdateConfirmed,
                (_, Some(_)) => Outcome::WillBeFilled,
                (_, None) => Outcome::NoMatch,
            });
        }
        writer.stand(*key, standing);
        let s = writer.reader().student(*key)?.unwrap();
        if ssid.is_some() {
            let mut after = s.clone();
            after.ssid = ssid.clone();
            writer.change(s, after);
            filled += 1;
        }
    }
    let mut after = before.clone();
    let response = crate::domain::request::response_name(&before.file_name);
    after.state = RequestState::Processed {
        at: at(second),
        response_file: response.clone(),
        fingerprint: "f00d".into(),
        counts: BTreeMap::from([(Outcome::WillBeFilled, filled)]),
        operation: OperationId(writer.reader().last_operation()?.0 + 1),
    };
    writer.request(Some(before), Some(after));
    let what = What::ResponseApplied {
        request: id,
        function,
        file: response,
        filled,
        confirmed: 0,
        replaced: 0,
    };
    Ok(writer.commit(what, "Ada", at(second), &mut go)?.operation.id)
}

fn undo(store: &Store, second: i64, id: OperationId) -> Result<OperationId, WhyNot> {
    store
        .undo(id, &UndoAnswers::default(), "Ada", at(second), &mut go)
        .unwrap()
        .map(|c| c.operation.id)
}

/// A decision about two students, by its reason.
fn decision(a: StudentKey, b: StudentKey, reason: &str) -> Decision {
    let nobody = Prints::of(&Person::default());
    Decision {
        pair: pair_of(a, b),
        verdict: Verdict::NotSame,
        reason: reason.into(),
        by: "Ada".into(),
        at: at(0),
        tenths: 51,
        band: None,
        seen: (nobody, nobody),
    }
}

/// Everything a store holds but its journal, accounts, drafts of merges and the bytes of documents.
#[derive(Debug, Clone, PartialEq)]
struct All {
    students: BTreeMap<StudentKey, (Student, Standing)>,
    schools: Vec<School>,
    requests: Vec<RequestRecord>,
    district: District,
    decisions: Vec<Decision>,
    rows: BTreeMap<StudentKey, Vec<Owned>>,
    general: Vec<GeneralRow>,
}

fn all(store: &Store) -> All {
    let reader = store.read().unwrap();
    let mut students = BTreeMap::new();
    reader
        .for_each_student(|s, standing| {
            students.insert(s.key, (s, standing));
            Ok(())
        })
        .unwrap();
    let rows = students.keys().map(|key| (*key, reader.rows(*key).unwrap()));
    let rows = rows.filter(|(_, rows)| !rows.is_empty()).collect();
    let mut general = Vec::new();
    reader
        .for_each_general(|row| {
            general.push(row);
            Ok(())
        })
        .unwrap();
    All {
        rows,
        general,
        students,
        schools: reader.schools().unwrap(),
        requests: reader.requests().unwrap(),
        district: reader.district().unwrap(),
        decisions: reader.decisions().unwrap(),
    }
}
