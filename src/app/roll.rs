//! The roll: what lists, counts and search need of every student, kept in memory and true to the store.

use super::command::{SortBy, StudentSort};
use crate::domain::dates::Due;
use crate::domain::ids::{SchoolCode, StudentKey};
use crate::domain::layout::Layout;
use crate::domain::request::{Facts, Function, Readiness, Scope, Standing};
use crate::domain::student::Student;
use crate::domain::text::{push_search_key, search_key};
use crate::store::{Reader, StoreError};
use chrono::{Datelike, NaiveDate};
use memchr::memmem;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// One student as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The record's key.
    pub key: StudentKey,
    /// Student number.
    pub number: Box<str>,
    /// `Last, First Middle, Suffix`.
    pub name: Box<str>,
    /// SSID; empty when none.
    pub ssid: Box<str>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The current school's number; empty when none.
    pub school: Box<str>,
    /// The current grade.
    pub grade: Box<str>,
    /// Whether the current enrollment has ended, or there is none.
    pub inactive: bool,
    /// What decides about request files.
    pub facts: Facts,
    /// Whether it has no IntegrationIDT, or only a provisional ID: what Missing IDs lists.
    pub not_integrated: bool,
    /// Marked as the duplicate profile.
    pub duplicate: bool,
    /// Marked for review: the newest complete roster does not have the student.
    pub not_in_roster: bool,
    /// Whether only a provisional ID stands in for the State ID.
    pub provisional: bool,
    /// IntegrationIDT; empty when it is not linked to the SIS.
    pub integration_idt: Box<str>,
    /// Name in search letters, for sorting.
    sort: Box<str>,
    /// Everything that search looks at, in search letters.
    find: Box<str>,
}

impl Card {
    /// The card of a student.
    pub fn of(student: &Student, standing: &Standing, layout: &Layout, today: NaiveDate) -> Self {
        let current = student.current_enrollment(today);
        let mut find = String::with_capacity(96);
        for text in [
            &student.last_name,
            &student.first_name,
            &student.middle_name,
            &student.preferred_last_name,
            &student.preferred_first_name,
            &student.suffix,
        ] {
            if !text.is_empty() {
                push_search_key(&mut find, text);
                find.push(' ');
            }
        }
        push_search_key(&mut find, student.number.as_str());
        find.push(' ');
        let ssid = student.ssid.as_ref().map_or("", |s| s.as_str());
        find.push_str(ssid);
        if let Some(d) = student.birth_date {
            use std::fmt::Write;
            // Both forms that people type; writing to a String cannot fail.
            let _ = write!(find, " {d} {}/{}/{}", d.month(), d.day(), d.year());
        }
        for f in &student.former_ids {
            find.push(' ');
            push_search_key(&mut find, &f.value);
        }
        Self {
            key: student.key,
            number: student.number.as_str().into(),
            name: student.list_name().into(),
            ssid: ssid.into(),
            birth_date: student.birth_date,
            school: current.map_or("", |e| e.school.as_str()).into(),
            grade: current.map_or("", |e| e.grade.as_str()).into(),
            inactive: current.is_none_or(|e| !e.not_ended_by(today)),
            facts: Facts::of(student, standing, layout),
            not_integrated: student.integration_idt.is_empty() || !student.provisional_id.is_empty(),
            duplicate: student.duplicate,
            not_in_roster: student.not_in_roster.is_some(),
            provisional: !student.provisional_id.is_empty(),
            integration_idt: student.integration_idt.as_str().into(),
            sort: search_key(&format!("{} {}", student.last_name, student.first_name)).into(),
            find: find.into(),
        }
    }
}

/// Counts of a school, as Select Schools shows them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is a column of Select Schools")]
pub struct Counts {
    pub students: usize,
    pub no_ssid: usize,
    pub changed: usize,
    pub with_ssid: usize,
}

/// What the four functions would do for a scope now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Students each function would send.
    pub ready: [usize; 4],
    /// Students each function cannot send because something is missing.
    pub held_back: [usize; 4],
    /// Students New waits for: their Retrieve response is not processed.
    pub waiting: usize,
    /// Students New waits for: what the state answered needs a person's decision.
    pub undecided: usize,
    /// Those of both whom only the explicit override of New sends.
    pub overridable: usize,
    /// Students already in a New request without a response.
    pub in_new: usize,
    /// Students each function is still due for, for the ticks before the state's dates.
    pub due: Due,
}

fn by_name(a: &Card, b: &Card) -> Ordering {
    (&a.sort, &a.number).cmp(&(&b.sort, &b.number))
}

/// A number or code as a key for sorting that lies in one place; none is longer than 20 letters.
fn sort_key(code: &str) -> [u8; 20] {
    let mut key = [0; 20];
    for (to, from) in key.iter_mut().zip(code.bytes()) {
        *to = from;
    }
    key
}

