use super::*;
use crate::domain::district::Rules;
use crate::domain::ids::StudentKey;
use crate::domain::journal::{FieldChange, with_changes};
use crate::domain::problem::Severity;
use crate::domain::student::{FieldValue, Student};
use crate::domain::testing::{Desk, anna, day, enrolled, noon, rules, school, ssid, student, with_ssid};
use std::collections::BTreeSet;

const HEADERS: [RosterColumn; 9] = [
    RosterColumn::Field(Field::Number),
    RosterColumn::Field(Field::LastName),
    RosterColumn::Field(Field::FirstName),
    RosterColumn::Field(Field::BirthDate),
    RosterColumn::Field(Field::Gender),
    RosterColumn::Part(EnrollmentPart::School),
    RosterColumn::Part(EnrollmentPart::Entry),
    RosterColumn::Part(EnrollmentPart::Exit),
    RosterColumn::Field(Field::Ssid),
];

/// A roster from lines `number,last,first,birth date,gender,school,entry,exit,ssid`.
fn roster(lines: &[&str]) -> Roster {
    let rows = lines.iter().zip(2..).map(|(text, file_line)| RosterRow {
        file_line,
        cells: HEADERS
            .into_iter()
            .zip(text.split(','))
            .filter(|(_, t)| !t.is_empty())
            .collect(),
        broken: None,
    });
    Roster {
        file: "roster.csv".into(),
        reading: Reading::default(),
        format: Format::List,
        recognised: Vec::new(),
        columns: Vec::new(),
        questions: Vec::new(),
        complete: true,
        unreadable: None,
        rows: rows.collect(),
        problems: Vec::new(),
    }
}

/// A plan, who was here when it was made, and who stands in the file.
#[derive(Debug)]
struct Planned {
    plan: Plan,
    here: Vec<Student>,
    in_file: InFile,
}

impl std::ops::Deref for Planned {
    type Target = Plan;
    fn deref(&self) -> &Plan {
        &self.plan
    }
}

fn planned_with(roster: &Roster, desk: &Desk, rules: &Rules, create_schools: bool) -> Planned {
    let mut roster = roster.clone();
    if create_schools {
        roster.reading = roster.reading.answering(UNKNOWN_SCHOOLS, CREATE);
    }
    let schools: BTreeSet<SchoolCode> = ["104", "108", "704"].map(school).into();
    let cx = PlanContext {
        table: Table::Students,
        check: CheckContext {
            rules,
            schools: &schools,
            today: day("2026-09-10"),
            from_file: true,
        },
        school_names: BTreeMap::from([(school("104"), "Elm Elementary".to_owned())]),
        links: desk.links(),
        now: noon("2026-09-10"),
    };
    let (plan, in_file) = plan(&roster, &cx, desk, |_| Ok(())).unwrap();
    let here = desk.students.clone();
    Planned { plan, here, in_file }
}

fn planned(lines: &[&str], students: &[Student]) -> Planned {
    planned_with(&roster(lines), &Desk::of(students), &rules(), false)
}

fn after(plan: &Planned, row: usize) -> Student {
    match &plan.rows[row].fate {
        Fate::Added(s) => s.student(),
        Fate::Changed(key, changes) => {
            let before = plan.here.iter().find(|s| s.key == *key).unwrap();
            with_changes(before.clone(), changes)
        }
        other => panic!("row {row} is {other:?}: {:?}", plan.problems),
    }
}

fn changed_fields(plan: &Plan, row: usize) -> Vec<Field> {
    match &plan.rows[row].fate {
        Fate::Changed(_, changes) => changes.iter().map(|c| c.field).collect(),
        other => panic!("row {row} is {other:?}: {:?}", plan.problems),
    }
}

/// The only problem, which holds a row.
fn held(plan: &Plan, row: usize) -> String {
    assert_eq!(plan.rows[row].fate, Fate::Refused);
    let held: Vec<String> = plan
        .problems
        .iter()
        .filter(|p| p.severity == Severity::Held)
        .map(ToString::to_string)
        .collect();
    assert_eq!(held.len(), 1, "{held:?}");
    held[0].clone()
}

