//! What the Missing IDs tab shows.

use super::SelectedRow;
use crate::app::work::missing::MissingRow;
use crate::domain::ids::StudentKey;
use crate::domain::journal::FieldChange;
use crate::domain::matching::Explanation;
use std::sync::Arc;

/// The Missing IDs tab.
#[derive(Default)]
pub struct MissingState {
    /// Profiles that are not integrated yet; `None` until they were looked for.
    pub open: Option<usize>,
    /// Profiles that were merged or linked today.
    pub done_today: usize,
    /// The profiles with where each stands, by name. Blank until they were looked for.
    pub rows: Arc<Vec<MissingRow>>,
    /// The district has no General Student Table and no IntegrationIDT at all: it does not work with Special Programs'
    /// integration, and profiles without one are not listed. Marked profiles and provisional IDs are all the same.
    pub not_used: bool,
    /// The profile looked at.
    pub selected: Option<StudentKey>,
    /// The row of the General Student Table looked at beside it: the one that its next step is about, unless a person
    /// chose another candidate.
    pub sis: Option<SelectedRow>,
    /// Why that row may be the student of the profile.
    pub why: Option<Explanation>,
    /// What setting its mark would change, or taking it away where it is marked; or why that is not possible.
    pub mark: Option<Result<Vec<FieldChange>, String>>,
    /// Counts up whenever the rows changed, so that lists know when to be remade.
    pub generation: u64,
}

impl MissingState {
    /// The row of the profile looked at.
    pub fn selected_row(&self) -> Option<&MissingRow> {
        let key = self.selected?;
        self.rows.iter().find(|r| r.key == key)
    }
}
