//! Looks for pairs of profiles that may be one student, in the background: everybody once after a district was opened,
//! then whoever an operation touched.
//!
//! The engine is read once and then kept true by small changes in place, which needs it to have one owner. While pairs
//! are being compared the comparing thread owns it too, so changes that come meanwhile wait until it has ended (a few
//! seconds in the largest district) and are then compared themselves: nothing is ever copied.

use super::Core;
use super::background::Lent;
use super::comparing::{Compared, Found, compare, report_read};
use super::reloading::{FEW, let_go};
use crate::app::alike::Alike;
use crate::app::state::{Counted, ListedPair, Looking, PairKeys, Pending};
use crate::app::work::duplicates::{self, Judged};
use crate::domain::ids::StudentKey;
use crate::store::StoreError;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// When one in so many students changed, everybody is compared anew: that is quicker than to compare each of them with
/// everybody.
const LARGE_PART: usize = 8;

impl Core {
    /// Reads every profile and compares them: after a district was opened.
    pub(super) fn look_for_duplicates(&mut self) {
        self.read_decisions();
        self.read_profiles();
    }

    /// Looks again, among everybody.
    pub(super) fn look_again(&mut self) {
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        if matches!(d.looking, Looking::Reading | Looking::Comparing) {
            return;
        }
        if d.counted.times > 0 {
            let listed = d.pairs.iter().map(|p| p.pair);
            d.before.get_or_insert_default().extend(listed);
        }
        d.pairs.clear();
        d.keep = false;
        d.pending.scan = true;
        d.pending.read |= d.alike.is_none() && d.running.is_none();
        d.looking = if d.alike.is_some() {
            Looking::Comparing
        } else {
            Looking::Reading
        };
        self.relist();
        self.compare_on();
    }

    /// Stops comparing at once. Profiles that are being read are read to the end: other screens ask the engine too.
    pub(super) fn stop_looking(&mut self) {
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        if !matches!(d.looking, Looking::Reading | Looking::Comparing) {
            return;
        }
        d.pending.scan = false;
        let (done, total) = match (&d.running, &d.looking) {
            (Some(b), Looking::Comparing) => b.part.counts(),
            _ => (0, 0),
        };
        if let Some(b) = &d.running {
            b.part.cancel();
        }
        d.looking = Looking::Stopped(done, total);
        d.generation += 1;
    }

    /// An operation touched these profiles, or possibly anybody: they are compared again.
    pub(super) fn compare_touched(&mut self, touched: &[StudentKey], anybody: bool) {
        self.read_decisions();
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        if d.looking == Looking::NotBegun || (touched.is_empty() && !anybody) {
            return;
        }
        if anybody {
            d.pending.read = true;
            d.sentences.clear();
        } else {
            d.pending.touched.extend_from_slice(touched);
            let touched: HashSet<_> = touched.iter().collect();
            d.sentences
                .retain(|pair, _| !touched.contains(&pair.0) && !touched.contains(&pair.1));
        }
        self.compare_on();
        self.look_at_pair();
    }

    /// Does what waited for the work in the background to end.
    pub(super) fn compare_on(&mut self) {
        let (today, job) = (self.today, self.job.is_some());
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        if d.running.is_some() || d.pending.is_empty() {
            return;
        }
        let Some(alike) = d.alike.as_mut().filter(|_| !d.pending.read) else {
            return self.read_profiles();
        };
        if d.pending.touched.is_empty() {
            d.pending.scan = false;
            return self.compare_in_background(None);
        }
        let own = Arc::get_mut(alike);
        if own.is_none() && job {
            // The job holds the engine: it is changed when that has ended.
            return;
        }
        let mut touched = std::mem::take(&mut d.pending.touched);
        touched.sort_unstable();
        touched.dedup();
        let few = touched.len() <= FEW;
        let stopped = matches!(d.looking, Looking::Stopped(..));
        let many = !few && !stopped && touched.len() * LARGE_PART > s.roll.cards().len();
        let everybody = std::mem::take(&mut d.pending.scan) || many;
        if many {
            d.looking = Looking::Comparing;
            d.keep = !d.pairs.is_empty();
        }
        match own.filter(|_| few) {
            Some(alike) => {
                let read = s.store.read();
                if let Err(e) = read.and_then(|r| alike.refresh(&r, &touched, today)) {
                    return self.cannot_look(&e);
                }
                if alike.is_outgrown() {
                    return self.read_profiles();
                }
                self.judge_again(&touched);
                self.compare_in_background((!everybody).then_some(touched));
            }
            None => self.refresh_many(touched, everybody),
        }
    }

    /// Reads every profile anew and compares them, unless a person had stopped that. Pairs that were found before stay
    /// listed until there are others.
    fn read_profiles(&mut self) {
        let today = self.today;
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        d.pending = Pending::default();
        if let Some(old) = d.alike.take() {
            let_go(old);
        }
        let compare_too = !matches!(d.looking, Looking::Stopped(..));
        if compare_too {
            d.looking = Looking::Reading;
            d.keep = !d.pairs.is_empty();
        }
        d.generation += 1;
        self.start_background(
            "Reading the profiles",
            move |ticket, part, reports, lent| {
                ticket.phase("Reading the profiles");
                let read = lent.store.read().and_then(|reader| {
                    let alike = Alike::read(&reader, today, &|done, total| ticket.step(done, total))?;
                    let judged = duplicates::judged(&reader, &alike, today, ticket)?;
                    Ok((Arc::new(alike), judged))
                });
                drop(lent);
                match read {
                    Ok((alike, judged)) => {
                        report_read(reports, &alike, judged);
                        if compare_too {
                            compare(&alike, None, ticket, part, reports);
                        }
                    }
                    Err(StoreError::Cancelled) => {}
                    Err(e) => reports.send(move |core| core.cannot_look(&e)),
                }
            },
            Self::looked,
        );
    }

