//! Whom to compare with whom: persons who share a key. A pair is compared when any key is shared; a key that too many
//! share is split by another one, and told.

use super::keys::{Keys, Kind, keys, second};
use super::lexicon::Lexicon;
use super::row::Row;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// More persons than this who share a key are split by another one.
pub(super) const MOST: usize = 400;

/// So many changed persons are kept beside the sorted ones.
const MOST_NEWER: usize = 1_000;

/// Of more persons than [`MOST`] who are alike even in the second key, each is compared with so many only.
pub(super) const NEIGHBOURS: usize = 50;

/// Persons by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Entries by the first bits of their keys.
    shelves: Vec<Shelf>,
    /// Keys that too many share: they are split by the second key.
    split: FxHashMap<u32, Split>,
    /// Those whose data changed since: what the shelves say of them holds no more.
    changed: FxHashSet<u32>,
    /// What holds of them now, sorted.
    newer: Vec<u64>,
}

/// Entries whose keys begin with the same bits.
#[derive(Debug, Clone, Default)]
struct Shelf {
    /// Key and place, sorted.
    entries: Vec<u64>,
    /// Where the entries begin whose keys start with the same further bits.
    starts: Vec<u32>,
    /// By how many bits a key is shifted to find its start.
    shift: u32,
}

/// Entries on their way to the shelves: one heap for each, in its order.
type Heaps = Vec<Vec<u64>>;

/// A shelf, which of its keys too many share, and the persons who have those, by their second key.
type Filled = (Shelf, Vec<(u32, Split)>, Heaps);

/// How many bits of a key say on which shelf it is.
const SHELF_BITS: u32 = 7;

/// How many shelves there are: so many that to sort one is done before a cancel has to be heard.
const SHELVES: usize = 1 << SHELF_BITS;

fn shelf_of(key: u32) -> usize {
    (key >> (32 - SHELF_BITS)) as usize
}

fn key_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

/// Places of entries that share a key, above `after`. Where too many share even the second key, each is compared with its
/// next neighbours only.
fn within_reach(sharing: &[u64], after: Option<u32>) -> impl Iterator<Item = u32> + '_ {
    let (from, most) = match after {
        Some(after) if sharing.len() > MOST => (sharing.partition_point(|e| *e as u32 <= after), NEIGHBOURS),
        Some(after) => (sharing.partition_point(|e| *e as u32 <= after), usize::MAX),
        None => (0, 4 * MOST),
    };
    sharing[from..].iter().take(most).map(|e| *e as u32)
}

/// A key that too many share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Split {
    /// What the key is made of.
    pub kind: Kind,
    /// One who has it.
    pub at: u32,
    /// How many have it.
    pub persons: usize,
    /// Of how many too many are alike even in the second key.
    pub crowd: usize,
}

/// Gives memory back beside what goes on: to give so much back takes longer than a cancelled job may.
fn let_go(what: impl Send + 'static) {
    rayon::spawn(move || drop(what));
}

impl Index {
    /// Sorts persons by their keys. `None` when `go_on` stopped it.
    pub fn new(lexicon: &Lexicon<'_>, rows: &[Row], go_on: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        const CHUNK: usize = 16_384;
        let chunks: Vec<Heaps> = rows
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, rows)| {
                let mut found: Heaps = vec![Vec::new(); SHELVES];
                let mut mine = Keys::new();
                for (row, at) in rows.iter().zip(chunk * CHUNK..) {
                    if at.is_multiple_of(1024) && !go_on() {
                        break;
                    }
                    keys(lexicon, row, &mut mine);
                    for (_, key) in &mine {
                        found[shelf_of(*key)].push(u64::from(*key) << 32 | at as u64);
                    }
                }
                found
            })
            .collect();
        let filled: Vec<Filled> = (0..SHELVES)
            .into_par_iter()
            .map(|at| {
                let mut shelf = Shelf::default();
                if !go_on() {
                    return (shelf, Vec::new(), Vec::new());
                }
                shelf.put(chunks.iter().map(|heaps| &heaps[at]));
                let (split, moved) = shelf.split_large(lexicon, rows);
                (shelf, split, moved)
            })
            .collect();
        let_go(chunks);
        let mut out = Self::default();
        let mut moved: Vec<Heaps> = Vec::with_capacity(SHELVES);
        for (shelf, split, more) in filled {
            out.shelves.push(shelf);
            out.split.extend(split);
            moved.push(more);
        }
        // Those who were split off go where their second key belongs.
        out.shelves.par_iter_mut().enumerate().for_each(|(at, shelf)| {
            if go_on() {
                shelf.put(moved.iter().filter_map(|heaps| heaps.get(at)));
                shelf.put_starts();
            }
        });
        let_go(moved);
        if !go_on() {
            let_go(out);
            return None;
        }
        Some(out)
    }

    /// Takes over that persons changed, went or came. The shelves are not sorted anew for a few; `false` when there are so
    /// many by now that they should be.
    pub fn change(&mut self, lexicon: &Lexicon<'_>, rows: &[Row], places: impl Iterator<Item = u32>) -> bool {
        self.changed.extend(places);
        if self.changed.len() > MOST_NEWER.max(rows.len() / 20) {
            return false;
        }
        self.newer.clear();
        let mut mine = Keys::new();
        for at in &self.changed {
            let row = &rows[*at as usize];
            keys(lexicon, row, &mut mine);
            for (_, key) in &mine {
                let key = self.whole_or_second(lexicon, row, *key);
                self.newer.push(u64::from(key) << 32 | u64::from(*at));
            }
        }
        self.newer.sort_unstable();
        true
    }

    /// A key, or the second one where too many share it.
    fn whole_or_second(&self, lexicon: &Lexicon<'_>, row: &Row, key: u32) -> u32 {
        if !self.split.is_empty() && self.split.contains_key(&key) {
            second(lexicon, row, key)
        } else {
            key
        }
    }

    /// Calls `visit` with the places of those who share a key with a person, some more than once; only places above
    /// `after`, where one is given.
    pub fn candidates(
        &self,
        lexicon: &Lexicon<'_>,
        row: &Row,
        after: Option<u32>,
        mine: &mut Keys,
        mut visit: impl FnMut(u32),
    ) {
        keys(lexicon, row, mine);
        for (_, key) in mine.iter() {
            let key = self.whole_or_second(lexicon, row, *key);
            let sorted = self
                .shelves
                .get(shelf_of(key))
                .map_or(&[][..], |shelf| shelf.sharing(key));
            for at in within_reach(sorted, after) {
                if self.changed.is_empty() || !self.changed.contains(&at) {
                    visit(at);
                }
            }
            if !self.newer.is_empty() {
                let from = self.newer.partition_point(|e| key_of(*e) < key);
                let len = self.newer[from..].partition_point(|e| key_of(*e) == key);
                within_reach(&self.newer[from..from + len], after).for_each(&mut visit);
            }
        }
    }

    /// Keys that too many share.
    pub fn split(&self) -> impl Iterator<Item = &Split> {
        self.split.values()
    }
}

