//! What a formula of an Excel sheet gave, where the reader of its cells cannot tell: cells whose formula has no result in the
//! file, as report generators write them, and cells with an error, of which the reader does not tell the place.

use memchr::{memchr, memmem, memrchr};
use std::str::from_utf8;

/// More places than a list of students has; who has more is refused rather than read in part.
const MOST: usize = 1 << 23;

/// Places of cells in the order in which they stand in the file: line from 1, column from 0.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Places {
    all: Vec<(u32, u32)>,
    /// Whether there are more whose place is not known.
    more: bool,
}

impl Places {
    fn add(&mut self, place: Option<(u32, u32)>) {
        match place {
            Some(p) if self.all.len() < MOST && self.all.last().is_none_or(|last| *last < p) => {
                self.all.push(p);
            }
            _ => self.more = true,
        }
    }

    /// Whether a cell is among them.
    pub(super) fn has(&self, (line, column): (u64, usize)) -> bool {
        !self.all.is_empty()
            && u32::try_from(line)
                .ok()
                .zip(u32::try_from(column).ok())
                .is_some_and(|p| self.all.binary_search(&p).is_ok())
    }

    /// The first behind a cell, if nobody knows of more.
    pub(super) fn next(&self, behind: Option<(u64, usize)>) -> Option<(u64, usize)> {
        let is_before = |p: &(u32, u32)| Some((u64::from(p.0), p.1 as usize)) <= behind;
        let at = self.all.partition_point(is_before);
        let (line, column) = *self.all.get(at).filter(|_| !self.more)?;
        Some((line.into(), column as usize))
    }

    /// Whether there are some of which nobody knows where they stand.
    pub(super) fn are_not_all(&self) -> bool {
        self.more
    }

    fn is_empty(&self) -> bool {
        self.all.is_empty() && !self.more
    }
}

/// What is to know of a sheet's formulas.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Results {
    /// Cells with a formula and without a result.
    pub(super) missing: Places,
    /// Cells with an error.
    pub(super) errors: Places,
}

impl Results {
    /// Whether there is nothing to know.
    pub(super) fn is_empty(&self) -> bool {
        self.missing.is_empty() && self.errors.is_empty()
    }
}

/// The cell that is open.
#[derive(Default)]
struct Cell {
    place: Option<(u32, u32)>,
    /// A formula that gave a text may have given one without letters.
    gives_text: bool,
    formula: bool,
    in_value: bool,
    value: bool,
}

/// Finds them in the XML of a sheet, block by block. A block without formulas and errors costs next to nothing.
pub(super) struct Finder {
    results: Results,
    cell: Option<Cell>,
    needles: [memmem::Finder<'static>; 4],
}

impl Default for Finder {
    fn default() -> Self {
        Self {
            results: Results::default(),
            cell: None,
            // A name may have something in front of it: `<x:f>`.
            needles: ["<f", ":f", "t=\"e\"", "t='e'"].map(memmem::Finder::new),
        }
    }
}

impl Finder {
    /// Takes the next block; it ends behind a tag, or with a text behind one.
    pub(super) fn block(&mut self, text: &[u8]) {
        let goes_on = self.cell.as_ref().is_some_and(|c| c.formula);
        if goes_on || self.needles.iter().any(|n| n.find(text).is_some()) {
            self.tags(text);
        } else if let Some(at) = memrchr(b'<', text) {
            // The formula of the last cell may come in the next block.
            self.cell = None;
            self.tags(&text[at..]);
        }
    }

    /// What was found.
    pub(super) fn results(self) -> Results {
        self.results
    }

    fn tags(&mut self, mut text: &[u8]) {
        while let Some(start) = memchr(b'<', text) {
            self.between(&text[..start]);
            let Some(end) = memchr(b'>', &text[start..]) else {
                return;
            };
            self.tag(&text[start + 1..start + end]);
            text = &text[start + end + 1..];
        }
        self.between(text);
    }

    fn between(&mut self, text: &[u8]) {
        if let Some(cell) = self.cell.as_mut().filter(|c| c.in_value) {
            cell.value |= !text.is_empty();
        }
    }

