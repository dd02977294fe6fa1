//! Duplicates: the list of pairs, the pair looked at, decisions. How the pairs are found is in `looking.rs`.

use super::Core;
use super::comparing::Found;
use crate::app::command::{Command, DuplicatesCommand, MergeCommand};
use crate::app::notice::{Level, Notice};
use crate::app::state::{ListedPair, LookedPair, PairKeys, PairTally};
use crate::app::work::WorkError;
use crate::app::work::duplicates::{self, PairState};
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Person, Verdict, pair_of};
use crate::domain::merge::first_is_source;
use crate::store::StoreError;
use std::collections::HashSet;

/// So many pairs are in sight at most.
const IN_SIGHT: usize = 100;

impl Core {
    pub(super) fn run_duplicates(&mut self, command: DuplicatesCommand) {
        use DuplicatesCommand as D;
        match command {
            D::Scan => self.look_again(),
            D::StopScan => self.stop_looking(),
            D::Select(pair) => {
                if let Some(s) = self.session() {
                    s.duplicates.selected = pair.map(|(a, b)| pair_of(a, b));
                }
                self.look_at_pair();
            }
            D::Explain(pairs) => self.explain_pairs(&pairs),
            D::Compare(pair) => self.compare_pair(pair),
            D::Decide {
                pair,
                verdict,
                reason,
            } => self.decide_pair(pair, verdict, &reason),
            D::Revoke(pair) => self.revoke_decision(pair),
            D::Print(list) => self.print_pairs(list),
            D::AskSave(kind, list) => self.ask_save_pairs(kind, list),
            D::SaveTo(kind, path, list) => self.save_pairs(kind, &path, list),
        }
    }

    /// Adds pairs that were found to the list.
    pub(super) fn list_pairs(&mut self, found: Vec<Found>) {
        let Some(s) = self.session() else { return };
        let listed = found.into_iter().map(|(pair, bits, band)| ListedPair {
            pair,
            bits,
            band: Some(band),
            state: PairState::Open,
            found: true,
        });
        s.duplicates.pairs.extend(listed);
        self.relist();
    }

    /// Says of every pair of the list what was decided about it, and lists what is parked or waits for its merge whether it
    /// was found or not.
    pub(super) fn relist(&mut self) {
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        d.pairs.retain(|p| p.found);
        let mut there = HashSet::new();
        for p in &mut d.pairs {
            p.state = match d.judged.get(&p.pair) {
                Some(judged) => {
                    there.insert(p.pair);
                    judged.state.clone()
                }
                None => PairState::Open,
            };
        }
        for (pair, judged) in &d.judged {
            if judged.always && !there.contains(pair) {
                d.pairs.push(ListedPair {
                    pair: *pair,
                    bits: judged.bits,
                    band: judged.band,
                    state: judged.state.clone(),
                    found: false,
                });
            }
        }
        d.tally = PairTally::default();
        for p in &d.pairs {
            d.tally.add(p);
        }
        d.generation += 1;
    }

    /// Reads what was decided, and how that stands where it is another decision than before.
    pub(super) fn read_decisions(&mut self) {
        let Some(s) = self.session() else { return };
        let read = s.store.read().and_then(|reader| duplicates::decisions(&reader));
        let decisions = match read {
            Ok(decisions) => decisions,
            Err(e) => return self.tell_error(&e.into()),
        };
        let d = &mut s.duplicates;
        if d.decisions == decisions {
            return;
        }
        let before = std::mem::replace(&mut d.decisions, decisions);
        let mut other: HashSet<PairKeys> = HashSet::new();
        let (old, new): (HashSet<_>, HashSet<_>) = (
            before.iter().map(as_decided).collect(),
            d.decisions.iter().map(as_decided).collect(),
        );
        other.extend(old.symmetric_difference(&new).map(|d| d.0));
        self.judge(&|pair| other.contains(&pair));
    }

    /// Looks again how the decisions about these profiles stand.
    pub(super) fn judge_again(&mut self, touched: &[StudentKey]) {
        let touched: HashSet<_> = touched.iter().copied().collect();
        self.judge(&|(a, b)| touched.contains(&a) || touched.contains(&b));
    }

