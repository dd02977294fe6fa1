//! A student number that stands in the file more than once, or is that of a profile that was merged away: which line counts.

use super::super::enrollment::second_enrollment;
use super::super::{Fate, PlanContext, Roster, RosterColumn, RosterRow, Table};
use super::row::Meant;
use super::{NUMBER, Planning, SCHOOL};
use crate::domain::codes::{Ethnicity, find_code, parse_grade};
use crate::domain::date::parse_date;
use crate::domain::district::Rules;
use crate::domain::draft::{CheckContext, EnrollmentPart};
use crate::domain::general::shared_last_name;
use crate::domain::journal::with_changes;
use crate::domain::problem::{Severity, shorten};
use crate::domain::response::Directory;
use crate::domain::student::{Field, Packed, Student};
use crate::domain::text::match_key;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Where student numbers stand in a file, for those that need a second look.
pub(super) struct Positions {
    /// Student numbers that more than one row has, in capitals.
    doubled: HashSet<String>,
    /// Positions of the rows by student number, then position; made when the first is looked for.
    sorted: Option<Vec<u32>>,
    /// Student number → position of the row below with the names of the student here; `None` where there is none.
    own: HashMap<String, Option<usize>>,
}

fn number_of(row: &RosterRow) -> &str {
    row.cell(NUMBER).trim()
}

fn in_capitals(number: &str) -> Cow<'_, str> {
    match number.bytes().any(|b| b.is_ascii_lowercase()) {
        true => Cow::Owned(number.to_ascii_uppercase()),
        false => Cow::Borrowed(number),
    }
}

/// Numbers in the order of their letters, small or capital.
fn order(a: &str, b: &str) -> Ordering {
    let capitals = |text| str::bytes(text).map(|b| b.to_ascii_uppercase());
    capitals(a).cmp(capitals(b))
}

impl Positions {
    pub(super) fn of(roster: &Roster) -> Self {
        let mut once = HashSet::with_capacity(roster.rows.len());
        let numbers = roster.rows.iter().filter(|r| r.broken.is_none()).map(number_of);
        let doubled = numbers.map(in_capitals).filter(|n| !once.insert(n.clone()));
        Self {
            doubled: doubled.map(Cow::into_owned).collect(),
            sorted: None,
            own: HashMap::new(),
        }
    }

    /// Whether more than one row has the number.
    fn is_doubled(&self, number: &str) -> bool {
        self.doubled.contains(number)
    }

    /// Positions of the rows below one that have a number and can be read, one after the other.
    fn below<'p>(
        &'p mut self,
        roster: &'p Roster,
        position: usize,
        number: &'p str,
    ) -> impl Iterator<Item = usize> + 'p {
        let rows = &roster.rows;
        let at = |at: &u32| &rows[*at as usize];
        let sorted = self.sorted.get_or_insert_with(|| {
            let readable = (0..rows.len()).filter(|i| rows[*i].broken.is_none());
            let mut sorted: Vec<u32> = readable.filter_map(|i| u32::try_from(i).ok()).collect();
            sorted.sort_by(|a, b| order(number_of(at(a)), number_of(at(b))).then(a.cmp(b)));
            sorted
        });
        let before = |i: &u32| {
            let by_number = order(number_of(at(i)), number);
            by_number.then((*i as usize).cmp(&position)) != Ordering::Greater
        };
        let first = sorted.partition_point(before);
        let of_number = sorted[first..].iter().map(|at| *at as usize);
        of_number.take_while(move |at| number_of(&rows[*at]).eq_ignore_ascii_case(number))
    }

    /// The row below a position that has the number and the names of the student here. It is looked for once: where a
    /// wrong column was taken for the number, all rows may have the same.
    fn own<'r>(
        &mut self,
        roster: &'r Roster,
        position: usize,
        number: &str,
        here: &Student,
    ) -> Option<&'r RosterRow> {
        let at = match self.own.get(number) {
            Some(None) => return None,
            Some(Some(at)) if *at > position => Some(*at),
            _ => {
                let found = self
                    .below(roster, position, number)
                    .find(|at| is_child(&roster.rows[*at], here));
                self.own.insert(number.to_owned(), found);
                found
            }
        };
        at.map(|at| &roster.rows[at])
    }
}

/// Whether a row's names are those of a student here: the row that the student's number belongs to.
fn is_child(row: &RosterRow, here: &Student) -> bool {
    let same = |field, name: &str| match_key(row.cell(RosterColumn::Field(field))) == match_key(name);
    same(Field::LastName, &here.last_name) && same(Field::FirstName, &here.first_name)
}

