//! What each row of a roster would do.

use super::asking::{Blanks, School, Schools};
use super::enrollment::{put_enrollment, second_enrollment};
use super::gone::InFile;
use super::{Fate, Plan, PlanContext, PlannedRow, Roster, RosterColumn, RosterRow, Table};
use crate::domain::date::written;
use crate::domain::draft::{CheckContext, Draft, DraftProblem, EnrollmentPart, Spot};
use crate::domain::edit::settle;
use crate::domain::general::shared_last_name;
use crate::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use crate::domain::journal::{differences, with_changes};
use crate::domain::problem::{Problem, Severity};
use crate::domain::response::Directory;
use crate::domain::student::{Field, Packed, Student, list_name};
use crate::domain::text::match_key;
use chrono::Datelike;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::RangeInclusive;

/// How old students are, in years begun; others are said, and taken.
const AGES: RangeInclusive<i32> = 2..=23;

/// Compares a roster with the store. A student is known by the student number; a blank cell never wipes what is on
/// file unless a person said so; a different SSID is never overwritten. Beside the plan: who stands in the file, by which
/// [`InFile::gone`] tells who does not.
///
/// # Errors
/// When the store cannot be read or `progress` stops it.
pub fn plan<D: Directory>(
    roster: &Roster,
    cx: &PlanContext<'_>,
    directory: &D,
    mut progress: impl FnMut(usize) -> Result<(), D::Error>,
) -> Result<(Plan, InFile), D::Error> {
    let mut plan = Plan {
        file: roster.file.clone(),
        problems: roster.problems.clone(),
        questions: roster.questions.clone(),
        ..Plan::default()
    };
    plan.rows.reserve_exact(roster.rows.len());
    let mut all: BTreeSet<SchoolCode> = cx.check.schools.clone();
    let mut schools = Schools::default();
    let mut seen = Seen::of(roster);
    let mut needed: BTreeSet<SchoolCode> = BTreeSet::new();
    for (i, row) in roster.rows.iter().enumerate() {
        if i % 512 == 0 {
            progress(i)?;
        }
        if let Some(problem) = &row.broken {
            plan.problems.push((**problem).clone());
            plan.push(row, Fate::Refused);
            continue;
        }
        let school = schools.of(row, roster, cx, &mut all, &mut plan.new_schools);
        let row = match school {
            Some(School::Unknown) => {
                plan.hold_unknown_school(row);
                plan.push(row, Fate::Refused);
                continue;
            }
            Some(School::Meant(code)) => Cow::Owned(row.with_school(&code)),
            Some(School::Here(_)) | None => Cow::Borrowed(row),
        };
        let check = CheckContext {
            schools: &all,
            ..cx.check
        };
        let fate = plan.judge(&row, i, roster, &check, cx, directory, &mut seen)?;
        if fate != Fate::Refused && !plan.new_schools.is_empty() {
            let text = row.cell(RosterColumn::Part(EnrollmentPart::School)).trim();
            needed.extend(SchoolCode::parse(text));
        }
        plan.push(&row, fate);
    }
    // A school of which every row is held back for another reason is not created: its number may be a slipped cell.
    plan.new_schools.retain(|code, _| needed.contains(code));
    let mut in_file = seen.in_file;
    if roster.complete {
        in_file.schools = schools.here();
    }
    plan.questions.extend(schools.questions(roster, cx));
    plan.questions
        .extend(seen.blanks.and_then(|b| b.question(roster)));
    Ok((plan, in_file))
}

/// What earlier rows of the same file took.
struct Seen {
    /// Student number → position of its row.
    numbers: HashMap<StudentNumber, usize>,
    /// SSID → position of the row that took it.
    ssids: HashMap<Ssid, usize>,
    /// Blank cells of known students, from the first row that has a student number on.
    blanks: Option<Blanks>,
    /// Student numbers that more than one row has.
    doubled: HashSet<String>,
    /// Who stands in the file.
    in_file: InFile,
}

