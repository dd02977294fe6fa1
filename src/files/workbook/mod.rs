//! Reads workbooks: Excel (.xlsx, .xlsm, .xls) and OpenDocument (.ods), the first sheet with a header that is known.
//!
//! `packed` the zip around it · `excel`, `open_document` a sheet's cells · `excel_parts` where the sheets lie · `open_cell` what
//! an OpenDocument cell says · `old_formats` the number formats and marks of .xls · `shown` what a cell shows · `days` dates
//! and times · `rows` cells → records · `marks` hidden rows and columns, merged cells · `results` formulas without a result,
//! errors · `told` what is said of them · `heard` how far it is, and the stop · `refused` why a workbook cannot be read.

use super::FileError;
use super::headers::header_position;
use super::source::{Grid, Progress};
use super::table::{Expect, HEAD_LINES};
use crate::domain::problem::Place;
use crate::domain::roster::{Choice, Question, Reading, Recognised};
use heard::Heard;
use marks::Found;
use memchr::memmem;
use packed::Kind;
use refused::Refused;
use rows::{Rows, Stop};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

mod days;
mod excel;
mod excel_parts;
mod heard;
mod marks;
mod old_formats;
mod open_cell;
mod open_document;
mod packed;
mod refused;
mod results;
mod rows;
mod shown;
mod told;

/// The question which sheet has the students.
const SHEET: &str = "sheet";

/// The first bytes of a zip, and of the files of Office before 2007.
const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    name: String,
    hidden: bool,
}

/// A workbook that was opened.
trait Book {
    /// Its sheets, in their order.
    fn sheets(&self) -> &[Listed];
    /// Reads a sheet, line by line, and notes its marks.
    fn read(&mut self, name: &str, rows: &mut Rows<'_, '_>) -> Result<(), Stop>;
}

fn ending(file: &str) -> String {
    file.rsplit_once('.')
        .map(|(_, e)| e.to_ascii_lowercase())
        .unwrap_or_default()
}

/// Whether a file is a workbook by its first bytes, and its name does not claim to be text.
pub fn is_workbook(file: &str, bytes: &[u8]) -> bool {
    let ending = ending(file);
    if matches!(ending.as_str(), "csv" | "txt" | "tsv" | "tab") {
        return false;
    }
    if bytes.starts_with(OLE) {
        return true;
    }
    let named = matches!(
        ending.as_str(),
        "xlsx" | "xlsm" | "xltx" | "xlsb" | "xls" | "ods" | "ots"
    );
    bytes.starts_with(ZIP) && (named || !matches!(packed::kind(bytes), None | Some(Kind::Other)))
}

