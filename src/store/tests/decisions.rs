//! Decisions about pairs: kept, found, undone like everything else, and checked.

use super::*;

fn decided() -> What {
    What::PairDecided {
        a: "Last1, First1".into(),
        a_number: "1".into(),
        b: "Last2, First2".into(),
        b_number: "2".into(),
        verdict: Verdict::NotSame,
        reason: "cousins".into(),
    }
}

#[test]
fn a_decision_is_found_by_its_pair_and_by_either_of_the_two() {
    let store = Store::in_memory(&district()).unwrap();
    let keys = add(&store, 1, 1..=3);
    let (one, two) = (
        decision(keys[1], keys[0], "one"),
        decision(keys[1], keys[2], "two"),
    );
    let done = write(&store, 2, decided(), |w| {
        w.decision(None, Some(one.clone()));
        w.decision(None, Some(two.clone()));
        // Changed twice in one operation, it is one change.
        w.decision(Some(one.clone()), Some(decision(keys[0], keys[1], "three")));
    })
    .unwrap();
    let three = decision(keys[0], keys[1], "three");
    let reader = store.read().unwrap();
    assert_eq!(reader.changes(done.operation.id).unwrap().len(), 2);
    assert_eq!(reader.decision((keys[0], keys[1])).unwrap(), Some(three.clone()));
    assert_eq!(reader.decision((keys[0], keys[2])).unwrap(), None);
    assert_eq!(reader.decisions().unwrap(), [three.clone(), two.clone()]);
    assert_eq!(reader.decisions_of(keys[1]).unwrap().len(), 2);
    assert_eq!(reader.decisions_of(keys[2]).unwrap(), [two]);
    assert_eq!(done.operation.students, 0, "no record is changed by it");
    assert_eq!(done.touched, []);
    let undone = undo(&store, 3, done.operation.id).unwrap();
    assert!(store.read().unwrap().decisions().unwrap().is_empty());
    undo(&store, 4, undone).unwrap();
    assert_eq!(store.read().unwrap().decisions_of(keys[0]).unwrap(), [three]);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

#[test]
fn a_decision_that_lies_wrong_or_is_about_nobody_is_found_by_the_check() {
    let store = Store::in_memory(&district()).unwrap();
    let keys = add(&store, 1, 1..=2);
    write(&store, 2, decided(), |w| {
        w.decision(None, Some(decision(keys[0], StudentKey(99), "one")));
        let turned = Decision {
            pair: (keys[1], keys[0]),
            ..decision(keys[0], keys[1], "two")
        };
        w.decision(None, Some(turned));
    })
    .unwrap();
    assert_eq!(
        store.check().unwrap(),
        [
            "A decision is about record 99, which is not there.",
            "The decision about records 2 and 1 is not in its place."
        ]
    );
}
