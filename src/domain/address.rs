//! Whether two addresses are one, written otherwise.

use super::text::match_key;

/// Words of an address and how the Postal Service shortens them (source: Publication 28, appendices B, C1 and C2, as far as
/// rosters have them). A blank one only says what the number behind it is.
const SHORT: [(&str, &[&str]); 28] = [
    ("n", &["north"]),
    ("s", &["south"]),
    ("e", &["east"]),
    ("w", &["west"]),
    ("ne", &["northeast"]),
    ("nw", &["northwest"]),
    ("se", &["southeast"]),
    ("sw", &["southwest"]),
    ("st", &["street", "str", "saint"]),
    ("ave", &["avenue", "av"]),
    ("rd", &["road"]),
    ("dr", &["drive", "drv"]),
    ("ln", &["lane"]),
    ("ct", &["court"]),
    ("cir", &["circle"]),
    ("blvd", &["boulevard"]),
    ("pl", &["place"]),
    ("ter", &["terrace"]),
    ("trl", &["trail"]),
    ("pkwy", &["parkway"]),
    ("hwy", &["highway"]),
    ("sq", &["square"]),
    ("mt", &["mount"]),
    ("ft", &["fort"]),
    ("ut", &["utah"]),
    ("al", &["alabama"]),
    ("", &["apt", "apartment", "unit", "ste", "suite", "no", "number"]),
    ("bldg", &["building"]),
];

const DIRECTIONS: [&str; 8] = ["n", "s", "e", "w", "ne", "nw", "se", "sw"];

/// Whether two addresses are one: “1 Elm St, Apt. 4” and “1 Elm Street #4, Ogden, UT 84401”. What only one of them says at
/// its end, and a direction that only one of them has, does not make two of them; any other word does.
pub fn is_one(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let key = match_key(text);
        let each = key.split(|c: char| !c.is_alphanumeric()).map(short);
        each.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let (a, b) = (words(a), words(b));
    if a.is_empty() || b.is_empty() {
        return a == b;
    }
    let begins = |a: &[String], b: &[String]| a.starts_with(b) || b.starts_with(a);
    let is_direction = |w: &String| DIRECTIONS.contains(&w.as_str());
    let bare =
        |words: &[String]| -> Vec<String> { words.iter().filter(|w| !is_direction(w)).cloned().collect() };
    let (of_a, of_b) = (bare(&a), bare(&b));
    let one_has_none = of_a.len() == a.len() || of_b.len() == b.len();
    begins(&a, &b) || one_has_none && begins(&of_a, &of_b)
}

fn short(word: &str) -> &str {
    let known = SHORT.iter().find(|(_, long)| long.contains(&word));
    known.map_or(word, |(short, _)| short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_written_otherwise_is_the_same_and_a_move_is_not() {
        let same = [
            ("1 Elm St", "1 Elm St."),
            ("1 Elm St", "1 Elm Street"),
            ("1 Elm St, Apt 4", "1 ELM ST #4"),
            ("1 Elm St, Apt 4", "1 Elm St Apt. 4, Ogden, UT 84401"),
            ("1 Elm St, Ogden, Utah 84401-1234", "1 Elm St, Ogden, UT 84401"),
            ("12 N Main St Apt A", "12 North Main Street, Unit A"),
            ("12 N Main St Apt A", "12 Main St Apt A"),
            ("450 S 900 E", "450 South 900 East, Ogden"),
            ("", ""),
        ];
        let other = [
            ("1 Elm St, Apt 4", "1 Elm St, Apt 5"),
            ("1 Elm St", "2 Elm St"),
            ("12 N Main St Apt A", "12 N Main St Apt B"),
            ("12 N Main St Apt A", "12 N Oak St Apt A"),
            ("12 N Main St", "12 North Oak Ave"),
            ("12 N Main St", "12 S Main St"),
            ("450 S 900 E", "450 S 900 W"),
            ("1 Oak St", "1 Oakwood Ave"),
            ("1 Main St, Ogden", "1 Main St, Provo"),
            ("1 Elm St", ""),
        ];
        for (n, (a, b)) in same.iter().chain(&other).enumerate() {
            assert_eq!(is_one(a, b), n < same.len(), "{a}: {b}");
            assert_eq!(is_one(b, a), n < same.len(), "{b}: {a}");
        }
    }
}
