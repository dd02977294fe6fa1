//! Create Request File for SSID System: the four functions, File Location, Create.

use super::look_alikes;
use super::questions::Question;
use crate::app::{Command, Session};
use crate::domain::request::Function;
use crate::domain::text::{count, thousands};
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Because, PathEvent, card_sized, check, note, path_field, primary_button, radio_card, weak,
};
use egui::Ui;

/// Draws the card.
pub fn show(ui: &mut Ui, height: f32, cx: &Cx<'_>, session: &Session, asking: &mut Option<Question>) {
    card_sized(
        ui,
        height,
        "Create Request File for SSID System",
        |_| {},
        |ui| {
            for function in Function::ALL {
                function_card(ui, cx, session, function);
            }
            override_note(ui, cx, session);
            look_alikes::on_card(ui, cx, session);
            let mut folder = session.process.folder.clone();
            match path_field(
                ui,
                "File Location",
                "The folder for the request files",
                &mut folder,
            ) {
                PathEvent::Browse => cx.send(Command::AskRequestFolder),
                PathEvent::Edited => cx.send(Command::SetRequestFolder(folder)),
                PathEvent::None => {}
            }
            weak(ui, "Keep one folder for these files and use it every year.");
            ui.add_space(2.0);
            create_line(ui, cx, session, asking);
        },
    );
}

fn function_card(ui: &mut Ui, cx: &Cx<'_>, session: &Session, function: Function) {
    let p = &session.process;
    let ready = p.tally.ready[function as usize];
    let students = count(ready, "student", "students");
    let waits = function == Function::New && ready == 0;
    let undecided = format!("{} to decide first", thousands(p.tally.undecided));
    let retrieve_open = session.open_requests().any(|r| r.function == Function::Retrieve);
    let pill = if p.scope.schools.is_empty() {
        None
    } else if waits && p.tally.waiting > 0 {
        let first = if retrieve_open {
            "process the Retrieve response first"
        } else {
            "run Retrieve first"
        };
        Some((Tone::Warn, first))
    } else if waits && p.tally.in_new > 0 {
        Some((Tone::Warn, "process the New response first"))
    } else if waits && p.tally.undecided > 0 {
        Some((Tone::Warn, undecided.as_str()))
    } else {
        Some((
            if ready > 0 { Tone::Accent } else { Tone::Neutral },
            students.as_str(),
        ))
    };
    let card = radio_card(
        ui,
        p.function == function,
        function.label(),
        pill,
        function.explanation(),
        true,
    );
    if card.clicked() && p.function != function {
        cx.send(Command::ChooseFunction(function));
    }
}

/// The explicit override of New, and what it risks.
fn override_note(ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
    let p = &session.process;
    let overridable = p.tally.overridable;
    if p.function != Function::New || overridable == 0 {
        return;
    }
    note(ui, Tone::Warn, |ui| {
        let mut on = p.override_retrieve;
        let label = format!(
            "Also send {} without a clear Retrieve answer",
            count(overridable, "student", "students")
        );
        if check(ui, &mut on, &label).changed() {
            cx.send(Command::SetOverride(on));
        }
        weak(
            ui,
            "The state may know them already: this can give a child a second SSID. It is written to History.",
        );
    });
}

fn create_line(ui: &mut Ui, cx: &Cx<'_>, session: &Session, asking: &mut Option<Question>) {
    let p = &session.process;
    let overridden = if p.function == Function::New && p.override_retrieve {
        p.tally.overridable
    } else {
        0
    };
    let held_back = if p.function == Function::New {
        p.before_new.held_back()
    } else {
        0
    };
    let sendable = p.tally.ready[p.function as usize] + overridden;
    let lines = sendable.saturating_sub(held_back);
    let alike = look_alikes::why_not(session);
    let why_not = if cx.view.busy() {
        "Wait until the work under way is done."
    } else if p.effective_problem.is_some() {
        "The effective date cannot be read."
    } else if p.scope.schools.is_empty() {
        "Select at least one school first."
    } else if lines == 0 && p.function == Function::New && p.tally.waiting > 0 {
        "New waits: process the Retrieve response first."
    } else if lines == 0 && p.function == Function::New && p.tally.undecided > 0 {
        "New waits: decide in the SSID System first. “Show them” says for whom."
    } else if sendable == 0 {
        "There is nobody to send."
    } else if lines == 0 {
        "Everybody is left out of this file."
    } else if p.folder.trim().is_empty() {
        "Choose a File Location first."
    } else {
        // What has to be answered first, or nothing.
        &alike
    };
    ui.horizontal_wrapped(|ui| {
        if primary_button(ui, why_not.is_empty(), "Create")
            .because(why_not)
            .clicked()
        {
            if overridden > 0 {
                *asking = Some(Question::Override);
            } else {
                cx.send(Command::CreateRequest);
            }
        }
        let open = session
            .open_requests()
            .find(|r| r.function == p.function && r.scope == p.scope && p.function != Function::Verify);
        if let Some(open) = open.filter(|_| why_not.is_empty()) {
            weak(
                ui,
                &format!(
                    "{} for these schools has no response yet: process that first.",
                    open.file_name
                ),
            );
        } else if why_not.is_empty() {
            weak(
                ui,
                &format!(
                    "{} · {} {}",
                    p.next_file,
                    thousands(lines),
                    if lines == 1 { "line" } else { "lines" }
                ),
            );
        } else {
            weak(ui, why_not);
        }
    });
}
