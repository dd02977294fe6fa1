//! The rows of the review as they are drawn, made once for each state of it: what stands in each cell, what is marked,
//! what is folded because it is long.

use crate::domain::merge::{Group, Key, Line, Review, Side, Span, Status, Take, TakeKind, marks};
use crate::domain::program::RowKind;
use crate::domain::student::Field;
use crate::domain::text::count;
use crate::ui::theme::Tone;

/// Lists of more lines are folded into their count.
const FOLDED_FROM: usize = 8;
/// Longer values are shown without marks: nobody reads marks in a page of text.
const MARKED_UP_TO: usize = 400;

/// One row of the review.
pub(super) struct Row {
    pub key: Key,
    pub group: Group,
    pub label: &'static str,
    pub status: Status,
    pub why: String,
    pub source: Shown,
    pub target: Shown,
    pub merged: Merged,
    pub take: Option<Take>,
    pub choices: Vec<TakeKind>,
    pub chosen: bool,
    /// Whether it is the same on both sides, also where written differently.
    pub same: bool,
    /// What a field begins with in which it is typed.
    pub typed: String,
    /// The row as it is spoken.
    pub spoken: String,
}

/// What stands in the cell of a side.
pub(super) enum Shown {
    /// Nothing.
    Nothing,
    /// A text, with the parts marked that differ.
    Text(Vec<Span>),
    /// A short list.
    List(Vec<String>),
    /// A long list: how much it is.
    Folded(String),
}

/// What stands in the cell of the merged record.
pub(super) enum Merged {
    /// Not decided.
    Open,
    /// It cannot be like this.
    Blocked,
    /// Nothing.
    Nothing,
    /// This.
    Text(String),
}

impl Row {
    /// Whether this can be taken for it.
    pub fn allows(&self, kind: TakeKind) -> bool {
        self.choices.contains(&kind)
    }

    /// What taking both is called: where the Target has nothing, there is nothing to keep beside.
    pub fn words_for_both(&self) -> &'static str {
        match self.target {
            Shown::Nothing => "Move them in",
            _ => "Keep both",
        }
    }

    /// Whether the merged record has what a side has.
    pub fn takes(&self, side: Side) -> bool {
        // Rows of program data never go from the Target, and come in from the Source in any case where the choice is
        // which of two open plans stays open.
        let stays = matches!(self.key, Key::Rows(_))
            && self.take.is_some()
            && (side == Side::Target || !self.choices.contains(&TakeKind::Both));
        let taken = match (&self.take, side) {
            (Some(Take::Both), _)
            | (Some(Take::Source), Side::Source)
            | (Some(Take::Target), Side::Target) => true,
            _ => stays,
        };
        taken && self.has(side)
    }

    /// Whether a side has something.
    pub fn has(&self, side: Side) -> bool {
        let shown = match side {
            Side::Source => &self.source,
            Side::Target => &self.target,
        };
        !matches!(shown, Shown::Nothing)
    }

    /// Whether the two sides are to be compared letter by letter: both have something, and one of them goes.
    pub fn is_compared(&self) -> bool {
        self.has(Side::Source) && self.has(Side::Target) && self.status != Status::BothKept
    }

    /// Whether it has more than its cells show.
    pub fn is_folded(&self) -> bool {
        matches!(self.source, Shown::Folded(_)) || matches!(self.target, Shown::Folded(_))
    }
}

/// The rows of a review.
pub(super) fn rows(review: &Review, only_differences: bool, say: &dyn Fn(Key, &str) -> String) -> Vec<Row> {
    review
        .lines
        .iter()
        .filter(|l| !only_differences || differs(l))
        .map(|l| row(l, say))
        .collect()
}

/// Whether a line counts as a difference.
pub(super) fn differs(line: &Line) -> bool {
    !matches!(line.status, Status::Same | Status::WrittenDifferently)
}

fn row(line: &Line, say: &dyn Fn(Key, &str) -> String) -> Row {
    let (source_text, target_text) = (say(line.key, &line.source), say(line.key, &line.target));
    let same = !differs(line);
    let marked = !same
        && line.status != Status::BothKept
        && !is_list(line.key)
        && source_text.len().max(target_text.len()) <= MARKED_UP_TO;
    let (source, target) = if marked && !source_text.is_empty() && !target_text.is_empty() {
        let (a, b) = marks(&source_text, &target_text);
        (Shown::Text(a), Shown::Text(b))
    } else {
        (shown(line.key, &source_text), shown(line.key, &target_text))
    };
    let merged = merged(line, say);
    let result = match &merged {
        Merged::Open => "not decided yet".to_owned(),
        Merged::Blocked => "blocked".to_owned(),
        Merged::Nothing => "blank".to_owned(),
        Merged::Text(text) => text.clone(),
    };
    let spoken = format!(
        "{}: {}. Source {}, Target {}, merged record {}",
        line.key.label(),
        line.status.label(),
        said(line.key, &source_text),
        said(line.key, &target_text),
        result
    );
    Row {
        key: line.key,
        group: line.group,
        label: line.key.label(),
        status: line.status,
        why: line.why.clone(),
        source,
        target,
        merged,
        take: line.take.clone(),
        choices: line.choices.clone(),
        chosen: line.chosen,
        same,
        typed: typed(line),
        spoken,
    }
}

