//! Tests of program data over a store: what is added, changed and taken out, and that documents come back as they were.

use super::*;
use crate::app::job::Ticket;
use crate::app::work::documents::{
    Description, attach, bytes_of, document, document_to_show, hash, safe_name, save_document,
};
use crate::app::work::students::{SaveError, save, withdraw};
use crate::app::work::{districts, students};
use crate::domain::draft::Draft;
use crate::domain::journal::What;
use crate::domain::program::{Event, EventKind, Guardian, MOST_BYTES, Note, Program};
use crate::domain::student::Field;
use crate::store::UndoAnswers;
use chrono::{TimeZone, Utc};
use proptest::prelude::*;
use std::path::{Path, PathBuf};

fn stamp() -> Stamp {
    Stamp::at(Utc.with_ymd_and_hms(2026, 11, 22, 18, 0, 0).unwrap(), "pat")
}

struct Desk {
    store: Store,
    folder: tempfile::TempDir,
    key: StudentKey,
}

fn desk() -> Desk {
    let folder = tempfile::tempdir().unwrap();
    let district = districts::district_of("140", "Test", "2027", false).unwrap();
    let store = districts::create(&folder.path().join("test.ssid"), &district, &stamp()).unwrap();
    let key = added(&store, "104", "Smith").key;
    Desk { store, folder, key }
}

fn added(store: &Store, number: &str, last: &str) -> Student {
    let mut draft = Draft::default();
    draft.put(Field::Number, number);
    draft.put(Field::LastName, last);
    students::save(store, None, &draft, &stamp()).unwrap().student
}

fn iep() -> Row {
    Row::Event(Event {
        program: Program::SpecialEducation,
        kind: EventKind::Plan,
        date: "2026-08-20".parse().unwrap(),
        until: None,
        closed: None,
        case_manager: "Ruiz".into(),
        text: String::new(),
    })
}

fn note(text: &str) -> Row {
    Row::Note(Note {
        author: "pat".into(),
        date: "2026-11-22".parse().unwrap(),
        text: text.into(),
    })
}

impl Desk {
    fn rows(&self) -> Vec<Owned> {
        self.store.read().unwrap().rows(self.key).unwrap()
    }
    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }
    fn attach(&self, path: &Path) -> Result<Added, WorkError> {
        let about = Description::default();
        attach(&self.store, self.key, path, &about, &stamp(), &Ticket::default())
    }
    fn undo(&self, committed: &Committed) {
        let answers = UndoAnswers::default();
        let undone = self.store.undo(
            committed.operation.id,
            &answers,
            "pat",
            stamp().now,
            &mut |_, _| true,
        );
        undone.unwrap().unwrap();
    }
    /// Makes the profile one that was merged into another.
    fn retire(&self) -> Student {
        let into = added(&self.store, "118842", "Survivor");
        let mut writer = self.store.write().unwrap();
        let before = writer.reader().student(self.key).unwrap().unwrap();
        let mut after = before.clone();
        after.retired_into = Some(into.key);
        writer.change(before, after.clone());
        let what = What::StudentEdited {
            name: after.list_name(),
            number: after.number.to_string(),
            fields: vec![Field::RetiredInto],
        };
        writer.commit(what, "pat", stamp().now, &mut |_, _| true).unwrap();
        after
    }
}

