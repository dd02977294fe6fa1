//! Tests of schools and dates that rows bring.

use super::*;
use chrono::NaiveDate;

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

/// The same whatever the order of the lines.
fn in_any_order(lines: &[&str], here: &[Student], expected: &[(&str, &str, &str)]) {
    let turned: Vec<&str> = lines.iter().rev().copied().collect();
    for lines in [lines, &turned] {
        let plan = planned(lines, here);
        let changed = (0..lines.len()).find(|at| !matches!(plan.rows[*at].fate, Fate::Same | Fate::Refused));
        let student = changed.map_or_else(|| here[0].clone(), |at| after(&plan, at));
        let text = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
        let mut all: Vec<(String, String, String)> = student
            .enrollments
            .iter()
            .map(|e| (e.school.to_string(), text(e.entry), text(e.exit)))
            .collect();
        all.sort();
        let all: Vec<(&str, &str, &str)> = all.iter().map(|(s, a, b)| (&**s, &**a, &**b)).collect();
        assert_eq!(all, expected, "{lines:?}: {:?}", plan.problems);
    }
}

#[test]
fn who_left_and_came_back_in_one_file_is_enrolled() {
    let lines = [
        "00123,Smith,Anna,2014-03-09,F,104,2026-08-20,2026-08-30,",
        "00123,Smith,Anna,2014-03-09,F,104,2026-09-05,,",
    ];
    let both = [("104", "2026-08-20", "2026-08-30"), ("104", "2026-09-05", "")];
    in_any_order(&lines, &[], &both);
    let mut here = anna();
    here.enrollments[0].entry = Some(day("2026-08-20"));
    in_any_order(&lines, &[here], &both);
}

#[test]
fn what_a_further_line_says_of_a_second_school_is_taken_whatever_the_order() {
    let mut here = anna();
    here.enrollments[0].entry = Some(day("2026-08-20"));
    let at_both = |mut s: Student| {
        s.enrollments.push(enrolled("108", "2026-09-01", ""));
        s
    };
    // She leaves the second school.
    in_any_order(
        &[ANNA, "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,2026-09-09,"],
        &[at_both(here.clone())],
        &[("104", "2026-08-20", ""), ("108", "2026-09-01", "2026-09-09")],
    );
    // She leaves the first one on another day than she begins at the second.
    in_any_order(
        &[
            "00123,Smith,Anna,2014-03-09,F,104,2026-08-20,2026-09-04,",
            "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,,",
        ],
        std::slice::from_ref(&here),
        &[("104", "2026-08-20", "2026-09-04"), ("108", "2026-09-01", "")],
    );
    // She was once at the second school.
    let mut once = here.clone();
    once.enrollments
        .insert(0, enrolled("108", "2025-08-20", "2026-06-01"));
    in_any_order(
        &[ANNA, "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,,"],
        &[once],
        &[
            ("104", "2026-08-20", ""),
            ("108", "2025-08-20", "2026-06-01"),
            ("108", "2026-09-01", ""),
        ],
    );
}

#[test]
fn each_school_has_its_grade() {
    let mut here = anna();
    here.enrollments.push(enrolled("108", "2026-09-01", ""));
    let grade = RosterColumn::Part(EnrollmentPart::Grade);
    let grades = |first: &str, second: &str, turned: bool| {
        let mut lines = roster(&[ANNA, "00123,Smith,Anna,2014-03-09,F,108,2026-09-01,,"]);
        let rows = Arc::make_mut(&mut lines.rows);
        rows[0].cells.push(grade, first);
        rows[1].cells.push(grade, second);
        if turned {
            rows.reverse();
        }
        let plan = planned_with(&lines, &Desk::of(std::slice::from_ref(&here)), &rules(), false);
        assert_eq!(plan.counts().refused, 0, "{:?}", plan.problems);
        let e = after(&plan, 0).enrollments;
        (e[0].grade.clone(), e[1].grade.clone())
    };
    for turned in [false, true] {
        assert_eq!(grades("06", "06", turned), ("06".into(), "06".into()));
        assert_eq!(grades("06", "07", turned), ("06".into(), "07".into()));
    }
}

#[test]
fn another_entry_date_on_a_further_line_is_held_back_and_both_are_named() {
    let plan = planned(&[ANNA, "00123,Smith,Anna,2014-03-09,F,104,2026-08-24,,"], &[]);
    assert_eq!(
        held(&plan, 1),
        "roster.csv, line 3, Entry date: Line 2 has this student already, with another entry date: “2026-08-20” there, “2026-08-24” here. Only that line is taken."
    );
}

#[test]
fn who_had_left_and_stands_in_a_list_without_dates_begins_anew_and_it_is_said() {
    let mut here = anna();
    here.enrollments = vec![enrolled("104", "2025-08-20", "2026-06-01")];
    let plan = planned(&["00123,Smith,Anna,2014-03-09,F,104,,,"], &[here]);
    let e = after(&plan, 0).enrollments;
    assert_eq!(
        (e.len(), e[0].exit, e[1].exit),
        (2, Some(day("2026-06-01")), None)
    );
    assert!(plan.problems[0].message.starts_with(
        "1 student stands in the file who has left the school here, and no entry date stands there"
    ));
    // The same where another line of the student's comes first.
    let mut here = anna();
    here.enrollments = vec![
        enrolled("104", "2025-08-20", "2026-06-01"),
        enrolled("108", "2026-08-20", ""),
    ];
    let plan = planned(
        &[
            "00123,Smith,Anna,2014-03-09,F,108,,,",
            "00123,Smith,Anna,2014-03-09,F,104,,,",
        ],
        &[here],
    );
    assert_eq!(after(&plan, 0).enrollments.len(), 3);
    let said = |p: &Problem| p.message.contains("The first stands in line 3.");
    assert!(plan.problems.iter().any(said), "{:?}", plan.problems);
}

#[test]
fn an_enrollment_elsewhere_that_ends_today_does_not_end_the_running_one() {
    let plan = planned(&["00123,Smith,Anna,,,108,2026-09-01,2026-09-10,"], &[anna()]);
    assert_eq!(after(&plan, 0).enrollments[0].exit, None);
}
