//! The arguments about request and response files, and the practice SSID system that answers them.

use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Requests.
#[derive(Debug, Subcommand)]
pub enum Request {
    /// Create a Retrieve file: students without an SSID, to find those the state knows.
    Retrieve(Order),
    /// Create a New file: students still without an SSID after Retrieve, to have numbers assigned.
    New {
        #[command(flatten)]
        order: Order,
        /// Send also students whose Retrieve response has not been processed. It is written into the journal.
        #[arg(long)]
        r#override: bool,
        /// These students are different persons from those they look like: written down, and sent. Needs --reason. Without
        /// it whoever looks like a student with an SSID is held back.
        #[arg(long, value_name = "NUMBER", value_delimiter = ',', num_args = 1..)]
        different_person: Vec<String>,
        /// How you know that they are, in your words; kept with the decision.
        #[arg(long, value_name = "TEXT", default_value = "", requires = "different_person")]
        reason: String,
    },
    /// Create an Update file: students whose name, birth date, ethnicity or gender changed here.
    Update(Order),
    /// Create a Verify file: all students with an SSID.
    Verify(Order),
    /// List the request files that were made.
    List,
    /// Mark a Verify request as checked: no errors are left in the SSID System.
    Checked {
        /// The request's number, as `request list` says it.
        id: u64,
    },
}

/// Whom a request file has, and where it goes.
#[derive(Debug, Args)]
#[command(group = clap::ArgGroup::new("schools").required(true).args(["school", "all"]))]
pub struct Order {
    /// A school by its number; several with a comma between them, or --school again.
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub school: Vec<String>,
    /// All schools.
    #[arg(long)]
    pub all: bool,
    /// The folder for the file.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Only enrollments that hold on this day, e.g. 2026-10-01.
    #[arg(long, value_name = "DATE")]
    pub effective_date: Option<String>,
    /// Also inactive and transferred-out students.
    #[arg(long)]
    pub include_inactive: bool,
}

/// Responses.
#[derive(Debug, Subcommand)]
pub enum Response {
    /// Make the Response File Error Report. Changes nothing.
    Check {
        #[command(flatten)]
        file: ResponseFile,
        /// Save the report: .csv, .xlsx or .html by its ending.
        #[arg(long, value_name = "FILE")]
        report: Option<PathBuf>,
    },
    /// Update SIS System: apply the response.
    Apply {
        #[command(flatten)]
        file: ResponseFile,
        /// Apply it although it does not answer every line of the request.
        #[arg(long)]
        accept_missing_lines: bool,
    },
    /// Settle a line that is held because the student has another SSID here.
    Decide {
        #[command(flatten)]
        file: ResponseFile,
        /// The line's File Line Number.
        #[arg(long, value_name = "N")]
        line: u32,
        /// Which SSID to use.
        #[arg(long = "use", value_name = "WHICH")]
        which: Which,
    },
}

/// A response file.
#[derive(Debug, Args)]
pub struct ResponseFile {
    /// The response file.
    pub file: PathBuf,
    /// The request it answers, where that cannot be told from the file: its number in `request list`.
    #[arg(long, value_name = "ID")]
    pub request: Option<u64>,
}

/// Which SSID a held line uses.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Which {
    /// Keep the one that is here.
    Here,
    /// Use the one of the response.
    Response,
}

/// The practice SSID system.
#[derive(Debug, Subcommand)]
pub enum Practice {
    /// Answer a request file as the SSID System would.
    Answer {
        /// The request file.
        request: PathBuf,
        /// What the practice SSID system knows, a CSV file; made when it is not there.
        #[arg(long, value_name = "FILE")]
        registry: PathBuf,
        /// The folder for the answer.
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// What the file asks for. Without it: what the district that made the file says.
        #[arg(long)]
        function: Option<FunctionName>,
    },
}

/// A function by its name.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum FunctionName {
    /// Retrieve SSID Numbers.
    Retrieve,
    /// New SSID Numbers.
    New,
    /// Update SSID Records.
    Update,
    /// Verify SSID Numbers.
    Verify,
}
