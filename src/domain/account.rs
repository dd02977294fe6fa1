//! Security administrators: who may merge profiles and undo a merge. Passwords are kept as argon2id hashes only.

use super::student::Timestamp;
use serde::{Deserialize, Serialize};

/// The name of the account every district has (source: step 3 of *How to Resolve Missing IntegrationIDT*).
pub const ADMIN: &str = "admin";

/// A security administrator's account. It lies in the store beside the journal, not in it: undo never brings an old
/// password back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its name, in small letters.
    pub name: String,
    /// The password's argon2id hash in PHC form; empty until the password is set at first use.
    pub hash: String,
    /// When the password was set last.
    pub set_at: Option<Timestamp>,
    /// Wrong passwords since the last sign-in.
    pub failures: u32,
    /// When the last wrong password was given.
    pub failed_at: Option<Timestamp>,
    /// Whether the account may no longer sign in.
    pub closed: bool,
}
