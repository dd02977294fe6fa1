//! What is asked for while a job is under way, and results that come when something else is wanted by then.

use crate::desk::{Desk, stamp};
use egui::Role;
use ssid_desk::app::{Command, Core, Phase, Prefs, Scripted, Session, Setup, Stamp, Tab};
use ssid_desk::domain::layout::WireField;
use ssid_desk::domain::request::{Choice, Function};
use ssid_desk::domain::response::Outcome;
use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

/// The sample district with an answered request of a function, compared and not yet applied.
fn answered(function: Function) -> Desk {
    let mut desk = Desk::first_start();
    desk.press(Role::Button, "Open the sample district");
    desk.press(Role::Link, "Select all");
    let folder = desk.files.display().to_string();
    send(
        &mut desk,
        [
            Command::SetRequestFolder(folder),
            Command::ChooseFunction(function),
        ],
    );
    send(&mut desk, [Command::CreateRequest]);
    let id = desk.session().requests[0].id;
    send(&mut desk, [Command::SendToPractice(id)]);
    assert!(desk.session().process.response.checked.is_some());
    desk
}

/// Sends commands that all arrive before the first of their jobs has ended.
fn send(desk: &mut Desk, commands: impl IntoIterator<Item = Command>) {
    let core = desk.harness.state_mut().core();
    for command in commands {
        core.send(command);
    }
    core.run_until_idle();
}

/// The request's lines that are held for a different SSID, with their choices.
fn held(session: &Session) -> Vec<(u32, Option<Choice>)> {
    let checked = session
        .process
        .response
        .checked
        .as_ref()
        .expect("a compared response");
    let held = checked
        .report
        .rows
        .iter()
        .filter(|r| r.outcome == Outcome::DifferentSsid);
    held.map(|r| (r.line.expect("a line"), r.choice)).collect()
}

#[test]
fn a_file_chosen_while_another_is_compared_is_the_one_that_is_shown() {
    let mut desk = answered(Function::Retrieve);
    let whole = desk.session().process.response.path.clone();
    let notes = desk.files.join("notes.csv");
    std::fs::write(&notes, "dear,diary\nno,response\n").expect("a file");
    let notes = notes.display().to_string();
    send(
        &mut desk,
        [
            Command::SetResponseFile(whole.clone()),
            Command::SetResponseFile(notes.clone()),
        ],
    );
    let response = &desk.session().process.response;
    assert_eq!(response.path, notes);
    assert!(response.checked.is_none(), "the report is not of that file");
    assert!(
        response.refused.is_some(),
        "it was compared when the job had ended"
    );
    send(
        &mut desk,
        [Command::SetResponseFile(notes), Command::SetResponseFile(whole)],
    );
    assert!(desk.session().process.response.checked.is_some());
    assert!(desk.session().process.response.refused.is_none());
}

#[test]
fn a_line_settled_while_another_is_compared_is_not_lost() {
    let mut desk = answered(Function::Update);
    let lines: Vec<u32> = held(desk.session()).into_iter().map(|h| h.0).collect();
    assert_eq!(lines.len(), 2);
    let choose = |line| Command::SettleLine {
        line,
        choice: Some(Choice::Here),
    };
    send(&mut desk, [choose(lines[0]), choose(lines[1])]);
    assert!(held(desk.session()).iter().all(|h| h.1 == Some(Choice::Here)));
}

#[test]
fn what_was_chosen_for_one_file_does_not_hold_for_another_of_its_name() {
    let mut desk = answered(Function::Update);
    let line = held(desk.session())[0].0;
    let choice = Some(Choice::Response);
    send(
        &mut desk,
        [
            Command::SettleLine { line, choice },
            Command::ConfirmIncomplete(true),
        ],
    );
    assert_eq!(held(desk.session())[0].1, choice);
    let path = desk.session().process.response.path.clone();
    let mut text = std::fs::read_to_string(&path).expect("the response");
    text.push_str("\r\n");
    std::fs::write(&path, text).expect("another response of that name");
    send(&mut desk, [Command::CheckResponse]);
    assert!(held(desk.session()).iter().all(|h| h.1.is_none()));
    assert!(!desk.session().process.response.confirmed_incomplete);
}

#[test]
fn a_processed_line_is_settled_in_a_job_and_shown() {
    let mut desk = answered(Function::Update);
    let line = held(desk.session())[0].0;
    send(&mut desk, [Command::ApplyResponse]);
    let choice = Some(Choice::Here);
    send(&mut desk, [Command::SettleLine { line, choice }]);
    assert_eq!(held(desk.session())[0].1, choice);
    assert!(
        desk.session().history.operations[0]
            .what
            .sentence()
            .contains("was settled")
    );
}

