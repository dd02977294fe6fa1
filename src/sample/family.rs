//! The families of the sample district: households with siblings and twins, one child for each place of the plan.

use super::child::student;
use super::dice::Dice;
use super::names::{Names, Tradition};
use super::plan::{Fate, Plan, Slot};
use crate::domain::student::Student;
use crate::domain::text::search_key;
use chrono::NaiveDate;

/// Students under way, with what the roles need to know of each.
pub(super) struct Work {
    pub(super) students: Vec<Student>,
    /// The place each was made for.
    pub(super) slots: Vec<Slot>,
    /// Whether the student is to stay as made: twins, and names that are there to be seen.
    pub(super) fixed: Vec<bool>,
    /// SSIDs handed out so far.
    pub(super) ssids: u64,
}

impl Work {
    /// A fresh SSID: seven digits, scattered, none twice.
    pub(super) fn ssid(&mut self) -> String {
        const PRIME: u64 = 786_433;
        let i = self.ssids;
        self.ssids += 1;
        (1_200_000 + (i / PRIME) * PRIME + i * 48_271 % PRIME).to_string()
    }
}

/// What the children of a household share.
pub(super) struct Family {
    pub(super) tradition: Tradition,
    pub(super) last_name: String,
    pub(super) guardian: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) address: String,
}

/// Names that are there to be seen: last, first, middle, suffix, gender, tradition.
const SHOWN: [(&str, &str, &str, &str, &str, Tradition); 13] = [
    ("Nuñez Ibáñez", "María José", "", "", "F", Tradition::Hispanic),
    ("O’Brien", "Finn", "Patrick", "", "M", Tradition::Utah),
    ("Tapueluʻelu", "ʻAna", "Mele", "", "F", Tradition::Islander),
    ("Begay", "Nizhóní", "Asdzą́ą́", "", "F", Tradition::Navajo),
    ("Trần", "Ngọc", "Thị", "", "F", Tradition::Vietnamese),
    ("Christensen", "Brigham", "Lee", "Jr", "M", Tradition::Utah),
    ("García Peña", "Íñigo", "de Jesús", "", "M", Tradition::Hispanic),
    ("Nguyễn", "Đức", "Văn", "", "M", Tradition::Vietnamese),
    ("Kealohaʻāina", "Māhealani", "", "", "F", Tradition::Islander),
    ("Pettway", "De’Andre", "", "III", "M", Tradition::Black),
    ("Many Mules", "Naatʼáanii", "", "", "M", Tradition::Navajo),
    ("de la Cruz", "José Luis", "", "", "M", Tradition::Hispanic),
    ("Smith-Peterson", "Zoë", "Anne", "", "F", Tradition::Utah),
];

/// Fills every place of the plan with a student, all of them with an SSID.
pub(super) fn make(plan: &Plan, names: &Names, dice: &mut Dice) -> Work {
    let mut slots = plan.slots(dice);
    let mut households = twins(&mut slots, plan.scaled(12).max(usize::from(plan.size > 100)));
    let twin_households = households.len();
    dice.shuffle(&mut slots);
    while let Some(first) = slots.pop() {
        let mut kids = vec![first];
        let more = [0, 0, 0, 0, 0, 1, 1, 1, 2, 3][dice.below(10)];
        while kids.len() <= more
            && let Some(next) = slots.last().copied()
            && kids.iter().all(|k| k.grade != next.grade)
        {
            kids.push(next);
            slots.pop();
        }
        households.push(kids);
    }
    let mut order: Vec<(usize, Vec<Slot>)> = households.into_iter().enumerate().collect();
    dice.shuffle(&mut order);
    let mut work = Work {
        students: Vec::with_capacity(plan.size),
        slots: Vec::with_capacity(plan.size),
        fixed: Vec::with_capacity(plan.size),
        ssids: 0,
    };
    let mut shown = SHOWN.iter();
    for (house, (which, kids)) in order.into_iter().enumerate() {
        let twins = which < twin_households;
        let single = !twins && kids.len() == 1 && kids[0].fate == Fate::Active;
        let show = if single && house % 5 == 0 {
            shown.next()
        } else {
            None
        };
        let tradition = show.map_or_else(|| Tradition::any(dice), |s| s.5);
        let mut family = family(tradition, house, names, dice);
        if let Some(show) = show {
            family.last_name = show.0.to_owned();
        }
        household(&mut work, &family, &kids, twins, plan, names, dice);
        if let Some(show) = show
            && let Some(student) = work.students.last_mut()
        {
            (student.first_name, student.middle_name) = (show.1.to_owned(), show.2.to_owned());
            (student.suffix, student.gender) = (show.3.to_owned(), show.4.to_owned());
            student.preferred_first_name.clear();
            if let Some(fixed) = work.fixed.last_mut() {
                *fixed = true;
            }
        }
    }
    work
}

