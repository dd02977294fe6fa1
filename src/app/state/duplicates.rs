//! What the Duplicates tab shows.

use crate::app::alike::Alike;
use crate::app::job::{Background, Ticket};
use crate::app::work::duplicates::{Judged, PairState, Remembered};
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Decision, Explanation};
use crate::domain::student::{Student, Timestamp};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Two profiles, the smaller key first.
pub type PairKeys = (StudentKey, StudentKey);

/// The Duplicates tab, and the engine that other screens ask too.
#[derive(Default)]
pub struct DuplicatesState {
    /// Every profile, ready to be compared; `None` until they were read, and for a moment while many are read anew.
    pub alike: Option<Arc<Alike>>,
    /// How far the search for pairs is.
    pub looking: Looking,
    /// What was compared when everybody was.
    pub counted: Counted,
    /// Pairs that may be one student, in no particular order.
    pub pairs: Vec<ListedPair>,
    /// How many there are of each kind.
    pub tally: PairTally,
    /// What was decided, newest first.
    pub decisions: Vec<Remembered>,
    /// The pair looked at.
    pub selected: Option<PairKeys>,
    /// Its two profiles and why they may be one.
    pub looked: Option<LookedPair>,
    /// Every reason of the pairs that were in sight, in a line each.
    pub sentences: HashMap<PairKeys, String>,
    /// Counts up whenever what is shown changed, so that lists know when to be remade.
    pub generation: u64,
    /// How each decision stands.
    pub(in crate::app) judged: HashMap<PairKeys, Judged>,
    /// The pairs that were listed before a person let everybody be compared anew.
    pub(in crate::app) before: Option<HashSet<PairKeys>>,
    /// Whether the pairs listed were found before everybody is compared anew, and stay until that has ended.
    pub(in crate::app) keep: bool,
    /// The work in the background.
    pub(in crate::app) running: Option<Background>,
    /// What waits for it to end.
    pub(in crate::app) pending: Pending,
}

impl DuplicatesState {
    /// How far the comparison under way is, when a person may stop it.
    pub fn progress(&self) -> Option<&Ticket> {
        let busy = matches!(self.looking, Looking::Reading | Looking::Comparing);
        self.running
            .as_ref()
            .filter(|_| busy)
            .map(|b| match self.looking {
                Looking::Reading => &b.ticket,
                _ => &b.part,
            })
    }

    /// What was decided about a pair.
    pub fn decision(&self, pair: PairKeys) -> Option<&Decision> {
        let line = self.decisions.iter().find(|d| d.decision.pair == pair);
        line.map(|d| &d.decision)
    }

    /// How the decision about a pair stands; `None` when nothing was decided.
    pub fn standing(&self, pair: PairKeys) -> Option<&PairState> {
        self.judged.get(&pair).map(|j| &j.state)
    }
}

/// How many pairs there are of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PairTally {
    /// Asked about, in the surest band.
    pub very_likely: usize,
    /// Asked about, in the band a person should look at.
    pub check: usize,
    /// Asked about, as likely not.
    pub possible: usize,
    /// Asked about again although they were decided; they are counted in their band too.
    pub returned: usize,
    /// Put aside until a day.
    pub parked: usize,
    /// Decided, and not asked about.
    pub decided: usize,
    /// Very likely, to be checked, or returned: what the list begins with.
    pub to_do: usize,
    /// Everything that is asked about.
    pub asked: usize,
}

impl PairTally {
    /// Counts a pair.
    pub(in crate::app) fn add(&mut self, pair: &ListedPair) {
        match pair.state {
            PairState::Parked(_) => self.parked += 1,
            PairState::Decided(_) => self.decided += 1,
            PairState::Open | PairState::Returned(_) => {
                self.asked += 1;
                self.returned += usize::from(pair.returned());
                self.to_do += usize::from(pair.is_to_do());
                match pair.band {
                    Some(Band::VeryLikely) => self.very_likely += 1,
                    Some(Band::Check) => self.check += 1,
                    Some(Band::Possible) => self.possible += 1,
                    None => {}
                }
            }
        }
    }
}

impl ListedPair {
    /// Whether a person is asked to look at it.
    pub fn is_asked(&self) -> bool {
        matches!(self.state, PairState::Open) || self.returned()
    }

    /// Whether it was decided and is asked about again.
    pub fn returned(&self) -> bool {
        matches!(self.state, PairState::Returned(_))
    }

    /// Whether it stands in the list that is shown first: very likely, to be checked, or returned.
    pub fn is_to_do(&self) -> bool {
        self.is_asked() && (self.band >= Some(Band::Check) || self.returned())
    }
}

/// How far the search for pairs is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Looking {
    /// Not begun.
    #[default]
    NotBegun,
    /// The profiles are being read.
    Reading,
    /// They are being compared; pairs come in.
    Comparing,
    /// A person stopped it when so many of so many students were compared.
    Stopped(usize, usize),
    /// Everybody was compared.
    Done,
    /// It could not be done; why, in a sentence.
    Failed(String),
}

/// What was compared, to be told honestly.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Counted {
    /// Students.
    pub students: usize,
    /// Pairs that were looked at.
    pub pairs: u64,
    /// How long it took.
    pub seconds: f32,
    /// Values that too many share to compare all of them by, in words.
    pub split: Vec<String>,
    /// Students who changed since and were compared again.
    pub again: usize,
    /// When it ended; `None` before the first time.
    pub at: Option<Timestamp>,
    /// How many pairs are asked about that were not listed before; `None` when nothing had been listed before.
    pub new: Option<usize>,
    /// How often everybody was compared since the district was opened.
    pub times: usize,
}

/// A pair that may be one student.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedPair {
    /// The two profiles.
    pub pair: PairKeys,
    /// The total in bits.
    pub bits: f32,
    /// The band; `None` for a parked pair that would not be listed by its bits.
    pub band: Option<Band>,
    /// Whether it is asked about.
    pub state: PairState,
    /// Whether the comparison found it; else it is listed for what was decided about it.
    pub(in crate::app) found: bool,
}

/// A pair looked at.
pub struct LookedPair {
    /// The two.
    pub pair: PairKeys,
    /// The first profile.
    pub first: Box<Student>,
    /// The second.
    pub second: Box<Student>,
    /// Why they may be one student, or not.
    pub why: Explanation,
}

/// What waits for the work in the background to end.
#[derive(Default)]
pub(in crate::app) struct Pending {
    /// To read every profile anew, and to compare everybody.
    pub read: bool,
    /// To compare everybody.
    pub scan: bool,
    /// Profiles that changed.
    pub touched: Vec<StudentKey>,
}

impl Pending {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        !self.read && !self.scan && self.touched.is_empty()
    }
}
