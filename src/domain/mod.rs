//! The trade: students and what they own, identifiers, schools, requests to the state and its responses, missing IDs and
//! merging, who may be whom, the journal's words.
//!
//! Architecture invariant: nothing in here knows a window, a disk, a clock, a thread or chance. The day and the
//! time come in as arguments; what the store holds comes in through [`response::Directory`]. [`matching`] uses all cores
//! inside a call, which nobody outside can tell.

pub mod account;
pub mod address;
pub mod another;
pub mod codes;
pub mod date;
pub mod dates;
pub mod district;
pub mod draft;
pub mod edit;
pub mod general;
pub mod ids;
pub mod journal;
pub mod layout;
pub mod matching;
pub mod merge;
pub mod missing;
pub mod problem;
pub mod program;
pub mod request;
pub mod response;
pub mod roster;
pub mod student;
#[cfg(test)]
mod testing;
pub mod text;
