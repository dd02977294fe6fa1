//! What a table that is looked at goes into: a roster into the students, an export of the SIS into the General Student
//! Table; and what will be written, in words.

use super::tally::Tally;
use crate::app::{Command, GeneralCommand};
use crate::domain::roster::{Plan, Told};
use crate::domain::text::count;

/// What the table goes into.
pub struct Purpose {
    /// Where in the program this is.
    pub crumbs: &'static [&'static str],
    /// The title.
    pub title: &'static str,
    /// What assistive technology calls the search field …
    pub find: &'static str,
    /// … and the list.
    pub table: &'static str,
    /// What is counted: one and many.
    pub noun: (&'static str, &'static str),
    /// Rows that say what is here already are taken too: they are known to have stood in the newest export.
    pub takes_same: bool,
    /// Who no longer stands in the file is marked for review.
    pub marks_gone: bool,
    /// Why nothing can be taken when no row is held back …
    pub nothing: &'static str,
    /// … and when some are.
    pub all_held: &'static str,
    /// What is said behind what will be written.
    pub beside: &'static str,
    /// Reads it again, otherwise.
    pub read_as: fn(Vec<Told>) -> Command,
    /// Reads it again without what was chosen now or earlier.
    pub afresh: fn() -> Command,
    /// Saves what is wrong with it.
    pub save_problems: fn() -> Command,
    /// Takes it.
    pub take: fn() -> Command,
    /// Leaves it.
    pub close: fn() -> Command,
}

/// A roster goes into the students.
pub const ROSTER: Purpose = Purpose {
    crumbs: &["Main Menu", "Enrollment", "Student Editor", "Import roster"],
    title: "Import roster",
    find: "Find a student in this roster",
    table: "Rows of the roster",
    noun: ("student", "students"),
    takes_same: false,
    marks_gone: true,
    nothing: "The roster says what is here already.",
    all_held: "Every row is held back or says what is here already.",
    beside: " You can undo it in History.",
    read_as: Command::ReadRosterAs,
    afresh: || Command::ReadRosterAfresh,
    save_problems: || Command::AskSaveProblems,
    take: || Command::ImportRoster,
    close: || Command::CloseRoster,
};

/// An export of the SIS goes into the General Student Table.
pub const EXPORT: Purpose = Purpose {
    crumbs: &[
        "Main Menu",
        "Utilities",
        "Students",
        "General Student Table",
        "Import from SIS",
    ],
    title: "Import from SIS",
    find: "Find a student in this export",
    table: "Rows of the export",
    noun: ("row", "rows"),
    takes_same: true,
    marks_gone: false,
    nothing: "The export has no rows.",
    all_held: "Every row is held back.",
    beside: " No profile is changed. You can undo it in History.",
    read_as: |said| Command::General(GeneralCommand::ReadAs(said)),
    afresh: || Command::General(GeneralCommand::ReadAfresh),
    save_problems: || Command::General(GeneralCommand::AskSaveProblems),
    take: || Command::General(GeneralCommand::TakeExport),
    close: || Command::General(GeneralCommand::CloseExport),
};

impl Purpose {
    /// How many rows would be taken.
    pub fn taken(&self, t: &Tally) -> usize {
        t.added + t.changed + if self.takes_same { t.same } else { 0 }
    }

    /// Whether anything would be written.
    pub fn writes(&self, t: &Tally, plan: &Plan) -> bool {
        match self.takes_same {
            true => self.taken(t) > 0,
            false => !plan.changes_nothing(),
        }
    }

    /// What the button is called that does it.
    pub fn button(&self, t: &Tally) -> String {
        let (one, many) = self.noun;
        match (self.taken(t), t.new_schools, t.marked) {
            (0, 0, 0) => "Import".to_owned(),
            (0, 0, marked) => format!("Mark {}", count(marked, one, many)),
            (0, n, _) => format!("Create {}", count(n, "school", "schools")),
            (n, ..) => format!("Import {}", count(n, one, many)),
        }
    }

    /// What the import will write, what it leaves alone, and what is not settled.
    pub fn will_happen(&self, t: &Tally) -> String {
        let parts = |list: &[(usize, &str, &str, &str)]| {
            let each = list.iter().filter(|(n, ..)| *n > 0);
            let each: Vec<String> = each
                .map(|(n, one, many, what)| format!("{} {what}", count(*n, one, many)))
                .collect();
            each.join(", ")
        };
        let (one, many) = self.noun;
        let seen = if self.takes_same { t.same } else { 0 };
        let written = parts(&[
            (t.new_schools, "school", "schools", "created"),
            (t.added, one, many, "added"),
            (t.changed, one, many, "changed"),
            (seen, "row", "rows", "marked as seen again, otherwise the same"),
            (t.marked, one, many, "marked as no longer in the file"),
        ]);
        let left = parts(&[
            (t.same - seen, "row", "rows", "here already"),
            (t.held, "row", "rows", "held back"),
            (t.gone - t.marked, one, many, "here and not in the file"),
        ]);
        let mut sentence = match written.is_empty() {
            true => "Nothing would change".to_owned(),
            false => format!("Will be written: {written}"),
        };
        if !left.is_empty() {
            sentence.push_str(&format!("; {left}"));
        }
        sentence.push('.');
        if t.unanswered > 0 {
            let (has, it) = if t.unanswered == 1 {
                ("has", "it")
            } else {
                ("have", "them")
            };
            let waits = if t.waiting == 1 { "hangs" } else { "hang" };
            // A question about one column may leave its rows to be taken without it.
            let held = if t.held >= t.waiting { ", held back" } else { "" };
            sentence.push_str(&format!(
                " {} {has} no answer: {} {waits} on {it}{held}.",
                count(t.unanswered, "question", "questions"),
                count(t.waiting, "row", "rows"),
            ));
        }
        if t.suggested > 0 {
            let goes = if t.suggested == 1 {
                "goes by its suggestion"
            } else {
                "go by their suggestions"
            };
            sentence.push_str(&format!(
                " {} {goes}.",
                count(t.suggested, "question", "questions")
            ));
        }
        if t.guessed > 0 {
            let is = if t.guessed == 1 { "is" } else { "are" };
            sentence.push_str(&format!(
                " {} {is} guessed.",
                count(t.guessed, "column", "columns")
            ));
        }
        if !written.is_empty() {
            sentence.push_str(self.beside);
        }
        sentence
    }
}
