//! Who is in a request file, who is held back and what they lack, and whom New waits for.

use super::{Function, Scope, Sent, Standing, asked_about, coded};
use crate::domain::ids::RequestId;
use crate::domain::layout::{Layout, WireField};
use crate::domain::response::Outcome;
use crate::domain::student::{Enrollment, Student};
use crate::domain::text::has_lost_letter;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something the state matches on that a student lacks, or has in a form it cannot take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// No last name.
    LastName,
    /// No first name.
    FirstName,
    /// No birth date.
    BirthDate,
    /// No gender.
    Gender,
    /// A letter of the name was lost before it came here.
    LostLetter,
    /// A text is longer than the state takes.
    TooLong,
}

impl Missing {
    /// All, in the order they are named.
    pub const ALL: [Missing; 6] = [
        Missing::LastName,
        Missing::FirstName,
        Missing::BirthDate,
        Missing::Gender,
        Missing::LostLetter,
        Missing::TooLong,
    ];
    /// In words: what is to be filled in.
    pub fn label(self) -> &'static str {
        match self {
            Missing::LastName => "last name",
            Missing::FirstName => "first name",
            Missing::BirthDate => "birth date",
            Missing::Gender => "gender",
            Missing::LostLetter => "a letter of the name was lost (“?”)",
            Missing::TooLong => "a text is longer than the state takes",
        }
    }
    /// Its name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Missing::LastName => "last_name",
            Missing::FirstName => "first_name",
            Missing::BirthDate => "birth_date",
            Missing::Gender => "gender",
            Missing::LostLetter => "lost_letter",
            Missing::TooLong => "too_long",
        }
    }
}

/// A set of [`Missing`], small enough to keep for every student.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MissingSet(u8);

impl MissingSet {
    /// What a student lacks for a request under a layout.
    pub fn of(student: &Student, layout: &Layout) -> Self {
        let mut set = Self::default();
        for (is, what) in [
            (student.last_name.is_empty(), Missing::LastName),
            (student.first_name.is_empty(), Missing::FirstName),
            (student.birth_date.is_none(), Missing::BirthDate),
            (student.gender.is_empty(), Missing::Gender),
            (
                has_lost_letter(&student.last_name)
                    || has_lost_letter(&student.first_name)
                    || has_lost_letter(&student.middle_name),
                Missing::LostLetter,
            ),
            (too_long(student, layout), Missing::TooLong),
        ] {
            if is {
                set.0 |= 1 << what as u8;
            }
        }
        set
    }
    /// Whether nothing is missing.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// What is in it.
    pub fn iter(self) -> impl Iterator<Item = Missing> {
        Missing::ALL
            .into_iter()
            .filter(move |m| self.0 & (1 << *m as u8) != 0)
    }
    /// In words: "birth date, gender".
    pub fn label(self) -> String {
        let each: Vec<&str> = self.iter().map(Missing::label).collect();
        each.join(", ")
    }
}

fn too_long(student: &Student, layout: &Layout) -> bool {
    layout.request_columns().any(|c| {
        c.max.is_some_and(|max| {
            let text = match c.field {
                WireField::LastName => &student.last_name,
                WireField::FirstName => &student.first_name,
                WireField::MiddleName => &student.middle_name,
                WireField::Suffix => &student.suffix,
                WireField::Gender => return coded(c, &student.gender).chars().count() > max,
                WireField::Number => return student.number.as_str().chars().count() > max,
                _ => return false,
            };
            text.len() > max && text.chars().count() > max
        })
    })
}

/// Everything that decides whether a student is in a request file; kept for every student in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether there is an SSID.
    pub has_ssid: bool,
    /// Whether the change flag is up.
    pub changed: bool,
    /// State excluded, no show, marked as a duplicate, or retired by a merge: never in a file.
    pub left_out: bool,
    /// What the state matches on and the student lacks.
    pub missing: MissingSet,
    /// Where the student stands with the state.
    pub standing: Standing,
    /// Whether Retrieve asked about another name, birth date or gender than the student has now: its “no match” then
    /// says nothing of this student.
    pub asked_otherwise: bool,
    /// Enrollments.
    pub enrollments: Box<[Enrollment]>,
}

impl Facts {
    /// The facts of a student.
    pub fn of(student: &Student, standing: &Standing, layout: &Layout) -> Self {
        Self {
            has_ssid: student.ssid.is_some(),
            changed: student.is_changed(),
            left_out: student.state_excluded || student.no_show || student.duplicate || student.is_retired(),
            missing: MissingSet::of(student, layout),
            standing: standing.clone(),
            asked_otherwise: student.ssid.is_none()
                && standing
                    .sent
                    .get(&Function::Retrieve)
                    .and_then(|s| s.asked)
                    .is_some_and(|asked| asked != asked_about(student)),
            enrollments: student.enrollments.clone().into_boxed_slice(),
        }
    }

    /// The enrollment that puts the student into a scope: at a selected school, and, unless inactive students
    /// are asked for, not ended. With an effective date the enrollment has begun by it. The latest start counts.
    pub fn enrollment_in(&self, scope: &Scope, today: NaiveDate) -> Option<&Enrollment> {
        self.enrollments
            .iter()
            .filter(|e| scope.schools.contains(&e.school))
            .filter(|e| {
                // Asking for inactive students takes those whose enrollment is over, never those who start later.
                let begun = scope.effective.is_none_or(|day| e.entry.is_none_or(|x| x <= day));
                begun && (scope.include_inactive || e.not_ended_by(scope.effective.unwrap_or(today)))
            })
            .max_by_key(|e| (e.exit.is_none(), e.entry, e.exit))
    }