/// Every student, sorted by name. Retired profiles are not among them: who looks for their numbers finds the profile that
/// they were merged into.
#[derive(Debug, Clone, Default)]
pub struct Roll {
    cards: Vec<Arc<Card>>,
    at: HashMap<StudentKey, usize>,
    /// Retired profiles, and the one each was merged into.
    retired: BTreeMap<StudentKey, StudentKey>,
}

impl Roll {
    /// Reads it from the store.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn read(
        reader: &Reader,
        today: NaiveDate,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Self, StoreError> {
        let layout = reader.district()?.layout;
        let total = reader.count()?;
        let mut cards: Vec<Card> = Vec::with_capacity(total);
        let mut schools: HashSet<SchoolCode> = HashSet::new();
        let mut retired = BTreeMap::new();
        reader.for_each_student(|student, standing| {
            if cards.len().is_multiple_of(1024) && !progress(cards.len(), total) {
                return Err(StoreError::Cancelled);
            }
            if let Some(into) = student.retired_into {
                retired.insert(student.key, into);
                return Ok(());
            }
            let mut card = Card::of(&student, &standing, &layout, today);
            for e in &mut card.facts.enrollments {
                // One text for each school, not one for each enrollment.
                match schools.get(&e.school) {
                    Some(school) => e.school = school.clone(),
                    None => drop(schools.insert(e.school.clone())),
                }
            }
            cards.push(card);
            Ok(())
        })?;
        let mut order: Vec<usize> = (0..cards.len()).collect();
        order.sort_unstable_by(|a, b| by_name(&cards[*a], &cards[*b]));
        let mut cards: Vec<Option<Card>> = cards.into_iter().map(Some).collect();
        let mut roll = Self {
            // Put into memory in the order in which lists and counts go through them.
            cards: order
                .into_iter()
                .filter_map(|at| cards[at].take())
                .map(Arc::new)
                .collect(),
            at: HashMap::new(),
            retired,
        };
        roll.put_in_order();
        Ok(roll)
    }

    fn put_in_order(&mut self) {
        self.cards.sort_by(|a, b| by_name(a, b));
        self.at = self.cards.iter().enumerate().map(|(i, c)| (c.key, i)).collect();
    }

