//! Bytes to text: which encoding a file is in, and which files are no text at all.

use super::FileError;
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::Recognised;
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::{memchr, memchr2, memchr2_iter, memmem};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// The largest file that is read; a district's roster is a few hundred megabytes at the very most.
pub const MAX_BYTES: u64 = 1 << 30;

/// Reads a file whole.
///
/// # Errors
/// When the system refuses, or when the file is larger than [`MAX_BYTES`].
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, FileError> {
    let fail = |e| FileError::io(path, "read", e);
    // On Windows, std opens with FILE_SHARE_READ | WRITE | DELETE: a file that Excel has open can be read unless
    // Excel itself locked it, and Excel is never kept from saving while we read.
    let file = File::open(path).map_err(fail)?;
    let meta = file.metadata().map_err(fail)?;
    if meta.is_dir() {
        return Err(fail(std::io::ErrorKind::IsADirectory.into()));
    }
    if meta.len() > MAX_BYTES {
        return Err(too_large(&super::file_name(path)));
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    // `take`: a file may grow while it is read, and a device has no length.
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(&super::file_name(path)));
    }
    Ok(bytes)
}

fn too_large(file: &str) -> FileError {
    FileError::refused(
        file,
        "The file is larger than 1 GB, too large for a list of students. Check that it is the right file.",
    )
}

/// The text of a file, and what is to be said about it.
#[derive(Debug)]
pub struct Decoded {
    /// The text, without the mark of its encoding.
    pub text: String,
    /// The encoding, and why it was taken.
    pub encoding: Recognised,
    /// A warning for everything that was not plain UTF-8 or UTF-16.
    pub problems: Vec<Problem>,
}

/// The text of a file's bytes.
///
/// # Errors
/// When it is no text: empty, a workbook, a web page, damaged.
pub fn decode(file: &str, bytes: Vec<u8>) -> Result<Decoded, FileError> {
    if bytes.is_empty() {
        return Err(FileError::refused(file, "The file is empty. Download it again."));
    }
    if let Some(message) = not_text(&bytes) {
        return Err(FileError::refused(file, message));
    }
    let mut problems = Vec::new();
    let marked = Encoding::for_bom(&bytes);
    let (text, name, why) = if let Some((encoding, bom)) = marked.filter(|m| m.0 != encoding_rs::UTF_8) {
        let text = decode_utf16(file, encoding, &bytes[bom..], &mut problems);
        (
            text,
            encoding.name().to_owned(),
            "the mark at its beginning says so",
        )
    } else if let Some(encoding) = utf16_without_bom(&bytes).filter(|_| marked.is_none()) {
        let text = decode_utf16(file, encoding, &bytes, &mut problems);
        (
            text,
            encoding.name().to_owned(),
            "every second byte is zero, as in UTF-16 without a mark",
        )
    } else {
        decode_utf8_or_else(file, bytes, marked.map_or(0, |m| m.1), &mut problems)?
    };
    if let Some(at) = memchr(0, text.as_bytes()) {
        return Err(damaged(file, text.as_bytes(), at));
    }
    if let Some(problem) = mojibake(file, &text) {
        problems.push(problem);
    }
    Ok(Decoded {
        text,
        encoding: Recognised {
            what: "Encoding",
            value: name,
            why: why.to_owned(),
        },
        problems,
    })
}

/// Line of a byte, from 1: each LF, CR or both together ends one.
fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = &bytes[..at];
    let ends = |i: usize| bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n');
    memchr2_iter(b'\n', b'\r', before).filter(|i| ends(*i)).count() as u64 + 1
}

fn damaged(file: &str, bytes: &[u8], at: usize) -> FileError {
    FileError::refused_at(
        file,
        line_of(bytes, at),
        "The file has NUL bytes in it: it is damaged (an interrupted copy?) or is not a text file. Copy or download it again.",
    )
}

fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return Some(
            "This is an Excel workbook, whatever its name says. Open it in Excel and save it as “CSV UTF-8”, then choose that file.",
        );
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(
            "This is an old Excel workbook (.xls), whatever its name says. Open it in Excel and save it as “CSV UTF-8”, then choose that file.",
        );
    }
    if bytes.starts_with(b"%PDF") {
        return Some("This is a PDF, not a list. Export the list as CSV, then choose that file.");
    }
    if bytes.starts_with(&[0x1F, 0x8B]) {
        return Some("This is a compressed file. Unpack it, then choose the CSV file inside.");
    }
    let start: Vec<u8> = bytes
        .iter()
        .skip(if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 })
        .skip_while(|b| b.is_ascii_whitespace())
        .take(15)
        .map(u8::to_ascii_lowercase)
        .collect();
    let page: [&[u8]; 5] = [b"<!doctype", b"<html", b"<head", b"<body", b"<script"];
    if page.iter().any(|p| start.starts_with(p)) {
        return Some(
            "This is a web page, not a list: probably the sign-in page was saved instead of the file. Sign in and download the file again.",
        );
    }
    if start.starts_with(b"<?xml") {
        return Some("This is an XML file, not a list. Export or save it as CSV, then choose that file.");
    }
    None
}

/// UTF-16 whose mark was lost: nearly every second byte of text in our letters is zero.
fn utf16_without_bom(bytes: &[u8]) -> Option<&'static Encoding> {
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

fn decode_utf16(
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
type Named = (String, String, &'static str);

/// UTF-8 behind a mark of `bom` bytes, or what else it can be.
fn decode_utf8_or_else(
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
    let lines = || bytes.split_inclusive(|b| *b == b'\n');
    let mixed = lines().any(|l| !l.is_ascii() && std::str::from_utf8(l).is_ok());
    if mixed {
        let text = decode_by_line(file, &bytes, problems);
        return Ok((
            text,
            "UTF-8 and Windows-1252".to_owned(),
            "some lines are valid UTF-8, others are not",
        ));
    }
    let encoding = guess(&bytes);
    let name = match encoding.name() {
        "windows-1252" => "Windows-1252".to_owned(),
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
    } else {
        "its letters are not valid UTF-8, and they make words of another alphabet so"
    };
    Ok((text.into_owned(), name, why))
}

/// Two exports glued together: each line by itself.
fn decode_by_line(file: &str, bytes: &[u8], problems: &mut Vec<Problem>) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 50);
    let mut other = Vec::new();
    for (i, line) in bytes.split_inclusive(|b| *b == b'\n').enumerate() {
        if let Ok(line) = std::str::from_utf8(line) {
            text.push_str(line);
        } else {
            other.push(i as u64 + 1);
            text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0);
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
            "The file mixes two encodings (two exports glued together?). Read as Windows-1252 instead of UTF-8: line {}{}. Check the letters there.",
            named.join(", "),
            if more > 0 { format!(" and {more} more") } else { String::new() }
        ),
    ));
    text
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
    } else {
        WINDOWS_1252
    }
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

/// UTF-8 that was once read as Windows-1252 and saved so: said, never repaired.
fn mojibake(file: &str, text: &str) -> Option<Problem> {
    let at = ["Ã±", "Ã©", "Ã¡", "Ã³", "Ã\u{AD}", "Ãº", "Ã¼", "â€™", "â€œ"]
        .iter()
        .filter_map(|p| memmem::find(text.as_bytes(), p.as_bytes()))
        .min()?;
    let line = line_of(text.as_bytes(), at);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    Some(
        Problem::at(
            file,
            line,
            "",
            Severity::Warning,
            "Letters in this file were damaged before it came here (“Ã±” stands for “ñ”). Export it again as UTF-8, or correct the names.",
        )
        .found_expected(&letters_around(&text[start..end]), ""),
    )
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
