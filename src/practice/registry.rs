//! The practice registry: whom the practice SSID system knows, kept in a CSV file that a trainer can open and read.

use super::error::{PracticeError, file_name};
use super::lines::Lines;
use super::write::replace_file;
use crate::domain::ids::Ssid;
use crate::domain::problem::{Problem, Severity};
use crate::domain::text::match_key;
use chrono::NaiveDate;
use std::collections::HashMap;
use std::path::Path;

/// A student as the practice SSID system has them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named like the student record's field")]
pub struct Person {
    pub ssid: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    pub suffix: String,
    pub birth_date: Option<NaiveDate>,
    pub gender: String,
    pub ethnicity: String,
    pub lea: String,
    pub school: String,
    pub number: String,
}

/// The columns of the registry file.
pub const REGISTRY_HEADERS: [&str; 11] = [
    "ssid",
    "last_name",
    "first_name",
    "middle_name",
    "suffix",
    "birth_date",
    "gender",
    "ethnicity",
    "lea",
    "school",
    "number",
];

/// What Retrieve matches on: last name, first name and gender, case-blind, in one text; and birth date.
type Identity = (String, Option<NaiveDate>);

/// Everyone the practice SSID system knows.
#[derive(Debug, Clone)]
pub struct Registry {
    people: Vec<Person>,
    by_ssid: HashMap<String, usize>,
    by_identity: HashMap<Identity, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    largest: u32,
}

const FIRST_NUMBER: u32 = 1_000_000;
const LAST_NUMBER: u32 = 9_999_999;

impl Default for Registry {
    fn default() -> Self {
        Self::new(Vec::new())
    }
}

impl Registry {
    /// A registry of these people; of two with one SSID the first is kept.
    pub fn new(people: Vec<Person>) -> Self {
        let mut registry = Self {
            people: Vec::with_capacity(people.len()),
            by_ssid: HashMap::with_capacity(people.len()),
            by_identity: HashMap::with_capacity(people.len()),
            by_number: HashMap::with_capacity(people.len()),
            largest: FIRST_NUMBER - 1,
        };
        for person in people {
            registry.add(person);
        }
        registry
    }

    /// Reads a registry file. A file that is not there is an empty registry.
    ///
    /// # Errors
    /// When the file cannot be read, or a line of it is no person (line and column are said).
    pub fn load(path: &Path) -> Result<Self, PracticeError> {
        let bytes = match std::fs::read(path) {
            Ok(bytes) => bytes,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(e) => return Err(PracticeError::read(path, e)),
        };
        Self::parse(&file_name(path), &bytes)
    }

    fn parse(file: &str, bytes: &[u8]) -> Result<Self, PracticeError> {
        let refuse = |line, column: &str, message: &str, found: &str, expected: &str| {
            PracticeError::Bad(vec![
                Problem::at(file, line, column, Severity::Refused, message.to_owned())
                    .found_expected(found, expected.to_owned()),
            ])
        };
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let mut places = Lines::of(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
        let headers = reader
            .headers()
            .map_err(|e| refuse(1, "", &format!("The first line cannot be read: {e}."), "", ""))?;
        if !headers.iter().eq(REGISTRY_HEADERS) {
            let found: Vec<&str> = headers.iter().collect();
            return Err(refuse(
                1,
                "",
                "This is not a practice registry.",
                &found.join(","),
                &REGISTRY_HEADERS.join(","),
            ));
        }
        let mut people = Vec::new();
        let mut seen = HashMap::new();
        for record in reader.into_records() {
            let record = record.map_err(|e| {
                refuse(
                    places.at(e.position()),
                    "",
                    "The line is not UTF-8 text in columns.",
                    "",
                    "",
                )
            })?;
            let line = places.at(record.position());
            if record.len() != REGISTRY_HEADERS.len() {
                let found = format!("{} columns", record.len());
                return Err(refuse(line, "", "The line is cut off or too long.", &found, "11"));
            }
            let text = |i: usize| record.get(i).unwrap_or_default().to_owned();
            let ssid = Ssid::parse(&text(0))
                .map_err(|e| refuse(line, "ssid", "This is not an SSID.", &e.found, e.expected))?;
            if let Some(first) = seen.insert(ssid.to_string(), line) {
                let message = format!("Line {first} has this SSID already.");
                return Err(refuse(line, "ssid", &message, ssid.as_str(), "each SSID once"));
            }
            let birth_date = match text(5) {
                t if t.is_empty() => None,
                t => Some(
                    NaiveDate::parse_from_str(&t, "%Y-%m-%d")
                        .map_err(|_| refuse(line, "birth_date", "This is not a date.", &t, "2014-03-09"))?,
                ),
            };
            people.push(Person {
                ssid: ssid.to_string(),
                last_name: text(1),
                first_name: text(2),
                middle_name: text(3),
                suffix: text(4),
                birth_date,
                gender: text(6),
                ethnicity: text(7),
                lea: text(8),
                school: text(9),
                number: text(10),
            });
        }
        Ok(Self::new(people))
    }

    /// Writes the registry file: beside it first, then renamed over it.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn save(&self, path: &Path) -> Result<(), PracticeError> {
        replace_file(path, &self.csv())
    }

