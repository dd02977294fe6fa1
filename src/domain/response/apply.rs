//! What a line of the report writes into the student's record.

use super::{Action, ReportRow};
use crate::domain::district::Rules;
use crate::domain::edit::{STATE_FIELDS, raises_flag, settle};
use crate::domain::request::SentLine;
use crate::domain::student::{ChangeFlag, Field, Student, Timestamp};
use std::collections::BTreeMap;

/// The record as a line leaves it, or `None` when the line writes nothing.
///
/// A student who was edited between the request and the response gets the change flag for just those fields: the
/// state has what was sent.
pub fn apply_row(
    student: &Student,
    row: &ReportRow,
    sent: &SentLine,
    rules: &Rules,
    now: Timestamp,
) -> Option<Student> {
    let mut after = student.clone();
    match &row.action {
        Action::None => return None,
        Action::ClearFlag => {
            // What was sent is what the state has now; whatever differs from it is still to be told.
            let old = changed_since_sent(student, sent, rules);
            let since = student.change_flag.as_ref().map_or(now, |f| f.since);
            after.change_flag = (!old.is_empty()).then_some(ChangeFlag { since, old });
        }
        Action::Fill(ssid) => {
            after.ssid = Some(ssid.clone());
            settle(student, &mut after, rules, now, false);
            let old = changed_since_sent(student, sent, rules);
            if after.change_flag.is_none() && !old.is_empty() {
                after.change_flag = Some(ChangeFlag { since: now, old });
            }
        }
    }
    (after != *student).then_some(after)
}

/// The state's fields whose values are no longer those that were sent, with what was sent.
pub(super) fn changed_since_sent(
    student: &Student,
    sent: &SentLine,
    rules: &Rules,
) -> BTreeMap<Field, String> {
    STATE_FIELDS
        .into_iter()
        .filter(|f| raises_flag(*f, rules))
        .map(|f| (f, sent_text(sent, f)))
        .filter(|(f, text)| student.text(*f) != *text)
        .collect()
}

/// A state field as it was sent.
fn sent_text(sent: &SentLine, field: Field) -> String {
    match field {
        Field::LastName => sent.last_name.clone(),
        Field::FirstName => sent.first_name.clone(),
        Field::MiddleName => sent.middle_name.clone(),
        Field::Suffix => sent.suffix.clone(),
        Field::BirthDate => sent.birth_date.map(|d| d.to_string()).unwrap_or_default(),
        Field::Gender => sent.gender.clone(),
        Field::Ethnicity => sent.ethnicity.text(),
        _ => String::new(),
    }
}
