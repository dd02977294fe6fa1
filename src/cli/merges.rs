//! Merging profiles without a window: the review as data, and Save.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use super::signed::sign_in;
use super::signed_args::Merge;
use crate::app::work::merges::{self, Order, Reviewed};
use crate::domain::ids::StudentKey;
use crate::domain::merge::{Blocker, Choices, Group, Key, Line, Review, Side, Take};
use crate::domain::program::RowKind;
use crate::domain::student::Field;
use crate::store::{Reader, Store};
use serde_json::{Map, Value, json};

pub fn run(command: Merge, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Merge::Plan {
            sources,
            target,
            take,
        } => plan(&sources, &target, &take, cx),
        Merge::Apply {
            sources,
            target,
            take,
            reason,
            user,
            password_stdin: _,
        } => {
            let store = cx.open()?;
            let order = order(&store.read()?, &sources, &target, &take, cx)?;
            let account = sign_in(&store, &user, cx)?;
            apply(&store, &order, &reason, &account, cx)
        }
    }
}

fn plan(sources: &[String], target: &str, take: &[String], cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let reader = store.read()?;
    let order = order(&reader, sources, target, take, cx)?;
    let reviewed = merges::review(&reader, &order, &cx.stamp)?;
    let open = reviewed.undecided() > 0 || reviewed.blockers().next().is_some();
    Ok(Answer::done(reviewed_json(&reviewed), reviewed_text(&reviewed)).look_if(open))
}

fn apply(store: &Store, order: &Order, reason: &str, account: &str, cx: &Cx) -> Result<Answer, Failure> {
    let before = merges::review(&store.read()?, order, &cx.stamp)?;
    let done = match merges::save(store, order, reason, Some(account), &cx.stamp) {
        Ok(done) => done,
        Err(e) => return Err(Failure::from(e).with(reviewed_json(&before), reviewed_text(&before))),
    };
    let reader = store.read()?;
    let survivor = reader.student(order.target)?;
    let number = survivor
        .as_ref()
        .map(|s| s.number.to_string())
        .unwrap_or_default();
    let json = json!({
        "survivor": number,
        "retired": before.reviews.iter().map(|r| r.source.student.number.to_string()).collect::<Vec<_>>(),
        "operations": done.operations,
        "moves": moves_json(&before.reviews),
        "update_due": before.reviews.iter().any(|r| r.merged.update_due),
        "warnings": before.warnings,
        "consequence": before.consequence,
    });
    let each: Vec<String> = done.operations.iter().map(|o| o.0.to_string()).collect();
    let text = format!(
        "{}{}.\nOperation {}; it can be undone: ssid-desk-cli history undo {} --user {account} --password-stdin",
        warned_text(&before),
        done.operation.what.sentence(),
        each.join(", "),
        done.operation.id.0,
    );
    Ok(Answer::done(json, text))
}

fn order(
    reader: &Reader,
    sources: &[String],
    target: &str,
    take: &[String],
    cx: &Cx,
) -> Result<Order, Failure> {
    let target = merges::look_up(reader, target, Side::Target)?.key;
    let keys: Vec<StudentKey> = sources
        .iter()
        .map(|s| merges::look_up(reader, s, Side::Source).map(|s| s.key))
        .collect::<Result<_, _>>()?;
    let mut order = Order {
        target,
        choices: vec![Choices::new(); keys.len()],
        sources: keys,
        seen: Vec::new(),
    };
    let wanted: Vec<(Key, Take)> = take.iter().map(|t| read_take(t)).collect::<Result<_, _>>()?;
    let twice = wanted
        .iter()
        .zip(take)
        .enumerate()
        .find(|(at, ((key, _), _))| wanted[..*at].iter().any(|(k, _)| k == key));
    if let Some((_, ((key, _), text))) = twice {
        return Err(Failure::wrong(format!(
            "--take {text}: “{}” is chosen twice; say once what it takes.",
            key.name()
        )));
    }
    // A choice goes to every Source whose review has that row to choose.
    for at in 0..order.sources.len() {
        let reviewed = merges::review(reader, &order, &cx.stamp)?;
        let Some(review) = reviewed.reviews.get(at) else {
            break;
        };
        for (key, take) in &wanted {
            let line = review.lines.iter().find(|l| l.key == *key);
            let possible = line.is_some_and(|l| l.choices.contains(&take.kind()));
            if possible {
                order.choices[at].insert(*key, take.clone());
            }
        }
    }
    for ((key, _), text) in wanted.iter().zip(take) {
        if !order.choices.iter().any(|c| c.contains_key(key)) {
            return Err(Failure::wrong(format!(
                "--take {text}: “{}” cannot be chosen like that here; merge plan lists what can.",
                key.name()
            )));
        }
    }
    Ok(order)
}

