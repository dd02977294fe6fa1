//! Whom to compare with whom: persons who share a key. A pair is compared when any key is shared; a key that too many
//! share is split by another one, and told.

use super::lexicon::{Lexicon, NONE, mix};
use super::row::{Day, Row};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What a key is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub(super) enum Kind {
    /// Birth date and the sound of any name.
    DateAndName,
    /// Birth date and a formal first name.
    DateAndFormal,
    /// Birth date and a first letter of the first name.
    DateAndInitial,
    /// Sounds of first and last name.
    Names,
    /// A formal first name and the sound of the last name.
    FormalAndLast,
    /// First name, first letter of the last name and two parts of the birth date.
    NameAndPartOfDate,
    /// Last name and two parts of the birth date.
    LastAndPartOfDate,
    Phone,
    Email,
    Address,
    /// Guardian and the first letter of the first name.
    Guardian,
    StateId,
    Number,
}

/// More persons than this who share a key are split by another one.
pub(super) const MOST: usize = 400;

/// Of more persons than this who are alike even in the second key, each is compared with so many only.
pub(super) const NEIGHBOURS: usize = 50;

/// One person's keys, as 32-bit hashes; a hash met by chance only costs a comparison.
pub(super) type Keys = Vec<(Kind, u32)>;

/// Appends the keys of a person.
pub(super) fn keys(lexicon: &Lexicon<'_>, row: &Row, out: &mut Keys) {
    out.clear();
    if !row.there {
        return;
    }
    let mut add = |kind: Kind, a: u64, b: u64| {
        let key = (
            kind,
            (mix(mix(a ^ (kind as u64) << 56).wrapping_add(b)) >> 32) as u32,
        );
        if !out.contains(&key) {
            out.push(key);
        }
    };
    // Sounds and formal names of all names.
    let mut firsts = Few::default();
    let mut lasts = Few::default();
    let mut middles = Few::default();
    let mut formal = Few::default();
    let mut initials = Few::default();
    let sounds = |at: u32, into: &mut Few| {
        if at != NONE {
            let name = lexicon.name(at);
            for w in name.words().chain([name.joined]) {
                let word = lexicon.word(w);
                if word.is_initial() {
                    continue;
                }
                if word.sound == 0 {
                    into.add(w | 1 << 31);
                } else {
                    into.add(word.sound);
                    into.add(word.other_sound);
                }
            }
        }
    };
    sounds(row.first, &mut firsts);
    sounds(row.preferred_first, &mut firsts);
    sounds(row.last, &mut lasts);
    sounds(row.preferred_last, &mut lasts);
    sounds(row.middle, &mut middles);
    for at in [row.first, row.preferred_first, row.middle] {
        if at != NONE {
            let name = lexicon.name(at);
            for w in [name.words[0], name.joined] {
                for f in lexicon.word(w).formal {
                    formal.add(u32::from(*f) + 1);
                }
            }
        }
    }
    for at in [row.first, row.preferred_first, row.last] {
        if at != NONE {
            initials.add(lexicon.word(lexicon.name(at).joined).initial());
        }
    }
    let last_initial = if row.last == NONE {
        0
    } else {
        u64::from(lexicon.word(lexicon.name(row.last).joined).initial())
    };
    let birth = row.birth;
    if birth.is_known() {
        let date = u64::from(birth.0);
        for s in firsts.iter().chain(lasts.iter()).chain(middles.iter()) {
            add(Kind::DateAndName, date, s);
        }
        for f in formal.iter() {
            add(Kind::DateAndFormal, date, f);
        }
        for i in initials.iter() {
            add(Kind::DateAndInitial, date, i);
        }
    }
    for f in firsts.iter() {
        for l in lasts.iter() {
            // In one order, so that swapped names meet.
            add(Kind::Names, f.min(l), f.max(l));
        }
    }
    for m in middles.iter() {
        for l in lasts.iter() {
            add(Kind::Names, m.min(l), m.max(l));
        }
    }
    for f in formal.iter() {
        for l in lasts.iter() {
            add(Kind::FormalAndLast, f, l);
        }
    }
    if birth.is_known() {
        for part in parts(birth) {
            for f in firsts.iter() {
                add(Kind::NameAndPartOfDate, f | last_initial << 32, part);
            }
            for l in lasts.iter() {
                add(Kind::LastAndPartOfDate, l, part);
            }
        }
    }
    if row.phone != 0 {
        add(Kind::Phone, row.phone % 10_000_000, 0);
    }
    if row.email != NONE {
        add(Kind::Email, u64::from(row.email), 0);
    }
    if row.address != NONE {
        let address = lexicon.address(row.address);
        add(
            Kind::Address,
            address.words.iter().fold(0, |n, w| mix(n ^ u64::from(*w))),
            0,
        );
        let mut telling = lexicon.telling_words(address);
        telling.sort_unstable();
        for (x, y) in [(0, 1), (0, 2), (1, 2)] {
            if telling[x] != 0 && telling[x] != telling[y] {
                add(Kind::Address, u64::from(telling[x]), u64::from(telling[y]));
            }
        }
    }
    if row.guardian != NONE {
        let name = lexicon.name(row.guardian);
        let mut both: Vec<u32> = name.words().collect();
        both.sort_unstable();
        let guardian = both.iter().fold(0, |n, w| mix(n ^ u64::from(*w)));
        for i in initials.iter() {
            add(Kind::Guardian, guardian, i);
        }
    }
    if row.state_id != 0 {
        add(Kind::StateId, row.state_id, 0);
    }
    if row.number != NONE {
        add(Kind::Number, u64::from(row.number), 0);
    }
}

