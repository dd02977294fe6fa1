//! Compares two persons: at which level each field agrees.

mod figures;
mod household;
mod names;

use super::level::{Birth, First, Gender, Grade, Last, Levels, Middle, Number, School, StateId, Suffix};
use super::lexicon::{Lexicon, NONE};
use super::row::Row;
use super::word::{Likeness, likeness};
use figures::{birth, state_id};
pub(super) use household::{ADDRESS, EMAIL, GUARDIAN, PHONE};

/// Remembers how words are alike, since the same few words are compared over and over.
#[derive(Debug, Clone)]
struct Cache(Vec<(u64, Likeness)>);

impl Cache {
    /// Room for so many pairs of words, a power of two.
    fn new(room: usize) -> Self {
        Self(vec![(u64::MAX, Likeness::None); room])
    }
}

/// Compares persons of one lexicon.
pub(super) struct Comparer<'a> {
    lexicon: &'a Lexicon<'a>,
    cache: Cache,
    /// Whether two children of one family are left out before everything is compared.
    families: bool,
}

impl<'a> Comparer<'a> {
    /// Compares many persons of a lexicon.
    pub fn new(lexicon: &'a Lexicon<'a>, families: bool) -> Self {
        Self::with(lexicon, families, 1 << 15)
    }

    /// Compares a few persons: not worth much room.
    pub fn few(lexicon: &'a Lexicon<'a>, families: bool) -> Self {
        Self::with(lexicon, families, 1 << 6)
    }

    fn with(lexicon: &'a Lexicon<'a>, families: bool, room: usize) -> Self {
        Self {
            lexicon,
            families,
            cache: Cache::new(room),
        }
    }

    /// How two words are alike.
    fn words(&mut self, a: u32, b: u32) -> Likeness {
        if a == b {
            return Likeness::Same;
        }
        let pair = u64::from(a.min(b)) << 32 | u64::from(a.max(b));
        let slot = (super::lexicon::mix(pair) as usize) & (self.cache.0.len() - 1);
        let (known, found) = self.cache.0[slot];
        if known == pair {
            return found;
        }
        let found = likeness(self.lexicon.word(a), self.lexicon.word(b));
        self.cache.0[slot] = (pair, found);
        found
    }

    /// How two persons agree, whoever they are.
    pub fn compare_all(&mut self, a: &Row, b: &Row) -> Levels {
        // It may not stop early, so there always are levels.
        self.levels::<true>(a, b).unwrap_or_default()
    }

    /// How two persons agree. `None` when they cannot be one: two first names, and neither one family and birth date nor
    /// one identifier.
    pub fn compare(&mut self, a: &Row, b: &Row) -> Option<Levels> {
        self.levels::<false>(a, b)
    }

    fn levels<const ALL: bool>(&mut self, a: &Row, b: &Row) -> Option<Levels> {
        let state_id = state_id(a.state_id, b.state_id);
        let number = if a.number != NONE && a.number == b.number {
            Number::Equal
        } else {
            Number::Unknown
        };
        let identified = state_id == StateId::Equal || number == Number::Equal;
        let birth = birth(a.birth, b.birth);
        // Other birth dates and no home in common: nothing else can raise them, and most who share a name are such.
        if !ALL
            && self.families
            && birth == Birth::Different
            && !identified
            && !(a.phone != 0 && a.phone == b.phone
                || a.email != NONE && a.email == b.email
                || a.address != NONE && a.address == b.address)
        {
            return None;
        }
        let mut first = self.first(a.first, b.first);
        if worse_than_variant(first) && (a.preferred_first != NONE || b.preferred_first != NONE) {
            for (x, y) in [
                (a.preferred_first, b.first),
                (a.first, b.preferred_first),
                (a.preferred_first, b.preferred_first),
            ] {
                first = match self.first(x, y) {
                    First::Equal | First::Variant => First::Variant,
                    First::Close if first == First::Different => First::Near,
                    _ => first,
                };
            }
        }
        let mut middle = Middle::Unknown;
        let mut middle_taken = false;
        if matches!(
            first,
            First::Different | First::TwoNames | First::Near | First::Initial
        ) {
            let (one, other) = (
                self.is_middle(a.first, b.middle),
                self.is_middle(b.first, a.middle),
            );
            // Who goes by the middle name leaves the first one out, or puts it in the middle: a third name is another child.
            let fits = |me: &mut Self, first: u32, middle: u32| {
                middle == NONE || me.is_middle(first, middle) || me.middle(first, middle) == Middle::Initial
            };
            // a's first name is b's middle name: then b's first name has to be a's middle name, or a has none.
            if one && fits(self, b.first, a.middle) || other && fits(self, a.first, b.middle) {
                first = First::Middle;
                middle_taken = true;
                if one && other {
                    middle = Middle::Equal;
                }
            }
        }
        if !ALL
            && self.families
            && first == First::Different
            && birth != Birth::Equal
            && !identified
            && !self.may_be_swapped(a, b)
        {
            return None;
        }
        let mut last = self.last(a.last, b.last);
        if worse_than_variant_last(last) && (a.preferred_last != NONE || b.preferred_last != NONE) {
            for (x, y) in [(a.preferred_last, b.last), (a.last, b.preferred_last)] {
                if matches!(self.last(x, y), Last::Equal | Last::Part) {
                    last = Last::Part;
                }
            }
        }
        if matches!(first, First::Different | First::Near | First::TwoNames)
            && matches!(last, Last::Different | Last::Close)
            && self.swapped(a, b)
        {
            first = First::Swapped;
            last = Last::Swapped;
            middle_taken = false;
        }
        if last == Last::Different && (self.is_guardians(a, b) || self.is_guardians(b, a)) {
            last = Last::Guardian;
        }
        // Two families, two first names: whatever else agrees, that is two children.
        if !ALL && self.families && first == First::Different && last == Last::Different && !identified {
            return None;
        }
        if !middle_taken {
            middle = self.middle(a.middle, b.middle);
            // A middle name that moved into the first one, or into a double last name, is no conflict.
            if middle == Middle::Conflict && (first == First::Part || last == Last::Part) {
                middle = Middle::Unknown;
            }
        }
        let (household, agrees) = self.household(a, b);
        Some(Levels {
            first,
            last,
            middle,
            suffix: match (a.suffix, b.suffix) {
                (0, _) | (_, 0) => Suffix::Unknown,
                (x, y) if x == y => Suffix::Same,
                _ => Suffix::Conflict,
            },
            birth,
            gender: match (a.gender, b.gender) {
                (0, _) | (_, 0) => Gender::Unknown,
                (x, y) if x == y => Gender::Same,
                _ => Gender::Different,
            },
            state_id,
            number,
            school: match (a.school, b.school) {
                (NONE, _) | (_, NONE) => School::Unknown,
                (x, y) if x == y => School::Same,
                _ => School::Different,
            },
            grade: match (birth, a.grade, b.grade) {
                (Birth::Equal, ..) | (_, 0, _) | (_, _, 0) => Grade::Unknown,
                (_, x, y) => match x.abs_diff(y) {
                    0 => Grade::Same,
                    1 => Grade::Next,
                    _ => Grade::Further,
                },
            },
            household,
            agrees,
        })
    }
}

fn worse_than_variant(first: First) -> bool {
    !matches!(first, First::Unknown | First::Equal | First::Variant)
}

fn worse_than_variant_last(last: Last) -> bool {
    !matches!(last, Last::Unknown | Last::Equal | Last::Part)
}
