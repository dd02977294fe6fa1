//! Which of two profiles is the Source of a merge, and which the Target, when nobody has said.

use crate::domain::student::Student;

/// Whether the first of two profiles is the Source and the second the Target.
///
/// A profile that is marked as the duplicate is the Source, and so is the one that is not integrated with the SIS. When
/// that does not tell, the one with a State ID is the Target; then the one that was here first.
pub fn first_is_source(first: &Student, second: &Student) -> bool {
    let worth = |s: &Student| {
        (
            !s.duplicate,
            !s.integration_idt.is_empty(),
            s.ssid.is_some(),
            s.provisional_id.is_empty(),
            std::cmp::Reverse(s.key),
        )
    };
    worth(first) < worth(second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::{StudentKey, StudentNumber};

    fn student(key: u64) -> Student {
        let number = StudentNumber::parse(&format!("1044{key:02}")).unwrap();
        Student::new(StudentKey(key), number)
    }

    #[test]
    fn a_marked_profile_is_the_source_whatever_else_it_has() {
        let (mut a, b) = (student(1), student(2));
        a.duplicate = true;
        a.integration_idt = "IDT1".into();
        assert!(first_is_source(&a, &b));
        assert!(!first_is_source(&b, &a));
    }

    #[test]
    fn the_one_that_is_integrated_is_the_target_then_the_one_with_a_state_id() {
        let (mut a, mut b) = (student(1), student(2));
        b.ssid = crate::domain::ids::Ssid::parse("1900001").ok();
        assert!(first_is_source(&a, &b));
        a.integration_idt = "IDT1".into();
        assert!(!first_is_source(&a, &b));
    }

    #[test]
    fn of_two_alike_the_older_stays() {
        assert!(!first_is_source(&student(1), &student(2)));
        assert!(first_is_source(&student(2), &student(1)));
    }
}
