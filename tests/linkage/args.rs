//! What the command is asked for.

use clap::Parser;
use std::path::PathBuf;

/// Measures the matching engine on labelled sets: precision, recall, F1, twins and siblings taken for one student,
/// seconds and peak memory, each set in a process of its own.
#[derive(Parser, Debug, Clone)]
#[command(name = "linkage")]
pub struct Args {
    /// A folder with a folder for each labelled set: records.csv or persons.csv, truth_pairs.csv and, if there is one,
    /// hard_negatives.csv.
    #[arg(long)]
    pub sets: Option<PathBuf>,
    /// Records of the sets to make, one set each; 0 makes none.
    #[arg(long, value_delimiter = ',', default_value = "100000")]
    pub students: Vec<usize>,
    /// Seeds to make them by; each size is made with each seed.
    #[arg(long, value_delimiter = ',', default_value = "1")]
    pub seed: Vec<u64>,
    /// Only sets whose name has this in it.
    #[arg(long, allow_hyphen_values = true)]
    pub only: Option<String>,
    /// Writes the made sets into this folder, for other programs to be measured on, and measures nothing.
    #[arg(long)]
    pub write: Option<PathBuf>,
    /// Shows so many pairs of each set that were wrongly found, and so many that were not found, with the reasons.
    #[arg(long, default_value_t = 0)]
    pub misses: usize,
    /// Ends with status 1 when a set does not reach what is promised for it.
    #[arg(long)]
    pub check: bool,
    /// Measures how soon a scan stops, and how long it is silent, too.
    #[arg(long)]
    pub cancel: bool,
    /// Pairs below so many bits are not asked for.
    #[arg(long, default_value_t = -4.0, allow_negative_numbers = true)]
    pub least: f32,
    /// Measures one folder and prints JSON: what the command starts itself for.
    #[arg(long, hide = true)]
    pub child: Option<PathBuf>,
    /// Given by cargo; without it (`cargo test --benches`) the command only sees whether it runs.
    #[arg(long, hide = true)]
    pub bench: bool,
    /// `cargo bench -- apply` asks for some of the other command's figures, and gets nothing from this one.
    #[arg(hide = true)]
    pub others: Vec<String>,
}
