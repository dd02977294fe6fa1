//! Two records that a number says are one student, and that are plainly two children: a number given anew, or numbers that
//! slipped against the names.

use super::matching::names_alike;
use super::student::Student;

/// Whether two records are plainly two children: they were born on different days, and one of their names is another.
/// Whoever corrects a birth date and a name at once says so in the Student Editor first.
pub fn are_two_children(a: &Student, b: &Student) -> bool {
    a.birth_date != b.birth_date && names_in_common(a, b) < 2
}

/// Whether neither the last nor the first name of two records is alike.
pub fn have_no_name_in_common(a: &Student, b: &Student) -> bool {
    names_in_common(a, b) == 0
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
            ("Other", "Name", "2014-03-09"),
        ] {
            assert!(
                !are_two_children(&anna, &student(last, first, born)),
                "{last}, {first}"
            );
        }
        assert!(have_no_name_in_common(&anna, &student("Jones", "Jim", "")));
        assert!(!have_no_name_in_common(&anna, &student("Jones", "Anna", "")));
        assert!(
            !have_no_name_in_common(&anna, &student("Jones", "", "")),
            "not known is not another"
        );
    }
}
