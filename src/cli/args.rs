//! The arguments, as `--help` shows them: the commands, and those about the district and the General Student Table.

use super::duplicate_args::Duplicates;
use super::import_args::Import;
use super::request_args::{Practice, Request, Response};
use super::signed_args::{Administrators, History, Merge};
use super::student_args::{Missing, Students};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// State student IDs for school districts, without a window: the same work as SSID Desk does, for scripts and support.
///
/// Exit status: 0 done; 1 done, and something needs a person; 2 not done, the arguments or the file are wrong; 3 not
/// done, the district's file cannot be used.
#[derive(Debug, Parser)]
#[command(name = "ssid-desk-cli", version, propagate_version = true)]
pub struct Cli {
    /// The district's file. Without it: the one that the window opened last, else the sample district.
    #[arg(long, global = true, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Print one JSON document instead of text for people.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What can be done.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Set up a new, empty district. A file that is there is never touched.
    Init(Init),
    /// Make the sample district, with the practice SSID system's registry beside it.
    Sample,
    /// The schools of the district.
    #[command(subcommand)]
    Schools(Schools),
    /// Counts, open requests, and what is next before each of the state's dates.
    Status,
    /// Take a file into student records.
    #[command(subcommand)]
    Import(Import),
    /// Look at, add, change and export students.
    #[command(subcommand)]
    Students(Students),
    /// Merge profiles of one student: Sources into a Target.
    #[command(subcommand)]
    Merge(Merge),
    /// Pairs of profiles that may be one student, and what was decided about them.
    #[command(subcommand)]
    Duplicates(Duplicates),
    /// The General Student Table: what the SIS has, as last imported with `import general`.
    #[command(subcommand)]
    General(General),
    /// Students who are missing the IntegrationIDT or have a provisional ID.
    #[command(subcommand)]
    Missing(Missing),
    /// Create request files for the SSID System.
    #[command(subcommand)]
    Request(Request),
    /// Process response files from the SSID System.
    #[command(subcommand)]
    Response(Response),
    /// The practice SSID system, for training and tests.
    #[command(subcommand)]
    Practice(Practice),
    /// The journal of everything that was done, and undo.
    #[command(subcommand)]
    History(History),
    /// The security administrators, who merge profiles and undo merges.
    #[command(subcommand)]
    Administrators(Administrators),
    /// Copy the district into a new file.
    Backup {
        /// The new file.
        file: PathBuf,
    },
    /// Put a backup in the place of the district's file, which is kept beside it.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Check the district's file, its records and its indexes.
    Check,
}

/// A new district.
#[derive(Debug, Args)]
pub struct Init {
    /// The state's number for the district, e.g. 140.
    #[arg(long)]
    pub lea: String,
    /// The district's name.
    #[arg(long)]
    pub name: String,
    /// The school year by its end: 2027 is 2026-27.
    #[arg(long)]
    pub year: String,
    /// A district for practice: the only kind that takes numbers of the practice SSID system. It stays one.
    #[arg(long)]
    pub practice: bool,
}

/// Schools.
#[derive(Debug, Subcommand)]
pub enum Schools {
    /// List the schools with their counts.
    List,
    /// Add a school.
    Add {
        /// The state's number for the school, e.g. 104.
        code: String,
        /// Its name.
        name: String,
    },
}

/// The General Student Table.
#[derive(Debug, Subcommand)]
pub enum General {
    /// List the rows whose name, numbers or birth date have these words.
    Find {
        /// The words.
        text: String,
        /// At most so many; the total is said all the same.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Import one row: make the student's profile, or link the one that is here.
    Import {
        /// The row's student number.
        number: String,
    },
    /// Take the fields that the SIS owns again, into the profile that is linked to the row.
    Refresh {
        /// The row's student number.
        number: String,
    },
}
