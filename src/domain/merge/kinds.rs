//! The rows of one kind on both sides of a merge: which are identical, and which open plans stand against each other.

use super::Group;
use super::line::Pair;
use crate::domain::program::{Event, Guardian, Note, Owned, Row, RowKind};
use std::collections::{HashMap, HashSet};

/// What makes a row the same thing as another, as [`Row::is_identical`] says, for looking it up.
#[derive(PartialEq, Eq, Hash)]
enum Same<'a> {
    File(&'a str),
    Event(&'a Event),
    Note(&'a Note),
    Guardian(&'a Guardian),
}

fn same(row: &Row) -> Same<'_> {
    match row {
        Row::Document(d) => Same::File(&d.hash),
        Row::Event(e) => Same::Event(e),
        Row::Note(n) => Same::Note(n),
        Row::Guardian(g) => Same::Guardian(g),
    }
}

/// The rows of one kind on both sides.
pub(super) struct Kind<'a> {
    pub kind: RowKind,
    pub source: Vec<&'a Owned>,
    pub target: Vec<&'a Owned>,
    /// The Target's rows by what they are; of several the one that sorts first by what it says.
    known: HashMap<Same<'a>, Vec<&'a Owned>>,
}

impl<'a> Kind<'a> {
    pub fn of(kind: RowKind, pair: &Pair<'a>) -> Self {
        let pick = |rows: &'a [Owned]| rows.iter().filter(|o| o.row.kind() == kind).collect::<Vec<_>>();
        let (source, target) = (pick(&pair.source.rows), pick(&pair.target.rows));
        let mut known: HashMap<Same<'a>, Vec<&'a Owned>> = HashMap::with_capacity(target.len());
        for owned in &target {
            known.entry(same(&owned.row)).or_default().push(owned);
        }
        for several in known.values_mut().filter(|v| v.len() > 1) {
            several.sort_by_cached_key(|o| o.row.label());
        }
        Self {
            kind,
            source,
            target,
            known,
        }
    }

    /// The Target's row that a Source's row is identical to; the one described alike before others.
    pub fn twin(&self, row: &Row) -> Option<&'a Owned> {
        let several = self.known.get(&same(row))?;
        several
            .iter()
            .find(|o| o.row == *row)
            .or_else(|| several.first())
            .copied()
    }

    /// The open plans that only the Source and that only the Target has, where the merge would leave several open.
    pub fn open_plans(&self) -> Option<(Vec<&'a Owned>, Vec<&'a Owned>)> {
        let open = |rows: &[&'a Owned]| -> Vec<&'a Owned> {
            let is_open = |o: &&&Owned| matches!(&o.row, Row::Event(e) if e.is_open_plan());
            rows.iter().filter(is_open).copied().collect()
        };
        let (s, t) = (open(&self.source), open(&self.target));
        let of_source: HashSet<Same<'_>> = s.iter().map(|o| same(&o.row)).collect();
        let only_s: Vec<_> = s
            .iter()
            .filter(|o| self.twin(&o.row).is_none())
            .copied()
            .collect();
        let only_t: Vec<_> = t
            .iter()
            .filter(|o| !of_source.contains(&same(&o.row)))
            .copied()
            .collect();
        // A plan that both have is one plan. Only where the Source brings another is there something to decide.
        (!only_s.is_empty() && !t.is_empty()).then_some((only_s, only_t))
    }

    /// Whether the Source has each of the Target's rows as well.
    pub fn all_have_twins(&self) -> bool {
        let of_source: HashSet<Same<'_>> = self.source.iter().map(|o| same(&o.row)).collect();
        self.target.iter().all(|o| of_source.contains(&same(&o.row)))
    }

    pub fn group(&self) -> Group {
        match self.kind {
            RowKind::Event(_) => Group::Programs,
            RowKind::Document | RowKind::Note => Group::Documents,
            RowKind::Guardian => Group::Demographics,
        }
    }
}
