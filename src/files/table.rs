//! Text to records with the file's real line numbers: delimiter, line ends, quotes.

use super::{FileError, PROGRESS_STEP};
use csv::StringRecord;
use memchr::{memchr, memchr_iter};
use std::ops::RangeInclusive;

/// What a table is expected to look like; it decides between delimiters.
pub struct Expect<'a> {
    /// Whether a cell is a header that is known.
    pub known: &'a dyn Fn(&str) -> bool,
    /// How many cells a line has where there is no header.
    pub cells: Option<RangeInclusive<usize>>,
}

/// A file cut into records.
#[derive(Debug)]
pub struct Table {
    /// What stands between the cells.
    pub delimiter: u8,
    /// Why it was taken for that.
    pub why: String,
    /// Its records; blank ones are left out.
    pub records: Vec<Record>,
    /// Whether the last line has a line end: without one, the file may be cut off.
    pub ends_with_newline: bool,
}

/// One record.
#[derive(Debug)]
pub struct Record {
    /// Line of the file where it begins, from 1.
    pub line: u64,
    /// Its cells.
    pub cells: StringRecord,
    /// Whether letters follow a closing quote: its cells may be cut in the wrong places.
    pub stray_quote: bool,
}

impl Record {
    /// A cell; empty beyond the end.
    pub fn cell(&self, at: usize) -> &str {
        self.cells.get(at).unwrap_or("")
    }

    /// How many cells there are up to the last that is not blank.
    pub fn filled(&self) -> usize {
        (0..self.cells.len())
            .rev()
            .find(|i| !self.cell(*i).trim().is_empty())
            .map_or(0, |i| i + 1)
    }
}

/// The delimiters that are looked for, the likeliest first.
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// How many lines are looked at to find the delimiter and the header.
pub const HEAD_LINES: usize = 30;

/// A quoted cell over more lines than this is a quote that was never closed.
const MOST_QUOTED_LINES: usize = 60;

/// Cuts a text into records. `progress` hears of bytes, as the first half of the work.
///
/// # Errors
/// When a quote is opened and not closed, with its line; or when `progress` stops it.
pub fn read(
    file: &str,
    text: String,
    expect: &Expect<'_>,
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<Table, FileError> {
    // MS-DOS programs end a text with Ctrl+Z.
    let text = unix_line_ends(text);
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let text = text.trim_end_matches('\u{1A}');
    let (said, body) = separator_line(text);
    let (delimiter, why) = match said {
        Some(said) if stands_in(body, said) => (said, "the first line says so (sep=)".to_owned()),
        _ => detect(body, expect),
    };
    let before = u64::from(body.len() < text.len());
    let stray = scan_quotes(body, delimiter)
        .map_err(|line| {
            FileError::refused_at(
                file,
                line + before,
                "A quotation mark opens a cell on this line and is never closed, so the lines below cannot be told apart. Close or remove it, or export the file again.",
            )
        })?;
    let mut table = Table {
        delimiter,
        why,
        records: Vec::with_capacity(memchr_iter(b'\n', body.as_bytes()).count() + 1),
        ends_with_newline: body.ends_with('\n'),
    };
    fill(&mut table, body, before, &stray, progress).map_err(|e| match e {
        Stop::Cancelled => FileError::Cancelled,
        Stop::Csv(e) => FileError::refused(file, format!("The file cannot be read as a list: {e}.")),
    })?;
    if table.records.is_empty() {
        return Err(FileError::refused(
            file,
            "The file is blank: it has no lines with anything in them. Download it again.",
        ));
    }
    Ok(table)
}

enum Stop {
    Cancelled,
    Csv(csv::Error),
}

fn fill(
    table: &mut Table,
    body: &str,
    before: u64,
    stray: &[u64],
    progress: &mut dyn FnMut(u64, u64) -> bool,
) -> Result<(), Stop> {
    let bytes = body.as_bytes();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(table.delimiter)
        .from_reader(bytes);
    let mut record = StringRecord::new();
    let (mut line, mut counted) = (1 + before, 0);
    let mut stray = stray.iter().map(|l| l + before).peekable();
    let mut seen = 0usize;
    loop {
        if seen.is_multiple_of(PROGRESS_STEP) && !progress(reader.position().byte(), 2 * bytes.len() as u64) {
            return Err(Stop::Cancelled);
        }
        seen += 1;
        let mut start = reader.position().byte() as usize;
        if !reader.read_record(&mut record).map_err(Stop::Csv)? {
            return Ok(());
        }
        // The reader skips blank lines on its way to a record; its own position lies before them.
        while bytes.get(start) == Some(&b'\n') {
            start += 1;
        }
        line += memchr_iter(b'\n', &bytes[counted..start]).count() as u64;
        counted = start;
        let end = reader.position().byte() as usize;
        let inside = bytes.get(start..end).unwrap_or_default();
        let ended = inside.last() == Some(&b'\n');
        let next = line + memchr_iter(b'\n', inside).count() as u64 + u64::from(!ended);
        let mut stray_quote = false;
        while stray.next_if(|l| *l < next).is_some() {
            stray_quote = true;
        }
        if record.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        table.records.push(Record {
            line,
            cells: just_its_room(&record),
            stray_quote,
        });
    }
}

/// Whether the last line of a file that does not end with a line end was cut off inside its last cell: all others have
/// numbers or days of one length there, and this one has a shorter one, or nothing.
pub(super) fn is_cut(records: &[Record]) -> bool {
    let Some((last, others)) = records.split_last() else {
        return false;
    };
    let end = |r: &'_ Record| r.cell(last.cells.len().saturating_sub(1)).trim().to_owned();
    let is_fixed =
        |text: &str| text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || b"-/".contains(&b));
    let Some(one) = others.first().map(end).filter(|text| is_fixed(text)) else {
        return false;
    };
    others.len() >= 3
        && end(last).len() < one.len()
        && others
            .iter()
            .map(end)
            .all(|text| text.len() == one.len() && is_fixed(&text))
}

