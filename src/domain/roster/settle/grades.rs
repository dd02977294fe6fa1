//! Grades that are written as 0 and -1, which systems mean in more than one way.

use super::{Done, Notes, Spot, hold, readable};
use crate::domain::draft::EnrollmentPart;
use crate::domain::roster::{Choice, Format, HOLD, Question, Roster, RosterColumn};
use std::sync::Arc;

const GRADE: RosterColumn = RosterColumn::Part(EnrollmentPart::Grade);

const GRADE_NUMBERS: &str = "grade-numbers";
const KINDERGARTEN: &str = "kg";
const PRE_KINDERGARTEN: &str = "pk";

fn is_unclear(grade: &str) -> bool {
    matches!(grade, "0" | "00" | "-1" | "-01")
}

/// Settles the grades of a roster. In PowerSchool's there is no question: 0 is KG there, and -1 is PK.
pub(super) fn settle(roster: &mut Roster) {
    if roster.format == Format::PowerSchool {
        return;
    }
    let mut unclear = readable(roster).filter(|r| is_unclear(r.cell(GRADE)));
    let Some(first) = unclear.next().map(|r| Spot::of(r, GRADE)) else {
        return;
    };
    let rows = unclear.count() + 1;
    let question = Question::new(
        GRADE_NUMBERS,
        "What do the grades 0 and -1 mean in this file?",
        vec![
            Choice::new(
                KINDERGARTEN,
                "0 is kindergarten (KG), -1 is pre-kindergarten (PK)",
            ),
            Choice::new(PRE_KINDERGARTEN, "Both are pre-kindergarten (PK)"),
            Choice::new(HOLD, "Hold these rows back"),
        ],
        Some(KINDERGARTEN),
        &roster.reading.answers,
    );
    let answer = roster.ask(question, &first, rows);
    let header = roster.header_of(GRADE);
    let mut notes = Notes::default();
    for row in Arc::make_mut(&mut roster.rows)
        .iter_mut()
        .filter(|r| r.broken.is_none())
    {
        let text = row.cell(GRADE);
        if !is_unclear(text) {
            continue;
        }
        let grade = match (answer.as_deref(), text.starts_with('-')) {
            (Some(KINDERGARTEN), false) => "KG",
            (Some(KINDERGARTEN | PRE_KINDERGARTEN), _) => "PK",
            _ => {
                let why = "It is not said what this grade means: answer the question about it.";
                hold(&roster.file, &header, row, GRADE, why, "PK, KG or 01 to 12");
                continue;
            }
        };
        notes.add(Done::Grade, row, GRADE, grade);
        row.put(GRADE, grade);
    }
    notes.say(roster);
}