/// Whether two cells of a column say the same, however it is written.
fn alike(column: RosterColumn, a: &str, b: &str, rules: &Rules) -> bool {
    let both = |same: Option<bool>| same.unwrap_or(false);
    match_key(a) == match_key(b)
        || match column {
            RosterColumn::Part(EnrollmentPart::Grade) => {
                both(parse_grade(a).zip(parse_grade(b)).map(|(a, b)| a == b))
            }
            RosterColumn::Field(Field::BirthDate | Field::AddressFrom) => {
                let day = |text| parse_date(text).ok().map(|d| d.day);
                both(day(a).zip(day(b)).map(|(a, b)| a == b))
            }
            RosterColumn::Field(Field::Gender) => {
                let code = |text| find_code(&rules.genders, text);
                both(code(a).zip(code(b)).map(|(a, b)| a == b))
            }
            RosterColumn::Field(Field::Ethnicity) => {
                let races = |text| Ethnicity::parse(text, &rules.ethnicities).ok();
                both(races(a).zip(races(b)).map(|(a, b)| a == b))
            }
            _ => false,
        }
}

/// What a further row of a student says otherwise than the first one, or than the record that came of it where the first
/// says nothing: the column, what stands there, what stands here. What makes a second enrollment of it is no difference.
fn differences<'r>(
    first: &RosterRow,
    record: &Student,
    row: &'r RosterRow,
    cx: &PlanContext<'_>,
) -> Vec<Difference<'r>> {
    let school = row.cell(SCHOOL).trim();
    let mut out = Vec::new();
    for (column, here) in row.cells.iter() {
        let on_file = match column {
            RosterColumn::Field(Field::Number) => continue,
            // The SIS's own table takes neither.
            RosterColumn::Field(Field::StateExcluded | Field::NoShow) if cx.table == Table::General => {
                continue;
            }
            RosterColumn::Field(field) => record.text(field),
            RosterColumn::Part(EnrollmentPart::Grade) => {
                let of_school = record.enrollments.iter().find(|e| e.school.as_str() == school);
                match of_school {
                    Some(enrollment) => enrollment.grade.clone(),
                    None if school.is_empty() => String::new(),
                    None => continue,
                }
            }
            RosterColumn::Part(_) | RosterColumn::SchoolName => continue,
        };
        let written = first.cell(column).trim();
        let is_alike = |there: &str| alike(column, there, here.trim(), cx.check.rules);
        if !here.trim().is_empty() && !is_alike(written) && !is_alike(&on_file) {
            let there = match written {
                "" => on_file,
                written => written.to_owned(),
            };
            let here = here.trim();
            out.push(Difference { column, there, here });
        }
    }
    out
}

/// A cell in which a further row of a student differs.
struct Difference<'r> {
    column: RosterColumn,
    there: String,
    here: &'r str,
}

