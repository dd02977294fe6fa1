//! Several files that belong together, as a zip or a folder: OneRoster, Clever, School Data Sync.
//!
//! Nothing is unpacked to the disk. A zip is read up to a limit that no list of students reaches, so that one made to
//! fill the memory is refused.

use super::headers::roster_column;
use super::source::{self, Grid, Progress};
use super::systems::{self, member::Member};
use super::table::{self, Expect};
use super::text::{Decoded, MAX_BYTES, decode, read_bytes};
use super::{FileError, file_name};
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Reading, Recognised, RosterColumn};
use crate::domain::student::Field;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// More files than any export has.
const MOST_FILES: usize = 2000;

/// How much of a file is looked at to see whose it is.
const HEAD: u64 = 64 * 1024;

/// What lists of students are called.
const LISTS: [&str; 8] = ["csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xls", "ods"];

/// What the known packages consist of, for messages.
const EXPECTED: &str = "one list of students, or the files of OneRoster (users.csv, orgs.csv, demographics.csv), Clever (students.csv, schools.csv) or School Data Sync (Student.csv, School.csv; users.csv, orgs.csv, roles.csv)";

/// The files of a zip or folder.
pub struct Package<'a> {
    /// Name of the zip or folder.
    file: String,
    entries: Vec<Entry>,
    /// What stands there beside the lists.
    others: Vec<String>,
    origin: Origin<'a>,
    /// Bytes of the files that were read.
    done: u64,
    /// What is to be said about the files that were read.
    problems: Vec<Problem>,
}

enum Origin<'a> {
    Zip(Box<ZipArchive<Cursor<&'a [u8]>>>),
    Folder,
}

/// One list.
struct Entry {
    /// Its name as it stands, without folders.
    name: String,
    /// The folder that it is in.
    folder: String,
    size: u64,
    place: Place,
}

enum Place {
    Zip(usize),
    Disk(PathBuf),
}

/// Whether a name ends in one of these, regardless of case.
fn ends_in(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, e)| endings.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

/// Whether a file is a zip of lists, and its name does not claim to be text. A workbook is a zip too, of other things.
pub fn is_zip(file: &str, bytes: &[u8]) -> bool {
    let begins = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
    if !begins || ends_in(file, &LISTS) {
        return false;
    }
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return true;
    };
    !archive
        .file_names()
        .flatten()
        .any(|n| n == "[Content_Types].xml" || n == "mimetype")
}

/// Reads a folder.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_folder(path: &Path, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
    Package::folder(path)?.read(reading, progress)
}

