//! What the sample district is there to show: students without an SSID, namesakes and duplicates.

use super::dice::Dice;
use super::family::Work;
use super::names::{Names, Tradition};
use super::plan::{CEDAR, Fate, ONLINE, Plan, SITES};
use super::registry::{elsewhere, misspelled, person, strangers};
use crate::domain::student::{Student, Timestamp};
use crate::practice::Person;

/// What the state knows of a student without an SSID.
#[derive(Clone, Copy, PartialEq)]
enum Without {
    /// Known there: Retrieve fills the SSID.
    Known,
    /// Not known: New assigns one.
    Unknown,
    /// Known under a misspelled name: Retrieve does not find them, and New would make a second record.
    Misspelled,
    /// Known twice.
    Several,
    /// The same child is here under another name and holds the SSID.
    Held,
    /// The same child was entered twice, both times without an SSID: this one and the next of the list.
    Twice,
    /// Cannot be sent: birth date or gender is missing.
    Missing,
}

/// The students of a district while they get their roles.
pub(super) struct Roles<'a> {
    pub(super) work: &'a mut Work,
    pub(super) plan: &'a Plan,
    pub(super) dice: &'a mut Dice,
    /// What the state has, by position of the student.
    pub(super) known: Vec<Option<Person>>,
    /// What the state has beside that.
    more: Vec<Person>,
    /// Students of each school who have no role yet.
    pub(super) free: [Vec<usize>; SITES.len()],
}

/// Gives students their roles and returns the registry, ordered by SSID.
pub(super) fn assign(
    work: &mut Work,
    plan: &Plan,
    names: &Names,
    dice: &mut Dice,
    now: Timestamp,
) -> Vec<Person> {
    let mut free: [Vec<usize>; SITES.len()] = Default::default();
    for (i, slot) in work.slots.iter().enumerate() {
        if slot.fate == Fate::Active && !work.fixed[i] {
            free[slot.site].push(i);
        }
    }
    for list in &mut free {
        dice.shuffle(list);
    }
    let mut roles = Roles {
        work,
        plan,
        dice,
        known: Vec::new(),
        more: Vec::new(),
        free,
    };
    roles.namesakes();
    roles.at_the_state();
    roles.without_ssid(names);
    roles.changed(names, now);
    roles.silent();
    roles.missing();
    roles.second_school();
    let Roles { known, more, .. } = roles;
    let mut people: Vec<Person> = known.into_iter().flatten().chain(more).collect();
    strangers(&mut people, &work.students, plan.scaled(160), dice);
    people.sort_by(|a, b| (a.ssid.len(), &a.ssid).cmp(&(b.ssid.len(), &b.ssid)));
    people
}

