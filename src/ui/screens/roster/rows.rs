//! Which rows are listed, and what is said about a row. Made anew only when the roster, the filter or the search changed.

use super::super::words;
use super::purpose::Purpose;
use super::tally::Tally;
use crate::app::{ImportState, Session};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{Fate, LooksLike, Plan, PlannedRow, SaidOf};
use crate::domain::text::search_key;
use std::collections::HashMap;
use std::path::PathBuf;

/// The filters.
pub const FILTERS: [&str; 6] = [
    "All",
    "Added",
    "Changed",
    "Same",
    "Held back",
    "No longer in the file",
];

/// The filter that lists students here instead of rows of the file.
pub const GONE: usize = 5;

/// The listed rows.
#[derive(Default)]
pub struct Listed {
    /// The roster and the comparison this was made from.
    made_from: Option<(PathBuf, u64)>,
    selected_by: Option<(usize, String)>,
    keys: Vec<String>,
    /// Line → its problems' places in the plan.
    problems: HashMap<u64, Vec<usize>>,
    /// Places in the plan of what is to be said about the file as a whole.
    remarks: Vec<usize>,
    gone_keys: Vec<String>,
    /// How much is what.
    pub tally: Tally,
    /// Row → the place in the plan of the known student whom its new one looks like.
    alike: HashMap<usize, usize>,
    /// Positions of the listed rows in the plan; of the listed students among those who have gone.
    pub shown: Vec<usize>,
}

impl Listed {
    /// Whether a comparison was looked at.
    pub fn has_begun(&self) -> bool {
        self.made_from.is_some()
    }

    /// Looks at a comparison; `true` when it is one of another file than before.
    pub fn begin(&mut self, import: &ImportState, purpose: &Purpose) -> bool {
        let from = (import.path.clone(), import.generation);
        if self.made_from.as_ref() == Some(&from) {
            return false;
        }
        let another = self.made_from.as_ref().is_none_or(|(p, _)| *p != import.path);
        let plan = &import.planned.plan;
        self.tally = Tally::of(import, purpose.marks_gone);
        self.gone_keys = plan
            .gone
            .iter()
            .map(|g| search_key(&format!("{} {}", g.name, g.number)))
            .collect();
        self.keys = plan
            .rows
            .iter()
            .map(|r| search_key(&format!("{} {}", r.name, r.number)))
            .collect();
        self.problems.clear();
        // What is to be said about the file as a whole comes first and is shown apart.
        let of_file = import.planned.roster.problems.len();
        self.remarks.clear();
        let said = SaidOf::new(&import.planned.roster, plan);
        for (n, problem) in plan.problems.iter().enumerate() {
            let is_here = problem.place.file == plan.file;
            let mut lines = said
                .lines(problem)
                .filter(|_| n >= of_file || !is_here)
                .peekable();
            if lines.peek().is_none() {
                self.remarks.push(n);
            }
            for line in lines {
                self.problems.entry(line).or_default().push(n);
            }
        }
        // What comparing found weighs more than how the file was read.
        let read = self.remarks.partition_point(|n| *n < of_file);
        self.remarks.rotate_left(read);
        let alike = plan.look_alikes.iter().enumerate();
        self.alike = alike.map(|(n, like)| (like.row, n)).collect();
        self.selected_by = None;
        self.made_from = Some(from);
        another
    }

    /// Lists the rows of a filter and search; `true` when they changed.
    pub fn select(&mut self, import: &ImportState, filter: usize, search: &str) -> bool {
        if self
            .selected_by
            .as_ref()
            .is_some_and(|(f, s)| *f == filter && s == search)
        {
            return false;
        }
        let key = search_key(search.trim());
        let rows = &import.planned.plan.rows;
        let (keys, all) = match filter {
            GONE => (&self.gone_keys, import.planned.plan.gone.len()),
            _ => (&self.keys, rows.len()),
        };
        self.shown.clear();
        self.shown.extend(
            (0..all)
                .filter(|n| matches!(filter, 0 | GONE) || of(&rows[*n].fate) == filter)
                .filter(|n| key.is_empty() || keys.get(*n).is_some_and(|k| k.contains(&key))),
        );
        self.selected_by = Some((filter, search.to_owned()));
        true
    }

    /// How many each filter lists.
    pub fn counts(&self) -> [usize; FILTERS.len()] {
        let t = &self.tally;
        [t.rows, t.added, t.changed, t.same, t.held, t.gone]
    }

    /// What is to be said about the file as a whole.
    pub fn remarks<'a>(&self, plan: &'a Plan) -> impl ExactSizeIterator<Item = &'a Problem> {
        self.remarks.iter().map(|n| &plan.problems[*n])
    }

    /// What is to be said about a row.
    pub fn problems<'a>(&self, row: &PlannedRow, plan: &'a Plan) -> impl Iterator<Item = &'a Problem> {
        let problems = self.problems.get(&row.file_line).map_or(&[][..], Vec::as_slice);
        problems.iter().filter_map(|n| plan.problems.get(*n))
    }

    /// The known student whom the new one of a row looks like.
    pub fn alike<'a>(&self, row: usize, plan: &'a Plan) -> Option<&'a LooksLike> {
        self.alike.get(&row).and_then(|n| plan.look_alikes.get(*n))
    }

    /// What changes by a row, or why nothing does.
    pub fn explanation(&self, row: usize, import: &ImportState, session: &Session) -> String {
        let plan = &import.planned.plan;
        let row = &plan.rows[row];
        let mut parts = Vec::new();
        match &row.fate {
            Fate::Added(s) => {
                let s = s.student();
                let mut about = Vec::new();
                about.extend(s.birth_date.map(|d| format!("born {d}")));
                about.extend(s.enrollments.last().map(|e| words::enrollment(e, session)));
                about.extend(s.ssid.as_ref().map(|i| format!("SSID {i}")));
                parts.push(about.join(", "));
            }
            Fate::Changed(_, changes) => parts.push(words::field_changes(changes, session)),
            Fate::Same | Fate::Refused => {}
        }
        let held = row.fate == Fate::Refused;
        parts.extend(
            self.problems(row, plan)
                .filter(|p| !held || p.severity != Severity::Warning)
                .map(|p| sentence(p, &plan.file, false)),
        );
        parts.retain(|p| !p.is_empty());
        parts.join(" · ")
    }
}

fn of(fate: &Fate) -> usize {
    match fate {
        Fate::Added(_) => 1,
        Fate::Changed(..) => 2,
        Fate::Same => 3,
        Fate::Refused => 4,
    }
}

/// A problem without the name of the file, which stands above; with its line when asked for. One of another file of the
/// package is said with that file and its line.
pub fn sentence(problem: &Problem, file: &str, with_line: bool) -> String {
    if &*problem.place.file != file && !problem.place.file.is_empty() {
        return problem.to_string();
    }
    let mut p = problem.clone();
    p.place.file = std::sync::Arc::default();
    let mut place = Vec::new();
    if let (Some(line), true) = (p.place.line, with_line) {
        place.push(format!("Line {line}"));
    }
    place.extend(p.place.column.take().map(|c| capital(&c)));
    match place.is_empty() {
        true => p.to_string(),
        false => format!("{}: {p}", place.join(", ")),
    }
}

/// A column's name at the beginning of a sentence; a name that is a file's own spelling stays.
fn capital(column: &str) -> String {
    let mut letters = column.chars();
    match letters.next() {
        Some(first) if !column.contains(|c: char| c == '_' || c.is_uppercase()) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => column.to_owned(),
    }
}
