//! One row of a roster: which student it means, what it would change, and what keeps it from that.

use super::super::asking::Blanks;
use super::super::enrollment::put_enrollment;
use super::super::{Fate, RosterColumn, RosterRow, Table};
use super::{NUMBER, Planning, spot_cell};
use crate::domain::another::{are_two_children, have_two_first_names};
use crate::domain::date::written;
use crate::domain::draft::{CheckContext, Draft, EnrollmentPart};
use crate::domain::edit::settle;
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::journal::differences;
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::response::Directory;
use crate::domain::student::{Enrollment, Field, Packed, Student};
use chrono::Datelike;
use std::ops::RangeInclusive;

/// How old students are, in full years; others are said, and taken.
const AGES: RangeInclusive<i32> = 2..=23;

/// Whom a row means.
pub(super) struct Meant {
    /// The student number that stands in the row.
    pub number: StudentNumber,
    /// The number of the student whom it means: of a profile that was merged away, the one that stands for it.
    pub student: StudentNumber,
    /// The record, when the student is here.
    pub before: Option<Student>,
}

impl Meant {
    /// Whether the number is that of a profile that was merged away.
    pub(super) fn was_merged(&self) -> bool {
        self.student != self.number
    }

    /// The record that the row's own words are about: none of a profile that was merged away, whose row says nothing of
    /// what the one that stands for it has.
    fn told(&self) -> Option<&Student> {
        self.before.as_ref().filter(|_| !self.was_merged())
    }
}

