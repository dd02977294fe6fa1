//! Random work on a store beside a plain map: both always hold the same.

use super::*;
use crate::domain::journal::differences;
use proptest::prelude::*;
use proptest::test_runner::Config;

#[derive(Debug, Clone)]
enum Do {
    Add(u64),
    Name(usize, u8),
    Number(usize, u64),
    Ssid(usize, Option<u64>),
    Swap(usize, usize),
    School(u8, u8),
    Request(usize, u8),
    Answer(usize, u8),
    Decide(usize, usize, Option<u8>),
    Undo(usize),
    Drop(u64),
    Cancel(u64),
    Stale(u64),
    Reopen,
}

fn any_do() -> impl Strategy<Value = Do> {
    prop_oneof![
        4 => (1..30u64).prop_map(Do::Add),
        3 => (0..20usize, 0..9u8).prop_map(|(a, b)| Do::Name(a, b)),
        2 => (0..20usize, 1..30u64).prop_map(|(a, b)| Do::Number(a, b)),
        3 => (0..20usize, proptest::option::of(100..112u64)).prop_map(|(a, b)| Do::Ssid(a, b)),
        1 => (0..20usize, 0..20usize).prop_map(|(a, b)| Do::Swap(a, b)),
        1 => (0..3u8, 0..4u8).prop_map(|(a, b)| Do::School(a, b)),
        3 => (0..4usize, any::<u8>()).prop_map(|(a, b)| Do::Request(a, b)),
        3 => (0..9usize, any::<u8>()).prop_map(|(a, b)| Do::Answer(a, b)),
        4 => (0..20usize, 0..20usize, proptest::option::of(any::<u8>())).prop_map(|(a, b, r)| Do::Decide(a, b, r)),
        7 => (0..6usize).prop_map(Do::Undo),
        1 => (1..30u64).prop_map(Do::Drop),
        1 => (1..30u64).prop_map(Do::Cancel),
        1 => (1..30u64).prop_map(Do::Stale),
        1 => Just(Do::Reopen),
    ]
}

/// What a person's edit leaves behind, as the domain settles it.
fn settled(before: &Student, change: impl FnOnce(&mut Student), second: i64) -> Student {
    let mut after = before.clone();
    change(&mut after);
    crate::domain::edit::settle(before, &mut after, &district().rules, at(second), false);
    after
}

/// The store and its model; `past` holds what there was before each operation, and after it.
struct Both {
    store: Store,
    model: All,
    past: BTreeMap<OperationId, (All, All)>,
    second: i64,
}

impl Both {
    fn pick(&self, n: usize) -> Option<Student> {
        let len = self.model.students.len();
        self.model
            .students
            .values()
            .nth(n.checked_rem(len)?)
            .map(|(s, _)| s.clone())
    }

    fn taken(&self, key: Option<StudentKey>, is: impl Fn(&Student) -> bool) -> bool {
        self.model
            .students
            .values()
            .any(|(s, _)| Some(s.key) != key && is(s))
    }

    fn did(&mut self, id: OperationId, next: All) {
        let before = std::mem::replace(&mut self.model, next.clone());
        self.past.insert(id, (before, next));
    }

    /// Puts changed records into the store; the model follows unless an identifier is taken.
    fn change(&mut self, changed: Vec<(Student, Student)>) {
        let mut next = self.model.clone();
        for (_, after) in &changed {
            next.students.get_mut(&after.key).unwrap().0 = after.clone();
        }
        let mut ids = std::collections::HashSet::new();
        let clash = next.students.values().any(|(s, _)| {
            !ids.insert(format!("n{}", s.number))
                || s.ssid.as_ref().is_some_and(|i| !ids.insert(format!("s{i}")))
        });
        // As the editor puts them in, or as an import does, by turns.
        let by_fields = self.second % 2 == 0;
        let fields: Vec<_> = changed
            .iter()
            .map(|(before, after)| differences(before, after))
            .collect();
        let done = write(&self.store, self.second, edited(), |w| {
            for ((before, after), fields) in changed.into_iter().zip(&fields) {
                if by_fields {
                    w.change_fields(before.key, fields).unwrap();
                } else {
                    w.change(before, after);
                }
            }
        });
        match done {
            Ok(done) => {
                assert!(!clash, "an identifier was given twice");
                self.did(done.operation.id, next);
            }
            Err(e) => assert!(
                clash && matches!(e, StoreError::NumberTaken { .. } | StoreError::SsidTaken { .. }),
                "{e}"
            ),
        }
    }