impl Seen {
    fn of(roster: &Roster) -> Self {
        Self {
            numbers: HashMap::with_capacity(roster.rows.len()),
            ssids: HashMap::new(),
            blanks: None,
            doubled: doubled(roster),
            in_file: InFile::of(roster),
        }
    }
}

fn doubled(roster: &Roster) -> HashSet<String> {
    let numbers = roster.rows.iter().filter(|r| r.broken.is_none());
    let numbers = numbers.map(|r| r.cell(RosterColumn::Field(Field::Number)).trim());
    let mut once = HashSet::with_capacity(roster.rows.len());
    let again = numbers.filter(|n| !once.insert(*n));
    again.map(str::to_ascii_uppercase).collect()
}

/// Whether a row's names are those of a student here: the row that the student's number belongs to.
fn is_child(row: &RosterRow, here: &Student) -> bool {
    let same = |field, name: &str| match_key(row.cell(RosterColumn::Field(field))) == match_key(name);
    same(Field::LastName, &here.last_name) && same(Field::FirstName, &here.first_name)
}

impl Plan {
    fn push(&mut self, row: &RosterRow, fate: Fate) {
        let f = |f| row.cell(RosterColumn::Field(f));
        self.rows.push(PlannedRow {
            file_line: row.file_line,
            number: f(Field::Number).trim().to_owned(),
            name: list_name(
                f(Field::LastName).trim(),
                f(Field::FirstName).trim(),
                f(Field::MiddleName).trim(),
                f(Field::Suffix).trim(),
            ),
            fate,
        });
    }

    fn say(&mut self, row: &RosterRow, column: &str, severity: Severity, message: String) {
        let file = self.file.clone();
        self.problems
            .push(Problem::at(&file, row.file_line, column, severity, message));
    }

