//! Response files.

use super::output::{Answer, Failure};
use super::request_args::{Response, ResponseFile, Which};
use super::run::Cx;
use super::show;
use crate::app::work::responses::{CheckedResponse, apply, check, settle_line};
use crate::domain::ids::RequestId;
use crate::domain::request::Choice;
use crate::domain::response::{Other, OutcomeKind, Report, ReportRow};
use crate::files::report::save_report;
use crate::store::Store;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::Path;

pub fn run(command: Response, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Response::Check { file, report } => look(&file, report.as_deref(), cx),
        Response::Apply {
            file,
            accept_missing_lines,
        } => update(&file, accept_missing_lines, cx),
        Response::Decide { file, line, which } => decide(&file, line, which, cx),
    }
}

fn compare(store: &Store, file: &ResponseFile, cx: &Cx) -> Result<CheckedResponse, Failure> {
    let request = file.request.map(RequestId);
    if let Some(id) = request
        && store.read()?.request(id)?.is_none()
    {
        return Err(Failure::wrong(format!(
            "There is no request {}; request list lists them.",
            id.0
        )));
    }
    Ok(check(store, &file.file, request, &BTreeMap::new(), &cx.ticket)?)
}

fn look(file: &ResponseFile, report: Option<&Path>, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let checked = compare(&store, file, cx)?;
    let mut json = report_json(&checked);
    let mut text = report_text(&checked);
    if let Some(path) = report {
        let district = store.read()?.district()?;
        save_report(path, &checked.report, &district.name, &show::local(cx.stamp.now))
            .map_err(|e| Failure::wrong(e.to_string()))?;
        json.insert("report".into(), json!(show::path(path)));
        text.push_str(&format!("The report was saved as {}.\n", path.display()));
    }
    Ok(Answer::done(Value::Object(json), text).look_if(needs_a_person(&checked)))
}

fn update(file: &ResponseFile, accept_missing_lines: bool, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let checked = compare(&store, file, cx)?;
    let mut json = report_json(&checked);
    let applied = match apply(&store, &checked, accept_missing_lines, &cx.stamp, &cx.ticket) {
        Ok(applied) => applied,
        Err(e) => {
            json.insert("written".into(), json!(0));
            json.insert("operation".into(), Value::Null);
            return Err(Failure::from(e).with(Value::Object(json), ""));
        }
    };
    let operation = &applied.committed.operation;
    for (key, value) in [
        ("written", json!(applied.written())),
        ("filled", json!(applied.filled)),
        ("confirmed", json!(applied.confirmed)),
        ("replaced", json!(applied.replaced)),
        ("operation", json!(operation.id)),
    ] {
        json.insert(key.into(), value);
    }
    let text = format!("{}{}.\n", report_text(&checked), operation.what.sentence());
    Ok(Answer::done(Value::Object(json), text).look_if(needs_a_person(&checked)))
}

fn decide(file: &ResponseFile, line: u32, which: Which, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let checked = compare(&store, file, cx)?;
    let choice = match which {
        Which::Here => Choice::Here,
        Which::Response => Choice::Response,
    };
    let done = settle_line(&store, &checked, line, choice, &cx.stamp)?;
    let after = compare(&store, file, cx)?;
    let mut json = after
        .report
        .rows
        .iter()
        .find(|r| r.line == Some(line))
        .map(row)
        .unwrap_or_else(|| json!({ "line": line }));
    json["settled"] = json!(choice);
    json["operation"] = json!(done.operation.id);
    Ok(Answer::done(json, format!("{}.", done.operation.what.sentence())))
}

fn report_json(checked: &CheckedResponse) -> Map<String, Value> {
    let report = &checked.report;
    let counts: Map<String, Value> = report
        .counts()
        .into_iter()
        .map(|(outcome, n)| (outcome.name().to_owned(), json!(n)))
        .collect();
    let mut out = Map::new();
    for (key, value) in [
        ("function", json!(report.function)),
        ("request", json!(report.request)),
        ("request_file", json!(report.request_file)),
        ("request_lines", json!(report.request_lines)),
        ("file", json!(report.file)),
        ("counts", Value::Object(counts)),
        ("incomplete", json!(report.incomplete())),
        ("unanswered", json!(report.unanswered)),
        ("processed_at", json!(report.processed_at.map(show::time))),
        ("problems", checked.notes.iter().map(show::problem).collect()),
        ("lines", report.rows.iter().map(row).collect()),
    ] {
        out.insert(key.into(), value);
    }
    out
}

fn row(r: &ReportRow) -> Value {
    json!({
        "line": r.line,
        "file_line": r.file_line,
        "number": show::or_null(&r.number),
        "name": show::or_null(&r.name),
        "outcome": r.outcome.name(),
        "ssid_here": show::or_null(&r.ssid_here),
        "ssid_in_response": show::or_null(&r.ssid_in_response),
        "message": show::or_null(&r.message),
        "settled": r.choice,
        "others": r.others.iter().map(other).collect::<Vec<_>>(),
    })
}

/// Who else could be meant or holds the SSID, and how likely it is the same child.
fn other(o: &Other) -> Value {
    let likeness = o.likeness.as_ref();
    json!({
        "number": show::or_null(&o.number),
        "name": show::or_null(&o.name),
        "bits": likeness.map(|l| show::bits(l.bits())),
        "band": likeness.map(|l| l.band),
        "why": likeness.map(|l| &l.sentence),
    })
}

fn asks(row: &ReportRow) -> bool {
    row.choice.is_none() && matches!(row.outcome.kind(), OutcomeKind::Decide | OutcomeKind::Error)
}

fn needs_a_person(checked: &CheckedResponse) -> bool {
    checked.report.incomplete().is_some()
        || show::any_held(&checked.notes)
        || checked.report.rows.iter().any(asks)
}

/// The counts, what has to be known of the file, and the lines that need a person.
fn report_text(checked: &CheckedResponse) -> String {
    let Report {
        function,
        file,
        request_file,
        rows,
        ..
    } = &checked.report;
    let mut out = format!("{}: {file} answers {request_file}\n", function.label());
    for (outcome, n) in checked.report.counts() {
        out.push_str(&format!("{n:>7}  {}\n", outcome.label()));
    }
    if let Some(at) = checked.report.processed_at {
        out.push_str(&format!("It was processed on {}.\n", show::local(at)));
    }
    for note in &checked.notes {
        out.push_str(&format!("{note}\n"));
    }
    if let Some(sentence) = checked.report.incomplete() {
        out.push_str(&format!("{sentence}\n"));
    }
    for r in rows.iter().filter(|r| asks(r)) {
        out.push_str(&format!(
            "line {}: {} {}: {}. {}\n",
            r.file_line,
            r.number,
            r.name,
            r.outcome.label(),
            r.message
        ));
    }
    out
}
