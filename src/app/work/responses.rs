//! Process Response File from SSID System: the report, Update SIS System, and lines that a person settles.

use super::{WorkError, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::ids::{OperationId, RequestId, StudentKey};
use crate::domain::journal::What;
use crate::domain::matching::{Explanation, Matcher, Person};
use crate::domain::problem::Problem;
use crate::domain::request::{Choice, Function, RequestState, SentLine};
use crate::domain::response::{
    Action, Context, Outcome, Refusal, Report, ReportRow, ResponseFile, apply_row, evaluate, find_request,
    likely_requests,
};
use crate::files::read_response;
use crate::store::{Committed, Store, StoreError};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// A response that was compared with what is here. Nothing is written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedResponse {
    /// The file.
    pub path: PathBuf,
    /// The Response File Error Report.
    pub report: Report,
    /// What is to be said about the file as a whole.
    pub notes: Vec<Problem>,
    /// The newest operation when it was compared: applying it later than that compares again.
    pub base: OperationId,
    /// Lines by outcome, as [`Report::counts`]: counted once, for screens ask in every frame.
    pub counts: BTreeMap<Outcome, u32>,
    /// The lines that change a record, as [`Report::changing`]: positions in the report's rows.
    pub changing: Vec<u32>,
}

impl CheckedResponse {
    fn new(path: &Path, report: Report, notes: Vec<Problem>, base: OperationId) -> Self {
        Self {
            path: path.to_owned(),
            counts: report.counts(),
            changing: (0..)
                .zip(&report.rows)
                .filter(|(_, row)| row.changes())
                .map(|(at, _)| at)
                .collect(),
            report,
            notes,
            base,
        }
    }
}

/// Reads a response and compares it. Changes nothing.
///
/// # Errors
/// When the file cannot be read or is refused whole, the store cannot be read, or the ticket is cancelled.
pub fn check(
    store: &Store,
    path: &Path,
    request: Option<RequestId>,
    choices: &BTreeMap<u32, Choice>,
    ticket: &Ticket,
) -> Result<CheckedResponse, WorkError> {
    let shipped = Matcher::default();
    check_by(
        &|a, b| shipped.explain(a, b),
        store,
        path,
        request,
        choices,
        ticket,
    )
}

/// [`check`], with the engine that knows the district's own weights.
///
/// # Errors
/// As [`check`].
pub fn check_by(
    explain: &dyn Fn(&Person, &Person) -> Explanation,
    store: &Store,
    path: &Path,
    request: Option<RequestId>,
    choices: &BTreeMap<u32, Choice>,
    ticket: &Ticket,
) -> Result<CheckedResponse, WorkError> {
    let reader = store.read()?;
    let district = reader.district()?;
    ticket.phase_in_percent("Reading the file");
    let read = read_response(path, &district.layout, &mut |d, t| ticket.step(d, t))?;
    let file: ResponseFile = read.value;
    let requests = reader.requests()?;
    // The snapshot that was looked at last is mostly the one that is compared with: read once, it is kept.
    let mut last: Option<(RequestId, Rc<[SentLine]>)> = None;
    let mut sent = |id| -> Result<Rc<[SentLine]>, StoreError> {
        if let Some((_, lines)) = last.as_ref().filter(|(of, _)| *of == id) {
            return Ok(Rc::clone(lines));
        }
        let lines: Rc<[SentLine]> = reader.sent(id)?.into();
        last = Some((id, Rc::clone(&lines)));
        Ok(lines)
    };
    let found = match request {
        Some(id) => requests.iter().find(|r| r.id == id),
        None => find_request(&file, &requests, &mut sent)?,
    };
    let Some(request) = found else {
        let likely = likely_requests(&file, &requests, &mut sent)?;
        if !likely.is_empty() {
            return Err(WorkError::Which {
                file: file.name,
                requests: likely.iter().map(|r| (r.id, r.file_name.clone())).collect(),
            });
        }
        return Err(refusal_without_request(&file, &requests, district.practice).into());
    };
    let sent = sent(request.id)?;
    let cx = Context {
        request,
        sent: &sent,
        rules: &district.rules,
        layout: &district.layout,
        choices,
        practice: district.practice,
        explain,
    };
    ticket.phase("Comparing");
    // Every line is looked at twice: once to find its student, once to judge it.
    let total = file.lines.len() as u64;
    let report = evaluate(&file, &cx, &reader, |done| {
        if ticket.step(done as u64, total) {
            Ok(())
        } else {
            Err(StoreError::Cancelled)
        }
    })??;
    let base = reader.last_change()?;
    Ok(CheckedResponse::new(path, report, read.problems, base))
}