    fn run(&mut self, what: &Do, path: &std::path::Path) {
        self.second += 1;
        let second = self.second;
        match *what {
            Do::Add(n) => {
                let mut key = StudentKey(0);
                let done = write(&self.store, second, added(), |w| key = w.add(student(n)).unwrap());
                let taken = self.taken(None, |s| s.number == number(n));
                match done {
                    Ok(done) => {
                        assert!(!taken);
                        let mut next = self.model.clone();
                        let fresh = Student { key, ..student(n) };
                        assert!(next.students.insert(key, (fresh, Standing::default())).is_none());
                        self.did(done.operation.id, next);
                    }
                    Err(e) => assert!(taken && matches!(e, StoreError::NumberTaken { .. }), "{e}"),
                }
            }
            Do::Name(n, to) => self.edit(n, |s| s.last_name = format!("Name{to}")),
            Do::Number(n, to) => self.edit(n, |s| s.number = number(to)),
            Do::Ssid(n, to) => self.edit(n, |s| s.ssid = to.and_then(ssid)),
            Do::Swap(a, b) => {
                if let (Some(a), Some(b)) = (self.pick(a), self.pick(b))
                    && a.key != b.key
                {
                    let a2 = settled(&a, |s| s.number = b.number.clone(), second);
                    let b2 = settled(&b, |s| s.number = a.number.clone(), second);
                    self.change(vec![(a, a2), (b, b2)]);
                }
            }
            Do::School(n, name) => {
                let fresh = School {
                    code: code(&format!("20{n}")),
                    name: format!("School {name}"),
                };
                let mut next = self.model.clone();
                let old = next.schools.iter().position(|s| s.code == fresh.code);
                let before = old.map(|i| next.schools.remove(i));
                next.schools.push(fresh.clone());
                next.schools.sort_by(|a, b| a.code.cmp(&b.code));
                let done = write(&self.store, second, edited(), |w| w.school(before, Some(fresh))).unwrap();
                self.did(done.operation.id, next);
            }
            Do::Request(function, mask) => {
                let function = Function::ALL[function];
                let keys = self.some(mask);
                let (id, operation) = request(&self.store, second, function, &keys);
                let mut next = self.model.clone();
                next.requests
                    .push(request_record(id, function, second, keys.len() as u32));
                let (request, at) = (id, at(second));
                for key in keys {
                    let sent = Sent {
                        request,
                        at,
                        answer: None,
                        asked: None,
                    };
                    next.students.get_mut(&key).unwrap().1.sent.insert(function, sent);
                }
                self.did(operation, next);
            }
            Do::Answer(n, mask) => {
                let open: Vec<RequestRecord> = self
                    .model
                    .requests
                    .iter()
                    .filter(|r| r.state == RequestState::Open)
                    .cloned()
                    .collect();
                let Some(r) = n.checked_rem(open.len()).map(|i| &open[i]) else {
                    return;
                };
                let answers: Vec<(StudentKey, Option<Ssid>)> = self
                    .some(mask)
                    .into_iter()
                    .filter(|k| self.model.students[k].1.open(r.function) == Some(r.id))
                    .map(|k| (k, if k.0 % 3 == 0 { None } else { ssid(7_000 + k.0) }))
                    .collect();
                let operation = answer(&self.store, second, r.id, &answers).unwrap();
                // What an answer is to write is the helper's own affair: here it counts that undo takes it back.
                let next = all(&self.store);
                assert_eq!(next.students.len(), self.model.students.len());
                for (key, ssid) in answers {
                    let (s, standing) = &next.students[&key];
                    assert!(ssid.is_none() || s.ssid == ssid);
                    assert_eq!(standing.open(r.function), None);
                }
                self.did(operation, next);
            }
            Do::Decide(a, b, reason) => {
                if let (Some(a), Some(b)) = (self.pick(a), self.pick(b))
                    && a.key != b.key
                {
                    let after = reason.map(|n| decision(a.key, b.key, &n.to_string()));
                    let mut next = self.model.clone();
                    let old = next
                        .decisions
                        .iter()
                        .position(|d| d.pair == pair_of(a.key, b.key));
                    let before = old.map(|i| next.decisions.remove(i));
                    next.decisions.extend(after.clone());
                    next.decisions.sort_by_key(|d| d.pair);
                    let done = write(&self.store, second, edited(), |w| w.decision(before, after)).unwrap();
                    self.did(done.operation.id, next);
                }
            }
            Do::Undo(back) => {
                let last = self.store.read().unwrap().last_operation().unwrap();
                let Some(id) = last.0.checked_sub(back as u64).map(OperationId) else {
                    return;
                };
                let plan = self.store.can_undo(id, at(second), &mut go).unwrap();
                match undo(&self.store, second, id) {
                    // The newest operation goes back exactly; one below it goes back only in what it changed.
                    Ok(done) => {
                        assert!(plan.is_ok(), "{plan:?}");
                        let found = all(&self.store);
                        if id == last {
                            let (before, after) = &self.past[&id];
                            let mut expected = before.clone();
                            for r in &after.requests {
                                if !expected.requests.iter().any(|e| e.id == r.id) {
                                    let state = RequestState::Withdrawn { at: at(second) };
                                    expected.requests.push(RequestRecord { state, ..r.clone() });
                                    if r.function == Function::New {
                                        after_withdrawn_new(&mut expected, after, r.id);
                                    }
                                }
                            }
                            assert_eq!(found, expected);
                        }
                        self.did(done, found);
                    }
                    Err(why) => {
                        assert!(
                            id != last || last.0 == 0,
                            "the newest operation can always be undone: {why}"
                        );
                    }
                }
            }
            Do::Drop(n) => drop(self.store.write().unwrap().add(student(n))),
            Do::Cancel(n) => {
                let mut w = self.store.write().unwrap();
                w.add(student(n)).unwrap();
                let e = w
                    .commit(added(), "Ada", at(second), &mut |_, _| false)
                    .unwrap_err();
                assert!(
                    matches!(e, StoreError::Cancelled | StoreError::NumberTaken { .. }),
                    "{e}"
                );
            }
            Do::Stale(n) => {
                let mut slow = self.store.write().unwrap();
                slow.add(student(n)).unwrap();
                let quick = write(&self.store, second, edited(), |_| {}).unwrap();
                let e = slow.commit(added(), "Ada", at(second), &mut go).unwrap_err();
                assert!(matches!(e, StoreError::Stale), "{e}");
                self.did(quick.operation.id, self.model.clone());
            }
            Do::Reopen => {
                let other = Store::in_memory(&district()).unwrap();
                drop(std::mem::replace(&mut self.store, other));
                self.store = Store::open(path).unwrap();
            }
        }
    }

