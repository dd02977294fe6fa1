//! How a value of the review is said on screen, where the record holds a code.

use super::desk::Desk;
use crate::domain::codes::label_of;
use crate::domain::merge::{Context, Key, Review, check_text};
use crate::domain::student::{Field, Timestamp};

/// A value as people say it: genders and ethnicities by their labels, schools by their names.
pub(super) fn say(desk: &Desk<'_>, key: Key, text: &str) -> String {
    match key {
        Key::Field(Field::Gender) => desk.gender(text).to_owned(),
        Key::Field(Field::Ethnicity) => {
            let each: Vec<&str> = text
                .split(';')
                .map(|code| label_of(&desk.rules.ethnicities, code))
                .collect();
            each.join(", ")
        }
        Key::CurrentEnrollment | Key::PastEnrollments => {
            let each: Vec<String> = text.lines().map(|line| enrollment(desk, line)).collect();
            each.join("\n")
        }
        _ => text.to_owned(),
    }
}

/// `704 · 09, from 2026-08-20` with the name of the school.
fn enrollment(desk: &Desk<'_>, line: &str) -> String {
    let end = line.find([' ', ',']).unwrap_or(line.len());
    let (code, rest) = line.split_at(end);
    format!("{}{rest}", desk.school(code))
}

/// What is wrong with a value that is being typed.
pub(super) fn check(desk: &Desk<'_>, review: &Review, key: Key, text: &str) -> Option<String> {
    let cx = Context {
        rules: desk.rules,
        today: desk.today,
        // A typed text does not depend on the time, nor on other students: Save looks at those.
        now: Timestamp::default(),
        holder: &|_| None,
        student: &|_| None,
    };
    check_text(&review.target.student, key, text, &cx).err()
}
