//! Records as JSON and as lines of text: each in one place, so that every command says them alike.

use crate::domain::draft::{DraftProblem, Spot};
use crate::domain::journal::Operation;
use crate::domain::matching::Explanation;
use crate::domain::problem::{Problem, Severity};
use crate::domain::request::{RequestRecord, RequestState};
use crate::domain::student::{Field, IdKind, Student, Timestamp};
use crate::store::{Reader, StoreError};
use chrono::{Local, NaiveDate, SecondsFormat};
use serde_json::{Map, Value, json};
use std::path::Path;

/// A text, or null where it is empty.
pub fn or_null(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { json!(text) }
}

/// A total in bits, to the tenth: more digits would say that it is known better than it is.
pub fn bits(bits: f32) -> Value {
    json!((f64::from(bits) * 10.0).round() / 10.0)
}

/// How likely two records are one student, and why.
pub fn likely(why: &Explanation) -> Value {
    json!({
        "bits": bits(why.total),
        "band": why.band,
        "reasons": why.speaks_for,
        "against": why.speaks_against,
    })
}

/// A path for programs. What is not Unicode in it is replaced: JSON cannot carry it.
pub fn path(path: &Path) -> String {
    path.display().to_string()
}

/// A time for programs.
pub fn time(at: Timestamp) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A time for people.
pub fn local(at: Timestamp) -> String {
    at.with_timezone(&Local).format("%Y-%m-%d %H:%M").to_string()
}

/// A student record.
pub fn student(s: &Student, reader: &Reader, today: NaiveDate) -> Result<Value, StoreError> {
    let day = |d: Option<NaiveDate>| d.map(|d| d.to_string());
    let current = s.current_enrollment(today);
    let former: Vec<Value> = s
        .former_ids
        .iter()
        .map(|f| json!({ "kind": f.kind, "value": f.value, "until": time(f.until) }))
        .collect();
    let enrollments: Vec<Value> = s
        .enrollments
        .iter()
        .map(|e| {
            json!({
                "school": e.school,
                "grade": or_null(&e.grade),
                "entry_date": day(e.entry),
                "exit_date": day(e.exit),
            })
        })
        .collect();
    let flag = s.change_flag.as_ref().map(|flag| {
        let old: Map<String, Value> = flag
            .old
            .iter()
            .map(|(f, old)| (f.name().to_owned(), or_null(old)))
            .collect();
        json!({ "since": time(flag.since), "old": old })
    });
    let retired_into = match s.retired_into {
        Some(key) => reader.student(key)?.map(|s| s.number),
        None => None,
    };
    let former_numbers = former_numbers(s, reader)?;
    Ok(json!({
        "number": s.number,
        "ssid": or_null(shown_ssid(s)),
        "ssid_status": s.ssid_status(),
        "provisional_id": or_null(&s.provisional_id),
        "integration_idt": or_null(&s.integration_idt),
        "duplicate": s.duplicate,
        "missing_cause": s.missing_cause,
        "added_by_hand": s.added_by_hand,
        "not_in_roster": day(s.not_in_roster),
        "last_name": or_null(&s.last_name),
        "first_name": or_null(&s.first_name),
        "middle_name": or_null(&s.middle_name),
        "suffix": or_null(&s.suffix),
        "preferred_last_name": or_null(&s.preferred_last_name),
        "preferred_first_name": or_null(&s.preferred_first_name),
        "birth_date": day(s.birth_date),
        "birth_proof": or_null(&s.birth_proof),
        "gender": or_null(&s.gender),
        "ethnicity": or_null(&s.ethnicity.text()),
        "language": or_null(&s.language),
        "school": current.map(|e| &e.school),
        "grade": current.and_then(|e| (!e.grade.is_empty()).then_some(&e.grade)),
        "entry_date": current.and_then(|e| day(e.entry)),
        "exit_date": current.and_then(|e| day(e.exit)),
        "guardian": or_null(&s.guardian),
        "phone": or_null(&s.phone),
        "email": or_null(&s.email),
        "address": or_null(&s.address),
        "address_from": day(s.address_from),
        "photo_consent": s.photo_consent,
        "alerts": or_null(&s.alerts),
        "custody": or_null(&s.custody),
        "state_excluded": s.state_excluded,
        "no_show": s.no_show,
        "changed": s.is_changed(),
        "change_flag": flag,
        "retired_into": retired_into,
        "former_numbers": former_numbers,
        "former_ids": former,
        "enrollments": enrollments,
    }))
}

/// What stands for the SSID: the state's number, or the provisional ID until there is one. `ssid_status` says which.
fn shown_ssid(s: &Student) -> &str {
    s.ssid.as_ref().map_or(&s.provisional_id, |ssid| ssid.as_str())
}