impl<D: Directory> Planning<'_, D> {
    /// What becomes of a row whose school is settled.
    pub(super) fn judge(
        &mut self,
        row: &RosterRow,
        position: usize,
        check: &CheckContext<'_>,
    ) -> Result<Fate, D::Error> {
        let number = match StudentNumber::parse(row.cell(NUMBER).trim()) {
            Ok(number) => number,
            Err(e) => return Ok(self.hold_without_number(row, e.expected)),
        };
        let before = self.directory.by_number(number.as_str())?;
        let student = before.as_ref().map_or(&number, |s| &s.number).clone();
        let meant = Meant {
            number,
            student,
            before,
        };
        if let Some(before) = meant.before.as_ref().filter(|_| self.is_for(Table::Students)) {
            self.in_file.known.insert(before.key);
        }
        if let Some(fate) = self.elsewhere(row, position, &meant, check) {
            return Ok(fate);
        }
        let base = self.base(row, &meant, check);
        let draft = self.draft(row, &meant, base.as_ref(), check);
        let key = meant.before.as_ref().map_or(StudentKey(0), |s| s.key);
        let (mut after, warnings) = match draft.read(base.as_ref(), key, check) {
            Ok(read) => read,
            Err(problems) => return Ok(self.held_for(row, problems)),
        };
        if let Some(before) = &meant.before {
            let said = |field| !row.cell(RosterColumn::Field(field)).trim().is_empty();
            after.without_old_companions(before, said);
        }
        if let Some(fate) = self.another_child(row, &meant, &after) {
            return Ok(fate);
        }
        if !self.identifiers_free(row, meant.before.as_ref(), &after)? {
            return Ok(Fate::Refused);
        }
        self.say_merged(row, &meant);
        for p in warnings {
            let (column, found) = spot_cell(row, p.spot);
            if !found.is_empty() {
                let message = p.message + &self.beside(row, p.spot);
                self.say(row, &column, Severity::Warning, message);
            }
        }
        self.note_age(row, meant.before.as_ref(), &after, check);
        self.note_return(row, meant.before.as_ref(), &after, check);
        if let (Some(told), Some(blanks)) = (meant.told(), &mut self.blanks) {
            blanks.count(row, told, self.cx.table);
        }
        self.taken.insert(meant.student, position);
        if let Some(ssid) = &after.ssid {
            self.ssids.insert(ssid.clone(), position);
        }
        if !after.integration_idt.is_empty() {
            self.links.insert(after.integration_idt.as_str().into(), position);
        }
        self.fate(meant.before, after, check)
    }

    /// Holds a row back that is plainly of another child than the record of its number: the number was given anew, or the
    /// numbers slipped against the names. The SIS's own data is taken, and it is said.
    fn another_child(&mut self, row: &RosterRow, meant: &Meant, after: &Student) -> Option<Fate> {
        let here = meant.before.as_ref()?;
        let is_born = !row.cell(RosterColumn::Field(Field::BirthDate)).trim().is_empty();
        if !are_two_children(here, after) {
            if have_two_first_names(here, after) {
                let days = match here.birth_date {
                    _ if !is_born => "and no birth date in the file: make sure that it is not another child.",
                    None => "and no birth date here: make sure that it is not another child.",
                    day if day == after.birth_date => {
                        "born on the same day: make sure that it is not another child, a twin."
                    }
                    _ => "and another birth date: make sure that it is not another child.",
                };
                let (was, is) = (shorten(&here.first_name, 60), shorten(&after.first_name, 60));
                let said = format!("“{was}” here, “{is}” there, {days}");
                self.say(row, "first name", Severity::Warning, said);
            }
            return None;
        }
        let born = |s: &Student| match s.birth_date {
            Some(day) => format!("born {}", written(day)),
            None => "birth date not known".to_owned(),
        };
        let (number, name) = (&meant.number, here.list_name());
        if meant.was_merged() {
            // The SIS may have given the old number to a new child.
            let why = format!(
                "{number} was merged into {name} ({}), and this row looks like another child. Nothing is taken of it. Ask the SIS administrator / data manager.",
                meant.student
            );
            return Some(self.held(row, "student number", why));
        }
        let there = if is_born {
            born(after)
        } else {
            "no birth date".to_owned()
        };
        let two = format!(
            "{number} is {name}, {}, here, and {}, {there}, in the file. They look like two children",
            born(here),
            after.list_name()
        );
        if self.is_for(Table::General) {
            let said = format!("{two}: ask the SIS administrator / data manager.");
            self.say(row, "student number", Severity::Warning, said);
            return None;
        }
        let why = format!(
            "{two}, and nothing is taken of this row. Ask the SIS administrator / data manager; if it is one child, correct the record in the Student Editor first."
        );
        Some(self.held(row, "student number", why))
    }

    /// Says that the row of a profile that was merged away is taken for the one that stands for it.
    fn say_merged(&mut self, row: &RosterRow, meant: &Meant) {
        let Some(here) = meant.before.as_ref().filter(|_| meant.was_merged()) else {
            return;
        };
        let idt = row.cell(RosterColumn::Field(Field::IntegrationIdt)).trim();
        let kept = match idt.is_empty() || idt == here.integration_idt {
            true => String::new(),
            false => format!(" Its IntegrationIDT, {idt}, is that of the old profile and is not taken."),
        };
        let said = format!(
            "{} was merged into {}; the row is taken for that student.{kept}",
            meant.number, meant.student
        );
        self.say(row, "student number", Severity::Warning, said);
    }

    /// Whether the file goes into this table.
    pub(super) fn is_for(&self, table: Table) -> bool {
        self.cx.table == table
    }

    fn hold_without_number(&mut self, row: &RosterRow, expected: &'static str) -> Fate {
        let why = "The row has no usable student number.";
        let problem = Problem::at(
            self.plan.file.clone(),
            row.file_line,
            "student number",
            Severity::Held,
            why,
        );
        let found = match row.cell(NUMBER).trim() {
            "" => "(blank)",
            number => number,
        };
        self.plan.problems.push(problem.found_expected(found, expected));
        Fate::Refused
    }

    /// The record that the row is put upon. The SIS may put a provisional ID where it had a State ID before, and what it
    /// says is what stands.
    fn base(&self, row: &RosterRow, meant: &Meant, check: &CheckContext<'_>) -> Option<Student> {
        let mut base = meant.before.clone();
        if let Some(base) = base.as_mut().filter(|_| self.is_for(Table::General))
            && check
                .rules
                .is_provisional(row.cell(RosterColumn::Field(Field::Ssid)))
        {
            base.ssid = None;
        }
        base
    }

    /// The record with the row's cells in it.
    fn draft(
        &mut self,
        row: &RosterRow,
        meant: &Meant,
        base: Option<&Student>,
        check: &CheckContext<'_>,
    ) -> Draft {
        let mut draft = base.map_or_else(Draft::default, Draft::of);
        for (column, text) in row.cells.iter() {
            if let RosterColumn::Field(field) = column
                && !text.trim().is_empty()
                && !(meant.was_merged() && matches!(field, Field::Number | Field::IntegrationIdt))
                && !(self.is_for(Table::General) && matches!(field, Field::StateExcluded | Field::NoShow))
            {
                draft.put(field, text);
            }
        }
        let blanks = self
            .blanks
            .get_or_insert_with(|| Blanks::of(self.roster, meant.number.clone()));
        if let Some(told) = meant.told().filter(|_| blanks.clear()) {
            for field in blanks.in_row(row, told, self.cx.table) {
                draft.put(field, "");
            }
        }
        put_enrollment(&mut draft, meant.before.as_ref(), row, check);
        draft
    }

    /// Says of a birth date that is new that it makes the student too young or too old.
    fn note_age(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
        check: &CheckContext<'_>,
    ) {
        let Some(born) = after.birth_date.filter(|_| self.is_for(Table::Students)) else {
            return;
        };
        let had_birthday = (born.month(), born.day()) <= (check.today.month(), check.today.day());
        let age = check.today.year() - born.year() - i32::from(!had_birthday);
        if before.is_none_or(|b| b.birth_date != Some(born)) && !AGES.contains(&age) {
            let said = format!(
                "By the birth date, {}, the student is {age} {} old. Compare it with the list it came from.",
                written(born),
                if age == 1 { "year" } else { "years" },
            );
            self.say(row, "Birth date", Severity::Warning, said);
        }
    }

    /// Counts a student who left the school and stands in a list without dates again; says of one whose row has the entry
    /// date of an enrollment that is over here, and no exit date, that the student stays gone.
    fn note_return(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
        check: &CheckContext<'_>,
    ) {
        let part = |part| row.cell(RosterColumn::Part(part)).trim();
        let is_dated = [EnrollmentPart::Entry, EnrollmentPart::Exit]
            .into_iter()
            .any(|p| !part(p).is_empty());
        let school = part(EnrollmentPart::School);
        let Some(before) = before.filter(|_| !school.is_empty() && self.is_for(Table::Students)) else {
            return;
        };
        let is_enrolled = after.enrollments.iter().any(|e| e.not_ended_by(check.today));
        if is_dated && part(EnrollmentPart::Exit).is_empty() && !is_enrolled {
            let there = after.enrollments.iter().filter(|e| e.school.as_str() == school);
            if let Some(ended) = there.filter_map(|e| e.exit).max() {
                let said = format!(
                    "The file has no exit date, and the student left school {school} on {} here. A blank cell takes nothing away: if the student is there, take the exit date out in the Student Editor.",
                    written(ended)
                );
                self.say(row, "Exit date", Severity::Warning, said);
            }
        }
        self.count_return(row, before, before.enrollments.len(), after, check);
    }

    /// Counts a student who left the school and for whom the row, which has no dates, begins a new enrollment there; `had`: so
    /// many the student had before it.
    pub(super) fn count_return(
        &mut self,
        row: &RosterRow,
        before: &Student,
        had: usize,
        after: &Student,
        check: &CheckContext<'_>,
    ) {
        let part = |part| row.cell(RosterColumn::Part(part)).trim();
        let school = part(EnrollmentPart::School);
        let is_dated = !part(EnrollmentPart::Entry).is_empty() || !part(EnrollmentPart::Exit).is_empty();
        if is_dated || after.enrollments.len() <= had || !self.is_for(Table::Students) {
            return;
        }
        let left = |e: &Enrollment| e.school.as_str() == school && !e.not_ended_by(check.today);
        if before.enrollments.iter().any(left) {
            self.returned.0 += 1;
            self.returned.1.get_or_insert(row.file_line);
        }
    }

    /// What a row that is taken does.
    fn fate(
        &mut self,
        before: Option<Student>,
        mut after: Student,
        check: &CheckContext<'_>,
    ) -> Result<Fate, D::Error> {
        let Some(before) = before else {
            if self.is_for(Table::Students) {
                self.lacking.note(&after, self.plan.rows.len());
            }
            return Ok(Fate::Added(Packed::of(after)));
        };
        if self.is_for(Table::Students) {
            let open = self.directory.in_open_update(before.key)?;
            settle(&before, &mut after, check.rules, self.cx.now, open);
            // The student stands in a roster again.
            after.not_in_roster = None;
        }
        Ok(Fate::of_change(&before, &after))
    }
}

impl Fate {
    /// What becomes of a known student.
    pub(super) fn of_change(before: &Student, after: &Student) -> Self {
        let changes = differences(before, after);
        if changes.is_empty() {
            Self::Same
        } else {
            Self::Changed(before.key, changes)
        }
    }
}
