//! Tests of who is no longer in the file.

use super::*;

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
    let mut later = student(10, "01000", "Later", "Lia");
    later.enrollments = vec![enrolled("104", "2027-08-20", "")];
    let here = [anna(), left, elsewhere, twin, merged, sam, zeros, later];
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

#[test]
fn whom_the_file_itself_marks_as_deleted_has_gone_in_a_list_of_changes_too_and_from_any_school() {
    let mut elsewhere = student(5, "00500", "Else", "Ed");
    elsewhere.enrollments = vec![enrolled("108", "2026-08-20", "")];
    let here = [anna(), elsewhere, student(8, "00800", "Stays", "Sam")];
    let mut delta = roster(&[ANNA]);
    delta.complete = false;
    delta.deleted = vec!["00500".into(), "800".into(), "00123".into(), "no number".into()];
    let plan = planned_with(&delta, &Desk::of(&here), &rules(), false);
    assert!(plan.in_file.can_tell());
    // Anna has a row as well, and Sam is in no row because nothing changed for him: 800 is somebody else.
    assert_eq!(gone(&plan), ["00500"]);
    let named = plan.in_file.gone(&here[1], day("2026-09-10")).unwrap();
    assert!(named.named);
    // The duplicate that was merged into a student and is deleted in the SIS now is not that student.
    let mut survivor = here[1].clone();
    survivor.former_ids.push(crate::domain::student::FormerId {
        kind: crate::domain::student::IdKind::Number,
        value: "00500".into(),
        until: noon("2026-09-01"),
    });
    survivor.number = crate::domain::ids::StudentNumber::parse("00501").unwrap();
    assert_eq!(plan.in_file.gone(&survivor, day("2026-09-10")), None);
    // Whoever says that a file lists a part only takes nothing from what it says itself.
    let mut plan = plan.plan;
    plan.gone = vec![
        named.clone(),
        Gone {
            named: false,
            ..named
        },
    ];
    plan.ask_whether_complete(1, &Answers::from([(COMPLETE.to_owned(), PART.to_owned())]));
    assert_eq!(plan.gone.len(), 1);
}

#[test]
fn a_row_that_does_not_say_whom_it_means_keeps_everybody_and_it_is_said() {
    let here = [anna(), student(8, "00800", "Stays", "Sam")];
    let plan = planned(&[ANNA, ",Smith,Ann,2014-03-09,F,104,,,"], &here);
    assert!(gone(&plan).is_empty());
    // Neither does a text that is no SSID, nor a provisional ID.
    for text in ["see card", "N/A", "P-0091"] {
        let line = format!(",Smith,Ann,2014-03-09,F,104,,,{text}");
        assert!(gone(&planned(&[ANNA, &line], &here)).is_empty(), "{text}");
    }
    let whom = [
        with_ssid(student(8, "00800", "Stays", "Sam"), "0012345"),
        student(9, "00900", "Left", "Lee"),
    ];
    assert_eq!(
        gone(&planned(&[ANNA, ",Stays,Sam,,,104,,,12345"], &whom)),
        ["00900"],
        "without its zeros"
    );
    let said: Vec<String> = plan.problems.iter().map(ToString::to_string).collect();
    assert!(
        said.iter()
            .any(|s| s.starts_with("roster.csv: Line 3 does not say whom it means. It may be anybody's")),
        "{said:?}"
    );
}
