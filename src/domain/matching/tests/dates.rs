//! Birth dates: turned round, mistyped, and not known.

use super::*;

/// Soren Thorup, whose record says another birth date.
#[track_caller]
fn soren(on: &str, says: &str, words: &str) {
    one_child(
        &born("Soren", "Thorup", on),
        &born("Soren", "Thorup", says),
        words,
    );
}

#[test]
fn day_and_month_swapped_are_one_child() {
    soren(
        "2014-03-09",
        "2014-09-03",
        "day and month of the birth date are swapped",
    );
    soren(
        "2012-11-02",
        "2012-02-11",
        "day and month of the birth date are swapped",
    );
}

#[test]
fn a_birth_date_with_one_digit_wrong_is_one_child() {
    for says in [
        "2014-03-19",
        "2014-03-08",
        "2013-03-09",
        "2014-08-09",
        "2004-03-09",
    ] {
        soren("2014-03-09", says, "birth date is one digit off");
    }
    soren("2014-03-12", "2014-03-21", "birth date is one digit off");
    soren("2012-03-09", "2021-03-09", "birth date is one digit off");
    soren("2014-10-09", "2014-01-09", "birth date is one digit off");
}

#[test]
fn the_first_of_january_stands_for_a_day_that_is_not_known() {
    let (known, not) = (
        born("Soren", "Thorup", "2014-03-19"),
        born("Soren", "Thorup", "2014-01-01"),
    );
    one_child(
        &known,
        &not,
        "one birth date is January 1, as when the day is not known",
    );
    // Of two children of other names it says nothing: both are 1 January for want of a day.
    let other = born("Lars", "Thorup", "2014-01-01");
    never_sure(&at_home(not), &at_home(other), "other first name");
}

#[test]
fn one_part_of_a_birth_date_wrong_is_to_be_checked_with_a_home_in_common() {
    shown(
        &at_home(born("Soren", "Thorup", "2014-03-09")),
        &at_home(born("Soren", "Thorup", "2014-03-27")),
        "one part of the birth date differs",
    );
}

#[test]
fn a_birth_date_that_has_nothing_in_common_cannot_be_made_good_by_the_home() {
    apart(
        &at_home(born("Soren", "Thorup", "2014-03-09")),
        &at_home(born("Soren", "Thorup", "2011-11-20")),
        "birth dates do not agree: what a family shares is not enough",
    );
}

#[test]
fn without_a_birth_date_nothing_is_very_likely_but_a_number_in_common() {
    let known = with_middle("Soren", "Anders", "Thorup");
    let unknown = known.clone().but(|p| p.birth_date = None);
    never_sure(
        &at_home(known.clone()),
        &at_home(unknown.clone()),
        "a birth date is missing: at most to be checked",
    );
    let number = |p: Person| at_home(p).but(|p| p.state_id = "2034517".into());
    sure(&number(known), &number(unknown), "same State ID");
}
