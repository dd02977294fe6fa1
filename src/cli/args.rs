//! The arguments, as `--help` shows them.

use super::duplicate_args::Duplicates;
use super::program_args::{Documents, Events, Guardians, Notes};
use clap::{Args, Parser, Subcommand, ValueEnum};
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

/// Imports.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Compare a roster with the students here, and take what is new or changed.
    Roster {
        /// The roster, a CSV file.
        path: PathBuf,
        /// Create schools that are not known yet; without it their rows are held back.
        #[arg(long)]
        create_schools: bool,
        /// Only say what it would do.
        #[arg(long)]
        dry_run: bool,
    },
    /// Compare the SIS's export with the General Student Table, and take what is new or changed. No profile is touched.
    General {
        /// The export, a CSV file.
        path: PathBuf,
        /// Only say what it would do.
        #[arg(long)]
        dry_run: bool,
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
        /// Add the student although there are others who look alike: that they are different persons is written down. Needs
        /// --reason.
        #[arg(long)]
        different_person: bool,
        /// How you know that they are, in your words; kept with the decision.
        #[arg(long, value_name = "TEXT", default_value = "", requires = "different_person")]
        reason: String,
    },
    /// Save all students as a CSV file or an Excel workbook.
    Export {
        /// The file, ending in .csv or .xlsx.
        file: PathBuf,
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

/// The journal.
#[derive(Debug, Subcommand)]
pub enum History {
    /// List operations, newest first.
    List {
        /// At most so many.
        #[arg(long, value_name = "N")]
        limit: Option<usize>,
    },
    /// Undo an operation: all of it or nothing. A merge needs a security administrator.
    Undo {
        /// The operation's number, as `history list` says it.
        operation: u64,
        #[command(flatten)]
        signed: SignedIfNeeded,
        /// Of a merge: a field of the Target that was edited since, and goes back all the same.
        #[arg(long, value_name = "FIELD")]
        back: Vec<String>,
        /// Of a merge: a row added to the Target since, by its number, that goes to the Source.
        #[arg(long, value_name = "ROW")]
        to_source: Vec<u64>,
    },
}

/// Signing in as security administrator.
#[derive(Debug, Args)]
pub struct Signed {
    /// The account's name. The first use of `admin` sets its password.
    #[arg(long, value_name = "NAME")]
    pub user: String,
    /// Read the password from the first line of standard input; there is no other way to give it.
    #[arg(long, required = true)]
    pub password_stdin: bool,
}

/// Signing in as security administrator, where it may be needed.
#[derive(Debug, Args)]
pub struct SignedIfNeeded {
    /// The security administrator's account.
    #[arg(long, value_name = "NAME", requires = "password_stdin")]
    pub user: Option<String>,
    /// Read the password from the first line of standard input; there is no other way to give it.
    #[arg(long, requires = "user")]
    pub password_stdin: bool,
}

/// Security administrators.
#[derive(Debug, Subcommand)]
pub enum Administrators {
    /// List the accounts.
    List,
    /// Add an account. Its password is the second line of standard input.
    Add {
        /// Its name: letters, digits, and . - _
        name: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Set an account's password: the second line of standard input.
    Password {
        /// The account's name.
        name: String,
        #[command(flatten)]
        signed: Signed,
    },
    /// Close an account for good.
    Close {
        /// The account's name.
        name: String,
        #[command(flatten)]
        signed: Signed,
    },
}

/// Merge Student Profiles.
#[derive(Debug, Subcommand)]
pub enum Merge {
    /// The review of the differences; changes nothing.
    Plan {
        /// The Source profiles: the duplicates, by student number, SSID or former number.
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
        /// The Target profile: the one that stays.
        #[arg(long)]
        target: String,
        /// What a row takes: FIELD=source, target, both, blank, or FIELD==TEXT.
        #[arg(long, value_name = "FIELD=WHAT")]
        take: Vec<String>,
    },
    /// Save the merge; refuses while anything is undecided or blocked.
    Apply {
        /// The Source profiles: the duplicates, by student number, SSID or former number.
        #[arg(required = true, value_name = "SOURCE")]
        sources: Vec<String>,
        /// The Target profile: the one that stays.
        #[arg(long)]
        target: String,
        /// What a row takes: FIELD=source, target, both, blank, or FIELD==TEXT.
        #[arg(long, value_name = "FIELD=WHAT")]
        take: Vec<String>,
        /// Why these profiles are one student; kept in the journal.
        #[arg(long)]
        reason: String,
        /// The security administrator's account.
        #[arg(long, default_value = "admin")]
        user: String,
        /// Read the password from standard input; there is no other way to give it.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
}
