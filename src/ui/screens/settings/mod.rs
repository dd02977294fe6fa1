//! Settings: the district, its schools, the state's dates, rules, code lists, the file layout, the look, the data.

mod administrators;
mod codes;
mod data;
mod dates;
mod district;
mod form;
mod layout;
mod look;
mod merging;
mod rules;
mod schools;
mod sections;
#[cfg(test)]
mod tests;

use super::Cx;
use crate::app::{Command, Session};
use crate::ui::theme::{Theme, Tone};
use crate::ui::widgets::{
    Because, breadcrumb, button, confirm, link, note, page_title, pill, primary_button, steady, weak,
};
use egui::{Frame, Key, Margin, Modifiers, Panel, ScrollArea, Ui};
use form::{Form, Problems};
use sections::Section;

/// The width of the list of sections.
const SECTIONS: f32 = 186.0;
/// Forms are not drawn wider than this: long lines of fields are hard to follow.
const WIDEST: f32 = 860.0;

/// The screen's own state.
#[derive(Default)]
pub struct Settings {
    section: Section,
    form: Form,
    schools: schools::Schools,
    administrators: administrators::Administrators,
    merging: merging::Merging,
    question: Option<Question>,
}

/// A question that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Question {
    /// Start the sample district afresh?
    Restart,
    /// Close the district although settings are not saved?
    CloseUnsaved,
}

impl Settings {
    /// Whether something was changed and not saved.
    pub fn unsaved(&self) -> bool {
        self.form.changed()
    }

    /// Draws it.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        self.form.follow(&session.path, &session.district);
        self.schools.follow(&session.path);
        self.administrators.follow(&session.path, session);
        let problems = self.form.problems();
        breadcrumb(ui, &["Main Menu", "Settings"]);
        page_title(
            ui,
            "Settings",
            |ui| {
                if session.district.practice {
                    pill(ui, Tone::Warn, "Practice district");
                }
            },
            |_| {},
        );
        if self.form.changed() {
            self.save_bar(ui, cx, &problems);
        }
        let gap = Theme::of(ui.ctx()).size.gap;
        Panel::left("settings-sections")
            .resizable(false)
            .exact_size(SECTIONS + gap)
            .frame(Frame::new().inner_margin(Margin {
                right: gap as i8,
                ..Margin::ZERO
            }))
            .show_separator_line(false)
            .show(ui, |ui| {
                ScrollArea::vertical()
                    .id_salt("sections")
                    .show(ui, |ui| sections::list(ui, &mut self.section, &problems));
            });
        ScrollArea::vertical()
            .id_salt(("settings", self.section))
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_max_width(ui.available_width().min(WIDEST));
                // The bar for saving comes with the first key that is typed.
                let section = self.section;
                steady(ui, ("settings", section), |ui| {
                    self.show_section(ui, cx, session, &problems);
                });
                ui.add_space(4.0);
            });
        self.ask(ui, cx);
    }

    fn show_section(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, problems: &Problems) {
        let fields = &mut self.form.fields;
        match self.section {
            Section::District => district::show(ui, session, fields, problems),
            Section::Schools => self.schools.show(ui, cx, session),
            Section::Dates => dates::show(ui, fields, problems),
            Section::Rules => rules::show(ui, fields),
            Section::Codes => codes::show(ui, fields, problems),
            Section::Layout => layout::show(ui, cx, session),
            Section::Merging => self.merging.show(ui, cx, session, fields, problems),
            Section::Administrators => self.administrators.show(ui, cx, session),
            Section::Look => look::show(ui, cx),
            Section::Data => {
                if let Some(question) = data::show(ui, cx, session, self.form.changed()) {
                    self.question = Some(question);
                }
            }
        }
    }

    /// Stands below while something is edited and not saved.
    fn save_bar(&mut self, ui: &mut Ui, cx: &Cx<'_>, problems: &Problems) {
        Panel::bottom("settings-save")
            .frame(Frame::new().inner_margin(Margin {
                top: 8,
                ..Margin::ZERO
            }))
            .show_separator_line(false)
            .show(ui, |ui| {
                note(ui, Tone::Accent, |ui| {
                    ui.horizontal_wrapped(|ui| {
                        let district = self.form.district();
                        let sure = primary_button(ui, district.is_some() && !cx.view.busy(), "Save settings")
                            .because("Something typed cannot be used yet, or work is under way.");
                        let key = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::S));
                        let sure = sure.on_hover_text("Ctrl+S");
                        if (sure.clicked() || key && sure.enabled())
                            && let Some(district) = district
                        {
                            self.form.fields = form::Fields::of(&district);
                            cx.send(Command::SaveSettings(Box::new(district)));
                        }
                        if button(ui, true, "Discard").clicked() {
                            self.form.discard();
                        }
                        match problems.first() {
                            None => drop(weak(ui, "Not saved yet.")),
                            Some((spot, why)) => {
                                let section = Section::of(*spot);
                                weak(ui, &format!("Cannot be saved yet. {}: {why}", section.label()));
                                if section != self.section && link(ui, "Show it").clicked() {
                                    self.section = section;
                                }
                            }
                        }
                    });
                });
            });
    }

    fn ask(&mut self, ui: &Ui, cx: &Cx<'_>) {
        let Some(question) = self.question else { return };
        let (title, sentence, yes, no, command) = match question {
            Question::Restart => (
                "Start the sample district afresh?",
                "It will be as on its first day. The one you worked in is kept beside it in the same folder, under a name that begins with “before”.",
                "Start afresh",
                "Leave it",
                Command::RestartSample,
            ),
            Question::CloseUnsaved => (
                "Close without saving the settings?",
                "You changed settings and did not save them. Everything else is saved.",
                "Close without saving",
                "Go back",
                Command::CloseDistrict,
            ),
        };
        if let Some(answer) = confirm(ui.ctx(), Tone::Bad, title, sentence, yes, no) {
            self.question = None;
            if answer {
                self.form = Form::default();
                cx.send(command);
            }
        }
    }
}
