//! Merge Student Profiles: profiles looked up, the review with its choices, drafts, Save.

mod batch;
mod draft;
mod sheet;

use super::Core;
use crate::app::command::{Command, MergeCommand, Tab};
use crate::app::notice::Notice;
use crate::app::state::OpenMerge;
use crate::app::work::WorkError;
use crate::app::work::merges::{self, Order};
use crate::domain::ids::StudentKey;
use crate::domain::matching::Person;
use crate::domain::merge::{Choices, Group, Key, Side, Take, group_choices, swap_choices};

/// Most students that the look-up lists.
const LOOKED_UP: usize = 12;

impl Core {
    pub(super) fn run_merge(&mut self, command: MergeCommand) {
        use MergeCommand as M;
        match command {
            M::SetTarget(text) => self.with_merge(|m| m.target = text),
            M::SetSource(at, text) => self.with_merge(|m| {
                if let Some(source) = m.sources.get_mut(at) {
                    *source = text;
                }
            }),
            M::AddSource => self.with_merge(|m| m.sources.push(String::new())),
            M::RemoveSource(at) => self.with_merge(|m| {
                if m.sources.len() > 1 && at < m.sources.len() {
                    m.sources.remove(at);
                }
            }),
            M::LookUp(text) => self.look_up(text),
            M::MergeProfiles => self.merge_profiles(),
            M::Start { target, sources } => self.start_merge(target, sources),
            M::OpenReview => self.with_open(|o| o.open = true),
            M::Leave => self.leave_merge(),
            M::ShowSource(at) => self.with_open(|o| o.shown = at.min(o.reviews.len().saturating_sub(1))),
            M::Choose(key, take) => self.choose(key, take),
            M::ChooseGroup(group, side) => self.choose_group(group, side),
            M::Swap => self.swap(),
            M::TakeBack => self.step_choices(true),
            M::TakeAgain => self.step_choices(false),
            M::OnlyDifferences(yes) => self.with_open(|o| o.only_differences = yes),
            M::SetReason(reason) => {
                self.with_open(|o| o.reason = reason);
                self.draft_changed();
            }
            M::LookAgain => {
                self.with_open(|o| o.seen.clear());
                self.review_again();
                self.draft_changed();
            }
            M::UseSurvivor(side, survivor) => self.use_survivor(side, survivor),
            M::Preview(open) => self.with_open(|o| o.preview = open),
            M::PrintSheet => self.print_merge(),
            M::AskSaveSheet => self.ask_save_merge(),
            M::SaveSheetTo(path) => self.save_merge_sheet(&path),
            M::Save => self.save_merge(),
            M::OpenDraft(target) => self.open_draft(target),
            M::DropDraft(target) => self.drop_draft(target),
            M::Rehearse => self.rehearse(),
            M::CloseRehearsal => self.with_merge(|m| m.rehearsal = None),
            M::MergeClean => self.merge_clean(),
        }
    }

    pub(super) fn with_merge(&mut self, change: impl FnOnce(&mut crate::app::MergeState)) {
        if let Some(s) = self.session() {
            change(&mut s.merge);
        }
    }

    fn with_open(&mut self, change: impl FnOnce(&mut OpenMerge)) {
        if let Some(open) = self.session().and_then(|s| s.merge.pair.as_mut()) {
            change(open);
        }
    }

    fn look_up(&mut self, text: String) {
        let Some(s) = self.session() else { return };
        s.merge.found = if text.trim().is_empty() {
            Vec::new()
        } else {
            let mut found = s.roll.find(&text, Default::default(), None);
            found.truncate(LOOKED_UP);
            found
        };
        s.merge.query = text;
    }

    fn merge_profiles(&mut self) {
        let Some(s) = self.session() else { return };
        s.merge.problem = None;
        s.merge.came_from = None;
        let found = (|| -> Result<_, WorkError> {
            let reader = s.store.read()?;
            let target = merges::look_up(&reader, &s.merge.target, Side::Target)?;
            let mut sources = Vec::new();
            for text in &s.merge.sources {
                sources.push(merges::look_up(&reader, text, Side::Source)?.key);
            }
            Ok((target.key, sources))
        })();
        match found {
            Ok((target, sources)) => self.open_merge(target, sources, Vec::new(), String::new(), Vec::new()),
            Err(e) => {
                // What stood here before is not what was asked for.
                s.merge.pair = None;
                s.merge.problem = Some(e.to_string());
            }
        }
    }