/// Two parts of a date at a time: when one digit is wrong the two other parts still agree. Day and month in one order, so
/// that swapped ones meet.
fn parts(d: Day) -> [u64; 4] {
    let (y, m, day) = (u64::from(d.year()), u64::from(d.month()), u64::from(d.day()));
    [
        1 << 40 | y << 8 | m,
        2 << 40 | y << 8 | day,
        3 << 40 | m << 8 | day,
        4 << 40 | y << 16 | m.min(day) << 8 | m.max(day),
    ]
}

/// A few different numbers, without allocation.
#[derive(Default)]
struct Few {
    items: [u32; 12],
    len: usize,
}

impl Few {
    fn add(&mut self, item: u32) {
        if self.len < self.items.len() && !self.items[..self.len].contains(&item) {
            self.items[self.len] = item;
            self.len += 1;
        }
    }
    fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.items[..self.len].iter().map(|i| u64::from(*i))
    }
}

/// Persons by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    /// Entries by the first bits of their keys.
    shelves: Vec<Shelf>,
    /// Keys that too many share: they are split by the second key.
    split: FxHashMap<u32, Split>,
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

/// A shelf, which of its keys too many share, and the persons who have those, by their second key.
type Filled = (Shelf, Vec<(u32, Split)>, Vec<u64>);

/// How many bits of a key say on which shelf it is.
const SHELF_BITS: u32 = 7;

fn shelf_of(key: u32) -> usize {
    (key >> (32 - SHELF_BITS)) as usize
}

fn key_of(entry: u64) -> u32 {
    (entry >> 32) as u32
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
}

