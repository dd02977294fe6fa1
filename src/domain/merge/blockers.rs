//! What keeps two profiles from being merged: found, said in a sentence, and the ways on.

use super::identifiers::has_real_ssid;
use super::line::Pair;
use super::{Blocker, Context, Key, Side, Way};
use crate::domain::ids::StudentKey;
use crate::domain::program::RowKind;
use crate::domain::student::Student;
use std::collections::HashSet;

impl Blocker {
    /// It as a plain sentence.
    pub fn sentence(&self) -> String {
        match self {
            Blocker::SameRecord => "Source and Target are the same record.".into(),
            Blocker::AlreadyMerged { side, name, .. } => format!(
                "The {} was merged before; its history is with {name} now.",
                side.label()
            ),
            Blocker::MergedHere { name } => {
                format!("The Source was merged into this Target, {name}, before; nothing is left to merge.")
            }
            Blocker::Circle { number } => {
                format!("{number} is named twice, or these profiles would be merged in a circle.")
            }
            Blocker::NoStateId => {
                "The Target has no valid State ID. The SIS assigns it; import the student again \
                 once it is there."
                    .into()
            }
            Blocker::NoLink => {
                "The Target has no IntegrationIDT: it is not linked to the SIS. Import the student \
                 from the General Student Table."
                    .into()
            }
            Blocker::HeldByThird { ssid, name, .. } => {
                format!("State ID {ssid} is also held by a third student: {name}.")
            }
            Blocker::TwoOpenPlans {
                program,
                source,
                target,
            } => format!(
                "{}: both have an open {}. Source: {source}. Target: {target}. Choose which stays open.",
                program.label(),
                program.plan()
            ),
            Blocker::Changed { side } => format!(
                "The {} was changed since this review was opened. Look at the review again.",
                side.label()
            ),
            Blocker::NoRight => "Only a security administrator may merge profiles. Sign in first.".into(),
            Blocker::LooksSwapped { why } => format!("Source and Target look swapped: {why}"),
        }
    }

    /// The ways on from it, each with the words on its button; the likeliest first.
    pub fn ways(&self) -> Vec<(Way, String)> {
        let choose = || (Way::ChooseAgain, "Choose other profiles".to_owned());
        let general = || (Way::OpenGeneral, "Open General Student Table".to_owned());
        match self {
            Blocker::SameRecord | Blocker::MergedHere { .. } | Blocker::Circle { .. } => vec![choose()],
            Blocker::AlreadyMerged { side, survivor, name } => vec![
                (Way::UseSurvivor(*side, *survivor), format!("Use {name} instead")),
                choose(),
            ],
            Blocker::NoStateId | Blocker::NoLink => vec![general(), choose()],
            Blocker::HeldByThird { holder, name, .. } => {
                vec![(Way::OpenStudent(*holder), format!("Open {name}")), choose()]
            }
            Blocker::TwoOpenPlans { program, .. } => vec![(
                Way::Decide(Key::Rows(RowKind::Event(*program))),
                format!("Choose which {} stays open", program.plan()),
            )],
            Blocker::Changed { .. } => vec![(Way::LookAgain, "Look at the review again".into())],
            Blocker::NoRight => vec![(Way::SignIn, "Sign in as a security administrator".into())],
            Blocker::LooksSwapped { .. } => vec![(Way::Swap, "Swap Source and Target".into()), choose()],
        }
    }
}

/// `Nuñez, Maria Elena (104417)`.
fn named(student: &Student) -> String {
    format!("{} ({})", student.list_name(), student.number)
}

/// The profile that stands for a retired one at the end of a chain of merges; `None` for one that is not retired, and
/// where the chain leads nowhere.
fn survivor(student: &Student, cx: &Context<'_>) -> Option<Student> {
    let mut seen = HashSet::from([student.key]);
    let mut at = (cx.student)(student.retired_into?)?;
    while let Some(next) = at.retired_into.filter(|_| seen.insert(at.key)) {
        at = (cx.student)(next)?;
    }
    (!seen.contains(&at.key)).then_some(at)
}

/// What blocks the merge as a whole, whatever is chosen in its rows. `sources` are all Sources in their order.
pub(super) fn of_all(sources: &[&Student], target: &Student, pair: &Pair<'_>) -> Vec<Blocker> {
    let mut out = Vec::new();
    let mut seen = HashSet::new();
    for source in sources {
        if !seen.insert(source.key) {
            out.push(Blocker::Circle {
                number: source.number.to_string(),
            });
        }
    }
    if target.is_retired() {
        match survivor(target, pair.cx) {
            Some(s) if !sources.iter().any(|source| source.key == s.key) => {
                out.push(Blocker::AlreadyMerged {
                    side: Side::Target,
                    survivor: s.key,
                    name: named(&s),
                })
            }
            // It was merged into one of the Sources, or into nothing that can be found.
            _ => out.push(Blocker::Circle {
                number: target.number.to_string(),
            }),
        }
    }
    if !has_real_ssid(target, pair) {
        out.push(Blocker::NoStateId);
    }
    if target.integration_idt.is_empty() {
        out.push(Blocker::NoLink);
    }
    out
}

/// What blocks this pair before its rows are looked at.
pub(super) fn of_pair(pair: &Pair<'_>) -> Vec<Blocker> {
    let (source, target) = (&pair.source.student, &pair.target.student);
    if source.key == target.key {
        return vec![Blocker::SameRecord];
    }
    let mut out = Vec::new();
    if source.is_retired() {
        out.push(match survivor(source, pair.cx) {
            Some(s) if s.key == target.key => Blocker::MergedHere { name: named(&s) },
            Some(s) => Blocker::AlreadyMerged {
                side: Side::Source,
                survivor: s.key,
                name: named(&s),
            },
            None => Blocker::Circle {
                number: source.number.to_string(),
            },
        });
    }
    let why = if target.duplicate && !source.duplicate {
        Some("the Target is marked as the duplicate and the Source is not.")
    } else if target.integration_idt.is_empty() && !source.integration_idt.is_empty() {
        Some("only the Source has an IntegrationIDT.")
    } else {
        None
    };
    out.extend(why.map(|why| Blocker::LooksSwapped { why: why.into() }));
    out
}

/// Whether the State ID that comes out is held by a student who has no part in the merge.
pub(super) fn held_by_third(
    merged: &Student,
    parts: &HashSet<StudentKey>,
    cx: &Context<'_>,
) -> Option<Blocker> {
    let ssid = merged.ssid.as_ref()?;
    let holder = (cx.holder)(ssid).filter(|h| !parts.contains(&h.key))?;
    Some(Blocker::HeldByThird {
        ssid: ssid.to_string(),
        holder: holder.key,
        name: named(&holder),
    })
}
