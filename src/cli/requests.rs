//! Request files.

use super::args::{Order as OrderArgs, Request};
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use super::students::{day, known_school};
use crate::app::work::WorkError;
use crate::app::work::requests::{NotSent, Order, create, mark_checked, select};
use crate::domain::ids::RequestId;
use crate::domain::request::{Function, Missing, Readiness, Scope};
use crate::domain::text::count;
use crate::store::Store;
use serde_json::{Value, json};

pub fn run(command: Request, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Request::Retrieve(order) => make(Function::Retrieve, &order, false, cx),
        Request::New { order, r#override } => make(Function::New, &order, r#override, cx),
        Request::Update(order) => make(Function::Update, &order, false, cx),
        Request::Verify(order) => make(Function::Verify, &order, false, cx),
        Request::List => list(cx),
        Request::Checked { id } => checked(id, cx),
    }
}

fn make(function: Function, args: &OrderArgs, override_retrieve: bool, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let order = order(function, args, override_retrieve, &store)?;
    let created = match create(&store, &order, &cx.stamp, &cx.ticket) {
        Ok(created) => created,
        // Nobody can be sent: who is held back is what a person needs to know then.
        Err(e @ WorkError::Said(_)) => {
            let selection = select(&store.read()?, &order, &cx.stamp, &cx.ticket)?;
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

fn order(function: Function, args: &OrderArgs, over: bool, store: &Store) -> Result<Order, Failure> {
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
        override_retrieve: over,
        folder,
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
        out.push_str(&format!("{:<10} {}: {}\n", n.number, n.name, n.why.why_not()));
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
