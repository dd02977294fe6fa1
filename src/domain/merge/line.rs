//! One row of the review: what the rule says of it, what a person chose instead, and what comes of both.

use super::{Choices, Context, Group, Key, Line, Policy, Prefer, Profile, Side, Status, Take, TakeKind};

/// What a review works on: two profiles in their roles, a person's choices, and what the program knows beside them.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub source: &'a Profile,
    pub target: &'a Profile,
    pub choices: &'a Choices,
    pub cx: &'a Context<'a>,
}

impl Pair<'_> {
    pub fn prefer(&self, group: Group) -> Prefer {
        let policy: &Policy = &self.cx.rules.merge;
        policy.prefer(group)
    }
}

/// What a rule makes of a row before a person touches it.
pub(super) struct Ruling {
    pub status: Status,
    /// `None` while a person has to decide.
    pub take: Option<Take>,
    pub why: String,
}

impl Ruling {
    pub fn new(status: Status, take: Take, why: impl Into<String>) -> Self {
        Self {
            status,
            take: Some(take),
            why: why.into(),
        }
    }
    pub fn open(why: impl Into<String>) -> Self {
        Self {
            status: Status::Undecided,
            take: None,
            why: why.into(),
        }
    }
}

/// A row before its choice is settled.
pub(super) struct Case {
    pub key: Key,
    pub group: Group,
    pub source: String,
    pub target: String,
    pub offer: Vec<TakeKind>,
    pub ruling: Ruling,
}

impl Case {
    /// The row as the rule or the person has it; `merged` is filled in by whoever puts the value into the record.
    /// A choice that the row does not offer (any more) is none, and the rule holds.
    pub fn settle(self, choices: &Choices) -> Line {
        let mut line = Line {
            key: self.key,
            group: self.group,
            source: self.source,
            target: self.target,
            merged: None,
            status: self.ruling.status,
            take: self.ruling.take,
            choices: self.offer,
            chosen: false,
            why: self.ruling.why,
        };
        let Some(choice) = choices
            .get(&line.key)
            .filter(|c| line.choices.contains(&c.kind()))
        else {
            return line;
        };
        line.chosen = true;
        line.status = match (choice, line.status) {
            (Take::Blank | Take::Text(_), _) => Status::Edited,
            (_, status @ (Status::WrittenDifferently | Status::Same)) => status,
            (choice, status @ (Status::OnlyOne(_) | Status::BothKept))
                if line.take.as_ref() == Some(choice) =>
            {
                status
            }
            _ => Status::Decided,
        };
        line.why = match choice {
            Take::Source => "You chose the Source’s.",
            Take::Target => "You chose the Target’s.",
            Take::Both => "You chose both.",
            Take::Blank => "You left it blank on purpose.",
            Take::Text(_) => "You typed it.",
        }
        .into();
        line.take = Some(choice.clone());
        line
    }
}

impl Take {
    /// What kind of choice it is.
    pub fn kind(&self) -> TakeKind {
        match self {
            Take::Source => TakeKind::Source,
            Take::Target => TakeKind::Target,
            Take::Both => TakeKind::Both,
            Take::Blank => TakeKind::Blank,
            Take::Text(_) => TakeKind::Text,
        }
    }
}

impl Side {
    /// Taking this side's.
    pub fn take(self) -> Take {
        match self {
            Side::Source => Take::Source,
            Side::Target => Take::Target,
        }
    }
    /// As it is called on screen.
    pub fn label(self) -> &'static str {
        match self {
            Side::Source => "Source",
            Side::Target => "Target",
        }
    }
}

/// The side a group prefers, where it prefers one.
pub(super) fn preferred(prefer: Prefer) -> Option<Side> {
    match prefer {
        Prefer::Target => Some(Side::Target),
        Prefer::Source => Some(Side::Source),
        Prefer::Both | Prefer::Protective | Prefer::Decide => None,
    }
}
