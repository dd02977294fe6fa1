//! Which rows of the General Student Table may be the student of a profile, how sure that is, and why.
//!
//! The engine says who is alike. What it does not know is added here: the link by IntegrationIDT, and that a row with the
//! profile's own State ID or number is shown however unlikely it is, because somebody has to find out why.

use super::ToldApart;
use crate::domain::general::Card;
use crate::domain::matching::{Band, Comparison, Explanation, Likely, Matcher, Person, in_one_line};
use crate::domain::student::{Student, without_mark};
use crate::domain::text::search_key;
use chrono::NaiveDate;
use std::collections::{HashMap, HashSet};

/// What a row has in common with a profile so that it is shown whatever else is said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Common {
    /// The IntegrationIDT: the row is the profile's own.
    Link,
    /// The State ID.
    StateId,
    /// The student number, once the D of a marked duplicate is taken away.
    Number,
    /// Last name, first name and birth date.
    Child,
}

impl Common {
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Common::Link => "integration_idt",
            Common::StateId => "state_id",
            Common::Number => "number",
            Common::Child => "name_and_birth_date",
        }
    }
}

/// A row of the General Student Table that may be the student.
#[derive(Debug, Clone, PartialEq)]
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
    /// The engine's total in bits.
    pub bits: f32,
    /// How sure the engine is; `None` when it would not have shown the row.
    pub band: Option<Band>,
    /// What is equal, the strongest first.
    pub common: Vec<Common>,
    /// Why it may be the student, in words, the strongest first.
    pub reasons: Vec<String>,
    /// What speaks against it, in words, the strongest first.
    pub against: Vec<String>,
    /// Why it may be another child all the same: then a person has to look before anything is done.
    pub doubt: Option<String>,
    /// A person's decision that it is another child; such a row is never the one that a step is about.
    pub decided: Option<ToldApart>,
}

impl Candidate {
    /// Whether the row can be imported: it has a State ID and an IntegrationIDT.
    pub fn is_ready(&self) -> bool {
        !self.ssid.is_empty() && !self.integration_idt.is_empty()
    }

    /// Whether a step may be about it: nobody said that it is another child.
    pub fn is_open(&self) -> bool {
        self.decided.is_none()
    }

    /// At most three reasons in one line, and what speaks against.
    pub fn sentence(&self) -> String {
        in_one_line(&self.reasons, &self.against)
    }
}

/// How a row is like a profile: by equal values, and by the engine.
struct Found<'a> {
    at: u32,
    card: &'a Card,
    common: Vec<Common>,
}

