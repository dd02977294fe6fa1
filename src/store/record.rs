//! Records as bytes: a version in front, then MessagePack with named fields, so that later versions can add some.

use super::error::StoreError;
use serde::{Serialize, de::DeserializeOwned};

const VERSION: u8 = 1;

/// A record as bytes.
pub fn encode<T: Serialize>(table: &'static str, value: &T) -> Result<Vec<u8>, StoreError> {
    let mut out = vec![VERSION];
    rmp_serde::encode::write_named(&mut out, value).map_err(|e| StoreError::Record {
        table,
        key: "(new)".into(),
        why: e.to_string(),
    })?;
    Ok(out)
}

/// The record that bytes are.
pub fn decode<T: DeserializeOwned>(
    table: &'static str,
    key: impl std::fmt::Display,
    bytes: &[u8],
) -> Result<T, StoreError> {
    let bad = |why: String| StoreError::Record {
        table,
        key: key.to_string(),
        why,
    };
    match bytes.split_first() {
        Some((&VERSION, rest)) => rmp_serde::from_slice(rest).map_err(|e| bad(e.to_string())),
        Some((v, _)) => Err(bad(format!("record version {v}"))),
        None => Err(bad("it is empty".into())),
    }
}
