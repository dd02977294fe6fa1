//! Which rows of the General Student Table may be the student of each profile, and why.

use crate::app::general_roll::GeneralRoll;
use crate::app::job::Ticket;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Explanation, Person};
use crate::domain::missing::{Candidate, SisIndex};
use crate::domain::student::Student;
use crate::store::{Reader, Store, StoreError};
use chrono::NaiveDate;
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
