//! Pages to print, lists to save and files to show: made in a job, opened in the system's own program.

use super::Core;
use crate::app::command::{Command, ReportKind};
use crate::app::desktop::Kind;
use crate::app::job::Ticket;
use crate::app::notice::{Level, Notice};
use crate::app::work::WorkError;
use crate::files::report::{Sheet, save_sheet};
use std::path::{Path, PathBuf};

impl Core {
    /// Makes a page to print and opens it in the browser. `name` is the file's name without its ending; student data
    /// stays in the user's own folder, since a shared temporary folder is not the place for it.
    pub(super) fn print(&mut self, name: &str, page: impl FnOnce() -> String + Send + 'static) {
        self.print_made(name, move |_| Ok(page()));
    }

    /// The same for a page that takes long to make, or cannot be made.
    pub(super) fn print_made(
        &mut self,
        name: &str,
        page: impl FnOnce(&Ticket) -> Result<String, WorkError> + Send + 'static,
    ) {
        let folder = self.data_folder.join("print");
        let path = folder.join(format!("{name}.html"));
        self.start(
            "Making the page to print",
            move |ticket| -> Result<PathBuf, WorkError> {
                std::fs::create_dir_all(&folder)
                    .map_err(|e| WorkError::Said(format!("The page could not be made: {e}.")))?;
                let page = page(ticket)?;
                crate::files::write::replace(&path, |w| Ok(w.write_all(page.as_bytes())?))?;
                Ok(path)
            },
            |core, result| match result {
                Ok(path) => core.show_to_print(&path),
                Err(e) => core.tell_error(&e),
            },
        );
    }

    /// Opens a page to print in the browser, and says so: on some computers nothing is seen to happen.
    fn show_to_print(&mut self, path: &Path) {
        match self.desktop.show(path) {
            Ok(()) => self
                .tell(Notice::new(Level::Info, "The page to print was opened in your browser.").place(path)),
            Err(_) => self.show(path),
        }
    }

    /// Asks where a list shall be saved.
    pub(super) fn ask_save_list(
        &mut self,
        kind: ReportKind,
        name: &str,
        title: &'static str,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        let start = self.prefs.report_folder.clone();
        self.ask(Kind::Save(format!("{name}.{}", ending(kind))), title, start, then);
    }

    /// Makes a list and saves it, in a job; `told` is said of it when that is done.
    pub(super) fn save_list(
        &mut self,
        kind: ReportKind,
        path: &Path,
        told: &'static str,
        make: impl FnOnce(&Ticket) -> Result<Sheet, WorkError> + Send + 'static,
    ) {
        let path = with_ending(path, ending(kind));
        self.prefs.report_folder = path.parent().map(Path::to_owned);
        self.start(
            "Saving the list",
            {
                let path = path.clone();
                move |ticket| -> Result<(), WorkError> { Ok(save_sheet(&path, &make(ticket)?)?) }
            },
            move |core, result| match result {
                Ok(()) => core.tell(Notice::done(told).place(&path)),
                Err(e) => core.tell_error(&e),
            },
        );
    }

    pub(super) fn show(&mut self, path: &Path) {
        if let Err(e) = self.desktop.show(path) {
            self.tell(
                Notice::failed(format!("{} could not be opened here.", path.display()))
                    .details(e)
                    .hint("Open it from your file manager: the path above says where it is."),
            );
        }
    }
}

/// The ending of a file of that kind.
fn ending(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Csv => "csv",
        ReportKind::Excel => "xlsx",
    }
}

/// A dialog may leave the ending off; what was chosen by the button counts.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}
