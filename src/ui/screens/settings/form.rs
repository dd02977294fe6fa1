//! The settings as they are being edited: texts until they are saved, and what is wrong with them.

use crate::domain::codes::Code;
use crate::domain::date::parse_date;
use crate::domain::dates::StateDate;
use crate::domain::district::District;
use crate::domain::ids::{LeaNumber, SchoolYear};
use crate::domain::merge::Policy;
use crate::domain::text::tidy;
use std::path::{Path, PathBuf};

/// The fields that are saved together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    pub lea: String,
    pub name: String,
    pub year: String,
    /// Name and day of each of the state's dates.
    pub dates: Vec<(String, String)>,
    pub ssid_digits: Option<u8>,
    pub ethnicity_raises_flag: bool,
    pub header_row: bool,
    /// Code and label of each gender.
    pub genders: Vec<(String, String)>,
    /// Code and label of each ethnicity.
    pub ethnicities: Vec<(String, String)>,
    /// Where the rows of a merge come from.
    pub policy: Policy,
    pub idle_minutes: String,
    pub provisional: String,
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    Lea,
    Name,
    Year,
    DateName(usize),
    DateDay(usize),
    Gender(usize),
    Ethnicity(usize),
    IdleMinutes,
}

/// What is wrong: where, and a sentence.
pub type Problems = Vec<(Spot, String)>;

/// The sentence of a place, if anything is wrong there.
pub fn problem_at(problems: &Problems, spot: Spot) -> Option<&str> {
    problems.iter().find(|(s, _)| *s == spot).map(|(_, p)| p.as_str())
}

/// The edited settings beside those they were taken from.
#[derive(Default)]
pub struct Form {
    base: Option<(PathBuf, District)>,
    before: Fields,
    pub fields: Fields,
}

impl Form {
    /// Follows the district: what was not edited here takes its new value; another district starts anew.
    pub fn follow(&mut self, path: &Path, district: &District) {
        let known = match &self.base {
            Some((p, d)) if p == path && d == district => return,
            Some((p, _)) => p == path,
            None => false,
        };
        let new = Fields::of(district);
        if known {
            let edited = std::mem::take(&mut self.fields);
            self.fields = new.clone().keeping(&self.before, edited);
        } else {
            self.fields = new.clone();
        }
        self.before = new;
        self.base = Some((path.to_owned(), district.clone()));
    }

    /// Whether anything differs from what is saved.
    pub fn changed(&self) -> bool {
        self.fields != self.before
    }

    /// Forgets what was edited.
    pub fn discard(&mut self) {
        self.fields = self.before.clone();
    }

    /// What is wrong with what was edited.
    pub fn problems(&self) -> Problems {
        self.fields.problems()
    }

    /// The district as it would be saved; `None` while something is wrong.
    pub fn district(&self) -> Option<District> {
        let (_, base) = self.base.as_ref()?;
        self.fields.onto(base)
    }
}

impl Fields {
    /// The fields of a district.
    pub fn of(d: &District) -> Self {
        let codes = |list: &[Code]| list.iter().map(|c| (c.code.clone(), c.label.clone())).collect();
        Self {
            lea: d.lea.to_string(),
            name: d.name.clone(),
            year: d.year.to_string(),
            dates: dates_as_text(&d.dates),
            ssid_digits: d.rules.ssid_digits,
            ethnicity_raises_flag: d.rules.ethnicity_raises_flag,
            header_row: d.rules.header_row,
            genders: codes(&d.rules.genders),
            ethnicities: codes(&d.rules.ethnicities),
            policy: d.rules.merge.clone(),
            idle_minutes: d.rules.idle_minutes.to_string(),
            provisional: d.rules.provisional.clone(),
        }
    }

