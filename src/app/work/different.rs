//! Decisions that two students are different persons, made on the way to something else: adding one, or sending one to New.

use crate::app::stamp::Stamp;
use crate::domain::ids::StudentKey;
use crate::domain::journal::What;
use crate::domain::matching::{Decision, Explanation, Person, Standing, Verdict, pair_of};
use crate::domain::student::Student;
use crate::domain::text::tidy;
use crate::store::{Reader, StoreError, Writer};
use chrono::NaiveDate;

/// Whether two students were said to be different persons.
pub enum Held {
    /// They were, and that holds.
    Yes,
    /// They were, and come back: the decision and what changed since, in one sentence.
    Returns(String),
    /// Something else was decided of them, which leaves open what New has to know: parked, or to be merged. The decision
    /// in one sentence.
    Otherwise(String),
    /// Nothing was decided of them.
    No,
}

/// Whether two students, as they are now, were said to be different persons.
///
/// # Errors
/// When the store cannot be read.
pub fn held(
    reader: &Reader,
    one: (StudentKey, &Person),
    other: (StudentKey, &Person),
    says: &Explanation,
    today: NaiveDate,
) -> Result<Held, StoreError> {
    let Some(decision) = reader.decision(pair_of(one.0, other.0))? else {
        return Ok(Held::No);
    };
    if decision.verdict != Verdict::NotSame {
        return Ok(Held::Otherwise(decision.quote()));
    }
    let (a, b) = if one.0 < other.0 {
        (one.1, other.1)
    } else {
        (other.1, one.1)
    };
    Ok(match decision.standing(a, b, says, today) {
        Standing::Holds => Held::Yes,
        Standing::Returns(quote) => Held::Returns(quote),
    })
}

/// What a decision gives as its reason: where it was made, and the person's own words.
pub fn reason(said: &str, why: &str) -> String {
    match tidy(why) {
        why if why.is_empty() => said.to_owned(),
        why => format!("{said}: {why}"),
    }
}

/// Writes down that two students are different persons, within the operation that a writer gathers.
///
/// # Errors
/// When the store cannot be read.
pub fn write_down(
    writer: &mut Writer<'_>,
    one: &Student,
    other: &Student,
    says: &Explanation,
    reason: &str,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let before = writer.reader().decision(pair_of(one.key, other.key))?;
    let after = Decision::about(
        (one.key, &Person::of(one, stamp.today)),
        (other.key, &Person::of(other, stamp.today)),
        Verdict::NotSame,
        reason,
        (&stamp.who, stamp.now),
        says,
    );
    writer.decision(before, Some(after));
    Ok(())
}

/// Writes down that two students are different persons, as an operation of its own in the transaction of a writer: before
/// whatever else it gathers.
///
/// # Errors
/// When one of them is no longer there, or the store cannot be read.
pub fn write_before(
    writer: &mut Writer<'_>,
    (one, other): (StudentKey, StudentKey),
    says: &Explanation,
    reason: &str,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let reader = writer.reader();
    let (Some(one), Some(other)) = (reader.student(one)?, reader.student(other)?) else {
        return Err(StoreError::Stale);
    };
    write_down(writer, &one, &other, says, reason, stamp)?;
    writer.next_operation(What::PairDecided {
        a: one.list_name(),
        a_number: one.number.to_string(),
        b: other.list_name(),
        b_number: other.number.to_string(),
        verdict: Verdict::NotSame,
        reason: reason.to_owned(),
    });
    Ok(())
}
