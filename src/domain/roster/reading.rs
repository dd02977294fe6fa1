//! How a file is read: its format, which column is what, and what is asked once about the whole file.

use super::RosterColumn;
use crate::domain::problem::Place;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What kind of file it is: which program wrote it, as far as that decides how its columns and files hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// A list of students with a header of any program; text or a workbook.
    List,
    /// OneRoster 1.1: a zip or folder of users, orgs, demographics and others.
    #[serde(rename = "oneroster-1.1")]
    OneRoster11,
    /// OneRoster 1.2: roles and schools of a user stand in a file of their own.
    #[serde(rename = "oneroster-1.2")]
    OneRoster12,
    /// Clever: students.csv and schools.csv; a student repeats for each contact.
    Clever,
    /// Microsoft School Data Sync v1: Student.csv, School.csv.
    #[serde(rename = "sds-1")]
    Sds1,
    /// Microsoft School Data Sync v2: users.csv, orgs.csv, roles.csv.
    #[serde(rename = "sds-2")]
    Sds2,
    /// Microsoft School Data Sync v2.1: v2 with demographics.csv and others.
    #[serde(rename = "sds-2.1")]
    Sds21,
    /// PowerSchool's export of students.
    #[serde(rename = "powerschool")]
    PowerSchool,
    /// Infinite Campus.
    InfiniteCampus,
    /// A flat export by the names of Ed-Fi.
    EdFi,
}

impl Format {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 10] = [
        Self::List,
        Self::OneRoster11,
        Self::OneRoster12,
        Self::Clever,
        Self::Sds1,
        Self::Sds2,
        Self::Sds21,
        Self::PowerSchool,
        Self::InfiniteCampus,
        Self::EdFi,
    ];

    /// Its name on the command line and in saved mappings.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::OneRoster11 => "oneroster-1.1",
            Self::OneRoster12 => "oneroster-1.2",
            Self::Clever => "clever",
            Self::Sds1 => "sds-1",
            Self::Sds2 => "sds-2",
            Self::Sds21 => "sds-2.1",
            Self::PowerSchool => "powerschool",
            Self::InfiniteCampus => "infinite-campus",
            Self::EdFi => "ed-fi",
        }
    }

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::List => "List with column names",
            Self::OneRoster11 => "OneRoster 1.1",
            Self::OneRoster12 => "OneRoster 1.2",
            Self::Clever => "Clever",
            Self::Sds1 => "Microsoft School Data Sync v1",
            Self::Sds2 => "Microsoft School Data Sync v2",
            Self::Sds21 => "Microsoft School Data Sync v2.1",
            Self::PowerSchool => "PowerSchool",
            Self::InfiniteCampus => "Infinite Campus",
            Self::EdFi => "Ed-Fi",
        }
    }

    /// Whether a file that looks like `seen` can be read as this. Any table is a list, and a list may be any system's
    /// export whose columns were renamed; several files that belong together are nothing else.
    pub fn fits(self, seen: Self) -> bool {
        let several = |f| {
            matches!(
                f,
                Self::OneRoster11 | Self::OneRoster12 | Self::Sds2 | Self::Sds21
            )
        };
        let of_1edtech = |f| matches!(f, Self::OneRoster11 | Self::OneRoster12);
        self == seen
            || self == Self::List
            || (seen == Self::List && !several(self))
            || (several(self) && several(seen) && of_1edtech(self) == of_1edtech(seen))
    }

    /// The format of a name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What a person says that a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Meaning {
    /// It holds this.
    Column(RosterColumn),
    /// It is not used.
    NotUsed,
}

/// The name of a column that is not used, in saved mappings.
const NOT_USED: &str = "-";

impl TryFrom<String> for Meaning {
    type Error = String;
    fn try_from(name: String) -> Result<Self, String> {
        if name == NOT_USED {
            return Ok(Self::NotUsed);
        }
        RosterColumn::by_name(&name)
            .map(Self::Column)
            .ok_or_else(|| format!("There is no column “{name}”."))
    }
}

