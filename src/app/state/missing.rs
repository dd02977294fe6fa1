//! What the Missing IDs tab shows.

/// The Missing IDs tab.
#[derive(Default)]
pub struct MissingState {
    /// Profiles that are not integrated yet; `None` until they were looked for.
    pub open: Option<usize>,
}
