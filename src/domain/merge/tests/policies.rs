//! The table of default policies, row by row.

use super::*;
use crate::domain::codes::Ethnicity;
use crate::domain::student::{Enrollment, FormerId, IdKind};
use crate::domain::testing::enrolled;

#[test]
fn demographics_are_the_targets_and_filled_up_from_the_source() {
    let (mut s, mut t) = (source(), target());
    s.student.first_name = "Mariela".into();
    s.student.last_name = "Nunez-Ortiz".into();
    s.student.email = "a@b.example".into();
    t.student.language = "Spanish".into();
    s.student.ethnicity = Ethnicity::default();
    let review = plain(&s, &t);
    for f in [Field::FirstName, Field::LastName] {
        assert_eq!(field(&review, f).status, Status::Policy, "{f:?}");
        assert_eq!(field(&review, f).take, Some(Take::Target));
    }
    assert_eq!(field(&review, Field::Email).status, Status::OnlyOne(Side::Source));
    assert_eq!(
        field(&review, Field::Language).status,
        Status::OnlyOne(Side::Target)
    );
    let out = &review.merged.survivor;
    assert_eq!(
        (out.first_name.as_str(), out.email.as_str()),
        ("Maria", "a@b.example")
    );
    assert_eq!(out.ethnicity, t.student.ethnicity);
    assert_eq!(review.undecided().count(), 0);
}

#[test]
fn a_person_decides_birth_date_gender_suffix_and_surnames_without_a_common_word() {
    let (mut s, mut t) = (source(), target());
    s.student.birth_date = Some(day("2014-12-03"));
    s.student.gender = "M".into();
    s.student.suffix = "Jr".into();
    t.student.suffix = "II".into();
    s.student.last_name = "Ortiz".into();
    let review = plain(&s, &t);
    for f in [Field::BirthDate, Field::Gender, Field::Suffix, Field::LastName] {
        let line = field(&review, f);
        assert_eq!(
            (line.status, &line.take, &line.merged),
            (Status::Undecided, &None, &None),
            "{f:?}"
        );
        assert_eq!(review.merged.survivor.text(f), t.student.text(f));
    }
}

#[test]
fn the_same_written_differently_is_no_difference() {
    let (mut s, mut t) = (source(), target());
    s.student.first_name = "MARIA".into();
    s.student.last_name = "Nun\u{303}ez".into();
    s.student.phone = "+1 (801) 555-0100".into();
    t.student.phone = "801-555-0100".into();
    s.student.address = "12 N. Main St, #4".into();
    t.student.address = "12 n main st # 4".into();
    s.student.suffix = "jr.".into();
    t.student.suffix = "Jr".into();
    let review = plain(&s, &t);
    for f in [
        Field::FirstName,
        Field::LastName,
        Field::Phone,
        Field::Address,
        Field::Suffix,
    ] {
        assert_eq!(field(&review, f).status, Status::WrittenDifferently, "{f:?}");
    }
    assert_eq!(review.merged.survivor.phone, "801-555-0100");
    assert!(!review.merged.update_due);
}

#[test]
fn the_proof_goes_with_the_birth_date_and_the_from_date_with_the_address() {
    let (mut s, mut t) = (source(), target());
    s.student.birth_date = Some(day("2014-12-03"));
    s.student.birth_proof = "Passport".into();
    t.student.birth_proof = "Hospital record".into();
    s.student.address = "12 Main St".into();
    s.student.address_from = Some(day("2024-01-01"));
    t.student.address = "9 Elm St".into();
    let review = plain(&s, &t);
    let proof = field(&review, Field::BirthProof);
    assert_eq!(
        (&proof.take, proof.status.is_open()),
        (&None, false),
        "only the birth date is open"
    );
    assert!(proof.choices.is_empty());
    assert_eq!(
        review.merged.survivor.address_from, None,
        "the Source's day says nothing of the Target's address"
    );
    let mut choices = choose(Key::Field(Field::BirthDate), Take::Source);
    choices.insert(Key::Field(Field::Address), Take::Source);
    let out = merge(&s, &t, &choices).merged.survivor;
    assert_eq!(out.birth_proof, "Passport");
    assert_eq!(out.address_from, Some(day("2024-01-01")));
}

#[test]
fn a_proof_that_only_the_source_has_comes_along_when_the_birth_dates_are_the_same() {
    let mut s = source();
    s.student.birth_proof = "Passport".into();
    assert_eq!(plain(&s, &target()).merged.survivor.birth_proof, "Passport");
}

