//! Tests of what one row does: added, changed, the same, held back.

use super::*;

#[test]
fn a_number_that_is_not_known_adds_a_student() {
    let plan = planned(&["00777,Young,Yara,3/9/2014,Female,104,2026-08-20,,0234567"], &[]);
    let s = after(&plan, 0);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert_eq!((s.key, s.number.as_str()), (StudentKey(0), "00777"));
    assert_eq!(s.birth_date, Some(day("2014-03-09")));
    assert_eq!(s.gender, "F");
    assert_eq!(s.ssid, Some(ssid("0234567")));
    assert_eq!(s.enrollments[0].school, school("104"));
    assert_eq!(s.change_flag, None, "there is nothing yet to update");
}

#[test]
fn a_known_student_changes_in_the_fields_that_differ() {
    let plan = planned(
        &["00123,Smith-Jones,Anna,2014-03-10,F,104,2026-08-20,,"],
        &[anna()],
    );
    assert_eq!(changed_fields(&plan, 0), [Field::LastName, Field::BirthDate]);
    let Fate::Changed(_, changes) = &plan.rows[0].fate else {
        unreachable!()
    };
    assert_eq!(
        changes[0],
        FieldChange {
            field: Field::LastName,
            before: FieldValue::Text("Smith".into()),
            after: FieldValue::Text("Smith-Jones".into()),
        }
    );
    assert_eq!(after(&plan, 0).key, anna().key);
}

#[test]
fn a_row_that_says_what_is_here_is_the_same() {
    assert_eq!(planned(&[ANNA], &[anna()]).rows[0].fate, Fate::Same);
}

#[test]
fn rows_are_counted_by_fate() {
    let plan = planned(
        &[
            ANNA,
            "00124,Garcia,Jose,,,,,,",
            "00125,Changed,Sean,,,,,,",
            ",No,Number,,,,,,",
        ],
        &[anna(), student(3, "00125", "O'Brien", "Sean")],
    );
    assert_eq!(
        plan.counts(),
        Counts {
            rows: 4,
            added: 1,
            changed: 1,
            same: 1,
            refused: 1
        }
    );
}

#[test]
fn blanks_never_wipe_what_is_on_file() {
    let mut s = with_ssid(anna(), "1234567");
    s.middle_name = "Maria".into();
    s.phone = "801 555 0100".into();
    assert_eq!(
        planned(&["00123,Smith,Anna,,,,,,"], &[s]).rows[0].fate,
        Fate::Same
    );
}

#[test]
fn a_row_without_a_usable_student_number_is_held_back() {
    let said = held(&planned(&[",Smith,Anna,,,,,,"], &[]), 0);
    assert!(said.starts_with("roster.csv, line 2, student number:"), "{said}");
    held(&planned(&["12-3,Smith,Anna,,,,,,"], &[]), 0);
}

#[test]
fn a_cell_that_cannot_be_read_holds_its_row_back_and_not_the_others() {
    let plan = planned(&["00777,Young,Yara,31/31/2014,F,,,,", ANNA], &[]);
    let said = held(&plan, 0);
    assert!(
        said.starts_with("roster.csv, line 2, Birth date:") && said.contains("31/31/2014"),
        "{said}"
    );
    assert!(matches!(plan.rows[1].fate, Fate::Added(_)));
}

#[test]
fn a_broken_row_is_held_back_with_its_reason() {
    let mut r = roster(&[ANNA]);
    Arc::make_mut(&mut r.rows)[0].broken = Some(Box::new(Problem::at(
        "roster.csv",
        2,
        "",
        Severity::Held,
        "One cell too many.",
    )));
    let plan = planned_with(&r, &Desk::default(), &rules(), false);
    assert!(held(&plan, 0).contains("One cell too many"));
}

#[test]
fn a_birth_date_that_makes_a_student_too_old_is_said_and_taken() {
    let plan = planned(&["00701,Young,Yara,1900-01-01,F,104,,,"], &[]);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(plan.problems[0].message.contains("1900-01-01, the student is 12"));
}

#[test]
fn a_roster_change_of_what_the_state_compares_raises_the_flag() {
    let plan = planned(&["00123,Smith-Jones,Anna,,,,,,"], &[with_ssid(anna(), "1234567")]);
    assert_eq!(changed_fields(&plan, 0), [Field::LastName, Field::ChangeFlag]);
    let flag = after(&plan, 0).change_flag.unwrap();
    assert_eq!(flag.old, BTreeMap::from([(Field::LastName, "Smith".to_owned())]));
    let without = planned(&["00123,Smith-Jones,Anna,,,,,,"], &[anna()]);
    assert_eq!(changed_fields(&without, 0), [Field::LastName]);
}

#[test]
fn a_name_put_back_while_an_update_is_under_way_keeps_the_flag() {
    let mut s = with_ssid(anna(), "1234567");
    s.last_name = "Smith-Jones".into();
    s.change_flag = Some(crate::domain::student::ChangeFlag {
        since: noon("2026-09-01"),
        old: BTreeMap::from([(Field::LastName, "Smith".to_owned())]),
    });
    let mut desk = Desk::of(&[s]);
    let r = roster(&["00123,Smith,Anna,,,,,,"]);
    let back = planned_with(&r, &desk, &rules(), false);
    assert_eq!(after(&back, 0).change_flag, None);
    desk.open_updates.push(anna().key);
    let under_way = planned_with(&r, &desk, &rules(), false);
    assert!(after(&under_way, 0).change_flag.is_some());
}

#[test]
fn a_warning_is_said_with_its_place_and_the_row_is_taken() {
    let plan = planned(&["00701,Young,Yara,41707,,,,,123456"], &[]);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert!(
        said[0].contains("line 2, Birth date") && said[0].contains("Excel"),
        "{said:?}"
    );
    assert!(
        said[1].contains("line 2, SSID") && said[1].contains("6 digits"),
        "{said:?}"
    );
}

#[test]
fn twins_are_two_children() {
    let plan = planned(
        &[
            "00701,Young,Yara,2014-03-09,F,104,,,1234567",
            "00702,Young,Yves,2014-03-09,M,104,,,1234568",
        ],
        &[],
    );
    assert_eq!(plan.counts().added, 2);
    assert!(plan.problems.is_empty());
}

#[test]
fn a_new_student_without_birth_date_or_gender_is_taken_and_said() {
    let plan = planned(
        &[
            ANNA,
            "00701,Young,Yara,,F,104,,,",
            "00702,Lee,Kim,2014-03-10,,104,,,",
        ],
        &[],
    );
    assert_eq!(plan.counts().added, 3);
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "roster.csv, line 3, Birth date: The new student has no birth date, and is not sent to the state before it is filled in. Found “(blank)”, expected a birth date.",
            "roster.csv, line 4, Gender: The new student has no gender, and is not sent to the state before it is filled in. Found “(blank)”, expected a gender.",
        ]
    );
    // Who is here already has it on file.
    assert_eq!(planned(&["00123,Smith,Anna,,F,104,,,"], &[anna()]).problems, []);
}

#[test]
fn a_list_without_genders_says_so_once() {
    let plan = planned(
        &[
            "00701,Young,Yara,2014-03-09,,104,,,",
            "00702,Lee,Kim,2014-03-10,,104,,,",
        ],
        &[],
    );
    let said: Vec<&str> = plan.problems.iter().map(|p| &*p.message).collect();
    assert_eq!(
        said,
        [
            "The file says no gender: 2 new students have none, and cannot be sent to the state before it is filled in."
        ]
    );
}
