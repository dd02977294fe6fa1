//! Import of one row of the General Student Table: what it would make or link, and why it may not.

use super::GeneralRow;
use crate::domain::another::are_two_children;
use crate::domain::district::Rules;
use crate::domain::edit::settle;
use crate::domain::ids::{SchoolCode, Ssid, StudentKey};
use crate::domain::journal::{FieldChange, differences};
use crate::domain::student::{Student, Timestamp};
use crate::domain::text::search_key;
use std::collections::BTreeSet;

/// What an import is judged by: the profiles around the row, and when it is.
pub struct Around<'a> {
    /// The profile that has the row's IntegrationIDT already.
    pub linked: Option<&'a Student>,
    /// The profile that has the row's student number, retired and marked ones among them.
    pub same_number: Option<&'a Student>,
    /// The profile that holds the row's State ID as its own.
    pub holder: Option<&'a Student>,
    /// The district's rules.
    pub rules: &'a Rules,
    /// Schools of the district.
    pub schools: &'a BTreeSet<SchoolCode>,
    /// Now.
    pub now: Timestamp,
    /// Whether an Update request with the profile of the same number waits for its response.
    pub in_open_update: bool,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportPlan {
    /// A profile that is here gets the IntegrationIDT and the State ID, and nothing else.
    Link {
        /// The profile as it is.
        before: Box<Student>,
        /// The profile as it will be.
        after: Box<Student>,
        /// What changes.
        changes: Vec<FieldChange>,
    },
    /// A new profile is made from the row.
    New(Box<Student>),
}

/// Why a row is not imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// A profile has this IntegrationIDT already: there is nothing to import.
    AlreadyLinked,
    /// The row has no State ID, or only a provisional one.
    NoStateId,
    /// The row has no IntegrationIDT.
    NoIntegrationIdt,
    /// Another profile holds the State ID.
    StateIdHeld,
    /// The profile with this student number has another State ID.
    OtherStateId,
    /// The profile with this student number is linked to another SIS record.
    OtherLink,
    /// The profile with this student number is clearly another child.
    AnotherChild,
    /// A profile that is marked as the duplicate, or was merged away, has this very student number.
    NumberInUse,
    /// The row is enrolled at schools that are not known here.
    UnknownSchool,
}

impl Why {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Why::AlreadyLinked => "already_linked",
            Why::NoStateId => "no_state_id",
            Why::NoIntegrationIdt => "no_integration_idt",
            Why::StateIdHeld => "state_id_held",
            Why::OtherStateId => "other_state_id",
            Why::OtherLink => "other_integration_idt",
            Why::AnotherChild => "another_child",
            Why::NumberInUse => "number_in_use",
            Why::UnknownSchool => "unknown_school",
        }
    }
}

/// A row that is not imported.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}")]
pub struct ImportRefusal {
    /// Why.
    pub why: Why,
    /// Why, in plain sentences, and what to do.
    pub sentence: String,
    /// The profile that stands in the way.
    pub profile: Option<StudentKey>,
}

impl ImportRefusal {
    fn because(why: Why, profile: Option<&Student>, sentence: String) -> Self {
        Self {
            why,
            sentence,
            profile: profile.map(|p| p.key),
        }
    }
}

/// A student as sentences name one: `Smith, Anna (118842)`.
fn who(s: &Student) -> String {
    format!("{} ({})", s.list_name(), s.number)
}

impl ImportPlan {
    /// The profile as it will be.
    pub fn after(&self) -> &Student {
        match self {
            ImportPlan::Link { after, .. } => after,
            ImportPlan::New(after) => after,
        }
    }
}

