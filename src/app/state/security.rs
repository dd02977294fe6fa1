//! Who is signed in as security administrator.

use crate::domain::account::{ADMIN, Account};
use crate::domain::student::Timestamp;

/// Who is signed in as security administrator, and the sign-in.
#[derive(Debug, Default)]
pub struct SecurityState {
    /// The account that is signed in.
    pub signed_in: Option<String>,
    /// When somebody touched the program last, while signed in.
    pub touched: Option<Timestamp>,
    /// Whether the sign-in is open.
    pub asking: bool,
    /// What was wrong with the last attempt, as a sentence.
    pub problem: Option<String>,
    /// Counts up with every attempt that has ended, so that the dialog knows when to take the keyboard back.
    pub attempts: u64,
    /// The account whose sign-in has to wait because wrong passwords were given.
    pub waiting: Option<Waiting>,
    /// Whether the password of `admin` is still to be set.
    pub first_use: bool,
    /// Every account, by name; the password's hash does not come this far.
    pub administrators: Vec<Administrator>,
}

/// An account, as screens see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Administrator {
    /// Its name.
    pub name: String,
    /// When its password was set last.
    pub set_at: Option<Timestamp>,
    /// Whether it may no longer sign in.
    pub closed: bool,
}

/// A wait after wrong passwords.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The account.
    pub account: String,
    /// Until when.
    pub until: Timestamp,
    /// Seconds that are left.
    pub seconds: u64,
}

impl SecurityState {
    /// Takes over which accounts there are.
    pub(in crate::app) fn follow(&mut self, accounts: Vec<Account>) {
        let admin = accounts.iter().find(|a| a.name == ADMIN);
        self.first_use = admin.is_none_or(|a| a.hash.is_empty() && !a.closed);
        let each = accounts.into_iter().map(|a| Administrator {
            name: a.name,
            set_at: a.set_at,
            closed: a.closed,
        });
        self.administrators = each.collect();
    }
}
