//! The D in front of a student number: put there by the first step of the procedure, and taken away again.

use crate::domain::ids::StudentNumber;
use crate::domain::student::{Student, without_mark};

/// Why a profile is not marked, or its mark is not taken away.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "fields are what the sentence names")]
pub enum MarkRefusal {
    /// It was merged into another profile.
    #[error("{name} ({number}) was merged into another profile. It is kept as it was, and cannot be marked.")]
    Retired { name: String, number: String },
    /// It is marked already.
    #[error("{name} ({number}) is marked as the duplicate already.")]
    AlreadyMarked { name: String, number: String },
    /// It is not marked.
    #[error("{name} ({number}) is not marked as a duplicate.")]
    NotMarked { name: String, number: String },
    /// The number would be too long.
    #[error(
        "D{number} would have more than 20 characters. Give {name} a shorter student number first, in the Student Editor."
    )]
    TooLong { name: String, number: String },
    /// Another profile has the number that it would get.
    #[error(
        "Student number {wanted} belongs to {holder}. Change one of the two in the Student Editor first."
    )]
    Taken { wanted: String, holder: String },
}

/// The profile with a D in front of its student number and the duplicate mark. `holder` says who has a number.
///
/// # Errors
/// Why it is not marked.
pub fn marked<E>(
    profile: &Student,
    holder: impl FnOnce(&StudentNumber) -> Result<Option<Student>, E>,
) -> Result<Result<Student, MarkRefusal>, E> {
    let (name, number) = (profile.list_name(), profile.number.to_string());
    if profile.is_retired() {
        return Ok(Err(MarkRefusal::Retired { name, number }));
    }
    if profile.has_mark_in_number() {
        return Ok(Err(MarkRefusal::AlreadyMarked { name, number }));
    }
    let bare = without_mark(&number);
    let has_d = bare != number && bare.bytes().all(|b| b.is_ascii_digit());
    // A D that came with the number, from a list where the mark was put by hand, is not put twice.
    let wanted = if has_d {
        number.clone()
    } else {
        format!("D{number}")
    };
    let Ok(wanted) = StudentNumber::parse(&wanted) else {
        return Ok(Err(MarkRefusal::TooLong { name, number }));
    };
    renumbered(profile, wanted, true, holder)
}

/// The profile without the mark, and without the D.
///
/// # Errors
/// Why it stays marked.
pub fn unmarked<E>(
    profile: &Student,
    holder: impl FnOnce(&StudentNumber) -> Result<Option<Student>, E>,
) -> Result<Result<Student, MarkRefusal>, E> {
    let (name, number) = (profile.list_name(), profile.number.to_string());
    if profile.is_retired() {
        return Ok(Err(MarkRefusal::Retired { name, number }));
    }
    if !profile.duplicate {
        return Ok(Err(MarkRefusal::NotMarked { name, number }));
    }
    match StudentNumber::parse(without_mark(&number)) {
        Ok(wanted) => renumbered(profile, wanted, false, holder),
        Err(_) => renumbered(profile, profile.number.clone(), false, holder),
    }
}

fn renumbered<E>(
    profile: &Student,
    wanted: StudentNumber,
    duplicate: bool,
    holder: impl FnOnce(&StudentNumber) -> Result<Option<Student>, E>,
) -> Result<Result<Student, MarkRefusal>, E> {
    if let Some(h) = holder(&wanted)?.filter(|h| h.key != profile.key) {
        return Ok(Err(MarkRefusal::Taken {
            wanted: wanted.to_string(),
            holder: format!("{} ({})", h.list_name(), h.number),
        }));
    }
    Ok(Ok(Student {
        number: wanted,
        duplicate,
        ..profile.clone()
    }))
}