/// The merged value as it is typed; where none is decided, the Target's, or else the Source's.
fn typed(line: &Line) -> String {
    let decided = line.merged.as_ref().filter(|_| line.status != Status::Blocked);
    if let (Some(Take::Text(text)), Status::Blocked) = (&line.take, line.status) {
        return text.clone();
    }
    match decided {
        Some(text) => text.clone(),
        None if line.target.is_empty() => line.source.clone(),
        None => line.target.clone(),
    }
}

fn shown(key: Key, text: &str) -> Shown {
    if text.is_empty() {
        return Shown::Nothing;
    }
    let lines = text.lines().count();
    if lines > FOLDED_FROM {
        return Shown::Folded(with_open(key, text, "\n"));
    }
    if lines > 1 || is_list(key) {
        return Shown::List(text.lines().map(str::to_owned).collect());
    }
    Shown::Text(vec![Span {
        text: text.to_owned(),
        differs: false,
    }])
}

fn merged(line: &Line, say: &dyn Fn(Key, &str) -> String) -> Merged {
    if line.status == Status::Blocked {
        return Merged::Blocked;
    }
    let Some(text) = &line.merged else {
        return Merged::Open;
    };
    if text.is_empty() {
        return Merged::Nothing;
    }
    let lines = text.lines().count();
    let rows = matches!(line.key, Key::Rows(_));
    if !rows && lines <= FOLDED_FROM {
        return Merged::Text(say(line.key, text));
    }
    let mut words = how_many(line.key, lines);
    match (rows, line.source.is_empty(), line.target.is_empty()) {
        (true, false, true) => words.push_str(" from Source"),
        (true, true, false) => words.push_str(" from Target"),
        _ => {}
    }
    Merged::Text(words)
}

/// A side as it is spoken: long lists by their count, with the plans that are open.
pub(super) fn said(key: Key, text: &str) -> String {
    match text.lines().count() {
        0 => "blank".into(),
        1 => text.to_owned(),
        _ => with_open(key, text, "; "),
    }
}

/// Whether a line of a list is a plan that is open.
pub(super) fn is_open_plan(key: Key, line: &str) -> bool {
    matches!(key, Key::Rows(RowKind::Event(_))) && (line.ends_with(", open") || line.contains(", open: "))
}

/// How much a list is, and the plans in it that are open: those must be seen however much is cut.
fn with_open(key: Key, text: &str, between: &str) -> String {
    let mut parts = vec![how_many(key, text.lines().count())];
    parts.extend(text.lines().filter(|l| is_open_plan(key, l)).map(str::to_owned));
    parts.join(between)
}

/// Whether a row holds several things of one kind.
pub(super) fn is_list(key: Key) -> bool {
    matches!(
        key,
        Key::Rows(_) | Key::PastEnrollments | Key::Field(Field::FormerIds)
    )
}

/// `3 events`.
fn how_many(key: Key, n: usize) -> String {
    let (one, many) = match key {
        Key::Rows(RowKind::Event(_)) => ("event", "events"),
        Key::Rows(RowKind::Document) => ("document", "documents"),
        Key::Rows(RowKind::Note) => ("note", "notes"),
        Key::Rows(RowKind::Guardian) => ("guardian", "guardians"),
        Key::PastEnrollments | Key::CurrentEnrollment => ("enrollment", "enrollments"),
        Key::Field(Field::FormerIds) => ("number", "numbers"),
        Key::Field(_) => ("line", "lines"),
    };
    count(n, one, many)
}

/// The glyph of a status, beside its word, and its tone.
pub(super) fn glyph(status: Status) -> (&'static str, Tone) {
    match status {
        Status::Same => ("=", Tone::Neutral),
        Status::WrittenDifferently => ("≈", Tone::Neutral),
        Status::OnlyOne(Side::Source) => ("◐", Tone::Neutral),
        Status::OnlyOne(Side::Target) => ("◑", Tone::Neutral),
        Status::Policy => ("≠", Tone::Neutral),
        Status::Undecided => ("?", Tone::Warn),
        Status::Decided => ("✓", Tone::Ok),
        Status::Blocked => ("✗", Tone::Bad),
        Status::BothKept => ("+", Tone::Neutral),
        Status::Edited => ("✎", Tone::Accent),
    }
}