    /// Takes over what an operation changed in many profiles. Meanwhile the engine belongs to the work alone.
    fn refresh_many(&mut self, touched: Vec<StudentKey>, everybody: bool) {
        let today = self.today;
        let Some(s) = self.session() else { return };
        let Some(mut alike) = s.duplicates.alike.take() else {
            return;
        };
        self.start_background(
            "Reading changed profiles",
            move |ticket, part, reports, lent: Lent| {
                let read = lent.store.read().and_then(|reader| {
                    Arc::make_mut(&mut alike).refresh(&reader, &touched, today)?;
                    if alike.is_outgrown() {
                        ticket.phase("Reading the profiles");
                        alike = Arc::new(Alike::read(&reader, today, &|done, total| {
                            ticket.step(done, total)
                        })?);
                    }
                    duplicates::judged(&reader, &alike, today, ticket)
                });
                drop(lent);
                match read {
                    Ok(judged) => report_read(reports, &alike, judged),
                    Err(e) => return reports.send(move |core| core.cannot_look(&e)),
                }
                compare(&alike, (!everybody).then_some(touched), ticket, part, reports);
            },
            Self::looked,
        );
    }

    /// Compares everybody, or these with everybody.
    fn compare_in_background(&mut self, changed: Option<Vec<StudentKey>>) {
        let Some(s) = self.session() else { return };
        let Some(alike) = s.duplicates.alike.clone() else {
            return;
        };
        self.start_background(
            "Looking for duplicates",
            move |ticket, part, reports, lent| {
                drop(lent);
                compare(&alike, changed, ticket, part, reports);
            },
            Self::looked,
        );
    }

    pub(super) fn cannot_look(&mut self, e: &StoreError) {
        let Some(s) = self.session() else { return };
        s.duplicates.alike = None;
        s.duplicates.looking = Looking::Failed(e.to_string());
        s.duplicates.generation += 1;
    }

    /// The work in the background has ended.
    fn looked(&mut self, broken: bool) {
        if broken && let Some(s) = self.session() {
            s.duplicates.looking =
                Looking::Failed("Looking stopped because of a fault in the program.".into());
            s.duplicates.pending = Pending::default();
            s.duplicates.generation += 1;
            return;
        }
        self.compare_on();
    }

    pub(super) fn profiles_read(&mut self, alike: Arc<Alike>, judged: HashMap<PairKeys, Judged>) {
        let Some(s) = self.session() else { return };
        let d = &mut s.duplicates;
        let is_first = d.alike.is_none();
        d.alike = Some(alike);
        d.judged = judged;
        if d.looking == Looking::Reading {
            d.looking = Looking::Comparing;
        }
        self.relist();
        self.look_at_pair();
        if is_first {
            self.look_at_roster_for_alike();
        }
    }

    /// Pairs as they come, while everybody is compared and the list fills. While another comparison waits to begin they are
    /// those of one that was stopped, and would be listed twice.
    pub(super) fn pairs_found(&mut self, found: Vec<Found>) {
        let comparing = self.session().is_some_and(|s| {
            let d = &s.duplicates;
            d.looking == Looking::Comparing && !d.keep && !d.pending.scan
        });
        if comparing {
            self.list_pairs(found);
        }
    }

    pub(super) fn compared(&mut self, done: Compared) {
        let now = self.stamp().now;
        let Some(s) = self.session() else { return };
        let students = s.roll.cards().len();
        let d = &mut s.duplicates;
        let mut before = None;
        match &done.changed {
            Some(changed) => {
                let changed: HashSet<_> = changed.iter().collect();
                d.pairs
                    .retain(|p| !changed.contains(&p.pair.0) && !changed.contains(&p.pair.1));
                d.counted.again += changed.len();
            }
            None if matches!(d.looking, Looking::Stopped(..)) => return,
            None => {
                let listed: HashSet<PairKeys> = d.pairs.drain(..).map(|p| p.pair).collect();
                if d.keep {
                    d.before.get_or_insert_default().extend(listed);
                }
                before = Some(d.before.take());
                d.looking = Looking::Done;
                d.counted = Counted {
                    students,
                    pairs: done.pairs,
                    seconds: done.seconds,
                    split: done.split,
                    again: 0,
                    at: Some(now),
                    new: None,
                    times: d.counted.times + 1,
                };
            }
        }
        self.list_pairs(done.found);
        // What is asked about is known once the pairs are listed with what was decided of them.
        if let Some(s) = self.session()
            && let Some(before) = before.flatten()
        {
            let new = |p: &&ListedPair| p.is_asked() && !before.contains(&p.pair);
            s.duplicates.counted.new = Some(s.duplicates.pairs.iter().filter(new).count());
        }
    }
}

#[cfg(test)]
#[path = "looking_tests.rs"]
mod tests;
