//! Columns that could hold the same: settled by what stands in them, or asked about.

use super::super::systems::STATE_ID;
use super::super::table::Record;
use super::Meant;
use super::notes::said;
use crate::domain::problem::{Place, Problem, Severity};
use crate::domain::roster::{Choice, Question, Reading, RosterColumn};
use crate::domain::student::Field as F;
use RosterColumn::Field as Col;

const NONE: &str = "none";

/// The columns of a file while it is settled what they hold.
pub(super) struct Rivals<'a> {
    pub file: &'a str,
    pub reading: &'a Reading,
    /// The header line, or the first one where there is none.
    pub line: u64,
    /// What the columns are called.
    pub names: &'a [String],
    /// The lines below.
    pub records: &'a [Record],
}

/// Columns that could hold the same, between which nobody has chosen yet.
pub(super) struct Open {
    /// What each of them could hold.
    pub column: RosterColumn,
    /// The columns.
    pub at: Vec<usize>,
    /// The question that is open.
    sentence: String,
}

impl Open {
    /// What a line says where the columns do not differ: the one text that stands in them, or nothing.
    ///
    /// # Errors
    /// What keeps the line from being taken before somebody has chosen, where they differ.
    pub(super) fn text<'r>(&self, record: &'r Record) -> Result<&'r str, String> {
        let mut texts = self.at.iter().map(|at| said(self.column, record.cell(*at)));
        let Some(first) = texts.by_ref().find(|t| !t.is_empty()) else {
            return Ok("");
        };
        if texts.any(|t| !t.is_empty() && t != first) {
            return Err(format!("The row waits for an answer: {}", self.sentence));
        }
        Ok(first)
    }
}

/// What came of two columns for the same.
enum Settled {
    /// The first column counts: the others say nothing else.
    Same(usize),
    /// They differ, first in the record of this position, and in so many.
    Differ(usize, usize),
}