    fn start_merge(&mut self, target: StudentKey, sources: Vec<StudentKey>) {
        let tab = std::mem::replace(&mut self.prefs.tab, Tab::MergeStudentProfiles);
        self.with_merge(|m| m.came_from = (tab != Tab::MergeStudentProfiles).then_some(tab));
        let draft = match self.store().map(|s| s.read().and_then(|r| r.draft(target))) {
            Some(Ok(draft)) => draft.filter(|d| d.sources == sources),
            Some(Err(e)) => return self.tell_error(&e.into()),
            None => return,
        };
        match draft {
            Some(d) => self.open_merge(target, sources, d.choices, d.reason, d.seen),
            None => self.open_merge(target, sources, Vec::new(), String::new(), Vec::new()),
        }
    }

    /// Opens the profiles that are to be merged: what there is to be seen before the review, and the review.
    fn open_merge(
        &mut self,
        target: StudentKey,
        sources: Vec<StudentKey>,
        mut choices: Vec<Choices>,
        reason: String,
        seen: Vec<crate::domain::ids::OperationId>,
    ) {
        choices.resize(sources.len(), Choices::new());
        let Some(s) = self.session() else { return };
        let generation = s.merge.pair.as_ref().map_or(1, |o| o.generation + 1);
        s.merge.pair = Some(OpenMerge {
            target,
            sources,
            choices,
            reviews: Vec::new(),
            shown: 0,
            open: false,
            only_differences: true,
            preview: false,
            reason,
            before: Vec::new(),
            after: Vec::new(),
            seen,
            consequence: String::new(),
            warnings: Vec::new(),
            likely: Vec::new(),
            generation,
        });
        self.review_again();
        self.type_numbers();
    }

    /// Writes the numbers of the profiles into the fields above, as if they had been typed.
    fn type_numbers(&mut self) {
        self.with_merge(|m| {
            let Some(open) = &m.pair else { return };
            if let Some(first) = open.reviews.first() {
                m.target = first.target.student.number.to_string();
            }
            let sources = open.reviews.iter().map(|r| r.source.student.number.to_string());
            let sources: Vec<String> = sources.collect();
            if !sources.is_empty() {
                m.sources = sources;
            }
        });
    }

    fn order(&mut self) -> Option<Order> {
        let open = self.session()?.merge.pair.as_ref()?;
        Some(Order {
            target: open.target,
            sources: open.sources.clone(),
            choices: open.choices.clone(),
            seen: open.seen.clone(),
        })
    }

    /// Reviews the open merge as the store and the choices are now.
    pub(super) fn review_again(&mut self) {
        let (Some(order), Some(store)) = (self.order(), self.store()) else {
            return;
        };
        let stamp = self.stamp();
        let Some(session) = self.session() else { return };
        let explain = |a: &Person, b: &Person| session.explain(a, b);
        let reviewed = store
            .read()
            .map_err(WorkError::from)
            .and_then(|reader| merges::review_by(&explain, &reader, &order, &stamp));
        match reviewed {
            Ok(reviewed) => self.with_open(|open| {
                open.reviews = reviewed.reviews;
                open.consequence = reviewed.consequence;
                open.warnings = reviewed.warnings;
                open.likely = reviewed.likely;
                open.shown = open.shown.min(open.reviews.len().saturating_sub(1));
                if open.seen.is_empty() {
                    open.seen = reviewed.seen;
                }
                open.generation += 1;
            }),
            Err(e) => {
                self.with_merge(|m| m.pair = None);
                self.tell_error(&e);
            }
        }
    }

    fn choose(&mut self, key: Key, take: Option<Take>) {
        self.with_open(|open| {
            open.remember_choices();
            let shown = open.shown;
            if let Some(choices) = open.choices.get_mut(shown) {
                match take {
                    Some(take) => drop(choices.insert(key, take)),
                    None => drop(choices.remove(&key)),
                }
            }
        });
        self.review_again();
        self.draft_changed();
    }

