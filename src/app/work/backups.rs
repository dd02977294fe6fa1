//! A district's file kept safe: a copy of it while it is in use, and a copy put back in its place.

use super::WorkError;
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::files::FileError;
use crate::files::write::sync_folder;
use crate::store::{Store, StoreError};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// The file.
    pub file: PathBuf,
    /// Students in it.
    pub students: usize,
}

/// A backup that was put back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The district's name in it.
    pub district: String,
    /// Students in it.
    pub students: usize,
    /// Where the file that was there before is kept; `None` when there was none.
    pub kept: Option<PathBuf>,
}

/// Copies a district as it is now into a new file, while it stays open. The copy is opened and checked before it gets
/// its name; a file that is there is never touched.
///
/// # Errors
/// When there is a file of that name, or the folder or the disk does not allow it.
pub fn backup(store: &Store, file: &Path, ticket: &Ticket) -> Result<Backup, WorkError> {
    if file.exists() {
        return Err(exists(file));
    }
    ticket.phase("Copying the district");
    let beside = beside(file)?;
    store.copy_to(beside.path())?;
    ticket.phase("Checking the copy");
    let students = Store::open(beside.path())
        .and_then(|copy| copy.read()?.count())
        .map_err(|e| renamed(e, file))?;
    settle(beside, file)?;
    Ok(Backup {
        file: file.to_owned(),
        students,
    })
}

/// Puts a backup in the place of a district's file, which nobody may have open. The backup is copied, opened and
/// checked first; the file that was there stays beside it as `before-restore <time> NAME`.
///
/// # Errors
/// [`StoreError::InUse`] for either file, what is wrong with the backup, or what the disk says. The district's file is
/// then as it was.
pub fn restore(place: &Path, backup: &Path, stamp: &Stamp, ticket: &Ticket) -> Result<Restored, WorkError> {
    ticket.phase("Checking the backup");
    match Store::open(backup) {
        // A backup on a disk that cannot be written to is as good; its copy is checked below.
        Ok(_) | Err(StoreError::Io(_)) => {}
        Err(e) => return Err(e.into()),
    }
    if place.exists() {
        free(place)?;
    }
    if let Some(folder) = place.parent().filter(|p| !p.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|e| FileError::io(place, "written", e))?;
    }
    let mut beside = beside(place)?;
    let mut from = std::fs::File::open(backup).map_err(|e| FileError::io(backup, "read", e))?;
    std::io::copy(&mut from, beside.as_file_mut()).map_err(|e| FileError::io(place, "written", e))?;
    let (district, students) = Store::open(beside.path())
        .and_then(|copy| {
            let reader = copy.read()?;
            Ok((reader.district()?.name, reader.count()?))
        })
        .map_err(|e| renamed(e, backup))?;
    ticket.phase("Putting it in place");
    let kept = place.exists().then(|| kept_name(place, stamp));
    if let Some(kept) = &kept {
        std::fs::rename(place, kept).map_err(|e| FileError::io(place, "written", e))?;
    }
    if let Err(e) = settle(beside, place) {
        if let Some(kept) = &kept {
            // Nothing has come into its place: back with it.
            let _ = std::fs::rename(kept, place);
        }
        return Err(e);
    }
    Ok(Restored {
        district,
        students,
        kept,
    })
}

/// Whether a district's file can be replaced: not while anyone has it open. A damaged one can; that is what backups
/// are for.
fn free(place: &Path) -> Result<(), WorkError> {
    match Store::open(place) {
        Err(e @ (StoreError::InUse(_) | StoreError::Io(_))) => Err(e.into()),
        _ => Ok(()),
    }
}

fn kept_name(place: &Path, stamp: &Stamp) -> PathBuf {
    let time = stamp.now.with_timezone(&chrono::Local).format("%Y-%m-%d %H%M%S");
    let name = crate::files::file_name(place);
    let named = |n: u32| {
        let again = if n > 1 { format!(" {n}") } else { String::new() };
        place.with_file_name(format!("before-restore {time}{again} {name}"))
    };
    let mut n = 1;
    while named(n).exists() {
        n += 1;
    }
    named(n)
}

