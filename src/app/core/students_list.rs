//! The students that the Student Editor shows as a list to hand on.

use super::Core;
use crate::app::command::{Command, ReportKind};
use crate::app::work::exports;
use std::path::Path;
use std::sync::Arc;

impl Core {
    pub(super) fn ask_save_students(&mut self, kind: ReportKind) {
        self.ask_save_list(kind, "Students", "Save the list of students", move |path| {
            Command::SaveStudentsTo(kind, path)
        });
    }

    /// Saves who is found by the search, in the order of the screen; all of them where nothing is searched for.
    pub(super) fn save_students(&mut self, kind: ReportKind, path: &Path) {
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let store = Arc::clone(&s.store);
        let cards = s.roll.cards();
        let shown: Vec<_> = s
            .editor
            .found
            .iter()
            .filter_map(|at| Some(cards.get(*at as usize)?.key))
            .collect();
        let query = s.editor.query.trim();
        let words = match query {
            "" => String::new(),
            query => format!("those who match “{query}”"),
        };
        self.save_list(kind, path, "The list of students was saved.", move |ticket| {
            exports::students_sheet(&store, Some(&shown), &words, &stamp, ticket)
        });
    }
}
