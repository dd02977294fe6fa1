//! What changed, in words: the fields of a student, where a student stands, requests, schools, settings.

use crate::app::Session;
use crate::domain::codes::{Ethnicity, label_of};
use crate::domain::district::District;
use crate::domain::general::GeneralRow;
use crate::domain::ids::StudentKey;
use crate::domain::journal::{Change, FieldChange, GeneralChange, RowChange, differences};
use crate::domain::matching::Decision;
use crate::domain::merge::Take;
use crate::domain::program::Row;
use crate::domain::request::{Function, RequestRecord, RequestState, Standing};
use crate::domain::student::{ChangeFlag, Enrollment, Field, FieldValue, Student, Timestamp};
use crate::domain::text::count;
use chrono::{Datelike, Local};

/// What stands for a value that is not there.
const BLANK: &str = "blank";

/// A point in time where the office is: `Nov 22, 8:01 AM`, with its year when that is another one than today's.
pub fn when(at: Timestamp, today: chrono::NaiveDate) -> String {
    let here = at.with_timezone(&Local);
    let form = if here.year() == today.year() {
        "%b %-d, %-I:%M %p"
    } else {
        "%b %-d, %Y, %-I:%M %p"
    };
    here.format(form).to_string()
}

/// The same, always with its year.
pub fn when_exactly(at: Timestamp) -> String {
    at.with_timezone(&Local)
        .format("%b %-d, %Y, %-I:%M %p")
        .to_string()
}

/// `Last name: Nunez → Nuñez`.
pub fn field_change(change: &FieldChange, session: &Session) -> String {
    let label = change.field.label();
    match (&change.before, &change.after) {
        (_, FieldValue::ChangeFlag(Some(flag))) => {
            format!("To be told to the state: {}", flag_words(flag, session))
        }
        (_, FieldValue::ChangeFlag(None)) => "Nothing left to be told to the state".into(),
        (FieldValue::Enrollments(b), FieldValue::Enrollments(a)) => {
            format!("{label}: {}", enrollment_changes(b, a, session))
        }
        (before, after) => format!(
            "{label}: {} → {}",
            value(change.field, before, session),
            value(change.field, after, session)
        ),
    }
}

/// All changes of a record in one line.
pub fn field_changes(changes: &[FieldChange], session: &Session) -> String {
    let each: Vec<String> = changes.iter().map(|c| field_change(c, session)).collect();
    each.join("; ")
}

/// What is filled of a record that is to be made: `Last name: Nuñez`.
pub fn filled(student: &Student, session: &Session) -> Vec<String> {
    let nothing = Student::new(student.key, student.number.clone());
    let mut out = vec![format!("{}: {}", Field::Number.label(), student.number)];
    out.extend(
        differences(&nothing, student)
            .iter()
            .map(|c| format!("{}: {}", c.field.label(), value(c.field, &c.after, session))),
    );
    out
}

/// A field's value as people say it: codes by their labels, schools by their names.
fn value(field: Field, value: &FieldValue, session: &Session) -> String {
    let rules = &session.district.rules;
    let text = match value {
        FieldValue::Enrollments(list) => {
            let each: Vec<String> = list.iter().map(|e| enrollment(e, session)).collect();
            each.join("; ")
        }
        FieldValue::Ethnicity(e) => ethnicity(e, session),
        FieldValue::Text(code) if field == Field::Gender => label_of(&rules.genders, code).to_owned(),
        FieldValue::Student(Some(key)) => session.roll.card(*key).map_or_else(
            || "another profile".to_owned(),
            |c| format!("{} ({})", c.name, c.number),
        ),
        other => other.text(),
    };
    if text.is_empty() { BLANK.into() } else { text }
}

/// Races and Hispanic by their labels.
pub fn ethnicity(e: &Ethnicity, session: &Session) -> String {
    let list = &session.district.rules.ethnicities;
    let codes = e.text();
    let each: Vec<&str> = codes
        .split(';')
        .filter(|c| !c.is_empty())
        .map(|c| label_of(list, c))
        .collect();
    each.join(", ")
}

/// `Cedar High, grade 09, from 2026-08-20`.
pub fn enrollment(e: &Enrollment, session: &Session) -> String {
    let code = e.school.as_str();
    let mut out = match session.school_name(code) {
        name if name == code => format!("school {code}"),
        name => name.to_owned(),
    };
    if !e.grade.is_empty() {
        out.push_str(&format!(", grade {}", e.grade));
    }
    if let Some(d) = e.entry {
        out.push_str(&format!(", from {d}"));
    }
    if let Some(d) = e.exit {
        out.push_str(&format!(", to {d}"));
    }
    out
}

