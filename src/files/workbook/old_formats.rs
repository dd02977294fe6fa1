//! The number formats of a workbook of Excel before 2007 that show more of a number than its digits, what its sheets hide and
//! merge, and whether the workbook says of itself what can be.

use super::Refused;
use super::marks::Marks;
use super::shown::Shows;
use std::collections::HashMap;

/// Rows and columns that such a sheet has at most.
const ROWS: u32 = 65_536;
const COLUMNS: u16 = 256;

/// Ends a chain of sectors.
const END: u32 = 0xFFFF_FFFA;

/// Cells whose number format decides what they show.
#[derive(Default)]
pub(super) struct Formats {
    shows: Vec<Shows>,
    /// Sheet, row, column → place in `shows`.
    cells: HashMap<(usize, u16, u16), u16>,
    /// By sheet.
    marks: Vec<Marks>,
    /// Cells that are there, and how many lie in the rectangles around them.
    filled: u64,
    room: u64,
}

/// Makes a rectangle, by its first and last row and column, go around a cell.
fn widen(around: &mut Option<(u16, u16, u16, u16)>, row: u16, column: u16) {
    let (top, left, bottom, right) = around.unwrap_or((row, column, row, column));
    *around = Some((top.min(row), left.min(column), bottom.max(row), right.max(column)));
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// So many cells may lie in the rectangles of the sheets whatever is in them: a stray cell far away makes the reader lay out
/// all between, of all sheets at once.
const MOST_ROOM: u64 = 3_000_000;

/// So many cells for each one that is there may lie there beyond that.
const ROOM_FOR_EACH: u64 = 40;

impl Formats {
    /// Reads them.
    ///
    /// # Errors
    /// When the file does not hold together, is protected by a password, or its sheets have next to nothing in a huge place.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Refused> {
        let stream = workbook_stream(bytes).ok_or(Refused::Damaged)?;
        let globals = Records::of(&stream, 0).take_while(|(kind, _)| *kind != 0x000A);
        if globals.into_iter().any(|(kind, _)| kind == 0x002F) {
            return Err(Refused::Password);
        }
        let formats = Self::of_stream(&stream).ok_or(Refused::Damaged)?;
        let is_far = formats.room > MOST_ROOM && formats.room > ROOM_FOR_EACH * formats.filled;
        if is_far {
            Err(Refused::FarCell)
        } else {
            Ok(formats)
        }
    }

    fn of_stream(stream: &[u8]) -> Option<Self> {
        let mut out = Self::default();
        let (mut codes, mut sheets) = (HashMap::new(), Vec::new());
        let mut formats = Vec::new();
        for (kind, data) in Records::of(stream, 0) {
            match kind {
                0x041E => drop(codes.insert(u16_at(data, 0)?, format_code(data).unwrap_or_default())),
                0x00E0 => formats.push(u16_at(data, 2)?),
                0x0085 => sheets.push(u32_at(data, 0)? as usize),
                0x000A => break,
                _ => {}
            }
        }
        out.shows = formats
            .iter()
            .map(|id| codes.get(id).map_or_else(Shows::default, |code| Shows::of(code)))
            .collect();
        for (at, start) in sheets.into_iter().enumerate() {
            stream.get(start..)?;
            out.marks.push(Marks::default());
            out.sheet(at, Records::of(stream, start))?;
        }
        Some(out)
    }

    fn sheet(&mut self, sheet: usize, records: Records<'_>) -> Option<()> {
        let mut depth = 0;
        let mut around = None;
        for (kind, data) in records {
            match kind {
                0x0809 => depth += 1,
                0x000A => {
                    depth -= 1;
                    if depth <= 0 {
                        break;
                    }
                }
                // Of charts in the sheet nothing is read.
                _ if depth > 1 => {}
                0x0200 => {
                    let (first, end, left, right) = if data.len() < 14 {
                        let at = |n| u16_at(data, n).map(u32::from);
                        (at(0)?, at(2)?, u16_at(data, 4)?, u16_at(data, 6)?)
                    } else {
                        (
                            u32_at(data, 0)?,
                            u32_at(data, 4)?,
                            u16_at(data, 8)?,
                            u16_at(data, 10)?,
                        )
                    };
                    if end > ROWS || right > COLUMNS || first > end || left > right {
                        return None;
                    }
                }
                // Numbers, texts, truths and what formulas gave.
                0x0203 | 0x027E | 0x0006 | 0x0204 | 0x00D6 | 0x0205 | 0x00FD => {
                    let (row, column) = (u16_at(data, 0)?, u16_at(data, 2)?);
                    widen(&mut around, row, column);
                    self.cell(sheet, row, column, u16_at(data, 4)?)?;
                }
                0x0208 | 0x007D | 0x00E5 => {
                    // What a damaged one says is left out.
                    let _ = self.mark(sheet, kind, data);
                }
                // Several numbers side by side.
                0x00BD => {
                    let (row, first) = (u16_at(data, 0)?, u16_at(data, 2)?);
                    let n = data.len().checked_sub(6)? / 6;
                    for i in 0..n {
                        let column = first.checked_add(u16::try_from(i).ok()?)?;
                        widen(&mut around, row, column);
                        self.cell(sheet, row, column, u16_at(data, 4 + 6 * i)?)?;
                    }
                }
                _ => {}
            }
        }
        if let Some((top, left, bottom, right)) = around {
            self.room += (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
        }
        Some(())
    }

    fn cell(&mut self, sheet: usize, row: u16, column: u16, format: u16) -> Option<()> {
        if column >= COLUMNS {
            return None;
        }
        self.filled += 1;
        if self.shows.get(usize::from(format)).is_some_and(Shows::has_places) {
            self.cells.insert((sheet, row, column), format);
        }
        Some(())
    }

    /// A row, a stretch of columns or merged cells.
    fn mark(&mut self, sheet: usize, kind: u16, data: &[u8]) -> Option<()> {
        let marks = self.marks.get_mut(sheet)?;
        let at = |n| u16_at(data, n);
        match kind {
            0x0208 if at(12)? & 0x20 != 0 => {
                let line = u64::from(at(0)?) + 1;
                marks.hide_rows(line, line);
            }
            0x007D if at(8)? & 1 != 0 => marks.hide_columns(at(0)?.into(), at(2)?.into()),
            0x00E5 => {
                for i in 0..usize::from(at(0)?) {
                    let at = |n| u16_at(data, 2 + 8 * i + n);
                    let lines = (u64::from(at(0)?) + 1, u64::from(at(2)?) + 1);
                    marks.merge(lines, (at(4)?.into(), at(6)?.into()));
                }
            }
            _ => {}
        }
        Some(())
    }

    /// What a sheet hides and merges.
    pub(super) fn marks(&self, sheet: Option<usize>) -> Marks {
        sheet.and_then(|s| self.marks.get(s)).cloned().unwrap_or_default()
    }

    /// What the format of a cell shows, where it decides something. Lines count from 1.
    pub(super) fn of(&self, sheet: Option<usize>, line: u64, column: usize) -> Option<&Shows> {
        let row = u16::try_from(line.checked_sub(1)?).ok()?;
        let format = self.cells.get(&(sheet?, row, u16::try_from(column).ok()?))?;
        self.shows.get(usize::from(*format))
    }
}

/// The text of a number format; older workbooks have it in another form, and no such formats matter there.
fn format_code(data: &[u8]) -> Option<String> {
    let n = usize::from(u16_at(data, 2)?);
    let wide = data.get(4)? & 1 == 1;
    if wide {
        let units: Option<Vec<u16>> = (0..n).map(|i| u16_at(data, 5 + 2 * i)).collect();
        Some(String::from_utf16_lossy(&units?))
    } else {
        Some(data.get(5..5 + n)?.iter().map(|b| char::from(*b)).collect())
    }
}

/// The records of the workbook, one after the other.
struct Records<'s> {
    stream: &'s [u8],
    at: usize,
}

