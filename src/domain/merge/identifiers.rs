//! Identifiers: the Target's stay, and every number of the Source keeps finding the student.

use super::fields::{alike_or_one, by_policy, in_sentence, offers, put, texts};
use super::line::{Case, Pair, Ruling};
use super::{Group, Key, Line, Prefer, Side, Status, Take, TakeKind};
use crate::domain::student::{Field, FormerId, IdKind, Student};
use std::collections::HashSet;

/// The kinds of identifiers and the fields they stand in.
const KINDS: [(IdKind, Field); 4] = [
    (IdKind::Number, Field::Number),
    (IdKind::Ssid, Field::Ssid),
    (IdKind::IntegrationIdt, Field::IntegrationIdt),
    (IdKind::Provisional, Field::ProvisionalId),
];

/// All lines of Identifiers, put into the survivor.
pub(super) fn identifiers(pair: &Pair<'_>, survivor: &mut Student) -> Vec<Line> {
    let mut lines = vec![
        put(pair, number(pair), survivor),
        put(pair, id(pair, Field::Ssid), survivor),
    ];
    let provisional = provisional(pair, survivor);
    lines.push(put(pair, provisional, survivor));
    lines.push(put(pair, id(pair, Field::IntegrationIdt), survivor));
    lines.push(former(pair, survivor));
    lines
}

/// Whether a student has a number of the state, and not one that only stands in for it.
pub(super) fn has_real_ssid(student: &Student, pair: &Pair<'_>) -> bool {
    let provisional = |s: &crate::domain::ids::Ssid| pair.cx.rules.is_provisional(s.as_str());
    student.ssid.as_ref().is_some_and(|s| !provisional(s))
}

fn case(pair: &Pair<'_>, field: Field, more: &[TakeKind], ruling: Ruling) -> Case {
    let (source, target) = texts(pair, field);
    let offer = offers(&source, &target, more);
    Case {
        key: Key::Field(field),
        group: Group::Identifiers,
        source,
        target,
        offer,
        ruling,
    }
}

fn number(pair: &Pair<'_>) -> Case {
    let same = pair.source.student.same(&pair.target.student, Field::Number);
    let status = if same { Status::Same } else { Status::Policy };
    let why = "The student number is the Target’s; the Source’s keeps finding the student.";
    Case {
        offer: Vec::new(),
        ..case(pair, Field::Number, &[], Ruling::new(status, Take::Target, why))
    }
}

fn id(pair: &Pair<'_>, field: Field) -> Case {
    let ruling = alike_or_one(pair, Group::Identifiers, field).unwrap_or_else(|| {
        let real = |side: &Student| field != Field::Ssid || has_real_ssid(side, pair);
        match (real(&pair.source.student), real(&pair.target.student)) {
            (true, true) if field == Field::Ssid => Ruling::open(
                "Two State IDs can mean two students. Choose the one the state has; the other keeps finding the student.",
            ),
            (true, false) => Ruling::new(
                Status::Policy,
                Take::Source,
                "The Target’s is only a provisional ID, so the Source’s State ID is taken.",
            ),
            (false, true) => Ruling::new(
                Status::Policy,
                Take::Target,
                "The Source’s is only a provisional ID; the Target’s State ID stays.",
            ),
            _ if pair.prefer(Group::Identifiers) == Prefer::Decide => by_policy(Prefer::Decide, field),
            _ => Ruling::new(
                Status::Policy,
                Take::Target,
                format!(
                    "The {} is the Target’s; the Source’s keeps finding the student.",
                    in_sentence(field)
                ),
            ),
        }
    });
    case(pair, field, &[TakeKind::Text], ruling)
}

/// A provisional ID stands in for a State ID, so it goes as soon as there is a real one.
fn provisional(pair: &Pair<'_>, survivor: &Student) -> Case {
    let field = Field::ProvisionalId;
    let (source, target) = texts(pair, field);
    let any = !source.is_empty() || !target.is_empty();
    let ruling = if any && has_real_ssid(survivor, pair) {
        let why =
            "The student has a State ID, so the provisional ID is dropped; it keeps finding the student.";
        Ruling::new(Status::Policy, Take::Blank, why)
    } else {
        alike_or_one(pair, Group::Identifiers, field).unwrap_or_else(|| by_policy(Prefer::Target, field))
    };
    Case {
        offer: Vec::new(),
        ..case(pair, field, &[], ruling)
    }
}

/// The history of identifiers of both, and every identifier that does not stand in the survivor any more.
fn former(pair: &Pair<'_>, survivor: &mut Student) -> Line {
    let (source, target) = (&pair.source.student, &pair.target.student);
    let mut all = target.former_ids.clone();
    let mut known: HashSet<(IdKind, String)> = all.iter().map(|f| (f.kind, f.value.clone())).collect();
    // What still stands in the survivor finds the student without an alias.
    known.extend(KINDS.map(|(kind, field)| (kind, survivor.text(field))));
    known.extend(KINDS.map(|(kind, _)| (kind, String::new())));
    let gone = |student: &Student| KINDS.map(|(kind, field)| (kind, student.text(field)));
    let now = |(kind, value)| FormerId {
        kind,
        value,
        until: pair.cx.now,
    };
    let theirs = source.former_ids.iter().cloned();
    let replaced = gone(source).into_iter().chain(gone(target)).map(now);
    for former in theirs.chain(replaced) {
        if known.insert((former.kind, former.value.clone())) {
            all.push(former);
        }
    }
    let ruling = if source.former_ids.is_empty() && all == target.former_ids {
        Ruling::new(Status::OnlyOne(Side::Target), Take::Both, "The Source adds none.")
    } else {
        let why = "Every number of the Source keeps finding the student.";
        Ruling::new(Status::BothKept, Take::Both, why)
    };
    survivor.former_ids = all;
    let mut line = Case {
        key: Key::Field(Field::FormerIds),
        group: Group::Identifiers,
        source: lines(source),
        target: lines(target),
        offer: Vec::new(),
        ruling,
    }
    .settle(pair.choices);
    line.merged = Some(lines(survivor));
    line
}

fn lines(student: &Student) -> String {
    let each: Vec<String> = student
        .former_ids
        .iter()
        .map(|f| format!("{} {}", f.kind.label(), f.value))
        .collect();
    each.join("\n")
}