#[test]
fn the_current_enrollment_is_the_targets_and_past_ones_are_united() {
    let (mut s, mut t) = (source(), target());
    let past = enrolled("704", "2024-08-20", "2025-06-01");
    let known = enrolled("104", "2025-08-20", "2026-06-01");
    let half = Enrollment {
        exit: None,
        grade: String::new(),
        ..known.clone()
    };
    s.student.enrollments = vec![known.clone(), past.clone()];
    t.student.enrollments.push(half);
    let review = plain(&s, &t);
    assert_eq!(line(&review, Key::CurrentEnrollment).target, "104 · 05");
    assert_eq!(line(&review, Key::PastEnrollments).status, Status::BothKept);
    assert_eq!(
        review.merged.survivor.enrollments,
        [past, known, enrolled("104", "2026-08-20", "")],
        "the Target's blanks are filled"
    );
}

#[test]
fn an_enrollment_that_counts_today_is_not_ended_by_the_others_exit() {
    let (mut s, t) = (source(), target());
    s.student.enrollments = vec![enrolled("104", "2026-08-20", "2026-09-01")];
    assert_eq!(plain(&s, &t).merged.survivor.enrollments, t.student.enrollments);
}

#[test]
fn two_running_enrollments_in_two_schools_are_decided_by_a_person() {
    let (mut s, t) = (source(), target());
    s.student.enrollments = vec![enrolled("704", "2025-08-20", "")];
    let key = Key::CurrentEnrollment;
    assert_eq!(line(&plain(&s, &t), key).status, Status::Undecided);
    let both = merge(&s, &t, &choose(key, Take::Both)).merged.survivor;
    assert_eq!(both.enrollments.len(), 2);
    let one = merge(&s, &t, &choose(key, Take::Target));
    assert_eq!(
        one.merged.survivor.enrollments,
        [
            enrolled("704", "2025-08-20", "2026-08-19"),
            enrolled("104", "2026-08-20", "")
        ],
        "the other one ended before this one began"
    );
    assert!(
        line(&one, Key::PastEnrollments)
            .merged
            .as_ref()
            .unwrap()
            .contains("704")
    );
}

#[test]
fn grades_two_or_more_apart_are_decided_by_a_person() {
    let (mut s, t) = (source(), target());
    s.student.enrollments[0].grade = "03".into();
    let review = plain(&s, &t);
    assert_eq!(line(&review, Key::CurrentEnrollment).status, Status::Undecided);
    s.student.enrollments[0].grade = "04".into();
    let review = plain(&s, &t);
    assert_eq!(line(&review, Key::CurrentEnrollment).status, Status::Policy);
    assert_eq!(review.merged.survivor.enrollments, t.student.enrollments);
}

#[test]
fn every_identifier_of_the_source_keeps_finding_the_student() {
    let (mut s, t) = (source(), target());
    s.student.integration_idt = "ps-1".into();
    s.student.former_ids = vec![FormerId {
        kind: IdKind::Number,
        value: "104417".into(),
        until: noon("2026-01-01"),
    }];
    let out = plain(&s, &t).merged.survivor;
    assert_eq!(out.number, t.student.number);
    assert_eq!((&out.ssid, out.provisional_id.as_str()), (&t.student.ssid, ""));
    let ids: Vec<_> = out
        .former_ids
        .iter()
        .map(|f| (f.kind, f.value.as_str()))
        .collect();
    assert_eq!(
        ids,
        [
            (IdKind::Number, "D104417"),
            (IdKind::IntegrationIdt, "ps-1"),
            (IdKind::Provisional, "P-0091823")
        ],
        "what the survivor carries itself is no former number"
    );
    assert!(out.former_ids.iter().all(|f| f.until == noon(TODAY)));
}

#[test]
fn two_real_state_ids_are_decided_by_a_person_and_the_other_stays_an_alias() {
    let (mut s, t) = (source(), target());
    s.student.ssid = Some(ssid("1858768"));
    let key = Key::Field(Field::Ssid);
    let review = plain(&s, &t);
    assert_eq!(line(&review, key).status, Status::Undecided);
    assert_eq!(
        line(&review, key).choices,
        [TakeKind::Source, TakeKind::Target, TakeKind::Text]
    );
    let out = merge(&s, &t, &choose(key, Take::Source)).merged.survivor;
    assert_eq!(out.ssid, s.student.ssid);
    assert!(
        out.former_ids
            .iter()
            .any(|f| f.kind == IdKind::Ssid && f.value == "1904417")
    );
}

