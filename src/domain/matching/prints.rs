//! What a decision remembers of a record: a fingerprint of each value that is compared, and never the value itself.

use super::Person;
use crate::domain::student::without_mark;
use serde::{Deserialize, Serialize};

/// What is compared, as it is called in a sentence, in the order of the fingerprints. Stored decisions rely on the order:
/// it never changes.
const FIELDS: [&str; 16] = [
    "last name",
    "first name",
    "middle name",
    "suffix",
    "preferred last name",
    "preferred first name",
    "birth date",
    "gender",
    "State ID",
    "student number",
    "school",
    "grade",
    "phone",
    "e-mail",
    "address",
    "guardian",
];

/// The places in [`FIELDS`] of what identifies a student by itself.
const IDENTIFIERS: [usize; 2] = [8, 9];

/// A fingerprint of each value of a record that is compared; 0 where there is none.
///
/// Each is the 64-bit FNV-1a hash (offset basis 14695981039346656037, prime 1099511628211) of the value's UTF-8 bytes
/// without blanks at either end and with A to Z as a to z; a date as 2014-03-09, a student number without a D in front.
/// It is written down here because stored decisions are compared with it for years: it must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Prints([u64; 16]);

impl Prints {
    /// The fingerprints of a record as it is.
    pub fn of(person: &Person) -> Self {
        let born = person.birth_date.map(|d| d.to_string()).unwrap_or_default();
        let p = person;
        Self(
            [
                p.last_name.as_str(),
                &p.first_name,
                &p.middle_name,
                &p.suffix,
                &p.preferred_last_name,
                &p.preferred_first_name,
                &born,
                &p.gender,
                &p.state_id,
                without_mark(&p.number),
                &p.school,
                &p.grade,
                &p.phone,
                &p.email,
                &p.address,
                &p.guardian,
            ]
            .map(print),
        )
    }

    /// What differs on either side between then and now, in words.
    pub(super) fn changed(then: (Self, Self), now: (Self, Self)) -> Vec<&'static str> {
        let differs = |i: &usize| then.0.0[*i] != now.0.0[*i] || then.1.0[*i] != now.1.0[*i];
        (0..FIELDS.len()).filter(differs).map(|i| FIELDS[i]).collect()
    }

    /// Identifiers that agree on both sides now and did not then, in words.
    pub(super) fn agree_now(then: (Self, Self), now: (Self, Self)) -> Vec<&'static str> {
        let agree = |(a, b): (Self, Self), i: usize| a.0[i] != 0 && a.0[i] == b.0[i];
        IDENTIFIERS
            .into_iter()
            .filter(|i| agree(now, *i) && !agree(then, *i))
            .map(|i| FIELDS[i])
            .collect()
    }
}

fn print(value: &str) -> u64 {
    let value = value.trim();
    if value.is_empty() {
        return 0;
    }
    value.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_never_changes_between_versions() {
        // The published values of FNV-1a.
        assert_eq!(print("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(print(" FooBar "), 0x8594_4171_f739_67e8);
        assert_eq!(print(" "), 0);
        let person = Person {
            last_name: "Peña".into(),
            birth_date: chrono::NaiveDate::from_ymd_opt(2014, 3, 9),
            ..Person::default()
        };
        let Prints(prints) = Prints::of(&person);
        assert_eq!(prints[0], print("Peña"));
        assert_eq!(prints[6], print("2014-03-09"));
        assert_eq!(prints.iter().filter(|p| **p != 0).count(), 2);
    }
}
