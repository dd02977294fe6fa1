//! Tests of the screen in a window.

use crate::app::work::testing;
use crate::app::{Command, MissingCommand, ReportKind, Stamp, Tab};
use crate::domain::ids::StudentKey;
use crate::domain::journal::What;
use crate::domain::missing::{Cause, Step};
use crate::store::Store;
use crate::ui::screens::general::tests::{EXPORT, press, student, take};
use crate::ui::screens::lists_bench::{Bench, now};
use egui::{Key, Role};
use egui_kittest::kittest::{NodeT, Queryable};

fn at(size: [f32; 2]) -> Bench {
    let mut bench = Bench::sized(Tab::MissingIds, size);
    take(&mut bench, "sis.csv", EXPORT);
    bench
}

fn with_rows() -> Bench {
    at([1280.0, 800.0])
}

fn key(bench: &mut Bench, number: &str) -> StudentKey {
    student(bench, number).unwrap().key
}

fn select(bench: &mut Bench, number: &str) {
    let key = key(bench, number);
    bench.send(Command::Missing(MissingCommand::Select(Some(key))));
}

fn step(bench: &mut Bench) -> Step {
    bench.session(|s| s.missing.selected_row().unwrap().judged.step)
}

#[test]
fn each_profile_says_why_it_is_missing_and_what_comes_next() {
    let mut bench = with_rows();
    assert!(bench.sees("Main Menu › Utilities › Students › Missing IDs"));
    assert!(bench.sees("3 open"));
    assert!(bench.sees("3 profiles need work · 0 done today"));
    assert!(bench.sees("Begay, Dezbah, number 104398. Why: Not known. Step: 1 · mark D"));
    assert!(bench.sees("No profile is selected"));
    bench.click("Begay, Dezbah");
    assert!(bench.sees("Found ✓"));
    assert!(bench.sees("Marked: next"));
    assert!(bench.sees("Clerk / registrar"));
    assert!(
        bench.sees("Very likely. Why: "),
        "the row with her number, name and birth date"
    );
    assert!(bench.sees(" bits)"));
}

#[test]
fn from_found_to_marked_to_imported_to_merge() {
    let mut bench = with_rows();
    bench.click("Nuñez, Maria Elena");
    press(&mut bench, "Mark as duplicate (D104502)");
    assert!(bench.sees("Mark Nuñez, Maria Elena (104502) as duplicate?"));
    assert!(bench.sees("· Duplicate mark: no → yes"));
    assert!(student(&mut bench, "D104502").is_none());
    press(&mut bench, "Leave it");
    assert!(student(&mut bench, "D104502").is_none());
    press(&mut bench, "Mark as duplicate (D104502)");
    press(&mut bench, "Mark it");
    let marked = student(&mut bench, "D104502").unwrap();
    assert!(marked.duplicate);

    assert_eq!(step(&mut bench), Step::Import);
    assert!(bench.sees("Marked ✓"));
    assert!(bench.sees("In the SIS ✓"));
    press(&mut bench, "Import from the General Student Table");
    assert!(bench.sees("A new profile is made with what the SIS says:"));
    assert!(bench.sees("· IntegrationIDT: IDT2"));
    press(&mut bench, "Make the profile");
    let target = student(&mut bench, "104502").unwrap();
    assert_eq!(target.integration_idt, "IDT2");

    assert_eq!(step(&mut bench), Step::Merge);
    assert!(bench.sees("Merged: next"));
    assert!(bench.sees("Security administrator"));
    press(&mut bench, "Review merge");
    bench.session(|s| {
        let pair = s.merge.pair.as_ref().unwrap();
        assert_eq!((pair.target, &pair.sources[..]), (target.key, &[marked.key][..]));
    });
    assert!(bench.sees("Main Menu › Utilities › Students › Merge Student Profiles"));
    press(&mut bench, "Leave, keep the draft");
    assert!(bench.sees("Main Menu › Utilities › Students › Missing IDs"));
    bench.session(|s| assert_eq!(s.missing.selected, Some(marked.key)));
}

