//! The Student Editor's work: add, edit, withdraw. Nobody is added unseen who looks like a known student.

use super::look_alikes::{self, LookAlike};
use super::programs::changeable;
use super::{WorkError, different, said};
use crate::app::alike::Alike;
use crate::app::stamp::Stamp;
use crate::domain::draft::{CheckContext, Draft, DraftProblem, Spot};
use crate::domain::edit::settle;
use crate::domain::ids::StudentKey;
use crate::domain::journal::{What, differences};
use crate::domain::problem::Severity;
use crate::domain::request::Function;
use crate::domain::student::{Field, Student};
use crate::domain::text::count;
use crate::store::{Committed, Reader, Store, StoreError};
use chrono::NaiveDate;

/// Why a record was not saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// Fields have problems.
    #[error("{}", .0.iter().filter(|p| p.severity >= Severity::Held).map(|p| p.message.as_str()).collect::<Vec<_>>().join(" "))]
    Problems(Vec<DraftProblem>),
    /// A new student looks like known ones, of whom nobody has said yet that they are different persons. Those who are
    /// only possible stand among them, and need no answer.
    #[error("{} like the new one.", count(.0.iter().filter(|f| f.is_asked()).count(), "student looks", "students look"))]
    LooksLike(Vec<LookAlike>),
    /// Anything else.
    #[error(transparent)]
    Work(#[from] WorkError),
}

impl From<StoreError> for SaveError {
    fn from(e: StoreError) -> Self {
        SaveError::Work(e.into())
    }
}

/// A saved record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    /// The record as it is now.
    pub student: Student,
    /// Fields that changed, in the order of the form.
    pub changed: Vec<Field>,
    /// What is unusual about it all the same, as sentences.
    pub warnings: Vec<String>,
    /// What followed from what was typed, as sentences.
    pub notes: Vec<String>,
    /// The journal entry; `None` when nothing differed and nothing was written.
    pub committed: Option<Committed>,
}

/// Saves a draft: over `base`, the record as it was when the form was opened, or as a new student.
///
/// # Errors
/// Problems of fields, also when the student number or the SSID belongs to someone else (who is named); or that the
/// record was changed since the form was opened.
pub fn save(store: &Store, base: Option<&Student>, draft: &Draft, stamp: &Stamp) -> Result<Saved, SaveError> {
    save_with(store, base, draft, &[], "", stamp)
}

