//! Program data: what moves, what is folded, what stays, and which plan is closed.

use super::*;
use crate::domain::program::Owned;
use crate::domain::request::{Function, Sent};

const SPED: Key = Key::Rows(RowKind::Event(Program::SpecialEducation));

fn rows_of(review: &Review) -> Vec<Row> {
    review.merged.owned.iter().map(|o| o.row.clone()).collect()
}

#[test]
fn the_sources_history_moves_and_the_targets_own_events_stay() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![
        owned(
            1,
            event(Program::SpecialEducation, EventKind::Eligibility, "2024-09-03"),
        ),
        owned(2, iep("2025-09-15")),
    ];
    t.rows = vec![
        owned(
            3,
            event(Program::SpecialEducation, EventKind::Referral, "2026-09-01"),
        ),
        owned(4, event(Program::Section504, EventKind::Plan, "2026-08-20")),
    ];
    let review = plain(&s, &t);
    assert_eq!(line(&review, SPED).status, Status::BothKept);
    assert_eq!(line(&review, SPED).source.lines().count(), 2);
    assert_eq!(line(&review, SPED).merged.as_ref().unwrap().lines().count(), 3);
    let plans = Key::Rows(RowKind::Event(Program::Section504));
    assert_eq!(line(&review, plans).status, Status::OnlyOne(Side::Target));
    assert!(
        !review
            .lines
            .iter()
            .any(|l| l.key == Key::Rows(RowKind::Event(Program::Gifted)))
    );
    let ids: Vec<u64> = review.merged.owned.iter().map(|o| o.id.0).collect();
    assert_eq!(ids, [1, 2, 3, 4]);
    assert_eq!(
        (review.moves.plans, review.moves.folded, review.moves.staying),
        (1, 0, 0)
    );
}

#[test]
fn rows_that_a_person_leaves_with_the_source_stay_with_the_retired_profile() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![owned(1, note("a")), owned(2, note("b"))];
    t.rows = vec![owned(3, note("c"))];
    let review = merge(&s, &t, &choose(Key::Rows(RowKind::Note), Take::Target));
    assert_eq!(review.merged.rows, []);
    assert_eq!(rows_of(&review), [note("c")]);
    assert_eq!(review.moves.staying, 2);
}

#[test]
fn of_two_open_plans_the_one_not_chosen_is_closed_today_and_all_history_is_kept() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![owned(1, iep("2025-09-15"))];
    t.rows = vec![owned(2, iep("2026-08-20"))];
    let closed = |row: Row| match row {
        Row::Event(e) => Row::Event(Event {
            closed: Some(day(TODAY)),
            ..e
        }),
        other => other,
    };
    let review = merge(&s, &t, &choose(SPED, Take::Source));
    assert_eq!(rows_of(&review), [iep("2025-09-15"), closed(iep("2026-08-20"))]);
    assert_eq!(review.merged.rows.len(), 2);
    let review = merge(&s, &t, &choose(SPED, Take::Target));
    assert_eq!(rows_of(&review), [closed(iep("2025-09-15")), iep("2026-08-20")]);
}

#[test]
fn one_plan_that_both_have_is_no_conflict() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![owned(1, iep("2025-09-15"))];
    t.rows = vec![owned(2, iep("2025-09-15"))];
    let review = plain(&s, &t);
    assert_eq!(review.blockers, []);
    assert_eq!(line(&review, SPED).status, Status::Same);
    assert_eq!(
        (rows_of(&review), review.merged.folded),
        (vec![iep("2025-09-15")], vec![RowId(1)])
    );
}

#[test]
fn identical_files_are_kept_once_with_both_descriptions() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![
        owned(1, document("IEP signed", "aa")),
        owned(2, document("Consent", "bb")),
    ];
    t.rows = vec![
        owned(3, document("IEP 2025", "aa")),
        owned(4, document("Consent", "cc")),
    ];
    let review = plain(&s, &t);
    assert_eq!(review.merged.folded, [RowId(1)]);
    let Row::Document(kept) = &review.merged.owned.iter().find(|o| o.id == RowId(3)).unwrap().row else {
        panic!()
    };
    assert_eq!(kept.also, ["IEP signed (IEP), 2025-09-15"]);
    assert_eq!(
        review.merged.owned.len(),
        3,
        "same name, different content: both kept"
    );
    let docs = line(&review, Key::Rows(RowKind::Document));
    assert!(
        docs.why.contains("“Consent” stands twice with different content"),
        "{}",
        docs.why
    );
}

