//! What profiles own beside their record, and what lies beside profiles: program data, the General Student Table,
//! accounts, drafts; and that no table is ever forgotten.

use super::*;
use crate::domain::account::Account;
use crate::domain::general::GeneralRow;
use crate::domain::ids::RowId;
use crate::domain::journal::{FieldChange, GeneralChange, RowChange, Saved};
use crate::domain::merge::MergeDraft;
use crate::domain::program::{Guardian, Note, Row};
use crate::domain::response::Directory;
use crate::domain::student::{Field, FieldValue, Packed};
use crate::store::Exported;

fn saved(row: &Row) -> What {
    What::RowSaved {
        name: "A".into(),
        number: "1".into(),
        row: row.label(),
        how: Saved::Added,
    }
}

fn note(text: &str) -> Row {
    Row::Note(Note {
        author: "Ruiz".into(),
        date: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
        text: text.into(),
    })
}

fn two(store: &Store) -> (StudentKey, StudentKey) {
    let mut keys = Vec::new();
    write(store, 1, added(), |w| {
        for n in 1..=2 {
            keys.push(w.add(student(n)).unwrap());
        }
    })
    .unwrap();
    (keys[0], keys[1])
}

fn add(store: &Store, second: i64, owner: StudentKey, row: Row) -> (OperationId, RowId) {
    let mut id = RowId(0);
    let done = write(store, second, saved(&row), |w| {
        id = w.add_row(owner, row).unwrap()
    })
    .unwrap();
    (done.operation.id, id)
}

fn put(store: &Store, second: i64, change: RowChange) -> OperationId {
    let what = saved(&change.after.clone().or(change.before.clone()).unwrap().1);
    write(store, second, what, |w| w.row(change))
        .unwrap()
        .operation
        .id
}

#[test]
fn program_data_is_added_changed_moved_and_taken_out_and_undo_takes_each_back() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, b) = two(&store);
    let (first, id) = add(&store, 2, a, note("one"));
    let rows = |k| store.read().unwrap().rows(k).unwrap();
    assert_eq!(rows(a)[0].row, note("one"));
    let change = |before: (StudentKey, Row), after: Option<(StudentKey, Row)>| RowChange {
        id,
        before: Some(before),
        after,
    };
    let second = put(&store, 3, change((a, note("one")), Some((a, note("two")))));
    let third = put(&store, 4, change((a, note("two")), Some((b, note("two")))));
    assert_eq!((rows(a).len(), rows(b).len()), (0, 1));
    let fourth = put(&store, 5, change((b, note("two")), None));
    assert!(rows(b).is_empty());
    assert!(
        undo(&store, 6, second)
            .unwrap_err()
            .0
            .contains("changed or moved since"),
        "an older change is not taken back over a newer one"
    );
    undo(&store, 7, fourth).unwrap();
    assert_eq!(store.read().unwrap().row(id).unwrap(), Some((b, note("two"))));
    undo(&store, 8, third).unwrap();
    undo(&store, 9, second).unwrap();
    assert_eq!(rows(a)[0].row, note("one"));
    undo(&store, 10, first).unwrap();
    assert!(rows(a).is_empty());
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn what_happened_to_program_data_stands_in_the_history_of_its_owner() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, b) = two(&store);
    let (op, _) = add(&store, 2, a, note("one"));
    let reader = store.read().unwrap();
    assert_eq!(reader.history_of(a, 10).unwrap()[0].operation.id, op);
    assert_eq!(reader.history_of(a, 10).unwrap()[0].operation.students, 1);
    assert_ne!(reader.history_of(b, 10).unwrap()[0].operation.id, op);
}

#[test]
fn a_profile_that_owns_something_is_not_taken_out_by_an_undo() {
    let store = Store::in_memory(&district()).unwrap();
    let mut key = StudentKey(0);
    let done = write(&store, 1, added(), |w| key = w.add(student(1)).unwrap()).unwrap();
    let (row, _) = add(
        &store,
        2,
        key,
        Row::Guardian(Guardian {
            name: "Leilani".into(),
            ..Guardian::default()
        }),
    );
    let why = undo(&store, 3, done.operation.id).unwrap_err();
    assert!(why.0.contains("other program data by now"), "{why}");
    undo(&store, 4, row).unwrap();
    undo(&store, 5, done.operation.id).unwrap();
    assert_eq!(store.read().unwrap().count().unwrap(), 0);
}

