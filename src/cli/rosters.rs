//! Roster in, and the SIS's export in.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::show;
use crate::app::work::rosters::PlannedRoster;
use crate::app::work::{WorkError, general, rosters};
use crate::domain::roster::{CREATE, Reading, Roster, UNKNOWN_SCHOOLS};
use crate::files::FileError;
use crate::store::Committed;
use serde_json::{Value, json};
use std::path::Path;

pub fn import(path: &Path, create_schools: bool, dry_run: bool, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let mut reading = Reading::default();
    if create_schools {
        reading = reading.answering(UNKNOWN_SCHOOLS, CREATE);
    }
    let roster = rosters::read(path, &reading, &cx.ticket)?;
    refuse_unreadable(&roster)?;
    let planned = rosters::compare(&store, roster, &cx.stamp, &cx.ticket)?;
    let committed = if dry_run {
        None
    } else {
        rosters::import(&store, &planned, &cx.stamp, &cx.ticket)?
    };
    Ok(imported(&planned, dry_run, committed))
}

pub fn import_general(path: &Path, dry_run: bool, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let roster = rosters::read(path, &Reading::default(), &cx.ticket)?;
    refuse_unreadable(&roster)?;
    let planned = general::compare_export(&store, roster, &cx.stamp, &cx.ticket)?;
    let committed = if dry_run {
        None
    } else {
        general::take_export(&store, &planned, &cx.stamp, &cx.ticket)?
    };
    Ok(imported(&planned, dry_run, committed))
}

/// Nothing is taken of a file of which nobody knows which column is what.
fn refuse_unreadable(roster: &Roster) -> Result<(), Failure> {
    match &roster.unreadable {
        Some(problem) => Err(WorkError::from(FileError::Refused(Box::new(problem.clone()))).into()),
        None => Ok(()),
    }
}

/// What an import did, or would do.
fn imported(planned: &PlannedRoster, dry_run: bool, committed: Option<Committed>) -> Answer {
    let plan = &planned.plan;
    let c = plan.counts();
    let mut text = format!(
        "{}{}: {} rows, {} added, {} changed, {} the same, {} held back\n",
        if dry_run { "Nothing was written. " } else { "" },
        plan.file,
        c.rows,
        c.added,
        c.changed,
        c.same,
        c.refused
    );
    for p in &plan.problems {
        text.push_str(&format!("{p}\n"));
    }
    let new_schools: Vec<Value> = plan
        .new_schools
        .iter()
        .map(|(code, name)| json!({ "code": code, "name": name }))
        .collect();
    Answer::done(
        json!({
            "file": plan.file,
            "dry_run": dry_run,
            "rows": c.rows,
            "added": c.added,
            "changed": c.changed,
            "same": c.same,
            "refused": c.refused,
            "new_schools": new_schools,
            "unknown_schools": plan.unknown_schools,
            "problems": plan.problems.iter().map(show::problem).collect::<Vec<_>>(),
            "operation": committed.map(|c| c.operation.id),
        }),
        text,
    )
    .look_if(c.refused > 0 || show::any_held(&plan.problems))
}
