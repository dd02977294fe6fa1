//! What import, comparison and refresh of a row promise.

use super::*;
use crate::domain::district::Rules;
use crate::domain::ids::{SchoolCode, StudentKey};
use crate::domain::journal::FieldChange;
use crate::domain::student::{Field, IdKind};
use crate::domain::testing::{anna, day, enrolled, noon, rules, school, ssid, student};
use std::collections::BTreeSet;

/// Anna as the SIS has her: with State ID and IntegrationIDT.
fn row() -> GeneralRow {
    let mut record = student(0, "00123", "Smith", "Anna");
    record.ssid = Some(ssid("1234567"));
    record.integration_idt = "3000001".into();
    GeneralRow {
        record,
        seen: noon("2026-09-10"),
    }
}

#[derive(Default)]
struct Profiles {
    linked: Option<Student>,
    same_number: Option<Student>,
    holder: Option<Student>,
}

fn import(row: &GeneralRow, p: &Profiles) -> Result<ImportPlan, ImportRefusal> {
    let (rules, schools) = (rules(), schools());
    preview(
        row,
        &Around {
            linked: p.linked.as_ref(),
            same_number: p.same_number.as_ref(),
            holder: p.holder.as_ref(),
            rules: &rules,
            schools: &schools,
            now: noon("2026-09-11"),
            in_open_update: false,
        },
    )
}

fn schools() -> BTreeSet<SchoolCode> {
    ["104", "108"].map(school).into()
}

fn refused(row: &GeneralRow, p: &Profiles) -> (Why, String) {
    let refusal = import(row, p).unwrap_err();
    (refusal.why, refusal.to_string())
}

fn here(s: Student) -> Profiles {
    Profiles {
        same_number: Some(s),
        ..Profiles::default()
    }
}

#[test]
fn a_row_nobody_here_has_makes_a_new_profile_that_was_not_added_by_hand() {
    let Ok(ImportPlan::New(made)) = import(&row(), &Profiles::default()) else {
        panic!("it makes a new profile");
    };
    assert_eq!(*made, row().record);
    assert!(!made.added_by_hand && made.change_flag.is_none() && made.former_ids.is_empty());
}

#[test]
fn a_row_whose_profile_is_linked_already_says_which_and_does_nothing() {
    let linked = Student {
        integration_idt: "3000001".into(),
        ..anna()
    };
    let p = Profiles {
        linked: Some(linked),
        ..Profiles::default()
    };
    let (why, said) = refused(&row(), &p);
    assert_eq!(why, Why::AlreadyLinked);
    assert!(
        said.starts_with("Smith, Anna (00123) has this IntegrationIDT already"),
        "{said}"
    );
}

#[test]
fn a_profile_with_the_number_is_linked_and_gets_its_ids_and_nothing_else() {
    let mut before = anna();
    before.provisional_id = "P-17".into();
    before.phone = "801".into();
    let Ok(ImportPlan::Link { after, changes, .. }) = import(&row(), &here(before)) else {
        panic!("it links");
    };
    let fields: Vec<Field> = changes.iter().map(|c: &FieldChange| c.field).collect();
    assert_eq!(
        fields,
        [
            Field::Ssid,
            Field::ProvisionalId,
            Field::IntegrationIdt,
            Field::FormerIds
        ]
    );
    assert_eq!(after.former_ids[0].kind, IdKind::Provisional);
    assert_eq!(after.phone, "801");
}

#[test]
fn a_different_state_id_or_link_is_never_replaced() {
    let mut other = anna();
    other.ssid = Some(ssid("7654321"));
    let (why, said) = refused(&row(), &here(other));
    assert_eq!(why, Why::OtherStateId);
    assert!(said.contains("7654321 here, the SIS says 1234567"), "{said}");
    let mut other = anna();
    other.integration_idt = "9".into();
    assert_eq!(refused(&row(), &here(other)).0, Why::OtherLink);
}

