//! The outcome of a line whose student is known.

use super::apply::changed_since_sent;
use super::clashes::{Clashes, answers_in_words};
use super::find::Found;
use super::likely::{Comparer, likeliest, person_of};
use super::says;
use super::{Action, Context, Directory, Other, Outcome, PRACTICE_MARK, ReportRow, ResponseLine};
use crate::domain::district::Rules;
use crate::domain::ids::{Ssid, StudentKey};
use crate::domain::problem::shorten;
use crate::domain::request::{Choice, Function, SentLine, asked_about};
use crate::domain::student::{Field, Student, list_name};
use crate::domain::text::{count, match_key};

/// The report's row of a line.
pub(super) fn judge<D: Directory>(
    line: &ResponseLine,
    found: Found<'_>,
    cx: &Context<'_>,
    clashes: &Clashes,
    directory: &D,
) -> Result<ReportRow, D::Error> {
    let shown = if line.ssid.trim().is_empty() {
        line.message.trim()
    } else {
        line.ssid.trim()
    };
    let mut row = ReportRow {
        file_line: line.file_line,
        line: None,
        student: None,
        name: list_name(
            line.last_name.trim(),
            line.first_name.trim(),
            line.middle_name.trim(),
            "",
        ),
        number: line.number.trim().to_owned(),
        birth_date: line.birth_date.trim().to_owned(),
        ssid_here: String::new(),
        ssid_in_response: shown.to_owned(),
        outcome: Outcome::Unreadable,
        message: String::new(),
        others: Vec::new(),
        action: Action::None,
        choice: None,
    };
    let (student, sent) = match found {
        Found::Not(outcome, message, others, _) => {
            row.outcome = outcome;
            row.message = message;
            row.others = Comparer::new(cx).others(&person_of(line, cx), &others, directory)?;
            if outcome == Outcome::SeveralStudents {
                row.message.push_str(&likeliest(&row.others));
            }
            return Ok(row);
        }
        Found::One(student, sent) => (*student, sent),
    };
    let merged = (sent.student != student.key).then(|| {
        format!(
            "{} was merged into {} since the file was made; the answer is taken for that student.",
            sent.number, student.number
        )
    });
    judge_found(&mut row, line, &student, sent, cx, clashes, directory)?;
    if let Some(note) = merged {
        row.message = format!("{} {note}", row.message).trim().to_owned();
    }
    Ok(row)
}

/// The line's student is known.
fn judge_found<D: Directory>(
    row: &mut ReportRow,
    line: &ResponseLine,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
    clashes: &Clashes,
    directory: &D,
) -> Result<(), D::Error> {
    row.line = Some(sent.line);
    row.student = Some(student.key);
    row.name = student.list_name();
    row.number = student.number.to_string();
    row.birth_date = student.text(Field::BirthDate);
    row.ssid_here = student.text(Field::Ssid);
    if let Some(answers) = clashes.students.get(&student.key) {
        let each = answers_in_words(student, answers, cx);
        row.outcome = Outcome::SeveralMatches;
        row.message = format!(
            "The response gives this student more than one answer: {}. Decide in the SSID System, then run Retrieve again.",
            each.join(" and ")
        );
        return Ok(());
    }
    let text = line.ssid.trim();
    if text.is_empty() || is_words(text) {
        if cx.request.function == Function::Update && text.is_empty() {
            judge_marker(row, line, student, sent, cx);
        } else {
            judge_words(row, line, student, sent, cx);
        }
        return Ok(());
    }
    let ssid = match Ssid::parse(text) {
        Ok(ssid) => ssid,
        Err(_) => {
            row.outcome = Outcome::NotAnSsid;
            row.message = format!(
                "Line {}, SSID: found “{text}”, expected digits only, at most 10. The file was probably saved from a spreadsheet and lost digits. Download it again.",
                line.file_line
            );
            return Ok(());
        }
    };
    if ssid.is_nothing() {
        row.outcome = Outcome::NotAnSsid;
        row.message = format!(
            "Line {}, SSID: found “{ssid}”, which stands for no number. Look the student up in the SSID System.",
            line.file_line
        );
        return Ok(());
    }
    if let Some(expected) = cx.rules.ssid_digits.map(usize::from)
        && ssid.digits() < expected
        && student.ssid.as_ref() != Some(&ssid)
    {
        row.outcome = Outcome::NotAnSsid;
        row.message = format!(
            "Line {}, SSID: found “{ssid}” with {}, expected {expected}. A spreadsheet may have dropped leading zeros. Download it again, or set the usual length in Settings.",
            line.file_line,
            count(ssid.digits(), "digit", "digits"),
        );
        return Ok(());
    }
    judge_number(row, line, &ssid, student, sent, cx, clashes, directory)
}

