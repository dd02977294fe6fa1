//! A row of program data as typed: the dialogs of the Student Editor and the options of the command line. One place
//! reads and checks what people write about an event, a document, a note or a guardian.

mod read;

use super::{Document, EventKind, Row, RowKind};
use crate::domain::problem::Severity;
use chrono::NaiveDate;

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
            RowField::Closed => "Closed on (blank while it is open)",
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
}
