//! What the registrar sees. Architecture invariant: `theme` is the only place with raw
//! colours, and `widgets` know neither the trade nor anything outside `ui`.

pub mod theme;
pub mod widgets;
