//! Comparing profiles on the thread of the background: what it finds is reported as it comes, and whole at the end.

use super::background::Reports;
use crate::app::alike::Alike;
use crate::app::job::Ticket;
use crate::app::state::PairKeys;
use crate::app::work::duplicates::Judged;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Pair};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Pairs are reported as they are found, but not more often than this.
const BETWEEN_REPORTS: Duration = Duration::from_millis(100);

/// A pair as a scan finds it.
pub(super) type Found = (PairKeys, f32, Band);

/// What a comparison that ended brings back.
pub(super) struct Compared {
    /// Whom it was about; `None` for everybody.
    pub changed: Option<Vec<StudentKey>>,
    /// The pairs, the surest first.
    pub found: Vec<Found>,
    /// Pairs that were looked at.
    pub pairs: u64,
    /// How long it took.
    pub seconds: f32,
    /// Values that too many share, in words.
    pub split: Vec<String>,
}

/// Hands the engine over.
pub(super) fn report_read(reports: &Reports, alike: &Arc<Alike>, judged: HashMap<PairKeys, Judged>) {
    let alike = Arc::clone(alike);
    reports.send(move |core| core.profiles_read(alike, judged));
}

/// Compares everybody, or `changed` with everybody, and reports. `part` is what a person may stop.
pub(super) fn compare(
    alike: &Alike,
    changed: Option<Vec<StudentKey>>,
    ticket: &Ticket,
    part: &Ticket,
    reports: &Reports,
) {
    let keyed = |p: &Pair| -> Found {
        let (a, b) = (alike.key(p.a), alike.key(p.b));
        ((a.min(b), a.max(b)), p.bits, p.band)
    };
    let begun = Instant::now();
    let waiting: Mutex<(Instant, Vec<Found>)> = Mutex::new((begun, Vec::new()));
    let all = changed.is_none();
    let found = |pairs: &[Pair]| {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.1.extend(pairs.iter().map(keyed));
        if all && waiting.0.elapsed() >= BETWEEN_REPORTS {
            waiting.0 = Instant::now();
            let batch = std::mem::take(&mut waiting.1);
            reports.send(move |core| core.pairs_found(batch));
        }
    };
    let progress = |done, total| part.step(done, total) && !ticket.is_cancelled();
    let Some(scan) = alike.scan(changed.as_deref(), Band::Possible.least(), &found, &progress) else {
        return;
    };
    let done = Compared {
        changed,
        found: scan.pairs.iter().map(keyed).collect(),
        pairs: scan.compared,
        seconds: begun.elapsed().as_secs_f32(),
        split: scan.split,
    };
    reports.send(move |core| core.compared(done));
}