#[test]
fn several_operations_of_one_transaction_are_undone_one_by_one() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, _) = two(&store);
    let base = store.read().unwrap().student(a).unwrap().unwrap();
    let step = |name: &str| Student {
        last_name: name.into(),
        ..base.clone()
    };
    let mut writer = store.write().unwrap();
    writer.change(base.clone(), step("One"));
    writer.next_operation(edited());
    writer.change(step("One"), step("Two"));
    let done = writer.commit(edited(), "Ada", at(2), &mut go).unwrap();
    assert_eq!(done.operations.len(), 2);
    assert_eq!(done.operation.id, done.operations[1]);
    let name = || store.read().unwrap().student(a).unwrap().unwrap().last_name;
    assert_eq!(name(), "Two");
    undo(&store, 3, done.operations[1]).unwrap();
    assert_eq!(name(), "One");
    undo(&store, 4, done.operations[0]).unwrap();
    assert_eq!(name(), base.last_name);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_marked_duplicate_lends_its_ssid_and_cannot_take_it_back_while_another_has_it() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, b) = two(&store);
    edit(&store, 2, a, |s| s.ssid = ssid(777)).unwrap();
    let taken = edit(&store, 3, b, |s| s.ssid = ssid(777));
    assert!(matches!(taken, Err(StoreError::SsidTaken { .. })));
    edit(&store, 4, a, |s| s.duplicate = true).unwrap();
    let reader = store.read().unwrap();
    assert_eq!(
        reader.find("777").unwrap().map(|s| s.key),
        Some(a),
        "still found by it"
    );
    edit(&store, 5, b, |s| s.ssid = ssid(777)).unwrap();
    let reader = store.read().unwrap();
    assert_eq!(
        reader.find("777").unwrap().map(|s| s.key),
        Some(b),
        "the one that stays has it"
    );
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
    let back = edit(&store, 6, a, |s| s.duplicate = false);
    assert!(matches!(back, Err(StoreError::SsidTaken { .. })));
}

#[test]
fn every_number_of_a_retired_profile_finds_the_one_it_was_merged_into() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, b) = two(&store);
    let before = store.read().unwrap().student(a).unwrap().unwrap();
    let mut marked = before.clone();
    marked.number = StudentNumber::parse("D1").unwrap();
    crate::domain::edit::settle(&before, &mut marked, &district().rules, at(2), false);
    assert!(marked.duplicate);
    write(&store, 2, edited(), |w| w.change(before, marked)).unwrap();
    edit(&store, 3, a, |s| s.retired_into = Some(b)).unwrap();
    let reader = store.read().unwrap();
    for id in ["D1", "d1", "1"] {
        assert_eq!(reader.find(id).unwrap().map(|s| s.key), Some(b), "{id}");
        assert_eq!(
            Directory::by_number(&reader, id).unwrap().map(|s| s.key),
            Some(b),
            "{id}"
        );
    }
    assert_eq!(Directory::by_key(&reader, a).unwrap().map(|s| s.key), Some(b));
    assert_eq!(reader.find_record("D1").unwrap().map(|s| s.key), Some(a));
}

#[test]
fn an_edit_of_a_profile_is_not_undone_once_it_was_merged_away() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, b) = two(&store);
    let edit_id = edit(&store, 2, a, |s| s.last_name = "Other".into()).unwrap();
    edit(&store, 3, a, |s| s.retired_into = Some(b)).unwrap();
    let why = undo(&store, 4, edit_id).unwrap_err();
    assert!(why.0.contains("was merged into"), "{why}");
}

#[test]
fn the_general_student_table_is_kept_apart_and_undone_as_a_whole() {
    let store = Store::in_memory(&district()).unwrap();
    let (a, _) = two(&store);
    let before = store.read().unwrap().student(a).unwrap();
    let row = |name: &str| GeneralRow {
        record: Student {
            last_name: name.into(),
            ..student(1)
        },
        seen: at(2),
    };
    let import = |n: u32| What::GeneralImported {
        file: "sis.csv".into(),
        added: n,
        changed: 0,
        refused: 0,
    };
    let first = write(&store, 2, import(1), |w| {
        w.general(GeneralChange {
            before: None,
            after: Some(row("One")),
        })
        .unwrap();
    })
    .unwrap();
    let second = write(&store, 3, import(0), |w| {
        w.general(GeneralChange {
            before: Some(row("One")),
            after: Some(row("Two")),
        })
        .unwrap();
    })
    .unwrap();
    let name = || {
        let row = store.read().unwrap().general("1").unwrap();
        row.map(|r| r.record.last_name)
    };
    assert_eq!(name().as_deref(), Some("Two"));
    assert!(
        undo(&store, 4, first.operation.id)
            .unwrap_err()
            .0
            .contains("imported again since")
    );
    undo(&store, 5, second.operation.id).unwrap();
    assert_eq!(name().as_deref(), Some("One"));
    undo(&store, 6, first.operation.id).unwrap();
    assert_eq!(name(), None);
    assert_eq!(
        store.read().unwrap().student(a).unwrap(),
        before,
        "no profile was touched"
    );
}

