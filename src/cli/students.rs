//! Looking at, adding, changing and exporting students.

use super::output::{Answer, Failure};
use super::run::Cx;
use super::student_args::{ExportFormat, Students};
use super::{programs, show, show_program};
use crate::app::work::exports;
use crate::app::work::look_alikes::{self, LookAlike, reasons};
use crate::app::work::students::{self, Different, Saved, save, withdraw};
use crate::app::{Alike, Roll, StudentSort};
use crate::domain::date::{DATE_FORM, parse_date};
use crate::domain::draft::{Draft, EnrollmentPart};
use crate::domain::ids::SchoolCode;
use crate::domain::matching::Verdict;
use crate::domain::program::retired_sentence;
use crate::domain::student::{Field, Student};
use crate::domain::text::count;
use crate::store::{Reader, Store};
use chrono::NaiveDate;
use serde_json::{Value, json};
use std::path::Path;

/// So many look-alikes are listed.
const MOST_LOOK_ALIKES: usize = 20;

/// What `students list` lists.
struct Filter {
    school: Option<String>,
    find: Option<String>,
    missing_ssid: bool,
    changed: bool,
    limit: Option<usize>,
}

pub fn run(command: Students, cx: &Cx) -> Result<Answer, Failure> {
    match command {
        Students::List {
            school,
            find,
            missing_ssid,
            changed,
            limit,
        } => list(
            &Filter {
                school,
                find,
                missing_ssid,
                changed,
                limit,
            },
            cx,
        ),
        Students::Show { number, record } => one(&number, record, cx),
        Students::Set { number, fields } => set(&number, &fields, cx),
        Students::Add {
            fields,
            different_person,
            reason,
        } => add(&fields, different_person, reason, cx),
        Students::Export { file, format } => export(&file, format, cx),
        Students::Withdraw { number, date } => leave(&number, &date, cx),
        Students::Events(command) => programs::events(command, cx),
        Students::Documents(command) => programs::documents(command, cx),
        Students::Notes(command) => programs::notes(command, cx),
        Students::Guardians(command) => programs::guardians(command, cx),
    }
}

fn list(filter: &Filter, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let reader = store.read()?;
    let today = cx.stamp.today;
    let school = filter
        .school
        .as_deref()
        .map(|s| known_school(s, &reader))
        .transpose()?;
    cx.ticket.phase("Reading students");
    let roll = Roll::read(&reader, today, &mut |d, t| cx.ticket.step(d as u64, t as u64))?;
    let found: Vec<&crate::app::Card> = roll
        .find(
            filter.find.as_deref().unwrap_or_default(),
            StudentSort::default(),
            None,
        )
        .into_iter()
        .map(|i| &*roll.cards()[i as usize])
        .filter(|c| school.as_ref().is_none_or(|s| *c.school == *s.as_str()))
        .filter(|c| !(filter.missing_ssid && c.facts.has_ssid))
        .filter(|c| !filter.changed || c.facts.changed)
        .collect();
    let mut students = Vec::new();
    let mut text = String::new();
    for card in found.iter().take(filter.limit.unwrap_or(usize::MAX)) {
        if let Some(s) = reader.student(card.key)? {
            text.push_str(&format!("{}\n", show::student_line(&s, today)));
            students.push(show::student(&s, &reader, today)?);
        }
    }
    text.push_str(&match (students.len(), found.len()) {
        (shown, total) if shown < total => format!("{shown} of {}", count(total, "student", "students")),
        (_, total) => count(total, "student", "students"),
    });
    Ok(Answer::done(
        json!({ "total": found.len(), "students": students }),
        text,
    ))
}

/// A school that a person named.
pub fn known_school(code: &str, reader: &Reader) -> Result<SchoolCode, Failure> {
    let code = SchoolCode::parse(code).map_err(|e| Failure::wrong(format!("{e}.")))?;
    match reader.school(&code)? {
        Some(school) => Ok(school.code),
        None => Err(Failure::wrong(format!(
            "No school of this district has the number {code}."
        ))),
    }
}

/// The student that a person named: of a profile that was merged, the one that it was merged into.
pub fn named(number: &str, reader: &Reader) -> Result<Student, Failure> {
    Ok(reader.survivor(record(number, reader)?)?)
}

/// The record that a person named, a retired profile as itself.
pub fn record(number: &str, reader: &Reader) -> Result<Student, Failure> {
    if let Some(student) = reader.find_record(number)? {
        return Ok(student);
    }
    let had: Vec<String> = reader
        .students_by_former(number.trim())?
        .iter()
        .map(|s| s.number.to_string())
        .collect();
    Err(Failure::wrong(if had.is_empty() {
        format!("No student has, or had, the number or SSID {number}.")
    } else {
        format!(
            "Several students had the number or SSID {number} before: {}. Say which by student number.",
            had.join(", ")
        )
    }))
}

