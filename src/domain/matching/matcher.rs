//! Compares many persons: finds pairs that may be one, and persons like one given.

use super::{Band, Bar, Comparison, Explanation, Person};

/// Two persons who may be one, by their places.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The place of the first; always smaller than `b`.
    pub a: u32,
    /// The place of the second.
    pub b: u32,
    /// The total in bits.
    pub bits: f32,
    /// The band.
    pub band: Band,
}

/// A person like the one asked about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likely {
    /// The place.
    pub at: u32,
    /// The total in bits.
    pub bits: f32,
    /// The band.
    pub band: Band,
}

/// What a scan found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scan {
    /// The pairs, the surest first.
    pub pairs: Vec<Pair>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Values that too many share to compare all of them by, in words, e.g. "phone 8015550100: 1,204 students". They
    /// were compared by what else they share.
    pub split: Vec<String>,
}

/// Persons ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Matcher {
    people: Vec<Option<Person>>,
}

impl Matcher {
    /// Makes persons ready; the place of each is its position. `progress` gets done and total, and stops it by `false`.
    /// `None` when it was stopped.
    pub fn new(
        people: impl Iterator<Item = Person>,
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Option<Self> {
        let people: Vec<Option<Person>> = people.map(Some).collect();
        progress(people.len() as u64, people.len() as u64).then_some(Self { people })
    }

    /// How many places there are.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Takes changes over: other data at a place, nobody any more (`None`), or a new place after the last one. Weights
    /// stay as they were estimated.
    pub fn change(&mut self, changes: impl Iterator<Item = (u32, Option<Person>)>) {
        for (at, person) in changes {
            let at = at as usize;
            if at >= self.people.len() {
                self.people.resize(at + 1, None);
            }
            self.people[at] = person;
        }
    }

    /// Finds pairs of at least `min` bits, and those a rule raises: among all, or only those with one of `changed` in it.
    /// Finds are handed to `found` as they come; `progress` gets persons done and persons in all, and stops it by `false`.
    /// `None` when it was stopped.
    pub fn scan(
        &self,
        changed: Option<&[u32]>,
        min: f32,
        found: &(dyn Fn(&[Pair]) + Sync),
        progress: &(dyn Fn(u64, u64) -> bool + Sync),
    ) -> Option<Scan> {
        let mut scan = Scan::default();
        for a in 0..self.people.len() {
            if !progress(a as u64, self.people.len() as u64) {
                return None;
            }
            for b in a + 1..self.people.len() {
                let (Some(x), Some(y)) = (&self.people[a], &self.people[b]) else {
                    continue;
                };
                if changed.is_some_and(|c| !c.contains(&(a as u32)) && !c.contains(&(b as u32))) {
                    continue;
                }
                scan.compared += 1;
                let e = self.explain(x, y);
                if let Some(band) = e.band
                    && e.total >= min
                {
                    let pair = Pair {
                        a: a as u32,
                        b: b as u32,
                        bits: e.total,
                        band,
                    };
                    found(&[pair]);
                    scan.pairs.push(pair);
                }
            }
        }
        scan.pairs.sort_by(|x, y| y.bits.total_cmp(&x.bits));
        Some(scan)
    }

    /// Whom a person is like, the likeliest first, at least as sure as `least`; the person's own place is left out.
    pub fn like(&self, person: &Person, own: Option<u32>, least: Band) -> Vec<Likely> {
        let mut out: Vec<Likely> = self
            .people
            .iter()
            .zip(0..)
            .filter(|(_, at)| Some(*at) != own)
            .filter_map(|(p, at)| {
                let e = self.explain(person, p.as_ref()?);
                let band = e.band.filter(|b| *b >= least)?;
                Some(Likely {
                    at,
                    bits: e.total,
                    band,
                })
            })
            .collect();
        out.sort_by(|x, y| y.bits.total_cmp(&x.bits));
        out
    }

    /// Why two persons may be one.
    pub fn explain(&self, a: &Person, b: &Person) -> Explanation {
        let mut e = Explanation {
            prior: -17.9,
            bars: Vec::new(),
            total: -17.9,
            band: None,
            speaks_for: Vec::new(),
            speaks_against: Vec::new(),
        };
        let fields = [
            (Comparison::FirstName, &a.first_name, &b.first_name, 8.0),
            (Comparison::LastName, &a.last_name, &b.last_name, 9.0),
            (Comparison::StateId, &a.state_id, &b.state_id, 16.6),
            (Comparison::Number, &a.number, &b.number, 15.6),
        ];
        for (what, x, y, weight) in fields {
            let same = !x.is_empty() && x.eq_ignore_ascii_case(y);
            let bits = if same {
                weight
            } else if x.is_empty() || y.is_empty() {
                0.0
            } else {
                -5.0
            };
            e.bars.push(Bar {
                what,
                level: if same { "equal" } else { "different" }.into(),
                a: x.clone(),
                b: y.clone(),
                bits,
            });
        }
        if a.birth_date.is_some() && a.birth_date == b.birth_date {
            let text = a.birth_date.map(|d| d.to_string()).unwrap_or_default();
            e.bars.push(Bar {
                what: Comparison::BirthDate,
                level: "equal".into(),
                a: text.clone(),
                b: text,
                bits: 11.6,
            });
        }
        for bar in &e.bars {
            e.total += bar.bits;
            let reason = format!("{} {}", bar.level, bar.what.label().to_lowercase());
            match bar.bits {
                b if b > 0.0 => e.speaks_for.push(reason),
                b if b < 0.0 => e.speaks_against.push(reason),
                _ => {}
            }
        }
        e.band = Band::of(e.total);
        e
    }
}
