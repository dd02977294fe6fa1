//! Every profile of the open district, ready to be compared: one engine for all places that ask whether two are one.

use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Explanation, Gathering, Matcher, Pair, Person, Scan};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use std::collections::HashMap;

/// Every profile that is not retired, ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Alike {
    matcher: Matcher,
    keys: Vec<StudentKey>,
    at: HashMap<StudentKey, u32>,
}

/// A profile that is like a person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlikeProfile {
    /// The profile.
    pub key: StudentKey,
    /// The total in bits.
    pub bits: f32,
    /// The band.
    pub band: Band,
}

impl Alike {
    /// Reads every profile and makes it ready.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn read(
        reader: &Reader,
        today: NaiveDate,
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Result<Self, StoreError> {
        let total = reader.count()? as u64;
        let mut keys = Vec::new();
        let mut gathering = Gathering::default();
        reader.for_each_student(|student, _| {
            if keys.len().is_multiple_of(1024) && !progress(keys.len() as u64, total) {
                return Err(StoreError::Cancelled);
            }
            if student.retired_into.is_none() {
                keys.push(student.key);
                gathering.push(&Person::of(&student, today));
            }
            Ok(())
        })?;
        let matcher = gathering.finish(progress).ok_or(StoreError::Cancelled)?;
        let at = keys.iter().copied().zip(0..).collect();
        Ok(Self { matcher, keys, at })
    }

    /// Takes over what an operation changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(
        &mut self,
        reader: &Reader,
        touched: &[StudentKey],
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let mut changes = Vec::new();
        for key in touched {
            let student = reader.student(*key)?.filter(|s| s.retired_into.is_none());
            let at = match (self.at.get(key), &student) {
                (Some(at), _) => *at,
                (None, Some(_)) => {
                    let at = self.keys.len() as u32;
                    self.keys.push(*key);
                    self.at.insert(*key, at);
                    at
                }
                (None, None) => continue,
            };
            changes.push((at, student.map(|s| Person::of(&s, today))));
        }
        self.matcher.change(changes.into_iter());
        Ok(())
    }

    /// Whether so many came or went that the profiles have to be read anew: see [`Matcher::is_outgrown`].
    pub fn is_outgrown(&self) -> bool {
        self.matcher.is_outgrown()
    }

    /// The profile at a place of a [`Pair`].
    pub fn key(&self, at: u32) -> StudentKey {
        self.keys[at as usize]
    }

    /// Profiles like a person, the likeliest first, at least as sure as `least`; `own` is left out.
    pub fn like(&self, person: &Person, own: Option<StudentKey>, least: Band) -> Vec<AlikeProfile> {
        let own = own.and_then(|k| self.at.get(&k).copied());
        self.matcher
            .like(person, own, least)
            .into_iter()
            .map(|l| AlikeProfile {
                key: self.key(l.at),
                bits: l.bits,
                band: l.band,
            })
            .collect()
    }

    /// Why two persons may be one.
    pub fn explain(&self, a: &Person, b: &Person) -> Explanation {
        self.matcher.explain(a, b)
    }

    /// Finds pairs that may be one: see [`Matcher::scan`].
    pub fn scan(
        &self,
        changed: Option<&[StudentKey]>,
        min: f32,
        found: &(dyn Fn(&[Pair]) + Sync),
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Option<Scan> {
        let places: Option<Vec<u32>> =
            changed.map(|keys| keys.iter().filter_map(|k| self.at.get(k).copied()).collect());
        self.matcher.scan(places.as_deref(), min, found, progress)
    }

    /// How many profiles were read or came since; one that was merged away since is still counted.
    pub fn count(&self) -> usize {
        self.keys.len()
    }
}
