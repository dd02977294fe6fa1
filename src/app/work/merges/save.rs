//! Saving a merge in one transaction, or refusing it, which stands in the journal too.

use super::{Order, Reviewed, review};
use crate::app::stamp::Stamp;
use crate::app::work::{WorkError, said};
use crate::domain::ids::{OperationId, RowId, StudentKey};
use crate::domain::journal::What;
use crate::domain::merge::{Blocker, MergeRecord, Merged, Profile, Review};
use crate::domain::text::count;
use crate::store::{Committed, Reader, Store, StoreError};

/// Saves a merge: every Source and the Target in one transaction, one operation in the journal for each Source.
///
/// # Errors
/// When anything is undecided or blocked, no reason is given, or a profile changed since the person looked at it. The
/// refusal stands in the journal; nothing else is changed.
pub fn save(
    store: &Store,
    order: &Order,
    reason: &str,
    administrator: Option<&str>,
    stamp: &Stamp,
) -> Result<Committed, WorkError> {
    let reader = store.read()?;
    let reviewed = review(&reader, order, stamp)?;
    let reason = crate::domain::text::tidy(reason);
    let refused = match refusal(&reviewed, &reason, administrator) {
        None => linked_elsewhere(&reader, order, &reviewed)?,
        why => why,
    };
    drop(reader);
    let who = administrator.map_or_else(|| stamp.clone(), |account| stamp.as_administrator(account));
    if let Some(why) = refused {
        record_refusal(store, &reviewed, &why, &who)?;
        return Err(WorkError::Said(why));
    }
    let mut writer = store.write()?;
    let now: Vec<OperationId> = order
        .keys()
        .map(|k| writer.reader().last_on(*k))
        .collect::<Result<_, _>>()?;
    if now != reviewed.seen {
        return Err(StoreError::Stale.into());
    }
    let mut standing_before = reviewed.reviews.first().map(|r| r.target.standing.clone());
    let rows_from = writer.next_row()?;
    let mut last = None;
    for (at, review) in reviewed.reviews.into_iter().enumerate() {
        if let Some(what) = last.take() {
            writer.next_operation(what);
        }
        let Review {
            source,
            target,
            merged,
            ..
        } = review;
        let moved = moved_rows(&merged, &source, &target);
        for change in merged.rows {
            writer.row(change);
        }
        if standing_before.as_ref() != Some(&merged.standing) {
            writer.stand(target.student.key, merged.standing.clone());
        }
        standing_before = Some(merged.standing.clone());
        writer.merge(MergeRecord {
            source: source.student.clone(),
            target: target.student.clone(),
            merged: merged.survivor.clone(),
            standings: (source.standing, target.standing),
            choices: order.choices.get(at).cloned().unwrap_or_default(),
            moved: moved.clone(),
            folded: merged.folded.clone(),
            rows_from,
            reason: reason.clone(),
        })?;
        last = Some(What::ProfilesMerged {
            source: source.student.list_name(),
            source_number: source.student.number.to_string(),
            target: merged.survivor.list_name(),
            target_number: merged.survivor.number.to_string(),
            moved: moved.len() as u32,
            folded: merged.folded.len() as u32,
            update_due: merged.update_due,
            reason: reason.clone(),
        });
        writer.change(source.student, merged.retired);
        writer.change(target.student, merged.survivor);
    }
    let Some(what) = last else {
        return said("Choose at least one Source.");
    };
    writer.draft_done(order.target);
    Ok(writer.commit(what, &who.who, stamp.now, &mut |_, _| true)?)
}

/// Rows that go from the Source to the Target.
fn moved_rows(merged: &Merged, source: &Profile, target: &Profile) -> Vec<RowId> {
    let owner = |side: &Option<(StudentKey, _)>| side.as_ref().map(|(key, _)| *key);
    merged
        .rows
        .iter()
        .filter(|c| {
            owner(&c.before) == Some(source.student.key) && owner(&c.after) == Some(target.student.key)
        })
        .map(|c| c.id)
        .collect()
}

/// Why a merge cannot be saved as it is; `None` when it can.
fn refusal(reviewed: &Reviewed, reason: &str, administrator: Option<&str>) -> Option<String> {
    let mut parts: Vec<String> = reviewed.blockers().map(Blocker::sentence).collect();
    if administrator.is_none() {
        parts.push(Blocker::NoRight.sentence());
    }
    let open: Vec<&str> = reviewed
        .reviews
        .iter()
        .flat_map(Review::undecided)
        .map(|l| l.key.label())
        .collect();
    if !open.is_empty() {
        parts.push(format!(
            "{} still {} a decision: {}.",
            count(open.len(), "row", "rows"),
            if open.len() == 1 { "needs" } else { "need" },
            open.join(", ")
        ));
    }
    if reason.is_empty() {
        parts.push("Say why these two are one student: the reason is kept in History.".into());
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// An IntegrationIDT that was typed or taken, and that a third profile is linked with: a refresh would take the data of one
/// child into the profile of the other.
fn linked_elsewhere(
    reader: &Reader,
    order: &Order,
    reviewed: &Reviewed,
) -> Result<Option<String>, StoreError> {
    let (Some(first), Some(last)) = (reviewed.reviews.first(), reviewed.reviews.last()) else {
        return Ok(None);
    };
    let idt = &last.merged.survivor.integration_idt;
    if *idt == first.target.student.integration_idt {
        return Ok(None);
    }
    let parts: Vec<StudentKey> = order.keys().copied().collect();
    Ok(reader.linked_beside(idt, &parts)?.map(|h| {
        format!(
            "IntegrationIDT {idt} belongs to a third student: {} ({}).",
            h.list_name(),
            h.number
        )
    }))
}

/// Every attempt that was refused stands in the journal.
fn record_refusal(store: &Store, reviewed: &Reviewed, why: &str, stamp: &Stamp) -> Result<(), StoreError> {
    let Some(first) = reviewed.reviews.first() else {
        return Ok(());
    };
    let what = What::MergeRefused {
        source: first.source.student.number.to_string(),
        target: first.target.student.number.to_string(),
        why: why.to_owned(),
    };
    store
        .write()?
        .commit(what, &stamp.who, stamp.now, &mut |_, _| true)
        .map(drop)
}
