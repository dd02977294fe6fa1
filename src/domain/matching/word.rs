//! Words of names, and when two of them are one name written differently.

use super::variants::formal_names;
use crate::domain::text::search_key;
use rapidfuzz::distance::{jaro_winkler, osa};
use rphonetic::DoubleMetaphone;

/// One word of a name in search letters, with what it is compared by.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// The word.
    pub text: Box<str>,
    /// Its sound (Double Metaphone), as a number; 0 when it has none.
    pub sound: u32,
    /// Its other sound where it has two, else the same.
    pub other_sound: u32,
    /// Which letters are in it, a bit for each: says at once that most words are nothing alike.
    pub letters: u32,
    /// Formal first names it may stand for.
    pub formal: &'static [u16],
    /// How many persons have it as their first name.
    pub as_first: u32,
    /// How many persons have it as their last name.
    pub as_last: u32,
}

impl Word {
    /// A word made ready.
    pub fn new(text: &str) -> Self {
        let (sound, other_sound) = sounds(text);
        Self {
            text: text.into(),
            sound,
            other_sound,
            letters: text.bytes().fold(0, |set, b| set | 1 << (b & 31)),
            formal: formal_names(text),
            as_first: 0,
            as_last: 0,
        }
    }

    /// Whether it is only an initial.
    pub fn is_initial(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }

    /// Its first letter, as a number.
    pub fn initial(&self) -> u32 {
        self.text.chars().next().map_or(0, u32::from)
    }
}

/// The sounds of a word as numbers: up to six letters of a small alphabet fit in one.
fn sounds(text: &str) -> (u32, u32) {
    // Only letters of the Roman alphabet have a sound here; others are compared as they are written.
    if !text.bytes().all(|b| b.is_ascii_lowercase()) {
        return (0, 0);
    }
    let both = DoubleMetaphone::new(Some(6)).double_metaphone(text);
    let number = |code: String| {
        code.bytes()
            .fold(0u32, |n, b| n.wrapping_mul(37).wrapping_add(u32::from(b)))
    };
    (number(both.primary()), number(both.alternate()))
}

/// Whether two names may be one, however they are written: all words of the shorter one in the other, an initial, a
/// nickname, a slip of the pen, one word for two. What is not known is not another one. Said generously: what is not alike
/// here is another name.
pub fn names_alike(a: &str, b: &str) -> bool {
    at_least(a, b, Likeness::Near)
}

/// The same said sternly: names that rhyme, and those with only some letters in common, are two, as twins have them.
pub fn are_one_name(a: &str, b: &str) -> bool {
    at_least(a, b, Likeness::Short)
}

fn at_least(a: &str, b: &str, least: Likeness) -> bool {
    if a == b || a.is_empty() || b.is_empty() {
        return true;
    }
    let words = |text: &str| -> Vec<Word> {
        let text = search_key(text);
        let each = text.split(|c: char| !c.is_alphanumeric());
        each.filter(|w| !w.is_empty()).map(Word::new).collect()
    };
    let joined = |words: &[Word]| Word::new(&words.iter().map(|w| &*w.text).collect::<String>());
    let one = |x: &Word, y: &Word| {
        x.text == y.text
            || (x.is_initial() || y.is_initial()) && x.initial() == y.initial()
            || likeness(x, y) >= least
    };
    let (a, b) = (words(a), words(b));
    a.is_empty()
        || b.is_empty()
        || match a.len() <= b.len() {
            true => a.iter().all(|x| b.iter().any(|y| one(x, y))),
            false => b.iter().all(|y| a.iter().any(|x| one(x, y))),
        }
        || one(&joined(&a), &joined(&b))
}

/// How two words are alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Likeness {
    /// Not.
    None,
    /// Letters in common as several typing errors leave them.
    Near,
    /// Alike but for one letter, which is another and no slip of a finger: Dylan and Mylan.
    Rhyme,
    /// One is the beginning of the other: Nic and Nicolas.
    Short,
    /// One typing error away.
    Close,
    /// Written differently, said alike.
    Sound,
    /// A nickname or a form of one name.
    Variant,
    /// The same.
    Same,
}

