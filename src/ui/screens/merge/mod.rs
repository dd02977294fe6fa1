//! Merge Student Profiles: which profiles are merged, and the review of their differences.

mod blockers;
mod cells;
mod columns;
mod desk;
mod drafts;

mod facts;
mod grid;
mod head;
mod keys;
mod lists;
mod lookup;
mod preview;
mod review;
mod rows;
mod side;
mod start;
mod summary;
#[cfg(test)]
mod tests;
mod words;

use super::Cx;
use crate::app::{Command, SecurityCommand, Session};
use crate::ui::widgets::{link, weak};
use desk::Desk;
use egui::Ui;

/// The screen's own throw-away state.
#[derive(Default)]
pub struct MergeScreen {
    start: start::Start,
    review: review::ReviewScreen,
}

impl MergeScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        self.draw(ui, cx, &Desk::of(session));
    }

    fn draw(&mut self, ui: &mut Ui, cx: &Cx<'_>, desk: &Desk<'_>) {
        match &desk.merge.pair {
            Some(open) if open.open && open.review().is_some() => self.review.show(ui, cx, desk, open),
            _ => {
                if let Some(key) = self.start.show(ui, cx, desk) {
                    self.review.lead_to(key);
                }
            }
        }
    }
}

/// Who is signed in, or the way to sign in, at the right end of the title's line: what is added first stands right-most.
fn sign_in_place(ui: &mut Ui, cx: &Cx<'_>, signed_in: Option<&str>) {
    let send = |command| cx.send(Command::Security(command));
    match signed_in {
        Some(account) => {
            if link(ui, "Sign out").clicked() {
                send(SecurityCommand::SignOut);
            }
            weak(ui, &format!("Signed in as security administrator {account} ·"));
        }
        None => {
            if link(ui, "Sign in")
                .accessible_name("Sign in as security administrator")
                .clicked()
            {
                send(SecurityCommand::AskSignIn(true));
            }
            weak(ui, "Not signed in as security administrator ·");
        }
    }
}
