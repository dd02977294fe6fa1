//! Reading a request file strictly, by the layout: with a header row or by position, every problem with its line and column.

use super::error::PracticeError;
use super::lines::Lines;
use super::registry::Person;
use crate::domain::ids::{Ssid, StudentNumber};
use crate::domain::layout::{Column, Layout, WireField};
use crate::domain::problem::{Problem, Severity};
use crate::domain::request::Function;
use crate::domain::text::{match_key, tidy};
use chrono::NaiveDate;
use std::collections::HashMap;

/// A request file as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestFile {
    /// Its name without the folder.
    pub name: String,
    /// What it asks for.
    pub function: Function,
    /// Whether it begins with a header row.
    pub has_header: bool,
    /// Its lines.
    pub lines: Vec<RequestLine>,
}

/// One line of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestLine {
    /// Line of the file, from 1, as an editor shows it.
    pub file_line: u64,
    /// What stood in each column, as written: the response repeats it.
    pub cells: Vec<(WireField, String)>,
    /// Whom it is about, in our codes; the SSID is blank in Retrieve and New.
    pub person: Person,
}

impl RequestLine {
    /// What stood in the column of a field; blank where there is none.
    pub fn cell(&self, field: WireField) -> &str {
        self.cells
            .iter()
            .find(|c| c.0 == field)
            .map_or("", |c| c.1.as_str())
    }
}

/// How many problems are collected before reading stops.
const MOST_PROBLEMS: usize = 50;

/// Reads a request file: UTF-8 text in the layout's columns, all or nothing.
///
/// # Errors
/// [`PracticeError::Bad`] with every problem and its line and column.
pub fn read_request(
    name: &str,
    bytes: &[u8],
    function: Function,
    layout: &Layout,
) -> Result<RequestFile, PracticeError> {
    let whole =
        |message: String| PracticeError::Bad(vec![Problem::of_file(name, Severity::Refused, message)]);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(bytes);
    let mut places = Lines::of(bytes);
    let mut order: Vec<&Column> = layout.request_columns().collect();
    let mut has_header = false;
    let mut lines = Vec::new();
    let mut check = Check {
        file: name,
        function,
        layout,
        problems: Vec::new(),
        line_numbers: HashMap::new(),
    };
    for (i, record) in reader.records().enumerate() {
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                let line = places.at(e.position());
                check.say(line, "", "The line is not UTF-8 text in columns.", "", "");
                break;
            }
        };
        let file_line = places.at(record.position());
        if i == 0 && is_header(&record, layout) {
            has_header = true;
            order = header_order(&record, layout, &mut check);
            if !check.problems.is_empty() {
                break;
            }
            continue;
        }
        if record.len() != order.len() {
            let found = format!("{} columns", record.len());
            let expected = order.len().to_string();
            check.say(
                file_line,
                "",
                "The line is cut off or too long.",
                &found,
                &expected,
            );
        } else {
            lines.push(check.line(file_line, &record, &order));
        }
        if check.problems.len() >= MOST_PROBLEMS {
            break;
        }
    }
    if !check.problems.is_empty() {
        return Err(PracticeError::Bad(check.problems));
    }
    if lines.is_empty() {
        return Err(whole("The file has no lines.".into()));
    }
    Ok(RequestFile {
        name: name.to_owned(),
        function,
        has_header,
        lines,
    })
}

/// A first row that names at least two columns of the layout.
fn is_header(record: &csv::StringRecord, layout: &Layout) -> bool {
    let named = |cell: &str| {
        layout
            .columns
            .iter()
            .any(|c| match_key(&c.header) == match_key(cell))
    };
    record.iter().filter(|cell| named(cell)).count() >= 2
}

fn header_order<'a>(
    record: &csv::StringRecord,
    layout: &'a Layout,
    check: &mut Check<'_>,
) -> Vec<&'a Column> {
    let mut order: Vec<&Column> = Vec::new();
    for cell in record {
        match layout
            .columns
            .iter()
            .find(|c| match_key(&c.header) == match_key(cell))
        {
            None => check.say(
                1,
                "",
                "The layout has no such column.",
                cell,
                "the layout's headers",
            ),
            Some(c) if c.response_only => check.say(
                1,
                &c.header,
                "Only responses have this column; this is not a request file.",
                "",
                "",
            ),
            Some(c) if order.iter().any(|o| o.field == c.field) => {
                check.say(1, &c.header, "This column is there twice.", "", "");
            }
            Some(c) => order.push(c),
        }
    }
    for c in layout.request_columns() {
        if !order.iter().any(|o| o.field == c.field) {
            check.say(1, &c.header, "This column is missing.", "", "");
        }
    }
    order
}

