//! Fields that go where another goes: the proof with the birth date, the from-date with the address.

use super::alike::alike;
use super::fields::{in_sentence, texts};
use super::line::{Case, Pair, Ruling, preferred};
use super::{Group, Key, Line, Side, Status, Take};
use crate::domain::student::Field;

/// A field that goes where another goes: proof with the birth date, from-date with the address.
pub(super) fn companion(pair: &Pair<'_>, field: Field, main_field: Field, main: &Line) -> Case {
    let (source, target) = texts(pair, field);
    let goes = format!("It goes with the {}", in_sentence(main_field));
    // The two main values speak of different things: what belongs to one says nothing of the other.
    let parted =
        !main.source.is_empty() && !main.target.is_empty() && !alike(main_field, &main.source, &main.target);
    let filled = |side: Side| match side {
        Side::Source => !source.is_empty(),
        Side::Target => !target.is_empty(),
    };
    let prefer = preferred(pair.prefer(Group::Demographics)).unwrap_or(Side::Target);
    let follow = |side: Side| {
        let other = if side == Side::Source {
            Side::Target
        } else {
            Side::Source
        };
        let taken = if filled(side) || parted { side } else { other };
        let status = match (filled(Side::Source), filled(Side::Target)) {
            (true, false) if taken == Side::Source => Status::OnlyOne(Side::Source),
            (false, true) if taken == Side::Target => Status::OnlyOne(Side::Target),
            _ if alike(field, &source, &target) => Status::WrittenDifferently,
            _ if main.chosen => Status::Decided,
            _ => Status::Policy,
        };
        let why = match filled(taken) {
            true => format!("{goes}: the {}’s is taken.", taken.label()),
            false => format!("{goes}; the {} has none for it.", taken.label()),
        };
        Ruling::new(status, taken.take(), why)
    };
    let ruling = match &main.take {
        Some(Take::Blank) if filled(Side::Source) || filled(Side::Target) => Ruling::new(
            Status::Edited,
            Take::Blank,
            format!("{goes}, which you left blank."),
        ),
        _ if pair.source.student.same(&pair.target.student, field) => {
            let why = if target.is_empty() {
                "Neither has it."
            } else {
                "Both say the same."
            };
            Ruling::new(Status::Same, Take::Target, why)
        }
        None => Ruling {
            status: Status::Policy,
            take: None,
            why: format!("{goes}, which is not decided yet."),
        },
        Some(Take::Source) => follow(Side::Source),
        Some(Take::Target) if !main.chosen && !parted => follow(prefer),
        Some(Take::Target) => follow(Side::Target),
        // A typed value is mostly a corrected one: what stood with the earlier values stays with it.
        Some(_) if filled(prefer) => Ruling::new(
            Status::Policy,
            prefer.take(),
            format!("{goes}: the {}’s is taken.", prefer.label()),
        ),
        Some(_) => {
            let side = if filled(Side::Target) {
                Side::Target
            } else {
                Side::Source
            };
            Ruling::new(
                Status::OnlyOne(side),
                side.take(),
                format!("{goes}: the {}’s is taken.", side.label()),
            )
        }
    };
    Case {
        key: Key::Field(field),
        group: Group::Demographics,
        source,
        target,
        offer: Vec::new(),
        ruling,
    }
}
