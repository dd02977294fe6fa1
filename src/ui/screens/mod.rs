//! The screens. Each borrows the view, keeps only its own throw-away state, and sends commands.

mod beside;
mod duplicates;
mod explained;
mod general;
pub mod help;
mod history;
mod likely;
#[cfg(test)]
mod lists_bench;
mod merge;
mod missing;
mod not_same;
mod process;
mod report;
mod roster;
mod settings;
pub mod sign_in;
mod student_editor;
mod welcome;
mod words;

use crate::app::{Command, Phase, Tab, View};
use egui::Ui;

/// What a screen gets: what it may look at, and where it sends commands.
pub struct Cx<'a> {
    /// What it may look at.
    pub view: &'a View<'a>,
    /// Where commands go.
    pub send: &'a dyn Fn(Command),
}

impl Cx<'_> {
    /// Sends a command.
    pub fn send(&self, command: Command) {
        (self.send)(command);
    }
}

/// All screens with their throw-away state.
#[derive(Default)]
pub struct Screens {
    welcome: welcome::Welcome,
    process: process::Process,
    report: report::ReportScreen,
    roster: roster::RosterScreen,
    editor: student_editor::StudentEditor,
    general: general::GeneralScreen,
    missing: missing::MissingScreen,
    duplicates: duplicates::DuplicatesScreen,
    merge: merge::MergeScreen,
    history: history::History,
    settings: settings::Settings,
    sign_in: sign_in::SignIn,
}

impl Screens {
    /// What was typed and is not saved, in words; empty when nothing is.
    pub fn unsaved(&self) -> Vec<String> {
        let mut out = self.editor.unsaved();
        if self.settings.unsaved() {
            out.push("Settings".into());
        }
        out
    }

    /// Reads the keys of the screen that is to be seen that must not press a control outside of it which has the
    /// keyboard.
    pub fn keys_before(&mut self, ui: &Ui, cx: &Cx<'_>) {
        if let (Phase::Open(session), Tab::MergeStudentProfiles) = (cx.view.phase, cx.view.prefs.tab) {
            self.merge.keys_before(ui, session);
        }
    }

    /// Draws the screen that is to be seen.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let session = match cx.view.phase {
            Phase::Welcome => return self.welcome.show(ui, cx),
            Phase::Opening => return welcome::opening(ui, cx),
            Phase::Open(session) => session,
        };
        match cx.view.prefs.tab {
            Tab::SsidProcess if session.process.response.report_open => self.report.show(ui, cx, session),
            Tab::SsidProcess => self.process.show(ui, cx, session),
            Tab::StudentEditor => match &session.import {
                Some(import) => self.roster.show(ui, cx, session, import, &roster::ROSTER),
                None => {
                    // The next roster begins anew, though its file has the same name.
                    if std::mem::take(&mut self.roster).had_a_file() {
                        self.editor.focus_search();
                    }
                    self.editor.show(ui, cx, session);
                }
            },
            Tab::GeneralStudentTable => self.general.show(ui, cx, session),
            Tab::MissingIds => self.missing.show(ui, cx, session),
            Tab::Duplicates => self.duplicates.show(ui, cx, session),
            Tab::MergeStudentProfiles => self.merge.show(ui, cx, session),
            Tab::History => self.history.show(ui, cx, session),
            Tab::Settings => self.settings.show(ui, cx, session),
        }
        self.sign_in.show(ui.ctx(), cx, session);
    }
}
