//! The journal.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::signed_args::SignedIfNeeded;
use super::{show, signed};
use crate::app::work::history;
use crate::domain::ids::{OperationId, RowId};
use crate::domain::student::Field;
use crate::store::{UndoAnswers, UndoQuestion};
use serde_json::{Value, json};

pub fn list(limit: Option<usize>, cx: &Cx) -> Result<Answer, Failure> {
    let operations = cx.open()?.read()?.operations(limit.unwrap_or(usize::MAX))?;
    let lines: Vec<String> = operations.iter().map(show::operation_line).collect();
    let each: Vec<Value> = operations.iter().map(show::operation).collect();
    Ok(Answer::done(json!({ "operations": each }), lines.join("\n")))
}

pub fn undo(
    operation: u64,
    signed: &SignedIfNeeded,
    back: &[String],
    to_source: &[u64],
    cx: &Cx,
) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let id = OperationId(operation);
    let mut answers = UndoAnswers {
        to_source: to_source.iter().map(|n| RowId(*n)).collect(),
        ..UndoAnswers::default()
    };
    for name in back {
        let field = Field::by_name(name).ok_or_else(|| {
            Failure::wrong(format!(
                "--back {name}: there is no field of this name. `students show` has their names."
            ))
        })?;
        answers.back.insert(field);
    }
    let administrator = match &signed.user {
        Some(user) => Some(signed::sign_in(&store, user, cx)?),
        None => None,
    };
    cx.ticket.phase("Undoing");
    let mut progress = |d: usize, t: usize| cx.ticket.step(d as u64, t as u64);
    // What was answered has to have been asked: a misspelt row would leave everything as it is, and say nothing.
    let (mut questions, mut warnings) = (Vec::new(), Vec::new());
    if let Ok(plan) = store.can_undo(id, cx.stamp.now, &mut progress)? {
        (questions, warnings) = (plan.questions, plan.warnings);
        asked(&answers, &questions)?;
    }
    let done = history::undo(
        &store,
        id,
        &answers,
        administrator.as_deref(),
        &cx.stamp,
        &mut progress,
    )?;
    let mut json = show::operation(&done.operation);
    json["questions"] = questions.iter().map(|q| question(q, &answers)).collect();
    let mut lines = vec![format!("{}.", done.operation.what.sentence())];
    json["warnings"] = json!(warnings);
    lines.extend(questions.iter().map(|q| question_line(q, &answers)));
    lines.extend(warnings);
    Ok(Answer::done(json, lines.join("\n")))
}

/// Whether every answer belongs to a question.
fn asked(answers: &UndoAnswers, questions: &[UndoQuestion]) -> Result<(), Failure> {
    for field in &answers.back {
        let found = |q: &UndoQuestion| matches!(q, UndoQuestion::Field { field: f, .. } if f == field);
        if !questions.iter().any(found) {
            return Err(Failure::wrong(format!(
                "--back {}: the merge did not change this field, or it was not edited since, so there is nothing to decide.",
                field.name()
            )));
        }
    }
    for row in &answers.to_source {
        let found = |q: &UndoQuestion| matches!(q, UndoQuestion::Row { id, .. } if id == row);
        if !questions.iter().any(found) {
            return Err(Failure::wrong(format!(
                "--to-source {}: no row of this number was added to the Target since the merge.",
                row.0
            )));
        }
    }
    Ok(())
}

/// What was asked, and how it was answered.
fn question(question: &UndoQuestion, answers: &UndoAnswers) -> Value {
    match question {
        UndoQuestion::Field {
            field,
            before,
            merged,
            now,
        } => json!({
            "field": field.name(),
            "before": before,
            "merged": merged,
            "now": now,
            "answer": if answers.back.contains(field) { "back" } else { "kept" },
        }),
        UndoQuestion::Row { id, label } => json!({
            "row": id.0,
            "label": label,
            "answer": if answers.to_source.contains(id) { "source" } else { "target" },
        }),
    }
}

fn question_line(question: &UndoQuestion, answers: &UndoAnswers) -> String {
    match question {
        UndoQuestion::Field {
            field, before, now, ..
        } => {
            let (name, label) = (field.name(), field.label());
            if answers.back.contains(field) {
                format!("{label} was edited since, and went back to “{before}”.")
            } else {
                format!("{label} was edited since, and stays “{now}” (--back {name} takes it back).")
            }
        }
        UndoQuestion::Row { id, label } => {
            if answers.to_source.contains(id) {
                format!("Row {}, added since, went to the Source: {label}.", id.0)
            } else {
                format!("Row {}, added since, stays with the Target: {label}.", id.0)
            }
        }
    }
}
