//! The General Student Table in memory: what its list, its search and Missing IDs need of every row.

use crate::domain::general::Card;
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Band, Likely, Matcher, Person};
use crate::domain::text::search_key;
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use memchr::memmem;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

/// The rows that are like each profile, beside a fingerprint of the profile as it was then.
type Known = HashMap<StudentKey, (u64, Box<[Likely]>)>;

/// Every row of the General Student Table, sorted by name, and ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct GeneralRoll {
    cards: Vec<Card>,
    /// The rows at the places of the cards.
    matcher: Matcher,
    /// Which rows are like a profile, as the profile was then. Kept as long as the table is: Missing IDs is looked
    /// through after every change of a profile, and of those hardly one has changed.
    like: Arc<Mutex<Known>>,
}

impl GeneralRoll {
    /// Reads it from the store.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn read(
        reader: &Reader,
        today: NaiveDate,
        progress: &mut (dyn FnMut(usize, usize) -> bool + Send),
    ) -> Result<Self, StoreError> {
        let total = reader.general_count()?;
        let mut rows: Vec<(Card, Person)> = Vec::with_capacity(total);
        reader.for_each_general(|row| {
            if rows.len().is_multiple_of(1024) && !progress(rows.len(), total) {
                return Err(StoreError::Cancelled);
            }
            rows.push((Card::of(&row, today), Person::of(&row.record, today)));
            Ok(())
        })?;
        rows.sort_unstable_by(|(a, _), (b, _)| (&a.sort, &a.number).cmp(&(&b.sort, &b.number)));
        let (cards, people): (Vec<Card>, Vec<Person>) = rows.into_iter().unzip();
        // Reading is counted; making the rows ready is the shorter part of it, and can only be stopped.
        let progress = Mutex::new(progress);
        let go_on = |_, _| {
            let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
            progress(total, total)
        };
        let matcher = Matcher::new(people.into_iter(), &go_on).ok_or(StoreError::Cancelled)?;
        Ok(Self {
            cards,
            matcher,
            like: Arc::default(),
        })
    }

    /// The rows ready to be compared: a row's place is that of its card.
    pub fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// The rows that the engine would have a person look at beside a profile, the likeliest first. What was found once
    /// is known until the profile or the table changes.
    pub fn like(&self, key: StudentKey, person: &Person) -> Box<[Likely]> {
        let mut hasher = DefaultHasher::new();
        person.hash(&mut hasher);
        let print = hasher.finish();
        if let Some(known) = self.known(key, print) {
            return known;
        }
        let found: Box<[Likely]> = self.matcher.like(person, None, Band::Check).into();
        let mut like = self.like.lock().unwrap_or_else(PoisonError::into_inner);
        like.insert(key, (print, found.clone()));
        found
    }

    fn known(&self, key: StudentKey, print: u64) -> Option<Box<[Likely]>> {
        let like = self.like.lock().unwrap_or_else(PoisonError::into_inner);
        like.get(&key).filter(|k| k.0 == print).map(|k| k.1.clone())
    }

    /// Whether [`Self::like`] knows the answer for a profile as it was when it was looked at last.
    pub fn was_looked_at(&self, key: StudentKey) -> bool {
        let like = self.like.lock().unwrap_or_else(PoisonError::into_inner);
        like.contains_key(&key)
    }

    /// All rows, by name.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// The rows that a text finds, as positions in [`Self::cards`]. Each word of the text has to be found somewhere in
    /// name, numbers or birth date; a search that only grew longer looks at what it found before.
    pub fn find(&self, text: &str, before: Option<(&str, &[u32])>) -> Vec<u32> {
        let key = search_key(&text.replace(',', " "));
        let words: Vec<memmem::Finder<'_>> = key.split_whitespace().map(memmem::Finder::new).collect();
        let hit = |i: &u32| {
            let find = self.cards[*i as usize].find.as_bytes();
            words.iter().all(|w| w.find(find).is_some())
        };
        let all = || 0..self.cards.len() as u32;
        match before {
            _ if words.is_empty() => all().collect(),
            Some((old, found)) if !old.trim().is_empty() && text.starts_with(old) => {
                found.iter().copied().filter(|i| hit(i)).collect()
            }
            _ => all().filter(|i| hit(i)).collect(),
        }
    }
}
