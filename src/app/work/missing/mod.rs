//! Missing IDs: profiles that are not integrated with the SIS, how far each has come, and the marks and causes set by hand.

mod alike;
mod list;
mod marks;

use crate::app::general_roll::GeneralRoll;
use crate::app::job::Ticket;
use crate::app::roll::{Card, Roll};
use crate::app::stamp::Stamp;
use crate::domain::dates::local_day;
use crate::domain::district::Rules;
use crate::domain::general::{GeneralRow, RefreshContext, compare};
use crate::domain::ids::{SchoolCode, StudentKey};
use crate::domain::journal::{RecordChange, What};
use crate::domain::missing::{
    Candidate, Case, Judged, Known, Progress, Reached, Stage, cause_of, judge, judge_merged, stages,
};
use crate::domain::student::{Field, FieldValue, Student, Timestamp};
use crate::store::{Reader, Store, StoreError};
pub use alike::explain;
use chrono::NaiveDate;
pub use list::sheet;
pub use marks::{mark, preview_mark, set_cause, unmark};
use std::collections::{BTreeSet, HashMap, HashSet};

/// A profile that is not integrated yet, or whose merge is not checked yet.
#[derive(Debug, Clone, PartialEq)]
pub struct MissingRow {
    /// Its key.
    pub key: StudentKey,
    /// `Last, First Middle, Suffix`.
    pub name: String,
    /// Student number.
    pub number: String,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// The current school's number; empty when none.
    pub school: String,
    /// State ID, or the provisional ID that stands in for it; empty when none.
    pub state_id: String,
    /// Whether that is a provisional ID.
    pub provisional: bool,
    /// Marked as the duplicate profile.
    pub duplicate: bool,
    /// Merged into another profile already; only the check against the SIS is left.
    pub merged: bool,
    /// Whether the cause was set by hand.
    pub cause_by_hand: bool,
    /// Where it stands: cause, next step, what is asked of whom.
    pub judged: Judged,
    /// Rows of the General Student Table that may be the student, the surest first.
    pub candidates: Vec<Candidate>,
    /// The row of the General Student Table that the next step is about, by its student number.
    pub sis_row: Option<String>,
}

impl MissingRow {
    /// The steps of the procedure, and how far the profile has come.
    pub fn stages(&self) -> Vec<(Stage, Reached)> {
        stages(&Progress {
            step: self.judged.step,
            marked: self.duplicate || self.merged,
            in_sis: self
                .judged
                .best
                .and_then(|i| self.candidates.get(i))
                .is_some_and(Candidate::is_ready),
            imported: self.judged.target.is_some(),
        })
    }

    fn of(s: &Student, judged: Judged, candidates: Vec<Candidate>, today: NaiveDate) -> Self {
        let ssid = s.ssid.as_ref().map(ToString::to_string);
        Self {
            key: s.key,
            name: s.list_name(),
            number: s.number.to_string(),
            birth_date: s.birth_date,
            school: s
                .current_enrollment(today)
                .map(|e| e.school.to_string())
                .unwrap_or_default(),
            provisional: ssid.is_none() && !s.provisional_id.is_empty(),
            state_id: ssid.unwrap_or_else(|| s.provisional_id.clone()),
            duplicate: s.duplicate,
            merged: s.is_retired(),
            cause_by_hand: s.missing_cause.is_some(),
            sis_row: judged
                .best
                .and_then(|i| candidates.get(i))
                .map(|c| c.number.clone()),
            judged,
            candidates,
        }
    }
}

/// What Missing IDs shows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Missing {
    /// The profiles, by name.
    pub rows: Vec<MissingRow>,
    /// Profiles merged or linked today, and not taken back.
    pub done_today: usize,
    /// The district has no General Student Table and no IntegrationIDT at all.
    pub not_used: bool,
}

impl Missing {
    /// Marked profiles whose student was imported: Source and Target of the merges that come next.
    pub fn ready_pairs(&self) -> Vec<(StudentKey, StudentKey)> {
        self.rows
            .iter()
            .filter(|r| r.duplicate && !r.merged)
            .filter_map(|r| Some((r.key, r.judged.target.as_ref()?.key)))
            .collect()
    }
}

/// Whether the district works with Special Programs' integration at all.
fn is_used(roll: &Roll, general: &GeneralRoll) -> bool {
    !general.cards().is_empty() || roll.cards().iter().any(|c| !c.integration_idt.is_empty())
}

/// The profiles to look at: those that the roll says are not integrated. Where nothing is integrated because the district
/// does not work like that, only those that a person marked and those with a provisional ID.
fn concerned(roll: &Roll, used: bool) -> impl Iterator<Item = &Card> {
    roll.cards()
        .iter()
        .map(|c| &**c)
        .filter(move |c| c.not_integrated && (used || c.duplicate || c.provisional))
}

/// So many rows of the General Student Table take the engine as long as one profile takes otherwise.
const ROWS: usize = 1_000;

/// How long [`look`] would take, in profiles that are looked at. One that the table was not compared with yet counts for
/// more, the larger the table is.
pub fn extent(roll: &Roll, general: &GeneralRoll) -> usize {
    let asked = 1 + general.cards().len() / ROWS;
    let of = |c: &Card| if general.was_looked_at(c.key) { 1 } else { asked };
    concerned(roll, is_used(roll, general)).map(of).sum::<usize>() + roll.retired().len()
}

