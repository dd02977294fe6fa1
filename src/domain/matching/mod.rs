//! The same student twice: one engine that compares persons, finds pairs that may be one, and says why.
//!
//! It is a Fellegi–Sunter model: each field that is compared agrees at some level, each level weighs so many bits
//! (log2 of how much likelier it is within one person than between two), and the bits add up to the odds that two records
//! are one person. What a family shares only supports: first name and birth date have to agree. Nothing merges by itself.

mod band;
mod compare;
mod decision;
#[cfg(test)]
mod edges_tests;
mod estimate;
mod explain;
mod index;
mod keys;
mod level;
mod lexicon;
mod matcher;
mod numbers;
mod odds;
mod person;
mod placeholders;
mod prints;
mod reasons;
mod row;
mod scan;
mod variants;
mod weights;
mod word;

#[cfg(test)]
mod tests;

pub use band::Band;
pub use decision::{Decision, Standing, Verdict, pair_of, tenths};
pub use explain::{Bar, Comparison, Explanation, in_one_line};
pub use matcher::{Gathering, Likely, Matcher};
pub use odds::odds;
pub use person::Person;
pub use placeholders::{
    is_placeholder_date, is_placeholder_id, is_placeholder_name, is_placeholder_phone, is_placeholder_text,
};
pub use prints::Prints;
pub use scan::{Pair, Scan};
pub use variants::{are_variants, formal_names};
pub use word::{are_one_name, names_alike};
