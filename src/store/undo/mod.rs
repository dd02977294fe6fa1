//! Undo: an operation of its own that puts back what an earlier one changed, where later changes do not forbid it.

mod decisions;
mod merge;

use super::error::StoreError;
use super::open::Store;
use super::read::Reader;
use super::write::{Committed, Writer};
use crate::domain::edit::STATE_FIELDS;
use crate::domain::ids::{OperationId, RequestId, RowId, StudentKey};
use crate::domain::journal::{Change, GeneralChange, Operation, RecordChange, RowChange, StudentEntry, What};
use crate::domain::request::{Function, RequestRecord, RequestState, Sent, Standing};
use crate::domain::response::Outcome;
use crate::domain::student::{Field, Student, Timestamp};
use crate::domain::text::count;
use std::collections::{BTreeSet, HashMap, HashSet};

/// Why an operation cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WhyNot(
    /// A plain sentence.
    pub String,
);

/// An undo that is possible, and what it would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UndoPlan {
    /// The operation to undo.
    pub operation: Operation,
    /// Student records that go back.
    pub students: usize,
    /// What a person may decide about it; without an answer each has its default.
    pub questions: Vec<UndoQuestion>,
    /// What a person has to know before it, a sentence each: what was done relying on it. None of it stands in the way.
    pub warnings: Vec<String>,
}

/// What taking a merge back asks, because something was edited or added since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UndoQuestion {
    /// A field of the Target was edited since. Default: it stays as it is now.
    Field {
        /// Which.
        field: Field,
        /// What it was before the merge.
        before: String,
        /// What the merge made of it.
        merged: String,
        /// What it is now.
        now: String,
    },
    /// A row of program data was added since. Default: it stays with the Target.
    Row {
        /// Which.
        id: RowId,
        /// In words.
        label: String,
    },
}

/// Answers to [`UndoQuestion`]s that differ from their defaults.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoAnswers {
    /// Fields that go back to what they were before the merge, though they were edited since.
    pub back: BTreeSet<Field>,
    /// Rows added since that go to the Source.
    pub to_source: BTreeSet<RowId>,
}

impl Store {
    /// Whether an operation can be undone now, and why not. Looks at every record it changed.
    ///
    /// # Errors
    /// When the store cannot be read or `progress` stops it.
    pub fn can_undo(
        &self,
        id: OperationId,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Result<UndoPlan, WhyNot>, StoreError> {
        Ok(
            prepare(self, id, &UndoAnswers::default(), now, progress)?.map(|ready| UndoPlan {
                students: ready.writer.records(),
                operation: ready.operation,
                questions: ready.questions,
                warnings: ready.warnings,
            }),
        )
    }

    /// Undoes an operation: all of it or nothing.
    ///
    /// # Errors
    /// As [`Writer::commit`]; the inner error says why it cannot be undone.
    pub fn undo(
        &self,
        id: OperationId,
        answers: &UndoAnswers,
        who: &str,
        now: Timestamp,
        progress: &mut dyn FnMut(usize, usize) -> bool,
    ) -> Result<Result<Committed, WhyNot>, StoreError> {
        let (mut writer, operation) = match prepare(self, id, answers, now, progress)? {
            Ok(ready) => (ready.writer, ready.operation),
            Err(why) => return Ok(Err(why)),
        };
        let sentence = operation.what.quoted();
        let what = What::Undone {
            operation: id,
            sentence,
        };
        writer.undoing(operation);
        match writer.commit(what, who, now, progress) {
            Ok(done) => Ok(Ok(done)),
            Err(StoreError::NumberTaken { number, .. }) => Ok(Err(WhyNot(format!(
                "Student number {number} belongs to another student since. Change that first."
            )))),
            Err(StoreError::SsidTaken { ssid, .. }) => Ok(Err(WhyNot(format!(
                "SSID {ssid} is held by another student since. Change that first."
            )))),
            Err(e) => Err(e),
        }
    }
}

struct Ready<'s> {
    writer: Writer<'s>,
    operation: Operation,
    questions: Vec<UndoQuestion>,
    warnings: Vec<String>,
}

