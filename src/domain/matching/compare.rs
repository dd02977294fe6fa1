//! Compares two persons: at which level each field agrees.

use super::level::{
    Birth, First, Gender, Grade, Household, Last, Levels, Middle, Number, School, StateId, Suffix,
};
use super::lexicon::{Lexicon, NONE, Name};
use super::row::{Day, Row, one_digit_off};
use super::word::{Likeness, distance, likeness};

/// Remembers how words are alike, since the same few words are compared over and over.
#[derive(Debug, Clone)]
pub(super) struct Cache(Vec<(u64, Likeness)>);

impl Default for Cache {
    fn default() -> Self {
        Self(vec![(u64::MAX, Likeness::None); 1 << 15])
    }
}

/// Compares persons of one lexicon.
pub(super) struct Comparer<'a> {
    lexicon: &'a Lexicon<'a>,
    cache: Cache,
    /// Whether two children of one family are left out before everything is compared.
    families: bool,
}

/// Which of a household's data agree, as bits of [`Levels::agrees`].
pub(super) const PHONE: u8 = 1;
/// E-mail.
pub(super) const EMAIL: u8 = 2;
/// Address.
pub(super) const ADDRESS: u8 = 4;
/// Guardian.
pub(super) const GUARDIAN: u8 = 8;