/// The line has an SSID that can be read.
#[expect(
    clippy::too_many_arguments,
    reason = "one step of judge, with all that judge knows"
)]
fn judge_number<D: Directory>(
    row: &mut ReportRow,
    line: &ResponseLine,
    ssid: &Ssid,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
    clashes: &Clashes,
    directory: &D,
) -> Result<(), D::Error> {
    if student.ssid.as_ref() == Some(ssid) {
        if cx.request.settled.get(&sent.line) == Some(&Choice::Response) {
            row.outcome = Outcome::AlreadySame;
            row.message = format!("Settled: {ssid} of the response was taken.");
        } else if cx.request.function == Function::Update {
            judge_marker(row, line, student, sent, cx);
        } else {
            row.outcome = Outcome::AlreadySame;
        }
        return Ok(());
    }
    if let Some(holders) = clashes.ssids.get(ssid.as_str()) {
        row.outcome = Outcome::HeldByAnother;
        let keys: Vec<StudentKey> = holders
            .named
            .iter()
            .map(|h| h.0)
            .filter(|k| *k != student.key)
            .collect();
        let comparer = Comparer::new(cx);
        row.others = comparer.others(&comparer.person(student), &keys, directory)?;
        let advice = row.others.first().map(Other::advice).unwrap_or_default();
        row.message = format!("The response gives this SSID to {}. {advice}", holders.in_words());
        return Ok(());
    }
    if let Some(holder) = directory.by_ssid(ssid)? {
        row.outcome = Outcome::HeldByAnother;
        let comparer = Comparer::new(cx);
        row.others = comparer.others(&comparer.person(student), &[holder.key], directory)?;
        let advice = row.others.first().map(Other::advice).unwrap_or_default();
        row.message = format!(
            "{} ({}) already has this SSID. {advice}",
            holder.list_name(),
            holder.number
        );
        return Ok(());
    }
    if let Some(here) = &student.ssid {
        row.outcome = Outcome::DifferentSsid;
        // "Use the response" on record was carried out when it was chosen. When the numbers differ all the same,
        // somebody replaced the number since, or this file says another one: it has to be chosen anew.
        row.choice = cx
            .choices
            .get(&sent.line)
            .or_else(|| cx.request.settled.get(&sent.line).filter(|c| **c == Choice::Here))
            .copied();
        row.message = match row.choice {
            None => "Kept. Compare both in the SSID System, then choose:".to_owned(),
            Some(Choice::Here) => format!("Chosen: {here} is kept."),
            Some(Choice::Response) => {
                row.action = Action::Fill(ssid.clone());
                format!("Chosen: {ssid} will replace {here}.")
            }
        };
        return Ok(());
    }
    let message = line.message.trim();
    for said in [message, line.status.trim()] {
        let (outcome, next) = if says::several(said) {
            (Outcome::SeveralMatches, "decide")
        } else if says::denies(said) {
            (Outcome::NotAnSsid, "look the student up")
        } else {
            continue;
        };
        row.outcome = outcome;
        row.message = format!(
            "The state wrote “{}” beside {ssid}. It was not taken: {next} in the SSID System.",
            shorten(said, 80)
        );
        return Ok(());
    }
    row.outcome = Outcome::WillBeFilled;
    row.action = Action::Fill(ssid.clone());
    let mut notes = Vec::new();
    if !message.is_empty() && !says::assigned(message) {
        notes.push(format!("The state wrote “{}”.", shorten(message, 80)));
    }
    if cx
        .rules
        .ssid_digits
        .is_some_and(|n| ssid.digits() > usize::from(n))
    {
        notes.push(format!(
            "It has {}; SSIDs here usually have {}.",
            count(ssid.digits(), "digit", "digits"),
            cx.rules.ssid_digits.unwrap_or_default()
        ));
    }
    if let Some(fields) = changed_since(student, sent, cx.rules) {
        notes.push(format!(
            "{fields} changed here since the file was made; the student will be in the next Update SSID Records file."
        ));
    }
    row.message = notes.join(" ");
    Ok(())
}

