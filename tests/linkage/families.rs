//! Families as a district has them: brothers and sisters, twins, parents with another surname, namesakes.

use crate::dice::Dice;
use crate::homes::{address, another_flat, phone};
use crate::names::Names;
use chrono::{Datelike, Days, NaiveDate};

/// A student record, as the columns of a set stand in a file.
#[derive(Clone)]
pub struct Record {
    pub last: String,
    pub first: String,
    pub middle: String,
    pub suffix: &'static str,
    pub birth: Option<NaiveDate>,
    /// `F`, `M` or nothing.
    pub gender: &'static str,
    pub ethnicity: char,
    pub grade: String,
    pub school: u32,
    pub state_id: String,
    pub phone: String,
    pub address: String,
    pub parent: String,
}

/// One household: its children, the first born first. Twins have one birth date.
pub struct Family {
    pub children: Vec<Record>,
    pub parent_last: String,
    /// The earlier family whose first child the first child here is a namesake of, by its place.
    pub namesake: Option<usize>,
}

/// Makes families, one after the other.
pub struct Families<'a> {
    names: &'a Names,
    schools: usize,
    state_ids: u64,
    /// Some children and addresses seen, whose namesakes and neighbours come later.
    seen: Vec<Seen>,
    made: usize,
}

struct Seen {
    child: Record,
    home: String,
    family: usize,
}

impl<'a> Families<'a> {
    pub fn new(names: &'a Names, schools: usize) -> Self {
        Self {
            names,
            schools,
            state_ids: 0,
            seen: Vec::new(),
            made: 0,
        }
    }

    /// A State ID nobody has yet: seven digits, in no order.
    pub fn state_id(&mut self) -> String {
        self.state_ids += 1;
        // The factor shares no divisor with nine million, so that no number comes twice.
        (1_000_000 + self.state_ids * 5_618_033 % 9_000_000).to_string()
    }

    pub fn school(&self, dice: &mut Dice) -> u32 {
        100 + 4 * dice.below(self.schools) as u32
    }

    /// The next family.
    pub fn next(&mut self, dice: &mut Dice) -> Family {
        let names = self.names;
        let ethnicity = ['C', 'H', 'A', 'B', 'P', 'M', 'I'][dice.weighted(&[566, 282, 50, 40, 24, 20, 18])];
        let namesake = (dice.chance(3) && !self.seen.is_empty()).then(|| dice.below(self.seen.len()));
        let namesake = namesake.map(|at| (self.seen[at].child.clone(), self.seen[at].family));
        let like = namesake.as_ref().map(|n| &n.0);
        let ethnicity = like.map_or(ethnicity, |n| n.ethnicity);
        let surname = like.map_or_else(|| names.surname(ethnicity, dice), |n| n.last.clone());
        let parent_last = if dice.chance(740) {
            surname.clone()
        } else {
            names.surname(ethnicity, dice)
        };
        let parent = format!("{} {parent_last}", names.adult('F', dice));
        let phone = phone(dice);
        let home = match self.seen.is_empty() || !dice.chance(10) {
            true => address(dice),
            false => another_flat(&dice.pick(&self.seen).home, dice),
        };
        let school = self.school(dice);
        let blended = dice.chance(280);
        let mut children: Vec<Record> = Vec::new();
        for (birth, twin) in births(dice) {
            let elder = children.last().filter(|_| twin);
            let gender = match elder {
                Some(e) if dice.chance(440) => e.gender,
                _ => *dice.pick(&["F", "M"]),
            };
            let first = first_name(names, (ethnicity, gender), elder, &children, dice);
            let middle = match elder {
                Some(e) if dice.chance(110) => e.middle.clone(),
                _ => middle_name(names, ethnicity, gender, dice),
            };
            let last = match elder {
                Some(e) => e.last.clone(),
                None if !children.is_empty() && blended && dice.chance(550) => match dice.chance(500) {
                    true => parent_last.clone(),
                    false => names.surname(ethnicity, dice),
                },
                None => surname.clone(),
            };
            let suffix = match gender == "M" && dice.chance(46) {
                true => ["Jr", "III", "II", "Sr", "IV"][dice.weighted(&[62, 17, 14, 3, 2])],
                false => "",
            };
            let at = match elder {
                Some(e) if dice.chance(985) => e.school,
                _ if dice.chance(790) => school,
                _ => self.school(dice),
            };
            children.push(Record {
                last,
                first,
                middle,
                suffix,
                birth: Some(birth),
                gender,
                ethnicity,
                grade: grade(birth),
                school: at,
                state_id: if dice.chance(69) {
                    String::new()
                } else {
                    self.state_id()
                },
                phone: if dice.chance(45) {
                    String::new()
                } else {
                    phone.clone()
                },
                address: home.clone(),
                parent: parent.clone(),
            });
        }
        if let Some((other, _)) = namesake.clone() {
            let child = &mut children[0];
            child.last = other.last;
            child.first = other.first;
            child.gender = other.gender;
            if let (true, Some(birth)) = (dice.chance(500), other.birth) {
                child.birth = Some(birth);
                child.grade = grade(birth);
            }
        }
        let seen = Seen {
            child: children[0].clone(),
            home,
            family: self.made,
        };
        self.made += 1;
        if self.seen.len() < 2_000 {
            self.seen.push(seen);
        } else {
            let at = dice.below(2_000);
            self.seen[at] = seen;
        }
        Family {
            children,
            parent_last,
            namesake: namesake.map(|n| n.1),
        }
    }
}

