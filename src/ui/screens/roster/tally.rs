//! How much of a compared file is what: the counts that the steps, the filters and the button speak of.

use crate::app::ImportState;
use crate::domain::roster::Known;

/// The counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows of the file.
    pub rows: usize,
    /// Rows that add somebody.
    pub added: usize,
    /// Rows that change somebody.
    pub changed: usize,
    /// Rows that say what is here already.
    pub same: usize,
    /// Rows that are held back.
    pub held: usize,
    /// Who no longer stands in the file …
    pub gone: usize,
    /// … and would be marked for it now: some may be marked since an earlier file.
    pub marked: usize,
    /// Schools that would be created.
    pub new_schools: usize,
    /// Questions without an answer …
    pub unanswered: usize,
    /// … and the rows that hang on them.
    pub waiting: usize,
    /// Questions whose suggestion counts.
    pub suggested: usize,
    /// All questions.
    pub questions: usize,
    /// Columns whose meaning is guessed.
    pub guessed: usize,
    /// Columns that are used, and …
    pub used: usize,
    /// … all of them.
    pub columns: usize,
    /// What is to be said, of the file and of its rows.
    pub problems: usize,
    /// No row can be read before a person says which column holds what.
    pub unreadable: bool,
}

impl Tally {
    /// Counts. `marks` says whether who no longer stands in the file is marked.
    pub fn of(import: &ImportState, marks: bool) -> Self {
        let (roster, plan) = (&import.planned.roster, &import.planned.plan);
        let c = plan.counts();
        Self {
            rows: c.rows,
            added: c.added,
            changed: c.changed,
            same: c.same,
            held: c.refused,
            gone: plan.gone.len(),
            marked: if marks { plan.newly_gone() } else { 0 },
            new_schools: plan.new_schools.len(),
            unanswered: import.unanswered().count(),
            waiting: import.unanswered().map(|q| q.rows).sum(),
            suggested: import.suggested().count(),
            questions: plan.questions.len(),
            guessed: roster
                .columns
                .iter()
                .filter(|c| c.known == Known::Guessed)
                .count(),
            used: roster.columns.iter().filter(|c| c.is_used()).count(),
            columns: roster.columns.len(),
            problems: plan.problems.len(),
            unreadable: roster.unreadable.is_some(),
        }
    }

    /// Questions that nobody has answered.
    pub fn open(&self) -> usize {
        self.unanswered + self.suggested
    }
}
