//! The whole year through the screens, as a registrar walks it: Retrieve, New, Update, Verify, and back by History.

use crate::desk::Desk;
use egui::Role;
use egui_kittest::kittest::Queryable;
use ssid_desk::app::Command;
use ssid_desk::domain::dates::Step;
use ssid_desk::domain::request::Function;
use ssid_desk::domain::response::{Action, Outcome};
use ssid_desk::domain::student::IdKind;
use std::collections::BTreeSet;

/// Opens the sample district, selects all schools and chooses the folder through the native dialog.
fn ready() -> Desk {
    let mut desk = Desk::first_start();
    desk.expect("Look around in the sample district");
    desk.press(Role::Button, "Open the sample district");
    desk.expect("2,744 students");
    desk.press(Role::Link, "Select all");
    desk.desktop.answer(Some(&desk.files.clone()));
    desk.press(Role::Button, "Browse: File Location");
    assert_eq!(desk.desktop.asked()[0].title, "File Location");
    desk
}

/// Creates a request and lets the practice SSID system answer it.
fn send(desk: &mut Desk, function: Function) {
    desk.press(Role::RadioButton, function.label());
    desk.press(Role::Button, "Create");
    desk.expect("was created with");
    // The newest request stands first.
    desk.press_first(Role::Button, "Send to practice SSID system");
}

/// Update SIS System: the button, then the one in the preview.
fn update(desk: &mut Desk) {
    desk.press(Role::Button, "Update SIS System");
    desk.expect("Everything is written in one step.");
    desk.press_last(Role::Button, "Update SIS System");
    desk.expect("was applied");
}

fn count(desk: &mut Desk, outcome: Outcome) -> u32 {
    let checked = desk
        .session()
        .process
        .response
        .checked
        .as_ref()
        .expect("a compared response");
    checked.report.counts().get(&outcome).copied().unwrap_or(0)
}

#[test]
fn the_whole_year_from_retrieve_to_verify() {
    let mut desk = ready();
    let without = desk.session().process.tally.ready[Function::Retrieve as usize];
    assert_eq!(without, 145);

    // Retrieve.
    send(&mut desk, Function::Retrieve);
    assert_eq!(
        desk.file_names(),
        ["REQ_140_20261120_0001.csv", "RESP_140_20261120_0001.csv"]
    );
    desk.expect("Will receive an SSID");
    let filled = count(&mut desk, Outcome::WillBeFilled) as usize;
    assert_eq!(filled, 107);
    assert_eq!(
        desk.session().process.tally.ready[Function::Retrieve as usize],
        145,
        "nothing is written yet"
    );
    let first = desk.session().process.response.checked.as_ref().and_then(|c| {
        let row = c.report.rows.iter().find(|r| r.action != Action::None)?;
        Some((row.student?, row.number.clone(), row.ssid_in_response.clone()))
    });
    let (key, number, ssid) = first.expect("a line that fills an SSID");
    update(&mut desk);
    desk.expect("107 students received an SSID");
    assert_eq!(
        desk.session().process.tally.ready[Function::Retrieve as usize],
        without - filled
    );

    // The number is in the Student Editor.
    desk.harness
        .state_mut()
        .core()
        .send(Command::FindStudents(number));
    desk.harness.state_mut().core().send(Command::OpenStudent(key));
    desk.settle();
    desk.expect(&ssid);
    desk.press(Role::Tab, "SSID Process");

    // The same file a second time changes nothing.
    desk.expect("was already processed on");
    assert!(desk.is_off("Update SIS System"), "off for a processed response");

    // New.
    send(&mut desk, Function::New);
    assert_eq!(count(&mut desk, Outcome::WillBeFilled), 29);
    update(&mut desk);

    // Update, with two held lines: one is settled to the state's number in the report, one is left.
    send(&mut desk, Function::Update);
    assert_eq!(count(&mut desk, Outcome::DifferentSsid), 2);
    desk.press(Role::Button, "Response File Error Report");
    desk.expect("Kept. Compare both in the SSID System, then choose:");
    let held = desk.session().process.response.checked.as_ref().and_then(|c| {
        let row = c
            .report
            .rows
            .iter()
            .find(|r| r.outcome == Outcome::DifferentSsid)?;
        Some((row.student?, row.ssid_here.clone(), row.ssid_in_response.clone()))
    });
    let (key, here, there) = held.expect("a held line");
    desk.press(Role::Link, &format!("Use {there}"));
    desk.expect(&format!("Chosen: {there} will replace {here}."));
    update(&mut desk);
    desk.press(Role::Button, "Back");
    desk.harness.state_mut().core().send(Command::OpenStudent(key));
    desk.settle();
    let student = desk
        .session()
        .editor
        .opened
        .as_ref()
        .and_then(|o| o.student.clone())
        .expect("the student is open");
    assert_eq!(student.ssid.as_ref().map(|s| s.as_str()), Some(there.as_str()));
    assert_eq!(student.former_ids[0].kind, IdKind::Ssid);
    assert_eq!(student.former_ids[0].value, here);
    desk.press(Role::Tab, "SSID Process");

    // Verify.
    send(&mut desk, Function::Verify);
    desk.expect("Practice: Verify found");
    desk.press(Role::Button, "Mark as checked");
    desk.press(Role::Button, "No errors left: mark as checked");
    desk.expect("no errors left in the SSID System");
    let next = desk
        .session()
        .process
        .dates
        .iter()
        .find(|d| d.days_left >= 0)
        .cloned()
        .expect("a date ahead");
    assert!(
        matches!(next.steps[Function::Retrieve as usize], Step::Done(_)),
        "{next:?}"
    );
    assert!(
        matches!(next.steps[Function::Verify as usize], Step::Done(_)),
        "{next:?}"
    );
}

