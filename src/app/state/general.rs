//! What the General Student Table tab shows.

/// The General Student Table tab.
#[derive(Default)]
pub struct GeneralState {
    /// The search as typed.
    pub query: String,
}