/// The birth dates of a household's children, and whether each is a twin of the one before.
fn births(dice: &mut Dice) -> Vec<(NaiveDate, bool)> {
    let count = 1 + dice.weighted(&[1073, 694, 331, 176, 50, 32]);
    let mut gaps = vec![(0_u64, false)];
    while gaps.len() < count {
        let again = gaps.last().is_some_and(|g| g.1);
        let twin = dice.chance(if again { 120 } else { 33 });
        let gap = match (twin, dice.chance(180)) {
            (true, _) => 0,
            (_, true) => dice.between(2, 300),
            _ => dice.between(300, 1200),
        };
        gaps.push((gap as u64, twin));
    }
    let days = 5_050;
    let span = gaps.iter().map(|g| g.0).sum::<u64>().min(days);
    let mut day = dice.below((days - span) as usize + 1) as u64;
    let first = NaiveDate::from_ymd_opt(2007, 1, 1).expect("a date");
    gaps.into_iter()
        .map(|(gap, twin)| {
            day = (day + gap).min(days);
            (first + Days::new(day), twin)
        })
        .collect()
}

/// A first name no other child of the family has; a twin's is sometimes like the other's.
fn first_name(
    names: &Names,
    (ethnicity, gender): (char, &str),
    elder: Option<&Record>,
    children: &[Record],
    dice: &mut Dice,
) -> String {
    let gender = if gender == "F" { 'F' } else { 'M' };
    loop {
        let name = match elder {
            Some(elder) if dice.chance(65) => rhyme(&elder.first, dice),
            _ => {
                let initial = elder
                    .and_then(|e| e.first.chars().next())
                    .filter(|_| dice.chance(120));
                compound(names.first(ethnicity, gender, initial, dice), gender, dice)
            }
        };
        if children.iter().all(|c| c.first != name) {
            return name;
        }
    }
}

/// Dylan and Mylan: one letter is another one.
fn rhyme(name: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = if dice.chance(600) {
        0
    } else {
        dice.below(letters.len())
    };
    let new = loop {
        let new = (b'a' + dice.below(26) as u8) as char;
        if !letters[at].eq_ignore_ascii_case(&new) {
            break new;
        }
    };
    letters[at] = if at == 0 { new.to_ascii_uppercase() } else { new };
    letters.into_iter().collect()
}

fn compound(name: String, gender: char, dice: &mut Dice) -> String {
    if !dice.chance(20) {
        return name;
    }
    let second = match gender {
        'F' => *dice.pick(&["Ann", "Marie", "Jo", "Grace", "Lynn"]),
        _ => *dice.pick(&["James", "Lee", "Luis", "Paul", "Ray"]),
    };
    let joint = ["-", " ", ""][dice.weighted(&[34, 26, 23])];
    format!("{name}{joint}{second}")
}

fn middle_name(names: &Names, ethnicity: char, gender: &str, dice: &mut Dice) -> String {
    let gender = if gender == "F" { 'F' } else { 'M' };
    let name = names.first(ethnicity, gender, None, dice);
    match dice.below(1000) {
        0..200 => String::new(),
        200..355 => name.chars().take(1).collect(),
        _ => compound(name, gender, dice),
    }
}

/// The grade of a birth date in the school year 2025–26.
fn grade(birth: NaiveDate) -> String {
    match 2020 - birth.year() - i32::from(birth.month() >= 9) {
        ..0 => "PK".to_owned(),
        0 => "KG".to_owned(),
        grade => format!("{:02}", grade.min(12)),
    }
}