fn one(number: &str, as_kept: bool, cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let reader = store.read()?;
    let named = record(number, &reader)?;
    let mut text = String::new();
    let student = if named.is_retired() {
        let survivor = reader.survivor(named.clone())?;
        text = format!("{}\n", retired_sentence(&named, &survivor));
        if as_kept { named } else { survivor }
    } else {
        named
    };
    let rows = reader.rows(student.key)?;
    let mut json = show::student(&student, &reader, cx.stamp.today)?;
    json["program"] = show_program::rows(&rows);
    text.push_str(&show::student_text(&student));
    text.push_str(&show_program::rows_text(&rows));
    Ok(Answer::done(json, text))
}

/// Where a `FIELD=VALUE` goes.
#[derive(Clone, Copy, PartialEq)]
enum Target {
    Field(Field),
    Part(EnrollmentPart),
}

/// Types `FIELD=VALUE`s into a draft. All of them are looked at before anything is opened or written.
fn type_in(
    draft: &mut Draft,
    base: Option<&Student>,
    fields: &[String],
    today: NaiveDate,
) -> Result<(), Failure> {
    let mut typed = Vec::with_capacity(fields.len());
    for pair in fields {
        let Some((name, value)) = pair.split_once('=') else {
            return Err(Failure::wrong(format!(
                "“{pair}” is not FIELD=VALUE, such as last_name=Smith."
            )));
        };
        let name = name.trim().to_ascii_lowercase();
        let field = Field::by_name(&name)
            .filter(|f| Field::TYPED.contains(f))
            .map(Target::Field);
        let part = || {
            EnrollmentPart::ALL
                .into_iter()
                .find(|p| p.name() == name)
                .map(Target::Part)
        };
        let Some(target) = field.or_else(part) else {
            return Err(Failure::wrong(format!(
                "There is no field “{name}” to set; students set --help lists them."
            )));
        };
        if typed.contains(&target) {
            return Err(Failure::wrong(format!("The field {name} is given twice.")));
        }
        typed.push(target);
        match target {
            Target::Field(field) => draft.put(field, value),
            Target::Part(part) => {
                let current = draft.current(base, today);
                let place = match part {
                    EnrollmentPart::School => &mut current.school,
                    EnrollmentPart::Grade => &mut current.grade,
                    EnrollmentPart::Entry => &mut current.entry,
                    EnrollmentPart::Exit => &mut current.exit,
                };
                value.clone_into(place);
            }
        }
    }
    Ok(())
}

fn set(number: &str, fields: &[String], cx: &Cx) -> Result<Answer, Failure> {
    let store = cx.open()?;
    let base = record(number, &store.read()?)?;
    let mut draft = Draft::of(&base);
    type_in(&mut draft, Some(&base), fields, cx.stamp.today)?;
    let saved = save(&store, Some(&base), &draft, &cx.stamp)?;
    saved_answer(&store, Some(&base), &saved, cx)
}

/// Whether it was said how somebody knows that two who look alike are different persons: before New the window demands
/// it too.
pub fn needs_reason(reason: &str, cx: &Cx) -> Result<(), Failure> {
    match Verdict::NotSame.refusal(reason, cx.stamp.today) {
        Some(why) => Err(Failure::wrong(format!(
            "--different-person needs --reason TEXT. {why} Nothing was done."
        ))),
        None => Ok(()),
    }
}

fn add(fields: &[String], different_person: bool, why: String, cx: &Cx) -> Result<Answer, Failure> {
    let mut draft = Draft::default();
    type_in(&mut draft, None, fields, cx.stamp.today)?;
    let store = cx.open()?;
    cx.ticket.phase("Reading the students");
    let reader = store.read()?;
    let alike = Alike::read(&reader, cx.stamp.today, &|d, t| cx.ticket.step(d, t))?;
    let found = look_alikes::of_draft(&reader, (&alike, &[]), (None, &draft), cx.stamp.today)?;
    // Whoever is only possible is not asked about, and nothing is decided of them.
    let found: Vec<LookAlike> = found.into_iter().filter(LookAlike::is_asked).collect();
    if !different_person && !found.is_empty() {
        return Err(alikes(&reader, &found, cx)?);
    }
    drop(reader);
    let different = Different {
        from: found.into_iter().map(|f| f.student.key).collect(),
        why,
    };
    let saved = students::add(&store, &draft, &different, (&alike, &[]), &cx.stamp)?;
    saved_answer(&store, None, &saved, cx)
}

