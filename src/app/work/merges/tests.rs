//! Merging and taking it back, over a real store.

use super::*;
use crate::app::job::Ticket;
use crate::domain::district::{District, School};
use crate::domain::ids::{LeaNumber, RowId, SchoolCode, SchoolYear, StudentNumber};
use crate::domain::journal::What;
use crate::domain::merge::{Key, Take};
use crate::domain::program::{Document, Event, EventKind, Note, Owned, Program, Row, RowKind};
use crate::domain::request::Function;
use crate::domain::student::{Enrollment, Field, IdKind};
use crate::store::{Store, UndoAnswers, UndoQuestion};
use chrono::{NaiveDate, TimeZone, Utc};
use std::collections::BTreeMap;

fn stamp(minute: u32) -> Stamp {
    Stamp::at(
        Utc.with_ymd_and_hms(2026, 11, 20, 18, minute, 0).unwrap(),
        "registrar",
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A store with the duplicate and the enrolled profile of one child, and somebody else.
struct Pair {
    store: Store,
    source: StudentKey,
    target: StudentKey,
    minute: u32,
}

fn profile(number: &str, last: &str, first: &str) -> Student {
    let mut s = Student::new(StudentKey(0), StudentNumber::parse(number).unwrap());
    s.last_name = last.into();
    s.first_name = first.into();
    s.birth_date = Some(day("2014-03-12"));
    s.gender = "F".into();
    s.enrollments = vec![Enrollment {
        school: SchoolCode::parse("104").unwrap(),
        grade: "06".into(),
        entry: Some(day("2026-08-20")),
        exit: None,
    }];
    s
}

fn iep(begin: &str, closed: Option<&str>) -> Row {
    Row::Event(Event {
        program: Program::SpecialEducation,
        kind: EventKind::Plan,
        date: day(begin),
        until: None,
        closed: closed.map(day),
        case_manager: "Ruiz".into(),
        text: String::new(),
    })
}

fn note(text: &str) -> Row {
    Row::Note(Note {
        author: "Ruiz".into(),
        date: day("2025-10-01"),
        text: text.into(),
    })
}

fn document(title: &str, hash: &str) -> Row {
    Row::Document(Document {
        title: title.into(),
        kind: "IEP".into(),
        date: None,
        file_name: format!("{title}.pdf"),
        size: 3,
        hash: hash.into(),
        also: Vec::new(),
    })
}

impl Pair {
    fn new() -> Self {
        Self::with(|_, _| {})
    }

    fn with(change: impl FnOnce(&mut Student, &mut Student)) -> Self {
        let district = District::new(
            LeaNumber::parse("140").unwrap(),
            "Cedar Valley",
            SchoolYear(2027),
            true,
        );
        let store = Store::in_memory(&district).unwrap();
        let mut source = profile("D104417", "Nuñez", "Maria");
        source.duplicate = true;
        source.ssid = Ssid::parse("1904417").ok();
        source.enrollments[0].entry = Some(day("2024-08-20"));
        source.enrollments[0].exit = Some(day("2025-06-01"));
        let mut target = profile("104417", "Nuñez", "Maria");
        target.ssid = Ssid::parse("1904417").ok();
        target.integration_idt = "ps-81213".into();
        change(&mut source, &mut target);
        let mut writer = store.write().unwrap();
        writer.school(
            None,
            Some(School {
                code: SchoolCode::parse("104").unwrap(),
                name: "Bear River Middle".into(),
            }),
        );
        let target = writer.add(target).unwrap();
        let source = writer.add(source).unwrap();
        let mut other = profile("200", "Hill", "Jaxon");
        other.ssid = Ssid::parse("1900200").ok();
        let other = writer.add(other).unwrap();
        for (owner, row) in [
            (source, iep("2025-09-15", None)),
            (source, iep("2024-09-15", Some("2025-09-14"))),
            (source, document("IEP 2025", "aa")),
            (source, document("Report", "bb")),
            (source, note("Likes trains")),
            (target, document("IEP, scanned", "aa")),
            (target, note("New this year")),
            (other, note("Somebody else")),
        ] {
            writer.add_row(owner, row).unwrap();
        }
        for hash in ["aa", "bb"] {
            writer.content(hash.into(), b"pdf".to_vec());
        }
        let what = What::StoreMade { name: "x".into() };
        writer
            .commit(what, "registrar", stamp(0).now, &mut |_, _| true)
            .unwrap();
        Self {
            store,
            source,
            target,
            minute: 1,
        }
    }

    fn stamp(&mut self) -> Stamp {
        self.minute += 1;
        stamp(self.minute)
    }

    fn order(&self) -> Order {
        Order::of(self.source, self.target)
    }

    fn merge(&mut self) -> OperationId {
        let stamp = self.stamp();
        merges_save(&self.store, &self.order(), &stamp)
    }

    fn undo(&mut self, id: OperationId) -> Result<OperationId, String> {
        self.undo_with(id, &UndoAnswers::default())
    }

    fn undo_with(&mut self, id: OperationId, answers: &UndoAnswers) -> Result<OperationId, String> {
        let stamp = self.stamp();
        self.store
            .undo(id, answers, "registrar (admin)", stamp.now, &mut |_, _| true)
            .unwrap()
            .map(|c| c.operation.id)
            .map_err(|e| e.0)
    }

    fn edit(&mut self, key: StudentKey, change: impl FnOnce(&mut Student)) {
        let stamp = self.stamp();
        let before = self.student(key);
        let mut after = before.clone();
        change(&mut after);
        let rules = self.store.read().unwrap().district().unwrap().rules;
        crate::domain::edit::settle(&before, &mut after, &rules, stamp.now, false);
        let mut writer = self.store.write().unwrap();
        writer.change(before, after);
        let what = What::StudentEdited {
            name: "x".into(),
            number: "1".into(),
            fields: vec![],
        };
        writer
            .commit(what, "registrar", stamp.now, &mut |_, _| true)
            .unwrap();
    }

    fn add(&mut self, owner: StudentKey, row: Row) -> RowId {
        let stamp = self.stamp();
        let mut writer = self.store.write().unwrap();
        let id = writer.add_row(owner, row).unwrap();
        let what = What::StudentEdited {
            name: "x".into(),
            number: "1".into(),
            fields: vec![],
        };
        writer
            .commit(what, "registrar", stamp.now, &mut |_, _| true)
            .unwrap();
        id
    }

    fn student(&self, key: StudentKey) -> Student {
        self.store.read().unwrap().student(key).unwrap().unwrap()
    }

    fn rows(&self, key: StudentKey) -> Vec<Owned> {
        self.store.read().unwrap().rows(key).unwrap()
    }

    /// Everything of everybody but the journal.
    fn all(&self) -> BTreeMap<StudentKey, Profile> {
        let reader = self.store.read().unwrap();
        let mut out = BTreeMap::new();
        reader
            .for_each_student(|s, _| {
                out.insert(s.key, reader.profile(s.key)?.unwrap());
                Ok(())
            })
            .unwrap();
        assert_eq!(self.store.check().unwrap(), Vec::<String>::new());
        out
    }
}

fn merges_save(store: &Store, order: &Order, stamp: &Stamp) -> OperationId {
    save(store, order, "one child", Some("admin"), stamp)
        .unwrap_or_else(|e| panic!("{e}"))
        .operation
        .id
}

#[test]
fn a_merge_keeps_demographics_of_the_target_and_brings_the_history_of_the_source() {
    let mut pair = Pair::with(|s, _| s.phone = "801-555-0100".into());
    let before = pair.all();
    pair.merge();
    let survivor = pair.student(pair.target);
    assert_eq!(survivor.number.as_str(), "104417");
    assert_eq!(survivor.integration_idt, "ps-81213");
    assert_eq!(
        survivor.phone, "801-555-0100",
        "blank in the Target, filled in the Source"
    );
    assert_eq!(survivor.enrollments.len(), 2);
    let labels: Vec<String> = pair.rows(pair.target).iter().map(|r| r.row.label()).collect();
    assert_eq!(labels.len(), 6, "{labels:#?}");
    assert!(
        labels
            .iter()
            .any(|l| l.contains("IEP, scanned") && l.contains("also “IEP 2025"))
    );
    let retired = pair.student(pair.source);
    assert_eq!(retired.retired_into, Some(pair.target));
    assert_eq!(retired.number.as_str(), "D104417", "kept, with its number");
    assert!(pair.rows(pair.source).is_empty());
    let after = pair.all();
    let count = |all: &BTreeMap<StudentKey, Profile>| all.values().map(|p| p.rows.len()).sum::<usize>();
    assert_eq!(
        count(&before),
        count(&after) + 1,
        "one identical file is kept once"
    );
    for (key, profile) in &before {
        if *key != pair.source && *key != pair.target {
            assert_eq!(after.get(key), Some(profile), "nobody else is touched");
        }
    }
}

#[test]
fn every_number_of_the_source_finds_the_survivor() {
    let mut pair = Pair::with(|s, _| s.provisional_id = "P-0091823".into());
    pair.merge();
    let reader = pair.store.read().unwrap();
    for id in ["D104417", "104417", "1904417"] {
        let found = reader.find(id).unwrap();
        assert_eq!(found.map(|s| s.key), Some(pair.target), "{id}");
    }
    let aliases = &pair.student(pair.target).former_ids;
    assert!(
        aliases
            .iter()
            .any(|f| f.kind == IdKind::Number && f.value == "D104417")
    );
}

#[test]
fn undo_gives_back_the_exact_earlier_state_and_can_itself_be_undone() {
    let mut pair = Pair::with(|s, t| {
        s.phone = "801-555-0100".into();
        s.alerts = "Peanuts".into();
        t.alerts = "Asthma".into();
        t.former_ids.push(crate::domain::student::FormerId {
            kind: IdKind::Number,
            value: "55".into(),
            until: stamp(0).now,
        });
    });
    let before = pair.all();
    let merge = pair.merge();
    let merged = pair.all();
    assert_ne!(before, merged);
    let undone = pair.undo(merge).unwrap();
    assert_eq!(pair.all(), before);
    assert!(pair.undo(merge).unwrap_err().contains("already undone"));
    let again = pair.undo(undone).unwrap();
    assert_eq!(pair.all(), merged);
    assert!(pair.undo(undone).unwrap_err().contains("already undone"));
    let operation = pair.store.read().unwrap().operation(merge).unwrap().unwrap();
    assert_eq!(operation.undone_by, None, "the merge is in force again");
    assert!(again > undone);
    pair.undo(merge).unwrap();
    assert_eq!(pair.all(), before);
}

#[test]
fn a_merge_taken_back_is_not_put_in_force_again_over_what_came_to_the_source_since() {
    let mut pair = Pair::new();
    let merge = pair.merge();
    let undone = pair.undo(merge).unwrap();
    pair.add(pair.source, note("Came to the duplicate since"));
    let before = pair.all();
    let said = pair.undo(undone).unwrap_err();
    assert!(
        said.contains("D104417") && said.contains("Merge the two profiles again"),
        "{said}"
    );
    assert_eq!(pair.all(), before);

    let again = pair.merge();
    let notes = pair.rows(pair.target);
    assert!(notes.iter().any(|o| o.row == note("Came to the duplicate since")));
    assert!(
        pair.rows(pair.source).is_empty(),
        "nothing stays behind with the retired profile"
    );
    let undone = pair.undo(again).unwrap();
    pair.edit(pair.source, |s| s.phone = "801-555-0177".into());
    assert!(pair.undo(undone).is_err(), "nor over an edit of its record");
}

#[test]
fn a_merge_taken_back_is_not_put_in_force_again_where_it_would_leave_two_open_plans() {
    let mut pair = Pair::new();
    let merge = pair.merge();
    let undone = pair.undo(merge).unwrap();
    pair.add(pair.target, iep("2026-10-05", None));
    let before = pair.all();
    let said = pair.undo(undone).unwrap_err();
    assert!(said.contains("open IEP") && said.contains("104417"), "{said}");
    assert_eq!(pair.all(), before);
}

#[test]
fn a_field_edited_since_asks_and_stays_unless_it_is_said_to_go_back() {
    let mut pair = Pair::with(|s, _| {
        s.phone = "801-555-0100".into();
        s.address = "12 North Main Street".into();
    });
    let merge = pair.merge();
    pair.edit(pair.target, |s| s.phone = "801-555-0199".into());
    let now = pair.stamp().now;
    let plan = pair
        .store
        .can_undo(merge, now, &mut |_, _| true)
        .unwrap()
        .unwrap();
    assert_eq!(
        plan.questions,
        [UndoQuestion::Field {
            field: Field::Phone,
            before: String::new(),
            merged: "801-555-0100".into(),
            now: "801-555-0199".into(),
        }]
    );
    let undone = pair.undo(merge).unwrap();
    assert_eq!(pair.student(pair.target).phone, "801-555-0199", "default: keep");
    assert_eq!(pair.student(pair.target).address, "", "blank as before");
    pair.undo(undone).unwrap();
    let answers = UndoAnswers {
        back: [Field::Phone].into(),
        ..UndoAnswers::default()
    };
    pair.undo_with(merge, &answers).unwrap();
    assert_eq!(pair.student(pair.target).phone, "");
}

#[test]
fn an_enrollment_that_the_merge_ended_and_somebody_edited_since_is_there_once_after_undo() {
    let mut pair = Pair::with(|s, _| {
        s.enrollments[0].entry = Some(day("2026-08-25"));
        s.enrollments[0].exit = None;
    });
    let mut order = pair.order();
    order.choices = vec![[(Key::CurrentEnrollment, Take::Source)].into()];
    let merge = merges_save(&pair.store, &order, &stamp(5));
    let ended = |s: &Student| {
        let all = s.enrollments.iter();
        let target = all.filter(|e| e.entry == Some(day("2026-08-20")));
        target.map(|e| e.exit).collect::<Vec<_>>()
    };
    assert_eq!(ended(&pair.student(pair.target)), [Some(day("2026-08-24"))]);
    pair.edit(pair.target, |s| {
        let mut all = s.enrollments.iter_mut();
        all.find(|e| e.exit.is_some()).unwrap().exit = Some(day("2026-08-22"));
    });
    pair.undo(merge).unwrap();
    let after = pair.student(pair.target);
    assert_eq!(
        ended(&after),
        [Some(day("2026-08-22"))],
        "{:?}",
        after.enrollments
    );
    assert_eq!(after.enrollments.len(), 1);
}

#[test]
fn a_row_added_since_asks_where_it_belongs_and_an_edited_one_goes_back_as_edited() {
    let mut pair = Pair::new();
    let merge = pair.merge();
    let new = pair.add(pair.target, note("Written after the merge"));
    let moved = pair
        .rows(pair.target)
        .into_iter()
        .find(|r| r.row == note("Likes trains"))
        .unwrap();
    let stamp = pair.stamp();
    let mut writer = pair.store.write().unwrap();
    writer.row(crate::domain::journal::RowChange {
        id: moved.id,
        before: Some((pair.target, moved.row)),
        after: Some((pair.target, note("Likes planes"))),
    });
    let what = What::StudentEdited {
        name: "x".into(),
        number: "1".into(),
        fields: vec![],
    };
    writer
        .commit(what, "registrar", stamp.now, &mut |_, _| true)
        .unwrap();
    let plan = pair
        .store
        .can_undo(merge, stamp.now, &mut |_, _| true)
        .unwrap()
        .unwrap();
    assert!(matches!(&plan.questions[..], [UndoQuestion::Row { id, .. }] if *id == new));
    let undone = pair.undo(merge).unwrap();
    assert!(
        pair.rows(pair.target).iter().any(|r| r.id == new),
        "default: it stays"
    );
    assert!(
        pair.rows(pair.source)
            .iter()
            .any(|r| r.row == note("Likes planes"))
    );
    pair.undo(undone).unwrap();
    let answers = UndoAnswers {
        to_source: [new].into(),
        ..UndoAnswers::default()
    };
    pair.undo_with(merge, &answers).unwrap();
    assert!(pair.rows(pair.source).iter().any(|r| r.id == new));
}

#[test]
fn a_chain_of_merges_is_taken_back_newest_first() {
    let mut pair = Pair::new();
    let mut second = profile("D200417", "Nuñez", "Maria");
    second.duplicate = true;
    let mut writer = pair.store.write().unwrap();
    let second = writer.add(second).unwrap();
    let what = What::StoreMade { name: "x".into() };
    writer
        .commit(what, "registrar", stamp(1).now, &mut |_, _| true)
        .unwrap();
    let first = pair.merge();
    let before = pair.all();
    let order = Order::of(second, pair.target);
    let stamp = pair.stamp();
    let later = merges_save(&pair.store, &order, &stamp);
    let why = pair.undo(first).unwrap_err();
    assert!(why.contains("Undo that merge first"), "{why}");
    pair.undo(later).unwrap();
    assert_eq!(pair.all(), before);
    pair.undo(first).unwrap();
    assert_eq!(pair.student(pair.source).retired_into, None);
}

#[test]
fn several_sources_are_one_transaction_with_one_journal_entry_each() {
    let mut pair = Pair::new();
    let mut writer = pair.store.write().unwrap();
    let mut second = profile("D200417", "Nuñez", "Maria");
    second.duplicate = true;
    let second = writer.add(second).unwrap();
    writer.add_row(second, note("From the second")).unwrap();
    let what = What::StoreMade { name: "x".into() };
    writer
        .commit(what, "registrar", stamp(1).now, &mut |_, _| true)
        .unwrap();
    let before = pair.all();
    let stamp = pair.stamp();
    let order = Order {
        sources: vec![pair.source, second],
        ..pair.order()
    };
    let done = save(&pair.store, &order, "one child", Some("admin"), &stamp).unwrap();
    assert_eq!(done.operations.len(), 2);
    let reader = pair.store.read().unwrap();
    for (operation, source) in done.operations.iter().zip(&order.sources) {
        let changes = reader.changes(*operation).unwrap();
        let [crate::domain::journal::Change::Merge(record)] = &changes[..] else {
            panic!("one entry for each Source");
        };
        assert_eq!(record.source, before[source].student, "the full image of before");
        assert_eq!(record.reason, "one child");
    }
    assert_eq!(done.operation.who, "registrar (admin)");
    pair.undo(done.operations[1]).unwrap();
    pair.undo(done.operations[0]).unwrap();
    assert_eq!(pair.all(), before);
}

#[test]
fn a_merge_that_changes_the_name_is_due_in_update_and_undo_takes_that_back_unless_it_was_sent() {
    let setup = || Pair::with(|s, _| s.last_name = "Ortiz Nuñez".into());
    let take = |pair: &Pair| {
        let mut order = pair.order();
        order.choices = vec![[(Key::Field(Field::LastName), Take::Source)].into()];
        order
    };
    let mut pair = setup();
    let before = pair.all();
    let stamp = pair.stamp();
    let merge = merges_save(&pair.store, &take(&pair), &stamp);
    assert!(pair.student(pair.target).is_changed());
    pair.undo(merge).unwrap();
    assert_eq!(pair.all(), before);

    // Sent and confirmed meanwhile: the state has the merged name, so the old one has to be told again.
    let mut pair = setup();
    let stamp = pair.stamp();
    let merge = merges_save(&pair.store, &take(&pair), &stamp);
    pair.edit(pair.target, |s| s.change_flag = None);
    let mut confirmed = pair.student(pair.target);
    confirmed.change_flag = None;
    let now = pair.student(pair.target);
    let mut writer = pair.store.write().unwrap();
    writer.change(now, confirmed);
    let what = What::StudentEdited {
        name: "x".into(),
        number: "1".into(),
        fields: vec![],
    };
    writer
        .commit(what, "registrar", stamp.now, &mut |_, _| true)
        .unwrap();
    pair.undo(merge).unwrap();
    let target = pair.student(pair.target);
    assert_eq!(target.last_name, "Nuñez");
    assert_eq!(
        target
            .change_flag
            .map(|f| f.old[&Field::LastName].clone())
            .as_deref(),
        Some("Ortiz Nuñez"),
        "what the state has by now"
    );
}

#[test]
fn an_integration_idt_of_a_third_student_does_not_come_into_the_merged_record() {
    let mut pair = Pair::new();
    let third = pair
        .store
        .read()
        .unwrap()
        .student_by_number("200")
        .unwrap()
        .unwrap();
    pair.edit(third.key, |s| s.integration_idt = "ps-200".into());
    let mut order = pair.order();
    let typed = |idt: &str| {
        let key = Key::Field(Field::IntegrationIdt);
        vec![Choices::from([(key, Take::Text(idt.into()))])]
    };
    order.choices = typed("ps-200");
    let before = pair.all();
    let said = save(&pair.store, &order, "one child", Some("admin"), &stamp(30)).unwrap_err();
    assert!(
        said.to_string()
            .contains("ps-200 belongs to a third student: Hill, Jaxon (200)"),
        "{said}"
    );
    assert_eq!(pair.all(), before);
    order.choices = typed("ps-201");
    merges_save(&pair.store, &order, &stamp(31));
    assert_eq!(pair.student(pair.target).integration_idt, "ps-201");
}

#[test]
fn what_waits_at_the_state_goes_along_with_the_merge() {
    let mut pair = Pair::with(|s, t| {
        s.ssid = None;
        t.ssid = Ssid::parse("1904417").ok();
    });
    let sent = crate::domain::request::Sent {
        request: crate::domain::ids::RequestId(7),
        answer: None,
        at: stamp(0).now,
        asked: None,
    };
    let mut writer = pair.store.write().unwrap();
    let mut standing = crate::domain::request::Standing::default();
    standing.sent.insert(Function::New, sent);
    writer.stand(pair.source, standing);
    let what = What::StoreMade { name: "x".into() };
    writer
        .commit(what, "registrar", stamp(1).now, &mut |_, _| true)
        .unwrap();
    let before = pair.all();
    let merge = pair.merge();
    let standing = pair.store.read().unwrap().standing(pair.target).unwrap();
    assert_eq!(
        standing.sent.get(&Function::New),
        Some(&sent),
        "nobody sends a second New"
    );
    pair.undo(merge).unwrap();
    assert_eq!(pair.all(), before);
}

#[test]
fn a_request_that_went_along_with_the_merge_is_withdrawn_for_the_survivor_too() {
    let mut pair = Pair::new();
    let before = pair.all();
    let sent = crate::domain::request::Sent {
        request: crate::domain::ids::RequestId(7),
        answer: None,
        at: stamp(0).now,
        asked: None,
    };
    let mut writer = pair.store.write().unwrap();
    let mut standing = crate::domain::request::Standing::default();
    standing.sent.insert(Function::Update, sent);
    writer.stand(pair.source, standing);
    let what = What::RequestMade {
        request: sent.request,
        function: Function::Update,
        file: "REQ.csv".into(),
        lines: 1,
        overridden: 0,
    };
    let made = writer
        .commit(what, "registrar", stamp(1).now, &mut |_, _| true)
        .unwrap()
        .operation
        .id;
    let merge = pair.merge();
    let open = |pair: &Pair, key| {
        let standing = pair.store.read().unwrap().standing(key).unwrap();
        standing.open(Function::Update)
    };
    assert_eq!(open(&pair, pair.target), Some(sent.request));
    let withdrawn = pair.undo(made).unwrap();
    assert_eq!(open(&pair, pair.target), None, "no response is waited for");
    pair.undo(withdrawn).unwrap();
    assert_eq!(open(&pair, pair.target), Some(sent.request));
    pair.undo(made).unwrap();
    pair.undo(merge).unwrap();
    assert_eq!(pair.all(), before);
}

#[test]
fn a_merge_needs_a_right_a_reason_and_every_decision_and_each_refusal_is_in_the_journal() {
    let mut pair = Pair::with(|s, _| s.birth_date = Some(day("2014-12-03")));
    let before = pair.all();
    let stamp = pair.stamp();
    let attempt = |order: &Order, reason: &str, who: Option<&str>| match save(
        &pair.store,
        order,
        reason,
        who,
        &stamp,
    ) {
        Err(WorkError::Said(why)) => why,
        other => panic!("{other:?}"),
    };
    let decided = |order: Order| Order {
        choices: vec![[(Key::Field(Field::BirthDate), Take::Target)].into()],
        ..order
    };
    let why = attempt(&pair.order(), "one child", Some("admin"));
    assert!(why.contains("Birth date"), "{why}");
    let why = attempt(&decided(pair.order()), " ", Some("admin"));
    assert!(why.contains("Say why"), "{why}");
    let why = attempt(&decided(pair.order()), "one child", None);
    assert!(why.contains("security administrator"), "{why}");
    assert_eq!(pair.all(), before);
    let journal = pair.store.read().unwrap().operations(3).unwrap();
    assert!(
        journal
            .iter()
            .all(|o| matches!(o.what, What::MergeRefused { .. }))
    );
    let who: Vec<&str> = journal.iter().map(|o| o.who.as_str()).collect();
    assert_eq!(
        who,
        ["registrar", "registrar (admin)", "registrar (admin)"],
        "newest first; the account stands there as with a merge"
    );
    let order = decided(pair.order());
    merges_save(&pair.store, &order, &stamp);
}

#[test]
fn taking_a_merge_back_needs_the_right_and_the_refusal_is_in_the_journal() {
    let mut pair = Pair::new();
    let merge = pair.merge();
    let merged = pair.all();
    let stamp = pair.stamp();
    let attempt = |who: Option<&str>| {
        let answers = UndoAnswers::default();
        crate::app::work::history::undo(&pair.store, merge, &answers, who, &stamp, &mut |_, _| true)
    };
    let why = attempt(None).unwrap_err().to_string();
    assert!(why.contains("security administrator"), "{why}");
    assert_eq!(pair.all(), merged);
    let journal = pair.store.read().unwrap().operations(1).unwrap();
    assert!(matches!(journal[0].what, What::UndoRefused { operation, .. } if operation == merge));
    attempt(Some("admin")).unwrap();
}

#[test]
fn a_profile_that_changed_since_it_was_looked_at_is_not_merged() {
    let mut pair = Pair::new();
    let stamp = pair.stamp();
    let seen = review(&pair.store.read().unwrap(), &pair.order(), &stamp)
        .unwrap()
        .seen;
    pair.edit(pair.source, |s| s.phone = "801".into());
    let order = Order { seen, ..pair.order() };
    let why = save(&pair.store, &order, "one child", Some("admin"), &stamp).unwrap_err();
    assert!(why.to_string().contains("changed"), "{why}");
}

#[test]
fn a_rehearsal_changes_nothing_and_the_clean_pairs_are_undone_one_by_one() {
    let mut pair = Pair::new();
    let before = pair.all();
    let stamp = pair.stamp();
    let ticket = Ticket::default();
    let pairs = [(pair.source, pair.target)];
    let rehearsed = rehearse(&pair.store, &pairs, &stamp, &ticket).unwrap();
    assert!(rehearsed[0].is_clean(), "{:?}", rehearsed[0]);
    assert_eq!(pair.all(), before);
    let done = merge_clean(&pair.store, &rehearsed, "admin", &stamp, &ticket);
    assert_eq!((done.merged.len(), done.left.len()), (1, 0));
    let again = merge_clean(&pair.store, &rehearsed, "admin", &stamp, &ticket);
    assert_eq!((again.merged.len(), again.left.len()), (0, 1), "it changed since");
    pair.undo(done.merged[0].operation.id).unwrap();
    assert_eq!(pair.all(), before);
}

#[test]
fn the_sheet_shows_what_changes_first_and_in_words() {
    let mut pair = Pair::with(|s, _| s.phone = "801-555-0100".into());
    let stamp = pair.stamp();
    let reader = pair.store.read().unwrap();
    let reviewed = review(&reader, &pair.order(), &stamp).unwrap();
    let (district, schools) = (reader.district().unwrap(), reader.schools().unwrap());
    let sheet = sheet(&reviewed, "one child", &district, &schools, "today");
    let row = |field: &str| {
        let at = sheet.rows.iter().position(|r| r.cells[0] == field).unwrap();
        (at, sheet.rows[at].cells.clone())
    };
    let (phone, cells) = row("Phone");
    assert_eq!(&cells[1..4], ["801-555-0100", "", "801-555-0100"]);
    let (gender, cells) = row("Gender");
    assert_eq!(&cells[1..4], ["Female", "Female", "Female"]);
    assert!(phone < gender, "what differs stands first");
    assert!(row("School · grade").1[2].starts_with("Bear River Middle"));
    assert!(row(RowKind::Document.label()).1[3].contains("Report"));
    assert!(
        sheet.rows.iter().all(|r| r.cells[0] != "Suffix"),
        "nobody has one"
    );
}
