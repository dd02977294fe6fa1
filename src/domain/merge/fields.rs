//! The fields of Demographics: the Target's, filled up from the Source, with the differences that a person decides.

use super::alike::alike;
use super::choose::read_text;
use super::companion::companion;
use super::line::{Case, Pair, Ruling, preferred};
use super::{Group, Key, Line, Prefer, Side, Status, Take, TakeKind};
use crate::domain::codes::Ethnicity;
use crate::domain::general::shared_last_name;
use crate::domain::student::{Field, FieldValue, Student};
use crate::domain::text::match_key;

/// The fields of Demographics in the order of the form; a companion stands behind the field it goes with.
pub(super) const DEMOGRAPHICS: [(Field, Option<Field>); 16] = [
    (Field::LastName, None),
    (Field::FirstName, None),
    (Field::MiddleName, None),
    (Field::Suffix, None),
    (Field::PreferredLastName, None),
    (Field::PreferredFirstName, None),
    (Field::BirthDate, None),
    (Field::BirthProof, Some(Field::BirthDate)),
    (Field::Gender, None),
    (Field::Ethnicity, None),
    (Field::Language, None),
    (Field::Address, None),
    (Field::AddressFrom, Some(Field::Address)),
    (Field::Phone, None),
    (Field::Email, None),
    (Field::Guardian, None),
];

/// All lines of Demographics but the guardians, put into the survivor as they are settled.
pub(super) fn demographics(pair: &Pair<'_>, survivor: &mut Student) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::with_capacity(DEMOGRAPHICS.len() + 1);
    for (field, main) in DEMOGRAPHICS {
        let main = main.and_then(|m| Some((m, lines.iter().rfind(|l| l.key == Key::Field(m))?)));
        let case = match main {
            Some((main, line)) => companion(pair, field, main, line),
            None => plain(pair, field),
        };
        lines.push(put(pair, case, survivor));
    }
    if survivor.last_name.is_empty() && survivor.first_name.is_empty() {
        // Only a person's own choices lead here; the Target's name stays until they are other ones.
        survivor.last_name.clone_from(&pair.target.student.last_name);
        let line = &mut lines[0];
        line.status = Status::Blocked;
        line.merged = None;
        line.why = "A student needs at least a last or a first name.".into();
    }
    lines
}

fn plain(pair: &Pair<'_>, field: Field) -> Case {
    let (source, target) = texts(pair, field);
    let offer = offers(&source, &target, &[TakeKind::Blank, TakeKind::Text]);
    let ruling = alike_or_one(pair, Group::Demographics, field).unwrap_or_else(|| {
        match must_decide(field, &source, &target) {
            Some(why) => Ruling::open(why),
            None => by_policy(pair.prefer(Group::Demographics), field),
        }
    });
    Case {
        key: Key::Field(field),
        group: Group::Demographics,
        source,
        target,
        offer,
        ruling,
    }
}

/// What both say the same, or only one of them says: no rule is needed for these.
pub(super) fn alike_or_one(pair: &Pair<'_>, group: Group, field: Field) -> Option<Ruling> {
    let (source, target) = texts(pair, field);
    if pair.source.student.same(&pair.target.student, field) {
        let why = if target.is_empty() {
            "Neither has it."
        } else {
            "Both say the same."
        };
        return Some(Ruling::new(Status::Same, Take::Target, why));
    }
    let one = |side: Side| {
        let other = if side == Side::Source { "Target" } else { "Source" };
        let why = format!("The {other} has none, so the {}’s is taken.", side.label());
        Some(Ruling::new(Status::OnlyOne(side), side.take(), why))
    };
    match (source.is_empty(), target.is_empty()) {
        (true, _) => one(Side::Target),
        (_, true) => one(Side::Source),
        _ if alike(field, &source, &target) => {
            let side = preferred(pair.prefer(group)).unwrap_or(Side::Target);
            let why = format!(
                "Both say the same, written differently; the {}’s way stands.",
                side.label()
            );
            Some(Ruling::new(Status::WrittenDifferently, side.take(), why))
        }
        _ => None,
    }
}

