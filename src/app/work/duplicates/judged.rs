//! How each decision stands, for a list of pairs that is kept true while the district is open.

use super::{FoundPair, PairState, both, named, state};
use crate::app::alike::Alike;
use crate::app::job::Ticket;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Decision, Person, Verdict};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use std::collections::HashMap;

/// How a decision stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// Whether the pair is asked about.
    pub state: PairState,
    /// The total now, in bits.
    pub bits: f32,
    /// The band now; `None` when the pair would not be listed by its bits.
    pub band: Option<Band>,
    /// Whether the pair is listed whatever its bits: parked, or to be merged. A pair told apart is listed only when the
    /// engine finds it.
    pub always: bool,
}

/// How a decision stands; `None` when one of the two is no longer there, or was merged away.
///
/// # Errors
/// When the store cannot be read.
pub fn judge(
    reader: &Reader,
    alike: &Alike,
    decision: &Decision,
    today: NaiveDate,
) -> Result<Option<Judged>, StoreError> {
    let Some((a, b)) = both(reader, decision.pair)? else {
        return Ok(None);
    };
    let (left, right) = (Person::of(&a, today), Person::of(&b, today));
    let now = alike.explain(&left, &right);
    Ok(Some(Judged {
        state: state(decision, decision.standing(&left, &right, &now, today)),
        bits: now.total,
        band: now.band,
        always: decision.verdict != Verdict::NotSame,
    }))
}

/// How every decision stands, by its pair.
///
/// # Errors
/// When the store cannot be read.
pub fn judged(
    reader: &Reader,
    alike: &Alike,
    today: NaiveDate,
) -> Result<HashMap<(StudentKey, StudentKey), Judged>, StoreError> {
    let mut out = HashMap::new();
    for decision in reader.decisions()? {
        if let Some(judged) = judge(reader, alike, &decision, today)? {
            out.insert(decision.pair, judged);
        }
    }
    Ok(out)
}

/// Pairs with names, total and reasons, to be handed on; the surest first. Pairs of which one is no longer there are left
/// out.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn with_reasons(
    reader: &Reader,
    alike: &Alike,
    pairs: Vec<((StudentKey, StudentKey), PairState)>,
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<(FoundPair, String)>, StoreError> {
    let total = pairs.len() as u64;
    let mut out = Vec::with_capacity(pairs.len());
    for (done, (pair, state)) in pairs.into_iter().enumerate() {
        if done.is_multiple_of(256) && !ticket.step(done as u64, total) {
            return Err(StoreError::Cancelled);
        }
        let Some((a, b)) = both(reader, pair)? else {
            continue;
        };
        let why = alike.explain(&Person::of(&a, today), &Person::of(&b, today));
        out.push((named(&a, &b, why.total, why.band, state), why.sentence()));
    }
    out.sort_by(|(x, _), (y, _)| y.bits.total_cmp(&x.bits).then_with(|| x.pair().cmp(&y.pair())));
    Ok(out)
}