fn alikes(reader: &Reader, found: &[LookAlike], cx: &Cx) -> Result<Failure, Failure> {
    let mut each = Vec::new();
    let mut text = String::new();
    for f in found.iter().take(MOST_LOOK_ALIKES) {
        let mut one = show::student(&f.student, reader, cx.stamp.today)?;
        one["bits"] = show::bits(f.says.total);
        one["band"] = json!(f.band);
        one["reasons"] = json!(reasons(&f.says));
        each.push(one);
        text.push_str(&format!(
            "{}\n    {} ({:+.1} bits): {}\n",
            show::student_line(&f.student, cx.stamp.today),
            f.band.label(),
            f.says.total,
            f.says.sentence()
        ));
    }
    Ok(Failure::wrong(format!(
        "{} like the new one. If it is a different person, say so with --different-person, and how you know it with --reason. Nothing was added.",
        count(found.len(), "student looks", "students look")
    ))
    .with(json!({ "look_alikes": each }), text))
}

fn saved_answer(store: &Store, base: Option<&Student>, saved: &Saved, cx: &Cx) -> Result<Answer, Failure> {
    let reader = store.read()?;
    let today = cx.stamp.today;
    let mut json = show::student(&saved.student, &reader, today)?;
    let before = base.map(|b| show::student(b, &reader, today)).transpose()?;
    let mut changed: Vec<&str> = Vec::new();
    for field in &saved.changed {
        match field {
            Field::ChangeFlag | Field::FormerIds | Field::AddedByHand | Field::NotInRoster => {}
            Field::Enrollments => changed.extend(
                EnrollmentPart::ALL
                    .map(EnrollmentPart::name)
                    .into_iter()
                    .filter(|p| before.as_ref().map_or(&Value::Null, |b| &b[*p]) != &json[*p]),
            ),
            field => changed.push(field.name()),
        }
    }
    if base.is_none() {
        changed.insert(0, Field::Number.name());
    }
    let flagged = saved.student.is_changed();
    let text = format!(
        "{}{}{}{}",
        show::student_text(&saved.student),
        if changed.is_empty() {
            "Nothing differed; nothing was written.".to_owned()
        } else {
            format!("Saved: {}.", changed.join(", "))
        },
        if saved.notes.is_empty() {
            String::new()
        } else {
            format!(" {}", saved.notes.join(" "))
        },
        if flagged {
            " The state has to be told: the student goes into the next Update file."
        } else {
            ""
        }
    );
    let record = json.clone();
    if let Value::Object(json) = &mut json {
        // `changed` of a record is its change flag; here it is what was changed, and `flagged` is the flag. The
        // record as everywhere else is under `student`.
        json.insert("student".into(), record);
        json.insert("changed".into(), json!(changed));
        json.insert("flagged".into(), json!(flagged));
        json.insert("notes".into(), json!(saved.notes));
        json.insert(
            "operation".into(),
            json!(saved.committed.as_ref().map(|c| c.operation.id)),
        );
    }
    Ok(Answer::done(json, text))
}

fn export(file: &Path, format: Option<ExportFormat>, cx: &Cx) -> Result<Answer, Failure> {
    let has = |ending: &str| file.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if let Some(ending) = format.map(ExportFormat::ending).filter(|e| !has(e)) {
        return Err(Failure::wrong(format!(
            "{} does not end in .{ending}, which is what a file of that format is called. Nothing was written.",
            file.display()
        )));
    }
    let rows = exports::students(&cx.open()?, file, &cx.stamp, &cx.ticket)?;
    Ok(Answer::done(
        json!({ "rows": rows, "file": show::path(file) }),
        format!(
            "{} saved as {}.",
            count(rows, "student was", "students were"),
            file.display()
        ),
    ))
}

fn leave(number: &str, date: &str, cx: &Cx) -> Result<Answer, Failure> {
    let day = day(date)?;
    let store = cx.open()?;
    let base = record(number, &store.read()?)?;
    let saved = withdraw(&store, &base, day, &cx.stamp)?;
    saved_answer(&store, Some(&base), &saved, cx)
}

/// A day as a person wrote it.
pub fn day(text: &str) -> Result<NaiveDate, Failure> {
    match parse_date(text) {
        Ok(read) => Ok(read.day),
        Err(why) => Err(Failure::wrong(format!("“{text}”: {why} Write {DATE_FORM}."))),
    }
}
