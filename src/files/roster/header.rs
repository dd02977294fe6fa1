//! The header of a roster: which column is what, which lines are students, which of them are broken.

use super::super::FileError;
use super::super::cells::{self, HUGE};
use super::super::headers::{Columns, Twice, columns, plain};
use super::super::systems;
use super::super::table::Record;
use super::notes::Notes;
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Known, MappedColumn, Meaning, Roster, RosterColumn, RosterRow};
use crate::domain::student::Field as F;
use RosterColumn::{Field as Col, Part, SchoolName};

/// What a roster cannot do without.
const REQUIRED: [RosterColumn; 4] = [
    Col(F::Number),
    Col(F::LastName),
    Col(F::FirstName),
    Col(F::BirthDate),
];

/// The header of a roster, and how it reads the lines below.
pub(super) struct Header {
    /// The headers.
    pub(super) names: Vec<String>,
    /// What each column holds.
    pub(super) fields: Vec<Option<RosterColumn>>,
    /// How that is known.
    known: Vec<Known>,
    /// Columns in the order in which their cells count: legal names before the others.
    order: Vec<usize>,
    /// Cells up to the last column that is required.
    needed: usize,
    /// Positions of number, last name, first name, birth date.
    required: [usize; 4],
}

/// The columns of a file that nobody can read yet, and why.
type NotMapped = (Vec<MappedColumn>, Problem);

/// A column's name; its number where the header is blank.
fn name_of(names: &[impl AsRef<str>], at: usize) -> String {
    match names[at].as_ref() {
        "" => format!("column {}", at + 1),
        name => name.to_owned(),
    }
}

fn mapped(
    names: &[impl AsRef<str>],
    fields: &[Option<RosterColumn>],
    known: Vec<Known>,
) -> Vec<MappedColumn> {
    known
        .into_iter()
        .enumerate()
        .map(|(at, known)| MappedColumn {
            header: name_of(names, at),
            column: fields[at],
            known,
            samples: Vec::new(),
        })
        .collect()
}

/// What each column means, and how surely: what a person said, else what its name says.
fn meant(cells: &[&str], roster: &Roster) -> Vec<Option<(RosterColumn, u8)>> {
    let (format, reading) = (roster.format, &roster.reading);
    let chosen = |c: RosterColumn| reading.columns.values().any(|m| *m == Meaning::Column(c));
    // Where it is asked which column holds the state ID, the answer says it, and no name does.
    let state_id = roster.questions.iter().find(|q| q.key == systems::STATE_ID);
    let is_state_id = |name: &str| state_id.is_some_and(|q| q.answer.as_deref() == Some(name));
    (0..cells.len())
        .map(|at| match reading.columns.get(&name_of(cells, at)) {
            Some(Meaning::Column(c)) => Some((*c, 0)),
            Some(Meaning::NotUsed) => None,
            // What a person has given to another column is not guessed once more.
            None if is_state_id(cells[at]) => Some((Col(F::Ssid), 0)).filter(|(c, _)| !chosen(*c)),
            None => systems::column(format, cells[at])
                .filter(|(c, _)| !chosen(*c) && (state_id.is_none() || *c != Col(F::Ssid))),
        })
        .collect()
}