/// Compares two words that are not the same.
pub(super) fn likeness(a: &Word, b: &Word) -> Likeness {
    let (x, y) = (&*a.text, &*b.text);
    if !a.formal.is_empty() && a.formal.iter().any(|f| b.formal.contains(f)) {
        return Likeness::Variant;
    }
    let (short, long) = if x.len() <= y.len() { (x, y) } else { (y, x) };
    if short.len() < 2 || long.len() > 2 * short.len() + 4 {
        return Likeness::None;
    }
    // Each letter that only one of them has is an error at least.
    let apart = (a.letters & !b.letters)
        .count_ones()
        .max((b.letters & !a.letters).count_ones());
    if apart > 3 || apart > 2 && long.len() < 8 {
        return Likeness::None;
    }
    let errors = distance(x, y);
    let sound = a.sound != 0 && (a.sound == b.sound || a.sound == b.other_sound || a.other_sound == b.sound);
    let length = long.len();
    // A consonant before the first vowel is rarely a typing error either.
    if errors == 1 && length >= 3 && begins_later(short, long) {
        return Likeness::Rhyme;
    }
    if sound && errors <= (length / 2).clamp(1, 3) {
        return Likeness::Sound;
    }
    let other_start = x.as_bytes()[0] != y.as_bytes()[0];
    if errors == 1 && length >= 3 {
        // A letter put for one that lies elsewhere on the keyboard is rarely a typing error, and often a twin.
        if x.len() == y.len() && !is_slip(x, y) {
            return Likeness::Rhyme;
        }
        return if length >= 4 {
            Likeness::Close
        } else {
            Likeness::Near
        };
    }
    if errors == 2 && length >= 7 && !other_start {
        return Likeness::Close;
    }
    if short.len() >= 3 && long.starts_with(short) {
        return Likeness::Short;
    }
    if errors == 2 && length >= 5 || errors == 3 && length >= 8 {
        return Likeness::Near;
    }
    if length >= 5 && errors <= 4 && similarity(x, y) >= 0.9 {
        return Likeness::Near;
    }
    Likeness::None
}

/// Typing errors between two words: letters put in, left out, put for another, or swapped with the next.
pub(super) fn distance(x: &str, y: &str) -> usize {
    if x.is_ascii() && y.is_ascii() {
        osa::distance(x.bytes(), y.bytes())
    } else {
        osa::distance(x.chars(), y.chars())
    }
}

fn similarity(x: &str, y: &str) -> f64 {
    if x.is_ascii() && y.is_ascii() {
        jaro_winkler::similarity(x.bytes(), y.bytes())
    } else {
        jaro_winkler::similarity(x.chars(), y.chars())
    }
}

/// Whether the one difference of two words of equal length is a slip: two letters swapped, a letter that lies beside the
/// right one on the keyboard, or one vowel for another. Twins are often named to rhyme: a consonant for another one at the
/// front makes two names, as Jaylen and Kaylen, though J and K lie beside each other.
fn is_slip(x: &str, y: &str) -> bool {
    let mut differing = x.bytes().zip(y.bytes()).enumerate().filter(|(_, (a, b))| a != b);
    match (differing.next(), differing.next()) {
        (Some((at, (a, b))), None) => {
            let vowel = |c: u8| b"aeiouy".contains(&c);
            vowel(a) && vowel(b) || (at > 0 || vowel(a) || vowel(b)) && beside_on_keyboard(a, b)
        }
        // Two places differ by one error only when they are swapped.
        _ => true,
    }
}

/// Whether the longer one is the shorter one with a consonant before its first vowel: Amir and Samir.
fn begins_later(short: &str, long: &str) -> bool {
    let vowel = |c: u8| b"aeiouy".contains(&c);
    long.as_bytes()[1..] == *short.as_bytes() && vowel(short.as_bytes()[0]) && !vowel(long.as_bytes()[0])
}

/// Whether two letters lie beside each other on the keyboard.
fn beside_on_keyboard(a: u8, b: u8) -> bool {
    const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
    let place = |c: u8| {
        ROWS.iter().enumerate().find_map(|(row, keys)| {
            keys.iter()
                .position(|k| *k == c)
                .map(|at| (row as i32, at as i32))
        })
    };
    match (place(a), place(b)) {
        (Some((r, x)), Some((s, y))) => (r - s).abs() <= 1 && (x - y).abs() <= 1,
        _ => false,
    }
}
