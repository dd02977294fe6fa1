//! Work in the background of an open district: on a thread of its own beside the job, its results through the same inbox.
//!
//! There is one at a time. What it reports is dropped when the district was closed by then, or the work was given up.

use super::{Core, Inbox};
use crate::app::job::{Background, Ticket};
use crate::store::Store;
use std::sync::Arc;
use std::sync::mpsc::Sender;

/// The store, lent to background work. Closing the district waits until it is dropped.
pub(super) struct Lent {
    pub(super) store: Arc<Store>,
    // Dropped after the store: fields go in the order in which they stand.
    _gone: Sender<std::convert::Infallible>,
}

/// Where background work sends what it found.
pub(super) struct Reports {
    to: Sender<Inbox>,
    wake: Arc<dyn Fn() + Send + Sync>,
    run: u64,
}

impl Reports {
    /// Sends something. It is not done when the work was given up by then.
    pub(super) fn send(&self, then: impl FnOnce(&mut Core) + Send + 'static) {
        let run = self.run;
        let message: Box<dyn FnOnce(&mut Core) + Send> = Box::new(move |core: &mut Core| {
            if core.runs_in_background(run) {
                then(core);
            }
        });
        // The receiver lives as long as the window.
        let _ = self.to.send(Inbox::Then(message));
        (self.wake)();
    }
}

impl Core {
    /// Whether background work is under way in the open district.
    pub(super) fn in_background(&self) -> bool {
        match &self.phase {
            super::Phase::Open(s) => s.duplicates.running.is_some(),
            _ => false,
        }
    }

    fn runs_in_background(&self, run: u64) -> bool {
        match &self.phase {
            super::Phase::Open(s) => s.duplicates.running.as_ref().is_some_and(|b| b.run == run),
            _ => false,
        }
    }

    /// Starts work in the background; the one before has to have ended. The work gets a ticket for the whole of it, one
    /// for the part that a person may stop, the place for its reports, and the store, which it has to drop as soon as it
    /// does not need it any more. `ended` runs when it has, with whether it broke.
    pub(super) fn start_background(
        &mut self,
        title: &'static str,
        work: impl FnOnce(&Ticket, &Ticket, &Reports, Lent) + Send + 'static,
        ended: impl FnOnce(&mut Core, bool) + Send + 'static,
    ) {
        self.runs += 1;
        let run = self.runs;
        let (to, wake) = (self.to.clone(), Arc::clone(&self.wake));
        let Some(s) = self.session() else { return };
        let (gone, lets_go) = std::sync::mpsc::channel();
        let lent = Lent {
            store: Arc::clone(&s.store),
            _gone: gone,
        };
        let (ticket, part) = (Ticket::default(), Ticket::default());
        s.duplicates.running = Some(Background {
            run,
            ticket: ticket.clone(),
            part: part.clone(),
            lets_go,
        });
        let body = move || {
            let reports = Reports { to, wake, run };
            let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                work(&ticket, &part, &reports, lent);
            }));
            reports.send(move |core| {
                if let Some(s) = core.session() {
                    s.duplicates.running = None;
                }
                ended(core, result.is_err());
            });
        };
        if std::thread::Builder::new()
            .name(title.to_owned())
            .spawn(body)
            .is_err()
            && let Some(s) = self.session()
        {
            s.duplicates.running = None;
        }
    }
}
