//! Roster in, and the SIS's export in.

use super::import_args::{self, Import, ImportFile, Said};
use super::import_show as show_import;
use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use crate::app::Alike;
use crate::app::work::rosters::PlannedRoster;
use crate::app::work::{WorkError, exports, general, rosters};
use crate::domain::problem::{Problem, Severity};
use crate::domain::roster::{
    MappedColumn, Outcome, Question, Reading, Roster, RosterColumn, Table, UNKNOWN_SCHOOLS,
};
use crate::files::{FileError, mapping};
use crate::store::Store;
use serde_json::json;
use std::path::Path;

/// Runs an import.
pub fn run(command: &Import, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Import::Roster { file, create_schools } => import(file, Table::Students, *create_schools, cx),
        Import::General { file } => import(file, Table::General, false, cx),
    }
}

fn import(file: &ImportFile, into: Table, create_schools: bool, cx: &Cx) -> Result<Answer, Failure> {
    let mut reading = match &file.map {
        Some(map) => mapping::read(map).map_err(|e| refused(e.into()))?,
        None => Reading::default(),
    };
    let said = file
        .add_to(&mut reading, create_schools)
        .map_err(Failure::wrong)?;
    known_keys(&reading)?;
    is_workbook(file.problems.as_deref())?;
    let store = cx.open()?;
    let roster = rosters::read(&file.path, &reading, &cx.ticket).map_err(refused)?;
    known_headers(&said, &roster)?;
    if let Some(problem) = &roster.unreadable {
        write_map(file, &roster, &roster.questions)?;
        let error = problem.to_string();
        return Err(refusal(
            error,
            &roster.problems,
            &roster.columns,
            &roster.questions,
        ));
    }
    let planned = match into {
        Table::Students => rosters::compare(&store, roster, &cx.stamp, &cx.ticket)
            .and_then(|planned| with_look_alikes(&store, planned, cx)),
        Table::General => general::compare_export(&store, roster, &cx.stamp, &cx.ticket),
    }
    .map_err(refused)?;
    let unused = answers_fit(&said, &reading, &planned)?;
    let (roster, plan) = (&planned.roster, &planned.plan);
    write_map(file, roster, &plan.questions)?;
    if plan.outcome() == Outcome::Reject {
        let worst = plan.problems.iter().find(|p| p.severity == Severity::Refused);
        let error = worst.map_or_else(|| format!("{} is refused.", plan.file), ToString::to_string);
        return Err(refusal(error, &plan.problems, &roster.columns, &plan.questions));
    }
    if let Some(to) = &file.problems {
        exports::not_the_district(&store, to)?;
        rosters::save_problems(&file.path, &planned, to, &cx.ticket)?;
    }
    let committed = match into {
        _ if file.dry_run => None,
        Table::Students => rosters::import(&store, &planned, &cx.stamp, &cx.ticket)?,
        Table::General => general::take_export(&store, &planned, &cx.stamp, &cx.ticket)?,
    };
    let mut json = show_import::imported(&planned, &unused, file.dry_run);
    json["operation"] = json!(committed.map(|c| c.operation.id));
    let open = plan.questions.iter().any(|q| q.answer.is_none());
    let look = plan.counts().refused > 0 || open || show::any_held(&plan.problems);
    Ok(Answer::done(json, show_import::imported_text(&planned, &unused, file.dry_run)).look_if(look))
}

/// Looks whom the added students look like, as the window does, where any are added that can be looked at.
fn with_look_alikes(store: &Store, mut planned: PlannedRoster, cx: &Cx) -> Result<PlannedRoster, WorkError> {
    if rosters::can_look_for_alike(&planned) {
        let alike = Alike::read(&store.read()?, cx.stamp.today, &|d, t| cx.ticket.step(d, t))?;
        rosters::look_for_alike(store, &mut planned, &alike, &cx.stamp, &cx.ticket)?;
    }
    Ok(planned)
}

/// What keeps a file from being read or compared: nothing is taken of it, and programs are told so as of any other
/// refusal.
fn refused(e: WorkError) -> Failure {
    match e {
        WorkError::Store(e) => e.into(),
        WorkError::File(FileError::Refused(problem)) => {
            refusal(problem.to_string(), std::slice::from_ref(&*problem), &[], &[])
        }
        e => refusal(e.to_string(), &[], &[], &[]),
    }
}