const ANNA: &str = "00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,";

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
    r.rows[0].broken = Some(Box::new(Problem::at(
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
fn a_different_ssid_is_refused() {
    let plan = planned(
        &["00123,Smith,Anna,,,,,,7777777"],
        &[with_ssid(anna(), "1234567")],
    );
    let said = held(&plan, 0);
    assert!(said.contains("7777777") && said.contains("1234567"), "{said}");
}

#[test]
fn a_missing_ssid_is_filled_from_a_roster() {
    let plan = planned(&["00123,Smith,Anna,,,,,,1234567"], &[anna()]);
    assert_eq!(changed_fields(&plan, 0), [Field::Ssid]);
}

#[test]
fn an_ssid_held_by_another_is_refused() {
    let holder = with_ssid(student(9, "00900", "Smith", "Anne"), "1234567");
    let plan = planned(&["00123,Smith,Anna,,,,,,1234567"], &[anna(), holder]);
    assert!(held(&plan, 0).contains("Smith, Anne (00900)"));
}

#[test]
fn one_ssid_on_two_rows_is_taken_once() {
    let plan = planned(
        &["00701,Young,Yara,,,,,,1234567", "00702,Old,Olga,,,,,,1234567"],
        &[],
    );
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(held(&plan, 1).contains("line 2 (00701)"));
}

#[test]
fn a_number_twice_in_the_file_for_two_children_takes_the_first() {
    let plan = planned(&[ANNA, "00123,Jones,Jim,2013-01-01,M,104,,,"], &[]);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(held(&plan, 1).contains("Line 2 has the same student number for another child"));
}

#[test]
fn a_number_twice_in_the_file_never_puts_another_child_into_a_record_that_is_here() {
    let lines = ["00123,Jones,Jim,2013-01-01,M,104,,,", "00123,SMITH,Anna,,,104,,,"];
    let plan = planned(&lines, &[anna()]);
    assert!(held(&plan, 0).contains("Line 3 has the same student number and is Smith, Anna"));
    assert!(!matches!(plan.rows[1].fate, Fate::Refused));
}

#[test]
fn a_school_is_not_created_for_rows_that_are_held_back() {
    let r = roster(&["00701,Young,Yara,no date,,1234567,,,"]);
    let plan = planned_with(&r, &Desk::default(), &rules(), true);
    assert_eq!(plan.counts().refused, 1);
    assert_eq!(plan.new_schools, BTreeMap::new());
}

#[test]
fn a_birth_date_that_makes_a_student_too_old_is_said_and_taken() {
    let plan = planned(&["00701,Young,Yara,1900-01-01,F,104,,,"], &[]);
    assert!(matches!(plan.rows[0].fate, Fate::Added(_)));
    assert!(plan.problems[0].message.contains("1900-01-01, the student is 12"));
}

#[test]
fn the_same_row_twice_changes_nothing_and_is_said() {
    let plan = planned(&[ANNA, ANNA], &[]);
    assert_eq!(plan.rows[1].fate, Fate::Same);
    assert_eq!(plan.problems[0].severity, Severity::Warning);
    assert_eq!(after(&plan, 0).enrollments.len(), 1);
}

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
fn an_unknown_school_holds_its_rows_and_is_counted_once() {
    let lines = [
        "00701,Young,Yara,,,999,,,",
        "00702,Old,Olga,,,999,,,",
        "00703,Odd,Oda,,,Mesa Elementary,,,",
    ];
    let plan = planned(&lines, &[]);
    assert_eq!(plan.counts().refused, 3);
    assert_eq!(
        plan.unknown_schools,
        BTreeMap::from([("999".to_owned(), 2), ("Mesa Elementary".to_owned(), 1)])
    );
    assert!(plan.new_schools.is_empty(), "nothing is created silently");
}

#[test]
fn an_unknown_school_is_created_when_asked_for() {
    let mut r = roster(&["00701,Young,Yara,,,999,,,", "00702,Old,Olga,,,998,,,"]);
    r.rows[0].cells.push(RosterColumn::SchoolName, "Mesa Elementary");
    let plan = planned_with(&r, &Desk::default(), &rules(), true);
    assert_eq!(plan.counts().added, 2);
    assert_eq!(
        plan.new_schools,
        BTreeMap::from([
            (school("999"), "Mesa Elementary".to_owned()),
            (school("998"), "School 998".to_owned())
        ])
    );
    assert!(plan.unknown_schools.is_empty());
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

#[test]
fn a_second_row_that_cannot_be_read_is_held_back_and_not_passed_over() {
    let plan = planned(&[ANNA, "00123,Smith,Anna,,,108,31/31/2026,,"], &[]);
    let said = held(&plan, 1);
    assert!(said.starts_with("roster.csv, line 3, Entry date:"), "{said}");
    assert_eq!(after(&plan, 0).enrollments.len(), 1);
}

// Profiles that were merged away.

/// Anna with number D00123, merged into 00123.
fn merged_anna() -> [Student; 2] {
    let mut old = student(8, "D00123", "Smith", "Anna");
    old.duplicate = true;
    old.retired_into = Some(anna().key);
    [anna(), old]
}

#[test]
fn a_row_of_a_merged_profile_lands_on_the_survivor_who_keeps_the_number() {
    let plan = planned(
        &["D00123,Smith-Jones,Anna,2014-03-09,F,104,2026-08-20,,"],
        &merged_anna(),
    );
    assert_eq!(changed_fields(&plan, 0), [Field::LastName]);
    assert_eq!(
        (after(&plan, 0).key, after(&plan, 0).number.as_str()),
        (anna().key, "00123")
    );
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [
            "roster.csv, line 2, student number: D00123 was merged into 00123; the row is taken for that student."
        ]
    );
    assert_eq!(plan.problems[0].severity, Severity::Warning);
}

#[test]
fn two_rows_that_mean_one_survivor_are_a_repeated_student() {
    let plan = planned(
        &[ANNA, "D00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,"],
        &merged_anna(),
    );
    assert_eq!([&plan.rows[0].fate, &plan.rows[1].fate], [&Fate::Same; 2]);
    assert!(
        plan.problems
            .iter()
            .any(|p| p.message.contains("Line 2 has this student already"))
    );
    let plan = planned(
        &[ANNA, "D00123,Other,Child,2015-01-01,M,104,2026-08-20,,"],
        &merged_anna(),
    );
    assert_eq!(plan.rows[1].fate, Fate::Refused);
}

#[test]
fn a_merged_number_that_the_sis_gave_to_another_child_changes_nobody() {
    let plan = planned(
        &["D00123,Young,Kai,2016-05-05,M,104,2026-08-20,,"],
        &merged_anna(),
    );
    assert_eq!(plan.rows[0].fate, Fate::Refused);
    let [held] = plan.problems.as_slice() else {
        panic!("{:?}", plan.problems)
    };
    assert_eq!(held.severity, Severity::Held);
    assert!(
        held.message.contains("merged into Smith, Anna (00123)") && held.message.contains("another child"),
        "{}",
        held.message
    );
}

#[test]
fn the_row_of_the_students_own_number_counts_wherever_the_old_number_stands() {
    let old = "D00123,Smyth,Ann,2014-03-09,F,104,2026-08-20,,";
    let plan = planned(&[old, ANNA], &merged_anna());
    assert_eq!(
        [&plan.rows[0].fate, &plan.rows[1].fate],
        [&Fate::Refused, &Fate::Same]
    );
    let said: Vec<&str> = plan.problems.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(
        said,
        ["D00123 was merged into 00123, who stands in line 3 as well. That line is taken."]
    );
}

#[test]
fn an_integration_idt_that_another_student_has_is_held() {
    let mut jose = crate::domain::testing::jose();
    jose.integration_idt = "ps-1".into();
    let mut lines = roster(&[ANNA]);
    let column = RosterColumn::Field(Field::IntegrationIdt);
    lines.columns.push(MappedColumn {
        header: "IntegrationIDT".into(),
        column: Some(column),
        known: Known::ByName,
        samples: Vec::new(),
    });
    lines.rows[0].cells.push(column, "ps-1");
    let plan = |students: &[Student]| planned_with(&lines, &Desk::of(students), &rules(), false);
    let said = held(&plan(&[anna(), jose.clone()]), 0);
    assert!(
        said.contains("IntegrationIDT ps-1 belongs to Garcia Lopez, Jose"),
        "{said}"
    );
    let own = Student {
        integration_idt: "ps-1".into(),
        ..anna()
    };
    assert_eq!(plan(&[own]).rows[0].fate, Fate::Same, "her own is no trouble");
}

// The General Student Table.

fn general(lines: &[&str], table: &[Student]) -> Planned {
    let (rules, schools) = (rules(), BTreeSet::from([school("104")]));
    let cx = PlanContext {
        table: Table::General,
        check: CheckContext {
            rules: &rules,
            schools: &schools,
            today: day("2026-09-10"),
            from_file: true,
        },
        school_names: Default::default(),
        links: Default::default(),
        now: noon("2026-09-10"),
    };
    let (plan, in_file) = plan(&roster(lines), &cx, &Desk::of(table), |_| Ok(())).unwrap();
    let here = table.to_vec();
    Planned { plan, here, in_file }
}

fn warnings(plan: &Plan) -> Vec<&str> {
    plan.problems.iter().map(|p| p.message.as_str()).collect()
}

#[test]
fn the_sis_may_change_a_state_id_and_it_is_said() {
    let before = with_ssid(anna(), "1858768");
    let plan = general(
        &["00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,1904417"],
        std::slice::from_ref(&before),
    );
    assert_eq!(
        changed_fields(&plan, 0),
        [Field::Ssid],
        "no history, no change flag"
    );
    assert_eq!(
        warnings(&plan),
        ["The State ID was 1858768 and is 1904417 in the SIS now."]
    );
    let plan = general(
        &["00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,P-0091"],
        &[before],
    );
    assert_eq!(changed_fields(&plan, 0), [Field::Ssid, Field::ProvisionalId]);
}

#[test]
fn one_state_id_on_two_rows_of_the_sis_is_said_of_both_and_taken() {
    let plan = general(
        &[
            "1,Smith,Anna,2014-03-09,F,104,2026-08-20,,1904417",
            "2,Jones,Mia,2014-04-09,F,104,2026-08-20,,1904417",
        ],
        &[],
    );
    assert_eq!(plan.counts().added, 2);
    assert!(warnings(&plan)[0].starts_with("2 (line 3) and 1 (line 2) have State ID 1904417 both."));
}

#[test]
fn a_school_that_is_not_known_stays_as_it_stands_in_the_sis() {
    let plan = general(&["1,Smith,Anna,2014-03-09,F,999,2026-08-20,,"], &[]);
    assert_eq!(after(&plan, 0).enrollments[0].school, school("999"));
    assert!(plan.new_schools.is_empty() && plan.problems.is_empty());
}

// What is asked once, and who has gone.

/// The roster with the columns it is laid out by, answered as a person would.
fn asked(lines: &[&str], students: &[Student], answers: &[(&str, &str)]) -> Planned {
    let mut roster = roster(lines);
    roster.columns = HEADERS
        .into_iter()
        .map(|c| MappedColumn {
            header: format!("the {}", c.name()),
            column: Some(c),
            known: Known::ByName,
            samples: Vec::new(),
        })
        .collect();
    for (key, answer) in answers {
        roster.reading = roster.reading.answering(key, answer);
    }
    planned_with(&roster, &Desk::of(students), &rules(), false)
}

fn keys(plan: &Planned) -> Vec<&str> {
    plan.questions.iter().map(|q| q.key.as_str()).collect()
}

const UNKNOWN: [&str; 3] = [
    "00701,Young,Yara,2014-03-09,F,999,,,",
    "00702,Old,Olga,2014-03-09,F,North High,,,",
    "00703,New,Nora,2014-03-09,F,999,,,",
];

#[test]
fn each_school_that_is_not_known_is_asked_about_once() {
    let plan = asked(&UNKNOWN, &[], &[]);
    assert_eq!(keys(&plan), ["school:999", "school:North High"]);
    assert_eq!((plan.outcome(), plan.counts().refused), (Outcome::Ask, 3));
    let q = &plan.questions[0];
    assert_eq!((q.rows, q.found.as_str(), q.answer.as_deref()), (2, "999", None));
    assert_eq!(q.place.column.as_deref(), Some("the school"));
    let names: Vec<&str> = q.choices.iter().map(|c| c.name.as_str()).collect();
    assert_eq!(names, ["create", "hold", "104", "108", "704"]);
    assert_eq!(q.choices[2].label, "104 Elm Elementary");
    assert_eq!(
        plan.questions[1].choices[0].name, "hold",
        "a name cannot be created"
    );
}

#[test]
fn a_school_is_taken_as_a_person_answered() {
    let plan = asked(
        &UNKNOWN,
        &[],
        &[("school:999", "create"), ("school:North High", "108")],
    );
    assert_eq!(plan.counts().added, 3);
    assert!(plan.new_schools.contains_key(&school("999")));
    assert_eq!(after(&plan, 1).enrollments[0].school, school("108"));
    assert!(plan.questions.iter().all(Question::is_answered));
    assert_eq!(plan.outcome(), Outcome::Accept);
    let held = asked(&UNKNOWN, &[], &[(UNKNOWN_SCHOOLS, HOLD)]);
    assert!(held.questions.is_empty());
    assert_eq!((held.outcome(), held.counts().refused), (Outcome::Partial, 3));
    let created = asked(&UNKNOWN, &[], &[(UNKNOWN_SCHOOLS, CREATE)]);
    assert_eq!(keys(&created), ["school:North High"]);
    assert_eq!(created.counts().added, 2);
    // A school that nobody has is no answer.
    let nowhere = asked(&UNKNOWN[..1], &[], &[("school:999", "555")]);
    assert_eq!((nowhere.outcome(), nowhere.counts().refused), (Outcome::Ask, 1));
}

#[test]
fn blank_cells_of_a_known_student_are_asked_about_and_wipe_nothing() {
    let here = with_ssid(anna(), "1234567");
    let lines = ["00123,Smith,Anna,,,104,2026-08-20,,"];
    let plan = asked(&lines, std::slice::from_ref(&here), &[]);
    assert_eq!((plan.outcome(), &plan.rows[0].fate), (Outcome::Ask, &Fate::Same));
    let q = &plan.questions[0];
    assert_eq!(
        (q.key.as_str(), q.answer.as_deref(), q.rows),
        ("blank-cells", Some("keep"), 1)
    );
    assert!(
        q.sentence
            .contains("Birth date is blank in line 2, here it is “2014-03-09”"),
        "{}",
        q.sentence
    );
    let kept = asked(&lines, std::slice::from_ref(&here), &[(BLANK_CELLS, KEEP)]);
    assert_eq!(
        (kept.outcome(), &kept.rows[0].fate),
        (Outcome::Accept, &Fate::Same)
    );
    let cleared = asked(&lines, std::slice::from_ref(&here), &[(BLANK_CELLS, CLEAR)]);
    let fields = changed_fields(&cleared, 0);
    assert_eq!(fields[..2], [Field::BirthDate, Field::Gender]);
    assert_eq!(after(&cleared, 0).ssid, here.ssid, "an SSID is never cleared");
    // Only the SSID is blank: the state gave it, the SIS need not have it.
    assert!(asked(&[ANNA], &[here], &[]).questions.is_empty());
}

fn gone(plan: &Planned) -> Vec<String> {
    let today = day("2026-09-10");
    plan.here
        .iter()
        .filter_map(|s| plan.in_file.gone(s, today))
        .map(|g| g.number)
        .collect()
}

#[test]
fn who_is_enrolled_at_a_school_of_the_file_and_not_in_it_has_gone() {
    let mut left = student(4, "00400", "Left", "Lena");
    left.enrollments = vec![enrolled("104", "2020-08-20", "2021-06-01")];
    let mut elsewhere = student(5, "00500", "Else", "Ed");
    elsewhere.enrollments = vec![enrolled("108", "2026-08-20", "")];
    let mut twin = student(6, "D00600", "Copy", "Cleo");
    twin.duplicate = true;
    let mut merged = student(7, "00700", "Old", "Olga");
    merged.retired_into = Some(anna().key);
    let sam = student(8, "00800", "Stays", "Sam");
    let zeros = student(9, "00900", "Zero", "Zoe");
    let here = [anna(), left, elsewhere, twin, merged, sam, zeros];
    // Sam's row is held back, and Zoe's number has lost its zeros: both stand in the file.
    let lines = [
        "00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,",
        "00800,Stays,Sam,31/31/2014,F,104,2026-08-20,,",
        "900,Other,Name,2014-03-09,F,104,2026-08-20,,",
    ];
    assert!(gone(&planned(&lines, &here)).is_empty());
    assert_eq!(gone(&planned(&lines[..1], &here)), ["00800", "00900"]);
    assert!(gone(&planned(&[], &here)).is_empty(), "a header and no students");
    let mut delta = roster(&lines[..1]);
    delta.complete = false;
    let plan = planned_with(&delta, &Desk::of(&here), &rules(), false);
    assert!(
        gone(&plan).is_empty(),
        "a file of changes says nothing about others"
    );
}

#[test]
fn who_stands_in_a_roster_again_is_not_marked_any_more() {
    let marked = Student {
        not_in_roster: Some(day("2026-09-01")),
        ..anna()
    };
    let plan = planned(&[ANNA], &[marked]);
    assert_eq!(changed_fields(&plan, 0), [Field::NotInRoster]);
    assert_eq!(after(&plan, 0), anna(), "and the state is told nothing");
}

#[test]
fn a_list_of_a_few_marks_nobody_unless_somebody_says_that_it_is_complete() {
    let mut here: Vec<Student> = (0..30)
        .map(|n| student(n + 100, &format!("5{n:04}"), "Long", "Lee"))
        .collect();
    here.push(anna());
    let planned = |here: &[Student], answer: Option<&str>| {
        let mut plan = asked(
            &[ANNA],
            here,
            &answer.map(|a| (COMPLETE, a)).into_iter().collect::<Vec<_>>(),
        );
        let today = day("2026-09-10");
        plan.plan.gone = here.iter().filter_map(|s| plan.in_file.gone(s, today)).collect();
        let answers = answer
            .map(|a| (COMPLETE.to_owned(), a.to_owned()))
            .into_iter()
            .collect();
        plan.plan.ask_whether_complete(plan.in_file.known.len(), &answers);
        plan
    };
    let asked = planned(&here, None);
    let question = asked.questions.iter().find(|q| q.key == COMPLETE).unwrap();
    assert!(
        question
            .sentence
            .starts_with("30 students of the schools in this file are not in it.")
    );
    assert!(
        asked.gone.is_empty(),
        "nobody is listed as gone, or marked, meanwhile"
    );
    assert_eq!(planned(&here, Some(PART)).newly_gone(), 0);
    assert_eq!(planned(&here, Some(EVERYBODY)).newly_gone(), 30);
    // Few who left are no reason to ask.
    here.truncate(5);
    let few = planned(&here, None);
    assert!(few.questions.iter().all(|q| q.key != COMPLETE) && few.newly_gone() == 5);
}
