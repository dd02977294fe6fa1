//! Making and opening a store's file.

use super::*;
use crate::store::record::encode;
use crate::store::tables as t;
use std::fs;
use std::path::{Path, PathBuf};

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    /// A closed store with some students in it.
    fn store(&self) -> PathBuf {
        let path = self.file("cedar.ssiddesk");
        let store = Store::create(&path, &district()).unwrap();
        add(&store, 1, 1..=20);
        path
    }
}

fn refusal(path: &Path) -> StoreError {
    match Store::open(path) {
        Ok(_) => panic!("{} was opened", path.display()),
        Err(e) => e,
    }
}

/// Opens a file that must be refused and left alone.
fn refused_untouched(path: &Path) -> StoreError {
    let before = fs::read(path).unwrap();
    let e = refusal(path);
    assert!(
        fs::read(path).unwrap() == before,
        "the file was changed by its refusal: {e}"
    );
    e
}

/// Writes into a closed store behind the program's back.
fn tamper(path: &Path, change: impl FnOnce(&redb::WriteTransaction)) {
    let db = redb::Database::open(path).unwrap();
    let txn = db.begin_write().unwrap();
    change(&txn);
    txn.commit().unwrap();
}

#[test]
fn a_new_district_is_never_made_over_an_existing_file() {
    let folder = Folder::new();
    let path = folder.file("notes.ssiddesk");
    fs::write(&path, "my notes").unwrap();
    let e = Store::create(&path, &district()).err().unwrap();
    assert!(matches!(e, StoreError::Exists(_)), "{e}");
    assert_eq!(fs::read_to_string(&path).unwrap(), "my notes");
    assert_eq!(
        fs::read_dir(folder.0.path()).unwrap().count(),
        1,
        "nothing is left lying about"
    );
}

#[test]
fn a_new_district_is_there_after_closing_and_nothing_lies_beside_it() {
    let folder = Folder::new();
    let path = folder.file("new/folder/cedar.ssiddesk");
    let store = Store::create(&path, &district()).unwrap();
    assert_eq!(store.path(), Some(path.as_path()));
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(store.read().unwrap().district().unwrap(), district());
    assert_eq!(store.read().unwrap().last_operation().unwrap(), OperationId(0));
    assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn what_was_saved_is_there_after_closing_and_opening() {
    let folder = Folder::new();
    let path = folder.store();
    let store = Store::open(&path).unwrap();
    let before = all(&store);
    assert_eq!(before.students.len(), 20);
    add(&store, 2, [99]);
    drop(store);
    let store = Store::open(&path).unwrap();
    assert_eq!(all(&store).students.len(), 21);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_file_that_is_not_there_is_absent_and_stays_so() {
    let folder = Folder::new();
    let path = folder.file("none.ssiddesk");
    assert!(matches!(refusal(&path), StoreError::Absent(_)));
    assert!(!path.exists());
    assert!(
        matches!(refusal(folder.0.path()), StoreError::Absent(_)),
        "a folder is no district"
    );
}

#[test]
fn files_that_are_no_district_are_refused_and_left_alone() {
    let folder = Folder::new();
    let whole = fs::read(folder.store()).unwrap();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("one byte", b"r".to_vec()),
        ("text", "Number,Last name\n104,Smith\n".repeat(500).into_bytes()),
        ("zeros", vec![0; 1 << 20]),
        ("only the start of the mark", whole[..5].to_vec()),
        ("only the mark", whole[..9].to_vec()),
        ("only the header", whole[..320].to_vec()),
        ("one page", whole[..4096].to_vec()),
        ("half", whole[..whole.len() / 2].to_vec()),
        ("all but a page", whole[..whole.len() - 4096].to_vec()),
        ("all but a byte", whole[..whole.len() - 1].to_vec()),
    ] {
        let path = folder.file(name);
        fs::write(&path, bytes).unwrap();
        let e = refused_untouched(&path);
        assert!(matches!(e, StoreError::Damaged { .. }), "{name}: {e}");
        assert!(
            e.to_string()
                .starts_with(&format!("{name} is damaged or not a district")),
            "{e}"
        );
    }
}

#[test]
fn a_store_of_some_other_program_is_refused_and_left_alone() {
    let folder = Folder::new();
    let path = folder.file("other.redb");
    {
        let db = redb::Database::create(&path).unwrap();
        let txn = db.begin_write().unwrap();
        txn.open_table(redb::TableDefinition::<u64, u64>::new("theirs"))
            .unwrap()
            .insert(1, 1)
            .unwrap();
        txn.commit().unwrap();
    }
    let e = refused_untouched(&path);
    assert!(matches!(e, StoreError::Damaged { .. }), "{e}");
}

#[test]
fn tables_of_another_shape_are_refused_and_left_alone() {
    let folder = Folder::new();
    let path = folder.store();
    tamper(&path, |txn| {
        txn.delete_table(t::STUDENTS).unwrap();
        txn.open_table(redb::TableDefinition::<&str, &str>::new("students"))
            .unwrap();
    });
    assert!(matches!(refused_untouched(&path), StoreError::Damaged { .. }));
    let path = folder.file("lacking.ssiddesk");
    drop(Store::create(&path, &district()).unwrap());
    tamper(&path, |txn| assert!(txn.delete_table(t::SENT).unwrap()));
    assert!(matches!(refused_untouched(&path), StoreError::Damaged { .. }));
}

/// Flips one bit at many places, most of them where a small store has its pages.
#[test]
fn a_flipped_byte_is_found_or_harmless_and_the_refused_file_is_left_alone() {
    let folder = Folder::new();
    let path = folder.store();
    let expected = all(&Store::open(&path).unwrap());
    let whole = fs::read(&path).unwrap();
    // Some of the header, and some of the pages that are in use or were.
    let used: Vec<usize> = (0..320)
        .step_by(5)
        .chain((320..whole.len()).filter(|i| whole[*i] != 0).step_by(499))
        .collect();
    let broken = folder.file("flipped.ssiddesk");
    let (mut refused, mut opened) = (0, 0);
    for (n, i) in used.into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[i] ^= 1 << (n % 8);
        fs::write(&broken, &bytes).unwrap();
        match Store::open(&broken) {
            Err(e) => {
                assert!(
                    matches!(e, StoreError::Damaged { .. } | StoreError::Io(_)),
                    "byte {i}: {e}"
                );
                assert!(
                    fs::read(&broken).unwrap() == bytes,
                    "byte {i}: changed by its refusal"
                );
                refused += 1;
            }
            Ok(store) => {
                assert!(all(&store) == expected, "byte {i}: opened with other records");
                assert_eq!(store.check().unwrap(), Vec::<String>::new(), "byte {i}");
                opened += 1;
            }
        }
    }
    assert!(refused > 20 && opened > 20, "{refused} refused, {opened} opened");
}

