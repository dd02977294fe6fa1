//! What is said about rows of program data: sizes, what is overdue, one row in a sentence, why a retired profile stays as it is.

use super::{Event, EventKind, Owned, Program, Row};
use crate::domain::problem::shorten;
use crate::domain::student::Student;
use chrono::NaiveDate;

/// So many letters of a row stand in a sentence of the journal.
const IN_A_SENTENCE: usize = 120;

impl Row {
    /// The row within a sentence: `Special education “IEP 2026-08-20, open”`.
    pub fn named(&self) -> String {
        let kind = match self {
            Row::Event(e) => e.program.label(),
            Row::Document(_) => "Document",
            Row::Note(_) => "Note",
            Row::Guardian(_) => "Guardian",
        };
        format!("{kind} “{}”", shorten(&self.label(), IN_A_SENTENCE))
    }
}

/// A count of bytes as people read it: `340 KB`, `1.2 MB`.
pub fn size_words(bytes: u64) -> String {
    const KB: f64 = 1024.0;
    let n = bytes as f64;
    if bytes < 1024 {
        format!("{bytes} bytes")
    } else if n < KB * KB {
        format!("{:.0} KB", n / KB)
    } else {
        format!("{:.1} MB", n / KB / KB)
    }
}

/// Whether a re-evaluation was due before today and nothing after it says that it was done: no later eligibility, no
/// later due date, and the student has not left the program for good.
pub fn is_overdue(due: &Event, rows: &[Owned], today: NaiveDate) -> bool {
    if due.kind != EventKind::ReevaluationDue || due.date >= today {
        return false;
    }
    let of_program = |kinds: &[EventKind]| latest(rows, due.program, kinds);
    let done = of_program(&[EventKind::Eligibility]).is_some_and(|day| day >= due.date)
        || of_program(&[EventKind::ReevaluationDue]).is_some_and(|day| day > due.date);
    let back = of_program(&[EventKind::Referral, EventKind::Eligibility, EventKind::Plan]);
    let left = of_program(&[EventKind::Exit]).is_some_and(|day| back.is_none_or(|back| day >= back));
    !done && !left
}

fn latest(rows: &[Owned], program: Program, kinds: &[EventKind]) -> Option<NaiveDate> {
    rows.iter()
        .filter_map(|o| match &o.row {
            Row::Event(e) if e.program == program && kinds.contains(&e.kind) => Some(e.date),
            _ => None,
        })
        .max()
}

/// Why a profile that was merged into `survivor` is not changed.
pub fn retired_sentence(retired: &Student, survivor: &Student) -> String {
    format!(
        "{} ({}) was merged into {} ({}); it is kept for the record and cannot be changed.",
        retired.list_name(),
        retired.number,
        survivor.list_name(),
        survivor.number
    )
}
