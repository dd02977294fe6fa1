//! The pairs: filtered by band and by what was decided, searched, sorted, selected.

use super::detail::Wish;
use super::row;
use super::rows::{Rows, select};
use crate::app::{Command, DuplicatesCommand, ListedPair, PairState, Session, ShownList, StudentSort};
use crate::domain::matching::Band;
use crate::domain::text::search_key;
use crate::ui::screens::Cx;
use crate::ui::theme::Theme;
use crate::ui::widgets::{Column, TableSpec, empty_state, search_field, segmented};
use egui::{Key, Modifiers, Ui};
use std::collections::HashSet;
use std::path::PathBuf;

/// Which pairs are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    /// Very likely and Check, and whatever came back.
    ToDo,
    Band(Band),
    Returned,
    Parked,
    Decided,
}

const SHOWS: [(Show, &str); 7] = [
    (Show::ToDo, "Very likely + Check"),
    (Show::Band(Band::VeryLikely), "Very likely"),
    (Show::Band(Band::Check), "Check"),
    (Show::Band(Band::Possible), "Possible"),
    (Show::Returned, "Returned"),
    (Show::Parked, "Parked"),
    (Show::Decided, "Decided"),
];

/// From this height on a row has two lines of reasons.
const ROOM: f32 = 420.0;

/// The column by which the list is sorted at first.
pub(super) const LIKELY: usize = 1;

impl Show {
    fn admits(self, pair: &ListedPair) -> bool {
        match self {
            Show::ToDo => pair.is_to_do(),
            Show::Band(band) => pair.is_asked() && pair.band == Some(band),
            Show::Returned => pair.returned(),
            Show::Parked => matches!(pair.state, PairState::Parked(_)),
            Show::Decided => matches!(pair.state, PairState::Decided(_)),
        }
    }
}

/// What a list was made from: district, pairs, records, filter, sort, search.
type From = (PathBuf, u64, u64, usize, (usize, bool), String);

/// The list's own throw-away state.
pub struct List {
    show: usize,
    search: String,
    /// By which column, and whether ascending.
    sort: (usize, bool),
    made_from: Option<From>,
    /// Places in the pairs.
    shown: Vec<usize>,
    /// The pairs of them, and which of them is looked at.
    pub(super) rows: Rows,
    counts: [usize; SHOWS.len()],
}

impl Default for List {
    fn default() -> Self {
        Self {
            show: 0,
            search: String::new(),
            sort: (LIKELY, false),
            made_from: None,
            shown: Vec::new(),
            rows: Rows::default(),
            counts: [0; SHOWS.len()],
        }
    }
}

impl List {
    /// The filters, over list and detail.
    pub fn filters(&mut self, ui: &mut Ui, session: &Session) {
        self.make(session);
        let options: Vec<(&str, usize)> = SHOWS.iter().zip(self.counts).map(|((_, l), n)| (*l, n)).collect();
        segmented(ui, "Which pairs", &options, &mut self.show);
        ui.add_space(4.0);
    }

    /// What is listed, to be saved or printed.
    pub fn shown(&self) -> ShownList {
        let mut shown = SHOWS[self.show].1.to_owned();
        let search = self.search.trim();
        if !search.is_empty() {
            shown.push_str(&format!("; found by “{search}”"));
        }
        ShownList {
            decisions: false,
            pairs: self.rows.pairs().to_vec(),
            shown,
        }
    }

