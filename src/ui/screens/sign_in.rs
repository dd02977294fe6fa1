//! Signing in as security administrator: the dialog, and the line that says who is signed in.

use super::Cx;
use crate::app::{Command, Secret, SecurityCommand, SecurityState, Session};
use crate::domain::account::{ADMIN, PASSWORD_RULE, account_name, check_password, spoken};
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Because, button, link, modal, note, password_field, primary_button, text_field, weak,
};
use egui::{Context, Key, Label, Response, Ui};

/// What is said to somebody who has lost a password.
const LOST: &str = "Lost the password? There is no way around it. Another administrator can set a new one in Settings, Security administrators.";

/// What is being typed.
#[derive(Default)]
pub struct SignIn {
    open: bool,
    account: String,
    password: String,
    again: String,
    /// The attempts that had ended when the keyboard was put into the password field last.
    attempts: Option<u64>,
}

/// What was pressed.
enum Answer {
    Go,
    Cancel,
}

impl SignIn {
    /// Draws the dialog while it is asked for.
    pub fn show(&mut self, ctx: &Context, cx: &Cx<'_>, session: &Session) {
        let security = &session.security;
        if !security.asking {
            if self.open {
                // No password stays behind.
                *self = Self::default();
            }
            return;
        }
        if !self.open {
            *self = Self {
                open: true,
                account: ADMIN.into(),
                ..Self::default()
            };
        }
        let title = if security.first_use {
            "Set the password of admin"
        } else {
            "Sign in as security administrator"
        };
        let dialog = modal(ctx, title, |ui| {
            if security.first_use {
                self.first(ui, cx, security)
            } else {
                self.usual(ui, cx, security)
            }
        });
        match dialog.inner {
            Some(Answer::Go) if security.first_use => {
                cx.send(Command::Security(SecurityCommand::FirstPassword {
                    password: Secret(std::mem::take(&mut self.password)),
                    again: Secret(std::mem::take(&mut self.again)),
                }));
            }
            Some(Answer::Go) => cx.send(Command::Security(SecurityCommand::SignIn {
                account: self.account.clone(),
                password: Secret(std::mem::take(&mut self.password)),
            })),
            Some(Answer::Cancel) => close(cx),
            None if dialog.escaped => close(cx),
            None => {}
        }
    }

    fn usual(&mut self, ui: &mut Ui, cx: &Cx<'_>, security: &SecurityState) -> Option<Answer> {
        ui.add(Label::new("Merging profiles and undoing a merge need a security administrator. Each sign-in stands in History.").wrap());
        ui.add_space(6.0);
        let name = account_name(&self.account);
        let wait = security
            .waiting
            .as_ref()
            .filter(|w| name.as_ref().is_ok_and(|n| *n == w.account));
        let mut entered = false;
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(340.0));
            let account = text_field(ui, "Account name", &mut self.account, None);
            entered |= enter(ui, &account);
            let problem = security.problem.as_deref().filter(|_| self.password.is_empty());
            let field = password_field(ui, "Password", &mut self.password, problem);
            entered |= enter(ui, &field);
            self.take_keyboard(&field, cx, security);
        });
        if let Some(wait) = wait {
            ui.add_space(6.0);
            note(ui, Tone::Warn, |ui| {
                let said = format!(
                    "Wrong passwords were given for {}. Signing in is possible again in {}.",
                    wait.account,
                    spoken(wait.seconds)
                );
                ui.add(Label::new(said).wrap());
            });
        }
        ui.add_space(4.0);
        weak(ui, LOST);
        ui.add_space(10.0);
        let reason = match (&name, wait) {
            _ if cx.view.busy() => Some("Wait until the work under way has ended."),
            (Err(why), _) => Some(why.as_str()),
            (_, Some(_)) => Some("Wait until signing in is possible again."),
            _ if self.password.is_empty() => Some("Type the password first."),
            _ => None,
        };
        buttons(ui, "Sign in", reason, entered)
    }

    fn first(&mut self, ui: &mut Ui, cx: &Cx<'_>, security: &SecurityState) -> Option<Answer> {
        ui.add(Label::new("The account admin has no password yet. Whoever knows the password may merge profiles and undo a merge. Keep it where the office keeps such things.").wrap());
        ui.add_space(6.0);
        let mut entered = false;
        let rule = check_password(ADMIN, &self.password).err();
        let apart = self.password != self.again;
        ui.scope(|ui| {
            ui.set_max_width(ui.available_width().min(340.0));
            let shown = match &rule {
                Some(why) if !self.password.is_empty() => Some(why.as_str()),
                _ => security.problem.as_deref().filter(|_| self.password.is_empty()),
            };
            let field = password_field(ui, "New password", &mut self.password, shown);
            entered |= enter(ui, &field);
            self.take_keyboard(&field, cx, security);
            weak(ui, PASSWORD_RULE);
            let shown = (apart && !self.again.is_empty()).then_some("This is not the same password.");
            let field = password_field(ui, "New password again", &mut self.again, shown);
            entered |= enter(ui, &field);
        });
        ui.add_space(10.0);
        let reason = match &rule {
            _ if cx.view.busy() => Some("Wait until the work under way has ended."),
            Some(why) => Some(why.as_str()),
            None if apart => Some("Type the same password twice."),
            None => None,
        };
        buttons(ui, "Set the password and sign in", reason, entered)
    }

    /// Puts the keyboard into the password when the dialog opens and after an attempt that failed.
    fn take_keyboard(&mut self, field: &Response, cx: &Cx<'_>, security: &SecurityState) {
        if self.attempts != Some(security.attempts) && !cx.view.busy() {
            self.attempts = Some(security.attempts);
            field.request_focus();
        }
    }
}

/// Whether Enter was pressed in a field.
fn enter(ui: &Ui, field: &Response) -> bool {
    field.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter))
}

/// The two buttons; Enter in a field is the first one where that can be pressed.
fn buttons(ui: &mut Ui, go: &str, reason: Option<&str>, entered: bool) -> Option<Answer> {
    ui.horizontal_wrapped(|ui| {
        let sure = primary_button(ui, reason.is_none(), go).because(reason.unwrap_or_default());
        if sure.clicked() || entered && sure.enabled() {
            return Some(Answer::Go);
        }
        button(ui, true, "Cancel").clicked().then_some(Answer::Cancel)
    })
    .inner
}

fn close(cx: &Cx<'_>) {
    cx.send(Command::Security(SecurityCommand::AskSignIn(false)));
}

/// Says who is signed in, with the way out; or that nobody is, with the way in. At the right end of a line the link stands
/// right-most all the same.
pub fn signed_in_line(ui: &mut Ui, cx: &Cx<'_>, signed_in: Option<&str>) {
    let send = |command| cx.send(Command::Security(command));
    let said = match signed_in {
        Some(account) => format!("Signed in as security administrator {account} ·"),
        None => "Not signed in as security administrator ·".to_owned(),
    };
    let way = |ui: &mut Ui| match signed_in {
        Some(_) => {
            if link(ui, "Sign out").clicked() {
                send(SecurityCommand::SignOut);
            }
        }
        None => {
            if link(ui, "Sign in")
                .accessible_name("Sign in as security administrator")
                .clicked()
            {
                send(SecurityCommand::AskSignIn(true));
            }
        }
    };
    if ui.layout().prefer_right_to_left() {
        way(ui);
        weak(ui, &said);
    } else {
        ui.horizontal_wrapped(|ui| {
            weak(ui, &said);
            way(ui);
        });
    }
}
