//! Tests of numbers that stand in a file twice, or were merged away.

use super::*;

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
fn the_row_of_the_child_here_counts_wherever_it_stands_and_though_it_is_held_back() {
    let jim = "00123,Jones,Jim,,M,104,,,";
    for anna_line in [
        "00123,Smith,Anna,31/31/2014,F,104,,,",
        "00123,Smith,Anna,2014-03-09,F,999,,,",
        ANNA,
    ] {
        for lines in [
            [anna_line, jim].as_slice(),
            &[jim, anna_line],
            &[jim, anna_line, jim],
        ] {
            let plan = planned(lines, &[anna()]);
            for (line, row) in lines.iter().zip(&plan.rows) {
                let fate = &row.fate;
                assert!(
                    !matches!(fate, Fate::Changed(..) | Fate::Added(_)),
                    "{lines:?}: {fate:?}"
                );
                assert_eq!(
                    *fate == Fate::Same,
                    *line == ANNA,
                    "{lines:?}: {:?}",
                    plan.problems
                );
            }
        }
    }
    // A row that cannot be read at all says its number and its names all the same.
    let mut roster = roster(&["00123,Smith,Anna,,,,,,", jim]);
    let broken =
        crate::domain::problem::Problem::at("roster.csv", 2, "", Severity::Held, "Cells have slipped.");
    Arc::make_mut(&mut roster.rows)[0].broken = Some(Box::new(broken));
    let plan = planned_with(&roster, &Desk::of(&[anna()]), &rules(), false);
    assert_eq!(plan.rows[1].fate, Fate::Refused);
}

#[test]
fn numbers_that_slipped_against_the_names_change_nobody() {
    let sister = "00123,Smith,Ben,2016-05-02,M,104,2026-08-20,,";
    for line in [
        "00123,Jones,Jim,2012-01-01,M,104,2026-08-20,,",
        sister,
        "00123,Jones,Jim,,M,104,,,",
    ] {
        let said = held(&planned(&[line], &[anna()]), 0);
        assert!(said.contains("They look like two children"), "{said}");
        assert!(
            said.contains("00123 is Smith, Anna, born 2014-03-09, here"),
            "{said}"
        );
    }
    for line in [
        "00123,Jones,Anna,2014-03-09,F,104,2026-08-20,,",
        "00123,Smith,Annie,2014-03-10,F,104,2026-08-20,,",
        "00123,Jones,Anna,,F,104,,,",
    ] {
        assert_eq!(planned(&[line], &[anna()]).counts().changed, 1, "{line}");
    }
}

#[test]
fn a_twin_never_takes_the_record_of_the_other() {
    let ben = "00123,Smith,Ben,2014-03-09,M,104,,,";
    let said = held(&planned(&[ben], &[anna()]), 0);
    assert!(said.contains("They look like two children"), "{said}");
    // She herself is the one whose number it is, with a new last name as well.
    let plan = planned(&[ben, "00123,Smith-Lee,Anna,2014-03-09,F,104,,,"], &[anna()]);
    assert!(held(&plan, 0).contains("Line 3 has the same student number and is Smith, Anna"));
    assert_eq!(after(&plan, 1).last_name, "Smith-Lee");
    // A sister may be Anna by another name: it is taken, and said.
    let plan = planned(&["00123,Smith,Bea,2014-03-09,F,104,,,"], &[anna()]);
    assert_eq!(plan.counts().changed, 1);
    assert!(plan.problems.iter().any(|p| {
        p.message
            .contains("“Anna” here, “Bea” there, born on the same day")
    }));
    let plan = planned(&["00123,Smith,Zoe,,F,104,,,"], &[anna()]);
    let said = |p: &Problem| p.message.contains("“Zoe” there, and no birth date in the file");
    assert!(plan.problems.iter().any(said), "{:?}", plan.problems);
}

#[test]
fn of_two_lines_with_one_number_the_one_with_the_very_name_is_the_students_own() {
    let jaylen = |line: &str| {
        let mut here = student(1, "00123", "Smith", "Jaylen");
        here.birth_date = Some(day("2014-03-09"));
        here.gender = "M".into();
        let plan = planned(&[line, "00123,Smith,Jaylen,2014-03-09,M,104,,,"], &[here]);
        assert_eq!(plan.rows[1].fate, Fate::Same);
        held(&plan, 0)
    };
    for line in [
        "00123,Smith,Kaylen,2014-03-09,M,104,,,",
        "00123,Smith,Jaylin,2014-03-09,M,104,,,",
    ] {
        let said = jaylen(line);
        assert!(
            said.contains("Line 3 has the same student number and is Smith, Jaylen"),
            "{said}"
        );
    }
    // A line without names is nobody's own.
    let plan = planned(
        &["00123,Smith,Bea,2014-03-09,F,104,,,", "00123,,,,,108,,,"],
        &[anna()],
    );
    assert_eq!(after(&plan, 0).first_name, "Bea");
    assert!(held(&plan, 1).contains("this line has no name"));
}

