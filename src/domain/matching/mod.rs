//! The same student twice: one engine that compares persons, finds pairs that may be one, and says why.
//!
//! It is a Fellegi–Sunter model: each field that is compared agrees at some level, each level weighs so many bits
//! (log2 of how much likelier it is within one person than between two), and the bits add up to the odds that two records
//! are one person. What a family shares only supports: first name and birth date have to agree. Nothing merges by itself.

mod band;
mod decision;
mod explain;
mod matcher;
mod person;
mod prints;

pub use band::Band;
pub use decision::{Decision, Standing, Verdict, pair_of, tenths};
pub use explain::{Bar, Comparison, Explanation};
pub use matcher::{Likely, Matcher, Pair, Scan};
pub use person::Person;
pub use prints::Prints;
