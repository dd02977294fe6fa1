//! Every text that is compared, once: words, names of several words, addresses. Persons refer to them by number, so that
//! a person is a few dozen bytes and two equal texts are equal numbers.

use super::numbers::Numbers;
use super::placeholders::{is_placeholder_name, is_placeholder_text};
use super::word::Word;
use crate::domain::text::search_key;
use rustc_hash::FxHashMap;

/// Most words of a name that are looked at.
pub(super) const WORDS: usize = 4;

/// The number of a text that is not there.
pub(super) const NONE: u32 = u32::MAX;

/// A name of one or more words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    /// Its words written together: `de la cruz-ortiz` is `delacruzortiz`.
    pub joined: u32,
    /// Its words, particles joined to the word that they belong to, then that word alone; [`NONE`] after the last.
    pub words: [u32; WORDS],
    /// Jr, Sr, II … as a number where it stands within the name; 0 when none does.
    pub suffix: u8,
}

impl Name {
    /// Its words.
    pub fn words(&self) -> impl Iterator<Item = u32> + use<> {
        self.words.into_iter().take_while(|w| *w != NONE)
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words().count()
    }
}

/// An address: the number of the house, that of the apartment, and what else stands there as sorted hashes of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Address {
    /// The whole, without regard to abbreviations.
    pub whole: u64,
    /// Hashes of its words, sorted.
    pub words: Box<[u32]>,
    /// Its words other than numbers, written together: Lake View is Lakeview.
    pub letters: Box<str>,
    /// The number of the house; 0 when none.
    pub house: u32,
    /// The apartment; 0 when none.
    pub unit: u32,
}

/// The texts. A lexicon may stand on another one, whose numbers come first: what a single question brings along is not
/// mixed with what all share.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon<'a> {
    under: Option<&'a Lexicon<'a>>,
    words: Vec<Word>,
    word_at: Numbers<Box<str>>,
    names: Vec<Name>,
    name_at: Numbers<Box<str>>,
    addresses: Vec<Address>,
    address_at: Numbers<u64>,
    /// In how many persons' addresses each word stands.
    address_words: FxHashMap<u32, u32>,
    /// How many persons' addresses were counted.
    counted_addresses: u32,
    /// Texts of which only equality matters: schools, e-mails, odd identifiers.
    texts: Numbers<Box<str>>,
}

impl<'a> Lexicon<'a> {
    /// An empty lexicon that stands on another.
    pub fn over(under: &'a Lexicon<'a>) -> Self {
        Self {
            under: Some(under),
            ..Self::default()
        }
    }

    /// The word of a number.
    pub fn word(&self, at: u32) -> &Word {
        match self.under {
            Some(under) if (at as usize) < under.words.len() => &under.words[at as usize],
            Some(under) => &self.words[at as usize - under.words.len()],
            None => &self.words[at as usize],
        }
    }

    /// The name of a number.
    pub fn name(&self, at: u32) -> &Name {
        match self.under {
            Some(under) if (at as usize) < under.names.len() => &under.names[at as usize],
            Some(under) => &self.names[at as usize - under.names.len()],
            None => &self.names[at as usize],
        }
    }

    /// The address of a number.
    pub fn address(&self, at: u32) -> &Address {
        match self.under {
            Some(under) if (at as usize) < under.addresses.len() => &under.addresses[at as usize],
            Some(under) => &self.addresses[at as usize - under.addresses.len()],
            None => &self.addresses[at as usize],
        }
    }

    /// All words.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The number of a word, made ready where it is new.
    fn add_word(&mut self, text: &str) -> u32 {
        if let Some(at) = self.under.and_then(|u| u.word_at.get(text)) {
            return *at;
        }
        if let Some(at) = self.word_at.get(text) {
            return *at;
        }
        let at = (self.under.map_or(0, |u| u.words.len()) + self.words.len()) as u32;
        self.words.push(Word::new(text));
        self.word_at.insert(text.into(), at);
        at
    }

    /// The number of a name as a person or a file wrote it; [`NONE`] when it says nothing.
    pub fn add_name(&mut self, written: &str) -> u32 {
        self.add(written, written, false)
    }

    /// The number of a given name. Before a last name *van* belongs to it, but Văn is a Vietnamese boy's middle name, and
    /// who is called Văn Dũng goes by Dũng.
    pub fn add_given_name(&mut self, written: &str) -> u32 {
        let vietnamese = written
            .split_once([' ', '-'])
            .is_some_and(|(before, _)| before.len() <= 5 && search_key(before) == "van");
        if vietnamese {
            // Kept apart from a last name that is written alike.
            self.add(&format!("{written}\n"), written, true)
        } else {
            self.add(written, written, false)
        }
    }