#[test]
fn a_candidate_of_whom_a_person_says_that_it_is_another_child_is_not_merged() {
    let mut bench = at([1280.0, 1400.0]);
    bench.click("Nuñez, Maria Elena");
    let refused = bench
        .window
        .get_by_role_and_label(Role::Link, "Not the same student…");
    assert!(
        refused.accesskit_node().is_disabled(),
        "the row has no profile of its own yet"
    );
    press(&mut bench, "Mark as duplicate (D104502)");
    press(&mut bench, "Mark it");
    press(&mut bench, "Import from the General Student Table");
    press(&mut bench, "Make the profile");
    assert_eq!(step(&mut bench), Step::Merge);
    bench.click("Not the same student…");
    bench.click("Cousins or namesakes");
    press(&mut bench, "They are two students");
    assert_eq!(step(&mut bench), Step::InSis);
    assert!(bench.sees("told apart from 104502 on 2"));
    assert!(bench.sees(": “Cousins or namesakes”"));
    assert!(!bench.sees("is not in the General Student Table"));
    bench.session(|s| assert!(s.missing.selected_row().unwrap().judged.target.is_none()));
    assert!(!bench.sees("Review merge"));
    assert!(bench.sees("Import the SIS's export again…"));
    assert!(
        bench.sees("The mark cannot be taken away: Student number 104502 belongs to"),
        "the imported profile has the number that this one had"
    );
    bench.click("Take the decision back…");
    assert!(bench.sees("Take this decision back?"));
    press(&mut bench, "Leave it");
    assert_eq!(step(&mut bench), Step::InSis);
    bench.click("Take the decision back…");
    press(&mut bench, "Take it back");
    assert_eq!(step(&mut bench), Step::Merge);
    assert!(bench.sees("Review merge"));
}

#[test]
fn who_was_told_apart_before_the_mark_is_not_asked_to_be_marked() {
    let mut bench = at([1280.0, 1400.0]);
    bench.import(
        "roster.csv",
        "student_number,last_name,first_name,birth_date,gender,school,grade,state_id,integrationidt\n104398,Begay,Dezbah,2016-05-02,F,104,05,1900001,IDT1\n104999,Begay,Dezbah,2016-05-02,F,104,05,,\n",
    );
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    select(&mut bench, "104999");
    assert_eq!(step(&mut bench), Step::Mark);
    bench.click("Not the same student…");
    bench.click("Cousins or namesakes");
    press(&mut bench, "They are two students");
    assert_eq!(step(&mut bench), Step::InSis);
    assert!(bench.sees("Begay, Dezbah (104999) was told apart from 104398 on 2"));
    assert!(!bench.sees("Marked: next"));
    let place = |label| {
        let button = bench.window.get_by_role_and_label(Role::Button, label);
        button.rect().left()
    };
    assert!(place("Import the SIS's export again…") < place("Mark as duplicate (D104999)"));
}

#[test]
fn a_mark_is_taken_away_again() {
    let mut bench = with_rows();
    select(&mut bench, "104417");
    press(&mut bench, "Mark as duplicate (D104417)");
    press(&mut bench, "Mark it");
    assert_eq!(step(&mut bench), Step::InSis);
    assert!(bench.sees("is not in the General Student Table. Enroll the student in the SIS"));
    press(&mut bench, "Take the mark away");
    assert!(bench.sees("· Duplicate mark: yes → no"));
    press(&mut bench, "Take it away");
    assert!(!student(&mut bench, "104417").unwrap().duplicate);
}

#[test]
fn a_profile_is_linked_as_it_is() {
    let mut bench = with_rows();
    bench.click("Begay, Dezbah");
    press(&mut bench, "Link to the SIS record");
    assert!(bench.sees("· IntegrationIDT: blank → IDT1"));
    press(&mut bench, "Link the profile");
    assert!(bench.sees("2 profiles need work · 1 done today"));
    assert_eq!(student(&mut bench, "104398").unwrap().integration_idt, "IDT1");
}

#[test]
fn the_cause_is_chosen_where_the_data_does_not_tell() {
    let mut bench = with_rows();
    select(&mut bench, "104417");
    let key = key(&mut bench, "104417");
    bench
        .window
        .get_by_role_and_label(Role::ComboBox, "Why it is not integrated")
        .click();
    bench.settle();
    press(&mut bench, "Transfer envelope before enrollment");
    bench.session(|s| {
        let row = s.missing.rows.iter().find(|r| r.key == key).unwrap();
        assert_eq!(row.judged.cause, Some(Cause::TransferEnvelope));
        assert!(matches!(s.history.operations[0].what, What::CauseSet { .. }));
    });
}

#[test]
fn a_profile_with_a_provisional_id_is_refreshed_after_its_differences_were_shown() {
    let mut bench = with_rows();
    bench.import(
        "roster.csv",
        "student_number,last_name,first_name,birth_date,gender,school,grade,state_id,integrationidt\n104398,Begay,Dezbah,2016-05-02,F,104,05,P77,IDT1\n",
    );
    bench.send(Command::ImportRoster);
    bench.send(Command::Dismiss(0));
    select(&mut bench, "104398");
    assert_eq!(step(&mut bench), Step::Refresh);
    assert!(bench.sees("The SIS beside the profile"));
    assert!(bench.sees("State ID (SSID): in the SIS 1900001, profile P77."));
    press(&mut bench, "Refresh from the SIS");
    assert!(bench.sees("· SSID: blank → 1900001"));
    assert!(student(&mut bench, "104398").unwrap().ssid.is_none());
    press(&mut bench, "Take the SIS's values");
    let after = student(&mut bench, "104398").unwrap();
    assert_eq!(after.ssid.map(|s| s.to_string()).as_deref(), Some("1900001"));
}

