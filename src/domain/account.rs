//! Security administrators: who may merge profiles and undo a merge. Passwords are kept as argon2id hashes only.

use super::student::Timestamp;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

/// The name of the account every district has (source: step 3 of *How to Resolve Missing IntegrationIDT*).
pub const ADMIN: &str = "admin";

/// The most characters of an account's name.
pub const LONGEST_NAME: usize = 40;
/// The fewest characters of a password.
pub const SHORTEST_PASSWORD: usize = 8;
/// The most characters of a password.
pub const LONGEST_PASSWORD: usize = 256;
/// What a password has to be, in words.
pub const PASSWORD_RULE: &str =
    "At least 8 characters, and not the account's name. A few words with blanks between them are a good one.";

/// Wrong passwords after which the next attempt has to wait for nothing.
const FREE: u32 = 2;
/// The longest wait, in seconds: 15 minutes.
const LONGEST_WAIT: i64 = 15 * 60;

/// A security administrator's account. It lies in the store beside the journal, not in it: undo never brings an old
/// password back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its name, in small letters.
    pub name: String,
    /// The password's argon2id hash in PHC form; empty until the password is set at first use.
    pub hash: String,
    /// When the password was set last.
    pub set_at: Option<Timestamp>,
    /// Wrong passwords since the last sign-in.
    pub failures: u32,
    /// When the last wrong password was given.
    pub failed_at: Option<Timestamp>,
    /// Whether the account may no longer sign in.
    pub closed: bool,
}

impl Account {
    /// An account with a password that was just set.
    pub fn new(name: &str, hash: String, now: Timestamp) -> Self {
        Self {
            name: name.to_owned(),
            hash,
            set_at: Some(now),
            failures: 0,
            failed_at: None,
            closed: false,
        }
    }

    /// Whether somebody who knows the password can sign in with it.
    pub fn is_open(&self) -> bool {
        !self.closed && !self.hash.is_empty()
    }

    /// A wrong password was given.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        self.failed_at = Some(now);
    }

    /// The right password was given, or a new one was set.
    pub fn forgive(&mut self) {
        self.failures = 0;
        self.failed_at = None;
    }
}

/// How long even the right password is refused, because wrong ones were given before; `None` when it is taken. Two
/// failures cost nothing; then the wait doubles with each, from one second to a quarter of an hour.
pub fn wait(account: &Account, now: Timestamp) -> Option<TimeDelta> {
    let beyond = account.failures.checked_sub(FREE + 1)?;
    let seconds = 1_i64.checked_shl(beyond.min(30)).unwrap_or(LONGEST_WAIT);
    let since = now - account.failed_at?;
    // A clock that was put back locks nobody out; whoever can put it back could put it forward just as well.
    if since < TimeDelta::zero() {
        return None;
    }
    let left = TimeDelta::seconds(seconds.min(LONGEST_WAIT)) - since;
    (left > TimeDelta::zero()).then_some(left)
}

/// The whole seconds of a wait, the last one begun counted as whole.
pub fn seconds(wait: TimeDelta) -> u64 {
    let whole = u64::try_from(wait.num_seconds()).unwrap_or_default();
    whole + u64::from(wait.subsec_nanos() > 0)
}

/// A duration in words: "5 seconds", "2 minutes 8 seconds".
pub fn spoken(seconds: u64) -> String {
    let count = |n: u64, one, many| super::text::count(usize::try_from(n).unwrap_or(usize::MAX), one, many);
    let (minutes, rest) = (seconds / 60, seconds % 60);
    match (minutes, rest) {
        (0, s) => count(s, "second", "seconds"),
        (m, 0) => count(m, "minute", "minutes"),
        (m, s) => format!(
            "{} {}",
            count(m, "minute", "minutes"),
            count(s, "second", "seconds")
        ),
    }
}