#[test]
fn an_undo_in_history_is_seen_in_the_report_at_once() {
    let mut desk = answered(Function::Retrieve);
    send(&mut desk, [Command::ApplyResponse]);
    let processed = |desk: &mut Desk| {
        let checked = desk.session().process.response.checked.clone();
        checked
            .expect("a compared response")
            .report
            .processed_at
            .is_some()
    };
    assert!(processed(&mut desk));
    let applied = desk.session().history.operations[0].id;
    // A large operation is looked at, which takes a job of its own.
    let made = desk.session().history.operations.last().expect("the sample").id;
    send(
        &mut desk,
        [
            Command::ShowTab(Tab::History),
            Command::SelectOperation(Some(made)),
        ],
    );
    send(&mut desk, [Command::Undo(applied)]);
    assert!(!processed(&mut desk));
}

#[test]
fn another_layout_counts_at_once_also_while_a_large_operation_is_looked_at() {
    let mut desk = answered(Function::Retrieve);
    let made = desk.session().history.operations.last().expect("the sample").id;
    send(
        &mut desk,
        [
            Command::ShowTab(Tab::History),
            Command::SelectOperation(Some(made)),
        ],
    );
    let before = desk.session().process.tally.held_back[Function::Retrieve as usize];
    let mut district = desk.session().district.clone();
    for column in &mut district.layout.columns {
        if column.field == WireField::LastName {
            column.max = Some(1);
        }
    }
    send(&mut desk, [Command::SaveSettings(Box::new(district))]);
    assert!(desk.session().process.tally.held_back[Function::Retrieve as usize] > before + 100);
}

#[test]
fn midnight_in_the_middle_of_a_job_is_not_passed_over() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let days = Rc::new(Cell::new(0));
    let clock = {
        let days = Rc::clone(&days);
        move || {
            let now = stamp().now + chrono::Duration::days(days.get());
            Stamp::at(now, "registrar")
        }
    };
    let mut core = Core::new(Setup {
        data_folder: folder.path().to_owned(),
        desktop: Box::new(Scripted::default()),
        clock: Box::new(clock),
        wake: Arc::new(|| ()),
    });
    core.send(Command::OpenSample);
    core.run_until_idle();
    let roster = folder.path().join("roster.csv");
    std::fs::write(&roster, "student_number,last_name,first_name\n1,A,B\n").expect("a roster");
    core.send(Command::ReadRoster(roster));
    // The job has begun and its end has not arrived: the day turns.
    core.run();
    days.set(1);
    core.run_until_idle();
    core.run_until_idle();
    let Phase::Open(session) = core.view().phase else {
        panic!("no district is open")
    };
    assert_eq!(session.today, stamp().today.succ_opt().expect("a day"));
}

#[test]
fn choices_are_written_down_only_when_they_changed() {
    let mut desk = answered(Function::Retrieve);
    let core = desk.harness.state_mut().core();
    core.save_prefs();
    let file = desk.data.join("preferences.toml");
    std::fs::remove_file(&file).expect("it was written");
    let core = desk.harness.state_mut().core();
    core.save_prefs();
    assert!(!file.exists(), "nothing to write");
    core.send(Command::SetTextScale(1.5));
    core.run_until_idle();
    core.save_prefs();
    assert_eq!(Prefs::load(&desk.data).text_scale, 1.5);
}

#[test]
fn a_sample_district_that_cannot_be_put_aside_stays_whole_and_says_so() {
    let mut desk = answered(Function::Retrieve);
    let registry = desk.data.join("Sample district.practice.csv");
    assert!(registry.is_file());
    // Something stands in the way of the registry, as an open Excel does on Windows.
    let in_the_way = desk
        .data
        .join("before 20261120-180000 Sample district.practice.csv");
    std::fs::create_dir_all(in_the_way.join("full")).expect("a folder in the way");
    send(&mut desk, [Command::RestartSample]);
    assert_eq!(desk.session().requests.len(), 1, "the old one is open again");
    assert!(registry.is_file());
    desk.settle();
    desk.expect("could not be put aside");
}

/// What the window was told in the last frame.
fn told(desk: &Desk) -> Vec<egui::ViewportCommand> {
    let output = desk.harness.output();
    let root = output.viewport_output.get(&egui::ViewportId::ROOT);
    root.map(|v| v.commands.clone()).unwrap_or_default()
}

#[test]
#[cfg(unix)]
fn the_window_closes_when_the_work_under_way_is_done() {
    let mut desk = answered(Function::Retrieve);
    let pipe = desk.files.join("roster.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.expect("mkfifo").success());
    // Reading a pipe lasts until somebody writes to it.
    desk.harness
        .state_mut()
        .core()
        .send(Command::ReadRoster(pipe.clone()));
    desk.harness.step();
    let root = desk.harness.input_mut().viewports.entry(egui::ViewportId::ROOT);
    root.or_default().events.push(egui::ViewportEvent::Close);
    desk.harness.step();
    assert!(told(&desk).contains(&egui::ViewportCommand::CancelClose));
    desk.harness
        .input_mut()
        .viewports
        .entry(egui::ViewportId::ROOT)
        .or_default()
        .events
        .clear();
    std::fs::write(&pipe, "student_number,last_name,first_name\n1,A,B\n").expect("the pipe");
    desk.harness.state_mut().core().run_until_idle();
    desk.harness.step();
    assert!(told(&desk).contains(&egui::ViewportCommand::Close));
}
