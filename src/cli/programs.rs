//! Program data of students: listing, adding, closing, taking out; documents in and out.

use super::output::{Answer, Failure};
use super::program_args::{Documents, Events, Guardians, NewEvent, Notes};
use super::run::Cx;
use super::show;
use super::show_program as rows;
use super::students::{day, record};
use crate::app::work::documents::{self as files, Description};
use crate::app::work::programs::{self, Added};
use crate::domain::ids::{RowId, StudentKey};
use crate::domain::program::{
    EventKind, Owned, Program, Row, RowDraft, RowField, RowKind, RowProblem, size_words,
};
use crate::domain::student::Student;
use crate::domain::text::count;
use crate::store::{Reader, Store};
use serde_json::{Value, json};
use std::path::Path;

/// Whose row it is to be, and what is to be said when that is not the profile that was named.
struct Owner {
    student: Student,
    note: Option<String>,
}

pub fn events(command: Events, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Events::Add(new) => add_event(&new, cx),
        Events::List { number } => list(&number, cx),
        Events::Close { row, date } => close(RowId(row), &date, cx),
        Events::Remove { row } => remove(RowId(row), cx),
    }
}

pub fn documents(command: Documents, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Documents::Attach {
            number,
            file,
            title,
            kind,
            date,
        } => {
            let about = Description {
                title: title.unwrap_or_default(),
                kind: kind.unwrap_or_default(),
                date: date.as_deref().map(day).transpose()?,
            };
            let store = cx.open()?;
            let owner = owner(&number, &store.read()?)?;
            let key = owner.student.key;
            let added = files::attach(&store, key, &file, &about, &cx.stamp, &cx.ticket)?;
            added_answer(&store, &owner, &added)
        }
        Documents::Save { row, file } => save(RowId(row), &file, cx),
    }
}

pub fn notes(command: Notes, cx: &Cx) -> Result<Answer, Failure> {
    let Notes::Add {
        number,
        text,
        author,
        date,
    } = command;
    let mut draft = RowDraft::new(RowKind::Note, &cx.stamp.who, cx.stamp.today);
    draft.put(RowField::Text, &text);
    put(
        &mut draft,
        &[(RowField::Author, &author), (RowField::Date, &date)],
    );
    add(&number, &draft, cx)
}

pub fn guardians(command: Guardians, cx: &Cx) -> Result<Answer, Failure> {
    let Guardians::Add {
        number,
        name,
        relation,
        phone,
        email,
    } = command;
    let mut draft = RowDraft::new(RowKind::Guardian, &cx.stamp.who, cx.stamp.today);
    draft.put(RowField::Name, &name);
    put(
        &mut draft,
        &[
            (RowField::Relation, &relation),
            (RowField::Phone, &phone),
            (RowField::Email, &email),
        ],
    );
    add(&number, &draft, cx)
}

fn add_event(new: &NewEvent, cx: &Cx) -> Result<Answer, Failure> {
    let (Some(program), Some(kind)) = (Program::by_name(&new.program), EventKind::by_name(&new.kind)) else {
        // The arguments let no other names through.
        return Err(Failure::wrong("There is no such special program or event."));
    };
    let mut draft = RowDraft::new(RowKind::Event(program), &cx.stamp.who, cx.stamp.today);
    draft.event = kind;
    draft.put(RowField::Date, &new.date);
    put(
        &mut draft,
        &[
            (RowField::Until, &new.until),
            (RowField::Closed, &new.closed),
            (RowField::CaseManager, &new.case_manager),
            (RowField::Text, &new.text),
        ],
    );
    add(&new.number, &draft, cx)
}

fn put(draft: &mut RowDraft, given: &[(RowField, &Option<String>)]) {
    for (field, text) in given {
        if let Some(text) = text {
            draft.put(*field, text);
        }
    }
}

fn add(number: &str, draft: &RowDraft, cx: &Cx) -> Result<Answer, Failure> {
    let (row, warnings) = draft.read().map_err(|p| refused(&p))?;
    let store = cx.open()?;
    let owner = owner(number, &store.read()?)?;
    let mut added = programs::add(&store, owner.student.key, row, &cx.stamp)?;
    added.warnings.extend(warnings.into_iter().map(|p| p.message));
    added_answer(&store, &owner, &added)
}

