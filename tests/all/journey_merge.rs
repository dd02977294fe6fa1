//! The second job through the screens, as clerk and security administrator walk it: found, marked, imported, merged,
//! refreshed, undone.

use crate::desk::Desk;
use egui::Role;
use egui_kittest::kittest::Queryable;
use ssid_desk::app::{Command, GeneralCommand, MergeCommand};
use ssid_desk::domain::missing::Step;
use ssid_desk::domain::student::Student;
use std::path::PathBuf;

fn ready() -> Desk {
    let mut desk = Desk::first_start();
    desk.press(Role::Button, "Open the sample district");
    desk.expect("2,744 students");
    desk
}

/// The profile with this number, as it is in the store.
fn record(desk: &mut Desk, number: &str) -> Student {
    let opened = desk.open_student(number).expect("a profile with that number");
    opened.student.as_deref().cloned().expect("its record")
}

fn step(desk: &mut Desk) -> Step {
    let row = desk
        .session()
        .missing
        .selected_row()
        .expect("a profile is selected");
    row.judged.step
}

fn type_into(desk: &mut Desk, role: Role, field: &str, text: &str) {
    desk.harness.get_by_role_and_label(role, field).focus();
    desk.harness.run_steps(2);
    desk.harness.get_by_role_and_label(role, field).type_text(text);
    desk.settle();
}

fn sign_in(desk: &mut Desk) {
    desk.press_first(Role::Button, "Sign in");
    type_into(desk, Role::PasswordInput, "New password", "correct horse");
    type_into(desk, Role::PasswordInput, "New password again", "correct horse");
    desk.press(Role::Button, "Set the password and sign in");
    desk.expect("Signed in as security administrator admin");
}

/// The SIS's next export, in which a household has moved.
fn next_export(desk: &Desk) -> PathBuf {
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/sample_files/general/ps_sis_export_2026-11-23.csv"
    );
    let text = std::fs::read_to_string(sample).expect("the sample export");
    assert!(text.contains("1203 Meadowlark Drive"));
    let path = desk.files.join("ps_sis_export.csv");
    let moved = text.replace("1203 Meadowlark Drive", "77 Juniper Court");
    std::fs::write(&path, moved).expect("the export");
    path
}

#[test]
fn found_marked_imported_merged_refreshed_undone() {
    let mut desk = ready();

    // Found.
    desk.press(Role::Tab, "Missing IDs");
    desk.expect("14 open");
    desk.press_starting(Role::Row, "Hill, Jaxon");
    assert_eq!(step(&mut desk), Step::Mark);

    // Marked.
    desk.press(Role::Button, "Mark as duplicate (D103610)");
    assert!(
        desk.sees("Duplicate mark: no → yes"),
        "what changes is shown first"
    );
    assert!(!desk.session().missing.selected_row().unwrap().duplicate);
    desk.press(Role::Button, "Mark it");
    assert_eq!(step(&mut desk), Step::Import);

    // Imported.
    desk.press(Role::Button, "Import from the General Student Table");
    desk.expect("A new profile is made with what the SIS says:");
    desk.press(Role::Button, "Make the profile");
    assert_eq!(step(&mut desk), Step::Merge);

    // Merged: a clerk prepares it, and cannot save.
    desk.press(Role::Button, "Review merge");
    desk.expect("D103610 → 103902");
    type_into(
        &mut desk,
        Role::TextInput,
        "Reason",
        "Added by hand before the family enrolled",
    );
    decide_for_target(&mut desk);
    assert!(desk.is_off("Save merged record"), "nobody is signed in");
    sign_in(&mut desk);
    desk.press(Role::Button, "Save merged record");
    desk.press_last(Role::Button, "Save");
    desk.expect("was merged into Hill, Jaxon (103902)");
    assert!(desk.open_student("D103610").is_none(), "retired");
    let target = record(&mut desk, "103902");
    let merged = &desk.open_student("103902").unwrap().merged_from;
    assert_eq!(merged[0].number.as_str(), "D103610", "kept, with its number");
    let source = merged[0].key;
    assert_eq!(target.address, "1203 Meadowlark Drive, Cedar Flat, UT");

    // Its old number finds it.
    desk.harness
        .state_mut()
        .core()
        .send(Command::FindStudents("D103610".into()));
    desk.settle();
    let found = desk.session().editor.found.clone();
    let keys: Vec<_> = found
        .iter()
        .map(|at| desk.session().roll.cards()[*at as usize].key)
        .collect();
    assert_eq!(keys, [target.key]);

    // Refreshed, when the next export of the SIS has come.
    let export = next_export(&desk);
    desk.press(Role::Tab, "General Student Table");
    desk.desktop.answer(Some(&export));
    desk.press(Role::Button, "Import from SIS…");
    desk.expect("Held back 0");
    desk.harness
        .state_mut()
        .core()
        .send(Command::General(GeneralCommand::TakeExport));
    desk.settle();
    desk.press(Role::Tab, "Missing IDs");
    desk.press_starting(Role::Row, "Hill, Jaxon");
    assert_eq!(step(&mut desk), Step::Refresh);
    desk.press(Role::Button, "Refresh from the SIS");
    desk.expect("77 Juniper Court");
    desk.press(Role::Button, "Leave it");
    assert_eq!(record(&mut desk, "103902").address, target.address, "not yet");
    desk.press(Role::Tab, "Missing IDs");
    desk.press(Role::Button, "Refresh from the SIS");
    desk.press(Role::Button, "Take the SIS's values");
    let refreshed = record(&mut desk, "103902");
    assert!(refreshed.address.starts_with("77 Juniper Court"));
    desk.press(Role::Tab, "Missing IDs");
    let rows = desk.session().missing.rows.clone();
    assert!(rows.iter().all(|r| r.key != source), "done");

    // Undone, though the profile was refreshed since.
    desk.press(Role::Tab, "History");
    let merge = desk
        .session()
        .history
        .operations
        .iter()
        .find(|o| o.what.word() == "merge");
    let merge = merge.expect("the merge stands in History").id;
    desk.harness
        .state_mut()
        .core()
        .send(Command::SelectOperation(Some(merge)));
    desk.settle();
    desk.expect("Hill, Jaxon (D103610) was merged into Hill, Jaxon (103902)");
    desk.press_starting(Role::Button, "Undo");
    desk.expect("Undo this");
    desk.press_last(Role::Button, "Undo");
    let back = record(&mut desk, "D103610");
    assert_eq!((back.retired_into, back.duplicate), (None, true));
    let target = record(&mut desk, "103902");
    assert!(
        target.address.starts_with("77 Juniper Court"),
        "what came since stays"
    );
    assert!(target.former_ids.iter().all(|f| f.value != "D103610"));
}