    fn edit(&mut self, n: usize, change: impl FnOnce(&mut Student)) {
        if let Some(before) = self.pick(n) {
            let after = settled(&before, change, self.second);
            self.change(vec![(before, after)]);
        }
    }

    fn some(&self, mask: u8) -> Vec<StudentKey> {
        let picked = self.model.students.keys().enumerate();
        picked
            .filter(|(i, _)| mask & (1 << (i % 8)) != 0)
            .map(|(_, k)| *k)
            .collect()
    }

    fn compare(&self) {
        assert_eq!(all(&self.store), self.model);
        assert_eq!(self.store.check().unwrap(), Vec::<String>::new());
        let r = self.store.read().unwrap();
        for (key, (s, _)) in &self.model.students {
            assert_eq!(r.find(s.number.as_str()).unwrap().as_ref(), Some(s));
            if let Some(ssid) = &s.ssid {
                assert_eq!(r.student_by_ssid(ssid.as_str()).unwrap().as_ref(), Some(s));
            }
            for f in &s.former_ids {
                assert!(r.students_by_former(&f.value).unwrap().contains(s));
            }
            assert!(!r.history_of(*key, usize::MAX).unwrap().is_empty());
        }
    }
}

/// Nobody knows whether a withdrawn New request reached the state: its students go through Retrieve again.
fn after_withdrawn_new(expected: &mut All, after: &All, request: RequestId) {
    for (key, (_, standing)) in &after.students {
        if let Some(sent) = standing.sent.get(&Function::New).filter(|s| s.request == request) {
            let asked = Sent {
                answer: Some(Outcome::Unreadable),
                ..*sent
            };
            let (_, standing) = expected.students.get_mut(key).unwrap();
            standing.sent.insert(Function::New, asked);
        }
    }
}

proptest! {
    #![proptest_config(Config { cases: 24, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_work_leaves_the_store_as_a_plain_map_would_be(work in proptest::collection::vec(any_do(), 1..40)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("model.ssiddesk");
        let store = Store::create(&path, &district()).unwrap();
        let model = all(&store);
        let mut both = Both { store, model, past: BTreeMap::new(), second: 0 };
        for what in &work {
            both.run(what, &path);
            both.compare();
        }
    }
}
