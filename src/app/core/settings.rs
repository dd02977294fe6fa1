//! Settings of the district: rules, dates, schools, layout.

use super::Core;
use super::reloading::read_roll;
use crate::app::command::Command;
use crate::app::desktop::Kind;
use crate::app::job::Ticket;
use crate::app::notice::Notice;
use crate::app::roll::Roll;
use crate::app::work::{WorkError, districts, students};
use crate::domain::district::District;
use crate::domain::layout::{Layout, UTAH_DEFAULT};
use crate::store::Committed;
use std::path::Path;

/// What is said to somebody who may not change what protects merges.
const GUARDED: &str = "Only a security administrator can change how profiles are merged and when an administrator is signed out. Sign in first. Nothing was saved.";

impl Core {
    pub(super) fn save_settings(&mut self, after: &District) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        let mut stamp = self.stamp();
        let Some(s) = self.session() else { return };
        let before = s.district.clone();
        if before.rules.is_guarded_change(&after.rules) {
            if self.administrator().is_none() {
                return self.tell(Notice::failed(GUARDED));
            }
            stamp = self.administrator_stamp();
        }
        if before.layout == after.layout {
            let saved = districts::save_settings(&store, &before, after, &stamp);
            return self.settings_saved(saved.map(|done| (done, None)));
        }
        // Who can be sent hangs on the layout's lengths: every student is looked at again.
        let after = after.clone();
        self.start(
            "Taking over the layout",
            move |_| {
                let done = districts::save_settings(&store, &before, &after, &stamp)?;
                // What is saved is saved: this part cannot be cancelled.
                let roll = read_roll(&store, stamp.today, &Ticket::default())?;
                Ok((done, Some(roll)))
            },
            Self::settings_saved,
        );
    }

    fn settings_saved(&mut self, saved: Result<(Committed, Option<Roll>), WorkError>) {
        match saved {
            Ok((done, roll)) => {
                self.clear_done();
                self.committed(&done, roll);
                self.tell_done(format!("{}.", done.operation.what.sentence()));
                // A response is read by the layout and judged by the rules.
                self.compare_again();
            }
            Err(e) => self.tell_error(&e),
        }
    }

    pub(super) fn save_school(&mut self, code: &str, name: &str) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        match students::save_school(&store, code, name, &self.stamp()) {
            Ok(done) => {
                self.clear_done();
                self.committed(&done, None);
                self.tell_done(format!("{}.", done.operation.what.sentence()));
            }
            Err(e) => self.tell_error(&e),
        }
    }

    pub(super) fn read_layout(&mut self, path: &Path) {
        let name = crate::files::file_name(path);
        let read = crate::files::text::read_bytes(path)
            .and_then(|bytes| crate::files::text::decode(&name, bytes))
            .map_err(|e| e.to_string())
            .and_then(|read| Layout::parse(&read.text));
        match read {
            Ok(layout) => {
                let Some(s) = self.session() else { return };
                let mut after = s.district.clone();
                after.layout = layout;
                self.save_settings(&after);
            }
            Err(e) => self.tell(
                Notice::failed(format!(
                    "{name} cannot be used as a layout. The layout was not changed."
                ))
                .details(e)
                .hint("Save a copy of the default layout and change that."),
            ),
        }
    }

    pub(super) fn ask_save_layout(&mut self) {
        let start = Some(self.data_folder.clone());
        self.ask(
            Kind::Save("SSID layout.toml".into()),
            "Save a copy of the layout",
            start,
            Command::SaveLayoutTo,
        );
    }

    pub(super) fn save_layout_to(&mut self, path: &Path) {
        let Some(s) = self.session() else { return };
        let layout = &s.district.layout;
        // The default goes out with its comments; a changed one as it is.
        let text = if *layout == Layout::utah_default() {
            UTAH_DEFAULT.to_owned()
        } else {
            match toml::to_string_pretty(layout) {
                Ok(text) => text,
                Err(e) => return self.tell(Notice::failed(format!("The layout could not be written: {e}."))),
            }
        };
        match crate::files::write::replace(path, |w| Ok(w.write_all(text.as_bytes())?)) {
            Ok(()) => self.tell(
                Notice::done(format!(
                    "The layout was saved as {}.",
                    crate::files::file_name(path)
                ))
                .hint("Change the copy with a text editor, then choose it here.")
                .place(path),
            ),
            Err(e) => self.tell_error(&e.into()),
        }
    }
}