/// Reads the sheet of a workbook that has students: the first of those that can be seen with a header that is known,
/// or the one that a person chose. Lines are the sheet's rows. Hidden rows and columns are read like any other, and told.
///
/// # Errors
/// When it is refused whole or stopped.
pub fn read(
    file: &str,
    bytes: &[u8],
    expect: &Expect<'_>,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    let refused = |why: Refused| FileError::refused(file, why.sentence());
    let stopped = |stop: Stop| match stop {
        Stop::Cancelled => FileError::Cancelled,
        Stop::TooLarge => refused(Refused::TooLarge),
        Stop::Nul(line, sheet) => FileError::refused_at(
            file,
            line,
            format!(
                "A cell on this line of the sheet “{sheet}” has a NUL byte in it: the workbook is damaged (an interrupted copy?). Copy or download it again, or have the system export it again."
            ),
        ),
        Stop::UnknownError => refused(Refused::UnknownError),
        Stop::NoResult => refused(Refused::NoResult),
        Stop::Damaged | Stop::Enough => refused(Refused::Damaged),
    };
    let (kind, what) = kind(bytes).map_err(refused)?;
    let mut listener = |done, all| progress(done, all);
    let heard = Heard::new(&mut listener);
    let found = match kind {
        Workbook::Old => HashMap::new(),
        _ => packed::unpacks(bytes, &heard).map_err(stopped)?,
    };
    // The reader of Excel's files trusts more than it should; what is damaged must not bring the program down.
    let read = catch_unwind(AssertUnwindSafe(|| {
        let mut book = open(kind, bytes, found, &heard).map_err(refused)?;
        of_book(&mut *book, file, expect, reading, &heard).map_err(stopped)
    }));
    if heard.stopped() {
        return Err(FileError::Cancelled);
    }
    let mut grid = read.unwrap_or_else(|_| Err(refused(Refused::Damaged)))?;
    if grid.records.is_empty() {
        return Err(FileError::refused(
            file,
            "The workbook has nothing in it. Check that it is the right file.",
        ));
    }
    grid.recognised.insert(
        0,
        Recognised {
            what: "Workbook",
            value: what.to_owned(),
            why: "By what is in it, whatever its name says.".to_owned(),
        },
    );
    Ok(grid)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Workbook {
    New,
    Old,
    OpenDocument,
}

/// Whether the list of what an old Office file holds is there; it stands anywhere in it, and where the file is cut off it may
/// be missing (source: [MS-CFB] 2.2, the header: sector shift at 30, first directory sector at 48).
fn has_directory(bytes: &[u8]) -> bool {
    let number = |at: std::ops::Range<usize>| {
        let bytes = bytes.get(at)?.iter().rev();
        Some(bytes.fold(0u64, |n, b| n << 8 | u64::from(*b)))
    };
    let start = number(30..32)
        .zip(number(48..52))
        .and_then(|(shift, sector)| (sector + 1).checked_shl(u32::try_from(shift).ok()?));
    start.is_some_and(|start| start < bytes.len() as u64)
}

/// What a zip is that was chosen as a text file, when it is not the usual workbook of Excel: what to do with it.
pub fn zip_that_is_no_excel(bytes: &[u8]) -> Option<&'static str> {
    Some(match packed::kind(bytes)? {
        Kind::Excel => return None,
        Kind::ExcelBinary | Kind::OpenDocument => {
            "This is a workbook, whatever its name says. Open it in Excel or LibreOffice and save it as “CSV UTF-8”, then choose that file."
        }
        Kind::OtherDocument => {
            "This is a text document or slides, not a list. Check that it is the right file."
        }
        Kind::Other => {
            "This is a zip, whatever its name says. Give it the ending .zip, or unpack it, then choose it again."
        }
    })
}

fn kind(bytes: &[u8]) -> Result<(Workbook, &'static str), Refused> {
    if bytes.starts_with(OLE) {
        let has = |name: &str| {
            let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            memmem::find(bytes, &name).is_some()
        };
        return if has("EncryptedPackage") {
            Err(Refused::Password)
        } else if has("Workbook") || has("Book") {
            Ok((Workbook::Old, "Excel 97-2003 (.xls)"))
        } else if has("WordDocument") || has_directory(bytes) {
            Err(Refused::NotASheet)
        } else {
            Err(Refused::Damaged)
        };
    }
    match packed::kind(bytes) {
        Some(Kind::Excel) => Ok((Workbook::New, "Excel (.xlsx)")),
        Some(Kind::OpenDocument) => Ok((Workbook::OpenDocument, "OpenDocument (.ods)")),
        Some(Kind::ExcelBinary) => Err(Refused::Binary),
        Some(Kind::OtherDocument | Kind::Other) => Err(Refused::NotASheet),
        None => Err(Refused::Damaged),
    }
}

fn open<'b>(
    kind: Workbook,
    bytes: &'b [u8],
    found: HashMap<String, Found>,
    heard: &'b Heard<'b>,
) -> Result<Box<dyn Book + 'b>, Refused> {
    Ok(match kind {
        Workbook::New => Box::new(excel::New::open(bytes, found, heard)?),
        Workbook::Old => Box::new(excel::Old::open(bytes, heard)?),
        Workbook::OpenDocument => Box::new(open_document::Ods::open(bytes, heard)?),
    })
}

/// The sheets that may be read, the first of them suggested, and why.
struct Pick {
    names: Vec<String>,
    why: &'static str,
}

/// A header with so many known names is one of students; a list of codes has `Grade` and `School` as well.
const SURE: usize = 4;

