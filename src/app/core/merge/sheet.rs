//! The before/after sheet of a merge: printed, or saved as a workbook.

use super::super::Core;
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
        };
        let sheet = merges::sheet(&reviewed, &open.reason, &s.district, &s.schools, &made);
        Some((sheet, s.merge.target.clone()))
    }

    pub(super) fn print_merge(&mut self) {
        let Some((sheet, target)) = self.merge_sheet() else {
            return;
        };
        // Student data stays in the user's own folder; a shared temporary folder is not the place for it.
        let folder = self.data_folder.join("print");
        let path = folder.join(format!("Merge {target}.html"));
        self.start(
            "Making the page to print",
            move |_| -> Result<PathBuf, WorkError> {
                std::fs::create_dir_all(&folder)
                    .map_err(|e| WorkError::Said(format!("The page could not be made: {e}.")))?;
                let page = print_sheet(&sheet);
                crate::files::write::replace(&path, |w| Ok(w.write_all(page.as_bytes())?))?;
                Ok(path)
            },
            |core, result| match result {
                Ok(path) => core.show_to_print(&path),
                Err(e) => core.tell_error(&e),
            },
        );
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
        self.prefs.report_folder = path.parent().map(Path::to_owned);
        let path = path.to_owned();
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
