//! Undo of what an operation changed beside students: schools, requests, settings, decisions, program data, and the General
//! Student Table.

use super::conflicts::Conflicts;
use super::{WhyNot, decisions};
use crate::domain::ids::OperationId;
use crate::domain::journal::{Change, GeneralChange, RowChange, What};
use crate::domain::request::RequestRecord;
use crate::domain::request::{Function, RequestState};
use crate::domain::student::Timestamp;
use crate::store::error::StoreError;
use crate::store::read::Reader;
use crate::store::write::Writer;

pub(super) fn undo_change(
    writer: &mut Writer<'_>,
    reader: &Reader,
    id: OperationId,
    change: Change,
    now: Timestamp,
) -> Result<Result<(), WhyNot>, StoreError> {
    let no = |why: String| Ok(Err(WhyNot(why)));
    match change {
        Change::School(before, after) => {
            let code = match (&before, &after) {
                (Some(s), _) | (_, Some(s)) => s.code.clone(),
                (None, None) => return Ok(Ok(())),
            };
            if reader.school(&code)? != after {
                return no(format!("School {code} was changed since."));
            }
            writer.school(after, before);
        }
        Change::Request(before, after) => {
            let Some(after) = after else { return Ok(Ok(())) };
            let current = reader.request(after.id)?;
            if current.as_ref() != Some(&after) {
                return no(match current.map(|r| r.state) {
                    Some(RequestState::Processed { response_file, .. }) => format!(
                        "{} has been answered since: {response_file} was processed. Undo that first.",
                        after.file_name
                    ),
                    _ => format!(
                        "The request {} was changed since. Undo that first.",
                        after.file_name
                    ),
                });
            }
            // A request that was made stays on record as withdrawn: its file may be on its way.
            let back = before.map_or_else(
                || {
                    let mut r = (*after).clone();
                    r.state = RequestState::Withdrawn { at: now };
                    r
                },
                |b| *b,
            );
            writer.request(Some(*after), Some(back));
        }
        Change::District(before, after) => {
            if reader.district()? != *after {
                return no("The settings were changed again since.".into());
            }
            writer.district(*after, *before);
        }
        Change::Decision(before, after) => {
            if let Some(why) = decisions::back(writer, reader, id, before, after)? {
                return Ok(Err(why));
            }
        }
        // A merge is taken back as a whole, before it comes to this.
        Change::Merge(_) => {}
    }
    Ok(Ok(()))
}

pub(super) fn undo_rows(
    writer: &mut Writer<'_>,
    reader: &Reader,
    id: OperationId,
    conflicts: &mut Conflicts,
) -> Result<(), StoreError> {
    let mut told = false;
    for change in reader.row_changes(id)? {
        let current = reader.row(change.id)?;
        if current == change.after {
            writer.row(RowChange {
                id: change.id,
                before: change.after,
                after: change.before,
            });
        } else if !told {
            // Entries are not students: the first of them says enough.
            told = true;
            let row = change.after.as_ref().or(change.before.as_ref());
            let label = row.map(|(_, row)| row.label()).unwrap_or_default();
            conflicts.add(format!("“{label}” was changed or moved since. Undo that first."));
        }
    }
    Ok(())
}

pub(super) fn undo_general(
    writer: &mut Writer<'_>,
    reader: &Reader,
    id: OperationId,
    conflicts: &mut Conflicts,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<(), StoreError> {
    let (mut done, total) = (0, reader.general_count()?);
    reader.for_each_general_change(id, |change| {
        done += 1;
        if done % 512 == 0 && !progress(done, total.max(done)) {
            return Err(StoreError::Cancelled);
        }
        let Some(number) = change.number().map(str::to_owned) else {
            return Ok(());
        };
        if reader.general(&number)? == change.after {
            writer.general(GeneralChange {
                before: change.after,
                after: change.before,
            })?;
        } else {
            conflicts.add(format!(
                "Row {number} of the General Student Table was imported again since. Undo that first."
            ));
        }
        Ok(())
    })
}

/// A New request whose response was here once, though its processing was undone, is not taken back: the state has made
/// numbers for its students, and a second New would make others.
pub(super) fn numbers_at_the_state(reader: &Reader, change: &Change) -> Result<Option<WhyNot>, StoreError> {
    let Change::Request(before, Some(request)) = change else {
        return Ok(None);
    };
    let withdrawn = |r: &RequestRecord| matches!(r.state, RequestState::Withdrawn { .. });
    if request.function != Function::New
        || request.state != RequestState::Open
        || before.as_deref().is_some_and(|b| !withdrawn(b))
        || reader.request(request.id)?.as_ref() != Some(&**request)
    {
        return Ok(None);
    }
    let answer = reader
        .operations(usize::MAX)?
        .into_iter()
        .find_map(|o| match o.what {
            What::ResponseApplied { request: r, file, .. } if r == request.id => Some(file),
            _ => None,
        });
    Ok(answer.map(|file| {
        WhyNot(format!(
            "The state has answered {}: its students have numbers there. Process {file} again instead.",
            request.file_name
        ))
    }))
}
