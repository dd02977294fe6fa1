//! A labelled set in a folder: its records one by one, and what is true of its pairs.

use chrono::NaiveDate;
use csv::{ReaderBuilder, StringRecord};
use ssid_desk::domain::matching::Person;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Error, Result};
use std::path::{Path, PathBuf};

/// Where the text of a column goes.
type Field = fn(&mut Person) -> &mut String;

/// What a column of a set is to the engine. Columns that are not here are not compared: ethnicity; and Febrl's rec_id,
/// which says who is who.
const COLUMNS: &[(&str, Field)] = &[
    ("student_id", |p| &mut p.number),
    ("last_name", |p| &mut p.last_name),
    ("surname", |p| &mut p.last_name),
    ("first_name", |p| &mut p.first_name),
    ("given_name", |p| &mut p.first_name),
    ("middle_name", |p| &mut p.middle_name),
    ("suffix", |p| &mut p.suffix),
    ("gender", |p| &mut p.gender),
    ("grade", |p| &mut p.grade),
    ("school_id", |p| &mut p.school),
    ("state_id", |p| &mut p.state_id),
    ("soc_sec_id", |p| &mut p.state_id),
    ("phone", |p| &mut p.phone),
    ("parent_name", |p| &mut p.guardian),
    // Several columns make one address.
    ("address", |p| &mut p.address),
    ("street_number", |p| &mut p.address),
    ("address_1", |p| &mut p.address),
    ("address_2", |p| &mut p.address),
    ("suburb", |p| &mut p.address),
    ("postcode", |p| &mut p.address),
    ("state", |p| &mut p.address),
];

/// Columns with a birth date, written 2012-02-28 or 20120228.
const BIRTH: [&str; 2] = ["birth_date", "date_of_birth"];

/// The file with the records of a set; `None` when the folder is none.
pub fn records_of(folder: &Path) -> Option<PathBuf> {
    ["persons.csv", "records.csv"]
        .into_iter()
        .map(|name| folder.join(name))
        .find(|path| path.is_file())
        .filter(|_| folder.join("truth_pairs.csv").is_file())
}

fn rows(path: &Path) -> Result<csv::Reader<File>> {
    ReaderBuilder::new().from_path(path).map_err(Error::other)
}

/// The records of a set, one after the other; keeps of each only a hash of its number in the set.
pub struct People {
    rows: csv::Reader<File>,
    row: StringRecord,
    fields: Vec<Option<Field>>,
    birth: Option<usize>,
    /// The hash of each record's number, and its place.
    pub places: Vec<(u64, u32)>,
}

impl People {
    pub fn open(folder: &Path) -> Result<Self> {
        let path = records_of(folder).ok_or_else(|| Error::other("no labelled set in this folder"))?;
        let mut rows = rows(&path)?;
        let head = rows.headers().map_err(Error::other)?.clone();
        let field = |name: &str| COLUMNS.iter().find(|c| c.0 == name).map(|c| c.1);
        Ok(Self {
            fields: head.iter().map(field).collect(),
            birth: head.iter().position(|h| BIRTH.contains(&h)),
            rows,
            row: StringRecord::new(),
            places: Vec::new(),
        })
    }
}

impl Iterator for &mut People {
    type Item = Person;

    fn next(&mut self) -> Option<Person> {
        if !self.rows.read_record(&mut self.row).expect("a readable set") {
            return None;
        }
        self.places.push((hash(&self.row[0]), self.places.len() as u32));
        let mut person = Person::default();
        for (value, field) in self.row.iter().zip(&self.fields) {
            if let (Some(field), false) = (field, value.is_empty()) {
                let text = field(&mut person);
                if !text.is_empty() {
                    text.push(' ');
                }
                text.push_str(value);
            }
        }
        // A date that is none, as one with a thirteenth month, is not known: there is nowhere to keep its text.
        let birth = self.birth.map_or("", |at| &self.row[at]);
        person.birth_date = NaiveDate::parse_from_str(birth, "%Y-%m-%d")
            .or_else(|_| NaiveDate::parse_from_str(birth, "%Y%m%d"))
            .ok();
        Some(person)
    }
}

fn hash(number: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}

/// What is true of a pair of records, by their places, the smaller first.
pub type Pair = (u32, u32);

/// What two records of two children are to each other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Twin,
    Sibling,
    Other,
}

/// What is true of a set.
pub struct Truth {
    /// The pairs that are one student, in order.
    pub same: Vec<Pair>,
    /// Some that are two, in order: twins, siblings, namesakes.
    pub hard: Vec<(Pair, Kind)>,
}

impl Truth {
    /// Reads it, with the places of the records of the set.
    pub fn read(folder: &Path, mut places: Vec<(u64, u32)>) -> Result<Self> {
        places.sort_unstable();
        let mut same = Vec::new();
        each_pair(&folder.join("truth_pairs.csv"), &places, |pair, _| {
            same.push(pair)
        })?;
        same.sort_unstable();
        same.dedup();
        let mut hard = Vec::new();
        let path = folder.join("hard_negatives.csv");
        if path.is_file() {
            each_pair(&path, &places, |pair, what| {
                let kind = match what {
                    "twin" => Kind::Twin,
                    "sibling" => Kind::Sibling,
                    _ => Kind::Other,
                };
                hard.push((pair, kind));
            })?;
        }
        hard.sort_unstable_by_key(|h| h.0);
        Ok(Self { same, hard })
    }

    pub fn is_same(&self, pair: Pair) -> bool {
        self.same.binary_search(&pair).is_ok()
    }

    /// What two children are to each other, as far as the set says.
    pub fn kind(&self, pair: Pair) -> Kind {
        self.hard
            .binary_search_by_key(&pair, |h| h.0)
            .map_or(Kind::Other, |at| self.hard[at].1)
    }

    pub fn count(&self, kind: Kind) -> usize {
        self.hard.iter().filter(|h| h.1 == kind).count()
    }
}

/// Reads a file of pairs; the third column says what happened to them or what they are to each other.
pub fn each_pair(path: &Path, places: &[(u64, u32)], mut each: impl FnMut(Pair, &str)) -> Result<()> {
    let mut rows = rows(path)?;
    let mut row = StringRecord::new();
    while rows.read_record(&mut row).map_err(Error::other)? {
        let place = |column: usize| {
            let hash = hash(&row[column]);
            let at = places.binary_search_by_key(&hash, |p| p.0);
            let at = at.map_err(|_| Error::other(format!("no record {}", &row[column])))?;
            Ok::<u32, Error>(places[at].1)
        };
        let (a, b) = (place(0)?, place(1)?);
        each((a.min(b), a.max(b)), row.get(2).unwrap_or_default());
    }
    Ok(())
}