impl Header {
    /// Reads the header line; says what was passed over and what is not used. Inside: the columns and what is missing,
    /// when a person has to say first which column is what.
    ///
    /// # Errors
    /// When two columns mean the same.
    pub(super) fn read(
        roster: &Roster,
        record: &Record,
        has_titles: bool,
        problems: &mut Vec<Problem>,
    ) -> Result<Result<Self, NotMapped>, FileError> {
        let (file, reading) = (roster.file.as_str(), &roster.reading);
        let cells: Vec<&str> = record.cells.iter().take(record.filled()).map(str::trim).collect();
        // A roster with two phone numbers is not refused for it.
        let any_will_do = |c| {
            matches!(
                c,
                Col(F::Guardian | F::Phone | F::Email | F::Address | F::PreferredFirstName)
            )
        };
        let meant = meant(&cells, roster);
        let read = columns(&meant, any_will_do).map_err(|Twice(a, b)| {
            FileError::refused_at(
                file,
                record.line,
                format!(
                    "Two columns mean the same: “{}” (column {}) and “{}” (column {}). Remove or rename one of them.",
                    cells[a],
                    a + 1,
                    cells[b],
                    b + 1
                ),
            )
        })?;
        let Columns {
            mut fields,
            passed_over,
        } = read;
        let mut order: Vec<usize> = (0..cells.len()).collect();
        let mut not_used = Vec::new();
        for (surer, other) in passed_over {
            match fields[surer] {
                // Where the legal name is blank, the other one is the legal name as well.
                Some(c @ Col(F::LastName | F::FirstName | F::MiddleName)) => {
                    fields[other] = Some(c);
                    order.retain(|i| *i != other);
                    order.push(other);
                }
                Some(Part(P::School))
                    if plain(cells[other]) == "school" && !fields.contains(&Some(SchoolName)) =>
                {
                    fields[other] = Some(SchoolName);
                }
                _ if systems::is_part(roster.format, cells[other]) => {}
                _ => not_used.push((other, surer)),
            }
        }
        let known = (0..cells.len())
            .map(|i| match meant[i] {
                _ if reading.columns.contains_key(&name_of(&cells, i)) => Known::Chosen,
                Some((_, 0)) | None => Known::ByName,
                Some(_) => Known::Guessed,
            })
            .collect();
        let position = |c: RosterColumn| order.iter().copied().find(|i| fields[*i] == Some(c));
        let missing: Vec<&str> = REQUIRED
            .into_iter()
            .filter(|c| position(*c).is_none())
            .map(RosterColumn::label)
            .collect();
        let (Some(number), Some(last), Some(first), Some(birth)) = (
            position(REQUIRED[0]),
            position(REQUIRED[1]),
            position(REQUIRED[2]),
            position(REQUIRED[3]),
        ) else {
            let problem = Problem::at(
                file,
                record.line,
                "",
                Severity::Refused,
                format!(
                    "The file has no column for: {}. Columns found: {}. Say which column holds it, add what is missing, or rename its column.",
                    missing.join(", "),
                    shorten(&cells.join(", "), 600)
                ),
            );
            return Ok(Err((mapped(&cells, &fields, known), problem)));
        };
        let required = [number, last, first, birth];
        let mut say = |message| {
            problems.push(Problem::at(file, record.line, "", Severity::Warning, message));
        };
        if has_titles {
            say(format!(
                "The column names were found on line {}; the lines above it were passed over.",
                record.line
            ));
        }
        for (other, surer) in &not_used {
            say(format!(
                "Columns “{}” and “{}” mean the same; “{}” was taken.",
                cells[*surer], cells[*other], cells[*surer]
            ));
        }
        let unknown: Vec<String> = (0..cells.len())
            .filter(|i| fields[*i].is_none() && !cells[*i].is_empty() && !not_used.iter().any(|n| n.0 == *i))
            .filter(|i| !systems::is_part(roster.format, cells[*i]))
            .map(|i| format!("“{}”", shorten(cells[i], 40)))
            .collect();
        if !unknown.is_empty() {
            say(format!(
                "Columns that are not used: {}.",
                shorten(&unknown.join(", "), 600)
            ));
        }
        Ok(Ok(Self {
            names: cells.into_iter().map(str::to_owned).collect(),
            known,
            needed: required.into_iter().max().unwrap_or(0) + 1,
            fields,
            order,
            required,
        }))
    }

    /// The columns, and what each was taken for.
    pub(super) fn columns(&self) -> Vec<MappedColumn> {
        mapped(&self.names, &self.fields, self.known.clone())
    }

    /// The header once more, as printed lists have it on every page.
    pub(super) fn is_repeated(&self, record: &Record) -> bool {
        record.cells.len() >= self.names.len()
            && self
                .names
                .iter()
                .zip(record.cells.iter())
                .all(|(n, c)| n == c.trim())
    }

