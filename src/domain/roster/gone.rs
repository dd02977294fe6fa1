//! Who no longer stands in a complete roster. Nobody is deleted: they are marked, and a person looks.

use super::{Answers, COMPLETE, Choice, EVERYBODY, Gone, PART, Plan, Question, Roster, RosterColumn};
use crate::domain::ids::{SchoolCode, Ssid, StudentKey, StudentNumber};
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::student::{Field, IdKind, Student};
use crate::domain::text::count;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// Who stands in a roster, read generously: a student counts as standing there when any row could mean them.
#[derive(Debug, Clone, Default)]
pub struct InFile {
    /// Students whom its rows mean by their number, those that are held back for something else among them.
    pub known: HashSet<StudentKey>,
    /// Student numbers of all its rows, those that are held back among them.
    numbers: HashSet<Box<str>>,
    /// Its SSIDs, without zeros in front.
    ssids: HashSet<Box<str>>,
    /// Line of the first row that does not say whom it means: anybody may stand in it.
    anybody: Option<u64>,
    /// Student numbers of those whom it marks as deleted, in capitals. Not read generously: a former number may be that of
    /// a duplicate, which the SIS deletes once it is merged.
    deleted: HashSet<String>,
    /// Schools of this district that stand in it.
    pub(super) schools: BTreeSet<SchoolCode>,
}

/// A number that may have lost its zeros, or its capital letters, on the way.
fn loose(number: &str) -> Box<str> {
    let number = number.trim();
    let bare = number.trim_start_matches('0');
    bare.to_ascii_uppercase().into()
}

/// So many have to be missing, and …
const MANY: usize = 20;
/// … one in so many of those expected, before it is asked whether the file lists everybody.
const LARGE_PART: usize = 10;

impl Plan {
    /// Says that a line keeps the file from telling who is no longer in it. It is about the file: nobody is listed.
    pub(super) fn say_nobodys(&mut self, line: u64) {
        self.nobodys = Some(line);
        self.problems.push(Problem::of_file(
            self.file.clone(),
            Severity::Warning,
            format!("Line {line} does not say whom it means. It may be anybody's, so the file cannot tell who is no longer in it."),
        ));
    }

    /// Asks whether the file lists everybody of its schools, where so many are not in it that it may be a list of a few:
    /// of those who are new, or of one class. Of a part nobody has gone but whom it marks as deleted. `in_file` is how many of the students here stand in it.
    pub fn ask_whether_complete(&mut self, in_file: usize, answers: &Answers) {
        let gone = self.to_mark().filter(|g| !g.named).count();
        let many = gone >= MANY && gone * LARGE_PART > gone + in_file;
        if !many && !answers.contains_key(COMPLETE) {
            return;
        }
        let sentence = format!(
            "{} of the schools in this file {} not in it. Does it list everybody of its schools?",
            count(gone, "student", "students"),
            if gone == 1 { "is" } else { "are" }
        );
        let choices = vec![
            Choice::new(PART, "No, a part only: nobody is marked as no longer in the file"),
            Choice::new(
                EVERYBODY,
                "Yes: mark those who are not in it for review. Nobody is deleted",
            ),
        ];
        let suggested = if many { PART } else { EVERYBODY };
        let place = Place {
            file: self.file.clone(),
            ..Place::default()
        };
        let question = Question::new(COMPLETE, sentence, choices, Some(suggested), answers).at(place, "", 0);
        if question.answer.as_deref() == Some(PART) {
            self.gone.retain(|g| g.named);
        }
        self.questions.push(question);
    }
}

/// Whether a student number is one: a shortened one (`1.23457E+09`), none, or a name in its place where cells have slipped
/// says nothing.
fn tells(number: &str) -> bool {
    StudentNumber::parse(number).is_ok() && number.contains(|c: char| c.is_ascii_digit())
}

impl InFile {
    pub(super) fn of(roster: &Roster) -> Self {
        let deleted = roster.deleted.iter().filter(|n| tells(n));
        let mut out = Self {
            deleted: deleted.map(|n| n.trim().to_ascii_uppercase()).collect(),
            ..Self::default()
        };
        if !roster.complete && out.deleted.is_empty() {
            return out;
        }
        let text = |row: &super::RosterRow, field| row.cell(RosterColumn::Field(field)).trim().to_owned();
        for row in roster.rows.iter() {
            let number = text(row, Field::Number);
            let ssid = text(row, Field::Ssid);
            // A provisional ID, or `see card`, may be anybody's.
            let ssid = Ssid::parse(&ssid).ok();
            if ssid.is_none() && !tells(&number) {
                out.anybody.get_or_insert(row.file_line);
            }
            if !number.is_empty() {
                out.numbers.insert(loose(&number));
            }
            out.ssids.extend(ssid.map(|s| loose(s.as_str())));
        }
        out
    }

    /// Whether anybody can have gone: a list of changes, one without schools, or one with a row that does not say whom it
    /// means, says nothing about who is not in it. Whom the file itself marks as deleted has gone all the same.
    pub fn can_tell(&self) -> bool {
        self.tells_of_absent() || !self.deleted.is_empty()
    }

    fn tells_of_absent(&self) -> bool {
        !self.schools.is_empty() && self.anybody.is_none()
    }

    /// The line that keeps a file which lists everybody from telling who is no longer in it.
    pub fn keeps_from_telling(&self) -> Option<u64> {
        self.anybody.filter(|_| !self.schools.is_empty())
    }

    /// The student as one who has gone, when nothing in the file means them, and they are enrolled today at a school that
    /// stands in the file, or at any where the file itself marks them as deleted.
    pub fn gone(&self, student: &Student, today: NaiveDate) -> Option<Gone> {
        if student.is_retired() || student.duplicate || self.known.contains(&student.key) {
            return None;
        }
        let current = student.current_enrollment(today)?;
        if !current.holds_on(today) {
            return None;
        }
        let former = student
            .former_ids
            .iter()
            .filter(|f| f.kind == IdKind::Number)
            .map(|f| f.value.as_str());
        let numbers: Vec<Box<str>> = former.chain([student.number.as_str()]).map(loose).collect();
        let is_in = |list: &HashSet<Box<str>>| numbers.iter().any(|n| list.contains(n));
        let ssid = student.ssid.as_ref().map(|s| loose(s.as_str()));
        if is_in(&self.numbers) || ssid.is_some_and(|s| self.ssids.contains(&s)) {
            return None;
        }
        let named = self.deleted.contains(student.number.as_str());
        let absent = self.tells_of_absent() && self.schools.contains(&current.school);
        if !named && !absent {
            return None;
        }
        Some(Gone {
            key: student.key,
            number: student.number.to_string(),
            name: student.list_name(),
            school: current.school.to_string(),
            named,
            since: student.not_in_roster,
        })
    }
}
