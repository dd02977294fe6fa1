//! One operation: all or nothing, and what it leaves in indexes and history.

use super::*;
use crate::domain::journal::RecordChange;
use crate::domain::student::{FormerId, IdKind};
use crate::store::tables::CHUNK;

fn store() -> Store {
    Store::in_memory(&district()).unwrap()
}

fn sound(store: &Store) {
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_writer_that_is_dropped_changes_nothing() {
    let store = store();
    add(&store, 1, 1..=3);
    let before = all(&store);
    {
        let mut writer = store.write().unwrap();
        writer.add(student(9)).unwrap();
        writer.school(None, Some(school("104")));
        assert_eq!(writer.records(), 1);
    }
    assert_eq!(all(&store), before);
    assert_eq!(store.read().unwrap().last_operation().unwrap(), OperationId(1));
}

#[test]
fn a_refused_commit_changes_nothing_and_says_who_has_the_identifier() {
    let store = store();
    let keys = add(&store, 1, 1..=3);
    edit(&store, 2, keys[0], |s| s.ssid = ssid(1_858_768)).unwrap();
    let before = all(&store);
    let e = edit(&store, 3, keys[1], |s| s.number = number(1)).unwrap_err();
    assert!(
        matches!(&e, StoreError::NumberTaken { number, holder } if number == "1" && *holder == keys[0]),
        "{e}"
    );
    let e = edit(&store, 3, keys[1], |s| s.ssid = ssid(1_858_768)).unwrap_err();
    assert!(
        matches!(&e, StoreError::SsidTaken { ssid, holder } if ssid == "1858768" && *holder == keys[0]),
        "{e}"
    );
    let twice = write(&store, 3, added(), |w| {
        w.add(student(50)).unwrap();
        w.add(student(50)).unwrap();
    });
    assert!(matches!(twice, Err(StoreError::NumberTaken { .. })));
    assert_eq!(all(&store), before);
    sound(&store);
}

#[test]
fn the_second_of_two_writers_is_told_that_records_changed() {
    let store = store();
    add(&store, 1, [1]);
    let mut slow = store.write().unwrap();
    slow.add(student(2)).unwrap();
    add(&store, 2, [3]);
    let before = all(&store);
    let e = slow.commit(added(), "Ada", at(3), &mut go).unwrap_err();
    assert!(matches!(e, StoreError::Stale), "{e}");
    assert_eq!(all(&store), before);
}

#[test]
fn cancelling_at_any_step_changes_nothing() {
    let store = store();
    add(&store, 1, 1..=10);
    let before = all(&store);
    let mut steps = 0;
    for stop in 0.. {
        let mut writer = store.write().unwrap();
        for n in 100..100 + 2 * CHUNK as u64 + 5 {
            writer.add(student(n)).unwrap();
        }
        writer.school(None, Some(school("700")));
        let mut asked = 0;
        let done = writer.commit(added(), "Ada", at(2), &mut |_, _| {
            asked += 1;
            asked <= stop
        });
        match done {
            Err(e) => assert!(matches!(e, StoreError::Cancelled), "{e}"),
            Ok(_) => break,
        }
        assert_eq!(all(&store), before, "cancelled at step {stop}");
        sound(&store);
        steps += 1;
    }
    assert_eq!(steps, 3);
    assert_eq!(all(&store).students.len(), 10 + 2 * CHUNK + 5);
    let operation = store.read().unwrap().last_operation().unwrap();
    let mut asked = 0;
    let stopped = store.undo(operation, &UndoAnswers::default(), "Ada", at(3), &mut |_, _| {
        asked += 1;
        asked < 3
    });
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert_eq!(all(&store).students.len(), 10 + 2 * CHUNK + 5);
}

#[test]
fn two_students_can_swap_numbers_and_ssids() {
    let store = store();
    let keys = add(&store, 1, [1, 2]);
    edit(&store, 2, keys[0], |s| s.ssid = ssid(111)).unwrap();
    edit(&store, 3, keys[1], |s| s.ssid = ssid(222)).unwrap();
    let r = store.read().unwrap();
    let (a, b) = (
        r.student(keys[0]).unwrap().unwrap(),
        r.student(keys[1]).unwrap().unwrap(),
    );
    let swap = |s: &Student, o: &Student| {
        let mut s = s.clone();
        (s.number, s.ssid) = (o.number.clone(), o.ssid.clone());
        s
    };
    let op = write(&store, 4, edited(), |w| {
        w.change(a.clone(), swap(&a, &b));
        w.change(b.clone(), swap(&b, &a));
    })
    .unwrap();
    let r = store.read().unwrap();
    assert_eq!(r.find("1").unwrap().unwrap().key, keys[1]);
    assert_eq!(r.find("111").unwrap().unwrap().key, keys[1]);
    sound(&store);
    undo(&store, 5, op.operation.id).unwrap();
    assert_eq!(store.read().unwrap().find("111").unwrap().unwrap(), a);
    sound(&store);
}

#[test]
fn a_student_changed_twice_in_one_operation_is_one_change() {
    let store = store();
    let key = add(&store, 1, [1])[0];
    let original = all(&store);
    let first = store.read().unwrap().student(key).unwrap().unwrap();
    let with = |s: &Student, n: u64| Student {
        number: number(n),
        ..s.clone()
    };
    let done = write(&store, 2, edited(), |w| {
        w.change(first.clone(), with(&first, 2));
        w.change(with(&first, 2), with(&first, 3));
        let fresh = student(10);
        let key = w.add(fresh.clone()).unwrap();
        let fresh = Student { key, ..fresh };
        w.change(fresh.clone(), with(&fresh, 11));
    })
    .unwrap();
    sound(&store);
    let r = store.read().unwrap();
    assert!(
        r.find("1").unwrap().is_none() && r.find("2").unwrap().is_none() && r.find("10").unwrap().is_none()
    );
    assert_eq!(r.find("3").unwrap().unwrap().key, key);
    let fresh = r.find("11").unwrap().unwrap();
    let entry = r.entry(done.operation.id, fresh.key).unwrap().unwrap();
    assert_eq!(entry.record, Some(RecordChange::Added(Box::new(fresh))));
    undo(&store, 3, done.operation.id).unwrap();
    assert_eq!(all(&store), original);
    sound(&store);
}

#[test]
fn a_thing_changed_twice_in_one_operation_can_be_undone() {
    let store = store();
    let before = all(&store);
    let named = |name: &str| School {
        name: name.into(),
        ..school("104")
    };
    let (d1, mut d2) = (district(), district());
    d2.name = "North".into();
    let mut d3 = d2.clone();
    d3.rules.ssid_digits = None;
    let done = write(&store, 1, edited(), |w| {
        w.school(None, Some(named("A")));
        w.school(Some(named("A")), Some(named("B")));
        w.school(None, Some(school("108")));
        w.district(d1, d2.clone());
        w.district(d2, d3.clone());
    })
    .unwrap();
    let now = all(&store);
    assert_eq!(now.schools, [named("B"), school("108")]);
    assert_eq!(now.district, d3);
    let back = undo(&store, 2, done.operation.id).unwrap();
    assert_eq!(all(&store), before);
    undo(&store, 3, back).unwrap();
    assert_eq!(all(&store), now);
}

#[test]
fn a_student_is_found_by_number_ssid_and_former_identifier() {
    let store = store();
    let keys = add(&store, 1, [1, 2, 3]);
    let former = |value: &str, kind| FormerId {
        kind,
        value: value.into(),
        until: at(2),
    };
    edit(&store, 2, keys[0], |s| {
        s.number = StudentNumber::parse("b7").unwrap();
        s.ssid = ssid(1_858_768);
        s.former_ids = vec![
            former("A12", IdKind::Number),
            former("0234567", IdKind::Ssid),
            former("idt-x", IdKind::IntegrationIdt),
        ];
    })
    .unwrap();
    edit(&store, 3, keys[1], |s| {
        s.former_ids = vec![former("88", IdKind::Number)]
    })
    .unwrap();
    edit(&store, 4, keys[2], |s| {
        s.former_ids = vec![former("88", IdKind::Number), former("1858768", IdKind::Ssid)]
    })
    .unwrap();
    let r = store.read().unwrap();
    for id in ["B7", " b7 ", "1858768", "A12", "a12", "0234567", "idt-x"] {
        assert_eq!(r.find(id).unwrap().map(|s| s.key), Some(keys[0]), "{id}");
    }
    for id in ["1", "88", "234567", "", "IDT"] {
        assert_eq!(r.find(id).unwrap(), None, "{id:?} is nobody's, or two had it");
    }
    assert_eq!(r.students_by_former("88").unwrap().len(), 2);
    sound(&store);
}

#[test]
fn the_history_of_a_student_is_linked_across_chunks() {
    let store = store();
    let many = CHUNK as u64 * 2 + 3;
    let keys = add(&store, 1, 1..=many);
    let borders = [
        0,
        1,
        CHUNK - 1,
        CHUNK,
        CHUNK + 1,
        2 * CHUNK - 1,
        2 * CHUNK,
        many as usize - 1,
    ];
    // Only every second student, so that keys that are not in an operation lie between those that are.
    let some: Vec<StudentKey> = keys.iter().copied().step_by(2).collect();
    let (id, made) = request(&store, 2, Function::Retrieve, &some);
    let answered = answer(
        &store,
        3,
        id,
        &some.iter().map(|k| (*k, ssid(9_000 + k.0))).collect::<Vec<_>>(),
    )
    .unwrap();
    let r = store.read().unwrap();
    assert_eq!(
        r.operation(made).unwrap().unwrap().students,
        0,
        "a standing is not a record"
    );
    for i in borders {
        let key = keys[i];
        let expected: Vec<u64> = if i % 2 == 0 {
            vec![answered.0, made.0, 1]
        } else {
            vec![1]
        };
        let history = r.history_of(key, 10).unwrap();
        assert_eq!(
            history.iter().map(|h| h.operation.id.0).collect::<Vec<_>>(),
            expected,
            "student {i}"
        );
        assert!(history.iter().all(|h| h.entry.student == key));
        assert_eq!(r.history_of(key, 1).unwrap().len(), 1);
        assert_eq!(r.entry(made, key).unwrap().is_some(), i % 2 == 0);
        assert_eq!(
            r.entry(OperationId(1), key).unwrap().map(|e| e.student),
            Some(key)
        );
    }
    assert_eq!(r.entry(made, StudentKey(many + 50)).unwrap(), None);
    assert_eq!(r.entry(made, StudentKey(0)).unwrap(), None);
    assert_eq!(r.entry(OperationId(77), keys[0]).unwrap(), None);
    assert!(r.history_of(StudentKey(many + 50), 10).unwrap().is_empty());
    let mut seen = Vec::new();
    r.for_each_entry(answered, |e| {
        seen.push(e.student);
        Ok(seen.len() < CHUNK + 1)
    })
    .unwrap();
    assert_eq!(
        seen,
        some[..=CHUNK],
        "in the order of keys, until it is told to stop"
    );
    let lines = r.sent(id).unwrap();
    assert_eq!(lines.iter().map(|l| l.student).collect::<Vec<_>>(), some);
    assert!(lines.iter().enumerate().all(|(i, l)| l.line as usize == i + 1));
    sound(&store);
}

#[test]
fn the_key_of_a_removed_student_is_never_given_again() {
    let store = store();
    let keys = add(&store, 1, [1, 2]);
    undo(&store, 2, OperationId(1)).unwrap();
    let fresh = add(&store, 3, [3])[0];
    assert!(fresh > keys[1]);
    assert_eq!(
        store.read().unwrap().history_of(keys[0], 9).unwrap().len(),
        2,
        "its history stays"
    );
}

#[test]
fn readers_see_the_moment_they_began() {
    let store = store();
    add(&store, 1, [1]);
    let reader = store.read().unwrap();
    add(&store, 2, [2]);
    assert_eq!(reader.count().unwrap(), 1);
    assert_eq!(store.read().unwrap().count().unwrap(), 2);
}
