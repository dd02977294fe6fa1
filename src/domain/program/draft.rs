//! A row of program data as typed: the dialogs of the Student Editor and the options of the command line. One place
//! reads and checks what people write about an event, a document, a note or a guardian.

use super::{Document, Event, EventKind, Guardian, Note, Program, Row, RowKind};
use crate::domain::date::{DATE_FORM, parse_date};
use crate::domain::problem::Severity;
use crate::domain::text::{tidy, tidy_lines};
use chrono::{Datelike, NaiveDate};

/// A field of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is named like the row's field")]
pub enum RowField {
    Date,
    Until,
    Closed,
    CaseManager,
    Text,
    Title,
    Kind,
    Author,
    Name,
    Relation,
    Phone,
    Email,
}

/// Something wrong with a row: [`Severity::Warning`] can be saved, [`Severity::Held`] cannot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// Where.
    pub field: RowField,
    /// Whether it can be saved.
    pub severity: Severity,
    /// A plain sentence.
    pub message: String,
}

/// The text of every field of a row as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowDraft {
    kind: RowKind,
    /// What kind of event, when it is one.
    pub event: EventKind,
    texts: [String; RowField::ALL.len()],
    /// The document as it was: its file is not typed.
    file: Option<Document>,
}

const NOTE: [RowField; 3] = [RowField::Date, RowField::Author, RowField::Text];
const DOCUMENT: [RowField; 3] = [RowField::Title, RowField::Kind, RowField::Date];
const GUARDIAN: [RowField; 4] = [
    RowField::Name,
    RowField::Relation,
    RowField::Phone,
    RowField::Email,
];
const EVENT: [RowField; 3] = [RowField::Date, RowField::CaseManager, RowField::Text];
const PLAN: [RowField; 5] = [
    RowField::Date,
    RowField::Until,
    RowField::Closed,
    RowField::CaseManager,
    RowField::Text,
];

impl RowField {
    /// All.
    pub const ALL: [RowField; 12] = [
        RowField::Date,
        RowField::Until,
        RowField::Closed,
        RowField::CaseManager,
        RowField::Text,
        RowField::Title,
        RowField::Kind,
        RowField::Author,
        RowField::Name,
        RowField::Relation,
        RowField::Phone,
        RowField::Email,
    ];

    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            RowField::Date => "date",
            RowField::Until => "until",
            RowField::Closed => "closed",
            RowField::CaseManager => "case_manager",
            RowField::Text => "text",
            RowField::Title => "title",
            RowField::Kind => "kind",
            RowField::Author => "author",
            RowField::Name => "name",
            RowField::Relation => "relation",
            RowField::Phone => "phone",
            RowField::Email => "email",
        }
    }

    /// Whether it is a day.
    pub fn is_day(self) -> bool {
        matches!(self, RowField::Date | RowField::Until | RowField::Closed)
    }
}

impl RowDraft {
    /// An empty row. A note is by `who`, and of today.
    pub fn new(kind: RowKind, who: &str, today: NaiveDate) -> Self {
        let mut draft = Self {
            kind,
            event: EventKind::Plan,
            texts: Default::default(),
            file: None,
        };
        if kind == RowKind::Note {
            draft.put(RowField::Author, who);
            draft.put(RowField::Date, &today.to_string());
        }
        draft
    }

    /// The row as it would be typed.
    pub fn of(row: &Row) -> Self {
        let mut draft = Self {
            kind: row.kind(),
            event: EventKind::Plan,
            texts: Default::default(),
            file: None,
        };
        let day = |d: Option<NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
        match row {
            Row::Event(e) => {
                draft.event = e.kind;
                draft.put(RowField::Date, &e.date.to_string());
                draft.put(RowField::Until, &day(e.until));
                draft.put(RowField::Closed, &day(e.closed));
                draft.put(RowField::CaseManager, &e.case_manager);
                draft.put(RowField::Text, &e.text);
            }
            Row::Document(d) => {
                draft.put(RowField::Title, &d.title);
                draft.put(RowField::Kind, &d.kind);
                draft.put(RowField::Date, &day(d.date));
                draft.file = Some(d.clone());
            }
            Row::Note(n) => {
                draft.put(RowField::Author, &n.author);
                draft.put(RowField::Date, &n.date.to_string());
                draft.put(RowField::Text, &n.text);
            }
            Row::Guardian(g) => {
                draft.put(RowField::Name, &g.name);
                draft.put(RowField::Relation, &g.relation);
                draft.put(RowField::Phone, &g.phone);
                draft.put(RowField::Email, &g.email);
            }
        }
        draft
    }

    /// What is typed about a file that is to be attached.
    pub fn of_file(file: Document) -> Self {
        Self::of(&Row::Document(file))
    }

    /// What kind of row it is.
    pub fn kind(&self) -> RowKind {
        self.kind
    }

    /// Makes it another kind of event. What only a plan has goes when it is none any more.
    pub fn set_event(&mut self, kind: EventKind) {
        self.event = kind;
        if kind != EventKind::Plan {
            self.put(RowField::Until, "");
            self.put(RowField::Closed, "");
        }
    }

    /// Its fields, in the order of the form.
    pub fn fields(&self) -> &'static [RowField] {
        match self.kind {
            RowKind::Event(_) if self.event == EventKind::Plan => &PLAN,
            RowKind::Event(_) => &EVENT,
            RowKind::Document => &DOCUMENT,
            RowKind::Note => &NOTE,
            RowKind::Guardian => &GUARDIAN,
        }
    }

    /// What a field is called on screen, in a row of this kind.
    pub fn label(&self, field: RowField) -> &'static str {
        let event = matches!(self.kind, RowKind::Event(_));
        match field {
            RowField::Date if event && self.event == EventKind::Plan => "Begins",
            RowField::Date if event && self.event == EventKind::ReevaluationDue => "Due on",
            RowField::Date => "Date",
            RowField::Until => "Ends as planned",
            RowField::Closed => "Closed on",
            RowField::CaseManager => "Case manager",
            RowField::Text if event => "Remarks",
            RowField::Text => "Note",
            RowField::Title => "Title",
            RowField::Kind => "Kind of document",
            RowField::Author => "Author",
            RowField::Name => "Name",
            RowField::Relation => "Relation",
            RowField::Phone => "Phone",
            RowField::Email => "E-mail",
        }
    }

    /// The text of a field.
    pub fn text(&self, field: RowField) -> &str {
        &self.texts[field as usize]
    }

    /// The text of a field, to type into.
    pub fn text_mut(&mut self, field: RowField) -> &mut String {
        &mut self.texts[field as usize]
    }

    /// Puts a text into a field.
    pub fn put(&mut self, field: RowField, text: &str) {
        text.clone_into(self.text_mut(field));
    }

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