struct Check<'a> {
    file: &'a str,
    function: Function,
    layout: &'a Layout,
    problems: Vec<Problem>,
    line_numbers: HashMap<u32, u64>,
}

impl Check<'_> {
    fn say(&mut self, line: u64, column: &str, message: &str, found: &str, expected: &str) {
        self.problems.push(
            Problem::at(self.file, line, column, Severity::Refused, message.to_owned())
                .found_expected(found, expected.to_owned()),
        );
    }

    fn line(&mut self, file_line: u64, record: &csv::StringRecord, order: &[&Column]) -> RequestLine {
        let mut person = Person::default();
        let mut cells = Vec::with_capacity(order.len());
        for (column, cell) in order.iter().zip(record) {
            let text = cell.trim();
            self.cell(file_line, column, text, &mut person);
            cells.push((column.field, cell.to_owned()));
        }
        RequestLine {
            file_line,
            cells,
            person,
        }
    }

    fn cell(&mut self, line: u64, column: &Column, text: &str, person: &mut Person) {
        let header = column.header.as_str();
        if text.is_empty() {
            if self.layout.requires(self.function, column.field) {
                let message = format!("It is blank; {} needs it.", self.function.word());
                self.say(line, header, &message, "", "");
            }
            return;
        }
        match column.field {
            WireField::Line => match text.parse::<u32>() {
                Ok(n) => {
                    if let Some(first) = self.line_numbers.insert(n, line) {
                        let message = format!("Line {first} of the file has this number already.");
                        self.say(line, header, &message, text, "each number once");
                    }
                }
                Err(_) => self.say(line, header, "This is not a line number.", text, "digits"),
            },
            WireField::Ssid if matches!(self.function, Function::Retrieve | Function::New) => {
                let message = format!("A {} file asks for SSIDs; it has none.", self.function.word());
                self.say(line, header, &message, text, "a blank");
            }
            WireField::Ssid => match Ssid::parse(text) {
                Ok(ssid) => person.ssid = ssid.to_string(),
                Err(e) => self.say(line, header, "This is not an SSID.", text, e.expected),
            },
            WireField::SchoolYear => {
                if text.len() != 4 || text.parse::<u16>().is_err() {
                    self.say(
                        line,
                        header,
                        "This is not a school year.",
                        text,
                        "its end year, e.g. 2027",
                    );
                }
            }
            WireField::BirthDate => {
                let format = column.date_format.as_deref().unwrap_or("%Y-%m-%d");
                match NaiveDate::parse_from_str(text, format) {
                    Ok(day) => person.birth_date = Some(day),
                    Err(_) => {
                        let example = NaiveDate::from_ymd_opt(2014, 3, 9)
                            .map(|d| format!("a date such as {}", d.format(format)))
                            .unwrap_or_default();
                        self.say(line, header, "This is not a date.", text, &example);
                    }
                }
            }
            WireField::Number => match StudentNumber::parse(text) {
                Ok(number) => person.number = number.to_string(),
                Err(e) => self.say(line, header, "This is not a student number.", text, e.expected),
            },
            WireField::LastName => person.last_name = tidy(text),
            WireField::FirstName => person.first_name = tidy(text),
            WireField::MiddleName => person.middle_name = tidy(text),
            WireField::Suffix => person.suffix = tidy(text),
            WireField::Gender => person.gender = ours(column, text).to_owned(),
            WireField::Ethnicity => {
                let each: Vec<&str> = text.split(';').map(|c| ours(column, c.trim())).collect();
                person.ethnicity = each.join(";");
            }
            WireField::Lea => person.lea = text.to_owned(),
            WireField::School => person.school = text.to_owned(),
            WireField::Status | WireField::Message => {}
        }
    }
}

/// Our code for the state's, where the layout translates it.
fn ours<'a>(column: &'a Column, code: &'a str) -> &'a str {
    column
        .codes
        .iter()
        .find(|(_, state)| state.as_str() == code)
        .map_or(code, |(our, _)| our)
}
