//! Rows of program data, as the sample district fills them in.

use super::{Making, paper};
use crate::domain::ids::StudentKey;
use crate::domain::program::{Document, Event, EventKind, Guardian, Note, Program, Row};
use chrono::NaiveDate;

/// A document to be made: title, kind, file name, and the two lines in it.
pub(super) struct Paper<'a> {
    pub(super) title: &'a str,
    pub(super) kind: &'a str,
    pub(super) file: &'a str,
    pub(super) text: &'a str,
}

impl Making<'_> {
    pub(super) fn row(&mut self, owner: StudentKey, row: Row) {
        self.out.rows.push((owner, row));
    }

    /// An event that is no plan.
    pub(super) fn event(
        &mut self,
        owner: StudentKey,
        program: Program,
        kind: EventKind,
        date: NaiveDate,
        text: &str,
    ) {
        self.row(
            owner,
            Row::Event(Event {
                program,
                kind,
                date,
                until: None,
                closed: None,
                case_manager: String::new(),
                text: text.to_owned(),
            }),
        );
    }

    /// A plan from a day to a day; open unless it was closed.
    pub(super) fn plan(
        &mut self,
        owner: StudentKey,
        program: Program,
        (from, until): (NaiveDate, NaiveDate),
        closed: Option<NaiveDate>,
        manager: &str,
    ) {
        self.row(
            owner,
            Row::Event(Event {
                program,
                kind: EventKind::Plan,
                date: from,
                until: Some(until),
                closed,
                case_manager: manager.to_owned(),
                text: String::new(),
            }),
        );
    }

    /// Special education from its referral on: eligibility so many years before this school year, an IEP for each year
    /// since until `last` years before it, and the re-evaluation after three. The last IEP is open, or the student left.
    pub(super) fn special_education(
        &mut self,
        owner: StudentKey,
        (first, last): (i32, i32),
        open: bool,
        manager: &str,
    ) {
        let program = Program::SpecialEducation;
        let referred = self.past(first, 3, 4);
        self.event(
            owner,
            program,
            EventKind::Referral,
            referred,
            "By the classroom teacher",
        );
        let eligible = self.past(first, 9, 3);
        let why = "Specific learning disability, reading";
        self.event(owner, program, EventKind::Eligibility, eligible, why);
        for years in (last..=first).rev() {
            let span = (self.past(years, 9, 15), self.day(years - 1, 9, 14));
            let closed = match years == last {
                true if open => None,
                true => Some(self.past(years - 1, 6, 3)),
                false => Some(self.past(years - 1, 9, 14)),
            };
            self.plan(owner, program, span, closed, manager);
        }
        if open {
            let due = self.day(first - 3, 9, 3);
            self.event(owner, program, EventKind::ReevaluationDue, due, "");
        } else {
            let day = self.past(last - 1, 6, 3);
            self.event(owner, program, EventKind::Exit, day, "Left the district");
        }
    }

    /// A one-page document.
    pub(super) fn paper(&mut self, owner: StudentKey, date: NaiveDate, paper: &Paper<'_>) {
        let bytes = paper::pdf(paper.kind, paper.text);
        let hash = paper::hash(&bytes);
        self.row(
            owner,
            Row::Document(Document {
                title: paper.title.to_owned(),
                kind: paper.kind.to_owned(),
                date: Some(date),
                file_name: paper.file.to_owned(),
                size: bytes.len() as u64,
                hash: hash.clone(),
                also: Vec::new(),
            }),
        );
        self.out.files.insert(hash, bytes);
    }

    /// A document with the student's number in its title line, so that no two students have the same bytes.
    pub(super) fn own_paper(&mut self, owner: StudentKey, date: NaiveDate, title: &str, kind: &str) {
        let text = format!("{title}, {date}, record {}", owner.0);
        let file = format!("{}_{date}.pdf", kind.to_lowercase().replace(' ', "_"));
        self.paper(
            owner,
            date,
            &Paper {
                title,
                kind,
                file: &file,
                text: &text,
            },
        );
    }

    pub(super) fn note(&mut self, owner: StudentKey, author: &str, date: NaiveDate, text: &str) {
        self.row(
            owner,
            Row::Note(Note {
                author: author.to_owned(),
                date,
                text: text.to_owned(),
            }),
        );
    }

    pub(super) fn guardian(&mut self, owner: StudentKey, name: &str, relation: &str, phone: &str) {
        self.row(
            owner,
            Row::Guardian(Guardian {
                name: name.to_owned(),
                relation: relation.to_owned(),
                phone: phone.to_owned(),
                email: String::new(),
            }),
        );
    }
}