/// Only what differs: `Cedar High: last day blank → 2026-11-22; new: Desert Online, grade 09`.
fn enrollment_changes(before: &[Enrollment], after: &[Enrollment], session: &Session) -> String {
    let mut old: Vec<&Enrollment> = before.iter().filter(|e| !after.contains(e)).collect();
    let mut out = Vec::new();
    for new in after.iter().filter(|e| !before.contains(e)) {
        let Some(at) = old.iter().position(|o| o.school == new.school) else {
            out.push(format!("new: {}", enrollment(new, session)));
            continue;
        };
        let was = old.remove(at);
        let day = |d: Option<chrono::NaiveDate>| d.map(|d| d.to_string()).unwrap_or_default();
        let each: Vec<String> = [
            ("grade", was.grade.clone(), new.grade.clone()),
            ("first day", day(was.entry), day(new.entry)),
            ("last day", day(was.exit), day(new.exit)),
        ]
        .into_iter()
        .filter(|(_, b, a)| b != a)
        .map(|(what, b, a)| {
            let shown = |t: String| if t.is_empty() { BLANK.to_owned() } else { t };
            format!("{what} {} → {}", shown(b), shown(a))
        })
        .collect();
        let school = session.school_name(new.school.as_str());
        out.push(format!("{school}: {}", each.join(", ")));
    }
    out.extend(
        old.into_iter()
            .map(|o| format!("no longer: {}", enrollment(o, session))),
    );
    out.join("; ")
}

fn flag_words(flag: &ChangeFlag, session: &Session) -> String {
    let rules = &session.district.rules;
    let each: Vec<String> =
        flag.old
            .iter()
            .map(|(field, old)| {
                let old = match field {
                    Field::Gender => label_of(&rules.genders, old).to_owned(),
                    Field::Ethnicity => Ethnicity::parse(old, &rules.ethnicities)
                        .map_or(old.clone(), |e| ethnicity(&e, session)),
                    _ => old.clone(),
                };
                let old = if old.is_empty() { BLANK } else { &old };
                format!("{} (the state has {old})", field.label())
            })
            .collect();
    each.join(", ")
}

/// What changed in where a student stands: one sentence for each function.
pub fn standing_changes(before: &Standing, after: &Standing, session: &Session) -> Vec<String> {
    let mut out = Vec::new();
    for function in Function::ALL {
        let (b, a) = (before.sent.get(&function), after.sent.get(&function));
        if b == a {
            continue;
        }
        let word = function.word();
        let file = |id| {
            session
                .request(id)
                .map_or_else(|| "a request".to_owned(), |r| r.file_name.clone())
        };
        out.push(match (b, a) {
            (_, None) => format!("No longer sent for {word}"),
            (Some(b), Some(a)) if b.request == a.request => match (b.answer, a.answer) {
                (_, Some(answer)) => format!("{word} answered: {}", answer.label()),
                (_, None) => format!("{word} waits for its answer again"),
            },
            (_, Some(a)) => {
                let mut s = format!("Sent for {word} in {}", file(a.request));
                if let Some(answer) = a.answer {
                    s.push_str(&format!(", answered: {}", answer.label()));
                }
                s
            }
        });
    }
    out
}

/// A change beside students: what it is about, and one sentence for each thing that changed.
pub fn other_change(change: &Change, session: &Session) -> (String, Vec<String>) {
    match change {
        Change::School(before, after) => {
            let code = before.as_ref().or(after.as_ref()).map_or("", |s| s.code.as_str());
            let said = match (before, after) {
                (None, Some(a)) => format!("New: {}", a.name),
                (Some(b), None) => format!("Taken away: {}", b.name),
                (Some(b), Some(a)) => format!("Name: {} → {}", b.name, a.name),
                (None, None) => String::new(),
            };
            (format!("School {code}"), vec![said])
        }
        Change::Request(before, after) => {
            let name = before
                .as_ref()
                .or(after.as_ref())
                .map_or("", |r| r.file_name.as_str());
            (
                name.to_owned(),
                request_change(before.as_deref(), after.as_deref()),
            )
        }
        Change::District(before, after) => ("Settings".into(), district_changes(before, after)),
        Change::Decision(before, after) => {
            let said = |d: &Decision| match d.reason.as_str() {
                "" => format!("{} ({})", d.verdict.words(), d.by),
                reason => format!("{}: {reason} ({})", d.verdict.words(), d.by),
            };
            let line = match (before.as_deref(), after.as_deref()) {
                (None, Some(a)) => format!("Decided: {}", said(a)),
                (Some(b), None) => format!("No longer decided; it was: {}", said(b)),
                (Some(b), Some(a)) => format!("{} → {}", said(b), said(a)),
                (None, None) => String::new(),
            };
            let pair = before.as_ref().or(after.as_ref()).map(|d| d.pair);
            let who = |key| {
                let card = session.roll.card(key);
                card.map_or_else(
                    || "a profile that is no longer here".to_owned(),
                    |c| format!("{} ({})", c.name, c.number),
                )
            };
            let about = pair.map_or_else(
                || "a pair".to_owned(),
                |(a, b)| format!("{} and {}", who(a), who(b)),
            );
            (format!("Decision about {about}"), vec![line])
        }
        Change::Merge(merge) => (
            format!("{} → {}", merge.source.number, merge.target.number),
            std::iter::once(format!("Reason: {}", merge.reason))
                .chain(merge.choices.iter().map(|(key, take)| {
                    let from = match take {
                        Take::Source => "the Source’s".to_owned(),
                        Take::Target => "the Target’s".to_owned(),
                        Take::Both => "both".to_owned(),
                        Take::Blank => "left blank".to_owned(),
                        Take::Text(text) => format!("typed “{text}”"),
                    };
                    format!("Decided by hand: {}: {from}", key.label())
                }))
                .collect(),
        ),
    }
}

