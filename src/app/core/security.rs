//! Signing in as security administrator, signing out, also after idle time, and the accounts.

use super::Core;
use crate::app::command::{Secret, SecurityCommand};
use crate::app::notice::{Level, Notice};
use crate::app::stamp::Stamp;
use crate::app::state::{Phase, SecurityState, Waiting};
use crate::app::work::WorkError;
use crate::app::work::security::{self, SignInError};
use crate::domain::account::{seconds, wait};
use crate::domain::student::Timestamp;
use crate::store::Store;
use chrono::TimeDelta;
use std::time::Duration;

const NOT_ALIKE: &str = "The two passwords are not the same. Type the same one twice.";

impl Core {
    /// The security administrator who is signed in.
    pub fn administrator(&self) -> Option<&str> {
        match &self.phase {
            Phase::Open(session) => session.security.signed_in.as_deref(),
            _ => None,
        }
    }

    /// The stamp of what is done with the right of the administrator who is signed in: "registrar (admin)". The plain
    /// stamp while nobody is.
    pub(super) fn administrator_stamp(&self) -> Stamp {
        let stamp = self.stamp();
        match self.administrator() {
            Some(account) => stamp.as_administrator(account),
            None => stamp,
        }
    }

    /// Somebody pressed a key or moved the pointer: whoever is signed in is still there.
    pub fn touched(&mut self) {
        if self.administrator().is_none() {
            return;
        }
        let now = self.stamp().now;
        self.with_security(|s| s.touched = Some(now));
    }

    /// After how long [`Self::run`] has something to do by the clock alone: a wait that counts down, or signing out
    /// after idle time.
    pub fn wakes_in(&self) -> Option<Duration> {
        let Phase::Open(session) = &self.phase else {
            return None;
        };
        let second = Duration::from_secs(1);
        if session.security.asking && session.security.waiting.is_some() {
            return Some(second);
        }
        let left = idle_left(
            &session.security,
            session.district.rules.idle_minutes,
            self.stamp().now,
        )?;
        Some(left.to_std().unwrap_or_default().max(second))
    }

    /// Looks at the clock; `true` when what screens see has changed.
    pub(super) fn watch_sign_in(&mut self) -> bool {
        let Phase::Open(session) = &mut self.phase else {
            return false;
        };
        if session.security.signed_in.is_none() && session.security.waiting.is_none() {
            return false;
        }
        let now = (self.clock)().now;
        let mut changed = false;
        if let Some(waiting) = &mut session.security.waiting {
            let left = seconds(waiting.until - now);
            changed = left != waiting.seconds;
            // More than before: the clock was put back, and the wait is over.
            let over = left == 0 || left > waiting.seconds;
            waiting.seconds = left;
            if over {
                session.security.waiting = None;
            }
        }
        let minutes = session.district.rules.idle_minutes;
        if session.security.touched.is_some_and(|t| t > now) {
            // The clock was put back.
            session.security.touched = Some(now);
        }
        let over = idle_left(&session.security, minutes, now).is_some_and(|left| left <= TimeDelta::zero());
        // Work under way is waited for: it writes as this administrator, and nothing may come between.
        if over && self.job.is_none() {
            let account = session.security.signed_in.clone().unwrap_or_default();
            self.sign_out(true);
            self.tell(Notice::new(
                Level::Info,
                format!("{account} was signed out: nobody touched the program for {minutes} minutes."),
            ));
            changed = true;
        }
        changed
    }

    /// Ends the sign-in, if there is one: asked for, after idle time, or because the district is closed.
    pub(super) fn sign_out(&mut self, idle: bool) {
        let stamp = self.stamp();
        let Some(session) = self.session() else { return };
        let Some(account) = session.security.signed_in.take() else {
            return;
        };
        session.security.touched = None;
        // Whatever the store says: nobody is signed in any more.
        let written = security::sign_out(&session.store, &account, idle, &stamp);
        self.security_ended(written);
    }

    pub(super) fn run_security(&mut self, command: SecurityCommand) {
        use SecurityCommand as S;
        match command {
            S::AskSignIn(asking) => self.ask_sign_in(asking),
            S::SignIn { account, password } => self.sign_in(account, password),
            S::FirstPassword { password, again } => self.first_password(password, &again),
            S::SignOut => {
                if !self.busy() {
                    self.sign_out(false);
                }
            }
            S::AddAdministrator {
                account,
                password,
                again,
            } => self.account_work("Adding the administrator", Some((&password, &again)), {
                let password = password.clone();
                move |store, by, stamp| security::add(store, by, &account, &password.0, stamp)
            }),
            S::ChangePassword {
                account,
                password,
                again,
            } => self.account_work("Setting the password", Some((&password, &again)), {
                let password = password.clone();
                move |store, by, stamp| security::change_password(store, by, &account, &password.0, stamp)
            }),
            S::CloseAccount(account) => self.account_work("Closing the account", None, {
                move |store, by, stamp| security::close(store, by, &account, stamp)
            }),
        }
    }