#[test]
fn what_an_export_says_of_rows_is_taken_as_it_says_and_undone_as_a_whole() {
    let store = Store::in_memory(&district()).unwrap();
    let rows = |store: &Store| {
        let mut rows = Vec::new();
        let reader = store.read().unwrap();
        reader
            .for_each_general(|row| {
                rows.push((row.record.number.to_string(), row.record.last_name, row.seen));
                Ok(())
            })
            .unwrap();
        rows
    };
    let import = || What::GeneralImported {
        file: "sis.csv".into(),
        added: 2,
        changed: 0,
        refused: 0,
    };
    let new: Vec<Packed> = [1, 2]
        .map(|n| {
            Packed::of(Student {
                key: StudentKey(0),
                ..student(n)
            })
        })
        .into();
    write(&store, 2, import(), |w| {
        for (n, record) in (1..).zip(&new) {
            w.exported(number(n), Exported::New(record), at(2));
        }
        // A further line of a student says nothing that counts.
        w.exported(number(1), Exported::Known(&[]), at(9));
    })
    .unwrap();
    let first = rows(&store);
    assert_eq!(
        first,
        [
            ("1".into(), "Last1".into(), at(2)),
            ("2".into(), "Last2".into(), at(2))
        ]
    );
    let renamed = [FieldChange {
        field: Field::LastName,
        before: FieldValue::Text("Last2".into()),
        after: FieldValue::Text("Jones".into()),
    }];
    let second = write(&store, 3, import(), |w| {
        w.exported(number(1), Exported::Known(&[]), at(3));
        w.exported(number(2), Exported::Known(&renamed), at(3));
        w.exported(number(7), Exported::Known(&renamed), at(3));
    })
    .unwrap();
    assert_eq!(
        rows(&store),
        [
            ("1".into(), "Last1".into(), at(3)),
            ("2".into(), "Jones".into(), at(3))
        ],
        "a row that is not there is not made of changes"
    );
    undo(&store, 4, second.operation.id).unwrap();
    assert_eq!(rows(&store), first);
}

#[test]
fn a_password_is_never_brought_back_by_an_undo_and_drafts_survive_closing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ssiddesk");
    let store = Store::create(&path, &district()).unwrap();
    let (a, b) = two(&store);
    let account = |hash: &str| Account {
        name: "admin".into(),
        hash: hash.into(),
        set_at: Some(at(2)),
        failures: 0,
        failed_at: None,
        closed: false,
    };
    let set = What::AccountSaved {
        account: "admin".into(),
        how: crate::domain::journal::AccountChange::PasswordSet,
    };
    write(&store, 2, set.clone(), |w| w.account(account("old"))).unwrap();
    let done = write(&store, 3, set, |w| w.account(account("new"))).unwrap();
    assert!(undo(&store, 4, done.operation.id).is_err());
    let draft = MergeDraft {
        target: b,
        sources: vec![a],
        choices: vec![],
        reason: "one child".into(),
        seen: vec![],
        at: at(4),
        who: "Ada".into(),
    };
    store.save_draft(&draft).unwrap();
    drop(store);
    let store = Store::open(&path).unwrap();
    let reader = store.read().unwrap();
    assert_eq!(reader.account("admin").unwrap(), Some(account("new")));
    assert_eq!(reader.draft(b).unwrap(), Some(draft.clone()));
    edit(&store, 5, a, |s| s.retired_into = Some(b)).unwrap();
    store.drop_draft(b).unwrap();
    store.save_draft(&draft).unwrap();
    let left = store.read().unwrap().drafts().unwrap();
    assert!(left.is_empty(), "a merge that was saved has no draft any more");
}

/// What each table is to a profile. A table that is not in this list fails the test below: whoever adds one says here
/// whether a profile owns what lies in it, and then a merge has to move it.
const TABLES: [(&str, &str); 21] = [
    ("meta", "of the district"),
    ("students", "the profile itself"),
    ("by_number", "an index of profiles"),
    ("by_ssid", "an index of profiles"),
    ("by_former", "an index of profiles"),
    ("trail", "the profile itself"),
    ("schools", "of the district"),
    ("requests", "of the district"),
    ("sent", "as it was sent: never changed"),
    ("operations", "the journal"),
    ("changes", "the journal"),
    ("entries", "the journal"),
    ("owned", "OWNED by a profile: moved by a merge"),
    ("owner", "an index of owned"),
    ("content", "found by its hash, whoever has the document"),
    ("row_changes", "the journal"),
    ("general", "of the SIS"),
    ("general_changes", "the journal"),
    ("accounts", "of the district"),
    ("drafts", "of the district"),
    ("decisions", "about two profiles: a merge takes them along"),
];

#[test]
fn every_table_is_known_to_be_owned_by_profiles_or_not() {
    use redb::{ReadableDatabase, TableHandle};
    let store = Store::in_memory(&district()).unwrap();
    let txn = store.db.begin_read().unwrap();
    let mut there: Vec<String> = txn.list_tables().unwrap().map(|t| t.name().to_owned()).collect();
    there.sort();
    let mut known: Vec<String> = TABLES.iter().map(|t| t.0.to_owned()).collect();
    known.sort();
    assert_eq!(
        there, known,
        "say in TABLES whether a profile owns what lies in the new table"
    );
    assert_eq!(txn.list_multimap_tables().unwrap().count(), 0);
    let owned: Vec<&str> = TABLES
        .iter()
        .filter(|t| t.1.starts_with("OWNED"))
        .map(|t| t.0)
        .collect();
    // One table for all kinds of rows: a kind that is added is moved, copied, checked and undone like the others.
    assert_eq!(owned, ["owned"]);
}
