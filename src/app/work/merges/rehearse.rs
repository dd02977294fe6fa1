//! The rehearsal: many pairs gone through without changing anything, then those merged that need no decision.

use super::{Order, review, save};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::app::state::RehearsedPair;
use crate::app::work::WorkError;
use crate::domain::ids::StudentKey;
use crate::domain::merge::Blocker;
use crate::store::{Committed, Store, StoreError};

/// Goes through pairs of Source and Target without changing anything.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn rehearse(
    store: &Store,
    pairs: &[(StudentKey, StudentKey)],
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Vec<RehearsedPair>, WorkError> {
    let reader = store.read()?;
    ticket.phase("Going through the pairs");
    let mut out = Vec::with_capacity(pairs.len());
    for (at, (source, target)) in pairs.iter().enumerate() {
        if !ticket.step(at as u64, pairs.len() as u64) {
            return Err(StoreError::Cancelled.into());
        }
        let order = Order::of(*source, *target);
        let reviewed = review(&reader, &order, stamp)?;
        let Some(first) = reviewed.reviews.first() else {
            continue;
        };
        out.push(RehearsedPair {
            source: *source,
            target: *target,
            title: format!(
                "{} ({}) → {} ({})",
                first.source.student.list_name(),
                first.source.student.number,
                first.target.student.list_name(),
                first.target.student.number
            ),
            undecided: reviewed.undecided(),
            blockers: reviewed.blockers().map(Blocker::sentence).collect(),
            seen: reviewed.seen.clone(),
            consequence: reviewed.consequence,
            warnings: reviewed.warnings,
        });
    }
    Ok(out)
}

/// Merges the pairs of a rehearsal that need no decision, each in a transaction of its own, so that each can be undone
/// alone. A pair that changed since it was rehearsed is left out and named. When the ticket is cancelled or the disk
/// fails, what was merged before stays merged.
pub fn merge_clean(
    store: &Store,
    pairs: &[RehearsedPair],
    administrator: &str,
    stamp: &Stamp,
    ticket: &Ticket,
) -> BatchDone {
    ticket.phase("Merging");
    let mut done = BatchDone::default();
    for (at, pair) in pairs.iter().filter(|p| p.is_clean()).enumerate() {
        if !ticket.step(at as u64, pairs.len() as u64) {
            break;
        }
        let order = Order {
            seen: pair.seen.clone(),
            ..Order::of(pair.source, pair.target)
        };
        let reason = "No conflict: merged after a rehearsal";
        match save(store, &order, reason, Some(administrator), stamp) {
            Ok(committed) => done.merged.push(committed),
            Err(WorkError::Said(why)) => done.left.push(format!("{}: {why}", pair.title)),
            Err(e) => {
                // What was merged before stays merged and is told.
                done.left.push(format!("{}: {e}", pair.title));
                break;
            }
        }
    }
    done
}

/// What merging the clean pairs did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchDone {
    /// Merged pairs.
    pub merged: Vec<Committed>,
    /// Pairs that were left, with the reason.
    pub left: Vec<String>,
}
