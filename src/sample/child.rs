//! One child of the sample district: the record, and the time at its schools.

use super::dice::Dice;
use super::family::{Family, Work};
use super::names::Names;
use super::plan::{ASPEN, BEAR_RIVER, CEDAR, Fate, ONLINE, Plan, Slot};
use super::written;
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use crate::domain::student::{Enrollment, Student};
use chrono::{Days, NaiveDate};

/// What people are called instead of their legal first name.
const CALLED: [(&str, &str); 18] = [
    ("William", "Will"),
    ("Benjamin", "Ben"),
    ("Samuel", "Sam"),
    ("Theodore", "Teddy"),
    ("Joseph", "Joe"),
    ("Thomas", "Tom"),
    ("Daniel", "Danny"),
    ("Charlotte", "Charlie"),
    ("Abigail", "Abby"),
    ("Madison", "Maddie"),
    ("Rebecca", "Becca"),
    ("Isabella", "Bella"),
    ("Guadalupe", "Lupe"),
    ("Alejandro", "Alex"),
    ("Santiago", "Santi"),
    ("José", "Pepe"),
    ("Viliami", "Will"),
    ("Jeremiah", "Jerry"),
];

/// The record of a child, with an SSID.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of household, with all that household knows"
)]
pub(super) fn student(
    work: &mut Work,
    family: &Family,
    slot: Slot,
    (first, gender): (String, &str),
    birth_date: Option<NaiveDate>,
    plan: &Plan,
    names: &Names,
    dice: &mut Dice,
) -> Student {
    let i = work.students.len() as u64;
    let mut s = Student::new(
        StudentKey(i + 1),
        written(StudentNumber::parse(&(104_001 + i).to_string())),
    );
    s.last_name = family.last_name.clone();
    s.middle_name = names.middle(family.tradition, gender, dice);
    if gender == "M" {
        let suffix = [("Jr", 15), ("III", 5), ("II", 3)];
        s.suffix = suffix
            .iter()
            .find(|(_, often)| dice.chance(*often))
            .map_or_else(String::new, |(t, _)| (*t).to_owned());
    }
    if let Some((_, called)) = CALLED.iter().find(|c| c.0 == first)
        && dice.chance(300)
    {
        s.preferred_first_name = (*called).to_owned();
    } else if dice.chance(25) {
        s.preferred_first_name = s.middle_name.clone();
    }
    if dice.chance(5) {
        s.preferred_last_name = names.last(family.tradition, dice);
    }
    s.first_name = first;
    s.gender = gender.to_owned();
    s.birth_date = birth_date;
    s.ethnicity = family.tradition.ethnicity(dice);
    s.ssid = Ssid::parse(&work.ssid()).ok();
    // Everybody the SIS has is linked to it; `integration` makes those who are not. The throw that once decided it stays,
    // so that the district stays as it is.
    dice.chance(15);
    s.integration_idt = (3_000_000 + i).to_string();
    s.guardian = family.guardian.clone();
    s.phone = family.phone.clone();
    s.email = family.email.clone();
    s.address = family.address.clone();
    s.no_show = slot.fate == Fate::NoShow;
    s.state_excluded = slot.fate == Fate::Excluded;
    s.enrollments = enrollments(slot, plan, dice);
    s
}

/// This school year's time at the place's school, and for some an earlier time at another school of the district.
fn enrollments(slot: Slot, plan: &Plan, dice: &mut Dice) -> Vec<Enrollment> {
    let at = |site: usize, grade: i64, entry, exit| Enrollment {
        school: plan.code(site),
        grade: Plan::grade(grade).to_owned(),
        entry,
        exit,
    };
    let mut main = at(slot.site, slot.grade, plan.first_day(slot.site), None);
    let (last_first, last_last) = plan.last_year();
    if slot.fate == Fate::TransferredOut {
        main.exit = plan.past_day(slot.site, dice);
        if main.exit.is_none() {
            (main.entry, main.exit) = (last_first, last_last);
        }
        return vec![main];
    }
    let mut out = Vec::new();
    let before = match (slot.site, slot.grade) {
        (BEAR_RIVER, 6) => Some(ASPEN),
        (CEDAR, 9) => Some(BEAR_RIVER),
        _ => None,
    };
    if let Some(before) = before
        && dice.chance(500)
    {
        out.push(at(before, slot.grade - 1, last_first, last_last));
    }
    if slot.fate == Fate::Active
        && dice.chance(80)
        && let Some(day) = plan.past_day(slot.site, dice)
    {
        main.entry = Some(day);
        let ended = day.checked_sub_days(Days::new(1));
        if slot.site != ONLINE && slot.grade >= 0 && dice.chance(150) {
            out.push(at(ONLINE, slot.grade, plan.first_day(ONLINE), ended));
        }
    }
    out.push(main);
    out
}
