//! When two texts of a field say the same, written differently.

use crate::domain::codes::tidy_suffix;
use crate::domain::student::Field;
use crate::domain::text::match_key;

/// Whether two filled texts of a field say the same, written differently.
pub(super) fn alike(field: Field, a: &str, b: &str) -> bool {
    match field {
        Field::Phone => {
            let (x, y) = (phone_digits(a), phone_digits(b));
            if x.is_empty() || y.is_empty() {
                match_key(a) == match_key(b)
            } else {
                x == y
            }
        }
        Field::Address => address_key(a) == address_key(b),
        Field::Suffix => match_key(&tidy_suffix(a)) == match_key(&tidy_suffix(b)),
        _ => match_key(a) == match_key(b),
    }
}

/// A phone number's digits, without the 1 in front of a long-distance call.
fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix('1') {
        Some(rest) if rest.len() == 10 => rest.to_owned(),
        _ => digits,
    }
}

/// An address without regard to case and punctuation.
fn address_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    for word in match_key(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}