#[test]
fn the_targets_guardians_stand_and_the_sources_fill_a_target_without_any() {
    let (mut s, mut t) = (source(), target());
    s.rows = vec![owned(1, guardian("Ana")), owned(2, guardian("Luis"))];
    let key = Key::Rows(RowKind::Guardian);
    assert_eq!(rows_of(&plain(&s, &t)).len(), 2);
    t.rows = vec![owned(3, guardian("Ana"))];
    let review = plain(&s, &t);
    assert_eq!(line(&review, key).status, Status::Policy);
    assert_eq!(rows_of(&review), [guardian("Ana")]);
    let both = merge(&s, &t, &choose(key, Take::Both));
    assert_eq!(both.merged.folded, [RowId(1)], "the one both have stands once");
    assert_eq!(both.merged.owned.len(), 2);
}

#[test]
fn a_chain_of_sources_ends_in_one_survivor_that_has_it_all() {
    let (mut s, t) = (source(), target());
    let mut s2 = source();
    s2.student.key = StudentKey(3);
    s2.student.number = number("D104418");
    s2.student.email = "a@b.example".into();
    s.rows = vec![owned(1, note("a")), owned(2, document("x", "aa"))];
    s2.rows = vec![owned(3, note("b")), owned(4, document("y", "aa"))];
    let reviews = World::default().chain(&[s, s2], &t, &[]);
    let last = &reviews[1].merged;
    assert_eq!(last.owned.len(), 3);
    assert_eq!(last.folded, [RowId(4)]);
    assert_eq!(last.survivor.email, "a@b.example");
    let numbers: Vec<&str> = last
        .survivor
        .former_ids
        .iter()
        .map(|f| f.value.as_str())
        .collect();
    assert_eq!(numbers, ["D104417", "P-0091823", "D104418"]);
    assert!(
        reviews
            .iter()
            .all(|r| r.merged.retired.retired_into == Some(StudentKey(1)))
    );
}

#[test]
fn the_survivor_stands_with_the_state_as_the_target_and_else_as_the_source() {
    let sent = |id| Sent {
        request: crate::domain::ids::RequestId(id),
        at: noon(TODAY),
        answer: None,
        asked: None,
    };
    let (mut s, mut t) = (source(), target());
    s.standing.sent = BTreeMap::from([(Function::Retrieve, sent(1)), (Function::New, sent(2))]);
    t.standing.sent = BTreeMap::from([(Function::Retrieve, sent(3))]);
    let standing = plain(&s, &t).merged.standing;
    assert_eq!(
        standing.open(Function::Retrieve),
        t.standing.open(Function::Retrieve)
    );
    assert_eq!(standing.open(Function::New), s.standing.open(Function::New));
}

#[test]
fn a_thousand_rows_on_each_side_are_no_work_at_all() {
    let (mut s, mut t) = (source(), target());
    let rows = |from: u64| -> Vec<Owned> {
        (0..1000)
            .map(|n| match n % 3 {
                0 => owned(from + n, document(&format!("d{n}"), &format!("h{n}"))),
                1 => owned(from + n, note(&format!("n{n}"))),
                _ => owned(
                    from + n,
                    event(
                        Program::Rti,
                        EventKind::Review,
                        if n % 2 == 0 { "2025-01-01" } else { "2025-02-02" },
                    ),
                ),
            })
            .collect()
    };
    (s.rows, t.rows) = (rows(1), rows(2000));
    let review = plain(&s, &t);
    assert_eq!(review.merged.owned.len(), 1000);
    assert_eq!(review.moves.folded, 1000);
}
