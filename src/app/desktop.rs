//! The computer around the program: native dialogs and "open this in the system's own program", behind one trait.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What a dialog is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Choose a folder.
    Folder,
    /// Choose an existing file; endings to offer, e.g. `csv`.
    Open(Vec<&'static str>),
    /// Choose where to save; the suggested name.
    Save(String),
}

/// A question put to the person through a native dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// What for.
    pub kind: Kind,
    /// The dialog's title.
    pub title: &'static str,
    /// The folder it starts in, when known.
    pub start: Option<PathBuf>,
}

/// Called with the chosen path, or `None` when the dialog was cancelled.
pub type Answer = Box<dyn FnOnce(Option<PathBuf>) + Send>;

/// Native dialogs and the system's own programs. The one trait that tests replace.
pub trait Desktop {
    /// Shows a native dialog without waiting; the answer comes from another thread.
    fn ask(&mut self, ask: &Ask, answer: Answer);
    /// Opens a file or folder in the system's own program.
    ///
    /// # Errors
    /// What the system said.
    fn show(&mut self, path: &Path) -> Result<(), String>;
}

/// A desktop that answers from a list: for tests and for rehearsing a walk.
#[derive(Clone, Default)]
pub struct Scripted(Arc<Mutex<Script>>);

#[derive(Default)]
struct Script {
    answers: VecDeque<Option<PathBuf>>,
    asked: Vec<Ask>,
    shown: Vec<PathBuf>,
}

impl Scripted {
    /// Adds an answer to give to the next unanswered dialog.
    pub fn answer(&self, path: Option<&Path>) {
        if let Ok(mut s) = self.0.lock() {
            s.answers.push_back(path.map(Path::to_owned));
        }
    }
    /// The dialogs that were asked for so far.
    pub fn asked(&self) -> Vec<Ask> {
        self.0.lock().map(|s| s.asked.clone()).unwrap_or_default()
    }
    /// The files and folders that were opened so far.
    pub fn shown(&self) -> Vec<PathBuf> {
        self.0.lock().map(|s| s.shown.clone()).unwrap_or_default()
    }
}

impl Desktop for Scripted {
    fn ask(&mut self, ask: &Ask, answer: Answer) {
        let path = self.0.lock().ok().and_then(|mut s| {
            s.asked.push(ask.clone());
            s.answers.pop_front().flatten()
        });
        answer(path);
    }
    fn show(&mut self, path: &Path) -> Result<(), String> {
        if let Ok(mut s) = self.0.lock() {
            s.shown.push(path.to_owned());
        }
        Ok(())
    }
}
