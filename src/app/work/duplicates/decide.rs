//! Deciding about a pair, and taking the decision back.

use crate::app::alike::Alike;
use crate::app::stamp::Stamp;
use crate::app::work::{WorkError, said};
use crate::domain::ids::StudentKey;
use crate::domain::journal::What;
use crate::domain::matching::{Decision, Explanation, Person, Verdict, pair_of};
use crate::domain::student::Student;
use crate::store::{Committed, Reader, Store};

/// Decides about two profiles, in either order; an earlier decision about them is replaced.
///
/// # Errors
/// When one of them was merged away, a reason is missing, the day has passed, or it is decided like that already; what
/// the store says.
pub fn decide(
    store: &Store,
    pair: (StudentKey, StudentKey),
    verdict: Verdict,
    reason: &str,
    alike: &Alike,
    stamp: &Stamp,
) -> Result<Committed, WorkError> {
    decide_as_seen(store, pair, verdict, reason, &|a, b| alike.explain(a, b), stamp)
}

/// The same, with what the engine said when the person looked at the two.
///
/// # Errors
/// As [`decide`].
pub fn decide_as_seen(
    store: &Store,
    pair: (StudentKey, StudentKey),
    verdict: Verdict,
    reason: &str,
    says: &dyn Fn(&Person, &Person) -> Explanation,
    stamp: &Stamp,
) -> Result<Committed, WorkError> {
    let reason = crate::domain::text::tidy(reason);
    if let Some(why) = verdict.refusal(&reason, stamp.today) {
        return said(why);
    }
    let mut writer = store.write()?;
    let (a, b) = two(writer.reader(), pair)?;
    let (left, right) = (Person::of(&a, stamp.today), Person::of(&b, stamp.today));
    let after = Decision::about(
        (a.key, &left),
        (b.key, &right),
        verdict,
        &reason,
        (&stamp.who, stamp.now),
        &says(&left, &right),
    );
    let before = writer.reader().decision(after.pair)?;
    let same = |d: &Decision| (d.verdict, &d.reason, d.seen) == (verdict, &reason, after.seen);
    if before.as_ref().is_some_and(same) {
        return said(format!(
            "It is decided like that already: {} ({}) and {} ({}): {}.",
            a.list_name(),
            a.number,
            b.list_name(),
            b.number,
            verdict.words()
        ));
    }
    writer.decision(before, Some(after));
    let what = What::PairDecided {
        a: a.list_name(),
        a_number: a.number.to_string(),
        b: b.list_name(),
        b_number: b.number.to_string(),
        verdict,
        reason,
    };
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

/// Takes the decision about two profiles back: they are asked about again.
///
/// # Errors
/// When there is none, or one of them was merged away; what the store says.
pub fn revoke(store: &Store, pair: (StudentKey, StudentKey), stamp: &Stamp) -> Result<Committed, WorkError> {
    let mut writer = store.write()?;
    let (a, b) = two(writer.reader(), pair)?;
    let Some(before) = writer.reader().decision(pair_of(a.key, b.key))? else {
        return said(format!(
            "Nothing was decided about {} ({}) and {} ({}).",
            a.list_name(),
            a.number,
            b.list_name(),
            b.number
        ));
    };
    let what = What::PairRevoked {
        a: a.list_name(),
        a_number: a.number.to_string(),
        b: b.list_name(),
        b_number: b.number.to_string(),
        verdict: before.verdict,
    };
    writer.decision(Some(before), None);
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

/// The two profiles of a decision that is to be made or revoked.
fn two(reader: &Reader, (a, b): (StudentKey, StudentKey)) -> Result<(Student, Student), WorkError> {
    if a == b {
        return said("These are one and the same profile; choose two.");
    }
    let profile = |key| match reader.student(key)? {
        None => said("This profile is no longer here."),
        Some(s) if s.is_retired() => said(format!(
            "{} ({}) was merged into another profile. What was decided about it is kept as it was.",
            s.list_name(),
            s.number
        )),
        Some(s) => Ok(s),
    };
    Ok((profile(a)?, profile(b)?))
}
