//! Settings: the schools of the district.

use super::super::Cx;
use crate::app::{Command, Session};
use crate::domain::ids::SchoolCode;
use crate::domain::text::{thousands, tidy};
use crate::ui::theme::{Theme, strong};
use crate::ui::widgets::{
    Because, Column, TableHeight, TableSpec, button, card, cell_text, empty_state, primary_button,
    text_field, weak,
};
use egui::Ui;
use std::path::{Path, PathBuf};

/// The most rows shown without scrolling inside the table.
const ROWS: usize = 9;

/// The school being edited.
#[derive(Default)]
pub struct Schools {
    of: PathBuf,
    code: String,
    name: String,
    /// The schools as they were when Save was pressed: once they differ, it is done and the fields are emptied.
    saving: bool,
}

impl Schools {
    /// Starts anew in another district.
    pub fn follow(&mut self, path: &Path) {
        if self.of != path {
            *self = Self {
                of: path.to_owned(),
                ..Self::default()
            };
        }
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let known = session
            .schools
            .iter()
            .find(|s| s.code.as_str() == self.code.trim());
        let known_name = known.map(|s| s.name.clone());
        if self.saving && known_name.as_deref() == Some(tidy(&self.name).as_str()) {
            self.saving = false;
            self.code.clear();
            self.name.clear();
        }
        card(
            ui,
            "Schools",
            |ui| drop(weak(ui, &thousands(session.schools.len()))),
            |ui| {
                if session.schools.is_empty() {
                    empty_state(
                        ui,
                        "No schools yet",
                        "Add them below, or let the import of a roster create them.",
                    );
                } else {
                    self.table(ui, session);
                }
                ui.add_space(8.0);
                ui.label(strong(if known_name.is_some() {
                    "Rename the school"
                } else {
                    "Add a school"
                }));
                self.fields(ui, cx, known_name.as_deref());
            },
        );
    }

    fn table(&mut self, ui: &mut Ui, session: &Session) {
        let list = &session.schools;
        let columns = [Column::fixed("Number", 110.0), Column::share("Name", 200.0, 1.0)];
        let at = list.iter().position(|s| s.code.as_str() == self.code.trim());
        let mut spec = TableSpec::new("schools", "Schools", &columns, list.len())
            .fitted()
            .selected(at);
        spec.row_height = Theme::of(ui.ctx()).size.row;
        if list.len() > ROWS {
            spec.height = TableHeight::Exactly(29.0 + ROWS as f32 * spec.row_height);
        }
        let events = spec.show(
            ui,
            |n| format!("{}: {}", list[n].code, list[n].name),
            |n, at, ui| match at {
                0 => drop(cell_text(ui, list[n].code.as_str())),
                _ => drop(cell_text(ui, &list[n].name)),
            },
        );
        if let Some(n) = events.select.or(events.open) {
            self.code = list[n].code.to_string();
            self.name = list[n].name.clone();
            self.saving = false;
        }
    }

    fn fields(&mut self, ui: &mut Ui, cx: &Cx<'_>, known: Option<&str>) {
        ui.set_max_width(ui.available_width().min(460.0));
        let problem = if self.code.trim().is_empty() {
            None
        } else {
            SchoolCode::parse(&self.code).err().map(|e| format!("{e}."))
        };
        text_field(ui, "School number", &mut self.code, problem.as_deref());
        ui.add_space(2.0);
        text_field(ui, "School name", &mut self.name, None);
        ui.add_space(6.0);
        let complete = SchoolCode::parse(&self.code).is_ok() && !tidy(&self.name).is_empty();
        let new = known != Some(tidy(&self.name).as_str());
        let reason = match (complete, new) {
            (false, _) => "Fill in number and name first.",
            (true, false) => "The school has this name already.",
            (true, true) => "Wait until the work under way has ended.",
        };
        ui.horizontal_wrapped(|ui| {
            let text = if known.is_some() {
                "Rename school"
            } else {
                "Add school"
            };
            if primary_button(ui, complete && new && !cx.view.busy(), text)
                .because(reason)
                .clicked()
            {
                self.saving = true;
                cx.send(Command::SaveSchool {
                    code: self.code.trim().to_owned(),
                    name: tidy(&self.name),
                });
            }
            let something = !self.code.is_empty() || !self.name.is_empty();
            if button(ui, something, "Clear").clicked() {
                self.code.clear();
                self.name.clear();
                self.saving = false;
            }
            weak(
                ui,
                "A school is saved at once. Its number cannot be changed afterwards.",
            );
        });
    }
}
