//! What there is to compare with: the same work with nothing around it.

use super::desk::Desk;
use super::table::{Figures, figure};
use criterion::Criterion;
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use ssid_desk::domain::ids::Ssid;
use ssid_desk::domain::student::Student;
use std::path::Path;
use tempfile::TempDir;

/// All records changed in a plain redb table: no index, no journal, no standing.
pub const PLAIN_WRITE: &str = "peer: 100,000 SSIDs into a plain redb table";
/// All records of a plain redb table read.
pub const PLAIN_READ: &str = "peer: 100,000 records of a plain redb table read";

const TABLE: TableDefinition<'_, u64, &[u8]> = TableDefinition::new("students");

fn plain(path: &Path, students: &[Student]) -> Database {
    let mut builder = Database::builder();
    builder.set_cache_size(96 << 20);
    let db = builder.create(path).unwrap();
    let txn = db.begin_write().unwrap();
    let mut table = txn.open_table(TABLE).unwrap();
    for s in students {
        let bytes = rmp_serde::to_vec_named(s).unwrap();
        table.insert(s.key.0, bytes.as_slice()).unwrap();
    }
    drop(table);
    txn.commit().unwrap();
    db
}

fn fill(db: &Database) {
    let txn = db.begin_write().unwrap();
    let mut table = txn.open_table(TABLE).unwrap();
    let last = table.last().unwrap().unwrap().0.value();
    for key in 1..=last {
        let bytes = table.get(key).unwrap().map(|v| v.value().to_vec());
        let Some(bytes) = bytes else { continue };
        let mut student: Student = rmp_serde::from_slice(&bytes).unwrap();
        student.ssid = Ssid::parse(&(1_000_000 + key).to_string()).ok();
        let bytes = rmp_serde::to_vec_named(&student).unwrap();
        table.insert(key, bytes.as_slice()).unwrap();
    }
    drop(table);
    txn.commit().unwrap();
}

fn scan(db: &Database) -> usize {
    let txn = db.begin_read().unwrap();
    let table = txn.open_table(TABLE).unwrap();
    let decoded = table.iter().unwrap().map(|item| {
        let (_, v) = item.unwrap();
        rmp_serde::from_slice::<Student>(v.value()).unwrap()
    });
    decoded.filter(|s| s.ssid.is_some()).count()
}

/// Measures both.
pub fn measure(c: &mut Criterion, figures: &mut Figures, desk: &Desk) {
    let fresh = || {
        let folder: TempDir = desk.scratch();
        let db = plain(&folder.path().join("plain.redb"), &desk.students);
        (db, folder)
    };
    figures.measure(c, figure(PLAIN_WRITE), fresh, |(db, _)| fill(db));
    let (db, _folder) = fresh();
    figures.measure(c, figure(PLAIN_READ), || (), |()| scan(&db));
}
