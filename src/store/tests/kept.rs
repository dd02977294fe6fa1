//! Stores kept as files from each record format: what was written once must always be read.

use super::*;
use crate::domain::account::Account;
use crate::domain::general::GeneralRow;
use crate::domain::journal::{AccountChange, GeneralChange, Saved};
use crate::domain::matching::{Matcher, Person, Standing as Stands, Verdict};
use crate::domain::merge::{MergeDraft, MergeRecord};
use crate::domain::program::{Guardian, Note, Row};
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
        gone: 0,
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

/// What format 2 brought: program data, the General Student Table, accounts, drafts, marked duplicates and merges.
fn work_of_format_2(store: &Store) {
    let mut keys = Vec::new();
    write(store, 20, added(), |w| {
        for (n, held) in [(70, false), (71, true), (72, false)] {
            let mut s = student(n);
            (s.duplicate, s.ssid) = (!held, ssid(5_000_071));
            s.number = StudentNumber::parse(&format!("{}{n}", if held { "" } else { "D" })).unwrap();
            keys.push(w.add(s).unwrap());
        }
    })
    .unwrap();
    let saved = What::RowSaved {
        name: "Last70, First70".into(),
        number: "D70".into(),
        row: "a note".into(),
        how: Saved::Added,
    };
    let note = Row::Note(Note {
        author: "Ruiz".into(),
        date: NaiveDate::from_ymd_opt(2026, 9, 1).unwrap(),
        text: "Called the family".into(),
    });
    let guardian = Row::Guardian(Guardian {
        name: "Leilani".into(),
        ..Guardian::default()
    });
    write(store, 21, saved, |w| {
        w.add_row(keys[0], note).unwrap();
        w.add_row(keys[1], guardian).unwrap();
    })
    .unwrap();
    let import = What::GeneralImported {
        file: "sis.csv".into(),
        added: 1,
        changed: 0,
        refused: 0,
    };
    write(store, 22, import, |w| {
        w.general(GeneralChange {
            before: None,
            after: Some(GeneralRow {
                record: student(71),
                seen: at(22),
            }),
        })
        .unwrap();
    })
    .unwrap();
    let set = What::AccountSaved {
        account: "admin".into(),
        how: AccountChange::PasswordSet,
    };
    write(store, 23, set, |w| {
        w.account(Account {
            name: "admin".into(),
            hash: "not a hash".into(),
            set_at: Some(at(23)),
            failures: 0,
            failed_at: None,
            closed: false,
        });
    })
    .unwrap();
    let merged = merge_by_hand(store, 24, keys[0], keys[1]);
    undo(store, 25, merged).unwrap();
    merge_by_hand(store, 26, keys[0], keys[1]);
    store
        .save_draft(&MergeDraft {
            target: keys[1],
            sources: vec![keys[2]],
            choices: vec![],
            reason: "one child".into(),
            seen: vec![],
            at: at(27),
            who: "Ada".into(),
        })
        .unwrap();
}

/// Merges one profile into another, with everything it owns.
pub(super) fn merge_by_hand(
    store: &Store,
    second: i64,
    source: StudentKey,
    target: StudentKey,
) -> OperationId {
    let reader = store.read().unwrap();
    let (s, t) = (
        reader.student(source).unwrap().unwrap(),
        reader.student(target).unwrap().unwrap(),
    );
    let standings = (reader.standing(source).unwrap(), reader.standing(target).unwrap());
    let rows = reader.rows(source).unwrap();
    let retired = Student {
        retired_into: Some(target),
        ..s.clone()
    };
    let merged = Student {
        phone: "801-555-0100".into(),
        ..t.clone()
    };
    let what = What::ProfilesMerged {
        source: s.list_name(),
        source_number: s.number.to_string(),
        target: t.list_name(),
        target_number: t.number.to_string(),
        moved: rows.len() as u32,
        folded: 0,
        update_due: false,
        reason: "one child".into(),
    };
    let mut w = store.write().unwrap();
    let rows_from = w.next_row().unwrap();
    let moved = rows.iter().map(|r| r.id).collect();
    for owned in rows {
        w.row(crate::domain::journal::RowChange {
            id: owned.id,
            before: Some((source, owned.row.clone())),
            after: Some((target, owned.row)),
        });
    }
    w.merge(MergeRecord {
        source: s.clone(),
        target: t.clone(),
        merged: merged.clone(),
        standings,
        choices: Default::default(),
        moved,
        folded: Vec::new(),
        rows_from,
        reason: "one child".into(),
    })
    .unwrap();
    w.change(s, retired);
    w.change(t, merged);
    let done = w.commit(what, "Ada", at(second), &mut go).unwrap();
    done.operation.id
}

