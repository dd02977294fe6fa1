//! Which rows of the General Student Table may be the student of a profile, and why.

use crate::domain::general::{Card, shared_last_name};
use crate::domain::student::{Student, without_mark};
use crate::domain::text::search_key;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// A row of the General Student Table that may be the student.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Student number: the row's key.
    pub number: String,
    /// `Last, First Middle, Suffix`.
    pub name: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The current school's number; empty when none.
    pub school: String,
    /// State ID; empty when the SIS has none, or only a provisional one.
    pub ssid: String,
    /// The provisional ID that stands in for it; empty when none.
    pub provisional_id: String,
    /// IntegrationIDT; empty when none.
    pub integration_idt: String,
    /// Why it may be the student, in words, the strongest first.
    pub reasons: Vec<&'static str>,
    /// Why it may be another child all the same: then a person has to look before anything is done.
    pub doubt: Option<&'static str>,
}

impl Candidate {
    /// Whether the row can be imported: it has a State ID and an IntegrationIDT.
    pub fn is_ready(&self) -> bool {
        !self.ssid.is_empty() && !self.integration_idt.is_empty()
    }
}

const SAME_LINK: &str = "same IntegrationIDT";
const SAME_STATE_ID: &str = "same State ID";
const SAME_NUMBER: &str = "same student number";
const SAME_NUMBER_WITHOUT_D: &str = "same student number without the D";
const SAME_CHILD: &str = "same name and birth date";

/// Rows by what profiles are compared by. Only what some profile asks for is in it, so that it is made in one pass over
/// the table, however large that is.
pub struct SisIndex<'a> {
    by_link: HashMap<&'a str, Vec<&'a Card>>,
    by_state_id: HashMap<&'a str, Vec<&'a Card>>,
    by_number: HashMap<&'a str, &'a Card>,
    by_child: HashMap<(&'a str, NaiveDate), Vec<&'a Card>>,
}

/// Last and first name as [`Card::sort`] has them.
fn name_key(s: &Student) -> String {
    search_key(&format!("{} {}", s.last_name, s.first_name))
}

impl<'a> SisIndex<'a> {
    /// The rows that the profiles may ask for.
    pub fn new<'p>(cards: &'a [Card], profiles: impl Iterator<Item = &'p Student>) -> Self {
        let mut links: HashSet<&str> = HashSet::new();
        let mut state_ids: HashSet<&str> = HashSet::new();
        let mut numbers: HashSet<&str> = HashSet::new();
        let mut children: HashSet<(String, NaiveDate)> = HashSet::new();
        for p in profiles {
            if !p.integration_idt.is_empty() {
                links.insert(&p.integration_idt);
            }
            state_ids.extend(p.ssid.as_ref().map(|s| s.as_str()));
            numbers.insert(bare(p));
            children.extend(p.birth_date.map(|d| (name_key(p), d)));
        }
        let names: HashSet<&str> = children.iter().map(|c| c.0.as_str()).collect();
        let mut index = Self {
            by_link: HashMap::new(),
            by_state_id: HashMap::new(),
            by_number: HashMap::new(),
            by_child: HashMap::new(),
        };
        for card in cards {
            if links.contains(&*card.integration_idt) {
                index.by_link.entry(&card.integration_idt).or_default().push(card);
            }
            if state_ids.contains(&*card.ssid) {
                index.by_state_id.entry(&card.ssid).or_default().push(card);
            }
            if numbers.contains(&*card.number) {
                index.by_number.insert(&card.number, card);
            }
            if let Some(born) = card.birth_date
                && names.contains(&*card.sort)
            {
                index.by_child.entry((&card.sort, born)).or_default().push(card);
            }
        }
        index
    }

    /// The rows that may be the student of a profile, the surest first.
    pub fn candidates(&self, p: &Student) -> Vec<Candidate> {
        let mut found: Vec<(&Card, Vec<&'static str>)> = Vec::new();
        let mut add =
            |card: &'a Card, why: &'static str| match found.iter_mut().find(|f| f.0.number == card.number) {
                Some(known) => known.1.push(why),
                None => found.push((card, vec![why])),
            };
        for card in self.by_link.get(p.integration_idt.as_str()).into_iter().flatten() {
            add(card, SAME_LINK);
        }
        if let Some(ssid) = &p.ssid {
            for card in self.by_state_id.get(ssid.as_str()).into_iter().flatten() {
                add(card, SAME_STATE_ID);
            }
        }
        if let Some(card) = self.by_number.get(bare(p)) {
            let without_d = bare(p) != p.number.as_str();
            add(
                card,
                if without_d {
                    SAME_NUMBER_WITHOUT_D
                } else {
                    SAME_NUMBER
                },
            );
        }
        if let Some(born) = p.birth_date {
            let name = name_key(p);
            for card in self.by_child.get(&(name.as_str(), born)).into_iter().flatten() {
                add(card, SAME_CHILD);
            }
        }
        let mut out: Vec<Candidate> = found
            .into_iter()
            .map(|(card, reasons)| Candidate {
                number: card.number.to_string(),
                name: card.name.to_string(),
                birth_date: card.birth_date,
                school: card.school.to_string(),
                ssid: card.ssid.to_string(),
                provisional_id: card.provisional_id.to_string(),
                integration_idt: card.integration_idt.to_string(),
                doubt: doubt(p, card, &reasons),
                reasons,
            })
            .collect();
        // Those of which nothing speaks against come first; a stable sort keeps the stronger reason before the weaker.
        out.sort_by_key(|c| (c.doubt.is_some(), std::cmp::Reverse(c.reasons.len())));
        out
    }
}

/// The student number without the D of a marked duplicate.
fn bare(p: &Student) -> &str {
    if p.duplicate {
        without_mark(p.number.as_str())
    } else {
        p.number.as_str()
    }
}

/// What speaks against a row: it has the number or the State ID, but the name and the birth date of another child; or it
/// has the child's name and birth date, and another State ID.
fn doubt(p: &Student, card: &Card, reasons: &[&'static str]) -> Option<&'static str> {
    let last = card.name.split(", ").next().unwrap_or_default();
    let other_id = p
        .ssid
        .as_ref()
        .is_some_and(|s| !card.ssid.is_empty() && s.as_str() != &*card.ssid);
    if p.birth_date != card.birth_date && !shared_last_name(&p.last_name, last) {
        Some("another last name and another birth date: look closely")
    } else if other_id && !reasons.contains(&SAME_STATE_ID) {
        Some("another State ID: look closely")
    } else {
        None
    }
}
