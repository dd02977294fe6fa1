//! Decisions that two students are different persons, made on the way to something else: adding one, or sending one to New.

use crate::app::stamp::Stamp;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Explanation, Person};
use crate::store::{Reader, StoreError, Writer};
use chrono::NaiveDate;

/// Whether two students were said to be different persons.
pub enum Held {
    /// They were, and that holds.
    Yes,
    /// They were, and come back: the decision and what changed since, in one sentence.
    Returns(String),
    /// They were not.
    No,
}

pub fn held(
    _reader: &Reader,
    _one: (StudentKey, &Person),
    _other: (StudentKey, &Person),
    _says: &Explanation,
    _today: NaiveDate,
) -> Result<Held, StoreError> {
    Ok(Held::No)
}

pub fn write_down(
    _writer: &mut Writer<'_>,
    _pair: (StudentKey, StudentKey),
    _said: &str,
    _why: &str,
    _stamp: &Stamp,
) -> Result<(), StoreError> {
    Ok(())
}

pub fn decide(
    _store: &crate::store::Store,
    _pair: (StudentKey, StudentKey),
    _said: &str,
    _why: &str,
    _stamp: &Stamp,
) -> Result<crate::store::Committed, super::WorkError> {
    super::said("Decisions cannot be written down yet.")
}