/// Looks for the profiles that are not integrated, and where each stands.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn look(
    store: &Store,
    roll: &Roll,
    general: &GeneralRoll,
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Missing, StoreError> {
    let reader = store.read()?;
    let used = is_used(roll, general);
    let rules = reader.district()?.rules;
    ticket.phase("Looking for missing IDs");
    let total = extent(roll, general) as u64;
    let mut profiles = Vec::new();
    for card in concerned(roll, used) {
        if profiles.len().is_multiple_of(256) && !ticket.step(profiles.len() as u64, total) {
            return Err(StoreError::Cancelled);
        }
        profiles.extend(reader.student(card.key)?);
    }
    let mut found = alike::candidates(&reader, general, &profiles, stamp.today, ticket)?;
    let known = |c: &Card| Known {
        key: c.key,
        name: c.name.to_string(),
        number: c.number.to_string(),
    };
    // Only what a candidate asks for: one pass over the roll, and small maps.
    let asked = |of: fn(&Candidate) -> &str| -> HashSet<&str> {
        found.iter().flatten().map(of).filter(|t| !t.is_empty()).collect()
    };
    let (asked_links, asked_ids) = (asked(|c| &c.integration_idt), asked(|c| &c.ssid));
    let links: HashMap<&str, &Card> = roll
        .cards()
        .iter()
        .filter(|c| asked_links.contains(&*c.integration_idt))
        .map(|c| (&*c.integration_idt, &**c))
        .collect();
    let holders: HashMap<&str, &Card> = roll
        .cards()
        .iter()
        .filter(|c| !c.duplicate && asked_ids.contains(&*c.ssid))
        .map(|c| (&*c.ssid, &**c))
        .collect();
    let linked = |c: &Candidate| links.get(c.integration_idt.as_str()).map(|card| card.key);
    alike::decided(&reader, general, &profiles, &mut found, &linked, stamp.today)?;
    let mut rows = Vec::with_capacity(profiles.len());
    for (profile, candidates) in profiles.iter().zip(&found) {
        let judged = judge(&Case {
            profile,
            has_rows: reader.has_rows(profile.key)?,
            candidates,
            linked: &|idt| links.get(idt).map(|c| known(c)),
            holder: &|ssid| holders.get(ssid).map(|c| known(c)),
            rules: &rules,
            today: stamp.today,
        });
        rows.push(MissingRow::of(profile, judged, candidates.clone(), stamp.today));
    }
    if !general.cards().is_empty() {
        merged_rows(&reader, roll, general, &rules, stamp.today, &mut rows)?;
    }
    rows.sort_by_cached_key(|r| (crate::domain::text::search_key(&r.name), r.number.clone()));
    Ok(Missing {
        rows,
        done_today: done_today(&reader, stamp.today)?,
        not_used: !used,
    })
}

/// Adds the profiles that were merged away and whose survivor was not refreshed and checked yet.
fn merged_rows(
    reader: &Reader,
    roll: &Roll,
    general: &GeneralRoll,
    rules: &Rules,
    today: NaiveDate,
    rows: &mut Vec<MissingRow>,
) -> Result<(), StoreError> {
    if roll.retired().is_empty() {
        return Ok(());
    }
    let schools: BTreeSet<SchoolCode> = reader.schools()?.into_iter().map(|s| s.code).collect();
    let by_link: HashMap<&str, &str> = general
        .cards()
        .iter()
        .filter(|c| !c.integration_idt.is_empty())
        .map(|c| (&*c.integration_idt, &*c.number))
        .collect();
    for key in roll.retired().keys() {
        let Some(retired) = reader.student(*key)? else {
            continue;
        };
        let survivor = reader.survivor(retired.clone())?;
        // A survivor that is not integrated has a row of its own, which says what comes first.
        if roll.card(survivor.key).is_none_or(|c| c.not_integrated) {
            continue;
        }
        let row: Option<GeneralRow> = match by_link.get(survivor.integration_idt.as_str()) {
            Some(number) => reader.general(number)?,
            None => reader.general(survivor.number.as_str())?,
        };
        let cx = RefreshContext {
            holder: None,
            rules,
            schools: &schools,
            today,
        };
        let compared = row
            .as_ref()
            .map(|r| compare(&survivor, r, &cx))
            .unwrap_or_default();
        let merged_at = merged_at(reader, *key)?;
        if let Some(mut judged) = judge_merged(&survivor, row.as_ref(), &compared, merged_at) {
            judged.cause = cause_of(&retired, reader.has_rows(survivor.key)?, rules, today);
            rows.push(MissingRow {
                sis_row: row.map(|r| r.record.number.to_string()),
                ..MissingRow::of(&retired, judged, Vec::new(), today)
            });
        }
    }
    Ok(())
}

/// So many operations on a retired profile are looked through for its merge; it is one of the last.
const LATELY: usize = 16;

/// When a profile was merged into another.
fn merged_at(reader: &Reader, key: StudentKey) -> Result<Timestamp, StoreError> {
    let retires = |r: &RecordChange| {
        matches!(r, RecordChange::Edited(fields) if fields.iter().any(|f| {
            f.field == Field::RetiredInto && f.after != FieldValue::Student(None)
        }))
    };
    Ok(reader
        .history_of(key, LATELY)?
        .into_iter()
        .find(|item| item.entry.record.as_ref().is_some_and(retires))
        .map(|item| item.operation.at)
        .unwrap_or_default())
}

/// So many operations of a day are looked through.
const A_DAY: usize = 2_000;

/// Profiles merged or linked today, and not taken back.
fn done_today(reader: &Reader, today: NaiveDate) -> Result<usize, StoreError> {
    Ok(reader
        .operations(A_DAY)?
        .iter()
        .take_while(|o| local_day(o.at) >= today)
        .filter(|o| o.undone_by.is_none())
        .filter(|o| {
            matches!(
                o.what,
                What::ProfilesMerged { .. } | What::ProfileImported { linked: true, .. }
            )
        })
        .count())
}
