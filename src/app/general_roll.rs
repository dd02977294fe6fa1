//! The General Student Table in memory: what its list, its search and Missing IDs need of every row.

use crate::domain::general::Card;
use crate::domain::text::search_key;
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use memchr::memmem;

/// Every row of the General Student Table, sorted by name.
#[derive(Debug, Clone, Default)]
pub struct GeneralRoll {
    cards: Vec<Card>,
}

impl GeneralRoll {
    /// Reads it from the store.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn read(
        reader: &Reader,
        today: NaiveDate,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Self, StoreError> {
        let total = reader.general_count()?;
        let mut cards: Vec<Card> = Vec::with_capacity(total);
        reader.for_each_general(|row| {
            if cards.len().is_multiple_of(1024) && !progress(cards.len(), total) {
                return Err(StoreError::Cancelled);
            }
            cards.push(Card::of(&row, today));
            Ok(())
        })?;
        cards.sort_unstable_by(|a, b| (&a.sort, &a.number).cmp(&(&b.sort, &b.number)));
        Ok(Self { cards })
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
