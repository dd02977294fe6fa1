//! Create Request File for SSID System: whom a request has, the file, the snapshot of its lines.

use super::before_new::{self, Answers, AskedPair};
use super::{WorkError, different, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::domain::ids::{RequestId, StudentKey};
use crate::domain::journal::What;
use crate::domain::request::{
    Facts, Function, Readiness, RequestRecord, RequestState, Scope, Sent, SentLine, file_name,
};
use crate::domain::text::{count, search_key};
use crate::files::prepare_request_file;
use crate::store::{Committed, Reader, Store, StoreError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What is to be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// Which function.
    pub function: Function,
    /// Which students.
    pub scope: Scope,
    /// New only: also those whose Retrieve response has not been processed.
    pub override_retrieve: bool,
    /// The folder for the file.
    pub folder: PathBuf,
    /// New only: what was said of students who look like others.
    pub answers: Answers,
}

/// A student who should be in the file and is not, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct NotSent {
    /// Who.
    pub student: StudentKey,
    /// Student number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Why.
    pub why: Readiness,
    /// Whom the student looks like, when that is why.
    pub like: Vec<AskedPair>,
}

impl NotSent {
    /// Why, as a short sentence.
    pub fn why_not(&self) -> String {
        if self.like.is_empty() {
            return self.why.why_not();
        }
        let each = self
            .like
            .iter()
            .map(|p| format!("{} ({})", p.looks_like(), p.says.sentence()));
        format!("Held back: {}", each.collect::<Vec<_>>().join("; "))
    }
}

/// Whom a request would have.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// The lines, numbered, by school and name.
    pub lines: Vec<SentLine>,
    /// Who lacks something or waits.
    pub not_sent: Vec<NotSent>,
    /// Who is sent only because of the override.
    pub overridden: BTreeSet<StudentKey>,
}

/// A created request file.
#[derive(Debug, Clone, PartialEq)]
pub struct Created {
    /// The file.
    pub path: PathBuf,
    /// The request.
    pub request: RequestRecord,
    /// Who is not in it.
    pub not_sent: Vec<NotSent>,
    /// Pairs that were written down as different persons then.
    pub different: Vec<AskedPair>,
    /// The journal entry.
    pub committed: Committed,
}

/// Selects the students of a request, without creating anything.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn select(
    reader: &Reader,
    order: &Order,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Selection, StoreError> {
    let district = reader.district()?;
    let total = reader.count()? as u64;
    let mut out = Selection::default();
    let mut lines: Vec<(String, SentLine)> = Vec::new();
    let mut seen = 0u64;
    reader.for_each_student(|student, standing| {
        seen += 1;
        if seen.is_multiple_of(1024) && !ticket.step(seen, total) {
            return Err(StoreError::Cancelled);
        }
        let facts = Facts::of(&student, &standing, &district.layout);
        let Some(enrollment) = facts.enrollment_in(&order.scope, stamp.today) else {
            return Ok(());
        };
        let ready = facts.readiness(order.function);
        let overridden = order.override_retrieve && ready.can_be_overridden();
        match ready {
            Readiness::NotConcerned => {}
            _ if ready == Readiness::Ready || overridden => {
                if overridden {
                    out.overridden.insert(student.key);
                }
                let line = SentLine::of(0, &student, &enrollment.school);
                lines.push((
                    search_key(&format!("{} {}", line.last_name, line.first_name)),
                    line,
                ));
            }
            why => out.not_sent.push(NotSent {
                student: student.key,
                number: student.number.to_string(),
                name: student.list_name(),
                why,
                like: Vec::new(),
            }),
        }
        Ok(())
    })?;
    lines.sort_by(|(a, x), (b, y)| (&x.school, a, &x.number).cmp(&(&y.school, b, &y.number)));
    out.lines = lines
        .into_iter()
        .zip(1..)
        .map(|((_, mut line), n)| {
            line.line = n;
            line
        })
        .collect();
    Ok(out)
}

