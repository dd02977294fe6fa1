//! A list with headers of its own through the window: mapped, answered, imported, undone, and known again.

use crate::desk::Desk;
use egui::Role;
use ssid_desk::app::{Command, Prefs};
use ssid_desk::domain::roster::{
    CREATE, Format, Meaning, Reading, RosterColumn, Table, Told, UNKNOWN_SCHOOLS,
};
use ssid_desk::domain::student::Field;

const MESSY: &str = "our code,last_name,first_name,came into the world,place
990001,Lee,Ana,2014-02-03,777
990002,Tran,Bảo,2014-03-09,777
";

/// Chooses the roster in the dialog.
fn choose(desk: &mut Desk, name: &str, text: &str) {
    let file = desk.files.join(name);
    std::fs::write(&file, text).expect("a roster");
    desk.desktop.answer(Some(&file));
    desk.press(Role::Button, "Import roster …");
}

/// Says what a column holds, from its list.
fn say(desk: &mut Desk, column: &str, holds: &str) {
    desk.press(Role::ComboBox, &format!("What “{column}” holds"));
    desk.press_last(Role::Button, holds);
}

/// Answers that schools which are not known are created.
fn create_schools(desk: &mut Desk) {
    let all = vec![Told::Answer(UNKNOWN_SCHOOLS.into(), CREATE.into())];
    desk.harness.state_mut().core().send(Command::ReadRosterAs(all));
    desk.settle();
}

fn is_here(desk: &mut Desk, number: &str) -> bool {
    desk.session().roll.cards().iter().any(|c| &*c.number == number)
}

#[test]
fn mapped_answered_imported_undone_and_known_again() {
    let mut desk = Desk::first_start();
    desk.press(Role::Button, "Open the sample district");
    desk.press(Role::Tab, "Student Editor");
    let operations = desk.session().history.operations.len();

    // Nobody knows yet what the columns hold: they are shown, and nothing can be taken.
    choose(&mut desk, "may.csv", MESSY);
    desk.expect("The file has no column for: Student number, Birth date.");
    assert!(desk.is_off("Import"));
    say(&mut desk, "our code", "Student number");
    say(&mut desk, "came into the world", "Birth date");
    say(&mut desk, "place", "School");
    desk.expect("2 rows held back.");

    // The school is not known, so its rows wait for an answer.
    create_schools(&mut desk);
    desk.expect("Will be written: 1 school created, 2 students added");
    assert_eq!(desk.session().history.operations.len(), operations);
    assert!(!is_here(&mut desk, "990001"), "nothing is written before Import");
    desk.press_starting(Role::Button, "Import 2 students");
    assert!(is_here(&mut desk, "990001") && is_here(&mut desk, "990002"));
    assert_eq!(desk.session().history.operations.len(), operations + 1);

    // Undone as a whole.
    let id = desk.session().history.operations[0].id;
    desk.harness.state_mut().core().send(Command::Undo(id));
    desk.settle();
    assert!(!is_here(&mut desk, "990001") && !is_here(&mut desk, "990002"));

    // The next file of the source is read as this one, by another window as well.
    desk.harness.state_mut().core().save_prefs();
    assert_eq!(Prefs::load(&desk.data).sources.len(), 1);
    desk.press(Role::Tab, "Student Editor");
    choose(&mut desk, "june.csv", &MESSY.replace("Lee", "Li"));
    desk.expect("As last time");
    desk.press_starting(Role::RadioButton, "Columns");
    desk.expect("our code: Student number. As last time.");
    assert!(!desk.sees("The file has no column for"));
    // Whether a school is created is asked for each file.
    desk.expect("2 rows held back.");
    desk.press(Role::Link, "Read it as if for the first time");
    desk.expect("The file has no column for: Student number, Birth date.");
}

#[test]
fn choices_written_before_sources_were_remembered_are_still_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("preferences.toml");
    std::fs::write(&file, "look = \"Dark\"\ntext_scale = 1.5\n").expect("choices");
    let prefs = Prefs::load(folder.path());
    assert_eq!((prefs.text_scale, prefs.sources.len()), (1.5, 0));

    // A source that another version wrote differently is left out, and nothing else is lost for it.
    let mut reading = Reading::default();
    let number = Meaning::Column(RosterColumn::Field(Field::Number));
    reading.columns.insert("Our code: “X”".into(), number);
    let mut prefs = prefs;
    prefs.sources.push(ssid_desk::app::Source {
        into: Table::Students,
        format: Format::PowerSchool,
        headers: vec!["Our code: “X”".into()],
        file: "may.csv".into(),
        reading,
    });
    prefs.save(folder.path()).expect("saved");
    assert_eq!(Prefs::load(folder.path()), prefs);
    let text = std::fs::read_to_string(&file).expect("choices");
    std::fs::write(&file, text + "\n[[sources]]\ninto = \"another-table\"\n").expect("choices");
    assert_eq!(Prefs::load(folder.path()), prefs);
}
