//! What SSID Process shows of look-alikes before New.

use crate::app::work::before_new::{AskedPair, InRequest, students};
use crate::domain::ids::StudentKey;
use crate::domain::request::Scope;
use std::collections::BTreeSet;

/// For which file it was looked: a change of any of these asks anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedFor {
    /// The schools and options; blank when nobody would be sent.
    pub scope: Scope,
    /// Whether the override was on.
    pub override_retrieve: bool,
    /// The state of the records.
    pub generation: u64,
}

/// Look-alikes before New.
#[derive(Default)]
pub struct BeforeNew {
    /// For which file it was looked last; `None` before the first time.
    pub looked: Option<LookedFor>,
    /// Students who would be sent, and whom they look like, the surest first.
    pub pairs: Vec<AskedPair>,
    /// Students in New requests that have no response yet, and whom they look like by now: a warning only.
    pub in_requests: Vec<InRequest>,
    /// Students left out of the next file.
    pub left_out: BTreeSet<StudentKey>,
    /// Whether the list is shown.
    pub shown: bool,
}

impl BeforeNew {
    /// Students of whom somebody has to say something before New.
    pub fn unanswered(&self) -> usize {
        students(self.pairs.iter().filter(|p| !p.settled_by(&self.left_out)))
    }

    /// The pair of these two, whether of the next file or of a request.
    pub fn pair(&self, both: (StudentKey, StudentKey)) -> Option<&AskedPair> {
        let requested = self.in_requests.iter().map(|r| &r.pair);
        let mut all = self.pairs.iter().chain(requested);
        all.find(|p| (p.sent.key, p.known.key) == both)
    }

    /// Puts the list away once nothing is left on it.
    pub fn close_when_empty(&mut self) {
        self.shown &= !self.pairs.is_empty() || !self.in_requests.is_empty();
    }

    /// Students of the list who are left out of the file.
    pub fn held_back(&self) -> usize {
        students(self.pairs.iter().filter(|p| self.left_out.contains(&p.sent.key)))
    }
}
