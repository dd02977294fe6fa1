//! The Student Editor: search, the form, saving.

use super::Core;
use super::reloading::FEW;
use crate::app::alike::Alike;
use crate::app::command::{StudentSort, Tab};
use crate::app::notice::{Level, Notice};
use crate::app::state::{Opened, Session, TypedAlike};
use crate::app::work::look_alikes;
use crate::app::work::students::{self, Different, SaveError};
use crate::domain::draft::Draft;
use crate::domain::ids::StudentKey;
use crate::domain::student::{Field, Student};
use crate::store::StoreError;
use chrono::NaiveDate;
use std::sync::Arc;

/// Most history items shown for a student.
const SHOWN_HISTORY: usize = 200;

impl Session {
    /// Whether the engine is there and knows all but a few of the students as they are, so that it can be asked within a
    /// frame: not while it is read, or read anew, nor before it has taken over what an import changed.
    pub fn engine_answers(&self) -> bool {
        let d = &self.duplicates;
        d.alike.is_some() && !d.pending.read && d.pending.touched.len() <= FEW
    }

    /// The engine, and whoever was saved since it took the students over; `None` while it cannot be asked.
    fn engine(&self) -> Option<(Arc<Alike>, Vec<StudentKey>)> {
        let d = &self.duplicates;
        let alike = d.alike.clone().filter(|_| self.engine_answers())?;
        Some((alike, d.pending.touched.clone()))
    }

    /// Searches again after records or the order changed.
    pub(crate) fn find_again(&mut self) {
        self.editor.not_in_roster = self.roll.cards().iter().filter(|c| c.not_in_roster).count();
        self.editor.only_not_in_roster &= self.editor.not_in_roster > 0;
        self.editor.found = self.roll.find(&self.editor.query, self.editor.sort, None);
        self.keep_listed();
    }

    /// Leaves out whom the list is not about.
    fn keep_listed(&mut self) {
        if self.editor.only_not_in_roster {
            let cards = self.roll.cards();
            self.editor.found.retain(|i| cards[*i as usize].not_in_roster);
        }
    }
}

impl Core {
    pub(super) fn find_students(&mut self, text: String) {
        let Some(s) = self.session() else { return };
        let by_name = s.editor.sort == StudentSort::default();
        let before = by_name.then_some((s.editor.query.as_str(), s.editor.found.as_slice()));
        s.editor.found = s.roll.find(&text, s.editor.sort, before);
        s.editor.query = text;
        s.keep_listed();
    }

    pub(super) fn list_not_in_roster(&mut self, only: bool) {
        if let Some(s) = self.session() {
            s.editor.only_not_in_roster = only;
            s.find_again();
        }
    }

    pub(super) fn sort_students(&mut self, sort: StudentSort) {
        if let Some(s) = self.session() {
            s.editor.sort = sort;
            s.find_again();
        }
    }

    pub(super) fn open_student(&mut self, key: StudentKey) {
        self.prefs.tab = Tab::StudentEditor;
        if let Err(e) = self.try_open_student(key) {
            self.tell_error(&e.into());
        }
    }

    fn try_open_student(&mut self, key: StudentKey) -> Result<(), StoreError> {
        let who = self.stamp().who;
        let Some(s) = self.session() else { return Ok(()) };
        s.editor.rows.who = who;
        let reader = s.store.read()?;
        let generation = s.editor.opened.as_ref().map_or(1, |o| o.generation + 1);
        s.editor.opened = match reader.student(key)? {
            Some(student) => {
                let merged = s.roll.retired_into(key);
                let survivor = match student.retired_into {
                    Some(_) => Some(Box::new(reader.survivor(student.clone())?)),
                    None => None,
                };
                Some(Opened {
                    standing: reader.standing(key)?,
                    rows: reader.rows(key)?,
                    merged_from: merged
                        .into_iter()
                        .filter_map(|k| reader.student(k).transpose())
                        .collect::<Result<_, _>>()?,
                    survivor,
                    history: reader.history_of(key, SHOWN_HISTORY)?,
                    student: Some(Box::new(student)),
                    problems: Vec::new(),
                    look_alikes: Default::default(),
                    generation,
                })
            }
            None => None,
        };
        Ok(())
    }

    pub(super) fn new_student(&mut self) {
        self.prefs.tab = Tab::StudentEditor;
        if let Some(s) = self.session() {
            let generation = s.editor.opened.as_ref().map_or(1, |o| o.generation + 1);
            s.editor.opened = Some(Opened {
                student: None,
                standing: Default::default(),
                rows: Vec::new(),
                merged_from: Vec::new(),
                survivor: None,
                history: Vec::new(),
                problems: Vec::new(),
                look_alikes: Default::default(),
                generation,
            });
        }
    }