/// A file that is refused whole, with what people need to have it read the next time.
fn refusal(error: String, problems: &[Problem], columns: &[MappedColumn], questions: &[Question]) -> Failure {
    let mut text = String::new();
    for c in columns {
        let holds = c.column.map_or("-", RosterColumn::name);
        let samples = c.samples.join(", ");
        text.push_str(&format!("Column “{}” = {holds}  ({samples})\n", c.header));
    }
    if !columns.is_empty() {
        text.push_str("Say with --column HEADER=FIELD what a column holds.\n");
    }
    text.push_str(&show_import::questions_text(questions));
    for p in problems.iter().filter(|p| p.to_string() != error) {
        text.push_str(&format!("{p}\n"));
    }
    Failure::wrong(error).with(show_import::refused(problems, columns, questions), text)
}

fn write_map(file: &ImportFile, roster: &Roster, questions: &[Question]) -> Result<(), Failure> {
    if let Some(to) = &file.write_map {
        let used = mapping::of_roster(roster, questions);
        mapping::write(to, &used, questions).map_err(WorkError::from)?;
    }
    Ok(())
}

/// Refuses an answer to a question that can come up about no file, and one that its question never has: it would be passed
/// over today and stop the script on the day the question comes up.
fn known_keys(reading: &Reading) -> Result<(), Failure> {
    for (key, answer) in &reading.answers {
        if !import_args::is_key(key) {
            return Err(Failure::wrong(format!(
                "There is no question “{key}”. Questions: {}.",
                import_args::keys()
            )));
        }
        if let Some(answers) = import_args::answers_of(key).filter(|all| !all.contains(&answer.as_str())) {
            return Err(Failure::wrong(format!(
                "“{answer}” is no answer to {key}. Answers: {}.",
                answers.join(", ")
            )));
        }
    }
    Ok(())
}

/// Refuses a `--column` of a header that the file does not have.
fn known_headers(said: &Said, roster: &Roster) -> Result<(), Failure> {
    let headers = || roster.columns.iter().map(|c| c.header.as_str());
    match said.headers.iter().find(|h| !headers().any(|have| have == *h)) {
        Some(header) => Err(refusal(
            format!(
                "{} has no column “{header}”. Columns: {}.",
                roster.file,
                headers().collect::<Vec<_>>().join(", ")
            ),
            &[],
            &roster.columns,
            &[],
        )),
        None => Ok(()),
    }
}

/// Refuses answers that their questions do not have, and those that decide which cells are read and are not asked for.
/// Gives the other answers of the arguments that this file does not ask for: a script may give them to every file.
fn answers_fit(said: &Said, reading: &Reading, planned: &PlannedRoster) -> Result<Vec<String>, Failure> {
    let questions = &planned.plan.questions;
    let asked = |key: &str| questions.iter().find(|q| q.key == key);
    let wrong = |error: String| refusal(error, &[], &planned.roster.columns, questions);
    for (key, answer) in &reading.answers {
        let Some(question) = asked(key) else { continue };
        if !question.choices.iter().any(|c| c.name == *answer) {
            let choices: Vec<&str> = question.choices.iter().map(|c| c.name.as_str()).collect();
            return Err(wrong(format!(
                "“{answer}” is no answer to {key}: {} Answers: {}.",
                question.sentence,
                choices.join(", ")
            )));
        }
    }
    let taken = |key: &str| key == UNKNOWN_SCHOOLS || asked(key).is_some();
    let mut unused = Vec::new();
    for (key, answer) in said.answers.iter().filter(|(key, _)| !taken(key)) {
        if import_args::decides_cells(key) {
            let keys: Vec<&str> = questions.iter().map(|q| q.key.as_str()).collect();
            let keys = if keys.is_empty() {
                "none".to_owned()
            } else {
                keys.join(", ")
            };
            return Err(wrong(format!(
                "{key} is not asked about {}. Questions about it: {keys}.",
                planned.plan.file
            )));
        }
        unused.push(format!("{key}={answer}"));
    }
    Ok(unused)
}

/// Refuses a place for the problems that does not say by its ending what it will be.
fn is_workbook(problems: Option<&Path>) -> Result<(), Failure> {
    match problems {
        Some(to) if to.extension().is_none_or(|e| !e.eq_ignore_ascii_case("xlsx")) => Err(Failure::wrong(
            "The problems are saved as an Excel workbook. Give the name the ending .xlsx.",
        )),
        _ => Ok(()),
    }
}
