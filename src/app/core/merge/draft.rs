//! Drafts: a merge that was begun is kept a moment after each choice, and survives closing the program.

use super::super::Core;
use super::super::Inbox;
use crate::app::state::DraftLine;
use crate::domain::ids::StudentKey;
use crate::domain::merge::MergeDraft;
use crate::store::{Reader, StoreError};
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl Core {
    /// The open merge differs from its draft in the store.
    pub(super) fn draft_changed(&mut self) {
        self.keep_draft();
    }

    fn draft(&mut self) -> Option<MergeDraft> {
        let stamp = self.stamp();
        let open = self.session()?.merge.pair.as_ref()?;
        Some(MergeDraft {
            target: open.target,
            sources: open.sources.clone(),
            choices: open.choices.clone(),
            reason: open.reason.clone(),
            seen: open.seen.clone(),
            at: stamp.now,
            who: stamp.who,
        })
    }

    /// Keeps the draft on a thread of its own, since a disk may take its time; the newest one is kept last.
    fn keep_draft(&mut self) {
        let (Some(draft), Some(store)) = (self.draft(), self.store()) else {
            return;
        };
        let to = self.to.clone();
        let slot = Arc::clone(&self.draft_slot);
        let first = {
            let mut waiting = slot.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            waiting.replace(draft).is_none()
        };
        if !first {
            // The thread that is under way takes it along.
            return;
        }
        let thrown = Arc::clone(&self.drafts_thrown);
        let keep = move || {
            loop {
                let before = thrown.load(Ordering::SeqCst);
                let draft = slot
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .take();
                let Some(draft) = draft else { return };
                let mut kept = store.save_draft(&draft);
                if kept.is_ok() && thrown.load(Ordering::SeqCst) != before {
                    // It was thrown away while it was being kept.
                    kept = store.drop_draft(draft.target);
                }
                if let Err(e) = kept {
                    let _ = to.send(Inbox::Then(Box::new(move |core| core.tell_error(&e.into()))));
                    return;
                }
            }
        };
        if let Err(e) = std::thread::Builder::new()
            .name("keeping the draft".into())
            .spawn(keep)
        {
            self.tell(crate::app::Notice::failed(format!(
                "The draft of this merge could not be kept: {e}."
            )));
        }
    }

    /// Keeps the draft before anything else happens: the review is left, or the program closes.
    pub fn keep_draft_now(&mut self) {
        let chosen = |o: &crate::app::OpenMerge| {
            !o.reason.is_empty() || o.open || o.choices.iter().any(|c| !c.is_empty())
        };
        let begun = self
            .session()
            .and_then(|s| s.merge.pair.as_ref())
            .is_some_and(chosen);
        if !begun {
            return;
        }
        let (Some(draft), Some(store)) = (self.draft(), self.store()) else {
            return;
        };
        if let Err(e) = store.save_draft(&draft) {
            self.tell_error(&e.into());
        }
    }

    pub(super) fn open_draft(&mut self, target: StudentKey) {
        let Some(store) = self.store() else { return };
        match store.read().and_then(|r| r.draft(target)) {
            Ok(Some(d)) => {
                self.with_merge(|m| m.came_from = None);
                self.open_merge(d.target, d.sources, d.choices, d.reason, d.seen);
                self.with_open(|o| o.open = true);
            }
            Ok(None) => self.list_drafts(),
            Err(e) => self.tell_error(&e.into()),
        }
    }

    pub(super) fn drop_draft(&mut self, target: StudentKey) {
        self.forget_draft(target);
        let open = self.session().and_then(|s| s.merge.pair.as_ref());
        if open.is_some_and(|o| o.target == target) {
            self.with_merge(|m| m.pair = None);
        }
        self.list_drafts();
    }

    /// Takes a draft out: it was thrown away, saved, or is another merge by now.
    pub(super) fn forget_draft(&mut self, target: StudentKey) {
        let Some(store) = self.store() else { return };
        self.drafts_thrown.fetch_add(1, Ordering::SeqCst);
        *self
            .draft_slot
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner) = None;
        if let Err(e) = store.drop_draft(target) {
            self.tell_error(&e.into());
        }
    }

    /// Reads which merges were begun and not saved.
    pub(in crate::app::core) fn list_drafts(&mut self) {
        let Some(store) = self.store() else { return };
        match store.read().and_then(|r| draft_lines(&r)) {
            Ok(drafts) => self.with_merge(|m| m.drafts = drafts),
            Err(e) => self.tell_error(&e.into()),
        }
    }
}

fn draft_lines(reader: &Reader) -> Result<Vec<DraftLine>, StoreError> {
    let mut out = Vec::new();
    for draft in reader.drafts()? {
        let mut sources = Vec::new();
        for key in &draft.sources {
            let student = reader.student(*key)?;
            sources.push(student.map_or_else(|| "(gone)".to_owned(), |s| s.number.to_string()));
        }
        let target = reader.student(draft.target)?;
        let target = target.map_or_else(
            || "(gone)".to_owned(),
            |s| format!("{}, {}", s.number, s.list_name()),
        );
        out.push(DraftLine {
            target: draft.target,
            title: format!("{} → {target}", sources.join(", ")),
            by: format!(
                "{}, {}",
                draft.who,
                draft
                    .at
                    .with_timezone(&chrono::Local)
                    .format("%b %-d, %Y at %-I:%M %p")
            ),
        });
    }
    Ok(out)
}
