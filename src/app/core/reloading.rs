//! Taking what was written, and a new day, into what screens see.

use super::{Core, history};
use crate::app::command::Tab;
use crate::app::general_roll::GeneralRoll;
use crate::app::job::Ticket;
use crate::app::roll::Roll;
use crate::app::state::Phase;
use crate::domain::ids::{OperationId, StudentKey};
use crate::store::{Committed, Store, StoreError};
use chrono::NaiveDate;
use std::sync::Arc;

/// More changed students than this are read anew in the job instead of one by one in the window.
pub(super) const FEW: usize = 300;

impl Core {
    /// A new day changes who is enrolled and what is due.
    pub(super) fn new_day(&mut self) {
        let today = self.stamp().today;
        // A job under way is waited for: who is enrolled is read anew then, and not left as of yesterday.
        if today != self.today && self.job.is_none() {
            self.today = today;
            if let Some(store) = self.store() {
                self.start(
                    "Turning to the new day",
                    move |ticket| read_roll(&store, today, ticket),
                    move |core, roll| match roll {
                        Ok(roll) => {
                            if let Some(s) = core.session() {
                                s.today = today;
                            }
                            core.after_job.general = true;
                            // Who is enrolled, and so who is missing in a file, was judged as of yesterday.
                            core.after_job.roster = true;
                            core.after_job.export = true;
                            core.reload(&[], Some(roll));
                        }
                        Err(e) => core.tell_error(&e.into()),
                    },
                );
            }
        }
    }

    /// Takes a finished operation into what screens see.
    pub(super) fn committed(&mut self, done: &Committed, roll: Option<Roll>) {
        self.reload(&done.touched, roll);
    }

    pub(super) fn reload(&mut self, touched: &[StudentKey], roll: Option<Roll>) {
        if let Err(e) = self.try_reload(touched, roll) {
            self.tell_error(&e.into());
        }
    }

    pub(super) fn try_reload(
        &mut self,
        touched: &[StudentKey],
        roll: Option<Roll>,
    ) -> Result<(), StoreError> {
        let Phase::Open(session) = &mut self.phase else {
            return Ok(());
        };
        // Without a list of whom it touched, a whole new roll means that anybody may be another one now.
        let anybody = roll.is_some() && touched.is_empty();
        let reader = session.store.read()?;
        session.district = reader.district()?;
        session.schools = reader.schools()?;
        session.requests = reader.requests()?;
        session.history.operations = reader.operations(history::SHOWN)?;
        session.security.follow(reader.accounts()?);
        match roll {
            Some(roll) => let_go(std::mem::replace(&mut session.roll, Arc::new(roll))),
            None => Arc::make_mut(&mut session.roll).refresh(&reader, touched, session.today)?,
        }
        session.generation += 1;
        session.recount();
        session.find_again();
        let general = reader.general_changed_since(session.general.as_of)?;
        self.compare_touched(touched, anybody);
        self.refresh_opened(touched);
        self.review_again();
        self.refresh_general(general);
        if self.prefs.tab == Tab::MissingIds {
            self.look_for_missing();
        }
        // Elsewhere it is looked at when History is shown again.
        if self.prefs.tab == Tab::History {
            self.refresh_selected_operation();
        }
        Ok(())
    }
}

/// Lets go of something large on a thread of its own: to give a hundred thousand records back takes longer than a
/// frame may.
pub(super) fn let_go<T: Send + 'static>(large: T) {
    // Without a thread it is let go of here.
    let _ = std::thread::Builder::new()
        .name("letting go".into())
        .spawn(move || drop(large));
}

/// Reads the roll within a job.
pub(super) fn read_roll(store: &Store, today: NaiveDate, ticket: &Ticket) -> Result<Roll, StoreError> {
    ticket.phase("Reading the students");
    Roll::read(&store.read()?, today, &mut |d, t| ticket.step(d as u64, t as u64))
}

/// Reads the General Student Table within a job, with the newest operation that is in it.
pub(super) fn read_general(
    store: &Store,
    today: NaiveDate,
    ticket: &Ticket,
) -> Result<(GeneralRoll, OperationId), StoreError> {
    ticket.phase("Reading the General Student Table");
    let reader = store.read()?;
    let roll = GeneralRoll::read(&reader, today, &mut |d, t| ticket.step(d as u64, t as u64))?;
    Ok((roll, reader.last_operation()?))
}

/// Reads the roll anew after an operation that touched many, so that the window need not. What is saved is saved: this part
/// cannot be cancelled any more, and when it fails the operation has not: the window reads what was touched then, and says
/// why it cannot.
pub(super) fn roll_after(store: &Store, done: &Committed, today: NaiveDate) -> Option<Roll> {
    let many = done.touched.len() > FEW;
    many.then(|| read_roll(store, today, &Ticket::default()).ok())
        .flatten()
}
