//! The arguments about students, and about those who are missing an ID.

use super::program_args::{Documents, Events, Guardians, Notes};
use clap::{Subcommand, ValueEnum};
use std::path::PathBuf;

/// Missing IDs.
#[derive(Debug, Subcommand)]
pub enum Missing {
    /// List the profiles with the step that comes next, what blocks it and who must act.
    List {
        /// Save the list as well: .csv or .xlsx by its ending.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    /// Put a D in front of the student number and mark the profile as the duplicate.
    Mark {
        /// Student number, SSID, or a number the student had before.
        number: String,
    },
    /// Take the D and the mark away again.
    Unmark {
        /// Student number, SSID, or a number the student had before.
        number: String,
    },
    /// Say why a profile is not integrated.
    Cause {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// The cause.
        cause: CauseName,
    },
}

/// A cause by its name.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum CauseName {
    /// Added by hand in Special Programs.
    AddedByHand,
    /// A transfer envelope was received before the enrollment was complete.
    TransferEnvelope,
    /// An inactive student from the SETS migration, active again.
    Migrated,
    /// A no-show at the start of the school year.
    NoShow,
    /// A provisional ID was assigned before the enrollment was complete.
    Provisional,
    /// Not known: what the data tells counts again.
    NotKnown,
}

/// Students.
#[derive(Debug, Subcommand)]
pub enum Students {
    /// List students.
    List {
        /// Only students whose current school has this number.
        #[arg(long, value_name = "CODE")]
        school: Option<String>,
        /// Only students whose name, numbers or birth date have these words.
        #[arg(long, value_name = "TEXT")]
        find: Option<String>,
        /// Only students without an SSID.
        #[arg(long)]
        missing_ssid: bool,
        /// Only students with changes that the state has not been told of.
        #[arg(long)]
        changed: bool,
        /// At most so many; the total is said all the same.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Show one student, with the program data.
    Show {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// A profile that was merged is shown as it was kept, and not the one it was merged into.
        #[arg(long)]
        record: bool,
    },
    /// Change fields of a student, as the Student Editor would.
    #[command(after_help = FIELDS)]
    Set {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// What to change; nothing after the = clears the field.
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
    },
    /// Add a student, as the Student Editor would.
    #[command(after_help = FIELDS)]
    Add {
        /// The new record's fields.
        #[arg(required = true, value_name = "FIELD=VALUE")]
        fields: Vec<String>,
        /// Add the student although there are others who look alike: that they are different persons is written down.
        #[arg(long)]
        different_person: bool,
        /// How you know that they are, in your words; kept with the decision.
        #[arg(long, value_name = "TEXT", default_value = "", requires = "different_person")]
        reason: String,
    },
    /// Save all students as a CSV file, as an Excel workbook, which alone keeps zeros in front of numbers when Excel
    /// opens it, or as OneRoster for other systems.
    Export {
        /// The file, ending in .csv, .xlsx or, for OneRoster, .zip.
        file: PathBuf,
        /// What it is; otherwise the ending says it.
        #[arg(long)]
        format: Option<ExportFormat>,
    },
    /// End every enrollment that runs on a day.
    Withdraw {
        /// Student number, SSID, or a number the student had before.
        number: String,
        /// The last day, e.g. 2026-11-20.
        #[arg(long)]
        date: String,
    },
    /// Events of special programs, and the list of all program data.
    #[command(subcommand, visible_alias = "programs")]
    Events(Events),
    /// Documents kept with a student.
    #[command(subcommand)]
    Documents(Documents),
    /// Notes about a student.
    #[command(subcommand)]
    Notes(Notes),
    /// Parents, guardians and other contacts.
    #[command(subcommand)]
    Guardians(Guardians),
}

const FIELDS: &str = "Fields: number, last_name, first_name, middle_name, suffix, preferred_last_name, \
preferred_first_name, birth_date, birth_proof, gender, ethnicity, language, ssid, provisional_id, integration_idt, \
guardian, phone, email, address, address_from, state_excluded, no_show, photo_consent (yes, no, or blank for not \
asked), alerts, custody; and of the current enrollment: school, grade, entry_date, exit_date.";

/// What students are saved as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ExportFormat {
    /// A CSV file.
    Csv,
    /// An Excel workbook.
    Xlsx,
    /// OneRoster 1.2, a zip.
    #[value(name = "oneroster-1.2")]
    OneRoster,
}

impl ExportFormat {
    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::OneRoster => "zip",
        }
    }
}
