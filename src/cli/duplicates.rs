//! Duplicates without a window: the scan, and what was decided about pairs.

use super::duplicate_args::{Duplicates, VerdictName};
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use super::students::{day, named};
use crate::app::Alike;
use crate::app::work::duplicates::{self, Found, FoundPair, PairState, Remembered};
use crate::app::work::lists;
use crate::domain::matching::{Band, Explanation, Verdict};
use crate::domain::student::Student;
use crate::domain::text::{count, thousands};
use crate::store::{Committed, Reader};
use serde_json::{Value, json};
use std::path::Path;

pub fn run(command: Duplicates, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Duplicates::Find { min_bits, out, limit } => find(min_bits, out.as_deref(), limit, cx),
        Duplicates::Decide {
            a,
            b,
            verdict,
            reason,
            until,
        } => decide((&a, &b), verdict_of(verdict, until.as_deref(), cx)?, &reason, cx),
        Duplicates::Decisions { find } => decisions(find.as_deref(), cx),
        Duplicates::Revoke { a, b } => {
            let store = cx.open()?;
            let (a, b) = two((&a, &b), &store.read()?)?;
            let done = duplicates::revoke(&store, (a.key, b.key), &cx.stamp)?;
            Ok(decided(&a, &b, &done, json!({ "verdict": null })))
        }
    }
}

fn verdict_of(name: VerdictName, until: Option<&str>, cx: &Cx) -> Result<Verdict, Failure> {
    let until = until.map(day).transpose()?;
    if until.is_some() && name != VerdictName::Park {
        return Err(Failure::wrong(
            "Only a pair that is parked has a day: --until goes with park.",
        ));
    }
    let today = cx.stamp.today;
    Ok(match name {
        VerdictName::NotSame => Verdict::NotSame,
        VerdictName::Same => Verdict::Same,
        VerdictName::Park => until.map_or(Verdict::parked(today), |until| Verdict::Parked { until }),
    })
}

fn two((a, b): (&str, &str), reader: &Reader) -> Result<(Student, Student), Failure> {
    Ok((named(a, reader)?, named(b, reader)?))
}

fn decide(who: (&str, &str), verdict: Verdict, reason: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let reader = store.read()?;
    let (a, b) = two(who, &reader)?;
    // What can be refused without comparing anybody is refused before.
    if let Some(why) = verdict.refusal(reason, cx.stamp.today) {
        return Err(Failure::wrong(why));
    }
    cx.ticket.phase("Reading the students");
    let alike = Alike::read(&reader, cx.stamp.today, &|done, total| {
        cx.ticket.step(done, total)
    })?;
    let pair = (a.key, b.key);
    let done = duplicates::decide(&store, pair, verdict, reason, &alike, &cx.stamp)?;
    let why = duplicates::reasons(&reader, &alike, pair, cx.stamp.today)?;
    let more = json!({
        "verdict": verdict.name(),
        "until": until(verdict),
        "reason": reason,
        "bits": bits(why.total),
        "band": why.band,
    });
    Ok(decided(&a, &b, &done, more))
}

fn until(verdict: Verdict) -> Option<String> {
    match verdict {
        Verdict::Parked { until } => Some(until.to_string()),
        Verdict::Same | Verdict::NotSame => None,
    }
}

fn decided(a: &Student, b: &Student, done: &Committed, more: Value) -> Answer {
    let mut json = json!({ "a": a.number, "b": b.number });
    if let (Value::Object(json), Value::Object(more)) = (&mut json, more) {
        json.extend(more);
        json.insert("operation".into(), json!(done.operation.id));
    }
    let text = format!(
        "{}.\nOperation {}; it can be undone: ssid-desk-cli history undo {}",
        done.operation.what.sentence().trim_end_matches('.'),
        done.operation.id.0,
        done.operation.id.0
    );
    Answer::done(json, text)
}

