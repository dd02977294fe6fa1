//! Missing IDs: the pipeline as a list, marks and causes.

use super::general::{roll, table};
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use super::student_args::{CauseName, Missing};
use super::students::named;
use crate::app::MissingRow;
use crate::app::work::lists;
use crate::app::work::missing::{self, Missing as Found};
use crate::domain::missing::{Candidate, Cause};
use crate::domain::student::Student;
use crate::domain::text::count;
use crate::store::{Committed, Reader, Store};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(command: Missing, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Missing::List { out } => list(out.as_deref(), cx),
        Missing::Mark { number } => {
            let store = cx.open()?;
            let profile = itself(&number, &store.read()?)?;
            let done = missing::mark(&store, profile.key, &cx.stamp)?;
            changed(&store, &profile, Some(&done), cx)
        }
        Missing::Unmark { number } => {
            let store = cx.open()?;
            let profile = itself(&number, &store.read()?)?;
            let done = missing::unmark(&store, profile.key, &cx.stamp)?;
            changed(&store, &profile, Some(&done), cx)
        }
        Missing::Cause { number, cause } => {
            let store = cx.open()?;
            let profile = itself(&number, &store.read()?)?;
            let done = missing::set_cause(&store, profile.key, cause_of(cause), &cx.stamp)?;
            changed(&store, &profile, done.as_ref(), cx)
        }
    }
}

fn cause_of(name: CauseName) -> Option<Cause> {
    match name {
        CauseName::AddedByHand => Some(Cause::AddedByHand),
        CauseName::TransferEnvelope => Some(Cause::TransferEnvelope),
        CauseName::Migrated => Some(Cause::Migrated),
        CauseName::NoShow => Some(Cause::NoShow),
        CauseName::Provisional => Some(Cause::Provisional),
        CauseName::NotKnown => None,
    }
}

/// The profile that has a number itself, retired or not; else the one that a person means by it.
fn itself(number: &str, reader: &Reader) -> Result<Student, Failure> {
    match reader.student_by_number(&number.trim().to_ascii_uppercase())? {
        Some(student) => Ok(student),
        None => named(number, reader),
    }
}

fn changed(store: &Store, before: &Student, done: Option<&Committed>, cx: &Cx) -> Result<Answer, Failure> {
    let reader = store.read()?;
    let after = reader.student(before.key)?.unwrap_or_else(|| before.clone());
    let mut json = show::student(&after, &reader, cx.stamp.today)?;
    if let Value::Object(json) = &mut json {
        json.insert("duplicate".into(), json!(after.duplicate));
        json.insert("cause".into(), json!(after.missing_cause.map(Cause::name)));
        json.insert("operation".into(), json!(done.map(|d| d.operation.id)));
    }
    let text = match done {
        Some(done) => format!("{}.", done.operation.what.sentence()),
        None => "Nothing differed; nothing was written.".to_owned(),
    };
    Ok(Answer::done(json, text))
}

/// The profiles and where each stands.
pub fn found(store: &Store, cx: &Cx) -> Result<Found, Failure> {
    let (roll, table) = (roll(store, cx)?, table(store, cx)?);
    Ok(missing::look(store, &roll, &table, &cx.stamp, &cx.ticket)?)
}

fn list(out: Option<&Path>, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let found = found(&store, cx)?;
    let mut text = String::new();
    for row in &found.rows {
        text.push_str(&line(row));
    }
    text.push_str(&format!(
        "{}, {} done today",
        count(found.rows.len(), "profile is open", "profiles are open"),
        found.done_today
    ));
    if found.not_used {
        text.push_str(
            "\nThis district has no General Student Table and no IntegrationIDT: profiles without one are not listed.",
        );
    }
    if let Some(path) = out {
        let reader = store.read()?;
        let (district, schools) = (reader.district()?, reader.schools()?);
        let about = lists::About {
            district: &district.name,
            made: &show::local(cx.stamp.now),
            shown: "",
        };
        lists::save(path, &missing::sheet(&found.rows, &schools, &about))?;
        text.push_str(&format!("\nThe list was saved as {}.", path.display()));
    }
    Ok(Answer::done(
        json!({
            "profiles": found.rows.iter().map(profile).collect::<Vec<_>>(),
            "open": found.rows.len(),
            "done_today": found.done_today,
            "not_used": found.not_used,
            "file": out.map(show::path),
        }),
        text,
    ))
}

fn line(row: &MissingRow) -> String {
    let mut out = format!(
        "{:<10} {:<20} {:<30} {}\n",
        row.number,
        row.judged.step_label(),
        row.judged.cause.map_or("not known", Cause::label),
        row.name
    );
    for ask in &row.judged.asks {
        out.push_str(&format!("           {}: {}\n", ask.who.label(), ask.ask));
    }
    out
}

fn profile(row: &MissingRow) -> Value {
    let j = &row.judged;
    let asks: Vec<Value> = j
        .asks
        .iter()
        .map(|a| json!({ "who": a.who.name(), "ask": a.ask }))
        .collect();
    json!({
        "number": row.number,
        "name": row.name,
        "birth_date": row.birth_date.map(|d| d.to_string()),
        "school": show::or_null(&row.school),
        "state_id": show::or_null(&row.state_id),
        "provisional": row.provisional,
        "duplicate": row.duplicate,
        "merged": row.merged,
        "cause": j.cause.map(Cause::name),
        "cause_by_hand": row.cause_by_hand,
        "step": j.step.name(),
        "blocked_by": j.blocked_by().map(|b| &b.ask),
        "who": j.asks.first().map(|a| a.who.name()),
        "asks": asks,
        "target": j.target.as_ref().map(|t| &t.number),
        "link": j.link,
        "candidates": row.candidates.iter().map(candidate).collect::<Vec<_>>(),
    })
}

fn candidate(c: &Candidate) -> Value {
    json!({
        "number": c.number,
        "name": c.name,
        "birth_date": c.birth_date.map(|d| d.to_string()),
        "school": show::or_null(&c.school),
        "ssid": show::or_null(&c.ssid),
        "provisional_id": show::or_null(&c.provisional_id),
        "integration_idt": show::or_null(&c.integration_idt),
        "bits": show::bits(c.bits),
        "band": c.band,
        "equal": c.common.iter().map(|c| c.name()).collect::<Vec<_>>(),
        "reasons": c.reasons,
        "against": c.against,
        "doubt": c.doubt,
    })
}
