//! What a merge promises over any two profiles in a real store: nothing is lost, nobody else is touched, and undo gives
//! back the exact earlier state, also after it was itself undone.

use super::*;
use crate::domain::district::{District, School};
use crate::domain::ids::{LeaNumber, RequestId, RowId, SchoolYear, StudentNumber};
use crate::domain::journal::{Change, What};
use crate::domain::merge::Take;
use crate::domain::merge::tests::properties::{any_choices, any_pair};
use crate::domain::program::Row;
use crate::domain::request::{Function, Sent, Standing};
use crate::store::{Store, UndoAnswers};
use proptest::prelude::*;
use std::collections::BTreeMap;

type Everybody = BTreeMap<StudentKey, Profile>;

fn everybody(store: &Store) -> Everybody {
    let reader = store.read().unwrap();
    let mut out = Everybody::new();
    reader
        .for_each_student(|s, _| {
            out.insert(s.key, reader.profile(s.key)?.unwrap());
            Ok(())
        })
        .unwrap();
    out
}

fn stamp(second: i64) -> Stamp {
    let now = crate::domain::student::Timestamp::from_timestamp(1_795_000_000 + second, 0);
    Stamp::at(now.unwrap(), "registrar")
}

/// A store with the two profiles and somebody else; the keys of Source and Target.
fn store_of(source: &Profile, target: &Profile, target_first: bool) -> (Store, StudentKey, StudentKey) {
    let lea = LeaNumber::parse("140").unwrap();
    let district = District::new(lea, "Cedar Valley", SchoolYear(2027), true);
    let store = Store::in_memory(&district).unwrap();
    let mut writer = store.write().unwrap();
    let schools: std::collections::BTreeSet<_> = source
        .student
        .enrollments
        .iter()
        .chain(&target.student.enrollments)
        .map(|e| e.school.clone())
        .collect();
    for code in schools {
        let name = format!("School {code}");
        writer.school(None, Some(School { code, name }));
    }
    let mut put = |p: &Profile| {
        let key = writer.add(p.student.clone()).unwrap();
        for owned in &p.rows {
            if let Row::Document(d) = &owned.row {
                writer.content(d.hash.clone(), b"pdf".to_vec());
            }
            writer.add_row(key, owned.row.clone()).unwrap();
        }
        let sent = Sent {
            request: RequestId(key.0),
            at: stamp(0).now,
            answer: None,
            asked: None,
        };
        if p.student.no_show {
            let mut standing = Standing::default();
            standing.sent.insert(Function::Retrieve, sent);
            writer.stand(key, standing);
        }
        key
    };
    let (source, target) = if target_first {
        let target = put(target);
        (put(source), target)
    } else {
        (put(source), put(target))
    };
    let mut other = Student::new(StudentKey(0), StudentNumber::parse("900").unwrap());
    other.last_name = "Hill".into();
    put(&Profile {
        student: other,
        rows: source_rows(),
        standing: Standing::default(),
    });
    let what = What::StoreMade { name: "x".into() };
    writer
        .commit(what, "registrar", stamp(0).now, &mut |_, _| true)
        .unwrap();
    (store, source, target)
}

/// A row that belongs to somebody else.
fn source_rows() -> Vec<crate::domain::program::Owned> {
    let row = Row::Guardian(crate::domain::program::Guardian {
        name: "Leilani".into(),
        ..Default::default()
    });
    vec![crate::domain::program::Owned { id: RowId(1), row }]
}

/// The order with every row decided that can be; `None` when something blocks the merge all the same.
fn decided(store: &Store, mut order: Order) -> Option<Order> {
    let reader = store.read().unwrap();
    let reviewed = review(&reader, &order, &stamp(1)).unwrap();
    for line in reviewed.reviews[0].undecided() {
        order.choices[0].insert(line.key, Take::Target);
    }
    let reviewed = review(&reader, &order, &stamp(1)).unwrap();
    let ready = reviewed.undecided() == 0 && reviewed.blockers().next().is_none();
    ready.then_some(order)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_global_rejects: 96, ..ProptestConfig::default() })]
    #[test]
    fn a_merge_loses_nothing_touches_nobody_else_and_is_taken_back_exactly(
        (mut s, mut t) in any_pair(),
        choices in any_choices(),
        target_first in any::<bool>(),
    ) {
        // What the SIS gives every Target that can be merged into.
        if t.student.ssid.is_none() {
            t.student.ssid = Ssid::parse("1900001").ok();
        }
        if t.student.integration_idt.is_empty() {
            t.student.integration_idt = "ps-9".into();
        }
        s.student.former_ids.clear();
        let (store, source, target) = store_of(&s, &t, target_first);
        let order = Order { choices: vec![choices], ..Order::of(source, target) };
        let order = decided(&store, order);
        prop_assume!(order.is_some(), "it is blocked all the same");
        let Some(order) = order else { return Ok(()) };
        let before = everybody(&store);
        let done = save(&store, &order, "one child", Some("admin"), &stamp(2)).unwrap();
        let merged = everybody(&store);
        prop_assert_eq!(store.check().unwrap(), Vec::<String>::new());

        // Rows before = rows after + rows folded; exactly one entry; nobody else.
        let reader = store.read().unwrap();
        let changes = reader.changes(done.operation.id).unwrap();
        let [Change::Merge(record)] = &changes[..] else { panic!("one entry for the Source") };
        let rows = |all: &Everybody| all.values().map(|p| p.rows.len()).sum::<usize>();
        prop_assert_eq!(rows(&before), rows(&merged) + record.folded.len());
        prop_assert_eq!(done.operations.len(), 1);
        prop_assert_eq!(&record.source, &before[&source].student);
        prop_assert_eq!(&record.target, &before[&target].student);
        for (key, profile) in &before {
            if *key != source && *key != target {
                prop_assert_eq!(Some(profile), merged.get(key));
            }
        }
        for id in ["D104417", "104417"] {
            prop_assert_eq!(reader.find(id).unwrap().map(|s| s.key), Some(target));
        }

        // Undo, the undo undone, and undo again.
        let undo = |id, second| {
            let done = store.undo(id, &UndoAnswers::default(), "admin", stamp(second).now, &mut |_, _| true);
            done.unwrap().map(|c| c.operation.id)
        };
        let undone = undo(done.operation.id, 3).unwrap();
        prop_assert_eq!(&everybody(&store), &before);
        prop_assert!(undo(done.operation.id, 4).unwrap_err().0.contains("already undone"));
        undo(undone, 5).unwrap();
        prop_assert_eq!(&everybody(&store), &merged);
        undo(done.operation.id, 6).unwrap();
        prop_assert_eq!(&everybody(&store), &before);
        prop_assert_eq!(store.check().unwrap(), Vec::<String>::new());
    }
}
