//! The arguments about program data: events of special programs, documents, notes, guardians.

use crate::domain::program::{EventKind, Program};
use clap::builder::PossibleValuesParser;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Events of special programs, and all program data of a student.
#[derive(Debug, Subcommand)]
pub enum Events {
    /// Add an event of a special program.
    Add(NewEvent),
    /// List the program data of a student: events, documents, notes, guardians.
    List {
        /// Student number, SSID, or a number the student had before.
        number: String,
    },
    /// Close a plan that is open.
    Close {
        /// The plan's row number, as the list says it.
        row: u64,
        /// The day it was closed, e.g. 2026-11-20.
        #[arg(long)]
        date: String,
    },
    /// Take a row of program data out: an event, a document, a note, a guardian.
    Remove {
        /// The row's number, as the list says it.
        row: u64,
    },
}

/// A new event.
#[derive(Debug, Args)]
pub struct NewEvent {
    /// Student number, SSID, or a number the student had before.
    pub number: String,
    /// Which special program.
    #[arg(long, value_parser = PossibleValuesParser::new(Program::ALL.map(Program::name)))]
    pub program: String,
    /// What kind of event; a plan is the IEP, the 504 plan, the EL plan …
    #[arg(long, value_parser = PossibleValuesParser::new(EventKind::ALL.map(EventKind::name)))]
    pub kind: String,
    /// The day it happened or begins, or by which it is due, e.g. 2026-08-20.
    #[arg(long)]
    pub date: String,
    /// A plan's last day as planned.
    #[arg(long, value_name = "DATE")]
    pub until: Option<String>,
    /// The day a plan was closed; without it the plan is open.
    #[arg(long, value_name = "DATE")]
    pub closed: Option<String>,
    /// Case manager.
    #[arg(long, value_name = "NAME")]
    pub case_manager: Option<String>,
    /// Anything else.
    #[arg(long)]
    pub text: Option<String>,
}

/// Documents.
#[derive(Debug, Subcommand)]
pub enum Documents {
    /// Attach a file, of at most 25 MB.
    Attach {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// The file.
        file: PathBuf,
        /// What it is called; without it: the file's name without its ending.
        #[arg(long)]
        title: Option<String>,
        /// What it is, e.g. "Evaluation report".
        #[arg(long)]
        kind: Option<String>,
        /// Its date, e.g. 2026-08-20.
        #[arg(long)]
        date: Option<String>,
    },
    /// Save the file of a document. A file that is there is never touched.
    Save {
        /// The document's row number, as the list says it.
        row: u64,
        /// The new file.
        file: PathBuf,
    },
}

/// Notes.
#[derive(Debug, Subcommand)]
pub enum Notes {
    /// Add a note, of today.
    Add {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// The note.
        text: String,
        /// Who wrote it; without it: the computer's signed-in user.
        #[arg(long, value_name = "NAME")]
        author: Option<String>,
        /// Its date, when it is not today.
        #[arg(long)]
        date: Option<String>,
    },
}

/// Guardians.
#[derive(Debug, Subcommand)]
pub enum Guardians {
    /// Add a parent, guardian or other contact.
    Add {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// The guardian's name.
        name: String,
        /// Mother, father, grandmother, foster parent …
        #[arg(long)]
        relation: Option<String>,
        /// Phone.
        #[arg(long)]
        phone: Option<String>,
        /// E-mail.
        #[arg(long)]
        email: Option<String>,
    },
}
