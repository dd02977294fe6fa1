//! What stands in a field when nothing is known, and so counts as missing.
//!
//! Two students without a birth date are not alike for being born on 1 January 1900. Whatever is caught here weighs
//! nothing; so a real name caught by mistake costs evidence, and a stand-in that slips through invents some. Where both
//! may be, the rule goes by which is the more frequent in a school's records.

use chrono::{Datelike, NaiveDate};
use std::collections::HashSet;
use std::sync::LazyLock;

/// What stands for nothing, by the kind of field.
struct Lists {
    names: HashSet<&'static str>,
    texts: HashSet<&'static str>,
    mailboxes: HashSet<&'static str>,
    hosts: HashSet<&'static str>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    names: list("names"),
    texts: list("texts"),
    mailboxes: list("mailboxes"),
    hosts: list("hosts"),
});

/// The entries of one section of the file.
fn list(section: &str) -> HashSet<&'static str> {
    include_str!("../../../assets/names/placeholders.txt")
        .lines()
        .skip_while(|l| l.trim_matches(['[', ']']) != section)
        .skip(1)
        .take_while(|l| !l.starts_with('['))
        .filter(|l| !l.starts_with('#'))
        .flat_map(|l| l.split(','))
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .collect()
}

/// The text in words: small letters and digits, all else between two words.
fn in_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
    {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.chars().flat_map(char::to_lowercase));
    }
    out
}

/// One letter or digit at least three times and nothing else, as `xxx` or `0000`. Twice is not enough: Oo, Ee and Aa are
/// surnames.
fn repeats(text: &str) -> bool {
    let mut chars = text.chars().filter(|c| *c != ' ');
    let Some(first) = chars.next() else {
        return false;
    };
    let mut more = 0;
    chars.all(|c| {
        more += 1;
        c == first
    }) && more >= 2
}

/// Whether a first, middle or last name stands for a name that is not known. `search_key` is the name in the form of
/// [`search_key`](crate::domain::text::search_key). Blank text is one.
///
/// - FNU, LNU, Unknown, Not Applicable, None: no names, says the *SEVIS name fields job aid* of the Department of Homeland
///   Security; visas and state systems write FNU and LNU for those of a single name (Indiana University, Alberta's PASI).
///   That aid lets UNK and NA pass when confirmed: `unk` is taken for unknown here, but **Na** is a Korean and a Hmong
///   name and stays one; `n/a` does not.
/// - NFN, NLN, NMN, NMI: no first, last or middle name or initial, as registrars write in fields that must be filled.
/// - a single period or dash: data standards for a person of one name (University of Pittsburgh; Florida's data
///   dictionary), and so everything without a letter or digit. Digits alone are no name either.
/// - Baby Boy, Infant, Male, Female, Twin A: a record made before the child was named.
/// - Test, Student, Duplicate, Do not use: a school's own trial and discarded records. The surnames Test, Student
///   and Male exist, so rarely that the trial records win.
///
/// Real names that may look like it stay: O, Ng, Xi, Bo; Doe, Null, Blank, Sample, Child, Son and Newborn are surnames of
/// the Census (1990); one letter may be an initial.
pub fn is_placeholder_name(search_key: &str) -> bool {
    // "n/a" is not "na", and "Na" is a name: what parts the letters tells them apart.
    let words = in_words(search_key);
    !words.chars().any(char::is_alphabetic)
        || LISTS.names.contains(words.as_str())
        || repeats(&words)
        || ["baby boy ", "baby girl ", "unknown "]
            .iter()
            .any(|start| words.starts_with(start))
}

/// Whether a State ID, student number or Social Security number stands for one that is not known: blank, no digit at all
/// (`pending`, `unknown`, dashes), nothing but zeros, one digit repeated five times or more (999-99-9999, 1111111111), or
/// nine digits or more in order (1234567890, 123456789, 987654321).
///
/// Those are what people type where a form demands a number. Shorter ones stay: 111 and 12345 are a small district's
/// students, and a State ID of seven digits may be 1234567.
pub fn is_placeholder_id(digits_or_text: &str) -> bool {
    let digits: Vec<u8> = digits_or_text.bytes().filter(u8::is_ascii_digit).collect();
    let Some(&first) = digits.first() else {
        return true;
    };
    // With letters beside the digits it is a number of some office, unless the digits say nothing.
    if digits.iter().all(|d| *d == first) {
        return digits.len() >= 5 || first == b'0';
    }
    let letters = digits_or_text.bytes().any(|b| b.is_ascii_alphabetic());
    !letters && digits.len() >= 9 && in_order(&digits)
}

