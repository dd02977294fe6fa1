//! Long work: a thread with a name, progress that can be watched, and a cancel that is honoured within a chunk.

use crate::domain::text::thousands;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

/// A job's progress and its cancel switch; one end is watched by the window, the other moved by the work.
#[derive(Clone, Default)]
pub struct Ticket(Arc<Shared>);

#[derive(Default)]
struct Shared {
    done: AtomicU64,
    total: AtomicU64,
    cancelled: AtomicBool,
    /// What is counted are no things that a person knows: bytes, or lines that are looked at twice.
    in_percent: AtomicBool,
    phase: Mutex<String>,
}

impl Ticket {
    /// Says how far the work is; `false` asks it to stop.
    pub fn step(&self, done: u64, total: u64) -> bool {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.total.store(total, Ordering::Relaxed);
        !self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Begins another part of the work, e.g. "Reading the file".
    pub fn phase(&self, name: &str) {
        if let Ok(mut phase) = self.0.phase.lock() {
            name.clone_into(&mut phase);
        }
        self.0.in_percent.store(false, Ordering::Relaxed);
        self.0.done.store(0, Ordering::Relaxed);
        self.0.total.store(0, Ordering::Relaxed);
    }

    /// Begins a part of the work that counts what a person would not, and tells how far it is in percent.
    pub fn phase_in_percent(&self, name: &str) {
        self.phase(name);
        self.0.in_percent.store(true, Ordering::Relaxed);
    }

    /// Asks the work to stop. Nothing it did so far is kept.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// How much is done, from 0 to 1; `None` while that cannot be known.
    pub fn fraction(&self) -> Option<f32> {
        let total = self.0.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.0.done.load(Ordering::Relaxed) as f32 / total as f32).min(1.0))
    }

    /// How much is done, and of how much; 0 of 0 while that is not known.
    pub fn counts(&self) -> (usize, usize) {
        let total = self.0.total.load(Ordering::Relaxed) as usize;
        ((self.0.done.load(Ordering::Relaxed) as usize).min(total), total)
    }

    /// What it is doing, in words: "Comparing, 12,000 of 100,000", "Reading the file, 12 %".
    pub fn text(&self) -> String {
        let phase = self.0.phase.lock().map(|p| p.clone()).unwrap_or_default();
        let (done, total) = self.counts();
        if total == 0 {
            phase
        } else {
            let counted = match self.0.in_percent.load(Ordering::Relaxed) {
                true => format!("{} %", done as u128 * 100 / total as u128),
                false => format!("{} of {}", thousands(done), thousands(total)),
            };
            if phase.is_empty() {
                counted
            } else {
                format!("{phase}, {counted}")
            }
        }
    }
}

/// A job under way.
pub struct Running {
    /// What it does, e.g. "Creating the request file".
    pub title: &'static str,
    /// Its progress.
    pub ticket: Ticket,
    /// When it began.
    pub since: Instant,
}

impl Running {
    /// Whether it has run long enough to be worth showing: shorter work would only flicker.
    pub fn is_worth_showing(&self) -> bool {
        self.since.elapsed() >= Duration::from_millis(250)
    }
}

/// How long a district that is closed waits at most for background work to let go of its file. The work looks whether
/// it was stopped every thousand students, which takes milliseconds.
const LETS_GO_WITHIN: Duration = Duration::from_secs(5);

/// Work in the background of an open district, beside the job. To drop it stops it, and waits until it holds the
/// district's file no longer: who closes a district may open it again at once.
pub struct Background {
    /// Tells its reports from those of work that was given up.
    pub(super) run: u64,
    /// Its progress; to cancel it stops the whole work.
    pub(super) ticket: Ticket,
    /// The part that a person may stop, the work itself going on.
    pub(super) part: Ticket,
    /// Ends when the work has let go of the store.
    pub(super) lets_go: Receiver<std::convert::Infallible>,
}

impl Drop for Background {
    fn drop(&mut self) {
        self.part.cancel();
        self.ticket.cancel();
        // Nothing is ever sent: it is waited for the other end to go.
        let _ = self.lets_go.recv_timeout(LETS_GO_WITHIN);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_told_in_things_a_person_knows_or_in_percent() {
        let ticket = Ticket::default();
        ticket.phase_in_percent("Reading the file");
        ticket.step(83_955_152, 186_879_024);
        assert_eq!(ticket.text(), "Reading the file, 44 %");
        ticket.phase("Comparing");
        ticket.step(12_000, 100_000);
        assert_eq!(ticket.text(), "Comparing, 12,000 of 100,000");
    }
}
