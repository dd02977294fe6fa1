//! Students who look like the one that is typed in: asked while a new student is entered, and once more when it is saved.

use crate::app::alike::Alike;
use crate::domain::draft::{CheckContext, Draft, Spot};
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::matching::{Band, Explanation, Person};
use crate::domain::problem::Severity;
use crate::domain::student::{Field, Student};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A known student whom another looks like, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct LookAlike {
    /// Who.
    pub student: Student,
    /// How sure it is; never below [`Band::Check`].
    pub band: Band,
    /// Why.
    pub says: Explanation,
}

/// What speaks for one student, the strongest first, then what speaks against it with "against: " before.
pub fn reasons(says: &Explanation) -> Vec<String> {
    let against = says.speaks_against.iter().map(|r| format!("against: {r}"));
    says.speaks_for.iter().cloned().chain(against).collect()
}

/// Known students whom a draft of a new one looks like, at least [`Band::Check`], the surest first. The draft need not be
/// complete, nor valid: what can be read of it is compared, once that is a State ID or two of last name, first name and
/// birth date. Whoever was saved `since` the engine took the students over is compared as they are now.
///
/// # Errors
/// When the store cannot be read.
pub fn of_draft(
    reader: &Reader,
    (alike, since): (&Alike, &[StudentKey]),
    draft: &Draft,
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
    let Some(person) = person(draft, &cx).filter(is_enough) else {
        return Ok(Vec::new());
    };
    let mut out = Vec::new();
    let like = alike.like(&person, None, Band::Check);
    let keys: BTreeSet<StudentKey> = like.iter().map(|l| l.key).chain(since.iter().copied()).collect();
    for key in keys {
        if let Some(known) = reader.student(key)?.filter(|s| !s.is_retired()) {
            let says = alike.explain(&person, &Person::of(&known, today));
            if let Some(band) = says.band.filter(|b| *b >= Band::Check) {
                out.push(LookAlike {
                    student: known,
                    band,
                    says,
                });
            }
        }
    }
    out.sort_by(|a: &LookAlike, b| b.says.total.total_cmp(&a.says.total));
    Ok(out)
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
fn person(draft: &Draft, cx: &CheckContext<'_>) -> Option<Person> {
    let mut draft = draft.clone();
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
        match draft.read(None, StudentKey(0), cx) {
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
