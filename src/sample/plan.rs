//! The plan of the sample district: its schools, how many students of each kind they have, and the days of the school year.

use super::dice::Dice;
use super::{SIZE, written};
use crate::domain::codes::grade_of_year;
use crate::domain::district::School;
use crate::domain::ids::{SchoolCode, SchoolYear};
use chrono::{Days, NaiveDate};

/// One school and its share of a district of [`SIZE`] students.
pub(super) struct Site {
    code: &'static str,
    name: &'static str,
    /// First and last grade: -1 is PK, 0 is KG.
    grades: (i64, i64),
    /// Students whose main school it is.
    students: usize,
    /// Of these without an SSID.
    pub(super) without: usize,
    /// Of these with a change flag.
    pub(super) changed: usize,
    /// First day, in August.
    first_day: u32,
}

pub(super) const ASPEN: usize = 0;
pub(super) const BEAR_RIVER: usize = 1;
pub(super) const CEDAR: usize = 2;
pub(super) const ONLINE: usize = 3;
pub(super) const EARLY: usize = 4;

/// Desert Online has 102 more, who take single courses beside their main school.
pub(super) const SITES: [Site; 5] = [
    site("104", "Aspen Elementary", (0, 5), [553, 41, 6], 19),
    site("404", "Bear River Middle", (6, 8), [708, 18, 3], 19),
    site("704", "Cedar High", (9, 12), [1231, 27, 11], 19),
    site("790", "Desert Online", (0, 12), [40, 9, 0], 17),
    site("112", "Early Learning Center", (-1, -1), [150, 62, 1], 26),
];

const fn site(
    code: &'static str,
    name: &'static str,
    grades: (i64, i64),
    [students, without, changed]: [usize; 3],
    first_day: u32,
) -> Site {
    Site {
        code,
        name,
        grades,
        students,
        without,
        changed,
        first_day,
    }
}

/// Why a student is, or is not, to be sent to the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Active,
    TransferredOut,
    NoShow,
    Excluded,
}

/// A place at a school, to be filled with a student.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slot {
    pub(super) site: usize,
    pub(super) grade: i64,
    pub(super) fate: Fate,
}

/// What a district of a size and a day looks like.
pub(super) struct Plan {
    pub(super) size: usize,
    pub(super) today: NaiveDate,
    /// The calendar year in which the school year ends.
    pub(super) end_year: i32,
    codes: Vec<SchoolCode>,
}

impl Plan {
    pub(super) fn new(size: usize, today: NaiveDate) -> Self {
        Self {
            size,
            today,
            end_year: i32::from(SchoolYear::of(today).0),
            codes: SITES.iter().map(|s| written(SchoolCode::parse(s.code))).collect(),
        }
    }

    /// So many of [`SIZE`], for this size.
    pub(super) fn scaled(&self, n: usize) -> usize {
        (n * self.size + SIZE / 2) / SIZE
    }

    pub(super) fn code(&self, site: usize) -> SchoolCode {
        self.codes[site].clone()
    }

    pub(super) fn schools(&self) -> Vec<School> {
        SITES
            .iter()
            .zip(&self.codes)
            .map(|(s, code)| School {
                code: code.clone(),
                name: s.name.to_owned(),
            })
            .collect()
    }

    /// All places, school by school and grade by grade. Cedar High, the largest, takes what rounding leaves.
    pub(super) fn slots(&self, dice: &mut Dice) -> Vec<Slot> {
        let mut counts = SITES.map(|s| self.scaled(s.students));
        let away = [
            (Fate::TransferredOut, self.scaled(40)),
            (Fate::NoShow, self.scaled(14)),
            (Fate::Excluded, self.scaled(8)),
        ];
        let all: usize = counts.iter().sum::<usize>() + away.iter().map(|a| a.1).sum::<usize>();
        counts[CEDAR] = (counts[CEDAR] + self.size).saturating_sub(all);
        let mut slots = Vec::with_capacity(self.size);
        for (site, (s, n)) in SITES.iter().zip(counts).enumerate() {
            let grades = (s.grades.1 - s.grades.0 + 1) as usize;
            slots.extend((0..n).map(|i| Slot {
                site,
                grade: s.grades.0 + (i * grades / n) as i64,
                fate: Fate::Active,
            }));
        }
        for (fate, n) in away {
            for _ in 0..n {
                let site = dice.pick(&[ASPEN, ASPEN, BEAR_RIVER, CEDAR, CEDAR, EARLY]);
                let grade = dice.between(SITES[site].grades.0, SITES[site].grades.1);
                slots.push(Slot { site, grade, fate });
            }
        }
        slots.truncate(self.size);
        slots
    }

    /// The code of a grade.
    pub(super) fn grade(grade: i64) -> &'static str {
        match grade {
            -1 => "PK",
            0..=12 => grade_of_year(grade as usize).unwrap_or("UG"),
            _ => "UG",
        }
    }

    /// A birth date that is usual for a grade: five years old before September 2 for KG.
    pub(super) fn birth_date(&self, grade: i64, dice: &mut Dice) -> Option<NaiveDate> {
        let mut year = i64::from(self.end_year) - 7 - grade;
        if grade < 0 && dice.chance(450) {
            year += 1;
        } else if dice.chance(35) {
            year -= 1;
        }
        NaiveDate::from_ymd_opt(year as i32, 9, 2)?.checked_add_days(Days::new(dice.below(365) as u64))
    }

    /// The first day of a school in this school year.
    pub(super) fn first_day(&self, site: usize) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.end_year - 1, 8, SITES[site].first_day)
    }

    /// First and last day of the school year before.
    pub(super) fn last_year(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (
            NaiveDate::from_ymd_opt(self.end_year - 2, 8, 20),
            NaiveDate::from_ymd_opt(self.end_year - 1, 6, 3),
        )
    }

    /// A day of this school year that has passed, at least a week after its start; none early in the year.
    pub(super) fn past_day(&self, site: usize, dice: &mut Dice) -> Option<NaiveDate> {
        let first = self.first_day(site)?;
        let room = (self.today - first).num_days();
        if room < 14 {
            return None;
        }
        first.checked_add_days(Days::new(dice.between(7, room - 2) as u64))
    }

    /// Districts that students come from and the registry knows.
    pub(super) fn other_lea(dice: &mut Dice) -> &'static str {
        dice.pick(&["020", "070", "180", "240", "330"])
    }
}