impl<'a> Comparer<'a> {
    /// Compares persons of a lexicon.
    pub fn new(lexicon: &'a Lexicon<'a>, families: bool) -> Self {
        Self {
            lexicon,
            families,
            cache: Cache::default(),
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

    /// How two first names are alike.
    fn first(&mut self, a: u32, b: u32) -> First {
        if a == NONE || b == NONE {
            return First::Unknown;
        }
        if a == b {
            return First::Equal;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        let whole = self.words(x.joined, y.joined);
        if whole == Likeness::Same {
            return First::Equal;
        }
        let (short, long) = (x.len() == 1, y.len() == 1);
        // The best of word against word.
        let mut best = whole;
        if !(short && long) {
            if self.is_part(&x, &y) || self.is_part(&y, &x) {
                return First::Part;
            }
            if short || long {
                // Of two names, the first one is the one that nicknames are made of.
                if self.words(x.words[0], y.words[0]) == Likeness::Variant {
                    best = best.max(Likeness::Variant);
                }
                for w in x.words() {
                    for v in y.words() {
                        let letters = self
                            .lexicon
                            .word(w)
                            .text
                            .len()
                            .min(self.lexicon.word(v).text.len());
                        if matches!(self.words(w, v), Likeness::Sound | Likeness::Close) && letters >= 4 {
                            best = best.max(Likeness::Near);
                        }
                    }
                }
            } else if best < Likeness::Close && x.words().any(|w| y.words().any(|v| w == v)) {
                // Letters in common are those of the one word: Juan Carlos and Juan Pablo.
                best = Likeness::None;
            }
        }
        let usual = || self.are_usual(x.joined, y.joined);
        match best {
            Likeness::Variant | Likeness::Same => First::Variant,
            Likeness::Sound => First::Close,
            Likeness::Close if usual() => First::TwoNames,
            Likeness::Close => First::Close,
            Likeness::Short if usual() => First::TwoNames,
            Likeness::Short => First::Near,
            Likeness::Rhyme => First::TwoNames,
            Likeness::Near if usual() => First::Different,
            Likeness::Near => First::Near,
            Likeness::None => {
                let (v, w) = (self.lexicon.word(x.joined), self.lexicon.word(y.joined));
                if (v.is_initial() || w.is_initial()) && v.initial() == w.initial() {
                    First::Initial
                } else {
                    First::Different
                }
            }
        }
    }

    /// Whether one first name is part of another: each of its words is there, or an initial that fits. María José and María
    /// Fernanda are two sisters, as Thị Mai and Thị Lan are: one word in common is not enough where each has another one.
    fn is_part(&mut self, part: &Name, whole: &Name) -> bool {
        let mut word = false;
        let all = part.words().all(|w| {
            whole.words().any(|v| {
                let (p, q) = (self.lexicon.word(w), self.lexicon.word(v));
                if p.is_initial() || q.is_initial() {
                    return part.len() > 1 && p.initial() == q.initial();
                }
                let alike = self.words(w, v);
                let fits = alike == Likeness::Same || part.len() > 1 && alike >= Likeness::Close;
                word |= fits;
                fits
            })
        });
        all && word
    }

    /// Whether two words both are names that people here bear, and none the mistyped other one: what is typed wrong is
    /// rare beside what it was meant for.
    fn are_usual(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.lexicon.word(a), self.lexicon.word(b));
        let (rare, often) = (x.as_first.min(y.as_first), x.as_first.max(y.as_first));
        let known = !x.formal.is_empty() && !y.formal.is_empty();
        rare >= 3 && rare * 50 > often || known && rare >= 1
    }

    /// How two last names are alike.
    fn last(&mut self, a: u32, b: u32) -> Last {
        if a == NONE || b == NONE {
            return Last::Unknown;
        }
        if a == b {
            return Last::Equal;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        match self.words(x.joined, y.joined) {
            Likeness::Same => return Last::Equal,
            Likeness::Close | Likeness::Sound => return Last::Close,
            _ => {}
        }
        let mut best = Last::Different;
        if x.len() > 1 || y.len() > 1 {
            best = self.part(&x, &y);
            if best == Last::Part {
                return best;
            }
        }
        let (v, w) = (
            &self.lexicon.word(x.joined).text,
            &self.lexicon.word(y.joined).text,
        );
        let (short, long) = if v.len() <= w.len() { (v, w) } else { (w, v) };
        if short.len() >= 4
            && long.len() > short.len()
            && (long.starts_with(&**short) || long.ends_with(&**short))
        {
            return Last::Part;
        }
        if best == Last::Different
            && matches!(self.words(x.joined, y.joined), Likeness::Near | Likeness::Rhyme)
        {
            best = Last::Close;
        }
        best
    }

    /// Whether two names have a word in common, or nearly.
    fn part(&mut self, x: &Name, y: &Name) -> Last {
        let mut best = Last::Different;
        for w in x.words() {
            for v in y.words() {
                if self
                    .lexicon
                    .word(w)
                    .text
                    .len()
                    .min(self.lexicon.word(v).text.len())
                    < 3
                {
                    continue;
                }
                match self.words(w, v) {
                    Likeness::Same => return Last::Part,
                    Likeness::Close | Likeness::Sound => best = Last::Close,
                    _ => {}
                }
            }
        }
        best
    }

    /// Whether two words are surely one name: the same, a variant, or a typing error away.
    fn one_word(&mut self, a: u32, b: u32) -> bool {
        matches!(
            self.words(a, b),
            Likeness::Same | Likeness::Variant | Likeness::Sound | Likeness::Close
        )
    }

    /// Whether a first and a middle name are one: the same, a variant of it, or a typing error away.
    fn is_middle(&mut self, first: u32, middle: u32) -> bool {
        if first == NONE || middle == NONE {
            return false;
        }
        let (x, y) = (*self.lexicon.name(first), *self.lexicon.name(middle));
        if self.lexicon.word(y.joined).is_initial() {
            return false;
        }
        self.one_word(x.joined, y.joined) || y.words().any(|w| y.len() > 1 && self.one_word(x.joined, w))
    }

    /// How two middle names are alike.
    fn middle(&mut self, a: u32, b: u32) -> Middle {
        if a == NONE || b == NONE {
            return Middle::Unknown;
        }
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        if x.joined == y.joined {
            return if self.lexicon.word(x.joined).is_initial() {
                Middle::Initial
            } else {
                Middle::Equal
            };
        }
        let (v, w) = (self.lexicon.word(x.words[0]), self.lexicon.word(y.words[0]));
        if v.is_initial() || w.is_initial() {
            return if v.initial() == w.initial() {
                Middle::Initial
            } else {
                Middle::Conflict
            };
        }
        if self.one_word(x.joined, y.joined)
            || (x.len() > 1 || y.len() > 1) && x.words().any(|w| y.words().any(|v| self.one_word(w, v)))
        {
            return Middle::Close;
        }
        Middle::Conflict
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

    /// A cheap look whether first and last name may be swapped.
    fn may_be_swapped(&self, a: &Row, b: &Row) -> bool {
        if a.first == NONE || a.last == NONE || b.first == NONE || b.last == NONE {
            return false;
        }
        let initial = |at: u32| self.lexicon.word(self.lexicon.name(at).joined).initial();
        initial(a.first) == initial(b.last) || initial(a.last) == initial(b.first)
    }

    /// Whether what stands as first name is the other's last name, and the other way about.
    fn swapped(&mut self, a: &Row, b: &Row) -> bool {
        if a.first == NONE || a.last == NONE || b.first == NONE || b.last == NONE {
            return false;
        }
        let [af, al, bf, bl] = [a.first, a.last, b.first, b.last].map(|at| *self.lexicon.name(at));
        let crossed = |x: &Name, y: &Name, me: &mut Self| {
            let part = (x.len() > 1 || y.len() > 1)
                && x.words()
                    .any(|w| y.words().any(|v| me.words(w, v) == Likeness::Same));
            me.words(x.joined, y.joined)
                .max(if part { Likeness::Same } else { Likeness::None })
        };
        // One of the two may be mistyped as well.
        let (one, other) = (crossed(&af, &bl, self), crossed(&al, &bf, self));
        one.min(other) >= Likeness::Close
            || one.max(other) == Likeness::Same && one.min(other) >= Likeness::Near
    }

    /// Whether a person's last name is that of the other one's guardian.
    fn is_guardians(&mut self, a: &Row, b: &Row) -> bool {
        if a.last == NONE || b.guardian == NONE {
            return false;
        }
        let (last, guardian) = (*self.lexicon.name(a.last), *self.lexicon.name(b.guardian));
        guardian.words().any(|w| last.words().any(|v| w == v)) || guardian.words().any(|w| w == last.joined)
    }

    /// How far phone, e-mail, address and guardian agree, and which of them.
    fn household(&mut self, a: &Row, b: &Row) -> (Household, u8) {
        let mut known = false;
        let mut partly = false;
        let mut agrees = 0;
        if a.phone != 0 && b.phone != 0 {
            known = true;
            if a.phone == b.phone || one_digit_off(a.phone, b.phone) || same_local(a.phone, b.phone) {
                agrees |= PHONE;
            }
        }
        if a.email != NONE && b.email != NONE {
            known = true;
            if a.email == b.email {
                agrees |= EMAIL;
            }
        }
        if a.address != NONE && b.address != NONE {
            known = true;
            match if a.address == b.address {
                Alike::One
            } else {
                self.address(a.address, b.address)
            } {
                Alike::One => agrees |= ADDRESS,
                Alike::Partly => partly = true,
                Alike::No => {}
            }
        }
        if a.guardian != NONE && b.guardian != NONE {
            known = true;
            if a.guardian == b.guardian || self.guardian(a.guardian, b.guardian) {
                agrees |= GUARDIAN;
            }
        }
        let level = match (known, agrees.count_ones()) {
            (false, _) => Household::Unknown,
            (_, 0) if partly => Household::Partly,
            (_, 0) => Household::None,
            (_, 1) => Household::One,
            _ => Household::Two,
        };
        (level, agrees)
    }

    /// Whether two addresses are one: the same house and apartment where both are given, and most words in common.
    fn address(&self, a: u32, b: u32) -> Alike {
        let (x, y) = (self.lexicon.address(a), self.lexicon.address(b));
        if x.unit != 0 && y.unit != 0 && x.unit != y.unit {
            return Alike::No;
        }
        let other_house = x.house != y.house && x.house != 0 && y.house != 0;
        let (mut i, mut j, mut common) = (0, 0, 0);
        while i < x.words.len() && j < y.words.len() {
            match x.words[i].cmp(&y.words[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => (i, j, common) = (i + 1, j + 1, common + 1),
            }
        }
        let longer = x.words.len().max(y.words.len());
        if other_house && longer < 6 {
            Alike::No
        } else if common >= 2 && 3 * common >= 2 * longer
            || x.house != 0 && x.house == y.house && nearly_one(&x.letters, &y.letters)
        {
            Alike::One
        } else if common >= 3 && 3 * common >= longer {
            Alike::Partly
        } else {
            Alike::No
        }
    }

    /// Whether two guardians are one: every word of the shorter name is in the other one, two at least, in whatever order.
    fn guardian(&mut self, a: u32, b: u32) -> bool {
        let (x, y) = (*self.lexicon.name(a), *self.lexicon.name(b));
        if x.joined == y.joined {
            return true;
        }
        // Asked both ways, so that it does not matter which of them is the first.
        let all_in = |x: &Name, y: &Name, me: &mut Self| {
            x.len() >= 2 && x.words().all(|w| y.words().any(|v| me.one_word(w, v)))
        };
        all_in(&x, &y, self) || all_in(&y, &x, self)
    }
}

/// Whether two streets are written alike: at most one letter in five is another.
fn nearly_one(x: &str, y: &str) -> bool {
    let longer = x.len().max(y.len());
    longer >= 6 && x.len().abs_diff(y.len()) * 5 <= longer && distance(x, y) * 5 <= longer
}

/// How two addresses are alike.
enum Alike {
    One,
    Partly,
    No,
}

/// Whether the last seven digits are the same where one of two phone numbers has no more than them.
fn same_local(a: u64, b: u64) -> bool {
    // A 1 stands in front of the digits.
    a.min(b) < 100_000_000 && a % 10_000_000 == b % 10_000_000
}

fn worse_than_variant(first: First) -> bool {
    !matches!(first, First::Unknown | First::Equal | First::Variant)
}

fn worse_than_variant_last(last: Last) -> bool {
    !matches!(last, Last::Unknown | Last::Equal | Last::Part)
}

fn state_id(a: u64, b: u64) -> StateId {
    match (a, b) {
        (0, _) | (_, 0) => StateId::Unknown,
        (x, y) if x == y => StateId::Equal,
        (x, y) if one_digit_off(x, y) => StateId::OneDigit,
        _ => StateId::Different,
    }
}

/// How two birth dates are alike.
pub(super) fn birth(a: Day, b: Day) -> Birth {
    if !a.is_known() || !b.is_known() {
        return Birth::Unknown;
    }
    if a == b {
        return Birth::Equal;
    }
    let year = a.year() == b.year();
    let month = a.month() == b.month();
    let day = a.day() == b.day();
    if year && a.month() == b.day() && a.day() == b.month() {
        return Birth::Swapped;
    }
    // A year is written with four digits, the others with two.
    let off = |x: u32, y: u32| one_digit_off(u64::from(x) + 10_000, u64::from(y) + 10_000);
    let close = |x: u32, y: u32| x == y || off(x, y);
    let first_of_january = |d: Day| d.month() == 1 && d.day() == 1;
    let equal = u8::from(year) + u8::from(month) + u8::from(day);
    if equal == 2 && close(a.year(), b.year()) && close(a.month(), b.month()) && close(a.day(), b.day()) {
        return Birth::OneDigit;
    }
    if first_of_january(a) != first_of_january(b) && year {
        return Birth::FirstOfJanuary;
    }
    if equal == 2 {
        return Birth::OnePart;
    }
    if equal == 1 && close(a.year(), b.year()) && close(a.month(), b.month()) && close(a.day(), b.day()) {
        return Birth::TwoDigits;
    }
    Birth::Different
}
