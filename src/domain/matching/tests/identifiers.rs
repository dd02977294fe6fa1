//! State IDs and student numbers: equal ones, mistyped ones, and the D of a marked duplicate.

use super::*;

fn with_id(p: Person, id: &str) -> Person {
    p.but(|p| p.state_id = id.into())
}

fn with_number(p: Person, number: &str, marked: bool) -> Person {
    p.but(|p| {
        p.number = number.into();
        p.marked = marked;
    })
}

#[test]
fn one_state_id_on_two_children_is_always_shown() {
    let a = with_id(born("Oliver", "Snow", "2014-03-09"), "2034517");
    let b = with_id(
        moved(born("Guadalupe", "Yazzie", "2009-11-20")).but(|p| p.grade = "10".into()),
        "2034517",
    );
    let said = expect(&a, &b, |band| band == Some(Band::Check), "check", "same State ID");
    assert!(
        said.total < 4.0,
        "names and birth date speak against it{}",
        waterfall(&a, &b, &said)
    );
    let raised = said
        .bars
        .iter()
        .find(|bar| bar.what == Comparison::Raised)
        .unwrap();
    assert_eq!(raised.level, "one State ID on two students is always shown");
    assert_eq!(raised.what.label(), "Always shown");
    assert!(said.sentence().contains("against: "), "{}", said.sentence());
}

#[test]
fn one_state_id_and_one_name_is_one_child() {
    let a = with_id(student("Oliver", "Snow"), "2034517");
    sure(&a, &moved(a.clone()), "same State ID");
    let mistyped = born("Ollie", "Snow", "2014-09-03");
    sure(&a, &with_id(mistyped, "2034517"), "same State ID");
}

#[test]
fn a_state_id_with_a_digit_wrong_or_two_swapped_speaks_for_one_child() {
    for other in ["2034518", "2034571", "2043517", "3034517"] {
        let (a, b) = (student("Oliver", "Snow"), student("Oliver", "Snow"));
        let without = told(&a, &b).total;
        let (a, b) = (with_id(a, "2034517"), with_id(b, other));
        sure(&a, &b, "State ID is one digit off");
        assert!(told(&a, &b).total > without, "{other}");
    }
}

#[test]
fn two_different_state_ids_speak_against() {
    let (a, b) = (student("Oliver", "Snow"), student("Oliver", "Snow"));
    let without = told(&a, &b).total;
    let (a, b) = (with_id(a, "2034517"), with_id(b, "2780136"));
    let said = told(&a, &b);
    assert!(said.total < without);
    assert!(
        said.speaks_against
            .iter()
            .any(|r| r == "both have a State ID, and they differ"),
        "{}",
        said.sentence()
    );
}

#[test]
fn leading_zeros_and_spaces_are_part_of_how_a_number_is_written_or_not() {
    let a = with_id(student("Oliver", "Snow"), "0034517");
    shown(
        &a,
        &with_id(student("Oliver", "Snow"), " 0034517 "),
        "same State ID",
    );
    let said = told(&a, &with_id(student("Oliver", "Snow"), "34517"));
    assert!(
        !said.speaks_for.iter().any(|r| r == "same State ID"),
        "{}",
        said.sentence()
    );
}

#[test]
fn a_number_with_a_d_before_it_is_the_number_once_the_d_is_removed() {
    let a = with_number(student("Oliver", "Snow"), "40999", false);
    let b = with_number(moved(student("Oliver", "Snow")), "40999", true);
    sure(&a, &b, "same student number once the D is removed");
    // It is the first of the reasons, whichever of the two is the marked one.
    assert!(
        told(&b, &a)
            .sentence()
            .starts_with("same student number once the D is removed")
    );
    // And shown whoever they are.
    let stranger = with_number(moved(born("Guadalupe", "Yazzie", "2009-11-20")), "40999", true);
    expect(
        &a,
        &stranger,
        |band| band >= Some(Band::Check),
        "check",
        "once the D is removed",
    );
    // Without a D the words are without it.
    let plain = told(&a, &with_number(student("Oliver", "Snow"), "40999", false));
    assert!(
        plain.speaks_for.iter().any(|r| r == "same student number"),
        "{}",
        plain.sentence()
    );
}

#[test]
fn two_student_numbers_that_differ_say_nothing() {
    let (a, b) = (student("Oliver", "Snow"), student("Oliver", "Snow"));
    let without = told(&a, &b).total;
    let with = told(&with_number(a, "40999", false), &with_number(b, "51234", false));
    assert!((with.total - without).abs() < 1e-3);
}

#[test]
fn one_name_and_one_birth_date_are_always_shown_though_gender_and_school_are_chosen_wrongly() {
    let with = |gender: &str, school: &str| {
        student("William", "Smith").but(|p| {
            p.gender = gender.into();
            p.school = school.into();
        })
    };
    let (a, b) = (with("M", "104"), with("F", "120"));
    let said = told(&a, &b);
    assert!(said.band >= Some(Band::Check), "{}", waterfall(&a, &b, &said));
    assert!(
        said.speaks_against.iter().any(|r| r == "other gender"),
        "{}",
        said.sentence()
    );
    // Another middle name, or two homes with nothing in common, are two children of one name.
    let other = with("F", "120").but(|p| p.middle_name = "Oliver".into());
    let one = with("M", "104").but(|p| p.middle_name = "James".into());
    assert!(told(&one, &other).band < Some(Band::Check));
}