    /// Search and the list itself.
    pub fn show(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) -> Option<Wish> {
        ui.spacing_mut().text_edit_width = ui.available_width();
        let hint = "Name, number, SSID or birth date";
        let field = search_field(ui, "Find a pair in this list", hint, &mut self.search);
        if ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F)) {
            field.request_focus();
        }
        ui.add_space(2.0);
        self.make(session);
        self.rows.follow(cx, session);
        if self.shown.is_empty() {
            self.nothing(ui, session);
            return None;
        }
        self.table(ui, cx, session)
    }

    fn nothing(&self, ui: &mut Ui, session: &Session) {
        let of = &session.duplicates;
        let filtered = !self.search.trim().is_empty() || self.show != 0;
        let (title, sentence) = match (of.progress().is_some(), filtered) {
            (true, _) => ("No pair so far", "Pairs appear here as they are found."),
            (false, true) => (
                "No pair is listed",
                "Choose another filter, or empty the search field.",
            ),
            (false, false) => (
                "No pair has to be looked at",
                "No two profiles look so much like one student that a person should look. “Possible” lists the others.",
            ),
        };
        empty_state(ui, title, sentence);
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) -> Option<Wish> {
        let of = &session.duplicates;
        let columns = [
            Column::share("Profiles and reasons", 180.0, 1.0).sortable(),
            Column::fixed("How likely", 142.0).sortable(),
        ];
        let theme = Theme::of(ui.ctx());
        // In a low window more pairs in sight are worth more than their reasons whole.
        let lines = if ui.available_height() < ROOM { 1 } else { 2 };
        let selected = self.rows.at(session);
        let scroll_to = self.rows.take_scroll(selected);
        let at = |row: usize| self.shown.get(row).and_then(|n| of.pairs.get(*n));
        let mut spec = TableSpec::new("pairs", "Pairs of profiles", &columns, self.shown.len())
            .selected(selected)
            .sorted(Some(self.sort))
            .row_height(theme.size.row_two_lines + 20.0 * lines as f32);
        spec.scroll_to = scroll_to;
        let mut unsaid = Vec::new();
        let events = spec.show(
            ui,
            |row| at(row).map_or_else(String::new, |p| row::spoken(session, p)),
            |row, column, ui| {
                let Some(p) = at(row) else { return };
                if column == 0 && !of.sentences.contains_key(&p.pair) {
                    unsaid.push(p.pair);
                }
                row::cell(ui, session, p, column, lines);
            },
        );
        if !unsaid.is_empty() && of.alike.is_some() {
            cx.send(Command::Duplicates(DuplicatesCommand::Explain(unsaid)));
        }
        if let Some(column) = events.sort_by {
            let ascending = if self.sort.0 == column {
                !self.sort.1
            } else {
                column != LIKELY
            };
            self.sort = (column, ascending);
        }
        if let Some(p) = events.select.or(events.open).and_then(at) {
            select(cx, Some(p.pair));
        }
        events.open.map(|_| Wish::Compare)
    }

    /// Lists the pairs that pass; anew only when something changed.
    fn make(&mut self, session: &Session) {
        let of = &session.duplicates;
        let same = |from: &From, records: bool| {
            let (path, generation, students, show, sort, search) = from;
            (*show, *sort) == (self.show, self.sort)
                && *search == self.search
                && *path == session.path
                && (!records || (*generation, *students) == (of.generation, session.generation))
        };
        if self.made_from.as_ref().is_some_and(|from| same(from, true)) {
            return;
        }
        let only_records = self.made_from.as_ref().is_some_and(|from| same(from, false));
        self.fill(session, only_records);
        self.made_from = Some((
            session.path.clone(),
            of.generation,
            session.generation,
            self.show,
            self.sort,
            self.search.clone(),
        ));
    }

    fn fill(&mut self, session: &Session, only_records: bool) {
        let of = &session.duplicates;
        let roll = &session.roll;
        let found: Option<HashSet<_>> = (!search_key(self.search.trim()).is_empty()).then(|| {
            let places = roll.find(&self.search, StudentSort::default(), None);
            places.iter().map(|at| roll.cards()[*at as usize].key).collect()
        });
        self.counts = [0; SHOWS.len()];
        self.shown.clear();
        for (n, p) in of.pairs.iter().enumerate() {
            let searched = found
                .as_ref()
                .is_none_or(|f| f.contains(&p.pair.0) || f.contains(&p.pair.1));
            let here = roll.card(p.pair.0).is_some() && roll.card(p.pair.1).is_some();
            if !searched || !here {
                continue;
            }
            for (count, (show, _)) in self.counts.iter_mut().zip(SHOWS) {
                *count += usize::from(show.admits(p));
            }
            if SHOWS[self.show].0.admits(p) {
                self.shown.push(n);
            }
        }
        let pair = |n: &usize| &of.pairs[*n];
        // What is equal otherwise stands in the order of the keys, so that rows do not jump.
        self.shown.sort_unstable_by(|x, y| {
            let (x, y) = (pair(x), pair(y));
            y.bits.total_cmp(&x.bits).then(x.pair.cmp(&y.pair))
        });
        match self.sort {
            (LIKELY, false) => {}
            (LIKELY, true) => self.shown.reverse(),
            (_, _) => self
                .shown
                .sort_by_cached_key(|n| roll.card(pair(n).pair.0).map(|c| search_key(&c.name))),
        }
        if self.sort.0 != LIKELY && !self.sort.1 {
            self.shown.reverse();
        }
        let order = self.shown.iter().map(|n| pair(n).pair).collect();
        self.rows.fill(order, only_records);
    }
}