#[test]
fn a_number_that_clearly_belongs_to_another_child_is_not_linked() {
    let mut other = student(1, "00123", "Young", "Kai");
    other.birth_date = Some(day("2011-01-01"));
    let (why, said) = refused(&row(), &here(other.clone()));
    assert_eq!(why, Why::AnotherChild);
    assert!(said.contains("born 2011-01-01"), "{said}");
    other.birth_date = row().record.birth_date;
    assert_eq!(
        refused(&row(), &here(other.clone())).0,
        Why::AnotherChild,
        "of the same day"
    );
    other.first_name = row().record.first_name;
    assert!(
        import(&row(), &here(other)).is_ok(),
        "a new last name alone is no other child"
    );
    let mut other = student(1, "00123", "Jones-Smith", "Kai");
    other.birth_date = Some(day("2011-01-01"));
    assert_eq!(
        refused(&row(), &here(other.clone())).0,
        Why::AnotherChild,
        "a brother is"
    );
    other.first_name = "Ana".into();
    assert!(
        import(&row(), &here(other)).is_ok(),
        "a birth date under the same name is none"
    );
}

#[test]
fn a_state_id_that_another_profile_holds_refuses_and_names_the_holder() {
    let holder = Student {
        ssid: Some(ssid("1234567")),
        ..student(7, "118842", "Smith", "Ann")
    };
    let p = Profiles {
        holder: Some(holder),
        ..Profiles::default()
    };
    let (why, said) = refused(&row(), &p);
    assert_eq!(why, Why::StateIdHeld);
    assert_eq!(
        said,
        "State ID 1234567 is held by Smith, Ann (118842). Mark that profile as the duplicate first (Missing IDs), or compare the two."
    );
}

#[test]
fn a_row_without_a_valid_state_id_or_link_sends_to_the_data_manager() {
    let mut r = row();
    r.record.ssid = None;
    r.record.provisional_id = "P-0091".into();
    let (why, said) = refused(&r, &Profiles::default());
    assert_eq!(why, Why::NoStateId);
    assert!(
        said.contains("only the provisional ID P-0091") && said.contains("data manager"),
        "{said}"
    );
    let mut r = row();
    r.record.integration_idt.clear();
    assert_eq!(refused(&r, &Profiles::default()).0, Why::NoIntegrationIdt);
}

#[test]
fn a_number_a_marked_or_merged_profile_still_has_is_not_given_twice() {
    let marked = Student {
        duplicate: true,
        ..anna()
    };
    assert_eq!(refused(&row(), &here(marked)).0, Why::NumberInUse);
    let merged = Student {
        retired_into: Some(StudentKey(5)),
        ..anna()
    };
    assert_eq!(refused(&row(), &here(merged)).0, Why::NumberInUse);
}

#[test]
fn a_new_profile_needs_its_schools() {
    let mut r = row();
    r.record.enrollments = vec![enrolled("999", "2026-08-20", "")];
    let (why, said) = refused(&r, &Profiles::default());
    assert_eq!(why, Why::UnknownSchool);
    assert!(said.contains("999"));
}

fn renewed(profile: &Student, row: &GeneralRow, rules: &Rules) -> Refreshed {
    let schools = schools();
    let cx = RefreshContext {
        holder: None,
        rules,
        schools: &schools,
        today: day("2026-09-11"),
    };
    refresh(profile, row, &cx, noon("2026-09-11"), false)
}

fn linked() -> Student {
    Student {
        ssid: Some(ssid("1234567")),
        integration_idt: "3000001".into(),
        ..anna()
    }
}

fn verdict(r: &Refreshed, field: SisField) -> &Verdict {
    &r.compared.iter().find(|c| c.field == field).unwrap().verdict
}

#[test]
fn a_refresh_of_equal_records_changes_nothing() {
    let r = renewed(&linked(), &row(), &rules());
    assert_eq!(r.changes, []);
    assert!(!r.compared.iter().any(Compared::differs), "{:?}", r.compared);
    assert_eq!(r.compared.len(), OWNED.len() + 2);
}

