//! Students who look like the one that is typed in: asked while a new student is entered, and once more when it is saved;
//! shown, too, while what tells an existing one from others is edited.

use super::different::{Held, held};
use crate::app::alike::Alike;
use crate::domain::draft::{CheckContext, Draft, Spot};
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::matching::{Band, Explanation, Person};
use crate::domain::problem::Severity;
use crate::domain::student::{Field, Student};
use crate::domain::text::tidy;
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A known student whom another looks like, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct LookAlike {
    /// Who.
    pub student: Student,
    /// How sure it is. [`Band::Possible`] only from 0 bits on: rather one student than two.
    pub band: Band,
    /// Why.
    pub says: Explanation,
}

impl LookAlike {
    /// Whether a person has to say of the two whether they are one before a new student is saved.
    pub fn is_asked(&self) -> bool {
        self.band >= Band::Check
    }
}

/// From so many bits on a possible look-alike is shown while a student is typed in.
const SHOWN_FROM: f32 = 0.0;

/// What tells a student from another: while one of these is edited, it is looked whom the record looks like.
const TELLING: [Field; 11] = [
    Field::Number,
    Field::LastName,
    Field::FirstName,
    Field::MiddleName,
    Field::Suffix,
    Field::PreferredLastName,
    Field::PreferredFirstName,
    Field::BirthDate,
    Field::Gender,
    Field::Ssid,
    Field::ProvisionalId,
];

/// Whether something is typed that tells a student from others, or makes one like another.
pub fn tells_apart(before: &Draft, typed: &Draft) -> bool {
    TELLING
        .iter()
        .any(|f| tidy(before.text(*f)) != tidy(typed.text(*f)))
}

/// What speaks for one student, the strongest first, then what speaks against it with "against: " before.
pub fn reasons(says: &Explanation) -> Vec<String> {
    let against = says.speaks_against.iter().map(|r| format!("against: {r}"));
    says.speaks_for.iter().cloned().chain(against).collect()
}

/// Known students whom a draft looks like: first those who have to be answered, then those who are possible from 0 bits on,
/// each the surest first. The draft need not be complete, nor valid: what can be read of it is compared, once that is a State
/// ID or two of last name, first name and birth date. Whoever was saved `since` the engine took the students over is compared
/// as they are now. With `base` it is a draft of that known student, who is left out, as is everybody whom they were told
/// apart from, unless what is typed would bring that pair back.
///
/// # Errors
/// When the store cannot be read.
pub fn of_draft(
    reader: &Reader,
    (alike, since): (&Alike, &[StudentKey]),
    (base, draft): (Option<&Student>, &Draft),
    today: NaiveDate,
) -> Result<Vec<LookAlike>, StoreError> {
    let rules = reader.district()?.rules;
    let schools = reader.schools()?.into_iter().map(|s| s.code).collect();
    let cx = CheckContext {
        rules: &rules,
        schools: &schools,
        today,
        from_file: false,
    };
    let Some(person) = person((base, draft), &cx).filter(is_enough) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let own = base.map(|b| b.key);
    let like = alike.like(&person, own, Band::Possible).into_iter();
    let like = like.filter(|l| shown(l.band, l.bits)).map(|l| l.key);
    let mut keys: BTreeSet<StudentKey> = like.chain(since.iter().copied()).collect();
    keys.retain(|key| Some(*key) != own);
    for key in keys {
        if let Some(known) = reader.student(key)?.filter(|s| !s.is_retired()) {
            let other = Person::of(&known, today);
            let says = alike.explain(&person, &other);
            if let Some(band) = says.band.filter(|b| shown(*b, says.total)) {
                if let Some(own) = own
                    && let Held::Yes = held(reader, (own, &person), (key, &other), &says, today)?
                {
                    continue;
                }
                out.push(LookAlike {
                    student: known,
                    band,
                    says,
                });
            }
        }
    }
    out.sort_by(|a: &LookAlike, b| {
        let asked = b.is_asked().cmp(&a.is_asked());
        asked.then(b.says.total.total_cmp(&a.says.total))
    });
    Ok(out)
}

fn shown(band: Band, bits: f32) -> bool {
    band >= Band::Check || bits >= SHOWN_FROM
}

/// Whether so much is known of a person that a look-alike can be told from a chance namesake.
fn is_enough(person: &Person) -> bool {
    let known = [
        !person.last_name.is_empty(),
        !person.first_name.is_empty(),
        person.birth_date.is_some(),
    ];
    !person.state_id.is_empty() || known.into_iter().filter(|k| *k).count() >= 2
}

/// What can be compared of a draft: whatever in it cannot be read, or is missing, counts as not known. `None` when nothing
/// of it can be read.
fn person((base, draft): (Option<&Student>, &Draft), cx: &CheckContext<'_>) -> Option<Person> {
    let mut draft = draft.clone();
    let key = base.map_or(StudentKey(0), |b| b.key);
    let unnumbered = StudentNumber::parse(draft.text(Field::Number)).is_err();
    if unnumbered {
        draft.put(Field::Number, "0");
    }
    // A record has to have a name; this one is taken out of it again.
    let unnamed = |d: &Draft| {
        [Field::LastName, Field::FirstName]
            .into_iter()
            .all(|f| d.text(f).trim().is_empty())
    };
    let mut stand_in = false;
    // Twice at most: what is held is blanked, and only a name that was blanked so can be missing then.
    for _ in 0..3 {
        if unnamed(&draft) {
            draft.put(Field::LastName, "X");
            stand_in = true;
        }
        match draft.read(base, key, cx) {
            Ok((student, _)) => {
                let mut person = Person::of(&student, cx.today);
                if unnumbered {
                    person.number.clear();
                }
                if stand_in {
                    person.last_name.clear();
                }
                return Some(person);
            }
            Err(problems) => {
                for p in problems.iter().filter(|p| p.severity >= Severity::Held) {
                    match p.spot {
                        Spot::Field(field) => draft.put(field, ""),
                        Spot::Enrollment(..) => draft.enrollments.clear(),
                    }
                }
            }
        }
    }
    None
}