    /// Takes over what an operation changed. For more than a few hundred students read it anew in a job instead.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn refresh(
        &mut self,
        reader: &Reader,
        touched: &[StudentKey],
        today: NaiveDate,
    ) -> Result<(), StoreError> {
        let layout = reader.district()?.layout;
        let mut moved = false;
        let mut gone: HashSet<StudentKey> = HashSet::new();
        for key in touched {
            let place = self.at.get(key).copied();
            let student = reader.student(*key)?;
            let into = student.as_ref().and_then(|s| s.retired_into);
            match into {
                Some(into) => drop(self.retired.insert(*key, into)),
                None => drop(self.retired.remove(key)),
            }
            match (student.filter(|_| into.is_none()), place) {
                (Some(student), place) => {
                    let card = Arc::new(Card::of(&student, &reader.standing(*key)?, &layout, today));
                    match place {
                        Some(i) => {
                            moved |= self.cards[i].sort != card.sort || self.cards[i].number != card.number;
                            self.cards[i] = card;
                        }
                        None => {
                            moved = true;
                            self.cards.push(card);
                        }
                    }
                }
                (None, Some(_)) => {
                    gone.insert(*key);
                }
                (None, None) => {}
            }
        }
        if !gone.is_empty() {
            self.cards.retain(|c| !gone.contains(&c.key));
            moved = true;
        }
        if moved {
            self.put_in_order();
        }
        Ok(())
    }

    /// All cards, by name.
    pub fn cards(&self) -> &[Arc<Card>] {
        &self.cards
    }

    /// The profiles that were merged into one.
    pub fn retired_into(&self, survivor: StudentKey) -> Vec<StudentKey> {
        self.retired
            .iter()
            .filter(|(_, into)| **into == survivor)
            .map(|(key, _)| *key)
            .collect()
    }

    /// Retired profiles, and the one each was merged into.
    pub fn retired(&self) -> &BTreeMap<StudentKey, StudentKey> {
        &self.retired
    }

    /// The card of a student.
    pub fn card(&self, key: StudentKey) -> Option<&Card> {
        self.at.get(&key).map(|i| &*self.cards[*i])
    }

    /// The profiles that are linked to the SIS record with this IntegrationIDT: one, unless somebody made a mistake.
    pub fn by_integration(&self, integration_idt: &str) -> Vec<&Card> {
        self.cards
            .iter()
            .filter(|c| !integration_idt.is_empty() && *c.integration_idt == *integration_idt)
            .map(|c| &**c)
            .collect()
    }

    /// The students whom a text finds, as positions in [`Self::cards`], sorted. Each word of the text has to be
    /// found somewhere in name, numbers or birth date; a search that only grew longer looks at what it found before.
    pub fn find(&self, text: &str, sort: StudentSort, before: Option<(&str, &[u32])>) -> Vec<u32> {
        let key = search_key(&text.replace(',', " "));
        let words: Vec<memmem::Finder<'_>> = key.split_whitespace().map(memmem::Finder::new).collect();
        let hit = |i: &u32| {
            let find = self.cards[*i as usize].find.as_bytes();
            words.iter().all(|w| w.find(find).is_some())
        };
        let all = || 0..self.cards.len() as u32;
        let mut out: Vec<u32> = match before {
            _ if words.is_empty() => all().collect(),
            Some((old, found)) if !old.trim().is_empty() && text.starts_with(old) => {
                found.iter().copied().filter(|i| hit(i)).collect()
            }
            _ => all().filter(|i| hit(i)).collect(),
        };
        let card = |i: u32| &self.cards[i as usize];
        match sort.by {
            SortBy::Name => out.sort_unstable(),
            SortBy::Number => {
                out.sort_by_cached_key(|i| (card(*i).number.len(), sort_key(&card(*i).number)));
            }
            SortBy::BirthDate => out.sort_by_cached_key(|i| (card(*i).birth_date, *i)),
            SortBy::School => out.sort_by_cached_key(|i| (sort_key(&card(*i).school), *i)),
            SortBy::Grade => out.sort_by_cached_key(|i| {
                let grade = &*card(*i).grade;
                (crate::domain::codes::GRADES.iter().position(|g| *g == grade), *i)
            }),
            SortBy::Ssid => {
                out.sort_by_cached_key(|i| (card(*i).ssid.len(), sort_key(&card(*i).ssid), *i));
            }
        }
        if sort.descending {
            out.reverse();
        }
        out
    }

    /// Counts per school: students who are enrolled there and not left out of request files.
    pub fn by_school(&self, today: NaiveDate) -> HashMap<SchoolCode, Counts> {
        let mut out: HashMap<SchoolCode, Counts> = HashMap::new();
        for card in self.cards.iter().filter(|c| !c.facts.left_out) {
            for (i, e) in card.facts.enrollments.iter().enumerate() {
                let again = card.facts.enrollments[..i]
                    .iter()
                    .any(|x| x.school == e.school && x.not_ended_by(today));
                if again || !e.not_ended_by(today) {
                    continue;
                }
                let c = match out.get_mut(&e.school) {
                    Some(c) => c,
                    None => out.entry(e.school.clone()).or_default(),
                };
                c.students += 1;
                c.no_ssid += usize::from(!card.facts.has_ssid);
                c.with_ssid += usize::from(card.facts.has_ssid);
                c.changed += usize::from(card.facts.has_ssid && card.facts.changed);
            }
        }
        out
    }

    /// What the four functions would do for a scope.
    pub fn tally(&self, scope: &Scope, today: NaiveDate) -> Tally {
        let mut t = Tally::default();
        if scope.schools.is_empty() {
            return t;
        }
        for card in self.cards.iter().filter(|c| !c.facts.left_out) {
            if card.facts.enrollment_in(scope, today).is_none() {
                continue;
            }
            for f in Function::ALL {
                t.due.to_send[f as usize] += usize::from(card.facts.still_due(f));
                t.due.to_decide[f as usize] += usize::from(card.facts.undecided(f));
                match card.facts.readiness(f) {
                    Readiness::Ready => t.ready[f as usize] += 1,
                    Readiness::NotConcerned | Readiness::LooksLike => {}
                    Readiness::HeldBack(_) => t.held_back[f as usize] += 1,
                    Readiness::AlreadyInNew(_) => t.in_new += 1,
                    Readiness::RetrieveFirst | Readiness::AwaitsRetrieve(_) => {
                        t.waiting += 1;
                        t.overridable += 1;
                    }
                    Readiness::Undecided(_) => {
                        t.undecided += 1;
                        t.overridable += usize::from(card.facts.readiness(f).can_be_overridden());
                    }
                }
            }
        }
        t
    }

    /// The students of a scope who cannot be sent by a function, as positions in [`Self::cards`], with the reason.
    pub fn not_sent(&self, function: Function, scope: &Scope, today: NaiveDate) -> Vec<(u32, Readiness)> {
        self.cards
            .iter()
            .zip(0..)
            .filter(|(c, _)| c.facts.enrollment_in(scope, today).is_some())
            .filter_map(|(c, i)| match c.facts.readiness(function) {
                Readiness::Ready | Readiness::NotConcerned => None,
                why => Some((i, why)),
            })
            .collect()
    }
}
