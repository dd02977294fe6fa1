//! Which rows of the General Student Table may be the student of each profile, and why.

use crate::app::general_roll::GeneralRoll;
use crate::app::job::Ticket;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Decision, Explanation, Person, Standing, Verdict, pair_of};
use crate::domain::missing::{Candidate, SisIndex, ToldApart};
use crate::domain::student::Student;
use crate::store::{Reader, Store, StoreError};
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The candidates of each profile, the surest first.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub(super) fn candidates(
    reader: &Reader,
    general: &GeneralRoll,
    profiles: &[Student],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<Vec<Vec<Candidate>>, StoreError> {
    ask_engine(general, profiles, today, ticket)?;
    let index = SisIndex::new(general.cards(), profiles.iter());
    let mut row = |at: u32| -> Result<Option<Person>, StoreError> {
        let Some(card) = general.cards().get(at as usize) else {
            return Ok(None);
        };
        Ok(reader
            .general(&card.number)?
            .map(|r| Person::of(&r.record, today)))
    };
    let mut found = Vec::with_capacity(profiles.len());
    for (at, p) in profiles.iter().enumerate() {
        if at.is_multiple_of(64) && !ticket.step(at as u64, profiles.len() as u64) {
            return Err(StoreError::Cancelled);
        }
        let like = general.like(p.key, &Person::of(p, today));
        found.push(index.candidates(p, today, general.matcher(), &like, &mut row)?);
    }
    Ok(found)
}

/// So many profiles are worth a thread.
const SHARE: usize = 32;

/// Has the engine look for rows like each profile, on all cores; the table remembers what it found.
fn ask_engine(
    general: &GeneralRoll,
    profiles: &[Student],
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    let cores = std::thread::available_parallelism().map_or(1, NonZero::get);
    let threads = cores.min(profiles.len() / SHARE);
    if threads < 2 {
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(p) = profiles.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let done = next.load(Ordering::Relaxed).min(profiles.len());
                    if !ticket.step(done as u64, profiles.len() as u64) {
                        break;
                    }
                    general.like(p.key, &Person::of(p, today));
                }
            });
        }
    });
    if ticket.is_cancelled() {
        return Err(StoreError::Cancelled);
    }
    Ok(())
}

/// Says at each candidate what a person decided: that the profile its row belongs to is another child. A decision that
/// changes since then brought back is said as a doubt. `linked` is the profile that has a row's IntegrationIDT.
///
/// # Errors
/// When the store cannot be read.
pub(super) fn decided(
    reader: &Reader,
    general: &GeneralRoll,
    profiles: &[Student],
    found: &mut [Vec<Candidate>],
    linked: &dyn Fn(&Candidate) -> Option<StudentKey>,
    today: NaiveDate,
) -> Result<(), StoreError> {
    let mut not_same: HashMap<(StudentKey, StudentKey), Decision> = HashMap::new();
    for decision in reader.decisions()? {
        if decision.verdict == Verdict::NotSame {
            not_same.insert(decision.pair, decision);
        }
    }
    if not_same.is_empty() {
        return Ok(());
    }
    let told_apart: HashSet<StudentKey> = not_same.keys().flat_map(|p| [p.0, p.1]).collect();
    for (p, candidates) in profiles.iter().zip(found) {
        if !told_apart.contains(&p.key) {
            continue;
        }
        for c in candidates.iter_mut() {
            let other = match linked(c) {
                Some(key) => reader.student(key)?,
                None => reader
                    .student_by_number(&c.number)?
                    .filter(|s| !s.duplicate && !s.is_retired()),
            };
            let Some(other) = other.filter(|o| o.key != p.key) else {
                continue;
            };
            let Some(decision) = not_same.get(&pair_of(p.key, other.key)) else {
                continue;
            };
            let (a, b) = if p.key < other.key {
                (p, &other)
            } else {
                (&other, p)
            };
            let (a, b) = (Person::of(a, today), Person::of(b, today));
            match decision.standing(&a, &b, &general.matcher().explain(&a, &b), today) {
                Standing::Holds => c.decided = Some(ToldApart::of(decision, &other)),
                Standing::Returns(said) => c.doubt = Some(said),
            }
        }
        // Those of whom it is said that they are other children go last.
        candidates.sort_by_key(|c| c.decided.is_some());
    }
    Ok(())
}

/// Why a row of the General Student Table may be the student of a profile; `None` when one of the two is not there.
///
/// # Errors
/// When the store cannot be read.
pub fn explain(
    store: &Store,
    general: &GeneralRoll,
    profile: StudentKey,
    number: &str,
    today: NaiveDate,
) -> Result<Option<Explanation>, StoreError> {
    let reader = store.read()?;
    let (Some(p), Some(row)) = (reader.student(profile)?, reader.general(number)?) else {
        return Ok(None);
    };
    let (a, b) = (Person::of(&p, today), Person::of(&row.record, today));
    Ok(Some(general.matcher().explain(&a, &b)))
}
