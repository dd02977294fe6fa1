//! Made-up people, the same in every run: a small district with families.

use super::super::Person;
use super::super::lexicon::mix;
use super::But;
use chrono::{Days, NaiveDate};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Chance that falls the same in every run.
pub struct Chance(pub u64);

impl Chance {
    /// A number from 0 to `n` - 1.
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        ((u128::from(mix(self.0)) * n as u128) >> 64) as usize
    }

    /// One of several.
    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    /// One of several, those at the front more often, as with names.
    fn often(&mut self, all: &[&'static str]) -> &'static str {
        let most = self.below(all.len()) + 1;
        all[self.below(most)]
    }
}

const LAST: [&str; 64] = [
    "Smith",
    "Johnson",
    "Jensen",
    "Christensen",
    "Anderson",
    "Nielsen",
    "Young",
    "Garcia",
    "Martinez",
    "Begay",
    "Yazzie",
    "Taylor",
    "Brown",
    "Davis",
    "Hansen",
    "Larsen",
    "Sorensen",
    "Olsen",
    "Allred",
    "Kimball",
    "Bingham",
    "Barlow",
    "Lopez",
    "Hernandez",
    "Ramirez",
    "Tsosie",
    "Benally",
    "Nguyen",
    "Tran",
    "Le",
    "Fifita",
    "Tuipulotu",
    "Williams",
    "Washington",
    "Jackson",
    "Coleman",
    "Stewart",
    "Allen",
    "Hunt",
    "Palmer",
    "Bradford",
    "Shumway",
    "Tanner",
    "Pratt",
    "Snow",
    "Leavitt",
    "Iverson",
    "Clark",
    "Hall",
    "Wright",
    "Baker",
    "Evans",
    "O’Brien",
    "McAllister",
    "De Jong",
    "Van Wagoner",
    "Kowalski",
    "Ostler",
    "Lund",
    "García López",
    "Flores Ruiz",
    "Smith-Peterson",
    "Esplin",
    "Nebeker",
];
const BOYS: [&str; 40] = [
    "William", "James", "Liam", "Henry", "Oliver", "Robert", "John", "Joseph", "Samuel", "Benjamin", "David",
    "Daniel", "Noah", "Ethan", "Mason", "Lucas", "Logan", "Jackson", "Carter", "Owen", "Wyatt", "Isaac",
    "Caleb", "Luke", "Hyrum", "Ammon", "José", "Luis", "Carlos", "Juan", "Diego", "Miguel", "Sione",
    "Tevita", "Minh", "Dylan", "Thomas", "Porter", "Bridger", "Lars",
];
const GIRLS: [&str; 40] = [
    "Olivia",
    "Emma",
    "Charlotte",
    "Evelyn",
    "Hazel",
    "Lucy",
    "Eliza",
    "Ivy",
    "Ruby",
    "Sophia",
    "Hannah",
    "Abigail",
    "Clara",
    "Nora",
    "Jane",
    "Rachel",
    "Sarah",
    "Leah",
    "Mary",
    "Isabella",
    "Maria",
    "Guadalupe",
    "Camila",
    "Valeria",
    "Lucia",
    "Mele",
    "Ana",
    "Linh",
    "Mai",
    "Kayla",
    "Kylie",
    "Grace",
    "Claire",
    "Violet",
    "June",
    "Aubrey",
    "Brooklyn",
    "Esther",
    "Kathryn",
    "Ester",
];
const STREETS: [&str; 12] = [
    "Maple St",
    "Canyon Rd",
    "State St",
    "Center St",
    "Orchard Dr",
    "Mesa Vista Ave",
    "Cottonwood Ln",
    "Wasatch Blvd",
    "Redwood Rd",
    "Pioneer Way",
    "Temple Ave",
    "Sage Ct",
];
const GRADES: [&str; 12] = [
    "KG", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11",
];

/// A hundred families with their children: a few twins, and some children who are there twice.
pub fn district() -> Vec<Person> {
    let mut chance = Chance(7);
    let mut out: Vec<Person> = Vec::new();
    for family in 0..100u64 {
        let last = chance.often(&LAST);
        let phone = format!("(801) {}-{:04}", 300 + family, 1000 + chance.below(8999));
        let address = format!("{} {}", 100 + chance.below(900), chance.of(&STREETS));
        let guardian = format!(
            "{} {last}",
            chance.of(&["Dana", "Chris", "Marta", "Rosa", "Kim", "Paul", "Greg"])
        );
        let mut birth = day("2008-01-15") + Days::new(chance.below(1200) as u64);
        for child in 0..1 + chance.below(4) {
            let girl = chance.below(2) == 0;
            let number = 40_000 + out.len();
            let twin = child == 1 && family % 26 == 0;
            if child > 0 && !twin {
                birth = birth + Days::new(330 + chance.below(900) as u64);
            }
            out.push(Person {
                last_name: last.into(),
                first_name: chance.often(if girl { &GIRLS } else { &BOYS }).into(),
                middle_name: chance.of(if girl { &GIRLS } else { &BOYS }).into(),
                birth_date: Some(birth),
                gender: if girl { "F" } else { "M" }.into(),
                state_id: (2_000_000 + mix(number as u64) % 900_000).to_string(),
                number: number.to_string(),
                school: chance.of(&["104", "108", "112", "140", "144"]).into(),
                grade: GRADES[(2020 - chrono::Datelike::year(&birth)).clamp(0, 11) as usize].into(),
                phone: phone.clone(),
                address: address.clone(),
                guardian: guardian.clone(),
                ..Person::default()
            });
        }
    }
    // Every fortieth is there a second time, at another school and under a number of its own.
    let again: Vec<Person> = out.iter().step_by(40).cloned().collect();
    for (at, person) in again.into_iter().enumerate() {
        out.push(person.but(|p| {
            p.number = (90_000 + at).to_string();
            p.state_id = String::new();
            p.school = "150".into();
            p.middle_name = p.middle_name.chars().take(1).collect();
        }));
    }
    out
}
