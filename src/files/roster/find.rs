//! Which line of a roster has the column names, if any has.

use super::super::headers::{header_position, roster_column};
use super::super::systems;
use super::super::table::{HEAD_LINES, Record};
use super::{cells_of, guess};
use crate::domain::problem::{Place, shorten};
use crate::domain::roster::{Choice, Format, Question, Reading, Recognised};

const HEADER_LINE: &str = "header-line";
const NONE: &str = "none";

/// How many lines are offered as the one with the column names.
const OFFERED: usize = 10;

/// Whether a cell is a column name that some system uses, or that a person said what it means.
pub(super) fn is_known(cell: &str, reading: &Reading) -> bool {
    reading.columns.contains_key(cell.trim()) || is_used(cell)
}

/// Whether a cell is a column name that some system uses.
fn is_used(cell: &str) -> bool {
    roster_column(cell).is_some() || Format::ALL.iter().any(|f| systems::column(*f, cell).is_some())
}

/// The line with the column names.
pub(super) struct Found {
    /// Its position among the records; `None` where there is none.
    pub at: Option<usize>,
    /// Whether its names are not those of any system: what the columns hold is guessed by what stands in them.
    pub strange: bool,
    /// What was recognised.
    pub recognised: Recognised,
    /// The question about it, where it is not plainly the first line.
    pub question: Option<Question>,
}

/// Finds the line with the column names, by what a person said or else by the names.
pub(super) fn header_line(file: &str, records: &[Record], reading: &Reading) -> Found {
    let by_names = header_position(records, 2, |c| is_known(c, reading));
    let strange = by_names
        .is_none()
        .then(|| guess::strange_names(records))
        .flatten();
    let suggested = by_names.or(strange);
    let head = &records[..records.len().min(HEAD_LINES)];
    let position = |answer: &str| {
        let line = answer.parse::<u64>().ok()?;
        head.iter().position(|r| r.line == line)
    };
    let name = |at: Option<usize>| at.map_or(NONE.to_owned(), |at| records[at].line.to_string());
    let question = (by_names != Some(0) || reading.answers.contains_key(HEADER_LINE)).then(|| {
        let shown = suggested.into_iter().chain(0..head.len().min(OFFERED));
        let asked = reading.answers.get(HEADER_LINE).and_then(|a| position(a));
        let mut shown: Vec<usize> = shown.chain(asked).collect();
        shown.sort_unstable();
        shown.dedup();
        let lines = shown.into_iter().map(|at| {
            let cells = shorten(&cells_of(&records[at]), 60);
            Choice::new(name(Some(at)), format!("Line {}: {cells}", records[at].line))
        });
        let none = Choice::new(NONE, "No line: all lines are students");
        let sentence = match (by_names, strange) {
            (Some(0), _) => "Which line has the column names?".to_owned(),
            (Some(at), _) => format!(
                "The column names seem to be on line {}; the lines above it are passed over. Is that right?",
                records[at].line
            ),
            (None, Some(at)) => format!(
                "Line {} seems to have column names, but they are not known. Is that right?",
                records[at].line
            ),
            (None, None) => {
                "No line has column names that are known; the columns were guessed by what stands in them. Is that right?"
                    .to_owned()
            }
        };
        let choices = lines.chain([none]).collect();
        let first = &records[suggested.unwrap_or(0)];
        let place = Place {
            file: file.into(),
            line: Some(first.line),
            column: None,
        };
        Question::new(HEADER_LINE, sentence, choices, Some(&name(suggested)), &reading.answers).at(
            place,
            &shorten(&cells_of(first), 60),
            records.len() - suggested.map_or(0, |at| at + 1),
        )
    });
    let answer = question.as_ref().and_then(|q| q.answer.as_deref());
    let at = answer.map_or(by_names, position);
    let known = at.map_or(0, |at| {
        records[at].cells.iter().filter(|c| is_known(c, reading)).count()
    });
    // What a person said of one column does not make the other names known: they stay guessed.
    let used = at.map_or(0, |at| records[at].cells.iter().filter(|c| is_used(c)).count());
    let why = match (at, question.as_ref().is_some_and(Question::is_answered)) {
        (_, true) => "it was answered so".to_owned(),
        (Some(_), _) if known >= 2 => format!("it has {known} known column names"),
        (Some(_), _) => "its cells are words, those below are numbers and dates".to_owned(),
        (None, _) => "no line has known column names".to_owned(),
    };
    Found {
        at,
        strange: used < 2,
        recognised: Recognised {
            what: "Header line",
            value: at.map_or("none".to_owned(), |at| format!("line {}", records[at].line)),
            why,
        },
        question,
    }
}
