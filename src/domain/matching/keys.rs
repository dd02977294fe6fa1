//! The keys of a person: two persons who share one are compared.

use super::lexicon::{Lexicon, NONE, mix};
use super::row::{Day, Row};

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
    /// First name, first or last letter of the last name, and two parts of the birth date.
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
    // A mistyped last name rarely lacks both its first and its last letter.
    let ends = if row.last == NONE {
        [0, 0]
    } else {
        let word = lexicon.word(lexicon.name(row.last).joined);
        [
            word.initial(),
            word.text.chars().last().map_or(0, |c| u32::from(c) | 1 << 24),
        ]
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
                for end in ends {
                    add(Kind::NameAndPartOfDate, f | u64::from(end) << 32, part);
                }
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

/// The key that splits one that too many share: with it, what the first name sounds like and the year of birth.
pub(super) fn second(lexicon: &Lexicon<'_>, row: &Row, key: u32) -> u32 {
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
