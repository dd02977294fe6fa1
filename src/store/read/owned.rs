//! Reading what profiles own (program data, documents), and what lies beside profiles: the General Student Table,
//! accounts, drafts.

use super::{Reader, ends};
use crate::domain::account::Account;
use crate::domain::general::GeneralRow;
use crate::domain::ids::{OperationId, RowId, StudentKey};
use crate::domain::journal::{GeneralChange, RowChange};
use crate::domain::merge::{MergeDraft, Profile};
use crate::domain::program::{Owned, Row};
use crate::store::error::StoreError;
use crate::store::general::Kept;
use crate::store::record::decode;
use redb::{ReadOnlyTable, ReadableTable, ReadableTableMetadata};

impl Reader {
    /// The program data of a profile, in the order of row numbers.
    pub fn rows(&self, owner: StudentKey) -> Result<Vec<Owned>, StoreError> {
        let mut out = Vec::new();
        for item in self.owned.range((owner.0, 0)..=(owner.0, u64::MAX))? {
            let (k, v) = item?;
            let (_, id) = k.value();
            out.push(Owned {
                id: RowId(id),
                row: decode("owned", id, v.value())?,
            });
        }
        Ok(out)
    }

    /// Whether a profile has program data.
    pub fn has_rows(&self, owner: StudentKey) -> Result<bool, StoreError> {
        Ok(self
            .owned
            .range((owner.0, 0)..=(owner.0, u64::MAX))?
            .next()
            .transpose()?
            .is_some())
    }

    /// A row of program data and whose it is.
    pub fn row(&self, id: RowId) -> Result<Option<(StudentKey, Row)>, StoreError> {
        let Some(owner) = self.owner.get(id.0)?.map(|v| v.value()) else {
            return Ok(None);
        };
        match self.owned.get((owner, id.0))? {
            Some(v) => Ok(Some((StudentKey(owner), decode("owned", id.0, v.value())?))),
            None => Ok(None),
        }
    }

    /// A profile with everything it owns.
    pub fn profile(&self, key: StudentKey) -> Result<Option<Profile>, StoreError> {
        let Some(student) = self.student(key)? else {
            return Ok(None);
        };
        Ok(Some(Profile {
            rows: self.rows(key)?,
            standing: self.standing(key)?,
            student,
        }))
    }

    /// The last operation on a profile; 0 when there was none.
    pub fn last_on(&self, key: StudentKey) -> Result<OperationId, StoreError> {
        Ok(self.trail(key)?.map_or(OperationId(0), |t| t.last))
    }

    /// The bytes of a document.
    pub fn content(&self, hash: &str) -> Result<Option<Vec<u8>>, StoreError> {
        Ok(self.content.get(hash)?.map(|v| v.value().to_vec()))
    }

    /// What an operation did to program data.
    pub fn row_changes(&self, id: OperationId) -> Result<Vec<RowChange>, StoreError> {
        chunks("row_changes", &self.row_changes, id, usize::MAX)
    }

    /// Each of them, one after the other: an import may have changed a million rows.
    pub(in crate::store) fn for_each_general_change(
        &self,
        id: OperationId,
        mut each: impl FnMut(GeneralChange) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for item in self.general_changes.range((id.0, 0)..=(id.0, u32::MAX))? {
            let (key, value) = item?;
            let chunk: Vec<Kept> = decode("general_changes", format!("{:?}", key.value()), value.value())?;
            for kept in chunk {
                each(kept.change(self)?)?;
            }
        }
        Ok(())
    }

    /// The first of them, at most about `most`: for showing.
    pub fn first_row_changes(&self, id: OperationId, most: usize) -> Result<Vec<RowChange>, StoreError> {
        chunks("row_changes", &self.row_changes, id, most)
    }

    /// The row of the General Student Table with this student number.
    pub fn general(&self, number: &str) -> Result<Option<GeneralRow>, StoreError> {
        self.general
            .get(number)?
            .map(|v| decode("general", number, v.value()))
            .transpose()
    }

    /// The first and the last student numbers of the General Student Table, at most so many of each.
    pub fn some_general_numbers(&self, most: usize) -> Result<Vec<String>, StoreError> {
        ends(&self.general, most)
    }

