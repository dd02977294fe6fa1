//! The journal.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use crate::app::work::WorkError;
use crate::domain::ids::OperationId;
use serde_json::{Value, json};

pub fn list(limit: Option<usize>, cx: &Cx) -> Result<Answer, Failure> {
    let operations = cx.open()?.read()?.operations(limit.unwrap_or(usize::MAX))?;
    let lines: Vec<String> = operations.iter().map(show::operation_line).collect();
    let each: Vec<Value> = operations.iter().map(show::operation).collect();
    Ok(Answer::done(json!({ "operations": each }), lines.join("\n")))
}

pub fn undo(operation: u64, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    cx.ticket.phase("Undoing");
    let done = store
        .undo(
            OperationId(operation),
            &crate::store::UndoAnswers::default(),
            &cx.stamp.who,
            cx.stamp.now,
            &mut |d, t| cx.ticket.step(d as u64, t as u64),
        )?
        .map_err(WorkError::from)?;
    Ok(Answer::done(
        show::operation(&done.operation),
        format!("{}.", done.operation.what.sentence()),
    ))
}
