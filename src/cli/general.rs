//! The General Student Table: find, import, refresh.

use super::args::General;
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use crate::app::work::general;
use crate::app::{GeneralRoll, Roll};
use crate::domain::general::{Card, Compared, Verdict};
use crate::domain::text::count;
use crate::store::{Store, StoreError};
use serde_json::{Value, json};

pub fn run(command: General, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        General::Find { text, limit } => find(&text, limit, cx),
        General::Import { number } => import(&number, cx),
        General::Refresh { number } => refresh(&number, cx),
    }
}

/// The students, as looking for the profile of a row needs them.
pub fn roll(store: &Store, cx: &Cx) -> Result<Roll, StoreError> {
    cx.ticket.phase("Reading students");
    Roll::read(&store.read()?, cx.stamp.today, &mut |d, t| {
        cx.ticket.step(d as u64, t as u64)
    })
}

/// The General Student Table.
pub fn table(store: &Store, cx: &Cx) -> Result<GeneralRoll, StoreError> {
    cx.ticket.phase("Reading the General Student Table");
    GeneralRoll::read(&store.read()?, cx.stamp.today, &mut |d, t| {
        cx.ticket.step(d as u64, t as u64)
    })
}

fn find(text: &str, limit: Option<usize>, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let table = table(&store, cx)?;
    let found = table.find(text, None);
    let shown: Vec<&Card> = found
        .iter()
        .take(limit.unwrap_or(usize::MAX))
        .map(|i| &table.cards()[*i as usize])
        .collect();
    let mut lines = String::new();
    for card in &shown {
        lines.push_str(&format!("{}\n", row_line(card)));
    }
    lines.push_str(&match (shown.len(), found.len()) {
        (shown, total) if shown < total => format!("{shown} of {}", count(total, "row", "rows")),
        (_, total) => count(total, "row", "rows"),
    });
    Ok(Answer::done(
        json!({ "total": found.len(), "rows": shown.iter().map(|c| row(c)).collect::<Vec<_>>() }),
        lines,
    ))
}

fn row(card: &Card) -> Value {
    json!({
        "number": card.number,
        "name": card.name,
        "birth_date": card.birth_date.map(|d| d.to_string()),
        "school": show::or_null(&card.school),
        "grade": show::or_null(&card.grade),
        "ssid": show::or_null(&card.ssid),
        "provisional_id": show::or_null(&card.provisional_id),
        "integration_idt": show::or_null(&card.integration_idt),
        "seen": show::time(card.seen),
    })
}

fn row_line(card: &Card) -> String {
    let or_dash = |t: &str| {
        if t.is_empty() {
            "-".to_owned()
        } else {
            t.to_owned()
        }
    };
    format!(
        "{:<10} {:<10} {:<10} {:<10} {:<6} {}",
        card.number,
        or_dash(&card.ssid),
        or_dash(&card.integration_idt),
        card.birth_date.map_or_else(|| "-".to_owned(), |d| d.to_string()),
        card.school,
        card.name
    )
}

fn import(number: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let roll = roll(&store, cx)?;
    let done = general::import(&store, &roll, number, &cx.stamp)?;
    let mut json = show::student(&done.student, &store.read()?, cx.stamp.today)?;
    let record = json.clone();
    if let Value::Object(json) = &mut json {
        json.insert("student".into(), record);
        json.insert("linked".into(), json!(done.linked));
        json.insert("operation".into(), json!(done.committed.operation.id));
    }
    Ok(Answer::done(
        json,
        format!("{}.", done.committed.operation.what.sentence()),
    ))
}

fn refresh(number: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let roll = roll(&store, cx)?;
    let done = general::refresh_profile(&store, &roll, number, &cx.stamp)?;
    let compared = &done.refreshed.compared;
    let differs: Vec<&Compared> = compared.iter().filter(|c| c.differs()).collect();
    let mut text = match &done.committed {
        Some(c) => format!("{}.\n", c.operation.what.sentence()),
        None => "Nothing was written.\n".to_owned(),
    };
    for c in &differs {
        text.push_str(&format!(
            "{}: “{}” here, “{}” in the SIS. {}\n",
            c.field.label(),
            c.here,
            c.sis,
            match &c.verdict {
                Verdict::Taken => "Taken.",
                other => other.sentence(),
            }
        ));
    }
    if differs.is_empty() {
        text.push_str("The profile says what the SIS says.");
    }
    let kept = differs.iter().any(|c| matches!(c.verdict, Verdict::Kept(_)));
    Ok(Answer::done(
        json!({
            "number": done.refreshed.after.number,
            "differs": differs.iter().map(|c| field(c)).collect::<Vec<_>>(),
            "fields": compared.iter().map(field).collect::<Vec<_>>(),
            "flagged": done.refreshed.after.is_changed(),
            "operation": done.committed.map(|c| c.operation.id),
        }),
        text,
    )
    .look_if(kept))
}

fn field(c: &Compared) -> Value {
    let why = match &c.verdict {
        Verdict::Kept(why) => Some(why),
        _ => None,
    };
    json!({
        "field": c.field.name(),
        "here": show::or_null(&c.here),
        "sis": show::or_null(&c.sis),
        "verdict": c.verdict.word(),
        "why": why,
    })
}
