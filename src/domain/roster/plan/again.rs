//! A student number that stands in the file more than once, or is that of a profile that was merged away: which line counts.

use super::super::enrollment::{day, enrollment_of};
use super::super::{Fate, PlanContext, Roster, RosterColumn, RosterRow, Table};
use super::further::Above;
use super::row::Meant;
use super::{NUMBER, Planning, SCHOOL};
use crate::domain::codes::{Ethnicity, find_code, parse_grade, tidy_suffix};
use crate::domain::district::Rules;
use crate::domain::draft::{CheckContext, Draft, EnrollmentPart, yes_or_no};
use crate::domain::journal::with_changes;
use crate::domain::matching::are_one_name;
use crate::domain::problem::{Severity, shorten};
use crate::domain::response::Directory;
use crate::domain::student::{Field, Packed, Student};
use crate::domain::text::match_key;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

/// Where student numbers stand in a file, for those that need a second look. Rows that are held back count: whose number it
/// is does not hang on whether something else in the row can be read.
pub(super) struct Positions {
    /// Student numbers that more than one row has, in capitals.
    doubled: HashSet<String>,
    /// Positions of the rows by student number, then position; made when the first is looked for.
    sorted: Option<Vec<u32>>,
    /// Student number → position of the row that is the student's own; `None` where there is none.
    own: HashMap<String, Option<usize>>,
}

/// No student has so many enrollments: where a column is taken for the student number in which all rows have the same,
/// each would be compared with all above it.
const MOST_ENROLLMENTS: usize = 100;

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
        let numbers = roster.rows.iter().map(number_of).filter(|n| !n.is_empty());
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

    /// Positions of the rows that have a number, one after the other.
    pub(super) fn of_number<'p>(
        &'p mut self,
        roster: &'p Roster,
        number: &'p str,
    ) -> impl Iterator<Item = usize> + 'p {
        let rows = &roster.rows;
        let at = |at: &u32| number_of(&rows[*at as usize]);
        let sorted = self.sorted.get_or_insert_with(|| {
            let mut sorted: Vec<u32> = (0..rows.len()).filter_map(|i| u32::try_from(i).ok()).collect();
            sorted.sort_by(|a, b| order(at(a), at(b)).then(a.cmp(b)));
            sorted
        });
        let first = sorted.partition_point(|i| order(at(i), number) == Ordering::Less);
        let of_number = sorted[first..].iter().map(|at| *at as usize);
        of_number.take_while(move |at| number_of(&rows[*at]).eq_ignore_ascii_case(number))
    }

    /// The row that has the number and fits the student here best, wherever it stands. It is looked for once: where a
    /// wrong column was taken for the number, all rows may have the same.
    fn own<'r>(
        &mut self,
        roster: &'r Roster,
        number: &str,
        here: &Student,
        rules: &Rules,
    ) -> Option<&'r RosterRow> {
        let known = self.own.get(number).copied();
        let at = known.unwrap_or_else(|| {
            let fits = |at: usize| fit(&roster.rows[at], here, rules);
            let rows = self.of_number(roster, number).map(|at| (fits(at), at));
            // Of those that fit as well, the first.
            let best = rows
                .filter(|r| r.0 > Fit::Not)
                .max_by_key(|r| (r.0, std::cmp::Reverse(r.1)));
            let found = best.map(|r| r.1);
            self.own.insert(number.to_owned(), found);
            found
        });
        at.map(|at| &roster.rows[at])
    }
}

/// How well the names of a row are those of a student here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// They are others, or there are none.
    Not,
    /// They may be written otherwise, and neither the birth date nor the gender is another one.
    Alike,
    /// They are the same.
    Same,
}

fn fit(row: &RosterRow, here: &Student, rules: &Rules) -> Fit {
    let cell = |field| row.cell(RosterColumn::Field(field)).trim();
    let names = [
        (cell(Field::LastName), &*here.last_name),
        (cell(Field::FirstName), &*here.first_name),
    ];
    if names.iter().all(|(there, _)| there.is_empty()) {
        return Fit::Not;
    }
    if names
        .iter()
        .all(|(there, here)| match_key(there) == match_key(here))
    {
        return Fit::Same;
    }
    let other_day = day(cell(Field::BirthDate))
        .zip(here.birth_date)
        .is_some_and(|(there, here)| there != here);
    let gender = cell(Field::Gender);
    let same_gender = gender.is_empty()
        || here.gender.is_empty()
        || alike(RosterColumn::Field(Field::Gender), gender, &here.gender, rules);
    match names
        .iter()
        .all(|(there, here)| !there.is_empty() && are_one_name(there, here))
    {
        true if !other_day && same_gender => Fit::Alike,
        _ => Fit::Not,
    }
}

