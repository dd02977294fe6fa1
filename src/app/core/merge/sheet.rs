//! The before/after sheet of a merge: printed, or saved as a workbook.

use super::super::Core;
use super::super::printing::with_ending;
use crate::app::command::{Command, MergeCommand};
use crate::app::desktop::Kind;
use crate::app::work::WorkError;
use crate::app::work::merges::{self, Reviewed};
use crate::files::report::{Sheet, print_sheet, save_sheet};
use std::path::{Path, PathBuf};

impl Core {
    fn merge_sheet(&mut self) -> Option<(Sheet, String)> {
        let made = self.made_at();
        let s = self.session()?;
        let open = s.merge.pair.as_ref()?;
        let reviewed = Reviewed {
            reviews: open.reviews.clone(),
            seen: open.seen.clone(),
            consequence: open.consequence.clone(),
            warnings: open.warnings.clone(),
            likely: open.likely.clone(),
        };
        let sheet = merges::sheet(&reviewed, &open.reason, &s.district, &s.schools, &made);
        // The number of the profile, not what stands in the field by now: it becomes a file name.
        let target = reviewed.reviews.first()?.target.student.number.to_string();
        Some((sheet, target))
    }

    pub(super) fn print_merge(&mut self) {
        let Some((sheet, target)) = self.merge_sheet() else {
            return;
        };
        self.print(&format!("Merge {target}"), move || print_sheet(&sheet));
    }

    pub(super) fn ask_save_merge(&mut self) {
        let Some((_, target)) = self.merge_sheet() else {
            return;
        };
        let start = self.prefs.report_folder.clone();
        self.ask(
            Kind::Save(format!("Merge {target}.xlsx")),
            "Save the before and after sheet",
            start,
            |path| Command::Merge(MergeCommand::SaveSheetTo(path)),
        );
    }

    pub(super) fn save_merge_sheet(&mut self, path: &Path) {
        let Some((sheet, _)) = self.merge_sheet() else {
            return;
        };
        let path = match path.extension() {
            Some(_) => path.to_owned(),
            None => with_ending(path, "xlsx"),
        };
        self.prefs.report_folder = path.parent().map(Path::to_owned);
        self.start(
            "Saving the sheet",
            move |_| -> Result<PathBuf, WorkError> {
                save_sheet(&path, &sheet)?;
                Ok(path)
            },
            |core, result| match result {
                Ok(path) => {
                    core.tell(crate::app::Notice::done("The before and after sheet was saved.").place(&path))
                }
                Err(e) => core.tell_error(&e),
            },
        );
    }
}