impl<'s> Records<'s> {
    fn of(stream: &'s [u8], at: usize) -> Self {
        Self { stream, at }
    }
}

impl<'s> Iterator for Records<'s> {
    type Item = (u16, &'s [u8]);
    fn next(&mut self) -> Option<Self::Item> {
        let kind = u16_at(self.stream, self.at)?;
        let len = usize::from(u16_at(self.stream, self.at + 2)?);
        let data = self.stream.get(self.at + 4..self.at + 4 + len)?;
        self.at += 4 + len;
        Some((kind, data))
    }
}

/// The file inside the file that is the workbook.
fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = u16_at(bytes, 30)?;
    if !(9..=12).contains(&shift) {
        return None;
    }
    let size = 1usize << shift;
    let sector = |n: u32| {
        bytes
            .get((n as usize + 1) << shift..)
            .map(|s| &s[..s.len().min(size)])
    };
    // Which sectors hold the table of sectors: some in the header, the others in a chain of their own.
    let mut tables: Vec<u32> = (0..109).map_while(|i| u32_at(bytes, 76 + 4 * i)).collect();
    let (mut next, most) = (u32_at(bytes, 68)?, bytes.len() / size + 1);
    let mut steps = 0;
    while next < END && steps < most {
        let s = sector(next)?;
        tables.extend((0..size / 4 - 1).map_while(|i| u32_at(s, 4 * i)));
        next = u32_at(s, size - 4)?;
        steps += 1;
    }
    let mut fat = Vec::new();
    for table in tables.into_iter().filter(|t| *t < END) {
        let s = sector(table)?;
        fat.extend((0..size / 4).map_while(|i| u32_at(s, 4 * i)));
        if fat.len() > 2 * most + size {
            return None;
        }
    }
    let chain = |first: u32| {
        let (mut out, mut next) = (Vec::new(), first);
        while next < END {
            out.extend_from_slice(sector(next)?);
            if out.len() > bytes.len() + size {
                return None;
            }
            next = *fat.get(next as usize)?;
        }
        Some(out)
    };
    let directory = chain(u32_at(bytes, 48)?)?;
    let entries: Vec<&[u8]> = directory.chunks_exact(128).collect();
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entries
            .iter()
            .find(|e| e[66] == 2 && e.starts_with(&wide) && u16_at(e, 64) == Some(wide.len() as u16 + 2))
    };
    let entry = named("Workbook").or_else(|| named("Book"))?;
    let (first, len) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
    let mut stream = if len >= u32_at(bytes, 56)? as usize {
        chain(first)?
    } else {
        // Small files share sectors.
        let root = chain(u32_at(entries.first()?, 116)?)?;
        let table = chain(u32_at(bytes, 60)?)?;
        let (mut out, mut next) = (Vec::new(), first);
        while next < END && out.len() < len {
            out.extend_from_slice(root.get(next as usize * 64..next as usize * 64 + 64)?);
            next = u32_at(&table, 4 * next as usize)?;
        }
        out
    };
    stream.truncate(len);
    Some(stream)
}
