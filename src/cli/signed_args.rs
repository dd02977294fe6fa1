//! The arguments of what a security administrator signs in for: merges, undo, and the accounts.

use clap::{Args, Subcommand};

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
