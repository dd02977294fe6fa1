//! The General Student Table: what the SIS has, as last imported from its export. The SIS owns what stands in it.

mod card;
mod import;
mod refresh;

use super::student::{Student, Timestamp};
pub use card::Card;
pub use import::{Around, ImportPlan, ImportRefusal, Why, preview, shared_last_name};
pub use refresh::{Compared, OWNED, RefreshContext, Refreshed, SisField, Verdict, compare, refresh};
use serde::{Deserialize, Serialize};

/// One row of the General Student Table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GeneralRow {
    /// What the export says of the student, in the shape of a record. It is none: its key is 0, and nothing that only
    /// Special Programs knows (program data, flags, change flag, former identifiers) is in it. Its student number is the
    /// row's key in the table.
    pub record: Student,
    /// When the row last stood in an imported export; rows that later exports leave out are kept.
    pub seen: Timestamp,
}

impl GeneralRow {
    /// Whether the row can become a profile: it has a State ID that is not provisional, and an IntegrationIDT.
    pub fn is_ready(&self) -> bool {
        self.record.ssid.is_some() && !self.record.integration_idt.is_empty()
    }
}

#[cfg(test)]
mod tests;
