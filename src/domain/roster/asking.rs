//! What comparing a roster with the store asks once: schools that are not known, and blank cells of known students.

use super::{BLANK_CELLS, CLEAR, CREATE, Choice, HOLD, KEEP, PlanContext, Question, Roster, RosterColumn};
use super::{RosterRow, Table, UNKNOWN_SCHOOLS, school_key};
use crate::domain::draft::EnrollmentPart;
use crate::domain::ids::{SchoolCode, StudentKey, StudentNumber};
use crate::domain::problem::Place;
use crate::domain::student::{Field, Student};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The column of the school.
const SCHOOL: RosterColumn = RosterColumn::Part(EnrollmentPart::School);

/// Fields that no blank cell ever clears, whatever was answered: who the student is, here and at the state.
const NEVER_CLEARED: [Field; 5] = [
    Field::Number,
    Field::Ssid,
    Field::IntegrationIdt,
    Field::LastName,
    Field::FirstName,
];

/// What a text in the column of the school means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum School {
    /// The school of that number: known, created, or kept as it stands in the SIS's own data.
    Here(SchoolCode),
    /// Another number than what stands there: a person said which school is meant.
    Meant(SchoolCode),
    /// Not known, and not answered for: its rows are held back.
    Unknown,
}

/// A school that is asked about.
struct AskedSchool {
    text: String,
    line: u64,
    name: String,
    rows: usize,
}

/// The schools that stand in a roster.
#[derive(Default)]
pub(super) struct Schools {
    known: HashMap<String, School>,
    asked: Vec<AskedSchool>,
    /// Position in `asked` of a text that is asked about.
    asked_at: HashMap<String, usize>,
}

/// What a new school is called of which the file says no name.
fn unnamed(code: &SchoolCode) -> String {
    format!("School {code}")
}

impl Schools {
    /// What the row's school is; `None` when the row has none. A school that is to be created gets into `all` and `new`.
    pub(super) fn of(
        &mut self,
        row: &RosterRow,
        roster: &Roster,
        cx: &PlanContext<'_>,
        all: &mut BTreeSet<SchoolCode>,
        new: &mut BTreeMap<SchoolCode, String>,
    ) -> Option<School> {
        let text = row.cell(SCHOOL).trim();
        if text.is_empty() {
            return None;
        }
        if !self.known.contains_key(text) {
            let school = self.judge(text, row, roster, cx, all, new);
            self.known.insert(text.to_owned(), school);
        }
        let name = row.cell(RosterColumn::SchoolName).trim();
        if let Some(asked) = self.asked_at.get(text) {
            let asked = &mut self.asked[*asked];
            asked.rows += 1;
            if asked.name.is_empty() {
                name.clone_into(&mut asked.name);
            }
        }
        // The first row of a school may have no name of it.
        if let Some(School::Here(code)) = self.known.get(text).filter(|_| !name.is_empty())
            && let Some(known) = new.get_mut(code)
            && *known == unnamed(code)
        {
            name.clone_into(known);
        }
        self.known.get(text).cloned()
    }

    fn judge(
        &mut self,
        text: &str,
        row: &RosterRow,
        roster: &Roster,
        cx: &PlanContext<'_>,
        all: &mut BTreeSet<SchoolCode>,
        new: &mut BTreeMap<SchoolCode, String>,
    ) -> School {
        let parsed = SchoolCode::parse(text).ok();
        if let Some(code) = parsed.as_ref().filter(|c| all.contains(*c)) {
            return School::Here(code.clone());
        }
        if cx.table == Table::General
            && let Some(code) = parsed
        {
            // The SIS's school is kept as it stands; a profile is not made of it before the school is here.
            all.insert(code.clone());
            return School::Here(code);
        }
        let name = row.cell(RosterColumn::SchoolName).trim();
        let answers = &roster.reading.answers;
        let own = answers.get(&school_key(text));
        let for_all = answers.get(UNKNOWN_SCHOOLS).filter(|_| own.is_none());
        // Who has answered for all of them is not asked once more; only a text that is no number cannot be created.
        let settled = match for_all.map(String::as_str) {
            Some(HOLD) => true,
            Some(CREATE) => parsed.is_some(),
            _ => false,
        };
        if !settled {
            self.asked_at.insert(text.to_owned(), self.asked.len());
            self.asked.push(AskedSchool {
                text: text.to_owned(),
                line: row.file_line,
                name: name.to_owned(),
                rows: 0,
            });
        }
        match (own.or(for_all).map(String::as_str), parsed) {
            (Some(CREATE), Some(code)) => {
                let name = if name.is_empty() {
                    unnamed(&code)
                } else {
                    name.to_owned()
                };
                all.insert(code.clone());
                new.insert(code.clone(), name);
                School::Here(code)
            }
            (Some(answer), _) => match SchoolCode::parse(answer) {
                Ok(code) if own.is_some() && cx.check.schools.contains(&code) => School::Meant(code),
                _ => School::Unknown,
            },
            (None, _) => School::Unknown,
        }
    }

    /// The schools that stand in the file and are here.
    pub(super) fn here(&self) -> BTreeSet<SchoolCode> {
        self.known
            .values()
            .filter_map(|s| match s {
                School::Here(code) | School::Meant(code) => Some(code.clone()),
                School::Unknown => None,
            })
            .collect()
    }

