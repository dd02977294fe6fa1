//! What a person has to be told before a merge is saved, though nothing of it forbids the merge: two profiles that hardly
//! look like one student, or that somebody told apart, a plan that is closed by it, program history that stays behind, a
//! State ID that the SIS does not have.

use super::{Profile, Review};
use crate::domain::journal::RowChange;
use crate::domain::matching::{Band, Comparison, Decision, Explanation, Verdict};
use crate::domain::program::{Row, RowKind};
use crate::domain::student::Student;
use crate::domain::text::count;

/// What to look at once more before saving these reviews, a sentence each; empty when nothing is unusual. `likely` says
/// why the Source of each review and the Target may be one student.
pub fn warnings(reviews: &[Review], likely: &[Explanation]) -> Vec<String> {
    let mut out = Vec::new();
    for (at, review) in reviews.iter().enumerate() {
        let (source, target) = (&review.source, &review.target);
        let name = |p: &Profile| format!("{} ({})", p.student.list_name(), p.student.number);
        out.extend(
            likely
                .get(at)
                .and_then(|why| unlikely(&name(source), &name(target), why)),
        );
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
pub fn told_apart(decision: &Decision, a: &Student, b: &Student) -> Option<String> {
    (decision.verdict == Verdict::NotSame).then(|| {
        format!(
            "{} ({}) and {} ({}) were told apart. {} Make sure that they are one student before you merge them.",
            a.list_name(),
            a.number,
            b.list_name(),
            b.number,
            decision.quote()
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

/// What makes it unlikely that two profiles are one student: they look like twins, or the engine would not even have
/// shown them as possible (what a rule raises is no likelier for that).
fn unlikely(source: &str, target: &str, why: &Explanation) -> Option<String> {
    let most = |words: &[String]| words[..words.len().min(3)].join(", ");
    if why.bars.iter().any(|b| b.what == Comparison::Twins) {
        return Some(format!(
            "{source} and {target} look like twins: {}. Make sure that they are one student.",
            most(&why.speaks_against)
        ));
    }
    if Band::of(why.total).is_some() {
        return None;
    }
    let against = match most(&why.speaks_against) {
        against if against.is_empty() => "hardly anything of them is known".to_owned(),
        against => against,
    };
    Some(match most(&why.speaks_for) {
        nothing if nothing.is_empty() => {
            format!("Nothing says that {source} and {target} are one student: {against}.")
        }
        little => {
            format!(
                "Hardly anything says that {source} and {target} are one student: {little}, but {against}."
            )
        }
    })
}
