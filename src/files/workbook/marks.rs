//! What a sheet has beside the texts of its cells and changes what a person sees of them: hidden rows, hidden columns,
//! merged cells.

use super::results::{self, Results};
use memchr::{memchr, memchr2, memmem, memrchr, memrchr2};
use std::str::from_utf8;

/// More stretches and ranges than any sheet has: a damaged file's are not kept.
const MOST: usize = 1 << 20;

/// The longest start of a row, column or merged range that is looked at.
const LONGEST: usize = 1 << 16;

/// Merged cells: lines from 1, columns from 0, the last ones included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merged {
    pub(super) lines: (u64, u64),
    pub(super) columns: (usize, usize),
}

/// The marks of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Hidden lines, from 1: first and last of each stretch.
    rows: Vec<(u64, u64)>,
    /// Hidden columns, from 0: first and last of each stretch.
    columns: Vec<(usize, usize)>,
    merged: Vec<Merged>,
}

impl Marks {
    /// Notes hidden lines; they come in their order.
    pub(super) fn hide_rows(&mut self, first: u64, last: u64) {
        if let Some(before) = self.rows.last_mut()
            && (before.0..=before.1.saturating_add(1)).contains(&first)
        {
            before.1 = before.1.max(last);
        } else if self.rows.len() < MOST {
            self.rows.push((first, last));
        }
    }

    /// Notes hidden columns.
    pub(super) fn hide_columns(&mut self, first: usize, last: usize) {
        if self.columns.len() < MOST {
            self.columns.push((first, last));
        }
    }

    /// Notes merged cells; one cell alone is not merged.
    pub(super) fn merge(&mut self, lines: (u64, u64), columns: (usize, usize)) {
        if (lines.0 < lines.1 || columns.0 < columns.1) && self.merged.len() < MOST {
            self.merged.push(Merged { lines, columns });
        }
    }

    /// Whether there is nothing to say.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.columns.is_empty() && self.merged.is_empty()
    }

    /// Whether a line is hidden.
    pub(super) fn hides_row(&self, line: u64) -> bool {
        let after = self.rows.partition_point(|r| r.0 <= line);
        after > 0 && self.rows[after - 1].1 >= line
    }

    /// Whether a column is hidden.
    pub(super) fn hides_column(&self, column: usize) -> bool {
        self.columns.iter().any(|c| (c.0..=c.1).contains(&column))
    }

    /// Whether any column is hidden.
    pub(super) fn hides_columns(&self) -> bool {
        !self.columns.is_empty()
    }

    /// The merged cells.
    pub(super) fn merged(&self) -> &[Merged] {
        &self.merged
    }
}

/// What the XML of a sheet tells beside what the reader of its cells gives.
pub(super) type Found = (Marks, Results);

/// Finds the marks of an Excel sheet in its XML, block by block as it is unpacked. Only where a mark is, something is
/// looked at; a sheet without any costs next to nothing.
pub(super) struct Finder {
    marks: Marks,
    /// What was not looked at yet: it may go on in the next block.
    rest: Vec<u8>,
    hidden: memmem::Finder<'static>,
    merged: memmem::Finder<'static>,
    results: results::Finder,
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            marks: Marks::default(),
            rest: Vec::new(),
            hidden: memmem::Finder::new("hidden="),
            merged: memmem::Finder::new("mergeCell"),
            results: results::Finder::default(),
        }
    }
}

impl Finder {
    /// Takes the next block.
    pub(super) fn block(&mut self, block: &[u8]) {
        let mut text = std::mem::take(&mut self.rest);
        text.extend_from_slice(block);
        let end = memrchr(b'>', &text).map_or(0, |at| at + 1);
        for needle in [&self.hidden, &self.merged] {
            for at in needle.find_iter(&text[..end]) {
                if let Some(tag) = tag_around(&text[..end], at) {
                    mark(tag, &mut self.marks);
                }
            }
        }
        // A text before the next tag is of no interest but for being there.
        let open = memchr(b'<', &text[end..]).map_or(text.len(), |at| end + at);
        self.results.block(&text[..open]);
        text.drain(..open);
        if text.len() > LONGEST {
            text.clear();
        }
        self.rest = text;
    }

    /// What was found.
    pub(super) fn found(self) -> Found {
        (self.marks, self.results.results())
    }
}

