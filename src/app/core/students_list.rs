//! The students that the Student Editor shows as a list to hand on.

use super::Core;
use super::printing::with_ending;
use crate::app::command::{Command, ReportKind};
use crate::app::desktop::Kind;
use crate::app::notice::{Level, Notice};
use crate::app::state::Session;
use crate::app::work::{WorkError, exports};
use crate::domain::ids::StudentKey;
use crate::domain::text::count;
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
        let shown = shown(s);
        let query = s.editor.query.trim();
        let words = match query {
            "" => String::new(),
            query => format!("those who match “{query}”"),
        };
        self.save_list(kind, path, "The list of students was saved.", move |ticket| {
            exports::students_sheet(&store, Some(&shown), &words, &stamp, ticket)
        });
    }

    pub(super) fn ask_save_one_roster(&mut self) {
        let start = self.prefs.report_folder.clone();
        self.ask(
            Kind::Save("Students OneRoster.zip".into()),
            "Save the students as OneRoster",
            start,
            Command::SaveOneRosterTo,
        );
    }

    /// Saves the same students for other systems, as OneRoster 1.2.
    pub(super) fn save_one_roster(&mut self, path: &Path) {
        let stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let is_part = s.editor.found.len() < s.roll.cards().len();
        let (store, shown) = (Arc::clone(&s.store), shown(s));
        let path = with_ending(path, "zip");
        self.prefs.report_folder = path.parent().map(Path::to_owned);
        self.start(
            "Saving the students as OneRoster",
            move |ticket| -> Result<_, WorkError> {
                let students = exports::one_roster(&store, Some(&shown), &path, &stamp, ticket)?;
                Ok((students, path))
            },
            move |core, result| match result {
                Ok((students, path)) => {
                    let said = format!("{} saved as OneRoster 1.2.", count(students, "student was", "students were"));
                    let notice = Notice::done(said).place(&path);
                    core.tell(if is_part {
                        let mut notice = notice.hint("Only those who are listed were saved, and a OneRoster file says of itself that it has everybody (bulk): give it to no system that takes those who are missing for gone.");
                        notice.level = Level::Attention;
                        notice
                    } else {
                        notice
                    });
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }
}

/// Who is found by the search, in the order of the screen.
fn shown(s: &Session) -> Vec<StudentKey> {
    let cards = s.roll.cards();
    let found = s.editor.found.iter();
    found
        .filter_map(|at| Some(cards.get(*at as usize)?.key))
        .collect()
}
