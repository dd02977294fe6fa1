//! Making and opening a store: never over an existing file, never a damaged or newer one.

use super::error::StoreError;
use super::hold::Held;
use super::read::Reader;
use super::record::{decode, encode};
use super::tables::{self as t, FORMAT};
use super::write::Writer;
use crate::domain::district::District;
use crate::domain::ids::StudentKey;
use crate::domain::merge::MergeDraft;
use crate::domain::student::Student;
use redb::backends::FileBackend;
use redb::{Database, ReadableDatabase, ReadableTable, StorageBackend};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The ending of a district's file.
pub const EXTENSION: &str = "ssiddesk";

/// redb keeps this many bytes of pages in memory; its own default of 1 GiB is too much for an office computer.
const CACHE_BYTES: usize = 96 << 20;

/// An open store. While it is open no other program can open the file.
pub struct Store {
    pub(super) db: Database,
    path: Option<PathBuf>,
}

impl Store {
    /// Makes a new store with an empty district. It is built beside and moved into place when it is whole, so that a
    /// crash leaves no half-made district.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file already, and what the disk says.
    pub fn create(path: &Path, district: &District) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let folder = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let io = |e: std::io::Error| StoreError::Io(format!("{}: {e}", folder.display()));
        std::fs::create_dir_all(folder).map_err(io)?;
        let beside = tempfile::Builder::new()
            .prefix(".new-district-")
            .tempfile_in(folder)
            .map_err(io)?;
        let db = builder()
            .create(beside.path())
            .map_err(|e| StoreError::opening(path, e))?;
        lay_out(&db, district)?;
        drop(db);
        beside.persist_noclobber(path).map_err(|e| match e.error.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
            _ => io(e.error),
        })?;
        Self::open(path)
    }

    /// A store in memory, for tests and rehearsals; the same code as on disk but for the file.
    ///
    /// # Errors
    /// When memory cannot be had.
    pub fn in_memory(district: &District) -> Result<Self, StoreError> {
        let db = builder()
            .create_with_backend(redb::backends::InMemoryBackend::new())
            .map_err(|e| StoreError::opening(Path::new("memory"), e))?;
        lay_out(&db, district)?;
        Ok(Self { db, path: None })
    }

    /// Opens a store. The whole file is checked first: damage is found here and not in the middle of the work.
    ///
    /// # Errors
    /// [`StoreError::InUse`], [`StoreError::Absent`], [`StoreError::Damaged`], [`StoreError::Newer`]. In each case
    /// the file is left as it is, byte for byte.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if !path.is_file() {
            return Err(StoreError::Absent(path.to_owned()));
        }
        let opening = |e| StoreError::opening(path, e);
        let file = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(path)
            .map_err(|e| opening(e.into()))?;
        let held = Held::new(FileBackend::new(file).map_err(opening)?);
        // Bytes that lie can also lead redb astray; whatever it stumbles over is damage, not our end.
        let looked = catch_unwind(AssertUnwindSafe(|| Self::look(path, held.clone())));
        let store = looked.unwrap_or_else(|_| {
            Err(StoreError::Damaged {
                path: path.to_owned(),
                why: "its pages contradict each other".into(),
            })
        })?;
        held.release()
            .map_err(|e| opening(redb::StorageError::Io(e).into()))?;
        Ok(store)
    }

    /// The store in a file that nothing is written to yet, if it is one and can be read.
    fn look(path: &Path, held: Held) -> Result<Self, StoreError> {
        let damaged = |why: String| StoreError::Damaged {
            path: path.to_owned(),
            why,
        };
        if held.len().map_err(|e| StoreError::Io(e.to_string()))? == 0 {
            return Err(damaged("it is empty".into()));
        }
        let db = builder()
            .set_check_integrity_on_open(true)
            .create_with_backend(held)
            .map_err(|e| StoreError::opening(path, e))?;
        let store = Self {
            db,
            path: Some(path.to_owned()),
        };
        match store.format().map_err(|e| damaged(e.to_string()))? {
            None => Err(damaged("it has no record format".into())),
            Some(found) if found > FORMAT => Err(StoreError::Newer {
                path: path.to_owned(),
                found,
                known: FORMAT,
            }),
            Some(found) => {
                if found < FORMAT {
                    store.upgrade(found).map_err(|e| damaged(e.to_string()))?;
                }
                store
                    .read()
                    .and_then(|r| r.district())
                    .map_err(|e| damaged(e.to_string()))?;
                Ok(store)
            }
        }
    }

    /// A store over any backend, made there when the backend is empty: for tests of crashes.
    #[cfg(test)]
    pub(super) fn over(backend: impl StorageBackend, district: &District) -> Result<Self, StoreError> {
        let empty = backend.len().map_err(|e| StoreError::Io(e.to_string()))? == 0;
        let db = builder()
            .set_check_integrity_on_open(true)
            .create_with_backend(backend)
            .map_err(|e| StoreError::opening(Path::new("backend"), e))?;
        if empty {
            lay_out(&db, district)?;
        }
        Ok(Self { db, path: None })
    }

    /// Brings a store of an older format to the newest: new tables beside the old ones, whose records stay as they are.
    /// One transaction, which reaches the disk only when all that was looked at proved sound.
    fn upgrade(&self, found: u32) -> Result<(), StoreError> {
        let txn = self.db.begin_write()?;
        open_all(&txn)?;
        if found < 2 {
            lend_ssids(&txn)?;
        }
        txn.open_table(t::META)?
            .insert("format", encode("meta", &FORMAT)?.as_slice())?;
        txn.commit()?;
        Ok(())
    }

    fn format(&self) -> Result<Option<u32>, StoreError> {
        let txn = self.db.begin_read()?;
        let meta = match txn.open_table(t::META) {
            Ok(meta) => meta,
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(None),
            Err(e) => return Err(e.into()),
        };
        meta.get("format")?
            .map(|v| decode("meta", "format", v.value()))
            .transpose()
    }

    /// Where its file is; `None` in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Looks at the store as it is now; later writes do not change what this reader sees.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(&self) -> Result<Reader, StoreError> {
        Reader::new(self.db.begin_read()?)
    }

    /// Keeps a merge that was begun, so that it survives closing the program. It is no operation: nothing of a student
    /// changes.
    ///
    /// # Errors
    /// What the disk says.
    pub fn save_draft(&self, draft: &MergeDraft) -> Result<(), StoreError> {
        let txn = self.db.begin_write()?;
        // A merge that was saved meanwhile has no draft any more.
        let saved = {
            let students = txn.open_table(t::STUDENTS)?;
            let mut saved = false;
            for key in &draft.sources {
                let student: Option<Student> = students
                    .get(key.0)?
                    .map(|v| decode("students", key.0, v.value()))
                    .transpose()?;
                saved |= student.is_none_or(|s| s.retired_into == Some(draft.target));
            }
            saved
        };
        if !saved {
            txn.open_table(t::DRAFTS)?
                .insert(draft.target.0, encode("drafts", draft)?.as_slice())?;
        }
        txn.commit()?;
        Ok(())
    }

    /// Throws a merge away that was begun.
    ///
    /// # Errors
    /// What the disk says.
    pub fn drop_draft(&self, target: StudentKey) -> Result<(), StoreError> {
        let txn = self.db.begin_write()?;
        txn.open_table(t::DRAFTS)?.remove(target.0)?;
        txn.commit()?;
        Ok(())
    }

    /// Begins an operation.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn write(&self) -> Result<Writer<'_>, StoreError> {
        Ok(Writer::new(self, self.read()?))
    }
}

