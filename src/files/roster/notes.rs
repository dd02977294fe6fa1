//! Cleans the cells of a roster and keeps count of what was done, to say it once for the file.

use super::super::cells;
use super::super::table::Record;
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::RosterColumn::{self, Field as Col, Part};
use crate::domain::roster::RosterRow;
use crate::domain::student::Field as F;
use crate::domain::text::count;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Done {
    Invisible,
    CurlyQuotes,
    LateQuotes,
    PointZero,
    Punctuation,
    NothingKnown,
    HeaderAgain,
    NoStudent,
    NotTaken,
}

struct Note {
    line: u64,
    found: String,
    became: String,
    times: usize,
    /// The first lines.
    lines: Vec<u64>,
}

/// So many lines that were passed over are named.
const NAMED_LINES: usize = 12;

/// Takes the SSIDs out of a roster whose "State ID" is the state's name (`WA`), as School Data Sync has it.
pub fn drop_state_names(file: &str, rows: &mut [RosterRow]) -> Option<Problem> {
    let ssid = Col(F::Ssid);
    let mut texts = rows.iter().map(|r| r.cell(ssid).trim()).filter(|t| !t.is_empty());
    let first = texts.next()?.to_owned();
    let is_state = first.len() == 2 && first.bytes().all(|b| b.is_ascii_uppercase());
    if !is_state || !texts.all(|t| t == first) {
        return None;
    }
    for row in rows {
        row.cells.replace(ssid, None);
    }
    let message =
        "The column of state IDs holds the name of the state, not numbers of students; it was not used.";
    Some(Problem::of_file(file, Severity::Warning, message).found_expected(&first, "numbers"))
}

/// What a cell says; blank where it has what databases write for nothing.
pub fn said(column: RosterColumn, cell: &str) -> &str {
    let cell = cell.trim();
    match may_be_blank(column) && cells::says_nothing(cell) {
        true => "",
        false => cell,
    }
}

/// Whether `NULL` in a column is no word of its own (somebody's name is Null), and a student may be without it.
fn may_be_blank(column: RosterColumn) -> bool {
    matches!(
        column,
        Col(F::Ssid | F::IntegrationIdt | F::BirthDate | F::Gender | F::Ethnicity | F::Phone | F::Email)
            | Part(P::Grade | P::Entry | P::Exit)
    )
}

/// What was done to cells, by kind and column.
#[derive(Default)]
pub struct Notes(BTreeMap<(Done, usize), Note>);

impl Notes {
    fn add(&mut self, done: Done, column: usize, line: u64, found: &str, became: &str) {
        let note = self.0.entry((done, column)).or_insert_with(|| Note {
            line,
            found: found.to_owned(),
            became: became.to_owned(),
            times: 0,
            lines: Vec::new(),
        });
        note.times += 1;
        if note.lines.len() < NAMED_LINES {
            note.lines.push(line);
        }
    }

    /// A header line in the midst of the rows.
    pub fn header_again(&mut self, line: u64) {
        self.add(Done::HeaderAgain, usize::MAX, line, "", "");
    }

    /// A line that is about no student.
    pub fn no_student(&mut self, record: &Record) {
        let text: Vec<&str> = record
            .cells
            .iter()
            .map(str::trim)
            .filter(|c| !c.is_empty())
            .collect();
        self.add(Done::NoStudent, usize::MAX, record.line, &text.join(" "), "");
    }

    /// A number that a spreadsheet shortened, in a column that a student can do without.
    pub fn not_taken(&mut self, at: usize, line: u64, cell: &str) {
        self.add(Done::NotTaken, at, line, cell, "");
    }

