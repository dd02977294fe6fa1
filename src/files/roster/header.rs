//! The header of a roster: which column is what, which lines are students, which of them are broken.

use super::super::headers::{Columns, Twice, columns, is_vague, plain};
use super::super::systems;
use super::super::table::Record;
use super::rivals::{Open, Rivals};
use super::{Meant, guess};
use crate::domain::draft::EnrollmentPart as P;
use crate::domain::problem::{Problem, Severity, shorten};
use crate::domain::roster::{Format, Known, MappedColumn, Meaning, Question, Reading, Roster, RosterColumn};
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
    /// Whether the file has column names.
    pub(super) has_names: bool,
    /// What the columns are called.
    pub(super) names: Vec<String>,
    /// What each column holds.
    pub(super) fields: Vec<Option<RosterColumn>>,
    /// How that is known.
    known: Vec<Known>,
    /// Columns in the order in which their cells count: legal names before the others.
    pub(super) order: Vec<usize>,
    /// Cells up to the last column that is required.
    pub(super) needed: usize,
    /// Positions of number, last name, first name, birth date.
    pub(super) required: [usize; 4],
    /// Columns between which nobody has chosen yet: lines where they differ wait for the answer.
    pub(super) open: Vec<Open>,
}

/// The columns of a file that nobody can read yet, and why.
type NotMapped = Box<(Vec<MappedColumn>, Problem)>;

/// What the columns are called: by their headers, by their number where the header is blank or stands there twice.
fn names_of(cells: &[&str]) -> Vec<String> {
    let twice = |at: usize| cells[..at].contains(&cells[at]);
    (0..cells.len())
        .map(|at| match cells[at] {
            "" => format!("column {}", at + 1),
            name if twice(at) => format!("{name} (column {})", at + 1),
            name => name.to_owned(),
        })
        .collect()
}

fn mapped(names: &[String], fields: &[Option<RosterColumn>], known: Vec<Known>) -> Vec<MappedColumn> {
    known
        .into_iter()
        .enumerate()
        .map(|(at, known)| MappedColumn {
            header: names[at].clone(),
            column: fields[at],
            known,
            samples: Vec::new(),
        })
        .collect()
}

/// The line with the column names and what is below it.
pub(super) struct Lines<'a> {
    /// The column names; `None` where the file has none.
    pub header: Option<&'a Record>,
    /// Whether lines above it were passed over.
    pub has_titles: bool,
    /// Whether the columns are guessed by what stands in them, where their names say nothing.
    pub guess: bool,
    /// The lines below.
    pub records: &'a [Record],
}

impl Lines<'_> {
    /// Whether words stand in a column.
    fn has_letters(&self, at: usize) -> bool {
        let mut cells = self.records.iter().take(200).map(|r| r.cell(at));
        cells.any(|c| c.contains(char::is_alphabetic))
    }

    /// The headers; blank where the file has none.
    fn cells(&self) -> Vec<&str> {
        match self.header {
            Some(header) => header.cells.iter().take(header.filled()).map(tidy).collect(),
            None => vec![
                "";
                self.records
                    .iter()
                    .take(200)
                    .map(Record::filled)
                    .max()
                    .unwrap_or(0)
            ],
        }
    }

    /// What each column means, and how surely: what a person said, else what its name says, else what stands in it.
    fn meant(&self, cells: &[&str], names: &[String], format: Format, reading: &Reading) -> Vec<Meant> {
        // A mapping of another file may name columns that this one has not.
        let here = |header: &String| names.contains(header);
        let chosen = |c: RosterColumn| {
            reading
                .columns
                .iter()
                .any(|(h, m)| *m == Meaning::Column(c) && here(h))
        };
        let said = |at: usize| match reading.columns.get(&names[at]) {
            Some(Meaning::Column(c)) => Some((*c, 0)),
            Some(Meaning::NotUsed) => None,
            // What a person has given to another column is not guessed once more.
            None => systems::column(format, cells[at]).filter(|(c, _)| !chosen(*c)),
        };
        let mut out: Vec<Meant> = (0..cells.len()).map(said).collect();
        // Who has named all that a roster cannot do without has said what counts.
        if self.guess && !REQUIRED.iter().all(|c| chosen(*c)) {
            for (at, guessed) in guess::columns(self.records, cells.len()).into_iter().enumerate() {
                let taken = |c: RosterColumn| out.iter().flatten().any(|m| m.0 == c);
                if out[at].is_none()
                    && !reading.columns.contains_key(&names[at])
                    && let Some(column) = guessed.filter(|c| !taken(*c))
                {
                    out[at] = Some((column, 1));
                }
            }
        }
        out
    }
}

