//! Duplicates: pairs of profiles that may be one student, what persons decided about them, and which come back.

mod decide;
mod judged;
mod many;
mod remembered;
mod sheet;

use super::{WorkError, said};
use crate::app::alike::Alike;
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Decision, Explanation, Pair, Person, Standing, Verdict, pair_of};
use crate::domain::student::{Field, Student};
use crate::store::{Reader, Store, StoreError};
use chrono::NaiveDate;
pub use decide::{decide, decide_as_seen, revoke};
pub use judged::{Judged, judge, judged, with_reasons};
pub use remembered::{Remembered, decisions};
pub use sheet::{decisions_sheet, sheet};
use std::collections::{HashMap, HashSet};
use std::time::Instant;

/// Whether a pair is asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PairState {
    /// Nobody decided about it yet.
    Open,
    /// Somebody did, and it came back: the sentence quotes the decision and says what happened since.
    Returned(String),
    /// Put aside until that day.
    Parked(NaiveDate),
    /// Decided, and it holds.
    Decided(Verdict),
}

/// Two profiles that may be one student, the smaller key first.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPair {
    /// The first.
    pub a: StudentKey,
    /// The second.
    pub b: StudentKey,
    /// Their student numbers.
    pub numbers: (String, String),
    /// Their names, `Last, First Middle, Suffix`.
    pub names: (String, String),
    /// What else tells two of one name apart.
    pub known: [Known; 2],
    /// The total in bits.
    pub bits: f32,
    /// The band; `None` for a parked pair that would not be shown by its bits.
    pub band: Option<Band>,
    /// Whether it is asked about.
    pub state: PairState,
}

/// What is written beside a name in a list to hand on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Birth date.
    pub born: Option<NaiveDate>,
    /// SSID; empty when none.
    pub ssid: String,
    /// The current school's number; empty when none.
    pub school: String,
}

impl Known {
    fn of(s: &Student, today: NaiveDate) -> Self {
        let school = s.current_enrollment(today);
        Self {
            born: s.birth_date,
            ssid: s.text(Field::Ssid),
            school: school.map_or_else(String::new, |e| e.school.to_string()),
        }
    }
}

impl FoundPair {
    /// Its keys, as decisions have them.
    pub fn pair(&self) -> (StudentKey, StudentKey) {
        (self.a, self.b)
    }

    /// Whether a person is asked to look at it.
    pub fn is_asked(&self) -> bool {
        matches!(self.state, PairState::Open | PairState::Returned(_))
    }
}

/// What a scan of everybody found, with what was decided.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Profiles that were compared.
    pub students: usize,
    /// The pairs, the surest first; also those that are decided or parked.
    pub pairs: Vec<FoundPair>,
    /// Pairs that were compared.
    pub compared: u64,
    /// How long it took.
    pub seconds: f64,
    /// Values that too many share to compare all of them by, in words.
    pub split: Vec<String>,
}

impl Found {
    /// The pairs that a person is asked to look at.
    pub fn asked(&self) -> impl Iterator<Item = &FoundPair> {
        self.pairs.iter().filter(|p| p.is_asked())
    }

    /// How many are parked until a later day.
    pub fn parked(&self) -> usize {
        let parked = |p: &&FoundPair| matches!(p.state, PairState::Parked(_));
        self.pairs.iter().filter(parked).count()
    }

    /// How many are decided, and not asked about.
    pub fn decided(&self) -> usize {
        let decided = |p: &&FoundPair| matches!(p.state, PairState::Decided(_));
        self.pairs.iter().filter(decided).count()
    }
}

/// Makes every profile ready and finds the pairs of at least `min_bits` among them. The engine comes back too: it says why,
/// and goes with every decision.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn find(
    store: &Store,
    stamp: &Stamp,
    min_bits: f32,
    ticket: &Ticket,
) -> Result<(Alike, Found), WorkError> {
    let since = Instant::now();
    let reader = store.read()?;
    ticket.phase("Reading the students");
    let alike = Alike::read(&reader, stamp.today, &|done, total| ticket.step(done, total))?;
    let mut found = find_among(&reader, &alike, stamp.today, min_bits, &|_| {}, ticket)?;
    found.seconds = since.elapsed().as_secs_f64();
    Ok((alike, found))
}

/// As [`find`], among profiles that are ready already; `come` gets the engine's pairs as they are found, before decisions
/// are looked up.
///
/// # Errors
/// When `min_bits` is no number, the store cannot be read or the ticket is cancelled.
pub fn find_among(
    reader: &Reader,
    alike: &Alike,
    today: NaiveDate,
    min_bits: f32,
    come: &(dyn Fn(&[Pair]) + Sync),
    ticket: &Ticket,
) -> Result<Found, WorkError> {
    if !min_bits.is_finite() {
        return said("The least bits of a pair have to be a number, e.g. 4 or -4.");
    }
    let since = Instant::now();
    ticket.phase("Comparing the students");
    let scan = alike
        .scan(None, min_bits, come, &|done, total| ticket.step(done, total))
        .ok_or(StoreError::Cancelled)?;
    ticket.phase("Looking up decisions");
    Ok(Found {
        students: alike.count(),
        pairs: worklist(reader, alike, &scan.pairs, today, ticket)?,
        compared: scan.compared,
        seconds: since.elapsed().as_secs_f64(),
        split: scan.split,
    })
}

