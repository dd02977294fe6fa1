//! Which encoding a text is in, and the text that its bytes make in it.

use super::FileError;
use super::text::{damaged, line_of};
use crate::domain::problem::{Problem, Severity};
use encoding_rs::{Encoding, MACINTOSH, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr2};
use std::collections::HashSet;

/// UTF-16 whose mark was lost: nearly every second byte of text in our letters is zero.
pub(super) fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(2000) & !1];
    if head.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2 * 9 / 10;
    if odd >= most && even == 0 {
        Some(UTF_16LE)
    } else if even >= most && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

pub(super) fn decode_utf16(
    file: &str,
    encoding: &'static Encoding,
    bytes: &[u8],
    problems: &mut Vec<Problem>,
) -> String {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    if bad {
        problems.push(Problem::of_file(
            file,
            Severity::Warning,
            "Some letters of the file are damaged and stand as “\u{FFFD}”; their rows are held back.",
        ));
    }
    text.into_owned()
}

/// The text, the name of its encoding, and why that was taken.
pub(super) type Named = (String, String, &'static str);

/// UTF-8 behind a mark of `bom` bytes, or what else it can be.
pub(super) fn decode_utf8_or_else(
    file: &str,
    mut bytes: Vec<u8>,
    bom: usize,
    problems: &mut Vec<Problem>,
) -> Result<Named, FileError> {
    bytes.drain(..bom);
    // The text takes over the bytes: a large file lies in memory once.
    let (bytes, error) = match String::from_utf8(bytes) {
        Ok(text) => {
            let why = match bom {
                0 if text.is_ascii() => "it has plain letters only",
                0 => "all its letters are valid UTF-8",
                _ => "the mark at its beginning says so",
            };
            return Ok((text, "UTF-8".to_owned(), why));
        }
        Err(e) => {
            let error = e.utf8_error();
            (e.into_bytes(), error)
        }
    };
    if let Some(at) = memchr(0, &bytes) {
        return Err(damaged(file, &bytes, at));
    }
    if error.error_len().is_none() && !bytes[..error.valid_up_to()].is_ascii() {
        // Cut off in the middle of a letter: everything before it is UTF-8.
        let line = line_of(&bytes, error.valid_up_to());
        problems.push(Problem::at(
            file,
            line,
            "",
            Severity::Warning,
            "The file ends in the middle of a letter: it may be cut off. Download it again.",
        ));
        let text = String::from_utf8_lossy(&bytes).into_owned();
        return Ok((
            text,
            "UTF-8".to_owned(),
            "all its letters but the last are valid UTF-8",
        ));
    }
    let mixed = lines(&bytes).any(|(_, l)| !l.is_ascii() && std::str::from_utf8(l).is_ok());
    if mixed {
        let (text, other) = decode_by_line(file, &bytes, problems);
        return Ok((
            text,
            format!("UTF-8 and {other}"),
            "some lines are valid UTF-8, others are not",
        ));
    }
    let encoding = guess(&bytes);
    let name = match encoding.name() {
        "windows-1252" => "Windows-1252".to_owned(),
        "macintosh" => "Mac Roman".to_owned(),
        name => name.to_owned(),
    };
    let (text, _) = encoding.decode_without_bom_handling(&bytes);
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let line = line_of(&bytes, first);
    let around = bytes[..first]
        .iter()
        .rposition(|b| matches!(b, b'\n' | b'\r'))
        .map_or(0, |n| n + 1);
    let rest = &bytes[around..];
    let end = memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
    let found = letters_around(&encoding.decode_without_bom_handling(&rest[..end]).0);
    problems.push(
        Problem::at(
            file,
            line,
            "",
            Severity::Warning,
            format!("The file is not in UTF-8; it was read as {name}. Check that the letters are right."),
        )
        .found_expected(&found, ""),
    );
    let why = if encoding == WINDOWS_1252 {
        "its letters are not valid UTF-8, and this is what offices here use else"
    } else if encoding == MACINTOSH {
        "its letters are not valid UTF-8, and only so they stand inside words"
    } else {
        "its letters are not valid UTF-8, and they make words of another alphabet so"
    };
    Ok((text.into_owned(), name, why))
}

/// Lines with their numbers and their ends: CRLF, LF, or CR alone as on an old Mac.
fn lines(bytes: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    let mut rest = bytes;
    let line = move || {
        let end = match memchr2(b'\n', b'\r', rest)? {
            at if rest[at] == b'\r' && rest.get(at + 1) == Some(&b'\n') => at + 2,
            at => at + 1,
        };
        let (line, below) = rest.split_at(end);
        rest = below;
        Some(line)
    };
    let mut whole = std::iter::from_fn(line).map(<[u8]>::len).collect::<Vec<_>>();
    let last = bytes.len() - whole.iter().sum::<usize>();
    whole.extend((last > 0).then_some(last));
    let mut from = 0;
    (1..).zip(whole).map(move |(n, len)| {
        from += len;
        (n, &bytes[from - len..from])
    })
}

/// Two exports glued together: each line by itself. Gives the text, and how the lines were read that are not UTF-8.
fn decode_by_line(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> (String, &'static str) {
    let is_other = |line: &&[u8]| std::str::from_utf8(line).is_err();
    let others: Vec<u8> = lines(bytes)
        .map(|l| l.1)
        .filter(is_other)
        .flatten()
        .copied()
        .collect();
    let (encoding, name) = match is_mac_roman(&others) {
        true => (MACINTOSH, "Mac Roman"),
        false => (WINDOWS_1252, "Windows-1252"),
    };
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 50);
    let mut other = Vec::new();
    for (n, line) in lines(bytes) {
        if let Ok(line) = std::str::from_utf8(line) {
            text.push_str(line);
        } else {
            other.push(n);
            text.push_str(&encoding.decode_without_bom_handling(line).0);
        }
    }
    let named: Vec<String> = other.iter().take(10).map(u64::to_string).collect();
    let more = other.len() - named.len();
    let first = other.first().copied().unwrap_or(1);
    problems.push(Problem::at(
        file,
        first,
        "",
        Severity::Warning,
        format!(
            "The file mixes two encodings (two exports glued together?). Read as {name} instead of UTF-8: {} {}{}. Check the letters there.",
            if other.len() == 1 { "line" } else { "lines" },
            named.join(", "),
            if more > 0 { format!(" and {more} more") } else { String::new() }
        ),
    ));
    (text, name)
}

/// The encoding of bytes that are not UTF-8. In offices here that is Windows-1252; the detector may overrule that
/// only for another alphabet, since its guesses among the Latin ones rest on a handful of letters.
fn guess(bytes: &[u8]) -> &'static Encoding {
    use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let high = bytes.iter().filter(|b| !b.is_ascii()).count();
    let other_alphabet = matches!(
        guess.name(),
        "windows-1251"
            | "windows-1253"
            | "windows-1255"
            | "windows-1256"
            | "KOI8-U"
            | "Shift_JIS"
            | "GBK"
            | "Big5"
            | "EUC-KR"
            | "EUC-JP"
    );
    if other_alphabet && high >= 40 {
        guess
    } else if is_mac_roman(bytes) {
        MACINTOSH
    } else {
        WINDOWS_1252
    }
}

