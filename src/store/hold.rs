//! A file that is only looked at until it is known to be ours and whole.
//!
//! redb writes while it opens: it marks the file as open and stores what its check counted anew. A file that is then
//! refused (damaged, of a newer version, no district at all) must be left byte for byte as it was. So what redb writes
//! is kept here, in the order in which it came, until [`Held::release`] brings it to the file; a refused file never
//! sees it.

use redb::backends::FileBackend;
use redb::{BackendError, StorageBackend};
use std::io::Error;
use std::ops::Bound;
use std::sync::{Arc, PoisonError, RwLock};

/// A file and what was not written to it yet. Clones are one and the same.
#[derive(Debug, Clone)]
pub struct Held(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    file: FileBackend,
    /// `None` once released: everything goes straight to the file.
    kept: RwLock<Option<Vec<Step>>>,
}

#[derive(Debug)]
enum Step {
    Write(u64, Vec<u8>),
    Length(u64),
    Sync,
}

type Io<T> = Result<T, Error>;

impl Held {
    /// Holds back everything that is written to a file.
    pub fn new(file: FileBackend) -> Self {
        Self(Arc::new(Inner {
            file,
            kept: RwLock::new(Some(Vec::new())),
        }))
    }

    /// Writes what was kept, in its order, so that a crash in between is for redb a crash like any other.
    pub fn release(&self) -> Io<()> {
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        for step in kept.iter().flatten() {
            match step {
                Step::Write(at, data) => self.0.file.write(*at, data)?,
                Step::Length(len) => self.0.file.set_len(*len)?,
                Step::Sync => self.0.file.sync_data()?,
            }
        }
        *kept = None;
        Ok(())
    }

    /// Keeps a step, or says that it goes to the file.
    fn keep(&self, step: impl FnOnce() -> Step) -> bool {
        if self.looking(|kept| kept.is_none()) {
            return false;
        }
        let mut kept = self.0.kept.write().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut() {
            Some(steps) => steps.push(step()),
            None => return false,
        }
        true
    }

    fn looking<T>(&self, look: impl FnOnce(Option<&[Step]>) -> T) -> T {
        look(
            self.0
                .kept
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .as_deref(),
        )
    }
}

/// The part of a file from `offset` on, as it would be after the steps.
fn read_through(file: &FileBackend, steps: &[Step], offset: u64, out: &mut [u8]) -> Io<()> {
    let mut len = file.len()?;
    let end = offset + out.len() as u64;
    let there = len.saturating_sub(offset).min(out.len() as u64) as usize;
    let (from_file, beyond) = out.split_at_mut(there);
    if !from_file.is_empty() {
        file.read(offset, from_file)?;
    }
    beyond.fill(0);
    for step in steps {
        match step {
            Step::Write(at, data) => {
                let (first, last) = (offset.max(*at), end.min(at + data.len() as u64));
                if first < last {
                    out[(first - offset) as usize..(last - offset) as usize]
                        .copy_from_slice(&data[(first - at) as usize..(last - at) as usize]);
                }
                len = len.max(at + data.len() as u64);
            }
            Step::Length(new) => {
                len = *new;
                if len < end {
                    out[len.saturating_sub(offset) as usize..].fill(0);
                }
            }
            Step::Sync => {}
        }
    }
    if end > len {
        return Err(Error::from(std::io::ErrorKind::UnexpectedEof));
    }
    Ok(())
}

impl StorageBackend for Held {
    fn len(&self) -> Io<u64> {
        let mut len = self.0.file.len()?;
        self.looking(|kept| {
            for step in kept.unwrap_or_default() {
                match step {
                    Step::Write(at, data) => len = len.max(at + data.len() as u64),
                    Step::Length(new) => len = *new,
                    Step::Sync => {}
                }
            }
        });
        Ok(len)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> Io<()> {
        self.looking(|kept| match kept {
            Some(steps) => read_through(&self.0.file, steps, offset, out),
            None => self.0.file.read(offset, out),
        })
    }
    fn set_len(&self, len: u64) -> Io<()> {
        if self.keep(|| Step::Length(len)) {
            return Ok(());
        }
        self.0.file.set_len(len)
    }
    fn sync_data(&self) -> Io<()> {
        if self.keep(|| Step::Sync) {
            return Ok(());
        }
        self.0.file.sync_data()
    }
    fn write(&self, offset: u64, data: &[u8]) -> Io<()> {
        if self.keep(|| Step::Write(offset, data.to_vec())) {
            return Ok(());
        }
        self.0.file.write(offset, data)
    }
    fn close(&self) -> Io<()> {
        self.0.file.close()
    }
    fn try_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_range(start, end)
    }
    fn try_lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.try_lock_shared_range(start, end)
    }
    fn lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_range(start, end)
    }
    fn lock_shared_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.lock_shared_range(start, end)
    }
    fn unlock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<(), BackendError> {
        self.0.file.unlock_range(start, end)
    }
    fn query_lock_range(&self, start: Bound<u64>, end: Bound<u64>) -> Result<bool, BackendError> {
        self.0.file.query_lock_range(start, end)
    }
}
