//! A person's choices: a whole group from one side, Source and Target swapped, and texts typed into a row.

use super::fields::{DEMOGRAPHICS, in_sentence};
use super::{Choices, Context, Group, Key, Review, Side, Take, TakeKind};
use crate::domain::draft::{CheckContext, Draft, Spot};
use crate::domain::problem::Severity;
use crate::domain::student::{Field, FieldValue, Student};
use std::collections::BTreeSet;

/// The choices that take a whole group from one side, to be laid over those there are. Rows in which that side has
/// nothing are left out, so that nothing filled becomes blank; of lists the other side's rows are kept as well where
/// they would be lost.
pub fn group_choices(review: &Review, group: Group, side: Side) -> Choices {
    let mut out = Choices::new();
    for line in review.lines.iter().filter(|l| l.group == group) {
        let has = match side {
            Side::Source => !line.source.is_empty(),
            Side::Target => !line.target.is_empty(),
        };
        if !has {
            continue;
        }
        let wanted = side.take();
        if line.choices.contains(&wanted.kind()) {
            out.insert(line.key, wanted);
        } else if side == Side::Source && line.choices.contains(&TakeKind::Both) {
            out.insert(line.key, Take::Both);
        }
    }
    out
}

/// The same choices after Source and Target were swapped.
pub fn swap_choices(choices: &Choices) -> Choices {
    choices
        .iter()
        .map(|(key, take)| {
            let take = match take {
                Take::Source => Take::Target,
                Take::Target => Take::Source,
                same => same.clone(),
            };
            (*key, take)
        })
        .collect()
}

/// Whether a text can stand in a row of the merged record, by the rules of the Student Editor.
///
/// # Errors
/// A plain sentence: the row is not typed, the text cannot be read, or the row must not be blank.
pub fn check_text(target: &Student, key: Key, text: &str, cx: &Context<'_>) -> Result<(), String> {
    match key {
        Key::Field(field) if is_typed(field) => read_text(target, field, text, cx).map(|_| ()),
        Key::Field(Field::Number) => Err("The student number is always the Target’s.".into()),
        _ => Err(format!("“{}” cannot be typed here.", key.label())),
    }
}

/// Whether a row of the review can be typed into.
fn is_typed(field: Field) -> bool {
    DEMOGRAPHICS.contains(&(field, None))
        || matches!(
            field,
            Field::Ssid | Field::IntegrationIdt | Field::PhotoConsent | Field::Alerts | Field::Custody
        )
}

/// The value of a typed text, with what is unusual about it.
pub(super) fn read_text(
    target: &Student,
    field: Field,
    text: &str,
    cx: &Context<'_>,
) -> Result<(FieldValue, Option<String>), String> {
    if text.trim().is_empty() && matches!(field, Field::Number | Field::Ssid | Field::IntegrationIdt) {
        return Err(format!(
            "The {} cannot be blank in the merged record.",
            in_sentence(field)
        ));
    }
    // Only this field is to be judged, so the rest of the form holds what no rule objects to.
    let mut base = Student::new(target.key, target.number.clone());
    base.last_name = "Name".into();
    base.first_name = "Name".into();
    base.ssid.clone_from(&target.ssid);
    base.put(field, target.value(field));
    let mut draft = Draft::of(&base);
    draft.put(field, text);
    for name in [Field::LastName, Field::FirstName] {
        if name != field {
            draft.put(name, "Name");
        }
    }
    let check = CheckContext {
        rules: cx.rules,
        schools: &BTreeSet::new(),
        today: cx.today,
        from_file: false,
    };
    let (read, problems) = match draft.read(Some(&base), base.key, &check) {
        Ok((read, problems)) => (Some(read), problems),
        Err(problems) => (None, problems),
    };
    let worst = problems
        .iter()
        .filter(|p| p.spot == Spot::Field(field))
        .max_by_key(|p| p.severity);
    match (read, worst) {
        (Some(read), _) if field == Field::Ssid && read.ssid.is_none() => Err(format!(
            "“{}” is a provisional ID; a State ID belongs here.",
            text.trim()
        )),
        (Some(read), warning) => Ok((read.value(field), warning.map(|p| p.message.clone()))),
        (None, Some(p)) if p.severity >= Severity::Held => Err(p.message.clone()),
        (None, _) => Err(format!(
            "“{}” cannot be read as {}.",
            text.trim(),
            in_sentence(field)
        )),
    }
}
