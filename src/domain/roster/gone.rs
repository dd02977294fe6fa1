//! Who no longer stands in a complete roster. Nobody is deleted: they are marked, and a person looks.

use super::{Choice, Gone, Plan, Question, Roster, RosterColumn};
use crate::domain::ids::{SchoolCode, StudentKey};
use crate::domain::student::{Field, IdKind, Student};
use crate::domain::text::count;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashSet};

/// The question whether a file lists everybody of its schools. It is about the very file and is never remembered.
pub const LISTED: &str = "listed-students";
/// Its answers: everybody, and who is not listed is marked …
pub const EVERYBODY: &str = "everybody";
/// … or some, and nobody is.
pub const SOME: &str = "some";

/// Up to so many are marked without a question: a list may be of one small school.
const FEW_GONE: usize = 20;

/// Asks whether a file lists everybody of its schools when more would be marked than it has rows: such a file is rather
/// a list of some students, and marks on hundreds who are here would only hide those who left. Until a person says that it
/// lists everybody, nobody is marked.
pub fn ask_who_is_listed(roster: &Roster, plan: &mut Plan) {
    let marked = plan.newly_gone();
    if marked <= FEW_GONE.max(roster.rows.len()) {
        return;
    }
    let choices = vec![
        Choice::new(SOME, "Some students only: mark nobody"),
        Choice::new(
            EVERYBODY,
            format!(
                "Everybody: mark {} for review",
                count(marked, "student", "students")
            ),
        ),
    ];
    let sentence = format!(
        "The file has {}, and {} enrolled at the schools in it do not stand in it. Whom does it list?",
        count(roster.rows.len(), "row", "rows"),
        count(marked, "student", "students"),
    );
    let question = Question::new(LISTED, sentence, choices, Some(SOME), &roster.reading.answers);
    if question.answer.as_deref() != Some(EVERYBODY) {
        plan.gone.clear();
    }
    plan.questions.push(question);
}

/// Who stands in a roster, read generously: a student counts as standing there when any row could mean them.
#[derive(Debug, Clone, Default)]
pub struct InFile {
    /// Students whom its rows were taken for.
    pub known: HashSet<StudentKey>,
    /// Student numbers of all its rows, those that are held back among them.
    numbers: HashSet<Box<str>>,
    /// Its SSIDs.
    ssids: HashSet<Box<str>>,
    /// Schools of this district that stand in it.
    pub(super) schools: BTreeSet<SchoolCode>,
}

/// A number that may have lost its zeros, or its capital letters, on the way.
fn loose(number: &str) -> Box<str> {
    let number = number.trim();
    let bare = number.trim_start_matches('0');
    bare.to_ascii_uppercase().into()
}

impl InFile {
    pub(super) fn of(roster: &Roster) -> Self {
        let mut out = Self::default();
        if !roster.complete {
            return out;
        }
        let text = |row: &super::RosterRow, field| row.cell(RosterColumn::Field(field)).trim().to_owned();
        for row in &roster.rows {
            let number = text(row, Field::Number);
            if !number.is_empty() {
                out.numbers.insert(loose(&number));
            }
            let ssid = text(row, Field::Ssid);
            if !ssid.is_empty() {
                out.ssids.insert(ssid.into());
            }
        }
        out
    }

    /// Whether anybody can have gone: a list of changes, or one without schools, says nothing about who is not in it.
    pub fn can_tell(&self) -> bool {
        !self.schools.is_empty()
    }

    /// The student as one who has gone, when they are enrolled today at a school that stands in the file and nothing in
    /// the file means them.
    pub fn gone(&self, student: &Student, today: NaiveDate) -> Option<Gone> {
        if student.is_retired() || student.duplicate || self.known.contains(&student.key) {
            return None;
        }
        let current = student.current_enrollment(today)?;
        if !current.not_ended_by(today) || !self.schools.contains(&current.school) {
            return None;
        }
        let former = student
            .former_ids
            .iter()
            .filter(|f| f.kind == IdKind::Number)
            .map(|f| f.value.as_str());
        let mut numbers = former.chain([student.number.as_str()]);
        let ssid = student.ssid.as_ref().map_or("", |s| s.as_str());
        if numbers.any(|n| self.numbers.contains(&*loose(n))) || self.ssids.contains(ssid) {
            return None;
        }
        Some(Gone {
            key: student.key,
            number: student.number.to_string(),
            name: student.list_name(),
            school: current.school.to_string(),
            since: student.not_in_roster,
        })
    }
}
