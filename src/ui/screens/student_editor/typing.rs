//! What is typed into the form: a draft that outlives the frames, tabs and changes of its record, and what is wrong with it.

use super::alike::Asked;
use crate::app::work::look_alikes;
use crate::app::{Opened, Session};
use crate::domain::draft::{CheckContext, Draft, DraftProblem, EnrollmentDraft, Spot};
use crate::domain::ids::{SchoolCode, StudentKey};
use crate::domain::problem::Severity;
use crate::domain::student::{Field, Student, list_name};
use crate::domain::text::tidy;
use chrono::NaiveDate;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The district's schools in the forms that the screen needs, remade when records changed.
#[derive(Default)]
pub struct Schools {
    of: Option<(PathBuf, u64)>,
    /// Their numbers.
    pub codes: BTreeSet<SchoolCode>,
    /// Number, and name with number.
    pub names: Vec<(String, String)>,
}

impl Schools {
    /// Follows the session.
    pub fn follow(&mut self, session: &Session) {
        let same = self
            .of
            .as_ref()
            .is_some_and(|(path, generation)| *generation == session.generation && *path == session.path);
        if !same {
            self.of = Some((session.path.clone(), session.generation));
            self.codes = session.schools.iter().map(|s| s.code.clone()).collect();
            self.names = session
                .schools
                .iter()
                .map(|s| (s.code.to_string(), format!("{} ({})", s.name, s.code)))
                .collect();
        }
    }

    /// What a draft is checked against.
    pub fn check<'a>(&'a self, session: &'a Session, today: NaiveDate) -> CheckContext<'a> {
        CheckContext {
            rules: &session.district.rules,
            schools: &self.codes,
            today,
            from_file: false,
        }
    }
}

/// The form of one student.
pub struct Form {
    /// The district it belongs to.
    pub path: PathBuf,
    /// The version of the opened student that it was filled from.
    pub generation: u64,
    /// The record as it was then; `None` for a new student.
    pub base: Option<Box<Student>>,
    clean: Draft,
    /// What is typed.
    pub draft: Draft,
    /// What the problems were found in.
    checked: Option<(Draft, u64)>,
    problems: Vec<DraftProblem>,
    /// Saving was tried, so that every problem is shown.
    pub tried: bool,
    /// What was sent to be saved last.
    pub sent: Option<Draft>,
    /// The record was changed elsewhere while something was typed here.
    pub carried_over: bool,
    /// The refusal of what was sent has been shown.
    refusal_shown: bool,
    /// The field that is to get the keyboard.
    pub focus_on: Option<Field>,
    /// Whom the student looks like as typed: what was asked and said.
    pub alike: Asked,
}

impl Form {
    /// The form of what is opened.
    pub fn of(session: &Session, opened: &Opened, schools: &Schools) -> Self {
        let clean = clean(opened.student.as_deref(), schools);
        Self {
            path: session.path.clone(),
            generation: opened.generation,
            base: opened.student.clone(),
            draft: clean.clone(),
            clean,
            checked: None,
            problems: Vec::new(),
            tried: false,
            sent: None,
            carried_over: false,
            refusal_shown: false,
            focus_on: opened.student.is_none().then_some(Field::LastName),
            alike: Asked::default(),
        }
    }

    /// Whose form it is; `None` for a new student.
    pub fn key(&self) -> Option<StudentKey> {
        self.base.as_ref().map(|b| b.key)
    }

