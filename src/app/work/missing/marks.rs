//! Marks and causes, set by hand.

use crate::app::stamp::Stamp;
use crate::app::work::{WorkError, said};
use crate::domain::edit::settle;
use crate::domain::ids::{StudentKey, StudentNumber};
use crate::domain::journal::{FieldChange, What, differences};
use crate::domain::missing::{Cause, marked, unmarked};
use crate::domain::request::Function;
use crate::domain::student::Student;
use crate::store::{Committed, Reader, Store};

/// Puts the D in front of a student number and sets the duplicate mark.
///
/// # Errors
/// Why it is not marked, as a sentence; what the store says.
pub fn mark(store: &Store, key: StudentKey, stamp: &Stamp) -> Result<Committed, WorkError> {
    set_mark(store, key, true, stamp)
}

/// Takes the D and the duplicate mark away.
///
/// # Errors
/// Why it stays marked, as a sentence; what the store says.
pub fn unmark(store: &Store, key: StudentKey, stamp: &Stamp) -> Result<Committed, WorkError> {
    set_mark(store, key, false, stamp)
}

/// What [`mark`] or [`unmark`] would change, whichever the profile can have next.
///
/// # Errors
/// Why the mark stays as it is, as a sentence; what the store says.
pub fn preview_mark(store: &Store, key: StudentKey, stamp: &Stamp) -> Result<Vec<FieldChange>, WorkError> {
    let reader = store.read()?;
    let yes = !profile(&reader, key)?.duplicate;
    let (before, after) = with_mark(&reader, key, yes, stamp)?;
    Ok(differences(&before, &after))
}

/// A profile as it is, and as it would be with the mark or without it.
fn with_mark(
    reader: &Reader,
    key: StudentKey,
    yes: bool,
    stamp: &Stamp,
) -> Result<(Student, Student), WorkError> {
    let before = profile(reader, key)?;
    let holder = |n: &StudentNumber| reader.student_by_number(n.as_str());
    let settled = if yes {
        marked(&before, holder)?
    } else {
        unmarked(&before, holder)?
    };
    let mut after = match settled {
        Ok(after) => after,
        Err(refusal) => return said(refusal.to_string()),
    };
    // Without the mark the profile has its State ID for its own again.
    if after.holds_ssid()
        && let Some(ssid) = &after.ssid
        && let Some(h) = reader.student_by_ssid(ssid.as_str())?.filter(|h| h.key != key)
    {
        return said(format!(
            "State ID {ssid} is held by {} ({}) now. The mark stays: merge the two, or compare them.",
            h.list_name(),
            h.number
        ));
    }
    let rules = reader.district()?.rules;
    let open = reader.standing(key)?.open(Function::Update).is_some();
    settle(&before, &mut after, &rules, stamp.now, open);
    Ok((before, after))
}

fn set_mark(store: &Store, key: StudentKey, yes: bool, stamp: &Stamp) -> Result<Committed, WorkError> {
    let mut writer = store.write()?;
    let (before, after) = with_mark(writer.reader(), key, yes, stamp)?;
    let what = What::DuplicateMarked {
        name: after.list_name(),
        number: before.number.to_string(),
        marked: after.number.to_string(),
    };
    writer.change(before, after);
    Ok(writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?)
}

fn profile(reader: &Reader, key: StudentKey) -> Result<Student, WorkError> {
    match reader.student(key)? {
        Some(s) => Ok(s),
        None => said("This profile is no longer here."),
    }
}

/// Says why a profile is not integrated, or that it is not known. `None` when it says so already.
///
/// # Errors
/// When the profile was merged away; what the store says.
pub fn set_cause(
    store: &Store,
    key: StudentKey,
    cause: Option<Cause>,
    stamp: &Stamp,
) -> Result<Option<Committed>, WorkError> {
    let mut writer = store.write()?;
    let before = profile(writer.reader(), key)?;
    if before.is_retired() {
        return said(format!(
            "{} ({}) was merged into another profile. It is kept as it was.",
            before.list_name(),
            before.number
        ));
    }
    if before.missing_cause == cause {
        return Ok(None);
    }
    let after = Student {
        missing_cause: cause,
        ..before.clone()
    };
    let what = What::CauseSet {
        name: after.list_name(),
        number: after.number.to_string(),
        cause,
    };
    writer.change(before, after);
    Ok(Some(writer.commit(
        what,
        &stamp.who,
        stamp.now,
        &mut |_, _| true,
    )?))
}
