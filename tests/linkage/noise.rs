//! How the same thing is written otherwise in a second record: capitals, a phone's form, "Last, First", 7 for 07.

use crate::dice::Dice;
use crate::families::Record;
use crate::typing;

/// Street kinds, short and in full.
const KINDS: [(&str, &str); 7] = [
    (" St", " Street"),
    (" Ave", " Avenue"),
    (" Dr", " Drive"),
    (" Ln", " Lane"),
    (" Ct", " Court"),
    (" Cir", " Circle"),
    (" Rd", " Road"),
];

/// Writes a record as somebody else would, or another program.
pub fn write_otherwise(r: &mut Record, dice: &mut Dice) {
    if dice.chance(88) {
        for name in [&mut r.last, &mut r.first, &mut r.middle] {
            *name = name.to_uppercase();
        }
    } else if dice.chance(35) {
        r.last.push(' ');
    }
    if dice.chance(340)
        && let Some((short, full)) = KINDS
            .iter()
            .find(|(s, _)| r.address.ends_with(s) || r.address.contains(&format!("{s} #")))
    {
        r.address = r.address.replacen(short, full, 1);
    }
    match dice.below(1000) {
        0..80 => r.parent = r.parent.to_uppercase(),
        80..180 => {
            if let Some((first, last)) = r.parent.split_once(' ') {
                r.parent = format!("{last}, {first}");
            }
        }
        180..260 => {
            if let Some((first, last)) = r.parent.clone().split_once(' ') {
                r.parent = match dice.chance(300) {
                    true => format!("{} {last}", typing::typo(first, dice)),
                    false => format!("{first} {}", typing::typo(last, dice).to_lowercase()),
                };
            }
        }
        _ => {}
    }
    if dice.chance(180) {
        r.grade = match r.grade.as_str() {
            "KG" => "0".to_owned(),
            "PK" => "-1".to_owned(),
            other => other.trim_start_matches('0').to_owned(),
        };
    }
}

/// The phone of the first record in another form.
pub fn other_phone_form(r: &mut Record, dice: &mut Dice) {
    let digits: String = r.phone.chars().filter(char::is_ascii_digit).collect();
    match dice.below(1000) {
        0..260 if digits.len() == 10 => r.phone = digits,
        260..520 if digits.len() == 10 => {
            r.phone = format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]);
        }
        _ => {}
    }
}