/// A copy that takes just the room of its cells. A clone takes as much as the longest record that was read into this one so
/// far, so that one huge cell would weigh as much again in every line below it.
pub(in crate::files) fn just_its_room(record: &StringRecord) -> StringRecord {
    let mut copy = StringRecord::with_capacity(record.as_slice().len(), record.len());
    copy.extend(record);
    copy
}

/// CRLF, CR (old Mac) and LF as LF: one way to count lines for every file.
fn unix_line_ends(text: String) -> String {
    if memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

/// Excel's `sep=;` in the first line.
fn separator_line(text: &str) -> (Option<u8>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim_matches([' ', '"']);
    let is = said.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("sep="));
    match said.as_bytes() {
        [_, _, _, _, d, ..] if is && d.is_ascii() && !d.is_ascii_alphanumeric() && *d != b'"' => {
            (Some(*d), rest)
        }
        _ => (None, text),
    }
}

/// Whether a delimiter stands in the first line with anything in it: `sep=;` may be left from before a list was saved anew.
fn stands_in(body: &str, delimiter: u8) -> bool {
    let first = body.lines().find(|l| !l.trim().is_empty());
    first.is_some_and(|l| l.contains(char::from(delimiter)))
}

fn cells_of(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    let mut n = 1;
    for b in line.bytes() {
        match b {
            b'"' => quoted = !quoted,
            b if b == delimiter && !quoted => n += 1,
            _ => {}
        }
    }
    n
}

