//! What a person has to be told before a merge is saved, though nothing of it forbids the merge: two profiles that have
//! nothing in common, a plan that is closed by it, program history that stays behind, a State ID that the SIS does not have; and two whom somebody told apart.

use super::alike::alike;
use super::{Profile, Review};
use crate::domain::general::shared_last_name;
use crate::domain::journal::RowChange;
use crate::domain::matching::{Decision, Verdict};
use crate::domain::program::{Row, RowKind};
use crate::domain::student::{Field, Student, without_mark};
use crate::domain::text::count;
use chrono::NaiveDate;

/// What to look at once more before saving these reviews, a sentence each; empty when nothing is unusual.
pub fn warnings(reviews: &[Review]) -> Vec<String> {
    let mut out = Vec::new();
    for review in reviews {
        let (source, target) = (&review.source, &review.target);
        let name = |p: &Profile| format!("{} ({})", p.student.list_name(), p.student.number);
        if !anything_in_common(&source.student, &target.student) {
            out.push(format!(
                "Nothing says that {} and {} are one student: names, birth date, State ID, phone and address all differ.",
                name(source),
                name(target)
            ));
        }
        if !source.student.duplicate {
            out.push(format!(
                "{} is not marked as the duplicate (D). Make sure that it is the profile to retire.",
                name(source)
            ));
        }
        if !source.student.integration_idt.is_empty() {
            out.push(format!(
                "{} is linked to the SIS itself (IntegrationIDT {}): perhaps the SIS has the student twice.",
                name(source),
                source.student.integration_idt
            ));
        }
        if let (Some(own), Some(taken)) = (&target.student.ssid, &review.merged.survivor.ssid)
            && own != taken
        {
            out.push(format!(
                "The State ID becomes {taken}; the profile from the SIS has {own}."
            ));
        }
        out.extend(review.merged.rows.iter().filter_map(closing));
        let staying = review
            .source
            .rows
            .iter()
            .filter(|o| matches!(o.row.kind(), RowKind::Event(_)))
            .filter(|o| !review.merged.rows.iter().any(|c| c.id == o.id))
            .count();
        if staying > 0 {
            out.push(format!(
                "{} of the Source’s special programs {} not taken over.",
                count(staying, "entry", "entries"),
                if staying == 1 { "is" } else { "are" }
            ));
        }
    }
    out
}

/// What to say when two profiles that would become one were decided to be two students; `None` when they were not.
pub fn told_apart(decision: &Decision, a: &Student, b: &Student, today: NaiveDate) -> Option<String> {
    (decision.verdict == Verdict::NotSame).then(|| {
        format!(
            "{} ({}) and {} ({}) were told apart. {} Make sure that they are one student before you merge them.",
            a.list_name(),
            a.number,
            b.list_name(),
            b.number,
            decision.quote(today)
        )
    })
}

/// A plan that the merge closes.
fn closing(change: &RowChange) -> Option<String> {
    let (Some((_, Row::Event(before))), Some((_, Row::Event(after)))) = (&change.before, &change.after)
    else {
        return None;
    };
    let day = after.closed.filter(|_| before.is_open_plan())?;
    let plan = Row::Event(before.clone()).label();
    let plan = plan.strip_suffix(", open").unwrap_or(&plan).to_owned();
    Some(format!(
        "{plan} is closed on {day}. Correct the day in the Student Editor if it ended on another."
    ))
}

/// Whether anything at all speaks for one student.
fn anything_in_common(a: &Student, b: &Student) -> bool {
    let day = |s: &Student| {
        s.birth_date.map(|d| {
            let mut parts: Vec<String> = d.to_string().split('-').map(str::to_owned).collect();
            parts.sort();
            parts
        })
    };
    let filled = |f: Field| !a.text(f).is_empty() && !b.text(f).is_empty();
    let both = |f: Field| filled(f) && alike(f, &a.text(f), &b.text(f));
    let names = |f: Field| filled(f) && shared_last_name(&a.text(f), &b.text(f));
    let born = day(a).is_some() && day(a) == day(b);
    let number = without_mark(a.number.as_str()) == without_mark(b.number.as_str());
    let contact = [Field::Ssid, Field::Phone, Field::Address, Field::Email]
        .into_iter()
        .any(both);
    born || number || contact || names(Field::LastName) || names(Field::FirstName)
}
