//! A crash, or a disk that gives up, at any write of an operation: all of it is there afterwards, or nothing.

use super::*;
use crate::domain::journal::GeneralChange;
use crate::domain::program::{Note, Row};
use crate::domain::student::Packed;
use crate::store::Exported;
use redb::StorageBackend;
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};

/// What of the writes since the last completed sync is on the disk after the crash.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Survives {
    /// None of them.
    Nothing,
    /// All of them, up to the one that failed.
    Everything,
    /// Every second one: disks do not write in order.
    EverySecond,
}

#[derive(Debug, Default)]
struct Disk {
    now: Vec<u8>,
    synced: Vec<u8>,
    since: Vec<(usize, Vec<u8>)>,
    /// Writes and syncs that still work; `None` = all.
    left: Option<usize>,
    used: usize,
}

#[derive(Debug, Clone, Default)]
struct Fragile(Arc<Mutex<Disk>>);

impl Fragile {
    fn of(bytes: Vec<u8>, left: Option<usize>) -> Self {
        Self(Arc::new(Mutex::new(Disk {
            now: bytes.clone(),
            synced: bytes,
            left,
            ..Disk::default()
        })))
    }
    /// The bytes that a crash now leaves.
    fn after_crash(&self, survives: Survives) -> Vec<u8> {
        let disk = self.0.lock().unwrap();
        match survives {
            Survives::Nothing => disk.synced.clone(),
            Survives::Everything => disk.now.clone(),
            Survives::EverySecond => {
                let mut bytes = disk.synced.clone();
                for (at, data) in disk.since.iter().skip(1).step_by(2) {
                    bytes.resize(bytes.len().max(at + data.len()), 0);
                    bytes[*at..at + data.len()].copy_from_slice(data);
                }
                bytes
            }
        }
    }
    fn step(disk: &mut Disk) -> Result<(), Error> {
        disk.used += 1;
        match &mut disk.left {
            Some(0) => Err(Error::from(ErrorKind::StorageFull)),
            Some(n) => {
                *n -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl StorageBackend for Fragile {
    fn len(&self) -> Result<u64, Error> {
        Ok(self.0.lock().unwrap().now.len() as u64)
    }
    fn read(&self, offset: u64, out: &mut [u8]) -> Result<(), Error> {
        let disk = self.0.lock().unwrap();
        let from = disk.now.get(offset as usize..offset as usize + out.len());
        out.copy_from_slice(from.ok_or(Error::from(ErrorKind::UnexpectedEof))?);
        Ok(())
    }
    fn set_len(&self, len: u64) -> Result<(), Error> {
        let mut disk = self.0.lock().unwrap();
        Self::step(&mut disk)?;
        disk.now.resize(len as usize, 0);
        Ok(())
    }
    fn sync_data(&self) -> Result<(), Error> {
        let mut disk = self.0.lock().unwrap();
        Self::step(&mut disk)?;
        disk.synced = disk.now.clone();
        disk.since.clear();
        Ok(())
    }
    fn write(&self, offset: u64, data: &[u8]) -> Result<(), Error> {
        let mut disk = self.0.lock().unwrap();
        Self::step(&mut disk)?;
        let at = offset as usize;
        disk.now[at..at + data.len()].copy_from_slice(data);
        disk.since.push((at, data.to_vec()));
        Ok(())
    }
}

/// One operation of every kind of change: students, indexes, a school, a request, its lines, rows of the General Student
/// Table by whole records and by what an export says, program data, a decision.
fn operation(store: &Store) -> Result<Committed, StoreError> {
    let exported: Vec<Packed> = (700..730).map(|n| Packed::of(student(n))).collect();
    let mut w = store.write()?;
    for new in &exported {
        w.exported(new.student().number, Exported::New(new), at(2));
    }
    let seen = GeneralRow {
        record: student(699),
        seen: at(2),
    };
    w.general(GeneralChange {
        before: None,
        after: Some(seen),
    })?;
    let note = Row::Note(Note {
        author: "Ruiz".into(),
        date: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
        text: "Transfer".into(),
    });
    w.add_row(StudentKey(2), note)?;
    w.decision(None, Some(decision(StudentKey(2), StudentKey(3), "twins")));
    let first = w.reader().student(StudentKey(1))?.unwrap();
    let mut after = first.clone();
    (after.number, after.ssid) = (number(900), ssid(1_858_768));
    w.change(first, after);
    for n in 100..130 {
        w.add(student(n))?;
    }
    w.school(None, Some(school("900")));
    let id = w.next_request()?;
    w.request(None, Some(request_record(id, Function::New, 2, 1)));
    w.sent(id, vec![SentLine::of(1, &student(1), &code("104"))]);
    w.commit(added(), "Ada", at(2), &mut go)
}

#[test]
fn a_crash_at_any_write_leaves_all_of_an_operation_or_nothing() {
    let disk = Fragile::default();
    let store = Store::over(disk.clone(), &district()).unwrap();
    add(&store, 1, 1..=3);
    let before = all(&store);
    drop(store);
    let bytes = disk.after_crash(Survives::Nothing);

    let disk = Fragile::of(bytes.clone(), None);
    let store = Store::over(disk.clone(), &district()).unwrap();
    let opened = disk.0.lock().unwrap().used;
    operation(&store).unwrap();
    let after = all(&store);
    drop(store);
    let steps = disk.0.lock().unwrap().used;
    assert!(steps > opened + 5, "{opened} to open, {steps} in all");

    let (mut none, mut whole) = (0, 0);
    for n in 0..=steps {
        for survives in [Survives::Nothing, Survives::Everything, Survives::EverySecond] {
            let disk = Fragile::of(bytes.clone(), Some(n));
            let mut saved = false;
            if let Ok(store) = Store::over(disk.clone(), &district()) {
                match operation(&store) {
                    Ok(_) => saved = true,
                    Err(e) => assert!(
                        matches!(e, StoreError::DiskFull | StoreError::Io(_)),
                        "step {n}: {e}"
                    ),
                }
            }
            let left = Fragile::of(disk.after_crash(survives), None);
            let store = Store::over(left, &district())
                .unwrap_or_else(|e| panic!("step {n}, {survives:?}: cannot be opened any more: {e}"));
            let found = all(&store);
            assert_eq!(
                store.check().unwrap(),
                Vec::<String>::new(),
                "step {n}, {survives:?}"
            );
            if found == after {
                whole += 1;
            } else {
                assert!(found == before, "step {n}, {survives:?}: half an operation");
                assert!(
                    !saved,
                    "step {n}, {survives:?}: what was said to be saved is gone"
                );
                none += 1;
            }
            // And work goes on.
            add(&store, 9, [5000]);
        }
    }
    assert!(
        none > 3 && whole > 3,
        "{none} without, {whole} with the operation"
    );
}

#[test]
fn after_a_full_disk_the_program_says_so_and_nothing_was_saved() {
    let disk = Fragile::default();
    let store = Store::over(disk.clone(), &district()).unwrap();
    add(&store, 1, 1..=3);
    let before = all(&store);
    disk.0.lock().unwrap().left = Some(0);
    let e = operation(&store).unwrap_err();
    assert_eq!(
        e.to_string(),
        "The disk is full. Nothing was saved. Make room on it and try again."
    );
    drop(store);
    let again = Store::over(
        Fragile::of(disk.after_crash(Survives::Everything), None),
        &district(),
    )
    .unwrap();
    assert_eq!(all(&again), before);
}