#[test]
fn a_birth_date_that_was_not_known_is_filled_in_with_a_new_last_name() {
    let here = Student {
        birth_date: None,
        ..anna()
    };
    let plan = planned(&["00123,Olsen,Anna,2014-03-09,F,104,,,"], &[here]);
    assert_eq!(plan.counts().changed, 1, "{:?}", plan.problems);
}

#[test]
fn the_line_that_says_otherwise_of_a_school_is_named() {
    let lines = [
        "00701,Young,Yara,2014-03-09,F,104,,,",
        "00701,Young,Yara,2014-03-09,F,108,,,",
        "00701,Young,Yara,2014-03-09,F,108,,,",
    ];
    let mut roster = roster(&lines);
    for (row, grade) in Arc::make_mut(&mut roster.rows).iter_mut().zip(["05", "05", "06"]) {
        row.cells.push(RosterColumn::Part(EnrollmentPart::Grade), grade);
    }
    let plan = planned_with(&roster, &Desk::default(), &rules(), false);
    let said = held(&plan, 2);
    assert!(
        said.contains("Line 3 has this student already, with another grade: “05” there"),
        "{said}"
    );
}

#[test]
fn a_refused_photo_consent_on_a_further_line_is_not_passed_over() {
    let photo = RosterColumn::Field(Field::PhotoConsent);
    assert!(held(&twice(photo, "", "N"), 1).contains("another photo consent: nothing there, “N” here"));
    assert_eq!(twice(photo, "N", "No").rows[1].fate, Fate::Same);
}

#[test]
fn what_is_blank_on_one_of_two_lines_is_no_other_child() {
    let plan = planned(
        &["00701,Young,Kai,,M,104,,,", "00701,Young,Kai,2013-01-01,M,104,,,"],
        &[],
    );
    assert!(held(&plan, 1).contains("another birth date: nothing there, “2013-01-01” here"));
    let plan = planned(
        &[
            "00701,Young,Kai,2013-01-01,M,104,,,",
            "00701,,,2013-01-01,M,108,,,",
        ],
        &[],
    );
    assert!(held(&plan, 1).contains("this line has no name"));
}

#[test]
fn the_same_row_twice_changes_nothing_and_is_said() {
    let plan = planned(&[ANNA, ANNA], &[]);
    assert_eq!(plan.rows[1].fate, Fate::Same);
    assert_eq!(plan.problems[0].severity, Severity::Warning);
    assert_eq!(after(&plan, 0).enrollments.len(), 1);
}

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
    let said: Vec<&str> = plan.problems.iter().map(|p| &*p.message).collect();
    assert_eq!(
        said,
        ["D00123 was merged into 00123, who stands in line 3 as well. Nothing is taken of this line."]
    );
}

#[test]
fn a_merged_number_that_was_given_to_a_sister_changes_nobody() {
    let plan = planned(
        &["D00123,Smith,Lucy,2018-02-02,F,104,2026-08-20,,"],
        &merged_anna(),
    );
    assert!(held(&plan, 0).contains("looks like another child"));
}

#[test]
fn a_held_row_of_the_students_own_number_keeps_the_old_number_out_as_well() {
    let own = "00123,Smith,Anna,31/31/2014,F,104,2026-08-20,,";
    let old = "D00123,Smyth,Ann,2014-03-09,F,104,2026-08-20,,";
    for lines in [[own, old], [old, own]] {
        let plan = planned(&lines, &merged_anna());
        assert_eq!(plan.counts().refused, 2, "{:?}", plan.problems);
    }
}

#[test]
fn the_row_of_a_merged_profile_keeps_the_survivors_integration_idt() {
    let mut here = merged_anna();
    here[0].integration_idt = "ps-1".into();
    let mut lines = roster(&["D00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,"]);
    let column = RosterColumn::Field(Field::IntegrationIdt);
    Arc::make_mut(&mut lines.rows)[0].cells.push(column, "ps-55");
    let plan = planned_with(&lines, &Desk::of(&here), &rules(), false);
    assert_eq!(plan.rows[0].fate, Fate::Same);
    assert!(
        plan.problems[0]
            .message
            .ends_with("Its IntegrationIDT, ps-55, is that of the old profile and is not taken.")
    );
    // A row that is held back is not said to be taken.
    let here = [with_ssid(anna(), "1234567"), merged_anna()[1].clone()];
    let plan = planned(&["D00123,Smith,Anna,2014-03-09,F,104,2026-08-20,,7654321"], &here);
    assert_eq!(plan.problems.len(), 1, "{:?}", plan.problems);
    assert!(held(&plan, 0).contains("has 1234567 here"));
}

