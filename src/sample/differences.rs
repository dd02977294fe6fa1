//! Where the sample district and the state differ: changes the state must be told of, and differences that only Verify finds.

use super::names::Names;
use super::plan::{BEAR_RIVER, CEDAR, ONLINE, SITES};
use super::registry::{elsewhere, misspelled, transposed};
use super::roles::Roles;
use crate::domain::student::{ChangeFlag, Enrollment, Field, Timestamp};
use chrono::{Days, TimeDelta};
use std::collections::BTreeMap;

/// What changed here and not yet at the state.
#[derive(Clone, Copy, PartialEq)]
enum Changed {
    LastName,
    FirstName,
    BirthDate,
    Gender,
    Ethnicity,
    /// A last name; and the state has the student under another SSID.
    OtherSsid,
    /// A last name; and the state does not know the SSID.
    NoSsid,
}

/// What differs at the state without anybody here knowing.
#[derive(Clone, Copy)]
enum Silent {
    BirthDate,
    FirstName,
    LastName,
    Gender,
    School,
    Lea,
    OtherSsid,
}

impl Roles<'_> {
    pub(super) fn changed(&mut self, names: &Names, now: Timestamp) {
        use Changed::{BirthDate, Ethnicity, FirstName, Gender, LastName, NoSsid, OtherSsid};
        let kinds = [
            (LastName, 7),
            (BirthDate, 6),
            (FirstName, 2),
            (Gender, 2),
            (OtherSsid, 2),
            (Ethnicity, 1),
            (NoSsid, 1),
        ];
        let mut deck = self.deck(&kinds).into_iter();
        for (site, s) in SITES.iter().enumerate() {
            for _ in 0..self.plan.scaled(s.changed) {
                let Some(i) = self.free[site].pop() else {
                    break;
                };
                let kind = deck.next().unwrap_or(LastName);
                self.one_changed(i, kind, names, now);
            }
        }
    }

    fn one_changed(&mut self, i: usize, kind: Changed, names: &Names, now: Timestamp) {
        let days = self.dice.between(1, 60);
        let since = now.checked_sub_signed(TimeDelta::days(days)).unwrap_or(now);
        let new_name = self.other_last_name(i, names);
        let student = &mut self.work.students[i];
        let Some(state) = &mut self.known[i] else {
            return;
        };
        // The student's record has the new value, the state's the old one.
        let (field, old) = match kind {
            Changed::LastName | Changed::OtherSsid | Changed::NoSsid => {
                student.last_name = new_name;
                (Field::LastName, state.last_name.clone())
            }
            Changed::FirstName => {
                state.first_name = misspelled(&state.first_name);
                (Field::FirstName, state.first_name.clone())
            }
            Changed::BirthDate => {
                state.birth_date = state.birth_date.map(transposed);
                let old = state.birth_date.map(|d| d.to_string());
                (Field::BirthDate, old.unwrap_or_default())
            }
            Changed::Gender => {
                state.gender = other_gender(&state.gender);
                (Field::Gender, state.gender.clone())
            }
            Changed::Ethnicity => {
                student.ethnicity.hispanic = !student.ethnicity.hispanic;
                (Field::Ethnicity, state.ethnicity.clone())
            }
        };
        student.change_flag = Some(ChangeFlag {
            since,
            old: BTreeMap::from([(field, old)]),
        });
        match kind {
            Changed::OtherSsid => self.renumber(i),
            Changed::NoSsid => self.known[i] = None,
            _ => {}
        }
    }

    /// The state has the student under another number than the district.
    fn renumber(&mut self, i: usize) {
        let ssid = self.work.ssid();
        if let Some(p) = &mut self.known[i] {
            p.ssid = ssid;
        }
    }

    pub(super) fn silent(&mut self) {
        use Silent::{BirthDate, FirstName, Gender, LastName, Lea, OtherSsid, School};
        let kinds = [
            (BirthDate, 3),
            (FirstName, 3),
            (LastName, 2),
            (School, 2),
            (Gender, 1),
            (Lea, 1),
            (OtherSsid, 1),
        ];
        for kind in self.deck(&kinds) {
            let Some(i) = self.anyone() else {
                return;
            };
            if let Silent::OtherSsid = kind {
                self.renumber(i);
            }
            let Some(p) = &mut self.known[i] else {
                continue;
            };
            match kind {
                Silent::BirthDate => p.birth_date = p.birth_date.map(transposed),
                Silent::FirstName => p.first_name = misspelled(&p.first_name),
                Silent::LastName => p.last_name = misspelled(&p.last_name),
                Silent::Gender => p.gender = other_gender(&p.gender),
                Silent::School => {
                    p.school = self.plan.code(ONLINE).to_string();
                }
                Silent::Lea => elsewhere(p, self.dice),
                Silent::OtherSsid => {}
            }
        }
    }

    /// Students with an SSID who lack what the state matches on.
    pub(super) fn missing(&mut self) {
        for _ in 0..self.plan.scaled(15) {
            let Some(i) = self.anyone() else {
                return;
            };
            self.lose_a_value(i);
        }
    }

    /// Students who take single courses at Desert Online beside their school.
    pub(super) fn second_school(&mut self) {
        for (site, n) in [(CEDAR, 82), (BEAR_RIVER, 20)] {
            for _ in 0..self.plan.scaled(n) {
                let Some(i) = self.free[site].pop() else {
                    break;
                };
                let student = &mut self.work.students[i];
                // Online the day before, so that the main school stays the one that counts.
                let Some(main) = student.enrollments.last() else {
                    continue;
                };
                let online = Enrollment {
                    school: self.plan.code(ONLINE),
                    entry: main.entry.and_then(|d| d.checked_sub_days(Days::new(1))),
                    ..main.clone()
                };
                student.enrollments.retain(|e| e.school != online.school);
                student.enrollments.insert(0, online);
            }
        }
    }
}

fn other_gender(gender: &str) -> String {
    if gender == "F" { "M" } else { "F" }.to_owned()
}
