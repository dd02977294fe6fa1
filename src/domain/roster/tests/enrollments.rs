//! Tests of schools and dates that rows bring.

use super::*;

#[test]
fn the_same_child_at_a_second_school_has_two_enrollments() {
    let plan = planned(&[ANNA, "00123,SMITH,Anna,2014-03-09,F,108,2026-09-01,,"], &[]);
    let student = after(&plan, 0);
    let schools: Vec<&str> = student.enrollments.iter().map(|e| e.school.as_str()).collect();
    assert_eq!(schools, ["104", "108"]);
    assert_eq!(plan.counts().added, 1);
}

#[test]
fn a_second_school_is_among_the_changes_of_a_known_student() {
    let plan = planned(
        &[
            "00123,Smith,Anna,2014-03-09,X,104,2026-08-20,,",
            "00123,Smith,Anna,2014-03-09,X,108,2026-09-01,,",
        ],
        &[anna()],
    );
    assert_eq!(changed_fields(&plan, 0), [Field::Gender, Field::Enrollments]);
    assert_eq!(after(&plan, 0).enrollments.len(), 2);
}

#[test]
fn a_transfer_ends_the_old_enrollment_on_the_day_the_new_one_begins() {
    let plan = planned(&["00123,Smith,Anna,,,108,2026-09-05,,"], &[anna()]);
    assert_eq!(changed_fields(&plan, 0), [Field::Enrollments]);
    let e = &after(&plan, 0).enrollments;
    assert_eq!(
        (e[0].school.clone(), e[0].exit),
        (school("104"), Some(day("2026-09-05")))
    );
    assert_eq!((e[1].school.clone(), e[1].exit), (school("108"), None));
}

#[test]
fn a_transfer_without_a_day_ends_the_old_enrollment_today() {
    let plan = planned(&["00123,Smith,Anna,,,108,,,"], &[anna()]);
    assert_eq!(after(&plan, 0).enrollments[0].exit, Some(day("2026-09-10")));
}

#[test]
fn the_same_school_updates_the_enrollment() {
    let plan = planned(&["00123,Smith,Anna,,,104,2026-08-20,2026-09-09,"], &[anna()]);
    let e = &after(&plan, 0).enrollments;
    assert_eq!(e.len(), 1);
    assert_eq!(e[0].exit, Some(day("2026-09-09")));
    assert_eq!(e[0].grade, "05", "what the row does not say stays");
}

#[test]
fn an_enrollment_that_is_over_is_left_alone() {
    let mut s = anna();
    s.enrollments
        .insert(0, enrolled("704", "2025-08-20", "2026-06-01"));
    assert_eq!(planned(&[ANNA], &[s]).rows[0].fate, Fate::Same);
}

#[test]
fn a_student_who_comes_back_to_the_same_school_begins_a_new_enrollment() {
    let mut s = anna();
    s.enrollments = vec![enrolled("104", "2025-08-20", "2026-06-01")];
    let plan = planned(&[ANNA], &[s]);
    let e = &after(&plan, 0).enrollments;
    assert_eq!(e.len(), 2);
    assert_eq!(e[0].exit, Some(day("2026-06-01")), "the old one stays as it was");
    assert_eq!((e[1].entry, e[1].exit), (Some(day("2026-08-20")), None));
}

#[test]
fn a_roster_with_a_student_at_two_schools_can_be_imported_again() {
    let lines = [ANNA, "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,,"];
    let first = planned(&lines, &[]);
    let again = planned(&lines, &[after(&first, 0)]);
    assert_eq!(again.counts().same, 2, "{again:?}");
}

#[test]
fn a_row_about_a_time_that_is_over_does_not_end_the_running_enrollment() {
    for line in [
        "00123,Smith,Anna,,,704,2024-08-20,2025-06-01,",
        "00123,Smith,Anna,,,104,2024-08-20,2025-06-01,",
    ] {
        let mut s = anna();
        s.enrollments[0].entry = Some(day("2026-08-20"));
        let plan = planned(&[line], &[s]);
        let e = &after(&plan, 0).enrollments;
        assert_eq!(e.len(), 2, "{line}");
        assert_eq!((e[0].entry, e[0].exit), (Some(day("2026-08-20")), None), "{line}");
    }
}

#[test]
fn a_second_school_of_a_student_who_is_otherwise_the_same_is_not_lost() {
    let plan = planned(&[ANNA, "00123,Smith,Anna,,,108,2026-09-01,,"], &[anna()]);
    assert_eq!(changed_fields(&plan, 0), [Field::Enrollments]);
    assert_eq!(after(&plan, 0).enrollments.len(), 2);
}

#[test]
fn the_order_of_two_schools_in_the_file_does_not_matter() {
    let plan = planned(
        &["00123,Smith,Anna,2014-03-09,,108,2026-09-01,,", ANNA],
        &[anna()],
    );
    let e = &after(&plan, 0).enrollments;
    assert_eq!((e.len(), e[0].exit, e[1].exit), (2, None, None));
}

#[test]
fn what_undo_puts_back_is_what_was_there_before_the_first_row() {
    let plan = planned(
        &[
            "00123,Smith,Anna,2014-03-09,F,104,2026-08-21,,",
            "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,,",
        ],
        &[anna()],
    );
    let Fate::Changed(_, changes) = &plan.rows[0].fate else {
        unreachable!()
    };
    assert_eq!(changes[0].before, anna().value(Field::Enrollments));
}