fn exists(file: &Path) -> WorkError {
    FileError::Exists {
        file: crate::files::file_name(file),
    }
    .into()
}

fn beside(file: &Path) -> Result<NamedTempFile, WorkError> {
    let folder = match file.parent() {
        Some(p) if !p.as_os_str().is_empty() => p,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(FileError::Folder {
            folder: folder.display().to_string(),
        }
        .into());
    }
    tempfile::Builder::new()
        .prefix(".ssid-desk-copy-")
        .tempfile_in(folder)
        .map_err(|e| FileError::io(file, "written", e).into())
}

fn settle(beside: NamedTempFile, file: &Path) -> Result<(), WorkError> {
    beside
        .as_file()
        .sync_all()
        .map_err(|e| FileError::io(file, "written", e))?;
    beside.persist_noclobber(file).map_err(|e| match e.error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(file),
        _ => FileError::io(file, "written", e.error).into(),
    })?;
    sync_folder(file);
    Ok(())
}

/// An error of the copy beside, as one of the file that a person knows.
fn renamed(e: StoreError, file: &Path) -> StoreError {
    let path = file.to_owned();
    match e {
        StoreError::Damaged { why, .. } => StoreError::Damaged { path, why },
        StoreError::Newer { found, known, .. } => StoreError::Newer { path, found, known },
        StoreError::InUse(_) => StoreError::InUse(path),
        StoreError::Absent(_) => StoreError::Absent(path),
        e => e,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::work::districts;

    fn stamp() -> Stamp {
        let now = chrono::DateTime::from_timestamp(1_795_000_000, 0).unwrap();
        Stamp::at(now, "tester")
    }

    #[test]
    fn a_backup_of_a_store_in_use_comes_back_whole() {
        let folder = tempfile::tempdir().unwrap();
        let (path, copy) = (folder.path().join("a.ssiddesk"), folder.path().join("b.ssiddesk"));
        let ticket = Ticket::default();
        let store = districts::create_sample(&path, 40, &stamp(), &ticket).unwrap();
        let made = backup(&store, &copy, &ticket).unwrap();
        assert_eq!(made.students, store.read().unwrap().count().unwrap());
        assert!(backup(&store, &copy, &ticket).is_err(), "never over a file");
        let same = Store::open(&copy).unwrap();
        assert_eq!(same.check().unwrap(), Vec::<String>::new());
        let (a, b) = (store.read().unwrap(), same.read().unwrap());
        a.for_each_student(|s, standing| {
            assert_eq!(b.student(s.key)?.as_ref(), Some(&s));
            assert_eq!(b.standing(s.key)?, standing);
            Ok(())
        })
        .unwrap();
        assert_eq!(a.operations(9).unwrap(), b.operations(9).unwrap());
        drop((a, b, same));
        assert!(matches!(
            restore(&path, &copy, &stamp(), &ticket),
            Err(WorkError::Store(StoreError::InUse(_)))
        ));
        drop(store);
        std::fs::write(&path, b"damaged").unwrap();
        let done = restore(&path, &copy, &stamp(), &ticket).unwrap();
        assert_eq!(std::fs::read(done.kept.unwrap()).unwrap(), b"damaged");
        assert_eq!(
            Store::open(&path).unwrap().read().unwrap().count().unwrap(),
            made.students
        );
        let left = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(left, 4, "store, registry, backup, the one before");
    }

    #[test]
    fn a_damaged_backup_changes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let (path, bad) = (folder.path().join("a.ssiddesk"), folder.path().join("b.ssiddesk"));
        std::fs::write(&path, b"mine").unwrap();
        std::fs::write(&bad, b"not a district").unwrap();
        assert!(restore(&path, &bad, &stamp(), &Ticket::default()).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"mine");
    }
}