    /// How many rows the General Student Table has.
    pub fn general_count(&self) -> Result<usize, StoreError> {
        Ok(self.general.len()? as usize)
    }

    /// Calls `each` with every row of the General Student Table, in the order of their numbers.
    pub fn for_each_general(
        &self,
        mut each: impl FnMut(GeneralRow) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for item in self.general.iter()? {
            let (k, v) = item?;
            each(decode("general", k.value(), v.value())?)?;
        }
        Ok(())
    }

    /// Whether an operation after this one did anything to the General Student Table.
    pub fn general_changed_since(&self, id: OperationId) -> Result<bool, StoreError> {
        Ok(self
            .general_changes
            .range((id.0 + 1, 0)..)?
            .next()
            .transpose()?
            .is_some())
    }

    /// What an operation did to the General Student Table.
    pub fn general_changes(&self, id: OperationId) -> Result<Vec<GeneralChange>, StoreError> {
        self.first_general_changes(id, usize::MAX)
    }

    /// The first of them, at most about `most`: for showing.
    pub fn first_general_changes(
        &self,
        id: OperationId,
        most: usize,
    ) -> Result<Vec<GeneralChange>, StoreError> {
        let kept: Vec<Kept> = chunks("general_changes", &self.general_changes, id, most)?;
        kept.into_iter().map(|k| k.change(self)).collect()
    }

    /// A security administrator's account.
    pub fn account(&self, name: &str) -> Result<Option<Account>, StoreError> {
        self.accounts
            .get(name)?
            .map(|v| decode("accounts", name, v.value()))
            .transpose()
    }

    /// Every account, by name.
    pub fn accounts(&self) -> Result<Vec<Account>, StoreError> {
        let mut out = Vec::new();
        for item in self.accounts.iter()? {
            let (k, v) = item?;
            out.push(decode("accounts", k.value(), v.value())?);
        }
        Ok(out)
    }

    /// Merges that were begun and not saved.
    pub fn drafts(&self) -> Result<Vec<MergeDraft>, StoreError> {
        let mut out = Vec::new();
        for item in self.drafts.iter()? {
            let (k, v) = item?;
            out.push(decode("drafts", k.value(), v.value())?);
        }
        Ok(out)
    }

    /// The merge into a Target that was begun and not saved.
    pub fn draft(&self, target: StudentKey) -> Result<Option<MergeDraft>, StoreError> {
        self.drafts
            .get(target.0)?
            .map(|v| decode("drafts", target.0, v.value()))
            .transpose()
    }

    /// Everything in the table of owners.
    pub(in crate::store) fn owner_entries(&self) -> Result<Vec<(u64, u64)>, StoreError> {
        let mut out = Vec::new();
        for item in self.owner.iter()? {
            let (k, v) = item?;
            out.push((k.value(), v.value()));
        }
        Ok(out)
    }

    /// Calls `each` with every row of program data: owner, number, row.
    pub(in crate::store) fn for_each_row(
        &self,
        mut each: impl FnMut(StudentKey, RowId, Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        for item in self.owned.iter()? {
            let (k, v) = item?;
            let (owner, id) = k.value();
            each(StudentKey(owner), RowId(id), decode("owned", id, v.value())?)?;
        }
        Ok(())
    }

    /// Whether the bytes of a hash are there.
    pub fn has_content(&self, hash: &str) -> Result<bool, StoreError> {
        Ok(self.content.get(hash)?.is_some())
    }
}

/// The records of an operation's chunks, until there are `most`.
fn chunks<T: serde::de::DeserializeOwned>(
    name: &'static str,
    table: &ReadOnlyTable<(u64, u32), &'static [u8]>,
    id: OperationId,
    most: usize,
) -> Result<Vec<T>, StoreError> {
    let mut out = Vec::new();
    for item in table.range((id.0, 0)..=(id.0, u32::MAX))? {
        if out.len() >= most {
            break;
        }
        let (k, v) = item?;
        let chunk: Vec<T> = decode(name, format!("{:?}", k.value()), v.value())?;
        out.extend(chunk);
    }
    Ok(out)
}