/// Words, with or without a number among them (`Multiple Records Found (2)`), rather than a number that was damaged
/// (`1.86E+06`, `185876a`).
fn is_words(text: &str) -> bool {
    !text.contains(|c: char| c.is_ascii_digit())
        || text
            .split(|c: char| !c.is_alphabetic())
            .any(|word| word.chars().count() > 2)
}

/// The SSID column holds words, or nothing: a message, never an SSID.
fn judge_words(
    row: &mut ReportRow,
    line: &ResponseLine,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
) {
    let said = [line.ssid.trim(), line.message.trim(), line.status.trim()]
        .into_iter()
        .find(|t| !t.is_empty())
        .unwrap_or_default();
    let texts = [&line.ssid, &line.message, &line.status];
    if texts.into_iter().any(|t| says::several(t)) {
        row.outcome = Outcome::SeveralMatches;
        row.message = format!(
            "The state knows several students like this one (“{}”). Decide in the SSID System.",
            shorten(said, 80)
        );
    } else if texts.into_iter().any(|t| says::unknown(t))
        || (said.is_empty() && cx.request.function == Function::Retrieve)
    {
        row.outcome = Outcome::NoMatch;
        row.message = match cx.request.function {
            _ if student.ssid.is_some() => {
                "The state did not find this student. Compare in the SSID System.".into()
            }
            Function::Retrieve if asked_about(student) != sent.asked_about() => {
                "Name, birth date or gender changed here since the file was made: run Retrieve again before New.".into()
            }
            Function::Retrieve => "Will be in the New SSID Numbers file, unless it looks like a student who has an SSID.".into(),
            _ => "The state did not find this student. Look the student up in the SSID System.".into(),
        };
    } else {
        row.outcome = Outcome::NotAnSsid;
        row.message = if said.is_empty() {
            format!(
                "Line {}, SSID: it is blank, expected the new SSID. Look the student up in the SSID System.",
                line.file_line
            )
        } else {
            format!("The SSID System wrote “{said}” instead of a number. Look the student up there.")
        };
    }
}

/// An Update response's line for a student whose SSID agrees: is it marked as taken over?
fn judge_marker(
    row: &mut ReportRow,
    line: &ResponseLine,
    student: &Student,
    sent: &SentLine,
    cx: &Context<'_>,
) {
    let message = line.message.trim();
    let message = message
        .strip_prefix(PRACTICE_MARK)
        .map_or(message, |m| m.trim_start_matches([':', ' ']));
    let marks = |text: &str| {
        let t = match_key(text.trim_end_matches('.'));
        !t.is_empty() && cx.layout.update_markers.iter().any(|m| match_key(m) == t)
    };
    let status = line.status.trim();
    let marked = if status.is_empty() {
        marks(message)
    } else {
        marks(status)
    };
    if !marked {
        row.outcome = Outcome::NoMatch;
        let said = if message.is_empty() { status } else { message };
        row.message = if said.is_empty() {
            "The state did not mark this record as updated; it stays due for the next Update file.".into()
        } else {
            format!("The state did not update this record: “{said}”. It stays due for the next Update file.")
        };
    } else if let Some(fields) = changed_since(student, sent, cx.rules) {
        row.outcome = Outcome::EditedSince;
        row.action = Action::ClearFlag;
        row.message = format!(
            "{fields} changed here again after the file was made. It stays due for the next Update file."
        );
    } else if student.change_flag.is_none() {
        row.outcome = Outcome::AlreadySame;
    } else {
        row.outcome = Outcome::UpdateConfirmed;
        row.action = Action::ClearFlag;
    }
}

/// The state's fields whose values are no longer those that were sent, in words.
fn changed_since(student: &Student, sent: &SentLine, rules: &Rules) -> Option<String> {
    let fields: Vec<&str> = changed_since_sent(student, sent, rules)
        .into_keys()
        .map(Field::label)
        .collect();
    (!fields.is_empty()).then(|| fields.join(", "))
}
