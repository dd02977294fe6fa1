//! Tests of what comparing a roster asks once: schools, blank cells.

use super::*;

#[test]
fn a_school_is_not_created_for_rows_that_are_held_back() {
    let r = roster(&["00701,Young,Yara,no date,,1234567,,,"]);
    let plan = planned_with(&r, &Desk::default(), &rules(), true);
    assert_eq!(plan.counts().refused, 1);
    assert_eq!(plan.new_schools, BTreeMap::new());
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
    Arc::make_mut(&mut r.rows)[0]
        .cells
        .push(RosterColumn::SchoolName, "Mesa Elementary");
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
