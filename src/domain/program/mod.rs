//! Program data: what a profile owns beside its fields. Events of special programs, documents, notes, guardians.

mod draft;
#[cfg(test)]
mod tests;
mod words;

use super::ids::RowId;
use super::text::tidy;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

pub use draft::{RowDraft, RowField, RowProblem};
pub use words::{is_overdue, retired_sentence, size_words};

/// One row of program data with its number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Owned {
    /// Its number in the store.
    pub id: RowId,
    /// What it says.
    pub row: Row,
}

/// One row of program data. Every kind lies in one table of the store under the profile that owns it, so that a merge
/// moves them all and none can be forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    /// Something that happened or was decided in a special program.
    Event(Event),
    /// A file kept with the profile.
    Document(Document),
    /// A remark.
    Note(Note),
    /// A parent, guardian or other contact.
    Guardian(Guardian),
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// An event of a special program.
    Event(Program),
    /// A document.
    Document,
    /// A note.
    Note,
    /// A guardian.
    Guardian,
}

/// The special programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Program {
    /// Special education.
    SpecialEducation,
    /// Section 504.
    Section504,
    /// English learner.
    EnglishLearner,
    /// Gifted.
    Gifted,
    /// Response to instruction.
    Rti,
}

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The student was referred.
    Referral,
    /// Eligibility was decided.
    Eligibility,
    /// A plan: the IEP in special education, the 504 plan, the EL plan …; open until it is closed.
    Plan,
    /// The date by which re-evaluation is due.
    ReevaluationDue,
    /// A review or a meeting.
    Review,
    /// The student left the program.
    Exit,
}

/// One event of a special program.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Event {
    /// Which program.
    pub program: Program,
    /// What kind.
    pub kind: EventKind,
    /// The day it happened or begins, or by which it is due.
    pub date: NaiveDate,
    /// A plan's last day as planned.
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// The day a plan was closed; blank while it is open. Only plans are open or closed.
    #[serde(default)]
    pub closed: Option<NaiveDate>,
    /// Case manager.
    #[serde(default)]
    pub case_manager: String,
    /// Anything else.
    #[serde(default)]
    pub text: String,
}

/// A file kept with a profile. Its bytes lie in the store under their hash, once for all who have them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Document {
    /// What it is called.
    pub title: String,
    /// What it is (IEP, evaluation report, consent …).
    pub kind: String,
    /// Its date.
    pub date: Option<NaiveDate>,
    /// The file's name as it was attached.
    pub file_name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of the bytes, in small hexadecimal digits.
    pub hash: String,
    /// Descriptions of identical files that were folded into this one by a merge.
    #[serde(default)]
    pub also: Vec<String>,
}

/// Largest document: 25 MB.
pub const MOST_BYTES: u64 = 25 * 1024 * 1024;

/// A remark with its author.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Note {
    /// Who wrote it.
    pub author: String,
    /// When.
    pub date: NaiveDate,
    /// What.
    pub text: String,
}

/// A parent, guardian or other contact.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Guardian {
    /// Name.
    pub name: String,
    /// Mother, father, grandmother, foster parent …
    #[serde(default)]
    pub relation: String,
    /// Phone.
    #[serde(default)]
    pub phone: String,
    /// E-mail.
    #[serde(default)]
    pub email: String,
}

impl Program {
    /// All five.
    pub const ALL: [Program; 5] = [
        Program::SpecialEducation,
        Program::Section504,
        Program::EnglishLearner,
        Program::Gifted,
        Program::Rti,
    ];
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Program::SpecialEducation => "special_education",
            Program::Section504 => "section_504",
            Program::EnglishLearner => "english_learner",
            Program::Gifted => "gifted",
            Program::Rti => "rti",
        }
    }
    /// The program of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|p| p.name() == name)
    }
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Program::SpecialEducation => "Special education",
            Program::Section504 => "Section 504",
            Program::EnglishLearner => "English learner",
            Program::Gifted => "Gifted",
            Program::Rti => "RtI",
        }
    }
    /// What its plan is called.
    pub fn plan(self) -> &'static str {
        match self {
            Program::SpecialEducation => "IEP",
            Program::Section504 => "504 plan",
            Program::EnglishLearner => "EL plan",
            Program::Gifted => "Gifted plan",
            Program::Rti => "RtI plan",
        }
    }
}