fn refused(problems: &[RowProblem]) -> Failure {
    let each: Vec<Value> = problems
        .iter()
        .map(|p| json!({ "field": p.field.name(), "severity": p.severity, "message": p.message }))
        .collect();
    let held: Vec<&str> = problems
        .iter()
        .filter(|p| p.severity >= crate::domain::problem::Severity::Held)
        .map(|p| p.message.as_str())
        .collect();
    Failure::wrong(held.join(" ")).with(json!({ "problems": each }), "")
}

/// The profile that a number names; of one that was merged, the profile that stands for it.
fn owner(number: &str, reader: &Reader) -> Result<Owner, Failure> {
    let named = record(number, reader)?;
    if !named.is_retired() {
        return Ok(Owner {
            student: named,
            note: None,
        });
    }
    let student = reader.survivor(named.clone())?;
    let note = format!(
        "{} was merged into {} ({}); it was put there.",
        named.number,
        student.list_name(),
        student.number
    );
    Ok(Owner {
        student,
        note: Some(note),
    })
}

fn added_answer(store: &Store, owner: &Owner, added: &Added) -> Result<Answer, Failure> {
    let (_, row) = found(added.id, &store.read()?)?;
    let mut said = vec![format!(
        "Row {} was added to {} ({}): {}.",
        added.id.0,
        owner.student.list_name(),
        owner.student.number,
        row.row.label().trim_end_matches('.')
    )];
    said.extend(owner.note.clone());
    said.extend_from_slice(&added.warnings);
    Ok(Answer::done(
        json!({
            "id": added.id,
            "student": owner.student.number,
            "row": rows::row(&row),
            "note": owner.note,
            "warnings": added.warnings,
            "operation": added.committed.operation.id,
        }),
        said.join("\n"),
    ))
}

fn found(id: RowId, reader: &Reader) -> Result<(StudentKey, Owned), Failure> {
    match reader.row(id)? {
        Some((owner, row)) => Ok((owner, Owned { id, row })),
        None => Err(Failure::wrong(format!(
            "There is no row of program data with the number {}; students programs list shows them.",
            id.0
        ))),
    }
}

fn list(number: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let reader = store.read()?;
    let student = record(number, &reader)?;
    let owned = reader.rows(student.key)?;
    Ok(Answer::done(
        json!({ "student": student.number, "program": rows::rows(&owned) }),
        format!(
            "{}{} of {} ({})",
            rows::rows_text(&owned),
            count(owned.len(), "row", "rows"),
            student.list_name(),
            student.number
        ),
    ))
}

fn close(id: RowId, date: &str, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let (owner, before) = found(id, &store.read()?)?;
    match &before.row {
        Row::Event(e) if e.is_open_plan() => {}
        row => {
            return Err(Failure::wrong(format!(
                "Row {} is no open plan: {}.",
                id.0,
                row.label()
            )));
        }
    }
    let mut draft = RowDraft::of(&before.row);
    draft.put(RowField::Closed, date);
    let (after, _) = draft.read().map_err(|p| refused(&p))?;
    let done = programs::change(&store, owner, &before, after.clone(), &cx.stamp)?;
    let row = Owned { id, row: after };
    Ok(Answer::done(
        json!({ "row": rows::row(&row), "operation": done.map(|d| d.operation.id) }),
        format!("Row {}: {}.", id.0, row.row.label()),
    ))
}

fn remove(id: RowId, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let (owner, row) = found(id, &store.read()?)?;
    let done = programs::remove(&store, owner, &row, &cx.stamp)?;
    Ok(Answer::done(
        json!({ "row": rows::row(&row), "operation": done.operation.id }),
        format!("{}. History can bring it back.", done.operation.what.sentence()),
    ))
}

fn save(id: RowId, file: &Path, cx: &Cx) -> Result<Answer, Failure> {
    let document = files::save_document(&cx.open()?, id, file, false)?;
    Ok(Answer::done(
        json!({
            "file": show::path(file),
            "title": document.title,
            "size": document.size,
            "hash": document.hash,
        }),
        format!(
            "“{}” ({}) was saved as {}.",
            document.title,
            size_words(document.size),
            file.display()
        ),
    ))
}