    /// Whether the function is about a student at all, whatever the scope (source: the function table).
    pub fn concerned_by(&self, function: Function) -> bool {
        !self.left_out
            && match function {
                Function::Retrieve | Function::New => !self.has_ssid,
                Function::Update => self.has_ssid && self.changed,
                Function::Verify => self.has_ssid,
            }
    }

    /// Whether the function still has to be run for this student: what the ticks before the state's dates count.
    /// Unlike [`Self::readiness`], a student whom Retrieve has answered is not due for Retrieve again unless name, birth
    /// date or gender changed since, New is due for everyone without an SSID even while it waits for Retrieve, and nobody
    /// is due who needs a decision.
    pub fn still_due(&self, function: Function) -> bool {
        let sent = self.standing.sent.get(&function);
        self.concerned_by(function)
            && self.missing.is_empty()
            && !self.undecided(function)
            && (function != Function::Retrieve
                || sent.is_none_or(|s| s.answer.is_none())
                || self.readiness(Function::New) == Readiness::RetrieveFirst)
    }

    /// Whether the state answered in a way that a person has to decide about in the SSID System before New or
    /// Update can get further with this student.
    pub fn undecided(&self, function: Function) -> bool {
        match function {
            Function::New => matches!(self.readiness(function), Readiness::Undecided(_)),
            Function::Update => {
                self.concerned_by(function)
                    && self.standing.sent.get(&function).is_some_and(|s| {
                        s.answer.is_some_and(|o| {
                            !matches!(
                                o,
                                Outcome::UpdateConfirmed | Outcome::EditedSince | Outcome::AlreadySame
                            )
                        })
                    })
            }
            Function::Retrieve | Function::Verify => false,
        }
    }

    /// Whether the student goes into a request file of a function now, and why not.
    pub fn readiness(&self, function: Function) -> Readiness {
        if !self.concerned_by(function) {
            return Readiness::NotConcerned;
        }
        if !self.missing.is_empty() {
            return Readiness::HeldBack(self.missing);
        }
        if function == Function::New {
            if let Some(request) = self.standing.open(Function::New) {
                return Readiness::AlreadyInNew(request);
            }
            let retrieve = self.standing.sent.get(&Function::Retrieve);
            // New was answered and still there is no number here (damaged file, held line): the state may have
            // assigned one, which a second New would double. A Retrieve made later tells.
            if let Some(Sent {
                answer: Some(outcome),
                request,
                ..
            }) = self.standing.sent.get(&Function::New)
                && *outcome != Outcome::NoMatch
                && retrieve.is_none_or(|r| r.request < *request)
            {
                // Not named in the answer, or the request was withdrawn: there is nothing to decide, only to ask.
                return match outcome {
                    Outcome::Unreadable => Readiness::RetrieveFirst,
                    outcome => Readiness::Undecided(*outcome),
                };
            }
            return match retrieve {
                None => Readiness::RetrieveFirst,
                Some(Sent {
                    answer: None,
                    request,
                    ..
                }) => Readiness::AwaitsRetrieve(*request),
                // The state did not know whom it was asked about; it may well know the student as they are now.
                Some(Sent {
                    answer: Some(Outcome::NoMatch),
                    ..
                }) if self.asked_otherwise => Readiness::RetrieveFirst,
                Some(Sent {
                    answer: Some(Outcome::NoMatch),
                    ..
                }) => Readiness::Ready,
                Some(Sent {
                    answer: Some(outcome),
                    ..
                }) => Readiness::Undecided(*outcome),
            };
        }
        Readiness::Ready
    }
}

/// Whether a student goes into a request file of a function now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// Goes in.
    Ready,
    /// The function is not about this student.
    NotConcerned,
    /// Lacks what the state matches on.
    HeldBack(MissingSet),
    /// New waits: the student was in no Retrieve request yet; or name, birth date or gender changed since, or a New
    /// request since then may have made a number that nobody told us.
    RetrieveFirst,
    /// New waits: the Retrieve response is not processed yet.
    AwaitsRetrieve(RequestId),
    /// New waits: the state's last answer (to Retrieve, or to New itself) needs a person's decision or another Retrieve.
    Undecided(Outcome),
    /// Already in a New request without a response: a second one could make a second SSID.
    AlreadyInNew(RequestId),
    /// Looks like a student who has an SSID, or is about to get one, and nobody has said that they are different persons; or
    /// is left out because of that. What one student's [`Facts`] cannot tell: it takes all of them.
    LooksLike,
}

impl Readiness {
    /// Whether the explicit override of New sends the student all the same. Never while another New request is
    /// open, and never when the state has just named the student's number, which another record here holds: that is
    /// how a child gets two numbers.
    pub fn can_be_overridden(self) -> bool {
        match self {
            Readiness::RetrieveFirst | Readiness::AwaitsRetrieve(_) => true,
            Readiness::Undecided(outcome) => outcome != Outcome::HeldByAnother,
            _ => false,
        }
    }

    /// Why the student does not go in, as a short sentence; empty when they do.
    pub fn why_not(self) -> String {
        match self {
            Readiness::Ready | Readiness::NotConcerned => String::new(),
            Readiness::HeldBack(set) => format!("Missing: {}", set.label()),
            Readiness::RetrieveFirst => {
                "Goes through Retrieve first: in none yet, or changed or sent to New since".into()
            }
            Readiness::AwaitsRetrieve(_) => "Retrieve response not processed yet".into(),
            Readiness::Undecided(o) => {
                format!(
                    "The state's last answer was “{}”: needs a decision, or another Retrieve, first",
                    o.label()
                )
            }
            Readiness::AlreadyInNew(_) => "Already in a New request that has no response yet".into(),
            Readiness::LooksLike => "Looks like a student who has an SSID or is about to get one".into(),
        }
    }
}
