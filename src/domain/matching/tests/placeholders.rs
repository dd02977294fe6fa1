//! What stands in a field when nothing is known: it raises no pair.

use super::*;

/// What a field adds for this pair, that is nothing, and that it is not spoken of.
#[track_caller]
fn says_nothing(a: &Person, b: &Person, what: Comparison) {
    let said = told(a, b);
    assert_eq!(bits(&said, what), 0.0, "{}", waterfall(a, b, &said));
}

#[test]
fn names_that_are_no_names_raise_no_pair() {
    for name in ["Baby Boy", "Unknown", "Infant", "FNU", "Test", "XXX"] {
        let (a, b) = (student(name, "Hansen"), student(name, "Hansen"));
        says_nothing(&a, &b, Comparison::FirstName);
        // As much as if the field were empty, with a home in common as well.
        let empty = |p: &Person| at_home(p.clone()).but(|p| p.first_name.clear());
        let (with, without) = (
            told(&at_home(a.clone()), &at_home(b.clone())),
            told(&empty(&a), &empty(&b)),
        );
        assert!((with.total - without.total).abs() < 1e-3, "{name}");
        // One home, one birth date, one gender: twins without names yet look like that, too.
        assert!(with.band < Some(Band::VeryLikely), "{}", waterfall(&a, &b, &with));
        // Against a child who has a name it is neither for nor against.
        says_nothing(&a, &student("Ruby", "Hansen"), Comparison::FirstName);
    }
    says_nothing(
        &student("Ruby", "LNU"),
        &student("Ruby", "LNU"),
        Comparison::LastName,
    );
    says_nothing(
        &with_middle("Ruby", "NMN", "Hansen"),
        &with_middle("Ruby", "NMN", "Hansen"),
        Comparison::MiddleName,
    );
}

#[test]
fn numbers_that_are_nobodys_raise_no_pair() {
    for id in [
        "999-99-9999",
        "999999999",
        "0000000",
        "1111111",
        "pending",
        "unknown",
    ] {
        let with = |p: Person| p.but(|p| p.state_id = id.into());
        let (a, b) = (
            with(student("Oliver", "Snow")),
            with(born("Guadalupe", "Yazzie", "2009-11-20")),
        );
        says_nothing(&a, &b, Comparison::StateId);
        assert_eq!(told(&a, &b).band, None, "{id}");
    }
    for number in ["0", "00000", "99999"] {
        let with = |p: Person| p.but(|p| p.number = number.into());
        let (a, b) = (
            with(student("Oliver", "Snow")),
            with(born("Guadalupe", "Yazzie", "2009-11-20")),
        );
        says_nothing(&a, &b, Comparison::Number);
        assert_eq!(told(&a, &b).band, None, "{number}");
    }
}

#[test]
fn a_birth_date_at_the_end_of_a_calendar_raises_no_pair() {
    for date in ["1900-01-01", "1899-12-30", "1970-01-01"] {
        let (a, b) = (born("Oliver", "Snow", date), born("Oliver", "Snow", date));
        says_nothing(&a, &b, Comparison::BirthDate);
        never_sure(&at_home(a.clone()), &at_home(b), "");
        // Against a real one it is neither for nor against.
        says_nothing(&a, &student("Oliver", "Snow"), Comparison::BirthDate);
    }
}

#[test]
fn a_phone_that_reaches_nobody_is_no_home_in_common() {
    for phone in [
        "000-0000",
        "000-000-0000",
        "(999) 999-9999",
        "801-555-5555",
        "911",
    ] {
        let with = |p: Person| p.but(|p| p.phone = phone.into());
        says_nothing(
            &with(student("Oliver", "Snow")),
            &with(student("Carter", "Snow")),
            Comparison::Household,
        );
    }
}

#[test]
fn what_a_thousand_families_share_is_no_home_in_common() {
    let with = |p: Person| {
        p.but(|p| {
            p.address = "General Delivery".into();
            p.guardian = "Parent".into();
            p.email = "noemail@example.org".into();
        })
    };
    says_nothing(
        &with(student("Oliver", "Snow")),
        &with(student("Carter", "Snow")),
        Comparison::Household,
    );
}
