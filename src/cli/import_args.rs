//! The arguments of imports: which file, how it is read, what is answered about it, what is written beside it.

use crate::domain::roster::{
    COMPLETE, CREATE, Format, HOLD, Meaning, Reading, RosterColumn, UNKNOWN_SCHOOLS,
};
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Imports.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// Compare a roster with the students here, and take what is new or changed.
    #[command(after_help = KEYS)]
    Roster {
        /// The file and how it is read.
        #[command(flatten)]
        file: ImportFile,
        /// Create schools that are not known yet; without it their rows are held back.
        #[arg(long)]
        create_schools: bool,
    },
    /// Compare the SIS's export with the General Student Table, and take what is new or changed. No profile is touched.
    #[command(after_help = KEYS)]
    General {
        /// The file and how it is read.
        #[command(flatten)]
        file: ImportFile,
    },
}

/// A file to import, and how it is read.
#[derive(Debug, Args)]
pub struct ImportFile {
    /// A list (CSV, tab, Excel, OpenDocument), or a zip or folder of OneRoster, Clever or School Data Sync.
    pub path: PathBuf,
    /// What the file is, where it is not to be recognised.
    #[arg(long, value_name = "F", value_parser = formats())]
    pub format: Option<String>,
    /// Read the file as this mapping says: a TOML file of format, columns and answers, as --write-map writes it.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// Save how the file was read as a mapping for --map; a file of that name is replaced.
    #[arg(long, value_name = "FILE")]
    pub write_map: Option<PathBuf>,
    /// What a column holds: the header as it stands in the file ("column 3" where there is none), and a field; - for a
    /// column that is not used. Can be given several times.
    #[arg(long = "column", value_name = "HEADER=FIELD")]
    pub columns: Vec<String>,
    /// The answer to a question about the file. Can be given several times.
    #[arg(long = "answer", value_name = "KEY=ANSWER")]
    pub answers: Vec<String>,
    /// The answers that are asked for most.
    #[command(flatten)]
    pub usual: UsualAnswers,
    /// Only say what it would do, with every change field by field.
    #[arg(long)]
    pub dry_run: bool,
    /// Save the rows with a problem as an Excel workbook, the cells marked.
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
}

const CENTURIES: [&str; 3] = ["1900", "2000", "by-age"];
const ORDERS: [&str; 2] = ["month-first", "day-first"];
const ZEROS: [&str; 3] = ["pad", "as-written", "hold"];
const BLANKS: [&str; 2] = ["keep", "clear"];

/// The answers that a question has, where they are the same for every file.
pub fn answers_of(key: &str) -> Option<&'static [&'static str]> {
    match key {
        "century" => Some(&CENTURIES),
        "date-order" => Some(&ORDERS),
        "lost-zeros" => Some(&ZEROS),
        "blank-cells" => Some(&BLANKS),
        UNKNOWN_SCHOOLS => Some(&[CREATE, HOLD]),
        _ => None,
    }
}

/// The answers that are asked for most, as options of their own.
#[derive(Debug, Default, Args)]
pub struct UsualAnswers {
    /// Which century two-digit years are in.
    #[arg(long, value_name = "C", value_parser = CENTURIES)]
    century: Option<String>,
    /// Which part of 3/9/2014 is the month.
    #[arg(long, value_name = "ORDER", value_parser = ORDERS)]
    date_order: Option<String>,
    /// What becomes of numbers whose leading zeros were lost: filled up, taken as they stand, or their rows held back.
    #[arg(long, value_name = "WHAT", value_parser = ZEROS)]
    lost_zeros: Option<String>,
    /// The column that holds the State ID, or none.
    #[arg(long, value_name = "COLUMN")]
    state_id: Option<String>,
    /// Whether a blank cell keeps what is on file or clears it.
    #[arg(long, value_name = "WHAT", value_parser = BLANKS)]
    blank_cells: Option<String>,
    /// The line that has the column names, or none.
    #[arg(long, value_name = "LINE")]
    header_line: Option<String>,
}

/// The questions that have an option of their own.
const USUAL: [&str; 6] = [
    "century",
    "date-order",
    "lost-zeros",
    "state-id",
    "blank-cells",
    "header-line",
];

/// The other questions that can come up; those that end in a colon go on with a column or a school.
const OTHERS: [&str; 7] = [
    UNKNOWN_SCHOOLS,
    COMPLETE,
    "school:",
    "column:",
    "grade-numbers",
    "sheet",
    "apostrophes",
];

/// Questions that decide which cells are read: an answer to one of them that is not asked would be passed over, and the
/// file read otherwise than a person said.
const DECIDE_CELLS: [&str; 4] = ["header-line", "state-id", "sheet", "column:"];

const KEYS: &str = "What is asked about a file comes with its answers in the output, JSON: questions. A question that \
has neither an answer nor a suggestion holds its rows back. Keys for --answer: century, date-order, lost-zeros, \
header-line, state-id, blank-cells, grade-numbers, apostrophes, sheet, complete \
(part or everybody), column:FIELD (which of two columns), schools \
(create or hold, for every school that is not known), school:NUMBER (create, hold, or the number of a school that is \
here).\n\nFields for --column: number, last_name, first_name, middle_name, suffix, preferred_last_name, \
preferred_first_name, birth_date, gender, ethnicity, ssid, integration_idt, guardian, phone, email, address, school, \
school_name, grade, entry_date, exit_date and the others of students set; - for a column that is not used.";