    /// A question for each school that is not known, in the order in which they stand in the file.
    pub(super) fn questions(self, roster: &Roster, cx: &PlanContext<'_>) -> Vec<Question> {
        let column = header_of(roster, SCHOOL).unwrap_or("school");
        self.asked
            .into_iter()
            .map(|asked| {
                let named = match asked.name.as_str() {
                    "" => String::new(),
                    name => format!(" ({name})"),
                };
                let is_number = SchoolCode::parse(&asked.text).is_ok();
                let sentence = if is_number {
                    format!(
                        "No school of this district has the number {}{named}. Which school is it?",
                        asked.text
                    )
                } else {
                    format!(
                        "“{}” stands where a school number belongs. Which school is it?",
                        asked.text
                    )
                };
                let create = is_number
                    .then(|| Choice::new(CREATE, format!("A new school: create {}{named}", asked.text)));
                let hold = Choice::new(HOLD, "Not known: hold its rows back");
                let here = cx.check.schools.iter().map(|code| {
                    let name = cx.school_names.get(code).map_or("", String::as_str);
                    Choice::new(code.as_str(), format!("{code} {name}").trim_end())
                });
                let choices = create.into_iter().chain([hold]).chain(here).collect();
                Question::new(
                    school_key(&asked.text),
                    sentence,
                    choices,
                    None,
                    &roster.reading.answers,
                )
                .at(place(roster, asked.line, column), &asked.text, asked.rows)
            })
            .collect()
    }
}

/// Blank cells of known students, in columns that the file has.
pub(super) struct Blanks {
    /// Fields that a blank cell could clear.
    fields: Vec<Field>,
    clears: bool,
    /// A record with nothing in it.
    nothing: Student,
    rows: usize,
    first: Option<(u64, Field, String)>,
}

impl Blanks {
    /// None seen yet. Without a number no field can be told to be blank, so a file of no columns asks nothing.
    pub(super) fn of(roster: &Roster, number: StudentNumber) -> Self {
        let columns = roster.columns.iter().filter_map(|c| match c.column {
            Some(RosterColumn::Field(f)) if !NEVER_CLEARED.contains(&f) => Some(f),
            _ => None,
        });
        let fields: BTreeSet<Field> = columns.collect();
        Self {
            fields: fields.into_iter().collect(),
            clears: roster
                .reading
                .answers
                .get(BLANK_CELLS)
                .is_some_and(|a| a == CLEAR),
            nothing: Student::new(StudentKey(0), number),
            rows: 0,
            first: None,
        }
    }

    /// Fields that are blank in the row and not in the record.
    pub(super) fn in_row<'a>(
        &'a self,
        row: &'a RosterRow,
        before: &'a Student,
        table: Table,
    ) -> impl Iterator<Item = Field> + 'a {
        self.fields.iter().copied().filter(move |f| {
            row.cell(RosterColumn::Field(*f)).trim().is_empty()
                && !before.same(&self.nothing, *f)
                && !(table == Table::General && matches!(f, Field::StateExcluded | Field::NoShow))
        })
    }

    /// Whether blank cells clear what is on file: a person said so.
    pub(super) fn clear(&self) -> bool {
        self.clears
    }

    /// Counts a row of a known student that has such cells.
    pub(super) fn count(&mut self, row: &RosterRow, before: &Student, table: Table) {
        let Some(first) = self.in_row(row, before, table).next() else {
            return;
        };
        self.rows += 1;
        if self.first.is_none() {
            self.first = Some((row.file_line, first, before.text(first)));
        }
    }

    /// The question, when a row has such cells.
    pub(super) fn question(self, roster: &Roster) -> Option<Question> {
        let (line, field, here) = self.first?;
        let label = field.label();
        let rows = match self.rows {
            1 => "1 row has".to_owned(),
            n => format!("{} rows have", crate::domain::text::thousands(n)),
        };
        let sentence = format!(
            "{rows} blank cells where the student's record here says something: {label} is blank in line {line}, here it is “{}”. Keep what is here, or clear it?",
            crate::domain::problem::shorten(&here, 40)
        );
        let choices = vec![
            Choice::new(KEEP, "Keep what is here"),
            Choice::new(
                CLEAR,
                "Clear it where the file is blank. Student number, names, SSID and IntegrationIDT are never cleared",
            ),
        ];
        let column = header_of(roster, RosterColumn::Field(field)).unwrap_or(label);
        Some(
            Question::new(
                BLANK_CELLS,
                sentence,
                choices,
                Some(KEEP),
                &roster.reading.answers,
            )
            .at(place(roster, line, column), "(blank)", self.rows),
        )
    }
}

fn place(roster: &Roster, line: u64, column: &str) -> Place {
    Place {
        file: roster.file.clone(),
        line: Some(line),
        column: Some(column.to_owned()),
    }
}

/// The header of a column as it stands in the file.
fn header_of(roster: &Roster, column: RosterColumn) -> Option<&str> {
    let found = roster.columns.iter().find(|c| c.column == Some(column))?;
    Some(&found.header)
}
