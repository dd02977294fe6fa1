//! What the procedure promises: who comes next with what, and what is found in the SIS.

use super::*;
use crate::domain::general::{Card, GeneralRow};
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::matching::{Band, Matcher, Person};
use crate::domain::student::Student;
use crate::domain::testing::{anna, day, noon, rules, ssid, student};
use std::convert::Infallible;

fn sis(number: &str, state_id: &str, idt: &str) -> Student {
    let mut s = student(0, number, "Smith", "Anna");
    s.ssid = (!state_id.is_empty()).then(|| ssid(state_id));
    s.integration_idt = idt.into();
    s
}

fn cards(rows: &[Student]) -> Vec<Card> {
    rows.iter()
        .map(|record| {
            let row = GeneralRow {
                record: record.clone(),
                seen: noon("2026-09-10"),
            };
            Card::of(&row, day("2026-09-11"))
        })
        .collect()
}

fn candidates(p: &Student, rows: &[Student]) -> Vec<Candidate> {
    let (cards, today) = (cards(rows), day("2026-09-11"));
    let people: Vec<Person> = rows.iter().map(|r| Person::of(r, today)).collect();
    let matcher = Matcher::new(people.iter().cloned(), &|_, _| true).unwrap();
    let like = matcher.like(&Person::of(p, today), None, Band::Check);
    let mut person = |at: u32| Ok::<_, Infallible>(people.get(at as usize).cloned());
    let index = SisIndex::new(&cards, [p].into_iter());
    index.candidates(p, today, &matcher, &like, &mut person).unwrap()
}

fn judged(
    p: &Student,
    rows: &[Student],
    linked: Option<(&str, &Student)>,
    holder: Option<&Student>,
) -> Judged {
    let found = candidates(p, rows);
    judge(&Case {
        profile: p,
        has_rows: true,
        candidates: &found,
        linked: &|idt| linked.filter(|l| l.0 == idt).map(|l| Known::of(l.1)),
        holder: &|_| holder.map(Known::of),
        rules: &rules(),
        today: day("2026-09-11"),
    })
}

/// Anna's profile as the duplicate: D00123.
fn marked_anna() -> Student {
    let mut p = anna();
    p.number = StudentNumber::parse("D00123").unwrap();
    p.duplicate = true;
    p
}

#[test]
fn the_first_step_is_the_mark() {
    let j = judged(&anna(), &[], None, None);
    assert_eq!(
        (j.step, j.blocked, j.asks[0].who),
        (Step::Mark, false, Who::Clerk)
    );
}

#[test]
fn a_profile_the_sis_has_under_its_number_can_be_linked_as_it_is() {
    let rows = [sis("00123", "1234567", "30")];
    assert_eq!(judged(&anna(), &rows, None, None).link.as_deref(), Some("00123"));
    let holder = student(9, "9", "Other", "Kid");
    assert_eq!(judged(&anna(), &rows, None, Some(&holder)).link, None);
}

#[test]
fn a_provisional_id_asks_the_data_manager_for_a_state_id() {
    let mut p = anna();
    p.provisional_id = "P-7".into();
    let j = judged(&p, &[], None, None);
    assert_eq!(j.cause, Some(Cause::Provisional));
    assert_eq!(j.asks[1].who, Who::SisAdministrator);
    p.integration_idt = "30".into();
    let j = judged(&p, &[sis("00123", "", "30")], None, None);
    assert_eq!((j.step, j.blocked), (Step::InSis, true));
    let j = judged(&p, &[sis("00123", "1234567", "30")], None, None);
    assert_eq!(
        (j.step, j.blocked),
        (Step::Refresh, false),
        "a linked profile is refreshed, not merged"
    );
}