/// The name of an account as it was typed, in the form in which it is kept: small letters without blanks around it.
///
/// # Errors
/// A sentence that says what stood there and what was expected.
pub fn account_name(typed: &str) -> Result<String, String> {
    let name = typed.trim().to_lowercase();
    if name.is_empty() {
        return Err("The account needs a name.".into());
    }
    if let Some(wrong) = name
        .chars()
        .find(|c| !(c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_')))
    {
        let wrong = match wrong {
            c if c.is_whitespace() => "a blank".to_owned(),
            c => format!("“{c}”"),
        };
        return Err(format!(
            "The account name has {wrong} in it. Use the letters a to z, digits, and . - _ only."
        ));
    }
    if name.len() > LONGEST_NAME {
        return Err(format!(
            "The account name has {} characters; {LONGEST_NAME} are the most.",
            name.len()
        ));
    }
    Ok(name)
}

/// Whether a password may be set for an account. There are no rules about kinds of characters: they make passwords
/// harder to remember and not harder to guess.
///
/// # Errors
/// A sentence that says what was expected; never the password.
pub fn check_password(account: &str, password: &str) -> Result<(), String> {
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(format!(
            "The password has {}; at least {SHORTEST_PASSWORD} are needed.",
            super::text::count(length, "character", "characters")
        ));
    }
    if length > LONGEST_PASSWORD {
        return Err(format!(
            "The password has {length} characters; {LONGEST_PASSWORD} are the most."
        ));
    }
    if password.trim().to_lowercase() == account.trim().to_lowercase() {
        return Err("The password is the account's name. Choose another one.".into());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn second(n: i64) -> Timestamp {
        Timestamp::from_timestamp(1_795_000_000 + n, 0).unwrap()
    }

    #[test]
    fn the_wait_doubles_from_the_third_wrong_password_to_a_quarter_of_an_hour() {
        for (failures, expected) in [
            (0, None),
            (1, None),
            (2, None),
            (3, Some(1)),
            (4, Some(2)),
            (5, Some(4)),
            (12, Some(512)),
            (13, Some(900)),
            (u32::MAX, Some(900)),
        ] {
            let mut a = Account::new(ADMIN, "x".into(), second(0));
            a.failures = failures;
            a.failed_at = Some(second(0));
            assert_eq!(wait(&a, second(0)).map(seconds), expected, "{failures} failures");
            assert_eq!(wait(&a, second(900)), None, "{failures} failures, later");
        }
    }

    #[test]
    fn the_wait_runs_out_second_by_second_and_a_clock_put_back_locks_nobody_out() {
        let mut a = Account::new(ADMIN, "x".into(), second(0));
        for _ in 0..5 {
            a.failed(second(10));
        }
        assert_eq!(wait(&a, second(11)).map(seconds), Some(3));
        let half = second(11) + TimeDelta::milliseconds(500);
        assert_eq!(wait(&a, half).map(seconds), Some(3), "2.5 seconds are said as 3");
        assert_eq!(wait(&a, second(14)), None);
        assert_eq!(wait(&a, second(9)), None);
        a.forgive();
        assert_eq!(wait(&a, second(10)), None);
        assert_eq!(spoken(1), "1 second");
        assert_eq!(spoken(120), "2 minutes");
        assert_eq!(spoken(128), "2 minutes 8 seconds");
    }

    #[test]
    fn account_names_are_small_letters_digits_and_a_few_signs() {
        assert_eq!(account_name(" J.Lee-2_b "), Ok("j.lee-2_b".into()));
        for (typed, part) in [
            ("", "needs a name"),
            ("j lee", "a blank"),
            ("josé", "“é”"),
            ("a/b", "“/”"),
        ] {
            let said = account_name(typed).unwrap_err();
            assert!(said.contains(part), "{typed}: {said}");
        }
        assert!(account_name(&"a".repeat(40)).is_ok());
        assert!(
            account_name(&"a".repeat(41))
                .unwrap_err()
                .contains("41 characters")
        );
    }

    #[test]
    fn a_password_is_long_enough_and_not_the_account_name_and_nothing_else_is_asked() {
        assert!(check_password("admin", "aaaaaaaa").is_ok());
        assert!(check_password("admin", "kärçåß✓✓").is_ok());
        assert!(check_password("admin", &"x".repeat(256)).is_ok());
        for (account, password, part) in [
            ("admin", "", "0 characters"),
            ("admin", "1234567", "7 characters"),
            ("principal", " Principal", "account's name"),
        ] {
            let said = check_password(account, password).unwrap_err();
            assert!(said.contains(part), "{said}");
        }
        assert!(check_password("admin", &"x".repeat(257)).is_err());
    }
}