/// A file that answers no request here: say the most useful thing about it.
fn refusal_without_request(
    file: &ResponseFile,
    requests: &[crate::domain::request::RequestRecord],
    practice: bool,
) -> Refusal {
    let name = || file.name.clone();
    if file.lines.is_empty() {
        Refusal::Empty { file: name() }
    } else if !practice && file.is_practice() {
        Refusal::Practice { file: name() }
    } else if file.name.to_lowercase().starts_with("verify_") {
        // The practice SSID system's list of differences, whose columns are not a response's.
        Refusal::Verify { file: name() }
    } else if file.name.to_lowercase().starts_with("req_")
        || requests
            .iter()
            .any(|r| r.file_name.eq_ignore_ascii_case(&file.name))
    {
        Refusal::IsRequest { file: name() }
    } else {
        Refusal::NoRequest { file: name() }
    }
}

/// What Update SIS System wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Students who received an SSID.
    pub filled: u32,
    /// Change flags that were cleared.
    pub confirmed: u32,
    /// SSIDs that were replaced because a person chose so.
    pub replaced: u32,
    /// The journal entry.
    pub committed: Committed,
}

impl Applied {
    /// Records that changed.
    pub fn written(&self) -> u32 {
        self.filled + self.confirmed + self.replaced
    }
}

/// Update SIS System: applies a report in one transaction.
///
/// # Errors
/// [`StoreError::Stale`] when anything was saved since the report was made; a sentence when the response was
/// processed before, or lacks lines and that was not confirmed.
pub fn apply(
    store: &Store,
    checked: &CheckedResponse,
    confirmed_incomplete: bool,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Applied, WorkError> {
    let report = &checked.report;
    let mut writer = store.write()?;
    if writer.reader().last_change()? != checked.base {
        return Err(StoreError::Stale.into());
    }
    if let Some(at) = report.processed_at {
        return said(already_processed(&report.file, at));
    }
    if let Some(why) = report.incomplete().filter(|_| !confirmed_incomplete) {
        return said(why);
    }
    let Some(before) = writer.reader().request(report.request)? else {
        return said(format!("The request of {} is not here.", report.file));
    };
    let rules = writer.reader().district()?.rules;
    // Everything goes in the order of the store's keys: what is read and written side by side lies side by side.
    let mut sent: Vec<SentLine> = writer.reader().sent(report.request)?;
    sent.sort_unstable_by_key(|s| s.student);
    // By its line: the student may have been merged into another one since.
    let sent_as: HashMap<u32, &SentLine> = sent.iter().map(|s| (s.line, s)).collect();
    let mut rows: Vec<&ReportRow> = report.rows.iter().collect();
    rows.sort_by_key(|r| r.student);
    ticket.phase("Preparing the changes");
    let (mut filled, mut confirmed, mut replaced) = (0, 0, 0);
    let total = rows.len() as u64;
    let mut settled = before.settled.clone();
    let mut answers: HashMap<StudentKey, Outcome> = HashMap::with_capacity(rows.len());
    for (i, row) in rows.into_iter().enumerate() {
        if i % 1024 == 0 && !ticket.step(i as u64, total) {
            return Err(StoreError::Cancelled.into());
        }
        let Some((key, sent)) = row.student.zip(row.line.and_then(|l| sent_as.get(&l))) else {
            continue;
        };
        if let (Some(line), Some(choice)) = (row.line, row.choice) {
            settled.insert(line, choice);
        }
        // A line that a person settled needs no decision any more.
        let answer = if row.choice.is_some() {
            Outcome::AlreadySame
        } else {
            row.outcome
        };
        answers.insert(sent.student, answer);
        answers.insert(key, answer);
        if row.action == Action::None {
            continue;
        }
        let Some(student) = writer.reader().student(key)? else {
            continue;
        };
        if let Some(after) = apply_row(&student, row, sent, &rules, stamp.now) {
            match row.outcome {
                Outcome::WillBeFilled => filled += 1,
                Outcome::UpdateConfirmed => confirmed += 1,
                Outcome::DifferentSsid => replaced += 1,
                // Edited since: the flag stays up, for just what the state has not heard.
                _ => {}
            }
            writer.change(student, after);
        }
    }
    let mut asked: BTreeSet<StudentKey> = sent.iter().map(|s| s.student).collect();
    asked.extend(answers.keys());
    for key in &asked {
        let mut standing = writer.reader().standing(*key)?;
        let Some(mine) = standing
            .sent
            .get_mut(&report.function)
            .filter(|s| s.request == report.request)
        else {
            continue;
        };
        match answers.get(key) {
            Some(outcome) => mine.answer = Some(*outcome),
            // New may have made a number that this file does not tell us: only a Retrieve can find that out.
            None if report.function == Function::New => mine.answer = Some(Outcome::Unreadable),
            // Not answered at all: as if never sent, so that the next request has this student again.
            None => {
                standing.sent.remove(&report.function);
            }
        }
        writer.stand(*key, standing);
    }
    let mut after = before.clone();
    let operation = OperationId(checked.base.0 + 1);
    after.settled = settled;
    after.state = RequestState::Processed {
        at: stamp.now,
        response_file: report.file.clone(),
        fingerprint: report.fingerprint.clone(),
        counts: report.counts(),
        operation,
    };
    writer.request(Some(before), Some(after));
    let what = What::ResponseApplied {
        request: report.request,
        function: report.function,
        file: report.file.clone(),
        filled,
        confirmed,
        replaced,
    };
    ticket.phase("Saving");
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |d, t| {
        ticket.step(d as u64, t as u64)
    })?;
    Ok(Applied {
        filled,
        confirmed,
        replaced,
        committed,
    })
}

