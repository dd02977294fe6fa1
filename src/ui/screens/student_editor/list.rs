//! Search and the list of students.

use super::{Next, StudentEditor};
use crate::app::{Card, Command, Session, SortBy, StudentSort};
use crate::domain::ids::StudentKey;
use crate::domain::student::Field;
use crate::domain::text::{count, thousands};
use crate::ui::screens::Cx;
use crate::ui::theme::Tone;
use crate::ui::widgets::{
    Column, TableSpec, cell_text, cell_weak, check, empty_state, link, note, pill, search_field, weak,
};
use egui::{Align, Key, Layout, Modifiers, Ui};

/// The columns: what they sort by, and how wide the list has to be for them to be there.
const COLUMNS: [(SortBy, Column<'static>, f32); 6] = [
    (SortBy::Name, Column::share("Name", 130.0, 1.4).sortable(), 0.0),
    (SortBy::Number, Column::fixed("Number", 86.0).sortable(), 300.0),
    (
        SortBy::BirthDate,
        Column::fixed("Birth date", 98.0).sortable(),
        500.0,
    ),
    (
        SortBy::School,
        Column::share("School", 150.0, 1.0).sortable(),
        680.0,
    ),
    (SortBy::Grade, Column::fixed("Grade", 66.0).sortable(), 560.0),
    (SortBy::Ssid, Column::fixed("SSID", 96.0).sortable(), 380.0),
];

/// Where the selected row is, and for what that was found out.
#[derive(Default)]
pub struct SelectedRow {
    of: Option<(u64, usize, StudentSort, String, StudentKey)>,
    row: Option<usize>,
}

impl SelectedRow {
    /// The row of the opened student; whether it was looked for anew.
    fn find(&mut self, session: &Session, key: StudentKey) -> (Option<usize>, bool) {
        let editor = &session.editor;
        let known = self
            .of
            .as_ref()
            .is_some_and(|(generation, found, sort, query, of)| {
                *generation == session.generation
                    && *found == editor.found.len()
                    && *sort == editor.sort
                    && *of == key
                    && *query == editor.query
            });
        if known {
            return (self.row, false);
        }
        self.of = Some((
            session.generation,
            editor.found.len(),
            editor.sort,
            editor.query.clone(),
            key,
        ));
        let cards = session.roll.cards();
        self.row = editor
            .found
            .iter()
            .position(|i| cards.get(*i as usize).is_some_and(|c| c.key == key));
        (self.row, true)
    }
}

impl StudentEditor {
    /// The search field, how many were found, the table.
    pub(super) fn list(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, narrow: bool) {
        self.search(ui, cx, session);
        self.parked_note(ui, cx, session);
        let all = session.roll.cards();
        if all.is_empty() {
            empty_state(
                ui,
                "This district has no students yet",
                "Press “Import roster …” and choose the student file of your SIS (text, workbook or zip), or drop it on this window. A folder of files (OneRoster, School Data Sync) comes in by “Import folder …”. For a single student press “Add student”.",
            );
            return;
        }
        if session.editor.found.is_empty() {
            empty_state(
                ui,
                &format!("Nobody matches “{}”", session.editor.query.trim()),
                "Try fewer letters of the name, the student number, the SSID, or a birth date such as 2014-03-09 or 3/9/2014. Escape in the search field shows everyone.",
            );
            return;
        }
        self.table(ui, cx, session, narrow);
    }

    fn search(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        if session.editor.query != self.seen_query {
            self.seen_query.clone_from(&session.editor.query);
            self.query.clone_from(&session.editor.query);
            self.to_top = true;
        }
        ui.horizontal_wrapped(|ui| {
            let field = search_field(
                ui,
                "Find a student",
                "Name, number, SSID or birth date",
                &mut self.query,
            );
            let find = ui.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::F));
            if find || std::mem::take(&mut self.focus_search) {
                field.request_focus();
            }
            self.search_wish.at(ui, &field);
            if field.changed() {
                cx.send(Command::FindStudents(self.query.clone()));
            }
            self.search_had_focus = field.has_focus() || field.lost_focus();
            if field.lost_focus()
                && ui.input(|i| i.key_pressed(Key::Enter))
                && let Some(card) = session.editor.found.first().and_then(|i| card_at(session, *i))
            {
                self.go(cx, Next::Open(card.key));
            }
            let (found, all) = (session.editor.found.len(), session.roll.cards().len());
            weak(
                ui,
                &format!("{} of {}", thousands(found), count(all, "student", "students")),
            );
            let gone = session.editor.not_in_roster;
            if gone > 0 {
                let mut only = session.editor.only_not_in_roster;
                let label = format!("Not in the newest roster ({})", thousands(gone));
                if check(ui, &mut only, &label).changed() {
                    cx.send(Command::ListNotInRoster(only));
                }
            }
        });
        ui.add_space(2.0);
    }

    /// Says which forms have something typed in them that is not saved, beside the one that is open.
    fn parked_note(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session) {
        let mut back_to = None;
        let mut discard = None;
        for (at, form) in self.parked.iter().enumerate() {
            if form.path != session.path {
                continue;
            }
            let title = form.title();
            ui.push_id(("parked", at), |ui| {
                note(ui, Tone::Warn, |ui| {
                    ui.horizontal_wrapped(|ui| {
                        ui.label(format!("Not saved yet: {title}"));
                        if link(ui, "Go back to it").clicked() {
                            back_to = Some(form.key().map_or(Next::New, Next::Open));
                        }
                        if link(ui, "Discard it").clicked() {
                            discard = Some(at);
                        }
                    });
                });
            });
        }
        if let Some(next) = back_to {
            self.go(cx, next);
        }
        if let Some(at) = discard {
            self.parked.remove(at);
        }
    }

    fn table(&mut self, ui: &mut Ui, cx: &Cx<'_>, session: &Session, narrow: bool) {
        let width = ui.available_width();
        let shown: Vec<(SortBy, Column<'static>)> = COLUMNS
            .into_iter()
            .filter(|(_, _, least)| width >= *least)
            .map(|(by, column, _)| (by, column))
            .collect();
        let columns: Vec<Column<'static>> = shown.iter().map(|(_, c)| *c).collect();
        let found = &session.editor.found;
        let key = self.form.as_ref().and_then(|f| f.key());
        let (open_row, anew) = key.map_or((None, false), |k| self.row.find(session, k));
        let selected = match self.cursor.filter(|_| narrow) {
            Some(row) if row < found.len() => Some(row),
            _ => open_row,
        };
        let by_key = ui.input(|i| {
            [
                Key::ArrowUp,
                Key::ArrowDown,
                Key::PageUp,
                Key::PageDown,
                Key::Home,
                Key::End,
            ]
            .iter()
            .any(|k| i.key_pressed(*k))
        });
        let sort = session.editor.sort;
        let sorted = shown.iter().position(|(by, _)| *by == sort.by);
        let mut spec = TableSpec::new("students", "Students", &columns, found.len())
            .selected(selected)
            .sorted(sorted.map(|at| (at, !sort.descending)));
        let top = std::mem::take(&mut self.to_top).then_some(0);
        spec.scroll_to = open_row.filter(|_| anew).or(top);
        let events = spec.show(
            ui,
            |row| {
                found
                    .get(row)
                    .and_then(|i| card_at(session, *i))
                    .map_or_else(String::new, |card| spoken(session, card))
            },
            |row, column, ui| {
                if let Some(card) = found.get(row).and_then(|i| card_at(session, *i))
                    && let Some((by, _)) = shown.get(column)
                {
                    cell(ui, session, card, *by);
                }
            },
        );
        let at = |row: usize| found.get(row).and_then(|i| card_at(session, *i));
        if let Some(by) = events.sort_by.and_then(|c| shown.get(c)).map(|(by, _)| *by) {
            let descending = sort.by == by && !sort.descending;
            cx.send(Command::SortStudents(StudentSort { by, descending }));
        }
        if let Some(row) = events.select {
            self.cursor = Some(row);
            if !(narrow && by_key)
                && let Some(card) = at(row)
            {
                self.go(cx, Next::Open(card.key));
            }
        }
        if let Some(card) = events.open.and_then(at) {
            self.go(cx, Next::Open(card.key));
            if let Some(form) = self.form.as_mut().filter(|f| f.key() == Some(card.key)) {
                form.focus_on = Some(Field::LastName);
            }
        }
    }
}