/// Everything there is to read, as text.
fn listing(store: &Store) -> Vec<String> {
    let r = store.read().unwrap();
    let mut out = vec![format!("{:?}", all(store))];
    for r#where in r.requests().unwrap() {
        out.push(format!("{:?}", r.sent(r#where.id).unwrap()));
    }
    for (key, _) in all(store).students {
        out.push(format!("{:?}", r.rows(key).unwrap()));
    }
    r.for_each_general(|row| {
        out.push(format!("{row:?}"));
        Ok(())
    })
    .unwrap();
    out.push(format!("{:?} {:?}", r.accounts().unwrap(), r.drafts().unwrap()));
    for operation in r.operations(usize::MAX).unwrap() {
        out.push(format!("{operation:?} {:?}", r.changes(operation.id).unwrap()));
        out.push(format!("{:?}", r.row_changes(operation.id).unwrap()));
        out.push(format!("{:?}", r.general_changes(operation.id).unwrap()));
        r.for_each_entry(operation.id, |e| {
            out.push(format!("{e:?}"));
            Ok(true)
        })
        .unwrap();
    }
    out
}

/// Writes the kept file: `SSID_DESK_KEEP_STORE=1 cargo test --lib writes_the_kept_store`. Only for a new record
/// format; a file that was kept is never written again. That of format 3 was made with the command line.
#[test]
fn writes_the_kept_store() {
    if std::env::var_os("SSID_DESK_KEEP_STORE").is_none() {
        return;
    }
    let path = kept(crate::store::tables::FORMAT);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let store = Store::create(&path, &district()).unwrap();
    work(&store);
    work_of_format_2(&store);
    drop(store);
    while redb::Database::open(&path).unwrap().compact().unwrap() {}
}

/// The kept store of a format, opened as a copy, and a new store that went through the same work: both say the same.
fn opened(version: u32, folder: &Path, work: impl Fn(&Store)) -> Store {
    let copy = folder.join("copy.ssiddesk");
    std::fs::copy(kept(version), &copy).unwrap();
    let old = Store::open(&copy).unwrap();
    let fresh = Store::in_memory(&district()).unwrap();
    work(&fresh);
    for (old, fresh) in listing(&old).iter().zip(&listing(&fresh)) {
        assert_eq!(old, fresh);
    }
    assert_eq!(listing(&old).len(), listing(&fresh).len());
    assert_eq!(old.check().unwrap(), Vec::<String>::new());
    old
}

#[test]
fn a_store_of_format_1_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let old = opened(1, folder.path(), work);
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

#[test]
fn a_store_of_format_2_is_read_as_it_was_written() {
    let folder = tempfile::tempdir().unwrap();
    let old = opened(2, folder.path(), |store| {
        work(store);
        work_of_format_2(store);
    });
    let r = old.read().unwrap();
    let target = r.find("D70").unwrap().unwrap();
    assert_eq!(target.number.as_str(), "71", "by the number of a merged profile");
    assert_eq!(
        r.student_by_ssid("5000071").unwrap(),
        Some(target.clone()),
        "the profile that stays still holds the State ID"
    );
    assert_eq!(r.rows(target.key).unwrap().len(), 2);
    assert_eq!(r.general_count().unwrap(), 1);
    assert_eq!(r.accounts().unwrap().len(), 1);
    assert_eq!(r.drafts().unwrap().len(), 1);
    // And it can be worked on: the merge goes back.
    let merged = r.last_operation().unwrap();
    undo(&old, 100, merged).unwrap();
    assert_eq!(
        old.read().unwrap().find("D70").unwrap().unwrap().key.0,
        target.key.0 - 1
    );
    assert_eq!(old.check().unwrap(), Vec::<String>::new());
}

/// What is decided in a store: numbers, verdict in words, reason.
fn decided(store: &Store) -> Vec<(String, String, String)> {
    let r = store.read().unwrap();
    let number = |key| r.student(key).unwrap().unwrap().number;
    let mut out: Vec<_> = r
        .decisions()
        .unwrap()
        .into_iter()
        .map(|d| {
            let pair = format!("{} {}", number(d.pair.0), number(d.pair.1));
            (pair, d.verdict.words(), d.reason)
        })
        .collect();
    out.sort();
    out
}

/// The file was made with the command line alone: six students of whom four pairs look alike; two decisions and one that
/// was revoked; one merge that a decision followed, and one that was undone.
#[test]
fn a_store_of_format_3_keeps_its_decisions_and_its_merges() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.ssiddesk");
    std::fs::copy(kept(3), &copy).unwrap();
    let old = Store::open(&copy).unwrap();
    assert_eq!(old.check().unwrap(), Vec::<String>::new());
    let said = |pair: &str, what: &str, why: &str| (pair.to_owned(), what.to_owned(), why.to_owned());
    let apart = "not the same student";
    let parked = said("1002 1004", "parked until 2099-01-01", "ask the school");
    assert_eq!(
        decided(&old),
        [said("1001 1003", apart, "two families"), parked.clone()],
        "the decision about 1005 followed it into 1001"
    );
    let r = old.read().unwrap();
    assert_eq!(r.operations(usize::MAX).unwrap().len(), 21);
    assert_eq!(r.find("1005").unwrap().unwrap().number.as_str(), "1001");
    assert_eq!(r.find("1004").unwrap().unwrap().number.as_str(), "1004", "undone");
    // What was told apart is not asked about again: what a person saw of the two is still read alike.
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for decision in r.decisions().unwrap() {
        let person = |key| Person::of(&r.student(key).unwrap().unwrap(), today);
        let (a, b) = (person(decision.pair.0), person(decision.pair.1));
        let says = Matcher::default().explain(&a, &b);
        let stands = decision.standing(&a, &b, &says, today);
        assert!(
            decision.verdict != Verdict::NotSame || stands == Stands::Holds,
            "{stands:?}"
        );
    }
    drop(r);
    // And it can be worked on: the merge goes back, and the decision with it.
    undo(&old, 100, OperationId(17)).unwrap();
    assert_eq!(decided(&old), [parked, said("1003 1005", apart, "two families")]);
    assert_eq!(old.check().unwrap(), Vec::<String>::new());
}
