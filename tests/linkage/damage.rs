//! How a student's second record differs from the first: what was mistyped, misheard, left out or has changed.

use crate::dice::Dice;
use crate::families::{Families, Family, Record};
use crate::homes::{address, phone};
use crate::names::{Names, titled};
use crate::typing;
use chrono::{Datelike, NaiveDate};

/// What happens to who a student is, and how often of 1,000 damages that are thrown. Not each can happen to each
/// student; the weights are such that what happens is as often as in the set these imitate.
const KINDS: &[(&str, u32)] = &[
    ("last_typo", 160),
    ("first_typo", 150),
    ("middle_missing", 220),
    ("dob_digit", 112),
    ("nickname", 185),
    ("surname_changed", 66),
    ("middle_initial", 140),
    ("last_phonetic", 92),
    ("first_phonetic", 52),
    ("goes_by_middle", 78),
    ("surname_extended", 26),
    ("dob_md_swapped", 78),
    ("gender", 26),
    ("dob_missing", 17),
    ("compound_first_only", 210),
    ("compound_last_only", 90),
    ("compound_joined", 75),
    ("compound_in_middle", 20),
    ("hyphen_space", 100),
    ("prefix_joined", 560),
    ("middle_in_first", 26),
    ("first_variant", 160),
    ("first_last_swapped", 8),
    ("accent_apostrophe", 520),
    ("dob_jan1", 8),
    ("suffix_dropped", 350),
    ("suffix_in_last", 300),
    ("double_first_changed", 70),
];

/// A second record of a child, and what happened to it.
pub fn again(
    child: &Record,
    family: &Family,
    names: &Names,
    families: &mut Families<'_>,
    dice: &mut Dice,
) -> (Record, Vec<&'static str>) {
    let mut record = child.clone();
    let mut errors = Vec::new();
    surroundings(&mut record, child, names, families, dice, &mut errors);
    let many = dice.weighted(&[43, 130, 106, 52, 13]);
    let weights: Vec<u32> = KINDS.iter().map(|k| k.1).collect();
    let mut throws = 0;
    let mut happened = 0;
    while happened < many && throws < 200 {
        throws += 1;
        let kind = KINDS[dice.weighted(&weights)].0;
        let again = errors
            .iter()
            .any(|e| *e == kind || (e.starts_with("dob") && kind.starts_with("dob")));
        if !again && happen(kind, &mut record, family, names, dice).is_some() {
            errors.push(kind);
            happened += 1;
        }
    }
    if record.phone == child.phone {
        crate::noise::other_phone_form(&mut record, dice);
    }
    crate::noise::write_otherwise(&mut record, dice);
    errors.sort_unstable();
    (record, errors)
}

/// What changes around a student, or is not known the second time.
fn surroundings(
    record: &mut Record,
    child: &Record,
    names: &Names,
    families: &mut Families<'_>,
    dice: &mut Dice,
    errors: &mut Vec<&'static str>,
) {
    if dice.chance(387) {
        record.school = families.school(dice);
        errors.push("school");
    }
    if dice.chance(340) {
        record.address = address(dice);
        errors.push("moved");
    }
    match dice.below(1000) {
        0..314 => {
            record.phone = phone(dice);
            errors.push("phone_new");
        }
        314..558 => {
            record.phone.clear();
            errors.push("phone_missing");
        }
        558..583 => {
            record.phone = swapped_digits(&record.phone, 9, dice);
            errors.push("phone_digits");
        }
        _ => {}
    }
    match dice.below(1000) {
        0..256 => {
            let last = match dice.chance(200) {
                true => names.surname(child.ethnicity, dice),
                false => child.last.clone(),
            };
            record.parent = format!("{} {last}", names.adult('M', dice));
            errors.push("other_parent");
        }
        256..332 => {
            record.parent.clear();
            errors.push("parent_missing");
        }
        _ => {}
    }
    match dice.below(1000) {
        0..570 => record.state_id.clear(),
        570..760 => record.state_id = families.state_id(),
        760..810 => record.state_id = swapped_digits(&record.state_id, 0, dice),
        _ => {}
    }
}

/// Two neighbouring digits swapped, at or after a place.
fn swapped_digits(number: &str, from: usize, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = number.chars().collect();
    let can: Vec<usize> = (from + 1..letters.len())
        .filter(|i| letters[*i].is_ascii_digit() && letters[i - 1].is_ascii_digit())
        .filter(|i| letters[*i] != letters[i - 1])
        .collect();
    if !can.is_empty() {
        let at = *dice.pick(&can);
        letters.swap(at, at - 1);
    }
    letters.into_iter().collect()
}

/// Does it, where it can happen to this student.
fn happen(kind: &str, r: &mut Record, family: &Family, names: &Names, dice: &mut Dice) -> Option<()> {
    match kind {
        "last_typo" => r.last = typing::typo(&r.last, dice),
        "first_typo" => r.first = typing::typo(&r.first, dice),
        "last_phonetic" => r.last = typing::misheard(&r.last, dice)?,
        "first_phonetic" => r.first = typing::misheard(&r.first, dice)?,
        "first_variant" => r.first = typing::other_spelling(&r.first, dice)?,
        "nickname" => match names.nickname(&r.first, dice) {
            Some(name) => r.first = name,
            None if dice.chance(40) => r.first = diminutive(&r.first, dice),
            None => return None,
        },
        "double_first_changed" => {
            let parts: Vec<&str> = r.first.split([' ', '-']).collect();
            let [first, _] = parts[..] else { return None };
            r.first = first.to_owned();
        }
        "gender" => {
            r.gender = match (r.gender, dice.chance(350)) {
                (_, true) => "",
                ("F", _) => "M",
                _ => "F",
            }
        }
        "first_last_swapped" => std::mem::swap(&mut r.first, &mut r.last),
        _ if kind.contains("middle") && !kind.starts_with("compound") => middle(kind, r, dice)?,
        _ if kind.starts_with("dob") => birth(kind, r, dice)?,
        _ => surname(kind, r, family, names, dice)?,
    }
    Some(())
}