fn card_at(session: &Session, place: u32) -> Option<&Card> {
    session.roll.cards().get(place as usize).map(|card| &**card)
}

fn day(card: &Card) -> String {
    card.birth_date.map(|d| d.to_string()).unwrap_or_default()
}

fn spoken(session: &Session, card: &Card) -> String {
    let mut out = format!("{}, number {}", card.name, card.number);
    for (word, value) in [
        ("born ", day(card).as_str()),
        ("", session.school_name(&card.school)),
        ("grade ", &card.grade),
    ] {
        if !value.is_empty() {
            out.push_str(", ");
            out.push_str(word);
            out.push_str(value);
        }
    }
    if card.ssid.is_empty() {
        out.push_str(", no SSID");
    } else {
        out.push_str(&format!(", SSID {}", card.ssid));
    }
    if card.facts.changed {
        out.push_str(", changed");
    }
    if card.inactive {
        out.push_str(", inactive");
    }
    if card.not_in_roster {
        out.push_str(", not in the newest roster");
    }
    out
}

fn cell(ui: &mut Ui, session: &Session, card: &Card, by: SortBy) {
    match by {
        SortBy::Name => {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if card.not_in_roster {
                    pill(ui, Tone::Warn, "Not in roster");
                }
                if card.duplicate {
                    pill(ui, Tone::Warn, "Duplicate");
                } else if card.inactive {
                    pill(ui, Tone::Neutral, "Inactive");
                }
                if card.facts.changed {
                    pill(ui, Tone::Accent, "Changed");
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    cell_text(ui, &card.name);
                });
            });
        }
        SortBy::Number => drop(cell_text(ui, &card.number)),
        SortBy::BirthDate if card.birth_date.is_none() => drop(cell_weak(ui, "none")),
        SortBy::BirthDate => drop(cell_text(ui, &day(card))),
        SortBy::School => drop(cell_text(ui, session.school_name(&card.school))),
        SortBy::Grade => drop(cell_text(ui, &card.grade)),
        SortBy::Ssid if card.ssid.is_empty() => drop(pill(ui, Tone::Warn, "No SSID")),
        SortBy::Ssid => drop(cell_text(ui, &card.ssid)),
    }
}
