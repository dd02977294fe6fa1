//! First and middle names: nicknames, languages, spellings, initials, and the name a child goes by.

use super::*;

#[test]
fn a_nickname_and_its_name_are_one_child_both_ways() {
    for (name, called) in [
        ("Robert", "Bob"),
        ("William", "Bill"),
        ("Elizabeth", "Liz"),
        ("Margaret", "Peggy"),
        ("James", "Jim"),
        ("Katherine", "Kate"),
    ] {
        let words = format!("first names are forms of one name ({name}, {called})");
        one_child(&student(name, "Nielsen"), &student(called, "Nielsen"), &words);
        let words = format!("first names are forms of one name ({called}, {name})");
        one_child(&student(called, "Nielsen"), &student(name, "Nielsen"), &words);
    }
}

#[test]
fn spanish_children_are_known_by_what_they_are_called_at_home() {
    for (name, called) in [
        ("José", "Pepe"),
        ("Francisco", "Paco"),
        ("Jesús", "Chuy"),
        ("Guadalupe", "Lupe"),
        ("Ignacio", "Nacho"),
        ("José", "Joseph"),
    ] {
        one_child(
            &student(name, "Hernández"),
            &student(called, "Hernandez"),
            "first names are forms of one name",
        );
    }
}

#[test]
fn tongan_and_hawaiian_names_are_known_by_their_english_ones() {
    for (name, called) in [
        ("Sione", "John"),
        ("Tēvita", "David"),
        ("Viliami", "William"),
        ("Mele", "Mary"),
        ("Keoni", "John"),
    ] {
        one_child(
            &student(name, "Tuipulotu"),
            &student(called, "Tuipulotu"),
            "first names are forms of one name",
        );
    }
}

#[test]
fn navajo_children_are_known_in_all_spellings_and_by_their_english_middle_name() {
    one_child(
        &student("Deezbaaʼ", "Begay"),
        &student("Dezbah", "Begay"),
        "first names are forms of one name",
    );
    one_child(
        &with_middle("Shándíín", "Rose", "Begay"),
        &student("Rose", "Begay"),
        "goes by the middle name (Shándíín, Rose)",
    );
    one_child(
        &student("Shándíín", "Begay"),
        &student("Shandiin", "Begaye"),
        "last names are spelled nearly the same (Begay, Begaye)",
    );
}

#[test]
fn vietnamese_children_are_called_by_the_last_of_their_given_names() {
    one_child(
        &student("Thị Mai", "Nguyễn"),
        &student("Mai", "Nguyen"),
        "one first name is part of the other (Thị Mai, Mai)",
    );
    for (first, middle) in [("Dung", "Van"), ("Dũng", "Văn"), ("Dung", "")] {
        one_child(
            &student("Văn Dũng", "Trần"),
            &with_middle(first, middle, "Tran"),
            "one first name is part of the other",
        );
    }
    one_child(
        &student("Van Dung", "Tran"),
        &student("Văn Dũng", "Trần"),
        "same first name",
    );
    one_child(
        &student("Dũng", "Trần"),
        &student("Dzung", "Tran"),
        "first names are forms of one name",
    );
    // Family name first, as it is said at home.
    one_child(
        &student("Linh", "Nguyễn"),
        &student("Nguyen", "Linh"),
        "first and last name are swapped",
    );
}

#[test]
fn of_two_given_names_one_may_be_left_out_or_run_together() {
    one_child(
        &student("Mary Ann", "Sorensen"),
        &student("Mary", "Sorensen"),
        "one first name is part of the other",
    );
    one_child(
        &student("Mary Ann", "Sorensen"),
        &with_middle("Mary", "Ann", "Sorensen"),
        "one first name is part of the other",
    );
    for written in ["Maryann", "Mary-Ann", "MARY ANN"] {
        one_child(
            &student("Mary Ann", "Sorensen"),
            &student(written, "Sorensen"),
            "same first name",
        );
    }
}

#[test]
fn first_and_last_name_swapped_are_one_child() {
    one_child(
        &student("Thomas", "Jordan"),
        &student("Jordan", "Thomas"),
        "first and last name are swapped",
    );
    // One of them may be mistyped as well, or half of a double name.
    one_child(
        &student("Santiago", "Quintana"),
        &student("Quintanna", "Santiago"),
        "first and last name are swapped",
    );
    one_child(
        &student("Camila", "Flores Ruiz"),
        &student("Flores", "Camila"),
        "first and last name are swapped",
    );
}

