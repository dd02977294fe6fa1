//! Names as often as they are given: the lists in `names/`, their sources and licences stand in their first lines.

use crate::dice::Dice;
use std::collections::HashMap;

/// Names with their weights added up, so that one throw finds one.
#[derive(Default)]
pub struct Weighted {
    names: Vec<&'static str>,
    until: Vec<u32>,
}

impl Weighted {
    fn push(&mut self, weight: u32, name: &'static str) {
        self.until.push(self.until.last().unwrap_or(&0) + weight);
        self.names.push(name);
    }

    /// A name, each as likely as it is frequent.
    pub fn pick(&self, dice: &mut Dice) -> &'static str {
        let at = dice.below(*self.until.last().unwrap_or(&0) as usize) as u32;
        self.names[self.until.partition_point(|u| *u <= at)]
    }

    /// A name with this first letter, if a few throws find one.
    pub fn pick_with(&self, initial: Option<char>, dice: &mut Dice) -> &'static str {
        for _ in 0..60 {
            let name = self.pick(dice);
            if name.chars().next() == initial {
                return name;
            }
        }
        self.pick(dice)
    }
}

/// Every list.
pub struct Names {
    surnames: HashMap<String, Weighted>,
    first: HashMap<String, Weighted>,
    adults: HashMap<String, Weighted>,
    more_surnames: Weighted,
    nicknames: HashMap<String, Vec<&'static str>>,
}

fn sections(text: &'static str) -> HashMap<String, Weighted> {
    let mut out: HashMap<String, Weighted> = HashMap::new();
    let mut section = String::new();
    for line in text.lines().filter(|l| !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').to_owned();
            continue;
        }
        let mut words = line.split(' ');
        let weight = words.next().and_then(|w| w.parse().ok()).expect("a weight");
        for name in words {
            out.entry(section.clone()).or_default().push(weight, name);
        }
    }
    out
}

impl Names {
    pub fn new() -> Self {
        let mut nicknames: HashMap<String, Vec<&'static str>> = HashMap::new();
        for line in include_str!("names/nicknames.txt").lines() {
            let mut words = line.split(' ').filter(|_| !line.starts_with('#'));
            let Some(name) = words.next() else { continue };
            for nickname in words {
                nicknames.entry(name.to_owned()).or_default().push(nickname);
                nicknames.entry(nickname.to_owned()).or_default().push(name);
            }
        }
        Self {
            surnames: sections(include_str!("names/surnames.txt")),
            first: sections(include_str!("names/first-names.txt")),
            adults: sections(include_str!("names/adults.txt")),
            more_surnames: sections(include_str!("names/more-surnames.txt"))
                .remove("")
                .expect("a list without sections"),
            nicknames,
        }
    }

    /// A surname without spaces, of an ethnicity (C, H, A, B, P, M, I); one in twelve is from anywhere.
    pub fn plain_surname(&self, ethnicity: char, dice: &mut Dice) -> String {
        let group = if ethnicity == 'P' { 'A' } else { ethnicity };
        let name = if dice.chance(85) {
            self.more_surnames.pick(dice)
        } else {
            self.surnames[&group.to_string()].pick(dice)
        };
        dressed_surname(name, ethnicity, dice)
    }

    /// A surname as families have them: plain, double or with a prefix.
    pub fn surname(&self, ethnicity: char, dice: &mut Dice) -> String {
        let (double, hyphen, prefix) = match ethnicity {
            'H' => (235, 290, 28),
            'C' | 'P' => (34, 850, 13),
            'B' => (30, 600, 25),
            _ => (4, 500, 30),
        };
        let name = self.plain_surname(ethnicity, dice);
        if dice.chance(double) {
            let joint = if dice.chance(hyphen) { '-' } else { ' ' };
            format!("{name}{joint}{}", self.plain_surname('H', dice))
        } else if dice.chance(prefix) {
            let prefix = if ethnicity == 'H' {
                *dice.pick(&["De La", "De", "Del"])
            } else {
                *dice.pick(&["De", "Van", "Van Der", "St"])
            };
            format!("{prefix} {name}")
        } else {
            name
        }
    }

    fn first_list(&self, ethnicity: char, gender: char) -> &Weighted {
        let group = match ethnicity {
            'P' => 'A',
            'M' | 'I' => 'C',
            other => other,
        };
        &self.first[&format!("{group}{gender}")]
    }

    /// A child's first name; `alike` asks for one with the same first letter.
    pub fn first(&self, ethnicity: char, gender: char, alike: Option<char>, dice: &mut Dice) -> String {
        let list = if dice.chance(100) {
            &self.adults[&gender.to_string()]
        } else {
            self.first_list(ethnicity, gender)
        };
        let name = match alike {
            Some(_) => list.pick_with(alike, dice),
            None => list.pick(dice),
        };
        if dice.chance(200) && (ethnicity == 'H' || name.ends_with('e')) {
            for (plain, accented) in [
                ("Sofia", "Sofía"),
                ("Zoe", "Zoë"),
                ("Chloe", "Chloé"),
                ("Angel", "Ángel"),
                ("Sebastian", "Sebastián"),
                ("Maria", "María"),
                ("Jose", "José"),
                ("Jesus", "Jesús"),
                ("Nicolas", "Nicolás"),
                ("Andres", "Andrés"),
            ] {
                if name == plain {
                    return accented.to_owned();
                }
            }
        }
        name.to_owned()
    }

    /// A parent's first name.
    pub fn adult(&self, gender: char, dice: &mut Dice) -> &'static str {
        self.adults[&gender.to_string()].pick(dice)
    }

    /// What a child with this name is called, or the name a nickname stands for.
    pub fn nickname(&self, first: &str, dice: &mut Dice) -> Option<String> {
        let list = self.nicknames.get(&first.to_lowercase())?;
        Some(titled(&dice.pick(list).replace('_', " ")))
    }
}

/// Some names of this spelling are written with an accent, an apostrophe or a second capital.
fn dressed_surname(name: &str, ethnicity: char, dice: &mut Dice) -> String {
    if ethnicity == 'H' && dice.chance(340) {
        for (plain, accented) in [
            ("Garcia", "García"),
            ("Gonzalez", "González"),
            ("Hernandez", "Hernández"),
            ("Lopez", "López"),
            ("Martinez", "Martínez"),
            ("Perez", "Pérez"),
            ("Ramirez", "Ramírez"),
            ("Sanchez", "Sánchez"),
            ("Diaz", "Díaz"),
            ("Nunez", "Núñez"),
            ("Pena", "Peña"),
            ("Gutierrez", "Gutiérrez"),
        ] {
            if name == plain {
                return accented.to_owned();
            }
        }
    }
    for (start, written) in [("Mc", "Mc"), ("Okeefe", "O'"), ("Oconnor", "O'"), ("Oneal", "O'")] {
        if name.len() > 5 && name.starts_with(start) && dice.chance(300) {
            let rest = &name[written.trim_end_matches('\'').len()..];
            return format!("{written}{}", titled(rest));
        }
    }
    name.to_owned()
}

/// The first letter large, the others small, as most programs write a name that was typed anyhow.
pub fn titled(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(c) => c.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase(),
        None => String::new(),
    }
}
