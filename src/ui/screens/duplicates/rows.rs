//! The rows of a list of the tab and the pair looked at: it is always one of them, whatever is filtered, searched or decided.

use crate::app::{Command, DuplicatesCommand, PairKeys, Session};
use crate::ui::screens::Cx;

/// The pairs of the rows shown, in their order.
#[derive(Default)]
pub(super) struct Rows {
    order: Vec<PairKeys>,
    /// The row of the pair looked at, when it was last among them.
    last: usize,
    /// The selected row has to be brought into sight.
    scroll: bool,
}

impl Rows {
    /// Takes over other rows. When only records changed, the one after a pair that has gone takes its place; with another
    /// filter or search the list begins anew.
    pub fn fill(&mut self, order: Vec<PairKeys>, only_records: bool) {
        self.order = order;
        if !only_records {
            self.last = 0;
        }
    }

    /// The pairs, in the order of the rows.
    pub fn pairs(&self) -> &[PairKeys] {
        &self.order
    }

    /// The row of the pair looked at.
    pub fn at(&self, session: &Session) -> Option<usize> {
        let pair = session.duplicates.selected?;
        self.order.iter().position(|p| *p == pair)
    }

    /// The row to be brought into sight, once.
    pub fn take_scroll(&mut self, selected: Option<usize>) -> Option<usize> {
        selected.filter(|_| std::mem::take(&mut self.scroll))
    }

    /// Lets the pair looked at follow the list: when it is not among the rows, another one is selected, or none. While pairs
    /// are still being found it may come yet.
    pub fn follow(&mut self, cx: &Cx<'_>, session: &Session) {
        let of = &session.duplicates;
        if let Some(row) = self.at(session) {
            self.last = row;
            return;
        }
        if of.selected.is_none() || of.progress().is_some() {
            return;
        }
        if self.order.is_empty() {
            select(cx, None);
        } else {
            self.go(cx, self.last.min(self.order.len() - 1));
        }
    }

    /// Selects the next row, or one before.
    pub fn step(&mut self, cx: &Cx<'_>, session: &Session, by: isize) {
        let last = self.order.len().saturating_sub(1);
        let next = self
            .at(session)
            .map_or(0, |at| at.saturating_add_signed(by).min(last));
        self.go(cx, next);
    }

    /// Selects the first or the last row.
    pub fn end(&mut self, cx: &Cx<'_>, last: bool) {
        let last = if last {
            self.order.len().saturating_sub(1)
        } else {
            0
        };
        self.go(cx, last);
    }

    fn go(&mut self, cx: &Cx<'_>, row: usize) {
        if let Some(pair) = self.order.get(row) {
            select(cx, Some(*pair));
            self.scroll = true;
        }
    }
}

/// Selects a pair, or none.
pub(super) fn select(cx: &Cx<'_>, pair: Option<PairKeys>) {
    cx.send(Command::Duplicates(DuplicatesCommand::Select(pair)));
}