    /// These with everything that was edited since `before`.
    fn keeping(mut self, before: &Self, edited: Self) -> Self {
        fn keep<T: PartialEq>(new: &mut T, before: &T, edited: T) {
            if edited != *before {
                *new = edited;
            }
        }
        keep(&mut self.lea, &before.lea, edited.lea);
        keep(&mut self.name, &before.name, edited.name);
        keep(&mut self.year, &before.year, edited.year);
        keep(&mut self.dates, &before.dates, edited.dates);
        keep(&mut self.ssid_digits, &before.ssid_digits, edited.ssid_digits);
        keep(
            &mut self.ethnicity_raises_flag,
            &before.ethnicity_raises_flag,
            edited.ethnicity_raises_flag,
        );
        keep(&mut self.header_row, &before.header_row, edited.header_row);
        keep(&mut self.genders, &before.genders, edited.genders);
        keep(&mut self.ethnicities, &before.ethnicities, edited.ethnicities);
        keep(&mut self.policy, &before.policy, edited.policy);
        keep(&mut self.idle_minutes, &before.idle_minutes, edited.idle_minutes);
        keep(&mut self.provisional, &before.provisional, edited.provisional);
        self
    }

    fn problems(&self) -> Problems {
        let mut out = Problems::new();
        if let Err(e) = LeaNumber::parse(&self.lea) {
            out.push((Spot::Lea, format!("{e}.")));
        }
        if tidy(&self.name).is_empty() {
            out.push((Spot::Name, "The district needs a name.".into()));
        }
        if let Err(e) = SchoolYear::parse(&self.year) {
            out.push((Spot::Year, format!("{e}.")));
        }
        for (n, (name, day)) in self.dates.iter().enumerate() {
            if tidy(name).is_empty() {
                out.push((Spot::DateName(n), "Say what is due.".into()));
            }
            if let Err(why) = parse_date(day) {
                out.push((Spot::DateDay(n), format!("{why} Write it as 2026-12-01.")));
            }
        }
        code_problems(&self.genders, Spot::Gender, &mut out);
        code_problems(&self.ethnicities, Spot::Ethnicity, &mut out);
        if let Err(why) = minutes(&self.idle_minutes) {
            out.push((Spot::IdleMinutes, why));
        }
        out
    }

    fn onto(&self, base: &District) -> Option<District> {
        if !self.problems().is_empty() {
            return None;
        }
        let mut d = base.clone();
        d.lea = LeaNumber::parse(&self.lea).ok()?;
        d.name = tidy(&self.name);
        d.year = SchoolYear::parse(&self.year).ok()?;
        d.dates = self
            .dates
            .iter()
            .filter_map(|(name, day)| {
                Some(StateDate {
                    name: tidy(name),
                    day: parse_date(day).ok()?.day,
                })
            })
            .collect();
        let codes = |list: &[(String, String)]| {
            list.iter()
                .map(|(code, label)| Code {
                    code: tidy(code),
                    label: tidy(label),
                })
                .collect()
        };
        d.rules.ssid_digits = self.ssid_digits;
        d.rules.ethnicity_raises_flag = self.ethnicity_raises_flag;
        d.rules.header_row = self.header_row;
        d.rules.genders = codes(&self.genders);
        d.rules.ethnicities = codes(&self.ethnicities);
        d.rules.merge = self.policy.clone();
        d.rules.idle_minutes = minutes(&self.idle_minutes).ok()?;
        d.rules.provisional = tidy(&self.provisional);
        Some(d)
    }
}

/// The state's dates as they are typed.
pub fn dates_as_text(dates: &[StateDate]) -> Vec<(String, String)> {
    dates
        .iter()
        .map(|d| (d.name.clone(), d.day.to_string()))
        .collect()
}

/// The most minutes: a day.
const LONGEST_IDLE: u32 = 24 * 60;

fn minutes(typed: &str) -> Result<u32, String> {
    match typed.trim().parse() {
        Ok(n) if n <= LONGEST_IDLE => Ok(n),
        _ => Err(format!(
            "“{}” is not a number of minutes from 0 to {LONGEST_IDLE}.",
            typed.trim()
        )),
    }
}

fn code_problems(list: &[(String, String)], spot: fn(usize) -> Spot, out: &mut Problems) {
    for (n, (code, label)) in list.iter().enumerate() {
        let code = tidy(code);
        let said = if code.is_empty() {
            "The code is blank.".to_owned()
        } else if code.contains([';', ',', '/', '|', ' ']) {
            "A code has no blanks and none of ; , / |.".to_owned()
        } else if list[..n].iter().any(|(c, _)| tidy(c).eq_ignore_ascii_case(&code)) {
            format!("The code {code} is there twice.")
        } else if tidy(label).is_empty() {
            "Say what the code means.".to_owned()
        } else {
            continue;
        };
        out.push((spot(n), said));
    }
}