    /// The registry as the text of its file.
    pub fn csv(&self) -> Vec<u8> {
        let mut out = super::write::Rows::new();
        out.row(REGISTRY_HEADERS);
        for p in &self.people {
            let birth_date = p.birth_date.map(|d| d.to_string()).unwrap_or_default();
            out.row([
                p.ssid.as_str(),
                &p.last_name,
                &p.first_name,
                &p.middle_name,
                &p.suffix,
                &birth_date,
                &p.gender,
                &p.ethnicity,
                &p.lea,
                &p.school,
                &p.number,
            ]);
        }
        out.finish()
    }

    /// Everyone, in the order of the file.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The person with an SSID.
    pub fn by_ssid(&self, ssid: &str) -> Option<&Person> {
        self.by_ssid.get(ssid).map(|i| &self.people[*i])
    }

    /// Those who have last name, first name, birth date and gender of this person.
    pub(super) fn like(&self, person: &Person) -> impl Iterator<Item = &Person> {
        let found = self.by_identity.get(&identity(person)).map(Vec::as_slice);
        found.unwrap_or_default().iter().map(|i| &self.people[*i])
    }

    /// Those with this person's LEA and student number.
    pub(super) fn numbered_like(&self, person: &Person) -> impl Iterator<Item = &Person> {
        let found = self.by_number.get(&number(person)).map(Vec::as_slice);
        let found = found.filter(|_| !person.number.is_empty());
        found.unwrap_or_default().iter().map(|i| &self.people[*i])
    }

    /// Adds a person under a fresh number of seven digits: one after the largest there is, so never one that is
    /// there. `None` when the numbers are used up.
    pub(super) fn assign(&mut self, person: &Person) -> Option<String> {
        let free = |n: &u32| !self.by_ssid.contains_key(&n.to_string());
        let fresh = (self.largest + 1..=LAST_NUMBER)
            .find(free)
            .or_else(|| (FIRST_NUMBER..=LAST_NUMBER).find(free))?
            .to_string();
        self.add(Person {
            ssid: fresh.clone(),
            ..person.clone()
        });
        Some(fresh)
    }

    /// Puts a person's values in the place of those under the same SSID.
    pub(super) fn take_over(&mut self, person: Person) {
        let Some(at) = self.by_ssid.get(&person.ssid).copied() else {
            return;
        };
        let old = std::mem::replace(&mut self.people[at], person);
        let (was, is) = (identity(&old), identity(&self.people[at]));
        if was != is {
            if let Some(list) = self.by_identity.get_mut(&was) {
                list.retain(|i| *i != at);
            }
            self.by_identity.entry(is).or_default().push(at);
        }
        let (was, is) = (number(&old), number(&self.people[at]));
        if was != is {
            if let Some(list) = self.by_number.get_mut(&was) {
                list.retain(|i| *i != at);
            }
            self.by_number.entry(is).or_default().push(at);
        }
    }

    fn add(&mut self, person: Person) {
        if self.by_ssid.contains_key(&person.ssid) {
            return;
        }
        if let Ok(n) = person.ssid.parse::<u32>()
            && (FIRST_NUMBER..=LAST_NUMBER).contains(&n)
        {
            self.largest = self.largest.max(n);
        }
        self.by_ssid.insert(person.ssid.clone(), self.people.len());
        self.people.push(person);
        self.index(self.people.len() - 1);
    }

    fn index(&mut self, at: usize) {
        let person = &self.people[at];
        self.by_identity.entry(identity(person)).or_default().push(at);
        self.by_number.entry(number(person)).or_default().push(at);
    }
}

fn identity(p: &Person) -> Identity {
    (key(&[&p.last_name, &p.first_name, &p.gender]), p.birth_date)
}

fn number(p: &Person) -> String {
    key(&[&p.lea, &p.number])
}

/// [`match_key`] of each text, with a separator that no name has.
fn key(texts: &[&str]) -> String {
    let mut out = String::with_capacity(texts.iter().map(|t| t.len() + 1).sum());
    for text in texts {
        if text.bytes().all(|b| b.is_ascii_graphic()) {
            out.extend(text.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        } else {
            out.push_str(&match_key(text));
        }
        out.push('\u{1f}');
    }
    out
}