/// The same; a new student is a different person from those known ones, for that reason.
fn save_with(
    store: &Store,
    base: Option<&Student>,
    draft: &Draft,
    different: &[LookAlike],
    reason: &str,
    stamp: &Stamp,
) -> Result<Saved, SaveError> {
    let mut writer = store.write()?;
    let reader = writer.reader();
    if let Some(base) = base
        && changeable(reader, base.key)? != *base
    {
        return Err(StoreError::Stale.into());
    }
    let rules = reader.district()?.rules;
    let schools = reader.schools()?.into_iter().map(|s| s.code).collect();
    let cx = CheckContext {
        rules: &rules,
        schools: &schools,
        today: stamp.today,
        from_file: false,
    };
    let key = base.map_or(StudentKey(0), |b| b.key);
    let (mut after, unusual) = draft.read(base, key, &cx).map_err(SaveError::Problems)?;
    let mut warnings: Vec<String> = unusual.into_iter().map(|p| p.message).collect();
    if after.enrollments.is_empty() {
        warnings
            .push("The student is enrolled nowhere, and so in no request file: add an enrollment.".into());
    }
    if let Some(before) = base {
        let in_open_update = reader.standing(key)?.open(Function::Update).is_some();
        settle(before, &mut after, &rules, stamp.now, in_open_update);
    }
    let taken = identifiers_taken(reader, base, &after)?;
    if !taken.is_empty() {
        return Err(SaveError::Problems(taken));
    }
    let Some(before) = base else {
        let what = What::StudentAdded {
            name: after.list_name(),
            number: after.number.to_string(),
        };
        after.added_by_hand = true;
        after.key = writer.add(after.clone())?;
        for known in different {
            // Of the same operation: when the addition is undone, there is nobody left whom it is about.
            different::write_down(&mut writer, &after, &known.student, &known.says, reason, stamp)?;
        }
        let changed = differences(&Student::new(after.key, after.number.clone()), &after)
            .into_iter()
            .map(|c| c.field)
            .collect();
        let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
        return Ok(Saved {
            student: after,
            changed,
            warnings,
            notes: Vec::new(),
            committed: Some(committed),
        });
    };
    let changed: Vec<Field> = differences(before, &after).into_iter().map(|c| c.field).collect();
    if changed.is_empty() {
        return Ok(Saved {
            student: after,
            changed,
            warnings,
            notes: Vec::new(),
            committed: None,
        });
    }
    let typed = changed
        .iter()
        .copied()
        .filter(|f| !matches!(f, Field::ChangeFlag | Field::FormerIds))
        .collect();
    let what = What::StudentEdited {
        name: after.list_name(),
        number: after.number.to_string(),
        fields: typed,
    };
    writer.change(before.clone(), after.clone());
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    let mut notes = Vec::new();
    if changed.contains(&Field::Duplicate) {
        notes.push(if after.duplicate {
            "Marked as the duplicate profile.".into()
        } else {
            "No longer marked as the duplicate profile.".into()
        });
    }
    Ok(Saved {
        student: after,
        changed,
        warnings,
        notes,
        committed: Some(committed),
    })
}

/// A number, SSID or IntegrationIDT that someone else has, with the holder's name: SSIDs are never held twice, and a refresh
/// would take the SIS's data of one child into the profile of another.
fn identifiers_taken(
    reader: &Reader,
    base: Option<&Student>,
    after: &Student,
) -> Result<Vec<DraftProblem>, StoreError> {
    let mut out = Vec::new();
    let me = base.map(|b| b.key);
    let mut taken = |field: Field, what: &str, holder: Option<Student>| {
        if let Some(h) = holder.filter(|h| Some(h.key) != me) {
            out.push(DraftProblem {
                spot: Spot::Field(field),
                severity: Severity::Held,
                message: format!(
                    "{what} {} belongs to {} ({}).",
                    after.text(field),
                    h.list_name(),
                    h.number
                ),
            });
        }
    };
    taken(
        Field::Number,
        "Student number",
        reader.student_by_number(after.number.as_str())?,
    );
    // A marked duplicate keeps its SSID for the record; the enrolled profile has the same one.
    if let Some(ssid) = after.ssid.as_ref().filter(|_| after.holds_ssid()) {
        taken(Field::Ssid, "SSID", reader.student_by_ssid(ssid.as_str())?);
    }
    if !after.duplicate && base.is_none_or(|b| b.duplicate || b.integration_idt != after.integration_idt) {
        let me: Vec<StudentKey> = me.into_iter().collect();
        taken(
            Field::IntegrationIdt,
            "IntegrationIDT",
            reader.linked_beside(&after.integration_idt, &me)?,
        );
    }
    Ok(out)
}

/// Withdraws a student: every enrollment that runs on that day ends with it.
///
/// # Errors
/// When the student is not enrolled on that day, or was changed since `base` was read.
pub fn withdraw(store: &Store, base: &Student, day: NaiveDate, stamp: &Stamp) -> Result<Saved, SaveError> {
    let mut writer = store.write()?;
    if changeable(writer.reader(), base.key)? != *base {
        return Err(StoreError::Stale.into());
    }
    let mut after = base.clone();
    let mut ended = 0;
    for e in &mut after.enrollments {
        if e.holds_on(day) && e.exit.is_none_or(|x| x > day) {
            e.exit = Some(day);
            ended += 1;
        }
    }
    if ended == 0 {
        return Err(WorkError::Said(format!(
            "{} has no enrollment that runs on {day}; nothing was changed.",
            base.list_name()
        ))
        .into());
    }
    // Why they are in no roster is known now.
    after.not_in_roster = None;
    writer.change(base.clone(), after.clone());
    let what = What::StudentWithdrawn {
        name: base.list_name(),
        number: base.number.to_string(),
        day: day.to_string(),
    };
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    Ok(Saved {
        student: after,
        changed: vec![Field::Enrollments],
        warnings: Vec::new(),
        notes: Vec::new(),
        committed: Some(committed),
    })
}