/// The engine's pairs with names and with what was decided about them. Pairs that are parked or wait for their merge are
/// in it whatever their bits; a pair told apart is in it only when the engine found it.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn worklist(
    reader: &Reader,
    alike: &Alike,
    pairs: &[Pair],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<FoundPair>, StoreError> {
    let decided: HashMap<_, Decision> = reader.decisions()?.into_iter().map(|d| (d.pair, d)).collect();
    let each = |at: usize| -> Result<Option<FoundPair>, StoreError> {
        let found = pairs[at];
        let pair = pair_of(alike.key(found.a), alike.key(found.b));
        let Some((a, b)) = both(reader, pair)? else {
            return Ok(None);
        };
        let state = match decided.get(&pair) {
            None => PairState::Open,
            Some(decision) => state(decision, (&a, &b), alike, today).0,
        };
        Ok(Some(named((&a, &b), found.bits, Some(found.band), state, today)))
    };
    let mut out: Vec<FoundPair> = many::answers(pairs.len(), ticket, &each)?
        .into_iter()
        .flatten()
        .collect();
    let listed: HashSet<_> = out.iter().map(FoundPair::pair).collect();
    for decision in decided.values() {
        if decision.verdict == Verdict::NotSame || listed.contains(&decision.pair) {
            continue;
        }
        let Some((a, b)) = both(reader, decision.pair)? else {
            continue;
        };
        let (state, now) = state(decision, (&a, &b), alike, today);
        out.push(named((&a, &b), now.total, now.band, state, today));
    }
    out.sort_by(|x, y| y.bits.total_cmp(&x.bits).then_with(|| x.pair().cmp(&y.pair())));
    Ok(out)
}

/// Two profiles that are both there and not merged away.
fn both(reader: &Reader, (a, b): (StudentKey, StudentKey)) -> Result<Option<(Student, Student)>, StoreError> {
    let stands = |key| Ok::<_, StoreError>(reader.student(key)?.filter(|s| !s.is_retired()));
    Ok(stands(a)?.zip(stands(b)?))
}

/// What a decision makes of a pair, and what the engine says of it now.
fn state(
    decision: &Decision,
    (a, b): (&Student, &Student),
    alike: &Alike,
    today: NaiveDate,
) -> (PairState, Explanation) {
    let (left, right) = (Person::of(a, today), Person::of(b, today));
    let now = alike.explain(&left, &right);
    let state = match (decision.standing(&left, &right, &now, today), decision.verdict) {
        (Standing::Returns(why), _) => PairState::Returned(why),
        (Standing::Holds, Verdict::Parked { until }) => PairState::Parked(until),
        (Standing::Holds, verdict) => PairState::Decided(verdict),
    };
    (state, now)
}

fn named(
    (a, b): (&Student, &Student),
    bits: f32,
    band: Option<Band>,
    state: PairState,
    today: NaiveDate,
) -> FoundPair {
    FoundPair {
        known: [a, b].map(|s| Known::of(s, today)),
        a: a.key,
        b: b.key,
        numbers: (a.number.to_string(), b.number.to_string()),
        names: (a.list_name(), b.list_name()),
        bits,
        band,
        state,
    }
}

/// Why two profiles may be one student, as they are now, in the order given.
///
/// # Errors
/// When one of them is no longer there; what the store says.
pub fn reasons(
    reader: &Reader,
    alike: &Alike,
    (a, b): (StudentKey, StudentKey),
    today: NaiveDate,
) -> Result<Explanation, WorkError> {
    match reader.student(a)?.zip(reader.student(b)?) {
        Some((a, b)) => Ok(alike.explain(&Person::of(&a, today), &Person::of(&b, today))),
        None => said("One of the two profiles is no longer there."),
    }
}

/// The same for many pairs, in their order.
///
/// # Errors
/// As [`reasons`], and when the ticket is cancelled.
pub fn all_reasons(
    reader: &Reader,
    alike: &Alike,
    pairs: &[(StudentKey, StudentKey)],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<Explanation>, WorkError> {
    ticket.phase("Saying why");
    many::answers(pairs.len(), ticket, &|at| {
        reasons(reader, alike, pairs[at], today)
    })
}

#[cfg(test)]
mod properties_tests;
#[cfg(test)]
mod tests;