fn find(min_bits: f32, out: Option<&Path>, limit: Option<usize>, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let (alike, found) = duplicates::find(&store, &cx.stamp, min_bits, &cx.ticket)?;
    let reader = store.read()?;
    let total = found.asked().count();
    let shown: Vec<&FoundPair> = found.asked().take(limit.unwrap_or(usize::MAX)).collect();
    let pairs: Vec<_> = shown.iter().map(|p| p.pair()).collect();
    let explained = duplicates::all_reasons(&reader, &alike, &pairs, cx.stamp.today, &cx.ticket)?;
    let listed: Vec<(&FoundPair, &Explanation)> = shown.into_iter().zip(&explained).collect();
    if let Some(path) = out {
        let rows = listed.iter().map(|(pair, why)| (*pair, why.sentence()));
        let (district, schools) = (reader.district()?, reader.schools()?);
        let about = lists::About {
            district: &district.name,
            made: &show::local(cx.stamp.now),
            shown: "",
        };
        let sheet = duplicates::sheet(rows, &schools, &about);
        lists::save(path, &sheet)?;
    }
    let json = json!({
        "students": found.students,
        "pairs": listed.iter().map(|(pair, why)| found_json(pair, why)).collect::<Vec<_>>(),
        "total": total,
        "decided": found.decided(),
        "parked": found.parked(),
        "seconds": found.seconds,
        "pairs_compared": found.compared,
        "split": found.split,
        "file": out.map(show::path),
    });
    Ok(Answer::done(json, found_text(&found, &listed, total, out)))
}

fn found_text(
    found: &Found,
    listed: &[(&FoundPair, &Explanation)],
    total: usize,
    out: Option<&Path>,
) -> String {
    let mut text = String::new();
    for (pair, why) in listed {
        text.push_str(&format!(
            "{:>6.1} {:<12} {} {}  ~  {} {}\n       {}\n",
            pair.bits,
            pair.band.map_or("", Band::label),
            pair.numbers.0,
            pair.names.0,
            pair.numbers.1,
            pair.names.1,
            why.sentence()
        ));
        if let PairState::Returned(back) = &pair.state {
            text.push_str(&format!("       {back}\n"));
        }
    }
    if listed.len() < total {
        text.push_str(&format!("The first {} of ", thousands(listed.len())));
    }
    text.push_str(&format!(
        "{} to look at, {} decided, {} parked; {} compared with {} in {:.1} seconds",
        count(total, "pair", "pairs"),
        thousands(found.decided()),
        thousands(found.parked()),
        count(found.students, "student", "students"),
        count(found.compared as usize, "comparison", "comparisons"),
        found.seconds
    ));
    for split in &found.split {
        text.push_str(&format!("\nToo many to compare all by it: {split}."));
    }
    if let Some(path) = out {
        text.push_str(&format!("\nThe list was saved as {}.", path.display()));
    }
    text
}

/// Bits as they are said: two places.
fn bits(bits: f32) -> f64 {
    (f64::from(bits) * 100.0).round() / 100.0
}

fn found_json(pair: &FoundPair, why: &Explanation) -> Value {
    let (speaks_for, against) = why.strongest();
    let against = against.iter().map(|r| format!("against: {r}"));
    let reasons: Vec<String> = speaks_for.iter().cloned().chain(against).collect();
    json!({
        "a": pair.numbers.0,
        "b": pair.numbers.1,
        "a_name": pair.names.0,
        "b_name": pair.names.1,
        "bits": bits(pair.bits),
        "band": pair.band,
        "reasons": reasons,
        "returned": match &pair.state {
            PairState::Returned(why) => Some(why),
            _ => None,
        },
    })
}

fn decisions(words: Option<&str>, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let all = duplicates::decisions(&store.read()?)?;
    let found: Vec<&Remembered> = all
        .iter()
        .filter(|r| words.is_none_or(|w| r.matches(w)))
        .collect();
    let mut text: String = found.iter().map(|r| remembered_line(r)).collect();
    text.push_str(&count(found.len(), "decision", "decisions"));
    let json = json!({
        "total": all.len(),
        "decisions": found.iter().map(|r| remembered_json(r)).collect::<Vec<_>>(),
    });
    Ok(Answer::done(json, text))
}

fn remembered_line(r: &Remembered) -> String {
    let merged = if r.merged { " (merged since)" } else { "" };
    format!(
        "{} {}  ~  {} {}{merged}\n       {}\n",
        r.numbers.0,
        r.names.0,
        r.numbers.1,
        r.names.1,
        r.decision.quote()
    )
}

fn remembered_json(r: &Remembered) -> Value {
    let d = &r.decision;
    json!({
        "a": r.numbers.0,
        "b": r.numbers.1,
        "a_name": r.names.0,
        "b_name": r.names.1,
        "verdict": d.verdict.name(),
        "until": until(d.verdict),
        "reason": d.reason,
        "by": d.by,
        "at": show::time(d.at),
        "bits": f64::from(d.tenths) / 10.0,
        "band": d.band,
        "merged": r.merged,
    })
}