/// 1234…, 0123… or 9876…, where 0 follows and precedes 9.
fn in_order(digits: &[u8]) -> bool {
    let starts = |allowed: &[u8]| digits.first().is_some_and(|d| allowed.contains(d));
    let steps = |by: u8| digits.windows(2).all(|w| (w[0] - b'0' + by) % 10 == w[1] - b'0');
    (starts(b"01") && steps(1)) || (starts(b"9") && steps(9))
}

/// Whether a phone number stands for one that is not known. `digits` may have a country code of 1, and signs between.
///
/// - fewer than seven digits: no number by which a family can be reached;
/// - the seven digits of the line all equal, or the whole number one digit: 0000000, 801-555-5555, 9999999999;
/// - 555-1212, directory assistance;
/// - the digits in order: 1234567890, 123-4567;
/// - an area code or an exchange that begins with 0 or 1, which the numbering plan never gives out, when it is one digit
///   repeated: 000-422-4321, 801-000-4321, 801-111-4321.
///
/// 555-0100 to 555-0199 stay, though the plan sets them aside for fiction: nobody types them for want of a number, and
/// made-up districts are made of them.
pub fn is_placeholder_phone(digits: &str) -> bool {
    let all: Vec<u8> = digits.bytes().filter(u8::is_ascii_digit).collect();
    let own = match all.as_slice() {
        [b'1', rest @ ..] if rest.len() == 10 => rest,
        all => all,
    };
    if own.len() < 7 {
        return true;
    }
    let same = |part: &[u8]| part.windows(2).all(|w| w[0] == w[1]);
    let line = &own[own.len() - 7..];
    let area = &own[..own.len() - 7];
    let never =
        |part: &[u8]| part.len() == 3 && same(part) && part.first().is_some_and(|d| matches!(d, b'0' | b'1'));
    same(line)
        || line == b"5551212"
        || in_order(own)
        || line == b"1234567"
        || never(area)
        || never(&line[..3])
}

/// Whether a birth date stands for one that is not known: the zeros and ends of calendars, which are 1899-12-30
/// and -31, 1900-01-00 and 1904-01-01 (spreadsheets), 1900-01-01 and 1901-01-01 (databases), 1970-01-01 (clocks), and
/// whatever is before 1900 or after 2200.
///
/// 1 January of a year in which a pupil may be born is **not** one: it is a default that says the year.
pub fn is_placeholder_date(date: NaiveDate) -> bool {
    let zero = date.ordinal() == 1 && matches!(date.year(), 1900 | 1901 | 1904 | 1970);
    zero || date.year() < 1900 || date.year() > 2200
}

