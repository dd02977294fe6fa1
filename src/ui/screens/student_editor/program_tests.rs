//! Tests of program data in a whole window: what is added, seen, edited and taken out, and what a retired profile shows.

use super::tests::{Desk, desk, desk_after, stamp};
use crate::app::{Command, ProgramCommand};
use crate::domain::journal::What;
use crate::domain::program::{Event, EventKind, Program, Row};
use crate::domain::student::{Field, Student};
use crate::store::Store;
use egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT, Queryable};

const PART: &str = "Program data";

/// The form of an enrolled student without any program data, with the program data in front.
fn at_program_data(size: [f32; 2]) -> Desk {
    let mut bare = std::collections::BTreeSet::new();
    let mut desk = desk_after(size, Some(200), |store| {
        let reader = store.read().unwrap();
        let look = |s: Student, _| {
            if !s.integration_idt.is_empty() && !reader.has_rows(s.key)? {
                bare.insert(s.number.to_string());
            }
            Ok(())
        };
        reader.for_each_student(look).unwrap();
    });
    let complete = desk.numbers(|c| c.facts.missing.is_empty() && !c.inactive);
    let number = complete.into_iter().find(|n| bare.contains(n)).unwrap();
    desk.open(&number);
    desk.press(Role::RadioButton, PART);
    desk
}

fn add(desk: &mut Desk, row: Row) {
    let student = desk.student().key;
    let command = ProgramCommand::Add {
        student,
        row: Box::new(row),
    };
    desk.harness.state_mut().core().send(Command::Program(command));
    desk.steps();
}

fn event(kind: EventKind, date: &str) -> Row {
    Row::Event(Event {
        program: Program::SpecialEducation,
        kind,
        date: date.parse().unwrap(),
        until: None,
        closed: None,
        case_manager: String::new(),
        text: String::new(),
    })
}

#[test]
fn a_plan_is_added_seen_as_open_closed_and_taken_out() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::Link, "Add event: Special education");
    assert!(desk.sees("Add event: Special education – "));
    desk.press_in_dialog("Save");
    assert!(desk.sees("needs the day on which it begins"));
    desk.put("Begins", "8/20/2026");
    desk.put("Ends as planned", "8/19/2026");
    assert!(desk.sees("would end before it begins on 2026-08-20"));
    desk.put("Ends as planned", "2027-08-19");
    desk.put("Case manager", "Ruiz");
    desk.press_in_dialog("Save");
    assert!(
        !desk.sees("Add event: Special education – "),
        "the dialog is done with"
    );
    assert_eq!(
        desk.opened().rows[0].row.label(),
        "IEP 2026-08-20 – 2027-08-19, case manager Ruiz, open"
    );
    assert!(desk.sees("Program data 1") && desk.sees("Case manager Ruiz"));
    assert!(desk.harness.query_by_label("open").is_some());

    desk.press(Role::Link, "Edit IEP 2026-08-20 – 2027-08-19");
    desk.put("Closed on (blank while it is open)", "2026-11-01");
    desk.press_in_dialog("Save");
    assert!(desk.harness.query_by_label("closed 2026-11-01").is_some());

    desk.press(Role::Link, "Remove IEP 2026-08-20 – 2027-08-19");
    assert!(desk.sees("Remove Special education “IEP"));
    desk.press_in_dialog("Keep");
    assert_eq!(desk.opened().rows.len(), 1);
    desk.press(Role::Link, "Remove IEP 2026-08-20 – 2027-08-19");
    desk.press_in_dialog("Remove");
    assert!(desk.opened().rows.is_empty());
    assert!(desk.sees("was taken out"));
}

#[test]
fn an_overdue_re_evaluation_is_marked_and_events_stand_newest_first() {
    let mut desk = at_program_data([1280.0, 800.0]);
    add(&mut desk, event(EventKind::ReevaluationDue, "2026-09-01"));
    add(&mut desk, event(EventKind::Eligibility, "2023-09-01"));
    add(&mut desk, event(EventKind::Review, "2026-10-05"));
    assert!(desk.harness.query_by_label("overdue").is_some());
    let top = |name: &str| {
        let edit = format!("Edit {name}");
        desk.harness.get_by_role_and_label(Role::Link, &edit).rect().top()
    };
    assert!(top("Review 2026-10-05") < top("Re-evaluation due 2026-09-01"));
    assert!(top("Re-evaluation due 2026-09-01") < top("Eligibility 2023-09-01"));
    add(&mut desk, event(EventKind::Eligibility, "2026-11-01"));
    assert!(desk.harness.query_by_label("overdue").is_none());
}

