//! Merging profiles: the review of Target and Sources as the store has them, Save in one transaction, the rehearsal over
//! many pairs, and the before/after sheet.

mod rehearse;
mod save;
mod sheet;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use rehearse::{BatchDone, merge_clean, rehearse};
pub use save::save;
pub use sheet::sheet;

use super::{WorkError, said};
use crate::app::stamp::Stamp;
use crate::domain::ids::{OperationId, Ssid, StudentKey};
use crate::domain::matching::{Explanation, Matcher, Person, pair_of};
use crate::domain::merge::{
    Blocker, Choices, Context, Profile, Review, Side, chain, consequence, told_apart, warnings,
};
use crate::domain::student::Student;
use crate::store::{Reader, StoreError};
use std::cell::RefCell;

/// What is to be merged, and how a person decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The Target.
    pub target: StudentKey,
    /// The Sources, in their order.
    pub sources: Vec<StudentKey>,
    /// A person's choices for each Source; what is missing follows the policy.
    pub choices: Vec<Choices>,
    /// The last operation on each profile when a person looked at the review: the Sources, then the Target. Empty when
    /// nobody has yet.
    pub seen: Vec<OperationId>,
}

impl Order {
    /// One Source into a Target, as the policy has it.
    pub fn of(source: StudentKey, target: StudentKey) -> Self {
        Self {
            target,
            sources: vec![source],
            choices: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn keys(&self) -> impl Iterator<Item = &StudentKey> {
        self.sources.iter().chain([&self.target])
    }
}

/// A merge looked at: nothing is written yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// The review of each Source.
    pub reviews: Vec<Review>,
    /// Why each Source and the Target may be one student.
    pub likely: Vec<Explanation>,
    /// The last operation on each profile: the Sources, then the Target.
    pub seen: Vec<OperationId>,
    /// What Save will do, in plain words.
    pub consequence: String,
    /// What a person has to look at once more before saving, a sentence each.
    pub warnings: Vec<String>,
}

impl Reviewed {
    /// Rows that wait for a decision.
    pub fn undecided(&self) -> usize {
        self.reviews.iter().map(|r| r.undecided().count()).sum()
    }

    /// What blocks it.
    pub fn blockers(&self) -> impl Iterator<Item = &Blocker> {
        self.reviews.iter().flat_map(|r| &r.blockers)
    }
}

/// The profile that a person means by a number, an SSID or a former identifier. A retired one is answered as itself: the
/// review says what became of it.
///
/// # Errors
/// When nobody has it, or several had it before.
pub fn look_up(reader: &Reader, id: &str, side: Side) -> Result<Student, WorkError> {
    let what = match side {
        Side::Source => "Source",
        Side::Target => "Target",
    };
    if id.trim().is_empty() {
        return said(format!(
            "Write the {what} ID: a student number, or look the student up by name."
        ));
    }
    match reader.find_record(id)? {
        Some(s) => Ok(s),
        None => said(format!(
            "No one profile has “{}” as its number or State ID. Check the {what} ID, or look the student up by name.",
            id.trim()
        )),
    }
}

/// Reviews a merge as the store is now. Anyone may; who may save it is asked by [`save`].
///
/// # Errors
/// When a profile is no longer there, or the store cannot be read.
pub fn review(reader: &Reader, order: &Order, stamp: &Stamp) -> Result<Reviewed, WorkError> {
    let shipped = Matcher::default();
    review_by(&|a, b| shipped.explain(a, b), reader, order, stamp)
}

/// [`review`], with the engine that knows the district's own weights.
///
/// # Errors
/// As [`review`].
pub fn review_by(
    explain: &dyn Fn(&Person, &Person) -> Explanation,
    reader: &Reader,
    order: &Order,
    stamp: &Stamp,
) -> Result<Reviewed, WorkError> {
    let district = reader.district()?;
    let profile = |key: StudentKey| -> Result<Profile, WorkError> {
        match reader.profile(key)? {
            Some(p) => Ok(p),
            None => said("A profile that was chosen is no longer there. Choose again."),
        }
    };
    let target = profile(order.target)?;
    let sources: Vec<Profile> = order
        .sources
        .iter()
        .map(|k| profile(*k))
        .collect::<Result<_, _>>()?;
    let failed: RefCell<Option<StoreError>> = RefCell::new(None);
    let ask = |answer: Result<Option<Student>, StoreError>| {
        answer.unwrap_or_else(|e| {
            *failed.borrow_mut() = Some(e);
            None
        })
    };
    let holder = |ssid: &Ssid| ask(reader.student_by_ssid(ssid.as_str()));
    let student = |key: StudentKey| ask(reader.student(key));
    let cx = Context {
        rules: &district.rules,
        today: stamp.today,
        now: stamp.now,
        holder: &holder,
        student: &student,
    };
    let mut reviews = chain(&sources, &target, &order.choices, &cx);
    if let Some(e) = failed.take() {
        return Err(e.into());
    }
    let mut seen = Vec::with_capacity(order.sources.len() + 1);
    for key in order.keys() {
        seen.push(reader.last_on(*key)?);
    }
    for (at, (was, is)) in order.seen.iter().zip(&seen).enumerate() {
        if was != is {
            let side = if at < order.sources.len() {
                Side::Source
            } else {
                Side::Target
            };
            let at = if side == Side::Source { at } else { 0 };
            if let Some(review) = reviews.get_mut(at) {
                review.blockers.push(Blocker::Changed { side });
            }
        }
    }
    let mut warned = all_told_apart(reader, &sources, &target)?;
    let person = |p: &Profile| Person::of(&p.student, stamp.today);
    let target = person(&target);
    let likely: Vec<Explanation> = sources.iter().map(|s| explain(&person(s), &target)).collect();
    warned.extend(warnings(&reviews, &likely));
    Ok(Reviewed {
        consequence: consequence(&reviews),
        warnings: warned,
        likely,
        reviews,
        seen,
    })
}

/// Every two of the profiles to be merged whom somebody decided to be two students, a sentence each.
fn all_told_apart(reader: &Reader, sources: &[Profile], target: &Profile) -> Result<Vec<String>, StoreError> {
    let all: Vec<&Student> = sources.iter().chain([target]).map(|p| &p.student).collect();
    let mut out = Vec::new();
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            if let Some(decision) = reader.decision(pair_of(a.key, b.key))? {
                out.extend(told_apart(&decision, a, b));
            }
        }
    }
    Ok(out)
}
