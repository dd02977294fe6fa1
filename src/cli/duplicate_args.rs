//! The arguments about duplicates: the scan, decisions about pairs.

use crate::domain::matching::Band;
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;

/// Duplicates.
#[derive(Debug, Subcommand)]
pub enum Duplicates {
    /// Compare every profile with the others, and list the pairs that may be one student. Changes nothing.
    Find {
        /// Only pairs of at least so many bits: 12 and more is very likely, 4 to 12 is to be checked, -4 to 4 is possible.
        #[arg(long, value_name = "B", allow_negative_numbers = true, default_value_t = Band::Possible.least())]
        min_bits: f32,
        /// Save the list as well: .csv or .xlsx by its ending.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        /// At most so many, the surest first; the total is said all the same.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Decide whether two profiles are one student. Nothing is merged by it.
    Decide {
        /// Student number, SSID, or a number the student had before.
        a: String,
        /// The other one.
        b: String,
        /// What is decided.
        verdict: VerdictName,
        /// Why; needed for not-same, and read again if the pair comes back.
        #[arg(long, default_value = "")]
        reason: String,
        /// With park: the day on which the pair is asked about again, e.g. 2026-12-01. Without it: in two weeks, as in the window.
        #[arg(long, value_name = "DATE")]
        until: Option<String>,
    },
    /// List what was decided, the newest first.
    Decisions {
        /// Only those with these words in names, numbers, reason, who or when.
        #[arg(long, value_name = "TEXT")]
        find: Option<String>,
    },
    /// Take a decision back: the pair is asked about again.
    Revoke {
        /// Student number, SSID, or a number the student had before.
        a: String,
        /// The other one.
        b: String,
    },
}

/// A verdict by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum VerdictName {
    /// Two students.
    NotSame,
    /// One student: to be merged.
    Same,
    /// Not decided yet; asked about again on a day.
    Park,
}
