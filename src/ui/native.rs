//! The real desktop: native file dialogs by rfd, and the system's own programs. The only place that knows rfd.

use crate::app::{Answer, Ask, Desktop, Kind};
use std::path::{Path, PathBuf};

/// Native dialogs of this computer.
pub struct Native;

impl Desktop for Native {
    fn ask(&mut self, ask: &Ask, answer: Answer) {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(ask.title);
        if let Some(start) = ask.start.as_ref().filter(|s| s.is_dir()) {
            dialog = dialog.set_directory(start);
        }
        type Chosen = std::pin::Pin<Box<dyn Future<Output = Option<rfd::FileHandle>> + Send>>;
        // The dialog is made on the window's thread, as macOS wants it; the wait for it is not.
        let chosen: Chosen = match &ask.kind {
            Kind::Folder => Box::pin(dialog.pick_folder()),
            Kind::Open(endings) => Box::pin(
                dialog
                    .add_filter(ask.title, endings)
                    .add_filter("All files", &["*"])
                    .pick_file(),
            ),
            Kind::Save(name) => Box::pin(dialog.set_file_name(name).save_file()),
        };
        let wait = move || {
            let path = pollster::block_on(chosen).map(|f| PathBuf::from(f.path()));
            answer(path);
        };
        // When no thread can be had the question stays unanswered, as if cancelled; paths can be typed instead.
        let _ = std::thread::Builder::new().name("file dialog".into()).spawn(wait);
    }

    fn show(&mut self, path: &Path) -> Result<(), String> {
        open::that_detached(path).map_err(|e| e.to_string())
    }
}

/// Tells why no window could be opened. On Windows and macOS there is no terminal to read it on, so the system's own
/// message box says it.
pub fn tell_without_window(title: &str, text: &str) {
    eprintln!("{text}");
    if cfg!(any(windows, target_os = "macos")) {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title(title)
            .set_description(text)
            .show();
    }
}
