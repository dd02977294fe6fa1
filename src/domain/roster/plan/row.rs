//! One row of a roster: which student it means, what it would change, and what keeps it from that.

use super::super::asking::Blanks;
use super::super::enrollment::put_enrollment;
use super::super::{Fate, RosterColumn, RosterRow, Table};
use super::{NUMBER, Planning, spot_cell};
use crate::domain::date::written;
use crate::domain::draft::{CheckContext, Draft};
use crate::domain::edit::settle;
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::journal::differences;
use crate::domain::problem::{Problem, Severity};
use crate::domain::response::Directory;
use crate::domain::student::{Field, Packed, Student};
use chrono::Datelike;
use std::ops::RangeInclusive;

/// How old students are, in years begun; others are said, and taken.
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
        let (after, warnings) = match draft.read(base.as_ref(), key, check) {
            Ok(read) => read,
            Err(problems) => return Ok(self.held_for(row, problems)),
        };
        if let Some(fate) = self.merged_away(row, &meant, &after) {
            return Ok(fate);
        }
        if !self.identifiers_free(row, meant.before.as_ref(), &after)? {
            return Ok(Fate::Refused);
        }
        for p in warnings {
            let (column, found) = spot_cell(row, p.spot);
            if !found.is_empty() {
                self.say(row, &column, Severity::Warning, p.message);
            }
        }
        self.note_age(row, meant.before.as_ref(), &after, check);
        if let (Some(told), Some(blanks)) = (meant.told(), &mut self.blanks) {
            blanks.count(row, told, self.cx.table);
        }
        self.taken.insert(meant.student, position);
        if let Some(ssid) = &after.ssid {
            self.ssids.insert(ssid.clone(), position);
        }
        self.fate(meant.before, after, check)
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
                && !(meant.was_merged() && field == Field::Number)
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
        let age = check.today.year() - born.year();
        if before.is_none_or(|b| b.birth_date != Some(born)) && !AGES.contains(&age) {
            let said = format!(
                "By the birth date, {}, the student is {age} years old. Compare it with the list it came from.",
                written(born),
            );
            self.say(row, "Birth date", Severity::Warning, said);
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