/// A header without the blanks and invisible marks around it.
pub(super) fn tidy(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
}

impl Header {
    /// Settles what the columns hold; says what was passed over and what is not used, and asks what is not sure. Inside
    /// the error: the columns and what is missing, when a person has to say first which column is what.
    pub(super) fn read(
        roster: &Roster,
        lines: &Lines<'_>,
        questions: &mut Vec<Question>,
        problems: &mut Vec<Problem>,
    ) -> Result<Self, NotMapped> {
        let (file, reading) = (&*roster.file, &roster.reading);
        let cells = lines.cells();
        let names = names_of(&cells);
        let line = lines.header.or(lines.records.first()).map_or(1, |r| r.line);
        let mut meant = lines.meant(&cells, &names, roster.format, reading);
        let rivals = Rivals {
            file,
            reading,
            line,
            names: &names,
            records: lines.records,
        };
        let (open, complements) = rivals.settle(&mut meant, questions, problems);
        // No two are equally likely any more, but those of which any will do.
        let Columns {
            mut fields,
            passed_over,
        } = columns(&meant, |_| true).unwrap_or_else(|Twice(..)| Columns {
            fields: vec![None; cells.len()],
            passed_over: Vec::new(),
        });
        let mut order: Vec<usize> = (0..cells.len()).collect();
        let mut not_used = Vec::new();
        let (mut fill_in, mut filling) = (Vec::new(), Vec::new());
        for (surer, other) in passed_over {
            match fields[surer] {
                // Where the legal name is blank, the other one is the legal name as well.
                Some(c @ Col(F::LastName | F::FirstName | F::MiddleName)) => {
                    fields[other] = Some(c);
                    order.retain(|i| *i != other);
                    order.push(other);
                    fill_in.push(other);
                }
                Some(Part(P::School))
                    if plain(cells[other]) == "school"
                        && lines.has_letters(other)
                        && !fields.contains(&Some(SchoolName)) =>
                {
                    fields[other] = Some(SchoolName);
                }
                Some(c) if complements.contains(&other) => {
                    fields[other] = Some(c);
                    order.retain(|i| *i != other);
                    order.push(other);
                    fill_in.push(other);
                }
                // Of several phones any will do; where the mail goes is not where a student lives.
                Some(c @ Col(F::Phone | F::Email | F::Guardian | F::PreferredFirstName)) => {
                    fields[other] = Some(c);
                    order.retain(|i| *i != other);
                    order.push(other);
                    fill_in.push(other);
                    filling.push((other, surer));
                }
                _ => not_used.push((other, surer)),
            }
        }
        let is_part = systems::parts(roster.format, &cells);
        let known = (0..cells.len())
            .map(|i| match meant[i] {
                _ if reading.columns.contains_key(&names[i]) => Known::Chosen,
                _ if fill_in.contains(&i) => Known::FillsIn,
                Some(_) if is_vague(cells[i]) || cells[i].is_empty() || lines.guess => Known::Guessed,
                None if is_part[i] => Known::WithAnother,
                // How surely two names mean the same only says which of them counts.
                _ => Known::ByName,
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
            let problem = not_readable(file, line, &missing, &names, lines, questions);
            return Err(Box::new((mapped(&names, &fields, known), problem)));
        };
        let required = [number, last, first, birth];
        let mut say = |message| {
            problems.push(Problem::at(file, line, "", Severity::Warning, message));
        };
        if lines.has_titles {
            say(format!(
                "The column names were found on line {line}; the lines above it were passed over."
            ));
        }
        // What a system's lists always have beside the surer column is nothing to be told each time.
        let told = |other: usize| !is_part[other];
        for (other, surer) in filling.iter().filter(|n| told(n.0)) {
            say(format!(
                "Columns “{}” and “{}” mean the same; “{}” was taken, and “{}” where it is blank.",
                names[*surer], names[*other], names[*surer], names[*other]
            ));
        }
        for (other, surer) in not_used.iter().filter(|n| told(n.0)) {
            say(format!(
                "Columns “{}” and “{}” mean the same; “{}” was taken.",
                names[*surer], names[*other], names[*surer]
            ));
        }
        let in_question = |i: usize| {
            questions
                .iter()
                .any(|q| q.choices.iter().any(|c| c.name == names[i]))
        };
        let has_text = |i: usize| {
            lines
                .records
                .iter()
                .take(200)
                .any(|r| !r.cell(i).trim().is_empty())
        };
        let unknown: Vec<String> = (0..cells.len())
            .filter(|i| fields[*i].is_none() && !not_used.iter().any(|n| n.0 == *i) && !in_question(*i))
            .filter(|i| !cells[*i].is_empty() || has_text(*i))
            .filter(|i| !is_part[*i])
            .map(|i| format!("“{}”", shorten(&names[i], 40)))
            .collect();
        if !unknown.is_empty() {
            say(format!(
                "Columns that are not used: {}.",
                shorten(&unknown.join(", "), 600)
            ));
        }
        Ok(Self {
            has_names: lines.header.is_some(),
            names,
            known,
            needed: required.into_iter().max().unwrap_or(0) + 1,
            fields,
            order,
            required,
            open,
        })
    }

    /// The columns, and what each was taken for.
    pub(super) fn columns(&self) -> Vec<MappedColumn> {
        mapped(&self.names, &self.fields, self.known.clone())
    }
}

/// Why nothing can be read before a person says which column is what.
fn not_readable(
    file: &str,
    line: u64,
    missing: &[&str],
    names: &[String],
    lines: &Lines<'_>,
    questions: &[Question],
) -> Problem {
    let open: Vec<&str> = questions
        .iter()
        .filter(|q| q.answer.is_none())
        .map(|q| q.sentence.as_str())
        .collect();
    let message = if !open.is_empty() {
        open.join(" ")
    } else if lines.guess {
        format!(
            "The file has no column names that are known, and what stands in its columns does not tell which one holds: {}. Say which column holds it, or put names such as student_id, last_name, first_name, birth_date above the first student.",
            missing.join(", ")
        )
    } else {
        let holds_both = |name: &&String| {
            matches!(
                plain(name).as_str(),
                "studentname" | "fullname" | "name" | "student"
            )
        };
        let both = names
            .iter()
            .find(holds_both)
            .filter(|_| [1, 2].iter().all(|at| missing.contains(&REQUIRED[*at].label())))
            .map(|name| {
                format!(
                    " “{}” holds both names: export them in columns of their own.",
                    shorten(name, 40)
                )
            });
        format!(
            "The file has no column for: {}. Columns found: {}. Say which column holds it, add what is missing, or rename its column.{}",
            missing.join(", "),
            shorten(&names.join(", "), 600),
            both.unwrap_or_default()
        )
    };
    let problem = Problem::at(file, line, "", Severity::Refused, message);
    match lines.header {
        None => {
            let first = lines.records.first().map_or(String::new(), super::cells_of);
            problem.found_expected(&first, "column names")
        }
        Some(_) => problem,
    }
}
