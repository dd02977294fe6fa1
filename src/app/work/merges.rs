//! Merging profiles: the review of Target and Sources as the store has them, Save in one transaction, the rehearsal over
//! many pairs, and the before/after sheet.

use super::{WorkError, lists, said};
use crate::app::job::Ticket;
use crate::app::stamp::Stamp;
use crate::app::state::RehearsedPair;
use crate::domain::codes::label_of;
use crate::domain::district::{District, School};
use crate::domain::ids::{OperationId, RowId, Ssid, StudentKey};
use crate::domain::journal::What;
use crate::domain::matching::{Explanation, Matcher, Person, pair_of};
use crate::domain::merge::{
    Blocker, Choices, Context, Key, MergeRecord, Merged, Profile, Review, Side, chain, consequence,
    told_apart, warnings,
};
use crate::domain::student::{Field, Student};
use crate::domain::text::count;
use crate::files::report::{Sheet, SheetColumn};
use crate::store::{Committed, Reader, Store, StoreError};
use std::cell::RefCell;

/// What is to be merged, and how a person decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// The Target.
    pub target: StudentKey,
    /// The Sources, in their order.
    pub sources: Vec<StudentKey>,
    /// A person's choices for each Source; what is missing follows the policy.
    pub choices: Vec<Choices>,
    /// The last operation on each profile when a person looked at the review: the Sources, then the Target. Empty when
    /// nobody has yet.
    pub seen: Vec<OperationId>,
}

impl Order {
    /// One Source into a Target, as the policy has it.
    pub fn of(source: StudentKey, target: StudentKey) -> Self {
        Self {
            target,
            sources: vec![source],
            choices: Vec::new(),
            seen: Vec::new(),
        }
    }

    fn keys(&self) -> impl Iterator<Item = &StudentKey> {
        self.sources.iter().chain([&self.target])
    }
}

/// A merge looked at: nothing is written yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Reviewed {
    /// The review of each Source.
    pub reviews: Vec<Review>,
    /// Why each Source and the Target may be one student.
    pub likely: Vec<Explanation>,
    /// The last operation on each profile: the Sources, then the Target.
    pub seen: Vec<OperationId>,
    /// What Save will do, in plain words.
    pub consequence: String,
    /// What a person has to look at once more before saving, a sentence each.
    pub warnings: Vec<String>,
}

impl Reviewed {
    /// Rows that wait for a decision.
    pub fn undecided(&self) -> usize {
        self.reviews.iter().map(|r| r.undecided().count()).sum()
    }

    /// What blocks it.
    pub fn blockers(&self) -> impl Iterator<Item = &Blocker> {
        self.reviews.iter().flat_map(|r| &r.blockers)
    }
}

/// The profile that a person means by a number, an SSID or a former identifier. A retired one is answered as itself: the
/// review says what became of it.
///
/// # Errors
/// When nobody has it, or several had it before.
pub fn look_up(reader: &Reader, id: &str, side: Side) -> Result<Student, WorkError> {
    let what = match side {
        Side::Source => "Source",
        Side::Target => "Target",
    };
    if id.trim().is_empty() {
        return said(format!(
            "Write the {what} ID: a student number, or look the student up by name."
        ));
    }
    match reader.find_record(id)? {
        Some(s) => Ok(s),
        None => said(format!(
            "No one profile has “{}” as its number or State ID. Check the {what} ID, or look the student up by name.",
            id.trim()
        )),
    }
}

/// Reviews a merge as the store is now. Anyone may; who may save it is asked by [`save`].
///
/// # Errors
/// When a profile is no longer there, or the store cannot be read.
pub fn review(reader: &Reader, order: &Order, stamp: &Stamp) -> Result<Reviewed, WorkError> {
    let shipped = Matcher::default();
    review_by(&|a, b| shipped.explain(a, b), reader, order, stamp)
}