/// Takes pairs of places at the same school and grade out of the list, spread over it.
fn twins(slots: &mut Vec<Slot>, pairs: usize) -> Vec<Vec<Slot>> {
    let mut out = Vec::with_capacity(pairs);
    let step = slots.len() / (pairs + 1);
    for pair in (1..=pairs).rev() {
        let mut at = pair * step;
        while let Some([a, b]) = slots.get(at..at + 2) {
            let alike = a.site == b.site && a.grade == b.grade;
            if alike && a.fate == Fate::Active && b.fate == Fate::Active {
                out.push(slots.drain(at..at + 2).collect());
                break;
            }
            at += 1;
        }
    }
    out
}

fn family(tradition: Tradition, house: usize, names: &Names, dice: &mut Dice) -> Family {
    let last_name = names.last(tradition, dice);
    let gender = dice.pick(&["F", "F", "M"]);
    let first = names.first(tradition, gender, dice);
    let last = if dice.chance(220) {
        names.last(tradition, dice)
    } else {
        last_name.clone()
    };
    let letters = |t: &str| -> String {
        search_key(t)
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect()
    };
    let area = dice.pick(&["801", "385", "435", "435", "205", "334"]);
    let phone = format!("({area}) 555-01{:02}", dice.below(100));
    let email = if dice.chance(900) {
        format!("{}.{}{house}@example.org", letters(&first), letters(&last))
    } else {
        String::new()
    };
    let town = names.town(dice).to_owned();
    let number = dice.between(11, 2400);
    let address = if dice.chance(500) {
        let (a, b) = (dice.pick(&["N", "S"]), dice.pick(&["E", "W"]));
        format!("{number} {a} {} {b}, {town}, UT", dice.between(1, 24) * 100)
    } else {
        let kind = dice.pick(&["Lane", "Drive", "Way", "Circle", "Road"]);
        format!("{number} {} {kind}, {town}, UT", names.street(dice))
    };
    Family {
        tradition,
        last_name,
        guardian: format!("{first} {last}"),
        phone,
        email,
        address,
    }
}

fn household(
    work: &mut Work,
    family: &Family,
    kids: &[Slot],
    twins: bool,
    plan: &Plan,
    names: &Names,
    dice: &mut Dice,
) {
    let from = work.students.len();
    for slot in kids {
        let siblings = &work.students[from..];
        let mut birth_date = plan.birth_date(slot.grade, dice);
        if twins && let Some(twin) = siblings.first() {
            birth_date = twin.birth_date;
        } else {
            let near = |d: Option<NaiveDate>| {
                siblings.iter().any(|s| match (s.birth_date, d) {
                    (Some(a), Some(b)) => (a - b).num_days().abs() < 300,
                    _ => false,
                })
            };
            for _ in 0..40 {
                if !near(birth_date) {
                    break;
                }
                birth_date = plan.birth_date(slot.grade, dice);
            }
        }
        let gender = dice.pick(&["F", "M"]);
        let mut first = names.first(family.tradition, gender, dice);
        while siblings.iter().any(|s| s.first_name == first) {
            first = names.first(family.tradition, gender, dice);
        }
        let student = student(
            work,
            family,
            *slot,
            (first, gender),
            birth_date,
            plan,
            names,
            dice,
        );
        work.students.push(student);
        work.slots.push(*slot);
        work.fixed.push(twins);
    }
}