    /// A line that is about no student: totals, a signature, `*** end of report ***`. A line that has a student's
    /// number, or both names, or a birth date is never passed over.
    pub(super) fn is_footer(&self, record: &Record) -> bool {
        let [number, last, first, birth] = self.required.map(|i| record.cell(i).trim());
        let id = cells::identifier(number);
        let looks_like_a_number = id.contains(|c: char| c.is_ascii_digit())
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-., ".contains(c))
            && !id.to_ascii_lowercase().starts_with("total")
            && id
                .split_whitespace()
                .all(|w| w.contains(|c: char| c.is_ascii_digit()));
        let filled = record.cells.iter().filter(|c| !c.trim().is_empty()).count();
        birth.is_empty() && (last.is_empty() || first.is_empty()) && !looks_like_a_number && filled <= 4
    }

    /// One student; broken when the cells cannot be told apart.
    pub(super) fn row(&self, file: &str, record: &Record, cut_off: bool, notes: &mut Notes) -> RosterRow {
        let broken = self.broken(file, record, cut_off);
        let mut row = RosterRow {
            file_line: record.line,
            cells: Vec::with_capacity(if broken.is_some() { 3 } else { self.order.len() }),
            broken,
        };
        for at in &self.order {
            let Some(column) = self.fields.get(*at).copied().flatten() else {
                continue;
            };
            // Of a broken row only what names it is kept; nobody shall read a cell that may have slipped.
            if row.broken.is_some() && !matches!(column, Col(F::Number | F::LastName | F::FirstName)) {
                continue;
            }
            let text = shorten(&notes.clean(record.cell(*at), column, *at, record.line), HUGE);
            if !text.trim().is_empty() && !row.cells.iter().any(|c| c.0 == column) {
                row.cells.push((column, text));
            }
        }
        row
    }

    fn broken(&self, file: &str, record: &Record, cut_off: bool) -> Option<Problem> {
        let held = |at: Option<usize>, message: String| {
            let column = at.and_then(|i| self.names.get(i)).map_or("", String::as_str);
            Problem::at(file, record.line, column, Severity::Held, message)
        };
        if record.stray_quote {
            return Some(held(
                None,
                "Letters follow a closing quotation mark, so the cells cannot be told apart. Write quotation marks inside a cell twice.".into(),
            ));
        }
        if let Some((i, cell)) = record.cells.iter().enumerate().find(|(_, c)| c.len() > HUGE) {
            let n = cell.chars().count();
            return Some(held(
                Some(i),
                format!("A cell of {n} characters cannot be right."),
            ));
        }
        if let Some(at) = (0..self.names.len())
            .find(|at| self.fields[*at].is_some() && cells::is_spreadsheet_error(record.cell(*at)))
        {
            let why = "A formula of the spreadsheet gave an error here. Correct the cell in the spreadsheet.";
            return Some(held(Some(at), why.into()).found_expected(record.cell(at).trim(), ""));
        }
        let (n, whole, filled) = (record.cells.len(), self.names.len(), record.filled());
        if filled > whole {
            let why = format!(
                "The line has {filled} cells, the header {whole}: a comma without quotes in a name? The row is held back; no cell was moved."
            );
            return Some(
                held(None, why)
                    .found_expected(record.cell(filled - 1).trim(), "nothing behind the last column"),
            );
        }
        let birth = self.required[3];
        let holds_no_date = |i: usize| {
            i >= whole || matches!(self.fields[i], Some(c) if !matches!(c, Part(P::Entry | P::Exit)))
        };
        if cells::slipped(record, Some(birth), holds_no_date) {
            let why = "The date stands further right, so the cells have slipped: a comma without quotes in a name? The row is held back; no cell was moved.";
            return Some(
                held(Some(birth), why.into()).found_expected(blank(record.cell(birth)), "the birth date"),
            );
        }
        if n < self.needed || (cut_off && n < whole) {
            let why = format!(
                "The line ends after {n} of {whole} cells.{}",
                if cut_off {
                    " The file may be cut off: export it again."
                } else {
                    ""
                }
            );
            let last = record.cells.iter().next_back().unwrap_or("");
            let expected = format!(
                "{} and what follows",
                self.names.get(n).map_or("a cell", String::as_str)
            );
            return Some(held(Some(n), why).found_expected(blank(last), &expected));
        }
        None
    }
}

fn blank(cell: &str) -> &str {
    if cell.trim().is_empty() {
        "(blank)"
    } else {
        cell.trim()
    }
}
