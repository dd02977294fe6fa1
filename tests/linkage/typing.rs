//! How a name is mistyped and misheard.

use crate::dice::Dice;
use crate::names::titled;

/// The keys beside each letter.
const BESIDE: [(char, &str); 26] = [
    ('a', "qwsz"),
    ('b', "vghn"),
    ('c', "xdfv"),
    ('d', "serfcx"),
    ('e', "wsdr"),
    ('f', "drtgvc"),
    ('g', "ftyhbv"),
    ('h', "gyujnb"),
    ('i', "ujko"),
    ('j', "huikmn"),
    ('k', "jiolm"),
    ('l', "kop"),
    ('m', "njk"),
    ('n', "bhjm"),
    ('o', "iklp"),
    ('p', "ol"),
    ('q', "wa"),
    ('r', "edft"),
    ('s', "awedxz"),
    ('t', "rfgy"),
    ('u', "yhji"),
    ('v', "cfgb"),
    ('w', "qase"),
    ('x', "zsdc"),
    ('y', "tghu"),
    ('z', "asx"),
];

/// One slip of the fingers: two letters swapped, one left out, one beside the right one, one twice, one too many.
pub fn typo(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.to_lowercase().chars().collect();
    if letters.len() < 2 {
        return name.to_owned();
    }
    let at = dice.below(letters.len());
    match dice.weighted(&[27, 24, 26, 15, 12]) {
        0 => {
            let at = at.min(letters.len() - 2);
            letters.swap(at, at + 1);
        }
        1 => drop(letters.remove(at)),
        2 => {
            if let Some((_, keys)) = BESIDE.iter().find(|(k, _)| *k == letters[at]) {
                letters[at] = *dice.pick(&keys.chars().collect::<Vec<_>>());
            }
        }
        3 => letters.insert(at, letters[at]),
        _ => letters.insert(at, (b'a' + dice.below(26) as u8) as char),
    }
    titled(&letters.into_iter().collect::<String>())
}

/// What sounds the same and is written otherwise.
const SOUNDS: [(&str, &str); 26] = [
    ("ck", "k"),
    ("ph", "f"),
    ("ee", "ea"),
    ("ea", "ee"),
    ("ie", "y"),
    ("y", "ie"),
    ("y", "i"),
    ("s", "z"),
    ("z", "s"),
    ("c", "k"),
    ("k", "c"),
    ("nn", "n"),
    ("n", "nn"),
    ("ll", "l"),
    ("l", "ll"),
    ("en", "on"),
    ("ou", "u"),
    ("ei", "ie"),
    ("th", "t"),
    ("j", "g"),
    ("tt", "t"),
    ("ai", "ay"),
    ("ay", "ai"),
    ("sch", "sh"),
    ("ae", "ay"),
    ("x", "ks"),
];

/// The name as somebody writes it who heard it; `None` where nothing in it can be heard otherwise.
pub fn misheard(name: &str, dice: &mut Dice) -> Option<String> {
    let small = name.to_lowercase();
    let can: Vec<_> = SOUNDS.iter().filter(|(s, _)| small.contains(s)).collect();
    if can.is_empty() {
        return None;
    }
    let (sound, other) = dice.pick(&can);
    let places: Vec<usize> = small.match_indices(sound).map(|(at, _)| at).collect();
    let at = *dice.pick(&places);
    Some(titled(&format!(
        "{}{other}{}",
        &small[..at],
        &small[at + sound.len()..]
    )))
}

const SPELLINGS: [&[&str]; 26] = [
    &["Jackson", "Jaxon", "Jaxson"],
    &["Christopher", "Kristopher"],
    &["Isabela", "Isabella", "Izabella"],
    &["Sophia", "Sofia"],
    &["Jeffrey", "Geoffrey"],
    &["Gabrielle", "Gabriela", "Gabriella"],
    &["Jayden", "Jaiden", "Jaydon"],
    &["Aiden", "Ayden", "Aidan"],
    &["Caitlin", "Kaitlyn", "Katelyn"],
    &["Catherine", "Katherine", "Kathryn"],
    &["Steven", "Stephen"],
    &["Sara", "Sarah"],
    &["Zachary", "Zackary"],
    &["Michael", "Micheal"],
    &["Nicholas", "Nicolas", "Nickolas"],
    &["Matthew", "Mathew"],
    &["Jonathan", "Johnathan", "Jonathon"],
    &["Brian", "Bryan"],
    &["Alan", "Allen"],
    &["Teresa", "Theresa"],
    &["Ashley", "Ashleigh"],
    &["Rachel", "Rachael"],
    &["Madison", "Madisyn"],
    &["Hailey", "Haley", "Hayley"],
    &["Brooklyn", "Brooklynn"],
    &["Mohamed", "Mohammed", "Muhammad"],
];

/// Another common spelling of a first name.
pub fn other_spelling(name: &str, dice: &mut Dice) -> Option<String> {
    let all = SPELLINGS.iter().find(|s| s.contains(&name))?;
    let others: Vec<_> = all.iter().filter(|s| **s != name).collect();
    Some((**dice.pick(&others)).to_owned())
}

/// Without accents and apostrophes.
pub fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfd().filter(|c| c.is_ascii() && *c != '\'').collect()
}
