//! Whatever is decided, revoked, merged and taken back: undo gives the exact table of decisions back, nothing decided is
//! ever lost on the way, and a plain map always says the same.

use super::tests::Desk;
use super::*;
use crate::domain::ids::OperationId;
use crate::domain::journal::What;
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::collections::BTreeMap;

#[derive(Debug, Clone)]
enum Do {
    Decide(usize, usize, u8),
    Revoke(usize, usize),
    Merge(usize, usize),
    /// Takes the newest operation back that still stands.
    Undo,
    /// Takes any operation back, where that is possible.
    UndoAny(usize),
}

fn any_do() -> impl Strategy<Value = Do> {
    let who = || 0..5usize;
    prop_oneof![
        6 => (who(), who(), any::<u8>()).prop_map(|(a, b, v)| Do::Decide(a, b, v)),
        1 => (who(), who()).prop_map(|(a, b)| Do::Revoke(a, b)),
        3 => (who(), who()).prop_map(|(a, b)| Do::Merge(a, b)),
        2 => Just(Do::Undo),
        1 => (0..12usize).prop_map(Do::UndoAny),
    ]
}

type Table = BTreeMap<(StudentKey, StudentKey), Decision>;

fn table(desk: &Desk) -> Table {
    desk.table().into_iter().map(|d| (d.pair, d)).collect()
}

/// What a merge makes of the table, written down as the rule says it.
fn merged(before: &Table, source: StudentKey, target: StudentKey) -> Table {
    let mut after = before.clone();
    for (pair, decision) in before {
        let other = match *pair {
            (a, b) if a == source => b,
            (a, b) if b == source => a,
            _ => continue,
        };
        let new = pair_of(target, other);
        if other != target && !before.contains_key(&new) {
            after.remove(pair);
            after.insert(new, decision.moved(source, target).unwrap());
        }
    }
    after
}

proptest! {
    #![proptest_config(Config { cases: 48, failure_persistence: None, ..Config::default() })]

    #[test]
    fn undo_gives_the_exact_table_of_decisions_back_after_any_merges(
        work in proptest::collection::vec(any_do(), 1..24),
    ) {
        let names = ["Ash", "Birch", "Cedar", "Dogwood", "Elm"].map(|last| (last, "Kim"));
        let mut desk = Desk::ready(&names);
        // Each operation that stands, with the table before it, as long as only the newest was taken back.
        let mut stack: Vec<(OperationId, Table)> = Vec::new();
        let mut exact = true;
        for what in &work {
            let before = table(&desk);
            let done = match *what {
                Do::Decide(a, b, v) => {
                    let until = stamp_day(v);
                    let verdict = [Verdict::Same, Verdict::NotSame, Verdict::Parked { until }][usize::from(v % 3)];
                    desk.decide(a, b, verdict, &format!("reason {v}"))
                }
                Do::Revoke(a, b) => desk.revoke(a, b),
                Do::Merge(source, target) => {
                    let done = desk.merge(source, target);
                    if done.is_ok() {
                        let (source, target) = desk.pair(source, target);
                        prop_assert_eq!(table(&desk), merged(&before, source, target));
                    }
                    done
                }
                Do::Undo => {
                    if let Some((id, was)) = stack.pop() {
                        let undone = desk.undo(id);
                        if exact {
                            prop_assert!(undone.is_ok(), "the newest can always be undone: {:?}", undone);
                            prop_assert_eq!(table(&desk), was);
                        }
                    }
                    continue;
                }
                Do::UndoAny(n) => {
                    if stack.is_empty() {
                        continue;
                    }
                    let at = n % stack.len();
                    let merge = {
                        let operation = desk.store.read().unwrap().operation(stack[at].0).unwrap();
                        matches!(operation.map(|o| o.what), Some(What::ProfilesMerged { .. }))
                    };
                    if desk.undo(stack[at].0).is_ok() {
                        exact &= at == stack.len() - 1;
                        stack.remove(at);
                        if merge {
                            // Whatever order merges are taken back in, nothing that was decided goes away.
                            prop_assert!(table(&desk).len() >= before.len());
                        }
                    } else {
                        prop_assert_eq!(table(&desk), before, "what is refused changes nothing");
                    }
                    continue;
                }
            };
            match done {
                Ok(id) => stack.push((id, before)),
                Err(_) => prop_assert_eq!(table(&desk), before, "what is refused changes nothing"),
            }
        }
        while exact && let Some((id, was)) = stack.pop() {
            let undone = desk.undo(id);
            prop_assert!(undone.is_ok(), "{:?}", undone);
            prop_assert_eq!(table(&desk), was);
        }
    }
}

/// A day to come.
fn stamp_day(n: u8) -> NaiveDate {
    super::tests::stamp(0).today + chrono::Days::new(u64::from(n) + 1)
}