    fn choose_group(&mut self, group: Group, side: Side) {
        self.with_open(|open| {
            let Some(review) = open.reviews.get(open.shown) else {
                return;
            };
            let more = group_choices(review, group, side);
            open.remember_choices();
            if let Some(choices) = open.choices.get_mut(open.shown) {
                choices.extend(more);
            }
        });
        self.review_again();
        self.draft_changed();
    }

    /// Swaps Target and Source; the choices go along, so that the merged record stays what it was.
    fn swap(&mut self) {
        let Some(target) = self
            .session()
            .and_then(|s| s.merge.pair.as_ref())
            .map(|o| o.target)
        else {
            return;
        };
        let mut single = false;
        self.with_open(|open| {
            if let [source] = open.sources.as_mut_slice() {
                single = true;
                std::mem::swap(source, &mut open.target);
                open.choices = open.choices.iter().map(swap_choices).collect();
                open.before.clear();
                open.after.clear();
                open.seen.clear();
            }
        });
        if !single {
            return self.tell(Notice::failed(
                "Swapping needs one Source. Merge several Sources one after the other.",
            ));
        }
        self.forget_draft(target);
        self.review_again();
        self.type_numbers();
        self.draft_changed();
    }

    fn step_choices(&mut self, back: bool) {
        self.with_open(|open| {
            let (from, to) = if back {
                (&mut open.before, &mut open.after)
            } else {
                (&mut open.after, &mut open.before)
            };
            if let Some(choices) = from.pop() {
                to.push(std::mem::replace(&mut open.choices, choices));
            }
        });
        self.review_again();
        self.draft_changed();
    }

    fn use_survivor(&mut self, side: Side, survivor: StudentKey) {
        let Some(order) = self.order() else { return };
        let (target, sources) = match side {
            Side::Target => (survivor, order.sources),
            Side::Source => {
                // The Sources that were merged already give way to what they were merged into.
                let reader = match self.store().map(|s| s.read()) {
                    Some(Ok(reader)) => reader,
                    Some(Err(e)) => return self.tell_error(&e.into()),
                    None => return,
                };
                let mut sources = Vec::new();
                for key in order.sources {
                    let now = reader.student(key).ok().flatten();
                    let key = now.and_then(|s| s.retired_into).unwrap_or(key);
                    if key != order.target && !sources.contains(&key) {
                        sources.push(key);
                    }
                }
                if sources.is_empty() {
                    sources.push(survivor);
                }
                (order.target, sources)
            }
        };
        self.open_merge(target, sources, Vec::new(), String::new(), Vec::new());
    }

    fn save_merge(&mut self) {
        let (Some(order), Some(store)) = (self.order(), self.store()) else {
            return;
        };
        let reason = self
            .session()
            .and_then(|s| s.merge.pair.as_ref())
            .map(|o| o.reason.clone())
            .unwrap_or_default();
        let stamp = self.stamp();
        let administrator = self.administrator().map(str::to_owned);
        let target = order.target;
        self.start(
            "Merging the profiles",
            move |_| merges::save(&store, &order, &reason, administrator.as_deref(), &stamp),
            move |core, result| match result {
                Ok(done) => {
                    core.forget_draft(target);
                    core.with_merge(|m| {
                        m.pair = None;
                        m.came_from = None;
                        m.rehearsal = None;
                        m.target.clear();
                        m.sources = vec![String::new()];
                    });
                    core.committed(&done, None);
                    core.list_drafts();
                    core.tell(
                        Notice::done(format!("{}.", done.operation.what.sentence()))
                            .hint("The Source is retired, not deleted, and the merge can be undone in History. Refresh the profile from the General Student Table when the next SIS export is imported."),
                    );
                }
                Err(e) => {
                    // The refusal stands in History.
                    core.reload(&[], None);
                    core.tell_error(&e);
                }
            },
        );
    }

    /// Leaves the review, and goes back to where it was opened from: what was selected there still is.
    fn leave_merge(&mut self) {
        self.keep_draft_now();
        let mut came_from = None;
        self.with_merge(|m| {
            m.pair = None;
            came_from = m.came_from.take();
        });
        self.list_drafts();
        if let Some(tab) = came_from {
            self.command(Command::ShowTab(tab));
        }
    }
}

impl OpenMerge {
    /// Keeps the choices as they are for Ctrl+Z.
    fn remember_choices(&mut self) {
        self.before.push(self.choices.clone());
        self.after.clear();
    }
}
