//! What Save will do, in plain words.

use super::{Blocker, Review, Status};
use crate::domain::edit::STATE_FIELDS;
use crate::domain::program::{EventKind, Program, Row};
use crate::domain::student::{Field, Student};
use crate::domain::text::count;
use std::collections::BTreeMap;

/// What saving these reviews does: what moves, which numbers open which, whether the state has to be told. Where rows
/// wait for a decision, it says which.
pub fn consequence(reviews: &[Review]) -> String {
    let (Some(first), Some(last)) = (reviews.first(), reviews.last()) else {
        return String::new();
    };
    let mut out = vec![moving(reviews)];
    let folded: usize = reviews.iter().map(|r| r.moves.folded).sum();
    if folded > 0 {
        let verb = if folded == 1 { "is" } else { "are" };
        out.push(format!(
            "{} {verb} kept once.",
            count(folded, "identical entry", "identical entries")
        ));
    }
    let staying: usize = reviews.iter().map(|r| r.moves.staying).sum();
    if staying > 0 {
        let verb = if staying == 1 { "stays" } else { "stay" };
        out.push(format!(
            "{} {verb} with the retired profile.",
            count(staying, "entry", "entries")
        ));
    }
    let numbers: Vec<String> = reviews
        .iter()
        .map(|r| r.source.student.number.to_string())
        .collect();
    let survivor = &last.merged.survivor;
    out.push(format!("{} will open {}.", and(&numbers), survivor.number));
    if last.merged.update_due {
        out.push(update(&first.target.student, survivor));
    }
    out.extend(open(reviews));
    out.join(" ")
}

/// `14 documents, 3 IEPs, 27 events move.`
fn moving(reviews: &[Review]) -> String {
    let (mut documents, mut events, mut notes, mut guardians) = (0, 0, 0, 0);
    let mut plans: BTreeMap<Program, usize> = BTreeMap::new();
    for review in reviews {
        let to = review.target.student.key;
        for change in &review.merged.rows {
            let row = match (&change.before, &change.after) {
                (Some((from, _)), Some((now, row))) if *from != to && *now == to => row,
                _ => continue,
            };
            match row {
                Row::Document(_) => documents += 1,
                Row::Event(e) if e.kind == EventKind::Plan => *plans.entry(e.program).or_default() += 1,
                Row::Event(_) => events += 1,
                Row::Note(_) => notes += 1,
                Row::Guardian(_) => guardians += 1,
            }
        }
    }
    let mut parts: Vec<(usize, String)> = vec![(documents, count(documents, "document", "documents"))];
    for (program, n) in plans {
        parts.push((n, count(n, program.plan(), &format!("{}s", program.plan()))));
    }
    parts.extend([
        (events, count(events, "event", "events")),
        (notes, count(notes, "note", "notes")),
        (guardians, count(guardians, "guardian", "guardians")),
    ]);
    parts.retain(|(n, _)| *n > 0);
    let total: usize = parts.iter().map(|(n, _)| n).sum();
    let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
    match total {
        0 => "No program data moves.".into(),
        1 => format!("{} moves.", texts.join(", ")),
        _ => format!("{} move.", texts.join(", ")),
    }
}

fn update(before: &Student, after: &Student) -> String {
    let flagged = |f: &Field| after.change_flag.as_ref().is_some_and(|c| c.old.contains_key(f));
    let names = |fields: &mut dyn Iterator<Item = Field>| -> Vec<String> {
        fields.map(|f| f.label().to_lowercase()).collect()
    };
    let mut changing = STATE_FIELDS
        .into_iter()
        .filter(|f| flagged(f) && !before.same(after, *f));
    let now = names(&mut changing);
    if now.is_empty() {
        let earlier = names(&mut STATE_FIELDS.into_iter().filter(flagged));
        return format!(
            "An Update request is due because the state still has another {}.",
            and(&earlier)
        );
    }
    let verb = if now.len() == 1 { "changes" } else { "change" };
    format!("An Update request is due because the {} {verb}.", and(&now))
}

/// What keeps Save off.
fn open(reviews: &[Review]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    for line in reviews.iter().flat_map(|r| &r.lines) {
        let label = line.key.label().to_owned();
        if line.status == Status::Undecided && !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut out = Vec::new();
    if !labels.is_empty() {
        out.push(format!("Still to decide: {}.", labels.join(", ")));
    }
    let unreadable = |l: &&super::Line| l.status == Status::Blocked && l.chosen;
    let lines = reviews.iter().flat_map(|r| &r.lines);
    out.extend(
        lines
            .filter(unreadable)
            .map(|l| format!("{}: {}", l.key.label(), l.why)),
    );
    let blockers = reviews.iter().flat_map(|r| &r.blockers);
    // Two open plans are among the rows to decide.
    out.extend(
        blockers
            .filter(|b| !matches!(b, Blocker::TwoOpenPlans { .. }))
            .map(|b| format!("Not yet: {}", b.sentence())),
    );
    out
}

/// `a, b and c`.
fn and(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [front @ .., last] => format!("{} and {last}", front.join(", ")),
    }
}