/// Short names no list has: Ade, Adey, Adi for Adelina.
fn diminutive(name: &str, dice: &mut Dice) -> String {
    let short: String = name.chars().take(3 + dice.below(2)).collect();
    format!("{short}{}", dice.pick(&["", "y", "ie", "i", "o"]))
}

fn middle(kind: &str, r: &mut Record, dice: &mut Dice) -> Option<()> {
    let full = r.middle.chars().nth(2).is_some();
    if r.middle.is_empty() || (kind != "middle_missing" && !full) {
        return None;
    }
    match kind {
        "middle_missing" => r.middle.clear(),
        "middle_initial" => {
            r.middle.truncate(r.middle.chars().next()?.len_utf8());
            if dice.chance(330) {
                r.middle.push('.');
            }
        }
        "middle_in_first" => r.first = format!("{} {}", r.first, std::mem::take(&mut r.middle)),
        _ => {
            let first = std::mem::replace(&mut r.first, std::mem::take(&mut r.middle));
            r.middle = match dice.below(10) {
                0..5 => first.chars().take(1).collect(),
                5..9 => first,
                _ => String::new(),
            };
        }
    }
    Some(())
}

fn birth(kind: &str, r: &mut Record, dice: &mut Dice) -> Option<()> {
    let old = r.birth?;
    let (y, m, d) = (old.year(), old.month(), old.day());
    let sign = |dice: &mut Dice| if dice.chance(500) { 1_i32 } else { -1 };
    let new = match kind {
        "dob_missing" => {
            r.birth = None;
            return Some(());
        }
        "dob_jan1" => NaiveDate::from_ymd_opt(y, 1, 1),
        "dob_md_swapped" => NaiveDate::from_ymd_opt(y, d, m),
        _ => match dice.weighted(&[19, 3, 15, 18, 8, 3]) {
            0 => NaiveDate::from_ymd_opt(y + sign(dice), m, d),
            1 => NaiveDate::from_ymd_opt(y + if y > 2015 { -9 } else { 9 }, m, d),
            2 => NaiveDate::from_ymd_opt(y, m.checked_add_signed(sign(dice))?, d),
            3 => NaiveDate::from_ymd_opt(y, m, d.checked_add_signed(sign(dice))?),
            4 => NaiveDate::from_ymd_opt(y, m, d.checked_add_signed(10 * sign(dice))?),
            _ => NaiveDate::from_ymd_opt(y, m, d % 10 * 10 + d / 10),
        },
    };
    r.birth = Some(new.filter(|n| *n != old)?);
    Some(())
}

fn surname(kind: &str, r: &mut Record, family: &Family, names: &Names, dice: &mut Dice) -> Option<()> {
    let prefixed = ["De ", "Del ", "Van ", "St "]
        .iter()
        .any(|p| r.last.starts_with(p));
    let double = r.last.contains(['-', ' ']) && !prefixed && !r.last.ends_with(' ');
    let parts = |s: &str| -> Option<(String, String)> {
        s.split_once(['-', ' '])
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    let needs_double = kind.starts_with("compound") || kind == "hyphen_space";
    if needs_double && !double {
        return None;
    }
    match kind {
        "surname_changed" => {
            let parents = family.parent_last != r.last && dice.chance(350);
            r.last = match parents {
                true => family.parent_last.clone(),
                false => names.surname(r.ethnicity, dice),
            };
        }
        "surname_extended" if !double && !prefixed => {
            let joint = if dice.chance(800) { '-' } else { ' ' };
            r.last = format!("{}{joint}{}", r.last, names.plain_surname(r.ethnicity, dice));
        }
        "compound_first_only" => r.last = parts(&r.last)?.0,
        "compound_last_only" => r.last = parts(&r.last)?.1,
        "compound_joined" => {
            let (a, b) = parts(&r.last)?;
            r.last = titled(&format!("{a}{b}"));
        }
        "compound_in_middle" => {
            let (a, b) = parts(&r.last)?;
            r.middle = format!("{} {a}", r.middle).trim().to_owned();
            r.last = b;
        }
        "hyphen_space" => {
            let (from, to) = if r.last.contains('-') {
                ("-", " ")
            } else {
                (" ", "-")
            };
            r.last = r.last.replacen(from, to, 1);
        }
        "prefix_joined" if prefixed => {
            let joined = r.last.replace(' ', "");
            r.last = if dice.chance(500) { titled(&joined) } else { joined };
        }
        "accent_apostrophe" if typing::plain(&r.last) != r.last => r.last = typing::plain(&r.last),
        "suffix_dropped" if !r.suffix.is_empty() => r.suffix = "",
        "suffix_in_last" if !r.suffix.is_empty() => {
            r.last = format!("{}{}{}", r.last, dice.pick(&[" ", ", ", ","]), r.suffix);
            r.suffix = "";
        }
        _ => return None,
    }
    Some(())
}
