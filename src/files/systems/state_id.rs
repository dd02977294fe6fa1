//! Which column of a package holds the state ID: OneRoster has none by name, so it is asked once and remembered.

use super::super::headers::roster_column;
use crate::domain::problem::{Place, shorten};
use crate::domain::roster::{Choice, Question, Reading, RosterColumn};
use crate::domain::student::Field;

/// The question which column holds the state ID; answers are headers, or [`NONE`].
pub const STATE_ID: &str = "state-id";

/// The answer that no column does.
pub const NONE: &str = "none";

/// The column that holds the local number unless a person says otherwise.
pub const IDENTIFIER: &str = "identifier";

/// A column that may hold the state ID.
#[derive(Debug)]
pub struct Candidate {
    /// Its header.
    pub name: String,
    /// Line of the first row in which something stands in it.
    pub line: u64,
    /// The first different texts that stand in it.
    pub samples: Vec<String>,
    /// How many rows have something in it.
    pub rows: usize,
}

impl Candidate {
    /// A column in which nothing was seen yet.
    pub fn new(name: String) -> Self {
        Self {
            name,
            line: 0,
            samples: Vec::new(),
            rows: 0,
        }
    }

    /// Sees what stands in a row.
    pub fn see(&mut self, text: &str, line: u64) {
        if text.is_empty() {
            return;
        }
        if self.rows == 0 {
            self.line = line;
        }
        self.rows += 1;
        if self.samples.len() < 3 && !self.samples.iter().any(|s| s == text) {
            self.samples.push(shorten(text, 40));
        }
    }

    /// Whether it can hold numbers: a text without a digit is no state ID.
    fn has_numbers(&self) -> bool {
        self.samples.iter().any(|s| s.bytes().any(|b| b.is_ascii_digit()))
    }
}

/// Whether the name of a column says that it holds the state ID: `userIds: StateID`, `metadata.sis.state_id`.
pub fn says_state_id(header: &str) -> bool {
    let last = header.rsplit(['.', ':']).next().unwrap_or(header);
    roster_column(last).is_some_and(|c| c == (RosterColumn::Field(Field::Ssid), 0))
}

/// Asks which of the columns holds the state ID. Suggested is the one whose name says so, or none where there is only
/// the identifier, which is the local number. Nothing is asked where nothing can hold it.
pub fn ask(file: &str, candidates: &[Candidate], reading: &Reading) -> Option<Question> {
    let possible: Vec<&Candidate> = candidates.iter().filter(|c| c.has_numbers()).collect();
    let first = possible.first()?;
    let saying: Vec<&Candidate> = possible
        .iter()
        .copied()
        .filter(|c| says_state_id(&c.name))
        .collect();
    let suggested = match saying[..] {
        [one] => Some(one.name.as_str()),
        [] if possible.iter().all(|c| c.name == IDENTIFIER) => Some(NONE),
        _ => None,
    };
    let shown = saying.first().unwrap_or(first);
    let mut choices: Vec<Choice> = possible
        .iter()
        .map(|c| {
            let more = if c.name == IDENTIFIER {
                "; sourcedId is then the student number"
            } else {
                ""
            };
            Choice::new(&c.name, format!("{} ({}){more}", c.name, c.samples.join(", ")))
        })
        .collect();
    choices.push(Choice::new(NONE, "None: the file has no State IDs"));
    let question = Question::new(
        STATE_ID,
        "Which column holds the State ID (SSID)?",
        choices,
        suggested,
        &reading.answers,
    );
    let place = Place {
        file: file.into(),
        line: Some(shown.line),
        column: Some(shown.name.clone()),
    };
    Some(question.at(place, &shown.samples.join(", "), shown.rows))
}
