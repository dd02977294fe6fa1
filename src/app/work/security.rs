//! Security administrators: signing in, the first password, adding, changing and closing accounts. Every sign-in, every
//! refusal and every change is an operation in the journal, committed together with the account it is about.
//!
//! Checking or setting a password takes long on purpose (argon2id with 19 MiB); the window does it in a job.

use super::{WorkError, passwords, said};
use crate::app::stamp::Stamp;
use crate::domain::account::{ADMIN, Account, account_name, check_password, seconds, spoken, wait};
use crate::domain::journal::{AccountChange, What};
use crate::store::{Reader, Store, StoreError, Writer};

/// Why somebody was not signed in. The journal has it.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// There is no such account, it is closed, or the password is wrong; which of them is not told.
    #[error("The account name or the password is wrong.")]
    Wrong,
    /// Wrong passwords were given before: even the right one is refused for a while.
    #[error("Wrong passwords were given for {account} before. Wait {} and try again.", spoken(*.seconds))]
    Wait {
        /// The account.
        account: String,
        /// For how long.
        seconds: u64,
    },
    /// The password of `admin` was never set.
    #[error("No password has been set for admin yet. Set it first.")]
    FirstUse,
    /// The store, or the computer.
    #[error(transparent)]
    Work(#[from] WorkError),
}

impl From<StoreError> for SignInError {
    fn from(e: StoreError) -> Self {
        SignInError::Work(e.into())
    }
}

/// Every account, closed ones among them, by name.
///
/// # Errors
/// When the store cannot be read.
pub fn accounts(store: &Store) -> Result<Vec<Account>, StoreError> {
    store.read()?.accounts()
}

/// Whether the password of `admin` is still to be set: nobody can sign in before.
///
/// # Errors
/// When the store cannot be read.
pub fn first_use(store: &Store) -> Result<bool, StoreError> {
    is_first_use(&store.read()?)
}

fn is_first_use(reader: &Reader) -> Result<bool, StoreError> {
    Ok(reader
        .account(ADMIN)?
        .is_none_or(|a| a.hash.is_empty() && !a.closed))
}

/// Sets the password of `admin` at first use, and signs in with it: two operations in one transaction.
///
/// # Errors
/// When it was set before, or the password may not be one.
pub fn set_first_password(store: &Store, password: &str, stamp: &Stamp) -> Result<(), WorkError> {
    let hash = new_hash(ADMIN, password)?;
    let mut writer = store.write()?;
    if !is_first_use(writer.reader())? {
        return said("The password of admin was set before. Sign in with it.");
    }
    writer.account(Account::new(ADMIN, hash, stamp.now));
    writer.next_operation(What::AccountSaved {
        account: ADMIN.into(),
        how: AccountChange::PasswordSet,
    });
    let what = What::SignedIn {
        account: ADMIN.into(),
    };
    commit(writer, what, &stamp.who, stamp)
}

/// Signs in; answers with the account's name as it is kept.
///
/// # Errors
/// When it is refused: the journal says so as well. An unknown account is answered with the same sentence as a wrong
/// password, and after the same time.
pub fn sign_in(store: &Store, account: &str, password: &str, stamp: &Stamp) -> Result<String, SignInError> {
    let reader = store.read()?;
    let name = account_name(account).ok();
    if name.as_deref() == Some(ADMIN) && is_first_use(&reader)? {
        return Err(SignInError::FirstUse);
    }
    let known = match &name {
        Some(name) => reader.account(name)?.filter(Account::is_open),
        None => None,
    };
    drop(reader);
    let Some(mut known) = known else {
        // As long as for a known one; and what was typed is not written down: it may well be the password.
        std::hint::black_box(passwords::hash(password)?);
        let why = What::SignInRefused {
            account: "an unknown account".into(),
            why: "there is no such account".into(),
        };
        commit(store.write()?, why, &stamp.who, stamp)?;
        return Err(SignInError::Wrong);
    };
    if let Some(left) = wait(&known, stamp.now) {
        let left = seconds(left);
        let what = What::SignInRefused {
            account: known.name.clone(),
            why: format!("wrong passwords before, {} to wait", spoken(left)),
        };
        commit(store.write()?, what, &stamp.who, stamp)?;
        return Err(SignInError::Wait {
            account: known.name,
            seconds: left,
        });
    }
    let right = passwords::is_right(&known.hash, password)?;
    let mut writer = unchanged(store, &known)?;
    let what = if right {
        known.forgive();
        What::SignedIn {
            account: known.name.clone(),
        }
    } else {
        known.failed(stamp.now);
        What::SignInRefused {
            account: known.name.clone(),
            why: "wrong password".into(),
        }
    };
    let name = known.name.clone();
    writer.account(known);
    commit(writer, what, &stamp.who, stamp)?;
    if right { Ok(name) } else { Err(SignInError::Wrong) }
}

