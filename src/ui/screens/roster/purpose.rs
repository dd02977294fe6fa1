//! What a table that is looked at goes into: a roster into the students, an export of the SIS into the General Student
//! Table; and what will be written, in words.

use super::rows::FILTERS;
use crate::app::{Command, GeneralCommand};
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
    /// Why nothing can be taken when no row is held back …
    pub nothing: &'static str,
    /// … and when some are.
    pub all_held: &'static str,
    /// What is said behind what will be written.
    pub beside: &'static str,
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
    nothing: "The roster says what is here already.",
    all_held: "Every row is held back or says what is here already.",
    beside: " You can undo it in History.",
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
    nothing: "The export has no rows.",
    all_held: "Every row is held back.",
    beside: " No profile is changed. You can undo it in History.",
    take: || Command::General(GeneralCommand::TakeExport),
    close: || Command::General(GeneralCommand::CloseExport),
};

impl Purpose {
    /// How many rows would be taken.
    pub fn taken(&self, [_, added, changed, same, _]: [usize; FILTERS.len()]) -> usize {
        added + changed + if self.takes_same { same } else { 0 }
    }

    /// What the import will write, and what it leaves alone.
    pub fn will_happen(&self, new_schools: usize, counts: [usize; FILTERS.len()]) -> String {
        let [_, added, changed, same, held] = counts;
        let parts = |list: &[(usize, &str, &str, &str)]| {
            let each = list.iter().filter(|(n, ..)| *n > 0);
            let each: Vec<String> = each
                .map(|(n, one, many, what)| format!("{} {what}", count(*n, one, many)))
                .collect();
            each.join(", ")
        };
        let (one, many) = self.noun;
        let seen = if self.takes_same { same } else { 0 };
        let written = parts(&[
            (new_schools, "school", "schools", "created"),
            (added, one, many, "added"),
            (changed, one, many, "changed"),
            (seen, "row", "rows", "marked as seen again, otherwise the same"),
        ]);
        let left = parts(&[
            (same - seen, "row", "rows", "here already"),
            (held, "row", "rows", "held back"),
        ]);
        let mut sentence = match written.is_empty() {
            true => "Nothing would change".to_owned(),
            false => format!("Will be written: {written}"),
        };
        if !left.is_empty() {
            sentence.push_str(&format!("; {left}"));
        }
        sentence.push('.');
        if !written.is_empty() {
            sentence.push_str(self.beside);
        }
        sentence
    }
}