/// The delimiter under which the most known headers appear in a line; where there are none, the one that cuts the
/// lines into the number of cells expected, or else into the most cells, the same number in each.
fn detect(text: &str, expect: &Expect<'_>) -> (u8, String) {
    let lines: Vec<&str> = text
        .lines()
        .filter(|l| !l.trim().is_empty())
        .take(HEAD_LINES)
        .collect();
    let headers = |d: u8| {
        lines
            .iter()
            .map(|l| {
                l.split(char::from(d))
                    .filter(|c| (expect.known)(c.trim_matches([' ', '"', '\''])))
                    .count()
            })
            .max()
            .unwrap_or(0)
    };
    let mut best = (2, None);
    for d in DELIMITERS {
        let n = headers(d);
        if n > best.0 {
            best = (n, Some(d));
        }
    }
    if let Some(d) = best.1 {
        let why = format!("with it, one line has {} known column names", best.0);
        return (d, why);
    }
    if let Some(cells) = &expect.cells {
        let fits =
            |d: u8| lines.iter().filter(|l| cells.contains(&cells_of(l, d))).count() * 2 >= lines.len();
        if let Some(d) = DELIMITERS.into_iter().find(|d| fits(*d)) {
            return (
                d,
                "with it, the lines have as many cells as the layout".to_owned(),
            );
        }
    }
    let score = |d: u8| {
        let counts: Vec<usize> = lines.iter().map(|l| cells_of(l, d) - 1).collect();
        counts
            .iter()
            .map(|c| c * counts.iter().filter(|o| *o == c).count())
            .max()
            .unwrap_or(0)
    };
    // `rev`: of equals the likelier one wins.
    let best = DELIMITERS.into_iter().rev().max_by_key(|d| score(*d));
    let best = best.unwrap_or(b',');
    let why = match score(best) {
        0 => "no other stands in it",
        _ => "with it, most lines have the same number of cells",
    };
    (best, why.to_owned())
}

/// Whether a quoted cell over several lines is none: the line on which it opens and the one on which it closes have each as
/// many cells as lines have, so two stray quotes have met, and those between them would be lost.
fn eats_lines(text: &str, open: usize, close: usize, delimiter: u8) -> bool {
    let cells = |line: &str| cells_of(line, delimiter);
    let line_around = |at: usize| {
        let from = text[..at].rfind('\n').map_or(0, |n| n + 1);
        let to = text[at..].find('\n').map_or(text.len(), |n| at + n);
        // As if the mark did not stand there.
        cells(&text[from..at]) + cells(&text[at + 1..to.max(at + 1)]) - 1
    };
    // As many as the widest of the first lines has: the column names stand in one, however cells go on over several.
    let is_whole =
        |l: &&str| !l.trim().is_empty() && memchr_iter(b'"', l.as_bytes()).count().is_multiple_of(2);
    let first = text.lines().take(HEAD_LINES).filter(is_whole);
    let usual = first.map(cells).max().unwrap_or(0);
    // Or one more, where lines end with a delimiter.
    let is_a_line = |at| (usual..=usual + 1).contains(&line_around(at));
    usual >= 3 && is_a_line(open) && is_a_line(close)
}

/// Looks for quotes that are not closed. Gives the lines on which letters follow a closing quote.
///
/// # Errors
/// The line on which a quote opens that is not closed, or only far below and in the wrong place.
fn scan_quotes(text: &str, delimiter: u8) -> Result<Vec<u64>, u64> {
    let bytes = text.as_bytes();
    let mut stray = Vec::new();
    let (mut at, mut line) = (0, 1u64);
    while let Some(n) = memchr(b'"', &bytes[at..]) {
        let open = at + n;
        line += memchr_iter(b'\n', &bytes[at..open]).count() as u64;
        at = open + 1;
        let begins = open == 0 || bytes[open - 1] == b'\n' || bytes[open - 1] == delimiter;
        if !begins {
            continue;
        }
        // The end of the quoted cell: a quote that is not one of a pair.
        let mut end = at;
        loop {
            let Some(n) = memchr(b'"', &bytes[end..]) else {
                return Err(line);
            };
            end += n;
            if bytes.get(end + 1) != Some(&b'"') {
                break;
            }
            end += 2;
        }
        let lines = memchr_iter(b'\n', &bytes[at..end]).count();
        if lines > 0 && eats_lines(text, open, end, delimiter) {
            return Err(line);
        }
        let closed = match bytes.get(end + 1) {
            None | Some(b'\n') => true,
            Some(b) => *b == delimiter,
        };
        if lines > MOST_QUOTED_LINES || (lines > 0 && !closed) {
            return Err(line);
        }
        if !closed {
            stray.push(line);
        }
        line += lines as u64;
        at = end + 1;
    }
    Ok(stray)
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