/// [`review`], with the engine that knows the district's own weights.
///
/// # Errors
/// As [`review`].
pub fn review_by(
    explain: &dyn Fn(&Person, &Person) -> Explanation,
    reader: &Reader,
    order: &Order,
    stamp: &Stamp,
) -> Result<Reviewed, WorkError> {
    let district = reader.district()?;
    let profile = |key: StudentKey| -> Result<Profile, WorkError> {
        match reader.profile(key)? {
            Some(p) => Ok(p),
            None => said("A profile that was chosen is no longer there. Choose again."),
        }
    };
    let target = profile(order.target)?;
    let sources: Vec<Profile> = order
        .sources
        .iter()
        .map(|k| profile(*k))
        .collect::<Result<_, _>>()?;
    let failed: RefCell<Option<StoreError>> = RefCell::new(None);
    let ask = |answer: Result<Option<Student>, StoreError>| {
        answer.unwrap_or_else(|e| {
            *failed.borrow_mut() = Some(e);
            None
        })
    };
    let holder = |ssid: &Ssid| ask(reader.student_by_ssid(ssid.as_str()));
    let student = |key: StudentKey| ask(reader.student(key));
    let cx = Context {
        rules: &district.rules,
        today: stamp.today,
        now: stamp.now,
        holder: &holder,
        student: &student,
    };
    let mut reviews = chain(&sources, &target, &order.choices, &cx);
    if let Some(e) = failed.take() {
        return Err(e.into());
    }
    let mut seen = Vec::with_capacity(order.sources.len() + 1);
    for key in order.keys() {
        seen.push(reader.last_on(*key)?);
    }
    for (at, (was, is)) in order.seen.iter().zip(&seen).enumerate() {
        if was != is {
            let side = if at < order.sources.len() {
                Side::Source
            } else {
                Side::Target
            };
            let at = if side == Side::Source { at } else { 0 };
            if let Some(review) = reviews.get_mut(at) {
                review.blockers.push(Blocker::Changed { side });
            }
        }
    }
    let mut warned = all_told_apart(reader, &sources, &target, stamp)?;
    let person = |p: &Profile| Person::of(&p.student, stamp.today);
    let target = person(&target);
    let likely: Vec<Explanation> = sources.iter().map(|s| explain(&person(s), &target)).collect();
    warned.extend(warnings(&reviews, &likely));
    Ok(Reviewed {
        consequence: consequence(&reviews),
        warnings: warned,
        likely,
        reviews,
        seen,
    })
}

/// Every two of the profiles to be merged whom somebody decided to be two students, a sentence each.
fn all_told_apart(
    reader: &Reader,
    sources: &[Profile],
    target: &Profile,
    stamp: &Stamp,
) -> Result<Vec<String>, StoreError> {
    let all: Vec<&Student> = sources.iter().chain([target]).map(|p| &p.student).collect();
    let mut out = Vec::new();
    for (at, a) in all.iter().enumerate() {
        for b in &all[at + 1..] {
            if let Some(decision) = reader.decision(pair_of(a.key, b.key))? {
                out.extend(told_apart(&decision, a, b, stamp.today));
            }
        }
    }
    Ok(out)
}

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

/// Goes through pairs of Source and Target without changing anything.
///
/// # Errors
/// When the store cannot be read or the ticket is cancelled.
pub fn rehearse(
    store: &Store,
    pairs: &[(StudentKey, StudentKey)],
    stamp: &Stamp,
    ticket: &Ticket,
) -> Result<Vec<RehearsedPair>, WorkError> {
    let reader = store.read()?;
    ticket.phase("Going through the pairs");
    let mut out = Vec::with_capacity(pairs.len());
    for (at, (source, target)) in pairs.iter().enumerate() {
        if !ticket.step(at as u64, pairs.len() as u64) {
            return Err(StoreError::Cancelled.into());
        }
        let order = Order::of(*source, *target);
        let reviewed = review(&reader, &order, stamp)?;
        let Some(first) = reviewed.reviews.first() else {
            continue;
        };
        out.push(RehearsedPair {
            source: *source,
            target: *target,
            title: format!(
                "{} ({}) → {} ({})",
                first.source.student.list_name(),
                first.source.student.number,
                first.target.student.list_name(),
                first.target.student.number
            ),
            undecided: reviewed.undecided(),
            blockers: reviewed.blockers().map(Blocker::sentence).collect(),
            seen: reviewed.seen.clone(),
            consequence: reviewed.consequence,
            warnings: reviewed.warnings,
        });
    }
    Ok(out)
}