#[test]
fn flags_take_the_more_protective_value_and_both_alerts() {
    let (mut s, mut t) = (source(), target());
    s.student.photo_consent = Some(false);
    t.student.photo_consent = Some(true);
    s.student.alerts = "Peanut allergy".into();
    t.student.alerts = "Asthma".into();
    s.student.state_excluded = true;
    s.student.no_show = true;
    let review = plain(&s, &t);
    let out = &review.merged.survivor;
    assert_eq!(out.photo_consent, Some(false));
    assert_eq!(out.alerts, "Asthma; Peanut allergy");
    assert_eq!(field(&review, Field::Alerts).status, Status::BothKept);
    assert!(out.state_excluded && !out.no_show);
    s.student.alerts = "ASTHMA, inhaler in the office".into();
    assert_eq!(
        plain(&s, &t).merged.survivor.alerts,
        s.student.alerts,
        "it has the other in it"
    );
    s.student.photo_consent = None;
    assert_eq!(
        plain(&s, &t).merged.survivor.photo_consent,
        None,
        "not asked beats yes"
    );
}

#[test]
fn custody_that_differs_is_decided_by_a_person() {
    let (mut s, mut t) = (source(), target());
    s.student.custody = "Mother".into();
    let review = plain(&s, &t);
    assert_eq!(review.merged.survivor.custody, "Mother");
    t.student.custody = "Father, court order 12".into();
    let key = Key::Field(Field::Custody);
    assert_eq!(line(&plain(&s, &t), key).status, Status::Undecided);
    let both = merge(&s, &t, &choose(key, Take::Both)).merged.survivor.custody;
    assert_eq!(both, "Father, court order 12; Mother");
    let target_rules = under(Group::Flags, Prefer::Target, &s, &t);
    assert_eq!(
        line(&target_rules, key).status,
        Status::Undecided,
        "whatever the policy"
    );
}

#[test]
fn the_district_can_set_the_policy_of_a_group() {
    let (mut s, mut t) = (source(), target());
    s.student.first_name = "Mariela".into();
    s.student.phone = String::new();
    t.student.phone = "801".into();
    let review = under(Group::Demographics, Prefer::Source, &s, &t);
    assert_eq!(review.merged.survivor.first_name, "Mariela");
    assert_eq!(review.merged.survivor.phone, "801", "the Source's is blank");
    let review = under(Group::Demographics, Prefer::Decide, &s, &t);
    assert_eq!(field(&review, Field::FirstName).status, Status::Undecided);
    assert_eq!(field(&review, Field::Phone).status, Status::OnlyOne(Side::Target));
}

#[test]
fn a_changed_name_tells_the_state_and_an_unchanged_one_does_not() {
    let (mut s, t) = (source(), target());
    s.student.first_name = "Maria Elena".into();
    let review = merge(&s, &t, &choose(Key::Field(Field::FirstName), Take::Source));
    assert!(review.merged.update_due);
    let flag = review.merged.survivor.change_flag.as_ref().unwrap();
    assert_eq!(flag.old[&Field::FirstName], "Maria");
    assert!(!plain(&s, &t).merged.update_due);
}

#[test]
fn under_the_sources_state_id_the_state_has_what_the_source_was() {
    let (mut s, t) = (source(), target());
    s.student.ssid = Some(ssid("1858768"));
    s.student.first_name = "Mariela".into();
    let key = Key::Field(Field::Ssid);
    let review = merge(&s, &t, &choose(key, Take::Source));
    let flag = review.merged.survivor.change_flag.expect("the state has Mariela");
    assert_eq!(flag.old, BTreeMap::from([(Field::FirstName, "Mariela".into())]));
    let review = merge(&s, &t, &choose(key, Take::Target));
    assert_eq!(review.merged.survivor.change_flag, None);
}

#[test]
fn what_the_state_was_not_told_of_the_source_is_still_to_be_told() {
    let (mut s, t) = (source(), target());
    s.student.ssid.clone_from(&t.student.ssid);
    s.student.change_flag = Some(crate::domain::student::ChangeFlag {
        since: noon("2026-10-01"),
        old: BTreeMap::from([(Field::LastName, "Smith".into())]),
    });
    let review = plain(&s, &t);
    assert!(
        review.merged.update_due,
        "the state still has Smith under this number"
    );
    s.student.ssid = None;
    assert!(!plain(&s, &t).merged.update_due);
}