#[test]
fn a_note_is_by_who_writes_it_and_a_guardian_needs_a_name() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::Link, "Add note …");
    assert_eq!(desk.typed("Author"), "pat");
    assert_eq!(desk.typed("Date"), "2026-11-22");
    desk.put_into(Role::MultilineTextInput, "Note", "Called home.");
    desk.press_in_dialog("Save");
    assert_eq!(desk.opened().rows[0].row.label(), "2026-11-22, pat: Called home.");
    desk.press(Role::Link, "Add guardian …");
    desk.put("Relation", "Mother");
    desk.press_in_dialog("Save");
    assert!(desk.sees("A guardian needs a name."));
    desk.put("Name", "Ana Lopez");
    desk.press_in_dialog("Save");
    assert_eq!(desk.opened().rows[1].row.label(), "Ana Lopez, Mother");
}

#[test]
fn what_is_typed_in_a_dialog_counts_as_unsaved_and_escape_asks_first() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::Link, "Add guardian …");
    assert!(!desk.sees("Not saved"), "nothing is typed yet");
    desk.put("Name", "Ana Lopez");
    desk.key(Modifiers::NONE, Key::Escape);
    assert!(desk.sees("Discard what you typed?"));
    desk.press_in_dialog("Keep typing");
    assert_eq!(desk.typed("Name"), "Ana Lopez");
    desk.key(Modifiers::NONE, Key::Escape);
    desk.press_in_dialog("Discard");
    assert!(desk.opened().rows.is_empty() && !desk.sees("Add guardian – "));
}

#[test]
fn what_is_typed_in_the_form_stays_when_a_row_is_saved() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::RadioButton, "Record");
    desk.put("Phone", "801-555-0199");
    desk.press(Role::RadioButton, PART);
    desk.press(Role::Link, "Add guardian …");
    desk.put("Name", "Ana Lopez");
    desk.press_in_dialog("Save");
    assert_eq!(desk.opened().rows.len(), 1);
    assert!(desk.sees("Not saved yet"));
    desk.press(Role::RadioButton, "Record");
    assert_eq!(desk.typed("Phone"), "801-555-0199");
    desk.key(Modifiers::COMMAND, Key::S);
    assert_eq!(desk.student().phone, "801-555-0199");
    // A row that is saved while nothing is typed changes nothing in the form.
    assert!(!desk.sees("Not saved yet"));
}

#[test]
fn a_document_is_attached_opened_and_saved_under_another_name() {
    let mut desk = at_program_data([1280.0, 800.0]);
    let path = desk.folder.path().join("Evaluation report.pdf");
    std::fs::write(&path, b"report").unwrap();
    desk.desktop.answer(Some(&path));
    desk.press(Role::Link, "Attach document …");
    desk.press(Role::Button, "Browse: File");
    assert_eq!(desk.typed("Title"), "Evaluation report");
    assert!(
        desk.opened().rows.is_empty(),
        "nothing is written before it is looked at"
    );
    desk.put("Kind of document", "Report");
    desk.put("Date", "2026-10-01");
    desk.press_in_dialog("Attach");
    assert!(desk.sees("Report · 2026-10-01 · Evaluation report.pdf · 6 bytes"));
    desk.press(Role::Link, "Open Evaluation report");
    let shown = desk.desktop.shown();
    assert_eq!(std::fs::read(&shown[0]).unwrap(), b"report");
    let out = desk.folder.path().join("copy.pdf");
    desk.desktop.answer(Some(&out));
    desk.press(Role::Link, "Save as … Evaluation report");
    assert_eq!(std::fs::read(&out).unwrap(), b"report");
    // Its title is changed, its file is not.
    desk.press(Role::Link, "Edit Evaluation report");
    desk.put("Title", "Psychologist’s report");
    desk.press_in_dialog("Save");
    let Row::Document(d) = desk.opened().rows[0].row.clone() else {
        panic!()
    };
    assert_eq!((d.title.as_str(), d.size), ("Psychologist’s report", 6));
}

#[test]
fn why_a_file_is_refused_stands_in_the_dialog_with_what_was_typed() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::Link, "Attach document …");
    desk.press_in_dialog("Attach");
    assert!(desk.sees("Choose the file to attach."));
    let path = desk.folder.path().join("empty.pdf");
    std::fs::write(&path, b"").unwrap();
    desk.put("File", &path.display().to_string());
    desk.put("Title", "Consent");
    desk.press_in_dialog("Attach");
    assert!(desk.sees("empty.pdf is empty. Nothing was attached."));
    assert_eq!(desk.typed("Title"), "Consent");
    assert!(desk.opened().rows.is_empty());
}

#[test]
fn alerts_and_custody_stand_at_the_top_and_the_new_fields_have_their_places() {
    let mut desk = at_program_data([1280.0, 800.0]);
    desk.press(Role::RadioButton, "Record");
    desk.put_into(Role::MultilineTextInput, "Alerts", "Peanut allergy");
    desk.put_into(Role::MultilineTextInput, "Custody", "Mother only");
    for (field, text) in [
        ("Proof of birth date", "Passport"),
        ("Home language", "Spanish"),
        ("Address from", "2026-08-01"),
        ("Provisional ID", "P-17"),
    ] {
        desk.put(field, text);
    }
    desk.press(Role::Button, "Save");
    let student = desk.student();
    assert_eq!(
        (student.alerts.as_str(), student.custody.as_str()),
        ("Peanut allergy", "Mother only")
    );
    assert_eq!(
        (student.birth_proof.as_str(), student.provisional_id.as_str()),
        ("Passport", "P-17")
    );
    assert!(student.address_from.is_some() && student.language == "Spanish");
    desk.press(Role::RadioButton, PART);
    assert!(desk.sees("Alert: Peanut allergy") && desk.sees("Custody: Mother only"));
}

