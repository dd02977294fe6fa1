//! The General Student Table: the SIS's export in, one row looked at, imported, refreshed.

mod export;

use super::{WorkError, said};
use crate::app::roll::Roll;
use crate::app::stamp::Stamp;
use crate::app::state::SelectedRow;
use crate::domain::another::are_two_children;
use crate::domain::district::Rules;
use crate::domain::general::{
    Around, GeneralRow, ImportPlan, ImportRefusal, RefreshContext, Refreshed, compare, preview, refresh,
};
use crate::domain::ids::SchoolCode;
use crate::domain::journal::What;
use crate::domain::request::Function;
use crate::domain::student::{Field, Student};
use crate::store::{Committed, Reader, Store, StoreError};
pub use export::{compare_export, take_export};
use std::collections::BTreeSet;

/// What judging a row needs of the district.
struct Desk {
    rules: Rules,
    schools: BTreeSet<SchoolCode>,
}

impl Desk {
    fn read(reader: &Reader) -> Result<Self, StoreError> {
        Ok(Self {
            rules: reader.district()?.rules,
            schools: reader.schools()?.into_iter().map(|s| s.code).collect(),
        })
    }

    fn refresh_context<'a>(&'a self, holder: Option<&'a Student>, stamp: &Stamp) -> RefreshContext<'a> {
        RefreshContext {
            holder,
            rules: &self.rules,
            schools: &self.schools,
            today: stamp.today,
        }
    }
}

/// The profiles around a row.
struct Profiles {
    linked: Option<Student>,
    /// Another profile with the same IntegrationIDT, by a mistake.
    second: Option<Student>,
    same_number: Option<Student>,
    holder: Option<Student>,
}

impl Profiles {
    fn read(reader: &Reader, roll: &Roll, row: &GeneralRow) -> Result<Self, StoreError> {
        let r = &row.record;
        let mut cards = roll.by_integration(&r.integration_idt);
        // The profile of the row's own number before another one, and a marked duplicate last.
        cards.sort_by_key(|c| (c.duplicate, *c.number != *r.number.as_str()));
        let linked = match cards.first() {
            Some(card) => reader.student(card.key)?,
            None => None,
        };
        let second = match cards.get(1).filter(|c| !c.duplicate) {
            Some(card) => reader.student(card.key)?,
            None => None,
        };
        Ok(Self {
            linked: linked.filter(|s| s.integration_idt == r.integration_idt && !s.is_retired()),
            second,
            same_number: reader.student_by_number(r.number.as_str())?,
            holder: match &r.ssid {
                Some(ssid) => reader.student_by_ssid(ssid.as_str())?,
                None => None,
            },
        })
    }

    /// The profile that a row belongs to, when there is one.
    fn own(&self) -> Option<&Student> {
        let living = |s: &&Student| !s.is_retired() && !s.duplicate;
        self.linked.as_ref().or(self.same_number.as_ref().filter(living))
    }

    /// Why a row's data must not go into the linked profile: it may be another child's.
    fn in_doubt(&self, row: &GeneralRow) -> Option<String> {
        let (linked, r) = (self.linked.as_ref()?, &row.record);
        let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
        if let Some(second) = &self.second {
            return Some(format!(
                "Two profiles have IntegrationIDT {}: {} and {}. Correct the wrong one in the Student Editor first.",
                r.integration_idt,
                named(linked),
                named(second)
            ));
        }
        let another = linked.number != r.number && are_two_children(linked, r);
        another.then(|| {
            format!(
                "{} has the IntegrationIDT of {} in the SIS, and they look like two children. Check the IntegrationIDT in the Student Editor, or ask the SIS administrator / data manager.",
                named(linked),
                named(r)
            )
        })
    }

    fn preview(
        &self,
        reader: &Reader,
        desk: &Desk,
        row: &GeneralRow,
        stamp: &Stamp,
    ) -> Result<Result<ImportPlan, ImportRefusal>, StoreError> {
        let in_open_update = match &self.same_number {
            Some(p) => reader.standing(p.key)?.open(Function::Update).is_some(),
            None => false,
        };
        Ok(preview(
            row,
            &Around {
                linked: self.linked.as_ref(),
                same_number: self.same_number.as_ref(),
                holder: self.holder.as_ref(),
                rules: &desk.rules,
                schools: &desk.schools,
                now: stamp.now,
                in_open_update,
            },
        ))
    }
}