fn prepare<'s>(
    store: &'s Store,
    id: OperationId,
    answers: &UndoAnswers,
    now: Timestamp,
    progress: &mut dyn FnMut(usize, usize) -> bool,
) -> Result<Result<Ready<'s>, WhyNot>, StoreError> {
    let mut writer = store.write()?;
    let reader = store.read()?;
    let Some(operation) = reader.operation(id)? else {
        return Ok(Err(WhyNot(format!(
            "There is no operation {} in the journal.",
            id.0
        ))));
    };
    if let Some(by) = operation.undone_by {
        return Ok(Err(WhyNot(format!(
            "It is already undone, by operation {}.",
            by.0
        ))));
    }
    if matches!(operation.what, What::StoreMade { .. } | What::SampleMade { .. }) {
        return Ok(Err(WhyNot(
            "The district was set up with it; that cannot be undone.".into(),
        )));
    }
    if operation.what.changes_nothing() {
        return Ok(Err(WhyNot(
            "It changed no record; there is nothing to undo.".into(),
        )));
    }
    let withdrawn = |r: &RequestRecord| matches!(r.state, RequestState::Withdrawn { .. });
    let mut conflicts = Conflicts {
        withdrawn: reader
            .requests()?
            .iter()
            .filter(|r| withdrawn(r))
            .map(|r| r.id)
            .collect(),
        ..Conflicts::default()
    };
    let changes = reader.changes(id)?;
    if let Some(Change::Merge(record)) = changes.iter().find(|c| matches!(c, Change::Merge(_))) {
        let questions = merge::undo_merge(
            &mut writer,
            &reader,
            &operation,
            record,
            answers,
            now,
            &mut conflicts,
        )?;
        if questions.is_ok() {
            let pair = (record.source.key, record.target.key);
            decisions::back_from_merge(&mut writer, &reader, &changes, pair)?;
        }
        return Ok(questions.map(|questions| Ready {
            writer,
            operation,
            questions,
            warnings: Vec::new(),
        }));
    }
    let mut warnings = Vec::new();
    for change in changes {
        if let Change::Decision(before, after) = &change {
            warnings.extend(decisions::relied_on(
                &reader,
                before.as_deref(),
                after.as_deref(),
            )?);
        }
        if let Change::Request(Some(before), _) = &change
            && !withdrawn(before)
        {
            // This undo opens it again.
            conflicts.withdrawn.remove(&before.id);
        }
        if let Change::Decision(None, Some(made)) = &change {
            conflicts.own_pairs.insert(made.pair);
        }
        if let Some(why) = numbers_at_the_state(&reader, &change)? {
            return Ok(Err(why));
        }
        if let Err(why) = undo_change(&mut writer, &reader, id, change, now)? {
            return Ok(Err(why));
        }
    }
    if let Some(why) = merge::no_redo(&reader, &operation)? {
        return Ok(Err(why));
    }
    undo_rows(&mut writer, &reader, id, &mut conflicts)?;
    undo_general(&mut writer, &reader, id, &mut conflicts)?;
    let (mut done, total) = (0, operation.students as usize);
    let mut cancelled = false;
    reader.for_each_entry(id, |entry| {
        done += 1;
        if done % 512 == 0 && !progress(done, total.max(done)) {
            cancelled = true;
            return Ok(false);
        }
        undo_entry(&mut writer, &reader, &operation, entry, &mut conflicts)?;
        Ok(true)
    })?;
    if cancelled {
        return Err(StoreError::Cancelled);
    }
    if let Some(why) = conflicts.sentence() {
        return Ok(Err(WhyNot(why)));
    }
    Ok(match writer.closed_on()? {
        Some((school, s)) => Err(WhyNot(format!(
            "School {}, {}, has students by now: {} ({}). Undo or change that first.",
            school.code,
            school.name,
            s.list_name(),
            s.number
        ))),
        None => Ok(Ready {
            writer,
            operation,
            questions: Vec::new(),
            warnings,
        }),
    })
}

