//! Pages to print and files to show: made in a job, opened in the system's own program.

use super::Core;
use crate::app::notice::{Level, Notice};
use crate::app::work::WorkError;
use std::path::{Path, PathBuf};

impl Core {
    /// Makes a page to print and opens it in the browser. `name` is the file's name without its ending; student data
    /// stays in the user's own folder, since a shared temporary folder is not the place for it.
    pub(super) fn print(&mut self, name: &str, page: impl FnOnce() -> String + Send + 'static) {
        let folder = self.data_folder.join("print");
        let path = folder.join(format!("{name}.html"));
        self.start(
            "Making the page to print",
            move |_| -> Result<PathBuf, WorkError> {
                std::fs::create_dir_all(&folder)
                    .map_err(|e| WorkError::Said(format!("The page could not be made: {e}.")))?;
                let page = page();
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

/// A dialog may leave the ending off; what was chosen by the button counts.
pub(super) fn with_ending(path: &Path, ending: &str) -> PathBuf {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) {
        return path.to_owned();
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{ending}"));
    path.with_file_name(name)
}