/// Rows by what profiles are compared by. Only what some profile asks for is in it, so that it is made in one pass over
/// the table, however large that is.
pub struct SisIndex<'a> {
    cards: &'a [Card],
    by_link: HashMap<&'a str, Vec<u32>>,
    by_state_id: HashMap<&'a str, Vec<u32>>,
    by_number: HashMap<&'a str, Vec<u32>>,
    by_child: HashMap<(&'a str, NaiveDate), Vec<u32>>,
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
            cards,
            by_link: HashMap::new(),
            by_state_id: HashMap::new(),
            by_number: HashMap::new(),
            by_child: HashMap::new(),
        };
        for (card, at) in cards.iter().zip(0..) {
            if links.contains(&*card.integration_idt) {
                index.by_link.entry(&card.integration_idt).or_default().push(at);
            }
            if state_ids.contains(&*card.ssid) {
                index.by_state_id.entry(&card.ssid).or_default().push(at);
            }
            if numbers.contains(&*card.number) {
                index.by_number.entry(&card.number).or_default().push(at);
            }
            if let Some(born) = card.birth_date
                && names.contains(&*card.sort)
            {
                index.by_child.entry((&card.sort, born)).or_default().push(at);
            }
        }
        index
    }

    /// The rows that may be the student of a profile, the surest first. `like` are the rows that the engine finds, by
    /// their places in the cards; `person` is a row as it is compared; `matcher` knows the table's weights.
    pub fn candidates<E>(
        &self,
        p: &Student,
        today: NaiveDate,
        matcher: &Matcher,
        like: &[Likely],
        person: &mut dyn FnMut(u32) -> Result<Option<Person>, E>,
    ) -> Result<Vec<Candidate>, E> {
        let mut found = self.equal(p);
        for likely in like {
            if let Some(card) = self.cards.get(likely.at as usize)
                && found.iter().all(|f| f.at != likely.at)
            {
                found.push(Found {
                    at: likely.at,
                    card,
                    common: Vec::new(),
                });
            }
        }
        let own = Person::of(p, today);
        let mut out = Vec::with_capacity(found.len());
        for f in found {
            if let Some(row) = person(f.at)? {
                let why = matcher.explain(&own, &row);
                out.extend(candidate(p, &f, &why));
            }
        }
        // The profile's own row first, then those of which nothing speaks against; a stable sort keeps the rest as it is.
        out.sort_by(|a: &Candidate, b| {
            let rank = |c: &Candidate| (c.decided.is_some(), c.doubt.is_some());
            let own = |c: &Candidate| !c.common.contains(&Common::Link);
            (rank(a), own(a))
                .cmp(&(rank(b), own(b)))
                .then(b.bits.total_cmp(&a.bits))
        });
        Ok(out)
    }

    /// The rows that have something in common with a profile.
    fn equal(&self, p: &Student) -> Vec<Found<'a>> {
        let mut found: Vec<Found<'a>> = Vec::new();
        let mut add = |places: Option<&Vec<u32>>, why: Common| {
            for at in places.into_iter().flatten() {
                match found.iter_mut().find(|f| f.at == *at) {
                    Some(known) => known.common.push(why),
                    None => found.push(Found {
                        at: *at,
                        card: &self.cards[*at as usize],
                        common: vec![why],
                    }),
                }
            }
        };
        add(self.by_link.get(p.integration_idt.as_str()), Common::Link);
        add(
            p.ssid.as_ref().and_then(|s| self.by_state_id.get(s.as_str())),
            Common::StateId,
        );
        add(self.by_number.get(bare(p)), Common::Number);
        if let Some(born) = p.birth_date {
            let name = name_key(p);
            add(self.by_child.get(&(name.as_str(), born)), Common::Child);
        }
        found
    }
}

/// The candidate that a row is; `None` when the two are twins, and nothing but the family speaks for the row.
fn candidate(p: &Student, found: &Found<'_>, why: &Explanation) -> Option<Candidate> {
    let twins = why.bars.iter().any(|b| b.what == Comparison::Twins);
    if twins && found.common.is_empty() {
        return None;
    }
    let card = found.card;
    let link = found.common.contains(&Common::Link);
    let mut reasons = why.speaks_for.clone();
    if link {
        reasons.insert(0, "same IntegrationIDT".to_owned());
    }
    Some(Candidate {
        number: card.number.to_string(),
        name: card.name.to_string(),
        birth_date: card.birth_date,
        school: card.school.to_string(),
        ssid: card.ssid.to_string(),
        provisional_id: card.provisional_id.to_string(),
        integration_idt: card.integration_idt.to_string(),
        bits: why.total,
        band: why.band,
        common: found.common.clone(),
        doubt: doubt(p, found, why, twins),
        reasons,
        against: why.speaks_against.clone(),
        decided: None,
    })
}

/// The student number without the D of a marked duplicate.
fn bare(p: &Student) -> &str {
    if p.duplicate {
        without_mark(p.number.as_str())
    } else {
        p.number.as_str()
    }
}

/// What speaks against a row: it has the profile's State ID or number, and in all else the engine would not have named it,
/// even where a rule shows it; or it has another State ID. A row that is linked to the profile is doubted only when
/// hardly anything fits.
fn doubt(p: &Student, found: &Found<'_>, why: &Explanation, twins: bool) -> Option<String> {
    let limit = if found.common.contains(&Common::Link) {
        Band::Possible
    } else {
        Band::Check
    };
    let other_id = p
        .ssid
        .as_ref()
        .is_some_and(|s| !found.card.ssid.is_empty() && s.as_str() != &*found.card.ssid);
    if twins {
        Some("the two look like twins: look closely".to_owned())
    } else if Band::of(why.total).is_none_or(|band| band < limit) {
        Some(match why.strongest().1.join(", ") {
            against if against.is_empty() => "too little is known of the two: look closely".to_owned(),
            against => format!("{against}: look closely"),
        })
    } else if other_id {
        Some("another State ID: look closely".to_owned())
    } else {
        None
    }
}