impl Rivals<'_> {
    /// Settles what each column holds where several are equally likely. Of those that are asked about and not answered
    /// none is used; they are given back, and the columns that fill in what another leaves blank.
    pub(super) fn settle(
        &self,
        meant: &mut [Meant],
        questions: &mut Vec<Question>,
        problems: &mut Vec<Problem>,
    ) -> (Vec<Open>, Vec<usize>) {
        let (mut open, mut filling) = (Vec::new(), Vec::new());
        self.settle_state_id(meant, questions);
        for column in RosterColumn::all().filter(|c| !c.any_will_do()) {
            let best = meant
                .iter()
                .flatten()
                .filter(|m| m.0 == column)
                .map(|m| m.1)
                .min();
            let rivals: Vec<usize> = (0..meant.len())
                .filter(|at| best.is_some() && meant[*at] == best.map(|b| (column, b)))
                .collect();
            if rivals.len() < 2 {
                continue;
            }
            let keep = match self.compare(column, &rivals) {
                Settled::Same(keep) => {
                    let fill_in: Vec<usize> = rivals
                        .iter()
                        .copied()
                        .filter(|at| self.fills_in(column, *at, keep))
                        .collect();
                    problems.push(self.told(column, &rivals, keep, &fill_in));
                    filling.extend(fill_in);
                    Some(keep)
                }
                Settled::Differ(at, rows) => {
                    let question = self.which(column, &rivals, at, rows);
                    let answer = question.answer.as_deref();
                    let chosen = answer.and_then(|a| rivals.iter().copied().find(|r| self.names[*r] == a));
                    if chosen.is_none() {
                        open.push(Open {
                            column,
                            at: rivals.clone(),
                            sentence: question.sentence.clone(),
                        });
                    }
                    questions.push(question);
                    chosen
                }
            };
            for at in rivals {
                meant[at] = match Some(at) == keep {
                    true => Some((column, 0)),
                    false => filling.contains(&at).then_some((column, 1)),
                };
            }
        }
        (open, filling)
    }

    /// Whether a column has something where the one that counts is blank.
    fn fills_in(&self, column: RosterColumn, at: usize, keep: usize) -> bool {
        let is_blank = |r: &Record, at: usize| said(column, r.cell(at)).is_empty();
        at != keep && self.records.iter().any(|r| is_blank(r, keep) && !is_blank(r, at))
    }

    /// Which column holds the State ID, where that is not sure or was answered.
    fn settle_state_id(&self, meant: &mut [Meant], questions: &mut Vec<Question>) {
        let ssid = Col(F::Ssid);
        let mut found: Vec<usize> = (0..meant.len())
            .filter(|at| meant[*at].is_some_and(|m| m.0 == ssid))
            .collect();
        let sure = found.iter().any(|at| meant[*at] == Some((ssid, 0)));
        let asked = questions.iter().any(|q| q.key == STATE_ID);
        let answered = self.reading.answers.get(STATE_ID);
        if !asked {
            if found.is_empty() && answered.is_none() || sure && answered.is_none() {
                return;
            }
            let others = (0..meant.len()).filter(|at| meant[*at].is_none() && self.has_digits(*at));
            let choices = found.iter().copied().chain(others);
            let choices = choices
                .chain(answered.and_then(|a| self.names.iter().position(|n| n == a)))
                .collect::<std::collections::BTreeSet<usize>>();
            let suggested = found
                .iter()
                .find(|at| self.has_digits(**at))
                .map(|at| self.names[*at].as_str());
            let first = found.first().copied().unwrap_or(0);
            let question = Question::new(
                STATE_ID,
                "Which column holds the State ID (SSID)?",
                choices
                    .into_iter()
                    .map(|at| Choice::new(&*self.names[at], format!("Column “{}”", self.names[at])))
                    .chain([Choice::new(NONE, "None of them")])
                    .collect(),
                suggested.or(Some(NONE)),
                &self.reading.answers,
            );
            let found = self
                .records
                .iter()
                .map(|r| r.cell(first).trim())
                .find(|c| !c.is_empty());
            questions.push(question.at(
                self.place(self.line, first),
                found.unwrap_or(""),
                self.records.len(),
            ));
        }
        let answer = questions
            .iter()
            .find(|q| q.key == STATE_ID)
            .and_then(|q| q.answer.clone());
        found.retain(|at| answer.as_ref() != Some(&self.names[*at]));
        for at in found {
            meant[at] = None;
        }
        if let Some(at) = answer.and_then(|a| self.names.iter().position(|n| *n == a)) {
            meant[at] = Some((ssid, 0));
        }
    }

    fn has_digits(&self, at: usize) -> bool {
        let mut cells = self
            .records
            .iter()
            .take(200)
            .map(|r| r.cell(at).trim())
            .filter(|c| !c.is_empty());
        cells
            .next()
            .is_some_and(|c| c.bytes().all(|b| b.is_ascii_digit()))
            && cells.all(|c| c.bytes().filter(u8::is_ascii_digit).count() * 2 >= c.len())
    }

    /// Whether the columns say the same wherever more than one of them says anything.
    fn compare(&self, column: RosterColumn, rivals: &[usize]) -> Settled {
        // The one with the most in it; of equals the first.
        let filled = |at: usize| {
            self.records
                .iter()
                .filter(|r| !said(column, r.cell(at)).is_empty())
                .count()
        };
        let mut keep = rivals[0];
        for at in &rivals[1..] {
            if filled(*at) > filled(keep) {
                keep = *at;
            }
        }
        let differs = |r: &Record| {
            let mut texts = rivals
                .iter()
                .map(|at| said(column, r.cell(*at)))
                .filter(|t| !t.is_empty());
            let first = texts.next();
            texts.any(|t| Some(t) != first)
        };
        match self.records.iter().position(differs) {
            None => Settled::Same(keep),
            Some(at) => Settled::Differ(at, self.records.iter().filter(|r| differs(r)).count()),
        }
    }

    fn told(&self, column: RosterColumn, rivals: &[usize], keep: usize, fill_in: &[usize]) -> Problem {
        let in_words = |columns: &[usize]| {
            let each: Vec<String> = columns
                .iter()
                .map(|at| format!("“{}”", self.names[*at]))
                .collect();
            each.join(" and ")
        };
        let others = match fill_in {
            [] => String::new(),
            others => format!(", and {} where it is blank", in_words(others)),
        };
        let message = format!(
            "Columns {} mean the same ({}) and say nothing different; “{}” was taken{others}.",
            in_words(rivals),
            column.label(),
            self.names[keep]
        );
        Problem::at(
            self.file,
            self.line,
            &self.names[keep],
            Severity::Warning,
            message,
        )
    }

    fn which(&self, column: RosterColumn, rivals: &[usize], differ_at: usize, rows: usize) -> Question {
        let record = &self.records[differ_at];
        let each: Vec<String> = rivals
            .iter()
            .map(|at| format!("“{}” (column {})", self.names[*at], at + 1))
            .collect();
        let sentence = format!(
            "Two columns mean the same: {}. They differ on line {}. Which one holds the {}?",
            each.join(" and "),
            record.line,
            column.label()
        );
        let choices = rivals
            .iter()
            .map(|at| Choice::new(&*self.names[*at], format!("Column “{}”", self.names[*at])))
            .collect();
        let key = format!("column:{}", column.name());
        let found: Vec<&str> = rivals.iter().map(|at| record.cell(*at).trim()).collect();
        Question::new(key, sentence, choices, None, &self.reading.answers).at(
            self.place(record.line, rivals[0]),
            &found.join(" / "),
            rows,
        )
    }

    fn place(&self, line: u64, at: usize) -> Place {
        Place {
            file: self.file.into(),
            line: Some(line),
            column: self.names.get(at).cloned(),
        }
    }
}