#[test]
fn a_second_row_that_cannot_be_read_is_held_back_and_not_passed_over() {
    let plan = planned(&[ANNA, "00123,Smith,Anna,,,108,31/31/2026,,"], &[]);
    let said = held(&plan, 1);
    assert!(said.starts_with("roster.csv, line 3, Entry date:"), "{said}");
    assert_eq!(after(&plan, 0).enrollments.len(), 1);
}

// Profiles that were merged away.

/// The same child on two lines with this in a column of each.
fn twice(column: RosterColumn, first: &str, second: &str) -> Planned {
    let mut roster = roster(&[ANNA, ANNA]);
    for (row, text) in Arc::make_mut(&mut roster.rows).iter_mut().zip([first, second]) {
        if !text.is_empty() {
            row.cells.push(column, text);
        }
    }
    planned_with(&roster, &Desk::default(), &rules(), false)
}

#[test]
fn the_same_child_twice_with_another_grade_is_held_back_and_both_grades_are_named() {
    let grade = RosterColumn::Part(EnrollmentPart::Grade);
    let plan = twice(grade, "05", "06");
    assert_eq!(
        held(&plan, 1),
        "roster.csv, line 3, Grade: Line 2 has this student already, with another grade: “05” there, “06” here. Only that line is taken."
    );
    assert_eq!(after(&plan, 0).enrollments[0].grade, "05");
    assert_eq!(
        twice(grade, "05", "5").rows[1].fate,
        Fate::Same,
        "one grade, written differently"
    );
    let middle = RosterColumn::Field(Field::MiddleName);
    assert!(
        held(&twice(middle, "", "Marie"), 1).contains("another middle name: nothing there, “Marie” here")
    );
}

#[test]
fn a_line_for_another_guardian_is_said_and_holds_nothing_back() {
    let plan = twice(RosterColumn::Field(Field::Guardian), "Ann Smith", "Bob Smith");
    assert_eq!(plan.rows[1].fate, Fate::Same);
    assert_eq!(
        plan.problems[0].message,
        "Line 2 has this student already. What it says of guardian is taken, not this line's."
    );
    assert_eq!(after(&plan, 0).guardian, "Ann Smith");
}

#[test]
fn a_number_in_small_letters_is_the_same_number() {
    let lines = [
        "a7,Jones,Jim,2013-01-01,M,104,,,",
        "A7,Smith,Anna,2014-03-09,F,104,,,",
    ];
    let mut here = anna();
    here.number = crate::domain::ids::StudentNumber::parse("A7").unwrap();
    let plan = planned(&lines, &[here]);
    assert!(held(&plan, 0).contains("Line 3 has the same student number and is Smith, Anna"));
}

#[test]
fn the_same_written_in_two_ways_is_no_difference_between_two_lines_of_a_student() {
    let lines = [
        "00701,Young,Yara,03/09/2014,F,104,2026-08-20,,",
        "00701,Young,Yara,3/9/2014,Female,108,2026-09-01,,",
    ];
    let plan = planned(&lines, &[]);
    assert_eq!(plan.counts().refused, 0, "{:?}", plan.problems);
    assert_eq!(after(&plan, 0).enrollments.len(), 2);
    let another = [
        "00701,Young,Yara,03/09/2014,F,104,,,",
        "00701,Young,Yara,3/10/2014,F,104,,,",
    ];
    assert!(held(&planned(&another, &[]), 1).contains("for another child"));
    let suffix = RosterColumn::Field(Field::Suffix);
    assert_eq!(twice(suffix, "Jr", "Jr.").rows[1].fate, Fate::Same);
    let excluded = RosterColumn::Field(Field::StateExcluded);
    assert_eq!(twice(excluded, "", "N").rows[1].fate, Fate::Same);
    let gender = [
        "00701,Young,Yara,03/09/2014,F,104,,,",
        "00701,Young,Yara,3/9/2014,Male,104,,,",
    ];
    assert!(held(&planned(&gender, &[]), 1).contains("another gender: “F” there, “Male” here"));
}

#[test]
fn one_student_on_thousands_of_lines_gets_a_hundred_enrollments_and_no_more() {
    let lines: Vec<String> = (0..3_000)
        .map(|n| {
            let day = day("2010-01-01") + chrono::Days::new(n);
            format!("00123,Smith,Anna,2014-03-09,F,104,{day},{day},")
        })
        .collect();
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let plan = planned(&lines, &[]);
    assert_eq!(after(&plan, 0).enrollments.len(), 100);
    assert_eq!(plan.counts().refused, 2_900);
    let said = plan.problems.last().unwrap().to_string();
    assert!(
        said.contains("Is the column taken for the student number the right one?"),
        "{said}"
    );
}
