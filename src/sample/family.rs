//! The families of the sample district: households with siblings and twins, and their children at the schools of the plan.

use super::dice::Dice;
use super::names::{Names, Tradition};
use super::plan::{ASPEN, BEAR_RIVER, CEDAR, Fate, ONLINE, Plan, Slot};
use crate::domain::ids::{Ssid, StudentKey, StudentNumber};
use crate::domain::student::{Enrollment, Student};
use crate::domain::text::search_key;
use chrono::{Days, NaiveDate};

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
struct Family {
    tradition: Tradition,
    last_name: String,
    guardian: String,
    phone: String,
    email: String,
    address: String,
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

#[expect(
    clippy::too_many_arguments,
    reason = "one step of household, with all that household knows"
)]
fn student(
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
    let mut s = Student::new(StudentKey(i + 1), number(104_001 + i));
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
    if !dice.chance(15) {
        s.integration_idt = (3_000_000 + i).to_string();
    }
    s.guardian = family.guardian.clone();
    s.phone = family.phone.clone();
    s.email = family.email.clone();
    s.address = family.address.clone();
    s.no_show = slot.fate == Fate::NoShow;
    s.state_excluded = slot.fate == Fate::Excluded;
    s.enrollments = enrollments(slot, plan, dice);
    s
}

fn number(n: u64) -> StudentNumber {
    // Digits are always a student number; the other branch only satisfies the type.
    StudentNumber::parse(&n.to_string()).unwrap_or_else(|e| unreachable!("{e}"))
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
    if slot.fate == Fate::Active && dice.chance(80) {
        if let Some(day) = plan.past_day(slot.site, dice) {
            main.entry = Some(day);
            let ended = day.checked_sub_days(Days::new(1));
            if slot.site != ONLINE && slot.grade >= 0 && dice.chance(150) {
                out.push(at(ONLINE, slot.grade, plan.first_day(ONLINE), ended));
            }
        }
    }
    out.push(main);
    out
}
