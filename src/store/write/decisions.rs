//! Decisions about pairs, gathered like everything else; a merge takes them along.

use super::Writer;
use crate::domain::ids::StudentKey;
use crate::domain::journal::Change;
use crate::domain::matching::Decision;
use crate::store::error::StoreError;

type Pair = (StudentKey, StudentKey);

impl Writer<'_> {
    /// Makes, changes or takes away the decision about a pair. A decision that is changed twice in one operation is one
    /// change.
    pub fn decision(&mut self, before: Option<Decision>, after: Option<Decision>) {
        let Some(pair) = before.as_ref().or(after.as_ref()).map(|d| d.pair) else {
            return;
        };
        self.decisions.insert(pair, after.clone());
        for change in &mut self.step.changes {
            if let Change::Decision(b, a) = change
                && b.as_ref().or(a.as_ref()).map(|d| d.pair) == Some(pair)
            {
                *a = after.map(Box::new);
                return;
            }
        }
        self.step
            .changes
            .push(Change::Decision(before.map(Box::new), after.map(Box::new)));
    }

    /// Decisions about the Source of a merge go to the Target: whoever was told apart from the one is told apart from the
    /// other. Where the Target has a decision of its own about the same student, that one stays, and the Source's is kept
    /// where it is, as history; so is a decision about these two themselves.
    pub(super) fn decisions_follow(
        &mut self,
        source: StudentKey,
        target: StudentKey,
    ) -> Result<(), StoreError> {
        let mut about: Vec<Decision> = self.reader.decisions_of(source)?;
        // An earlier operation of the same transaction may have moved some already.
        about.retain(|d| !self.decisions.contains_key(&d.pair));
        about.extend(
            self.decisions
                .values()
                .flatten()
                .filter(|d| d.concerns(source))
                .cloned(),
        );
        for decision in about {
            let Some(moved) = decision.moved(source, target) else {
                continue;
            };
            if self.decided_so_far(moved.pair)?.is_none() {
                self.decision(Some(decision), None);
                self.decision(None, Some(moved));
            }
        }
        Ok(())
    }

    fn decided_so_far(&self, pair: Pair) -> Result<Option<Decision>, StoreError> {
        match self.decisions.get(&pair) {
            Some(decision) => Ok(decision.clone()),
            None => self.reader.decision(pair),
        }
    }
}
