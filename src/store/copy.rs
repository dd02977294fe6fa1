//! A copy of a store as it is at one moment, made while the store stays open and in use.

use super::error::StoreError;
use super::open::{Store, builder};
use super::tables as t;
use redb::{Key, ReadTransaction, ReadableTable, TableDefinition, TableHandle, Value, WriteTransaction};
use std::path::Path;

impl Store {
    /// Copies everything into a new file at `path`, where there is none or an empty one. The copy is what one reader
    /// sees, whatever is written meanwhile. Returns how many students it has.
    ///
    /// # Errors
    /// What the disk says; the half-made file is then the caller's to take away.
    pub(crate) fn copy_to(&self, path: &Path) -> Result<usize, StoreError> {
        use redb::ReadableDatabase;
        let from = self.db.begin_read()?;
        let db = builder().create(path).map_err(|e| StoreError::opening(path, e))?;
        let to = db.begin_write()?;
        let mut copied = Vec::new();
        macro_rules! copy {
            ($($name:ident),*) => {$( copied.push(table(&from, &to, t::$name)?); )*};
        }
        t::each_table!(copy);
        for handle in from.list_tables()? {
            // A table that is not in the list would be lost in every backup.
            if !copied.contains(&handle.name().to_owned()) {
                return Err(StoreError::Io(format!(
                    "the table {} cannot be copied",
                    handle.name()
                )));
            }
        }
        to.commit()?;
        drop(db);
        self.read()?.count()
    }
}

fn table<K: Key + 'static, V: Value + 'static>(
    from: &ReadTransaction,
    to: &WriteTransaction,
    definition: TableDefinition<'_, K, V>,
) -> Result<String, StoreError> {
    let source = from.open_table(definition)?;
    let mut target = to.open_table(definition)?;
    for item in source.iter()? {
        let (key, value) = item?;
        target.insert(key.value(), value.value())?;
    }
    Ok(definition.name().to_owned())
}
