//! Who is signed in as security administrator.

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
    /// Whether the password of `admin` is still to be set.
    pub first_use: bool,
    /// Accounts that can sign in, by name.
    pub accounts: Vec<String>,
}
