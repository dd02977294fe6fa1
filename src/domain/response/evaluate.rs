//! The whole-file checks, and the report of every line of a file that passes them.

use super::clashes::Clashes;
use super::find::{SentIndex, find_student};
use super::judge::judge;
use super::{Action, Context, Directory, Outcome, Refusal, Report, ReportRow, ResponseFile};
use crate::domain::ids::StudentKey;
use crate::domain::request::{Choice, Function, RequestState};
use crate::domain::text::match_key;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

/// Compares a response with what is here. Changes nothing.
///
/// # Errors
/// The outer error when the store cannot be read, the inner when the file is refused whole.
pub fn evaluate<D: Directory>(
    file: &ResponseFile,
    cx: &Context<'_>,
    directory: &D,
    mut progress: impl FnMut(usize) -> Result<(), D::Error>,
) -> Result<Result<Report, Refusal>, D::Error> {
    if let Some(refusal) = whole_file(file, cx) {
        return Ok(Err(refusal));
    }
    let index = SentIndex::new(cx.sent);
    let mut found = Vec::with_capacity(file.lines.len());
    for (i, line) in file.lines.iter().enumerate() {
        if i % 512 == 0 {
            progress(i)?;
        }
        found.push(find_student(line, cx, &index, directory)?);
    }
    let clashes = Clashes::of(file, &found, cx);
    let mut rows = Vec::with_capacity(file.lines.len());
    for (i, (line, found)) in file.lines.iter().zip(found).enumerate() {
        if i % 512 == 0 {
            progress(i)?;
        }
        rows.push(judge(line, found, cx, &clashes, directory)?);
    }
    write_once(&mut rows);
    // A line that is refused for its student answers the request all the same; a line that is cut off does not.
    let answered: HashSet<u32> = rows
        .iter()
        .zip(&file.lines)
        .filter_map(|(row, line)| {
            row.line.or_else(|| {
                let stated = line.line.trim().parse().ok();
                stated.filter(|_| line.broken.is_none())
            })
        })
        .collect();
    let unanswered = cx
        .sent
        .iter()
        .map(|s| s.line)
        .filter(|l| !answered.contains(l))
        .collect();
    let processed_at = match &cx.request.state {
        RequestState::Processed { at, .. } => Some(*at),
        _ => None,
    };
    if processed_at.is_some() {
        // The second time nothing is written, except a line that was settled since.
        for row in &mut rows {
            if row.choice != Some(Choice::Response) {
                row.action = Action::None;
            }
        }
    }
    Ok(Ok(Report {
        request: cx.request.id,
        function: cx.request.function,
        request_file: cx.request.file_name.clone(),
        request_made_at: cx.request.made_at,
        request_lines: cx.request.lines,
        file: file.name.clone(),
        fingerprint: file.fingerprint.clone(),
        rows,
        unanswered,
        processed_at,
    }))
}

/// A student whom the file names twice with the same answer is written once.
fn write_once(rows: &mut [ReportRow]) {
    let mut first: HashMap<StudentKey, u64> = HashMap::new();
    for row in rows.iter_mut().filter(|r| r.action != Action::None) {
        let Some(student) = row.student else { continue };
        match first.entry(student) {
            Entry::Vacant(place) => {
                place.insert(row.file_line);
            }
            Entry::Occupied(line) => {
                row.action = Action::None;
                row.outcome = Outcome::AlreadySame;
                row.message = format!("Line {} says the same.", line.get());
            }
        }
    }
}

fn whole_file(file: &ResponseFile, cx: &Context<'_>) -> Option<Refusal> {
    let name = || file.name.clone();
    if file.lines.is_empty() {
        return Some(Refusal::Empty { file: name() });
    }
    if !cx.practice && file.is_practice() {
        return Some(Refusal::Practice { file: name() });
    }
    if is_request(file, cx) {
        return Some(if match_key(&file.name).starts_with("resp") {
            Refusal::SaysNothing { file: name() }
        } else {
            Refusal::IsRequest { file: name() }
        });
    }
    if cx.request.function == Function::Verify {
        return Some(Refusal::Verify { file: name() });
    }
    if matches!(cx.request.state, RequestState::Withdrawn { .. }) {
        return Some(Refusal::Withdrawn {
            file: name(),
            request: cx.request.file_name.clone(),
        });
    }
    if cx.request.function == Function::Update && !file.has_marker_column {
        return Some(Refusal::NoMarkerColumn { file: name() });
    }
    None
}

/// A file that bears a request's name, or says nothing that the request did not say: no number, no message.
fn is_request(file: &ResponseFile, cx: &Context<'_>) -> bool {
    match_key(&file.name) == match_key(&cx.request.file_name)
        || match_key(&file.name).starts_with("req_")
        || (!file.has_marker_column
            && matches!(cx.request.function, Function::Retrieve | Function::New)
            && file
                .lines
                .iter()
                .all(|l| l.ssid.trim().is_empty() && l.broken.is_none()))
}
