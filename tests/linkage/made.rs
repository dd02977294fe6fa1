//! A made set: students in families, some of them twice, with the truth about every pair.

use crate::damage;
use crate::dice::Dice;
use crate::families::{Families, Record};
use crate::names::Names;
use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

/// The columns of `persons.csv`.
const HEAD: &str = "student_id,last_name,first_name,middle_name,suffix,birth_date,gender,ethnicity,grade,school_id,\
    state_id,phone,address,parent_name\n";

/// Two records and the truth about them, by their numbers in the order in which they were made.
type Truth = (u32, u32, String);

/// A made set, ready to be written.
pub struct Made {
    /// The lines without the first column, one after the other.
    text: String,
    /// Where each line ends.
    ends: Vec<usize>,
    /// The student number of each record, in no order.
    numbers: Vec<u32>,
    same: Vec<Truth>,
    hard: Vec<Truth>,
}

/// A record with whom it is and what happened to it.
struct Line {
    at: u32,
    person: usize,
    birth: Option<chrono::NaiveDate>,
    errors: Vec<&'static str>,
}

impl Made {
    /// So many records, from a seed.
    pub fn new(records: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let names = Names::new();
        let mut families = Families::new(&names, (records / 1000).max(5));
        let mut made = Self {
            text: String::new(),
            ends: Vec::new(),
            numbers: Vec::new(),
            same: Vec::new(),
            hard: Vec::new(),
        };
        let mut firsts = Vec::new();
        while made.ends.len() < records {
            let family = families.next(&mut dice);
            let mut lines: Vec<Line> = Vec::new();
            for (person, child) in family.children.iter().enumerate() {
                let birth = child.birth;
                lines.push(made.push(child, person, birth, Vec::new()));
                for _ in 0..dice.weighted(&[919, 75, 6]) {
                    let (record, errors) = damage::again(child, &family, &names, &mut families, &mut dice);
                    lines.push(made.push(&record, person, birth, errors));
                }
            }
            made.pairs(&lines);
            if let Some((at, birth)) = family.namesake.map(|f| firsts[f]) {
                let kind = if birth == lines[0].birth {
                    "namesake_same_dob"
                } else {
                    "namesake"
                };
                made.hard.push((at, lines[0].at, kind.to_owned()));
            }
            firsts.push((lines[0].at, lines[0].birth));
        }
        made.numbers = (0..made.ends.len() as u32).collect();
        dice.shuffle(&mut made.numbers);
        made
    }

    fn push(
        &mut self,
        r: &Record,
        person: usize,
        birth: Option<chrono::NaiveDate>,
        errors: Vec<&'static str>,
    ) -> Line {
        let written = r.birth.map_or_else(String::new, |b| b.to_string());
        let school = r.school.to_string();
        let ethnicity = r.ethnicity.to_string();
        for field in [
            &r.last,
            &r.first,
            &r.middle,
            r.suffix,
            &written,
            r.gender,
            &ethnicity,
            &r.grade,
            &school,
            &r.state_id,
            &r.phone,
            &r.address,
            &r.parent,
        ] {
            self.text.push(',');
            if field.contains(',') {
                self.text.extend(["\"", field, "\""]);
            } else {
                self.text.push_str(field);
            }
        }
        self.text.push('\n');
        let at = self.ends.len() as u32;
        self.ends.push(self.text.len());
        Line {
            at,
            person,
            birth,
            errors,
        }
    }

    /// The truth about all records of one family.
    fn pairs(&mut self, lines: &[Line]) {
        for (i, a) in lines.iter().enumerate() {
            for b in &lines[i + 1..] {
                if a.person == b.person {
                    let mut errors = [a.errors.as_slice(), &b.errors].concat();
                    errors.sort_unstable();
                    errors.dedup();
                    self.same.push((a.at, b.at, errors.join(";")));
                } else {
                    let kind = if a.birth == b.birth { "twin" } else { "sibling" };
                    self.hard.push((a.at, b.at, kind.to_owned()));
                }
            }
        }
    }

    /// Writes `persons.csv`, `truth_pairs.csv` and `hard_negatives.csv` into a folder.
    pub fn write(&self, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        let number = |at: u32| 100_001 + self.numbers[at as usize];
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        order.sort_unstable_by_key(|at| number(*at));
        let mut out = BufWriter::new(File::create(folder.join("persons.csv"))?);
        out.write_all(HEAD.as_bytes())?;
        for at in order {
            let start = (at as usize).checked_sub(1).map_or(0, |i| self.ends[i]);
            write!(out, "{}{}", number(at), &self.text[start..self.ends[at as usize]])?;
        }
        out.flush()?;
        for (file, head, pairs) in [
            ("truth_pairs.csv", "id_a,id_b,errors", &self.same),
            ("hard_negatives.csv", "id_a,id_b,kind", &self.hard),
        ] {
            let mut out = BufWriter::new(File::create(folder.join(file))?);
            writeln!(out, "{head}")?;
            for (a, b, what) in pairs {
                let (a, b) = (number(*a), number(*b));
                writeln!(out, "{},{},{what}", a.min(b), a.max(b))?;
            }
            out.flush()?;
        }
        Ok(())
    }
}
