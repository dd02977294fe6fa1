//! General Student Table: what the SIS has, searched; one row beside the profile it belongs to, imported or refreshed.

pub mod ask;
pub mod compare;
mod detail;
mod list;
#[cfg(test)]
pub mod tests;

use super::Cx;
use super::beside::{beside, halves};
use super::roster::{EXPORT, RosterScreen};
use crate::app::{Command, GeneralCommand, Session};
use crate::domain::text::count;
use crate::ui::theme::Tone;
use crate::ui::widgets::{Because, breadcrumb, button, page_title, pill};
use ask::Asking;
use egui::Ui;

/// Why nothing can be started while a job is under way.
pub const WAIT: &str = "Wait until the work under way has ended.";

/// The screen's own throw-away state.
#[derive(Default)]
pub struct GeneralScreen {
    /// An export that is looked at before it is taken.
    export: RosterScreen,
    list: list::List,
    /// The import or refresh about which the question is open.
    asking: Option<Asking>,
}

impl GeneralScreen {
    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        if let Some(import) = &session.general.import {
            self.asking = None;
            return self.export.show(ui, cx, session, import, &EXPORT);
        }
        // The next export begins anew, though its file has the same name.
        if std::mem::take(&mut self.export).had_a_file() {
            self.list.focus_search();
        }
        breadcrumb(
            ui,
            &["Main Menu", "Utilities", "Students", "General Student Table"],
        );
        let rows = session.general.rows.cards().len();
        page_title(
            ui,
            "General Student Table",
            |ui| drop(pill(ui, Tone::Accent, &count(rows, "row", "rows"))),
            |ui| {
                if button(ui, !cx.view.busy(), "Import from SIS…")
                    .because(WAIT)
                    .clicked()
                {
                    cx.send(Command::General(GeneralCommand::Ask));
                }
                if button(ui, !cx.view.busy(), "Import folder …")
                    .because(WAIT)
                    .on_hover_text(
                        "OneRoster, School Data Sync or Clever: a folder of files that belong together",
                    )
                    .clicked()
                {
                    cx.send(Command::General(GeneralCommand::AskFolder));
                }
            },
        );
        ui.add_space(2.0);
        match &session.general.selected {
            None => {
                let whole = ui.available_rect_before_wrap();
                beside(ui, "list", whole, |ui| self.list.show(ui, cx, session));
                ui.advance_cursor_after_rect(whole);
                self.asking = None;
            }
            Some(sis) => {
                let (left, right) = halves(ui, 0.42);
                beside(ui, "list", left, |ui| self.list.show(ui, cx, session));
                beside(ui, "detail", right, |ui| {
                    if let Some(deed) = detail::show(ui, cx, session, sis) {
                        self.asking = Some(Asking::new(deed, sis));
                    }
                });
                ui.advance_cursor_after_rect(left.union(right));
                if self
                    .asking
                    .as_mut()
                    .is_some_and(|a| !a.show(ui.ctx(), cx, session, sis))
                {
                    self.asking = None;
                }
            }
        }
    }
}