    fn ask_sign_in(&mut self, asking: bool) {
        let now = self.stamp().now;
        self.with_security(|s| {
            s.asking = asking && s.signed_in.is_none();
            s.problem = None;
            s.waiting = s.waiting.take().filter(|w| w.until > now);
        });
    }

    fn sign_in(&mut self, account: String, password: Secret) {
        let Some(store) = self.store() else { return };
        if self.administrator().is_some() {
            return;
        }
        let stamp = self.stamp();
        self.start(
            "Checking the password",
            move |_| {
                let signed = security::sign_in(&store, &account, &password.0, &stamp);
                // Whether the next attempt has to wait is said at once.
                let wait = waiting(&store, &account, stamp.now);
                (signed, wait)
            },
            |core, (signed, wait)| core.sign_in_ended(signed, wait),
        );
    }

    fn first_password(&mut self, password: Secret, again: &Secret) {
        let Some(store) = self.store() else { return };
        if password != *again {
            return self.with_security(|s| {
                s.problem = Some(NOT_ALIKE.into());
                s.attempts += 1;
            });
        }
        let stamp = self.stamp();
        self.start(
            "Setting the password",
            move |_| security::set_first_password(&store, &password.0, &stamp),
            |core, set| {
                let signed = set.map(|()| crate::domain::account::ADMIN.to_owned());
                core.sign_in_ended(signed.map_err(SignInError::Work), None);
            },
        );
    }

    fn sign_in_ended(&mut self, signed: Result<String, SignInError>, waiting: Option<Waiting>) {
        let now = self.stamp().now;
        self.with_security(|s| {
            s.attempts += 1;
            s.waiting = waiting;
            match signed {
                Ok(account) => {
                    s.signed_in = Some(account);
                    s.touched = Some(now);
                    s.asking = false;
                    s.problem = None;
                }
                // The wait itself is shown, and counts down.
                Err(SignInError::Wait { .. }) => s.problem = None,
                Err(e) => s.problem = Some(e.to_string()),
            }
        });
        self.journal_grew();
    }

    /// Runs what an administrator asked for in a job: a new password takes its time.
    fn account_work(
        &mut self,
        title: &'static str,
        twice: Option<(&Secret, &Secret)>,
        work: impl FnOnce(&Store, Option<&str>, &Stamp) -> Result<(), WorkError> + Send + 'static,
    ) {
        let Some(store) = self.store() else { return };
        if twice.is_some_and(|(password, again)| password != again) {
            return self.tell(Notice::failed(NOT_ALIKE));
        }
        let by = self.administrator().map(str::to_owned);
        let stamp = self.stamp();
        self.start(
            title,
            move |_| work(&store, by.as_deref(), &stamp),
            |core, done| {
                let fine = done.is_ok();
                core.security_ended(done);
                let newest = core
                    .session()
                    .and_then(|s| s.history.operations.first().map(|o| o.what.sentence()));
                if let (true, Some(sentence)) = (fine, newest) {
                    core.tell_done(format!("{sentence}."));
                }
            },
        );
    }

    fn security_ended(&mut self, done: Result<(), WorkError>) {
        match done {
            Ok(()) => self.journal_grew(),
            Err(e) => self.tell_error(&e),
        }
    }

    /// Takes over what the journal and the accounts have that is new; no record has changed.
    fn journal_grew(&mut self) {
        let Some(session) = self.session() else { return };
        let read = session.store.read().and_then(|reader| {
            session.history.operations = reader.operations(super::history::SHOWN)?;
            session.security.follow(reader.accounts()?);
            Ok(())
        });
        if let Err(e) = read {
            self.tell_error(&e.into());
        }
    }

    fn with_security(&mut self, change: impl FnOnce(&mut SecurityState)) {
        if let Some(session) = self.session() {
            change(&mut session.security);
        }
    }
}

impl Drop for Core {
    /// Closing the program signs out, so that History does not leave it open.
    fn drop(&mut self) {
        if self.job.is_none() {
            self.sign_out(false);
        }
    }
}

/// How long the administrator who is signed in may still go without a touch; `None` when that is as long as they like.
fn idle_left(security: &SecurityState, minutes: u32, now: Timestamp) -> Option<TimeDelta> {
    let touched = security
        .touched
        .filter(|_| security.signed_in.is_some() && minutes > 0)?;
    Some(TimeDelta::minutes(i64::from(minutes)) - (now - touched))
}

/// The wait of an account, if it has one. Where it cannot be read, the next attempt says so.
fn waiting(store: &Store, account: &str, now: Timestamp) -> Option<Waiting> {
    let name = crate::domain::account::account_name(account).ok()?;
    let account = store.read().ok()?.account(&name).ok()??;
    let left = wait(&account, now).filter(|_| account.is_open())?;
    Some(Waiting {
        account: name,
        until: now + left,
        seconds: seconds(left),
    })
}
