//! The practice registry's side of the sample district: each student as the state has them, and how its records differ.

use super::LEA;
use super::dice::Dice;
use super::plan::Plan;
use crate::domain::ids::Ssid;
use crate::domain::student::Student;
use crate::practice::Person;
use chrono::{Datelike, NaiveDate};

/// A student as the state has them when everything agrees.
pub(super) fn person(student: &Student, school: &str) -> Person {
    Person {
        ssid: student.ssid.as_ref().map_or_else(String::new, Ssid::to_string),
        last_name: student.last_name.clone(),
        first_name: student.first_name.clone(),
        middle_name: student.middle_name.clone(),
        suffix: student.suffix.clone(),
        birth_date: student.birth_date,
        gender: student.gender.clone(),
        ethnicity: student.ethnicity.text(),
        lea: LEA.to_owned(),
        school: school.to_owned(),
        number: student.number.to_string(),
    }
}

/// The state has the student from another district.
pub(super) fn elsewhere(person: &mut Person, dice: &mut Dice) {
    person.lea = Plan::other_lea(dice).to_owned();
    person.school = dice.pick(&["108", "116", "308", "412", "708"]).to_owned();
    person.number = dice.between(200_000, 989_999).to_string();
}

/// A name with two letters in the wrong order, or one left out: how misspelled names come about.
pub(super) fn misspelled(name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let swap = (1..letters.len().saturating_sub(1)).find(|i| {
        letters[*i] != letters[i + 1] && letters[*i].is_lowercase() && letters[i + 1].is_lowercase()
    });
    match swap {
        Some(i) => letters.swap(i, i + 1),
        None => letters.push('e'),
    }
    letters.into_iter().collect()
}

/// A birth date with month and day the wrong way round, or another day where that is no date.
pub(super) fn transposed(day: NaiveDate) -> NaiveDate {
    let swapped = NaiveDate::from_ymd_opt(day.year(), day.day(), day.month()).filter(|d| *d != day);
    swapped
        .or_else(|| {
            day.with_day(if day.day() > 15 {
                day.day() - 9
            } else {
                day.day() + 9
            })
        })
        .unwrap_or(day)
}

/// Other children of the state whom nobody here is, so that the registry is not just the district.
pub(super) fn strangers(people: &mut Vec<Person>, like: &[Student], count: usize, dice: &mut Dice) {
    let largest = people.iter().filter_map(|p| p.ssid.parse::<u64>().ok()).max();
    let held = like
        .iter()
        .filter_map(|s| s.ssid.as_ref()?.as_str().parse::<u64>().ok())
        .max();
    let mut ssid = largest.max(held).unwrap_or(1_200_000);
    for _ in 0..count {
        let (Some(a), Some(b)) = (like.get(dice.below(like.len())), like.get(dice.below(like.len()))) else {
            return;
        };
        // Above every number of the district, so that a fresh number of the practice system is free there too.
        ssid += 1 + dice.below(40) as u64;
        let mut stranger = person(a, "");
        stranger.last_name = b.last_name.clone();
        stranger.birth_date = a.birth_date.and_then(|d| d.with_year(d.year() - 3));
        stranger.ssid = ssid.to_string();
        elsewhere(&mut stranger, dice);
        people.push(stranger);
    }
}
