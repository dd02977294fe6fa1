//! Goes through everybody, or those who changed, on all cores, and finds the pairs that may be one person.

use super::band::{Band, CHECK};
use super::compare::Comparer;
use super::index::NEIGHBOURS;
use super::keys::{Keys, Kind};
use super::level::Levels;
use super::matcher::{Matcher, is_raised, rare};
use crate::domain::text::thousands;
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

/// Two persons who may be one, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The place of the first; always smaller than `b`.
    pub a: u32,
    /// The place of the second.
    pub b: u32,
    /// The total in bits.
    pub bits: f32,
    /// The band.
    pub band: Band,
}

/// What a scan found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scan {
    /// The pairs, the surest first.
    pub pairs: Vec<Pair>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Values that too many share to compare all of them by, in words, e.g. "phone 8015550100: 1,204 students". They
    /// were compared by what else they share.
    pub split: Vec<String>,
}

impl Matcher {
    /// Finds pairs of at least `min` bits (those a rule raises count as where *check* begins): among all, or only those
    /// with one of `changed` in it. Finds are handed to `found` as they come; `progress` gets persons done and persons in all, and stops it by `false`.
    /// `None` when it was stopped.
    pub fn scan(
        &self,
        changed: Option<&[u32]>,
        min: f32,
        found: &(dyn Fn(&[Pair]) + Sync),
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Option<Scan> {
        let everybody: Vec<u32>;
        let places: &[u32] = match changed {
            Some(changed) => changed,
            None => {
                everybody = (0..self.rows.len() as u32).collect();
                &everybody
            }
        };
        let is_changed = changed.map(|changed| {
            let mut is = vec![false; self.rows.len()];
            for at in changed {
                if let Some(is) = is.get_mut(*at as usize) {
                    *is = true;
                }
            }
            is
        });
        let total = places.len() as u64;
        let done = AtomicU64::new(0);
        let compared = AtomicU64::new(0);
        let stopped = AtomicBool::new(!progress(0, total));
        let chunks: Vec<Vec<Pair>> = self.on_all_cores(places, |probe, chunk| {
            let mut pairs = Vec::new();
            if stopped.load(Relaxed) {
                return pairs;
            }
            let before = probe.compared;
            // Where nobody ever was there is nobody to compare.
            for at in chunk.iter().filter(|at| (**at as usize) < self.rows.len()) {
                let after = changed.is_none().then_some(*at);
                probe.visit(*at, after, |other, levels, rare| {
                    // Of two changed ones the first one finds the pair.
                    let twice = is_changed
                        .as_ref()
                        .is_some_and(|is| other < *at && is[other as usize]);
                    if let Some((bits, band)) = self.verdict(&levels, rare)
                        && !twice
                        && (bits >= min || CHECK >= min && is_raised(&levels))
                    {
                        let (a, b) = (*at.min(&other), *at.max(&other));
                        pairs.push(Pair { a, b, bits, band });
                    }
                });
            }
            if !pairs.is_empty() {
                found(&pairs);
            }
            compared.fetch_add(probe.compared - before, Relaxed);
            let done = done.fetch_add(chunk.len() as u64, Relaxed) + chunk.len() as u64;
            if !progress(done, total) {
                stopped.store(true, Relaxed);
            }
            pairs
        });
        if stopped.into_inner() {
            return None;
        }
        let mut pairs: Vec<Pair> = chunks.into_iter().flatten().collect();
        pairs.par_sort_unstable_by(|x, y| {
            (y.band, y.bits, x.a, x.b)
                .partial_cmp(&(x.band, x.bits, y.a, y.b))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        Some(Scan {
            pairs,
            compared: compared.into_inner(),
            split: self.split(),
        })
    }

    /// Goes through places on all cores, a chunk at a time, with one probe for each core.
    pub(super) fn on_all_cores<T: Send>(
        &self,
        places: &[u32],
        work: impl Fn(&mut Probe<'_>, &[u32]) -> T + Sync,
    ) -> Vec<T> {
        const CHUNK: usize = 256;
        let next = AtomicUsize::new(0);
        let mut done: Vec<(usize, T)> = rayon::broadcast(|_| {
            let mut probe = Probe::new(self);
            let mut mine = Vec::new();
            loop {
                let chunk = next.fetch_add(1, Relaxed);
                let Some(rest) = places.get(chunk * CHUNK..).filter(|r| !r.is_empty()) else {
                    return mine;
                };
                mine.push((chunk, work(&mut probe, &rest[..rest.len().min(CHUNK)])));
            }
        })
        .into_iter()
        .flatten()
        .collect();
        // In the order of places, so that results come out the same in every run.
        done.sort_unstable_by_key(|(chunk, _)| *chunk);
        done.into_iter().map(|(_, t)| t).collect()
    }

    /// Values that too many share, in words.
    fn split(&self) -> Vec<String> {
        let mut out: Vec<(usize, String)> = self
            .index
            .split()
            .map(|s| {
                let what = match s.kind {
                    Kind::Phone => "one phone",
                    Kind::Email => "one e-mail",
                    Kind::Address => "one address",
                    Kind::Guardian => "one guardian's name",
                    Kind::StateId => "one State ID",
                    Kind::Number => "one student number",
                    Kind::DateAndName | Kind::DateAndFormal | Kind::DateAndInitial => "one birth date and like names",
                    Kind::Names | Kind::FormalAndLast => "like first and last names",
                    Kind::NameAndPartOfDate | Kind::LastAndPartOfDate => "like names and part of a birth date",
                };
                let mut sentence = format!(
                    "{} students share {what}: they were compared only where first name and year of birth are alike as well",
                    thousands(s.persons)
                );
                if s.crowd > 0 {
                    sentence.push_str(&format!(
                        "; of {} who are alike in that too, each was compared with {NEIGHBOURS} only",
                        thousands(s.crowd)
                    ));
                }
                (s.persons, sentence)
            })
            .collect();
        out.sort_unstable_by(|a, b| b.cmp(a));
        out.dedup();
        out.into_iter().map(|(_, sentence)| sentence).collect()
    }
}

/// Goes through those who share a key with a person, each once.
pub(super) struct Probe<'a> {
    matcher: &'a Matcher,
    comparer: Comparer<'a>,
    /// For each place, the last person that it was compared with, so that it is compared once.
    met: Vec<u32>,
    keys: Keys,
    compared: u64,
}

impl<'a> Probe<'a> {
    pub fn new(matcher: &'a Matcher) -> Self {
        Self {
            matcher,
            comparer: Comparer::new(&matcher.lexicon, matcher.weights.families),
            met: vec![u32::MAX; matcher.rows.len()],
            keys: Keys::new(),
            compared: 0,
        }
    }

    /// Calls `visit` with each person who may be the one at a place, how they agree, and what rare names add.
    pub fn visit(&mut self, at: u32, after: Option<u32>, mut visit: impl FnMut(u32, Levels, f32)) {
        let Self {
            matcher,
            comparer,
            met,
            keys,
            compared,
        } = self;
        let row = &matcher.rows[at as usize];
        matcher
            .index
            .candidates(&matcher.lexicon, row, after, keys, |other| {
                if other == at || met[other as usize] == at {
                    return;
                }
                met[other as usize] = at;
                *compared += 1;
                if let Some(levels) = comparer.compare(row, &matcher.rows[other as usize]) {
                    let rare = rare(&matcher.lexicon, row, &levels, &matcher.usual);
                    visit(other, levels, rare);
                }
            });
    }
}