/// Every number that finds the student: those the record had, and those of profiles that were merged into it.
fn former_numbers(s: &Student, reader: &Reader) -> Result<Vec<String>, StoreError> {
    let own = |s: &Student| -> Vec<String> {
        let numbers = s.former_ids.iter().filter(|f| f.kind == IdKind::Number);
        numbers.map(|f| f.value.clone()).collect()
    };
    let mut out: Vec<String> = Vec::new();
    let mut next = own(s);
    next.reverse();
    while let Some(number) = next.pop() {
        if out.contains(&number) || number == s.number.as_str() {
            continue;
        }
        // A profile that was merged had numbers before as well.
        if let Some(merged) = reader.student_by_number(&number)?.filter(Student::is_retired) {
            let numbers = own(&merged);
            if reader.survivor(merged)?.key == s.key {
                next.extend(numbers.into_iter().rev());
            }
        }
        out.push(number);
    }
    Ok(out)
}

/// A student in one line.
pub fn student_line(s: &Student, today: NaiveDate) -> String {
    let school = s.current_enrollment(today).map_or("", |e| e.school.as_str());
    format!(
        "{:<10} {:<10} {:<10} {:<6} {}",
        s.number,
        Some(shown_ssid(s)).filter(|t| !t.is_empty()).unwrap_or("-"),
        s.birth_date.map_or_else(|| "-".to_owned(), |d| d.to_string()),
        school,
        s.list_name()
    )
}

/// A student in full.
pub fn student_text(s: &Student) -> String {
    let mut out = String::new();
    // Into whom a profile was merged is said by name where it matters.
    for field in Field::ALL.into_iter().filter(|f| *f != Field::RetiredInto) {
        let text = s.text(field);
        if !text.is_empty() {
            out.push_str(&format!("{:<22}{text}\n", field.label()));
        }
    }
    out
}

/// A problem of a file.
pub fn problem(p: &Problem) -> Value {
    json!({
        "file": or_null(&p.place.file),
        "line": p.place.line,
        "column": p.place.column,
        "severity": p.severity,
        "found": or_null(&p.found),
        "expected": or_null(&p.expected),
        "message": p.message,
    })
}

/// Whether one of them holds something back.
pub fn any_held(problems: &[Problem]) -> bool {
    problems.iter().any(|p| p.severity >= Severity::Held)
}

/// A problem of a field.
pub fn draft_problem(p: &DraftProblem) -> Value {
    json!({ "field": spot(p.spot), "severity": p.severity, "message": p.message })
}

fn spot(spot: Spot) -> &'static str {
    match spot {
        Spot::Field(field) => field.name(),
        Spot::Enrollment(_, part) => part.name(),
    }
}

/// A request file that was made.
pub fn request(r: &RequestRecord) -> Value {
    let (state, at) = state(&r.state);
    json!({
        "request": r.id,
        "function": r.function,
        "file": path(&crate::app::work::requests::path_of(r)),
        "made_at": time(r.made_at),
        "lines": r.lines,
        "held_back": r.held_back,
        "overridden": r.overridden,
        "schools": r.scope.schools,
        "state": state,
        "state_at": at.map(time),
    })
}

/// A request file in one line.
pub fn request_line(r: &RequestRecord) -> String {
    let (state, at) = state(&r.state);
    let at = at.map(|at| format!(" {}", local(at))).unwrap_or_default();
    format!(
        "{:>4}  {:<9} {}  {} with {} lines: {state}{at}",
        r.id.0,
        r.function.word(),
        local(r.made_at),
        r.file_name,
        r.lines
    )
}

fn state(state: &RequestState) -> (&'static str, Option<Timestamp>) {
    match state {
        RequestState::Open => ("open", None),
        RequestState::Processed { at, .. } => ("processed", Some(*at)),
        RequestState::Checked { at } => ("checked", Some(*at)),
        RequestState::Withdrawn { at } => ("withdrawn", Some(*at)),
    }
}

/// An operation of the journal.
pub fn operation(o: &Operation) -> Value {
    json!({
        "operation": o.id,
        "at": time(o.at),
        "who": o.who,
        "kind": o.what.word(),
        "what": o.what.sentence(),
        "students": o.students,
        "undoes": o.undoes,
        "undone_by": o.undone_by,
    })
}

/// An operation in one line.
pub fn operation_line(o: &Operation) -> String {
    let undone = o
        .undone_by
        .map(|by| format!(" (undone by {})", by.0))
        .unwrap_or_default();
    format!(
        "{:>5}  {}  {}: {}{undone}",
        o.id.0,
        local(o.at),
        o.who,
        o.what.sentence()
    )
}