/// Whether two cells of a column say the same, however it is written.
pub(super) fn alike(column: RosterColumn, a: &str, b: &str, rules: &Rules) -> bool {
    let both = |same: Option<bool>| same.unwrap_or(false);
    match_key(a) == match_key(b)
        || match column {
            RosterColumn::Part(EnrollmentPart::Grade) => {
                both(parse_grade(a).zip(parse_grade(b)).map(|(a, b)| a == b))
            }
            RosterColumn::Field(Field::BirthDate | Field::AddressFrom)
            | RosterColumn::Part(EnrollmentPart::Entry | EnrollmentPart::Exit) => {
                both(day(a).zip(day(b)).map(|(a, b)| a == b))
            }
            RosterColumn::Field(Field::Suffix) => tidy_suffix(a) == tidy_suffix(b),
            RosterColumn::Field(field @ (Field::StateExcluded | Field::NoShow | Field::PhotoConsent)) => {
                // A consent that is not known is none that was refused.
                let is_known = field != Field::PhotoConsent || !a.is_empty() && !b.is_empty();
                is_known && both(yes_or_no(a).zip(yes_or_no(b)).map(|(a, b)| a == b))
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
/// says nothing: the column, and what stands there. What it says of an enrollment is looked at apart.
fn differences(
    first: &RosterRow,
    record: &Student,
    row: &RosterRow,
    cx: &PlanContext<'_>,
) -> Vec<Difference> {
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
            // With a school it is that of the enrollment, see `further`.
            RosterColumn::Part(EnrollmentPart::Grade) if school.is_empty() => {
                let current = record.current_enrollment(cx.check.today);
                current.map_or_else(String::new, |e| e.grade.clone())
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
            out.push(Difference { column, there });
        }
    }
    out
}

/// A cell in which a further row of a student differs.
struct Difference {
    column: RosterColumn,
    /// What is said instead by the first row, or by what came of it.
    there: String,
}

impl<'a, D: Directory> Planning<'a, D> {
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
            let own = self.positions.of_number(roster, student.as_str()).next();
            if let Some(own) = own.map(|at| &roster.rows[at]) {
                let why = format!(
                    "{number} was merged into {student}, who stands in line {} as well. Nothing is taken of this line.",
                    own.file_line
                );
                return Some(self.held(row, "student number", why));
            }
        }
        if let Some(first) = first {
            return Some(self.repeated(row, position, first, meant.before.as_ref(), check));
        }
        let here = meant.before.as_ref().filter(|_| !meant.was_merged())?;
        if !self.positions.is_doubled(number.as_str()) || fit(row, here, self.cx.check.rules) == Fit::Same {
            return None;
        }
        let own = self
            .positions
            .own(self.roster, number.as_str(), here, self.cx.check.rules)?;
        if std::ptr::eq(own, &self.roster.rows[position]) {
            return None;
        }
        let why = format!(
            "Line {} has the same student number and is {}, who has it here; this line has other names. Nothing is taken of it.",
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
        position: usize,
        first: usize,
        before: Option<&Student>,
        check: &CheckContext<'_>,
    ) -> Fate {
        let roster = self.roster;
        let first_row = &roster.rows[first];
        let first_line = first_row.file_line;
        let cell = |row: &RosterRow, f| row.cell(RosterColumn::Field(f)).trim().to_owned();
        let is_blank = |f| cell(row, f).is_empty();
        if [Field::LastName, Field::FirstName].into_iter().all(is_blank) {
            let why = format!(
                "Line {first_line} has the same student number, and this line has no name. Nothing is taken of it."
            );
            return self.held(row, "student number", why);
        }
        let same = |f| match_key(&cell(row, f)) == match_key(&cell(first_row, f));
        let blank_or_same = |f| {
            let (there, here) = (cell(first_row, f), cell(row, f));
            let column = RosterColumn::Field(f);
            there.is_empty() || here.is_empty() || alike(column, &there, &here, self.cx.check.rules)
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
        if record.enrollments.len() >= MOST_ENROLLMENTS {
            let why = format!(
                "The student has {MOST_ENROLLMENTS} enrollments by now, which cannot be right. Nothing is taken of this line. Is the column taken for the student number the right one?"
            );
            return self.held(row, "student number", why);
        }
        let differs = differences(first_row, &record, row, self.cx);
        if let Some(d) = differs.iter().find(|d| !d.column.any_will_do()) {
            return self.said_otherwise(row, first_line, d.column, &d.there);
        }
        let above = Above {
            record: &record,
            before,
            rows: self.rows_above(first),
            rules: self.cx.check.rules,
            today: check.today,
        };
        let taken = match above.with(row) {
            Err(otherwise) => {
                let column = RosterColumn::Part(otherwise.part);
                return self.said_otherwise(row, otherwise.line, column, &otherwise.there);
            }
            Ok(draft) => draft,
        };
        let is_more = taken.is_some();
        // What the first line leaves blank and of which any will do is filled in.
        let (blank, differs): (Vec<_>, Vec<_>) = differs.into_iter().partition(|d| d.there.is_empty());
        let mut taken = taken.or_else(|| (!blank.is_empty()).then(|| Draft::of(&record)));
        for d in &blank {
            if let (Some(draft), RosterColumn::Field(field)) = (&mut taken, d.column) {
                draft.put(field, row.cell(d.column));
            }
        }
        if let Some(draft) = taken
            && let Some(fate) = self.add_enrollment(row, first, &draft, (&record, before), check)
        {
            return fate;
        }
        self.remember_further(first, position);
        if row.file_line == first_line {
            // One line for several schools, as OneRoster has it, is nothing to be said.
            return Fate::Same;
        }
        let mut said = format!("Line {first_line} has this student already.");
        if is_more {
            said += " What this line says of the enrollment is added there.";
        }
        if !blank.is_empty() {
            let labels: Vec<String> = blank.iter().map(|d| d.column.in_sentence()).collect();
            said += &format!(" What this line says of {} is added there.", labels.join(", "));
        }
        if !differs.is_empty() {
            let labels: Vec<String> = differs.iter().map(|d| d.column.in_sentence()).collect();
            said += &format!(
                " What it says of {} is taken, not this line's.",
                labels.join(", ")
            );
        }
        self.say(row, "student number", Severity::Warning, said);
        Fate::Same
    }

    /// Holds a further row of a student back that says something else than what is taken already.
    fn said_otherwise(&mut self, row: &RosterRow, line: u64, column: RosterColumn, there: &str) -> Fate {
        let there = match there {
            "" => "nothing".to_owned(),
            text => format!("“{}”", shorten(text, 60)),
        };
        let why = format!(
            "Line {line} has this student already, with another {}: {there} there, “{}” here. Only that line is taken.",
            column.in_sentence(),
            shorten(row.cell(column).trim(), 60)
        );
        self.held(row, column.label(), why)
    }

    /// The rows of a student that are taken, the first one first; of those that say the same of an enrollment, one.
    fn rows_above(&self, first: usize) -> Vec<&'a RosterRow> {
        let roster = self.roster;
        let others = self.further.get(&first).into_iter().flatten().copied();
        std::iter::once(first)
            .chain(others)
            .map(|at| &roster.rows[at])
            .collect()
    }

    /// Keeps a further row that is taken, for those below it, when no row above says the same of an enrollment.
    fn remember_further(&mut self, first: usize, position: usize) {
        let new = enrollment_of(&self.roster.rows[position]);
        if !new.school.is_empty() && self.rows_above(first).iter().all(|r| enrollment_of(r) != new) {
            self.further.entry(first).or_default().push(position);
        }
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

    /// Puts what a further row says of an enrollment into what comes of the first row. Gives the further row's fate when
    /// its cells cannot be read.
    fn add_enrollment(
        &mut self,
        row: &RosterRow,
        first: usize,
        draft: &Draft,
        (record, before): (&Student, Option<&Student>),
        check: &CheckContext<'_>,
    ) -> Option<Fate> {
        match draft.read(Some(record), record.key, check) {
            Ok((more, _)) => {
                if let Some(before) = before {
                    self.count_return(row, before, record.enrollments.len(), &more, check);
                }
                self.plan.rows[first].fate = match before {
                    None => Fate::Added(Packed::of(more)),
                    Some(before) => Fate::of_change(before, &more),
                };
                None
            }
            Err(problems) => Some(self.held_for(row, problems)),
        }
    }
}
