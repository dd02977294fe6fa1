//! Runs what the program commands ask for.

use super::Core;
use crate::app::command::{Command, ProgramCommand};
use crate::app::desktop::Kind;
use crate::app::notice::{Level, Notice};
use crate::app::stamp::Stamp;
use crate::app::state::ChosenFile;
use crate::app::work::documents::{self, Description};
use crate::app::work::programs;
use crate::app::work::{WorkError, said};
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::program::Row;
use crate::store::{Committed, Store};
use std::path::PathBuf;

impl Core {
    pub(super) fn run_program(&mut self, command: ProgramCommand) {
        use ProgramCommand as C;
        match command {
            C::Add { student, row } => self.save_row(|store, stamp| {
                programs::add(store, student, *row, stamp).map(|done| Some((done.committed, done.warnings)))
            }),
            C::Change {
                student,
                before,
                after,
            } => self.save_row(|store, stamp| {
                let done = programs::change(store, student, &before, *after, stamp)?;
                Ok(done.map(|done| (done, Vec::new())))
            }),
            C::Remove { student, row } => {
                self.save_row(|store, stamp| {
                    let done = programs::remove(store, student, &row, stamp)?;
                    Ok(Some((done, Vec::new())))
                });
            }
            C::AskAttach(student) => {
                let start = self.prefs.documents_folder.clone();
                let then = move |path| Command::Program(C::ChoseFile(student, path));
                self.ask(Kind::Open(vec!["*"]), "Attach a document", start, then);
            }
            C::ChoseFile(student, path) => {
                self.remember_documents(&path);
                if let Some(s) = self.session() {
                    let times = s.editor.rows.chosen.as_ref().map_or(1, |c| c.times + 1);
                    s.editor.rows.chosen = Some(ChosenFile { student, path, times });
                }
            }
            C::Attach { student, file, about } => self.attach(student, file, *about),
            C::OpenDocument(id) => self.open_document(id),
            C::AskSaveDocument(id) => self.ask_save_document(id),
            C::SaveDocumentTo(id, path) => self.save_document_to(id, path),
        }
    }

    /// Saves a row at once; it is one small record.
    fn save_row(
        &mut self,
        save: impl FnOnce(&Store, &Stamp) -> Result<Option<(Committed, Vec<String>)>, WorkError>,
    ) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        self.clear_done();
        let stamp = self.stamp();
        match save(&store, &stamp) {
            Ok(Some((done, warnings))) => self.row_saved(&done, &warnings),
            Ok(None) => {
                self.row_done();
                self.tell(Notice::new(Level::Info, "Nothing was changed."));
            }
            Err(e) => self.row_refused(&e),
        }
    }

    fn row_saved(&mut self, done: &Committed, warnings: &[String]) {
        self.committed(done, None);
        self.row_done();
        let mut notice = Notice::done(format!("{}.", done.operation.what.sentence()));
        if !warnings.is_empty() {
            notice = notice.hint(warnings.join(" "));
            notice.level = Level::Attention;
        }
        self.tell(notice);
    }

    fn row_done(&mut self) {
        if let Some(s) = self.session() {
            s.editor.rows.saved += 1;
            s.editor.rows.refused = None;
        }
    }

    /// Says why a row was not saved in the dialog in which it was typed, where one is open; and where it is not.
    fn row_refused(&mut self, e: &WorkError) {
        if let Some(s) = self.session() {
            s.editor.rows.refused = Some(e.to_string());
            s.editor.rows.refusals += 1;
        }
        self.tell_error(e);
    }

    fn attach(&mut self, student: StudentKey, file: PathBuf, about: Description) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        self.remember_documents(&file);
        self.start(
            "Attaching the document",
            move |ticket| documents::attach(&store, student, &file, &about, &stamp, ticket),
            |core, result| match result {
                Ok(done) => core.row_saved(&done.committed, &done.warnings),
                Err(e) => core.row_refused(&e),
            },
        );
    }

    fn open_document(&mut self, id: RowId) {
        let Some(store) = self.store() else { return };
        // Student data stays in the user's own folder; a shared temporary folder is not the place for it.
        let folder = self.data_folder.join("documents");
        self.start(
            "Opening the document",
            move |_| documents::document_to_show(&store, id, &folder),
            |core, result| match result {
                Ok(path) => core.show(&path),
                Err(e) => core.tell_error(&e),
            },
        );
    }

    fn ask_save_document(&mut self, id: RowId) {
        let start = self.prefs.documents_folder.clone();
        let found = self.session().map(|s| {
            let rows = s.editor.opened.iter().flat_map(|o| &o.rows);
            let row = rows.clone().find(|o| o.id == id).map(|o| &o.row);
            match row {
                Some(Row::Document(d)) => Ok(documents::safe_name(&d.file_name)),
                _ => said("The document is not here any more."),
            }
        });
        match found {
            Some(Ok(name)) => {
                let then = move |path| Command::Program(ProgramCommand::SaveDocumentTo(id, path));
                self.ask(Kind::Save(name), "Save the document as", start, then);
            }
            Some(Err(e)) => self.tell_error(&e),
            None => {}
        }
    }

    fn save_document_to(&mut self, id: RowId, path: PathBuf) {
        let Some(store) = self.store() else { return };
        self.remember_documents(&path);
        self.start(
            "Saving the document",
            move |_| documents::save_document(&store, id, &path, true).map(|document| (document, path)),
            |core, result| match result {
                Ok((document, path)) => core.tell(
                    Notice::done(format!("“{}” was saved as {}.", document.title, path.display()))
                        .place(&path),
                ),
                Err(e) => core.tell_error(&e),
            },
        );
    }

    fn remember_documents(&mut self, path: &std::path::Path) {
        if let Some(folder) = path.parent().filter(|p| p.is_dir()) {
            self.prefs.documents_folder = Some(folder.to_owned());
        }
    }
}
