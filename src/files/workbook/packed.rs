//! The zip that a workbook is: which kind it is, and whether it unpacks to a size that can be read.

use super::heard::Heard;
use super::marks::{Finder, Found};
use super::rows::Stop;
use memchr::memmem;
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// What all parts of a workbook may unpack to. A million students take about a tenth of it.
const MOST_UNPACKED: u64 = 4 << 30;

/// What its texts may unpack to; they are held in memory.
const MOST_TEXTS: u64 = 700 << 20;

/// What a zip holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// .xlsx and .xlsm.
    Excel,
    /// .xlsb.
    ExcelBinary,
    /// .ods.
    OpenDocument,
    /// A text document or slides.
    OtherDocument,
    /// Something else.
    Other,
}

/// What a zip holds, by the names of its parts. `None` when it is no whole zip.
pub(super) fn kind(bytes: &[u8]) -> Option<Kind> {
    let zip = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<String> = zip
        .file_names()
        .filter_map(|n| Some(part_name(&n.ok()?)))
        .collect();
    let has = |part: &str| names.iter().any(|n| n == part);
    Some(if has("xl/workbook.bin") {
        Kind::ExcelBinary
    } else if names.iter().any(|n| n.starts_with("xl/")) {
        Kind::Excel
    } else if has("content.xml") && has("mimetype") {
        // The first part is not packed, so that everybody can see what it is.
        let is = |mime: &[u8]| memmem::find(&bytes[..bytes.len().min(200)], mime).is_some();
        if is(b"opendocument.spreadsheet") {
            Kind::OpenDocument
        } else {
            Kind::OtherDocument
        }
    } else if has("word/document.xml") || has("ppt/presentation.xml") {
        Kind::OtherDocument
    } else {
        Kind::Other
    })
}

/// Unpacks every part once and throws it away: a zip can say less than it unpacks to, and who reads it afterwards trusts
/// what it says. Gives what is to know of the sheets of an Excel workbook, by the names of their parts (see [`part_name`]).
pub(super) fn unpacks(bytes: &[u8], heard: &Heard<'_>) -> Result<HashMap<String, Found>, Stop> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Stop::Damaged)?;
    let mut found = HashMap::new();
    let mut all = 0;
    let mut block = vec![0; 1 << 16];
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).map_err(|_| Stop::Damaged)?;
        let name = part_name(&part.name().map_err(|_| Stop::Damaged)?);
        if part.is_dir() || name.contains("media/") || name.starts_with("pictures/") {
            continue;
        }
        let texts = name.ends_with("sharedstrings.xml");
        let mut sheet = (name.ends_with(".xml") && !texts && name != "content.xml").then(Finder::default);
        let mut size = 0;
        let mut said = None;
        loop {
            let n = part.read(&mut block).map_err(|_| Stop::Damaged)?;
            if n == 0 {
                break;
            }
            if size == 0 && texts {
                said = number_of_texts(&block[..n]);
            }
            if let Some(sheet) = &mut sheet {
                sheet.block(&block[..n]);
            }
            size += n as u64;
            all += n as u64;
            if all > MOST_UNPACKED || texts && size > MOST_TEXTS {
                return Err(Stop::TooLarge);
            }
            heard.still()?;
        }
        // Room is made for as many texts as it says it has.
        if said.is_some_and(|n| n > size) {
            return Err(Stop::Damaged);
        }
        if let Some(sheet) = sheet
            .map(Finder::found)
            .filter(|(m, r)| !m.is_empty() || !r.is_empty())
        {
            found.insert(name, sheet);
        }
    }
    Ok(found)
}

/// The name of a part as it is compared: some programs write it with other slashes and letters.
pub(super) fn part_name(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn number_of_texts(start: &[u8]) -> Option<u64> {
    let key = b"uniqueCount=";
    let at = memmem::find(start, key)? + key.len() + 1;
    let digits = start.get(at..)?.iter().take_while(|b| b.is_ascii_digit());
    Some(digits.fold(0u64, |n, b| {
        n.saturating_mul(10).saturating_add(u64::from(b - b'0'))
    }))
}