    fn hold_unknown_school(&mut self, row: &RosterRow) {
        let text = row.cell(RosterColumn::Part(EnrollmentPart::School)).trim();
        *self.unknown_schools.entry(text.to_owned()).or_insert(0) += 1;
        let message = match SchoolCode::parse(text) {
            Ok(_) => {
                "No school of this district has this number. Create the school, or let the import create it."
            }
            Err(_) => "This is not a school number.",
        };
        let file = self.file.clone();
        self.problems.push(
            Problem::at(&file, row.file_line, "school", Severity::Held, message)
                .found_expected(text, "the number of a school of this district"),
        );
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "one step of plan, with all that plan knows"
    )]
    fn judge<D: Directory>(
        &mut self,
        row: &RosterRow,
        position: usize,
        roster: &Roster,
        check: &CheckContext<'_>,
        cx: &PlanContext<'_>,
        directory: &D,
        seen: &mut Seen,
    ) -> Result<Fate, D::Error> {
        let number = row.cell(RosterColumn::Field(Field::Number)).trim();
        let number = match StudentNumber::parse(number) {
            Ok(n) => n,
            Err(e) => {
                let file = self.file.clone();
                let found = if number.is_empty() { "(blank)" } else { number };
                self.problems.push(
                    Problem::at(
                        &file,
                        row.file_line,
                        "student number",
                        Severity::Held,
                        "The row has no usable student number.",
                    )
                    .found_expected(found, e.expected),
                );
                return Ok(Fate::Refused);
            }
        };
        let before = directory.by_number(number.as_str())?;
        // The student that the row means: of a profile that was merged away, the one that stands for it.
        let meant = before.as_ref().map_or(&number, |s| &s.number).clone();
        if let Some(before) = before.as_ref().filter(|_| cx.table == Table::Students) {
            seen.in_file.known.insert(before.key);
        }
        let was_merged = meant != number;
        if was_merged {
            // A row of the student's own number counts, wherever it stands: the old profile's names are the old ones.
            let own = roster.rows[position + 1..].iter().find(|r| {
                let text = r.cell(RosterColumn::Field(Field::Number)).trim();
                r.broken.is_none() && text.eq_ignore_ascii_case(meant.as_str())
            });
            if let Some(own) = own.filter(|_| !seen.numbers.contains_key(&meant)) {
                self.say(
                    row,
                    "student number",
                    Severity::Held,
                    format!(
                        "{number} was merged into {meant}, who stands in line {} as well. That line is taken.",
                        own.file_line
                    ),
                );
                return Ok(Fate::Refused);
            }
        }
        if let Some(first) = seen.numbers.get(&meant) {
            let first_line = roster.rows[*first].file_line;
            return Ok(self.repeated(row, *first, first_line, &roster.rows[*first], before, check));
        }
        if let Some(here) = before
            .as_ref()
            .filter(|_| !was_merged && seen.doubled.contains(number.as_str()))
            && !is_child(row, here)
            && let Some(own) = roster.rows[position + 1..].iter().find(|r| {
                let text = r.cell(RosterColumn::Field(Field::Number)).trim();
                r.broken.is_none() && text.eq_ignore_ascii_case(number.as_str()) && is_child(r, here)
            })
        {
            self.say(
                row,
                "student number",
                Severity::Held,
                format!(
                    "Line {} has the same student number and is {}, who has it here; this line is another child. Only that line is taken.",
                    own.file_line,
                    here.list_name()
                ),
            );
            return Ok(Fate::Refused);
        }
        // The SIS may put a provisional ID where it had a State ID before, and what it says is what stands.
        let mut base = before.clone();
        if let Some(base) = base.as_mut().filter(|_| cx.table == Table::General)
            && check
                .rules
                .is_provisional(row.cell(RosterColumn::Field(Field::Ssid)))
        {
            base.ssid = None;
        }
        let mut draft = base.as_ref().map_or_else(Draft::default, Draft::of);
        for (column, text) in row.cells.iter() {
            if let RosterColumn::Field(field) = column
                && !text.trim().is_empty()
                && !(was_merged && field == Field::Number)
                && !(cx.table == Table::General && matches!(field, Field::StateExcluded | Field::NoShow))
            {
                draft.put(field, text);
            }
        }
        let blanks = seen
            .blanks
            .get_or_insert_with(|| Blanks::of(roster, number.clone()));
        // The row of a profile that was merged away says nothing of what the one that stands for it has.
        let told = before.as_ref().filter(|_| !was_merged);
        if let Some(told) = told.filter(|_| blanks.clear()) {
            for field in blanks.in_row(row, told, cx.table) {
                draft.put(field, "");
            }
        }
        put_enrollment(&mut draft, before.as_ref(), row, check);
        let key = before.as_ref().map_or(StudentKey(0), |s| s.key);
        let (mut after, warnings) = match draft.read(base.as_ref(), key, check) {
            Ok(read) => read,
            Err(problems) => {
                self.hold(row, problems);
                return Ok(Fate::Refused);
            }
        };
        if was_merged
            && let Some(survivor) = &before
            && survivor.birth_date != after.birth_date
            && !shared_last_name(&survivor.last_name, &after.last_name)
        {
            // The SIS may have given the old number to a new child.
            self.say(
                row,
                "student number",
                Severity::Held,
                format!(
                    "{number} was merged into {} ({meant}), and this row looks like another child. Nothing is taken of it. Ask the SIS administrator / data manager.",
                    survivor.list_name()
                ),
            );
            return Ok(Fate::Refused);
        }
        if was_merged {
            self.say(
                row,
                "student number",
                Severity::Warning,
                format!("{number} was merged into {meant}; the row is taken for that student."),
            );
        }
        match cx.table {
            Table::General => self.note_ssid(row, before.as_ref(), &after, directory, seen)?,
            Table::Students
                if !self.ssid_free(row, before.as_ref(), &after, directory, seen)?
                    || !self.link_free(row, before.as_ref(), &after, cx) =>
            {
                return Ok(Fate::Refused);
            }
            Table::Students => {}
        }
        for p in warnings {
            let (column, found) = spot_cell(row, p.spot);
            if !found.is_empty() {
                self.say(row, &column, Severity::Warning, p.message);
            }
        }
        if cx.table == Table::Students
            && let Some(born) = after.birth_date
            && before.as_ref().is_none_or(|b| b.birth_date != Some(born))
            && !AGES.contains(&(check.today.year() - born.year()))
        {
            let said = format!(
                "By the birth date, {}, the student is {} years old. Compare it with the list it came from.",
                written(born),
                check.today.year() - born.year()
            );
            self.say(row, "Birth date", Severity::Warning, said);
        }
        if let (Some(told), Some(blanks)) = (told, &mut seen.blanks) {
            blanks.count(row, told, cx.table);
        }
        seen.numbers.insert(meant, position);
        if let Some(ssid) = &after.ssid {
            seen.ssids.insert(ssid.clone(), position);
        }
        Ok(match before {
            None => Fate::Added(Packed::of(after)),
            Some(before) => {
                if cx.table == Table::Students {
                    let open = directory.in_open_update(before.key)?;
                    settle(&before, &mut after, check.rules, cx.now, open);
                    // The student stands in a roster again.
                    after.not_in_roster = None;
                }
                let changes = differences(&before, &after);
                if changes.is_empty() {
                    Fate::Same
                } else {
                    Fate::Changed(before.key, changes)
                }
            }
        })
    }

    /// A number that an earlier row of the file has already: the same child at another school adds an enrollment,
    /// the same row again changes nothing, anything else is held back.
    fn repeated(
        &mut self,
        row: &RosterRow,
        first: usize,
        first_line: u64,
        first_row: &RosterRow,
        before: Option<Student>,
        check: &CheckContext<'_>,
    ) -> Fate {
        let key = |row: &RosterRow, f| match_key(row.cell(RosterColumn::Field(f)));
        let same = |f| key(row, f) == key(first_row, f);
        let blank_or_same = |f| key(row, f).is_empty() || same(f);
        if ![Field::LastName, Field::FirstName].into_iter().all(same)
            || ![Field::BirthDate, Field::Ssid].into_iter().all(blank_or_same)
        {
            self.say(
                row,
                "student number",
                Severity::Held,
                format!("Line {first_line} has the same student number for another child. Only that line is taken."),
            );
            return Fate::Refused;
        }
        let so_far = match (&self.rows[first].fate, &before) {
            (Fate::Added(s), _) => Some(s.student()),
            (Fate::Changed(_, changes), Some(s)) => Some(with_changes(s.clone(), changes)),
            (Fate::Same, Some(s)) => Some(s.clone()),
            _ => None,
        };
        if let Some(student) = so_far
            && let Some(draft) = second_enrollment(&student, before.as_ref(), row)
        {
            let more = match draft.read(Some(&student), student.key, check) {
                Ok((more, _)) => more,
                Err(problems) => {
                    self.hold(row, problems);
                    return Fate::Refused;
                }
            };
            self.rows[first].fate = match before {
                None => Fate::Added(Packed::of(more)),
                Some(before) => {
                    let changes = differences(&before, &more);
                    if changes.is_empty() {
                        Fate::Same
                    } else {
                        Fate::Changed(before.key, changes)
                    }
                }
            };
        }
        if row.file_line == first_line {
            // One line for several schools, as OneRoster has it, is nothing to be said.
            return Fate::Same;
        }
        self.say(
            row,
            "student number",
            Severity::Warning,
            format!("Line {first_line} has this student already."),
        );
        Fate::Same
    }

    /// Says why a row is held back.
    fn hold(&mut self, row: &RosterRow, problems: Vec<DraftProblem>) {
        for p in problems {
            let (column, found) = spot_cell(row, p.spot);
            self.problems.push(
                Problem::at(&self.file, row.file_line, &column, p.severity, p.message)
                    .found_expected(&found, ""),
            );
        }
    }

    /// What is to be said about a row's State ID in the SIS's own data: that it is another one than before, or that
    /// another row has it too.
    fn note_ssid<D: Directory>(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
        directory: &D,
        seen: &Seen,
    ) -> Result<(), D::Error> {
        let said = |s: &Student| match &s.ssid {
            Some(ssid) => ssid.to_string(),
            None => s.provisional_id.clone(),
        };
        if let Some(was) = before
            .map(said)
            .filter(|was| !was.is_empty() && *was != said(after))
        {
            self.say(
                row,
                "State ID",
                Severity::Warning,
                format!("The State ID was {was} and is {} in the SIS now.", said(after)),
            );
        }
        let Some(ssid) = &after.ssid else {
            return Ok(());
        };
        let other = match seen.ssids.get(ssid).map(|at| &self.rows[*at]) {
            Some(other) => Some(format!("{} (line {})", other.number, other.file_line)),
            None => directory
                .by_ssid(ssid)?
                .filter(|h| h.number != after.number)
                .map(|h| format!("{} ({}, from an earlier import)", h.number, h.list_name())),
        };
        if let Some(other) = other {
            let (number, line) = (&after.number, row.file_line);
            self.say(
                row,
                "State ID",
                Severity::Warning,
                format!("{number} (line {line}) and {other} have State ID {ssid} both. Ask the SIS administrator / data manager which one is right."),
            );
        }
        Ok(())
    }

    /// Whether the IntegrationIDT that a row brings is nobody else's: two profiles with one would be refreshed from one
    /// child's data.
    fn link_free(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
        cx: &PlanContext<'_>,
    ) -> bool {
        let new = before.is_none_or(|b| b.integration_idt != after.integration_idt);
        let holder = cx.links.get(&after.integration_idt).filter(|_| new);
        let other = holder.filter(|(key, _)| Some(*key) != before.map(|b| b.key));
        let Some((_, name)) = other else {
            return true;
        };
        self.say(
            row,
            "IntegrationIDT",
            Severity::Held,
            format!(
                "IntegrationIDT {} belongs to {name}. One of the two is wrong: correct it in the SIS or in the Student Editor.",
                after.integration_idt
            ),
        );
        false
    }

    fn ssid_free<D: Directory>(
        &mut self,
        row: &RosterRow,
        before: Option<&Student>,
        after: &Student,
        directory: &D,
        seen: &Seen,
    ) -> Result<bool, D::Error> {
        let Some(ssid) = &after.ssid else {
            return Ok(true);
        };
        if let Some(here) = before.and_then(|b| b.ssid.as_ref()) {
            if here != ssid {
                self.say(
                    row,
                    "SSID",
                    Severity::Held,
                    format!("The file says {ssid}, this student has {here} here. A different SSID is never overwritten by a roster; settle it in the Student Editor."),
                );
                return Ok(false);
            }
            return Ok(true);
        }
        let holder = match seen.ssids.get(ssid).map(|at| &self.rows[*at]) {
            Some(other) => Some(format!("line {} ({})", other.file_line, other.number)),
            None => directory
                .by_ssid(ssid)?
                .map(|h| format!("{} ({})", h.list_name(), h.number)),
        };
        if let Some(holder) = holder {
            self.say(
                row,
                "SSID",
                Severity::Held,
                format!("SSID {ssid} is held by {holder}. Compare the two: they may be one child."),
            );
            return Ok(false);
        }
        Ok(true)
    }
}

fn spot_cell(row: &RosterRow, spot: Spot) -> (String, String) {
    match spot {
        Spot::Field(f) => (
            f.label().to_owned(),
            row.cell(RosterColumn::Field(f)).trim().to_owned(),
        ),
        Spot::Enrollment(_, p) => (
            p.label().to_owned(),
            row.cell(RosterColumn::Part(p)).trim().to_owned(),
        ),
    }
}