/// Ends a sign-in; `idle` when nobody had touched the program for the time the district set.
///
/// # Errors
/// When the store cannot be written.
pub fn sign_out(store: &Store, account: &str, idle: bool, stamp: &Stamp) -> Result<(), WorkError> {
    let what = What::SignedOut {
        account: account.to_owned(),
        idle,
    };
    commit(store.write()?, what, &stamp.who, stamp)
}

/// Adds an account. `by` is the administrator who is signed in.
///
/// # Errors
/// When nobody with the right is signed in, the name is taken or cannot be one, or the password may not be one.
pub fn add(
    store: &Store,
    by: Option<&str>,
    name: &str,
    password: &str,
    stamp: &Stamp,
) -> Result<(), WorkError> {
    let stamp = right(&store.read()?, by, "add an account", stamp)?;
    let name = account_name(name).map_err(WorkError::Said)?;
    let hash = new_hash(&name, password)?;
    let mut writer = store.write()?;
    if let Some(there) = writer.reader().account(&name)? {
        // A name is used once only: what History says of it is about one person.
        return said(if there.closed {
            format!("There was an account {name}, and it is closed. Choose another name.")
        } else {
            format!("There is an account {name} already.")
        });
    }
    writer.account(Account::new(&name, hash, stamp.now));
    let what = What::AccountSaved {
        account: name,
        how: AccountChange::Added,
    };
    commit(writer, what, &stamp.who, &stamp)
}

/// Sets a new password for an account, one's own or another's; wrong passwords given before are forgotten.
///
/// # Errors
/// When nobody with the right is signed in, there is no such account, it is closed, or the password may not be one.
pub fn change_password(
    store: &Store,
    by: Option<&str>,
    name: &str,
    password: &str,
    stamp: &Stamp,
) -> Result<(), WorkError> {
    let reader = store.read()?;
    let stamp = right(&reader, by, "set a password", stamp)?;
    let mut account = open_account(&reader, name)?;
    drop(reader);
    let hash = new_hash(&account.name, password)?;
    let mut writer = unchanged(store, &account)?;
    account.hash = hash;
    account.set_at = Some(stamp.now);
    account.forgive();
    let what = What::AccountSaved {
        account: account.name.clone(),
        how: AccountChange::PasswordSet,
    };
    writer.account(account);
    commit(writer, what, &stamp.who, &stamp)
}

/// Closes an account for good: nobody can sign in with it any more.
///
/// # Errors
/// When nobody with the right is signed in, there is no such account, it is closed already, it is the last one, or it is
/// one's own.
pub fn close(store: &Store, by: Option<&str>, name: &str, stamp: &Stamp) -> Result<(), WorkError> {
    let mut writer = store.write()?;
    let stamp = right(writer.reader(), by, "close an account", stamp)?;
    let mut account = open_account(writer.reader(), name)?;
    let open = writer.reader().accounts()?.iter().filter(|a| a.is_open()).count();
    if open <= 1 {
        return said(format!(
            "{} is the last account that can sign in. Add another one first.",
            account.name
        ));
    }
    if by == Some(account.name.as_str()) {
        return said("You are signed in with this account. Another administrator can close it.");
    }
    account.closed = true;
    let what = What::AccountSaved {
        account: account.name.clone(),
        how: AccountChange::Closed,
    };
    writer.account(account);
    commit(writer, what, &stamp.who, &stamp)
}

/// The stamp of a signed-in administrator.
fn right(reader: &Reader, by: Option<&str>, what: &str, stamp: &Stamp) -> Result<Stamp, WorkError> {
    let refused = || {
        WorkError::Said(format!(
            "Only a security administrator can {what}. Sign in first."
        ))
    };
    let by = by.ok_or_else(refused)?;
    if !reader.account(by)?.is_some_and(|a| a.is_open()) {
        return Err(refused());
    }
    Ok(stamp.as_administrator(by))
}

fn open_account(reader: &Reader, name: &str) -> Result<Account, WorkError> {
    let name = account_name(name).map_err(WorkError::Said)?;
    match reader.account(&name)? {
        Some(account) if account.is_open() => Ok(account),
        Some(account) if account.closed => said(format!("The account {name} is closed.")),
        _ => said(format!("There is no account {name}.")),
    }
}

/// Begins an operation on an account that is still as it was read: passwords take their time.
fn unchanged<'s>(store: &'s Store, account: &Account) -> Result<Writer<'s>, StoreError> {
    let writer = store.write()?;
    if writer.reader().account(&account.name)?.as_ref() != Some(account) {
        return Err(StoreError::Stale);
    }
    Ok(writer)
}

fn new_hash(account: &str, password: &str) -> Result<String, WorkError> {
    check_password(account, password).map_err(WorkError::Said)?;
    passwords::hash(password)
}

fn commit(writer: Writer<'_>, what: What, who: &str, stamp: &Stamp) -> Result<(), WorkError> {
    writer.commit(what, who, stamp.now, &mut |_, _| true)?;
    Ok(())
}