#[test]
fn a_row_is_added_changed_and_taken_out_and_each_step_can_be_undone() {
    let desk = desk();
    let done = add(&desk.store, desk.key, iep(), &stamp()).unwrap();
    assert_eq!(
        desk.rows(),
        [Owned {
            id: done.id,
            row: iep()
        }]
    );
    let Row::Event(mut closed) = iep() else { panic!() };
    closed.closed = Some("2026-11-01".parse().unwrap());
    let closed = Row::Event(closed);
    let first = desk.rows()[0].clone();
    let changed = change(&desk.store, desk.key, &first, closed.clone(), &stamp())
        .unwrap()
        .unwrap();
    assert_eq!(desk.rows()[0].row, closed);
    assert_eq!(
        changed.operation.what.sentence(),
        "Smith, (no first name) (104): Special education “IEP 2026-08-20, case manager Ruiz, closed 2026-11-01” was changed"
    );
    let second = desk.rows()[0].clone();
    assert_eq!(
        change(&desk.store, desk.key, &second, closed, &stamp()).unwrap(),
        None
    );
    let removed = remove(&desk.store, desk.key, &second, &stamp()).unwrap();
    assert!(desk.rows().is_empty());
    desk.undo(&removed);
    assert_eq!(desk.rows(), [second]);
    desk.undo(&changed);
    assert_eq!(desk.rows(), [first]);
    desk.undo(&done.committed);
    assert!(desk.rows().is_empty());
    assert_eq!(desk.store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_second_open_plan_of_a_program_is_taken_and_said() {
    let desk = desk();
    let first = add(&desk.store, desk.key, iep(), &stamp()).unwrap();
    assert_eq!(first.warnings, Vec::<String>::new());
    let second = add(&desk.store, desk.key, iep(), &stamp()).unwrap();
    assert!(
        second.warnings[0].contains("is open as well"),
        "{:?}",
        second.warnings
    );
    let other = add(&desk.store, desk.key, note("no plan"), &stamp()).unwrap();
    assert_eq!(other.warnings, Vec::<String>::new());
}

#[test]
fn a_row_that_someone_else_changed_meanwhile_is_not_written_over() {
    let desk = desk();
    add(&desk.store, desk.key, note("first"), &stamp()).unwrap();
    let seen = desk.rows()[0].clone();
    change(&desk.store, desk.key, &seen, note("second"), &stamp()).unwrap();
    let stale = change(&desk.store, desk.key, &seen, note("third"), &stamp()).unwrap_err();
    assert!(matches!(stale, WorkError::Store(StoreError::Stale)));
    assert!(remove(&desk.store, desk.key, &seen, &stamp()).is_err());
    assert_eq!(desk.rows()[0].row, note("second"));
    let now = desk.rows()[0].clone();
    assert!(
        change(&desk.store, desk.key, &now, iep(), &stamp()).is_err(),
        "a note stays a note"
    );
}

#[test]
fn a_document_is_called_as_its_file_and_its_bytes_are_kept_once() {
    let desk = desk();
    let path = desk.file("IEP signed.pdf", b"signed");
    let first = desk.attach(&path).unwrap();
    assert!(first.warnings.is_empty());
    let Row::Document(d) = desk.rows()[0].row.clone() else {
        panic!()
    };
    assert_eq!(
        (d.title.as_str(), d.file_name.as_str(), d.size),
        ("IEP signed", "IEP signed.pdf", 6)
    );
    assert_eq!(d.hash, hash(b"signed"));
    let again = desk.attach(&desk.file("copy.pdf", b"signed")).unwrap();
    assert!(again.warnings[0].contains("already, as “IEP signed”"));
    desk.undo(&first.committed);
    let out = desk.folder.path().join("out.pdf");
    save_document(&desk.store, again.id, &out, false).unwrap();
    assert_eq!(std::fs::read(&out).unwrap(), b"signed");
    assert!(
        save_document(&desk.store, again.id, &out, false).is_err(),
        "nothing is written over"
    );
    save_document(&desk.store, again.id, &out, true).unwrap();
    assert!(save_document(&desk.store, first.id, &out, true).is_err());
}

#[test]
fn a_document_of_25_mb_is_taken_and_one_byte_more_is_refused_with_nothing_written() {
    let desk = desk();
    let mut bytes = vec![7; MOST_BYTES as usize];
    desk.attach(&desk.file("most.bin", &bytes)).unwrap();
    bytes.push(7);
    let path = desk.file("scan.pdf", &bytes);
    let before = desk.store.read().unwrap().operations(10).unwrap().len();
    let said = desk.attach(&path).unwrap_err().to_string();
    assert_eq!(
        said,
        "scan.pdf has 26,214,401 bytes (25.0 MB); a document has at most 25.0 MB (26,214,400 bytes). Nothing was attached."
    );
    assert_eq!(desk.rows().len(), 1);
    assert_eq!(desk.store.read().unwrap().operations(10).unwrap().len(), before);
}

#[test]
fn what_is_no_file_is_refused_and_cancelling_attaches_nothing() {
    let desk = desk();
    assert!(
        desk.attach(&desk.file("empty.pdf", b""))
            .unwrap_err()
            .to_string()
            .contains("is empty")
    );
    assert!(
        desk.attach(desk.folder.path())
            .unwrap_err()
            .to_string()
            .contains("is a folder")
    );
    assert!(
        desk.attach(Path::new("no such file.pdf"))
            .unwrap_err()
            .to_string()
            .contains("could not be read")
    );
    let ticket = Ticket::default();
    ticket.cancel();
    let path = desk.file("a.pdf", b"a");
    let stopped = attach(
        &desk.store,
        desk.key,
        &path,
        &Description::default(),
        &stamp(),
        &ticket,
    );
    assert!(stopped.unwrap_err().is_cancelled());
    assert!(desk.rows().is_empty());
}

#[test]
fn damaged_bytes_are_not_handed_out() {
    let desk = desk();
    let done = desk.attach(&desk.file("a.pdf", b"right")).unwrap();
    let mut writer = desk.store.write().unwrap();
    writer.content(hash(b"right"), b"wrong".to_vec());
    let what = What::SettingsChanged { what: "x".into() };
    writer.commit(what, "pat", stamp().now, &mut |_, _| true).unwrap();
    let out = desk.folder.path().join("out.pdf");
    let said = save_document(&desk.store, done.id, &out, true)
        .unwrap_err()
        .to_string();
    assert!(said.contains("“a” is damaged"), "{said}");
    assert!(!out.exists());
}

#[test]
fn a_document_is_shown_from_a_folder_of_its_own_and_a_program_is_not_started() {
    let desk = desk();
    let show = desk.folder.path().join("documents");
    let done = desk.attach(&desk.file("letter.txt", b"dear")).unwrap();
    let path = document_to_show(&desk.store, done.id, &show).unwrap();
    assert!(path.starts_with(&show) && path.ends_with("letter.txt"));
    std::fs::write(&path, b"changed by hand").unwrap();
    let path = document_to_show(&desk.store, done.id, &show).unwrap();
    assert_eq!(std::fs::read(path).unwrap(), b"dear");
    let program = desk.attach(&desk.file("setup.EXE", b"MZ")).unwrap();
    assert!(
        document_to_show(&desk.store, program.id, &show)
            .unwrap_err()
            .to_string()
            .contains("program")
    );
    assert_eq!(safe_name("../../etc/pass:wd"), "pass_wd");
    assert_eq!(safe_name("C:\\Scans\\a.pdf"), "a.pdf");
    assert_eq!(safe_name(".."), "document");
}

#[test]
fn a_retired_profile_cannot_be_changed_by_any_path() {
    let desk = desk();
    add(&desk.store, desk.key, note("old"), &stamp()).unwrap();
    let retired = desk.retire();
    let row = desk.rows()[0].clone();
    let mut draft = Draft::of(&retired);
    draft.put(Field::Phone, "801");
    let path = desk.file("a.pdf", b"a");
    let before = desk.store.read().unwrap().operations(50).unwrap();
    let day = stamp().today;
    let by_save = |e: SaveError| e.to_string();
    let guardian = Row::Guardian(Guardian {
        name: "Ana".into(),
        ..Guardian::default()
    });
    for said in [
        save(&desk.store, Some(&retired), &draft, &stamp())
            .map(drop)
            .map_err(by_save),
        withdraw(&desk.store, &retired, day, &stamp())
            .map(drop)
            .map_err(by_save),
        add(&desk.store, desk.key, guardian, &stamp())
            .map(drop)
            .map_err(|e| e.to_string()),
        change(&desk.store, desk.key, &row, note("new"), &stamp())
            .map(drop)
            .map_err(|e| e.to_string()),
        remove(&desk.store, desk.key, &row, &stamp())
            .map(drop)
            .map_err(|e| e.to_string()),
        desk.attach(&path).map(drop).map_err(|e| e.to_string()),
    ] {
        assert_eq!(
            said.unwrap_err(),
            "Smith, (no first name) (104) was merged into Survivor, (no first name) (118842); it is kept for the record and cannot be changed."
        );
    }
    let reader = desk.store.read().unwrap();
    assert_eq!(reader.operations(50).unwrap(), before);
    assert_eq!(reader.student(desk.key).unwrap().unwrap(), retired);
}

#[test]
fn a_student_of_the_editor_is_added_by_hand_and_a_d_in_front_marks_the_duplicate() {
    let desk = desk();
    let student = added(&desk.store, "118842", "Lopez");
    assert!(student.added_by_hand);
    let mut draft = Draft::of(&student);
    draft.put(Field::Number, "D118842");
    draft.put(Field::Ssid, "1858768");
    let saved = save(&desk.store, Some(&student), &draft, &stamp()).unwrap();
    assert_eq!(saved.notes, ["Marked as the duplicate profile."]);
    // The enrolled profile gets the same SSID; the duplicate can be edited all the same.
    let enrolled = added(&desk.store, "118843", "Lopez");
    let mut draft = Draft::of(&enrolled);
    draft.put(Field::Ssid, "1858768");
    save(&desk.store, Some(&enrolled), &draft, &stamp()).unwrap();
    let mut draft = Draft::of(&saved.student);
    draft.put(Field::Phone, "801");
    let saved = save(&desk.store, Some(&saved.student), &draft, &stamp()).unwrap();
    // Without the D there would be two holders of one SSID.
    draft.put(Field::Number, "118842");
    let refused = save(&desk.store, Some(&saved.student), &draft, &stamp()).unwrap_err();
    assert!(refused.to_string().contains("belongs to Lopez"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_bytes_of_documents_come_back_unchanged_with_their_hash(
        files in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 1..4000), 1..5)
    ) {
        let desk = desk();
        let ids: Vec<RowId> = files
            .iter()
            .enumerate()
            .map(|(n, bytes)| desk.attach(&desk.file(&format!("{n}.bin"), bytes)).unwrap().id)
            .collect();
        let reader = desk.store.read().unwrap();
        for (id, bytes) in ids.into_iter().zip(&files) {
            let document = document(&reader, id).unwrap();
            prop_assert_eq!(&document.hash, &hash(bytes));
            prop_assert_eq!(document.size, bytes.len() as u64);
            prop_assert_eq!(&bytes_of(&reader, &document).unwrap(), bytes);
        }
        prop_assert_eq!(desk.store.check().unwrap(), Vec::<String>::new());
    }
}