/// Whether Excel for Mac saved it: signs of Windows-1252 stand inside words where Mac Roman has letters (`Pe–a`, `JosŽ`,
/// `OÕBrien`), and hardly anywhere a letter of Windows-1252. Each word counts once, however many lines have it, and a dash
/// proves nothing where letters of Windows-1252 stand. What may be either tells nothing, as the first letter of Álvarez,
/// which is a small one in Windows-1252, and neither do the signs that are ß, Æ and ø in Mac Roman.
fn is_mac_roman(bytes: &[u8]) -> bool {
    let at = |i: usize| bytes.get(i).copied().unwrap_or(b' ');
    let is_in_word = |b: &u8| b.is_ascii_alphabetic() || !b.is_ascii();
    let word = |i: usize| {
        // No name has more letters; other alphabets may have no end of a word for long.
        let (first, last) = (i.saturating_sub(40), bytes.len().min(i + 40));
        let before = bytes[first..i].iter().rposition(|b| !is_in_word(b));
        let after = bytes[i..last].iter().position(|b| !is_in_word(b));
        &bytes[before.map_or(first, |n| first + n + 1)..after.map_or(last, |n| i + n)]
    };
    let (mut signs, mut dashes, mut against) = (HashSet::new(), HashSet::new(), HashSet::new());
    for i in (0..bytes.len()).filter(|i| !bytes[*i].is_ascii()) {
        let (before, after) = (i.checked_sub(1).map_or(b' ', at), at(i + 1));
        let in_small =
            before.is_ascii_lowercase() || before.is_ascii_uppercase() && after.is_ascii_lowercase();
        let by_letter = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
        let (of, counts) = match bytes[i] {
            // ñ ó: also the dashes of Windows, as in Smith–Jones.
            0x96 | 0x97 => (&mut dashes, in_small && after.is_ascii_lowercase()),
            0x87..=0x90 | 0x95 | 0x98 | 0x9B | 0x9D | 0x9F => (&mut signs, in_small),
            // É Ñ and others of the capitals.
            0x80..=0x84 | 0x86 => (
                &mut signs,
                before.is_ascii_uppercase() && !after.is_ascii_lowercase(),
            ),
            // The apostrophe of O’Brien.
            0xD5 => (
                &mut signs,
                before.is_ascii_uppercase() && after.is_ascii_uppercase() && at(i + 2).is_ascii_lowercase(),
            ),
            0xD0..=0xD4 | 0xA7 | 0xAE | 0xAF | 0xBF => continue,
            // More of the capitals: Windows has small letters there.
            0xE5..=0xF4 => (&mut against, before.is_ascii_lowercase()),
            0xA0.. => (&mut against, by_letter),
            _ => continue,
        };
        if counts {
            of.insert(word(i));
        }
    }
    if against.is_empty() {
        signs.extend(dashes);
    }
    signs.len() > 4 * against.len()
}

fn letters_around(line: &str) -> String {
    let at = line.chars().position(|c| !c.is_ascii()).unwrap_or(0);
    line.chars()
        .skip(at.saturating_sub(12))
        .take(25)
        .collect::<String>()
        .trim()
        .to_owned()
}