/// The sentence for a response that was processed before.
pub fn already_processed(file: &str, at: crate::domain::student::Timestamp) -> String {
    format!(
        "{file} was already processed on {}. Applying it again changes nothing.",
        at.with_timezone(&chrono::Local).format("%b %-d, %Y at %-I:%M %p")
    )
}

/// Settles one held line (different SSID) at once, as an operation of its own: before or after the response is applied.
///
/// # Errors
/// When the line is not held, or anything was saved since the report was made.
pub fn settle_line(
    store: &Store,
    checked: &CheckedResponse,
    line: u32,
    choice: Choice,
    stamp: &Stamp,
) -> Result<Committed, WorkError> {
    let report = &checked.report;
    let Some(row) = report
        .rows
        .iter()
        .find(|r| r.line == Some(line) && r.outcome == Outcome::DifferentSsid)
    else {
        return said(format!(
            "Line {line} of {} is not held for a different SSID.",
            report.file
        ));
    };
    let mut writer = store.write()?;
    if writer.reader().last_change()? != checked.base {
        return Err(StoreError::Stale.into());
    }
    let Some(before) = writer.reader().request(report.request)? else {
        return said(format!("The request of {} is not here.", report.file));
    };
    let mut after = before.clone();
    after.settled.insert(line, choice);
    writer.request(Some(before), Some(after));
    if choice == Choice::Response {
        replace_ssid(&mut writer, report, row, stamp)?;
    }
    let what = What::LineSettled {
        request: report.request,
        line,
        name: row.name.clone(),
        number: row.number.clone(),
        choice,
        ssid: match choice {
            Choice::Here => row.ssid_here.clone(),
            Choice::Response => row.ssid_in_response.clone(),
        },
    };
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

fn replace_ssid(
    writer: &mut crate::store::Writer<'_>,
    report: &Report,
    row: &ReportRow,
    stamp: &Stamp,
) -> Result<(), WorkError> {
    let Some(student) = row
        .student
        .map(|k| writer.reader().student(k))
        .transpose()?
        .flatten()
    else {
        return said("The student of this line is not here any more.");
    };
    let Ok(ssid) = crate::domain::ids::Ssid::parse(&row.ssid_in_response) else {
        return said(format!("“{}” is not an SSID.", row.ssid_in_response));
    };
    let sent = writer.reader().sent(report.request)?;
    let Some(sent) = sent.iter().find(|s| Some(s.line) == row.line) else {
        return said("The student of this line was not in the request.");
    };
    let rules = writer.reader().district()?.rules;
    let row = ReportRow {
        action: Action::Fill(ssid),
        ..row.clone()
    };
    if let Some(after) = apply_row(&student, &row, sent, &rules, stamp.now) {
        writer.change(student, after);
    }
    Ok(())
}