    /// Shows the opened student as it is now, when an operation touched it.
    pub(super) fn refresh_opened(&mut self, touched: &[StudentKey]) {
        let Some(s) = self.session() else { return };
        let Some(key) = s
            .editor
            .opened
            .as_ref()
            .and_then(|o| o.student.as_ref())
            .map(|s| s.key)
        else {
            return;
        };
        if (touched.is_empty() || touched.contains(&key))
            && let Err(e) = self.try_open_student(key)
        {
            self.tell_error(&e.into());
        }
    }

    /// Looks whom a student looks like: a new one while typed in, a known one while edited.
    pub(super) fn look_for_alike(&mut self, draft: &Draft) {
        let today = self.stamp().today;
        let Some(s) = self.session() else { return };
        let engine = s.engine();
        let Some(opened) = s.editor.opened.as_mut() else {
            return;
        };
        let looked = match engine {
            // What was found before stays: it was looked for in a job, by saving.
            None => {
                opened.look_alikes.later = true;
                return;
            }
            Some((alike, since)) => s.store.read().and_then(|reader| {
                let base = opened.student.as_deref();
                look_alikes::of_draft(&reader, (&alike, &since), (base, draft), today)
            }),
        };
        match looked {
            Ok(found) => opened.look_alikes = TypedAlike { found, later: false },
            Err(e) => self.tell_error(&e.into()),
        }
    }

    pub(super) fn save_student(&mut self, base: Option<&Student>, draft: &Draft, different: &Different) {
        let Some(store) = self.store() else { return };
        let stamp = self.stamp();
        if self.busy() {
            return;
        }
        if base.is_some() {
            let saved = students::save(&store, base, draft, &stamp);
            return self.tried_to_save(saved);
        }
        let engine = self.session().and_then(|s| s.engine());
        let saved =
            engine.map(|(alike, since)| students::add(&store, draft, different, (&alike, &since), &stamp));
        // The engine is let go of by now: it takes the new student over in its place.
        if let Some(saved) = saved {
            return self.tried_to_save(saved);
        }
        // Nobody is added unseen because the students are still being read.
        let (draft, different) = (draft.clone(), different.clone());
        self.start(
            "Looking whether the student is here already",
            move |ticket| {
                ticket.phase("Reading the students");
                let alike = Alike::read(&store.read()?, stamp.today, &|d, t| ticket.step(d, t))?;
                students::add(&store, &draft, &different, (&alike, &[]), &stamp)
            },
            Self::tried_to_save,
        );
    }

    fn tried_to_save(&mut self, saved: Result<students::Saved, SaveError>) {
        let (problems, found) = match saved {
            Ok(saved) => return self.saved(saved),
            Err(SaveError::Work(e)) => return self.tell_error(&e),
            Err(SaveError::Problems(problems)) => (problems, None),
            Err(SaveError::LooksLike(found)) => (Vec::new(), Some(found)),
        };
        if let Some(o) = self.session().and_then(|s| s.editor.opened.as_mut()) {
            o.problems = problems;
            if let Some(found) = found {
                o.look_alikes.found = found;
            }
        }
    }

    fn saved(&mut self, saved: students::Saved) {
        let Some(done) = &saved.committed else {
            return self.tell(Notice::new(Level::Info, "Nothing was changed."));
        };
        self.clear_done();
        self.committed(done, None);
        let mut notice = Notice::done(format!("{}.", done.operation.what.sentence()));
        let mut hints = saved.notes.clone();
        hints.extend_from_slice(&saved.warnings);
        if saved.changed.contains(&Field::ChangeFlag) && saved.student.is_changed() {
            hints.push(
                "The state has to be told: the student is due in the next Update SSID Records file.".into(),
            );
        }
        if !hints.is_empty() {
            notice = notice.hint(hints.join(" "));
        }
        if !saved.warnings.is_empty() {
            notice.level = Level::Attention;
        }
        self.tell(notice);
        self.open_student(saved.student.key);
    }

    pub(super) fn reviewed(&mut self, base: &Student) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        match students::reviewed(&store, base, &self.stamp()) {
            Ok(saved) => self.saved(saved),
            Err(SaveError::Work(e)) => self.tell_error(&e),
            Err(e) => self.tell(Notice::failed(e.to_string())),
        }
    }

    pub(super) fn withdraw(&mut self, base: &Student, day: NaiveDate) {
        let Some(store) = self.store() else { return };
        if self.busy() {
            return;
        }
        match students::withdraw(&store, base, day, &self.stamp()) {
            Ok(saved) => self.saved(saved),
            Err(SaveError::Work(e)) => self.tell_error(&e),
            Err(e) => self.tell(Notice::failed(e.to_string())),
        }
    }
}