/// `FIELD=source|target|both|blank|=TEXT`.
fn read_take(text: &str) -> Result<(Key, Take), Failure> {
    let wrong = || {
        Failure::wrong(format!(
            "--take {text}: write FIELD=source, FIELD=target, FIELD=both, FIELD=blank or FIELD==TEXT."
        ))
    };
    let (name, value) = text.split_once('=').ok_or_else(wrong)?;
    let key = key_by_name(name.trim())
        .ok_or_else(|| Failure::wrong(format!("--take {text}: there is no field “{}”.", name.trim())))?;
    let take = match value {
        "source" => Take::Source,
        "target" => Take::Target,
        "both" => Take::Both,
        "blank" => Take::Blank,
        typed => match typed.strip_prefix('=') {
            Some(typed) => Take::Text(typed.to_owned()),
            None => return Err(wrong()),
        },
    };
    Ok((key, take))
}

fn key_by_name(name: &str) -> Option<Key> {
    if name == Key::CurrentEnrollment.name() {
        return Some(Key::CurrentEnrollment);
    }
    if name == Key::PastEnrollments.name() {
        return Some(Key::PastEnrollments);
    }
    let row = RowKind::ALL.into_iter().find(|k| k.name() == name).map(Key::Rows);
    row.or_else(|| Field::by_name(name).map(Key::Field))
}

fn line_json(review: &Review, line: &Line) -> Value {
    json!({
        "group": line.group.name(),
        "field": line.key.name(),
        "label": line.key.label(),
        "source_number": review.source.student.number,
        "source": line.source,
        "target": line.target,
        "result": line.merged,
        "status": line.status.name(),
        "take": line.take.as_ref().map(take_name),
        "why": line.why,
    })
}

fn take_name(take: &Take) -> &str {
    match take {
        Take::Source => "source",
        Take::Target => "target",
        Take::Both => "both",
        Take::Blank => "blank",
        Take::Text(_) => "text",
    }
}

fn moves_json(reviews: &[Review]) -> Value {
    let mut out = Map::new();
    for kind in RowKind::ALL {
        let n: usize = reviews
            .iter()
            .map(|r| r.moves.moved.get(&kind).copied().unwrap_or_default())
            .sum();
        out.insert(kind.name().to_owned(), n.into());
    }
    let sum = |of: fn(&Review) -> usize| reviews.iter().map(of).sum::<usize>();
    out.insert("plans".into(), sum(|r| r.moves.plans).into());
    out.insert("folded".into(), sum(|r| r.moves.folded).into());
    out.insert("staying".into(), sum(|r| r.moves.staying).into());
    Value::Object(out)
}

fn reviewed_json(reviewed: &Reviewed) -> Value {
    let lines = reviewed
        .reviews
        .iter()
        .flat_map(|r| r.lines.iter().map(move |l| line_json(r, l)));
    let undecided = reviewed
        .reviews
        .iter()
        .flat_map(|r| r.undecided().map(move |l| line_json(r, l)));
    json!({
        "rows": lines.collect::<Vec<_>>(),
        "undecided": undecided.collect::<Vec<_>>(),
        "blockers": reviewed.blockers().map(blocker_json).collect::<Vec<_>>(),
        "moves": moves_json(&reviewed.reviews),
        "update_due": reviewed.reviews.iter().any(|r| r.merged.update_due),
        "warnings": reviewed.warnings,
        "likely": reviewed.likely.iter().map(show::likely).collect::<Vec<_>>(),
        "consequence": reviewed.consequence,
    })
}

fn blocker_json(blocker: &Blocker) -> Value {
    let ways: Vec<String> = blocker.ways().into_iter().map(|(_, label)| label).collect();
    json!({ "blocker": blocker.name(), "message": blocker.sentence(), "ways": ways })
}

fn reviewed_text(reviewed: &Reviewed) -> String {
    let mut out = String::new();
    for review in &reviewed.reviews {
        out.push_str(&format!(
            "Source {} ({}) → Target {} ({})\n",
            review.source.student.list_name(),
            review.source.student.number,
            review.target.student.list_name(),
            review.target.student.number
        ));
        for group in Group::ALL {
            let lines: Vec<&Line> = review.lines.iter().filter(|l| l.group == group).collect();
            if lines.is_empty() {
                continue;
            }
            out.push_str(&format!("{}\n", group.label()));
            for line in lines {
                let one = |text: &str| text.replace('\n', "; ");
                out.push_str(&format!(
                    "  {}: Source “{}”, Target “{}” → {} [{}]\n",
                    line.key.label(),
                    one(&line.source),
                    one(&line.target),
                    line.merged
                        .as_deref()
                        .map_or_else(|| "to be decided".to_owned(), |m| format!("“{}”", one(m))),
                    line.status.label()
                ));
            }
        }
    }
    for blocker in reviewed.blockers() {
        out.push_str(&format!("Blocked: {}\n", blocker.sentence()));
    }
    out.push_str(&warned_text(reviewed));
    out.push_str(&reviewed.consequence);
    out
}

/// What has to be looked at once more, a line each.
fn warned_text(reviewed: &Reviewed) -> String {
    let line = |warning: &String| format!("Look at it once more: {warning}\n");
    reviewed.warnings.iter().map(line).collect()
}