/// What happened to a row of program data; `name` says whose it is.
pub fn row_change(change: &RowChange, name: impl Fn(StudentKey) -> String) -> (String, String) {
    let row = |row: &Row| format!("{}: {}", row.kind().label(), row.label());
    match (&change.before, &change.after) {
        (None, Some((owner, after))) => (name(*owner), format!("Added: {}", row(after))),
        (Some((owner, before)), None) => (name(*owner), format!("Taken out: {}", row(before))),
        (Some((from, before)), Some((to, after))) if from != to => {
            let mut said = format!("Moved to {}: {}", name(*to), row(before));
            if before != after {
                said.push_str(&format!(" → {}", after.label()));
            }
            (name(*from), said)
        }
        (Some((owner, before)), Some((_, after))) => {
            (name(*owner), format!("{} → {}", row(before), after.label()))
        }
        (None, None) => (String::new(), String::new()),
    }
}

/// What happened to a row of the General Student Table.
pub fn general_change(change: &GeneralChange, session: &Session) -> (String, Vec<String>) {
    let who = |row: &GeneralRow| format!("{} ({})", row.record.list_name(), row.record.number);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let mut said: Vec<String> = differences(&before.record, &after.record)
                .iter()
                .map(|c| field_change(c, session))
                .collect();
            if said.is_empty() {
                said.push("As before; it stood in this export too".into());
            }
            (who(after), said)
        }
        (None, Some(after)) => (who(after), vec!["Added to the General Student Table".into()]),
        (Some(before), None) => (who(before), vec!["Taken out of the General Student Table".into()]),
        (None, None) => (String::new(), Vec::new()),
    }
}

fn request_change(before: Option<&RequestRecord>, after: Option<&RequestRecord>) -> Vec<String> {
    match (before, after) {
        (None, Some(a)) => {
            let mut out = vec![format!(
                "Created with {} of {}, in {}",
                count(a.lines as usize, "student", "students"),
                count(a.scope.schools.len(), "school", "schools"),
                a.folder
            )];
            if a.held_back > 0 {
                let n = count(a.held_back as usize, "student", "students");
                out.push(format!("{n} could not be sent"));
            }
            out
        }
        (Some(b), Some(a)) => {
            let mut out = Vec::new();
            if b.state != a.state {
                out.push(format!("{} → {}", state(&b.state), state(&a.state)));
            }
            if b.settled != a.settled {
                out.push(format!(
                    "Settled lines: {} → {}",
                    b.settled.len(),
                    a.settled.len()
                ));
            }
            out
        }
        (Some(_), None) => vec!["Taken off the record".into()],
        (None, None) => Vec::new(),
    }
}

fn state(state: &RequestState) -> String {
    match state {
        RequestState::Open => "Waits for its response".into(),
        RequestState::Processed { response_file, .. } => format!("answered by {response_file}"),
        RequestState::Checked { .. } => "checked".into(),
        RequestState::Withdrawn { .. } => "withdrawn".into(),
    }
}

fn district_changes(b: &District, a: &District) -> Vec<String> {
    let mut out = Vec::new();
    let mut say = |what: &str, before: String, after: String| {
        if before != after {
            out.push(format!("{what}: {before} → {after}"));
        }
    };
    say("LEA number", b.lea.to_string(), a.lea.to_string());
    say("Name", b.name.clone(), a.name.clone());
    say("School year", b.year.spoken(), a.year.spoken());
    let dates = |d: &District| {
        let each: Vec<String> = d.dates.iter().map(|s| format!("{} {}", s.name, s.day)).collect();
        listed(each)
    };
    say("The state's dates", dates(b), dates(a));
    let digits = |d: &District| d.rules.ssid_digits.map_or("any".into(), |n| n.to_string());
    say("Usual digits of an SSID", digits(b), digits(a));
    let yes = |y: bool| if y { "yes" } else { "no" }.to_owned();
    say(
        "Ethnicity raises the change flag",
        yes(b.rules.ethnicity_raises_flag),
        yes(a.rules.ethnicity_raises_flag),
    );
    say("Header row", yes(b.rules.header_row), yes(a.rules.header_row));
    let codes = |list: &[crate::domain::codes::Code]| {
        let each = list.iter().map(|c| format!("{} {}", c.code, c.label));
        listed(each.collect())
    };
    say("Genders", codes(&b.rules.genders), codes(&a.rules.genders));
    say(
        "Ethnicities",
        codes(&b.rules.ethnicities),
        codes(&a.rules.ethnicities),
    );
    say("File layout", b.layout.name.clone(), a.layout.name.clone());
    if b.layout != a.layout && b.layout.name == a.layout.name {
        out.push("File layout: its columns changed".into());
    }
    out
}

fn listed(each: Vec<String>) -> String {
    if each.is_empty() {
        "none".into()
    } else {
        each.join(", ")
    }
}
