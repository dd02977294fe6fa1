//! The pairs that are asked about as a list to hand on: saved or printed.

use super::Core;
use crate::app::command::{Command, DuplicatesCommand, ReportKind};
use crate::app::job::Ticket;
use crate::app::work::WorkError;
use crate::app::work::duplicates;
use crate::files::report::{Sheet, print_sheet};
use std::path::Path;
use std::sync::Arc;

/// What a list is called as a file.
const NAME: &str = "Duplicates";

impl Core {
    pub(super) fn ask_save_pairs(&mut self, kind: ReportKind) {
        self.ask_save_list(kind, NAME, "Save the list of duplicates", move |path| {
            Command::Duplicates(DuplicatesCommand::SaveTo(kind, path))
        });
    }

    pub(super) fn save_pairs(&mut self, kind: ReportKind, path: &Path) {
        if let Some(make) = self.pairs_sheet() {
            self.save_list(kind, path, "The list of duplicates was saved.", make);
        }
    }

    pub(super) fn print_pairs(&mut self) {
        if let Some(make) = self.pairs_sheet() {
            self.print_made(NAME, move |ticket| Ok(print_sheet(&make(ticket)?)));
        }
    }

    /// Makes the list: what is neither decided nor parked, the surest first, with the reasons of each.
    fn pairs_sheet(
        &mut self,
    ) -> Option<impl FnOnce(&Ticket) -> Result<Sheet, WorkError> + Send + 'static + use<>> {
        let made = self.made_at();
        let today = self.today;
        let s = self.session()?;
        let alike = Arc::clone(s.duplicates.alike.as_ref()?);
        let (store, district) = (Arc::clone(&s.store), s.district.name.clone());
        let mut pairs: Vec<_> = s
            .duplicates
            .pairs
            .iter()
            .filter(|p| p.is_asked())
            .map(|p| (p.pair, p.state.clone()))
            .collect();
        pairs.sort_by_key(|p| p.0);
        Some(move |ticket: &Ticket| {
            let reader = store.read()?;
            let lines = duplicates::with_reasons(&reader, &alike, &pairs, today, ticket)?;
            let lines = lines.iter().map(|(pair, reasons)| (pair, reasons.clone()));
            Ok(duplicates::sheet(lines, &district, &made))
        })
    }
}
