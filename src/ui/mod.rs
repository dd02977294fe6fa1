//! What the registrar sees.
//!
//! Architecture invariant: a screen borrows what [`crate::app`] shows and sends commands; it never touches the store
//! or a file, and holds no rule of the trade. From `domain` it uses words and values only. `theme` is the only place
//! with raw colours, `widgets` know neither the trade nor anything outside `ui`, and `native` alone knows rfd.

pub mod native;
pub mod screens;
pub mod theme;
pub mod widgets;
pub mod window;
