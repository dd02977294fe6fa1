//! Decisions over a real store: what is asked, what is remembered, and what a merge and its undo make of it.

use super::*;
use crate::app::work::merges;
use crate::domain::district::{District, School};
use crate::domain::ids::{LeaNumber, OperationId, SchoolCode, SchoolYear, Ssid, StudentNumber};
use crate::domain::journal::What;
use crate::domain::student::Enrollment;
use crate::store::UndoAnswers;
use chrono::{TimeZone, Utc};

pub fn stamp(minute: u32) -> Stamp {
    Stamp::at(
        Utc.with_ymd_and_hms(2026, 11, 20, 6 + minute / 60, minute % 60, 0)
            .unwrap(),
        "registrar",
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A store with a few students.
pub struct Desk {
    pub store: Store,
    pub keys: Vec<StudentKey>,
    pub minute: u32,
}

impl Desk {
    /// Students of these names, each with a State ID, as a Target needs it.
    pub fn ready(names: &[(&str, &str)]) -> Self {
        let mut desk = Self::of(names);
        for at in 0..names.len() {
            desk.edit(at, |s| s.ssid = Ssid::parse(&format!("190000{at}")).ok());
        }
        desk
    }

    /// Students of these names without a State ID. Those of one name may be one student to any engine.
    pub fn of(names: &[(&str, &str)]) -> Self {
        let lea = LeaNumber::parse("140").unwrap();
        let store = Store::in_memory(&District::new(lea, "Cedar Valley", SchoolYear(2027), true)).unwrap();
        let mut writer = store.write().unwrap();
        let code = SchoolCode::parse("104").unwrap();
        writer.school(
            None,
            Some(School {
                code: code.clone(),
                name: "Aspen".into(),
            }),
        );
        let mut keys = Vec::new();
        for ((last, first), n) in names.iter().zip(1..) {
            let mut s = Student::new(StudentKey(0), StudentNumber::parse(&format!("100{n}")).unwrap());
            (s.last_name, s.first_name) = ((*last).into(), (*first).into());
            s.birth_date = Some(day("2014-03-09"));
            s.gender = "F".into();
            s.integration_idt = format!("ps-{n}");
            s.enrollments = vec![Enrollment {
                school: code.clone(),
                grade: "05".into(),
                entry: Some(day("2026-08-20")),
                exit: None,
            }];
            keys.push(writer.add(s).unwrap());
        }
        let what = What::StoreMade { name: "x".into() };
        writer
            .commit(what, "registrar", stamp(0).now, &mut |_, _| true)
            .unwrap();
        Self {
            store,
            keys,
            minute: 0,
        }
    }

    pub fn stamp(&mut self) -> Stamp {
        self.minute += 1;
        stamp(self.minute)
    }

    pub fn pair(&self, a: usize, b: usize) -> (StudentKey, StudentKey) {
        (self.keys[a], self.keys[b])
    }

    fn alike(&self) -> Alike {
        Alike::read(&self.store.read().unwrap(), stamp(0).today, &|_, _| true).unwrap()
    }

    pub fn decide(
        &mut self,
        a: usize,
        b: usize,
        verdict: Verdict,
        reason: &str,
    ) -> Result<OperationId, String> {
        let stamp = self.stamp();
        let done = decide(
            &self.store,
            self.pair(a, b),
            verdict,
            reason,
            &self.alike(),
            &stamp,
        );
        done.map(|c| c.operation.id).map_err(|e| e.to_string())
    }

    pub fn revoke(&mut self, a: usize, b: usize) -> Result<OperationId, String> {
        let stamp = self.stamp();
        let done = revoke(&self.store, self.pair(a, b), &stamp);
        done.map(|c| c.operation.id).map_err(|e| e.to_string())
    }

    pub fn merge(&mut self, source: usize, target: usize) -> Result<OperationId, String> {
        let stamp = self.stamp();
        let order = merges::Order::of(self.keys[source], self.keys[target]);
        let order = self.settled(order);
        let done = merges::save(&self.store, &order, "one child", Some("admin"), &stamp);
        done.map(|c| c.operation.id).map_err(|e| e.to_string())
    }

    /// The order with every row decided for the Target.
    fn settled(&self, mut order: merges::Order) -> merges::Order {
        let reader = self.store.read().unwrap();
        let reviewed = merges::review(&reader, &order, &stamp(0)).unwrap();
        order.choices = vec![Default::default(); order.sources.len()];
        for (review, choices) in reviewed.reviews.iter().zip(&mut order.choices) {
            for line in review.undecided() {
                choices.insert(line.key, crate::domain::merge::Take::Target);
            }
        }
        order
    }

    pub fn undo(&mut self, id: OperationId) -> Result<OperationId, String> {
        let now = self.stamp().now;
        let done = self
            .store
            .undo(id, &UndoAnswers::default(), "registrar", now, &mut |_, _| true);
        done.unwrap().map(|c| c.operation.id).map_err(|e| e.0)
    }

    pub fn edit(&mut self, at: usize, change: impl FnOnce(&mut Student)) {
        let now = self.stamp().now;
        let mut writer = self.store.write().unwrap();
        let before = writer.reader().student(self.keys[at]).unwrap().unwrap();
        let mut after = before.clone();
        change(&mut after);
        writer.change(before, after);
        let what = What::StudentEdited {
            name: "x".into(),
            number: "1".into(),
            fields: vec![],
        };
        writer.commit(what, "registrar", now, &mut |_, _| true).unwrap();
    }

    /// Everything that is decided, as the table has it.
    pub fn table(&self) -> Vec<Decision> {
        assert_eq!(self.store.check().unwrap(), Vec::<String>::new());
        self.store.read().unwrap().decisions().unwrap()
    }

    /// The state of a pair in the worklist as of a day; `None` when it is not in it.
    fn state(&self, a: usize, b: usize, today: &str) -> Option<PairState> {
        let stamp = Stamp {
            today: day(today),
            ..stamp(0)
        };
        let (_, found) = find(&self.store, &stamp, -4.0, &Ticket::default()).unwrap();
        let pair = pair_of(self.keys[a], self.keys[b]);
        let pair = found.pairs.into_iter().find(|p| p.pair() == pair);
        pair.map(|p| p.state)
    }
}

const TODAY: &str = "2026-11-22";

const FOUR: [(&str, &str); 4] = [
    ("Smith", "Anna"),
    ("Smith", "Anna"),
    ("Young", "Yara"),
    ("Gray", "Gil"),
];

fn twice() -> Desk {
    Desk::of(&FOUR)
}

#[test]
fn the_scan_finds_the_pair_and_says_who_they_are() {
    let desk = twice();
    let (alike, found) = find(&desk.store, &stamp(1), -4.0, &Ticket::default()).unwrap();
    assert_eq!(found.students, 4);
    assert!(found.compared > 0);
    let pair = found.asked().next().unwrap();
    assert_eq!(pair.pair(), desk.pair(0, 1));
    assert_eq!(pair.numbers, ("1001".to_owned(), "1002".to_owned()));
    assert_eq!(pair.names.0, "Smith, Anna");
    assert_eq!((pair.state.clone(), pair.band.is_some()), (PairState::Open, true));
    let why = reasons(&desk.store.read().unwrap(), &alike, pair.pair(), stamp(1).today).unwrap();
    assert!(!why.sentence().is_empty());
    assert!(find(&desk.store, &stamp(1), f32::NAN, &Ticket::default()).is_err());
    let stopped = Ticket::default();
    stopped.cancel();
    assert!(
        find(&desk.store, &stamp(1), -4.0, &stopped)
            .unwrap_err()
            .is_cancelled()
    );
}

#[test]
fn a_pair_told_apart_is_not_asked_about_until_an_edit_says_more() {
    let mut desk = twice();
    // One State ID on two records is shown whatever else differs.
    let shared = Ssid::parse("1904417").ok();
    desk.edit(0, |s| s.ssid = shared.clone());
    desk.edit(1, |s| {
        (s.ssid, s.duplicate, s.first_name) = (shared, true, "Zoe".into())
    });
    assert_eq!(desk.state(0, 1, TODAY), Some(PairState::Open));
    desk.decide(0, 1, Verdict::NotSame, "different mothers").unwrap();
    let held = Some(PairState::Decided(Verdict::NotSame));
    assert_eq!(desk.state(0, 1, TODAY), held);
    desk.edit(1, |s| s.middle_name = "Lee".into());
    desk.edit(2, |s| s.first_name = "Anna".into());
    assert_eq!(desk.state(0, 1, TODAY), held, "too little, and a third student");
    desk.edit(1, |s| s.first_name = "Anna".into());
    let Some(PairState::Returned(why)) = desk.state(0, 1, TODAY) else {
        panic!("it did not come back")
    };
    assert!(
        why.starts_with(
            "On 2026-11-20 registrar said: not the same student: different mothers. Since then: "
        ),
        "{why}"
    );
    assert!(why.contains("first name"), "{why}");
    // Decided anew with what is known now, it holds.
    desk.decide(0, 1, Verdict::NotSame, "different mothers").unwrap();
    assert_eq!(desk.state(0, 1, TODAY), held);
}

#[test]
fn a_parked_pair_is_listed_as_parked_and_asked_about_on_its_day() {
    let mut desk = twice();
    let until = day("2026-12-01");
    desk.decide(0, 1, Verdict::Parked { until }, "").unwrap();
    // One that the engine would never show is not forgotten either.
    desk.decide(2, 3, Verdict::Parked { until }, "").unwrap();
    for (a, b) in [(0, 1), (2, 3)] {
        assert_eq!(desk.state(a, b, TODAY), Some(PairState::Parked(until)));
        let back = desk.state(a, b, "2026-12-01");
        assert!(matches!(back, Some(PairState::Returned(why)) if why.contains("That day has come.")));
    }
}

#[test]
fn a_decision_is_refused_without_its_reason_twice_or_about_one_profile() {
    let mut desk = twice();
    let last = |desk: &Desk| desk.store.read().unwrap().last_operation().unwrap();
    let before = last(&desk);
    let said = |result: Result<OperationId, String>, part: &str| {
        let why = result.expect_err("it was done");
        assert!(why.contains(part), "{why}");
    };
    said(desk.decide(0, 1, Verdict::NotSame, " "), "Say why");
    said(desk.decide(0, 0, Verdict::Same, ""), "one and the same profile");
    let until = day("2026-11-01");
    said(desk.decide(0, 1, Verdict::Parked { until }, ""), "after today");
    said(
        desk.revoke(0, 1),
        "Nothing was decided about Smith, Anna (1001) and Smith, Anna (1002)",
    );
    assert_eq!(last(&desk), before, "nothing was written");
    desk.decide(0, 1, Verdict::Same, "").unwrap();
    said(desk.decide(1, 0, Verdict::Same, ""), "decided like that already");
    desk.decide(1, 0, Verdict::NotSame, "cousins").unwrap();
    assert_eq!(desk.table().len(), 1, "a later decision replaces the earlier one");
}

#[test]
fn every_decision_stands_in_the_journal_in_words_and_undo_and_its_undo_work() {
    let mut desk = twice();
    let made = desk.decide(0, 1, Verdict::NotSame, "different mothers").unwrap();
    let first = desk.table();
    let changed = desk.decide(0, 1, Verdict::Same, "").unwrap();
    let second = desk.table();
    let revoked = desk.revoke(0, 1).unwrap();
    assert!(desk.table().is_empty());
    let sentence = |desk: &Desk, id| {
        let reader = desk.store.read().unwrap();
        reader.operation(id).unwrap().unwrap().what.sentence()
    };
    assert_eq!(
        sentence(&desk, made),
        "Smith, Anna (1001) and Smith, Anna (1002): not the same student: different mothers"
    );
    assert_eq!(
        sentence(&desk, revoked),
        "Took back the decision “the same student” about Smith, Anna (1001) and Smith, Anna (1002)"
    );
    let why = desk.undo(made).unwrap_err();
    assert!(why.starts_with("Something else was decided about"), "{why}");
    desk.undo(revoked).unwrap();
    assert_eq!(desk.table(), second);
    let undone = desk.undo(changed).unwrap();
    assert_eq!(
        sentence(&desk, undone),
        "Undone: the decision “the same student” about Smith, Anna (1001) and Smith, Anna (1002)"
    );
    assert_eq!(desk.table(), first);
    desk.undo(undone).unwrap();
    assert_eq!(desk.table(), second);
    desk.undo(changed).unwrap();
    desk.undo(made).unwrap();
    assert!(desk.table().is_empty());
}

#[test]
fn an_undo_does_not_take_a_student_out_about_whom_something_was_decided() {
    let mut desk = Desk::ready(&FOUR);
    let mut writer = desk.store.write().unwrap();
    let mut s = Student::new(StudentKey(0), StudentNumber::parse("2001").unwrap());
    s.last_name = "Smith".into();
    let key = writer.add(s).unwrap();
    let what = What::StudentAdded {
        name: "Smith".into(),
        number: "2001".into(),
    };
    let done = writer.commit(what, "registrar", stamp(0).now, &mut |_, _| true);
    let added = done.unwrap().operation.id;
    desk.keys.push(key);
    desk.decide(0, 4, Verdict::NotSame, "cousins").unwrap();
    let why = desk.undo(added).unwrap_err();
    assert!(why.contains("Revoke that decision first"), "{why}");
    // One about a profile that was merged since can only be revoked once that merge is undone.
    desk.decide(1, 4, Verdict::NotSame, "cousins").unwrap();
    let merge = desk.merge(1, 0).unwrap();
    let why = desk.undo(added).unwrap_err();
    assert!(
        why.contains("Smith, Anna (1002) are one student, and the latter was merged into Smith, Anna (1001) since. Undo that merge first"),
        "{why}"
    );
    desk.undo(merge).unwrap();
    desk.revoke(1, 4).unwrap();
    desk.revoke(0, 4).unwrap();
    desk.undo(added).unwrap();
    assert!(desk.table().is_empty());
}

#[test]
fn decisions_follow_a_merge_to_the_survivor_and_undo_gives_them_back() {
    let mut desk = Desk::ready(&FOUR);
    desk.decide(1, 2, Verdict::NotSame, "from the Source").unwrap();
    desk.decide(1, 3, Verdict::NotSame, "the Source has this too")
        .unwrap();
    desk.decide(0, 3, Verdict::Same, "the Target's own").unwrap();
    desk.decide(0, 1, Verdict::Same, "these two").unwrap();
    let before = desk.table();
    let merge = desk.merge(1, 0).unwrap();
    let about = |desk: &Desk, a, b| {
        let reader = desk.store.read().unwrap();
        let found = reader.decision(pair_of(desk.keys[a], desk.keys[b])).unwrap();
        found.map(|d| d.reason)
    };
    assert_eq!(about(&desk, 0, 2).as_deref(), Some("from the Source"));
    assert_eq!(about(&desk, 1, 2), None);
    assert_eq!(about(&desk, 0, 3).as_deref(), Some("the Target's own"));
    assert_eq!(
        about(&desk, 1, 3).as_deref(),
        Some("the Source has this too"),
        "history"
    );
    assert_eq!(about(&desk, 0, 1).as_deref(), Some("these two"), "history");
    let merged = desk.table();
    let undone = desk.undo(merge).unwrap();
    assert_eq!(desk.table(), before);
    desk.undo(undone).unwrap();
    assert_eq!(desk.table(), merged);
    desk.undo(merge).unwrap();
    assert_eq!(desk.table(), before);
}

#[test]
fn a_decision_made_before_a_merge_is_not_undone_after_it_and_nothing_is_lost() {
    let mut desk = Desk::ready(&FOUR);
    let made = desk.decide(1, 2, Verdict::NotSame, "cousins").unwrap();
    let before = desk.table();
    let merge = desk.merge(1, 0).unwrap();
    let merged = desk.table();
    let why = desk.undo(made).unwrap_err();
    assert_eq!(
        why,
        "Smith, Anna (1002) was merged into Smith, Anna (1001) since. Undo that merge first."
    );
    assert_eq!(desk.table(), merged);
    assert!(
        desk.revoke(1, 2)
            .unwrap_err()
            .contains("was merged into another profile")
    );
    desk.undo(merge).unwrap();
    assert_eq!(desk.table(), before);
    desk.undo(made).unwrap();
    assert!(desk.table().is_empty());
}

#[test]
fn a_merge_is_taken_back_though_its_decisions_were_changed_revoked_or_moved_on_since() {
    let reason = |desk: &Desk, a, b| {
        let reader = desk.store.read().unwrap();
        let found = reader.decision(pair_of(desk.keys[a], desk.keys[b])).unwrap();
        found.map(|d| d.reason)
    };
    // Decided anew about the survivor: both stand.
    let mut desk = Desk::ready(&FOUR);
    desk.decide(1, 2, Verdict::NotSame, "old").unwrap();
    let merge = desk.merge(1, 0).unwrap();
    desk.decide(0, 2, Verdict::NotSame, "new").unwrap();
    desk.undo(merge).unwrap();
    assert_eq!(reason(&desk, 1, 2).as_deref(), Some("old"));
    assert_eq!(reason(&desk, 0, 2).as_deref(), Some("new"));
    // Revoked since: it stays revoked.
    let mut desk = Desk::ready(&FOUR);
    desk.decide(1, 2, Verdict::NotSame, "old").unwrap();
    let merge = desk.merge(1, 0).unwrap();
    desk.revoke(0, 2).unwrap();
    desk.undo(merge).unwrap();
    assert!(desk.table().is_empty());
    // The other student was merged too, and the merges are taken back in either order.
    for first in [0, 1] {
        let mut desk = Desk::ready(&FOUR);
        desk.decide(1, 2, Verdict::NotSame, "old").unwrap();
        let before = desk.table();
        let merges = [desk.merge(1, 0).unwrap(), desk.merge(2, 3).unwrap()];
        assert_eq!(reason(&desk, 0, 3).as_deref(), Some("old"));
        desk.undo(merges[first]).unwrap();
        let half = if first == 0 { (1, 3) } else { (0, 2) };
        assert_eq!(reason(&desk, half.0, half.1).as_deref(), Some("old"));
        desk.undo(merges[1 - first]).unwrap();
        assert_eq!(desk.table(), before);
    }
}

#[test]
fn decisions_that_were_made_at_once_all_go_back_with_an_undo() {
    // Two records of one child, told apart from a third in one stroke: by whom, when, why and by how many bits are equal.
    let twice = [
        ("Smith", "Anna"),
        ("Smith", "Anna"),
        ("Young", "Yara"),
        ("Young", "Yara"),
    ];
    let mut desk = Desk::ready(&twice);
    for other in [2, 3] {
        desk.minute = 30;
        desk.decide(1, other, Verdict::NotSame, "cousins").unwrap();
    }
    let before = desk.table();
    assert!(before[0].is_copy_of(&before[1]));
    let merge = desk.merge(1, 0).unwrap();
    desk.undo(merge).unwrap();
    assert_eq!(desk.table(), before);
}

#[test]
fn several_sources_in_one_merge_bring_their_decisions_one_after_the_other() {
    let mut desk = Desk::ready(&FOUR);
    desk.decide(1, 3, Verdict::NotSame, "first Source").unwrap();
    desk.decide(2, 3, Verdict::NotSame, "second Source").unwrap();
    desk.decide(1, 2, Verdict::Same, "between them").unwrap();
    let before = desk.table();
    let order = merges::Order {
        sources: vec![desk.keys[1], desk.keys[2]],
        ..merges::Order::of(desk.keys[1], desk.keys[0])
    };
    let order = desk.settled(order);
    let stamp = desk.stamp();
    let done = merges::save(&desk.store, &order, "one child", Some("admin"), &stamp).unwrap();
    let merged = desk.table();
    let reasons: Vec<&str> = merged.iter().map(|d| d.reason.as_str()).collect();
    assert_eq!(reasons, ["between them", "first Source", "second Source"]);
    assert_eq!(merged[1].pair, pair_of(desk.keys[0], desk.keys[3]));
    for operation in done.operations.iter().rev() {
        desk.undo(*operation).unwrap();
    }
    assert_eq!(desk.table(), before);
}

#[test]
fn the_review_of_a_merge_quotes_that_the_two_were_told_apart_and_still_merges_them() {
    let mut desk = Desk::ready(&FOUR);
    desk.decide(0, 1, Verdict::NotSame, "different mothers").unwrap();
    let order = merges::Order::of(desk.keys[1], desk.keys[0]);
    let reviewed = merges::review(&desk.store.read().unwrap(), &order, &stamp(5)).unwrap();
    assert_eq!(
        reviewed.warnings[0],
        "Smith, Anna (1002) and Smith, Anna (1001) were told apart. On 2026-11-20 registrar said: not the same student: \
         different mothers. Make sure that they are one student before you merge them."
    );
    let pairs = [(desk.keys[1], desk.keys[0])];
    let rehearsed = merges::rehearse(&desk.store, &pairs, &stamp(5), &Ticket::default()).unwrap();
    assert!(!rehearsed[0].is_clean(), "no batch merges them unseen");
    desk.merge(1, 0).unwrap();
    assert_eq!(desk.state(0, 1, TODAY), None);
    let remembered = decisions(&desk.store.read().unwrap()).unwrap();
    assert!(remembered[0].merged, "kept as history");
}

#[test]
fn decisions_are_listed_newest_first_and_found_by_name_number_reason_and_verdict() {
    let mut desk = twice();
    desk.decide(0, 1, Verdict::NotSame, "different mothers").unwrap();
    desk.decide(2, 3, Verdict::Same, "").unwrap();
    desk.edit(0, |s| s.number = StudentNumber::parse("7777").unwrap());
    let all = decisions(&desk.store.read().unwrap()).unwrap();
    let first: Vec<&str> = all.iter().map(|r| r.numbers.0.as_str()).collect();
    assert_eq!(first, ["1003", "7777"], "an edited number loses nothing");
    let found = |words: &str| all.iter().filter(|r| r.matches(words)).count();
    assert_eq!((found("smith MOTHERS"), found("1002"), found("yara")), (1, 1, 1));
    assert_eq!((found("not the same"), found("same"), found("nobody")), (1, 2, 0));
}

#[test]
fn a_decision_does_not_make_a_comparison_with_a_file_old() {
    let mut desk = twice();
    let before = desk.store.read().unwrap().last_change().unwrap();
    desk.decide(0, 1, Verdict::Same, "").unwrap();
    desk.revoke(0, 1).unwrap();
    assert_eq!(desk.store.read().unwrap().last_change().unwrap(), before);
}