/// Takes the Target's value in every row that waits for a decision.
fn decide_for_target(desk: &mut Desk) {
    let open: Vec<_> = desk
        .session()
        .merge
        .pair
        .as_ref()
        .and_then(|p| p.review())
        .map(|r| r.undecided().map(|l| l.key).collect())
        .unwrap_or_default();
    for key in open {
        let take = Some(ssid_desk::domain::merge::Take::Target);
        desk.harness
            .state_mut()
            .core()
            .send(Command::Merge(MergeCommand::Choose(key, take)));
    }
    desk.settle();
}

#[test]
fn a_draft_survives_closing_the_district_and_is_saved_by_somebody_else() {
    let mut desk = ready();
    desk.press(Role::Tab, "Merge Student Profiles");
    type_into(&mut desk, Role::TextInput, "Target ID", "104417");
    type_into(&mut desk, Role::TextInput, "Source ID", "D104417");
    desk.press(Role::Button, "Merge Profiles");
    desk.press(Role::Button, "Click here to Merge differences");
    desk.expect("1 of ");
    assert!(desk.is_off("Save merged record"));
    // What is typed into the field by now is no part of a file's name.
    let core = desk.harness.state_mut().core();
    core.send(Command::Merge(MergeCommand::SetTarget("../../elsewhere".into())));
    core.send(Command::Merge(MergeCommand::PrintSheet));
    desk.settle();
    let printed = crate::desk::names_in(&desk.data.join("print"));
    assert_eq!(printed, ["Merge 104417.html"]);
    decide_for_target(&mut desk);
    desk.press(Role::Button, "Leave, keep the draft");
    let path = desk.session().path.clone();
    let core = desk.harness.state_mut().core();
    core.send(Command::CloseDistrict);
    core.send(Command::OpenStore(path));
    desk.settle();
    desk.press(Role::Tab, "Merge Student Profiles");
    desk.expect("D104417 → 104417");
    desk.press_starting(Role::Link, "Open");
    let open = desk.session().merge.pair.as_ref().expect("the draft is open");
    assert_eq!(open.undecided(), 0, "the decision is still there");
    assert!(open.reviews[0].blockers.is_empty());
}

#[test]
fn the_rehearsal_says_which_pairs_have_no_conflict_and_merges_only_those() {
    let mut desk = ready();
    desk.press(Role::Tab, "Merge Student Profiles");
    desk.press(Role::Button, "Rehearse");
    desk.expect("3 have no conflict, 2 need a look, 1 is blocked");
    let before = desk.session().history.operations.len();
    assert!(desk.is_off("Merge the 3 clean ones"), "nobody is signed in");
    desk.press(Role::Link, "Sign in as security administrator");
    type_into(&mut desk, Role::PasswordInput, "New password", "correct horse");
    type_into(
        &mut desk,
        Role::PasswordInput,
        "New password again",
        "correct horse",
    );
    desk.press(Role::Button, "Set the password and sign in");
    desk.press(Role::Button, "Merge the 3 clean ones");
    desk.press(Role::Button, "Merge 3 pairs");
    desk.expect("3 pairs were merged. Each can be undone alone in History.");
    let merges = desk.session().history.operations.iter();
    let merges = merges.filter(|o| o.what.word() == "merge").count();
    assert_eq!(merges, 3);
    assert!(desk.session().history.operations.len() >= before + 3);
}
