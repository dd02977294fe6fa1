//! What signing in as security administrator asks for.

use std::fmt;

/// A password on its way to being checked. Never printed, not even by `{:?}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a password)")
    }
}

/// What signing in as security administrator asks for.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each is named for the button that sends it")]
pub enum SecurityCommand {
    /// Opens or closes the sign-in.
    AskSignIn(bool),
    SignIn {
        account: String,
        password: Secret,
    },
    /// Sets the password of `admin` at first use, and signs in with it.
    FirstPassword {
        password: Secret,
        again: Secret,
    },
    SignOut,
    AddAdministrator {
        account: String,
        password: Secret,
        again: Secret,
    },
    ChangePassword {
        account: String,
        password: Secret,
        again: Secret,
    },
    CloseAccount(String),
}
