//! What is asked once about the cells of a roster: centuries, the order of day and month, lost zeros, grades, apostrophes.
//! What is answered, or suggested, is put into the rows, and said; rows that hang on a question without an answer are held.
//!
//! It is a step of its own between reading and comparing, because the day and the district's rules decide here. Doing it
//! twice does nothing more.

mod dates;
mod grades;
mod names;
mod zeros;

use super::{Question, Recognised, Roster, RosterColumn, RosterRow};
use crate::domain::district::Rules;
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::text::count;
use chrono::NaiveDate;
use std::borrow::Cow;
use std::sync::Arc;

/// What is known of the district when a roster's cells are settled.
pub struct Facts<'a> {
    /// Today: who is how old.
    pub today: NaiveDate,
    /// The district's rules: how many digits a State ID has.
    pub rules: &'a Rules,
    /// How many digits the student numbers here have, where all have as many.
    pub number_digits: Option<usize>,
    /// Whether a student here has this number.
    pub is_here: &'a dyn Fn(&str) -> bool,
}

/// Settles what a roster's cells mean, by its answers and what is suggested.
pub fn settle(roster: &mut Roster, facts: &Facts<'_>) {
    dates::settle(roster, facts);
    zeros::settle(roster, facts);
    grades::settle(roster);
    names::settle(roster);
}

/// How many digits the numbers have, where these numbers show that all have as many: leading zeros among them, or that
/// they are many.
pub fn fixed_digits<'a>(numbers: impl Iterator<Item = &'a str>) -> Option<usize> {
    let (mut n, mut width, mut zero) = (0, 0, false);
    for number in numbers.filter(|n| is_digits(n)) {
        if n > 0 && number.len() != width {
            return None;
        }
        (n, width, zero) = (n + 1, number.len(), zero || number.starts_with('0'));
    }
    (n >= 20 || n >= 5 && zero).then_some(width)
}

/// Digits, and not zeros alone: those stand for no number.
fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit()) && text.bytes().any(|b| b != b'0')
}

/// A cell, as questions and notes name it.
#[derive(Clone)]
struct Spot {
    line: u64,
    column: RosterColumn,
    found: String,
}

impl Spot {
    fn of(row: &RosterRow, column: RosterColumn) -> Self {
        Self {
            line: row.file_line,
            column,
            found: row.cell(column).to_owned(),
        }
    }
}

/// Rows that can be read.
fn readable(roster: &Roster) -> impl Iterator<Item = &RosterRow> {
    roster.rows.iter().filter(|r| r.broken.is_none())
}

/// Holds a row back because of one of its cells.
fn hold(
    file: &Arc<str>,
    header: &str,
    row: &mut RosterRow,
    column: RosterColumn,
    why: impl Into<Cow<'static, str>>,
    expected: impl Into<Cow<'static, str>>,
) {
    let problem = Problem::at(file.clone(), row.file_line, header, Severity::Held, why);
    row.broken = Some(Box::new(problem.found_expected(row.cell(column), expected)));
}

impl Roster {
    /// The header of a column, as messages name it.
    fn header_of(&self, column: RosterColumn) -> String {
        let of = self.columns.iter().find(|c| c.column == Some(column));
        of.map_or_else(|| column.label().to_owned(), |c| c.header.clone())
    }

    /// Asks a question, unless it was asked before. Gives the answer that counts.
    fn ask(&mut self, question: Question, spot: &Spot, rows: usize) -> Option<String> {
        if let Some(asked) = self.questions.iter().find(|q| q.key == question.key) {
            return asked.answer.clone();
        }
        let place = Place {
            file: self.file.clone(),
            line: Some(spot.line),
            column: Some(self.header_of(spot.column)),
        };
        let question = question.at(place, &spot.found, rows);
        let answer = question.answer.clone();
        self.questions.push(question);
        answer
    }

    fn recognise(&mut self, what: &'static str, value: &str, why: String) {
        if !self.recognised.iter().any(|r| r.what == what) {
            let value = value.to_owned();
            self.recognised.push(Recognised { what, value, why });
        }
    }
}

/// What was done to cells: said once for each kind and column.
#[derive(Default)]
struct Notes(Vec<Note>);

struct Note {
    kind: Done,
    spot: Spot,
    became: String,
    cells: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    ShortYear,
    DayFirst,
    Serial,
    Time,
    Zeros,
    Grade,
    Apostrophe,
    OtherLetters,
    /// Names with signs that stand in no name.
    Signs,
}

impl Notes {
    fn add(&mut self, kind: Done, row: &RosterRow, column: RosterColumn, became: &str) {
        // 0 and -1 become two grades.
        let same = |n: &&mut Note| {
            n.kind == kind && n.spot.column == column && (kind != Done::Grade || n.became == became)
        };
        match self.0.iter_mut().find(same) {
            Some(note) => note.cells += 1,
            None => self.0.push(Note {
                kind,
                spot: Spot::of(row, column),
                became: became.to_owned(),
                cells: 1,
            }),
        }
    }

    fn say(self, roster: &mut Roster) {
        for note in self.0 {
            let (cells, became) = (count(note.cells, "cell", "cells"), &note.became);
            let message = match note.kind {
                Done::ShortYear => {
                    format!("The year of {cells} has two digits; it was read so that this is {became}.")
                }
                Done::DayFirst => {
                    format!("The day comes before the month in {cells}; this was read as {became}.")
                }
                Done::Serial => {
                    format!("Excel's numbers of days stand in {cells}; this was read as {became}.")
                }
                Done::Time => {
                    format!("The time in {cells} was dropped; the day as written was kept, here {became}.")
                }
                Done::Zeros => format!(
                    "Leading zeros that a spreadsheet dropped were put back in {cells}, here {became}."
                ),
                Done::Grade => format!("The number of the grade in {cells} was read as {became}."),
                Done::Apostrophe => format!("The apostrophe before {cells} was dropped, here for {became}."),
                Done::Signs => format!(
                    "Signs that stand in no name are in {cells}, as where a file was read in the wrong letters or comes from a web page. They are kept: compare with the list it came from."
                ),
                Done::OtherLetters => format!(
                    "Letters or signs that are not Latin stand in {cells}. They are kept, but the state's file takes Latin letters only."
                ),
            };
            let column = roster.header_of(note.spot.column);
            let problem = Problem::at(
                roster.file.clone(),
                note.spot.line,
                &column,
                Severity::Warning,
                message,
            )
            .found_expected(&note.spot.found, "");
            if !roster.problems.contains(&problem) {
                roster.problems.push(problem);
            }
        }
    }
}

#[cfg(test)]
mod tests;
