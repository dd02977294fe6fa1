//! Jobs: one at a time on a thread of its own, what follows from its end, and what waits for it.

use super::{Core, Inbox};
use crate::app::job::{Running, Ticket};
use crate::app::notice::{Level, Notice};
use crate::app::state::Phase;
use crate::domain::roster::Table;
use std::sync::Arc;
use std::time::Instant;

impl Core {
    /// Whether a job is under way; says so when it is.
    pub(super) fn busy(&mut self) -> bool {
        let Some(job) = &self.job else { return false };
        let sentence = format!("“{}” is still under way. Wait for it, or cancel it.", job.title);
        self.tell(Notice::new(Level::Info, sentence));
        true
    }

    /// Starts a job on a thread of its own; `then` runs here when it has ended.
    pub(super) fn start<T: Send + 'static>(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
        then: impl FnOnce(&mut Core, T) + Send + 'static,
    ) {
        if self.busy() {
            return;
        }
        self.clear_done();
        let ticket = Ticket::default();
        self.job = Some(Running {
            title,
            ticket: ticket.clone(),
            since: Instant::now(),
        });
        let to = self.to.clone();
        let wake = Arc::clone(&self.wake);
        let run = move || {
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&ticket)));
            let message: Box<dyn FnOnce(&mut Core) + Send> = Box::new(move |core: &mut Core| {
                core.job = None;
                match result {
                    Ok(result) => then(core, result),
                    Err(_) => core.broken(title),
                }
                core.go_on();
            });
            let _ = to.send(Inbox::Then(message));
            wake();
        };
        if let Err(e) = std::thread::Builder::new().name(title.to_owned()).spawn(run) {
            self.job = None;
            self.tell(Notice::failed(format!("“{title}” could not be started: {e}.")));
        }
    }

    /// Starts a job that follows from something just told, which stays told.
    pub(super) fn start_keeping_notices<T: Send + 'static>(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&Ticket) -> T + Send + 'static,
        then: impl FnOnce(&mut Core, T) + Send + 'static,
    ) {
        let kept = std::mem::take(&mut self.notices);
        self.start(title, work, then);
        // What starting it told comes after.
        let told = std::mem::replace(&mut self.notices, kept);
        self.notices.extend(told);
    }

    /// Does what waited for a job to end.
    pub(super) fn go_on(&mut self) {
        if self.job.is_none() && std::mem::take(&mut self.after_job.general) {
            self.read_general_again();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.missing) {
            self.look_for_missing();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.compare) {
            let there = self
                .session()
                .is_some_and(|s| std::path::Path::new(s.process.response.path.trim()).is_file());
            if there {
                self.check_response_keeping_notices();
            }
        }
        if self.job.is_none()
            && let Some((into, _)) = self.after_job.reading
        {
            match into {
                Table::Students => self.read_roster_as(Vec::new()),
                Table::General => self.read_export_as(Vec::new()),
            }
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.roster) {
            self.compare_roster();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.export) {
            self.compare_export_again();
        }
        if self.job.is_none() && std::mem::take(&mut self.after_job.look) {
            self.refresh_selected_operation();
        }
        self.compare_on();
    }

    pub(super) fn broken(&mut self, title: &str) {
        self.reading = None;
        if matches!(self.phase, Phase::Opening) {
            self.phase = Phase::Welcome;
        }
        self.tell(
            Notice::failed(format!(
                "“{title}” stopped because of a fault in the program. Nothing was saved."
            ))
            .hint("Your records are safe. Please report it with what you did."),
        );
    }
}