impl From<Meaning> for String {
    fn from(meaning: Meaning) -> Self {
        match meaning {
            Meaning::Column(column) => column.name().to_owned(),
            Meaning::NotUsed => NOT_USED.to_owned(),
        }
    }
}

/// Answers by the key of their question.
pub type Answers = BTreeMap<String, String>;

/// How a person wants a file to be read. Kept for the next file of the same source, and the content of a file of
/// `--map`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Reading {
    /// The format, where it is not to be recognised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<Format>,
    /// Header as it stands in the file (`column 3` where there is none) → what the column holds; others are guessed.
    pub columns: BTreeMap<String, Meaning>,
    /// What was answered: [`Question::key`] → [`Choice::name`].
    pub answers: Answers,
}

/// What to do with schools that are not known, unless one is answered for by itself (`school:NUMBER`).
pub const UNKNOWN_SCHOOLS: &str = "schools";
/// The answer that creates a school.
pub const CREATE: &str = "create";
/// The answer that holds rows back.
pub const HOLD: &str = "hold";
/// What to do with blank cells of known students.
pub const BLANK_CELLS: &str = "blank-cells";
/// The answer that keeps what is on file.
pub const KEEP: &str = "keep";
/// The answer that clears what is on file.
pub const CLEAR: &str = "clear";

/// Whether the file lists everybody of its schools, or a part.
pub const COMPLETE: &str = "complete";
/// The answer that everybody of its schools stands in the file.
pub const EVERYBODY: &str = "everybody";
/// The answer that the file lists a part: nobody has gone.
pub const PART: &str = "part";

/// The key of the question about a school that is not known, as it is written in the file.
pub fn school_key(text: &str) -> String {
    format!("school:{text}")
}

/// One thing that a person says of how a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The answer to a question: [`Question::key`], [`Choice::name`].
    Answer(String, String),
    /// An answer is taken back: it is asked again.
    TakenBack(String),
    /// What the column with this header holds. What was said of another column gives way: no two columns hold the same
    /// because of it.
    Column(String, Meaning),
}

impl Reading {
    /// With what a person says on top of it.
    #[must_use]
    pub fn saying(mut self, said: Vec<Told>) -> Self {
        for one in said {
            match one {
                Told::Answer(key, answer) => drop(self.answers.insert(key, answer)),
                Told::TakenBack(key) => drop(self.answers.remove(&key)),
                Told::Column(header, meaning) => {
                    if matches!(meaning, Meaning::Column(_)) {
                        for other in self.columns.values_mut().filter(|m| **m == meaning) {
                            *other = Meaning::NotUsed;
                        }
                    }
                    self.columns.insert(header, meaning);
                }
            }
        }
        self
    }

    /// With one more answer.
    #[must_use]
    pub fn answering(mut self, key: &str, answer: &str) -> Self {
        self.answers.insert(key.to_owned(), answer.to_owned());
        self
    }

    /// What of it holds for the next file of the source. Where the header stands is another line each time, and one file may
    /// list everybody and the next one a part; schools are created, and what is on file is wiped, only by who has looked at
    /// the very file.
    #[must_use]
    pub fn lasting(&self) -> Self {
        let mut kept = self.clone();
        kept.answers.retain(|key, answer| match key.as_str() {
            "header-line" | COMPLETE => false,
            UNKNOWN_SCHOOLS => answer == HOLD,
            BLANK_CELLS => answer == KEEP,
            key if key.starts_with("school:") => answer != CREATE,
            _ => true,
        });
        kept
    }

    /// Whether it was answered that the rows of a school that is not known are held back.
    pub fn holds_school(&self, text: &str) -> bool {
        let own = self.answers.get(&school_key(text));
        own.or(self.answers.get(UNKNOWN_SCHOOLS))
            .is_some_and(|a| a == HOLD)
    }