#[test]
fn what_was_applied_can_be_undone_from_history_and_applied_again() {
    let mut desk = ready();
    send(&mut desk, Function::Retrieve);
    update(&mut desk);
    let applied = desk.session().history.operations[0].clone();
    desk.press(Role::Tab, "History");
    desk.expect("was applied: 107 students received an SSID");
    desk.harness.state_mut().core().send(Command::Undo(applied.id));
    desk.settle();
    desk.expect("Undone: Retrieve response");
    assert_eq!(
        desk.session().process.tally.ready[Function::Retrieve as usize],
        145
    );
    desk.press(Role::Tab, "SSID Process");
    update(&mut desk);
    assert_eq!(
        desk.session().process.tally.ready[Function::Retrieve as usize],
        38
    );
}

#[test]
fn new_waits_for_retrieve_and_the_override_is_in_the_journal() {
    let mut desk = ready();
    desk.press(Role::RadioButton, Function::New.label());
    desk.expect("process the Retrieve response first");
    assert!(desk.is_off("Create"));
    desk.press_starting(Role::CheckBox, "Also send 145 students");
    // Some of them are here already under another record: they stay out of this file.
    assert!(desk.is_off("Create"));
    desk.press(Role::Link, "Look at them");
    let asked = desk.session().process.before_new.pairs.clone();
    for number in asked.into_iter().map(|p| p.sent.number).collect::<BTreeSet<_>>() {
        desk.press_first(Role::Button, &format!("Leave out: {number}"));
    }
    assert_eq!(desk.session().process.before_new.unanswered(), 0);
    let sent = 145 - desk.session().process.before_new.held_back();
    assert!(sent < 145);
    desk.press(Role::Button, "Close");
    desk.press(Role::Button, "Create");
    desk.expect("New would give such a child a second SSID");
    assert!(
        desk.file_names().is_empty(),
        "nothing is written before the question is answered"
    );
    desk.press(Role::Button, "Create it all the same");
    desk.expect(&format!("was created with {sent} students"));
    desk.press(Role::Tab, "History");
    desk.expect(&format!("{sent} students were sent by override"));
}

#[test]
fn an_open_request_is_withdrawn_only_after_a_question() {
    let mut desk = ready();
    desk.press(Role::Button, "Create");
    desk.press(Role::Link, "Withdraw");
    desk.expect("Only for a file that was not sent to the state.");
    desk.press(Role::Button, "Cancel");
    assert_eq!(desk.session().open_requests().count(), 1);
    desk.press(Role::Link, "Withdraw");
    desk.press(Role::Button, "It was not sent: withdraw");
    assert_eq!(desk.session().open_requests().count(), 0);
    assert_eq!(desk.file_names(), ["REQ_140_20261120_0001.csv"], "the file stays");
}

#[test]
fn a_response_that_fits_two_requests_is_asked_about() {
    let mut desk = ready();
    desk.press(Role::Button, "Create");
    send(&mut desk, Function::Retrieve);
    let (from, to) = (
        desk.files.join("RESP_140_20261120_0002.csv"),
        desk.files.join("download.csv"),
    );
    std::fs::rename(from, &to).expect("a renamed download");
    desk.desktop.answer(Some(&to));
    desk.press(Role::Button, "Browse: Get Response File");
    desk.expect("Which request file does it answer?");
    assert!(desk.is_off("Update SIS System"));
    desk.press_starting(Role::Link, "Retrieve: REQ_140_20261120_0002.csv");
    let checked = desk
        .session()
        .process
        .response
        .checked
        .as_ref()
        .expect("compared");
    assert_eq!(checked.report.request_file, "REQ_140_20261120_0002.csv");
}