#[test]
fn an_export_without_entry_dates_says_nothing_else_of_the_enrollment() {
    let mut r = row();
    let mut profile = linked();
    for (record, entry) in [(&mut r.record, None), (&mut profile, Some(day("2026-08-20")))] {
        record.enrollments.truncate(1);
        record.enrollments[0].entry = entry;
    }
    let done = renewed(&profile, &r, &rules());
    assert_eq!(*verdict(&done, SisField::Enrollment), Verdict::Same);
}

#[test]
fn a_refresh_takes_what_the_sis_owns_and_raises_the_change_flag() {
    let mut r = row();
    r.record.last_name = "Smith-Jones".into();
    r.record.phone = "801-555-0100".into();
    let done = renewed(&linked(), &r, &rules());
    assert_eq!(done.after.last_name, "Smith-Jones");
    assert_eq!(done.after.phone, "801-555-0100");
    assert_eq!(
        done.after.change_flag.as_ref().unwrap().old[&Field::LastName],
        "Smith"
    );
    assert_eq!(*verdict(&done, SisField::Field(Field::Phone)), Verdict::Taken);
}

#[test]
fn a_blank_in_the_sis_never_wipes() {
    let mut r = row();
    r.record.birth_date = None;
    r.record.ethnicity = Default::default();
    r.record.enrollments.clear();
    r.record.ssid = None;
    let mut profile = linked();
    profile.guardian = "Maria".into();
    let done = renewed(&profile, &r, &rules());
    assert_eq!(done.changes, []);
    for field in [Field::BirthDate, Field::Ethnicity, Field::Guardian, Field::Ssid] {
        assert_eq!(
            *verdict(&done, SisField::Field(field)),
            Verdict::BlankInSis,
            "{field:?}"
        );
    }
    assert_eq!(*verdict(&done, SisField::Enrollment), Verdict::BlankInSis);
}

#[test]
fn a_state_id_is_taken_only_where_there_is_none() {
    let mut blank = linked();
    blank.ssid = None;
    blank.provisional_id = "P-1".into();
    let done = renewed(&blank, &row(), &rules());
    assert_eq!(
        (done.after.ssid, done.after.provisional_id),
        (Some(ssid("1234567")), String::new())
    );
    let mut other = linked();
    other.ssid = Some(ssid("7654321"));
    let done = renewed(&other, &row(), &rules());
    assert_eq!(done.changes, []);
    assert!(matches!(
        verdict(&done, SisField::Field(Field::Ssid)),
        Verdict::Kept(_)
    ));
}

#[test]
fn a_new_school_in_the_sis_ends_the_old_enrollment() {
    let mut r = row();
    r.record.enrollments = vec![enrolled("108", "2026-09-01", "")];
    let done = renewed(&linked(), &r, &rules());
    let e = &done.after.enrollments;
    assert_eq!(
        (e.len(), e[0].exit, e[1].school.as_str()),
        (2, Some(day("2026-09-01")), "108")
    );
    r.record.enrollments = vec![enrolled("999", "2026-09-01", "")];
    let done = renewed(&linked(), &r, &rules());
    assert_eq!(done.changes, []);
    assert!(matches!(verdict(&done, SisField::Enrollment), Verdict::Kept(why) if why.contains("999")));
}

#[test]
fn what_a_refresh_took_is_equal_afterwards() {
    let mut r = row();
    r.record.first_name = "Anne".into();
    r.record.gender = "X".into();
    r.record.enrollments = vec![enrolled("108", "2026-09-01", "")];
    let done = renewed(&linked(), &r, &rules());
    assert_eq!(renewed(&done.after, &r, &rules()).changes, []);
}

#[test]
fn the_card_finds_a_row_by_what_people_type() {
    let card = Card::of(&row(), day("2026-09-11"));
    for text in ["smith", "anna", "00123", "1234567", "3000001"] {
        assert!(card.find.contains(text), "{text}: {}", card.find);
    }
    assert!(card.is_ready() && row().is_ready());
}