fn formats() -> PossibleValuesParser {
    let value = |f: &Format| PossibleValue::new(f.name()).help(f.label());
    PossibleValuesParser::new(Format::ALL.iter().map(value))
}

/// Whether a question of this key can come up about any file.
pub fn is_key(key: &str) -> bool {
    USUAL.contains(&key)
        || OTHERS
            .iter()
            .any(|k| *k == key || k.ends_with(':') && key.starts_with(k))
}

/// Whether an answer to this question decides which cells are read.
pub fn decides_cells(key: &str) -> bool {
    DECIDE_CELLS
        .iter()
        .any(|k| *k == key || k.ends_with(':') && key.starts_with(k))
}

/// Every key, for messages.
pub fn keys() -> String {
    USUAL.into_iter().chain(OTHERS).collect::<Vec<_>>().join(", ")
}

/// The option that answers a question.
pub fn option(key: &str, answer: &str) -> String {
    if USUAL.contains(&key) {
        format!("--{key} {}", quoted(answer))
    } else {
        format!("--answer {}", quoted(&format!("{key}={answer}")))
    }
}

/// A word as a shell takes it for one.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_.:=/".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        match word.contains(['"', '$', '`', '\\']) {
            // No shell but cmd.exe of Windows takes it otherwise.
            true => format!("'{}'", word.replace('\'', "'\\''")),
            false => format!("\"{word}\""),
        }
    }
}

impl UsualAnswers {
    fn given(&self) -> impl Iterator<Item = (&'static str, &String)> {
        let all = [
            &self.century,
            &self.date_order,
            &self.lost_zeros,
            &self.state_id,
            &self.blank_cells,
            &self.header_line,
        ];
        USUAL
            .into_iter()
            .zip(all)
            .filter_map(|(key, answer)| Some((key, answer.as_ref()?)))
    }
}

/// What was said in the arguments, beside what a mapping says.
#[derive(Debug, Default)]
pub struct Said {
    /// Answers by key.
    pub answers: Vec<(String, String)>,
    /// Headers that were given a meaning.
    pub headers: Vec<String>,
}

impl ImportFile {
    /// Adds what the arguments say to how the mapping reads the file; of both, the arguments count.
    ///
    /// # Errors
    /// A sentence about the argument that is wrong.
    pub fn add_to(&self, reading: &mut Reading, create_schools: bool) -> Result<Said, String> {
        let mut said = Said::default();
        if let Some(format) = self.format.as_deref().and_then(Format::by_name) {
            reading.format = Some(format);
        }
        for words in &self.columns {
            let (header, field) = words.rsplit_once('=').ok_or_else(|| {
                format!("--column {words}: expected HEADER=FIELD, such as --column \"DOB=birth_date\".")
            })?;
            let meaning = Meaning::try_from(field.trim().to_owned()).map_err(|_| {
                let fields: Vec<&str> = RosterColumn::all().map(RosterColumn::name).collect();
                format!("--column {words}: there is no field “{field}”. Fields: {}, or - for a column that is not used.", fields.join(", "))
            })?;
            let header = header.trim().to_owned();
            if said.headers.contains(&header) && reading.columns.get(&header) != Some(&meaning) {
                return Err(format!("--column {words}: “{header}” is given two meanings."));
            }
            reading.columns.insert(header.clone(), meaning);
            said.headers.push(header);
        }
        for words in &self.answers {
            // The text of a school may have an equals sign in it, and so may a header, which is an answer.
            let parts = if words.starts_with("school:") {
                words.rsplit_once('=')
            } else {
                words.split_once('=')
            };
            let (key, answer) = parts.ok_or_else(|| {
                format!("--answer {words}: expected KEY=ANSWER, such as --answer century=2000.")
            })?;
            said.answers
                .push((key.trim().to_owned(), answer.trim().to_owned()));
        }
        let usual = self
            .usual
            .given()
            .map(|(key, answer)| (key.to_owned(), answer.clone()));
        said.answers.extend(usual);
        if create_schools {
            said.answers.push((UNKNOWN_SCHOOLS.to_owned(), CREATE.to_owned()));
        }
        for (at, (key, answer)) in said.answers.iter().enumerate() {
            if let Some((_, other)) = said.answers[..at].iter().find(|(k, a)| k == key && a != answer) {
                return Err(format!(
                    "{key} is answered twice, with {other} and with {answer}. Give one answer."
                ));
            }
            reading.answers.insert(key.clone(), answer.clone());
        }
        Ok(said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_help_names_every_key_and_field() {
        for key in USUAL.into_iter().chain(OTHERS) {
            assert!(KEYS.contains(key), "{key}");
        }
        let school = "school:North = South";
        assert!(is_key(school) && !decides_cells(school) && decides_cells("column:birth_date"));
        assert_eq!(option("century", "2000"), "--century 2000");
        assert_eq!(option(school, "104"), "--answer \"school:North = South=104\"");
    }
}
