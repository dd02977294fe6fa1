//! Stores kept as files from each record format: what was written once must always be read.

use super::*;
use crate::domain::student::{ChangeFlag, Field, FormerId, IdKind};
use std::path::{Path, PathBuf};

fn kept(version: u32) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/stores/format-{version}.ssiddesk"))
}

/// A student with every field filled.
fn full(n: u64) -> Student {
    let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d);
    Student {
        middle_name: "Lee".into(),
        suffix: "Jr".into(),
        preferred_last_name: format!("ʻAkana{n}"),
        preferred_first_name: "Bée".into(),
        integration_idt: format!("idt-{n}"),
        former_ids: [
            (IdKind::Number, "A12"),
            (IdKind::Ssid, "0234567"),
            (IdKind::IntegrationIdt, "idt-old"),
        ]
        .map(|(kind, value)| FormerId {
            kind,
            value: format!("{value}{n}"),
            until: at(0),
        })
        .to_vec(),
        enrollments: [("704", day(1, 7), day(6, 1)), ("104", day(8, 20), None)]
            .map(|(school, entry, exit)| Enrollment {
                school: code(school),
                grade: "05".into(),
                entry,
                exit,
            })
            .to_vec(),
        ssid: ssid(1_858_760 + n),
        state_excluded: n.is_multiple_of(2),
        no_show: true,
        guardian: "Leilani ʻAkana".into(),
        phone: "801-555-0100".into(),
        email: "leilani@example.org".into(),
        address: "12 North Main Street".into(),
        change_flag: Some(ChangeFlag {
            since: at(0),
            old: BTreeMap::from([
                (Field::LastName, "Smith".to_owned()),
                (Field::BirthDate, String::new()),
            ]),
        }),
        retired_into: Some(StudentKey(1)),
        ..student(n)
    }
}

/// The work that the kept store went through; run on a new store it gives what the kept file has to hold.
fn work(store: &Store) {
    write(
        store,
        1,
        What::StoreMade {
            name: district().name,
        },
        |_| {},
    )
    .unwrap();
    let mut keys = Vec::new();
    let import = What::RosterImported {
        file: "roster.csv".into(),
        added: 5,
        changed: 0,
        refused: 1,
    };
    write(store, 2, import, |w| {
        w.school(None, Some(school("104")));
        w.school(None, Some(school("704")));
        for n in 1..=5 {
            let mut s = full(n);
            if n < 4 {
                (s.ssid, s.change_flag, s.retired_into) = (None, None, None);
            }
            keys.push(w.add(s).unwrap());
        }
    })
    .unwrap();
    edit(store, 3, keys[3], |s| {
        // Every field that can be edited, so that each kind of value is in the journal.
        let other = full(44);
        for field in Field::ALL {
            assert!(s.put(field, other.value(field)));
        }
        (s.birth_date, s.retired_into, s.change_flag, s.no_show) = (None, None, None, false);
    })
    .unwrap();
    let settings = What::SettingsChanged {
        what: "digits".into(),
    };
    write(store, 4, settings, |w| {
        let mut after = district();
        after.rules.ssid_digits = None;
        w.district(district(), after);
    })
    .unwrap();
    let saved = What::SchoolSaved {
        code: code("104"),
        name: "North".into(),
    };
    let north = School {
        name: "North".into(),
        ..school("104")
    };
    write(store, 5, saved, |w| w.school(Some(school("104")), Some(north))).unwrap();
    let (id, _) = request(store, 6, Function::Retrieve, &keys[..3]);
    let answers = [(keys[0], ssid(111)), (keys[1], ssid(222)), (keys[2], None)];
    answer(store, 7, id, &answers).unwrap();
    let (_, new) = request(store, 8, Function::New, &keys[2..3]);
    let back = undo(store, 9, new).unwrap();
    undo(store, 10, back).unwrap();
    let (id, _) = request(store, 11, Function::Update, &keys[3..]);
    let applied = answer(store, 12, id, &[(keys[3], None), (keys[4], None)]).unwrap();
    undo(store, 13, applied).unwrap();
    request(store, 14, Function::Verify, &keys);
    add(store, 15, [60]);
    undo(store, 16, store.read().unwrap().last_operation().unwrap()).unwrap();
}

/// Everything there is to read, as text.
fn listing(store: &Store) -> Vec<String> {
    let r = store.read().unwrap();
    let mut out = vec![format!("{:?}", all(store))];
    for r#where in r.requests().unwrap() {
        out.push(format!("{:?}", r.sent(r#where.id).unwrap()));
    }
    for operation in r.operations(usize::MAX).unwrap() {
        out.push(format!("{operation:?} {:?}", r.changes(operation.id).unwrap()));
        r.for_each_entry(operation.id, |e| {
            out.push(format!("{e:?}"));
            Ok(true)
        })
        .unwrap();
    }
    out
}

/// Writes the kept file: `SSID_DESK_KEEP_STORE=1 cargo test --lib writes_the_kept_store`. Only for a new record
/// format; a file that was kept is never written again.
#[test]
fn writes_the_kept_store() {
    if std::env::var_os("SSID_DESK_KEEP_STORE").is_none() {
        return;
    }
    let path = kept(crate::store::tables::FORMAT);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let store = Store::create(&path, &district()).unwrap();
    work(&store);
    drop(store);
    while redb::Database::open(&path).unwrap().compact().unwrap() {}
}

#[test]
fn a_store_of_format_1_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.ssiddesk");
    std::fs::copy(kept(1), &copy).unwrap();
    let old = Store::open(&copy).unwrap();
    let fresh = Store::in_memory(&district()).unwrap();
    work(&fresh);
    for (old, fresh) in listing(&old).iter().zip(&listing(&fresh)) {
        assert_eq!(old, fresh);
    }
    assert_eq!(listing(&old).len(), listing(&fresh).len());
    assert_eq!(old.check().unwrap(), Vec::<String>::new());
    let r = old.read().unwrap();
    let first = r.find("1").unwrap().unwrap();
    assert_eq!(first.ssid, ssid(111));
    assert_eq!(first.preferred_last_name, "ʻAkana1");
    assert_eq!(r.find("a121").unwrap().unwrap(), first, "by a former number");
    assert_eq!(r.operations(usize::MAX).unwrap().len(), 16);
    // And it can be worked on.
    let key = add(&old, 99, [500])[0];
    assert_eq!(key, StudentKey(7));
    let undone = old.read().unwrap().last_operation().unwrap();
    undo(&old, 100, undone).unwrap();
}
