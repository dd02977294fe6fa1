//! Reading what persons decided about pairs.

use super::Reader;
use crate::domain::ids::StudentKey;
use crate::domain::matching::Decision;
use crate::store::error::StoreError;
use crate::store::record::decode;
use redb::ReadableTable;
use std::collections::HashSet;

impl Reader {
    /// The decision about a pair, the smaller key first.
    pub fn decision(&self, pair: (StudentKey, StudentKey)) -> Result<Option<Decision>, StoreError> {
        let (a, b) = pair;
        self.decisions
            .get((a.0, b.0))?
            .map(|v| decode("decisions", format!("{}, {}", a.0, b.0), v.value()))
            .transpose()
    }

    /// Every decision, in the order of the keys.
    pub fn decisions(&self) -> Result<Vec<Decision>, StoreError> {
        let mut out = Vec::new();
        for item in self.decisions.iter()? {
            let (k, v) = item?;
            out.push(decode("decisions", format!("{:?}", k.value()), v.value())?);
        }
        Ok(out)
    }

    /// The decisions about a record and somebody else.
    pub fn decisions_of(&self, key: StudentKey) -> Result<Vec<Decision>, StoreError> {
        let mut out = Vec::new();
        // There are thousands at most: the keys alone are gone through, without an index of them.
        for item in self.decisions.iter()? {
            let (k, v) = item?;
            let (a, b) = k.value();
            if a == key.0 || b == key.0 {
                out.push(decode("decisions", format!("{a}, {b}"), v.value())?);
            }
        }
        Ok(out)
    }

    /// Everybody whom a decision is about, other than those about some pairs.
    pub(in crate::store) fn decided_beside(
        &self,
        pairs: &HashSet<(StudentKey, StudentKey)>,
    ) -> Result<HashSet<StudentKey>, StoreError> {
        let mut out = HashSet::new();
        for item in self.decisions.iter()? {
            let (a, b) = item?.0.value();
            let pair = (StudentKey(a), StudentKey(b));
            if !pairs.contains(&pair) {
                out.extend([pair.0, pair.1]);
            }
        }
        Ok(out)
    }
}