#[test]
fn a_marked_profile_goes_from_the_sis_to_import_to_merge() {
    let p = marked_anna();
    let j = judged(&p, &[], None, None);
    assert_eq!((j.step, j.asks[0].who), (Step::InSis, Who::Clerk));
    let j = judged(&p, &[sis("00123", "", "30")], None, None);
    assert_eq!((j.step, j.asks[0].who), (Step::InSis, Who::SisAdministrator));
    assert!(j.blocked_by().unwrap().ask.contains("no State ID"));
    let ready = [sis("00123", "1234567", "30")];
    let j = judged(&p, &ready, None, None);
    assert_eq!((j.step, j.blocked, j.best), (Step::Import, false, Some(0)));
    let third = student(9, "9", "Other", "Kid");
    let j = judged(&p, &ready, None, Some(&third));
    assert!(j.blocked_by().unwrap().ask.contains("held by Other, Kid (9)"));
    let target = student(5, "00123", "Smith", "Anna");
    let j = judged(&p, &ready, Some(("30", &target)), Some(&target));
    assert_eq!((j.step, j.asks[0].who), (Step::Merge, Who::SecurityAdministrator));
    assert_eq!(j.target.unwrap().key, StudentKey(5));
}

#[test]
fn a_cause_set_by_hand_counts_before_what_the_data_tells() {
    let mut p = anna();
    assert_eq!(judged(&p, &[], None, None).cause, None);
    p.added_by_hand = true;
    assert_eq!(judged(&p, &[], None, None).cause, Some(Cause::AddedByHand));
    p.no_show = true;
    assert_eq!(judged(&p, &[], None, None).cause, Some(Cause::NoShow));
    p.missing_cause = Some(Cause::TransferEnvelope);
    assert_eq!(judged(&p, &[], None, None).cause, Some(Cause::TransferEnvelope));
    let mut old = anna();
    old.enrollments[0].exit = Some(day("2026-08-30"));
    assert_eq!(judged(&old, &[], None, None).cause, Some(Cause::Migrated));
}

#[test]
fn candidates_say_why_and_the_surest_comes_first() {
    let mut p = marked_anna();
    p.ssid = Some(ssid("1234567"));
    let by_name = sis("777", "", "");
    let all = sis("00123", "1234567", "30");
    let mut by_id = student(0, "888", "Other", "Kid");
    by_id.ssid = p.ssid.clone();
    by_id.birth_date = Some(day("2001-01-01"));
    let found = candidates(&p, &[by_id, by_name, all]);
    let numbers: Vec<&str> = found.iter().map(|c| c.number.as_str()).collect();
    assert_eq!(numbers, ["00123", "777", "888"]);
    assert_eq!(found[0].common, [Common::StateId, Common::Number, Common::Child]);
    assert_eq!(found[1].common, [Common::Child]);
    assert!(found[0].bits > found[1].bits && found[1].bits > found[2].bits);
    assert!(found.iter().all(|c| !c.sentence().is_empty()));
    assert_eq!(
        found.iter().map(|c| c.doubt.is_some()).collect::<Vec<_>>(),
        [false, false, true],
        "a State ID on what is another child in all else is doubted"
    );
}

#[test]
fn a_row_that_is_linked_says_so_first() {
    let mut p = anna();
    p.integration_idt = "30".into();
    let found = candidates(&p, &[sis("777", "", ""), sis("00123", "1234567", "30")]);
    assert_eq!(found[0].number, "00123");
    assert_eq!(found[0].reasons[0], "same IntegrationIDT");
    assert_eq!(found[0].common[0], Common::Link);
}

#[test]
fn a_row_that_has_only_the_number_of_a_profile_is_shown_and_doubted() {
    let mut other = sis("00123", "1234567", "30");
    (other.last_name, other.first_name) = ("Yazzie".into(), "Darrell".into());
    other.birth_date = Some(day("2011-11-30"));
    other.gender = "M".into();
    let found = candidates(&anna(), std::slice::from_ref(&other));
    assert!(found[0].doubt.as_deref().unwrap().ends_with("look closely"));
    assert_eq!(judged(&anna(), &[other], None, None).link, None);
}