    /// Whether schools that are not known are created.
    pub fn creates_schools(&self) -> bool {
        self.answers.get(UNKNOWN_SCHOOLS).is_some_and(|a| a == CREATE)
    }
}

/// One thing that was recognised, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recognised {
    /// What: `Format`, `Encoding`, `Delimiter`, `Header line`, `Date order`, `Sheet` …
    pub what: &'static str,
    /// What it is: `Windows-1252`.
    pub value: String,
    /// Why it was taken for that, in words; may be empty.
    pub why: String,
}

/// How it is known what a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// Its name says so.
    ByName,
    /// Its name says so less surely, or what stands in it: a person should look.
    Guessed,
    /// A person said so, now or for an earlier file of the same source.
    Chosen,
    /// Its name says that it is read together with another one: a city with its street.
    WithAnother,
    /// By its name: it counts where the column that means the same more surely is blank, as a name beside the legal name.
    FillsIn,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappedColumn {
    /// Its header as it stands in the file; `column 3` where there is none.
    pub header: String,
    /// What it holds; `None` when it is not used.
    pub column: Option<RosterColumn>,
    /// How that is known.
    pub known: Known,
    /// The first different texts that stand in it.
    pub samples: Vec<String>,
}

impl MappedColumn {
    /// Whether anything of it is taken.
    pub fn is_used(&self) -> bool {
        self.column.is_some() || self.known == Known::WithAnother
    }
}

/// One possible answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name, the same for every file: what is kept and what the command line takes.
    pub name: String,
    /// The answer in words.
    pub label: String,
}

/// Who gave the answer of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Nobody yet: it is suggested, and a person should look at it.
    Suggested,
    /// A person, now or for an earlier file of the same source.
    Person,
}

/// What is asked once about a file. Rows that hang on a question without an answer are held back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its name, the same for every file: `century`, `day-month`, `school:999`.
    pub key: String,
    /// The question.
    pub sentence: String,
    /// Where it comes up first, and …
    pub place: Place,
    /// … what stood there.
    pub found: String,
    /// How many rows hang on it.
    pub rows: usize,
    /// What can be answered.
    pub choices: Vec<Choice>,
    /// The [`Choice::name`] that counts, where there is one.
    pub answer: Option<String>,
    /// Who gave it.
    pub by: By,
}

impl Question {
    /// A question that nobody answered, with what is suggested; `answers` may have an answer from a person.
    pub fn new(
        key: impl Into<String>,
        sentence: impl Into<String>,
        choices: Vec<Choice>,
        suggested: Option<&str>,
        answers: &Answers,
    ) -> Self {
        let key = key.into();
        let given = answers
            .get(&key)
            .filter(|a| choices.iter().any(|c| c.name == **a))
            .cloned();
        let by = if given.is_some() {
            By::Person
        } else {
            By::Suggested
        };
        Self {
            key,
            sentence: sentence.into(),
            place: Place::default(),
            found: String::new(),
            rows: 0,
            choices,
            answer: given.or_else(|| suggested.map(str::to_owned)),
            by,
        }
    }

    /// Adds where it comes up first, what stood there, and how many rows hang on it.
    #[must_use]
    pub fn at(mut self, place: Place, found: &str, rows: usize) -> Self {
        self.place = place;
        self.found = found.to_owned();
        self.rows = rows;
        self
    }

    /// Whether a person has answered.
    pub fn is_answered(&self) -> bool {
        self.by == By::Person
    }
}

impl Choice {
    /// An answer by name and in words.
    pub fn new(name: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
        }
    }
}

/// What became of a file as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// Taken.
    Accept,
    /// Taken, and something is said.
    Warn,
    /// Something is asked once for the file.
    Ask,
    /// Some rows are held back.
    Partial,
    /// Refused whole.
    Reject,
}

impl Outcome {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Warn => "warn",
            Self::Ask => "ask",
            Self::Partial => "partial",
            Self::Reject => "reject",
        }
    }
}