#[test]
fn a_merged_profile_stays_listed_until_it_says_what_the_sis_says() {
    let mut bench = Bench::prepared(Tab::MissingIds, [1280.0, 800.0], |path| {
        let store = Store::open(path).unwrap();
        let yesterday = Stamp::at(now() - chrono::Duration::days(1), "registrar");
        testing::merge(&store, "104417", "104502", &yesterday);
    });
    take(&mut bench, "sis.csv", &EXPORT.replace("0100", "0111"));
    select(&mut bench, "104502");
    press(&mut bench, "Link to the SIS record");
    press(&mut bench, "Link the profile");
    let row = bench.session(|s| {
        let merged = s.missing.rows.iter().find(|r| r.merged);
        merged.map(|r| r.key).unwrap()
    });
    bench.send(Command::Missing(MissingCommand::Select(Some(row))));
    assert_eq!(step(&mut bench), Step::Refresh);
    assert!(bench.sees("Merged ✓"));
    assert!(bench.sees("Refreshed: next"));
    assert!(bench.sees("Phone: in the SIS 801-555-0111, profile 801-555-0100."));
    press(&mut bench, "Refresh from the SIS");
    press(&mut bench, "Take the SIS's values");
    bench.session(|s| assert!(s.missing.rows.iter().all(|r| !r.merged)));
}

#[test]
fn the_list_is_filtered_by_step_and_searched_and_gone_through_with_the_arrows() {
    let mut bench = with_rows();
    let key = key(&mut bench, "104417");
    bench.send(Command::Missing(MissingCommand::Mark(key)));
    bench.send(Command::Dismiss(0));
    bench.click("2 · not in SIS yet 1");
    assert!(bench.sees("O’Brien, Séan, number D104417"));
    assert!(!bench.sees("Begay, Dezbah, number"));
    bench.click("All 3");
    bench.type_into("Find a profile in this list", "nunez");
    assert!(bench.sees("1 · mark D 1"));
    assert!(!bench.sees("Begay, Dezbah, number"));
    bench.type_into("Find a profile in this list", "nobody like it");
    assert!(bench.sees("No profile is listed"));
    bench.type_into("Find a profile in this list", " ");
    let table = bench
        .window
        .get_by_role_and_label(Role::Grid, "Profiles that need work");
    table.focus();
    bench.window.run_steps(2);
    for (key, name) in [
        (Key::ArrowDown, "Begay"),
        (Key::End, "O’Brien"),
        (Key::ArrowUp, "Nuñez"),
    ] {
        bench.window.key_press(key);
        bench.settle();
        let at = bench.session(|s| s.missing.selected_row().unwrap().name.clone());
        assert!(at.starts_with(name), "{at}");
    }
}

#[test]
fn the_list_is_printed_and_saved() {
    let mut bench = with_rows();
    press(&mut bench, "Print the list");
    let page = bench.folder.path().join("print").join("Missing IDs.html");
    assert!(std::fs::read_to_string(page).unwrap().contains("O’Brien, Séan"));
    let file = bench.folder.path().join("missing.csv");
    bench.send(Command::Missing(MissingCommand::SaveTo(
        ReportKind::Csv,
        file.clone(),
    )));
    assert!(std::fs::read_to_string(file).unwrap().contains("104502"));
    for label in ["Save as Excel…", "Save as CSV…"] {
        let button = bench.window.get_by_role_and_label(Role::Button, label);
        assert!(!button.accesskit_node().is_disabled(), "{label}");
    }
}

#[test]
fn a_district_that_does_not_work_with_integration_is_told_so() {
    let bench = Bench::at(Tab::MissingIds);
    assert!(bench.sees("IntegrationIDTs are not used here"));
}

#[test]
fn everything_is_in_sight_in_a_small_window() {
    let mut bench = at([853.0, 533.0]);
    bench.click("Begay, Dezbah");
    let bench = &bench;
    for (role, label) in [
        (Role::Tab, "SSID Process"),
        (Role::Tab, "History"),
        (Role::Button, "Import from SIS…"),
        (Role::Button, "Mark as duplicate (D104398)"),
        (Role::Button, "Link to the SIS record"),
        (Role::Link, "Print the list"),
        (Role::Link, "Save as Excel…"),
        (Role::ComboBox, "Cause"),
    ] {
        let place = bench.window.get_by_role_and_label(role, label).rect();
        assert!(
            place.left() > 0.0 && place.right() < 853.0 && place.bottom() < 503.0,
            "{label}: {place}"
        );
    }
}
