//! A roster that is looked at before it is taken, and what a person may say about how it is read.

use crate::app::work::rosters::PlannedRoster;
use crate::domain::roster::{By, Known, MappedColumn, Meaning, Question, Reading, Told};
use std::path::PathBuf;
use std::sync::Arc;

/// A roster being looked at.
pub struct ImportState {
    /// The file or folder.
    pub path: PathBuf,
    /// What it would do.
    pub planned: Arc<PlannedRoster>,
    /// Where its reading comes from.
    pub(in crate::app) origin: Origin,
    /// Counts up with every comparison.
    pub generation: u64,
}

/// Where the reading of a file comes from, beside what a person says now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::app) struct Origin {
    /// What was taken over from an earlier file of the same source.
    pub remembered: Option<Reading>,
    /// Nothing of an earlier file shall be taken over.
    pub afresh: bool,
}

impl Origin {
    /// Read as if for the first time.
    pub fn afresh() -> Self {
        Self {
            remembered: None,
            afresh: true,
        }
    }
}

impl ImportState {
    /// A roster looked at as the first of its source, for screens that are tested without a store.
    #[cfg(test)]
    pub fn of(planned: PlannedRoster) -> Self {
        Self {
            path: PathBuf::from(&*planned.plan.file),
            planned: Arc::new(planned),
            origin: Origin::default(),
            generation: 0,
        }
    }

    /// Whether an earlier file of the same source says how this one is read.
    pub fn is_as_last_time(&self) -> bool {
        self.origin.remembered.is_some()
    }

    /// Every guess about a column said to be right, that the others hold nothing among them.
    #[must_use]
    pub fn guesses(&self) -> Vec<Told> {
        let columns = self.planned.roster.columns.iter();
        let unnamed = |c: &MappedColumn| c.known == Known::ByName && c.column.is_none();
        columns
            .filter(|c| c.known == Known::Guessed || unnamed(c))
            .map(|c| {
                let meaning = c.column.map_or(Meaning::NotUsed, Meaning::Column);
                Told::Column(c.header.clone(), meaning)
            })
            .collect()
    }

    /// Every suggestion taken.
    #[must_use]
    pub fn suggestions(&self) -> Vec<Told> {
        let answer = |q: &Question| Some(Told::Answer(q.key.clone(), q.answer.clone()?));
        self.suggested().filter_map(answer).collect()
    }

    /// Questions whose suggestion counts because nobody has said anything.
    pub fn suggested(&self) -> impl Iterator<Item = &Question> {
        let questions = self.planned.plan.questions.iter();
        questions.filter(|q| q.by == By::Suggested && q.answer.is_some())
    }

    /// Questions without an answer: the rows that hang on them are held back.
    pub fn unanswered(&self) -> impl Iterator<Item = &Question> {
        self.planned.plan.questions.iter().filter(|q| q.answer.is_none())
    }

    /// Whether a column holds what it held in an earlier file of the same source because a person said so then.
    pub fn is_remembered_column(&self, column: &MappedColumn) -> bool {
        let meant = column.column.map_or(Meaning::NotUsed, Meaning::Column);
        let remembered = self.origin.remembered.as_ref();
        remembered.is_some_and(|r| r.columns.get(&column.header) == Some(&meant))
    }

    /// Whether a question has the answer that a person gave for an earlier file of the same source.
    pub fn is_remembered_answer(&self, question: &Question) -> bool {
        let remembered = self.origin.remembered.as_ref();
        remembered.is_some_and(|r| r.answers.get(&question.key) == question.answer.as_ref())
            && question.is_answered()
    }
}
