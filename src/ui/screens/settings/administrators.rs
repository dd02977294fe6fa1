//! Settings: the security administrators. Each change is made at once, by an administrator who is signed in.

use super::super::sign_in::signed_in_line;
use super::super::{Cx, words};
use crate::app::{Administrator, Command, Secret, SecurityCommand, Session};
use crate::domain::account::{PASSWORD_RULE, account_name, check_password};
use crate::ui::theme::{Theme, Tone, strong};
use crate::ui::widgets::{
    Because, Column, TableSpec, button, card, cell_text, cell_weak, confirm, note, password_field,
    primary_button, text_field, weak,
};
use egui::{Label, Ui};
use std::path::{Path, PathBuf};

const FIRST_SIGN_IN: &str = "Sign in as security administrator first.";

/// What is being typed.
#[derive(Default)]
pub struct Administrators {
    of: PathBuf,
    /// The account that is looked at.
    chosen: Option<String>,
    changed: Twice,
    name: String,
    added: Twice,
    /// Asked before the chosen account is closed.
    closing: bool,
}

/// A password typed twice.
#[derive(Default)]
struct Twice {
    password: String,
    again: String,
}

impl Twice {
    /// The two fields; answers with what is still wrong.
    fn fields(&mut self, ui: &mut Ui, account: &str, label: &str) -> Option<String> {
        let rule = check_password(account, &self.password).err();
        let shown = rule.as_deref().filter(|_| !self.password.is_empty());
        password_field(ui, label, &mut self.password, shown);
        ui.add_space(2.0);
        let apart = self.password != self.again;
        let shown = (apart && !self.again.is_empty()).then_some("This is not the same password.");
        password_field(ui, &format!("{label} again"), &mut self.again, shown);
        rule.or_else(|| apart.then(|| "Type the same password twice.".to_owned()))
    }

    fn take(&mut self) -> (Secret, Secret) {
        let taken = std::mem::take(self);
        (Secret(taken.password), Secret(taken.again))
    }
}