/// Reads a zip.
///
/// # Errors
/// When it is none that is known, is refused whole, or is stopped.
pub fn open_zip(
    file: &str,
    bytes: &[u8],
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Grid, FileError> {
    Package::zip(file, bytes)?.read(reading, progress)
}

/// Reads a single file of a package together with those that lie beside it: `users.csv` alone says neither who is a
/// student nor when they were born. `None` when the file is none of a package.
///
/// # Errors
/// When the package is refused whole or stopped.
pub fn open_beside(
    path: &Path,
    reading: &Reading,
    progress: &mut Progress<'_>,
) -> Result<Option<Grid>, FileError> {
    let chosen = file_name(path);
    let is_of = |f| systems::files(f).iter().any(|n| n.eq_ignore_ascii_case(&chosen));
    let wanted = crate::domain::roster::Format::ALL.into_iter().any(is_of);
    let Some(folder) = path.parent().filter(|_| wanted) else {
        return Ok(None);
    };
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    // What else lies in the folder may be anything; the file itself is read as a list then.
    let Ok(mut package) = Package::of_folder(folder, &chosen) else {
        return Ok(None);
    };
    let found = match systems::of_package(&mut package) {
        Ok(Some((format, why))) if is_of(format) => (format, why),
        _ => return Ok(None),
    };
    if reading.format.is_some_and(|f| f != found.0) {
        return Ok(None);
    }
    package.problems.clear();
    let mut grid = package.join(found, reading, progress)?;
    grid.recognised.push(Recognised {
        what: "Chosen file",
        value: chosen,
        why: "It is one of several that belong together; those that lie beside it were read too.".into(),
    });
    Ok(Some(grid))
}

impl<'a> Package<'a> {
    fn zip(file: &str, bytes: &'a [u8]) -> Result<Self, FileError> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(file))?;
        if archive.len() > MOST_FILES {
            return Err(FileError::refused(
                file,
                format!(
                    "The zip has {} files in it, too many for an export.",
                    archive.len()
                ),
            ));
        }
        let (mut entries, mut others) = (Vec::new(), Vec::new());
        for at in 0..archive.len() {
            let entry = archive.by_index_raw(at).map_err(|_| damaged(file))?;
            if entry.is_dir() {
                continue;
            }
            let path = entry.name().map_err(|_| damaged(file))?.replace('\\', "/");
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
            if name.starts_with('.') || path.split('/').any(|p| p == "__MACOSX") {
                continue;
            }
            if !ends_in(name, &LISTS) {
                others.push(path.clone());
                continue;
            }
            if entry.encrypted() {
                return Err(FileError::refused(
                    file,
                    "The zip is protected by a password. Unpack it, then choose the folder.",
                ));
            }
            entries.push(Entry {
                name: name.to_owned(),
                folder: folder.to_owned(),
                size: entry.size(),
                place: Place::Zip(at),
            });
        }
        Self::of(file, entries, others, Origin::Zip(Box::new(archive)))
    }

    fn folder(path: &Path) -> Result<Self, FileError> {
        Self::of_folder(path, &file_name(path))
    }

    fn of_folder(path: &Path, file: &str) -> Result<Self, FileError> {
        let (mut entries, mut others, mut folders) = (Vec::new(), Vec::new(), Vec::new());
        let fail = |e| FileError::io(path, "read", e);
        for entry in std::fs::read_dir(path).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let at = entry.path();
            // Excel's lock files begin with ~$, hidden ones with a dot.
            if name.starts_with(['.', '~']) {
                continue;
            }
            if at.is_dir() {
                folders.push(at);
            } else if ends_in(&name, &LISTS) {
                let size = entry.metadata().map_err(fail)?.len();
                entries.push(Entry {
                    name,
                    folder: String::new(),
                    size,
                    place: Place::Disk(at),
                });
            } else {
                others.push(name);
            }
            if entries.len() + others.len() > MOST_FILES {
                return Err(FileError::refused(
                    file,
                    "The folder has too many files for an export.",
                ));
            }
        }
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        match &folders[..] {
            // An unpacked zip often has a folder of its own inside.
            [inner] if entries.is_empty() => Self::of_folder(inner, file),
            _ => Self::of(file, entries, others, Origin::Folder),
        }
    }

    /// The lists that lie together nearest to the top.
    fn of(
        file: &str,
        mut entries: Vec<Entry>,
        others: Vec<String>,
        origin: Origin<'a>,
    ) -> Result<Self, FileError> {
        let depth = |e: &Entry| e.folder.split('/').filter(|p| !p.is_empty()).count();
        let top = entries.iter().map(depth).min().unwrap_or(0);
        entries.retain(|e| depth(e) == top);
        if let Some(first) = entries.first()
            && let Some(other) = entries.iter().find(|e| e.folder != first.folder)
        {
            return Err(FileError::refused(
                file,
                format!(
                    "There are lists in several folders of it: “{}”, “{}”. Unpack it, then choose the folder that is meant.",
                    first.folder, other.folder
                ),
            ));
        }
        let name = |e: &Entry| e.name.to_lowercase();
        for (i, entry) in entries.iter().enumerate() {
            if entries[..i].iter().any(|e| name(e) == name(entry)) {
                return Err(FileError::refused(
                    file,
                    format!("{} is there twice. Remove one of them.", entry.name),
                ));
            }
        }
        Ok(Self {
            file: file.to_owned(),
            entries,
            others,
            origin,
            done: 0,
            problems: Vec::new(),
        })
    }

    /// Name of the zip or folder.
    pub fn file(&self) -> &str {
        &self.file
    }

    fn find(&self, name: &str) -> Option<usize> {
        self.entries
            .iter()
            .position(|e| e.name.eq_ignore_ascii_case(name))
    }

    /// The name of a file as it stands, when it is there.
    pub fn found(&self, name: &str) -> Option<&str> {
        self.find(name).map(|at| self.entries[at].name.as_str())
    }

    /// How problems name a file of it.
    fn label(&self, at: usize) -> String {
        format!("{}: {}", self.file, self.entries[at].name)
    }

    /// The first bytes of a file, or all.
    fn bytes(&mut self, at: usize, most: u64) -> Result<Vec<u8>, FileError> {
        let entry = &self.entries[at];
        let mut out = Vec::new();
        match (&mut self.origin, &entry.place) {
            (Origin::Zip(archive), Place::Zip(place)) => {
                // What a zip says of sizes may be wrong: what comes out of it counts.
                let entry = archive.by_index(*place).map_err(|_| damaged(&self.file))?;
                entry
                    .take(most)
                    .read_to_end(&mut out)
                    .map_err(|_| damaged(&self.file))?;
            }
            (_, Place::Disk(path)) if most < MAX_BYTES => {
                let fail = |e| FileError::io(path, "read", e);
                let opened = std::fs::File::open(path).map_err(fail)?;
                opened.take(most).read_to_end(&mut out).map_err(fail)?;
            }
            (_, Place::Disk(path)) => out = read_bytes(path)?,
            (Origin::Folder, Place::Zip(_)) => {}
        }
        Ok(out)
    }

    /// A file whole.
    fn whole(&mut self, at: usize) -> Result<Vec<u8>, FileError> {
        let bytes = self.bytes(at, MAX_BYTES + 1 - self.done.min(MAX_BYTES))?;
        self.done += bytes.len() as u64;
        if self.done > MAX_BYTES {
            return Err(FileError::refused(
                &self.file,
                "Its files are larger than 1 GB together, too large for lists of students. Check that it is the right one.",
            ));
        }
        Ok(bytes)
    }

    /// The headers of a file; blank when it is not there or cannot be read as a list.
    ///
    /// # Errors
    /// When the zip is damaged or the system refuses.
    pub fn header(&mut self, name: &str) -> Result<Vec<String>, FileError> {
        let Some(at) = self.find(name) else {
            return Ok(Vec::new());
        };
        Ok(self.first_lines(at)?.into_iter().next().unwrap_or_default())
    }

    /// The first lines of a file that is a text.
    fn first_lines(&mut self, at: usize) -> Result<Vec<Vec<String>>, FileError> {
        let label = self.label(at);
        let mut bytes = self.bytes(at, HEAD)?;
        if bytes.len() as u64 == HEAD {
            let end = memchr::memrchr(b'\n', &bytes).map_or(bytes.len(), |n| n + 1);
            bytes.truncate(end);
        }
        let Ok(Decoded { text, .. }) = decode(&label, bytes) else {
            return Ok(Vec::new());
        };
        // A quote may be open where the head ends; the header stands above.
        let first = text.lines().next().unwrap_or("").to_owned();
        let table = table::read(&label, text, &EXPECT, &mut |_, _| true)
            .or_else(|_| table::read(&label, first, &EXPECT, &mut |_, _| true));
        let lines = table.map(|t| t.records).unwrap_or_default();
        let cells = |r: &table::Record| r.cells.iter().map(|c| c.trim().to_owned()).collect();
        Ok(lines.iter().take(table::HEAD_LINES).map(cells).collect())
    }

    /// A file as a table; `None` when it is not there.
    ///
    /// # Errors
    /// When it is refused whole or stopped.
    pub fn member(&mut self, name: &str, progress: &mut Progress<'_>) -> Result<Option<Member>, FileError> {
        let Some(at) = self.find(name) else {
            return Ok(None);
        };
        let label = self.label(at);
        let before = self.done;
        let total: u64 = self.entries.iter().map(|e| e.size).sum();
        let bytes = self.whole(at)?;
        let Decoded { text, problems, .. } = decode(&label, bytes)?;
        self.problems.extend(problems);
        let total = (2 * total).max(1);
        let mut heard = |done: u64, _| progress((before + done).min(total / 2), total);
        let table = table::read(&label, text, &EXPECT, &mut heard)?;
        Member::of(label, table).map(Some)
    }

    fn read(mut self, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
        if let Some(format) = reading.format
            && !systems::files(format).is_empty()
        {
            return self.join((format, "A person said so.".into()), reading, progress);
        }
        if let Some(found) = systems::of_package(&mut self)? {
            return self.join(found, reading, progress);
        }
        self.one_list(reading, progress)
    }

    fn join(
        mut self,
        (format, why): (crate::domain::roster::Format, String),
        reading: &Reading,
        progress: &mut Progress<'_>,
    ) -> Result<Grid, FileError> {
        let mut grid = systems::join(&mut self, format, why, reading, progress)?;
        grid.problems.splice(0..0, self.problems);
        Ok(grid)
    }

    /// The one list that is there, or the only one that has students in it.
    fn one_list(mut self, reading: &Reading, progress: &mut Progress<'_>) -> Result<Grid, FileError> {
        let mut lists: Vec<usize> = (0..self.entries.len()).collect();
        let several = lists.len() > 1;
        if several {
            let mut of_students = Vec::new();
            for at in lists {
                if self.first_lines(at)?.iter().any(|line| is_of_students(line)) {
                    of_students.push(at);
                }
            }
            lists = of_students;
        }
        let [at] = lists[..] else {
            return Err(self.unknown());
        };
        let bytes = self.whole(at)?;
        let mut grid = source::grid(&self.label(at), &bytes, &EXPECT, reading, progress)?;
        let why = if several {
            "It is the only list there with students’ numbers, names and birth dates.".to_owned()
        } else {
            "It is the only list there.".to_owned()
        };
        grid.recognised.insert(
            0,
            Recognised {
                what: "Files",
                value: self.entries[at].name.clone(),
                why,
            },
        );
        Ok(grid)
    }

    fn unknown(&self) -> FileError {
        let mut found: Vec<&str> = self.entries.iter().map(|e| e.name.as_str()).collect();
        found.extend(self.others.iter().map(String::as_str));
        let found = if found.is_empty() {
            "nothing".to_owned()
        } else {
            shorten(&found.join(", "), 400)
        };
        FileError::Refused(Box::new(Problem::of_file(
            &self.file,
            Severity::Refused,
            format!("It is no package of lists that is known. Found: {found}. Expected: {EXPECTED}."),
        )))
    }
}

/// Whether a line has the names of the columns that a list of students cannot do without.
fn is_of_students(line: &[String]) -> bool {
    let has = |wanted| {
        line.iter()
            .any(|c| roster_column(c).is_some_and(|(found, _)| found == wanted))
    };
    [Field::Number, Field::LastName, Field::FirstName, Field::BirthDate]
        .into_iter()
        .all(|f| has(RosterColumn::Field(f)))
}

/// What the files of a package are expected to look like.
const EXPECT: Expect<'static> = Expect {
    known: &|c| roster_column(c).is_some() || systems::member::is_known(c),
    cells: None,
};

fn damaged(file: &str) -> FileError {
    FileError::refused(
        file,
        "The zip cannot be read: it is damaged (an interrupted download?) or packed in a way that is not known. Download it again, or unpack it and choose the folder.",
    )
}
