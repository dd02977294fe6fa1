//! Numbers of texts. Many small tables rather than one large one: when a table of a million texts grows, everything waits
//! until each has found its new place, longer than a cancelled job may.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::borrow::Borrow;
use std::hash::{BuildHasher, Hash};

/// How many tables there are. At a million texts each holds a few thousand.
const TABLES: usize = 256;

/// Which number each text has.
#[derive(Debug, Clone)]
pub(super) struct Numbers<K> {
    /// None before the first text: what a single question brings along needs few.
    tables: Vec<FxHashMap<K, u32>>,
    len: usize,
}

impl<K> Default for Numbers<K> {
    fn default() -> Self {
        Self {
            tables: Vec::new(),
            len: 0,
        }
    }
}

impl<K: Hash + Eq> Numbers<K> {
    /// How many texts have a number.
    pub fn len(&self) -> usize {
        self.len
    }

    /// The number of a text.
    pub fn get<Q>(&self, key: &Q) -> Option<&u32>
    where
        K: Borrow<Q>,
        Q: Hash + Eq + ?Sized,
    {
        self.tables.get(table_of(key))?.get(key)
    }

    /// Gives a text its number.
    pub fn insert(&mut self, key: K, number: u32) {
        if self.tables.is_empty() {
            self.tables.resize_with(TABLES, FxHashMap::default);
        }
        if self.tables[table_of(&key)].insert(key, number).is_none() {
            self.len += 1;
        }
    }
}

/// In which table a text is looked for. A table uses the lowest and the highest bits of the same hash, this those between.
fn table_of<Q: Hash + ?Sized>(key: &Q) -> usize {
    (FxBuildHasher.hash_one(key) >> 32) as usize % TABLES
}