    fn add(&mut self, known_as: &str, written: &str, given: bool) -> u32 {
        if written.is_empty() {
            return NONE;
        }
        if let Some(at) = self.under.and_then(|u| u.name_at.get(known_as)) {
            return *at;
        }
        if let Some(at) = self.name_at.get(known_as) {
            return *at;
        }
        let at = match self.read_name(written, given) {
            Some(name) => {
                self.names.push(name);
                (self.under.map_or(0, |u| u.names.len()) + self.names.len() - 1) as u32
            }
            None => NONE,
        };
        self.name_at.insert(known_as.into(), at);
        at
    }

    fn read_name(&mut self, written: &str, given: bool) -> Option<Name> {
        let key = search_key(written);
        if is_placeholder_name(key.trim()) {
            return None;
        }
        let mut name = Name {
            joined: NONE,
            words: [NONE; WORDS],
            suffix: 0,
        };
        let mut joined = String::with_capacity(key.len());
        let mut word = String::new();
        let mut count = 0;
        let mut parts = key
            .split(|c: char| !c.is_alphanumeric())
            .filter(|p| !p.is_empty())
            .peekable();
        while let Some(part) = parts.next() {
            let suffix = suffix(part);
            if suffix != 0 && !joined.is_empty() && parts.peek().is_none() {
                name.suffix = suffix;
                break;
            }
            if CONNECTORS.contains(&part) && count > 0 && parts.peek().is_some() {
                continue;
            }
            joined.push_str(part);
            word.push_str(part);
            // Particles belong to the word after them.
            if parts.peek().is_some() && PARTICLES.contains(&part) && !(given && part == "van") {
                continue;
            }
            if count < WORDS {
                name.words[count] = self.add_word(&word);
                count += 1;
            }
            // What stands before it may be left out: de la Cruz is Cruz as well.
            if word.len() > part.len() && part.len() >= 3 && count < WORDS {
                name.words[count] = self.add_word(part);
                count += 1;
            }
            word.clear();
        }
        if count == 0 {
            return None;
        }
        name.joined = if count == 1 {
            name.words[0]
        } else {
            self.add_word(&joined)
        };
        Some(name)
    }

    /// The number of an address; [`NONE`] when it says nothing.
    pub fn add_address(&mut self, written: &str) -> u32 {
        if written.is_empty() || is_placeholder_text(search_key(written).trim()) {
            return NONE;
        }
        let address = read_address(written);
        if address.words.is_empty() {
            return NONE;
        }
        if let Some(at) = self.under.and_then(|u| u.address_at.get(&address.whole)) {
            return *at;
        }
        if let Some(at) = self.address_at.get(&address.whole) {
            return *at;
        }
        let at = (self.under.map_or(0, |u| u.addresses.len()) + self.addresses.len()) as u32;
        self.address_at.insert(address.whole, at);
        self.addresses.push(address);
        at
    }

    /// Counts who bears a first and a last name: one person in, or out by -1.
    pub fn count(&mut self, first: u32, last: u32, by: i32) {
        if first != NONE {
            let word = &mut self.words[self.names[first as usize].joined as usize];
            word.as_first = word.as_first.saturating_add_signed(by);
        }
        if last != NONE {
            let word = &mut self.words[self.names[last as usize].joined as usize];
            word.as_last = word.as_last.saturating_add_signed(by);
        }
    }

    /// Counts the words of an address. Only when persons are first gathered: keys are made of these counts, and must stay
    /// what they were.
    pub fn count_address(&mut self, address: u32) {
        if address != NONE {
            self.counted_addresses += 1;
            for word in &self.addresses[address as usize].words {
                *self.address_words.entry(*word).or_default() += 1;
            }
        }
    }

    /// The three words of an address that are rarest among those which stand in another one too; 0 where there are fewer.
    /// A word of one address in a hundred or more, as a direction or a town, tells nothing.
    pub fn telling_words(&self, address: &Address) -> [u32; 3] {
        let base = self.under.unwrap_or(self);
        let counts = &base.address_words;
        let most = 20 + base.counted_addresses / 100;
        let mut rarest = [(u32::MAX, 0); 3];
        for word in &address.words {
            let count = counts.get(word).copied().unwrap_or(0);
            let mut next = (count, *word);
            if (2..=most).contains(&count) {
                for place in &mut rarest {
                    if next < *place {
                        std::mem::swap(place, &mut next);
                    }
                }
            }
        }
        rarest.map(|(_, word)| word)
    }

