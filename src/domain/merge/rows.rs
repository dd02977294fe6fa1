//! Program data of two profiles: rows move to the Target, identical ones are kept once, and of two open plans one is
//! closed. A row never vanishes: what does not move stays with the retired profile.

use super::kinds::Kind;
use super::line::{Case, Pair, Ruling};
use super::{Blocker, Key, Line, Moves, Prefer, Side, Status, Take, TakeKind};
use crate::domain::ids::RowId;
use crate::domain::journal::RowChange;
use crate::domain::program::{Document, Event, EventKind, Owned, Row, RowKind};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashSet};

/// What a merge makes of all program data.
#[derive(Default)]
pub(super) struct Outcome {
    pub lines: BTreeMap<RowKind, Line>,
    pub changes: Vec<RowChange>,
    pub folded: Vec<RowId>,
    pub owned: Vec<Owned>,
    pub moves: Moves,
    pub blockers: Vec<Blocker>,
}

/// Goes through all kinds of program data.
pub(super) fn rows(pair: &Pair<'_>) -> Outcome {
    let mut out = Outcome::default();
    let mut target: BTreeMap<RowId, Row> = pair.target.rows.iter().map(|o| (o.id, o.row.clone())).collect();
    for kind in RowKind::ALL {
        let rows = Kind::of(kind, pair);
        if matches!(kind, RowKind::Event(_)) && rows.source.is_empty() && rows.target.is_empty() {
            continue;
        }
        one_kind(pair, &rows, &mut target, &mut out);
    }
    for owned in &pair.target.rows {
        let key = pair.target.student.key;
        if let Some(after) = target.get(&owned.id).filter(|after| **after != owned.row) {
            out.changes.push(RowChange {
                id: owned.id,
                before: Some((key, owned.row.clone())),
                after: Some((key, after.clone())),
            });
        }
    }
    out.owned = target.into_iter().map(|(id, row)| Owned { id, row }).collect();
    out.changes.sort_by_key(|c| c.id);
    out.folded.sort_unstable();
    out
}

fn one_kind(pair: &Pair<'_>, rows: &Kind<'_>, target: &mut BTreeMap<RowId, Row>, out: &mut Outcome) {
    let plans = rows.open_plans();
    let mut line = case(pair, rows, plans.is_some()).settle(pair.choices);
    if let (Some((s, t)), RowKind::Event(program)) = (&plans, rows.kind) {
        match &line.take {
            None => out.blockers.push(Blocker::TwoOpenPlans {
                program,
                source: first_label(s, &rows.source),
                target: first_label(t, &rows.target),
            }),
            Some(Take::Source) => {
                for o in t {
                    target.insert(o.id, closed(&o.row, pair.cx.today));
                }
                line.why = "You chose the Source’s plan to stay open; the Target’s is closed.".into();
            }
            Some(_) => {
                line.why = "You chose the Target’s plan to stay open; the Source’s is closed.".into();
            }
        }
    }
    // Which of two plans stays open is to be decided, not whether the history moves.
    let moves = matches!(line.take, Some(Take::Both | Take::Source)) || plans.is_some();
    let close: HashSet<RowId> = match (&plans, &line.take) {
        (Some((s, _)), Some(Take::Target)) => s.iter().map(|o| o.id).collect(),
        _ => HashSet::new(),
    };
    let mut descriptions: BTreeMap<RowId, Vec<String>> = BTreeMap::new();
    for owned in &rows.source {
        if !moves {
            out.moves.staying += 1;
            continue;
        }
        let before = Some((pair.source.student.key, owned.row.clone()));
        if let Some(twin) = rows.twin(&owned.row) {
            if let (Row::Document(gone), Row::Document(kept)) = (&owned.row, &twin.row) {
                descriptions
                    .entry(twin.id)
                    .or_default()
                    .extend(other_words(gone, kept));
            }
            out.folded.push(owned.id);
            out.moves.folded += 1;
            out.changes.push(RowChange {
                id: owned.id,
                before,
                after: None,
            });
            continue;
        }
        let row = if close.contains(&owned.id) {
            closed(&owned.row, pair.cx.today)
        } else {
            owned.row.clone()
        };
        *out.moves.moved.entry(rows.kind).or_default() += 1;
        out.moves.plans += usize::from(matches!(&row, Row::Event(e) if e.kind == EventKind::Plan));
        out.changes.push(RowChange {
            id: owned.id,
            before,
            after: Some((pair.target.student.key, row.clone())),
        });
        target.insert(owned.id, row);
    }
    for (id, mut more) in descriptions {
        if let Some(Row::Document(kept)) = target.get_mut(&id) {
            more.sort();
            more.retain(|d| !kept.also.contains(d));
            more.dedup();
            kept.also.append(&mut more);
        }
    }
    if line.take.is_some() {
        let left = target.values().filter(|r| r.kind() == rows.kind);
        line.merged = Some(lines(left));
    }
    out.lines.insert(rows.kind, line);
}