impl Shelf {
    /// Takes in the entries of some heaps and sorts them all.
    fn put<'a>(&mut self, heaps: impl Iterator<Item = &'a Vec<u64>> + Clone) {
        let more = heaps.clone().map(Vec::len).sum();
        if more > 0 {
            self.entries.reserve_exact(more);
            for heap in heaps {
                self.entries.extend_from_slice(heap);
            }
            self.entries.sort_unstable();
        }
    }

    /// Takes out keys that too many share: which they are, and those persons under their second key; no heaps where there
    /// are no such keys.
    fn split_large(&mut self, lexicon: &Lexicon<'_>, rows: &[Row]) -> (Vec<(u32, Split)>, Heaps) {
        let (mut split, mut heaps) = (Vec::new(), Heaps::new());
        let mut mine = Keys::new();
        let mut kept = Vec::new();
        let mut more = Vec::new();
        for run in self.entries.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
            if run.len() <= MOST {
                continue;
            }
            let (key, at) = (key_of(run[0]), run[0] as u32);
            keys(lexicon, &rows[at as usize], &mut mine);
            if let Some((kind, _)) = mine.iter().find(|(_, k)| *k == key) {
                more.clear();
                for e in run {
                    let at = *e as u32;
                    more.push(u64::from(second(lexicon, &rows[at as usize], key)) << 32 | u64::from(at));
                }
                more.sort_unstable();
                heaps.resize_with(SHELVES, Vec::new);
                for e in &more {
                    heaps[shelf_of(key_of(*e))].push(*e);
                }
                let alike = more.chunk_by(|a, b| key_of(*a) == key_of(*b)).map(<[u64]>::len);
                let one = Split {
                    kind: *kind,
                    at,
                    persons: run.len(),
                    crowd: alike.filter(|n| *n > MOST).sum(),
                };
                split.push((key, one));
                kept.push(key);
            }
        }
        if !kept.is_empty() {
            self.entries.retain(|e| kept.binary_search(&key_of(*e)).is_err());
        }
        (split, heaps)
    }

    fn put_starts(&mut self) {
        let bits = (usize::BITS - self.entries.len().leading_zeros()).clamp(2, 18);
        self.shift = 32 - SHELF_BITS - bits;
        let mut starts = vec![0u32; (1usize << bits) + 1];
        for e in &self.entries {
            starts[self.bucket(key_of(*e)) + 1] += 1;
        }
        let mut sum = 0;
        for s in &mut starts {
            sum += *s;
            *s = sum;
        }
        self.starts = starts;
    }

    fn bucket(&self, key: u32) -> usize {
        ((key << SHELF_BITS) >> SHELF_BITS >> self.shift) as usize
    }

    /// Those who share a key, by their places in order.
    fn sharing(&self, key: u32) -> &[u64] {
        let bucket = self.bucket(key);
        let all = &self.entries[self.starts[bucket] as usize..self.starts[bucket + 1] as usize];
        let from = all.partition_point(|e| key_of(*e) < key);
        // Not counted one by one: each of thousands of equal records would count all the others.
        let to = all.partition_point(|e| key_of(*e) <= key);
        &all[from..to]
    }
}