#[test]
fn accents_and_okinas_make_no_difference() {
    for (first, last, plain_first, plain_last) in [
        ("José", "Núñez", "Jose", "Nunez"),
        ("ʻAna", "Trần", "Ana", "Tran"),
        ("Zoë", "Müller", "Zoe", "Muller"),
        ("Đạt", "Đặng", "Dat", "Dang"),
        ("Siaosi", "Māʻafu", "Siaosi", "Maafu"),
        ("Ja’Niya", "O’Connor", "JaNiya", "OConnor"),
        ("José", "Peña", "Jose\u{301}", "Pen\u{303}a"),
    ] {
        let (a, b) = (student(first, last), student(plain_first, plain_last));
        one_child(&a, &b, "same first name");
        one_child(&a, &b, "same last name");
    }
}

#[test]
fn names_that_are_said_alike_or_mistyped_are_one_child() {
    for (a, b) in [
        ("Jayden", "Jaiden"),
        ("Kristopher", "Christopher"),
        ("Katelyn", "Kaitlyn"),
        ("Brayden", "Braeden"),
        ("Makenna", "McKenna"),
        ("Alexander", "Alxeander"),
        ("Gabriela", "Gabriella"),
        ("Theodore", "Theodroe"),
    ] {
        let said = told(&student(a, "Leavitt"), &student(b, "Leavitt"));
        assert!(
            said.speaks_for
                .iter()
                .any(|r| r.contains("spelled nearly the same")
                    || r.contains("forms of one name")
                    || r == "same first name"),
            "{a} and {b}: {}",
            said.sentence()
        );
        one_child(&student(a, "Leavitt"), &student(b, "Leavitt"), "");
    }
}

#[test]
fn an_initial_fits_a_name_and_is_no_proof_of_it() {
    let (whole, initial) = (student("Jeremiah", "Ostler"), student("J", "Ostler"));
    shown(
        &at_home(whole.clone()),
        &at_home(initial.clone()),
        "same birth date",
    );
    let fits = told(&whole, &initial);
    let other = told(&whole, &student("K", "Ostler"));
    assert!(
        fits.total > other.total + 3.0,
        "an initial that fits beats one that does not"
    );
    assert!(
        fits.total + 3.0 < told(&whole, &whole).total,
        "and the name beats both"
    );
}

#[test]
fn a_middle_initial_that_fits_speaks_for_one_child_and_another_one_against() {
    let whole = with_middle("Charlotte", "Rose", "Esplin");
    one_child(
        &whole,
        &with_middle("Charlotte", "R.", "Esplin"),
        "the middle initial fits",
    );
    let other = with_middle("Charlotte", "K", "Esplin");
    let said = told(&whole, &other);
    assert!(
        said.speaks_against
            .iter()
            .any(|r| r == "other middle name (Rose, K)"),
        "{}",
        said.sentence()
    );
    assert!(said.total < told(&whole, &student("Charlotte", "Esplin")).total);
}

#[test]
fn a_child_may_go_by_the_middle_name() {
    let whole = with_middle("William", "Bridger", "Kimball");
    one_child(
        &whole,
        &student("Bridger", "Kimball"),
        "goes by the middle name (William, Bridger)",
    );
    one_child(
        &whole,
        &with_middle("Bridger", "William", "Kimball"),
        "goes by the middle name (William, Bridger)",
    );
    one_child(
        &whole,
        &with_middle("Bridger", "W", "Kimball"),
        "goes by the middle name (William, Bridger)",
    );
    // And by a nickname of it.
    one_child(
        &with_middle("Hyrum", "Robert", "Kimball"),
        &student("Bob", "Kimball"),
        "goes by the middle name (Hyrum, Bob)",
    );
}

#[test]
fn the_name_a_student_goes_by_counts_like_the_legal_one() {
    let known_as = student("Xochitl", "Ramirez").but(|p| p.preferred_first_name = "Daisy".into());
    one_child(
        &known_as,
        &student("Daisy", "Ramirez"),
        "first names are forms of one name",
    );
    let known_as = student("Xochitl", "Ramirez").but(|p| p.preferred_last_name = "Quintero".into());
    one_child(&known_as, &student("Xochitl", "Quintero"), "same first name");
    let said = told(&known_as, &student("Xochitl", "Quintero"));
    let bar = said.bars.iter().find(|b| b.what == Comparison::LastName).unwrap();
    assert_eq!(bar.a, "Ramirez (Quintero)", "the bar shows the preferred name");
}

#[test]
fn a_rare_name_weighs_more_than_a_usual_one() {
    let usual = told(&student("William", "Smith"), &student("William", "Smith"));
    let rare = told(
        &student("Thorgeir", "Zollinger"),
        &student("Thorgeir", "Zollinger"),
    );
    assert!(bits(&rare, Comparison::LastName) > bits(&usual, Comparison::LastName));
    assert!(bits(&rare, Comparison::FirstName) > bits(&usual, Comparison::FirstName));
    assert!(rare.total > usual.total + 1.0);
}
