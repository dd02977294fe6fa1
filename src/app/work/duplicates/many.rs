//! The same question about many pairs, asked on all cores: each answer reads two profiles from the store.

use crate::app::job::Ticket;
use crate::store::StoreError;
use std::sync::atomic::{AtomicU64, Ordering};

/// So many answers are given between two looks at the ticket.
const STEP: usize = 128;

/// The answers to `each` for 0, 1, 2 … up to `total`, in that order.
///
/// # Errors
/// The first error, or that the ticket was cancelled.
pub fn answers<T: Send, E: Send + From<StoreError>>(
    total: usize,
    ticket: &Ticket,
    each: &(dyn Fn(usize) -> Result<T, E> + Sync),
) -> Result<Vec<T>, E> {
    let done = AtomicU64::new(0);
    let part = |from: usize, to: usize| -> Result<Vec<T>, E> {
        let mut out = Vec::with_capacity(to - from);
        for at in from..to {
            if out.len().is_multiple_of(STEP) {
                let before = done.fetch_add(STEP as u64, Ordering::Relaxed);
                if !ticket.step(before.min(total as u64), total as u64) {
                    return Err(StoreError::Cancelled.into());
                }
            }
            out.push(each(at)?);
        }
        Ok(out)
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let share = total.div_ceil(cores).max(4 * STEP);
    if total <= share {
        return part(0, total);
    }
    std::thread::scope(|scope| {
        let part = &part;
        let starts: Vec<_> = (0..total)
            .step_by(share)
            .map(|from| scope.spawn(move || part(from, (from + share).min(total))))
            .collect();
        let mut out = Vec::with_capacity(total);
        for started in starts {
            match started.join() {
                Ok(answered) => out.extend(answered?),
                Err(fault) => std::panic::resume_unwind(fault),
            }
        }
        Ok(out)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_answers_come_in_the_order_of_the_questions() {
        let all = answers(10_000, &Ticket::default(), &|at| Ok::<_, StoreError>(at * 2)).unwrap();
        assert!(all.iter().copied().eq((0..10_000).map(|at| at * 2)));
    }

    #[test]
    fn one_that_fails_or_a_cancel_ends_them_all() {
        let fails = |at: usize| match at {
            9_000 => Err(StoreError::Stale),
            _ => Ok(()),
        };
        assert!(matches!(
            answers(10_000, &Ticket::default(), &fails),
            Err(StoreError::Stale)
        ));
        let stopped = Ticket::default();
        stopped.cancel();
        assert!(matches!(
            answers(10_000, &stopped, &fails),
            Err(StoreError::Cancelled)
        ));
    }
}
