//! Two records that a number says are one student, and that are plainly two children: a number given anew, or numbers that
//! slipped against the names.

use super::matching::{are_one_name, names_alike};
use super::student::Student;
use super::text::match_key;

/// Whether two records are plainly two children. Born on different days, one child has both names, however they are written,
/// and the gender or the very first name; born on one day, or where a day is not known, one of the names, and of twins a
/// brother is not his sister. What is not known is not another one. Whoever corrects a birth date and a name at once says so
/// in the Student Editor first.
pub fn are_two_children(a: &Student, b: &Student) -> bool {
    let names = names_in_common(a, b);
    match a.birth_date.zip(b.birth_date) {
        Some((a_day, b_day)) if a_day != b_day => {
            let one_first_name = match_key(&a.first_name) == match_key(&b.first_name);
            names < 2 || have_other_genders(a, b) && !one_first_name
        }
        _ => names == 0 || have_other_genders(a, b) && !names_alike(&a.first_name, &b.first_name),
    }
}

/// Whether the first names are those of two children rather than one written in two ways, as those of twins: names that
/// rhyme, and any two where the genders differ.
pub fn have_two_first_names(a: &Student, b: &Student) -> bool {
    !are_one_name(&a.first_name, &b.first_name)
        || have_other_genders(a, b) && match_key(&a.first_name) != match_key(&b.first_name)
}

fn have_other_genders(a: &Student, b: &Student) -> bool {
    !a.gender.is_empty() && !b.gender.is_empty() && a.gender != b.gender
}

fn names_in_common(a: &Student, b: &Student) -> usize {
    let last = names_alike(&a.last_name, &b.last_name);
    let first = names_alike(&a.first_name, &b.first_name);
    usize::from(last) + usize::from(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{StudentKey, StudentNumber};

    fn student(last: &str, first: &str, born: &str) -> Student {
        Student {
            last_name: last.into(),
            first_name: first.into(),
            birth_date: born.parse().ok(),
            ..Student::new(StudentKey(1), StudentNumber::parse("1").unwrap())
        }
    }

    #[test]
    fn a_number_that_slipped_is_told_from_a_correction() {
        let anna = student("Smith", "Anna", "2014-03-09");
        for (last, first, born) in [
            ("Jones", "Jim", "2012-01-01"),
            // A brother.
            ("Smith", "Ben", "2016-05-02"),
            // A cousin of the same first name.
            ("Jones", "Anna", "2015-05-02"),
            ("Other", "Name", "2014-03-09"),
            ("Jones", "Jim", ""),
        ] {
            assert!(
                are_two_children(&anna, &student(last, first, born)),
                "{last}, {first}"
            );
        }
        for (last, first, born) in [
            ("Jones", "Anna", "2014-03-09"),
            ("Smith-Jones", "Ana", "2014-09-03"),
            ("Smyth", "Annie", "2014-03-10"),
            ("Smith", "Anna", ""),
            ("Smith", "A", "2014-03-10"),
            ("Smith", "Ben", "2014-03-09"),
            ("Jones", "Anna", ""),
        ] {
            assert!(
                !are_two_children(&anna, &student(last, first, born)),
                "{last}, {first}"
            );
        }
        let unknown_day = student("Jones", "Anna", "");
        assert!(
            !are_two_children(&unknown_day, &anna),
            "a day that is not known is no other"
        );
        let gender = |s: Student, gender: &str| Student {
            gender: gender.into(),
            ..s
        };
        let (anna, ben) = (
            gender(anna, "F"),
            gender(student("Smith", "Ben", "2014-03-09"), "M"),
        );
        assert!(are_two_children(&anna, &ben), "a twin brother");
        let bea = gender(student("Smith", "Bea", "2014-03-09"), "F");
        assert!(!are_two_children(&anna, &bea));
        let daniel = gender(student("Kay", "Daniel", "2014-03-09"), "M");
        let dylan = gender(student("Kay", "Dylan", "2014-03-09"), "M");
        for (here, first, of) in [
            (&anna, "Bea", "F"),
            (&daniel, "Daniela", "F"),
            (&dylan, "Mylan", "M"),
        ] {
            let there = gender(student(&here.last_name, first, "2014-03-09"), of);
            assert!(have_two_first_names(here, &there), "{first}");
        }
        for (here, first, of) in [
            (&anna, "Ana", "F"),
            (&anna, "Annie", ""),
            (&daniel, "Dan", "M"),
            (&dylan, "", "M"),
        ] {
            let there = gender(student("Jones", first, "2014-03-09"), of);
            assert!(!have_two_first_names(here, &there), "{first}");
        }
        let elena = gender(student("Garcia", "Maria Elena", "2013-01-01"), "F");
        for (first, of) in [("Maria Jose", "F"), ("Mario", "M")] {
            let sibling = gender(student("Garcia", first, "2018-05-05"), of);
            assert!(are_two_children(&elena, &sibling), "{first}");
        }
        let corrected = gender(student("Garcia", "Maria", "2013-01-10"), "F");
        assert!(!are_two_children(&elena, &corrected));
    }
}