#[test]
fn a_provisional_id_and_a_d_in_front_of_the_number_show_as_pills() {
    let mut desk = desk([1280.0, 800.0]);
    let number = desk.numbers(|c| c.ssid.is_empty())[0].clone();
    desk.open(&number);
    desk.put("Provisional ID", "P-17");
    desk.put("Student number", &format!("D{number}"));
    desk.press(Role::Button, "Save");
    assert!(desk.student().duplicate);
    assert!(desk.sees("Marked as the duplicate profile."));
    assert!(desk.harness.query_by_label("provisional").is_some());
    assert!(desk.harness.query_by_label("Duplicate (D)").is_some());
}

/// The second student's profile, merged into the first one's.
fn retire(store: &Store) {
    let mut writer = store.write().unwrap();
    let mut two: Vec<Student> = Vec::new();
    let each = writer.reader().for_each_student(|s, _| {
        if two.len() < 2 {
            two.push(s);
        }
        Ok(())
    });
    each.unwrap();
    let (survivor, before) = (two[0].clone(), two[1].clone());
    let mut after = before.clone();
    after.retired_into = Some(survivor.key);
    let what = What::ProfilesMerged {
        source: before.list_name(),
        source_number: before.number.to_string(),
        target: survivor.list_name(),
        target_number: survivor.number.to_string(),
        moved: 0,
        folded: 0,
        reason: String::new(),
        update_due: false,
    };
    writer.change(before, after);
    writer.commit(what, "pat", stamp().now, &mut |_, _| true).unwrap();
}

#[test]
fn a_retired_profile_says_into_whom_it_was_merged_and_is_only_read() {
    let mut desk = desk_after([1280.0, 800.0], Some(50), retire);
    let (key, into) = {
        let retired = desk.session().roll.retired();
        let (key, into) = retired.iter().next().unwrap();
        (*key, *into)
    };
    desk.harness.state_mut().core().send(Command::OpenStudent(key));
    desk.steps();
    let retired = desk.student();
    assert!(retired.is_retired());
    assert!(desk.sees("Merged into ") && desk.sees(" on Nov 22, 2026; kept for the record."));
    for role in [Role::TextInput, Role::MultilineTextInput] {
        for node in desk.harness.query_all_by_role(role) {
            let name = node.accesskit_node().label().unwrap_or_default();
            let open = !node.accesskit_node().is_disabled();
            assert!(!open || name == "Find a student", "{name} cannot be typed into");
        }
    }
    for name in ["Save", "Withdraw …"] {
        let button = desk.harness.get_by_role_and_label(Role::Button, name);
        assert!(button.accesskit_node().is_disabled(), "{name}");
    }
    desk.press(Role::RadioButton, PART);
    assert!(desk.harness.query_by_label("Add note …").is_none());
    // What was sent by another way is refused by the core too.
    add(&mut desk, event(EventKind::Review, "2026-10-05"));
    assert!(desk.sees("it is kept for the record and cannot be changed"));
    let mut draft = crate::domain::draft::Draft::of(&retired);
    draft.put(Field::Phone, "801");
    desk.harness.state_mut().core().send(Command::SaveStudent {
        base: Some(Box::new(retired.clone())),
        draft: Box::new(draft),
        different: Default::default(),
    });
    desk.steps();
    assert_eq!(desk.student(), retired);
    assert!(desk.opened().rows.is_empty());

    let survivor = desk.opened().survivor.clone().unwrap();
    assert_eq!(survivor.key, into);
    desk.press(Role::Button, &format!("Open {}", survivor.number));
    assert_eq!(desk.student().key, into);
    desk.press(Role::RadioButton, "Record");
    assert!(desk.sees(&format!("Merged from {}", retired.number)));
    desk.press(Role::Link, &format!("Open {}", retired.number));
    assert_eq!(desk.student().key, key);
}

#[test]
fn in_a_narrow_window_program_data_is_not_cut_off() {
    let mut desk = at_program_data([853.0, 533.0]);
    add(&mut desk, event(EventKind::Plan, "2026-08-20"));
    for name in ["Edit IEP 2026-08-20", "Remove IEP 2026-08-20"] {
        let place = desk.harness.get_by_role_and_label(Role::Link, name).rect();
        assert!(
            place.left() >= 0.0 && place.right() <= 853.0,
            "{name} at {place:?}"
        );
    }
    desk.press(Role::Link, "Add event: Special education");
    let place = desk
        .harness
        .get_by_role_and_label(Role::TextInput, "Begins")
        .rect();
    assert!(place.left() >= 0.0 && place.right() <= 853.0 && place.bottom() <= 533.0);
}