impl EventKind {
    /// All, in the order in which they follow each other.
    pub const ALL: [EventKind; 6] = [
        EventKind::Referral,
        EventKind::Eligibility,
        EventKind::Plan,
        EventKind::ReevaluationDue,
        EventKind::Review,
        EventKind::Exit,
    ];
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            EventKind::Referral => "referral",
            EventKind::Eligibility => "eligibility",
            EventKind::Plan => "plan",
            EventKind::ReevaluationDue => "reevaluation_due",
            EventKind::Review => "review",
            EventKind::Exit => "exit",
        }
    }
    /// The kind of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.name() == name)
    }
    /// Its name on screen within a program.
    pub fn label(self, program: Program) -> &'static str {
        match self {
            EventKind::Referral => "Referral",
            EventKind::Eligibility => "Eligibility",
            EventKind::Plan => program.plan(),
            EventKind::ReevaluationDue => "Re-evaluation due",
            EventKind::Review => "Review",
            EventKind::Exit => "Exit",
        }
    }
}

impl Event {
    /// Whether it is a plan that is not closed.
    pub fn is_open_plan(&self) -> bool {
        self.kind == EventKind::Plan && self.closed.is_none()
    }

    /// Whether it is an open plan whose last planned day is over.
    pub fn is_past_its_end(&self, today: NaiveDate) -> bool {
        self.is_open_plan() && self.until.is_some_and(|last| last < today)
    }
}

impl RowKind {
    /// Every kind, in the order of the screens.
    pub const ALL: [RowKind; 8] = [
        RowKind::Event(Program::SpecialEducation),
        RowKind::Event(Program::Section504),
        RowKind::Event(Program::EnglishLearner),
        RowKind::Event(Program::Gifted),
        RowKind::Event(Program::Rti),
        RowKind::Document,
        RowKind::Note,
        RowKind::Guardian,
    ];
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Event(p) => p.name(),
            RowKind::Document => "documents",
            RowKind::Note => "notes",
            RowKind::Guardian => "guardians",
        }
    }
    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            RowKind::Event(p) => p.label(),
            RowKind::Document => "Documents",
            RowKind::Note => "Notes",
            RowKind::Guardian => "Guardians",
        }
    }
}

impl Row {
    /// What kind of row it is.
    pub fn kind(&self) -> RowKind {
        match self {
            Row::Event(e) => RowKind::Event(e.program),
            Row::Document(_) => RowKind::Document,
            Row::Note(_) => RowKind::Note,
            Row::Guardian(_) => RowKind::Guardian,
        }
    }

    /// The row as one line: `IEP 2025-09-15 – 2026-09-14, case manager Ruiz, open`.
    pub fn label(&self) -> String {
        match self {
            Row::Event(e) => event_label(e),
            Row::Document(d) => {
                let mut out = d.title.clone();
                if !d.kind.is_empty() {
                    out.push_str(&format!(" ({})", d.kind));
                }
                if let Some(day) = d.date {
                    out.push_str(&format!(", {day}"));
                }
                for also in &d.also {
                    out.push_str(&format!("; also “{also}”"));
                }
                out
            }
            Row::Note(n) => format!("{}, {}: {}", n.date, n.author, tidy(&n.text)),
            Row::Guardian(g) => [&g.name, &g.relation, &g.phone, &g.email]
                .into_iter()
                .filter(|t| !t.is_empty())
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        }
    }

    /// Whether two rows of two profiles are the same thing, of which a merge keeps one: files of the same bytes, whatever
    /// they are called; anything else only when it says exactly the same.
    pub fn is_identical(&self, other: &Row) -> bool {
        match (self, other) {
            (Row::Document(a), Row::Document(b)) => a.hash == b.hash,
            (a, b) => a == b,
        }
    }

    /// The day that sorts it among its kind.
    pub fn day(&self) -> Option<NaiveDate> {
        match self {
            Row::Event(e) => Some(e.date),
            Row::Document(d) => d.date,
            Row::Note(n) => Some(n.date),
            Row::Guardian(_) => None,
        }
    }
}

fn event_label(e: &Event) -> String {
    let mut out = format!("{} {}", e.kind.label(e.program), e.date);
    if let Some(until) = e.until {
        out.push_str(&format!(" – {until}"));
    }
    if !e.case_manager.is_empty() {
        out.push_str(&format!(", case manager {}", e.case_manager));
    }
    if e.kind == EventKind::Plan {
        match e.closed {
            None => out.push_str(", open"),
            Some(day) => out.push_str(&format!(", closed {day}")),
        }
    }
    let text = tidy(&e.text);
    if !text.is_empty() {
        out.push_str(&format!(": {text}"));
    }
    out
}
