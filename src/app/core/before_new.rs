//! Look-alikes before New: looked for whenever New is chosen and something it depends on changed; the answers.

use super::Core;
use crate::app::alike::Alike;
use crate::app::command::{BeforeNewCommand, Tab};
use crate::app::job::Ticket;
use crate::app::notice::{Level, Notice};
use crate::app::stamp::Stamp;
use crate::app::state::{LookedFor, Session};
use crate::app::work::before_new::{self, AskedPair, InRequest};
use crate::app::work::duplicates;
use crate::app::work::requests::{Order, select};
use crate::domain::ids::StudentKey;
use crate::domain::matching::{Person, Verdict};
use crate::domain::request::Function;
use crate::store::{Store, StoreError};
use std::path::PathBuf;
use std::sync::Arc;

/// Look-alikes of those who would be sent, and of those who were sent and have no answer yet.
type Found = (Vec<AskedPair>, Vec<InRequest>);

impl Session {
    /// What the look-alikes before New have to be looked for; `None` while nobody would be sent to New, and no New request
    /// waits for its response.
    fn before_new_for(&self) -> Option<LookedFor> {
        let sends = self.sends_to_new();
        let waits = self.open_requests().any(|r| r.function == Function::New);
        let p = &self.process;
        (sends || waits).then(|| LookedFor {
            scope: if sends {
                p.scope.clone()
            } else {
                Default::default()
            },
            override_retrieve: sends && p.override_retrieve,
            generation: self.generation,
        })
    }

    /// Whether Create would make a New file of somebody.
    fn sends_to_new(&self) -> bool {
        let p = &self.process;
        let lines = p.tally.ready[Function::New as usize]
            + if p.override_retrieve {
                p.tally.overridable
            } else {
                0
            };
        p.function == Function::New && lines > 0 && !p.scope.schools.is_empty()
    }

    /// The order of a New file as it stands, without a folder.
    fn new_order(&self) -> Order {
        Order {
            function: Function::New,
            scope: self.process.scope.clone(),
            override_retrieve: self.process.override_retrieve,
            folder: PathBuf::new(),
            answers: Default::default(),
        }
    }
}

impl Core {
    /// Looks for look-alikes when New is to be seen and they are not those of its file. Cheap when they are.
    pub(super) fn look_before_new(&mut self) {
        if self.prefs.tab != Tab::SsidProcess || self.job.is_some() {
            return;
        }
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let Some(wanted) = s.before_new_for() else {
            // The last request got its response, or was withdrawn.
            s.process.before_new.in_requests.clear();
            return;
        };
        if s.process.before_new.looked.as_ref() == Some(&wanted) {
            return;
        }
        let (store, alike) = (Arc::clone(&s.store), s.duplicates.alike.clone());
        let order = s.sends_to_new().then(|| s.new_order());
        self.start_keeping_notices(
            "Looking for students who have an SSID already",
            move |ticket| look(&store, alike, order.as_ref(), &stamp, ticket),
            move |core, found| core.looked_before_new(wanted, found),
        );
    }

    fn looked_before_new(&mut self, wanted: LookedFor, found: Result<Found, StoreError>) {
        let Some(s) = self.session() else { return };
        let b = &mut s.process.before_new;
        // Also when it was stopped: Create looks again, whatever is known here.
        b.looked = Some(wanted);
        match found {
            Ok((pairs, in_requests)) => {
                b.pairs = pairs;
                b.in_requests = in_requests;
                b.left_out.retain(|k| b.pairs.iter().any(|p| p.sent.key == *k));
                b.close_when_empty();
            }
            Err(StoreError::Cancelled) => {
                b.pairs.clear();
                b.in_requests.clear();
            }
            Err(e) => self.tell_error(&e.into()),
        }
    }

    /// Create has found students of whom nobody has said anything: they are listed.
    pub(super) fn asked_before_new(&mut self, pairs: Vec<AskedPair>) {
        let Some(s) = self.session() else { return };
        let wanted = s.before_new_for();
        let b = &mut s.process.before_new;
        b.looked = wanted;
        b.pairs = pairs;
        b.shown = true;
    }

    pub(super) fn run_before_new(&mut self, command: BeforeNewCommand) {
        match command {
            BeforeNewCommand::Show(yes) => self.with_before_new(|b| b.shown = yes),
            BeforeNewCommand::LeaveOut { student, yes } => self.with_before_new(|b| {
                if yes {
                    b.left_out.insert(student);
                } else {
                    b.left_out.remove(&student);
                }
            }),
            BeforeNewCommand::Different { pair, why } => self.different_before_new(pair, &why),
            BeforeNewCommand::Compare { sent, known } => {
                self.with_before_new(|b| b.shown = false);
                self.compare_pair((sent, known));
            }
        }
    }

    fn with_before_new(&mut self, change: impl FnOnce(&mut crate::app::state::BeforeNew)) {
        if let Some(s) = self.session() {
            change(&mut s.process.before_new);
        }
    }

    /// Two of the list are different persons: written down at once, with why. As among the duplicates, it is not taken
    /// without a reason: nothing else would stand between the child and a second SSID.
    fn different_before_new(&mut self, pair: (StudentKey, StudentKey), why: &str) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        let Some((says, reason)) = self
            .session()
            .and_then(|s| s.process.before_new.pair(pair))
            .map(|p| (p.says.clone(), p.reason(why)))
        else {
            return;
        };
        if let Some(refusal) = Verdict::NotSame.refusal(why, stamp.today) {
            return self.tell(Notice::new(Level::Attention, refusal));
        }
        let says = |_: &Person, _: &Person| says.clone();
        match duplicates::decide_as_seen(&store, pair, Verdict::NotSame, &reason, &says, &stamp) {
            Ok(done) => {
                let current = self.session().is_some_and(|s| {
                    let wanted = s.before_new_for();
                    wanted.is_some() && wanted == s.process.before_new.looked
                });
                self.clear_done();
                self.committed(&done, None);
                if let Some(s) = self.session() {
                    let wanted = s.before_new_for();
                    let b = &mut s.process.before_new;
                    b.pairs.retain(|p| (p.sent.key, p.known.key) != pair);
                    b.in_requests
                        .retain(|r| (r.pair.sent.key, r.pair.known.key) != pair);
                    b.close_when_empty();
                    if current {
                        // Only a decision came in: nobody has to be compared again for it.
                        b.looked = wanted;
                    }
                }
                self.tell(
                    Notice::done(format!("{}.", done.operation.what.sentence()))
                        .hint("You can undo this in History."),
                );
            }
            Err(e) => self.tell_error(&e),
        }
    }
}

/// Looks with the profiles as the window has them; without them reads them first. Create does not rely on it.
fn look(
    store: &Store,
    alike: Option<Arc<Alike>>,
    order: Option<&Order>,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Found, StoreError> {
    let reader = store.read()?;
    ticket.phase("Selecting students");
    let lines = match order {
        Some(order) => select(&reader, order, stamp, ticket)?.lines,
        None => Vec::new(),
    };
    let alike = match alike {
        Some(alike) => alike,
        None => {
            ticket.phase("Reading the students");
            Arc::new(Alike::read(&reader, stamp.today, &|d, t| ticket.step(d, t))?)
        }
    };
    ticket.phase("Comparing");
    let pairs = before_new::look(&reader, &alike, &lines, stamp.today, ticket)?;
    let in_requests = before_new::in_requests(&reader, &alike, stamp.today, ticket)?;
    Ok((pairs, in_requests))
}
