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
        Action::ClearFlag => after.change_flag = None,
        Action::Fill(ssid) => {
            after.ssid = Some(ssid.clone());
            settle(student, &mut after, rules, now, false);
            let old: BTreeMap<Field, String> = STATE_FIELDS
                .into_iter()
                .filter(|f| raises_flag(*f, rules) && student.text(*f) != sent_text(sent, *f))
                .map(|f| (f, sent_text(sent, f)))
                .collect();
            if after.change_flag.is_none() && !old.is_empty() {
                after.change_flag = Some(ChangeFlag { since: now, old });
            }
        }
    }
    (after != *student).then_some(after)
}

/// A state field as it was sent.
pub(super) fn sent_text(sent: &SentLine, field: Field) -> String {
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