    /// The number of a text of which only equality matters; [`NONE`] when it is empty.
    pub fn add_text(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return NONE;
        }
        if let Some(at) = self.under.and_then(|u| u.texts.get(text)) {
            return *at;
        }
        let next = (self.under.map_or(0, |u| u.texts.len()) + self.texts.len()) as u32;
        match self.texts.get(text) {
            Some(at) => *at,
            None => {
                self.texts.insert(text.into(), next);
                next
            }
        }
    }
}

/// Words before a name that belong to it, in search letters.
const PARTICLES: [&str; 35] = [
    "de", "la", "las", "los", "del", "da", "das", "do", "dos", "di", "du", "della", "le", "van", "von",
    "vande", "der", "den", "ter", "ten", "zu", "st", "saint", "san", "santa", "mc", "mac", "o", "al", "el",
    "bin", "ibn", "bint", "abu", "fitz",
];

/// Words between two parts of a name that belong to neither: `Ortega y Gasset`.
const CONNECTORS: [&str; 2] = ["y", "e"];

/// Jr, Sr, II … as a number; 0 when a text is none.
pub(super) fn suffix(text: &str) -> u8 {
    match text.trim_end_matches('.') {
        "jr" | "junior" => 1,
        "sr" | "senior" => 2,
        "ii" | "2nd" | "2" => 3,
        "iii" | "3rd" | "3" => 4,
        "iv" | "4th" | "4" => 5,
        "v" | "5th" | "5" => 6,
        _ => 0,
    }
}

/// A hash that is the same in every run.
pub(super) fn hash(text: &str) -> u64 {
    // FNV-1a, then mixed: its high bits are used as well.
    mix(text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| {
        (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
    }))
}

/// Spreads a number over all bits (the finisher of SplitMix64).
pub(super) fn mix(n: u64) -> u64 {
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}

/// What is written in several ways in addresses, as one. (Source: United States Postal Service, Publication 28, the most
/// common street suffixes, directions and unit designators.)
const SHORT: [(&str, &str); 34] = [
    ("street", "st"),
    ("avenue", "ave"),
    ("av", "ave"),
    ("drive", "dr"),
    ("road", "rd"),
    ("lane", "ln"),
    ("court", "ct"),
    ("circle", "cir"),
    ("place", "pl"),
    ("boulevard", "blvd"),
    ("highway", "hwy"),
    ("parkway", "pkwy"),
    ("trail", "trl"),
    ("terrace", "ter"),
    ("square", "sq"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("northeast", "ne"),
    ("northwest", "nw"),
    ("southeast", "se"),
    ("southwest", "sw"),
    ("apartment", "apt"),
    ("unit", "apt"),
    ("suite", "apt"),
    ("ste", "apt"),
    ("spc", "apt"),
    ("space", "apt"),
    ("trlr", "apt"),
    ("trailer", "apt"),
    ("lot", "apt"),
    ("no", "apt"),
    ("building", "bldg"),
];

fn read_address(written: &str) -> Address {
    let key = search_key(written).replace('#', " apt ");
    let mut out = Address::default();
    let mut words: Vec<u32> = Vec::with_capacity(8);
    let mut whole = 0u64;
    let mut letters = String::with_capacity(24);
    let mut unit_next = false;
    for part in key
        .split(|c: char| !c.is_alphanumeric())
        .filter(|p| !p.is_empty())
    {
        let part = SHORT
            .iter()
            .find(|(long, _)| *long == part)
            .map_or(part, |(_, short)| short);
        if part == "apt" {
            unit_next = true;
            continue;
        }
        let h = hash(part);
        if unit_next {
            out.unit = h as u32;
            unit_next = false;
        } else if out.house == 0 && words.is_empty() && part.starts_with(|c: char| c.is_ascii_digit()) {
            out.house = h as u32;
        }
        if !part.starts_with(|c: char| c.is_ascii_digit()) {
            letters.push_str(part);
        }
        whole = mix(whole ^ h);
        words.push(h as u32);
    }
    words.sort_unstable();
    out.words = words.into();
    out.letters = letters.into();
    out.whole = whole;
    out
}