impl<D: Directory> Planning<'_, D> {
    /// What becomes of a row when another line of the file counts for its student.
    pub(super) fn elsewhere(
        &mut self,
        row: &RosterRow,
        position: usize,
        meant: &Meant,
        check: &CheckContext<'_>,
    ) -> Option<Fate> {
        let (number, student) = (&meant.number, &meant.student);
        let first = self.taken.get(student).copied();
        if meant.was_merged() && first.is_none() {
            // A row of the student's own number counts, wherever it stands: the old profile's names are the old ones.
            let roster = self.roster;
            let below = self.positions.below(roster, position, student.as_str()).next();
            if let Some(own) = below.map(|at| &roster.rows[at]) {
                let why = format!(
                    "{number} was merged into {student}, who stands in line {} as well. That line is taken.",
                    own.file_line
                );
                return Some(self.held(row, "student number", why));
            }
        }
        if let Some(first) = first {
            return Some(self.repeated(row, first, meant.before.as_ref(), check));
        }
        let here = meant.before.as_ref().filter(|_| !meant.was_merged())?;
        if !self.positions.is_doubled(number.as_str()) || is_child(row, here) {
            return None;
        }
        let own = self.positions.own(self.roster, position, number.as_str(), here)?;
        let why = format!(
            "Line {} has the same student number and is {}, who has it here; this line is another child. Only that line is taken.",
            own.file_line,
            here.list_name()
        );
        Some(self.held(row, "student number", why))
    }

    /// A number that an earlier row of the file has already: the same child at another school adds an enrollment,
    /// the same row again changes nothing. Another child is held back, and so is the same child with something else in
    /// what counts; another phone or guardian is said.
    fn repeated(
        &mut self,
        row: &RosterRow,
        first: usize,
        before: Option<&Student>,
        check: &CheckContext<'_>,
    ) -> Fate {
        let roster = self.roster;
        let first_row = &roster.rows[first];
        let first_line = first_row.file_line;
        let key = |row: &RosterRow, f| match_key(row.cell(RosterColumn::Field(f)));
        let same = |f| key(row, f) == key(first_row, f);
        let blank_or_same = |f| {
            let cell = |row: &'_ RosterRow| row.cell(RosterColumn::Field(f)).trim().to_owned();
            let (there, here) = (cell(first_row), cell(row));
            here.is_empty() || alike(RosterColumn::Field(f), &there, &here, self.cx.check.rules)
        };
        if ![Field::LastName, Field::FirstName].into_iter().all(same)
            || ![Field::BirthDate, Field::Ssid].into_iter().all(blank_or_same)
        {
            let why = format!(
                "Line {first_line} has the same student number for another child. Only that line is taken."
            );
            return self.held(row, "student number", why);
        }
        let Some(record) = self.so_far(first, before) else {
            return Fate::Same;
        };
        let differs = differences(first_row, &record, row, self.cx);
        if let Some(d) = differs.iter().find(|d| !d.column.any_will_do()) {
            let there = match d.there.as_str() {
                "" => "nothing".to_owned(),
                text => format!("“{}”", shorten(text, 60)),
            };
            let why = format!(
                "Line {first_line} has this student already, with another {}: {there} there, “{}” here. Only that line is taken.",
                d.column.label().to_lowercase(),
                shorten(d.here, 60)
            );
            return self.held(row, d.column.label(), why);
        }
        if let Some(fate) = self.add_enrollment(row, first, &record, before, check) {
            return fate;
        }
        if row.file_line == first_line {
            // One line for several schools, as OneRoster has it, is nothing to be said.
            return Fate::Same;
        }
        let mut said = format!("Line {first_line} has this student already.");
        if !differs.is_empty() {
            let labels: Vec<String> = differs.iter().map(|d| d.column.label().to_lowercase()).collect();
            said += &format!(
                " What it says of {} is taken, not this line's.",
                labels.join(", ")
            );
        }
        self.say(row, "student number", Severity::Warning, said);
        Fate::Same
    }

    /// The record that comes of the first row of a student.
    fn so_far(&self, first: usize, before: Option<&Student>) -> Option<Student> {
        match (&self.plan.rows[first].fate, before) {
            (Fate::Added(s), _) => Some(s.student()),
            (Fate::Changed(_, changes), Some(s)) => Some(with_changes(s.clone(), changes)),
            (Fate::Same, Some(s)) => Some(s.clone()),
            _ => None,
        }
    }

    /// Adds to the record that comes of the first row of a student the enrollment that a further one has. Gives the
    /// further row's fate when its cells cannot be read.
    fn add_enrollment(
        &mut self,
        row: &RosterRow,
        first: usize,
        record: &Student,
        before: Option<&Student>,
        check: &CheckContext<'_>,
    ) -> Option<Fate> {
        let draft = second_enrollment(record, before, row)?;
        match draft.read(Some(record), record.key, check) {
            Ok((more, _)) => {
                self.plan.rows[first].fate = match before {
                    None => Fate::Added(Packed::of(more)),
                    Some(before) => Fate::of_change(before, &more),
                };
                None
            }
            Err(problems) => Some(self.held_for(row, problems)),
        }
    }

    /// What is to be said of the row of a profile that was merged away, and its fate when nothing is taken of it.
    pub(super) fn merged_away(&mut self, row: &RosterRow, meant: &Meant, after: &Student) -> Option<Fate> {
        let survivor = meant.before.as_ref().filter(|_| meant.was_merged())?;
        let (number, student) = (&meant.number, &meant.student);
        if survivor.birth_date != after.birth_date && !shared_last_name(&survivor.last_name, &after.last_name)
        {
            // The SIS may have given the old number to a new child.
            let why = format!(
                "{number} was merged into {} ({student}), and this row looks like another child. Nothing is taken of it. Ask the SIS administrator / data manager.",
                survivor.list_name()
            );
            return Some(self.held(row, "student number", why));
        }
        let said = format!("{number} was merged into {student}; the row is taken for that student.");
        self.say(row, "student number", Severity::Warning, said);
        None
    }
}
