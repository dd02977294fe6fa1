//! Signing in on the command line: the password comes on standard input and never stands in the arguments, where every
//! user of the computer could read it.

use super::output::{Failure, err};
use super::run::Cx;
use crate::app::work::security::{self, SignInError};
use crate::domain::account::{ADMIN, LONGEST_PASSWORD, account_name};
use crate::store::Store;
use std::io::{BufRead, Read};

/// The most bytes of a line: no password is longer.
const LONGEST_LINE: u64 = 4 * LONGEST_PASSWORD as u64 + 2;

/// Signs in with the password on the first line of standard input; answers with the account's name as it is kept. The
/// first use of `admin` sets its password, and says so.
///
/// # Errors
/// What was wrong, as a sentence; nothing but the refusal was written then.
pub fn sign_in(store: &Store, user: &str, cx: &Cx) -> Result<String, Failure> {
    let password = line("password")?;
    cx.ticket.phase("Checking the password");
    if account_name(user).is_ok_and(|n| n == ADMIN) && security::first_use(store)? {
        security::set_first_password(store, &password, &cx.stamp)?;
        err("The password of admin was not set yet. It is now the one that was given.");
        return Ok(ADMIN.to_owned());
    }
    security::sign_in(store, user, &password, &cx.stamp).map_err(|e| match e {
        SignInError::Work(e) => e.into(),
        e => Failure::wrong(e.to_string()),
    })
}

/// The next line of standard input, without its end.
///
/// # Errors
/// When there is none, it is too long, or it is not text.
pub fn line(what: &str) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(LONGEST_LINE)
        .read_until(b'\n', &mut bytes)
        .map_err(|e| Failure::wrong(format!("The {what} could not be read from standard input: {e}.")))?;
    if bytes.is_empty() {
        return Err(Failure::wrong(format!(
            "Standard input ended where the {what} was expected: one line of text."
        )));
    }
    if bytes.len() as u64 == LONGEST_LINE && !bytes.ends_with(b"\n") {
        return Err(Failure::wrong(format!(
            "The line with the {what} is longer than a password can be ({LONGEST_PASSWORD} characters)."
        )));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| Failure::wrong(format!("The line with the {what} is not UTF-8 text.")))?;
    Ok(text.trim_end_matches(['\n', '\r']).to_owned())
}