    /// A cell without what spreadsheets and word processors put into it.
    pub fn clean<'a>(&mut self, cell: &'a str, column: RosterColumn, at: usize, line: u64) -> Cow<'a, str> {
        match cells::without_invisible(cell) {
            None => self.without_marks(cell, column, at, line),
            Some(seen) => {
                let became = self.without_marks(&seen, column, at, line).into_owned();
                self.add(Done::Invisible, at, line, "", &shorten(&became, 40));
                Cow::Owned(became)
            }
        }
    }

    fn without_marks<'a>(
        &mut self,
        cell: &'a str,
        column: RosterColumn,
        at: usize,
        line: u64,
    ) -> Cow<'a, str> {
        let is_id = matches!(
            column,
            Col(F::Number | F::Ssid | F::IntegrationIdt) | Part(P::School)
        );
        let is_code = is_id
            || matches!(
                column,
                Part(_) | Col(F::BirthDate | F::Phone | F::Gender | F::Ethnicity)
            );
        let mut t = cells::without_formula(cell);
        if let Some(inside) = cells::without_late_quotes(t) {
            self.add(Done::LateQuotes, at, line, "", inside);
            t = inside;
        }
        if let Some(inside) = cells::without_curly_quotes(t) {
            self.add(Done::CurlyQuotes, at, line, "", inside);
            t = inside;
        }
        if is_code {
            t = cells::identifier(t);
        }
        if may_be_blank(column) && cells::says_nothing(t) {
            self.add(Done::NothingKnown, at, line, t.trim(), "");
            return Cow::Borrowed("");
        }
        if (is_id || column == Part(P::Grade))
            && let Some(whole) = cells::without_point_zero(t)
        {
            self.add(Done::PointZero, at, line, t, whole);
            t = whole;
        }
        if matches!(column, Col(F::Number | F::Ssid))
            && let Some(digits) = cells::without_punctuation(t)
        {
            self.add(Done::Punctuation, at, line, t, &digits);
            return Cow::Owned(digits);
        }
        Cow::Borrowed(t)
    }

    /// One warning for each kind and column, at the first line it happened on.
    pub fn problems(self, file: &str, names: &[String]) -> Vec<Problem> {
        let say = |((done, column), note): ((Done, usize), Note)| {
            let cells = count(note.times, "cell", "cells");
            let lines = count(note.times, "line", "lines");
            let became = &note.became;
            let message = match done {
                Done::Invisible => {
                    format!("Characters that cannot be seen were dropped from {cells}, here for “{became}”.")
                }
                Done::CurlyQuotes => {
                    format!("Round quotation marks around {cells} were dropped, here for “{became}”.")
                }
                Done::LateQuotes => {
                    format!(
                        "Quotation marks behind a blank were dropped around {cells}, here for “{became}”."
                    )
                }
                Done::PointZero => format!(
                    "“.0” at the end of {cells} was dropped, here for {became}. A spreadsheet put it there and may have dropped leading zeros: compare with the list it came from."
                ),
                Done::Punctuation => {
                    format!("Dashes, blanks and commas in {cells} of digits were dropped, here for {became}.")
                }
                Done::NothingKnown => {
                    format!("What databases write where nothing is known was read as blank in {cells}.")
                }
                Done::HeaderAgain => format!("The column names come again on {lines}, passed over."),
                Done::NotTaken => {
                    format!(
                        "A spreadsheet shortened {cells}, and the last digits are lost; nothing was taken of them."
                    )
                }
                Done::NoStudent if note.times == 1 => {
                    "1 line about no student (totals, notes) passed over.".to_owned()
                }
                Done::NoStudent => {
                    let named: Vec<String> = note.lines.iter().map(u64::to_string).collect();
                    let more = if note.times > note.lines.len() { " …" } else { "" };
                    format!(
                        "{lines} about no student (totals, notes) passed over: lines {}{more}.",
                        named.join(", ")
                    )
                }
            };
            let column = names.get(column).map_or("", String::as_str);
            let problem = Problem::at(file, note.line, column, Severity::Warning, message);
            if note.found.is_empty() {
                problem
            } else {
                problem.found_expected(&note.found, "")
            }
        };
        self.0.into_iter().map(say).collect()
    }
}
