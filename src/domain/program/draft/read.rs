//! Reads and checks what was typed about a row of program data.

use super::{RowDraft, RowField, RowProblem};
use crate::domain::date::{DATE_FORM, parse_date};
use crate::domain::problem::Severity;
use crate::domain::program::{Document, Event, EventKind, Guardian, Note, Program, Row, RowKind};
use crate::domain::text::{tidy, tidy_lines};
use chrono::{Datelike, NaiveDate};

impl RowDraft {
    /// Reads the draft into a row, with what is unusual about it.
    ///
    /// # Errors
    /// Every problem found, when at least one of them keeps it from being saved.
    pub fn read(&self) -> Result<(Row, Vec<RowProblem>), Vec<RowProblem>> {
        let mut found = Found(Vec::new());
        let row = match self.kind {
            RowKind::Event(program) => self.event_row(program, &mut found).map(Row::Event),
            RowKind::Document => self.document(&mut found).map(Row::Document),
            RowKind::Note => self.note(&mut found).map(Row::Note),
            RowKind::Guardian => Some(Row::Guardian(self.guardian(&mut found))),
        };
        match row {
            Some(row) if found.0.iter().all(|p| p.severity < Severity::Held) => Ok((row, found.0)),
            _ => Err(found.0),
        }
    }

    fn event_row(&self, program: Program, found: &mut Found) -> Option<Event> {
        let plan = program.plan();
        let needed = match self.event {
            EventKind::Plan => "A plan needs the day on which it begins.",
            EventKind::ReevaluationDue => "Write the day by which re-evaluation is due.",
            _ => "An event needs its date.",
        };
        let date = self.needed_day(RowField::Date, needed, found);
        let until = self.day(RowField::Until, found);
        let closed = self.day(RowField::Closed, found);
        if self.event != EventKind::Plan {
            let what = self.event.label(program);
            for (field, typed) in [(RowField::Until, until), (RowField::Closed, closed)] {
                if typed.is_some() {
                    found.held(
                        field,
                        &format!("Only a plan (here: {plan}) ends or is closed; this is “{what}”."),
                    );
                }
            }
        } else if let Some(begin) = date {
            if until.is_some_and(|day| day < begin) {
                found.held(
                    RowField::Until,
                    &format!("The {plan} would end before it begins on {begin}."),
                );
            }
            if closed.is_some_and(|day| day < begin) {
                found.held(
                    RowField::Closed,
                    &format!("The {plan} would be closed before it begins on {begin}."),
                );
            }
        }
        Some(Event {
            program,
            kind: self.event,
            date: date?,
            until,
            closed,
            case_manager: tidy(self.text(RowField::CaseManager)),
            text: tidy_lines(self.text(RowField::Text)),
        })
    }

    fn document(&self, found: &mut Found) -> Option<Document> {
        let title = tidy(self.text(RowField::Title));
        if title.is_empty() {
            found.held(RowField::Title, "A document needs a title.");
        }
        let date = self.day(RowField::Date, found);
        let Some(file) = &self.file else {
            found.held(RowField::Title, "A document needs its file: attach one.");
            return None;
        };
        Some(Document {
            title,
            kind: tidy(self.text(RowField::Kind)),
            date,
            ..file.clone()
        })
    }

    fn note(&self, found: &mut Found) -> Option<Note> {
        let author = tidy(self.text(RowField::Author));
        if author.is_empty() {
            found.held(RowField::Author, "A note needs its author.");
        }
        let date = self.needed_day(RowField::Date, "A note needs its date.", found);
        let text = tidy_lines(self.text(RowField::Text));
        if text.is_empty() {
            found.held(RowField::Text, "The note is blank. Write it, or press Cancel.");
        }
        Some(Note {
            author,
            date: date?,
            text,
        })
    }

    fn guardian(&self, found: &mut Found) -> Guardian {
        let text = |field| tidy(self.text(field));
        let guardian = Guardian {
            name: text(RowField::Name),
            relation: text(RowField::Relation),
            phone: text(RowField::Phone),
            email: text(RowField::Email),
        };
        if guardian.name.is_empty() {
            found.held(RowField::Name, "A guardian needs a name.");
        }
        if !guardian.email.is_empty() && !guardian.email.contains('@') {
            found.warn(RowField::Email, "An e-mail address has an @ in it.");
        }
        guardian
    }

    fn needed_day(&self, field: RowField, sentence: &str, found: &mut Found) -> Option<NaiveDate> {
        if self.text(field).trim().is_empty() {
            found.held(field, &format!("{sentence} Write {DATE_FORM}."));
            return None;
        }
        self.day(field, found)
    }

    fn day(&self, field: RowField, found: &mut Found) -> Option<NaiveDate> {
        let text = self.text(field).trim();
        if text.is_empty() {
            return None;
        }
        match read_day(text) {
            Ok(day) => Some(day),
            Err(why) => {
                found.held(field, &format!("“{text}”: {why} Write {DATE_FORM}."));
                None
            }
        }
    }
}

/// A day as a person types it: Excel's day numbers and times of day are for files.
fn read_day(text: &str) -> Result<NaiveDate, String> {
    let read = parse_date(text)?;
    if read.note.is_some() {
        return Err("This is not a date.".into());
    }
    if !(1900..=2200).contains(&read.day.year()) {
        return Err(format!("The year {} cannot be right.", read.day.year()));
    }
    Ok(read.day)
}

struct Found(Vec<RowProblem>);

impl Found {
    fn push(&mut self, field: RowField, severity: Severity, message: &str) {
        self.0.push(RowProblem {
            field,
            severity,
            message: message.to_owned(),
        });
    }
    fn held(&mut self, field: RowField, message: &str) {
        self.push(field, Severity::Held, message);
    }
    fn warn(&mut self, field: RowField, message: &str) {
        self.push(field, Severity::Warning, message);
    }
}
