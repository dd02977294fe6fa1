//! Flags: the more protective value, and both texts.

use super::fields::{alike_or_one, both_texts, by_policy, offers, put, texts};
use super::line::{Case, Pair, Ruling};
use super::{Group, Key, Line, Prefer, Side, Status, Take, TakeKind};
use crate::domain::student::{Field, Student};

/// All lines of Flags, put into the survivor.
pub(super) fn flags(pair: &Pair<'_>, survivor: &mut Student) -> Vec<Line> {
    use TakeKind::{Blank, Both, Text};
    let prefer = pair.prefer(Group::Flags);
    let cases = [
        case(pair, Field::PhotoConsent, &[Blank, Text], photo(pair, prefer)),
        case(pair, Field::Alerts, &[Both, Blank, Text], alerts(pair, prefer)),
        case(pair, Field::Custody, &[Both, Blank, Text], custody(pair)),
        case(pair, Field::StateExcluded, &[], excluded(pair, prefer)),
        case(pair, Field::NoShow, &[], no_show(pair, prefer)),
    ];
    cases.into_iter().map(|c| put(pair, c, survivor)).collect()
}

fn case(pair: &Pair<'_>, field: Field, more: &[TakeKind], ruling: Ruling) -> Case {
    let (source, target) = texts(pair, field);
    let offer = offers(&source, &target, more);
    Case {
        key: Key::Field(field),
        group: Group::Flags,
        source,
        target,
        offer,
        ruling,
    }
}

/// No is more protective than not asked, and not asked more than yes.
fn photo(pair: &Pair<'_>, prefer: Prefer) -> Ruling {
    let (s, t) = (
        pair.source.student.photo_consent,
        pair.target.student.photo_consent,
    );
    let protect = prefer == Prefer::Protective;
    match (s, t) {
        (Some(true), None) | (None, Some(true)) if protect => Ruling::new(
            Status::Policy,
            Take::Blank,
            "Only one profile says yes and the other was not asked; until somebody asks, photographs are not published.",
        ),
        (Some(false), Some(true)) if protect => Ruling::new(Status::Policy, Take::Source, NO_COUNTS),
        (Some(true), Some(false)) if protect => Ruling::new(Status::Policy, Take::Target, NO_COUNTS),
        _ => alike_or_one(pair, Group::Flags, Field::PhotoConsent)
            .unwrap_or_else(|| by_policy(prefer, Field::PhotoConsent)),
    }
}

const NO_COUNTS: &str = "The more protective answer counts: no.";

fn alerts(pair: &Pair<'_>, prefer: Prefer) -> Ruling {
    if let Some(ruling) = alike_or_one(pair, Group::Flags, Field::Alerts) {
        return ruling;
    }
    if prefer != Prefer::Protective {
        return by_policy(prefer, Field::Alerts);
    }
    let (source, target) = texts(pair, Field::Alerts);
    let both = both_texts(&source, &target);
    let side = match () {
        () if both == target => Side::Target,
        () if both == source => Side::Source,
        () => return Ruling::new(Status::BothKept, Take::Both, "Both alerts are kept."),
    };
    let why = format!("The {}’s alert has the other in it.", side.label());
    Ruling::new(Status::Policy, side.take(), why)
}

fn custody(pair: &Pair<'_>) -> Ruling {
    alike_or_one(pair, Group::Flags, Field::Custody).unwrap_or_else(|| {
        Ruling::open("The custody notes differ. Choose the one that holds, or both, after looking at the court papers.")
    })
}

fn excluded(pair: &Pair<'_>, prefer: Prefer) -> Ruling {
    if let Some(ruling) = alike_or_one(pair, Group::Flags, Field::StateExcluded) {
        return ruling;
    }
    if prefer != Prefer::Protective {
        return by_policy(prefer, Field::StateExcluded);
    }
    let side = if pair.source.student.state_excluded {
        Side::Source
    } else {
        Side::Target
    };
    let why = "One profile is state excluded; the more protective value counts.";
    Ruling::new(Status::Policy, side.take(), why)
}

fn no_show(pair: &Pair<'_>, prefer: Prefer) -> Ruling {
    alike_or_one(pair, Group::Flags, Field::NoShow).unwrap_or_else(|| match prefer {
        Prefer::Decide => by_policy(prefer, Field::NoShow),
        _ => by_policy(Prefer::Target, Field::NoShow),
    })
}