    fn judge(&mut self, which: &dyn Fn(PairKeys) -> bool) {
        let today = self.today;
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        // Until the profiles are read nothing is listed; then every decision is looked at.
        let Some(alike) = &d.alike else { return };
        d.judged.retain(|pair, _| !which(*pair));
        let judged = s.store.read().and_then(|reader| {
            for line in d.decisions.iter().filter(|l| which(l.decision.pair)) {
                if let Some(judged) = duplicates::judge(&reader, alike, &line.decision, today)? {
                    d.judged.insert(line.decision.pair, judged);
                }
            }
            Ok(())
        });
        if let Err(e) = judged {
            return self.tell_error(&e.into());
        }
        self.relist();
    }

    /// Looks at the selected pair as it is now.
    pub(super) fn look_at_pair(&mut self) {
        let today = self.today;
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        let Some((a, b)) = d.selected else {
            d.looked = None;
            return;
        };
        let read = s
            .store
            .read()
            .and_then(|r| Ok::<_, StoreError>(r.student(a)?.zip(r.student(b)?)));
        match read {
            Ok(both) => {
                let looked = both.zip(d.alike.as_ref()).map(|((first, second), alike)| {
                    let why = alike.explain(&Person::of(&first, today), &Person::of(&second, today));
                    LookedPair {
                        pair: (a, b),
                        first: Box::new(first),
                        second: Box::new(second),
                        why,
                    }
                });
                d.looked = looked;
            }
            Err(e) => self.tell_error(&e.into()),
        }
    }

    /// Puts the reasons of pairs into words, for the rows in sight.
    fn explain_pairs(&mut self, pairs: &[PairKeys]) {
        let today = self.today;
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        let Some(alike) = &d.alike else { return };
        let said = s.store.read().and_then(|reader| {
            for pair in pairs.iter().take(IN_SIGHT) {
                let both = reader.student(pair.0)?.zip(reader.student(pair.1)?);
                let sentence = both.map(|(a, b)| {
                    let why = alike.explain(&Person::of(&a, today), &Person::of(&b, today));
                    why.whole()
                });
                d.sentences.insert(*pair, sentence.unwrap_or_default());
            }
            Ok(())
        });
        if let Err(e) = said {
            self.tell_error(&e.into());
        }
    }

    /// Opens Merge Student Profiles with the two.
    pub(super) fn compare_pair(&mut self, (a, b): PairKeys) {
        let Some(s) = self.session() else { return };
        let read = s
            .store
            .read()
            .and_then(|r| Ok::<_, StoreError>(r.student(a)?.zip(r.student(b)?)));
        match read {
            Ok(Some((first, second))) => {
                let (source, target) = if first_is_source(&first, &second) {
                    (a, b)
                } else {
                    (b, a)
                };
                let sources = vec![source];
                self.command(Command::Merge(MergeCommand::Start { target, sources }));
                self.command(Command::Merge(MergeCommand::OpenReview));
            }
            Ok(None) => self.tell(Notice::new(
                Level::Attention,
                "One of the two profiles is no longer here.",
            )),
            Err(e) => self.tell_error(&e.into()),
        }
    }

    fn decide_pair(&mut self, pair: PairKeys, verdict: Verdict, reason: &str) {
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let Some(s) = self.session() else { return };
        let Some(alike) = &s.duplicates.alike else {
            return self.tell(Notice::new(Level::Info, STILL_READING));
        };
        let done = duplicates::decide(&s.store, pair, verdict, reason, alike, &stamp);
        self.decided(done);
    }

    fn revoke_decision(&mut self, pair: PairKeys) {
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let Some(s) = self.session() else { return };
        let done = duplicates::revoke(&s.store, pair, &stamp);
        self.decided(done);
    }

    fn decided(&mut self, done: Result<crate::store::Committed, WorkError>) {
        match done {
            Ok(done) => {
                self.clear_done();
                self.committed(&done, None);
                self.tell(
                    Notice::done(format!("{}.", done.operation.what.sentence()))
                        .hint("You can undo this in History."),
                );
            }
            Err(e) => self.tell_error(&e),
        }
    }
}

/// What is said while the engine is not there yet.
const STILL_READING: &str = "The profiles are still being read. Try again in a moment.";

/// What makes a decision another one than before.
fn as_decided(line: &duplicates::Remembered) -> (PairKeys, i64, Verdict, &str) {
    let d = &line.decision;
    (d.pair, d.at.timestamp_micros(), d.verdict, &d.reason)
}