impl Roles<'_> {
    /// So many cards of each kind, shuffled; what a small district has no room for is left out.
    pub(super) fn deck<T: Copy>(&mut self, kinds: &[(T, usize)]) -> Vec<T> {
        let mut deck = Vec::new();
        for (kind, n) in kinds {
            deck.extend(std::iter::repeat_n(*kind, self.plan.scaled(*n)));
        }
        self.dice.shuffle(&mut deck);
        deck
    }

    /// A student without a role at one of the three large schools.
    pub(super) fn anyone(&mut self) -> Option<usize> {
        let site = self.dice.below(ONLINE);
        self.free[site].pop()
    }

    /// Pairs of different children of one name; the first pair was even born on the same day.
    fn namesakes(&mut self) {
        for pair in 0..self.plan.scaled(10) {
            let site = if pair == 0 { CEDAR } else { self.dice.below(ONLINE) };
            let (Some(a), Some(b)) = (self.free[site].pop(), self.free[site].pop()) else {
                return;
            };
            let model = self.work.students[a].clone();
            let other = &mut self.work.students[b];
            other.last_name = model.last_name;
            other.first_name = model.first_name;
            other.gender = model.gender;
            other.preferred_first_name.clear();
            if pair == 0 {
                other.birth_date = model.birth_date;
                other.middle_name = if model.middle_name == "Ray" { "Lee" } else { "Ray" }.to_owned();
                let grade = model.enrollments.last().map(|e| e.grade.clone());
                if let (Some(e), Some(grade)) = (other.enrollments.last_mut(), grade) {
                    e.grade = grade;
                }
            }
        }
    }

    fn at_the_state(&mut self) {
        let all = self.work.students.iter().zip(&self.work.slots);
        self.known = all
            .map(|(s, slot)| Some(person(s, self.plan.code(slot.site).as_str())))
            .collect();
        // Some of those who left are known at their new district, and a few who never came have no SSID.
        for i in 0..self.work.students.len() {
            let fate = self.work.slots[i].fate;
            if fate == Fate::TransferredOut && self.dice.chance(600) {
                if let Some(p) = &mut self.known[i] {
                    elsewhere(p, self.dice);
                }
            } else if fate == Fate::NoShow && self.dice.chance(250) {
                self.work.students[i].ssid = None;
            }
        }
    }

    fn without_ssid(&mut self, names: &Names) {
        use Without::{Held, Known, Missing, Misspelled, Several, Twice, Unknown};
        let all = self.plan.scaled(SITES.iter().map(|s| s.without).sum());
        let special = [
            (Unknown, 26),
            (Missing, 12),
            (Several, 4),
            (Held, 3),
            (Misspelled, 3),
            (Twice, 1),
        ];
        let mut deck = self.deck(&special);
        deck.extend(std::iter::repeat_n(Known, all.saturating_sub(deck.len() + 1)));
        self.dice.shuffle(&mut deck);
        let mut deck = deck.into_iter();
        for (site, s) in SITES.iter().enumerate() {
            let mut left = self.plan.scaled(s.without);
            while left > 0
                && let Some(i) = self.free[site].pop()
            {
                left -= 1;
                let kind = deck.next().unwrap_or(Known);
                let second = if kind == Twice {
                    self.free[site].pop()
                } else {
                    None
                };
                left = left.saturating_sub(usize::from(second.is_some()));
                self.one_without(i, kind, second, site, names);
            }
        }
    }

    fn one_without(&mut self, i: usize, kind: Without, second: Option<usize>, site: usize, names: &Names) {
        self.work.students[i].ssid = None;
        if self.dice.chance(600)
            && let Some(p) = &mut self.known[i]
        {
            elsewhere(p, self.dice);
        }
        match kind {
            Without::Known => {}
            Without::Unknown => self.known[i] = None,
            Without::Missing => self.lose_a_value(i),
            Without::Misspelled => {
                if let Some(p) = &mut self.known[i] {
                    p.first_name = misspelled(&p.first_name);
                }
            }
            Without::Several => {
                let ssid = self.work.ssid();
                if let Some(p) = &self.known[i] {
                    let mut again = Person { ssid, ..p.clone() };
                    elsewhere(&mut again, self.dice);
                    self.more.push(again);
                }
            }
            Without::Held => {
                let Some(owner) = self.free[site].pop() else {
                    return;
                };
                let new_name = self.other_last_name(owner, names);
                self.same_child(owner, i);
                self.work.students[i].last_name = new_name.clone();
                // The state has the new name already, and the number that the older entry here holds.
                self.known[i] = None;
                if let Some(p) = &mut self.known[owner] {
                    p.last_name = new_name;
                }
            }
            Without::Twice => {
                if let Some(second) = second {
                    self.same_child(i, second);
                    self.work.students[second].ssid = None;
                    self.known[second] = None;
                }
            }
        }
    }

    /// Makes a second entry of a child: the same person under another student number.
    fn same_child(&mut self, from: usize, to: usize) {
        let one = self.work.students[from].clone();
        let two = &mut self.work.students[to];
        let grade = one.enrollments.last().map(|e| e.grade.clone());
        if let (Some(e), Some(grade)) = (two.enrollments.last_mut(), grade) {
            e.grade = grade;
        }
        *two = Student {
            key: two.key,
            number: two.number.clone(),
            ssid: two.ssid.clone(),
            integration_idt: two.integration_idt.clone(),
            // Only the present school: the years before are on the first entry.
            enrollments: two.enrollments.pop().into_iter().collect(),
            ..one
        };
    }

    pub(super) fn other_last_name(&mut self, i: usize, names: &Names) -> String {
        let old = self.work.students[i].last_name.clone();
        for _ in 0..20 {
            let tradition = Tradition::any(self.dice);
            let new = names.last(tradition, self.dice);
            if new != old {
                return new;
            }
        }
        format!("{old}-Smith")
    }

    /// Birth date or gender is not known here.
    pub(super) fn lose_a_value(&mut self, i: usize) {
        if self.dice.chance(600) {
            self.work.students[i].birth_date = None;
        } else {
            self.work.students[i].gender.clear();
        }
    }
}
