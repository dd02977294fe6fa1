//! What a command says in the end: one JSON document or plain text, and the exit status.

use crate::app::work::WorkError;
use crate::app::work::students::SaveError;
use crate::store::StoreError;
use serde_json::{Map, Value, json};
use std::io::Write;

/// Done.
pub const DONE: u8 = 0;
/// Done, and something needs a person.
pub const LOOK: u8 = 1;
/// Not done: the arguments or the file are wrong.
pub const WRONG: u8 = 2;
/// Not done: the store cannot be used.
pub const STORE: u8 = 3;

/// What was done.
pub struct Answer {
    /// For programs; an object.
    pub json: Value,
    /// For people.
    pub text: String,
    /// [`DONE`] or [`LOOK`].
    pub exit: u8,
}

impl Answer {
    /// Done, with nothing left to do.
    pub fn done(json: Value, text: impl Into<String>) -> Self {
        Self {
            json,
            text: text.into(),
            exit: DONE,
        }
    }

    /// The same, with something for a person to look at when `needed`.
    #[must_use]
    pub fn look_if(mut self, needed: bool) -> Self {
        self.exit = if needed { LOOK } else { DONE };
        self
    }
}

/// Why it was not done.
pub struct Failure {
    /// A plain sentence.
    pub error: String,
    /// [`WRONG`] or [`STORE`].
    pub exit: u8,
    more: Box<More>,
}

/// What else is to be said about a failure.
#[derive(Default)]
struct More {
    /// In the JSON document.
    json: Map<String, Value>,
    /// For people, before the sentence.
    text: String,
}

impl Failure {
    /// The arguments or the file are wrong.
    pub fn wrong(error: impl Into<String>) -> Self {
        Self::new(error.into(), WRONG)
    }

    /// The store cannot be used.
    pub fn store(error: impl Into<String>) -> Self {
        Self::new(error.into(), STORE)
    }

    fn new(error: String, exit: u8) -> Self {
        Self {
            error,
            exit,
            more: Box::default(),
        }
    }

    /// Adds what `json`, an object, has to the JSON document, and a text for people.
    #[must_use]
    pub fn with(mut self, json: Value, text: impl Into<String>) -> Self {
        if let Value::Object(more) = json {
            self.more.json.extend(more);
        }
        self.more.text = text.into();
        self
    }
}

impl From<StoreError> for Failure {
    fn from(e: StoreError) -> Self {
        let exit = match e {
            StoreError::Exists(_)
            | StoreError::NumberTaken { .. }
            | StoreError::SsidTaken { .. }
            | StoreError::Cancelled => WRONG,
            StoreError::InUse(_)
            | StoreError::Absent(_)
            | StoreError::Newer { .. }
            | StoreError::Damaged { .. }
            | StoreError::Record { .. }
            | StoreError::Stale
            | StoreError::DiskFull
            | StoreError::Io(_) => STORE,
        };
        Self::new(e.to_string(), exit)
    }
}

impl From<WorkError> for Failure {
    fn from(e: WorkError) -> Self {
        match e {
            WorkError::Store(e) => e.into(),
            e => Self::wrong(e.to_string()),
        }
    }
}

impl From<SaveError> for Failure {
    fn from(e: SaveError) -> Self {
        match e {
            SaveError::Work(e) => e.into(),
            SaveError::Problems(ref problems) => {
                let problems: Vec<Value> = problems.iter().map(super::show::draft_problem).collect();
                Self::wrong(e.to_string()).with(json!({ "problems": problems }), "")
            }
            SaveError::LooksLike(_) => Self::wrong(e.to_string()),
        }
    }
}

/// Prints an answer or a failure, and gives the exit status.
pub fn print(result: Result<Answer, Failure>, as_json: bool) -> u8 {
    match result {
        Ok(answer) if as_json => {
            document(&answer.json);
            answer.exit
        }
        Ok(answer) => {
            out(&answer.text);
            answer.exit
        }
        Err(failure) if as_json => {
            let mut whole = Map::new();
            whole.insert("error".into(), json!(failure.error));
            whole.insert("exit".into(), json!(failure.exit));
            whole.extend(failure.more.json);
            document(&Value::Object(whole));
            failure.exit
        }
        Err(failure) => {
            out(&failure.more.text);
            err(&failure.error);
            failure.exit
        }
    }
}

/// A JSON document for stdout.
fn document(json: &Value) {
    out(&serde_json::to_string_pretty(json).unwrap_or_else(|_| json.to_string()));
}

/// Writes to stdout. A reader that went away (`| head`) has what it wanted; anything else that goes wrong is said.
fn out(text: &str) {
    if text.is_empty() {
        return;
    }
    let mut stdout = std::io::stdout().lock();
    let written = stdout
        .write_all(text.trim_end().as_bytes())
        .and_then(|()| stdout.write_all(b"\n"))
        .and_then(|()| stdout.flush());
    if let Err(e) = written
        && e.kind() != std::io::ErrorKind::BrokenPipe
    {
        err(&format!("The output could not be written: {e}."));
    }
}

/// Writes a message to stderr.
pub fn err(text: &str) {
    // Where even this cannot be written, nobody is listening.
    let _ = writeln!(std::io::stderr(), "{}", text.trim_end());
}