pub(super) fn builder() -> redb::Builder {
    let mut b = Database::builder();
    b.set_cache_size(CACHE_BYTES);
    b
}

/// Opens every table, which makes those that are not there.
fn open_all(txn: &redb::WriteTransaction) -> Result<(), StoreError> {
    macro_rules! open {
        ($($name:ident),*) => {$( txn.open_table(t::$name)?; )*};
    }
    t::each_table!(open);
    Ok(())
}

/// Format 1 had every SSID in the index of its holder; since format 2 a profile that is marked as a duplicate or retired
/// only lends it.
fn lend_ssids(txn: &redb::WriteTransaction) -> Result<(), StoreError> {
    let mut by_ssid = txn.open_table(t::BY_SSID)?;
    let mut by_former = txn.open_table(t::BY_FORMER)?;
    for item in txn.open_table(t::STUDENTS)?.iter()? {
        let (key, bytes) = item?;
        let student: Student = decode("students", key.value(), bytes.value())?;
        if let Some(ssid) = student.ssid.as_ref().filter(|_| !student.holds_ssid()) {
            by_ssid.remove(ssid.as_str())?;
            by_former.insert((ssid.as_str(), key.value()), ())?;
        }
    }
    Ok(())
}

fn lay_out(db: &Database, district: &District) -> Result<(), StoreError> {
    let txn = db.begin_write()?;
    open_all(&txn)?;
    {
        let mut meta = txn.open_table(t::META)?;
        meta.insert("format", encode("meta", &FORMAT)?.as_slice())?;
        meta.insert("district", encode("meta", district)?.as_slice())?;
        meta.insert("next_student", encode("meta", &1u64)?.as_slice())?;
    }
    txn.commit()?;
    Ok(())
}