/// A row of the General Student Table beside the profile it belongs to, with what Import and Refresh would do. `None`
/// when there is no such row.
///
/// # Errors
/// When the store cannot be read.
pub fn look(
    store: &Store,
    roll: &Roll,
    number: &str,
    stamp: &Stamp,
) -> Result<Option<SelectedRow>, StoreError> {
    let reader = store.read()?;
    let Some(row) = reader.general(&key(number))? else {
        return Ok(None);
    };
    let desk = Desk::read(&reader)?;
    let profiles = Profiles::read(&reader, roll, &row)?;
    let import = profiles.preview(&reader, &desk, &row, stamp)?;
    let cx = desk.refresh_context(profiles.holder.as_ref(), stamp);
    let changes = match &profiles.linked {
        Some(p) => {
            let open = reader.standing(p.key)?.open(Function::Update).is_some();
            refresh(p, &row, &cx, stamp.now, open).changes
        }
        None => Vec::new(),
    };
    Ok(Some(SelectedRow {
        changes,
        compared: profiles.own().map(|p| compare(p, &row, &cx)).unwrap_or_default(),
        linked: profiles.linked.is_some(),
        in_doubt: profiles.in_doubt(&row),
        profile: profiles.own().cloned().map(Box::new),
        import,
        row,
    }))
}

/// A row's key as a person may write it.
fn key(number: &str) -> String {
    number.trim().to_ascii_uppercase()
}

fn row_of(reader: &Reader, number: &str) -> Result<GeneralRow, WorkError> {
    match reader.general(&key(number))? {
        Some(row) => Ok(row),
        None => said(format!(
            "The General Student Table has no row with student number {}. Import the SIS's export again, or look the student up by name.",
            number.trim()
        )),
    }
}

/// A profile made or linked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The profile as it is now.
    pub student: Student,
    /// Whether it was here before.
    pub linked: bool,
    /// The journal entry.
    pub committed: Committed,
}

/// Imports one row: makes the profile, or links the one that is here.
///
/// # Errors
/// Why the row is not imported, as a sentence; what the store says.
pub fn import(store: &Store, roll: &Roll, number: &str, stamp: &Stamp) -> Result<Imported, WorkError> {
    let mut writer = store.write()?;
    let reader = writer.reader();
    let row = row_of(reader, number)?;
    let desk = Desk::read(reader)?;
    let profiles = Profiles::read(reader, roll, &row)?;
    let plan = match profiles.preview(reader, &desk, &row, stamp)? {
        Ok(plan) => plan,
        Err(refusal) => return said(refusal.to_string()),
    };
    let (student, linked) = match plan {
        ImportPlan::Link { before, after, .. } => {
            writer.change(*before, (*after).clone());
            (*after, true)
        }
        ImportPlan::New(mut after) => {
            after.key = writer.add((*after).clone())?;
            (*after, false)
        }
    };
    let what = What::ProfileImported {
        name: student.list_name(),
        number: student.number.to_string(),
        integration_idt: student.integration_idt.clone(),
        linked,
    };
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    Ok(Imported {
        student,
        linked,
        committed,
    })
}

/// A profile refreshed from its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renewed {
    /// What was taken, and why anything was not.
    pub refreshed: Refreshed,
    /// The journal entry; `None` when nothing differed and nothing was written.
    pub committed: Option<Committed>,
}

/// Takes the fields that the SIS owns again, from a row into the profile that is linked to it.
///
/// # Errors
/// A sentence when there is no such row or no profile is linked to it; what the store says.
pub fn refresh_profile(
    store: &Store,
    roll: &Roll,
    number: &str,
    stamp: &Stamp,
) -> Result<Renewed, WorkError> {
    let mut writer = store.write()?;
    let reader = writer.reader();
    let row = row_of(reader, number)?;
    let desk = Desk::read(reader)?;
    let profiles = Profiles::read(reader, roll, &row)?;
    let Some(profile) = profiles.linked.clone() else {
        return said(format!(
            "No profile is linked to {} ({}) yet. Import the row first.",
            row.record.list_name(),
            row.record.number
        ));
    };
    if let Some(why) = profiles.in_doubt(&row) {
        return said(why);
    }
    let open = reader.standing(profile.key)?.open(Function::Update).is_some();
    let cx = desk.refresh_context(profiles.holder.as_ref(), stamp);
    let refreshed = refresh(&profile, &row, &cx, stamp.now, open);
    if refreshed.changes.is_empty() {
        return Ok(Renewed {
            refreshed,
            committed: None,
        });
    }
    let what = What::ProfileRefreshed {
        name: refreshed.after.list_name(),
        number: refreshed.after.number.to_string(),
        fields: refreshed
            .changes
            .iter()
            .map(|c| c.field)
            .filter(|f| !matches!(f, Field::ChangeFlag | Field::FormerIds))
            .collect(),
    };
    writer.change(profile, refreshed.after.clone());
    let committed = writer.commit(what, &stamp.who, stamp.now, &mut |_, _| true)?;
    Ok(Renewed {
        refreshed,
        committed: Some(committed),
    })
}