fn undo_rows(
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

fn undo_general(
    writer: &mut Writer<'_>,
    reader: &Reader,
    id: OperationId,
    conflicts: &mut Conflicts,
) -> Result<(), StoreError> {
    for change in reader.general_changes(id)? {
        let Some(number) = change.number().map(str::to_owned) else {
            continue;
        };
        if reader.general(&number)? == change.after {
            writer.general(GeneralChange {
                before: change.after,
                after: change.before,
            });
        } else {
            conflicts.add(format!(
                "Row {number} of the General Student Table was imported again since. Undo that first."
            ));
        }
    }
    Ok(())
}

/// Whether a profile that an undo would take out owns program data that stays.
fn keeps_rows(reader: &Reader, key: StudentKey, id: OperationId) -> Result<bool, StoreError> {
    let came: HashSet<RowId> = reader.row_changes(id)?.into_iter().map(|c| c.id).collect();
    Ok(reader.rows(key)?.iter().any(|r| !came.contains(&r.id)))
}

/// A New request whose response was here once, though its processing was undone, is not taken back: the state has made
/// numbers for its students, and a second New would make others.
fn numbers_at_the_state(reader: &Reader, change: &Change) -> Result<Option<WhyNot>, StoreError> {
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

#[derive(Default)]
struct Conflicts {
    students: usize,
    first: String,
    /// Requests that were withdrawn.
    withdrawn: HashSet<RequestId>,
    /// Which operation made each request, once that is asked.
    made: Option<HashMap<RequestId, OperationId>>,
    /// Pairs that the operation itself decided about: taken back with it.
    own_pairs: HashSet<(StudentKey, StudentKey)>,
    /// Everybody whom another decision is about, once that is asked.
    decided: Option<HashSet<StudentKey>>,
}

impl Conflicts {
    /// Whether a request was made after an operation.
    fn made_after(
        &mut self,
        reader: &Reader,
        request: RequestId,
        operation: OperationId,
    ) -> Result<bool, StoreError> {
        let made = match self.made.take() {
            Some(made) => made,
            None => reader.requests_made()?,
        };
        let after = made.get(&request).is_none_or(|by| *by > operation);
        self.made = Some(made);
        Ok(after)
    }
    /// Whether somebody decided about a profile and another one.
    fn is_decided(&mut self, reader: &Reader, key: StudentKey) -> Result<bool, StoreError> {
        let decided = match self.decided.take() {
            Some(decided) => decided,
            None => reader.decided_beside(&self.own_pairs)?,
        };
        let is = decided.contains(&key);
        self.decided = Some(decided);
        Ok(is)
    }
    fn add(&mut self, what: String) {
        if self.students == 0 {
            self.first = what;
        }
        self.students += 1;
    }
    fn sentence(self) -> Option<String> {
        match self.students {
            0 => None,
            1 => Some(self.first),
            n => Some(format!(
                "{} So for {}.",
                self.first,
                count(n - 1, "other student", "other students")
            )),
        }
    }
}

fn undo_entry(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: &Operation,
    entry: StudentEntry,
    conflicts: &mut Conflicts,
) -> Result<(), StoreError> {
    let key = entry.student;
    let trail = reader.trail(key)?;
    let current = reader.student(key)?;
    let who = current.as_ref().map_or_else(
        || "A student".to_owned(),
        |s| format!("{} ({})", s.list_name(), s.number),
    );
    let later = match trail.as_ref().filter(|t| t.last != operation.id) {
        Some(t) => reader
            .operation(t.last)?
            .map(|o| format!(" ({})", o.what.sentence()))
            .unwrap_or_default(),
        None => String::new(),
    };
    let standing = trail.map(|t| t.standing).unwrap_or_default();
    if let Some((before, after)) = &entry.standing {
        let withdrawing = matches!(operation.what, What::RequestMade { .. });
        match standing_back(&standing, before, after, withdrawing, &conflicts.withdrawn) {
            Some(back) => {
                writer.stand(key, back);
                if withdrawing {
                    withdraw_of_survivor(writer, reader, operation.id, current.as_ref(), before, after)?;
                }
            }
            None => {
                conflicts.add(format!(
                    "{who} is in a later request or response{later}. Undo that first."
                ));
                return Ok(());
            }
        }
        let retrieve_answer = before.sent.get(&Function::Retrieve) != after.sent.get(&Function::Retrieve);
        let new = standing.sent.get(&Function::New);
        let withdrawn = new.is_some_and(|s| conflicts.withdrawn.contains(&s.request));
        if retrieve_answer && !withdrawn && new != after.sent.get(&Function::New) {
            conflicts.add(format!(
                "{who} is in a New request that relies on it. Undo that request first."
            ));
            return Ok(());
        }
    }
    match (entry.record, current) {
        (None, _) => {}
        (Some(RecordChange::Added(added)), Some(current)) => {
            // What matters is how the student is now: an edit that was undone again is no reason against it.
            let came_with = entry.standing.map(|(_, after)| after).unwrap_or_default();
            if *added == current && standing == came_with {
                if keeps_rows(reader, key, operation.id)? {
                    conflicts.add(format!(
                        "{who} has documents or other program data by now. Take them out first."
                    ));
                } else if conflicts.is_decided(reader, key)? {
                    conflicts.add(decisions::in_the_way(reader, key, &who)?);
                } else {
                    writer.remove(current);
                }
            } else {
                conflicts.add(format!("{who} was changed since{later}. Undo that first."));
            }
        }
        (Some(RecordChange::Added(_)), None) => {
            conflicts.add("A student it added is no longer there.".into())
        }
        (Some(RecordChange::Removed(gone)), None) => writer.put_back(*gone),
        (Some(RecordChange::Removed(_)), Some(_)) => conflicts.add(format!("{who} is there again.")),
        (Some(RecordChange::Edited(_)), None) => {
            conflicts.add("A student it changed is no longer there.".into());
        }
        (Some(RecordChange::Edited(changes)), Some(current))
            if current.is_retired() && !changes.iter().any(|c| c.field == Field::RetiredInto) =>
        {
            let into = reader.survivor(current)?;
            conflicts.add(format!(
                "{who} was merged into {} ({}) since. Undo that merge first.",
                into.list_name(),
                into.number
            ));
        }
        (Some(RecordChange::Edited(changes)), Some(current)) => {
            if let Some(sent) = standing.sent.get(&Function::Update)
                && sent.answer.is_none()
                && changes.iter().any(|c| STATE_FIELDS.contains(&c.field))
                && conflicts.made_after(reader, sent.request, operation.id)?
            {
                conflicts.add(format!(
                    "{who} is in an Update request that tells the state of this change. Undo that request first."
                ));
                return Ok(());
            }
            let mut back = current.clone();
            let mut since: Vec<&str> = Vec::new();
            for change in changes {
                if current.value(change.field) == change.after {
                    back.put(change.field, change.before);
                } else {
                    since.push(change.field.label());
                }
            }
            if since.is_empty() {
                writer.change(current, back);
            } else {
                if since.contains(&Field::ChangeFlag.label()) && since.len() == 1 {
                    since = vec!["What the state has to be told"];
                }
                conflicts.add(format!(
                    "{} of {who} changed since{later}. Undo that first.",
                    since.join(", ")
                ));
            }
        }
    }
    Ok(())
}

/// A request that went along with a merge is withdrawn for the survivor too: nothing waits for its response any more.
fn withdraw_of_survivor(
    writer: &mut Writer<'_>,
    reader: &Reader,
    operation: OperationId,
    merged: Option<&Student>,
    before: &Standing,
    after: &Standing,
) -> Result<(), StoreError> {
    let Some(merged) = merged.filter(|s| s.is_retired()) else {
        return Ok(());
    };
    let survivor = reader.survivor(merged.clone())?.key;
    // The survivor's own line in the request has an entry of its own.
    if survivor == merged.key || reader.entry(operation, survivor)?.is_some() {
        return Ok(());
    }
    let standing = reader.standing(survivor)?;
    let mine = |f: &Function| after.sent.get(f) != before.sent.get(f);
    let carried = Standing {
        sent: standing
            .sent
            .iter()
            .filter(|(f, sent)| mine(f) && after.sent.get(f) == Some(sent))
            .map(|(f, sent)| (*f, *sent))
            .collect(),
    };
    if carried == Standing::default() {
        return Ok(());
    }
    let nothing = Standing::default();
    if let Some(back) = standing_back(&standing, &nothing, &carried, true, &HashSet::new()) {
        writer.stand(survivor, back);
    }
    Ok(())
}

/// The standing with the operation's functions put back; `None` when one of them changed since.
///
/// A New request that is withdrawn leaves its students to Retrieve: it may have reached the state all the same. Any
/// request that is withdrawn leaves students alone who are in a later request by now; and nobody goes back to
/// waiting for a request that was itself withdrawn.
fn standing_back(
    current: &Standing,
    before: &Standing,
    after: &Standing,
    withdrawing: bool,
    withdrawn: &HashSet<RequestId>,
) -> Option<Standing> {
    let mut back = current.clone();
    for f in Function::ALL {
        let (b, a) = (before.sent.get(&f), after.sent.get(&f));
        if b == a {
            continue;
        }
        let now = current.sent.get(&f);
        if now != a {
            let later = now.map(|s| s.request) > a.map(|s| s.request);
            if withdrawing && later {
                continue;
            }
            return None;
        }
        match b {
            // Whether the file reached the state is not known here: only a Retrieve can tell what it made of it.
            _ if withdrawing && f == Function::New => {
                let asked = a.map(|a| Sent {
                    answer: Some(Outcome::Unreadable),
                    ..*a
                });
                asked.and_then(|asked| back.sent.insert(f, asked))
            }
            Some(sent) if sent.answer.is_some() || !withdrawn.contains(&sent.request) => {
                back.sent.insert(f, *sent)
            }
            _ => back.sent.remove(&f),
        };
    }
    Some(back)
}

fn undo_change(
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