/// Merges the pairs of a rehearsal that need no decision, each in a transaction of its own, so that each can be undone
/// alone. A pair that changed since it was rehearsed is left out and named. When the ticket is cancelled or the disk
/// fails, what was merged before stays merged.
pub fn merge_clean(
    store: &Store,
    pairs: &[RehearsedPair],
    administrator: &str,
    stamp: &Stamp,
    ticket: &Ticket,
) -> BatchDone {
    ticket.phase("Merging");
    let mut done = BatchDone::default();
    for (at, pair) in pairs.iter().filter(|p| p.is_clean()).enumerate() {
        if !ticket.step(at as u64, pairs.len() as u64) {
            break;
        }
        let order = Order {
            seen: pair.seen.clone(),
            ..Order::of(pair.source, pair.target)
        };
        let reason = "No conflict: merged after a rehearsal";
        match save(store, &order, reason, Some(administrator), stamp) {
            Ok(committed) => done.merged.push(committed),
            Err(WorkError::Said(why)) => done.left.push(format!("{}: {why}", pair.title)),
            Err(e) => {
                // What was merged before stays merged and is told.
                done.left.push(format!("{}: {e}", pair.title));
                break;
            }
        }
    }
    done
}

/// What merging the clean pairs did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchDone {
    /// Merged pairs.
    pub merged: Vec<Committed>,
    /// Pairs that were left, with the reason.
    pub left: Vec<String>,
}

/// The review as a sheet to print or save: what differs or changes first, then what is the same in both; rows in which
/// neither has anything are left out.
pub fn sheet(
    reviewed: &Reviewed,
    reason: &str,
    district: &District,
    schools: &[School],
    made: &str,
) -> Sheet {
    let about = lists::About {
        district: &district.name,
        made,
        shown: "",
    };
    let named = |s: &Student| format!("{} ({})", s.list_name(), s.number);
    let mut facts = Vec::new();
    if let Some(first) = reviewed.reviews.first() {
        facts.push(("Target profile", named(&first.target.student)));
    }
    for review in &reviewed.reviews {
        facts.push(("Source profile", named(&review.source.student)));
    }
    facts.push(("What Save does", reviewed.consequence.clone()));
    facts.push(("Reason", reason.to_owned()));
    let several = reviewed.reviews.len() > 1;
    let (mut differing, mut same) = (Vec::new(), Vec::new());
    for review in &reviewed.reviews {
        for line in &review.lines {
            let said = |text: &str| in_words(line.key, text, district, schools);
            let merged = line.merged.as_deref();
            if line.source.is_empty() && line.target.is_empty() && merged == Some("") {
                continue;
            }
            let mut field = line.key.label().to_owned();
            if several {
                field = format!("{}: {field}", review.source.student.number);
            }
            let row = lists::line(vec![
                field,
                said(&line.source),
                said(&line.target),
                merged.map_or_else(|| "(to be decided)".into(), said),
                format!("{}. {}", line.status.label(), line.why),
            ]);
            if line.status.is_difference() {
                differing.push(row);
            } else {
                same.push(row);
            }
        }
    }
    let counts = vec![
        ("Differ or change".to_owned(), differing.len()),
        ("The same in both".to_owned(), same.len()),
    ];
    differing.append(&mut same);
    Sheet {
        title: "Merge Student Profiles: before and after".into(),
        facts: about.facts(facts),
        notice: reviewed.warnings.join(" "),
        columns: vec![
            SheetColumn::text("Field", 22),
            SheetColumn::text("Source before", 34),
            SheetColumn::text("Target before", 34),
            SheetColumn::text("Target after", 34),
            SheetColumn::text("Why", 50),
        ],
        counts,
        rows: differing,
        ..Sheet::default()
    }
}

/// A value of the review as people say it: codes by their labels, schools by their names.
fn in_words(key: Key, text: &str, district: &District, schools: &[School]) -> String {
    let rules = &district.rules;
    match key {
        Key::Field(Field::Gender) => label_of(&rules.genders, text).to_owned(),
        Key::Field(Field::Ethnicity) => {
            let parts = text.split(';').map(str::trim).filter(|c| !c.is_empty());
            let each: Vec<&str> = parts.map(|c| label_of(&rules.ethnicities, c)).collect();
            each.join(", ")
        }
        Key::CurrentEnrollment | Key::PastEnrollments => {
            let line = |l: &str| match l.split_once(" · ") {
                Some((code, rest)) => format!("{} · {rest}", lists::school_name(schools, code)),
                None => l.to_owned(),
            };
            text.lines().map(line).collect::<Vec<_>>().join("\n")
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
#[path = "merges_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "merges_properties.rs"]
mod properties;