/// What the description of a folded file says that the kept one's does not.
fn other_words(gone: &Document, kept: &Document) -> Vec<String> {
    let mut more = gone.also.clone();
    if (&gone.title, &gone.kind, gone.date) != (&kept.title, &kept.kind, kept.date) {
        let bare = Document {
            also: Vec::new(),
            ..gone.clone()
        };
        more.push(Row::Document(bare).label());
    }
    more
}

/// A plan closed by the merge: on the last day it was planned for when that is over, else today.
fn closed(row: &Row, today: NaiveDate) -> Row {
    match row {
        Row::Event(e) => Row::Event(Event {
            closed: Some(
                e.until
                    .filter(|last| *last < today && *last >= e.date)
                    .unwrap_or(today),
            ),
            ..e.clone()
        }),
        other => other.clone(),
    }
}

fn case(pair: &Pair<'_>, rows: &Kind<'_>, two_plans: bool) -> Case {
    let mut offer = vec![TakeKind::Both, TakeKind::Target];
    let twins = rows.source.iter().filter(|o| rows.twin(&o.row).is_some()).count();
    let prefer = pair.prefer(rows.group());
    let texts = (
        lines(rows.source.iter().map(|o| &o.row)),
        lines(rows.target.iter().map(|o| &o.row)),
    );
    let ruling = if rows.source.is_empty() {
        offer.clear();
        if rows.target.is_empty() {
            Ruling::new(Status::Same, Take::Target, "Neither has any.")
        } else {
            let why = "The Source has none; the Target’s stay.";
            Ruling::new(Status::OnlyOne(Side::Target), Take::Target, why)
        }
    } else if rows.target.is_empty() {
        let why = "The Target has none, so the Source’s move to it.";
        Ruling::new(Status::OnlyOne(Side::Source), Take::Both, why)
    } else if twins == rows.source.len() && rows.all_have_twins() {
        offer.clear();
        if texts.0 == texts.1 {
            Ruling::new(Status::Same, Take::Both, "Both say the same; it is kept once.")
        } else {
            let why = "The files are the same; each is kept once, with both descriptions.";
            Ruling::new(Status::WrittenDifferently, Take::Both, why)
        }
    } else if two_plans {
        offer = vec![TakeKind::Source, TakeKind::Target];
        Ruling::open(
            "Both have an open plan. Choose whose stays open; the other is closed, and all history is kept.",
        )
    } else if prefer == Prefer::Decide {
        Ruling::open("The district’s rule: you decide each difference. Choose both, or the Target’s only.")
    } else if rows.kind == RowKind::Guardian && prefer == Prefer::Target {
        let why =
            "The SIS owns the guardians: the Target’s stand, and the Source’s stay with the retired profile.";
        Ruling::new(Status::Policy, Take::Target, why)
    } else {
        Ruling::new(Status::BothKept, Take::Both, kept_why(rows, twins))
    };
    Case {
        key: Key::Rows(rows.kind),
        group: rows.group(),
        source: texts.0,
        target: texts.1,
        offer,
        ruling,
    }
}

fn kept_why(rows: &Kind<'_>, twins: usize) -> String {
    let mut why = match rows.kind {
        RowKind::Event(_) => "The Source’s history and the Target’s own events are both kept".to_owned(),
        _ => "All of both are kept".to_owned(),
    };
    why.push_str(if twins > 0 { ", identical ones once." } else { "." });
    let names: HashSet<&str> = rows.target.iter().filter_map(|o| title(&o.row)).collect();
    let again = rows
        .source
        .iter()
        .filter(|o| rows.twin(&o.row).is_none())
        .filter_map(|o| title(&o.row))
        .filter(|t| names.contains(t))
        .min();
    if let Some(name) = again {
        why.push_str(&format!(
            " “{name}” stands twice with different content; both are kept."
        ));
    }
    why
}

fn title(row: &Row) -> Option<&str> {
    match row {
        Row::Document(d) => Some(&d.title),
        _ => None,
    }
}

fn first_label(own: &[&Owned], all: &[&Owned]) -> String {
    let open = |o: &&&Owned| matches!(&o.row, Row::Event(e) if e.is_open_plan());
    let labels = |rows: &[&Owned]| rows.iter().filter(open).map(|o| o.row.label()).min();
    labels(own).or_else(|| labels(all)).unwrap_or_default()
}

/// Rows as text, one on a line, in the order of time.
fn lines<'r>(rows: impl Iterator<Item = &'r Row>) -> String {
    let mut each: Vec<(Option<NaiveDate>, String)> = rows.map(|r| (r.day(), r.label())).collect();
    each.sort();
    let texts: Vec<String> = each.into_iter().map(|(_, text)| text).collect();
    texts.join("\n")
}