impl Index {
    /// Sorts persons by their keys. `None` when `go_on` stopped it.
    pub fn new(lexicon: &Lexicon<'_>, rows: &[Row], go_on: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        const CHUNK: usize = 16_384;
        const SHELVES: usize = 1 << SHELF_BITS;
        let chunks: Vec<Vec<Vec<u64>>> = rows
            .par_chunks(CHUNK)
            .enumerate()
            .map(|(chunk, rows)| {
                let mut found: Vec<Vec<u64>> = vec![Vec::new(); SHELVES];
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
        let sorted: Vec<Filled> = (0..SHELVES)
            .into_par_iter()
            .map(|shelf| {
                if !go_on() {
                    return Default::default();
                }
                let mut entries = Vec::with_capacity(chunks.iter().map(|c| c[shelf].len()).sum());
                for chunk in &chunks {
                    entries.extend_from_slice(&chunk[shelf]);
                }
                entries.sort_unstable();
                let mut shelf = Shelf {
                    entries,
                    ..Shelf::default()
                };
                let (split, more) = shelf.split_large(lexicon, rows);
                shelf.put_starts();
                (shelf, split, more)
            })
            .collect();
        if !go_on() {
            return None;
        }
        let mut out = Self::default();
        let mut moved: Vec<u64> = Vec::new();
        for (shelf, split, more) in sorted {
            out.shelves.push(shelf);
            out.split.extend(split);
            moved.extend(more);
        }
        // Those who were split off go where their second key belongs.
        moved.sort_unstable();
        for part in moved.chunk_by(|a, b| shelf_of(key_of(*a)) == shelf_of(key_of(*b))) {
            let shelf = &mut out.shelves[shelf_of(key_of(part[0]))];
            shelf.entries.extend_from_slice(part);
            shelf.entries.sort_unstable();
            shelf.put_starts();
        }
        Some(out)
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
            let key = if !self.split.is_empty() && self.split.contains_key(key) {
                second(lexicon, row, *key)
            } else {
                *key
            };
            let Some(shelf) = self.shelves.get(shelf_of(key)) else {
                return;
            };
            let all = shelf.sharing(key);
            match after {
                Some(after) => {
                    let from = all.partition_point(|e| (*e as u32) <= after);
                    let many = all.len() > MOST;
                    let rest = &all[from..];
                    let rest = if many {
                        &rest[..rest.len().min(NEIGHBOURS)]
                    } else {
                        rest
                    };
                    rest.iter().for_each(|e| visit(*e as u32));
                }
                None => all.iter().take(4 * MOST).for_each(|e| visit(*e as u32)),
            }
        }
    }

    /// Keys that too many share.
    pub fn split(&self) -> impl Iterator<Item = &Split> {
        self.split.values()
    }
}

impl Shelf {
    /// Takes out keys that too many share: which they are, and those persons under their second key.
    fn split_large(&mut self, lexicon: &Lexicon<'_>, rows: &[Row]) -> (Vec<(u32, Split)>, Vec<u64>) {
        let (mut split, mut more) = (Vec::new(), Vec::new());
        let mut mine = Keys::new();
        let mut kept = Vec::new();
        for run in self.entries.chunk_by(|a, b| key_of(*a) == key_of(*b)) {
            if run.len() <= MOST {
                continue;
            }
            let (key, at) = (key_of(run[0]), run[0] as u32);
            keys(lexicon, &rows[at as usize], &mut mine);
            if let Some((kind, _)) = mine.iter().find(|(_, k)| *k == key) {
                split.push((
                    key,
                    Split {
                        kind: *kind,
                        at,
                        persons: run.len(),
                    },
                ));
                kept.push(key);
                for e in run {
                    let at = *e as u32;
                    more.push(u64::from(second(lexicon, &rows[at as usize], key)) << 32 | u64::from(at));
                }
            }
        }
        if !kept.is_empty() {
            self.entries.retain(|e| kept.binary_search(&key_of(*e)).is_err());
        }
        (split, more)
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
        let len = all[from..].iter().take_while(|e| key_of(**e) == key).count();
        &all[from..from + len]
    }
}

/// The key that splits one that too many share: with it, what the first name sounds like and the year of birth.
fn second(lexicon: &Lexicon<'_>, row: &Row, key: u32) -> u32 {
    let first = if row.first == NONE {
        0
    } else {
        let word = lexicon.word(lexicon.name(row.first).words[0]);
        if word.sound == 0 {
            lexicon.name(row.first).joined
        } else {
            word.sound
        }
    };
    (mix(u64::from(key) << 32 | u64::from(first)).wrapping_add(u64::from(row.birth.year())) as u32)
        ^ 0x5bd1_e995
}