/// Takes the mark away that a student was not in the newest roster: somebody looked. The next complete roster without
/// them marks them again.
///
/// # Errors
/// When the student is not marked, or was changed since `base` was read.
pub fn reviewed(store: &Store, base: &Student, stamp: &Stamp) -> Result<Saved, SaveError> {
    let mut writer = store.write()?;
    if base.not_in_roster.is_none() || changeable(writer.reader(), base.key)? != *base {
        return Err(StoreError::Stale.into());
    }
    let after = Student {
        not_in_roster: None,
        ..base.clone()
    };
    writer.change(base.clone(), after.clone());
    let what = What::StudentReviewed {
        name: base.list_name(),
        number: base.number.to_string(),
    };
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    Ok(Saved {
        student: after,
        changed: vec![Field::NotInRoster],
        warnings: Vec::new(),
        notes: Vec::new(),
        committed: Some(committed),
    })
}

/// What was said of students whom a new one looks like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Different {
    /// Those who are different persons.
    pub from: Vec<StudentKey>,
    /// Why, in the person's own words; may be empty.
    pub why: String,
}

/// Adds a student, unless the draft looks like known ones who have to be answered ([`LookAlike::is_asked`]), of whom nobody
/// has said that they are different persons. Looked at
/// here once more, whatever the form has shown: what was typed last, and who was saved since the engine took the students over,
/// count.
///
/// # Errors
/// As [`save`], and [`SaveError::LooksLike`].
pub fn add(
    store: &Store,
    draft: &Draft,
    different: &Different,
    alike: (&Alike, &[StudentKey]),
    stamp: &Stamp,
) -> Result<Saved, SaveError> {
    let found = look_alikes::of_draft(&store.read()?, alike, (None, draft), stamp.today)?;
    let said = |f: &LookAlike| different.from.contains(&f.student.key);
    let (different_ones, open): (Vec<LookAlike>, Vec<LookAlike>) = found.into_iter().partition(said);
    if open.iter().any(LookAlike::is_asked) {
        return Err(SaveError::LooksLike(open));
    }
    let reason = different::reason(SAID, &different.why);
    save_with(store, None, draft, &different_ones, &reason, stamp)
}

/// What a decision says that is made when a student is added, before the person's own words.
const SAID: &str = "Said to be a different person when the student was added";

/// Saves a school: a new one, or another name for a known one.
///
/// # Errors
/// When the number cannot be one, the name is blank, or it cannot be saved.
pub fn save_school(store: &Store, code: &str, name: &str, stamp: &Stamp) -> Result<Committed, WorkError> {
    let code = crate::domain::ids::SchoolCode::parse(code).map_err(|e| WorkError::Said(format!("{e}.")))?;
    let name = crate::domain::text::tidy(name);
    if name.is_empty() {
        return said("A school needs a name.");
    }
    let mut writer = store.write()?;
    let before = writer.reader().school(&code)?;
    let after = crate::domain::district::School {
        code: code.clone(),
        name: name.clone(),
    };
    if before.as_ref() == Some(&after) {
        return said(format!("School {code}, {name}, is there already."));
    }
    writer.school(before, Some(after));
    Ok(writer.commit(
        What::SchoolSaved { code, name },
        &stamp.who,
        stamp.now,
        &mut |_, _| true,
    )?)
}