/// The tag in which a place lies, without its brackets.
fn tag_around(text: &[u8], at: usize) -> Option<&str> {
    let start = memrchr2(b'<', b'>', &text[..at]).filter(|s| text[*s] == b'<')?;
    let end = at + memchr2(b'<', b'>', &text[at..]).filter(|e| text[at + e] == b'>')?;
    from_utf8(&text[start + 1..end]).ok()
}

fn mark(tag: &str, marks: &mut Marks) {
    let mut words = tag.trim_end_matches('/').split_ascii_whitespace();
    let name = words.next().unwrap_or_default();
    let attribute = |key: &str| {
        let mut words = words.clone();
        let value = words.find_map(|w| w.strip_prefix(key)?.strip_prefix('='))?;
        Some(value.trim_matches(['"', '\'']))
    };
    let hidden = || matches!(attribute("hidden"), Some("1" | "true"));
    let number = |key: &str| attribute(key)?.parse::<u32>().ok().filter(|n| *n > 0);
    match name.rsplit(':').next().unwrap_or_default() {
        "row" if hidden() => {
            if let Some(line) = number("r") {
                marks.hide_rows(u64::from(line), u64::from(line));
            }
        }
        "col" if hidden() => {
            if let (Some(first), Some(last)) = (number("min"), number("max")) {
                marks.hide_columns(first as usize - 1, last as usize - 1);
            }
        }
        "mergeCell" => {
            let range = attribute("ref").and_then(|r| r.split_once(':'));
            if let Some((first, last)) = range.and_then(|(a, b)| Some((place(a)?, place(b)?))) {
                marks.merge((first.0, last.0), (first.1, last.1));
            }
        }
        _ => {}
    }
}

/// `A5` as its line, from 1, and column, from 0.
pub(super) fn place(name: &str) -> Option<(u64, usize)> {
    let digits = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, line) = name.split_at(digits);
    let column = letters.bytes().try_fold(0usize, |n, b| {
        let letter = b.is_ascii_uppercase().then(|| usize::from(b - b'A') + 1)?;
        n.checked_mul(26)?.checked_add(letter)
    })?;
    Some((line.parse::<u32>().ok()?.into(), column.checked_sub(1)?))
}

/// How a spreadsheet names a cell: `A5`.
pub(super) fn cell_name(line: u64, column: usize) -> String {
    let mut letters = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect::<String>() + &line.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHEET: &str = r#"<x:cols><x:col min="2" max="3" width="0" hidden="1"/><col min="9" max="9" hidden='true'/>
        <col min="4" max="4" hidden="0"/></x:cols><x:sheetData><x:row r="1"/><x:row r="7" spans="1:3" hidden="1">
        <c r="A7" t="inlineStr"><is><t>row hidden="1" mergeCell ref="A1:B9"</t></is></c></x:row><row hidden="true" r="8"/>
        <row r="12" hidden="1"></row></x:sheetData><mergeCells count="2"><mergeCell ref="A5:A14"/><mergeCell ref="AA3:AB3"/>
        <mergeCell ref="B2"/><mergeCell ref="$"/></mergeCells><filterColumn hiddenButton="1"/>"#;

    #[test]
    fn marks_are_found_wherever_a_block_ends() {
        for size in [1, 2, 7, 64, SHEET.len()] {
            let mut finder = Finder::default();
            for block in SHEET.as_bytes().chunks(size) {
                finder.block(block);
            }
            let (marks, _) = finder.found();
            assert_eq!(marks.rows, [(7, 8), (12, 12)], "{size}");
            assert_eq!(marks.columns, [(1, 2), (8, 8)], "{size}");
            let merged = [((5, 14), (0, 0)), ((3, 3), (26, 27))];
            let merged = merged.map(|(lines, columns)| Merged { lines, columns });
            assert_eq!(marks.merged, merged, "{size}");
            let hidden: Vec<u64> = (0..20).filter(|l| marks.hides_row(*l)).collect();
            assert_eq!(hidden, [7, 8, 12]);
        }
    }

    #[test]
    fn cells_are_named_as_spreadsheets_name_them() {
        for (line, column, name) in [
            (1, 0, "A1"),
            (14, 25, "Z14"),
            (3, 26, "AA3"),
            (9, 701, "ZZ9"),
            (9, 702, "AAA9"),
        ] {
            assert_eq!(cell_name(line, column), name);
            assert_eq!(place(name), Some((line, column)));
        }
        for none in ["", "A", "5", "a5", "A5x", "AAAAAAAAAAAAAAAAAAAAAAAA1"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