#[test]
fn a_row_of_which_a_person_said_that_it_is_another_child_is_never_what_a_step_is_about() {
    let mut found = candidates(&marked_anna(), &[sis("00123", "1234567", "30")]);
    found[0].decided = Some(ToldApart {
        pair: (StudentKey(1), StudentKey(5)),
        number: "00123".into(),
        on: day("2026-09-10"),
        reason: "a cousin of the same name".into(),
    });
    for (profile, mark) in [(marked_anna(), true), (anna(), false)] {
        let j = judge(&Case {
            profile: &profile,
            has_rows: true,
            candidates: &found,
            linked: &|_| None,
            holder: &|_| None,
            rules: &rules(),
            today: day("2026-09-11"),
        });
        assert_eq!((j.step, j.best, j.apart), (Step::InSis, None, true));
        let ask = &j.asks[0].ask;
        assert!(
            ask.contains("told apart from 00123 on 2026-09-10: “a cousin of the same name”"),
            "{ask}"
        );
        assert_eq!(ask.contains("take the mark away"), mark, "{ask}");
    }
}

#[test]
fn names_are_compared_without_accents_and_twins_are_not_candidates_of_each_other() {
    let mut p = anna();
    p.last_name = "Peña".into();
    p.number = StudentNumber::parse("1").unwrap();
    let mut same = sis("2", "1234567", "30");
    same.last_name = "PENA".into();
    let mut twin = same.clone();
    twin.first_name = "Maria".into();
    twin.number = StudentNumber::parse("3").unwrap();
    let found = candidates(&p, &[twin, same]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].number, "2");
}

#[test]
fn a_merge_is_done_once_a_later_export_says_the_same() {
    let survivor = anna();
    let row = |seen| GeneralRow {
        record: sis("00123", "1234567", "30"),
        seen: noon(seen),
    };
    let at = noon("2026-09-10");
    let j = judge_merged(&survivor, None, &[], at).unwrap();
    assert_eq!((j.step, j.blocked), (Step::Refresh, true));
    assert!(
        judge_merged(&survivor, Some(&row("2026-09-10")), &[], at)
            .unwrap()
            .blocked
    );
    assert_eq!(judge_merged(&survivor, Some(&row("2026-09-11")), &[], at), None);
}

fn nobody(_: &StudentNumber) -> Result<Option<Student>, Infallible> {
    Ok(None)
}

#[test]
fn a_mark_puts_a_d_in_front_and_takes_it_away_again() {
    let there = marked(&anna(), nobody).unwrap().unwrap();
    assert_eq!((there.number.as_str(), there.duplicate), ("D00123", true));
    let back = unmarked(&there, nobody).unwrap().unwrap();
    assert_eq!(back, anna());
    let by_hand = student(1, "D118842", "Smith", "Anna");
    let there = marked(&by_hand, nobody).unwrap().unwrap();
    assert_eq!(
        there.number.as_str(),
        "D118842",
        "a D put by hand is not put twice"
    );
}

#[test]
fn a_mark_is_refused_with_a_reason() {
    let other = |_: &StudentNumber| Ok::<_, Infallible>(Some(student(9, "D00123", "Other", "Kid")));
    let said = |r: Result<Result<Student, MarkRefusal>, Infallible>| r.unwrap().unwrap_err().to_string();
    assert!(said(marked(&anna(), other)).contains("D00123 belongs to Other, Kid (D00123)"));
    assert!(said(marked(&marked_anna(), nobody)).contains("already"));
    assert!(said(unmarked(&anna(), nobody)).contains("not marked"));
    let retired = Student {
        retired_into: Some(StudentKey(5)),
        ..anna()
    };
    assert!(said(marked(&retired, nobody)).contains("merged into another profile"));
    let long = student(1, "12345678901234567890", "Smith", "Anna");
    assert!(said(marked(&long, nobody)).contains("more than 20"));
}
