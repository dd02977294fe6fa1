//! Safe writing: a file is there whole or not at all, and no file is ever overwritten that a person did not choose.

use super::{FileError, file_name};
use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Why writing ended early.
#[derive(Debug)]
pub enum Stop {
    /// The system refused.
    Io(io::Error),
    /// A person stopped it.
    Cancelled,
}

impl From<io::Error> for Stop {
    fn from(e: io::Error) -> Self {
        Self::Io(e)
    }
}

impl From<csv::Error> for Stop {
    fn from(e: csv::Error) -> Self {
        Self::Io(e.into())
    }
}

/// Writes a new file; one that is there already is left as it is.
///
/// # Errors
/// [`FileError::Exists`], [`FileError::Folder`], what the system says, or what `content` stopped with.
pub fn create_new(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> Result<(), Stop>,
) -> Result<(), FileError> {
    if path.exists() {
        return Err(exists(path));
    }
    let beside = Beside::write(path, content)?;
    match beside.keep_as(path)? {
        None => Ok(()),
        Some(_) => Err(exists(path)),
    }
}

/// Writes a file in place of the one that a person chose in a save dialog, which asked whether to replace it.
///
/// # Errors
/// [`FileError::Folder`], what the system says, or what `content` stopped with.
pub fn replace(
    path: &Path,
    content: impl FnOnce(&mut dyn Write) -> Result<(), Stop>,
) -> Result<(), FileError> {
    let beside = Beside::write(path, content)?;
    beside
        .0
        .persist(path)
        .map_err(|e| FileError::io(path, "written", e.error))?;
    sync_folder(path);
    Ok(())
}

fn exists(path: &Path) -> FileError {
    FileError::Exists {
        file: file_name(path),
    }
}

/// A file written whole beside its place, not yet under its name; gone when dropped.
pub(super) struct Beside(NamedTempFile);

impl Beside {
    /// Writes it into the folder of `path`.
    pub(super) fn write(
        path: &Path,
        content: impl FnOnce(&mut dyn Write) -> Result<(), Stop>,
    ) -> Result<Self, FileError> {
        let folder = match path.parent() {
            Some(p) if !p.as_os_str().is_empty() => p,
            _ => Path::new("."),
        };
        if !folder.is_dir() {
            return Err(FileError::Folder {
                folder: folder.display().to_string(),
            });
        }
        let fail = |e| FileError::io(path, "written", e);
        let mut builder = tempfile::Builder::new();
        builder.prefix(".ssid-desk-").suffix(".tmp");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any program's files: what the umask leaves. A colleague has to be able to send it.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut temp = builder.tempfile_in(folder).map_err(fail)?;
        let mut out = BufWriter::with_capacity(1 << 16, temp.as_file_mut());
        content(&mut out).map_err(|stop| match stop {
            Stop::Io(e) => fail(e),
            Stop::Cancelled => FileError::Cancelled,
        })?;
        out.flush().map_err(fail)?;
        drop(out);
        temp.as_file().sync_all().map_err(fail)?;
        Ok(Self(temp))
    }

    /// Gives it its name. When a file of that name is there, it is left as it is and this one comes back.
    pub(super) fn keep_as(self, path: &Path) -> Result<Option<Self>, FileError> {
        match self.0.persist_noclobber(path) {
            Ok(_) => {
                sync_folder(path);
                Ok(None)
            }
            Err(e) if e.error.kind() == io::ErrorKind::AlreadyExists || path.exists() => {
                Ok(Some(Self(e.file)))
            }
            // USB sticks and some network drives know no rename that refuses to overwrite, and no links.
            Err(mut e) => match copy_new(e.file.as_file_mut(), path) {
                Ok(()) => Ok(None),
                Err(c) if c.kind() == io::ErrorKind::AlreadyExists => Ok(Some(Self(e.file))),
                Err(c) => Err(FileError::io(path, "written", c)),
            },
        }
    }
}

fn copy_new(from: &mut File, path: &Path) -> io::Result<()> {
    use std::io::Seek;
    let mut to = OpenOptions::new().write(true).create_new(true).open(path)?;
    let copied = from
        .rewind()
        .and_then(|()| io::copy(from, &mut to))
        .and_then(|_| to.sync_all());
    if copied.is_err() {
        drop(to);
        // Half a file is worse than none; it is ours, made just now.
        let _ = std::fs::remove_file(path);
    }
    copied
}

/// The name itself has to reach the disk too; Windows does that by itself and cannot open folders.
pub fn sync_folder(path: &Path) {
    if cfg!(unix)
        && let Some(folder) = path.parent()
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        create_new(&path, |w| Ok(w.write_all(b"one")?)).unwrap();
        let e = create_new(&path, |w| Ok(w.write_all(b"two")?)).unwrap_err();
        assert!(matches!(e, FileError::Exists { .. }));
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        replace(&path, |w| Ok(w.write_all(b"three")?)).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"three");
        let mut from = File::open(&path).unwrap();
        assert!(copy_new(&mut from, &path).is_err());
        let copy = folder.path().join("b.csv");
        copy_new(&mut from, &copy).unwrap();
        assert_eq!(std::fs::read(&copy).unwrap(), b"three");
    }

    #[test]
    fn what_fails_or_is_stopped_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let stopped = create_new(&path, |w| {
            w.write_all(b"half")?;
            Err(Stop::Cancelled)
        });
        assert!(matches!(stopped, Err(FileError::Cancelled)));
        let failed = replace(&path, |_| Err(io::Error::from(io::ErrorKind::StorageFull).into()));
        assert!(failed.unwrap_err().to_string().contains("disk is full"));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        let gone = folder.path().join("none/a.csv");
        let e = create_new(&gone, |_| Ok(())).unwrap_err();
        assert!(e.to_string().contains("does not exist"));
    }
}
