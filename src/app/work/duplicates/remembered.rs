//! What was decided, as a list that can be searched.

use crate::domain::matching::{Decision, pair_of};
use crate::domain::student::Student;
use crate::domain::text::search_key;
use crate::store::{Reader, StoreError};

/// A decision, with the two profiles as they are called now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remembered {
    /// The decision.
    pub decision: Decision,
    /// The profiles' student numbers, in the order of the pair.
    pub numbers: (String, String),
    /// Their names.
    pub names: (String, String),
    /// One of the two was merged into another profile since: kept as history, and not to be revoked.
    pub merged: bool,
    /// What was done relying on it, a sentence each: to be said before it is taken back.
    pub relied_on: Vec<String>,
}

impl Remembered {
    /// Whether every word is in its names, numbers, reason, who decided, what or when.
    pub fn matches(&self, words: &str) -> bool {
        let d = &self.decision;
        let text = search_key(&format!(
            "{} {} {} {} {} {} {} {}",
            self.names.0,
            self.names.1,
            self.numbers.0,
            self.numbers.1,
            d.reason,
            d.by,
            d.verdict.words(),
            d.at.format("%Y-%m-%d")
        ));
        words
            .split_whitespace()
            .all(|word| text.contains(&search_key(word)))
    }
}

/// Every decision, the newest first.
///
/// # Errors
/// When the store cannot be read.
pub fn decisions(reader: &Reader) -> Result<Vec<Remembered>, StoreError> {
    let mut out = Vec::new();
    for decision in reader.decisions()? {
        let (a, b) = decision.pair;
        let (Some(a), Some(b)) = (reader.student(a)?, reader.student(b)?) else {
            continue;
        };
        let relied_on = reader.relied_on(&decision, (&a, &b))?;
        out.push(Remembered {
            decision,
            numbers: (a.number.to_string(), b.number.to_string()),
            names: (a.list_name(), b.list_name()),
            merged: a.is_retired() || b.is_retired(),
            relied_on,
        });
    }
    out.sort_by(|x, y| {
        let when = |r: &Remembered| (r.decision.at, r.decision.pair);
        when(y).cmp(&when(x))
    });
    Ok(out)
}

/// What was done relying on what is decided about two students, a sentence each: to be said when it is taken back, or
/// another decision takes its place.
///
/// # Errors
/// When the store cannot be read.
pub fn relied_on(reader: &Reader, (a, b): (&Student, &Student)) -> Result<Vec<String>, StoreError> {
    let (a, b) = if a.key < b.key { (a, b) } else { (b, a) };
    match reader.decision(pair_of(a.key, b.key))? {
        Some(decision) => reader.relied_on(&decision, (a, b)),
        None => Ok(Vec::new()),
    }
}
