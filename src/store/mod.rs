//! The store: one redb file per district, with students, schools, requests and a journal of everything done.
//!
//! Everything that is written goes through [`Writer`], which gathers an operation in memory and commits it in one
//! transaction together with its indexes and its journal entry; or through [`Store::create`]. Nothing is ever
//! written without an operation in the journal, but the draft of a merge, which changes nothing of a student.
//!
//! Architecture invariant: the store knows the domain and nothing above it; it has no mock. Time and the name of the
//! user come in as arguments. Records are bytes with a version in front; decoding can fail and says where.

mod check;
mod copy;
mod error;
mod general;
mod hold;
mod open;
mod read;
mod record;
mod tables;
mod undo;
mod write;

pub use error::StoreError;
pub use open::{EXTENSION, Store};
pub use read::{HistoryItem, Reader};
pub use undo::{UndoAnswers, UndoPlan, UndoQuestion, WhyNot};
pub use write::{Committed, Exported, Writer};

#[cfg(test)]
mod tests;
