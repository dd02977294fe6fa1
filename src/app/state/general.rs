//! What the General Student Table tab shows.

use super::ImportState;
use crate::app::general_roll::GeneralRoll;
use crate::domain::general::{Compared, GeneralRow, ImportPlan, ImportRefusal};
use crate::domain::ids::OperationId;
use crate::domain::journal::FieldChange;
use crate::domain::student::Student;
use std::sync::Arc;

/// The General Student Table tab.
pub struct GeneralState {
    /// Every row, by name.
    pub rows: Arc<GeneralRoll>,
    /// The search as typed.
    pub query: String,
    /// What it found: positions in `rows`.
    pub found: Vec<u32>,
    /// The row looked at.
    pub selected: Option<SelectedRow>,
    /// An export being looked at before it is taken: the same as a roster being looked at. It creates no schools.
    pub import: Option<ImportState>,
    /// The newest operation when `rows` were read.
    pub(in crate::app) as_of: OperationId,
    /// Counts up whenever the rows or what was found changed, so that lists know when to be remade.
    pub generation: u64,
}

impl Default for GeneralState {
    fn default() -> Self {
        Self {
            rows: Arc::default(),
            query: String::new(),
            found: Vec::new(),
            selected: None,
            import: None,
            as_of: OperationId(0),
            generation: 0,
        }
    }
}

/// A row of the General Student Table looked at, beside the profile it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectedRow {
    /// The row.
    pub row: GeneralRow,
    /// The profile it belongs to: the one with its IntegrationIDT, else the one with its student number that is neither
    /// marked nor merged away.
    pub profile: Option<Box<Student>>,
    /// Whether that profile has the row's IntegrationIDT: then it can be refreshed.
    pub linked: bool,
    /// Why Refresh is not possible though it is linked: the row may be another child's.
    pub in_doubt: Option<String>,
    /// What Import would do, or why it is not possible.
    pub import: Result<ImportPlan, ImportRefusal>,
    /// The profile beside the row, field by field; empty without a profile.
    pub compared: Vec<Compared>,
    /// What Refresh would write, what follows for the state among it; empty when nothing differs or the row is not
    /// linked.
    pub changes: Vec<FieldChange>,
}

impl SelectedRow {
    /// Whether Refresh would change the profile.
    pub fn would_refresh(&self) -> bool {
        self.in_doubt.is_none() && !self.changes.is_empty()
    }
}
