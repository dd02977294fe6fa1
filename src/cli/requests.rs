//! Request files.

use super::output::{Answer, Failure};
use super::request_args::{Order as OrderArgs, Request};
use super::run::Cx;
use super::show;
use super::students::{day, known_school, needs_reason, record};
use crate::app::work::WorkError;
use crate::app::work::before_new::{self, Answers, AskedPair};
use crate::app::work::look_alikes::reasons;
use crate::app::work::requests::{NotSent, Order, create, mark_checked, select};
use crate::domain::ids::RequestId;
use crate::domain::request::{Function, Missing, Readiness, Scope};
use crate::domain::text::count;
use crate::store::Store;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub fn run(command: Request, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Request::Retrieve(order) => make(Function::Retrieve, &order, &OnlyNew::default(), cx),
        Request::New {
            order,
            r#override,
            different_person,
            reason,
        } => {
            if !different_person.is_empty() {
                needs_reason(&reason, cx)?;
            }
            let only = OnlyNew {
                override_retrieve: r#override,
                different_person,
                reason,
            };
            make(Function::New, &order, &only, cx)
        }
        Request::Update(order) => make(Function::Update, &order, &OnlyNew::default(), cx),
        Request::Verify(order) => make(Function::Verify, &order, &OnlyNew::default(), cx),
        Request::List => list(cx),
        Request::Checked { id } => checked(id, cx),
    }
}

/// What can be said of New only.
#[derive(Default)]
struct OnlyNew {
    override_retrieve: bool,
    /// Numbers of students who are different persons from those they look like.
    different_person: Vec<String>,
    reason: String,
}

fn make(function: Function, args: &OrderArgs, only: &OnlyNew, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let order = order(function, args, only, &store)?;
    let created = match create(&store, &order, &cx.stamp, &cx.ticket) {
        Ok(created) => created,
        // Nobody can be sent: who is held back is what a person needs to know then.
        Err(e @ WorkError::Said(_)) => {
            let reader = store.read()?;
            let mut selection = select(&reader, &order, &cx.stamp, &cx.ticket)?;
            before_new::settle(&reader, &order, &mut selection, &cx.stamp, &cx.ticket)?;
            let json = not_sent_json(&selection.not_sent);
            return Err(Failure::from(e).with(json, not_sent_text(&selection.not_sent)));
        }
        Err(e) => return Err(e.into()),
    };
    let request = &created.request;
    let mut json = json!({
        "function": function,
        "file": show::path(&created.path),
        "lines": request.lines,
        "request": request.id,
        "overridden": request.overridden,
        "operation": created.committed.operation.id,
        "different_persons": created.different.iter().map(pair).collect::<Vec<_>>(),
    });
    if let (Value::Object(json), Value::Object(more)) = (&mut json, not_sent_json(&created.not_sent)) {
        json.extend(more);
    }
    let text = format!(
        "Request {}: {} with {} was created.\n{}",
        request.id.0,
        created.path.display(),
        count(request.lines as usize, "student", "students"),
        not_sent_text(&created.not_sent)
    );
    Ok(Answer::done(json, text).look_if(!created.not_sent.is_empty()))
}

fn order(function: Function, args: &OrderArgs, only: &OnlyNew, store: &Store) -> Result<Order, Failure> {
    let reader = store.read()?;
    let mut schools = Vec::new();
    if args.all {
        schools.extend(reader.schools()?.into_iter().map(|s| s.code));
    } else {
        for code in &args.school {
            let code = known_school(code, &reader)?;
            if !schools.contains(&code) {
                schools.push(code);
            }
        }
    }
    let mut different = BTreeSet::new();
    for number in &only.different_person {
        different.insert(record(number, &reader)?.key);
    }
    let effective = args.effective_date.as_deref().map(day).transpose()?;
    // The record outlives this call's working directory.
    let folder = std::path::absolute(&args.out)
        .map_err(|e| Failure::wrong(format!("{}: {e}.", args.out.display())))?;
    Ok(Order {
        function,
        scope: Scope {
            schools,
            effective,
            include_inactive: args.include_inactive,
        },
        override_retrieve: only.override_retrieve,
        folder,
        answers: Answers {
            different,
            why: only.reason.clone(),
            // Nothing is asked on a terminal: who looks like a known student stays out until somebody says otherwise.
            hold_back: true,
            ..Answers::default()
        },
    })
}

/// A student who would be sent, and one whom the student looks like.
fn pair(p: &AskedPair) -> Value {
    json!({
        "number": p.sent.number,
        "like": p.known.number,
        "like_name": p.known.name,
        "like_ssid": p.known.ssid,
        "bits": show::bits(p.says.total),
        "band": p.band,
        "reasons": reasons(&p.says),
        "returned": p.returned,
        "decided": p.decided,
    })
}

/// Who lacks something, and who waits.
fn not_sent_json(not_sent: &[NotSent]) -> Value {
    let (mut held_back, mut waiting) = (Vec::new(), Vec::new());
    for n in not_sent {
        match n.why {
            Readiness::HeldBack(missing) => {
                let missing: Vec<&str> = missing.iter().map(Missing::name).collect();
                held_back.push(json!({ "number": n.number, "name": n.name, "missing": missing }));
            }
            Readiness::LooksLike => {
                let missing: Vec<String> = n.like.iter().map(AskedPair::looks_like).collect();
                let like: Vec<Value> = n.like.iter().map(pair).collect();
                held_back.push(
                    json!({ "number": n.number, "name": n.name, "missing": missing, "look_alikes": like }),
                );
            }
            why => waiting.push(json!({ "number": n.number, "name": n.name, "why": why.why_not() })),
        }
    }
    json!({ "held_back": held_back, "waiting": waiting })
}

fn not_sent_text(not_sent: &[NotSent]) -> String {
    let mut out = String::new();
    if !not_sent.is_empty() {
        out.push_str(&format!(
            "{} not in it:\n",
            count(not_sent.len(), "student is", "students are")
        ));
    }
    for n in not_sent {
        out.push_str(&format!("{:<10} {}: {}\n", n.number, n.name, n.why_not()));
    }
    out
}

fn list(cx: &Cx) -> Result<Answer, Failure> {
    let requests = cx.open()?.read()?.requests()?;
    let lines: Vec<String> = requests.iter().map(show::request_line).collect();
    let text = if lines.is_empty() {
        "No request file was made yet.".to_owned()
    } else {
        lines.join("\n")
    };
    let each: Vec<Value> = requests.iter().map(show::request).collect();
    Ok(Answer::done(json!({ "requests": each }), text))
}

fn checked(id: u64, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let done = mark_checked(&store, RequestId(id), &cx.stamp)?;
    Ok(Answer::done(
        json!({ "request": id, "state": "checked", "operation": done.operation.id }),
        format!("{}.", done.operation.what.sentence()),
    ))
}