    fn tag(&mut self, tag: &[u8]) {
        let (ends, tag) = tag.strip_prefix(b"/").map_or((false, tag), |rest| (true, rest));
        let (closed, tag) = tag.strip_suffix(b"/").map_or((false, tag), |rest| (true, rest));
        let name = tag.split(u8::is_ascii_whitespace).next().unwrap_or_default();
        let name = memchr(b':', name).map_or(name, |at| &name[at + 1..]);
        match (name, &mut self.cell) {
            (b"c", _) if ends => self.end(),
            (b"c", _) if closed => self.cell = None,
            (b"c", open) => {
                let kind = attribute(tag, "t");
                let place = attribute(tag, "r").and_then(place);
                if kind == Some("e") {
                    self.results.errors.add(place);
                }
                *open = Some(Cell {
                    place,
                    gives_text: kind == Some("str"),
                    ..Cell::default()
                });
            }
            (b"f", Some(cell)) => cell.formula = true,
            (b"v", Some(cell)) => {
                cell.in_value = !ends && !closed;
                cell.value |= cell.gives_text;
            }
            (b"is", Some(cell)) => cell.value = true,
            _ => {}
        }
    }

    fn end(&mut self) {
        if let Some(cell) = self.cell.take().filter(|c| c.formula && !c.value) {
            self.results.missing.add(cell.place);
        }
    }
}

fn attribute<'t>(tag: &'t [u8], key: &str) -> Option<&'t str> {
    let mut words = from_utf8(tag).ok()?.split_ascii_whitespace();
    let value = words.find_map(|w| w.strip_prefix(key)?.strip_prefix('='))?;
    Some(value.trim_matches(['"', '\'']))
}

fn place(name: &str) -> Option<(u32, u32)> {
    let (line, column) = super::marks::place(name)?;
    Some((line.try_into().ok()?, column.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::super::marks;

    const SHEET: &str = r#"<sheetData><row r="1"><c r="A1"><f>B1&amp;"x"</f></c><c r="B1" s="1"><f>2</f><v>2</v></c>
        <c r="C1" t="str"><f>""</f><v></v></c><c r="D1"><f>A1>5</f><v/></c></row><x:row r="2">
        <x:c r="A2"><x:f t="shared" si="0"/><x:v></x:v></x:c><x:c r="B2"/><x:c r="C2"><x:v>7</x:v></x:c></x:row>
        <row r="3"><c r="A3" s="1" t="e"/><c r="B3" t="inlineStr"><is><t>f <f/> :f</t></is></c><c
        r='AA3' t='n'><f t="shared" ref="AA3:AA9" si="0">1</f><v/></c><c t="str" r="AB3"><f/></c></row>
        <row r="4"><c t='e' r="B4"><v>#SPILL!</v></c><c r="C4" t="e"><f>A1</f><v>#N/A</v></c></row></sheetData>"#;

    fn found(sheet: &str, size: usize) -> super::Results {
        let mut finder = marks::Finder::default();
        for block in sheet.as_bytes().chunks(size) {
            finder.block(block);
        }
        finder.found().1
    }

    #[test]
    fn formulas_without_a_result_and_errors_are_found_wherever_a_block_ends() {
        for size in [1, 2, 3, 7, 64, 200, SHEET.len()] {
            let results = found(SHEET, size);
            assert_eq!(
                results.missing.all,
                [(1, 0), (1, 3), (2, 0), (3, 26), (3, 27)],
                "{size}"
            );
            assert!(!results.missing.are_not_all(), "{size}");
            assert!(results.missing.has((3, 26)) && !results.missing.has((1, 1)));
            assert_eq!(results.errors.all, [(4, 1), (4, 2)], "{size}");
        }
    }

    #[test]
    fn a_formula_without_a_place_is_not_forgotten() {
        let results = found("<row><c><f>1</f></c></row>", 5);
        assert!(results.missing.are_not_all() && !results.is_empty());
        assert!(found("<row><c><f>1</f><v>1</v></c></row>", 5).is_empty());
    }

    #[test]
    fn an_error_is_the_first_behind_the_cell_before_it() {
        let sheet = r#"<row r="2"><c r="B2" t="e"><v>#N/A</v></c><c r="D2" t="e"><v>#CALC!</v></c></row>"#;
        let errors = found(sheet, 9).errors;
        assert_eq!(errors.next(None), Some((2, 1)));
        assert_eq!(errors.next(Some((2, 1))), Some((2, 3)));
        assert_eq!(errors.next(Some((2, 3))), None);
        let one_without_a_place = sheet.to_owned() + r#"<row><c t="e"/><c t="e"><v>#CALC!</v></c></row>"#;
        assert_eq!(found(&one_without_a_place, 9).errors.next(None), None);
    }
}
