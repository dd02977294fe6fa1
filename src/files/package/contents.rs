//! What lies in a zip or folder: the lists nearest to the top, read one by one.

use super::super::headers::roster_column;
use super::super::source::Progress;
use super::super::systems::member::{Member, is_known};
use super::super::table::{self, Expect};
use super::super::text::{Decoded, MAX_BYTES, decode, read_bytes};
use super::super::{FileError, file_name};
use crate::domain::problem::Problem;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use zip::ZipArchive;

/// More files than any export has.
const MOST_FILES: usize = 2000;

/// How much of a file is looked at to see whose it is.
const HEAD: u64 = 64 * 1024;

/// What lists of students are called.
pub(super) const LISTS: [&str; 8] = ["csv", "txt", "tsv", "tab", "xlsx", "xlsm", "xls", "ods"];

/// The files of a zip or folder.
pub struct Package<'a> {
    /// Name of the zip or folder.
    file: String,
    pub(super) entries: Vec<Entry>,
    /// What stands there beside the lists.
    pub(super) others: Vec<String>,
    origin: Origin<'a>,
    /// Bytes of the files that were read.
    done: u64,
    /// What is to be said about the files that were read.
    pub(super) problems: Vec<Problem>,
}

enum Origin<'a> {
    Zip(Box<ZipArchive<Cursor<&'a [u8]>>>),
    Folder,
}

/// One list.
pub(super) struct Entry {
    /// Its name as it stands, without folders.
    pub(super) name: String,
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
pub(super) fn ends_in(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.')
        .is_some_and(|(_, e)| endings.iter().any(|x| e.eq_ignore_ascii_case(x)))
}

impl<'a> Package<'a> {
    /// The lists of a zip.
    pub(super) fn zip(file: &str, bytes: &'a [u8]) -> Result<Self, FileError> {
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
                size: entry.size().min(MAX_BYTES),
                place: Place::Zip(at),
            });
        }
        Self::of(file, entries, others, Origin::Zip(Box::new(archive)))
    }

    /// The lists of a folder.
    pub(super) fn folder(path: &Path) -> Result<Self, FileError> {
        Self::of_folder(path, &file_name(path))
    }

    /// The lists of a folder that problems name otherwise.
    pub(super) fn of_folder(path: &Path, file: &str) -> Result<Self, FileError> {
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
            _ => {
                others.extend(folders.iter().map(|f| format!("the folder {}", file_name(f))));
                Self::of(file, entries, others, Origin::Folder)
            }
        }
    }

    /// The lists that lie together nearest to the top.
    fn of(
        file: &str,
        mut entries: Vec<Entry>,
        others: Vec<String>,
        origin: Origin<'a>,
    ) -> Result<Self, FileError> {
        // What only explains the lists is none of them.
        let explains = |e: &Entry| {
            let name = e.name.to_lowercase();
            name.ends_with(".txt")
                && ["readme", "license", "licence"]
                    .iter()
                    .any(|n| name.starts_with(n))
        };
        if !entries.iter().all(explains) {
            entries.retain(|e| !explains(e));
        }
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
    pub(super) fn label(&self, at: usize) -> String {
        let name = &self.entries[at].name;
        // Where one of the files was chosen itself, its own name says enough.
        if self.find(&self.file).is_some() {
            return name.clone();
        }
        format!("{}: {name}", self.file)
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
    pub(super) fn whole(&mut self, at: usize) -> Result<Vec<u8>, FileError> {
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
    pub(super) fn first_lines(&mut self, at: usize) -> Result<Vec<Vec<String>>, FileError> {
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
}

/// What the files of a package are expected to look like.
pub(super) const EXPECT: Expect<'static> = Expect {
    known: &|c| roster_column(c).is_some() || is_known(c),
    cells: None,
};

fn damaged(file: &str) -> FileError {
    FileError::refused(
        file,
        "The zip cannot be read: it is damaged (an interrupted download?) or packed in a way that is not known. Download it again, or unpack it and choose the folder.",
    )
}