/// What the district's policy makes of a difference.
pub(super) fn by_policy(prefer: Prefer, field: Field) -> Ruling {
    match prefer {
        Prefer::Source => Ruling::new(
            Status::Policy,
            Take::Source,
            "The district’s rule: the Source’s stands.",
        ),
        Prefer::Decide => Ruling::open(format!(
            "The district’s rule: you decide each difference. Choose the {}.",
            in_sentence(field)
        )),
        _ => {
            let why = if DEMOGRAPHICS.contains(&(field, None)) {
                "The SIS owns demographics: the Target’s stands."
            } else {
                "The Target is the profile from the SIS: its value stands."
            };
            Ruling::new(Status::Policy, Take::Target, why)
        }
    }
}

/// Differences that a person decides, whatever the policy says (source: the table of default policies).
fn must_decide(field: Field, source: &str, target: &str) -> Option<String> {
    match field {
        Field::BirthDate => {
            Some("Two birth dates can mean two students. Choose the one on the birth certificate.".into())
        }
        Field::Gender => Some("The two profiles have different genders. Choose the right one.".into()),
        Field::Suffix => {
            Some("Two suffixes can mean two members of one family. Choose the right one.".into())
        }
        Field::LastName if !shared_last_name(source, target) => {
            Some("The last names share no word. Choose the legal last name.".into())
        }
        _ => None,
    }
}

/// Settles a case of a field and puts what comes out of it into the survivor. Undecided and unreadable rows leave the
/// Target's value there.
pub(super) fn put(pair: &Pair<'_>, case: Case, survivor: &mut Student) -> Line {
    let mut line = case.settle(pair.choices);
    let Key::Field(field) = line.key else { return line };
    let (source, target) = (&pair.source.student, &pair.target.student);
    let value = match &line.take {
        None => return line,
        Some(Take::Source) => source.value(field),
        Some(Take::Target) => target.value(field),
        Some(Take::Both) => FieldValue::Text(both_texts(&line.source, &line.target)),
        Some(Take::Blank) => blank(field),
        Some(Take::Text(text)) => match read_text(target, field, text, pair.cx) {
            Ok((value, warning)) => {
                if let Some(warning) = warning {
                    line.why = format!("You typed it. {warning}");
                }
                value
            }
            Err(sentence) => {
                line.status = Status::Blocked;
                line.why = sentence;
                return line;
            }
        },
    };
    survivor.put(field, value);
    line.merged = Some(survivor.text(field));
    line
}

/// Both texts, the Target's first; the longer one where it has the other in it.
pub(super) fn both_texts(source: &str, target: &str) -> String {
    let (s, t) = (match_key(source), match_key(target));
    if t.contains(&s) {
        target.to_owned()
    } else if s.contains(&t) {
        source.to_owned()
    } else {
        format!("{target}; {source}")
    }
}

fn blank(field: Field) -> FieldValue {
    match field {
        Field::BirthDate | Field::AddressFrom => FieldValue::Date(None),
        Field::Ethnicity => FieldValue::Ethnicity(Ethnicity::default()),
        _ => FieldValue::Text(String::new()),
    }
}

/// Both sides' texts of a field.
pub(super) fn texts(pair: &Pair<'_>, field: Field) -> (String, String) {
    (pair.source.student.text(field), pair.target.student.text(field))
}

/// What may be chosen: a side that has something, and `more` where it makes sense. A blank side is never offered: blank
/// is a choice of its own.
pub(super) fn offers(source: &str, target: &str, more: &[TakeKind]) -> Vec<TakeKind> {
    let filled = !source.is_empty() || !target.is_empty();
    let mut offer = Vec::with_capacity(2 + more.len());
    if source != target {
        if !source.is_empty() {
            offer.push(TakeKind::Source);
        }
        if !target.is_empty() {
            offer.push(TakeKind::Target);
        }
    }
    offer.extend(more.iter().filter(|k| match k {
        TakeKind::Blank => filled,
        TakeKind::Both => source != target && !source.is_empty() && !target.is_empty(),
        _ => true,
    }));
    offer
}

/// A field's name inside a sentence: `last name`, `IntegrationIDT`.
pub(super) fn in_sentence(field: Field) -> String {
    match field {
        Field::IntegrationIdt => field.label().to_owned(),
        Field::Ssid => "State ID".into(),
        field => field.label().to_lowercase(),
    }
}