#[test]
fn a_newer_record_format_is_named_and_left_alone() {
    let folder = Folder::new();
    let path = folder.store();
    tamper(&path, |txn| {
        let mut meta = txn.open_table(t::META).unwrap();
        meta.insert("format", encode("meta", &7u32).unwrap().as_slice())
            .unwrap();
    });
    let e = refused_untouched(&path);
    assert!(
        matches!(
            e,
            StoreError::Newer {
                found: 7,
                known: t::FORMAT,
                ..
            }
        ),
        "{e}"
    );
    assert!(e.to_string().contains("Install the newer version"), "{e}");
}

#[test]
fn a_second_opening_is_told_who_has_the_file() {
    let folder = Folder::new();
    let path = folder.store();
    let first = Store::open(&path).unwrap();
    let e = refusal(&path);
    assert!(matches!(e, StoreError::InUse(_)), "{e}");
    assert_eq!(
        e.to_string(),
        "cedar.ssiddesk is open in another copy of SSID Desk, perhaps on another computer. Close it there and try again."
    );
    add(&first, 2, [77]);
    drop(first);
    assert_eq!(
        all(&Store::open(&path).unwrap()).students.len(),
        21,
        "closing frees it"
    );
}

/// The part of the next test that runs in a process of its own.
#[test]
fn opens_in_a_second_process() {
    let Ok(path) = std::env::var("SSID_DESK_TEST_OPEN") else {
        return;
    };
    let e = refusal(Path::new(&path));
    assert!(matches!(e, StoreError::InUse(_)), "{e}");
    println!("was told: in use");
}

#[test]
fn a_second_process_is_told_who_has_the_file() {
    let folder = Folder::new();
    let path = folder.store();
    let _first = Store::open(&path).unwrap();
    let second = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["opens_in_a_second_process", "--nocapture"])
        .env("SSID_DESK_TEST_OPEN", &path)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&second.stdout);
    assert!(
        second.status.success() && said.contains("was told: in use"),
        "{said}"
    );
}

#[test]
fn a_store_lives_on_after_its_process_was_killed() {
    let folder = Folder::new();
    let path = folder.store();
    let copy = folder.file("copy.ssiddesk");
    let store = Store::open(&path).unwrap();
    add(&store, 2, [500]);
    // What a killed process leaves: the file as it is while open.
    fs::copy(&path, &copy).unwrap();
    assert_eq!(all(&Store::open(&copy).unwrap()), all(&store));
}

#[test]
#[cfg(unix)]
fn a_file_that_may_not_be_written_is_refused_with_a_sentence() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let path = folder.store();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o400)).unwrap();
    if fs::OpenOptions::new().write(true).open(&path).is_ok() {
        return; // root may write everything
    }
    let e = refused_untouched(&path);
    assert!(e.to_string().contains("no permission to open"), "{e}");
}

