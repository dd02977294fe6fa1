//! Questions asked before a step that can do harm: sending without Retrieve, withdrawing, marking as checked.

use crate::app::{Command, Session};
use crate::domain::ids::RequestId;
use crate::domain::request::Function;
use crate::domain::text::count;
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::confirm;
use egui::Context;

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Create a New file with students whom Retrieve has not answered clearly?
    Override,
    /// Withdraw this open request?
    Withdraw(RequestId),
    /// Are all errors of this Verify request corrected?
    Checked(RequestId),
}

/// Asks; the question is gone when it was answered.
pub fn ask(ctx: &Context, cx: &Cx<'_>, session: &Session, asking: &mut Option<Question>) {
    let Some(question) = *asking else { return };
    let file = |id| {
        session
            .request(id)
            .map(|r| r.file_name.clone())
            .unwrap_or_default()
    };
    let (tone, title, sentence, yes, no, command) = match question {
        Question::Override => (
            Tone::Bad,
            "Send to New without a clear Retrieve answer?".to_owned(),
            format!(
                "{} in this file may be known to the state already. New would give such a child a second SSID, and that takes months to mend. “Show them” lists who they are.",
                count(session.process.tally.overridable, "student", "students")
            ),
            "Create it all the same",
            "Cancel",
            Command::CreateRequest,
        ),
        Question::Withdraw(id) => {
            let new = session.request(id).is_some_and(|r| r.function == Function::New);
            let more = if new {
                " Its students go through Retrieve again before New, in case the state has numbered them."
            } else {
                " Its students can be sent again."
            };
            (
                Tone::Bad,
                format!("Withdraw {}?", file(id)),
                format!(
                    "Only for a file that was not sent to the state. If you have sent it, process its response instead.{more} The file stays in its folder: delete it there, so that nobody sends it."
                ),
                "It was not sent: withdraw",
                "Cancel",
                Command::WithdrawRequest(id),
            )
        }
        Question::Checked(id) => (
            Tone::Warn,
            "Are all errors corrected?".to_owned(),
            format!(
                "Mark {} as checked only when Verify shows no errors in the SSID System any more. The date counts as done then.",
                file(id)
            ),
            "No errors left: mark as checked",
            "Cancel",
            Command::MarkChecked(id),
        ),
    };
    match confirm(ctx, tone, &title, &sentence, yes, no) {
        Some(true) => {
            cx.send(command);
            *asking = None;
        }
        Some(false) => *asking = None,
        None => {}
    }
}