/// Whether an address, a guardian or an e-mail stands for one that is not known, or for what a thousand families share.
/// `search_key` is the text in the form of [`search_key`](crate::domain::text::search_key). Blank text is one.
///
/// - None, Unknown, N/A, Same, Same as above, Confidential: no statement;
/// - Homeless, Shelter, General Delivery (mail kept at the post office): what the McKinney-Vento Act's students have for
///   an address is no household that two of them share;
/// - Mother, Mom, Parent, Guardian of …, To the parents of …: a role, no person. Na, though a surname, is no whole
///   name of a guardian;
/// - noemail@…, test@test.com, and what is all one letter. Other mailboxes at example.org stay: they are what made-up
///   districts have.
pub fn is_placeholder_text(search_key: &str) -> bool {
    let words = in_words(search_key);
    if !words.chars().any(char::is_alphanumeric) || words == "x" || words == "xx" || repeats(&words) {
        return true;
    }
    if let Some((mailbox, host)) = search_key.split_once('@') {
        let mailbox: String = mailbox.chars().filter(|c| c.is_alphanumeric()).collect();
        let host = in_words(host);
        return mailbox.is_empty()
            || host.is_empty()
            || LISTS.mailboxes.contains(mailbox.as_str())
            || LISTS.hosts.contains(host.as_str())
            || repeats(&mailbox);
    }
    LISTS.texts.contains(words.as_str())
        || [
            "parent of ",
            "parents of ",
            "parent guardian of ",
            "guardian of ",
            "to the parent",
            "same as ",
            "unknown ",
        ]
        .iter()
        .any(|start| words.starts_with(start))
        || words.starts_with("general delivery ")
        || words.starts_with("homeless ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::text::search_key;

    #[test]
    fn what_stands_for_no_name_is_no_name() {
        for text in
            "| |.|-|--|*|?|N/A|Unknown|UNK|FNU|LNU|NMN|NMI|NLN|Baby Boy|BABY GIRL|BabyBoy|Baby Boy 2|Infant|\
             Female|Test|Student|None|(none)|No Name|No Middle Name|XXX|Xxxxx|aaa|TBD|Not Available|\
             Do Not Use|Twin A|Unknown|12345|x x x|Unknown Smith"
                .split('|')
        {
            assert!(is_placeholder_name(&search_key(text)), "{text}");
        }
    }

    #[test]
    fn short_and_unusual_names_are_names() {
        for name in "O|Na|Ng|Xi|Jo|Bo|Max|X|Oo|Ee|Aa|Doe|Null|Blank|Sample|Child|Son|Newborn|Babyak|Babette|\
             Nona|Nonie|Testa|Le|Y|Nguyen|Ngọc|Unger|Infante|Princess|Miss|J.R.|\
             Boy|Ali|Lee-Ann|Ñ|ʻO|Nan"
            .split('|')
        {
            assert!(!is_placeholder_name(&search_key(name)), "{name}");
        }
    }

    #[test]
    fn numbers_that_are_nobodys_are_no_numbers() {
        for id in
            "|  |-|999999999|999-99-9999|0000000|0|000|1234567890|123456789|0123456789|987654321|1111111111|\
             pending|Unknown|D000000"
                .split('|')
        {
            assert!(is_placeholder_id(id), "{id}");
        }
        for id in
            "1|7|22|111|1234|12345|1234567|2034517|1999999|9999998|100000000|D1234567|345678|A1|1100110011"
                .split('|')
        {
            assert!(!is_placeholder_id(id), "{id}");
        }
    }

    #[test]
    fn phones_that_reach_nobody_are_no_phones() {
        for phone in "|0000000000|5555555555|8015555555|801-555-5555|9999999999|18015555555|5551212|123|\
             911|1234567890|8011234567|8010000000|0000000|0001234567"
            .split('|')
        {
            assert!(is_placeholder_phone(phone), "{phone}");
        }
        for phone in
            "8014224321|18014224321|(435) 555-2300|4224321|8014221212|8888222345|8017777778|8012345678|4355550123"
                .split('|')
        {
            assert!(!is_placeholder_phone(phone), "{phone}");
        }
    }

    #[test]
    fn the_ends_of_calendars_are_no_birth_dates_but_the_first_of_january_is() {
        for date in "1900-01-01 1901-01-01 1899-12-30 1899-12-31 1800-01-01 1753-01-01 0001-01-01 9999-12-31 1970-01-01".split(' ') {
            let date: NaiveDate = date.parse().unwrap();
            assert!(is_placeholder_date(date), "{date}");
        }
        for date in "2012-01-01 2000-01-01 2011-11-11 2015-06-30 1970-01-02 1999-12-31".split(' ') {
            let date: NaiveDate = date.parse().unwrap();
            assert!(!is_placeholder_date(date), "{date}");
        }
    }

    #[test]
    fn what_thousands_share_is_no_address_no_guardian_and_no_e_mail() {
        for text in "|none|Unknown|same|Same as above|n/a|NA|Homeless|Homeless shelter|General Delivery|\
             General Delivery, Salt Lake City|x|XXXX|noemail@district.org|no.email@gmail.com|test@test.com|\
             noemail@example.org|test@example.com|none@none.com|Parent|Mom|mother/father|Guardian of Ann Lee|\
             To the parents of Bo Lee|-|@|aaa@gmail.com"
            .split('|')
        {
            assert!(is_placeholder_text(&search_key(text)), "{text}");
        }
        for text in "12 Same St|100 General Ave|Maria Mother-Smith|Na Lee|Mommsen|P.O. Box 12|nona@gmail.com|ortiz@example.org|\
             noel.emery@gmail.com|testa@yahoo.com|Xi Xu|J Parent|4 Home Rd|12"
            .split('|')
        {
            assert!(!is_placeholder_text(&search_key(text)), "{text}");
        }
    }
}