/// What the import of a row would do.
///
/// # Errors
/// Why the row is not imported.
pub fn preview(row: &GeneralRow, around: &Around<'_>) -> Result<ImportPlan, ImportRefusal> {
    use ImportRefusal as R;
    let r = &row.record;
    if let Some(p) = around.linked {
        let sentence = format!(
            "{} has this IntegrationIDT already: there is nothing to import. Refresh takes the SIS's data again.",
            who(p)
        );
        return Err(R::because(Why::AlreadyLinked, Some(p), sentence));
    }
    let Some(ssid) = r
        .ssid
        .as_ref()
        .filter(|s| !around.rules.is_provisional(s.as_str()))
    else {
        let provisional = r.ssid.as_ref().map_or(r.provisional_id.as_str(), Ssid::as_str);
        let has = match provisional {
            "" => "no State ID".to_owned(),
            id => format!("only the provisional ID {id}"),
        };
        let sentence = format!(
            "{} has {has} in the SIS. Ask the SIS administrator / data manager for a State ID, then import the SIS's export again.",
            who(r)
        );
        return Err(R::because(Why::NoStateId, None, sentence));
    };
    if r.integration_idt.is_empty() {
        let sentence = format!(
            "{} has no IntegrationIDT in the SIS's export. Ask the SIS administrator / data manager for an export that has it.",
            who(r)
        );
        return Err(R::because(Why::NoIntegrationIdt, None, sentence));
    }
    let living = around.same_number.filter(|p| !p.is_retired() && !p.duplicate);
    if let Some(p) = around.same_number.filter(|_| living.is_none()) {
        let why = if p.is_retired() {
            "was merged into another profile"
        } else {
            "is marked as the duplicate"
        };
        let sentence = format!(
            "Student number {} still belongs to {}, which {why}. Put a D in front of that number first.",
            p.number,
            p.list_name()
        );
        return Err(R::because(Why::NumberInUse, Some(p), sentence));
    }
    if let Some(p) = living {
        linkable(p, row, ssid, around.rules)?;
    }
    if let Some(h) = around.holder.filter(|h| living.is_none_or(|p| p.key != h.key)) {
        let sentence = format!(
            "State ID {ssid} is held by {}. Mark that profile as the duplicate first (Missing IDs), or compare the two.",
            who(h)
        );
        return Err(R::because(Why::StateIdHeld, Some(h), sentence));
    }
    match living {
        Some(before) => {
            let mut after = before.clone();
            after.integration_idt.clone_from(&r.integration_idt);
            after.ssid = Some(ssid.clone());
            after.provisional_id.clear();
            settle(
                before,
                &mut after,
                around.rules,
                around.now,
                around.in_open_update,
            );
            Ok(ImportPlan::Link {
                changes: differences(before, &after),
                before: Box::new(before.clone()),
                after: Box::new(after),
            })
        }
        None => made(row, around),
    }
}

/// A new profile with what the row says.
fn made(row: &GeneralRow, around: &Around<'_>) -> Result<ImportPlan, ImportRefusal> {
    let unknown: BTreeSet<&str> = row
        .record
        .enrollments
        .iter()
        .filter(|e| !around.schools.contains(&e.school))
        .map(|e| e.school.as_str())
        .collect();
    if !unknown.is_empty() {
        let codes: Vec<&str> = unknown.into_iter().collect();
        let sentence = format!(
            "No school of this district has the number {}. Add the school in Settings, then import the row.",
            codes.join(", ")
        );
        return Err(ImportRefusal::because(Why::UnknownSchool, None, sentence));
    }
    let mut after = Student {
        key: StudentKey(0),
        ..row.record.clone()
    };
    let nothing = Student::new(after.key, after.number.clone());
    settle(&nothing, &mut after, around.rules, around.now, false);
    Ok(ImportPlan::New(Box::new(after)))
}

/// Whether the profile with the row's student number can be linked to it.
fn linkable(p: &Student, row: &GeneralRow, ssid: &Ssid, rules: &Rules) -> Result<(), ImportRefusal> {
    let r = &row.record;
    let refused = |why, sentence| Err(ImportRefusal::because(why, Some(p), sentence));
    let born = |s: &Student| {
        s.birth_date
            .map_or_else(|| "birth date not known".to_owned(), |d| format!("born {d}"))
    };
    if are_two_children(p, r) {
        let sentence = format!(
            "Student number {} belongs to {}, {}, here; in the SIS it is {}, {}. They look like two children: ask the SIS administrator / data manager.",
            p.number,
            p.list_name(),
            born(p),
            r.list_name(),
            born(r)
        );
        return refused(Why::AnotherChild, sentence);
    }
    let other = |s: &&Ssid| *s != ssid && !rules.is_provisional(s.as_str());
    if let Some(here) = p.ssid.as_ref().filter(other) {
        let sentence = format!(
            "{} has State ID {here} here, the SIS says {ssid}. A State ID is never replaced by an import: compare the two, and settle it in the Student Editor.",
            who(p)
        );
        return refused(Why::OtherStateId, sentence);
    }
    if !p.integration_idt.is_empty() && p.integration_idt != r.integration_idt {
        let sentence = format!(
            "{} has IntegrationIDT {} here, the SIS says {}. Ask the SIS administrator / data manager which one is right.",
            who(p),
            p.integration_idt,
            r.integration_idt
        );
        return refused(Why::OtherLink, sentence);
    }
    Ok(())
}

/// Whether two last names have a word in common: `Nuñez` and `Nunez-Ortiz` do.
pub fn shared_last_name(a: &str, b: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        search_key(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let b = words(b);
    words(a).iter().any(|w| b.contains(w))
}
