//! What the Duplicates tab shows.

use crate::app::alike::Alike;
use std::sync::Arc;

/// The Duplicates tab, and the engine that other screens ask too.
#[derive(Default)]
pub struct DuplicatesState {
    /// Every profile, ready to be compared; `None` until they were read.
    pub alike: Option<Arc<Alike>>,
    /// Counts up whenever what is shown changed, so that lists know when to be remade.
    pub generation: u64,
}