/// Creates a request file and its record. The file is written beside, the record is committed, then the file gets its
/// name, never over another one. A crash in between leaves a record without a file, which can be withdrawn; never a
/// file that answers to no record, whose numbers would be lost.
///
/// # Errors
/// When nobody can be sent (with the reason), the folder or the disk does not allow it, or the ticket is cancelled.
pub fn create(store: &Store, order: &Order, stamp: &Stamp, ticket: &Ticket) -> Result<Created, WorkError> {
    if order.scope.schools.is_empty() {
        return said("Select at least one school first.");
    }
    // The record outlives the folder the program was started in; a short path is typed easily.
    let folder = std::path::absolute(&order.folder).unwrap_or_else(|_| order.folder.clone());
    ticket.phase("Selecting students");
    let mut writer = store.write()?;
    let district = writer.reader().district()?;
    let mut selection = select(writer.reader(), order, stamp, ticket)?;
    let settled = before_new::settle(writer.reader(), order, &mut selection, stamp, ticket)?;
    if !settled.unanswered.is_empty() {
        return Err(WorkError::LookAlikes(settled.unanswered));
    }
    if selection.lines.is_empty() {
        return said(nobody(order, &selection));
    }
    let first = writer
        .reader()
        .requests()?
        .iter()
        .filter(|r| crate::domain::dates::local_day(r.made_at) == stamp.today)
        .count() as u32
        + 1;
    ticket.phase("Writing the file");
    let file = prepare_request_file(
        &folder,
        &|n| file_name(&district.lea, stamp.today, n),
        first,
        &district.layout,
        district.rules.header_row,
        &district.lea,
        district.year,
        &selection.lines,
        &mut |done, total| ticket.step(done, total),
    )?;
    // Operations of their own: whoever withdraws the request does not take back that these are different persons.
    for p in &settled.different {
        let reason = p.reason(&order.answers.why);
        different::write_before(&mut writer, (p.sent.key, p.known.key), &p.says, &reason, stamp)?;
    }
    let id = writer.next_request()?;
    let request = RequestRecord {
        id,
        function: order.function,
        made_at: stamp.now,
        lea: district.lea.clone(),
        year: district.year,
        file_name: crate::files::file_name(file.path()),
        folder: folder.display().to_string(),
        scope: order.scope.clone(),
        lines: selection.lines.len() as u32,
        held_back: selection.not_sent.len() as u32,
        overridden: selection.overridden.len() as u32,
        state: RequestState::Open,
        settled: Default::default(),
    };
    save(
        &mut writer,
        &request,
        std::mem::take(&mut selection.lines),
        ticket,
    )?;
    let what = What::RequestMade {
        request: id,
        function: order.function,
        file: request.file_name.clone(),
        lines: request.lines,
        overridden: request.overridden,
    };
    ticket.phase("Saving the snapshot");
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |d, t| {
        ticket.step(d as u64, t as u64)
    })?;
    match file.keep() {
        Ok(path) => Ok(Created {
            path,
            request,
            not_sent: selection.not_sent,
            different: settled.different,
            committed,
        }),
        Err(e) => {
            // There is no file, so nothing can have been sent: the record is withdrawn.
            let undone = store.undo(
                committed.operation.id,
                &crate::store::UndoAnswers::default(),
                &stamp.who,
                stamp.now,
                &mut |_, _| true,
            )?;
            undone?;
            said(format!("{e} The request was withdrawn; create it again."))
        }
    }
}

fn save(
    writer: &mut crate::store::Writer<'_>,
    request: &RequestRecord,
    lines: Vec<SentLine>,
    ticket: &Ticket,
) -> Result<(), StoreError> {
    let total = lines.len() as u64;
    // In the order of the store's keys: what is read and written side by side lies side by side.
    let mut students: Vec<(StudentKey, u64)> = lines.iter().map(|l| (l.student, l.asked_about())).collect();
    students.sort_unstable();
    for (i, (student, asked)) in students.into_iter().enumerate() {
        if i % 1024 == 0 && !ticket.step(i as u64, total) {
            return Err(StoreError::Cancelled);
        }
        let mut standing = writer.reader().standing(student)?;
        standing.sent.insert(
            request.function,
            Sent {
                request: request.id,
                at: request.made_at,
                answer: None,
                asked: Some(asked),
            },
        );
        writer.stand(student, standing);
    }
    writer.request(None, Some(request.clone()));
    writer.sent(request.id, lines);
    Ok(())
}

fn nobody(order: &Order, selection: &Selection) -> String {
    let number = |is: fn(&Readiness) -> bool| selection.not_sent.iter().filter(|n| is(&n.why)).count();
    let waiting = number(|w| matches!(w, Readiness::RetrieveFirst | Readiness::AwaitsRetrieve(_)));
    let undecided = number(|w| matches!(w, Readiness::Undecided(_)));
    let open = number(|w| matches!(w, Readiness::AlreadyInNew(_)));
    let held = number(|w| matches!(w, Readiness::HeldBack(_)));
    let alike = number(|w| matches!(w, Readiness::LooksLike));
    if alike > 0 {
        return format!(
            "Nobody can be sent: {} like students who have an SSID already, or are about to get one.",
            count(alike, "student looks", "students look")
        );
    }
    if waiting > 0 {
        return format!(
            "New waits for Retrieve: {} no processed Retrieve response yet. Process the Retrieve response first.",
            count(waiting, "student has", "students have")
        );
    }
    if undecided > 0 {
        return format!(
            "New waits for a decision: Retrieve’s answer for {} is not clear. Decide in the SSID System, then run Retrieve again.",
            count(undecided, "student", "students")
        );
    }
    if open > 0 {
        return format!(
            "{} already in a New request that has no response yet. Process that response first.",
            count(open, "student is", "students are")
        );
    }
    if held > 0 {
        return format!(
            "Nobody can be sent: {} what the state matches on.",
            count(held, "student lacks", "students lack")
        );
    }
    match order.function {
        Function::Retrieve | Function::New => {
            "Every student of these schools has an SSID. There is nothing to send."
        }
        Function::Update => "No student of these schools has a change to send.",
        Function::Verify => "No student of these schools has an SSID to verify.",
    }
    .into()
}

/// Marks a Verify request as checked: a person has seen that no errors are left in the SSID System.
///
/// # Errors
/// When it is not an open Verify request, or cannot be saved.
pub fn mark_checked(store: &Store, id: RequestId, stamp: &Stamp) -> Result<Committed, WorkError> {
    let mut writer = store.write()?;
    let Some(before) = writer.reader().request(id)? else {
        return said(format!("There is no request {}.", id.0));
    };
    if before.function != Function::Verify || before.state != RequestState::Open {
        return said("Only an open Verify request can be marked as checked.");
    }
    let mut after = before.clone();
    after.state = RequestState::Checked { at: stamp.now };
    let file = before.file_name.clone();
    writer.request(Some(before), Some(after));
    let what = What::VerifyChecked { request: id, file };
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

/// The path of a request's file as it was written.
pub fn path_of(request: &RequestRecord) -> PathBuf {
    Path::new(&request.folder).join(&request.file_name)
}
