//! Twins, siblings, fathers and sons, and children who have a name and a birth date in common by chance.

use super::*;

/// A child of one home, with gender and middle name.
fn child(first: &str, middle: &str, gender: &str) -> Person {
    at_home(with_middle(first, middle, "Bradford")).but(|p| p.gender = gender.into())
}

#[track_caller]
fn twins(a: &Person, b: &Person) {
    never_sure(a, b, "likely twins: one family, one birth date, two first names");
    let said = told(a, b);
    let bar = said
        .bars
        .iter()
        .find(|bar| bar.what == Comparison::Twins)
        .unwrap();
    assert_eq!(bar.what.label(), "Likely twins");
    assert!(bar.bits < 0.0);
}

#[test]
fn twins_are_never_very_likely_and_are_called_twins() {
    twins(&child("Emma", "", "F"), &child("Lucas", "", "M"));
    twins(&child("Emma", "", "F"), &child("Hazel", "", "F"));
    twins(&child("Emma", "Grace", "F"), &child("Hazel", "Rose", "F"));
}

#[test]
fn twins_are_not_made_one_by_a_number_that_both_were_given() {
    let (a, b) = (child("Emma", "", "F"), child("Hazel", "", "F"));
    let (a, b) = (
        a.but(|p| p.state_id = "2034517".into()),
        b.but(|p| p.state_id = "2034517".into()),
    );
    let said = expect(&a, &b, |band| band == Some(Band::Check), "check", "likely twins");
    assert!(
        said.bars.iter().any(|bar| bar.what == Comparison::Limit),
        "{}",
        said.sentence()
    );
    let (a, b) = (
        a.but(|p| p.number = "40999".into()),
        b.but(|p| (p.number, p.marked) = ("40999".into(), true)),
    );
    expect(&a, &b, |band| band == Some(Band::Check), "check", "likely twins");
}

#[test]
fn same_sex_twins_with_one_middle_name_are_two_children() {
    twins(&child("Emma", "Grace", "F"), &child("Hazel", "Grace", "F"));
    twins(&child("Mason", "James", "M"), &child("Logan", "James", "M"));
}

#[test]
fn twins_whose_names_sound_alike_are_two_children() {
    for (a, b) in [
        ("Calvin", "Talvin"),
        ("Dylan", "Mylan"),
        ("Kayla", "Kylie"),
        ("Jaylen", "Kaylen"),
        ("Aiden", "Jaiden"),
        ("Amir", "Samir"),
        ("Emma", "Ella"),
    ] {
        never_sure(&child(a, "", "M"), &child(b, "", "M"), "");
        never_sure(&child(a, "Lee", "M"), &child(b, "Lee", "M"), "");
    }
}

#[test]
fn sisters_and_brothers_with_one_of_two_given_names_in_common_are_two_children() {
    for (a, b) in [
        ("María José", "María Fernanda"),
        ("Juan Carlos", "Juan Pablo"),
        ("Thị Mai", "Thị Lan"),
        ("Văn An", "Văn Bình"),
        ("Mary Ann", "Mary Beth"),
    ] {
        twins(&child(a, "", ""), &child(b, "", ""));
    }
}

#[test]
fn twins_are_not_made_one_by_a_name_that_one_has_first_and_the_other_in_the_middle() {
    let (a, b) = (child("Sophia", "Ester", "F"), child("Esther", "Kathryn", "F"));
    never_sure(&a, &b, "other first name (Sophia, Esther)");
    let said = told(&a, &b);
    assert!(
        !said.sentence().contains("goes by the middle name"),
        "{}",
        said.sentence()
    );
}

#[test]
fn siblings_a_year_apart_are_two_children() {
    let older = child("Mason", "James", "M").but(|p| p.birth_date = Some(people::day("2013-03-09")));
    let younger = child("Logan", "James", "M");
    apart(&older, &younger, "other first name (Mason, Logan)");
    // Alike names as well.
    let older = child("Brayden", "", "M").but(|p| p.birth_date = Some(people::day("2012-08-21")));
    never_sure(&older, &child("Brandon", "", "M"), "");
    // One day and month, a year apart.
    let older = child("Kayla", "", "F").but(|p| p.birth_date = Some(people::day("2013-03-09")));
    never_sure(&older, &child("Kylie", "", "F"), "birth date is one digit off");
}

#[test]
fn a_child_and_a_cousin_of_one_home_are_two_children() {
    let cousin = child("Wyatt", "", "M").but(|p| {
        p.last_name = "Rasmussen".into();
        p.birth_date = Some(people::day("2014-10-30"));
    });
    apart(&child("Mason", "", "M"), &cousin, "other first name");
}

#[test]
fn junior_and_senior_are_never_very_likely() {
    let (junior, senior) = (
        at_home(with_middle("Porter", "Lee", "Ostler")).but(|p| p.suffix = "Jr".into()),
        at_home(with_middle("Porter", "Lee", "Ostler")).but(|p| p.suffix = "Sr.".into()),
    );
    never_sure(&junior, &senior, "Jr, Sr, II differ: at most to be checked");
    never_sure(&junior, &senior, "other suffix (Jr, Sr.)");
    // It may stand within the last name.
    let within = at_home(with_middle("Porter", "Lee", "Ostler III"));
    never_sure(&junior, &within, "at most to be checked");
    // Written in another way it is the same.
    let spelled = at_home(with_middle("Porter", "Lee", "Ostler")).but(|p| p.suffix = "junior".into());
    sure(&junior, &spelled, "same last name");
    // Left out it says nothing.
    let without = at_home(with_middle("Porter", "Lee", "Ostler"));
    assert_eq!(bits(&told(&junior, &without), Comparison::Suffix), 0.0);
}

#[test]
fn namesakes_of_two_families_with_one_birth_date_are_not_very_likely() {
    let a = Person {
        phone: "(801) 312-4455".into(),
        address: "455 Canyon Rd".into(),
        guardian: "Dana Smith".into(),
        gender: "M".into(),
        ..student("William", "Smith")
    };
    let b = Person {
        phone: "(801) 377-9021".into(),
        address: "920 Orchard Dr".into(),
        guardian: "Peter Smith".into(),
        school: "112".into(),
        ..a.clone()
    };
    never_sure(&a, &b, "phone, e-mail, address and guardian: none in common");
    never_sure(&a, &b, "other school");
    // Two State IDs and two middle names say more.
    let two = |p: Person, id: &str, middle: &str| {
        p.but(|p| {
            p.state_id = id.into();
            p.middle_name = middle.into();
        })
    };
    apart(
        &two(a, "2034517", "James"),
        &two(b, "2780136", "Oliver"),
        "both have a State ID, and they differ",
    );
}

#[test]
fn a_home_in_common_makes_no_pair_of_two_names_and_two_birth_dates() {
    let a = child("Mason", "", "M");
    let b = child("Ivy", "", "F").but(|p| p.birth_date = Some(people::day("2010-07-24")));
    expect(&a, &b, |band| band.is_none(), "hidden", "other first name");
}