fn pick(
    book: &mut dyn Book,
    expect: &Expect<'_>,
    reading: &Reading,
    heard: &Heard<'_>,
) -> Result<Pick, Stop> {
    let (mut seen, mut hidden, mut filled, mut beneath) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let sheets = book.sheets().to_vec();
    for sheet in &sheets {
        let mut rows = Rows::new(HEAD_LINES, heard);
        let read = book.read(&sheet.name, &mut rows);
        // A cell that cannot be read is said of the sheet that is taken, and no matter of another one.
        let faulty = read.as_ref().is_err_and(Stop::is_of_a_cell);
        let records = rows.end(if faulty { Ok(()) } else { read })?.records;
        if let Some(at) = header_position(&records, 2, expect.known) {
            let known = records[at].cells.iter().filter(|c| (expect.known)(c)).count();
            let is_sure = known >= SURE;
            if sheet.hidden { &mut hidden } else { &mut seen }.push((!is_sure, sheet.name.clone()));
        } else if faulty || !records.is_empty() {
            if sheet.hidden { &mut beneath } else { &mut filled }.push(sheet.name.clone());
        }
    }
    // Those that are sure to have students come before a list of codes.
    seen.sort_by_key(|s| s.0);
    let is_unsure = seen.first().is_some_and(|s| s.0);
    let named = |sheets: Vec<(bool, String)>| sheets.into_iter().map(|s| s.1);
    let mut pick = if !seen.is_empty() {
        let mut names: Vec<String> = named(seen).collect();
        if is_unsure {
            hidden.retain(|s| !s.0);
            names.extend(named(hidden));
            names.append(&mut filled);
        }
        Pick {
            names,
            why: "The first sheet with column names that are known.",
        }
    } else if !hidden.is_empty() {
        Pick {
            names: named(hidden).collect(),
            why: "The sheet is hidden; no other has column names that are known.",
        }
    } else if !filled.is_empty() {
        Pick {
            names: filled,
            why: "No sheet has column names that are known.",
        }
    } else {
        Pick {
            names: beneath,
            why: "The sheet is hidden; no other has anything in it.",
        }
    };
    // Whoever has named a sheet means it.
    if let Some(answer) = reading.answers.get(SHEET)
        && sheets.iter().any(|s| s.name == *answer)
        && !pick.names.contains(answer)
    {
        pick.names.push(answer.clone());
    }
    Ok(pick)
}

fn of_book(
    book: &mut dyn Book,
    file: &str,
    expect: &Expect<'_>,
    reading: &Reading,
    heard: &Heard<'_>,
) -> Result<Grid, Stop> {
    let Pick { names, why } = pick(book, expect, reading, heard)?;
    let mut questions = Vec::new();
    let mut chosen = names.first().cloned();
    if names.len() > 1 {
        let question = Question::new(
            SHEET,
            "The workbook has several sheets that may be meant. Which one has the students?",
            names.iter().map(|n| Choice::new(n, n)).collect(),
            chosen.as_deref(),
            &reading.answers,
        );
        chosen.clone_from(&question.answer);
        questions.push(question);
    }
    let mut rows = Rows::new(usize::MAX, heard);
    let read = match &chosen {
        Some(name) => book.read(name, &mut rows),
        None => Ok(()),
    };
    let read = rows.end(read).map_err(|stop| match stop {
        Stop::Nul(line, _) => Stop::Nul(line, chosen.clone().unwrap_or_default()),
        other => other,
    });
    let Rows {
        records, long, marks, ..
    } = read?;
    let place = |line, column: &str| Place {
        file: file.into(),
        line,
        column: (!column.is_empty()).then(|| column.to_owned()),
    };
    let name = chosen.unwrap_or_default();
    let questions = questions.into_iter().map(|q| {
        let first = records.first().map(|r| r.line);
        q.at(place(first, ""), &name, records.len())
    });
    let sheet = told::Sheet {
        file,
        records: &records,
        header: header_position(&records, 2, expect.known),
    };
    let problems = sheet.told(&long, &marks);
    Ok(Grid {
        file: file.into(),
        format: None,
        changes_only: false,
        deleted: Vec::new(),
        ends_whole: true,
        recognised: vec![Recognised {
            what: "Sheet",
            value: name.clone(),
            why: why.to_owned(),
        }],
        questions: questions.collect(),
        problems,
        held: Default::default(),
        elsewhere: None,
        records,
    })
}
