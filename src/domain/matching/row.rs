//! A person made ready to be compared: numbers of a lexicon and figures, a few dozen bytes.

use super::lexicon::{Lexicon, NONE, hash, suffix};
use super::person::Person;
use super::placeholders::{
    is_placeholder_date, is_placeholder_id, is_placeholder_phone, is_placeholder_text,
};
use crate::domain::codes::{parse_grade, year_of_grade};
use crate::domain::text::search_key;
use chrono::{Datelike, NaiveDate};

/// A person made ready: one line of the processor's cache, so that looking at another person costs one wait for memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(align(64))]
pub(super) struct Row {
    /// State ID; 0 when not known.
    pub state_id: u64,
    /// Phone as a number; 0 when not known.
    pub phone: u64,
    /// First name in the lexicon, or [`NONE`]; likewise the next ones.
    pub first: u32,
    pub last: u32,
    pub middle: u32,
    pub preferred_first: u32,
    pub preferred_last: u32,
    pub guardian: u32,
    pub address: u32,
    pub email: u32,
    pub school: u32,
    /// Student number without the D.
    pub number: u32,
    /// Birth date packed; 0 when not known.
    pub birth: Day,
    /// Gender code's first letter; 0 when not known.
    pub gender: u8,
    /// Jr, Sr, II … as a number; 0 when none.
    pub suffix: u8,
    /// Grade, 1 for the first of the list; 0 when not known.
    pub grade: u8,
    /// Whether there is a person; a place stays when its person has gone.
    pub there: bool,
}

const _: () = assert!(size_of::<Row>() == 64);

/// A day as one number that keeps its parts; 0 when not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Day(pub u32);

impl Day {
    fn new(day: Option<NaiveDate>) -> Self {
        match day {
            Some(d) if !is_placeholder_date(d) && (1..=9999).contains(&d.year()) => {
                Self((d.year() as u32) << 9 | d.month() << 5 | d.day())
            }
            _ => Self(0),
        }
    }
    pub fn is_known(self) -> bool {
        self.0 != 0
    }
    pub fn year(self) -> u32 {
        self.0 >> 9
    }
    pub fn month(self) -> u32 {
        self.0 >> 5 & 15
    }
    pub fn day(self) -> u32 {
        self.0 & 31
    }
}

impl Row {
    /// Nobody.
    pub const NOBODY: Self = Self {
        state_id: 0,
        phone: 0,
        first: NONE,
        last: NONE,
        middle: NONE,
        preferred_first: NONE,
        preferred_last: NONE,
        guardian: NONE,
        address: NONE,
        email: NONE,
        school: NONE,
        number: NONE,
        birth: Day(0),
        gender: 0,
        suffix: 0,
        grade: 0,
        there: false,
    };

    /// A person made ready.
    pub fn new(p: &Person, lexicon: &mut Lexicon<'_>) -> Self {
        let first = lexicon.add_given_name(&p.first_name);
        let last = lexicon.add_name(&p.last_name);
        let preferred_first = lexicon.add_given_name(&p.preferred_first_name);
        let preferred_last = lexicon.add_name(&p.preferred_last_name);
        let other_than = |legal: u32, preferred: u32| if preferred == legal { NONE } else { preferred };
        let within = |at: u32| if at == NONE { 0 } else { lexicon.name(at).suffix };
        let suffix = match suffix(search_key(&p.suffix).trim()) {
            0 => within(last).max(within(first)),
            n => n,
        };
        let email = search_key(p.email.trim());
        Self {
            state_id: identifier(&p.state_id),
            phone: phone(&p.phone),
            first,
            last,
            middle: lexicon.add_given_name(&p.middle_name),
            preferred_first: other_than(first, preferred_first),
            preferred_last: other_than(last, preferred_last),
            guardian: if is_placeholder_text(search_key(&p.guardian).trim()) {
                NONE
            } else {
                lexicon.add_name(&p.guardian)
            },
            address: lexicon.add_address(&p.address),
            email: if is_placeholder_text(&email) {
                NONE
            } else {
                lexicon.add_text(&email)
            },
            school: lexicon.add_text(p.school.trim()),
            number: if is_placeholder_id(p.number.trim()) {
                NONE
            } else {
                lexicon.add_text(&p.number.trim().to_lowercase())
            },
            birth: Day::new(p.birth_date),
            gender: match p.gender.trim().bytes().next() {
                Some(b) if !b.eq_ignore_ascii_case(&b'u') => b.to_ascii_uppercase(),
                _ => 0,
            },
            suffix,
            grade: parse_grade(&p.grade)
                .and_then(year_of_grade)
                .map_or(0, |year| (year + GRADE_KNOWN) as u8),
            there: true,
        }
    }
}

/// What is added to a year of school, so that 0 says that it is not known.
const GRADE_KNOWN: i8 = 4;

/// Above this an identifier is a hash: it can be equal, and not one digit off.
const HASHED: u64 = 1 << 63;

/// An identifier as a number that keeps its leading zeros; 0 when it says nothing.
fn identifier(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() || is_placeholder_id(text) {
        return 0;
    }
    if text.len() <= 16 && text.bytes().all(|b| b.is_ascii_digit()) {
        // A 1 in front keeps zeros apart.
        return text.bytes().fold(1, |n, b| n * 10 + u64::from(b - b'0'));
    }
    hash(&text.to_lowercase()) | HASHED
}

/// A phone number: its last ten digits, without what is written after it; 0 when it says nothing.
fn phone(text: &str) -> u64 {
    let mut digits = String::with_capacity(16);
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
        } else if digits.len() >= 7 && (c.is_alphabetic() || matches!(c, ',' | ';' | '/' | '#')) {
            // An extension, a second number, whose it is.
            break;
        }
    }
    let digits = &digits[digits.len().saturating_sub(10)..];
    if is_placeholder_phone(digits) {
        return 0;
    }
    digits.bytes().fold(1, |n, b| n * 10 + u64::from(b - b'0'))
}

/// Whether two numbers of equally many digits differ in one digit, or in two beside each other that are swapped.
pub(super) fn one_digit_off(a: u64, b: u64) -> bool {
    if a >= HASHED || b >= HASHED {
        return false;
    }
    let (mut x, mut y, mut place) = (a, b, 0u32);
    // Where they differ, and the digits there.
    let mut differing: [(u32, u64, u64); 2] = [(0, 0, 0); 2];
    let mut count = 0;
    while x > 0 || y > 0 {
        let (dx, dy) = (x % 10, y % 10);
        if dx != dy {
            if count == 2 {
                return false;
            }
            differing[count] = (place, dx, dy);
            count += 1;
        }
        (x, y, place) = (x / 10, y / 10, place + 1);
    }
    let [(p, a0, b0), (q, a1, b1)] = differing;
    match count {
        // The leading 1 only differs when one has more digits.
        1 => p + 1 < place,
        2 => q == p + 1 && q + 1 < place && a0 == b1 && a1 == b0,
        _ => false,
    }
}
