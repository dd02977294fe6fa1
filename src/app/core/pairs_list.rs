//! The pairs and the decisions as lists to hand on, saved or printed: what the screen shows, in its order.

use super::Core;
use crate::app::command::{Command, DuplicatesCommand, ReportKind, ShownList};
use crate::app::job::Ticket;
use crate::app::work::WorkError;
use crate::app::work::duplicates::{self, PairState};
use crate::app::work::lists::About;
use crate::files::report::{Sheet, print_sheet};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// How a list is made, in a job.
type Make = Box<dyn FnOnce(&Ticket) -> Result<Sheet, WorkError> + Send>;

/// What a list is called as a file.
fn name(list: &ShownList) -> &'static str {
    match list.decisions {
        true => "Decisions about duplicates",
        false => "Duplicates",
    }
}

impl Core {
    pub(super) fn ask_save_pairs(&mut self, kind: ReportKind, list: ShownList) {
        let title = match list.decisions {
            true => "Save the list of decisions",
            false => "Save the list of pairs",
        };
        self.ask_save_list(kind, name(&list), title, move |path| {
            Command::Duplicates(DuplicatesCommand::SaveTo(kind, path, list))
        });
    }

    pub(super) fn save_pairs(&mut self, kind: ReportKind, path: &Path, list: ShownList) {
        let told = match list.decisions {
            true => "The decisions were saved, as they are listed.",
            false => "The pairs were saved, as they are listed.",
        };
        if let Some(make) = self.shown_sheet(list) {
            self.save_list(kind, path, told, make);
        }
    }

    pub(super) fn print_pairs(&mut self, list: ShownList) {
        let name = name(&list);
        if let Some(make) = self.shown_sheet(list) {
            self.print_made(name, move |ticket| Ok(print_sheet(&make(ticket)?)));
        }
    }

    fn shown_sheet(&mut self, list: ShownList) -> Option<Make> {
        match list.decisions {
            true => self.decisions_sheet(list),
            false => self.pairs_sheet(list),
        }
    }

    /// Makes the list of pairs, with the reasons of each.
    fn pairs_sheet(&mut self, list: ShownList) -> Option<Make> {
        let made = self.made_at();
        let today = self.today;
        let s = self.session()?;
        let alike = Arc::clone(s.duplicates.alike.as_ref()?);
        let (store, schools) = (Arc::clone(&s.store), s.schools.clone());
        let district = s.district.name.clone();
        let all = &s.duplicates.pairs;
        let states: HashMap<_, &PairState> = all.iter().map(|p| (p.pair, &p.state)).collect();
        let pairs: Vec<_> = list
            .pairs
            .iter()
            .filter_map(|pair| Some((*pair, (*states.get(pair)?).clone())))
            .collect();
        Some(Box::new(move |ticket: &Ticket| {
            let reader = store.read()?;
            let lines = duplicates::with_reasons(&reader, &alike, &pairs, today, ticket)?;
            let lines = lines.iter().map(|(pair, reasons)| (pair, reasons.clone()));
            let about = About {
                district: &district,
                made: &made,
                shown: &list.shown,
            };
            Ok(duplicates::sheet(lines, &schools, &about))
        }))
    }

    /// Makes the list of decisions.
    fn decisions_sheet(&mut self, list: ShownList) -> Option<Make> {
        let made = self.made_at();
        let s = self.session()?;
        let all = &s.duplicates.decisions;
        let by_pair: HashMap<_, _> = all.iter().map(|d| (d.decision.pair, d)).collect();
        let lines: Vec<_> = list
            .pairs
            .iter()
            .filter_map(|pair| by_pair.get(pair).map(|d| (*d).clone()))
            .collect();
        let about = About {
            district: &s.district.name,
            made: &made,
            shown: &list.shown,
        };
        let sheet = duplicates::decisions_sheet(&lines, &about);
        Some(Box::new(move |_: &Ticket| Ok(sheet)))
    }
}
