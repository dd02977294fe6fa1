//! Bytes to text: which encoding a file is in, and which files are no text at all.

use super::FileError;
use super::encoding::{decode_utf8_or_else, decode_utf16, utf16_without_bom};
use super::workbook;
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::Recognised;
use encoding_rs::Encoding;
use memchr::{memchr, memchr2_iter, memmem};
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
pub(super) fn line_of(bytes: &[u8], at: usize) -> u64 {
    let before = &bytes[..at];
    let ends = |i: usize| bytes[i] == b'\n' || bytes.get(i + 1) != Some(&b'\n');
    memchr2_iter(b'\n', b'\r', before).filter(|i| ends(*i)).count() as u64 + 1
}

pub(super) fn damaged(file: &str, bytes: &[u8], at: usize) -> FileError {
    FileError::refused_at(
        file,
        line_of(bytes, at),
        "The file has NUL bytes in it: it is damaged (an interrupted copy?) or is not a text file. Copy or download it again.",
    )
}

fn not_text(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook::zip_that_is_no_excel(bytes).or(Some(
            "This is an Excel workbook, whatever its name says. Open it in Excel and save it as “CSV UTF-8”, then choose that file.",
        ));
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
    let page: [&[u8]; 6] = [b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<table"];
    if page.iter().any(|p| start.starts_with(p)) {
        let head = &bytes[..bytes.len().min(1 << 16)];
        if memmem::find(&head.to_ascii_lowercase(), b"<table").is_some() {
            return Some(
                "This is a web page with a table in it, as some systems save lists for Excel. Open it in Excel or LibreOffice, save it as .xlsx, then choose that file. If it is a sign-in page, sign in and download the file again.",
            );
        }
        return Some(
            "This is a web page, not a list: probably the sign-in page was saved instead of the file. Sign in and download the file again.",
        );
    }
    if start.starts_with(b"<?xml") {
        return Some("This is an XML file, not a list. Export or save it as CSV, then choose that file.");
    }
    let bare: Vec<u8> = start.into_iter().filter(|b| !b.is_ascii_whitespace()).collect();
    if [&b"{\""[..], b"[{", b"[[\""]
        .iter()
        .any(|begin| bare.starts_with(begin))
    {
        return Some("This is a JSON file, not a list. Export the list as CSV, then choose that file.");
    }
    None
}

/// What UTF-8 begins its letters with, as other encodings show it.
const BROKEN: [&str; 9] = ["Ã", "Â", "â", "Å", "Ä", "á»", "áº", "√", "‚Ä"];

/// Whether these are the two signs that a letter of UTF-8 becomes where it is read as Windows-1252 or as Mac Roman. What
/// a capital at the end of a word may be followed by tells nothing: `ROMÃ”`.
fn is_broken(begin: &str, next: char) -> bool {
    match begin {
        "Ã" => {
            matches!(next, '\u{81}'..='\u{9F}' | '¡'..='¿' | '‘' | '“')
                || "€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ".contains(next)
        }
        "Â" => matches!(next, '\u{A0}'..='¿'),
        "â" => matches!(next, '€' | '\u{80}'),
        "Å" | "Ä" => matches!(next, '¡'..='¿') || "‘‚ƒ„†‡ˆ‰‹•˜›".contains(next),
        "á»" | "áº" => !next.is_ascii(),
        "√" => !next.is_ascii() && !next.is_whitespace(),
        _ => matches!(next, 'ô' | 'ö' | 'ú' | 'ù'),
    }
}

/// UTF-8 that was once read as Windows-1252 or Mac Roman and saved so: said, never repaired.
fn mojibake(file: &str, text: &str) -> Option<Problem> {
    if text.is_ascii() {
        return None;
    }
    let first = |begin: &&str| {
        memmem::find_iter(text.as_bytes(), begin.as_bytes())
            .find(|at| text[at + begin.len()..].starts_with(|next| is_broken(begin, next)))
    };
    let at = BROKEN.iter().filter_map(first).min()?;
    let line = line_of(text.as_bytes(), at);
    let end = text[at..].find(['\n', '\r']).map_or(text.len(), |n| at + n);
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |n| n + 1);
    // A few letters before the broken one, and what follows.
    let start = text[start..at]
        .char_indices()
        .rev()
        .nth(11)
        .map_or(start, |(n, _)| start + n);
    Some(
        Problem::at(
            file,
            line,
            "",
            Severity::Warning,
            "Letters in this file were damaged before it came here (“Ã±” stands for “ñ”). Export it again as UTF-8, or correct the names.",
        )
        .found_expected(text[start..end].chars().take(25).collect::<String>().trim(), ""),
    )
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
