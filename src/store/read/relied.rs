//! What was done relying on a decision about a pair: to be said before the decision is taken back.

use super::Reader;
use crate::domain::dates::local_day;
use crate::domain::matching::{Decision, Verdict};
use crate::domain::request::{Function, RequestState};
use crate::domain::student::Student;
use crate::store::error::StoreError;

impl Reader {
    /// What relies on a decision about two students, who come in the order of its pair, a sentence each: a New request without a response was made with one of two students who
    /// were told apart by then, and the other has an SSID, or is about to get one.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn relied_on(
        &self,
        decision: &Decision,
        (a, b): (&Student, &Student),
    ) -> Result<Vec<String>, StoreError> {
        if decision.verdict != Verdict::NotSame {
            return Ok(Vec::new());
        }
        // Of two in one file the one added later was asked about, as before New.
        for (sent, other) in [(b, a), (a, b)] {
            let Some(id) = self.standing(sent.key)?.open(Function::New) else {
                continue;
            };
            let Some(request) = self.request(id)?.filter(|r| r.state == RequestState::Open) else {
                continue;
            };
            let numbered = other.ssid.is_some() || self.standing(other.key)?.open(Function::New).is_some();
            // The decision keeps its day through undo and redo, so that it tells better than the journal what came first.
            if !numbered || request.made_at < decision.at {
                continue;
            }
            return Ok(vec![format!(
                "Request {} of {} was created with {} ({}), relying on this decision; it has no response yet. Without the decision nothing says any more that {} ({}) is a different person: withdraw the request, or decide again.",
                request.file_name,
                local_day(request.made_at),
                sent.list_name(),
                sent.number,
                other.list_name(),
                other.number
            )]);
        }
        Ok(Vec::new())
    }
}