#[test]
#[cfg(target_os = "linux")]
fn a_folder_that_may_not_be_written_is_refused_with_a_sentence() {
    // Nobody, not even root, can make a file here.
    for folder in ["/sys", "/proc/1/none"] {
        let e = Store::create(&Path::new(folder).join("cedar.ssiddesk"), &district())
            .err()
            .unwrap();
        assert!(matches!(e, StoreError::Io(_)), "{e}");
        assert!(
            e.to_string().contains(folder) && e.to_string().ends_with("Nothing was saved."),
            "{e}"
        );
    }
}

#[test]
fn a_record_that_cannot_be_read_is_named_and_the_others_can_be() {
    let folder = Folder::new();
    let path = folder.store();
    let good = encode("students", &student(1)).unwrap();
    tamper(&path, |txn| {
        let mut students = txn.open_table(t::STUDENTS).unwrap();
        let newer: Vec<u8> = [&[9], &good[1..]].concat();
        students.insert(3, newer.as_slice()).unwrap();
        students.insert(4, &good[..good.len() / 2]).unwrap();
        students.insert(5, b"".as_slice()).unwrap();
        students.insert(6, b"\x01\xc1nonsense".as_slice()).unwrap();
        students
            .insert(8, encode("students", &"text").unwrap().as_slice())
            .unwrap();
    });
    let store = Store::open(&path).unwrap();
    let reader = store.read().unwrap();
    for (key, part) in [
        (3, "record version 9"),
        (4, ""),
        (5, "it is empty"),
        (6, ""),
        (8, ""),
    ] {
        let e = reader.student(StudentKey(key)).unwrap_err();
        assert!(
            matches!(&e, StoreError::Record { table: "students", key: k, why } if *k == key.to_string() && why.contains(part)),
            "{e}"
        );
        assert!(
            e.to_string()
                .starts_with(&format!("The record {key} in students cannot be read")),
            "{e}"
        );
    }
    assert_eq!(reader.student(StudentKey(7)).unwrap().unwrap().number, number(7));
    let walked = reader.for_each_student(|_, _| Ok(()));
    assert!(matches!(walked, Err(StoreError::Record { .. })));
    let problems = store.check().unwrap();
    assert!(
        problems.iter().any(|p| p.contains("The record 3 in students")),
        "{problems:?}"
    );
}

#[test]
fn a_check_names_each_index_entry_that_is_wrong() {
    let folder = Folder::new();
    let path = folder.store();
    {
        let store = Store::open(&path).unwrap();
        edit(&store, 2, StudentKey(2), |s| s.ssid = ssid(1_858_768)).unwrap();
        edit(&store, 3, StudentKey(5), |s| {
            s.former_ids.push(crate::domain::student::FormerId {
                kind: crate::domain::student::IdKind::Number,
                value: "55".into(),
                until: at(3),
            });
        })
        .unwrap();
        assert_eq!(store.check().unwrap(), Vec::<String>::new());
        let note = crate::domain::program::Row::Note(crate::domain::program::Note {
            author: "Ruiz".into(),
            date: NaiveDate::default(),
            text: "one".into(),
        });
        let document = crate::domain::program::Row::Document(crate::domain::program::Document {
            title: "Lost".into(),
            kind: String::new(),
            date: None,
            file_name: "lost.pdf".into(),
            size: 1,
            hash: "aa".into(),
            also: Vec::new(),
        });
        write(&store, 4, edited(), |w| {
            w.add_row(StudentKey(4), note).unwrap();
            w.add_row(StudentKey(4), document).unwrap();
        })
        .unwrap();
        edit(&store, 5, StudentKey(6), |s| {
            s.retired_into = Some(StudentKey(999))
        })
        .unwrap();
    }
    tamper(&path, |txn| {
        txn.open_table(t::OWNER).unwrap().remove(1).unwrap();
        txn.open_table(t::OWNER).unwrap().insert(77, 4).unwrap();
        txn.open_table(t::BY_NUMBER).unwrap().remove("1").unwrap();
        txn.open_table(t::BY_NUMBER).unwrap().insert("4000", 4).unwrap();
        txn.open_table(t::BY_SSID).unwrap().insert("1858768", 3).unwrap();
        txn.open_table(t::BY_FORMER).unwrap().remove(("55", 5)).unwrap();
        txn.open_table(t::BY_FORMER)
            .unwrap()
            .insert(("66", 6), ())
            .unwrap();
    });
    let problems = Store::open(&path).unwrap().check().unwrap().join("\n");
    for part in [
        "Student number 1 is not in the index.",
        "Student number 4000 is in the index for record 4",
        "SSID 1858768 is not in the index.",
        "Former identifier 55 of record 5 is not in the index.",
        "Former identifier 66 is in the index for record 6",
        "Row 1 is not in the index of owners.",
        "The index of owners has row 77 of record 4, which is not there.",
        "The file of document “Lost” is not there.",
        "Record 6 was merged into record 999, which is not there.",
    ] {
        assert!(problems.contains(part), "{part} is missing in:\n{problems}");
    }
}
