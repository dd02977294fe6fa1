//! What the core says to a person by itself: notices, and native dialogs for files.

use super::{Core, Inbox};
use crate::app::command::Command;
use crate::app::desktop::{Ask, Kind};
use crate::app::notice::{Level, Notice};
use crate::app::work::WorkError;
use std::path::PathBuf;
use std::sync::Arc;

impl Core {
    /// Tells something; the same sentence is not told twice at once.
    pub(super) fn tell(&mut self, notice: Notice) {
        let done = notice.level == Level::Done;
        // A new result takes the place of the one before.
        self.notices.retain(|n| {
            n.sentence != notice.sentence && !(done && matches!(n.level, Level::Done | Level::Info))
        });
        if self.notices.len() >= 4 {
            self.notices.remove(0);
        }
        self.notices.push(notice);
    }

    pub(super) fn tell_error(&mut self, e: &WorkError) {
        self.tell(e.into());
    }

    /// Forgets results that a new step makes old; failures and what needs a person stay.
    pub(super) fn clear_done(&mut self) {
        self.notices
            .retain(|n| !matches!(n.level, Level::Done | Level::Info | Level::Failed));
    }

    pub(super) fn ask(
        &mut self,
        kind: Kind,
        title: &'static str,
        start: Option<PathBuf>,
        then: impl FnOnce(PathBuf) -> Command + Send + 'static,
    ) {
        if self.asking {
            // One native dialog at a time; the open one may stand behind the window.
            return;
        }
        self.asking = true;
        let to = self.to.clone();
        let wake = Arc::clone(&self.wake);
        let answered = move |answer: Option<PathBuf>| {
            let _ = to.send(Inbox::Then(Box::new(move |core| {
                core.asking = false;
                if let Some(path) = answer {
                    core.command(then(path));
                }
            })));
            wake();
        };
        self.desktop.ask(&Ask { kind, title, start }, Box::new(answered));
    }
}
