//! Last names: double ones in any part and spelling, what stands before them, and a name that was changed.

use super::*;

#[test]
fn a_double_last_name_is_the_same_however_it_is_joined() {
    for written in [
        "García-López",
        "Garcia Lopez",
        "Garcialopez",
        "GARCIA - LOPEZ",
        "García y López",
    ] {
        one_child(
            &student("Valentina", "García López"),
            &student("Valentina", written),
            "same last name",
        );
    }
}

#[test]
fn one_part_of_a_double_last_name_is_enough_wherever_it_stands() {
    for written in [
        "López",
        "Garcia",
        "López García",
        "López-Hernández",
        "Ruiz García",
    ] {
        one_child(
            &student("Valentina", "García López"),
            &student("Valentina", written),
            &format!("one part of a double last name in common (García López, {written})"),
        );
    }
    one_child(
        &student("Hazel", "Smith-Peterson"),
        &student("Hazel", "Peterson"),
        "one part of a double last name in common",
    );
    one_child(
        &student("Hazel", "Smith-Peterson"),
        &student("Hazel", "Petersen"),
        "last names are spelled nearly the same",
    );
}

#[test]
fn what_stands_before_a_last_name_may_be_written_apart_or_together() {
    for (a, b) in [
        ("de la Cruz", "Delacruz"),
        ("De La Cruz", "Dela Cruz"),
        ("Van Wagoner", "VanWagoner"),
        ("O’Brien", "OBrien"),
        ("O'Brien", "O Brien"),
        ("De Jong", "Dejong"),
        ("McAllister", "Mc Allister"),
        ("D’Angelo", "Dangelo"),
        ("St. Clair", "St Clair"),
        ("al-Hassan", "Al Hassan"),
    ] {
        one_child(&student("Eleanor", a), &student("Eleanor", b), "same last name");
    }
}

#[test]
fn what_stands_before_a_last_name_may_be_left_out_or_written_in_full() {
    for (a, b) in [
        ("de la Cruz", "Cruz"),
        ("Van Wagoner", "Wagoner"),
        ("O’Brien", "Brien"),
        ("St. Clair", "Saint Clair"),
        ("MacDonald", "McDonald"),
        ("de León", "Leon"),
    ] {
        let said = told(&student("Eleanor", a), &student("Eleanor", b));
        assert!(
            bits(&said, Comparison::LastName) > 1.0,
            "{a} and {b}: {}",
            said.sentence()
        );
        one_child(&student("Eleanor", a), &student("Eleanor", b), "");
    }
    // With a birth date that is wrong as well.
    for (a, b) in [
        ("de la Cruz", "Cruz"),
        ("Van Wagoner", "Wagoner"),
        ("de León", "Leon"),
        ("Le Nguyen", "Nguyễn"),
    ] {
        let said = told(&student("Eleanor", a), &born("Eleanor", b, "2014-03-19"));
        assert!(said.band >= Some(Band::Check), "{a} and {b}: {}", said.sentence());
    }
    one_child(
        &student("Eleanor", "de León"),
        &student("Eleanor", "León García"),
        "one part of a double last name in common",
    );
}

#[test]
fn a_last_name_with_a_letter_wrong_is_nearly_the_same() {
    for (a, b) in [
        ("Christensen", "Christiansen"),
        ("Nielsen", "Nielson"),
        ("Müller", "Mueller"),
        ("Kowalski", "Kowalsky"),
        ("Benally", "Benalley"),
        ("Sorensen", "Sorenson"),
    ] {
        one_child(
            &student("Eleanor", a),
            &student("Eleanor", b),
            &format!("last names are spelled nearly the same ({a}, {b})"),
        );
    }
}

#[test]
fn a_last_name_changed_to_the_guardians_is_one_child() {
    let before = at_home(student("Annika", "Rasmussen"));
    let after = at_home(student("Annika", "Whitaker"));
    sure(
        &before,
        &after,
        "other last name, but that of the other's guardian (Rasmussen, Whitaker)",
    );
}

#[test]
fn a_last_name_changed_within_one_home_is_to_be_checked() {
    let before = at_home(student("Annika", "Rasmussen"));
    let after = at_home(student("Annika", "Poulsen"));
    shown(&before, &after, "other last name (Rasmussen, Poulsen)");
    shown(&before, &after, "same phone, address and guardian");
}

#[test]
fn a_last_name_changed_with_nothing_else_in_common_is_not_very_likely() {
    never_sure(
        &student("Annika", "Rasmussen"),
        &moved(student("Annika", "Poulsen")),
        "other last name (Rasmussen, Poulsen)",
    );
}