#[test]
fn a_date_that_cannot_be_read_stops_create() {
    let mut desk = ready();
    desk.harness
        .state_mut()
        .core()
        .send(Command::SetEffective("nonsense".into()));
    desk.settle();
    desk.expect("The effective date cannot be read.");
    assert!(desk.is_off("Create"));
    desk.harness.state_mut().core().send(Command::CreateRequest);
    desk.settle();
    assert!(desk.file_names().is_empty());
}

#[test]
fn typing_into_settings_goes_on_when_the_bar_for_saving_comes() {
    let mut desk = ready();
    desk.press(Role::Link, "Settings");
    desk.harness
        .get_by_role_and_label(Role::TextInput, "LEA number")
        .focus();
    desk.harness.run_steps(2);
    for letter in ["1", "5", "0"] {
        desk.harness
            .get_by_role_and_label(Role::TextInput, "LEA number")
            .type_text(letter);
        desk.harness.run_steps(3);
    }
    let field = desk.harness.get_by_role_and_label(Role::TextInput, "LEA number");
    assert!(field.is_focused());
    assert!(
        field.value().is_some_and(|v| v.contains("150")),
        "{:?}",
        field.value()
    );
}

#[test]
fn a_file_that_is_no_response_is_refused_with_what_to_do() {
    let mut desk = ready();
    desk.press(Role::Button, "Create");
    let request = desk.files.join("REQ_140_20261120_0001.csv");
    desk.desktop.answer(Some(&request));
    desk.press(Role::Button, "Browse: Get Response File");
    desk.expect("is a request file, not the state's response");
    assert!(desk.is_off("Update SIS System"));
    let before = desk.session().history.operations.len();
    let notes = desk.files.join("RESP_notes.csv");
    std::fs::write(&notes, "dear,diary\nno,response\n").expect("a file");
    desk.desktop.answer(Some(&notes));
    desk.press(Role::Button, "Browse: Get Response File");
    assert!(desk.session().process.response.refused.is_some());
    assert_eq!(
        desk.session().history.operations.len(),
        before,
        "nothing was written"
    );
}

#[test]
fn the_report_is_saved_as_csv_and_as_a_workbook() {
    let mut desk = ready();
    send(&mut desk, Function::Retrieve);
    desk.press(Role::Button, "Response File Error Report");
    for (button, name) in [("Save as CSV", "report.csv"), ("Save as Excel", "report")] {
        let path = desk.files.join(name);
        desk.desktop.answer(Some(&path));
        desk.press(Role::Button, button);
        desk.expect("The report was saved as");
    }
    let csv = std::fs::read_to_string(desk.files.join("report.csv")).expect("the report");
    assert!(csv.contains("Held by another"));
    assert_eq!(csv.lines().filter(|l| l.contains("Will be filled")).count(), 107);
    let xlsx = std::fs::read(desk.files.join("report.xlsx")).expect("the ending is added");
    assert!(xlsx.starts_with(b"PK"), "a workbook is a zip file");
    desk.press(Role::Button, "Print");
    assert!(desk.desktop.shown()[0].extension().is_some_and(|e| e == "html"));
}

#[test]
fn those_who_cannot_be_sent_are_one_click_from_the_editor() {
    let mut desk = ready();
    desk.press(Role::Link, "Show them");
    desk.expect("Missing: birth date");
    let first = desk.session().process.not_sent[0].0;
    let card = desk.session().roll.cards()[first as usize].clone();
    desk.press_starting(Role::Row, &format!("{}, {}", card.name, card.number));
    let opened = desk
        .session()
        .editor
        .opened
        .as_ref()
        .and_then(|o| o.student.as_ref())
        .map(|s| s.key);
    assert_eq!(opened, Some(card.key));
}

#[test]
fn tab_and_folder_and_schools_are_remembered() {
    let mut desk = ready();
    desk.press(Role::Tab, "History");
    desk.harness.state_mut().core().save_prefs();
    let prefs = ssid_desk::app::Prefs::load(&desk.data);
    assert_eq!(prefs.tab, ssid_desk::app::Tab::History);
    assert_eq!(prefs.practice_folder.as_deref(), Some(desk.files.as_path()));
    assert_eq!(prefs.schools.len(), 5);
    assert!(prefs.store.is_some());
}
