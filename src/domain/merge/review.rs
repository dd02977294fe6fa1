//! The review of two profiles, and of several Sources one after the other.

use super::blockers::{held_by_third, of_all, of_pair};
use super::enrollments::enrollments;
use super::fields::demographics;
use super::flags::flags;
use super::identifiers::identifiers;
use super::line::Pair;
use super::rows::{Outcome, rows};
use super::{Blocker, Choices, Context, Group, Key, Line, Merged, Profile, Review, Status};
use crate::domain::edit::settle_flag;
use crate::domain::ids::StudentKey;
use crate::domain::program::RowKind;
use crate::domain::request::{Function, Standing};
use crate::domain::student::{ChangeFlag, Field, Student};
use std::collections::HashSet;

/// One review for each Source, in their order; the Target of each is what came out of the one before. Choices that are
/// missing follow the policy. What blocks the whole merge stands in the first review only.
pub fn chain(sources: &[Profile], target: &Profile, choices: &[Choices], cx: &Context<'_>) -> Vec<Review> {
    let none = Choices::new();
    let students: Vec<&Student> = sources.iter().map(|p| &p.student).collect();
    let parts: HashSet<StudentKey> = students
        .iter()
        .map(|s| s.key)
        .chain([target.student.key])
        .collect();
    let mut reviews: Vec<Review> = Vec::with_capacity(sources.len());
    for (place, source) in sources.iter().enumerate() {
        let after = reviews.last().map(|r| Profile {
            student: r.merged.survivor.clone(),
            rows: r.merged.owned.clone(),
            standing: r.merged.standing.clone(),
        });
        let pair = Pair {
            source,
            target: after.as_ref().unwrap_or(target),
            choices: choices.get(place).unwrap_or(&none),
            cx,
        };
        let whole = match place {
            0 => of_all(&students, &target.student, &pair),
            _ => Vec::new(),
        };
        let mut next = one(&pair, whole, &parts);
        next.blockers.retain(|b| {
            !matches!(b, Blocker::HeldByThird { .. }) || !reviews.iter().any(|r| r.blockers.contains(b))
        });
        reviews.push(next);
    }
    reviews
}

/// The review of one Source against the Target.
pub fn review(source: &Profile, target: &Profile, choices: &Choices, cx: &Context<'_>) -> Review {
    let pair = Pair {
        source,
        target,
        choices,
        cx,
    };
    let whole = of_all(&[&source.student], &target.student, &pair);
    let parts = HashSet::from([source.student.key, target.student.key]);
    one(&pair, whole, &parts)
}

fn one(pair: &Pair<'_>, whole: Vec<Blocker>, parts: &HashSet<StudentKey>) -> Review {
    let (source, target) = (&pair.source.student, &pair.target.student);
    let mut survivor = target.clone();
    let mut outcome = rows(pair);
    let mut lines = demographics(pair, &mut survivor);
    push(&mut lines, &mut outcome, &[RowKind::Guardian]);
    lines.extend(enrollments(pair, &mut survivor));
    lines.extend(identifiers(pair, &mut survivor));
    let programs = RowKind::ALL.map(|k| match k {
        RowKind::Event(_) => Some(k),
        _ => None,
    });
    push(
        &mut lines,
        &mut outcome,
        &programs.into_iter().flatten().collect::<Vec<_>>(),
    );
    push(&mut lines, &mut outcome, &[RowKind::Document, RowKind::Note]);
    lines.extend(flags(pair, &mut survivor));

    let standing = standing(&pair.source.standing, &pair.target.standing);
    let in_open_update = standing.open(Function::Update).is_some();
    let known_as = if survivor.ssid == source.ssid && survivor.ssid != target.ssid {
        // It goes by the Source's number now, and under that the state has what the Source was.
        survivor.change_flag.clone_from(&source.change_flag);
        source
    } else {
        target
    };
    settle_flag(
        known_as,
        &mut survivor,
        pair.cx.rules,
        pair.cx.now,
        in_open_update,
    );
    carry_flag(source, &mut survivor);

    let mut blockers = of_pair(pair);
    blockers.extend(whole);
    blockers.extend(held_by_third(&survivor, parts, pair.cx));
    blockers.append(&mut outcome.blockers);
    mark_blocked(&mut lines, &blockers);
    Review {
        source: pair.source.clone(),
        target: pair.target.clone(),
        lines,
        blockers,
        moves: outcome.moves,
        merged: Merged {
            update_due: survivor.is_changed(),
            retired: Student {
                retired_into: Some(target.key),
                ..source.clone()
            },
            survivor,
            standing,
            rows: outcome.changes,
            folded: outcome.folded,
            owned: outcome.owned,
        },
    }
}

fn push(lines: &mut Vec<Line>, outcome: &mut Outcome, kinds: &[RowKind]) {
    lines.extend(kinds.iter().filter_map(|k| outcome.lines.remove(k)));
}

/// Where the survivor stands with the state: the Target's requests, and the Source's where the Target has none.
fn standing(source: &Standing, target: &Standing) -> Standing {
    let mut out = target.clone();
    for (function, sent) in &source.sent {
        out.sent.entry(*function).or_insert(*sent);
    }
    out
}

/// What the state was not told of the Source it still has to be told when the number is the same one.
fn carry_flag(source: &Student, survivor: &mut Student) {
    let Some(flag) = source
        .change_flag
        .as_ref()
        .filter(|_| source.ssid == survivor.ssid)
    else {
        return;
    };
    let open: Vec<(Field, &String)> = flag
        .old
        .iter()
        .filter(|(field, old)| survivor.text(**field) != **old)
        .map(|(field, old)| (*field, old))
        .collect();
    if open.is_empty() {
        return;
    }
    let kept = survivor.change_flag.get_or_insert_with(|| ChangeFlag {
        since: flag.since,
        old: Default::default(),
    });
    kept.since = kept.since.min(flag.since);
    for (field, old) in open {
        kept.old.entry(field).or_insert_with(|| old.clone());
    }
}

/// Rows that a blocker speaks of say so.
fn mark_blocked(lines: &mut [Line], blockers: &[Blocker]) {
    for blocker in blockers {
        let field = match blocker {
            Blocker::NoStateId | Blocker::HeldByThird { .. } => Field::Ssid,
            Blocker::NoLink => Field::IntegrationIdt,
            _ => continue,
        };
        if let Some(line) = lines.iter_mut().find(|l| l.key == Key::Field(field)) {
            debug_assert_eq!(line.group, Group::Identifiers);
            line.status = Status::Blocked;
            line.why = blocker.sentence();
        }
    }
}
