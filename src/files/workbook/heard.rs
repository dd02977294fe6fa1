//! Tells how far reading a workbook is and hears whether a person stops it, also while a library reads: through the bytes
//! that the library asks for.

use super::rows::Stop;
use std::cell::{Cell, RefCell};
use std::io::{Cursor, Error, Read, Result, Seek, SeekFrom};

/// Who hears of the work: (done, all), and stops it by saying `false`.
type Listener<'f> = &'f mut (dyn FnMut(u64, u64) -> bool + 'f);

/// How far the work is, said to whoever waits for it.
pub(super) struct Heard<'f> {
    listener: RefCell<Listener<'f>>,
    last: Cell<(u64, u64)>,
    stopped: Cell<bool>,
}

impl<'f> Heard<'f> {
    /// Nothing is done yet.
    pub(super) fn new(listener: Listener<'f>) -> Self {
        Self {
            listener: RefCell::new(listener),
            last: Cell::new((0, 1)),
            stopped: Cell::new(false),
        }
    }

    /// Says how far the work is.
    pub(super) fn step(&self, done: u64, all: u64) -> std::result::Result<(), Stop> {
        self.last.set((done, all));
        // A library may try again after an error: who stopped it is not asked again.
        if !self.stopped.get() {
            let goes_on = self.listener.try_borrow_mut().map(|mut l| l(done, all));
            self.stopped.set(goes_on.is_ok_and(|goes_on| !goes_on));
        }
        if self.stopped.get() {
            return Err(Stop::Cancelled);
        }
        Ok(())
    }

    /// Says that the work goes on, no further than it was said last.
    pub(super) fn still(&self) -> std::result::Result<(), Stop> {
        let (done, all) = self.last.get();
        self.step(done, all)
    }

    /// Whether a person stopped it, whatever a library makes of the error that it got then.
    pub(super) fn stopped(&self) -> bool {
        self.stopped.get()
    }
}

/// The bytes of a workbook: every time some of them are read, the work says that it goes on.
pub(super) struct Bytes<'b, 'f> {
    bytes: Cursor<&'b [u8]>,
    heard: &'b Heard<'f>,
}

impl<'b, 'f> Bytes<'b, 'f> {
    /// All of them, from the beginning.
    pub(super) fn new(bytes: &'b [u8], heard: &'b Heard<'f>) -> Self {
        Self {
            bytes: Cursor::new(bytes),
            heard,
        }
    }
}

impl Read for Bytes<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.heard.still().map_err(|_| Error::other("stopped"))?;
        self.bytes.read(into)
    }
}

impl Seek for Bytes<'_, '_> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.bytes.seek(to)
    }
}