impl Administrators {
    /// Starts anew in another district; what was typed for a change does not outlive the sign-in.
    pub fn follow(&mut self, path: &Path, session: &Session) {
        if self.of != path {
            *self = Self {
                of: path.to_owned(),
                ..Self::default()
            };
        }
        if session.security.signed_in.is_none() {
            self.changed = Twice::default();
            self.added = Twice::default();
            self.closing = false;
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let security = &session.security;
        card(
            ui,
            "Security administrators",
            |_| {},
            |ui| {
                ui.add(
                    Label::new("Merging profiles, undoing a merge, the merge policy and the time after which an administrator is signed out need one of these accounts. Passwords are kept as hashes only: nobody can read them.")
                        .wrap(),
                );
                signed_in_line(ui, cx, session.security.signed_in.as_deref());
                ui.add_space(4.0);
                if security.first_use {
                    note(ui, Tone::Accent, |ui| {
                        let said = "No password has been set for admin yet. “Sign in” above sets it. After that, more accounts can be added here.";
                        ui.add(Label::new(said).wrap());
                    });
                    return;
                }
                self.table(ui, cx, session);
                let chosen = security
                    .administrators
                    .iter()
                    .find(|a| self.chosen.as_ref() == Some(&a.name));
                if let Some(chosen) = chosen {
                    ui.add_space(8.0);
                    self.account(ui, cx, session, chosen);
                }
            },
        );
        if !security.first_use {
            ui.add_space(Theme::of(ui.ctx()).size.gap - ui.spacing().item_spacing.y);
            card(
                ui,
                "Add an administrator",
                |_| {},
                |ui| self.new_account(ui, cx, session),
            );
        }
        self.ask(ui, cx);
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let list = &session.security.administrators;
        let columns = [
            Column::share("Account", 140.0, 1.0),
            Column::fixed("Password set", 150.0),
            Column::fixed("State", 120.0),
        ];
        let state = |a: &Administrator| match session.security.signed_in.as_ref() {
            _ if a.closed => "closed",
            Some(name) if *name == a.name => "signed in",
            _ => "can sign in",
        };
        let set = |a: &Administrator| {
            a.set_at
                .map_or_else(String::new, |at| words::when(at, cx.view.today))
        };
        let at = list.iter().position(|a| self.chosen.as_ref() == Some(&a.name));
        let mut spec = TableSpec::new("administrators", "Security administrators", &columns, list.len())
            .fitted()
            .selected(at);
        spec.row_height = Theme::of(ui.ctx()).size.row;
        let events = spec.show(
            ui,
            |n| format!("{}: {}", list[n].name, state(&list[n])),
            |n, column, ui| match column {
                0 => drop(cell_text(ui, &list[n].name)),
                1 => drop(cell_weak(ui, &set(&list[n]))),
                _ => drop(cell_text(ui, state(&list[n]))),
            },
        );
        if let Some(n) = events.select.or(events.open) {
            self.chosen = Some(list[n].name.clone());
            self.changed = Twice::default();
        }
    }

    fn account(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, chosen: &Administrator) {
        let security = &session.security;
        ui.label(strong(&chosen.name));
        if chosen.closed {
            weak(ui, "This account is closed. Its name is not used again.");
            return;
        }
        let mine = security.signed_in.as_ref() == Some(&chosen.name);
        let last = security.administrators.iter().filter(|a| !a.closed).count() <= 1;
        if security.signed_in.is_none() {
            weak(ui, FIRST_SIGN_IN);
            return;
        }
        let wrong = narrow(ui, |ui| {
            let wrong = self.changed.fields(ui, &chosen.name, "New password");
            weak(ui, PASSWORD_RULE);
            wrong
        });
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            let reason = busy(cx).or(wrong.as_deref());
            if primary_button(ui, reason.is_none(), "Set the new password")
                .because(reason.unwrap_or_default())
                .clicked()
            {
                let (password, again) = self.changed.take();
                cx.send(Command::Security(SecurityCommand::ChangePassword {
                    account: chosen.name.clone(),
                    password,
                    again,
                }));
            }
            let reason = busy(cx).or(match (last, mine) {
                (true, _) => Some("It is the last account that can sign in. Add another one first."),
                (false, true) => Some("You are signed in with it. Another administrator can close it."),
                (false, false) => None,
            });
            if button(ui, reason.is_none(), "Close this account …")
                .because(reason.unwrap_or_default())
                .clicked()
            {
                self.closing = true;
            }
        });
    }

    fn new_account(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let security = &session.security;
        if security.signed_in.is_none() {
            weak(ui, FIRST_SIGN_IN);
            return;
        }
        let name = account_name(&self.name);
        let taken = name
            .as_ref()
            .is_ok_and(|n| security.administrators.iter().any(|a| a.name == *n));
        let problem = match &name {
            Err(why) if !self.name.trim().is_empty() => Some(why.clone()),
            Ok(n) if taken => Some(format!("There is an account {n} already.")),
            _ => None,
        };
        let wrong = narrow(ui, |ui| {
            text_field(ui, "Account name", &mut self.name, problem.as_deref());
            ui.add_space(2.0);
            let wrong = self.added.fields(ui, &self.name, "Password");
            weak(ui, PASSWORD_RULE);
            wrong
        });
        ui.add_space(6.0);
        let reason = busy(cx)
            .or(name.as_ref().err().map(String::as_str))
            .or(problem.as_deref())
            .or(wrong.as_deref());
        let pressed = primary_button(ui, reason.is_none(), "Add administrator")
            .because(reason.unwrap_or_default())
            .clicked();
        if pressed && let Ok(account) = name {
            let (password, again) = self.added.take();
            self.name.clear();
            cx.send(Command::Security(SecurityCommand::AddAdministrator {
                account,
                password,
                again,
            }));
        }
    }

    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some(chosen) = self.chosen.as_ref().filter(|_| self.closing) else {
            return;
        };
        let title = format!("Close the account {chosen}?");
        let sentence = "Nobody can sign in with it any more. What was done with it stays in History. This cannot be undone; a new account can be added under another name.";
        if let Some(yes) = confirm(
            ui.ctx(),
            Tone::Bad,
            &title,
            sentence,
            "Close the account",
            "Leave it",
        ) {
            self.closing = false;
            if yes {
                cx.send(Command::Security(SecurityCommand::CloseAccount(chosen.clone())));
            }
        }
    }
}

/// Why nothing can be changed now.
fn busy(cx: &Cx<'_>) -> Option<&'static str> {
    cx.view
        .busy()
        .then_some("Wait until the work under way has ended.")
}

/// Fields for names and passwords are not as wide as the screen.
fn narrow<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width().min(340.0));
        add(ui)
    })
    .inner
}