    /// Whether something is typed that is not saved.
    pub fn dirty(&self) -> bool {
        let filled = |draft: &'_ Draft| -> Vec<EnrollmentDraft> {
            let rows = draft.enrollments.iter();
            rows.filter(|e| **e != EnrollmentDraft::default())
                .cloned()
                .collect()
        };
        // A row in which nothing is typed yet is no change.
        self.draft != self.clean
            && (Field::TYPED
                .iter()
                .any(|f| self.draft.text(*f) != self.clean.text(*f))
                || filled(&self.draft) != filled(&self.clean))
    }

    /// Takes back what was typed.
    pub fn revert(&mut self) {
        self.draft = self.clean.clone();
        self.tried = false;
        self.sent = None;
        self.carried_over = false;
        self.alike = Asked::default();
    }

    /// The name in the title, as typed where there is none yet.
    pub fn title(&self) -> String {
        match &self.base {
            Some(base) => base.list_name(),
            None => {
                let text = |f| tidy(self.draft.text(f));
                let (last, first) = (text(Field::LastName), text(Field::FirstName));
                if last.is_empty() && first.is_empty() {
                    return "New student".into();
                }
                let rest = (text(Field::MiddleName), text(Field::Suffix));
                list_name(&last, &first, &rest.0, &rest.1)
            }
        }
    }

    /// Whether the record says what is typed here: then it was saved.
    pub fn is_saved_as(&self, student: Option<&Student>, cx: &CheckContext<'_>) -> bool {
        let Some(student) = student else { return false };
        let base = self.base.as_ref().map(|_| student);
        if self.key().is_some_and(|key| key != student.key) {
            return false;
        }
        match self.draft.read(base, student.key, cx) {
            Ok((typed, _)) => Field::TYPED
                .into_iter()
                .chain([Field::Enrollments])
                .all(|f| typed.same(student, f)),
            Err(_) => false,
        }
    }

    /// The form filled anew, with what was typed kept on top.
    pub fn carry_over(mut self, opened: &Opened, schools: &Schools) -> Self {
        let clean = clean(opened.student.as_deref(), schools);
        let mut draft = clean.clone();
        for field in Field::TYPED {
            let typed = self.draft.text(field);
            if typed != self.clean.text(field) {
                draft.put(field, typed);
            }
        }
        if self.draft.enrollments != self.clean.enrollments {
            draft.enrollments = std::mem::take(&mut self.draft.enrollments);
        }
        self.carried_over |= self.base != opened.student;
        self.base = opened.student.clone();
        self.generation = opened.generation;
        self.clean = clean;
        self.draft = draft;
        self
    }

    /// Looks at what is typed again when it, or what it is checked against, changed.
    pub fn check(&mut self, cx: &CheckContext<'_>, generation: u64) {
        let known = self
            .checked
            .as_ref()
            .is_some_and(|(draft, g)| *g == generation && *draft == self.draft);
        if !known {
            let key = self.key().unwrap_or(StudentKey(0));
            self.problems = match self.draft.read(self.base.as_deref(), key, cx) {
                Ok((_, warnings)) => warnings,
                Err(problems) => problems,
            };
            self.checked = Some((self.draft.clone(), generation));
        }
    }

    /// Whether something is typed that makes the student like, or unlike, others: it is looked whom.
    pub fn looks_around(&self) -> bool {
        match &self.base {
            None => self.dirty(),
            Some(base) => !base.is_retired() && look_alikes::tells_apart(&self.clean, &self.draft),
        }
    }

    /// Of how many students, whom the new one looks like, it has to be said yet whether they are the same.
    pub fn unanswered(&self, opened: Option<&Opened>) -> usize {
        match (&self.base, opened) {
            (None, Some(opened)) => self.alike.open(opened).filter(|f| f.is_asked()).count(),
            _ => 0,
        }
    }

    /// What keeps the draft from being saved.
    fn held(&self) -> impl Iterator<Item = &DraftProblem> {
        self.problems.iter().filter(|p| p.severity >= Severity::Held)
    }

    /// Remembers what is sent to be saved; `false` when it is known that it cannot be.
    pub fn send(&mut self) -> bool {
        self.tried = true;
        let first = self.held().next().map(|p| p.spot);
        if let Some(first) = first {
            self.lead_to(first);
            return false;
        }
        self.refusal_shown = false;
        self.sent = Some(self.draft.clone());
        true
    }

    /// Leads the keyboard to what the core refused.
    pub fn show_refusal(&mut self, opened: &Opened) {
        if !self.refusal_shown
            && self.sent.is_some()
            && let Some(first) = opened.problems.first()
        {
            self.refusal_shown = true;
            self.lead_to(first.spot);
        }
    }

    fn lead_to(&mut self, spot: Spot) {
        if let Spot::Field(field) = spot {
            self.focus_on = Some(field);
        }
    }

    fn refused<'a>(&'a self, opened: &'a Opened) -> impl Iterator<Item = &'a DraftProblem> {
        opened.problems.iter().filter(|p| {
            self.sent
                .as_ref()
                .is_some_and(|sent| same_at(&self.draft, sent, p.spot))
        })
    }

    /// What kept it from being saved when that was tried, and still does.
    pub fn stopping<'a>(&'a self, opened: &'a Opened) -> Vec<&'a DraftProblem> {
        let refused = self.refused(opened).filter(|p| p.severity >= Severity::Held);
        let mut all: Vec<&DraftProblem> = self.held().filter(|_| self.tried).collect();
        all.extend(refused);
        all
    }

    /// What is to be said about a field: found in what is typed, or said by the core when it was saved.
    pub fn problem(&self, spot: Spot, opened: &Opened) -> Option<(Severity, String)> {
        // An empty form is not full of mistakes yet.
        let show = self.tried || self.base.is_some() || !same_at(&self.draft, &self.clean, spot);
        let typed = self.problems.iter().filter(|_| show);
        typed
            .chain(self.refused(opened))
            .filter(|p| p.spot == spot)
            .max_by_key(|p| p.severity)
            .map(|p| (p.severity, p.message.clone()))
    }
}

fn same_at(a: &Draft, b: &Draft, spot: Spot) -> bool {
    match spot {
        Spot::Field(field) => a.text(field) == b.text(field),
        Spot::Enrollment(at, _) => a.enrollments.get(at) == b.enrollments.get(at),
    }
}

fn clean(student: Option<&Student>, schools: &Schools) -> Draft {
    if let Some(student) = student {
        return Draft::of(student);
    }
    let mut draft = Draft::default();
    let mut first = EnrollmentDraft::default();
    if let [(only, _)] = schools.names.as_slice() {
        first.school.clone_from(only);
    }
    draft.enrollments.push(first);
    draft
}
