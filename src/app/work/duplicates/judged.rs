//! How each decision stands, for a list of pairs that is kept true while the district is open.

use super::many::answers;
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
    let (state, now) = state(decision, (&a, &b), alike, today);
    Ok(Some(Judged {
        state,
        bits: now.total,
        band: now.band,
        always: decision.verdict != Verdict::NotSame,
    }))
}

/// How every decision stands, by its pair.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn judged(
    reader: &Reader,
    alike: &Alike,
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<HashMap<(StudentKey, StudentKey), Judged>, StoreError> {
    let decisions = reader.decisions()?;
    let each = |at: usize| -> Result<_, StoreError> {
        let decision: &Decision = &decisions[at];
        Ok((decision.pair, judge(reader, alike, decision, today)?))
    };
    let all = answers(decisions.len(), ticket, &each)?;
    Ok(all.into_iter().filter_map(|(pair, j)| Some((pair, j?))).collect())
}

/// Pairs with names, total and reasons, to be handed on, in their order. Pairs of which one is no longer there are left
/// out.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn with_reasons(
    reader: &Reader,
    alike: &Alike,
    pairs: &[((StudentKey, StudentKey), PairState)],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<(FoundPair, String)>, StoreError> {
    let each = |at: usize| -> Result<Option<(FoundPair, String)>, StoreError> {
        let (pair, state) = &pairs[at];
        let Some((a, b)) = both(reader, *pair)? else {
            return Ok(None);
        };
        let why = alike.explain(&Person::of(&a, today), &Person::of(&b, today));
        let found = named((&a, &b), why.total, why.band, state.clone(), today);
        Ok(Some((found, why.sentence())))
    };
    Ok(answers(pairs.len(), ticket, &each)?
        .into_iter()
        .flatten()
        .collect())
}
