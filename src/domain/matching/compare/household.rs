//! How far two homes agree: phone, e-mail, address and guardian.

use super::Comparer;
use crate::domain::matching::level::Household;
use crate::domain::matching::lexicon::{NONE, Name};
use crate::domain::matching::row::{Row, one_digit_off};
use crate::domain::matching::word::distance;

/// Which of a household's data agree, as bits of [`Levels::agrees`].
pub(in crate::domain::matching) const PHONE: u8 = 1;
/// E-mail.
pub(in crate::domain::matching) const EMAIL: u8 = 2;
/// Address.
pub(in crate::domain::matching) const ADDRESS: u8 = 4;
/// Guardian.
pub(in crate::domain::matching) const GUARDIAN: u8 = 8;

impl Comparer<'_> {
    /// How far phone, e-mail, address and guardian agree, and which of them.
    pub(super) fn household(&mut self, a: &Row, b: &Row) -> (Household, u8) {
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
